"""Made shifts that need lists only: each gives edits (start, end, new text), or None where it does not apply.

Every function takes (text, lang, context, chooser); context holds the lists, the corpus, WordNet.
"""

import re

from training.texts import UNSPACED, cased_like, fold, words

QUESTION = ("?", "？", "؟", ";", "՞")
END = ".。।.！!"


def matches(text, lang, pairs):
    """Where a list entry stands in the text: (start, end, replacement), whole words only."""
    found = []
    if lang in UNSPACED:
        spans = {span: None for span in words(text, lang)}
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        for old, new in pairs:
            at = text.find(old)
            while at >= 0:
                end = at + len(old)
                whole = at in starts and end in ends
                if whole or lang == "th" and len(old) > 2 or lang == "ja" and len(old) > 2:
                    found.append((at, end, new))
                at = text.find(old, end)
        return found
    spans = words(text, lang)
    index = {}
    for old, new in pairs:
        index.setdefault(fold(old.split()[0]).strip(".,"), []).append((old, new))
    for start, end in spans:
        for old, new in index.get(fold(text[start:end]), ()):
            stop = start + len(old)
            if fold(text[start:stop]) == fold(old) and (stop == len(text) or not text[stop].isalnum()):
                if text[stop : stop + 1] not in ("'", "’", "-") or stop == len(text):
                    found.append((start, stop, cased_like(text[start:end], new, first=True)))
    return found


def has_phrase(text, lang, phrases):
    """Does one of the phrases occur?"""
    flat = " " + fold(" ".join(text[start:end] for start, end in words(text, lang))) + " "
    return any(f" {fold(phrase)} " in flat for phrase in phrases)


def listed(kind):
    """An exchange from words.txt."""

    def shift(text, lang, context, chooser):
        found = matches(text, lang, context.lists(lang).pairs[kind])
        found = [edit for edit in found if _allowed(text, edit)]
        if not found:
            return None
        longest = max(end - start for start, end, _ in found)
        # A longer entry says more about its sentence: "is said to be" before "is".
        found = [edit for edit in found if edit[1] - edit[0] == longest] if chooser.random() < 0.5 else found
        return [delete(text, edit[0], edit[1]) if not edit[2] else edit for edit in [chooser.choice(found)]]

    return shift


def _allowed(text, edit):
    start, end, new = edit
    # May, March, Will, Mark: a capital inside the sentence is a name.
    inside = (
        start > 0 and text[start].isupper() and text[start - 1] == " " and text[start - 2 : start - 1] not in ".!?:"
    )
    return fold(text[start:end]) != fold(new) and not (
        inside and text[start:end].isascii() and not _title(text[start:end])
    )


def _title(word):
    return word.endswith(".") or word.split()[0] in ("I", "King", "Queen")


def delete(text, start, end):
    """The edit that removes a stretch and one space beside it; a sentence keeps its capital."""
    if end < len(text) and text[end] == " ":
        end += 1
        if start == 0 and end < len(text):
            return (start, end + 1, text[end].upper())
    elif start > 0 and text[start - 1] == " ":
        start -= 1
    return (start, end, "")


def negation(text, lang, context, chooser):
    """A negation lost or put in. Only where it is the only one, and not in questions (answers keep the fact)."""
    own = context.lists(lang)
    if text.rstrip().endswith(QUESTION):
        return None
    marks = context.negations(lang)
    if lang not in UNSPACED and (has_phrase(text, lang, own.stay)):
        return None
    present = [span for span in words(text, lang) if fold(text[span[0] : span[1]]) in marks]
    options = []
    for start, end, new in matches(text, lang, own.pairs["negation"]):
        inside = sum(start <= span[0] < end for span in present)
        if inside == len(present):
            options.append(delete(text, start, end) if not new else (start, end, new))
    if len(present) == 1 and fold(text[present[0][0] : present[0][1]]) in own.drop:
        following = text[present[0][1] : present[0][1] + 1]
        if following == " " and lang not in UNSPACED:
            options += [delete(text, *present[0])] * 3
    return [chooser.choice(options)] if options else None


def number(text, lang, context, chooser):
    """Digits: another digit, ten times, two digits exchanged. Years stay years."""
    found = [match for match in re.finditer(r"\d+", text) if not _inside_word(text, match)]
    if not found:
        return None
    match = chooser.choice(found)
    old = match.group()
    value = int(old)
    options = []
    if len(old) >= 2 and old[-1] != old[-2]:
        options.append(old[:-2] + old[-1] + old[-2])
    if len(old) == 4 and 1000 <= value <= 2100:
        options += [str(value + step) for step in (-30, -11, -3, -1, 1, 2, 9, 10, 20, -100)]
    else:
        at = chooser.randrange(len(old))
        other = chooser.choice([digit for digit in "123456789" if digit != old[at]])
        options.append(old[:at] + other + old[at + 1 :])
        if len(old) < 4 and text[match.end() : match.end() + 1] not in (".", ",", ":"):
            options.append(old + "0")
        if len(old) > 1 and old.endswith("0"):
            options.append(old[:-1])
    options = [new for new in options if new.lstrip("0") and int(new) != value and (new[0] != "0" or old[0] == "0")]
    return [(match.start(), match.end(), chooser.choice(options))] if options else None


