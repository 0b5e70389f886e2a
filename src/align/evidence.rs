//! How much speaks for pairing segments of two versions: meaning and writing, each corrected for hubs, and length.

use super::{
    Settings,
    joined::JoinedRows,
    lexicon,
    neighbours::{self, Candidate},
    prepared::{Prepared, dot},
    wholes::{Whole, Wholes},
};
use std::ops::Range;

/// A run of segments: where it starts and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub start: usize,
    pub len: usize,
}

impl Run {
    /// The segments.
    pub fn range(self) -> Range<usize> {
        self.start..self.start + self.len
    }
}

/// Weighted sums over the cells of a bead, from which its cosines follow.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// Σ mass · mass · (vector · vector).
    pub meaning: f32,
    /// Σ terms · terms.
    pub writing: f32,
    /// Evidence for the cell on its own; of no meaning in a sum.
    pub evidence: f32,
}

/// The evidence between two versions.
pub(super) struct Evidence<'a> {
    pub a: &'a Prepared,
    pub b: &'a Prepared,
    pub settings: &'a Settings,
    /// Pairs worth a look, ascending.
    pub candidates: Vec<Candidate>,
    wholes: [Wholes; 2],
    /// Typical logarithm of the second length over the first.
    ratio: f32,
    /// Variance of that logarithm among true pairs.
    spread: f32,
    /// Mean length of a segment of each version.
    mean_mass: [f32; 2],
    /// Evidence of a typical true pair: the unit.
    unit: f32,
    /// [`Settings::floor`], raised where the texts are no translations of one another.
    pub floor: f32,
    /// Vectors of runs that were read as one text, of each version.
    joined: [Option<&'a JoinedRows>; 2],
}

/// Raw evidence of a typical true pair before any text was seen, and how many pairs that guess is worth.
const UNIT: f32 = 0.7;
const GUESS_WEIGHT: f32 = 6.0;
/// However badly a text is translated, the unit does not fall below this: texts whose best pairs reach less are
/// related by topic only.
const LEAST_UNIT: f32 = 0.6;
/// Share of the shorter text's segments that are each other's best with some segment of the other: between
/// translations, even distant and freely cut, above three quarters; between independent reports of one event, half.
const RELATED: f32 = 0.75;
/// The same by the evidence of the typical best pair: Chinese against English reaches 0.43 and more.
const RELATED_UNIT: f32 = 0.43;
/// Share of a mean segment added to both lengths before they are compared: short sentences vary more.
const LENGTH_SMOOTHING: f32 = 0.15;
/// Standard deviation of the logarithm of the ratio of lengths: before any text was seen, and at least.
const SPREAD: f32 = 0.3;
const LEAST_SPREAD: f32 = 0.15;
/// Share of a text without a partner from which on omissions are nothing rare: on our sets a first pass leaves 3
/// to 5% alone where nothing was left out, 8 to 15% where one line in sixteen was.
const INCOMPLETE: f32 = 0.1;
/// Standard deviation of a normal distribution over its median absolute deviation.
const MAD: f32 = 1.4826;
/// Squared deviations beyond this say nothing more.
const FARTHEST: f32 = 16.0;

impl<'a> Evidence<'a> {
    pub fn new(a: &'a Prepared, b: &'a Prepared, settings: &'a Settings) -> Self {
        let candidates = neighbours::candidates(a, b);
        let wholes = [
            Wholes::new(a, candidates.iter().map(|c| (c.i, c.meaning, c.writing)), settings),
            Wholes::new(b, candidates.iter().map(|c| (c.j, c.meaning, c.writing)), settings),
        ];
        let mean = |side: &Prepared| (side.mass.iter().sum::<f32>() / side.len().max(1) as f32).max(1.0);
        let mean_mass = [mean(a), mean(b)];
        let mut evidence = Self {
            a,
            b,
            settings,
            candidates,
            wholes,
            ratio: 0.0,
            spread: SPREAD * SPREAD,
            mean_mass,
            unit: 1.0,
            floor: settings.floor,
            joined: [None, None],
        };
        evidence.learn();
        evidence
    }

