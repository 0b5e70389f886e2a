//! One version as the search uses it: vectors with what all have in common taken out, terms, lengths.

use super::{Side, lexicon, lexicon::Terms};
use crate::document::BlockKind;

/// Segments at which the mean of a version is trusted half: below, it is drawn to the mean of all versions,
/// and that one, in turn, to no correction at all.
const TRUST: f32 = 10.0;
/// Squared length of the common part of this encoder's unit vectors: the cosine of unrelated sentences.
const COMMON: f32 = 0.8;

/// One version, prepared.
pub(super) struct Prepared {
    /// Numbers a vector.
    pub dim: usize,
    /// One row a segment: the sentence vector less the common part; zero when it is of no use.
    pub vectors: Vec<f32>,
    /// Length of each row.
    pub norms: Vec<f32>,
    /// How much text a segment has, in letters; at least 1.
    pub mass: Vec<f32>,
    /// Terms of each segment.
    pub terms: Vec<Terms>,
    /// Length of each segment's terms as a vector.
    pub term_norms: Vec<f32>,
    /// The words, folded: segments that are equal but for marks, spacing and case have equal keys.
    pub keys: Vec<Vec<String>>,
    /// What may be merged: running text.
    pub mergeable: Vec<bool>,
    /// What is never paired: page furniture, empty lines.
    pub excluded: Vec<bool>,
    /// Whether the border after each segment lies inside a sentence.
    pub open: Vec<bool>,
    /// The block of each segment.
    pub blocks: Vec<usize>,
    /// What was taken out of every vector.
    pub common: Vec<f32>,
    /// Cosine of unrelated sentences that is to be expected after the common part is taken out.
    pub background: f32,
}

impl Prepared {
    /// Segments in the version.
    pub fn len(&self) -> usize {
        self.mass.len()
    }

    /// The vector of a segment.
    pub fn row(&self, i: usize) -> &[f32] {
        self.vectors.get(i * self.dim..(i + 1) * self.dim).unwrap_or_default()
    }

    /// A vector at unit length, less the common part; `None` if it is of no use.
    pub fn less_common(&self, vector: &[f32]) -> Option<impl Iterator<Item = f32>> {
        less(vector, &self.common)
    }
}

/// Prepares all versions together: what is common to all, and what is rare, is seen over all of them.
pub(super) fn prepare(sides: &[&Side<'_>]) -> Vec<Prepared> {
    let dim = sides.iter().flat_map(|s| s.segments.iter()).map(|s| s.vector.len()).max().unwrap_or(0);
    let means: Vec<(Vec<f32>, f32)> = sides.iter().map(|side| mean(side, dim)).collect();
    let total: f32 = means.iter().map(|(_, n)| n).sum();
    let mut overall = vec![0.0; dim];
    for (mean, n) in &means {
        for (to, x) in overall.iter_mut().zip(mean) {
            *to += x * n / total.max(1.0);
        }
    }
    let trust_all = total / (total + TRUST);
    let terms = lexicon::terms(sides);
    sides
        .iter()
        .zip(&means)
        .zip(terms)
        .map(|((side, (mean, n)), terms)| {
            let own = n / (n + TRUST);
            let common: Vec<f32> =
                mean.iter().zip(&overall).map(|(m, o)| trust_all * (own * m + (1.0 - own) * o)).collect();
            one(side, dim, &common, trust_all, terms)
        })
        .collect()
}

/// The mean of the usable vectors of a version, and how many there are.
fn mean(side: &Side<'_>, dim: usize) -> (Vec<f32>, f32) {
    let mut sum = vec![0.0; dim];
    let mut n = 0.0;
    for segment in side.segments.iter().filter(|s| usable(s.vector, dim)) {
        for (to, x) in sum.iter_mut().zip(segment.vector) {
            *to += x;
        }
        n += 1.0;
    }
    for x in &mut sum {
        *x /= f32::max(n, 1.0);
    }
    (sum, n)
}

/// A vector of the right size, finite, and not all zero.
fn usable(vector: &[f32], dim: usize) -> bool {
    let square: f32 = vector.iter().map(|x| x * x).sum();
    vector.len() == dim && square.is_finite() && square > 1e-6
}

fn less(vector: &[f32], common: &[f32]) -> Option<impl Iterator<Item = f32>> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    usable(vector, common.len()).then(|| vector.iter().zip(common).map(move |(x, c)| x / length - c))
}

fn one(side: &Side<'_>, dim: usize, common: &[f32], trust: f32, terms: Vec<Terms>) -> Prepared {
    let mut vectors = Vec::with_capacity(side.segments.len() * dim);
    for segment in &side.segments {
        match less(segment.vector, common) {
            Some(row) => vectors.extend(row),
            None => vectors.extend(std::iter::repeat_n(0.0, dim)),
        }
    }
    let norms = vectors.chunks(dim.max(1)).map(|row| dot(row, row).sqrt()).collect::<Vec<f32>>();
    let norms = if dim == 0 { vec![0.0; side.segments.len()] } else { norms };
    // With u the common part, cos(x - tu, y - tu) of unrelated x and y, where |u|² = cos(x, y) = COMMON.
    let background = COMMON * (1.0 - trust).powi(2) / (1.0 - 2.0 * trust * COMMON + trust * trust * COMMON);
    let keys: Vec<Vec<String>> =
        side.segments.iter().map(|s| s.features.words.iter().map(|w| w.folded.clone()).collect()).collect();
    let blank = |s: &super::SegmentView<'_>| !s.text.chars().any(|c| !c.is_whitespace());
    Prepared {
        dim,
        vectors,
        norms,
        mass: side.segments.iter().map(|s| letters(s.text)).collect(),
        term_norms: terms.iter().map(|t| lexicon::dot(t, t).sqrt()).collect(),
        terms,
        keys,
        mergeable: side.segments.iter().map(|s| is_running(s.kind)).collect(),
        excluded: side.segments.iter().map(|s| s.kind == BlockKind::Furniture || blank(s)).collect(),
        open: borders(side),
        blocks: side.segments.iter().map(|s| s.block).collect(),
        background,
        common: common.to_vec(),
    }
}

/// Whether sentences of such a block may be merged with their neighbours.
fn is_running(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Heading | BlockKind::Furniture)
}

fn borders(side: &Side<'_>) -> Vec<bool> {
    let pairs = side.segments.windows(2).map(|pair| matches!(pair, [x, y] if is_open(x.text, y.text)));
    pairs.chain([false]).collect()
}

/// Whether a sentence goes on from one segment to the next: the first ends with a mark that ends no sentence, or
/// the second begins with a small letter.
fn is_open(first: &str, second: &str) -> bool {
    let goes_on = |c: char| matches!(c, ',' | ';' | ':' | '–' | '—' | '،' | '؛' | '，' | '、' | '；' | '：');
    first.trim_end().ends_with(goes_on)
        || second.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Letters and digits; a mark counts nothing, so that spacing and typography do not change a length.
fn letters(text: &str) -> f32 {
    (text.chars().filter(|c| c.is_alphanumeric()).count() as f32).max(1.0)
}

/// Scalar product, in sixteen running sums so that the compiler can use wide registers; the order of the
/// additions is fixed.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 16];
    let (chunks_a, chunks_b) = (a.chunks_exact(16), b.chunks_exact(16));
    let tail: f32 = chunks_a.remainder().iter().zip(chunks_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in chunks_a.zip(chunks_b) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f32>() + tail
}
