#!/usr/bin/env python3
"""Fits the scorer's learned head: models/drift-head.tdh.

  1. python3 tools/make_training.py --train DIR [--bench DIR] [--wordnet DIR] --out pairs.jsonl
  2. cargo run --release --example export_units -- pairs.jsonl UNITS
  3. python3 tools/train_head.py pairs.jsonl UNITS --out models/drift-head.tdh

These are the first fit's. `tools/train_head.sh` runs both fits and the findings', which go on from weights that are kept: --begin trains
on, --from only calibrates, and with --findings it fits those and writes them into the weights it began from.

Needs jax and numpy. The network is described in docs/drift.md; `network` below is its definition, and
src/drift/head computes the same in the program. Seeded, one order of the data, and as many
passes as --epochs says.
"""

import argparse
import json
import pathlib
import random
import struct
import time
import zlib

import jax
import jax.numpy as jnp
import numpy as np

FIRST = 8  # layer of the encoder (from 0) that the first joint layer starts from: the one above the middle layer
LAYERS = 2  # joint layers
HEADS = 12  # of attention, as in the encoder
WIDTH = 128  # of the comparison
POOLS = 4  # ways to gather units into a sentence
INNER = 256  # of the last hidden layer
SCALARS = 18  # see `scalars`
OUT = 3  # numbers a sentence: drift, major or worse, critical
SINK = 1  # the side of the one row that belongs to no text; 2 and 3 are the texts, 0 is padding

# ---------------------------------------------------------------- data


