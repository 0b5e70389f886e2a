#!/usr/bin/env python3
"""Makes the pairs that the head is fitted to last: one JSONL file, lines as make_training.py writes them.

The sentences that were written for it (tools/training/written, README there): each source in four wordings, three of
them honest. All pairs of honest wordings are harmless, each honest one beside the shifted one is a change. Shifts by rule, and
blemishes, are made from the honest ones too. Seven of ten sources
are there to fit, two to calibrate, one to validate. With them go every line of make_training.py's file that is not
there to fit, a share of the groups that are, and WHOLE, so that what was learned from them stays.
"""

import argparse
import itertools
import json
import pathlib
import re

from training import lists
from training.made import Maker
from training.pairs import Meaning, number_of, pair
from training.wordnet import WordNet

WRITTEN = pathlib.Path(__file__).resolve().parent / "training" / "written"

# Sets of which all is kept: the wrong sense of one word is what a fit to written sentences forgets first (docs/drift.md).
WHOLE = ("mucow", "mucow-en")

# What a reader acts upon; the other kinds are major.
CRITICAL = ("negation", "role", "antonym", "number", "name")


def items(folder=WRITTEN):
    """(name, item) of every source, in the order of the files."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                yield f"written-{path.stem}-{number}", json.loads(line)


def part_of(name):
    """Where a source belongs."""
    return (("train",) * 7 + ("calibrate",) * 2 + ("valid",))[number_of(name) % 10]


def places(text, words):
    """Spans of words in a text, whole words where there are such; None if some are not there."""
    spans = []
    for word in words:
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) or re.search(re.escape(word), text)
        if not found:
            return None
        spans.append((found.start(), found.end(), 1.0))
    return spans


def honest(item):
    """The honest wordings, each once."""
    return list(dict.fromkeys(item[key] for key in ("anchor", "harmless", "harmless2")))


def lines_of(name, item):
    """All pairs of one source."""
    lang, changed, kind = item["lang"], item["changed"], item["kind"]
    source = (item["english"], item.get("source_lang", "en"))
    severity = 3 if kind in CRITICAL else 2
    shifted = places(changed, item["words"])
    for a, b in itertools.permutations(honest(item), 2):
        yield pair("written", name, "harmless", a, b, lang, lang, 0, 0)
    for a in honest(item):
        missing = places(a, item["instead"])
        yield pair(
            "written", name, kind, a, changed, lang, lang, 1, severity,
            spans_a=missing or (), judged_a=missing is not None, spans_b=shifted or (), judged_b=shifted is not None,
        )
        yield pair("written", name, "harmless", source[0], a, source[1], lang, 0, 0)
    yield pair(
        "written", name, kind, source[0], changed, source[1], lang, 1, severity,
        judged_a=False, spans_b=shifted or (), judged_b=shifted is not None,
    )


# Shifts made from a source, each beside a harmless line: as many as the honest wordings that are there to shift. By hand.
ROUNDS = 3


def made(others, wordnet):
    """Lines with shifts by rule in one honest wording or the source, as it stands against another of them or a copy.

    `others`: rows of make_training.py; their texts, made ones too, tell which words are frequent, and lend words and clauses."""
    written = [
        Meaning("written", name, [(item["lang"], text) for text in honest(item)] + [(item.get("source_lang", "en"), item["english"])])
        for name, item in items()
    ]
    parts = {meaning.group: part_of(meaning.group) for meaning in written} | {row["group"]: row["part"] for row in others}
    known = [Meaning(row["set"], row["group"], [(row["lang_a"], row["a"]), (row["lang_b"], row["b"])]) for row in others]
    maker = Maker(lists.load(), written + known, parts.get, wordnet)
    for again in range(ROUNDS):
        for meaning in written:
            for row in maker.lines(meaning, again):
                row["part"] = parts[meaning.group]
                yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=pathlib.Path, required=True, help="what make_training.py wrote")
    parser.add_argument("--share", type=float, default=0.2, help="of the groups that are there to fit")
    parser.add_argument("--wordnet", type=pathlib.Path, required=True, help="folder of WordNet's dict files")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    wordnet = WordNet(arguments.wordnet)
    counts, others = {}, []
    with arguments.out.open("w", encoding="utf-8") as out:
        for line in arguments.pairs.open(encoding="utf-8"):
            row = json.loads(line)
            others.append(row)
            drawn = number_of("second " + row["group"]) / 16**12 < arguments.share
            if row["part"] != "train" or drawn or row["set"] in WHOLE:
                out.write(line)
                counts["others", row["part"]] = counts.get(("others", row["part"]), 0) + 1
        for name, item in items():
            for row in lines_of(name, item):
                row["part"] = part_of(name)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                counts["written", row["part"]] = counts.get(("written", row["part"]), 0) + 1
        for row in made(others, wordnet):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            counts["made", row["part"]] = counts.get(("made", row["part"]), 0) + 1
    for key, count in sorted(counts.items()):
        print(*key, count)


if __name__ == "__main__":
    main()
