#!/bin/sh
# Fits models/drift-head.tdh from nothing: tools/train_head.sh DIR BENCH WORDNET WORK
# DIR holds the sets, BENCH the labelled sets of which half may be fitted to, WORDNET the dict files; docs/training.md.
set -eu
DIR=$1 BENCH=$2 WORDNET=$3 WORK=$4
PYTHON=${PYTHON:-venv/bin/python}
HEAD=models/drift-head.tdh
mkdir -p "$WORK"
"$PYTHON" tools/round_trips.py --train "$DIR" --out "$WORK/trips.jsonl"
"$PYTHON" tools/make_training.py --train "$DIR" --bench "$BENCH" --wordnet "$WORDNET" --translated "$WORK/trips.jsonl" \
    --measure "$WORK/measure" --limit 150000 --out "$WORK/pairs.jsonl"
cargo run --release --example export_units -- "$WORK/pairs.jsonl" "$WORK/units"
"$PYTHON" tools/train_head.py "$WORK/pairs.jsonl" "$WORK/units" --epochs 2 --checkpoint "$WORK/first.npz" --out "$WORK/first.tdh"
"$PYTHON" tools/make_second.py --pairs "$WORK/pairs.jsonl" --wordnet "$WORDNET" --out "$WORK/second.jsonl"
cargo run --release --example export_units -- "$WORK/second.jsonl" "$WORK/units2"
"$PYTHON" tools/train_head.py "$WORK/second.jsonl" "$WORK/units2" --begin "$WORK/first.npz" --rate 4e-4 --epochs 1.5 --together --keep 0.3 \
    --checkpoint "$WORK/head.npz" --out "$HEAD"
"$PYTHON" tools/make_groups.py --pairs "$WORK/second.jsonl" --train "$DIR" --out "$WORK/groups.jsonl"
cargo run --release --example export_candidates -- "$HEAD" "$WORK/groups.jsonl" >"$WORK/candidates.jsonl"
"$PYTHON" tools/train_head.py "$WORK/second.jsonl" "$WORK/units2" --from "$WORK/head.npz" --findings "$WORK/candidates.jsonl" --out "$HEAD"
