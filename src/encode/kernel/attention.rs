//! Attention among the tokens of one text.

use super::lanes::{LANES, Lane, exp, largest, sum};

/// Queries handled together, so that keys and values are read once for all of them.
const QUERIES: usize = 4;

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

/// Memory that an attention works in; kept between calls to save allocations.
#[derive(Debug, Clone, Default)]
pub struct Attention {
    /// Keys of a head, `[number][token]`, tokens padded to whole lanes.
    keys: Vec<Lane>,
    /// Values of a head, `[token][number]`, numbers padded to whole lanes.
    values: Vec<Lane>,
    /// Weights of the tokens for a few queries, `[query][token]`.
    weights: Vec<Lane>,
}

#[inline(always)]
pub(super) fn attend(heads: Heads, joined: &[f32], scratch: &mut Attention, output: &mut [f32]) {
    let width = heads.width();
    let tokens = output.len() / width;
    let (lanes, depth) = (tokens.div_ceil(LANES), heads.size.div_ceil(LANES));
    scratch.keys.resize(heads.size * lanes, [0.0; LANES]);
    scratch.values.resize(tokens * depth, [0.0; LANES]);
    scratch.weights.resize(QUERIES * lanes, [0.0; LANES]);
    let scale = 1.0 / (heads.size as f32).sqrt();
    for head in 0..heads.count {
        gather(heads, head, joined, scratch, lanes, depth);
        let mut first = 0;
        while first < tokens {
            let many = QUERIES.min(tokens - first);
            let mut inverse = [0.0; QUERIES];
            weigh(heads, head, joined, first, many, scale, scratch, lanes, &mut inverse);
            mix(heads, head, first, many, scratch, lanes, depth, &inverse, output);
            first += many;
        }
    }
}

/// Copies a head's keys, transposed, and its values.
#[inline(always)]
fn gather(heads: Heads, head: usize, joined: &[f32], scratch: &mut Attention, lanes: usize, depth: usize) {
    let (width, size) = (heads.width(), heads.size);
    for (t, row) in joined.chunks_exact(3 * width).enumerate() {
        let key = &row[width + head * size..width + (head + 1) * size];
        for (e, x) in key.iter().enumerate() {
            scratch.keys[e * lanes + t / LANES][t % LANES] = *x;
        }
        let value = &row[2 * width + head * size..2 * width + (head + 1) * size];
        for (lane, part) in scratch.values[t * depth..(t + 1) * depth].iter_mut().zip(value.chunks(LANES)) {
            lane[..part.len()].copy_from_slice(part);
        }
    }
}

/// Writes eˢ for every query and token, s being their scaled product less the query's largest, and 1 / sum.
#[inline(always)]
#[allow(clippy::too_many_arguments)] // one step of the loop above, apart only for its length
fn weigh(
    heads: Heads,
    head: usize,
    joined: &[f32],
    first: usize,
    many: usize,
    scale: f32,
    scratch: &mut Attention,
    lanes: usize,
    inverse: &mut [f32; QUERIES],
) {
    let (width, size) = (heads.width(), heads.size);
    let tokens = joined.len() / (3 * width);
    // The last group may be short: its last query is then computed more than once, and written once.
    let queries: [&[f32]; QUERIES] = std::array::from_fn(|i| {
        let at = (first + i.min(many - 1)) * 3 * width + head * size;
        &joined[at..at + size]
    });
    let mut peaks = [[f32::MIN; LANES]; QUERIES];
    for lane in 0..lanes {
        let mut products = [[0.0; LANES]; QUERIES];
        for e in 0..size {
            let key = scratch.keys[e * lanes + lane];
            for (product, query) in products.iter_mut().zip(queries) {
                let q = query[e];
                for (p, k) in product.iter_mut().zip(key) {
                    *p += q * k;
                }
            }
        }
        let real = (tokens - lane * LANES).min(LANES);
        for (i, product) in products.iter_mut().enumerate() {
            for x in product.iter_mut() {
                *x *= scale;
            }
            // Padding must not be the largest; it weighs nothing below.
            product[real..].fill(f32::MIN);
            for (p, peak) in product.iter().zip(&mut peaks[i]) {
                *peak = if *p > *peak { *p } else { *peak };
            }
            scratch.weights[i * lanes + lane] = *product;
        }
    }
    for i in 0..QUERIES {
        let row = &mut scratch.weights[i * lanes..(i + 1) * lanes];
        let peak = largest(peaks[i]);
        let mut total = [0.0; LANES];
        for (at, lane) in row.iter_mut().enumerate() {
            let mut shifted = *lane;
            for x in &mut shifted {
                *x -= peak;
            }
            *lane = exp(shifted);
            let real = (tokens - at * LANES).min(LANES);
            lane[real..].fill(0.0);
            for (t, x) in total.iter_mut().zip(lane) {
                *t += *x;
            }
        }
        inverse[i] = 1.0 / sum(total);
    }
}

/// Writes the weighted means of the values.
#[inline(always)]
#[allow(clippy::too_many_arguments)] // as `weigh`
fn mix(
    heads: Heads,
    head: usize,
    first: usize,
    many: usize,
    scratch: &Attention,
    lanes: usize,
    depth: usize,
    inverse: &[f32; QUERIES],
    output: &mut [f32],
) {
    let (width, size) = (heads.width(), heads.size);
    let tokens = output.len() / width;
    for d in 0..depth {
        let mut totals = [[0.0; LANES]; QUERIES];
        for t in 0..tokens {
            let value = scratch.values[t * depth + d];
            for (i, total) in totals.iter_mut().enumerate() {
                let weight = scratch.weights[i * lanes + t / LANES][t % LANES];
                for (x, v) in total.iter_mut().zip(value) {
                    *x += weight * v;
                }
            }
        }
        let part = (size - d * LANES).min(LANES);
        for i in 0..many {
            let at = (first + i) * width + head * size + d * LANES;
            for (to, x) in output[at..at + part].iter_mut().zip(totals[i]) {
                *to = x * inverse[i];
            }
        }
    }
}
