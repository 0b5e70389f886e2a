#!/usr/bin/env python3
"""Makes the training pairs of the learned drift scorer: one JSONL file, a line a pair of texts.

Reads openly licensed sets (--train), optionally the half of some labelled sets that may be fitted to (--bench) and
WordNet (--wordnet), adds made shifts and harmless variants in many languages, and writes --out. docs/training.md
says what is read, what is made and under which licences. Seeded by the texts themselves: the same input gives the
same bytes. Standard library only.
"""

import argparse
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from training import bench, lists, made, sets, substitutes  # noqa: E402
from training.pairs import Parts, number_of  # noqa: E402
from training.texts import normal  # noqa: E402
from training.wordnet import WordNet  # noqa: E402

# How many lines a set may give, so that none drowns the others: as a share of --limit.
CAPS = {
    "mlqe-src-pe": 0.035,
    "mlqe-mt-pe": 0.075,
    "mlqe-src-mt": 0.05,
    "critical-errors": 0.06,
    "tatoeba": 0.06,
    "paws": 0.07,
    "mucow": 0.06,
    "mucow-en": 0.02,
    "swords": 0.02,
    "wmt23-mqm": 0.04,
    "wmt23-mqm-src": 0.02,
    "demetr": 0.03,
    "nmt-hallucinations": 0.01,
    "ted-en-de": 0.015,
    "ted-en-de-src": 0.01,
    "swissgov": 0.01,
    "round-trip": 0.075,
    "wordnet": 0.055,
}


def read_sets(arguments, wordnet):
    """(lines, meanings) of every set there is, and what must be kept out."""
    kept_out = bench.KeptOut(arguments.bench)
    sets.learn_words(arguments.train)
    lines, meanings = [], []
    for name, reader in sets.SETS.items():
        path = arguments.train / f"{name}.jsonl.gz"
        if path.exists():
            extra = (wordnet,) if name == "swords-dev" else ()
            more, found = reader(sets.load(path), kept_out, *extra)
            lines += more
            meanings += found
    if arguments.translated:
        translated = [json.loads(line) for line in arguments.translated.open(encoding="utf-8")]
        more, found = sets.round_trips(translated, kept_out)
        lines += more
        meanings += found
    if arguments.bench:
        more, found = bench.read(arguments.bench)
        lines += more
        meanings += found
    return [line for line in lines if line["a"] != line["b"]], meanings, kept_out


def parts_of(lines, meanings):
    """The parts of all groups, those joined that share a text."""
    parts = Parts()
    for line in lines:
        parts.join(line["group"], (line["a"], line["b"]))
    for meaning in meanings:
        parts.join(meaning.group, [text for _, text in meaning.variants])
    return parts


def capped(lines, limit):
    """At most its share of every set, the choice made by hash, whole kinds kept in proportion."""
    by_set = collections.defaultdict(list)
    for line in lines:
        by_set[line["set"]].append(line)
    kept = []
    for name, found in by_set.items():
        most = int(CAPS.get(name, 0.05) * limit)
        # By group and anchor, so that what ranks together stays together.
        found.sort(key=lambda line: (number_of("cap " + line["group"] + line["a"]), line["kind"], line["b"]))
        kept += found[:most]
    return kept


# Meanings with several wordings, or from few sources, are used more than once.
REPEATS = {"paws": 12, "wmt23-mqm": 14, "ted-en-de": 14, "demetr": 14, "swords": 4}


def make(meanings, maker, wanted):
    """Made lines, round after round over the meanings, until there are enough."""
    order = sorted(meanings, key=lambda meaning: number_of("order " + meaning.group + meaning.variants[0][1]))
    rare = {lang for lang in _languages(meanings) if _languages(meanings)[lang] < 2000}
    lines = []
    for again in range(6):
        for meaning in order:
            # Comments with rude and broken language: enough of them is a third.
            if meaning.set == "critical-errors" and number_of("third " + meaning.group) % 3:
                continue
            scarce = any(lang in rare for lang, _ in meaning.variants) and meaning.set not in REPEATS
            if again == 1 and not scarce:
                continue
            for repeat in range(REPEATS.get(meaning.set, 1)):
                lines += maker.lines(meaning, f"{again} {repeat}")
            if len(lines) >= wanted:
                return lines
    return lines


def _languages(meanings):
    if not hasattr(_languages, "count"):
        _languages.count = collections.Counter(lang for meaning in meanings for lang, _ in meaning.variants)
    return _languages.count


def finished(lines, parts, kept_out):
    """Lines with their part, each pair once, none with a kept-out text, none with a text of another part."""
    home, seen, out, dropped = {}, set(), [], collections.Counter()
    for line in lines:
        line["part"] = parts.of(line["group"])
        key = (line["a"], line["b"], line["lang_b"])
        if key in seen:
            dropped["twice"] += 1
        elif kept_out.has(line["a"], line["b"]):
            dropped["kept out"] += 1
        elif any(home.setdefault(normal(text), line["part"]) != line["part"] for text in (line["a"], line["b"])):
            dropped["in two parts"] += 1
        else:
            seen.add(key)
            out.append(line)
    return out, dropped


def table(lines):
    """Counts by set, kind and language, with how many of each label."""
    rows = []
    for title, key in (
        ("set", lambda x: x["set"]),
        ("kind", lambda x: x["kind"]),
        ("languages", lambda x: "-".join(sorted({x["lang_a"], x["lang_b"]}))),
        ("part", lambda x: x["part"]),
    ):
        counts = collections.defaultdict(collections.Counter)
        for line in lines:
            counts[key(line)][line["label"]] += 1
        rows.append(f"{title:24} {'lines':>7} {'same':>7} {'differ':>7} {'graded':>7}")
        for name, count in sorted(counts.items(), key=lambda entry: (-sum(entry[1].values()), entry[0])):
            rows.append(f"{name:24} {sum(count.values()):7} {count[0]:7} {count[1]:7} {count[None]:7}")
    return "\n".join(rows)


def main():
    """Reads, makes, writes, counts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--train", type=pathlib.Path, required=True, help="folder of openly licensed sets, .jsonl.gz")
    parser.add_argument("--bench", type=pathlib.Path, help="folder of labelled sets; without it nothing is kept out")
    parser.add_argument("--wordnet", type=pathlib.Path, help="folder of WordNet's dict files")
    parser.add_argument("--translated", type=pathlib.Path, help="what tools/round_trips.py wrote")
    parser.add_argument("--limit", type=int, default=120_000, help="about how many lines (default %(default)s)")
    parser.add_argument(
        "--measure", type=pathlib.Path, help="folder to write the halves of --bench that are not used to"
    )
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the JSONL file to write")
    arguments = parser.parse_args()
    if arguments.bench and arguments.measure:
        bench.measuring(arguments.bench, arguments.measure)
    wordnet = WordNet(arguments.wordnet) if arguments.wordnet else None
    lines, meanings, kept_out = read_sets(arguments, wordnet)
    parts = parts_of(lines, meanings)
    maker = made.Maker(lists.load(), meanings, parts.of, wordnet)
    lines += substitutes.lines(meanings, maker.context, parts.of)
    lines = capped(lines, arguments.limit)
    lines += make(meanings, maker, arguments.limit - len(lines))
    lines, dropped = finished(lines, parts, kept_out)
    lines.sort(key=lambda line: (number_of("line " + line["group"]), line["a"], line["kind"], line["b"]))
    with arguments.out.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(table(lines))
    print("dropped:", dict(dropped))


if __name__ == "__main__":
    main()
