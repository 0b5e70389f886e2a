"""Made shifts that need the corpus: names, roles, words, omissions, additions. Same signature as in shifts.py."""

from training.shifts import delete
from training.texts import cased_like, fold, near_copy, words

# Word order and particles tell who does what here; in languages with case endings an exchange may say the same.
ORDERED = set("en de nl sv da nb af fr es it pt ca gl ro id vi zh ja th he sw bg".split())
AND = {
    "en": "and or nor",
    "de": "und oder noch",
    "fr": "et ou ni",
    "es": "y e o u ni",
    "it": "e ed o",
    "pt": "e ou",
    "nl": "en of",
    "ru": "и или",
    "pl": "i oraz lub",
    "cs": "a i nebo",
    "sv": "och eller",
    "da": "og eller",
    "nb": "og eller",
    "ro": "și si sau",
    "tr": "ve veya ile",
    "hi": "और या तथा",
    "zh": "和 与 及 或 跟 以及",
    "ja": "と や および または",
    "uk": "і й та або",
    "id": "dan atau",
    "vi": "và hoặc",
    "fi": "ja tai",
    "hu": "és vagy",
    "et": "ja või",
    "el": "και ή",
    "hr": "i ili",
    "sr": "и i или ili",
    "sk": "a alebo",
    "sl": "in ali",
    "lt": "ir ar",
    "ca": "i o",
    "gl": "e ou",
    "af": "en of",
    "is": "og eða",
    "sq": "dhe ose",
    "bn": "এবং ও বা",
    "mr": "आणि किंवा",
    "ur": "اور یا",
    "tl": "at o",
    "sw": "na au",
    "ka": "და ან",
    "bg": "и или",
    "he": "או",
    "ar": "أو",
}
SYMMETRIC = set(
    "with between near and or met meets married marries friends mit zwischen avec entre con tra com met tussen med mellan".split()
)


def _inside(text, lang, context):
    """(start, end) of words that do not begin a sentence."""
    spans = words(text, lang)
    return [
        span for i, span in enumerate(spans) if i and not any(c in '.!?:"“„«(' for c in text[spans[i - 1][1] : span[0]])
    ]


def _contents(text, lang, context):
    corpus = context.corpus(lang)
    return [span for span in _inside(text, lang, context) if corpus.content(text[span[0] : span[1]])]


def name(text, lang, context, chooser):
    """A name for another name of the same language: capitalised inside sentences and never otherwise."""
    corpus = context.corpus(lang)
    options = corpus.name_list
    places = [
        span
        for span in _inside(text, lang, context)
        if corpus.is_name(text[span[0] : span[1]]) and span[1] - span[0] > 2
    ]
    if not places or len(options) < 5:
        return None
    start, end = chooser.choice(places)
    old = text[start:end]
    for _ in range(10):
        new = chooser.choice(options)
        alike = lang in ("en", "nl", "fr", "es", "it", "pt", "sv", "da", "nb", "id", "vi") or new[-1] == old[-1]
        if alike and not near_copy(fold(new), fold(old)) and fold(new) not in fold(text):
            return [(at, stop, new) for at, stop in words(text, lang) if text[at:stop] == old]
    return None


def roles(text, lang, context, chooser):
    """Two names or two nouns change places: who did what to whom. Not within a list, not where order says nothing."""
    corpus = context.corpus(lang)
    if lang not in ORDERED:
        return None
    joins = set(AND.get(lang, "").split())
    spans = words(text, lang)
    kinds = []
    for i, (start, end) in enumerate(spans):
        shape = text[start:end]
        noun = corpus.is_name(shape) or (lang == "de" and i and shape[:1].isupper()) or context.is_noun(shape, lang)
        kinds.append(noun and corpus.content(shape) or corpus.is_name(shape))
    options = []
    for i in range(len(spans)):
        for k in range(i + 3, min(i + 9, len(spans))):
            gap = text[spans[i][1] : spans[k][0]]
            between = {fold(text[start:end]) for start, end in spans[i + 1 : k]}
            one, other = (text[spans[at][0] : spans[at][1]] for at in (i, k))
            alike = corpus.is_name(one) == corpus.is_name(other) and one[:1].isupper() == other[:1].isupper()
            apart = not any(mark in gap for mark in ',;:()、，."') and not between & (joins | SYMMETRIC)
            alone = not (
                corpus.is_name(one)
                and (
                    _capital(text, spans, i - 1)
                    or _capital(text, spans, i + 1)
                    or _capital(text, spans, k - 1)
                    or _capital(text, spans, k + 1)
                )
            )
            if (
                kinds[i]
                and kinds[k]
                and alike
                and apart
                and alone
                and not near_copy(fold(one), fold(other))
                and fold(one) != fold(other)
            ):
                options.append((i, k))
    if not options:
        return None
    i, k = chooser.choice(options)
    one, other = (text[spans[at][0] : spans[at][1]] for at in (i, k))
    return [
        (*spans[i], cased_like(one, other, first=True)),
        (*spans[k], one if corpus.is_name(one) or lang == "de" else one),
    ]


def _capital(text, spans, at):
    return 0 < at < len(spans) and text[spans[at][0]].isupper()


def other_word(text, lang, context, chooser):
    """A content word for a random one of the same shape and frequency: plainly another meaning."""
    corpus = context.corpus(lang)
    places = _contents(text, lang, context)
    if not places:
        return None
    start, end = chooser.choice(places)
    new = corpus.another(text[start:end], chooser)
    if (
        new is None
        or near_copy(fold(new), fold(text[start:end]))
        or fold(new) in context.synonyms(text[start:end], lang)
    ):
        return None
    return [(start, end, new)]


