//! Attention among the tokens of one text.
// Tiles are loops over constant bounds that the compiler unrolls; iterators hide that from it.
#![allow(clippy::needless_range_loop)]

use super::lanes::{LANES, Lane, exp, largest, sum};

/// Queries handled together, so that keys and values are read once for all of them.
pub(super) const QUERIES: usize = 4;

/// A path's way to do [`accumulate`].
pub(super) trait Accumulate: Fn(&[Lane], &[[f32; QUERIES]]) -> [Lane; QUERIES] {}

impl<F: Fn(&[Lane], &[[f32; QUERIES]]) -> [Lane; QUERIES]> Accumulate for F {}

/// The shape of an attention: how many heads, and numbers a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    /// Heads.
    pub count: usize,
    /// Numbers a head.
    pub size: usize,
}

impl Heads {
    /// Numbers of all heads.
    #[must_use]
    pub fn width(self) -> usize {
        self.count * self.size
    }
}

/// What is added to the products of queries and keys, besides their likeness: the sum of some tables, each of which
/// weighs differently in every head.
#[derive(Debug, Clone, Copy)]
pub struct Bias<'a, const TABLES: usize> {
    /// `[query][lane of keys]`, lanes filled up with anything.
    pub tables: [&'a [Lane]; TABLES],
    /// One weight a table for every head.
    pub weights: &'a [[f32; TABLES]],
}

impl<const TABLES: usize> Bias<'_, TABLES> {
    #[inline(always)]
    fn add(&self, head: usize, at: usize, products: &mut Lane) {
        for (table, weight) in self.tables.iter().zip(self.weights[head]) {
            for (product, x) in products.iter_mut().zip(&table[at]) {
                *product += weight * x;
            }
        }
    }
}

/// Memory that an attention works in; kept between calls to save allocations.
#[derive(Debug, Clone, Default)]
pub struct Attention {
    /// Keys of a head, `[lane of tokens][number]`.
    keys: Vec<Lane>,
    /// Values of a head, `[lane of numbers][token]`.
    values: Vec<Lane>,
    /// A few queries, `[number][query]`.
    queries: Vec<[f32; QUERIES]>,
    /// Products of the queries with the keys, `[query][lane of tokens]`.
    products: Vec<Lane>,
    /// Weights of the tokens for the queries, `[token][query]`.
    weights: Vec<[f32; QUERIES]>,
}

#[inline(always)]
pub(super) fn attend<const TABLES: usize>(
    heads: Heads,
    joined: &[f32],
    bias: Bias<'_, TABLES>,
    scratch: &mut Attention,
    output: &mut [f32],
    accumulate: impl Accumulate,
) {
    let width = heads.width();
    let tokens = output.len() / width;
    let (lanes, depth) = (tokens.div_ceil(LANES), heads.size.div_ceil(LANES));
    scratch.keys.resize(heads.size * lanes, [0.0; LANES]);
    scratch.values.resize(tokens * depth, [0.0; LANES]);
    scratch.queries.resize(heads.size, [0.0; QUERIES]);
    scratch.products.resize(QUERIES * lanes, [0.0; LANES]);
    scratch.weights.resize(tokens, [0.0; QUERIES]);
    for head in 0..heads.count {
        gather(heads, head, joined, scratch);
        for first in (0..tokens).step_by(QUERIES) {
            let inverse = weigh(heads, head, joined, first, bias, scratch, &accumulate);
            mix(heads, head, first, inverse, scratch, output, &accumulate);
        }
    }
}

/// `Σ numbers[e][query] × lanes[e]` for every query, added in order: what attention spends its time on, and
/// each path does with its own registers. This is the text for any processor.
#[inline(always)]
pub(super) fn accumulate(lanes: &[Lane], numbers: &[[f32; QUERIES]]) -> [Lane; QUERIES] {
    let mut totals = [[0.0; LANES]; QUERIES];
    for (lane, numbers) in lanes.iter().zip(numbers) {
        for (total, number) in totals.iter_mut().zip(numbers) {
            for (t, x) in total.iter_mut().zip(lane) {
                *t += number * x;
            }
        }
    }
    totals
}

