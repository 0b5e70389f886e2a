"""Made shifts beside harmless variants of the same anchor: the biggest part of the output.

From each meaning one wording is the anchor, another is shifted; where only one wording exists the anchor is shifted
itself, after a harmless change where one applies. Beside every shifted line stands a harmless one with the same
anchor, so that a shift must be told from a rewording and not from a copy.
"""

import collections

from training import changes, shifts
from training.anchors import allowed_across, carried, counterparts, widened
from training.context import Context
from training.corpus import Corpora, chooser_of
from training.harmless import VARIANTS
from training.pairs import pair, whole
from training.texts import (
    UNSPACED,
    apply_edits,
    fold,
    near_copy,
    normal,
    words,
)

# kind: (function, severity, share of the made shifts)
SHIFTS = {
    "negation": (shifts.negation, 3, 9),
    "number": (shifts.number, 3, 6),
    "number-word": (shifts.cycle("numbers"), 3, 4),
    "unit": (shifts.cycle("units"), 3, 2),
    "date-month": (shifts.cycle("months"), 2, 2),
    "date-weekday": (shifts.cycle("weekdays"), 2, 2),
    "date": (shifts.listed("time"), 2, 4),
    "name": (changes.name, 3, 6),
    "role-swap": (changes.roles, 2, 9),
    "quantifier": (shifts.listed("quantifier"), 2, 5),
    "modality": (shifts.listed("modality"), 2, 4),
    "hearsay": (shifts.listed("hearsay"), 2, 5),
    "tense": (shifts.listed("tense"), 2, 4),
    "antonym": (shifts.listed("antonym"), 3, 6),
    "antonym-wordnet": (changes.antonym_wordnet, 3, 4),
    "gender": (shifts.gender, 3, 4),
    "reference": (shifts.listed("person"), 2, 3),
    "question": (shifts.question, 2, 2),
    "word": (changes.other_word, 3, 6),
    "word-in-frame": (changes.framed_word, 2, 8),
    "sibling": (changes.sibling, 2, 6),
    "hypernym": (changes.hypernym, None, 2),
    "omission-word": (changes.lost_word, 2, 6),
    "omission-phrase": (changes.lost_phrase, 2, 4),
    "cut": (changes.cut, 2, 2),
    "addition-word": (changes.added_word, 2, 4),
    "addition-clause": (changes.added_clause, 2, 4),
    "untranslated": (changes.untranslated, 2, 3),
}
# By hand.
TOPIC_SHARE, NEAR_TOPIC_SHARE = 0.025, 0.12


# Blemishes that may stand beside a shift; words said twice or exchanged would blur which word was shifted.
BESIDE = ("listed", "synonym", "punctuation", "digits", "article", "typing", "case", "list-order", "adverbial")


def harmless_of(text, lang, context, chooser, allowed=tuple(VARIANTS)):
    """(new text, edits, variant) or None."""
    names = list(allowed)
    while names:
        name = chooser.choices(names, [VARIANTS[entry][3] for entry in names])[0]
        names.remove(name)
        edits = VARIANTS[name][0](text, lang, context, chooser)
        if edits:
            new = apply_edits(text, edits)[0]
            if new.strip() and new != text:
                return new, edits, name
    return None


