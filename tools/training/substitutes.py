"""One English word for another, from a synonym to a thing of the same kind: how far a word may be from the one it replaces.

A sentence that differs in one content word is not wrong for that alone. Without such lines it looks so, because the
made shifts of a single word are all errors.
"""

from training.anchors import counterparts
from training.corpus import chooser_of
from training.harmless import article_fits
from training.pairs import pair, whole
from training.texts import apply_edits, cased_like, fold, near_copy, words

# kind: (look-up, label, severity, soft label). Of 26 lines each that were read, loose synonyms did not fit in five,
# siblings meant much the same in four. Hypernyms were tried and left to the made shifts: half of them were odd words.
KINDS = {
    "synonym": ("synonyms", 0, 0, 0.1),
    "loose-synonym": ("loose_synonyms", None, None, 0.3),
    "sibling": ("siblings", 1, 2, 0.85),
}
# How often a line is made where it could be. By hand.
SHARE = {"synonym": 1.0, "loose-synonym": 0.6, "sibling": 0.6}


def lines(meanings, context, part_of):
    """Up to three lines of every English wording, all with the same anchor."""
    for meaning in meanings:
        english = next((text for lang, text in meaning.variants if lang == "en"), None)
        if english is None or len(english) > 400:
            continue
        context.enter(meaning, part_of(meaning.group), "en")
        chooser = chooser_of("substitutes", meaning.group, english)
        across = [entry for entry in meaning.variants if entry[0] != "en"] if meaning.trusted else []
        anchor = chooser.choice(across) if across and chooser.random() < 0.35 else ("en", english)
        place = _place(english, context, chooser)
        for kind, (look_up, *_) in KINDS.items() if place else ():
            found = _found(english, place, look_up, context)
            if found and chooser.random() < SHARE[kind]:
                yield _line(meaning, kind, anchor, english, (*place, chooser.choice(found)))


# Who and what anybody or anything is: WordNet's neighbours of these are "organism" and "parasite".
VAGUE = frozenset("someone somebody anyone anybody everyone everybody person persons people thing things".split())


def _found(text, place, look_up, context):
    word = text[place[0] : place[1]]
    return [
        cased_like(word, new)
        for new in getattr(context, look_up)(word, "en")[:6]
        if not near_copy(new, fold(word))
        and context.corpus("en").count[new.split()[0]] > 1
        and article_fits(text, (*place, new))
    ]


def _place(text, context, chooser):
    """A content word with a synonym, or else with anything."""
    content = [
        span
        for span in words(text, "en")
        if text[slice(*span)].islower()
        and text[slice(*span)] not in VAGUE
        and context.corpus("en").content(text[slice(*span)])
    ]
    chooser.shuffle(content)
    for look_ups in (("synonyms", "loose_synonyms"), ("siblings",)):
        for span in content:
            if any(_found(text, span, look_up, context) for look_up in look_ups):
                return span
        if chooser.random() < 0.5:
            return None
    return None


def _line(meaning, kind, anchor, text, edit):
    _, label, severity, soft = KINDS[kind]
    lang, a = anchor
    b, lost, new = apply_edits(text, [edit])
    weight = 0 if label == 0 else soft
    spans = {"spans_b": whole(new, weight) if weight else ()}
    judged = True
    if weight:
        found = lost if a == text else counterparts([text[edit[0] : edit[1]]], text, a, lang)
        judged = found is not None
        spans["spans_a"] = [(*span[:2], weight) for span in found or ()]
    return pair("wordnet", meaning.group, kind, a, b, lang, "en", label, severity, soft=soft, judged_a=judged, **spans)