class Units:
    """What `export_units` wrote: vectors (memory-mapped) and what is known of every unit."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.index, self.spans, self.bits, self.rarity, self.words, self.at = {}, [], [], [], [], []
        at = 0
        ids = {}
        for n, line in enumerate(open(folder / "texts.jsonl", encoding="utf8")):
            row = json.loads(line)
            units = row["units"]
            self.index[(row["text"], row["lang"])] = n
            self.spans.append([(u[0], u[1]) for u in units])
            self.bits.append(np.array([u[2] for u in units], np.uint8))
            self.rarity.append(np.array([u[3] for u in units], np.float32))
            self.words.append(np.array([ids.setdefault(u[4], len(ids)) for u in units], np.int32))
            self.at.append(at)
            at += len(units)
        self.vectors = np.memmap(folder / "vectors.i16", np.int16, "r").reshape(at, 2, -1)

    def rows(self, n):
        """Last and middle layer of text n: [units, 2, dim], at unit length."""
        return self.vectors[self.at[n] : self.at[n] + len(self.bits[n])]


def marked(spans, marks, judged):
    """A target a unit: the weight of the strongest mark it touches, 0 without one, -1 if not judged."""
    if not judged:
        return np.full(len(spans), -1, np.float32)
    out = np.zeros(len(spans), np.float32)
    for mark in marks:
        start, end, weight = mark[0], mark[1], mark[2] if len(mark) > 2 else 1.0
        for i, (s, e) in enumerate(spans):
            if s < end and e > start:
                out[i] = max(out[i], weight)
    return out


def targets(row):
    """[drift, major or worse, critical], each 0..1 or -1 where not known."""
    label, severity, soft = row.get("label"), row.get("severity"), row.get("soft")
    drift = soft if soft is not None else -1 if label is None else float(label)
    if label == 1 and severity is not None and severity <= 1:
        drift = 0.15 if soft is None else soft  # a change of wording only
    major = critical = -1
    if severity is not None and label is not None:
        major, critical = float(severity >= 2), float(severity >= 3)
    elif label == 0:
        major = critical = 0.0
    return drift, major, critical


def load(path, units, longest):
    """Rows whose texts were exported and are not too long, as dictionaries of indices and targets."""
    rows, lost, held_back = [], 0, -1
    for line in open(path, encoding="utf8"):
        row = json.loads(line)
        held_back += row.get("part", "") != "train"
        a, b = units.index.get((row["a"], row["lang_a"])), units.index.get((row["b"], row["lang_b"]))
        if a is None or b is None or not len(units.bits[a]) or not len(units.bits[b]):
            lost += 1
            continue
        if max(len(units.bits[a]), len(units.bits[b])) > longest:
            lost += 1
            continue
        rows.append(
            {
                "a": a,
                "b": b,
                "ta": marked(units.spans[a], row.get("spans_a") or [], row.get("judged_a", False)),
                "tb": marked(units.spans[b], row.get("spans_b") or [], row.get("judged_b", False)),
                "y": targets(row),
                "mono": float(row["lang_a"] == row["lang_b"]),
                "group": row["group"],
                "part": row.get("part", "train"),
                "set": row["set"],
                "kind": row.get("kind", ""),
                "w": float(row.get("weight", 1.0)),
                "evidence": held_back,  # its line in evidence.jsonl
            }
        )
    return rows, lost


# Lengths that batches are padded to (both texts and the sink); each is compiled once.
BUCKETS = (22, 30, 38, 46, 54, 64, 76, 92, 114, 150, 226)


def batches(rows, units, tokens, rng, together=False):
    """Padded batches of rows of like length; rows of one group stay together so that they can be ranked."""
    size_of = lambda row: 1 + len(units.bits[row["a"]]) + len(units.bits[row["b"]])
    longest, groups = {}, {}
    for row in rows if together else ():
        key = (row["group"], row["a"])
        longest[key] = max(longest.get(key, 0), size_of(row))
    for row in rows:
        n = longest.get((row["group"], row["a"])) or size_of(row)
        size = next(b for b in BUCKETS if n <= b)
        groups.setdefault((size, row["group"]), []).append(row)
    by_size = {}
    for key in sorted(groups):
        by_size.setdefault(key[0], []).append(groups[key])
    out = []
    for size in sorted(by_size):
        lists = by_size[size]
        rng.shuffle(lists)
        batch, many = [], max(8, tokens // size)
        for group in lists:
            rng.shuffle(group)
            for start in range(0, len(group), many):
                part = group[start : start + many]
                if len(batch) + len(part) > many:
                    out.append((size, many, batch))
                    batch = []
                batch = batch + part
        if batch:
            out.append((size, many, batch))
    rng.shuffle(out)
    return out


def padded(batch, size, many, units, dim):
    """The arrays of a batch. `many` rows, each the sink, side a, side b; those beyond the batch are empty."""
    v = np.zeros((many, size, 2, dim), np.float32)
    side = np.zeros((many, size), np.int8)
    bits = np.zeros((many, size), np.uint8)
    rarity = np.zeros((many, size), np.float32)
    words = np.full((many, size), -1, np.int32)
    place = np.zeros((many, size), np.float32)
    own = np.ones((many, size), np.float32)
    other = np.ones((many, size), np.float32)
    t = np.full((many, size), -1, np.float32)
    y = np.full((many, OUT), -1, np.float32)
    mono = np.zeros(many, np.float32)
    group = np.full(many, -1, np.int32)
    w = np.zeros(many, np.float32)
    names = {}
    side[:, 0] = SINK
    for r, row in enumerate(batch):
        at = 1
        counts = [len(units.bits[row["a"]]), len(units.bits[row["b"]])]
        for s, (key, target) in enumerate((("a", "ta"), ("b", "tb"))):
            n, k = row[key], counts[s]
            to = slice(at, at + k)
            v[r, to] = units.rows(n).astype(np.float32) / 32767
            side[r, to] = 2 + s
            bits[r, to], rarity[r, to], words[r, to] = units.bits[n], units.rarity[n], units.words[n]
            place[r, to] = np.arange(k)
            own[r, to], other[r, to] = k, counts[1 - s]
            t[r, to] = row[target]
            at += k
        y[r], mono[r], w[r] = row["y"], row["mono"], row["w"]
        group[r] = names.setdefault((row["group"], row["a"]), len(names))
    x = {"v": v, "side": side, "bits": bits, "rarity": rarity, "words": words, "place": place, "own": own, "other": other}
    return x | {"mono": mono}, {"t": t, "y": y, "group": group, "w": w}


# ---------------------------------------------------------------- network


def packed(model, dim):
    """Weights of the encoder's layers FIRST..FIRST+LAYERS from models/*.tdm, and the length of the rows below them."""
    data = pathlib.Path(model).read_bytes()
    sections = {}
    for i in range(struct.unpack_from("<I", data, 4 + 4 * 10)[0]):
        at = 52 + 40 * i
        start, length = struct.unpack_from("<QQ", data, at + 24)
        sections[data[at : at + 16].rstrip(b"\0").decode()] = data[start : start + length]
    floats = lambda name: np.frombuffer(sections[name], np.float32).copy()

    def matrix(name, columns):
        blocks = np.frombuffer(sections[name], np.uint8).reshape(-1, 18)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32) - 8
        return (scale * nibbles).reshape(-1, columns).T.copy()

    p = {}
    for l in range(LAYERS):
        n = FIRST + l
        for part in "qkv":
            p[f"{l}.{part}.w"], p[f"{l}.{part}.b"] = matrix(f"l{n}.{part}.w", dim), floats(f"l{n}.{part}.b")
        p[f"{l}.out.w"], p[f"{l}.out.b"] = matrix(f"l{n}.ao.w", dim), floats(f"l{n}.ao.b")
        p[f"{l}.out.norm.g"], p[f"{l}.out.norm.b"] = floats(f"l{n}.aln.w"), floats(f"l{n}.aln.b")
        p[f"{l}.rise.w"], p[f"{l}.rise.b"] = matrix(f"l{n}.fi.w", dim), floats(f"l{n}.fi.b")
        p[f"{l}.fall.w"], p[f"{l}.fall.b"] = matrix(f"l{n}.fo.w", 4 * dim), floats(f"l{n}.fo.b")
        p[f"{l}.fall.norm.g"], p[f"{l}.fall.norm.b"] = floats(f"l{n}.oln.w"), floats(f"l{n}.oln.b")
    below = np.concatenate([floats(f"l{FIRST - 1}.oln.w"), floats(f"l{FIRST - 1}.oln.b")])
    return p, float(np.sqrt((below * below).sum()))


