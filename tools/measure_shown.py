#!/usr/bin/env python3
"""What a reviewer sees of harmless and of changed texts, and how honest the drift of versions is.

python3 tools/measure_shown.py PAIRS.jsonl [--binary PATH] [--threshold 0.4] [--most 3000]

PAIRS.jsonl is what `make_second.py` wrote. Of its part `valid`, which the head is not fitted to, pairs and groups of three and more
versions are scored with `transdrift score`, and pairs of one language once more with the first text three times. Of each sort,
at most --most, drawn by the hash of their texts: the share of harmless and of changed ones that have a finding at the
threshold, that drift as much as that (a report shows these passages too), and the area under the curve of drift. Then, of
the versions of the sorts with more than two, the share that departs for each tenth of drift.
"""

import argparse
import collections
import hashlib
import json
import pathlib

import make_groups
from measure_corpora import ROOT, area_under_curve, run_score

SORTS = ("two, one language", "source and version", "three versions", "four and more", "three copies and one")


def groups(path):
    """Each group as (sort, set, versions, which of them departs; of a changed pair both may)."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        if row["part"] != "valid" or row.get("label") not in (0, 1) or row["a"] == row["b"]:
            continue
        versions = [{"text": row[side], "lang": row["lang_" + side], "role": "version"} for side in "ab"]
        across = row["lang_a"] != row["lang_b"]
        if across:
            versions[0]["role"] = "source"
        yield SORTS[across], row["set"], versions, [bool(row["label"])] * 2
        if not across:
            yield SORTS[4], row["set"], [versions[0]] * 3 + [versions[1]], [False] * 3 + [bool(row["label"])]
    for group in make_groups.of_texts(path, "valid"):
        versions = group["versions"]
        yield SORTS[2 if len(versions) == 3 else 3], group["set"], versions, ["departs" in v for v in versions]


def item_of(versions):
    """The versions as `score` takes them."""
    item = {"versions": []}
    for version in versions:
        text = {"text": version["text"], "lang": version["lang"]}
        if version["role"] == "source":
            item["source"] = text
        else:
            item["versions"].append(text)
    return item


def drawn(found, most):
    """At most so many of each sort, written sentences and others apart, the same ones every time."""
    kept = collections.defaultdict(list)
    for group in found:
        kept[group[0], group[1] == "written"].append(group)
    key = lambda group: hashlib.sha256("\n".join(v["text"] for v in group[2]).encode()).digest()  # noqa: E731
    return {sort: sorted(of_sort, key=key)[:most] for sort, of_sort in sorted(kept.items())}


def percent(hits, which):
    chosen = [hit for hit, chosen in zip(hits, which) if chosen]
    return f"{100 * sum(chosen) / len(chosen):6.1f}" if chosen else "     -"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("--binary", default=ROOT / "target/release/transdrift", help="the program")
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--most", type=int, default=3000)
    options = parser.parse_args()
    print(f"{'':36} harmless: count found drift  changed: count found drift    auc")
    tenths = collections.defaultdict(lambda: [[0, 0] for _ in range(10)])
    for (sort, written), chosen in drawn(groups(options.pairs), options.most).items():
        answers = run_score(options.binary, [{"id": str(n), **item_of(g[2])} for n, g in enumerate(chosen)])
        changed = [any(departs) for *_, departs in chosen]
        harmless = [not change for change in changed]
        surest = [max((s["confidence"] for v in a["versions"] for s in v["spans"]), default=0) for a in answers]
        found = [confidence >= options.threshold for confidence in surest]
        drifts = [answer["drift"] for answer in answers]
        drifting = [drift >= options.threshold for drift in drifts]
        auc = area_under_curve([d for d, c in zip(drifts, changed) if c], [d for d, c in zip(drifts, changed) if not c])
        print(f"{sort + (', written' if written else ', others'):36}"
              f"{sum(harmless):16}{percent(found, harmless)}{percent(drifting, harmless)}"
              f"{sum(changed):16}{percent(found, changed)}{percent(drifting, changed)}{'      -' if auc is None else f' {auc:6.3f}'}")
        for (_, _, versions, departs), answer in zip(chosen, answers):
            own = [d for d, v in zip(departs, versions) if v["role"] == "version"]
            for version, departing in zip(answer["versions"], own):
                tally = tenths[sort][min(9, int(10 * version["drift"]))]
                tally[0] += departing
                tally[1] += 1
    print("\nshare of versions that depart, by tenth of drift (and how many there are)")
    for sort in SORTS[2:]:
        shown = " ".join(f"{a / n:.2f} ({n})" if n else "-" for a, n in tenths[sort])
        print(f"{sort:24} {shown}")


if __name__ == "__main__":
    main()
