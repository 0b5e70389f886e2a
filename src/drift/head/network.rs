//! The network's pass over two members. `network` in `tools/train_head.py` is the definition; names and order follow it.

use super::{Head, Judgement, Layer, Small};
use crate::{
    drift::{
        matching::{Likeness, turned},
        units::Units,
    },
    encode::kernel::{Activations, Attention, Bias, Kernel, LANES, Lane, Matrix},
};

/// Figures a unit beside its vectors: see [`scalars`].
pub(super) const SCALARS: usize = 18;

/// Figures a pair beside what is gathered: strongest unit, number of drifting words, their share, as sum and as
/// difference of the sides.
pub(super) const TOPS: usize = 6;

/// As in training.
const EPSILON: f32 = 1e-5;

/// One member in a comparison.
struct Side<'a> {
    units: &'a Units<'a>,
    /// Likeness to the other's units, `[own][other]`: last layer, middle layer.
    last: Vec<f32>,
    middle: Vec<f32>,
    /// Whether the other's unit is the same word.
    same: Vec<bool>,
    /// What is known of each unit, [`SCALARS`] numbers.
    known: Vec<f32>,
}

pub(super) fn judge(head: &Head, a: &Units<'_>, b: &Units<'_>, likeness: Likeness) -> Judgement {
    let pair = sides(a, b, likeness);
    let rows = joint(head, &pair);
    let dim = head.shape.dim;
    let (sink, rows) = rows.split_at(dim.min(rows.len()));
    let (first, second) = rows.split_at((a.len() * dim).min(rows.len()));
    let compared =
        [compare(head, &pair[0], first, second, &pair[1]), compare(head, &pair[1], second, first, &pair[0])];
    conclude(head, [a, b], &compared, sink)
}

/// Both members with what lies between them.
fn sides<'a>(a: &'a Units<'a>, b: &'a Units<'a>, likeness: Likeness) -> [Side<'a>; 2] {
    let m = b.len();
    let same: Vec<bool> = a.list.iter().flat_map(|x| b.list.iter().map(|y| x.folded == y.folded)).collect();
    let Likeness { last, middle } = likeness.turned(m);
    let mut second = Side { units: b, last, middle, same: turned(&same, m), known: Vec::new() };
    let Likeness { last, middle } = likeness;
    let mut first = Side { units: a, last, middle, same, known: Vec::new() };
    let (of_first, of_second) = (partners(&first, b), partners(&second, a));
    first.known = scalars(&first, b, &of_first, &of_second);
    second.known = scalars(&second, a, &of_second, &of_first);
    [first, second]
}

/// The best unit of the other member for each unit, by likeness in both layers; the first of equals, nothing where the
/// other has none of its kind.
fn partners(side: &Side<'_>, other: &Units<'_>) -> Vec<Option<usize>> {
    let m = other.len();
    let rows = side.last.chunks_exact(m).zip(side.middle.chunks_exact(m)).zip(&side.units.list);
    rows.map(|((last, middle), unit)| {
        let mut best = (f32::NEG_INFINITY, None);
        for (j, ((l, m), y)) in last.iter().zip(middle).zip(&other.list).enumerate() {
            if y.mark == unit.mark && l + m > best.0 {
                best = (l + m, Some(j));
            }
        }
        best.1
    })
    .collect()
}

/// What is known of each unit beside its vectors.
fn scalars(
    side: &Side<'_>,
    other: &Units<'_>,
    partners: &[Option<usize>],
    back: &[Option<usize>],
) -> Vec<f32> {
    let (n, m) = (side.units.len(), other.len());
    let (count, there) = (n as f32, m as f32);
    let mono = f32::from(u8::from(side.units.language == other.language));
    let mut out = Vec::with_capacity(n * SCALARS);
    let rows = side.last.chunks_exact(m).zip(side.middle.chunks_exact(m)).zip(side.same.chunks_exact(m));
    for (i, (((last, middle), same), (unit, partner))) in
        rows.zip(side.units.list.iter().zip(partners)).enumerate()
    {
        let (mut best_last, mut best, mut second, mut found) = (-1.0f32, -1.0f32, -1.0f32, false);
        for (((l, m), s), y) in last.iter().zip(middle).zip(same).zip(&other.list) {
            if y.mark == unit.mark {
                best_last = best_last.max(*l);
                found |= s;
                if *m > best {
                    (second, best) = (best, *m);
                } else {
                    second = second.max(*m);
                }
            }
        }
        let flag = |fact: bool| f32::from(u8::from(fact));
        let facts = unit.facts;
        let place = (i as f32 + 0.5) / count;
        out.extend([
            1.0 - best_last,
            1.0 - best,
            best - second,
            flag(found),
            unit.rarity / 13.0,
            flag(partner.is_some_and(|p| back.get(p) == Some(&Some(i)))),
            partner.map_or(place, |p| (place - (p as f32 + 0.5) / there).abs()),
            mono,
            count.ln() / 4.0,
            (count / there).ln(),
            flag(unit.mark),
            flag(unit.known),
            flag(facts.number),
            flag(facts.date),
            flag(facts.negation),
            flag(facts.modality),
            flag(facts.quantifier),
            flag(facts.capital),
        ]);
    }
    out
}

