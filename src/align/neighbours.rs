//! Which segments may belong together: for every segment its nearest ones of the other version, by vector and
//! by rare terms.

use super::{
    lexicon,
    prepared::{Prepared, dot},
};
use std::collections::BTreeMap;

/// Neighbours kept a segment; as many judge how much of a hub a segment is (the `k` of CSLS, Conneau et al.
/// 2018, is 10, for vocabularies; texts are shorter).
pub(super) const NEAREST: usize = 8;
/// Terms in more segments than this are no way to find a partner: too many would be found.
const COMMON_TERM: usize = 24;
/// Segments on either side of the proportional place that are compared by vector in texts too long to be compared
/// whole: in a book a block that moved farther is found by its rare terms alone, so that the time grows with the
/// length and not with its square.
const WINDOW: usize = 512;
/// Neighbours found by terms, a segment.
const BY_TERMS: usize = 3;

/// A pair worth a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    /// Segment of the first version.
    pub i: usize,
    /// Segment of the second version.
    pub j: usize,
    /// Cosine of the vectors.
    pub meaning: f32,
    /// Cosine of the terms.
    pub writing: f32,
}

/// Texts of up to twice as many segments are compared whole. In longer ones a quarter of as many on either side of
/// the proportional place are; farther away a sketch of the vectors chooses who is.
const WHOLE: usize = 512;
/// Numbers in a sketch. The cosine of two sketches is that of the vectors with a standard deviation of at most
/// 1 / √128 = 0.09, a third of what stands between a true pair and its background.
const SKETCH: usize = 128;
/// How many the sketch chooses a segment: three times what is kept.
const CHOSEN: usize = 3 * NEAREST;
/// Rows that are compared together, so that each column is fetched once for all of them.
const ROWS: usize = 8;

/// All candidates, ascending by `i`, then `j`.
pub(super) fn candidates(a: &Prepared, b: &Prepared) -> Vec<Candidate> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let (whole_a, whole_b) = (Rows::whole(a), Rows::whole(b));
    if a.len().max(b.len()) <= 2 * WHOLE {
        nearest(&whole_a, &whole_b, 2 * WHOLE, NEAREST, &mut found);
    } else {
        nearest(&whole_a, &whole_b, WHOLE / 4, NEAREST, &mut found);
        nearest(&Rows::sketch(a), &Rows::sketch(b), WINDOW, CHOSEN, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    let mut found = best_of(a, b, &found);
    by_terms(a, b, &mut found);
    found.retain(|(i, j)| allowed(a, *i) && allowed(b, *j));
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|(i, j)| Candidate { i, j, meaning: meaning(a, i, b, j), writing: writing(a, i, b, j) })
        .collect()
}

/// Of all that were chosen the [`NEAREST`] of each row and of each column, by their whole vectors.
fn best_of(a: &Prepared, b: &Prepared, chosen: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut of_rows: Vec<Nearest> = vec![Nearest::default(); a.len()];
    let mut of_columns: Vec<Nearest> = vec![Nearest::default(); b.len()];
    for (i, j) in chosen {
        let cosine = meaning(a, *i, b, *j);
        for (nearest, index) in [(of_rows.get_mut(*i), *j), (of_columns.get_mut(*j), *i)] {
            if let Some(nearest) = nearest.filter(|_| cosine > 0.0) {
                nearest.offer(cosine, index, NEAREST);
            }
        }
    }
    let rows = of_rows.iter().enumerate().flat_map(|(i, n)| n.0.iter().map(move |(_, j)| (i, *j)));
    let columns = of_columns.iter().enumerate().flat_map(|(j, n)| n.0.iter().map(move |(_, i)| (*i, j)));
    rows.chain(columns).collect()
}

/// Vectors at unit length, or zero.
struct Rows {
    size: usize,
    numbers: Vec<f32>,
}

impl Rows {
    fn whole(side: &Prepared) -> Self {
        let mut numbers = side.vectors.clone();
        let size = side.dim.max(1);
        if side.dim == 0 {
            numbers = vec![0.0; side.len()];
        }
        Self { size, numbers }.normalised()
    }

    /// Every number of a vector is added to, or taken from, one number of the sketch (count sketch, Charikar
    /// et al. 2002): scalar products stay what they were, on average.
    fn sketch(side: &Prepared) -> Self {
        let mut numbers = vec![0.0; side.len() * SKETCH];
        for (i, to) in numbers.chunks_mut(SKETCH).enumerate() {
            for (k, x) in side.row(i).iter().enumerate() {
                // The high bits of a product with an odd constant (Knuth's multiplicative hashing).
                let bits = (k as u32).wrapping_mul(0x9e37_79b1);
                if let Some(to) = to.get_mut((k + (bits >> 20) as usize) % SKETCH) {
                    *to += if bits >> 31 == 0 { *x } else { -x };
                }
            }
        }
        Self { size: SKETCH, numbers }.normalised()
    }

