//! How much speaks for pairing segments of two versions: meaning and writing, each corrected for hubs, and length.

use super::{
    Settings, lexicon,
    neighbours::{self, Candidate, NEAREST},
    prepared::{Prepared, dot},
};

/// A run of segments: where it starts and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub start: usize,
    pub len: usize,
}

/// Weighted sums over the cells of a bead, from which its cosines follow.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// Σ mass · mass · (vector · vector).
    pub meaning: f32,
    /// Σ terms · terms.
    pub writing: f32,
}

/// What a run of segments is as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct Whole {
    meaning: f32,
    writing: f32,
    mass: f32,
    /// How near everything is to it (0..1), by meaning and by writing.
    hub: [f32; 2],
}

/// The evidence between two versions.
pub(super) struct Evidence<'a> {
    pub a: &'a Prepared,
    pub b: &'a Prepared,
    pub settings: &'a Settings,
    /// Pairs worth a look, ascending.
    pub candidates: Vec<Candidate>,
    wholes: [Vec<Whole>; 2],
    /// Typical logarithm of the second length over the first.
    ratio: f32,
    /// Evidence of a typical true pair: the unit.
    unit: f32,
}

/// How many imagined neighbours at the expected background each segment has beside its real ones.
const IMAGINED: f32 = 1.0;
/// Raw evidence of a typical true pair before any text was seen, and how many pairs that guess is worth.
const UNIT: f32 = 0.7;
const GUESS_WEIGHT: f32 = 6.0;
/// However badly a text is translated, the unit does not fall below this: else unrelated texts would set it.
const LEAST_UNIT: f32 = 0.35;
/// Letters added to both lengths before they are compared: short sentences vary more.
const LENGTH_SMOOTHING: f32 = 10.0;

impl<'a> Evidence<'a> {
    pub fn new(a: &'a Prepared, b: &'a Prepared, settings: &'a Settings) -> Self {
        let candidates = neighbours::candidates(a, b);
        let longest = settings.longest.max(1);
        let hubs_a = hubs(a, candidates.iter().map(|c| (c.i, c.meaning, c.writing)));
        let hubs_b = hubs(b, candidates.iter().map(|c| (c.j, c.meaning, c.writing)));
        let wholes = [wholes(a, &hubs_a, longest), wholes(b, &hubs_b, longest)];
        let mut evidence = Self { a, b, settings, candidates, wholes, ratio: 0.0, unit: 1.0 };
        evidence.learn();
        evidence
    }

    /// Learns the unit and the ratio of lengths from the pairs that are each other's best.
    fn learn(&mut self) {
        let scores: Vec<f32> = self.candidates.iter().map(|c| self.single(c.i, c.j)).collect();
        let mut pairs: Vec<(f32, f32)> = mutual(&self.candidates, &scores, self.a.len(), self.b.len())
            .into_iter()
            .filter_map(|k| {
                let c = self.candidates.get(k)?;
                let lengths = self.a.mass.get(c.i).zip(self.b.mass.get(c.j));
                let ratio = lengths.map_or(0.0, |(m, n)| length_ratio(*m, *n));
                Some((*scores.get(k)?, ratio))
            })
            .collect();
        let n = pairs.len() as f32;
        let mut middle = |key: fn(&(f32, f32)) -> f32, share: f32| {
            pairs.sort_by(|x, y| key(x).total_cmp(&key(y)));
            pairs.get((n * share) as usize).map_or(0.0, key)
        };
        let typical = middle(|p| p.0, 0.6);
        self.ratio = middle(|p| p.1, 0.5) * n / (n + GUESS_WEIGHT);
        self.unit = ((typical * n + UNIT * GUESS_WEIGHT) / (n + GUESS_WEIGHT)).max(LEAST_UNIT);
    }

    /// Sums of one cell.
    pub fn cell(&self, i: usize, j: usize) -> Cell {
        let mass = self.a.mass.get(i).unwrap_or(&1.0) * self.b.mass.get(j).unwrap_or(&1.0);
        let writing = match (self.a.terms.get(i), self.b.terms.get(j)) {
            (Some(s), Some(t)) => lexicon::dot(s, t),
            _ => 0.0,
        };
        Cell { meaning: mass * dot(self.a.row(i), self.b.row(j)), writing }
    }

    /// Evidence for one pair, in units of a typical true pair.
    pub fn single(&self, i: usize, j: usize) -> f32 {
        self.of(self.cell(i, j), Run { start: i, len: 1 }, Run { start: j, len: 1 })
    }

