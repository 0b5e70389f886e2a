"""Words, spans, differences: everything that looks at characters. All offsets are code points."""

import difflib
import re
import unicodedata

UNSPACED = ("zh", "ja", "th")
# ISO 639-3 codes of the Tatoeba pairs, as the two-letter codes used elsewhere.
TWO_LETTERS = dict(
    pair.split("=")
    for pair in (
        "afr=af ara=ar ben=bn bul=bg cat=ca ces=cs cmn=zh dan=da deu=de ell=el eng=en est=et fin=fi "
        "fra=fr glg=gl heb=he hin=hi hrv=hr hun=hu ind=id isl=is ita=it jpn=ja kat=ka kor=ko lit=lt "
        "mal=ml mar=mr nld=nl nob=nb pol=pl por=pt ron=ro rus=ru slk=sk slv=sl spa=es sqi=sq srp=sr "
        "swe=sv swh=sw tam=ta tel=te tgl=tl tha=th tur=tr ukr=uk urd=ur vie=vi"
    ).split()
)
_CLASS = {}


def _kind(char):
    """w a letter of a spaced script, c an ideograph or kana, t Thai, s space, p anything else."""
    kind = _CLASS.get(char)
    if kind is None:
        category = unicodedata.category(char)
        code = ord(char)
        if char.isspace():
            kind = "s"
        elif 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code == 0x3005:
            kind = "c"
        elif 0x0E00 <= code <= 0x0E7F:
            kind = "t"
        elif category[0] in "LNM" or char in "\u200c\u200d_":
            kind = "w"
        else:
            kind = "p"
        _CLASS[char] = kind
    return kind


class Lexicon:
    """Words of languages written without spaces, learnt from sets that come tokenised."""

    def __init__(self):
        self.words = {"zh": set(), "ja": set()}

    def learn(self, lang, tokenised):
        """Takes the tokens of one text."""
        if lang in self.words:
            for token in tokenised.split():
                if 2 <= len(token) <= 6 and all(_kind(char) == "c" for char in token):
                    self.words[lang].add(token)

    def cut(self, lang, run):
        """Longest match from the left; a character that no word begins with stands alone."""
        known, at, parts = self.words.get(lang, ()), 0, []
        while at < len(run):
            size = next((n for n in range(min(6, len(run) - at), 1, -1) if run[at : at + n] in known), 1)
            parts.append((at, at + size))
            at += size
        return parts


LEXICON = Lexicon()
_WORD_CACHE = {}


def words(text, lang):
    """Words as (start, end): letters and digits with inner apostrophe, hyphen, decimal sign; no punctuation."""
    key = (text, lang)
    found = _WORD_CACHE.get(key)
    if found is None:
        if len(_WORD_CACHE) > 60000:
            _WORD_CACHE.clear()
        found = _WORD_CACHE[key] = _words(text, lang)
    return found


def _words(text, lang):
    found, at, size = [], 0, len(text)
    while at < size:
        kind = _kind(text[at])
        if kind not in "wct":
            at += 1
            continue
        end = at + 1
        while end < size:
            if _kind(text[end]) == kind:
                end += 1
            elif (
                kind == "w"
                and end + 1 < size
                and _kind(text[end + 1]) == "w"
                and (text[end] in "'’-" or (text[end] in ".,:" and text[end - 1].isdigit() and text[end + 1].isdigit()))
            ):
                end += 1
            else:
                break
        if kind == "c":
            found += [(at + start, at + stop) for start, stop in LEXICON.cut(lang, text[at:end])]
        else:
            found.append((at, end))
        at = end
    return found


def fold(text):
    """For comparison: compatibility form, lower case, one apostrophe."""
    return unicodedata.normalize("NFKC", text).replace("’", "'").casefold()


def normal(text):
    """For telling whether two texts are the same text: folded, letters and digits only."""
    return "".join(char for char in fold(text) if _kind(char) in "wct")


_LEFT = set(".,;:!?)]}»。，、；：！？）】》」』।॥…’”")
_RIGHT = set("([{«（【《「『“¿¡$£€#")