def init(rng, dim, model, mean):
    """Weights by name; matrices [in, out]. `mean`: of the middle vectors, where the sink starts."""
    p, length = packed(model, dim)

    def matrix(name, rows, columns, scale=1.0):
        p[name + ".w"] = (rng.standard_normal((rows, columns)) * scale / np.sqrt(rows)).astype(np.float32)
        p[name + ".b"] = np.zeros(columns, np.float32)

    p["length"] = np.array([length], np.float32)
    p["sink"] = (mean / np.linalg.norm(mean) * length).astype(np.float32)
    p["scalars.w"] = (rng.standard_normal((SCALARS, dim)) * 0.02).astype(np.float32)
    for l in range(LAYERS):
        # What each head adds to its logits for units of the other side: always, by likeness, for the same word.
        p[f"{l}.cross"] = np.array([[0.0] * HEADS, [3.0] * HEADS, [0.5] * HEADS], np.float32)
    p["align"] = np.array([8.0, 12.0, 1.0], np.float32)  # likeness in the last and middle layer, the same word
    matrix("compare", 4 * dim, WIDTH)
    matrix("known", SCALARS, WIDTH)
    p["compare.norm.g"], p["compare.norm.b"] = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    matrix("unit", WIDTH, 1)
    matrix("weigh", WIDTH, POOLS)
    matrix("pool", 2 * POOLS * WIDTH + dim, INNER)
    matrix("tops", 6, INNER)
    matrix("sentence", INNER, OUT)
    return p


def normalised(x, p, name):
    mean = x.mean(-1, keepdims=True)
    x = x - mean
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5) * p[name + ".g"] + p[name + ".b"]


def halved(a, b):
    """A matrix product of numbers in brain floats, summed in single precision: twice as fast where there are such units."""
    return jnp.matmul(a.astype(jnp.bfloat16), b.astype(jnp.bfloat16), preferred_element_type=jnp.float32)


@jax.custom_vjp
def product(x, w):
    return halved(x.reshape(-1, x.shape[-1]), w).reshape(*x.shape[:-1], w.shape[-1])


def _backwards(kept, g):
    x, w = kept
    g = g.reshape(-1, g.shape[-1])
    return halved(g, w.T).reshape(x.shape), halved(x.reshape(-1, x.shape[-1]).T, g)


product.defvjp(lambda x, w: (product(x, w), (x, w)), _backwards)


def linear(x, p, name):
    w = p[name + ".w"]
    large = min(w.shape) >= 128
    return (product(x, w) if large else x @ w) + p[name + ".b"]


def gelu(x):
    return jax.nn.gelu(x, approximate=False)


def heads(x):
    return x.reshape(*x.shape[:-1], HEADS, -1)


def scalars(x, last, middle, same, seen):
    """What is known of each unit beside its vectors. Shapes: last, middle, same, seen [rows, units, units]."""
    bits = x["bits"]
    flag = lambda i: ((bits >> i) & 1).astype(jnp.float32)
    l, m = jnp.where(seen, last, -1.0), jnp.where(seen, middle, -1.0)
    partner = jnp.where(seen, last + middle, -2.0).argmax(-1)
    some = seen.any(-1)
    index = jnp.arange(m.shape[-1])
    best_middle = m.max(-1)
    second = jnp.where(index == m.argmax(-1)[..., None], -1.0, m).max(-1)
    back = jnp.take_along_axis(partner, partner, -1)
    there = jnp.take_along_axis(x["place"], partner, -1)
    own = (x["place"] + 0.5) / x["own"]
    away = jnp.where(some, jnp.abs(own - (there + 0.5) / x["other"]), own)
    mono = x["mono"][:, None] * jnp.ones_like(own)
    columns = [
        1 - l.max(-1),
        1 - best_middle,
        best_middle - second,
        (same & seen).any(-1).astype(jnp.float32),
        x["rarity"] / 13,
        ((back == index) & some).astype(jnp.float32),
        away,
        mono,
        jnp.log(x["own"]) / 4,
        jnp.log(x["own"] / x["other"]),
    ] + [flag(i) for i in range(8)]
    return jnp.stack(columns, -1)