    /// Evidence for a bead whose cells sum to `sums`, in units of a typical true pair. 1 for equal text.
    pub fn of(&self, sums: Cell, first: Run, second: Run) -> f32 {
        let longest = self.settings.longest.max(1);
        let whole = |side: &[Whole], run: Run| {
            side.get(run.start * longest + run.len - 1).copied().unwrap_or_default()
        };
        let (x, y) = (whole(&self.wholes[0], first), whole(&self.wholes[1], second));
        let margin = |sum: f32, norm: f32, hub: f32| {
            let cosine = if norm > 1e-9 { sum / norm } else { 0.0 };
            // Out of what is left above the background, how much is reached.
            (cosine - hub) / (1.0 - hub).max(0.05)
        };
        let meaning = margin(sums.meaning, x.meaning * y.meaning, f32::midpoint(x.hub[0], y.hub[0]));
        let writing = margin(sums.writing, x.writing * y.writing, f32::midpoint(x.hub[1], y.hub[1]));
        let off = length_ratio(x.mass, y.mass) - self.ratio;
        let raw = meaning + self.settings.lexical * writing - self.settings.length * (off * off).min(4.0);
        let score = raw / self.unit;
        if first.len == 1 && second.len == 1 && self.same(first.start, second.start) {
            score.max(1.0)
        } else {
            score
        }
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

/// Logarithm of the second length over the first, both smoothed.
fn length_ratio(first: f32, second: f32) -> f32 {
    ((second + LENGTH_SMOOTHING) / (first + LENGTH_SMOOTHING)).ln()
}

/// For every segment how near its second-best and further neighbours are, by meaning and by writing: the
/// margin of Artetxe and Schwenk (2019), with the best left out so that a true partner does not count
/// against itself.
fn hubs(side: &Prepared, pairs: impl Iterator<Item = (usize, f32, f32)>) -> Vec<[f32; 2]> {
    let mut near: Vec<(Vec<f32>, Vec<f32>)> = vec![Default::default(); side.len()];
    for (i, meaning, writing) in pairs {
        if let Some((m, w)) = near.get_mut(i) {
            m.push(meaning);
            w.push(writing);
        }
    }
    let rest = |values: &mut Vec<f32>| {
        values.sort_by(|x, y| y.total_cmp(x));
        let rest: Vec<f32> = values.iter().skip(1).take(NEAREST - 1).copied().collect();
        (rest.iter().sum::<f32>(), rest.len() as f32)
    };
    near.iter_mut()
        .map(|(meaning, writing)| {
            let (sum, n) = rest(meaning);
            let (written, _) = rest(writing);
            let hub = (sum + IMAGINED * side.background) / (n + IMAGINED);
            [hub, written / (NEAREST - 1) as f32]
        })
        .collect()
}

/// What every run of up to `longest` segments is as a whole; row `i * longest + len - 1`.
fn wholes(side: &Prepared, hubs: &[[f32; 2]], longest: usize) -> Vec<Whole> {
    let mut out = vec![Whole::default(); side.len() * longest];
    for i in 0..side.len() {
        let (mut meaning, mut writing, mut mass, mut hub) = (0.0, 0.0, 0.0, [0.0; 2]);
        for len in 1..=longest.min(side.len() - i) {
            let last = i + len - 1;
            let own = side.mass.get(last).copied().unwrap_or(1.0);
            for k in i..=last {
                // Off the diagonal every product counts twice.
                let times = if k == last { 1.0 } else { 2.0 };
                let other = side.mass.get(k).copied().unwrap_or(1.0);
                meaning += times * own * other * dot(side.row(k), side.row(last));
                if let (Some(s), Some(t)) = (side.terms.get(k), side.terms.get(last)) {
                    writing += times * lexicon::dot(s, t);
                }
            }
            mass += own;
            let last_hub = hubs.get(last).copied().unwrap_or_default();
            hub = [hub[0] + own * last_hub[0], hub[1] + own * last_hub[1]];
            if let Some(slot) = out.get_mut(i * longest + len - 1) {
                *slot = Whole {
                    meaning: f32::max(meaning, 0.0).sqrt(),
                    writing: f32::max(writing, 0.0).sqrt(),
                    mass,
                    hub: [hub[0] / mass, hub[1] / mass],
                };
            }
        }
    }
    out
}
