"""Several translations of one source with marked errors: pairs of versions, and source against version."""

import itertools
import random

from training.pairs import Meaning, pair
from training.texts import normal, trim

# Of fluency, style and punctuation nothing is lost; these change what is said.
MEANING = ("Accuracy/", "Terminology/Inappropriate", "Non-translation")
SAMPLE = 25


class Judged:
    """One version: how many raters found a grave error, which characters, whether something was left out."""

    def __init__(self, version, single):
        self.text = version["text"]
        ratings = [version["errors"]] if single else list(version["ratings"].values())
        raters = len(ratings)
        shares = [0.0] * len(self.text)
        self.grave, self.slight, self.left_out = 0, 0, 0
        for errors in ratings:
            counted = [error for error in errors if error["category"].startswith(MEANING)]
            major = [error for error in counted if error["severity"] in ("major", "critical")]
            self.grave += bool(major)
            self.slight += bool(counted) and not major
            self.left_out += any("Omission" in error["category"] for error in counted)
            weights = {}
            for error in counted:
                weight = 1.0 if error in major else 0.3
                for at in range(error["start"], min(error["end"], len(self.text))):
                    weights[at] = max(weight, weights.get(at, 0))
            for at, weight in weights.items():
                shares[at] += weight / raters
        self.grave, self.slight = self.grave / raters, self.slight / raters
        self.spans = []
        for weight, run in itertools.groupby(range(len(shares)), key=lambda at: round(shares[at], 3)):
            run = list(run)
            if weight > 0.1 and self.text[run[0] : run[-1] + 1].strip():
                self.spans.append((*trim(self.text, run[0], run[-1] + 1), weight))

    def sound(self):
        """Nobody found a grave error, most no slight one."""
        return self.grave == 0 and self.slight < 0.5

    def wrong(self):
        """Most raters found a grave error."""
        return self.grave > 0.5


def marked_versions(set_, group, item, single=False):
    """(lines, meanings) of one item. Two versions differ when one has a grave error that the other has not."""
    judged = [Judged(version, single) for version in item["versions"] if version["text"].strip()]
    lang, from_lang, source = item["lang"], item["source_lang"], item["source"]
    lines = []
    pairs = list(itertools.combinations(judged, 2))
    for one, other in random.Random(group).sample(pairs, min(SAMPLE, len(pairs))):
        if normal(one.text) == normal(other.text):
            continue
        if one.grave > other.grave:
            one, other = other, one
        lines.append(_compared(set_, group, one, other, lang))
    for version in judged:
        lines.append(_against_source(set_ + "-src", group, source, version, from_lang, lang))
    sound = [(lang, version.text) for version in judged if version.sound()]
    meanings = [Meaning(set_, group, [(from_lang, source)] + sound[:8])] if sound else []
    return lines, meanings


def _compared(set_, group, one, other, lang):
    """The sounder version is the anchor."""
    spans = {"spans_a": one.spans, "spans_b": other.spans, "judged_a": not other.left_out, "judged_b": not one.left_out}
    if one.sound() and other.sound():
        return pair(set_, group, "same", one.text, other.text, lang, lang, 0, 0, **spans)
    if one.grave == 0 and other.wrong():
        return pair(set_, group, "error", one.text, other.text, lang, lang, 1, 2, **spans)
    soft = 0.75 if other.wrong() else 0.25 + 0.3 * (one.grave + other.grave)
    return pair(set_, group, "graded", one.text, other.text, lang, lang, None, None, soft=min(soft, 0.8), **spans)


def _against_source(set_, group, source, version, from_lang, lang):
    spans = {"spans_b": version.spans, "judged_a": version.sound() and not version.left_out}
    if version.sound():
        return pair(set_, group, "same", source, version.text, from_lang, lang, 0, 0, **spans)
    if version.wrong():
        return pair(set_, group, "error", source, version.text, from_lang, lang, 1, 2, **spans)
    return pair(
        set_,
        group,
        "graded",
        source,
        version.text,
        from_lang,
        lang,
        None,
        None,
        soft=0.2 + 0.6 * version.grave,
        **spans,
    )
