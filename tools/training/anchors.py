"""Where an anchor has the words that a shift took, and whether its language tells the two readings apart."""

import difflib

from training.texts import UNSPACED, fold, sequence, words

# Pronouns and possessives that tell a gender; where the anchor has none of its own, the other gender may be as right.
GENDERED = {
    "en": "he she his her him hers himself herself",
    "de": "er ihn ihm sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer",
    "nl": "hij zij ze haar hem",
    "sv": "han hon hans hennes honom henne",
    "da": "han hun hans hendes ham hende",
    "nb": "han hun hans hennes ham henne",
    "af": "hy sy haar hom",
    "ru": "он она его её ее ему ей",
    "uk": "він вона його її йому їй",
    "es": "él ella ellos ellas",
    "fr": "il elle ils elles",
    "it": "lui lei",
    "pt": "ele ela eles elas dele dela",
    "ro": "el ea ele",
    "pl": "on ona jego jej",
    "cs": "on ona jeho její",
    "sk": "on ona jeho jej",
    "hr": "on ona njegov njezin njega nju",
    "sr": "он она његов њен on ona njegov njen",
    "sl": "on ona njegov njen",
    "bg": "той тя него нея му ѝ",
    "lt": "jis ji jo jos jam jai jį ją",
    "zh": "他 她 他们 她们",
    "ca": "ell ella",
    "gl": "el ela",
    "is": "hann hún hans hennar honum henni",
    "el": "αυτός αυτή",
    "sq": "ai ajo",
    "he": "הוא היא שלו שלה אותו אותה לו לה",
    "ar": "هو هي له لها",
    "mr": "तो ती त्याला तिला त्याने तिने",
    "ja": "彼 彼女",
    "th": "",
}
# Languages that need not mark tense, and those whose word for yesterday is their word for tomorrow.
TENSELESS = ("zh", "th", "vi", "id", "tl")
SAME_DAY = ("hi", "ur")


def allowed_across(kind, base, anchor, lost_words):
    """Does the anchor's language tell the two readings apart? In one language it always does."""
    lang, a_lang = base[0], anchor[0]
    if lang == a_lang:
        return True
    if kind == "gender":
        own = set(GENDERED.get(lang, "").split())
        if any(fold(word).split("'")[0] in own or lang in ("ja", "ko", "vi", "th") for word in lost_words):
            theirs = set(GENDERED.get(a_lang, "").split())
            return any(fold(anchor[1][start:end]).split("'")[0] in theirs for start, end in words(anchor[1], a_lang))
        return True
    if kind == "tense" and a_lang in TENSELESS:
        return False
    if kind == "reference" and a_lang in ("ja", "ko", "zh", "th", "vi"):
        return False
    return not (kind == "date" and a_lang in SAME_DAY)


def carried(text, anchor, lang, spans):
    """The spans of the text in the anchor, by the words both have in the same order; empty if one is not there."""
    left, left_spans = sequence(text, lang)
    right, right_spans = sequence(anchor, lang)
    partner = {}
    for i, k, size in difflib.SequenceMatcher(None, left, right, False).get_matching_blocks():
        partner.update({i + n: k + n for n in range(size)})
    out = []
    for start, end in spans:
        inside = [i for i, span in enumerate(left_spans) if span[0] < end and span[1] > start]
        if not inside or any(i not in partner for i in inside):
            return []
        run = [partner[i] for i in inside]
        if run[-1] - run[0] == len(run) - 1:
            out.append((right_spans[run[0]][0], right_spans[run[-1]][1]))
        else:
            out += [right_spans[k] for k in run]
    return out


def widened(text, spans, lang):
    """Spans that begin or end inside a word cover the word: 3 of 3.5."""
    if lang in UNSPACED:
        return spans
    whole_words = words(text, lang)
    out = []
    for start, end in spans:
        touched = [span for span in whole_words if span[0] < end and span[1] > start]
        out.append((min([start] + [span[0] for span in touched]), max([end] + [span[1] for span in touched])))
    return out


def counterparts(lost, text, anchor, lang):
    """Where the anchor has the lost words: their spans if each is there just as often as in the text, else None."""

    def count(where, word):
        return [span for span in words(where, lang) if fold(where[span[0] : span[1]]) == word]

    found = []
    for phrase in lost:
        for start, end in words(phrase, lang):
            word = fold(phrase[start:end])
            here, there = count(text, word), count(anchor, word)
            if len(here) != 1 or len(there) != 1:
                return None
            found.append((there[0][0], there[0][1], 1.0))
    return sorted(set(found))