def drop(x, key, rate):
    """Leaves out columns, the same ones in all units of a row: random numbers are what a small machine is slow at."""
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - rate, (x.shape[0], *[1] * (x.ndim - 2), x.shape[-1])), x / (1 - rate), 0)


def network(p, x, key=None, rate=0.1):
    """Logits: [rows, units] for units, [rows, OUT] for the pair. The order of the sides changes nothing."""
    side = x["side"]
    real = side > 0
    last, middle = (jnp.einsum("bnd,bmd->bnm", x["v"][:, :, i], x["v"][:, :, i]) for i in (0, 1))
    across = (side[:, :, None] > SINK) & (side[:, None, :] > SINK) & (side[:, :, None] != side[:, None, :])
    same = (x["words"][:, :, None] == x["words"][:, None, :]) & across
    kind = x["bits"] & 1
    seen = across & (kind[:, :, None] == kind[:, None, :])
    known = scalars(x, last, middle, same, seen) * (side > SINK)[..., None]
    keys = iter(jax.random.split(key, 8) if key is not None else [None] * 8)
    h = p["length"] * x["v"][:, :, 1] + (side == SINK)[..., None] * p["sink"]
    h = drop(h, next(keys), rate / 2) + known @ p["scalars.w"]
    for l in range(LAYERS):
        always, like, word = p[f"{l}.cross"]
        put = lambda numbers: numbers[None, :, None, None]
        bias = put(always) + put(like) * (middle[:, None] - 1) + put(word) * same[:, None]
        q, k, v = (heads(linear(h, p, f"{l}.{part}")) for part in "qkv")
        logits = jnp.einsum("bnhd,bmhd->bhnm", q, k) / np.sqrt(q.shape[-1]) + bias * across[:, None]
        weights = jax.nn.softmax(jnp.where(real[:, None, None, :], logits, -1e9), -1)
        found = jnp.einsum("bhnm,bmhd->bnhd", weights, v).reshape(h.shape)
        h = normalised(h + linear(found, p, f"{l}.out"), p, f"{l}.out.norm")
        inner = gelu(linear(h, p, f"{l}.rise"))
        h = normalised(h + drop(linear(inner, p, f"{l}.fall"), next(keys), rate / 2), p, f"{l}.fall.norm")
    logits = p["align"][0] * last + p["align"][1] * middle + p["align"][2] * same
    weights = jax.nn.softmax(jnp.where(seen, logits, -1e9), -1) * seen
    c = jnp.einsum("bnm,bmd->bnd", weights, h)
    joined = jnp.concatenate([h, c, jnp.abs(h - c), h * c], -1)
    u = gelu(linear(drop(joined, next(keys), rate), p, "compare") + linear(known, p, "known"))
    u = normalised(u, p, "compare.norm")
    z = linear(u, p, "unit")[..., 0]
    pooled, tops = [], []
    for s in (2, 3):
        mask = (side == s).astype(jnp.float32)
        weigh = jnp.where(mask[..., None] > 0, linear(u, p, "weigh") + z[..., None], -1e9)
        weights = jax.nn.softmax(weigh, 1)
        pooled.append(jnp.einsum("bnh,bnd->bhd", weights, u).reshape(u.shape[0], -1))
        word = mask * (1 - kind)
        top = jnp.where(word > 0, z, -9.0).max(-1)
        chance = jax.nn.sigmoid(z) * word
        some = jnp.log1p(chance.sum(-1))
        mean = chance.sum(-1) / jnp.maximum(word.sum(-1), 1)
        tops.append(jnp.stack([top / 4, some, mean], -1))
    both = lambda pair: [pair[0] + pair[1], jnp.abs(pair[0] - pair[1])]
    joined = jnp.concatenate([*both(pooled), h[:, 0]], -1)
    h = gelu(linear(drop(joined, next(keys), rate), p, "pool") + linear(jnp.concatenate(both(tops), -1), p, "tops"))
    return z, linear(h, p, "sentence")


# ---------------------------------------------------------------- fitting


def cross_entropy(z, t):
    return jax.nn.softplus(z) - t * z