class Maker:
    """Makes the lines, always of the kind that is furthest behind its share."""

    def __init__(self, languages, meanings, part_of, wordnet):
        self.context = Context(languages, Corpora(meanings, part_of), wordnet)
        self.part_of, self.meanings = part_of, meanings
        self.made = collections.Counter()
        self.by_part = collections.defaultdict(list)
        for meaning in meanings:
            self.by_part[part_of(meaning.group), meaning.set].append(meaning)

    def lines(self, meaning, again=0):
        """The shifted lines of one meaning and their harmless companions."""
        part = self.part_of(meaning.group)
        chooser = chooser_of("made", meaning.group, meaning.variants[0][1], again)
        index = self._target(meaning, chooser)
        lang, target = meaning.variants[index]
        if len(words(target, lang)) < 3 or len(target) > 1200:
            return
        self.context.enter(meaning, part, lang)
        anchor_lang, anchor, style = self._anchor(meaning, index, chooser)
        base = (lang, target)
        if style == "copy" or chooser.random() < 0.2:
            changed = harmless_of(target, lang, self.context, chooser, BESIDE)
            if changed:
                base = (lang, changed[0])
        shifted = self._shift(meaning, base, (anchor_lang, anchor), style, chooser)
        if shifted is None:
            return
        yield shifted
        companion = self._companion(meaning, base, (anchor_lang, anchor), style, chooser)
        if companion is not None:
            yield companion

    def _target(self, meaning, chooser):
        """English is in every meaning of some sets: other languages come first."""
        weights = [1.0 if lang == "en" else 2.0 for lang, _ in meaning.variants]
        if meaning.set == "mlqe":
            weights = [0.3 if lang in ("ne", "si") else weight for (lang, _), weight in zip(meaning.variants, weights)]
        return chooser.choices(range(len(weights)), weights)[0]

    def _anchor(self, meaning, index, chooser):
        lang, target = meaning.variants[index]
        others = [
            entry for i, entry in enumerate(meaning.variants) if i != index and normal(entry[1]) != normal(target)
        ]
        reworded = [entry for entry in others if entry[0] == lang]
        across = [entry for entry in others if entry[0] != lang]
        # Where the translation is not known to be exact, the anchor is mostly in the same language.
        far = 0.4 if meaning.trusted else 0.12
        styles = [("reworded", 0.5 if reworded else 0), ("across", far if across else 0), ("copy", 0.25)]
        style = chooser.choices([name for name, _ in styles], [share for _, share in styles])[0]
        if style == "copy":
            return lang, target, style
        return (*chooser.choice(reworded if style == "reworded" else across), style)

    def _shift(self, meaning, base, anchor, style, chooser):
        if style != "reworded" and chooser.random() < TOPIC_SHARE + NEAR_TOPIC_SHARE:
            topic = self._other_topic(meaning, base, anchor, chooser)
            if topic:
                return topic
        lang, text = base
        options = []
        for kind in SHIFTS:
            edits = SHIFTS[kind][0](text, lang, self.context, chooser)
            if edits and not (kind == "untranslated" and style == "across" and anchor[0] == lang):
                options.append(
                    (
                        self.made[kind, lang] / SHIFTS[kind][2]
                        + self.made[kind] / SHIFTS[kind][2] / 20
                        + chooser.random(),
                        kind,
                        edits,
                    )
                )
        if not options:
            return None
        _, kind, edits = min(options)
        self.made[kind, lang] += 1
        self.made[kind] += 1
        return self._line(meaning, kind, base, anchor, edits)

    def _line(self, meaning, kind, base, anchor, edits):
        lang, text = base
        anchor_lang, a = anchor
        b, lost, new = apply_edits(text, edits)
        lost, new = widened(text, lost, lang), widened(b, new, lang)
        if not b.strip() or normal(b) == normal(a) and kind != "question":
            return None
        severity = SHIFTS[kind][1]
        lost_words = [text[start:end] for start, end in lost if text[start:end].strip()]
        if a == text:
            found = whole(lost)
        elif kind.startswith("addition") or kind == "question":
            found = []
        elif anchor_lang == lang:
            found = whole(carried(text, a, lang, lost)) or None
        else:
            found = counterparts(lost_words, text, a, lang) if lost_words else None
        if not allowed_across(kind, base, anchor, lost_words):
            return None
        spans_b = whole(new)
        soft = 0.35 if severity is None else None
        if severity is None:
            found, spans_b = (
                [(*span[:2], 0.35) for span in found or []] or found,
                [(*span[:2], 0.35) for span in spans_b],
            )
        sure = meaning.trusted or anchor_lang == lang
        return pair(
            "made-" + meaning.set,
            meaning.group,
            kind,
            a,
            b,
            anchor_lang,
            lang,
            None if severity is None else 1,
            severity,
            spans_a=found or (),
            spans_b=spans_b,
            judged_a=found is not None and sure,
            judged_b=sure,
            soft=soft,
        )

    def _companion(self, meaning, base, anchor, style, chooser):
        lang, text = base
        anchor_lang, a = anchor
        severity, soft, kind = 0, None, "same"
        if normal(text) == normal(a) or chooser.random() < 0.25:
            changed = harmless_of(text, lang, self.context, chooser)
            if changed is None:
                if text == a:
                    return None
            else:
                text, kind = changed[0], "harmless-" + changed[2]
                severity, soft = VARIANTS[changed[2]][1], VARIANTS[changed[2]][2]
        sure = meaning.trusted or anchor_lang == lang
        return pair(
            "made-" + meaning.set,
            meaning.group,
            kind,
            a,
            text,
            anchor_lang,
            lang,
            0,
            severity,
            soft=soft,
            judged_a=sure,
            judged_b=sure,
        )

    def _other_topic(self, meaning, base, anchor, chooser):
        """A sentence of another meaning: any one, or the one of several that shares most words."""
        lang, text = base
        near = chooser.random() < NEAR_TOPIC_SHARE / (TOPIC_SHARE + NEAR_TOPIC_SHARE)
        own = {fold(text[start:end]) for start, end in words(text, lang)}
        best = None
        for _ in range(200 if near else 3):
            other = chooser.choice(self.by_part[self.context.part, meaning.set])
            for code, candidate in other.variants:
                if code != lang or other.group == meaning.group or not 0.5 <= len(candidate) / len(text) <= 2:
                    continue
                theirs = {fold(candidate[start:end]) for start, end in words(candidate, lang)}
                overlap = len(own & theirs) / max(1, len(own | theirs))
                if (0.15 if near else 0) <= overlap < 0.45 and (best is None or overlap > best[0]):
                    best = (overlap, candidate, theirs)
            if best and not near:
                break
        if best is None:
            return None
        b, theirs = best[1], best[2]
        a, same_lang = anchor[1], anchor[0] == lang
        # Cut into pieces of words, unspaced scripts share characters by chance.
        spans_a, judged, judged_b = [], same_lang and lang not in UNSPACED, False
        if judged:
            spans_a = _unshared(a, lang, theirs)
            spans_b = _unshared(b, lang, {fold(a[start:end]) for start, end in words(a, lang)})
        elif not near and not same_lang:
            spans_a, spans_b, judged = whole(words(a, anchor[0])), whole(words(b, lang)), True
        elif lang not in UNSPACED and meaning.trusted:
            # What the anchor says, the base says in the language of b.
            spans_b = _unshared(b, lang, own)
            judged_b = True
        else:
            spans_b = []
        return pair(
            "made-" + meaning.set,
            meaning.group,
            "near-topic" if near else "other-topic",
            a,
            b,
            anchor[0],
            lang,
            1,
            3,
            spans_a=spans_a,
            spans_b=spans_b,
            judged_a=judged,
            judged_b=judged or judged_b,
        )


def _unshared(text, lang, theirs):
    return [
        (start, end, 1.0)
        for start, end in words(text, lang)
        if fold(text[start:end]) not in theirs and not any(near_copy(fold(text[start:end]), word) for word in theirs)
    ]