/// Copies a head's keys, transposed, and its values.
#[inline(always)]
fn gather(heads: Heads, head: usize, joined: &[f32], scratch: &mut Attention) {
    let (width, size) = (heads.width(), heads.size);
    let tokens = joined.len() / (3 * width);
    for (t, row) in joined.chunks_exact(3 * width).enumerate() {
        let key = &row[width + head * size..width + (head + 1) * size];
        let to = &mut scratch.keys[t / LANES * size..(t / LANES + 1) * size];
        for (to, x) in to.iter_mut().zip(key) {
            to[t % LANES] = *x;
        }
        let value = &row[2 * width + head * size..2 * width + (head + 1) * size];
        for (d, part) in value.chunks(LANES).enumerate() {
            scratch.values[d * tokens + t][..part.len()].copy_from_slice(part);
        }
    }
}

/// Writes eˢ for every query and token, s being their scaled product less the query's largest, and gives
/// 1 / sum.
#[inline(always)]
#[allow(clippy::too_many_arguments)] // inlined: a loop's body
fn weigh<const TABLES: usize>(
    heads: Heads,
    head: usize,
    joined: &[f32],
    first: usize,
    bias: Bias<'_, TABLES>,
    scratch: &mut Attention,
    accumulate: &impl Accumulate,
) -> [f32; QUERIES] {
    let (width, size) = (heads.width(), heads.size);
    let tokens = joined.len() / (3 * width);
    let lanes = tokens.div_ceil(LANES);
    let scale = 1.0 / (size as f32).sqrt();
    for i in 0..QUERIES {
        // The last group may be short: its last query is then computed more than once, and written once.
        let at = (first + i).min(tokens - 1) * 3 * width + head * size;
        for (to, x) in scratch.queries.iter_mut().zip(&joined[at..at + size]) {
            to[i] = *x * scale;
        }
    }
    let mut peaks = [[f32::MIN; LANES]; QUERIES];
    for (lane, keys) in scratch.keys.chunks_exact(size).take(lanes).enumerate() {
        let mut products = accumulate(keys, &scratch.queries);
        let real = (tokens - lane * LANES).min(LANES);
        for (i, product) in products.iter_mut().enumerate() {
            bias.add(head, (first + i).min(tokens - 1) * lanes + lane, product);
            if real < LANES {
                // Padding must not be the largest; it weighs nothing below.
                product[real..].fill(f32::MIN);
            }
            for (p, peak) in product.iter().zip(&mut peaks[i]) {
                *peak = if *p > *peak { *p } else { *peak };
            }
            scratch.products[i * lanes + lane] = *product;
        }
    }
    let mut inverse = [0.0; QUERIES];
    for i in 0..QUERIES {
        let peak = largest(peaks[i]);
        let mut total = [0.0; LANES];
        for (at, lane) in scratch.products[i * lanes..(i + 1) * lanes].iter().enumerate() {
            let mut shifted = *lane;
            for x in &mut shifted {
                *x -= peak;
            }
            let mut powers = exp(shifted);
            let real = (tokens - at * LANES).min(LANES);
            if real < LANES {
                powers[real..].fill(0.0);
            }
            for (t, x) in total.iter_mut().zip(powers) {
                *t += x;
            }
            for (weights, x) in scratch.weights[at * LANES..at * LANES + real].iter_mut().zip(powers) {
                weights[i] = x;
            }
        }
        inverse[i] = 1.0 / sum(total);
    }
    inverse
}

/// Writes the weighted means of the values.
#[inline(always)]
fn mix(
    heads: Heads,
    head: usize,
    first: usize,
    inverse: [f32; QUERIES],
    scratch: &Attention,
    output: &mut [f32],
    accumulate: &impl Accumulate,
) {
    let (width, size) = (heads.width(), heads.size);
    let tokens = output.len() / width;
    for (d, values) in scratch.values.chunks_exact(tokens).take(size.div_ceil(LANES)).enumerate() {
        let totals = accumulate(values, &scratch.weights);
        let part = (size - d * LANES).min(LANES);
        for (i, total) in totals.iter().enumerate().take(tokens - first) {
            let at = (first + i) * width + head * size + d * LANES;
            for (to, x) in output[at..at + part].iter_mut().zip(total) {
                *to = x * inverse[i];
            }
        }
    }
}