def _inside_word(text, match):
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return (before.isalpha() and before.isascii()) or (after.isalpha() and after.isascii()) or before == "_"


def cycle(name):
    """One entry of a closed list for another, in the same form: months, weekdays, number words, units."""

    def shift(text, lang, context, chooser):
        entries = context.lists(lang).cycles[name]
        places = {}
        for row, forms in enumerate(entries):
            for column, form in enumerate(forms):
                places.setdefault(form.replace("_", " "), (row, column))
        found = []
        for start, end, key in matches(text, lang, [(form, form) for form in places]):
            if fits(name, text, lang, (start, end)):
                found.append((start, end, places.get(fold(key), places.get(key))))
        found = [entry for entry in found if entry[2] is not None]
        if not found:
            return None
        start, end, (row, column) = chooser.choice(found)
        rows = [i for i, forms in enumerate(entries) if i != row and (column < len(forms) or column == 0)]
        if name == "units":
            family = context.unit_family(lang, row)
            rows = [i for i in rows if i in family]
        rows = [i for i in rows if fold(entries[i][min(column, len(entries[i]) - 1)]) != fold(text[start:end])]
        if not rows:
            return None
        new = entries[chooser.choice(rows)][column].replace("_", " ")
        return [(start, end, cased_like(text[start:end], new, first=True))]

    return shift


def fits(name, text, lang, span):
    """Is the entry meant as such here? Units follow a number; "may" and "march" need a capital inside the sentence."""
    start, end = span
    word = text[start:end]
    if name == "units":
        return bool(re.search(r"(\d|\b(two|three|four|five|six|ten|zwei|drei|vier|fünf|zehn))\s?$", text[:start]))
    if lang == "en" and name in ("months", "weekdays"):
        inside = start > 0 and word[:1].isupper()
        if fold(word) in ("may", "march", "august"):
            return inside and bool(re.search(r"(?i)\b(in|of|since|until|by|from|on|early|late|\d+)\s$", text[:start]))
        return inside or start == 0 and word[:1].isupper()
    if name == "numbers":
        rest = text[end : end + 12].lower()
        return not re.match(r"[- ](hundred|thousand|million|hundert|tausend|cent|mil|ten|twenty|\d)", rest)
    return True


def gender(text, lang, context, chooser):
    """Every pronoun of one gender for the other; elsewhere one word of the list, wherever it stands."""
    if lang != "en":
        found = matches(text, lang, context.lists(lang).pairs["gender"])
        if not found:
            return None
        one = chooser.choice(found)
        same = [
            edit
            for edit in found
            if fold(edit[2]) == fold(one[2]) and fold(text[edit[0] : edit[1]]) == fold(text[one[0] : one[1]])
        ]
        return same
    found = {}
    for start, end in words(text, lang):
        word = fold(text[start:end])
        if word in (
            "he",
            "his",
            "him",
            "himself",
            "he's",
            "he'll",
            "he'd",
            "she",
            "her",
            "hers",
            "herself",
            "she's",
            "she'll",
            "she'd",
        ):
            found.setdefault("he" if word[0] == "h" and not word.startswith("her") else "she", []).append(
                (start, end, word)
            )
    if len(found) != 1:
        return listed("gender")(text, lang, context, chooser) if not found else None
    (side, places), edits = next(iter(found.items())), []
    for start, end, word in places:
        if side == "he":
            new = {"his": "her", "him": "her", "himself": "herself"}.get(word, "s" + word)
        elif word == "her":
            follows = re.match(r" ([A-Za-z]+)", text[end:])
            bare = not follows or fold(follows.group(1)) in context.corpus(lang).function
            new = "him" if bare else "his"
        else:
            new = {"hers": "his", "herself": "himself"}.get(word, word[1:])
        edits.append((start, end, cased_like(text[start:end], new, first=True)))
    return edits


def question(text, lang, context, chooser):
    """A statement asked, a question stated. The mark is the word that changed."""
    bare = text.rstrip()
    if lang in ("es", "th") or len(bare) < 8:
        return None
    if bare.endswith(("?", "？", "؟")):
        if lang in ("zh", "ja", "en", "de", "fr"):
            return None
        return [(len(bare) - 1, len(bare), "。" if bare[-1] == "？" else "।" if lang in ("hi", "bn") else ".")]
    if bare[-1] in ".。।":
        mark = {"zh": "？", "ja": "？", "ar": "؟", "ur": "؟", "el": ";"}.get(lang, "?")
        return [(len(bare) - 1, len(bare), ("吗" if lang == "zh" else "") + mark)]
    return None