def framed_word(text, lang, context, chooser):
    """A content word for one seen between the same two neighbours: it fits in, and says something else."""
    corpus = context.corpus(lang)
    spans = words(text, lang)
    options = []
    for i in range(1, len(spans) - 1):
        shape = text[spans[i][0] : spans[i][1]]
        if not corpus.content(shape):
            continue
        frame = tuple(fold(text[start:end]) for start, end in (spans[i - 1], spans[i + 1]))
        for other in sorted(corpus.frames.get(frame, ())):
            surface = corpus.surface.get(other, other)
            if corpus.content(surface) and surface[:1].isupper() == shape[:1].isupper():
                if not near_copy(other, fold(shape)) and other not in context.synonyms(shape, lang):
                    options.append((*spans[i], surface))
    return [chooser.choice(options)] if options else None


def sibling(text, lang, context, chooser):
    """A thing of the same kind, another one (WordNet): dentist for doctor."""
    return _from_wordnet(text, lang, context, chooser, context.siblings)


def antonym_wordnet(text, lang, context, chooser):
    """The opposite (WordNet), in the same form."""
    return _from_wordnet(text, lang, context, chooser, context.antonyms)


def hypernym(text, lang, context, chooser):
    """The vaguer word (WordNet): not wrong, but something is lost."""
    return _from_wordnet(text, lang, context, chooser, context.hypernyms)


def _from_wordnet(text, lang, context, chooser, look_up):
    if lang != "en":
        return None
    options = []
    corpus = context.corpus(lang)
    for start, end in words(text, lang):
        shape = text[start:end]
        if shape.islower() and corpus.content(shape):
            # Words that the texts themselves use: WordNet also lists slurs and oddities.
            found = [new for new in look_up(shape, lang) if not near_copy(new, fold(shape)) and corpus.count[new] > 1]
            options += [(start, end, new) for new in found[:6]]
    return [chooser.choice(options)] if options else None


def lost_word(text, lang, context, chooser):
    """A content word left out."""
    places = [
        span for span in _contents(text, lang, context) if lang != "en" or context.carries(text[span[0] : span[1]])
    ]
    return [delete(text, *chooser.choice(places))] if places and len(words(text, lang)) > 3 else None


def lost_phrase(text, lang, context, chooser):
    """Three words or more left out: a stretch between commas, or the words from one function word to the next."""
    corpus, spans = context.corpus(lang), words(text, lang)
    if len(spans) < 9:
        return None
    options = []
    for i in range(2, len(spans) - 3):
        for k in range(i + 3, min(i + 8, len(spans))):
            inner = text[spans[i][0] : spans[k - 1][1]]
            function = fold(text[spans[i][0] : spans[i][1]]) in corpus.function
            closes = (
                k == len(spans)
                or fold(text[spans[k][0] : spans[k][1]]) in corpus.function
                or text[spans[k - 1][1]] in ",，、;"
            )
            contents = sum(corpus.content(text[start:end]) for start, end in spans[i:k])
            if function and closes and contents >= 2 and not any(mark in inner for mark in ',.;:()"，。'):
                options.append((spans[i][0], spans[k - 1][1]))
    return [delete(text, *chooser.choice(options))] if options else None


def cut(text, lang, context, chooser):
    """The output breaks off: the last third or more is missing."""
    spans = words(text, lang)
    if len(spans) < 8:
        return None
    at = spans[int(len(spans) * chooser.uniform(0.4, 0.7))][0]
    return [(at - 1 if text[at - 1] == " " else at, len(text), "")]


def added_word(text, lang, context, chooser):
    """A content word put where the same two neighbours had it in another sentence."""
    corpus, spans = context.corpus(lang), words(text, lang)
    options = []
    for i in range(1, len(spans)):
        if text[spans[i - 1][1] : spans[i][0]] not in (" ", ""):
            continue
        frame = tuple(fold(text[start:end]) for start, end in (spans[i - 1], spans[i]))
        for word in sorted(corpus.frames.get(frame, ())):
            surface = corpus.surface.get(word, word)
            if (
                corpus.content(surface)
                and fold(surface) not in fold(text)
                and (lang != "en" or context.carries(surface))
            ):
                glue = text[spans[i - 1][1] : spans[i][0]]
                options.append((spans[i][0], spans[i][0], surface + glue))
    return [chooser.choice(options)] if options else None


def added_clause(text, lang, context, chooser):
    """A clause of another sentence, at a comma or before the full stop."""
    clauses = context.corpus(lang).clauses
    spans = words(text, lang)
    if len(clauses) < 3 or len(spans) < 3:
        return None
    clause = chooser.choice(clauses).strip()
    if fold(clause) in fold(text):
        return None
    if lang != "de" and not context.corpus(lang).is_name(clause.split()[0]):
        clause = clause[:1].lower() + clause[1:] if clause.split()[0] not in ("I",) else clause
    comma = {"zh": "，", "ja": "、", "ar": "، ", "ur": "، "}.get(lang, ", ")
    at = spans[-1][1]
    return [(at, at, ("" if lang == "th" else comma) + clause)]


def untranslated(text, lang, context, chooser):
    """A word of the source left standing in the translation, in the place of another one."""
    places = _contents(text, lang, context)
    foreign = context.foreign_words()
    if not places or not foreign:
        return None
    start, end = chooser.choice(places)
    new = chooser.choice(foreign)
    if near_copy(fold(new), fold(text[start:end])) or fold(new) in fold(text):
        return None
    return [(start, end, new if lang not in ("zh", "ja", "th") else new)]