def loss(p, batch, aim, key):
    units, pair = network(p, batch, key)
    known = (aim["t"] >= 0) * (batch["side"] > SINK) * aim["w"][:, None]
    t = jnp.maximum(aim["t"], 0)
    # A mark is as much a unit as a word, but says less.
    known = known * jnp.where((batch["bits"] & 1) == 1, 0.3, 1.0)
    # Each side counts by the root of its length: long sentences say more, but not in proportion.
    size = jnp.maximum(known.sum(-1, keepdims=True), 1)
    unit = (cross_entropy(units, t) * (1 + 2 * t) * known / jnp.sqrt(size)).sum() / jnp.maximum(
        (known / jnp.sqrt(size)).sum(), 1
    )
    seen = (aim["y"] >= 0) * aim["w"][:, None]
    sentence = (cross_entropy(pair, jnp.maximum(aim["y"], 0)) * seen * jnp.array([1.0, 0.5, 0.5])).sum() / jnp.maximum(
        seen[:, 0].sum(), 1
    )
    z, y = pair[:, 0], aim["y"][:, 0]
    twins = (aim["group"][:, None] == aim["group"][None, :]) & (aim["group"][:, None] >= 0)
    ordered = twins & (y[:, None] >= 0) & (y[None, :] >= 0) & (y[:, None] > y[None, :] + 0.3)
    ranking = (jax.nn.softplus(1.0 - (z[:, None] - z[None, :])) * ordered).sum() / jnp.maximum(ordered.sum(), 1)
    return 2.0 * unit + sentence + 0.5 * ranking, (unit, sentence, ranking)


# Learning rate of what comes from the encoder, as a share: 1.5e-4, within what BERT-like layers are usually tuned with.
SLOW = 0.15


@jax.jit
def step(p, m, v, batch, aim, key, n, rate):
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019). What comes from the encoder learns slower."""
    (value, parts), g = jax.value_and_grad(loss, has_aux=True)(p, batch, aim, key)
    norm = jnp.sqrt(sum((x * x).sum() for x in jax.tree.leaves(g)))
    g = jax.tree.map(lambda x: x * jnp.minimum(1.0, 1.0 / (norm + 1e-6)), g)
    m = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, m, g)
    v = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, v, g)
    scale = jnp.sqrt(1 - 0.99**n) / (1 - 0.9**n)
    new = {}
    for name, w in p.items():
        slow = SLOW if name.startswith(tuple("0123456789")) and not name.endswith("cross") else 1.0
        change = scale * m[name] / (jnp.sqrt(v[name]) + 1e-8) + (0.01 * w if name.endswith(".w") else 0)
        new[name] = w - rate * slow * change
    p = new
    return p, m, v, value, parts


forward = jax.jit(lambda p, batch: network(p, batch))


def scores(p, rows, units, dim, tokens=4096):
    """For each row: (logits of the pair, logits of side a, of side b)."""
    rng = random.Random(0)
    where = {id(row): i for i, row in enumerate(rows)}
    out = [None] * len(rows)
    for size, many, batch in batches(rows, units, tokens, rng):
        x, _ = padded(batch, size, many, units, dim)
        z, pair = (np.asarray(r) for r in forward(p, x))
        for r, row in enumerate(batch):
            na, nb = len(units.bits[row["a"]]), len(units.bits[row["b"]])
            out[where[id(row)]] = (pair[r], z[r, 1 : 1 + na], z[r, 1 + na : 1 + na + nb])
    return out


def area(positive, negative):
    """The area under the ROC curve."""
    if not len(positive) or not len(negative):
        return float("nan")
    values = np.concatenate([positive, negative])
    order = values.argsort(kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    _, inverse, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.bincount(inverse, ranks) / count)[inverse]
    n = len(positive)
    return (ranks[:n].sum() - n * (n + 1) / 2) / (n * len(negative))


def judge(p, rows, units, dim):
    """Prints the areas under the ROC curve of pairs and units, by set."""
    got = scores(p, rows, units, dim)
    sets = {}
    for row, (pair, za, zb) in zip(rows, got):
        at = sets.setdefault(row["set"], ([], [], [], []))
        y = row["y"][0]
        if y >= 0.7 or 0 <= y <= 0.2:
            at[0 if y >= 0.7 else 1].append(pair[0])
        for t, z in ((row["ta"], za), (row["tb"], zb)):
            at[2].extend(z[t > 0.5])
            at[3].extend(z[t == 0])
    for name in sorted(sets):
        a, b, c, d = (np.array(x) for x in sets[name])
        print(f"  {name:28} pairs {area(a, b):.3f} ({len(a)}:{len(b)})  units {area(c, d):.3f} ({len(c)}:{len(d)})", flush=True)


# ---------------------------------------------------------------- calibration

HARMLESS = 3.0  # among aligned sentences of real translations about one in four differs in meaning (WMT23 zh-en)
# Weights of the evidence and of the most striking replaced word beside the network's logit, in one language and across
# languages; and of the evidence for units. By hand, on the tuning sets: docs/drift.md.
BESIDE = {1.0: (0.25, 0.15), 0.0: (0.5, 0.0)}
BESIDE_UNIT = 1.0
NO_WORD = -2.0  # as in src/drift/evidence.rs
# The weights below were set by hand, once, and not tuned.
MADE = 0.4  # a made pair says less about real ones
MADE_FINDING = 0.1  # and a made candidate less: half of the made pairs differ, by words that stand out
ONE_SIDED = ("mlqe-mt-pe", "mucow-en")  # nearly all of their candidates are real: they would make all the others likelier
# Weights in groups of two (True) and of more; by hand, docs/drift.md.
CORPORA = {True: 3.0, False: 8.0}  # whole documents as reviewers see them, aligned and in many languages, say more
WRITTEN = {True: 1.0, False: 0.5}  # each source gives several groups of more than two
CLEAN = {True: 1.0, False: 1.75}  # harmless groups: real versions differ more seldom
FIGURES = 19  # of a candidate; see src/drift/explain/figures.rs
RIDGE = 3.0  # few hundred groups of three and more versions


def logistic_fit(x, y, w, ridge=1e-3):
    """Weights and offset of a logistic function, by Newton's method with a little ridge."""
    x = np.c_[x, np.ones(len(x))].astype(np.float64)
    b = np.zeros(x.shape[1])
    for _ in range(50):
        q = 1 / (1 + np.exp(-x @ b))
        gradient = x.T @ (w * (q - y)) + ridge * b
        hessian = (x * (w * q * (1 - q))[:, None]).T @ x + ridge * np.eye(len(b))
        b -= np.linalg.solve(hessian, gradient)
    return b


