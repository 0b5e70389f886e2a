#!/usr/bin/env python3
"""Whether a source beside versions tells which of them departs from it.

python3 tools/measure_source.py PAIRS.jsonl [--binary PATH] [--threshold 0.4] [--most 1000]

PAIRS.jsonl is what `make_second.py` wrote. Of its part `valid`, which the head is not fitted to, every source with an honest and a changed
translation into one language is scored with these two beside it, in groups that differ in how many versions are copies of either; those
with two honest or two changed translations also without copies. At most --most of each sort, drawn by the hash of their texts. Of the
groups in which a version drifts by the threshold: the share in which a changed version drifts most, with the source and without it; equal
drifts count half.
"""

import argparse
import collections
import hashlib
import json
import pathlib

from measure_corpora import ROOT, run_score

# Which texts the versions of a group have: honest and changed ones, copies by the same letter.
SHAPES = ("HC", "HHC", "HCC", "HHCC", "HHHC", "HCCC", "HhC", "HCc")


def sources(path):
    """Each source with its translations into one language: set, source, its language, the other one, honest ones, changed ones."""
    found = collections.defaultdict(lambda: ([], []))
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        if row["part"] != "valid" or row.get("label") not in (0, 1) or row["lang_a"] == row["lang_b"]:
            continue
        for own, other in ("ab", "ba"):
            key = (row["set"], row[own], row["lang_" + own], row["lang_" + other])
            texts = found[key][row["label"]]
            if row[other] not in texts:
                texts.append(row[other])
    for (of, source, lang, into), (honest, changed) in sorted(found.items()):
        honest = [text for text in honest if text not in changed]
        if honest and changed:
            yield of, source, lang, into, honest, changed


def drawn(path, most):
    """At most so many, written sentences and others apart, the same ones every time."""
    kept = {"written": [], "others": []}
    for found in sources(path):
        kept["written" if found[0] == "written" else "others"].append(found)
    key = lambda found: hashlib.sha256("\n".join((found[1], *found[4], *found[5])).encode()).digest()  # noqa: E731
    return {sort: sorted(of_sort, key=key)[:most] for sort, of_sort in kept.items()}


def texts(shape, honest, changed):
    """The versions of a group, or none where there are too few texts."""
    known = {"H": honest[0], "C": changed[0], "h": honest[1] if len(honest) > 1 else None, "c": changed[1] if len(changed) > 1 else None}
    chosen = [known[letter] for letter in shape]
    return [] if None in chosen else chosen


def right(answer, shape):
    """Whether a changed version drifts most: 1, 0, or a half."""
    drifts = [version["drift"] for version in answer["versions"]]
    honest = max(d for d, letter in zip(drifts, shape) if letter in "Hh")
    changed = max(d for d, letter in zip(drifts, shape) if letter in "Cc")
    return 0.5 if honest == changed else float(changed > honest)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("--binary", default=ROOT / "target/release/transdrift", help="the program")
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--most", type=int, default=1000)
    options = parser.parse_args()
    print(f"{'':10} {'shape':6} groups  drifting  right   without the source: drifting  right")
    for sort, chosen in drawn(options.pairs, options.most).items():
        for shape in SHAPES:
            items = []
            for _, source, lang, into, honest, changed in chosen:
                versions = [{"text": text, "lang": into} for text in texts(shape, honest, changed)]
                if versions:
                    items.append({"id": str(len(items)), "source": {"text": source, "lang": lang}, "versions": versions})
            bare = [{"id": item["id"], "versions": item["versions"]} for item in items]
            figures = []
            for asked in (items, bare):
                answers = run_score(options.binary, asked)
                drifting = [a for a in answers if max(v["drift"] for v in a["versions"]) >= options.threshold]
                hits = [right(answer, shape) for answer in drifting]
                figures += [len(hits), f"{sum(hits) / len(hits):.3f}" if hits else "-"]
            print(f"{sort:10} {shape:6} {len(items):6} {figures[0]:9} {figures[1]:>6} {figures[2]:29} {figures[3]:>6}")


if __name__ == "__main__":
    main()
