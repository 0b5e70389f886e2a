#!/usr/bin/env python3
"""Makes the groups of versions that the confidence of findings is fitted to: one JSONL file, a line a group.

From the pairs of `make_second.py` that the head was not trained on (--pairs), by themselves and with others of the same text, from WMT23 zh-en translations with
marked errors (--train), and from this repository's corpora, clean twins included. A line has `set`, `group` and
`versions`: `text`, `lang`, `role`, and `spans`, the marked words as [start, end, weight] in code points, and
`departs` in a changed version. Seeded by the texts themselves.
"""

import argparse
import itertools
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import measure_corpora  # noqa: E402
from training import sets  # noqa: E402
from training.versions import Judged  # noqa: E402

# Versions of one source that are looked at together: as a reviewer has them.
SIZES = (2, 3, 4, 5)


def of_pairs(path, part):
    """Both texts of a pair of this part whose words were judged; each pair once.

    Of a change across languages it is enough to know the words of the translation."""
    seen = set()
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        known = row.get("judged_b") and (row.get("judged_a") or (row["lang_a"] != row["lang_b"] and row.get("label") == 1))
        texts = frozenset((row["a"], row["b"]))
        if row["part"] != part or not known or row.get("label") is None or texts in seen:
            continue
        seen.add(texts)
        versions = [
            {"text": row[side], "lang": row["lang_" + side], "role": "version", "spans": row.get("spans_" + side) or []}
            for side in "ab"
        ]
        if row["lang_a"] != row["lang_b"]:
            versions[0]["role"] = "source"
        yield {"set": row["set"], "group": row["group"], "versions": versions}


def of_texts(path, part):
    """A text of this part beside two and more wordings of it in its language: all harmless, and with one that is changed.

    The marked words are those of the changed one (it `departs`), and those of the text that it leaves out."""
    beside = {}
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        known = row.get("judged_a") and row.get("judged_b") and row["lang_a"] == row["lang_b"]
        if row["part"] == part and known and row.get("label") in (0, 1):
            beside.setdefault((row["group"], row["a"], row["lang_a"]), []).append(row)
    seen = set()
    for (group, text, lang), rows in sorted(beside.items()):
        harmless = {row["b"]: row for row in rows if row["label"] == 0}
        changed = {row["b"]: row for row in rows if row["label"] == 1 and row["b"] not in harmless}
        rng = random.Random(group)
        for other in [None, *changed.values()]:
            few = rng.sample(sorted(harmless), min(len(harmless), rng.choice(SIZES[1:])))
            if len(few) + (other is not None) < 2:
                continue
            texts = [text, *few]
            key = (group, *sorted(texts), other["b"] if other else "")
            if key in seen:
                continue
            seen.add(key)
            versions = [{"text": t, "lang": lang, "role": "version", "spans": []} for t in texts]
            if other:
                versions[0]["spans"] = other.get("spans_a") or []
                versions.append({"text": other["b"], "lang": lang, "role": "version", "spans": other.get("spans_b") or [], "departs": True})
            rng.shuffle(versions)
            told = other or harmless[few[0]]
            yield {"set": told["set"], "group": group, "versions": versions}


def of_wmt(folder, held_back):
    """Some of the translations of one source, by chance, with the words that most raters marked."""
    for number, item in enumerate(sets.load(folder / "wmt23-mqm-zh-en.jsonl.gz")):
        judged = [Judged(version, False) for version in item["versions"] if version["text"].strip()]
        if not any(version.text in held_back for version in judged):
            continue
        rng = random.Random(number)
        for size in SIZES:
            for _ in range(3):
                if len(judged) < size:
                    continue
                versions = [
                    {"text": version.text, "lang": item["lang"], "role": "version", "spans": version.spans}
                    for version in rng.sample(judged, size)
                ]
                if rng.random() < 0.25:
                    source = {"text": item["source"], "lang": item["source_lang"], "role": "source", "spans": []}
                    versions.append(source)
                yield {"set": "wmt23-mqm", "group": f"wmt-{number}", "versions": versions}


def of_corpora():
    """The gold groups of the corpora, with and without drift, whole and by twos."""
    for corpus in sorted(measure_corpora.ROOT.glob("corpora/*/card.md")):
        for item, gold, _ in measure_corpora.items_of(corpus.parent):
            versions = [
                {
                    "text": version["text"],
                    "lang": version["lang"],
                    "role": "version",
                    "spans": [[mark["start"], mark["end"], 1.0] for mark in gold if mark["version"] == version["id"]],
                }
                for version in item["versions"]
            ]
            if "source" in item:
                versions.append({**item["source"], "role": "source", "spans": []})
            group = corpus.parent.name
            yield {"set": "corpora", "group": group, "versions": versions}
            for two in itertools.combinations(versions, 2) if len(versions) > 2 else ():
                yield {"set": "corpora", "group": group, "versions": list(two)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=pathlib.Path, required=True, help="what make_training.py wrote")
    parser.add_argument("--train", type=pathlib.Path, required=True, help="the folder that make_training.py read")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    held_back = set()
    for line in arguments.pairs.open(encoding="utf-8"):
        row = json.loads(line)
        if row["part"] != "train" and row["set"].startswith("wmt23"):
            held_back.update((row["a"], row["b"]))
    with arguments.out.open("w", encoding="utf-8") as out:
        for made in (of_pairs(arguments.pairs, "calibrate"), of_texts(arguments.pairs, "calibrate"), of_wmt(arguments.train, held_back), of_corpora()):
            for group in made:
                out.write(json.dumps(group, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
