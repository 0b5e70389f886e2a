#!/usr/bin/env python3
"""Checks the corpora: every gold text is in its file, every kind is known, every folder has a card.

Reads each folder under corpora/ (or those named on the command line) as corpora/README.md describes
it, prints one line a mistake and, with --stats, a table of what the corpora hold. Writes nothing.
Exit code 0 when all is well, 1 when a mistake was found, 2 when there is nothing to check.
"""

import argparse
import collections
import json
import pathlib
import sys

KINDS = frozenset(
    "lexical-shift antonym negation number-mismatch unit-mismatch date-mismatch name-mismatch "
    "role-swap quantifier modality tense omission addition attribution quotation untranslated "
    "wrong-language gender question broken-output terminology".split()
)
# Kinds that may stand without a counterpart: what is wrong is visible in the version alone.
ALONE = frozenset({"addition", "broken-output", "untranslated", "wrong-language"})
SEVERITIES = ("minor", "major", "critical")
DRIFT_KEYS = {"version", "words", "occurrence", "kind", "severity", "against", "note"}
ALIGN_FLAGS = {"moved", "furniture"}
CARD_FACTS = ("What", "Genre", "Languages", "Written by", "Licence", "Date")


def versions_of(folder):
    """The texts of a folder by name: `a` for a.txt, `source` for source.LANG.txt."""
    texts = {}
    for path in sorted(folder.glob("*.txt")):
        name = path.name.split(".")[0]
        text = path.read_bytes().decode("utf-8")
        texts[name] = text
    return texts


def rows(path):
    """The JSON objects of a JSONL file with their line numbers."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield number, json.loads(line)


def drift_mistakes(drift, texts):
    """What is wrong with one line of gold.drift.jsonl."""
    if set(drift) != DRIFT_KEYS:
        yield f"keys are {sorted(drift)}, expected {sorted(DRIFT_KEYS)}"
        return
    version, text, kind = drift["version"], drift["words"], drift["kind"]
    if version == "source" or version not in texts:
        yield f"no such version: {version}"
        return
    if kind not in KINDS:
        yield f"unknown kind: {kind}"
    if drift["severity"] not in SEVERITIES:
        yield f"unknown severity: {drift['severity']}"
    if not drift["note"]:
        yield "empty note"
    if not text and kind != "omission":
        yield "only an omission may have an empty text"
    if text and not 1 <= drift["occurrence"] <= texts[version].count(text):
        yield f"occurrence {drift['occurrence']} of {text!r} is not in {version}.txt"
    if not text and drift["occurrence"] != 0:
        yield "an empty text has occurrence 0"
    if not drift["against"] and kind not in ALONE:
        yield f"{kind} needs the words of another version"
    for other, words in drift["against"].items():
        if other == version or other not in texts:
            yield f"against an unknown version: {other}"
        elif not words or words not in texts[other]:
            yield f"{words!r} is not in {other}"


def align_mistakes(group, texts, seen):
    """What is wrong with one line of gold.align.jsonl; `seen` collects (version, offset)."""
    if not isinstance(group.get("moved"), bool):
        yield "moved is missing"
    members = {key: value for key, value in group.items() if key not in ALIGN_FLAGS}
    if not members:
        yield "a group without members"
    for version, anchors in members.items():
        if version not in texts:
            yield f"no such version: {version}"
            continue
        if not anchors:
            yield f"{version} has an empty list; leave the version out instead"
        for anchor in anchors:
            found = texts[version].count(anchor)
            if found != 1:
                yield f"anchor {anchor!r} occurs {found} times in {version}"
            place = (version, texts[version].find(anchor))
            if place in seen:
                yield f"anchor {anchor!r} is in two groups"
            seen.add(place)


def uncovered_paragraphs(texts, seen):
    """Paragraphs in whose span no anchor begins: gold that forgot a part of the text."""
    for version, text in texts.items():
        start = 0
        for paragraph in text.split("\n\n"):
            end = start + len(paragraph)
            if paragraph.strip() and not any(v == version and start <= o < end for v, o in seen):
                yield f"no group begins in the paragraph {paragraph[:40]!r} of {version}"
            start = end + 2


def check_texts(folder, texts):
    """What is wrong with the texts themselves."""
    if len(set(texts) - {"source"}) < 2:
        yield f"{folder}: fewer than two versions"
    for version, text in texts.items():
        if not text.endswith("\n") or "\r" in text or "\ufeff" in text:
            yield f"{folder}/{version}: not plain UTF-8 with \\n line ends"
        if "\ufffd" in text:
            yield f"{folder}/{version}: replacement character"


def check_folder(folder, counts, clean):
    """Every mistake in one folder; adds what it holds to `counts`."""
    texts = versions_of(folder)
    yield from check_texts(folder, texts)
    drift, align = folder / "gold.drift.jsonl", folder / "gold.align.jsonl"
    if drift.exists() == clean:
        yield f"{folder}: {'a clean twin has no' if clean else 'no'} gold.drift.jsonl"
    if drift.exists():
        for number, row in rows(drift):
            for mistake in drift_mistakes(row, texts):
                yield f"{drift}:{number}: {mistake}"
            counts["drifts"] += 1
            counts["kind " + row["kind"]] += 1
            counts["severity " + row["severity"]] += 1
    if align.exists():
        seen = set()
        for number, row in rows(align):
            for mistake in align_mistakes(row, texts, seen):
                yield f"{align}:{number}: {mistake}"
            shared = len(row.keys() - ALIGN_FLAGS) > 1
            counts["clean groups" if clean else "groups"] += shared
            counts["moved groups"] += row["moved"] and not clean
        for mistake in uncovered_paragraphs(texts, seen):
            yield f"{align}: {mistake}"


def check_corpus(folder, counts):
    """Every mistake in one corpus with its card and its clean twin."""
    card = folder / "card.md"
    if not card.exists():
        yield f"{folder}: no card.md"
    else:
        text = card.read_text(encoding="utf-8")
        for fact in CARD_FACTS:
            if f"- {fact}: " not in text:
                yield f"{card}: no line '- {fact}: …'"
        for name in versions_of(folder):
            if f"| `{name}" not in text:
                yield f"{card}: nothing about {name}"
    yield from check_folder(folder, counts, clean=False)
    counts["corpora"] += 1
    if (folder / "clean").is_dir():
        counts["clean twins"] += 1
        yield from check_folder(folder / "clean", counts, clean=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=pathlib.Path, help="corpora to check (all)")
    parser.add_argument("--stats", action="store_true", help="print what the corpora hold")
    options = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parent.parent / "corpora"
    folders = options.folders or sorted(path for path in root.iterdir() if path.is_dir())
    if not folders:
        print(f"nothing to check in {root}", file=sys.stderr)
        return 2
    mistakes, total = 0, collections.Counter()
    for folder in folders:
        counts = collections.Counter()
        for mistake in check_corpus(folder, counts):
            print(mistake)
            mistakes += 1
        total += counts
        if options.stats:
            print(f"{folder.name}: {counts['drifts']} drifts, {counts['groups']} groups "
                  f"({counts['moved groups']} moved), {counts['clean groups']} in the clean twin")
    if options.stats:
        for name, number in sorted(total.items()):
            print(f"{number:5} {name}")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