def mixed(z, y, w, *beside):
    """Weights of network and evidence, and offset. The ratios are given: a free fit trusts the network more than other
    kinds of text than its own material bear out."""
    slope, offset = logistic_fit((z @ [1.0, *beside])[:, None], y, w)
    return [slope, *(slope * weight for weight in beside), offset]


def real(name):
    return 0.0 + (MADE if name.startswith("made-") else 1.0)


def logit(x):
    x = np.clip(np.asarray(x, np.float64), 1e-4, 1 - 1e-4)
    return np.log(x / (1 - x))


def joined(row, got, evidence, units):
    """Network and untrained evidence: [1, 3] for the pair, [units, 2] for each side."""
    pair, za, zb = got
    said = evidence[row["evidence"]]
    replaced = [NO_WORD]
    for own, other, chance in (("a", "b", said[1]), ("b", "a", said[2])):
        n, m = row[own], row[other]
        words = ((units.bits[n] & 1) == 0) & ~np.isin(units.words[n], units.words[m])
        replaced += list(logit(chance)[words])
    return np.array([[pair[0], logit(said[0]), max(replaced)]]), np.c_[za, logit(said[1])], np.c_[zb, logit(said[2])]


def calibrate(p, rows, units, dim, evidence):
    """Adds `calibrate.*`: how network and evidence are mixed into probabilities. See src/drift/head."""
    got = [joined(row, g, evidence, units) for row, g in zip(rows, scores(p, rows, units, dim))]
    pair_fit, unit_fit = [], []
    for mono in (1.0, 0.0):
        z, y, w, uz, uy, uw = [], [], [], [], [], []
        for row, (pair, za, zb) in zip(rows, got):
            if row["mono"] != mono:
                continue
            target, weight = row["y"][0], real(row["set"])
            if target >= 0:
                z += [pair[0]] * 2
                y += [1.0, 0.0]
                w += [weight * target, weight * (1 - target)]
            for t, zz, key in ((row["ta"], za, "a"), (row["tb"], zb, "b")):
                seen = (t >= 0) & ((units.bits[row[key]] & 1) == 0)
                uz.append(np.repeat(zz[seen], 2, 0))
                uy.append(np.tile([1.0, 0.0], seen.sum()))
                part = weight * (HARMLESS if 0 <= target <= 0.2 else 1.0)
                uw.append(np.stack([part * t[seen], part * (1 - t[seen])], -1).ravel())
        y, w = np.array(y), np.array(w)
        w[y == 1] /= w[y == 1].sum()
        w[y == 0] *= HARMLESS / w[y == 0].sum()
        pair_fit += mixed(np.array(z), y, w * len(y) / 4, *BESIDE[mono])
        unit_fit += mixed(np.concatenate(uz), np.concatenate(uy), np.concatenate(uw), BESIDE_UNIT)
    print("calibration: pair", np.round(pair_fit, 2), "unit", np.round(unit_fit, 2))
    p = dict(p)
    p["calibrate.pair"], p["calibrate.unit"] = np.array(pair_fit, np.float32), np.array(unit_fit, np.float32)
    for name in ("two", "more"):
        p["calibrate." + name] = np.zeros(FIGURES + 1, np.float32)  # see `findings`
    return p


