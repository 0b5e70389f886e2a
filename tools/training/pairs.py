"""Lines of the output, groups that belong together, parts, and what a set hands to the made shifts."""

import dataclasses
import hashlib

from training.texts import normal

SEVERITY = {"none": 0, "minor": 1, "major": 2, "critical": 3}


def number_of(key):
    """A fixed number for a text: the same in every run and on every machine."""
    return int(hashlib.sha256(key.encode("utf-8")).hexdigest()[:12], 16)


@dataclasses.dataclass
class Meaning:
    """One meaning in one or more wordings: what shifts are made from.

    `variants` are (language, text). `trusted`: they say the same word for word, so that unmarked words may count as
    kept; otherwise only label and marked words of a cross-language pair are known.
    """

    set: str
    group: str
    variants: list
    trusted: bool = True


def pair(set_, group, kind, a, b, lang_a, lang_b, label, severity, **more):
    """A line of the output. `more`: spans_a, spans_b, judged_a, judged_b, soft."""
    line = {
        "set": set_,
        "group": group,
        "part": "",
        "kind": kind,
        "a": a,
        "b": b,
        "lang_a": lang_a,
        "lang_b": lang_b,
        "label": label,
        "severity": severity,
        "spans_a": _spans(more.get("spans_a", ()), a),
        "spans_b": _spans(more.get("spans_b", ()), b),
        "judged_a": more.get("judged_a", True),
        "judged_b": more.get("judged_b", True),
    }
    if more.get("soft") is not None:
        line["soft"] = round(more["soft"], 3)
    return line


def _spans(spans, text):
    out = []
    for start, end, weight in sorted(spans):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}..{end} outside of a text of {len(text)}")
        out.append([start, end, round(weight, 3)])
    return out


def whole(spans, weight=1.0):
    """(start, end) as (start, end, weight)."""
    return [(start, end, weight) for start, end in spans]


class Parts:
    """Gives each group its part. Groups that share a text are one group for this purpose."""

    def __init__(self):
        self.parent = {}

    def root(self, key):
        """The group that stands for all joined with this one."""
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, group, texts):
        """Says that these texts belong to the group."""
        for text in texts:
            one, other = self.root("group " + group), self.root("text " + normal(text))
            if one != other:
                self.parent[max(one, other)] = min(one, other)

    def of(self, group):
        """train (90 of 100), valid or calibrate (5 each)."""
        number = number_of("part " + self.root("group " + group)) % 100
        return "train" if number < 90 else "valid" if number < 95 else "calibrate"