    /// Learns the ratio of lengths, how far it varies, and the unit, from the pairs that are each other's best.
    fn learn(&mut self) {
        let ratios: Vec<f32> = self
            .best_pairs()
            .iter()
            .filter_map(|(_, c)| {
                let (m, n) = self.a.mass.get(c.i).zip(self.b.mass.get(c.j))?;
                Some(self.length_ratio(*m, *n))
            })
            .collect();
        let n = ratios.len() as f32;
        self.ratio = quantile(ratios.clone(), 0.5) * n / (n + GUESS_WEIGHT);
        let off = quantile(ratios.iter().map(|r| (r - self.ratio).abs()).collect(), 0.5) * MAD;
        self.spread =
            ((off * off * n + SPREAD * SPREAD * GUESS_WEIGHT) / (n + GUESS_WEIGHT)).max(LEAST_SPREAD.powi(2));
        let scores: Vec<f32> = self.best_pairs().into_iter().map(|(score, _)| score).collect();
        let n = scores.len() as f32;
        let typical = quantile(scores, 0.6);
        let typical = (typical * n + UNIT * GUESS_WEIGHT) / (n + GUESS_WEIGHT);
        self.unit = typical.max(LEAST_UNIT);
        let fewer = self.a.len().min(self.b.len()) as f32;
        let share = (n + GUESS_WEIGHT) / (fewer + GUESS_WEIGHT);
        self.floor +=
            self.settings.loose * (1.0 - (share / RELATED).min(typical / RELATED_UNIT)).clamp(0.0, 1.0);
    }

    /// The candidates that are each other's best, with their evidence.
    fn best_pairs(&self) -> Vec<(f32, Candidate)> {
        let scores: Vec<f32> = self.candidates.iter().map(|c| self.candidate(c)).collect();
        mutual(&self.candidates, &scores, self.a.len(), self.b.len())
            .into_iter()
            .filter_map(|k| Some((*scores.get(k)?, *self.candidates.get(k)?)))
            .collect()
    }

    /// Logarithm of the second length over the first, both as shares of their version's mean length (so that
    /// the smoothing means the same in every script), both smoothed.
    fn length_ratio(&self, first: f32, second: f32) -> f32 {
        let (first, second) = (first / self.mean_mass[0], second / self.mean_mass[1]);
        ((second + LENGTH_SMOOTHING) / (first + LENGTH_SMOOTHING)).ln()
    }

    /// Sums of one cell.
    pub fn cell(&self, i: usize, j: usize) -> Cell {
        let mass = self.a.mass.get(i).unwrap_or(&1.0) * self.b.mass.get(j).unwrap_or(&1.0);
        let writing = match (self.a.terms.get(i), self.b.terms.get(j)) {
            (Some(s), Some(t)) => lexicon::dot(s, t),
            _ => 0.0,
        };
        let mut cell = Cell { meaning: mass * dot(self.a.row(i), self.b.row(j)), writing, evidence: 0.0 };
        cell.evidence = self.of(cell, Run { start: i, len: 1 }, Run { start: j, len: 1 });
        cell
    }

    /// Evidence for one pair, in units of a typical true pair.
    pub fn single(&self, i: usize, j: usize) -> f32 {
        self.cell(i, j).evidence
    }

    /// Evidence for a candidate, from the cosines that are known of it.
    pub fn candidate(&self, c: &Candidate) -> f32 {
        let at = |numbers: &[f32], k: usize| numbers.get(k).copied().unwrap_or(0.0);
        let (a, b) = (self.a, self.b);
        let cell = Cell {
            meaning: c.meaning * at(&a.mass, c.i) * at(&b.mass, c.j) * at(&a.norms, c.i) * at(&b.norms, c.j),
            writing: c.writing * at(&a.term_norms, c.i) * at(&b.term_norms, c.j),
            evidence: 0.0,
        };
        self.of(cell, Run { start: c.i, len: 1 }, Run { start: c.j, len: 1 })
    }

    /// Evidence for a bead whose cells sum to `sums`, in units of a typical true pair. 1 for equal text.
    pub fn of(&self, sums: Cell, first: Run, second: Run) -> f32 {
        let score = self.parts(sums, first, second).iter().sum();
        if first.len == 1 && second.len == 1 && self.same(first.start, second.start) {
            f32::max(score, 1.0)
        } else {
            score
        }
    }

    /// What meaning, writing and length say of a bead, in units of a typical true pair; length only ever speaks
    /// against one.
    pub fn parts(&self, sums: Cell, first: Run, second: Run) -> [f32; 3] {
        let (x, y) = (self.wholes[0].of(first), self.wholes[1].of(second));
        let margin = |sum: f32, norm: f32, hub: f32| {
            let cosine = if norm > 1e-9 { sum / norm } else { 0.0 };
            // Out of what is left above the background, how much is reached.
            (cosine - hub) / (1.0 - hub).max(0.05)
        };
        let together = if x.joined.is_none() && y.joined.is_none() {
            sums.meaning
        } else {
            self.product(first, x, second, y)
        };
        let meaning = margin(together, x.meaning * y.meaning, f32::midpoint(x.hub[0], y.hub[0]));
        let writing = margin(sums.writing, x.writing * y.writing, f32::midpoint(x.hub[1], y.hub[1]));
        let off = self.length_ratio(x.mass, y.mass) - self.ratio;
        let off = (off * off / self.spread).min(FARTHEST);
        [meaning, self.settings.lexical * writing, -self.settings.length * off].map(|part| part / self.unit)
    }

