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
    /// Evidence for the cell on its own; of no meaning in a sum.
    pub evidence: f32,
}

/// What a run of segments is as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct Whole {
    meaning: f32,
    writing: f32,
    mass: f32,
    /// How near everything is to it (0..1), by meaning and by writing.
    hub: [f32; 2],
    /// What it weighs in the sum that the search maximises; 1 for a segment of mean length.
    weight: f32,
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
    /// Variance of that logarithm among true pairs.
    spread: f32,
    /// Mean length of a segment of each version.
    mean_mass: [f32; 2],
    /// Evidence of a typical true pair: the unit.
    unit: f32,
    /// [`Settings::floor`], raised where the texts are no translations of one another.
    pub floor: f32,
}

/// How many imagined neighbours at the expected background each segment has beside its real ones.
const IMAGINED: f32 = 1.0;
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
/// Standard deviation of a normal distribution over its median absolute deviation.
const MAD: f32 = 1.4826;
/// Squared deviations beyond this say nothing more.
const FARTHEST: f32 = 16.0;

impl<'a> Evidence<'a> {
    pub fn new(a: &'a Prepared, b: &'a Prepared, settings: &'a Settings) -> Self {
        let candidates = neighbours::candidates(a, b);
        let hubs_a = hubs(a, candidates.iter().map(|c| (c.i, c.meaning, c.writing)));
        let hubs_b = hubs(b, candidates.iter().map(|c| (c.j, c.meaning, c.writing)));
        let wholes = [wholes(a, &hubs_a, settings), wholes(b, &hubs_b, settings)];
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
        let scores: Vec<f32> = self.candidates.iter().map(|c| self.single(c.i, c.j)).collect();
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
        let off = self.length_ratio(x.mass, y.mass) - self.ratio;
        let off = (off * off / self.spread).min(FARTHEST);
        let raw = meaning + self.settings.lexical * writing - self.settings.length * off;
        let score = raw / self.unit;
        if first.len == 1 && second.len == 1 && self.same(first.start, second.start) {
            score.max(1.0)
        } else {
            score
        }
    }

    /// What a bead weighs in the sum that the search maximises: the mean of its two sides.
    pub fn weight(&self, first: Run, second: Run) -> f32 {
        let longest = self.settings.longest.max(1);
        let weight = |side: &[Whole], run: Run| {
            side.get(run.start * longest + run.len - 1).map_or(1.0, |whole| whole.weight)
        };
        f32::midpoint(weight(&self.wholes[0], first), weight(&self.wholes[1], second))
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
fn wholes(side: &Prepared, hubs: &[[f32; 2]], settings: &Settings) -> Vec<Whole> {
    let longest = settings.longest.max(1);
    let mean = side.mass.iter().sum::<f32>() / side.mass.len().max(1) as f32;
    let mut out = vec![Whole::default(); side.len() * longest];
    for i in 0..side.len() {
        let mut run = Whole::default();
        // Sums over the parts: of the hubs by mass, and of the hubs by length of the vectors.
        let (mut parts, mut lengths) = ([0.0; 2], [0.0; 2]);
        for len in 1..=longest.min(side.len() - i) {
            let last = i + len - 1;
            let own = side.mass.get(last).copied().unwrap_or(1.0);
            for k in i..=last {
                // Off the diagonal every product counts twice.
                let times = if k == last { 1.0 } else { 2.0 };
                let other = side.mass.get(k).copied().unwrap_or(1.0);
                run.meaning += times * own * other * dot(side.row(k), side.row(last));
                if let (Some(s), Some(t)) = (side.terms.get(k), side.terms.get(last)) {
                    run.writing += times * lexicon::dot(s, t);
                }
            }
            let hub = hubs.get(last).copied().unwrap_or_default();
            let norms = [
                own * side.norms.get(last).copied().unwrap_or(0.0),
                side.term_norms.get(last).copied().unwrap_or(0.0),
            ];
            for channel in 0..2 {
                if let (Some(part), Some(length), Some(hub), Some(norm)) =
                    (parts.get_mut(channel), lengths.get_mut(channel), hub.get(channel), norms.get(channel))
                {
                    *part += own * hub;
                    *length += norm * hub;
                }
            }
            run.mass += own;
            run.weight += (own / mean).powf(settings.weight);
            let norms = [f32::max(run.meaning, 0.0).sqrt(), f32::max(run.writing, 0.0).sqrt()];
            let hub = |part: f32, length: f32, norm: f32| {
                let apart = part / run.mass;
                let together = if norm > 1e-9 { (length / norm).min(1.0) } else { apart };
                apart + settings.spread * (together - apart)
            };
            if let Some(slot) = out.get_mut(i * longest + len - 1) {
                *slot = Whole {
                    meaning: norms[0],
                    writing: norms[1],
                    hub: [hub(parts[0], lengths[0], norms[0]), hub(parts[1], lengths[1], norms[1])],
                    ..run
                };
            }
        }
    }
    out
}