def detokenise(text, lang):
    """Tokenised text as people write it. Straight quotes open and close in turn."""
    text = text.replace("@-@", "-").replace("``", '"').replace("''", '"').replace("&quot;", '"').replace("&apos;", "'")
    out, glue, opened = "", True, {'"': False, "'": False}
    for token in text.split():
        before, after = not glue, False
        if token == "%" and lang in ("en", "zh", "ja"):
            before = False
        elif token in opened:
            if opened[token]:
                before = False
            else:
                after = True
            opened[token] = not opened[token]
        elif token in _LEFT or re.fullmatch(r"[.,!?]{2,}", token):
            before = False
        elif token in _RIGHT:
            after = True
        elif re.fullmatch(r"(?i)['’](s|re|ve|ll|d|m|t)|n['’]t", token):
            before = False
        if lang in ("zh", "ja") and out and before:
            if _kind(out[-1]) != "w" or _kind(token[0]) != "w":
                before = False
        out += (" " if before and out else "") + token
        glue = after
    return out


def sequence(text, lang):
    """Folded words beside their spans."""
    spans = words(text, lang)
    return [fold(text[start:end]) for start, end in spans], spans


def near_copy(one, other):
    """Do two folded words look like forms of one word?"""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    if shared >= 4 and shared >= 0.6 * min(len(one), len(other)):
        return True
    return len(one) > 3 and difflib.SequenceMatcher(None, one, other, False).ratio() >= 0.75


def difference(a, b, lang):
    """Words of a and of b that the other has not: two lists of (start, end, weight).

    First the order-keeping match, then words that only moved, then forms of one word (weight .3).
    """
    left, left_spans = sequence(a, lang)
    right, right_spans = sequence(b, lang)
    gone, come = [], []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, left, right, False).get_opcodes():
        if tag != "equal":
            gone += range(i, j)
            come += range(k, m)
    for same, weight in ((lambda x, y: x == y, None), (near_copy, 0.3)):
        for i in list(gone):
            match = (
                next((k for k in come if not isinstance(k, tuple) and same(left[i], right[k])), None)
                if not isinstance(i, tuple)
                else None
            )
            if match is not None:
                gone[gone.index(i)] = (i, weight)
                come[come.index(match)] = (match, weight)
    return _weighted(gone, left_spans), _weighted(come, right_spans)


def _weighted(entries, spans):
    """Entries are word numbers, or (word number, weight or None for none at all)."""
    out = []
    for entry in entries:
        number, weight = entry if isinstance(entry, tuple) else (entry, 1.0)
        if weight is not None:
            out.append((spans[number][0], spans[number][1], weight))
    return sorted(out)


def numbers(text):
    """The digit strings of a text without grouping signs, sorted."""
    found = re.findall(r"\d+(?:[.,]\d+)*", unicodedata.normalize("NFKC", text))
    return sorted(re.sub(r"[.,]", "", number) for number in found)


def apply_edits(text, edits):
    """Edits are (start, end, new text). The new text, and the spans of old and of new words.

    Only words count as spans; an insertion has no old span, a deletion no new one.
    """
    out, at, old, new = "", 0, [], []
    for start, end, replacement in sorted(edits):
        if start < at:
            raise ValueError("edits overlap")
        out += text[at:start]
        if text[start:end].strip():
            old.append(trim(text, start, end))
        begin = len(out)
        out += replacement
        if replacement.strip():
            new.append((begin, len(out)))
        at = end
    out += text[at:]
    return out, old, [trim(out, start, end) for start, end in new]


def trim(text, start, end):
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def tidy(text):
    """Double spaces and spaces before full stops, as deletions leave them; for texts whose spans are not yet made."""
    return re.sub(r"\s+", " ", text).strip()


def cased_like(model, word, first=False):
    """The word in the case of the model: ALL CAPS, Capital or as it is."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    if model[:1].isupper() and (first or not word[:1].isupper()):
        return word[:1].upper() + word[1:]
    return word