def labelled(path):
    """(two, figures, 1 or 0, weight, group) for every candidate whose answer is known."""
    out = []
    for line in open(path, encoding="utf8"):
        row = json.loads(line)
        made = row["set"].startswith("made-") or row["set"] in ONE_SIDED
        clean = not any(version["spans"] for version in row["versions"])
        for candidate in row["candidates"]:
            most, two = 0.0, candidate["two"]
            for version, start, end in candidate["places"]:
                for mark in row["versions"][version]["spans"]:
                    if mark[0] < end and mark[1] > start:
                        most = max(most, mark[2] if len(mark) > 2 else 1.0)
            if 0.2 < most < 0.5:
                continue  # raters disagree
            weight = {"corpora": CORPORA[two], "written": WRITTEN[two]}.get(row["set"], MADE_FINDING if made else 1.0)
            weight *= CLEAN[two] if clean else 1.0
            out.append((two, candidate["figures"], float(most >= 0.5), weight, row["group"]))
    return out


def findings(p, path):
    """Adds `calibrate.two` and `calibrate.more`: how likely a candidate is a finding, judged on five folds of groups."""
    p, known = dict(p), labelled(path)
    for name, two in (("two", True), ("more", False)):
        part = [k for k in known if k[0] == two]
        x = np.array([k[1] for k in part])
        y = np.array([k[2] for k in part])
        w = np.array([k[3] for k in part])
        fold = np.array([zlib.crc32(k[4].encode()) % 5 for k in part])
        scale = x.std(0) + 1e-6
        fit = lambda keep: logistic_fit(x[keep] / scale, y[keep], w[keep], RIDGE)
        said = np.zeros(len(y))
        for f in range(5):
            b = fit(fold != f)
            said[fold == f] = 1 / (1 + np.exp(-np.c_[x / scale, np.ones(len(x))][fold == f] @ b))
        b = fit(fold >= 0)
        p["calibrate." + name] = np.append(b[:-1] / scale, b[-1]).astype(np.float32)
        print(f"findings, {name}: {len(y)}, {(w * y).sum() / w.sum():.2f} real; area {area(said[y == 1], said[y == 0]):.3f}; weights", np.round(b, 2))
        for least in (0.3, 0.4, 0.5, 0.6, 0.7):
            above = said >= least
            print(f"  {least}: {(w * y)[above].sum() / max(w[above].sum(), 1e-9):.2f} of {above.sum()}, {y[above].sum() / y.sum():.2f} of all")
    return p


def golden(p, pairs, units, dim):
    """The logits of some pairs, for the program's tests: JSON to standard output."""
    out = []
    for line in open(pairs, encoding="utf8"):
        row = json.loads(line)
        a, b = units.index[(row["a"], row["lang_a"])], units.index[(row["b"], row["lang_b"])]
        mono = float(row["lang_a"] == row["lang_b"])
        none = lambda n: np.full(len(units.bits[n]), -1, np.float32)
        full = {"a": a, "b": b, "ta": none(a), "tb": none(b), "y": (-1, -1, -1), "mono": mono, "group": "", "w": 1.0, "set": ""}
        ((pair, za, zb),) = scores(p, [full], units, dim)
        row["pair"], row["first"], row["second"] = (np.round(z, 3).tolist() for z in (pair, za, zb))
        out.append(row)
    print(json.dumps(out, ensure_ascii=False, indent=1))


LARGE = (".q.w", ".k.w", ".v.w", ".out.w", ".rise.w", ".fall.w", "compare.w", "pool.w")


def quantised(w):
    """A matrix [in, out] as rows of 8-bit weights, one scale a block of 128 inputs: (scales [out][block], weights)."""
    rows = np.asarray(w, np.float32).T
    for row in rows:
        for at in range(0, len(row), 128):
            block = row[at : at + 128]
            scale = np.float32(np.abs(block).max() / 127)
            yield scale, np.rint(block / scale if scale > 0 else block).astype(np.int8)


