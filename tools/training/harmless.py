"""Harmless variants: other words or other marks, the same meaning. Signature as in shifts.py.

`VARIANTS` gives for each its severity: 0 for what a reader does not notice, 1 for blemishes (typing, order, case).
"""

import re

from training.changes import AND
from training.shifts import delete, matches
from training.texts import UNSPACED, fold, words

ARTICLES = {
    "en": "the a an",
    "de": "der die das den dem ein eine einen einem",
    "fr": "le la les un une",
    "es": "el la los las un una",
    "it": "il lo la i gli le un una",
    "pt": "o a os as um uma",
    "nl": "de het een",
    "sv": "en ett",
    "da": "en et",
    "nb": "en et ei",
}


def synonym(text, lang, context, chooser):
    """A word for another of its usual WordNet sense, in the same form."""
    if lang != "en":
        return None
    options = []
    for start, end in words(text, lang):
        shape = text[start:end]
        if shape.islower() and context.corpus(lang).content(shape):
            found = [new for new in context.synonyms(shape, lang) if context.corpus(lang).count[new.split()[0]] > 1]
            options += [(start, end, new) for new in found[:3]]
    options = [edit for edit in options if article_fits(text, edit)]
    return [chooser.choice(options)] if options else None


def article_fits(text, edit):
    """Does the article before the word go with the new one?"""
    vowels = "aeiou"
    before = text[max(0, edit[0] - 3) : edit[0]].lower().split()
    return not (
        before and before[-1] in ("a", "an") and (edit[2][0].lower() in vowels) != (text[edit[0]].lower() in vowels)
    )


def punctuation(text, lang, context, chooser):
    """The final stop gone or there, another sort of quotes or dash, a comma less."""
    bare, options = text.rstrip(), []
    if bare and bare[-1] in ".。।":
        options.append([(len(bare) - 1, len(bare), "")])
    elif bare and bare[-1].isalnum() and lang != "th":
        options.append([(len(bare), len(bare), {"zh": "。", "ja": "。", "hi": "।"}.get(lang, "."))])
    quotes = [match for match in re.finditer(r'"', text)]
    if len(quotes) == 2:
        left, right = chooser.choice(("“”", "«»", "„“", "''"))
        options.append([(quotes[0].start(), quotes[0].end(), left), (quotes[1].start(), quotes[1].end(), right)])
    for match in re.finditer(r" [-–] ", text):
        options.append([(match.start(), match.end(), chooser.choice((" – ", " — ")))])
    joins = "|".join(AND.get(lang, "und").split())
    for match in re.finditer(rf",(?= (?:{joins}) )", text):
        options.append([(match.start(), match.end(), "")])
    for match in re.finditer(r"'", text):
        options.append([(match.start(), match.end(), "’")])
    return chooser.choice(options) if options else None


def letter_case(text, lang, context, chooser):
    """All lower case, the first letter lower, or all capitals."""
    if text.lower() == text.upper() or len(text.lower()) != len(text) or len(text.upper()) != len(text):
        return None
    if lang == "tr":
        return None
    new = chooser.choice((text.lower(), text[:1].lower() + text[1:], text[:1].lower() + text[1:]))
    return [(0, len(text), new)] if new != text else None


def article(text, lang, context, chooser):
    """An article left out: clumsy, the meaning stays."""
    known = set(ARTICLES.get(lang, "").split())
    spans = words(text, lang)
    places = [
        span
        for i, span in enumerate(spans)
        if fold(text[span[0] : span[1]]) in known
        and text[span[0]].islower()
        and text[span[1] : span[1] + 1] == " "
        and i
        and i + 1 < len(spans)
        and context.corpus(lang).content(text[spans[i + 1][0] : spans[i + 1][1]])
    ]
    if lang in ("fr", "es", "it", "pt"):
        places = [span for span in places if not _verb_follows(text, span)]
    return [delete(text, *chooser.choice(places))] if places else None


def _verb_follows(text, span):
    """Object pronouns look like articles: only a noun after a preposition is certain."""
    before = text[: span[0]].split()
    return not before or fold(before[-1]) not in (
        "de",
        "à",
        "en",
        "dans",
        "sur",
        "por",
        "con",
        "para",
        "di",
        "per",
        "com",
        "sur",
        "pour",
    )


def digits(text, lang, context, chooser):
    """1,000 as 1000 and back, with the sign of the language."""
    sign = {"en": ",", "zh": ",", "ja": ",", "ko": ",", "he": ",", "hi": ",", "th": ","}.get(lang, ".")
    options = []
    for match in re.finditer(r"(?<![\d.,])\d{1,3}(?:[.,\u00a0 ]\d{3})+(?!\d|[.,]\d)", text):
        if sign in match.group():
            options.append([(match.start(), match.end(), match.group().replace(sign, ""))])
    for match in re.finditer(r"(?<![\d.,:/-])[1-9]\d{4,6}(?![\d.,:/-]\d)", text):
        options.append([(match.start(), match.end(), f"{int(match.group()):,}".replace(",", sign))])
    return chooser.choice(options) if options else None


