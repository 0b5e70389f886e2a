//! Which segments may belong together: for every segment its nearest ones of the other version, by vector and
//! by rare terms.

use super::{
    lexicon,
    prepared::{Prepared, dot},
};
use std::collections::{BTreeMap, BTreeSet};

/// Neighbours kept a segment; as many judge how much of a hub a segment is (the `k` of CSLS, Conneau et al.
/// 2018, is 10, for vocabularies; texts are shorter).
pub(super) const NEAREST: usize = 8;
/// Terms in more segments than this are no way to find a partner: too many would be found.
const COMMON_TERM: usize = 24;
/// Segments on either side of the proportional place that are compared by vector. Articles, pages and chapters
/// are compared whole; in a book a block that moved farther is found by its rare terms alone, so that the time
/// grows with the length and not with its square.
const WINDOW: usize = 1024;
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

/// All candidates, ascending by `i`, then `j`.
pub(super) fn candidates(a: &Prepared, b: &Prepared) -> Vec<Candidate> {
    let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut columns: Vec<Nearest> = vec![Nearest::default(); b.len()];
    for i in 0..a.len() {
        let mut row = Nearest::default();
        let centre = i * b.len() / a.len();
        let window = centre.saturating_sub(WINDOW)..(centre + WINDOW).min(b.len());
        for (j, column) in columns.iter_mut().enumerate().take(window.end).skip(window.start) {
            let cosine = meaning(a, i, b, j);
            if cosine > 0.0 {
                row.offer(cosine, j);
                column.offer(cosine, i);
            }
        }
        found.extend(row.0.iter().map(|(_, j)| (i, *j)));
    }
    for (j, column) in columns.iter().enumerate() {
        found.extend(column.0.iter().map(|(_, i)| (*i, j)));
    }
    by_terms(a, b, &mut found);
    found
        .into_iter()
        .filter(|(i, j)| allowed(a, *i) && allowed(b, *j))
        .map(|(i, j)| Candidate { i, j, meaning: meaning(a, i, b, j), writing: writing(a, i, b, j) })
        .collect()
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
    fn offer(&mut self, score: f32, index: usize) {
        if self.0.len() == NEAREST && self.0.last().is_some_and(|(worst, _)| score <= *worst) {
            return;
        }
        let at = self.0.partition_point(|(s, k)| s.total_cmp(&score).then(index.cmp(k)).is_gt());
        self.0.insert(at, (score, index));
        self.0.truncate(NEAREST);
    }
}

/// Adds the pairs that share most weight of rare terms.
fn by_terms(a: &Prepared, b: &Prepared, found: &mut BTreeSet<(usize, usize)>) {
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
            best.offer(weight / b.term_norms.get(j).unwrap_or(&1.0).max(1e-6), j);
        }
        found.extend(best.0.iter().take(BY_TERMS).map(|(_, j)| (i, *j)));
    }
}