    /// Whether the texts seem to share their topic and not a source.
    pub fn is_loose(&self) -> bool {
        self.floor > self.settings.floor
    }

    /// Takes the vectors of runs that were read as one text.
    pub fn join(&mut self, joined: [&'a JoinedRows; 2]) {
        let [first, second] = &mut self.wholes;
        for (wholes, rows, first_is_own) in [(first, joined[0], true), (second, joined[1], false)] {
            let (own, other) = if first_is_own { (self.a, self.b) } else { (self.b, self.a) };
            let near = near(&self.candidates, own.len(), first_is_own);
            for (run, row) in rows.iter() {
                wholes.join(run, row, rows.vector(row), &near, own, other);
            }
        }
        self.joined = joined.map(Some);
    }

    /// Lowers the floor where a first pass left little alone (`share` of the text): translators who leave nothing
    /// out left out less than it seems.
    pub fn trust_completeness(&mut self, share: f32) {
        self.floor -= self.settings.complete * (1.0 - share / INCOMPLETE).clamp(0.0, 1.0);
    }

    /// Scalar product of two runs of which at least one was read as one text.
    fn product(&self, first: Run, x: Whole, second: Run, y: Whole) -> f32 {
        let vector = |side: usize, whole: Whole| {
            self.joined.get(side).copied().flatten().zip(whole.joined).map(|(rows, row)| rows.vector(row))
        };
        match (vector(0, x), vector(1, y)) {
            (Some(u), Some(v)) => dot(u, v),
            (Some(u), None) => dot_with_parts(u, self.b, second),
            (None, Some(v)) => dot_with_parts(v, self.a, first),
            (None, None) => 0.0,
        }
    }

    /// What a bead weighs in the sum that the search maximises: the mean of its two sides.
    pub fn weight(&self, first: Run, second: Run) -> f32 {
        f32::midpoint(self.wholes[0].of(first).weight, self.wholes[1].of(second).weight)
    }

    /// Whether two segments have the same words.
    pub fn same(&self, i: usize, j: usize) -> bool {
        match (self.a.keys.get(i), self.b.keys.get(j)) {
            (Some(s), Some(t)) => !s.is_empty() && s == t,
            _ => false,
        }
    }
}

/// Of scored candidates those that are the best of their row and of their column; none where the best is not
/// alone.
pub(super) fn mutual(candidates: &[Candidate], scores: &[f32], rows: usize, columns: usize) -> Vec<usize> {
    let mut best_row: Vec<Option<(f32, usize)>> = vec![None; rows];
    let mut best_column: Vec<Option<(f32, usize)>> = vec![None; columns];
    let mut tied: Vec<bool> = vec![false; candidates.len()];
    for (k, (c, score)) in candidates.iter().zip(scores).enumerate() {
        for slot in [best_row.get_mut(c.i), best_column.get_mut(c.j)].into_iter().flatten() {
            match slot {
                Some((best, _)) if *score < *best => {}
                Some((best, old)) if *score <= *best => {
                    if let Some(t) = tied.get_mut(*old) {
                        *t = true;
                    }
                    if let Some(t) = tied.get_mut(k) {
                        *t = true;
                    }
                }
                _ => *slot = Some((*score, k)),
            }
        }
    }
    (0..candidates.len())
        .filter(|k| {
            let Some(c) = candidates.get(*k) else { return false };
            let is_best = |slot: Option<&Option<(f32, usize)>>| {
                slot.copied().flatten().is_some_and(|(_, best)| best == *k)
            };
            is_best(best_row.get(c.i)) && is_best(best_column.get(c.j)) && !tied.get(*k).unwrap_or(&true)
        })
        .collect()
}

/// The value below which a share of the values lie; 0 without values.
fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get((values.len() as f32 * share) as usize).copied().unwrap_or(0.0)
}

/// Scalar product of a vector with the sum of a run's parts.
fn dot_with_parts(vector: &[f32], side: &Prepared, run: Run) -> f32 {
    (run.start..run.start + run.len)
        .map(|k| side.mass.get(k).copied().unwrap_or(1.0) * dot(vector, side.row(k)))
        .sum()
}

/// For every segment of a side, the segments of the other side among its candidates.
fn near(candidates: &[Candidate], segments: usize, first_is_own: bool) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); segments];
    for c in candidates {
        let (own, other) = if first_is_own { (c.i, c.j) } else { (c.j, c.i) };
        if let Some(list) = near.get_mut(own) {
            list.push(other);
        }
    }
    near
}