def typing_error(text, lang, context, chooser):
    """Two letters exchanged, one lost or doubled inside a long word: clumsy, still readable."""
    places = [
        span
        for span in words(text, lang)
        if span[1] - span[0] >= 6 and not any(c.isdigit() for c in text[span[0] : span[1]])
    ]
    if (
        not places
        or lang in UNSPACED
        or lang in ("ko", "hi", "bn", "mr", "ta", "te", "ml", "ne", "si", "ar", "he", "ur")
    ):
        return None
    start, end = chooser.choice(places)
    at = chooser.randrange(start + 2, end - 2)
    pair = text[at : at + 2]
    new = chooser.choice((pair[1] + pair[0], pair[0], pair[0] + pair))
    return [(at, at + 2, new)] if new != pair and pair.isalpha() else None


def neighbours(text, lang, context, chooser):
    """Two neighbouring words of which one is a function word change places: clumsy, the same words in all."""
    if lang in UNSPACED or lang not in ("en", "nl", "de", "sv", "fr", "es", "ru", "pl", "cs", "ro"):
        return None
    corpus, spans = context.corpus(lang), words(text, lang)
    options = []
    for left, right in zip(spans[1:], spans[2:]):
        one, other = text[left[0] : left[1]], text[right[0] : right[1]]
        neither = not ({fold(one), fold(other)} & context.negations(lang)) and one.isalpha() and other.isalpha()
        if text[left[1] : right[0]] == " " and neither and (corpus.content(one) != corpus.content(other)):
            options.append([(left[0], right[1], f"{other} {one}")])
    return chooser.choice(options) if options else None


def repeated(text, lang, context, chooser):
    """The last word or two said again: a blemish of output, nothing is lost."""
    spans = words(text, lang)
    if len(spans) < 4 or lang == "th":
        return None
    count = chooser.choice((1, 2, 2, 3))
    start, end = spans[-count][0], spans[-1][1]
    return [(end, end, ("" if lang in UNSPACED else " ") + text[start:end])]


def spaced(text, lang, context, chooser):
    """Spaces before punctuation, as tokenisers leave them."""
    places = [match.start() for match in re.finditer(r"(?<=\w)[.,;:!?)](?=\s|$)", text)]
    return [(at, at, " ") for at in places] if places and lang not in UNSPACED else None


def reordered_list(text, lang, context, chooser):
    """A and B as B and A, for two names that stand alone."""
    joins = set(AND.get(lang, "").split())
    corpus, spans = context.corpus(lang), words(text, lang)
    options = []
    for i in range(len(spans) - 2):
        one, join, other = (text[start:end] for start, end in spans[i : i + 3])
        plain = text[spans[i][1] : spans[i + 2][0]].strip() == join
        edges = [at for at in (i - 1, i + 3) if 0 <= at < len(spans)]
        alone = not any(text[spans[at][0]].isupper() and at for at in edges)
        listed_more = text[spans[i][0] - 2 : spans[i][0]].strip().endswith(",") if i else False
        if (
            join in joins
            and plain
            and alone
            and not listed_more
            and corpus.is_name(one)
            and corpus.is_name(other)
            and i + 3 < len(spans)
        ):
            options.append([(*spans[i], other), (*spans[i + 2], one)])
    return chooser.choice(options) if options else None


def adverbial_moved(text, lang, context, chooser):
    """In 1990, X. as X in 1990. English only, where a comma shows where the adverbial ends."""
    match = re.fullmatch(
        r"(In|On|During|After|Before|Since|At|From) ([^,.;:]{3,40}), ((?:the|he|she|it|they|we|a|an|his|her|[A-Z])[^.;:?!]*)\.",
        text,
    )
    if lang != "en" or not match or re.search(r"(?i)\b(that|which|who|where|when)\b", match.group(3)):
        return None
    rest = match.group(3)
    return [(0, len(text), f"{rest[:1].upper()}{rest[1:]} {match.group(1).lower()} {match.group(2)}.")]


def contraction_norms(text, lang, context, chooser):
    """Up to three exchanges of the harmless list at once."""
    found = matches(text, lang, context.lists(lang).pairs["harmless"])
    chooser.shuffle(found)
    chosen = []
    for start, end, new in found:
        if all(end <= other[0] or start >= other[1] for other in chosen) and len(chosen) < 3:
            if fold(text[start:end]) != fold(new) and not _number_name(text, start, end):
                chosen.append((start, end, new))
    return chosen or None


def _number_name(text, start, end):
    """Digits inside dates, decimals and names are not number words."""
    return text[start:end].isdigit() and bool(
        re.search(r"[\d.,:/-]$", text[:start].rstrip(" ")[-1:])
        or re.match(r"[\d.,:/%°-]|\s?(st|nd|rd|th|[Jj]an|[A-Z])", text[end:])
    )


# name: (function, severity, soft label or None, share among the variants)
VARIANTS = {
    "listed": (contraction_norms, 0, None, 4.0),
    "synonym": (synonym, 0, 0.15, 4.0),
    "punctuation": (punctuation, 0, None, 1.5),
    "case": (letter_case, 1, None, 0.7),
    "article": (article, 1, None, 0.8),
    "digits": (digits, 0, None, 1.0),
    "typing": (typing_error, 1, None, 0.8),
    "neighbours": (neighbours, 1, None, 0.5),
    "repeated": (repeated, 1, None, 0.6),
    "spaced": (spaced, 0, None, 0.5),
    "list-order": (reordered_list, 0, None, 2.0),
    "adverbial": (adverbial_moved, 0, None, 3.0),
}
