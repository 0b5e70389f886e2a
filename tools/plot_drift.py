#!/usr/bin/env python3
"""Draws how honest the drift of pairs is: docs/drift-reliability.svg, and prints the calibration error by language.

python3 tools/plot_drift.py PAIRS.jsonl OUT.svg [--bin PATH] [--real]

PAIRS.jsonl is what `make_second.py` wrote (or `make_training.py`). Its pairs of the part `valid`, which the head is not fitted to, are scored with
`transdrift score`; the probability of each is held against whether the meaning differs. Harmless pairs weigh three
times as much as changed ones, as the scorer is calibrated for real translations, one of four of which differs. Pairs
made by rule are left out with --real.
"""

import argparse
import collections
import json
import pathlib
import subprocess

from plot_alignment import Plot

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINS = 10
FAMILIES = {
    "English": "en",
    "Germanic": "de nl da sv nb nn is af",
    "Romance": "es fr it pt ro ca gl",
    "Slavic": "ru uk pl cs sk bg sr hr sl mk be",
    "Chinese, Japanese, Korean": "zh ja ko",
    "South Asian": "ne si hi bn ta te mr gu ur",
}
COLORS = ("#1f4e9c", "#b35900", "#2e7d32", "#8e24aa", "#c2185b", "#00838f", "#555555", "#000000")


def family(row):
    """The language group of a pair."""
    if row["lang_a"] != row["lang_b"]:
        return "across languages"
    return next((name for name, codes in FAMILIES.items() if row["lang_a"] in codes.split()), "other")


def pairs(path, real):
    """Pairs with a known answer that nothing was fitted to."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        if row["part"] != "valid" or row.get("label") is None or (real and row["set"].startswith("made-")):
            continue
        # A change of wording only is no change of meaning.
        differs = row["label"] == 1 and (row.get("severity") is None or row["severity"] >= 2)
        yield row, differs


def scored(found, binary):
    """The drift of every pair."""
    lines = []
    for row, _ in found:
        first, second = ({"text": row[side], "lang": row["lang_" + side]} for side in "ab")
        item = {"versions": [first, second]} if row["lang_a"] == row["lang_b"] else {"source": first, "versions": [second]}
        lines.append(json.dumps(item, ensure_ascii=False))
    answer = subprocess.run([binary, "score"], input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line)["drift"] for line in answer.stdout.decode("utf-8").splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--bin", default=str(ROOT / "target/release/transdrift"))
    parser.add_argument("--real", action="store_true", help="without pairs made by rule")
    arguments = parser.parse_args()
    found = list(pairs(arguments.pairs, arguments.real))
    table = collections.defaultdict(lambda: [[0.0, 0.0, 0.0] for _ in range(BINS)])
    counts = collections.Counter()
    for (row, differs), drift in zip(found, scored(found, arguments.bin)):
        weight = 1.0 if differs else 3.0
        for name in (family(row), "all"):
            cell = table[name][min(int(drift * BINS), BINS - 1)]
            cell[0] += weight
            cell[1] += weight * drift
            cell[2] += weight * differs
            counts[name] += 1
    plot = Plot("Drift of pairs against the share that differs in meaning")
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        plot.tick_below(tick, f"{tick:g}")
        plot.tick_left(tick, f"{tick:g}")
    plot.line([(0, 0), (1, 1)], "#999", "4 4")
    for place, name in enumerate(sorted(table, key=lambda name: (name == "all", -counts[name]))):
        cells = [cell for cell in table[name] if cell[0] > 0]
        total = sum(cell[0] for cell in cells)
        error = sum(abs(cell[1] - cell[2]) for cell in cells) / total
        print(f"{name:28} {counts[name]:6} pairs  expected calibration error {error:.3f}")
        color = COLORS[place % len(COLORS)]
        # Bins of a handful of pairs say nothing.
        points = [(cell[1] / cell[0], cell[2] / cell[0]) for cell in cells if cell[0] >= 30]
        plot.line(points, color)
        plot.text(70, 40 + 16 * place, f"{name} ({error:.2f})", "start", color)
    plot.text(280, 350, "drift")
    plot.write(arguments.out)


if __name__ == "__main__":
    main()