    fn normalised(mut self) -> Self {
        for row in self.numbers.chunks_mut(self.size) {
            let length = dot(row, row).sqrt();
            let scale = if length > 1e-6 { 1.0 / length } else { 0.0 };
            for x in row {
                *x *= scale;
            }
        }
        self
    }

    fn len(&self) -> usize {
        self.numbers.len() / self.size
    }
}

/// Adds the `keep` nearest columns of every row and the `keep` nearest rows of every column, as far as they lie
/// within `window` of the proportional place.
fn nearest(a: &Rows, b: &Rows, window: usize, keep: usize, found: &mut Vec<(usize, usize)>) {
    let (rows, columns) = (a.len(), b.len());
    let mut of_columns: Vec<Nearest> = vec![Nearest::default(); columns];
    let mut worst_of_columns = vec![0.0_f32; columns];
    let mut start = 0;
    for block in a.numbers.chunks(a.size * ROWS) {
        let count = block.len() / a.size;
        let low = (start * columns / rows).saturating_sub(window);
        let high = ((start + count) * columns / rows + window).min(columns);
        let mut of_rows: [Nearest; ROWS] = Default::default();
        let mut worst_of_rows = [0.0_f32; ROWS];
        for j in low..high {
            let Some(column) = b.numbers.get(j * b.size..(j + 1) * b.size) else { continue };
            let Some(worst_of_column) = worst_of_columns.get_mut(j) else { continue };
            for (k, row) in block.chunks_exact(a.size).enumerate() {
                let cosine = dot(row, column);
                if cosine > *worst_of_column
                    && let Some(nearest) = of_columns.get_mut(j)
                {
                    *worst_of_column = nearest.offer(cosine, start + k, keep);
                }
                if let (Some(worst), Some(nearest)) = (worst_of_rows.get_mut(k), of_rows.get_mut(k))
                    && cosine > *worst
                {
                    *worst = nearest.offer(cosine, j, keep);
                }
            }
        }
        for (k, row) in of_rows.iter().enumerate() {
            found.extend(row.0.iter().map(|(_, j)| (start + k, *j)));
        }
        start += count;
    }
    for (j, column) in of_columns.iter().enumerate() {
        found.extend(column.0.iter().map(|(_, i)| (*i, j)));
    }
}

fn allowed(side: &Prepared, i: usize) -> bool {
    !side.excluded.get(i).copied().unwrap_or(true)
}

/// Cosine of two segments' vectors, 0 where one is unusable.
pub(super) fn meaning(a: &Prepared, i: usize, b: &Prepared, j: usize) -> f32 {
    let norm = a.norms.get(i).unwrap_or(&0.0) * b.norms.get(j).unwrap_or(&0.0);
    if norm > 1e-9 { dot(a.row(i), b.row(j)) / norm } else { 0.0 }
}

/// Cosine of two segments' terms, 0 where one has none.
pub(super) fn writing(a: &Prepared, i: usize, b: &Prepared, j: usize) -> f32 {
    let norm = a.term_norms.get(i).unwrap_or(&0.0) * b.term_norms.get(j).unwrap_or(&0.0);
    match (a.terms.get(i), b.terms.get(j)) {
        (Some(first), Some(second)) if norm > 1e-9 => lexicon::dot(first, second) / norm,
        _ => 0.0,
    }
}

/// The best few, best first; of equals the earliest.
#[derive(Debug, Clone, Default)]
struct Nearest(Vec<(f32, usize)>);

impl Nearest {
    /// Takes one more and says what the next must exceed to stay among the best `keep`.
    fn offer(&mut self, score: f32, index: usize, keep: usize) -> f32 {
        let at = self.0.partition_point(|(s, k)| s.total_cmp(&score).then(index.cmp(k)).is_gt());
        self.0.insert(at, (score, index));
        self.0.truncate(keep);
        if self.0.len() < keep { 0.0 } else { self.0.last().map_or(0.0, |(worst, _)| *worst) }
    }
}

/// Adds the pairs that share most weight of rare terms.
fn by_terms(a: &Prepared, b: &Prepared, found: &mut Vec<(usize, usize)>) {
    let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (j, terms) in b.terms.iter().enumerate() {
        for (term, _) in terms {
            places.entry(*term).or_default().push(j);
        }
    }
    for (i, terms) in a.terms.iter().enumerate() {
        let mut shared: BTreeMap<usize, f32> = BTreeMap::new();
        for (term, weight) in terms {
            let Some(places) = places.get(term).filter(|p| p.len() <= COMMON_TERM) else { continue };
            for j in places {
                *shared.entry(*j).or_default() += weight * weight;
            }
        }
        let mut best = Nearest::default();
        for (j, weight) in shared {
            best.offer(weight / b.term_norms.get(j).unwrap_or(&1.0).max(1e-6), j, BY_TERMS);
        }
        found.extend(best.0.iter().map(|(_, j)| (i, *j)));
    }
}
