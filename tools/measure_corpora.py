#!/usr/bin/env python3
"""Scores the corpora's gold groups with `transdrift score` and says how well the gold is found.

One row a corpus: AUC of drifted against clean groups (the clean twin's groups count as clean), how
often the drifting version gets the highest drift of its group, how many marked drifts a span
touches and how many of those have the right kind, and how many clean groups reach the threshold
(false alarms). Groups come from gold.align.jsonl, so the aligner is not measured here. --items
writes the scored items with their gold labels instead of running anything.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

from check_corpora import ALIGN_FLAGS, rows, versions_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
CARD_ROW = re.compile(r"^\| `([^`]+)\.txt` \| ([a-z]{2,3}) \|", re.MULTILINE)


def languages_of(corpus):
    """The language of each version by name, from the table in the card."""
    card = (corpus / "card.md").read_text(encoding="utf-8")
    return {name.split(".")[0]: language for name, language in CARD_ROW.findall(card)}


def group_ranges(folder, texts):
    """Each gold group as {version: (start, end)} in the files, and whether it is furniture."""
    groups, starts = [], {version: [] for version in texts}
    for _, row in rows(folder / "gold.align.jsonl"):
        members = {}
        for version, anchors in row.items():
            if version not in ALIGN_FLAGS:
                members[version] = [texts[version].index(anchor) for anchor in anchors]
                starts[version] += members[version]
        groups.append((members, row.get("furniture", False)))
    for members, furniture in groups:
        ranges = {}
        for version, places in members.items():
            text = texts[version]
            last = max(places)
            ends = [place for place in starts[version] if place > last] + [len(text)]
            paragraph = text.find("\n\n", last)
            end = min([min(ends)] + ([paragraph] if paragraph >= 0 else []))
            ranges[version] = (min(places), end)
        yield ranges, furniture


def place_of(text, words, occurrence):
    """Where the n-th occurrence of the words begins."""
    place = -len(words)
    for _ in range(occurrence):
        place = text.index(words, place + len(words))
    return place


def marks_of(folder, texts):
    """The gold drifts with their places: (version, start, end, kind); the missing ones have no place."""
    path = folder / "gold.drift.jsonl"
    for _, drift in rows(path) if path.exists() else ():
        if drift["words"]:
            version = drift["version"]
            start = place_of(texts[version], drift["words"], drift["occurrence"])
            yield version, start, start + len(drift["words"]), drift["kind"]


def items_of(corpus):
    """The groups of a corpus and its clean twin as `score` items with their gold."""
    languages = languages_of(corpus)
    for folder in (corpus, corpus / "clean"):
        if not (folder / "gold.align.jsonl").exists():
            continue
        texts = versions_of(folder)
        marks = list(marks_of(folder, texts))
        for number, (ranges, furniture) in enumerate(group_ranges(folder, texts)):
            versions = [name for name in ranges if name != "source"]
            if furniture or len(versions) < 2:
                continue
            item = {"id": f"{folder.relative_to(ROOT / 'corpora')}/{number}", "versions": []}
            gold = []
            for name, (start, end) in ranges.items():
                part = texts[name][start:end].rstrip()
                entry = {"text": part, "lang": languages[name]}
                if name == "source":
                    item["source"] = entry
                    continue
                item["versions"].append({"id": name, **entry})
                gold += [
                    {"version": name, "start": first - start, "end": min(last, end) - start, "kind": kind}
                    for version, first, last, kind in marks
                    if version == name and start <= first < end
                ]
            yield item, gold, folder.name == "clean"


def area_under_curve(drifted, clean):
    """The probability that a drifted group scores above a clean one, ties counting half."""
    if not drifted or not clean:
        return None
    above = sum((d > c) + 0.5 * (d == c) for d in drifted for c in clean)
    return above / (len(drifted) * len(clean))


def measure(scored, threshold):
    """The figures of one corpus from (answer, gold, twin) triples."""
    drifted, clean, alarms = [], [], 0
    named, nameable, touched, right_kind, marked = 0, 0, 0, 0, 0
    for answer, gold, _twin in scored:
        (drifted if gold else clean).append(answer["drift"])
        if not gold:
            alarms += answer["drift"] >= threshold
            continue
        by_name = {version["id"]: version for version in answer["versions"]}
        guilty = {mark["version"] for mark in gold}
        if len(guilty) == 1 and len(by_name) > 2:
            nameable += 1
            named += max(by_name.values(), key=lambda version: version["drift"])["id"] in guilty
        for mark in gold:
            hits = [
                span for span in by_name[mark["version"]]["spans"]
                if span["start"] < mark["end"] and mark["start"] < span["end"]
            ]
            marked += 1
            touched += bool(hits)
            right_kind += any(span["kind"] == mark["kind"] for span in hits)
    return {"drifted": drifted, "clean": clean, "alarms": alarms, "named": named, "nameable": nameable,
            "touched": touched, "right_kind": right_kind, "marked": marked}


def share(part, whole):
    return f"{part / whole:6.3f}" if whole else "     -"


def row_of(name, figures):
    """One line of the table."""
    auc = area_under_curve(figures["drifted"], figures["clean"])
    return " ".join([
        f"{name:22}", f"{len(figures['drifted']):5}", f"{len(figures['clean']):5}",
        "     -" if auc is None else f"{auc:6.3f}", share(figures["named"], figures["nameable"]),
        share(figures["touched"], figures["marked"]), share(figures["right_kind"], figures["touched"]),
        share(figures["alarms"], len(figures["clean"])),
    ])


def run_score(binary, items):
    """The answers of `transdrift score`, in the order of the items."""
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    done = subprocess.run([binary, "score"], input=lines, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{binary} score failed with {done.returncode}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="*", help="names of corpora (all)")
    parser.add_argument("--binary", default=ROOT / "target/release/transdrift", help="the program")
    parser.add_argument("--threshold", type=float, default=0.5, help="drift that counts as an alarm")
    parser.add_argument("--items", action="store_true", help="print items with gold; run nothing")
    parser.add_argument("--alarms", action="store_true", help="list the clean groups that alarm")
    options = parser.parse_args()
    folders = sorted(path for path in (ROOT / "corpora").iterdir() if path.is_dir())
    triples = [(folder.name, *item) for folder in folders
               if not options.corpora or folder.name in options.corpora for item in items_of(folder)]
    if options.items:
        for _, item, gold, _twin in triples:
            print(json.dumps({**item, "gold": gold}, ensure_ascii=False))
        return 0
    answers = run_score(options.binary, [item for _, item, _, _ in triples])
    print(f"{'corpus':22} drift clean    auc  named   span   kind  alarm")
    total = None
    for name in dict.fromkeys(name for name, *_ in triples):
        scored = [(answer, gold, twin) for (corpus, _, gold, twin), answer in zip(triples, answers)
                  if corpus == name]
        figures = measure(scored, options.threshold)
        print(row_of(name, figures))
        total = figures if total is None else {key: total[key] + figures[key] for key in figures}
    print(row_of("all", total))
    if options.alarms:
        for (_, item, gold, _), answer in zip(triples, answers):
            if not gold and answer["drift"] >= options.threshold:
                print(f"\n{item['id']} {answer['drift']}")
                for version in item["versions"]:
                    print(f"  {version['id']}: {version['text']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
