#!/usr/bin/env python3
"""Draws the two plots of docs/alignment.md, as SVG.

growth BENCH.txt OUT.svg
    the rows that `cargo bench --bench align` printed: seconds of processor time and memory by segments, both
    axes logarithmic, with the line along which time grows as the length does.
reliability OUT.svg [--bin PATH]
    aligns every two versions of every corpus under corpora/, cut where the gold cuts, and compares the
    confidence of each bead with the share of beads that are exactly a gold bead.
"""

import argparse
import itertools
import json
import math
import pathlib
import subprocess
import tempfile

from check_corpora import rows, versions_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 360, 60, 60, 24, 48
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


class Plot:
    """An SVG with one pair of axes; positions are given as shares of the axes, 0..1."""

    def __init__(self, title):
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="12">',
            f'<title>{title}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#333"/>',
        ]

    @staticmethod
    def at(x, y):
        return LEFT + x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM)

    def text(self, x, y, text, anchor="middle", color="#333"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}">{text}</text>')

    def line(self, points, color, dashes=""):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.at(*point) for point in points))
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        )

    def dot(self, x, y, color, radius=4.0):
        x, y = self.at(x, y)
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{color}"/>')

    def tick_below(self, x, text):
        self.text(self.at(x, 0)[0], HEIGHT - BOTTOM + 18, text)

    def tick_left(self, y, text):
        self.text(LEFT - 6, self.at(0, y)[1] + 4, text, "end")

    def write(self, path):
        pathlib.Path(path).write_text("\n".join([*self.parts, "</svg>", ""]), encoding="utf-8")


def growth(arguments):
    """Time and memory by segments."""
    figures = []
    for line in pathlib.Path(arguments.bench).read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) == 5 and cells[0].isdigit():
            figures.append((int(cells[0]), float(cells[2]), int(cells[4])))
    share = lambda value, low, high: (math.log10(value) - low) / (high - low)
    plot = Plot("Time and memory of the aligner's search")
    x = lambda segments: share(segments, 2.8, 5.2)
    for power in (3, 4, 5):
        plot.tick_below(x(10**power), f"{10**power:,}")
    for power in (-1, 0, 1, 2):
        plot.tick_left(share(10.0**power, -1.2, 2.2), f"{10.0**power:g} s")
    for megabytes in (10, 100, 1000):
        plot.text(WIDTH - RIGHT + 6, plot.at(0, share(megabytes, 1, 4))[1] + 4, f"{megabytes:,} MB", "start", "#b35900")
    first, seconds, _ = figures[0]
    last = figures[-1][0]
    along = [(n, seconds * n / first) for n in (first, last)]
    plot.line([(x(n), share(s, -1.2, 2.2)) for n, s in along], "#999", "4 4")
    plot.line([(x(n), share(s, -1.2, 2.2)) for n, s, _ in figures], "#1f4e9c")
    plot.line([(x(n), share(m, 1, 4)) for n, _, m in figures], "#b35900")
    for n, s, m in figures:
        plot.dot(x(n), share(s, -1.2, 2.2), "#1f4e9c")
        plot.dot(x(n), share(m, 1, 4), "#b35900")
    plot.text(WIDTH / 2, HEIGHT - 10, "segments a version")
    plot.text(LEFT + 8, TOP + 10, "processor time (dashed: in proportion to the length)", "start", "#1f4e9c")
    plot.text(LEFT + 8, TOP + 26, "memory, texts and vectors included", "start", "#b35900")
    plot.write(arguments.out)


def corpus_pairs(folder):
    """Every two versions, one gold segment a line, with the gold beads as pairs of tuples."""
    texts = versions_of(folder)
    groups = [row for _, row in rows(folder / "gold.align.jsonl")]
    lines = {}
    for version, text in texts.items():
        anchors = [(text.index(a), k) for k, group in enumerate(groups) for a in group.get(version, [])]
        anchors.sort()
        ends = [start for start, _ in anchors[1:]] + [len(text)]
        lines[version] = [(" ".join(text[s:e].split()), k) for (s, k), e in zip(anchors, ends)]
    for first, second in itertools.combinations(sorted(texts), 2):
        members = lambda version, group: tuple(i for i, (_, k) in enumerate(lines[version]) if k == group)
        gold = {(members(first, k), members(second, k)) for k in range(len(groups))}
        yield first, second, [text for text, _ in lines[first]], [text for text, _ in lines[second]], gold


def reliability(arguments):
    """Confidence against the share that is right."""
    bins = [[0, 0.0, 0] for _ in EDGES[1:]]
    for folder in sorted(path.parent for path in (ROOT / "corpora").glob("*/gold.align.jsonl")):
        for first, second, one, other, gold in corpus_pairs(folder):
            with tempfile.TemporaryDirectory() as scratch:
                files = [pathlib.Path(scratch) / f"{name}.txt" for name in (first, second)]
                for file, text in zip(files, (one, other)):
                    file.write_text("\n".join(text) + "\n", encoding="utf-8")
                command = [arguments.bin, "align", "--split", "lines", "--format", "jsonl", *map(str, files)]
                out = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
            for line in out.splitlines():
                group = json.loads(line)
                bead = tuple(tuple(group["members"].get(name, [])) for name in (first, second))
                if not all(bead):
                    continue
                place = next(k for k, edge in enumerate(EDGES[1:]) if group["confidence"] < edge)
                bins[place][0] += 1
                bins[place][1] += group["confidence"]
                bins[place][2] += bead in gold
    plot = Plot("Confidence of beads against the share that is right")
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        plot.tick_below(tick, f"{tick:g}")
        plot.tick_left(tick, f"{tick:g}")
    plot.line([(0, 0), (1, 1)], "#999", "4 4")
    for count, confidence, right in bins:
        if count:
            plot.dot(confidence / count, right / count, "#1f4e9c", 2 + 1.2 * math.log2(count + 1))
            print(f"{count:5} beads  confidence {confidence / count:.2f}  right {right / count:.2f}")
    plot.text(WIDTH / 2, HEIGHT - 10, "confidence said (area: number of beads)")
    plot.text(LEFT + 8, TOP + 10, "share that is exactly a gold bead", "start", "#1f4e9c")
    plot.write(arguments.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("growth")
    command.add_argument("bench")
    command.add_argument("out")
    command.set_defaults(run=growth)
    command = commands.add_parser("reliability")
    command.add_argument("out")
    command.add_argument("--bin", default=str(ROOT / "target/release/transdrift"))
    command.set_defaults(run=reliability)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