/// The encoder's upper layers over both members as one text: rows of the sink, of the first member, of the second.
fn joint(head: &Head, pair: &[Side<'_>; 2]) -> Vec<f32> {
    let (dim, kernel) = (head.shape.dim, head.kernel);
    let mut rows = head.sink.clone();
    for side in pair {
        for (middle, known) in side.units.middle.chunks_exact(dim).zip(side.known.chunks_exact(SCALARS)) {
            let at = rows.len();
            rows.extend(middle.iter().map(|x| head.length * x));
            let row = rows.get_mut(at..).unwrap_or_default();
            for (x, weights) in known.iter().zip(head.scalars.chunks_exact(dim)) {
                row.iter_mut().zip(weights).for_each(|(to, w)| *to += x * w);
            }
        }
    }
    let tables = tables(pair);
    let (mut scratch, mut quantised) = (Attention::default(), Activations::default());
    for layer in &head.layers {
        let Layer { joined, out, out_norm, rise, fall, fall_norm, cross } = layer;
        let found = product(kernel, joined, &rows, &mut quantised);
        let mut context = vec![0.0; rows.len()];
        let bias = Bias { tables: tables.each_ref().map(Vec::as_slice), weights: cross };
        kernel.attend_biased(head.shape.heads, &found, bias, &mut scratch, &mut context);
        let change = product(kernel, out, &context, &mut quantised);
        kernel.add_normalise(&mut rows, Some(&change), &out_norm.weight, &out_norm.bias, EPSILON);
        let mut inner = product(kernel, rise, &rows, &mut quantised);
        kernel.gelu(&mut inner);
        let change = product(kernel, fall, &inner, &mut quantised);
        kernel.add_normalise(&mut rows, Some(&change), &fall_norm.weight, &fall_norm.bias, EPSILON);
    }
    rows
}

/// What attention adds between units of the two members: 1, their likeness less 1, 1 for the same word; 0 within a
/// member and for the sink. `[query][lane of keys]`.
fn tables(pair: &[Side<'_>; 2]) -> [Vec<Lane>; 3] {
    let counts = [pair[0].units.len(), pair[1].units.len()];
    let tokens = 1 + counts[0] + counts[1];
    let lanes = tokens.div_ceil(LANES);
    let mut out = [0, 1, 2].map(|_| vec![[0.0; LANES]; tokens * lanes]);
    let [always, like, word] = &mut out;
    let put = |table: &mut Vec<Lane>, query: usize, key: usize, x: f32| {
        if let Some(to) = table.get_mut(query * lanes + key / LANES).and_then(|l| l.get_mut(key % LANES)) {
            *to = x;
        }
    };
    let starts = [1, 1 + counts[0]];
    for (s, side) in pair.iter().enumerate() {
        let (own, other, count) = (starts[s], starts[1 - s], counts[1 - s].max(1));
        let rows = side.middle.chunks_exact(count).zip(side.same.chunks_exact(count));
        for (i, (middle, same)) in rows.enumerate() {
            for (j, (middle, same)) in middle.iter().zip(same).enumerate() {
                put(always, own + i, other + j, 1.0);
                put(like, own + i, other + j, middle - 1.0);
                put(word, own + i, other + j, if *same { 1.0 } else { 0.0 });
            }
        }
    }
    out
}

/// Each unit beside what the other member has in its place, a softly aligned mean: `width` numbers a unit.
fn compare(head: &Head, side: &Side<'_>, own: &[f32], other: &[f32], partner: &Side<'_>) -> Vec<f32> {
    let (dim, kernel) = (head.shape.dim, head.kernel);
    let count = partner.units.len();
    let [by_last, by_middle, by_word] = head.align;
    let mut parts = Vec::with_capacity(side.units.len() * 4 * dim);
    let (mut weights, mut there) = (vec![0.0; count], vec![0.0; dim]);
    for (i, (row, unit)) in own.chunks_exact(dim).zip(&side.units.list).enumerate() {
        let (last, middle, same) = (
            self::row(&side.last, i, count),
            self::row(&side.middle, i, count),
            self::row(&side.same, i, count),
        );
        let likeness = last.iter().zip(middle).zip(same).zip(&partner.units.list);
        for (weight, (((last, middle), same), y)) in weights.iter_mut().zip(likeness) {
            let word = if *same { by_word } else { 0.0 };
            *weight = if y.mark == unit.mark {
                by_last * last + by_middle * middle + word
            } else {
                f32::NEG_INFINITY
            };
        }
        there.fill(0.0);
        if soft_max(&mut weights) {
            for (weight, row) in weights.iter().zip(other.chunks_exact(dim)).filter(|(w, _)| **w > 0.0) {
                there.iter_mut().zip(row).for_each(|(to, x)| *to += weight * x);
            }
        }
        parts.extend_from_slice(row);
        parts.extend_from_slice(&there);
        parts.extend(row.iter().zip(&there).map(|(x, y)| (x - y).abs()));
        parts.extend(row.iter().zip(&there).map(|(x, y)| x * y));
    }
    let mut out = product(kernel, &head.compare, &parts, &mut Activations::default());
    let known = head.known.product(&side.known, SCALARS);
    out.iter_mut().zip(known).for_each(|(to, x)| *to += x);
    kernel.gelu(&mut out);
    let norm = &head.compare_norm;
    kernel.add_normalise(&mut out, None, &norm.weight, &norm.bias, EPSILON);
    out
}

/// The units' logits, what they make together, and the pair's logits.
fn conclude(head: &Head, members: [&Units<'_>; 2], rows: &[Vec<f32>; 2], sink: &[f32]) -> Judgement {
    let (width, pools) = (head.shape.width, head.shape.pools);
    let mut gathered = [Vec::new(), Vec::new()];
    let mut tops = [[0.0f32; TOPS / 2]; 2];
    let mut units = [Vec::new(), Vec::new()];
    for (s, (member, rows)) in members.iter().zip(rows).enumerate() {
        let logits = head.unit.product(rows, width);
        let weights = head.weigh.product(rows, width);
        for pool in 0..pools {
            let mut of_pool: Vec<f32> =
                weights.iter().skip(pool).step_by(pools).zip(&logits).map(|(w, z)| w + z).collect();
            soft_max(&mut of_pool);
            let mut sum = vec![0.0; width];
            for (weight, row) in of_pool.iter().zip(rows.chunks_exact(width)) {
                sum.iter_mut().zip(row).for_each(|(x, y)| *x += weight * y);
            }
            gathered[s].extend(sum);
        }
        let words = || logits.iter().zip(&member.list).filter(|(_, u)| !u.mark).map(|(z, _)| *z);
        let drifting: f32 = words().map(|z| 1.0 / (1.0 + (-z).exp())).sum();
        let top = words().fold(-9.0, f32::max);
        tops[s] = [top / 4.0, drifting.ln_1p(), drifting / (words().count() as f32).max(1.0)];
        units[s] = logits;
    }
    let both = |x: &[f32], y: &[f32]| -> Vec<f32> {
        let sums = x.iter().zip(y).map(|(x, y)| x + y);
        sums.chain(x.iter().zip(y).map(|(x, y)| (x - y).abs())).collect()
    };
    let mut joined = both(&gathered[0], &gathered[1]);
    joined.extend_from_slice(sink);
    let mut hidden = product(head.kernel, &head.pool, &joined, &mut Activations::default());
    let tops = head.tops.product(&both(&tops[0], &tops[1]), TOPS);
    hidden.iter_mut().zip(tops).for_each(|(to, x)| *to += x);
    head.kernel.gelu(&mut hidden);
    let last = head.sentence.product(&hidden, head.shape.inner);
    let mut pair = [0.0; 3];
    pair.iter_mut().zip(last).for_each(|(to, x)| *to = x);
    let [first, second] = units;
    Judgement { first, second, pair }
}

/// Row `i` of a table.
fn row<T>(table: &[T], i: usize, width: usize) -> &[T] {
    table.get(i * width..(i + 1) * width).unwrap_or_default()
}

/// Whether there was anything to weigh.
fn soft_max(logits: &mut [f32]) -> bool {
    let peak = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if !peak.is_finite() {
        logits.fill(0.0);
        return false;
    }
    let mut total = 0.0;
    for x in logits.iter_mut() {
        *x = (*x - peak).exp();
        total += *x;
    }
    for x in logits.iter_mut() {
        *x /= total;
    }
    true
}

/// A matrix product over whole rows.
fn product(kernel: Kernel, matrix: &Matrix, rows: &[f32], quantised: &mut Activations) -> Vec<f32> {
    kernel.quantise(rows, matrix.columns(), quantised);
    let mut out = vec![0.0; quantised.tokens() * matrix.rows()];
    kernel.multiply(matrix, quantised, &mut out);
    out
}

impl Small {
    /// One row of outputs for each row of `columns` inputs.
    fn product(&self, rows: &[f32], columns: usize) -> Vec<f32> {
        let outputs = self.bias.len();
        let mut out = Vec::with_capacity(rows.len() / columns.max(1) * outputs);
        for row in rows.chunks_exact(columns) {
            let start = out.len();
            out.extend_from_slice(&self.bias);
            for (x, weights) in row.iter().zip(self.weights.chunks_exact(outputs)) {
                let to = out.get_mut(start..).unwrap_or_default();
                to.iter_mut().zip(weights).for_each(|(to, w)| *to += x * w);
            }
        }
        out
    }
}