def save(path, p, dim):
    """The file that the program reads; src/drift/head/file.rs describes it."""
    with open(path, "wb") as f:
        f.write(b"TDH2" + struct.pack("<7I", dim, LAYERS, HEADS, WIDTH, POOLS, INNER, len(p)))
        for name in sorted(p):
            x = np.asarray(p[name], np.float32)
            f.write(struct.pack("<B", len(name)) + name.encode())
            if name.endswith(LARGE):
                f.write(struct.pack("<BII", 1, x.shape[1], x.shape[0]))
                for scale, weights in quantised(x):
                    f.write(struct.pack("<f", scale) + weights.tobytes())
            else:
                f.write(struct.pack("<BI", 0, x.size) + x.tobytes())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pairs")
    ap.add_argument("units")
    ap.add_argument("--out", default="models/drift-head.tdh")
    ap.add_argument("--epochs", type=float, default=2)
    ap.add_argument("--model", default="models/e5-small-q4.tdm", help="the encoder, whose layers the head starts from")
    ap.add_argument("--rate", type=float, default=1e-3)
    ap.add_argument("--tokens", type=int, default=4096, help="units a batch")
    ap.add_argument("--longest", type=int, default=112)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--checkpoint", default="", help="keep the weights here from time to time (.npz)")
    ap.add_argument("--from", dest="start", default="", help="only calibrate these weights (.npz), do not train")
    ap.add_argument("--begin", default="", help="begin with these weights (.npz), then train")
    ap.add_argument("--together", action="store_true", help="all rows of one anchor in one batch, padded, so that all are ranked")
    ap.add_argument("--keep", type=float, default=0, help="share of the weights of --begin in the mean that is kept")
    ap.add_argument("--findings", default="", help="fit findings to what `export_candidates` wrote; with --from")
    ap.add_argument("--judge", action="store_true", help="print what the weights of --from say of the pairs, for tests")
    args = ap.parse_args()
    if args.findings:
        p = findings(np.load(args.start), args.findings)
        np.savez(args.start, **p)
        return save(args.out, p, len(p["sink"]))
    units = Units(args.units)
    dim = units.vectors.shape[-1]
    if args.judge:
        return golden(dict(np.load(args.start)), args.pairs, units, dim)
    rows, lost = load(args.pairs, units, args.longest)
    parts = {name: [r for r in rows if r["part"] == name] for name in ("train", "valid", "calibrate")}
    print(f"{len(rows)} pairs, {lost} left out (too long or without words);", {k: len(v) for k, v in parts.items()}, flush=True)
    p = dict(np.load(args.start)) if args.start else train(args, parts, units, dim)
    judge(p, parts["valid"], units, dim)
    evidence = [json.loads(line) for line in open(pathlib.Path(args.units) / "evidence.jsonl", encoding="utf8")]
    p = calibrate({k: v for k, v in p.items() if not k.startswith("calibrate.")}, parts["calibrate"], units, dim, evidence)
    save(args.out, p, dim)
    if args.checkpoint:
        np.savez(args.checkpoint, **{k: np.asarray(w) for k, w in p.items()})


# By hand: small sets of what the rest does not show (order, senses, substitutes), and real errors, count more.
# How often a group of a set is seen in an epoch; made pairs only fill what the real ones leave open.
SEEN = {"paws": 2, "mucow": 1.5, "swords": 2, "demetr": 2, "ted-en-de": 2, "wmt23-mqm": 1.5, "written": 1.5}
SEEN_MADE = 0.6


def chosen(rows, epoch):
    """The rows of an epoch: whole groups, by hash, so that twins stay together."""
    out = []
    for row in rows:
        often = SEEN.get(row["set"], SEEN_MADE if row["set"].startswith("made-") and row["set"] != "made-paws" else 1)
        draw = zlib.crc32(f"{epoch} {row['group']}".encode()) / 2**32
        for _ in range(int(often) + (draw < often % 1)):
            out.append(row)
    return out


def train(args, parts, units, dim):
    rng = random.Random(args.seed)
    mean = units.vectors[:: max(1, len(units.vectors) // 20_000), 1].astype(np.float64).mean(0)
    p = init(np.random.default_rng(args.seed), dim, args.model, mean)
    if args.begin:
        begun = np.load(args.begin)
        p = {name: begun[name] for name in p}
    begun = p
    p = jax.tree.map(jnp.asarray, p)
    print("weights:", sum(x.size for x in p.values()))
    m, v = (jax.tree.map(jnp.zeros_like, p) for _ in range(2))
    key = jax.random.PRNGKey(args.seed)
    total = int(len(batches(chosen(parts["train"], 0), units, args.tokens, random.Random(0), args.together)) * args.epochs)
    n, start, done, epoch = 0, time.time(), False, 0
    sums = np.zeros(4)
    while not done:
        for size, many, batch in batches(chosen(parts["train"], epoch), units, args.tokens, rng, args.together):
            n += 1
            progress = n / total
            rate = args.rate * min(1, n / 200) * (0.5 + 0.5 * np.cos(np.pi * min(1, progress)))
            x, aim = padded(batch, size, many, units, dim)
            key, sub = jax.random.split(key)
            p, m, v, value, parts_of = step(p, m, v, x, aim, sub, float(n), rate)
            sums += [float(value), *map(float, parts_of)]
            if n % 100 == 0:
                print(f"{n}/{total} {time.time() - start:.0f} s  loss {sums[0] / 100:.3f}  units {sums[1] / 100:.3f}  pairs {sums[2] / 100:.3f}  ranking {sums[3] / 100:.3f}", flush=True)
                sums[:] = 0
            if n % 1000 == 0 and args.checkpoint:
                np.savez(args.checkpoint, **{k: np.asarray(w) for k, w in p.items()})
            if progress >= 1:
                done = True
                break
        epoch += 1
    # The mean of old and new weights forgets less than the new ones: Wortsman et al., Robust fine-tuning of zero-shot
    # models (CVPR 2022).
    return {name: args.keep * begun[name] + (1 - args.keep) * np.asarray(w) for name, w in p.items()}


if __name__ == "__main__":
    main()
