//! Exact dynamic programming along a band: the set of beads, in order, with most evidence.

use super::evidence::{Cell, Evidence, Run};

/// Columns of the second version that each row of the first may meet. Both ends never fall.
#[derive(Debug, Clone)]
pub(super) struct Band {
    /// First row.
    pub start: usize,
    /// First and one past the last column, one entry a row.
    pub columns: Vec<(usize, usize)>,
}

/// A bead found, with its evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub first: Run,
    pub second: Run,
    /// In units of a typical true pair.
    pub evidence: f32,
    /// What it added to the sum that was maximised.
    pub gain: f32,
}

/// For each segment of either version, the bead that holds it.
pub(super) type Owners = [Vec<Option<usize>>; 2];

/// Looks up which bead holds each segment.
pub(super) fn owners(evidence: &Evidence<'_>, found: &[Found]) -> Owners {
    let of_side = |segments: usize, run: fn(&Found) -> Run| {
        let mut owners = vec![None; segments];
        for (k, run) in found.iter().map(run).enumerate() {
            owners.iter_mut().skip(run.start).take(run.len).for_each(|slot| *slot = Some(k));
        }
        owners
    };
    [of_side(evidence.a.len(), |f| f.first), of_side(evidence.b.len(), |f| f.second)]
}

/// What pairing a segment elsewhere is worth, so that a bead that takes it must be worth more; infinite for
/// what is taken already.
pub(super) struct Prices<'a> {
    pub first: &'a [f32],
    pub second: &'a [f32],
}

/// One row of the table: nodes `low..=high` of the second version.
struct Row {
    low: usize,
    score: Vec<f32>,
    /// How many segments of each version the best step into the node takes; (1, 0) and (0, 1) leave one alone.
    step: Vec<(u8, u8)>,
}

impl Row {
    fn score(&self, j: usize) -> f32 {
        j.checked_sub(self.low).and_then(|k| self.score.get(k)).copied().unwrap_or(f32::NEG_INFINITY)
    }
}

/// The beads with most evidence inside `band`, ascending.
pub(super) fn best_beads(evidence: &Evidence<'_>, band: &Band, prices: &Prices<'_>) -> Vec<Found> {
    let cells: Vec<Vec<Cell>> = band
        .columns
        .iter()
        .enumerate()
        .map(|(row, (low, high))| (*low..*high).map(|j| evidence.cell(band.start + row, j)).collect())
        .collect();
    let table = fill(evidence, band, &cells, prices);
    trace(evidence, band, &cells, prices, &table)
}

fn fill(evidence: &Evidence<'_>, band: &Band, cells: &[Vec<Cell>], prices: &Prices<'_>) -> Vec<Row> {
    let longest = evidence.settings.longest.min(MOST);
    let mut table: Vec<Row> = Vec::with_capacity(band.columns.len() + 1);
    for i in 0..=band.columns.len() {
        let after = band.columns.get(i.saturating_sub(1)).copied().unwrap_or((0, 0));
        let before = band.columns.get(i).copied().unwrap_or(after);
        // A node stands between two rows: it must be reachable from the one and may lead into the other.
        let (low, high) = if i == 0 { before } else { (after.0, after.1.max(before.1)) };
        let width = high.saturating_sub(low) + 1;
        let mut row = Row { low, score: vec![f32::NEG_INFINITY; width], step: vec![(0, 0); width] };
        for k in 0..width {
            let j = low + k;
            let mut best =
                if i == 0 { 0.0 } else { table.get(i - 1).map_or(f32::NEG_INFINITY, |r| r.score(j)) };
            let mut step = if i == 0 { (0, 0) } else { (1, 0) };
            let left = k.checked_sub(1).and_then(|k| row.score.get(k)).copied().unwrap_or(f32::NEG_INFINITY);
            if left > best {
                (best, step) = (left, (0, 1));
            }
            for rows in 1..=longest.min(i) {
                let Some(previous) = table.get(i - rows) else { continue };
                if prices.first.get(band.start + i - rows).is_none_or(|p| p.is_infinite()) {
                    break;
                }
                let mut sums = Cell::default();
                let mut parts = Parts::default();
                for columns in 1..=longest.min(j) {
                    if !add_column(band, cells, i, rows, j - columns, &mut sums, &mut parts) {
                        break;
                    }
                    let from = previous.score(j - columns);
                    if from == f32::NEG_INFINITY {
                        continue;
                    }
                    let first = Run { start: band.start + i - rows, len: rows };
                    let second = Run { start: j - columns, len: columns };
                    let gain = gain(evidence, sums, parts.weakest(rows), first, second, prices).0;
                    if gain > 0.0 && from + gain > best {
                        (best, step) = (from + gain, (rows as u8, columns as u8));
                    }
                }
            }
            if let (Some(s), Some(t)) = (row.score.get_mut(k), row.step.get_mut(k)) {
                (*s, *t) = (best, step);
            }
        }
        table.push(row);
    }
    table
}

/// The best evidence of every part of a bead with a single part of the other side.
#[derive(Debug, Clone, Copy)]
struct Parts {
    rows: [f32; MOST],
    weakest_column: f32,
}

/// More rows than this no bead has, whatever the settings say.
const MOST: usize = 8;

impl Default for Parts {
    fn default() -> Self {
        Self { rows: [f32::NEG_INFINITY; MOST], weakest_column: f32::INFINITY }
    }
}

impl Parts {
    fn weakest(&self, rows: usize) -> f32 {
        self.rows.iter().take(rows).copied().fold(self.weakest_column, f32::min)
    }
}

/// Adds a column's cells over the `rows` rows above node row `i`; false outside the band.
fn add_column(
    band: &Band,
    cells: &[Vec<Cell>],
    i: usize,
    rows: usize,
    column: usize,
    sums: &mut Cell,
    parts: &mut Parts,
) -> bool {
    let mut best = f32::NEG_INFINITY;
    for (row, part) in (i - rows..i).zip(&mut parts.rows) {
        let cell = band.columns.get(row).and_then(|(low, _)| cells.get(row)?.get(column.checked_sub(*low)?));
        let Some(cell) = cell else { return false };
        sums.meaning += cell.meaning;
        sums.writing += cell.writing;
        *part = part.max(cell.evidence);
        best = best.max(cell.evidence);
    }
    parts.weakest_column = parts.weakest_column.min(best);
    true
}

/// What a bead adds to the sum, less what its segments are worth elsewhere, and its evidence.
fn gain(
    evidence: &Evidence<'_>,
    sums: Cell,
    weakest: f32,
    first: Run,
    second: Run,
    prices: &Prices<'_>,
) -> (f32, f32) {
    let price = |prices: &[f32], run: Run| -> f32 {
        prices.get(run.start..run.start + run.len).map_or(f32::INFINITY, |p| p.iter().sum())
    };
    let taken = price(prices.first, first) + price(prices.second, second);
    if taken.is_infinite() {
        return (f32::NEG_INFINITY, 0.0);
    }
    let (value, score) = value(evidence, sums, weakest, first, second);
    (value - taken, score)
}

/// The most segments of a bead between texts that only share a topic: the sums of longer runs are ever more alike,
/// whatever they say. Without it two pairs of reports on one event had a bead of six and of seven segments, in which
/// one pair said the same and the rest stood beside it.
const MOST_LOOSE: usize = 3;

/// What a bead adds to the sum, and its evidence; minus infinity for what must not be merged.
fn value(evidence: &Evidence<'_>, sums: Cell, weakest: f32, first: Run, second: Run) -> (f32, f32) {
    let settings = evidence.settings;
    let is_too_long = evidence.is_loose() && first.len + second.len > MOST_LOOSE;
    if is_too_long
        || !is_mergeable(&evidence.a.mergeable, first)
        || !is_mergeable(&evidence.b.mergeable, second)
    {
        return (f32::NEG_INFINITY, 0.0);
    }
    let score = evidence.of(sums, first, second);
    let worth = evidence.weight(first, second) * (score - evidence.floor);
    if first.len == 1 && second.len == 1 {
        return (worth, score);
    }
    let crossings = crossings(&evidence.a.blocks, first) + crossings(&evidence.b.blocks, second);
    let attached = first.len.abs_diff(second.len) as f32;
    let joined = (first.len.min(second.len) - 1) as f32;
    let merging = (settings.attach - settings.part * weakest.clamp(-0.5, 1.0)) * attached
        + settings.merge * joined
        + settings.block * crossings as f32
        - settings.open * open_borders(evidence, first, second);
    (worth - merging, score)
}

/// A bead of these runs, whatever else they could be part of.
pub(super) fn judge(evidence: &Evidence<'_>, first: Run, second: Run) -> Found {
    let (sums, weakest) = sums(evidence, first, second);
    let (gain, score) = value(evidence, sums, weakest, first, second);
    Found { first, second, evidence: score, gain }
}

/// What meaning, writing and length say of a bead of these runs.
pub(super) fn parts(evidence: &Evidence<'_>, first: Run, second: Run) -> [f32; 3] {
    evidence.parts(sums(evidence, first, second).0, first, second)
}

/// The sums over a bead's cells, and the evidence of its weakest part.
fn sums(evidence: &Evidence<'_>, first: Run, second: Run) -> (Cell, f32) {
    let mut sums = Cell::default();
    let mut rows = vec![f32::NEG_INFINITY; first.len];
    let mut weakest = f32::INFINITY;
    for j in second.start..second.start + second.len {
        let mut column = f32::NEG_INFINITY;
        for (row, i) in rows.iter_mut().zip(first.start..) {
            let cell = evidence.cell(i, j);
            sums.meaning += cell.meaning;
            sums.writing += cell.writing;
            *row = row.max(cell.evidence);
            column = column.max(cell.evidence);
        }
        weakest = weakest.min(column);
    }
    (sums, rows.into_iter().fold(weakest, f32::min))
}

/// Borders inside sentences that merging takes away on one side and not on the other.
fn open_borders(evidence: &Evidence<'_>, first: Run, second: Run) -> f32 {
    let inside = |open: &[bool], run: Run| {
        open.get(run.start..run.start + run.len - 1).map_or(0, |o| o.iter().filter(|o| **o).count())
    };
    inside(&evidence.a.open, first).abs_diff(inside(&evidence.b.open, second)) as f32
}

/// Headings and furniture stand alone in their version.
pub(super) fn is_mergeable(allowed: &[bool], run: Run) -> bool {
    run.len == 1 || allowed.get(run.start..run.start + run.len).is_some_and(|all| all.iter().all(|ok| *ok))
}

fn crossings(blocks: &[usize], run: Run) -> usize {
    blocks
        .get(run.start..run.start + run.len)
        .map_or(0, |b| b.windows(2).filter(|pair| pair.first() != pair.last()).count())
}

fn trace(
    evidence: &Evidence<'_>,
    band: &Band,
    cells: &[Vec<Cell>],
    prices: &Prices<'_>,
    table: &[Row],
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut i = band.columns.len();
    // The end of the last row: nodes further right were reached by leaving columns alone.
    let mut j = table.last().map_or(0, |row| row.low + row.score.len() - 1);
    while let Some(row) = table.get(i) {
        let step = j.checked_sub(row.low).and_then(|k| row.step.get(k)).copied().unwrap_or((0, 0));
        match step {
            (0, 0) => break,
            (0, columns) => j -= usize::from(columns),
            (rows, 0) => i -= usize::from(rows),
            (rows, columns) => {
                let (rows, columns) = (usize::from(rows), usize::from(columns));
                let first = Run { start: band.start + i - rows, len: rows };
                let second = Run { start: j - columns, len: columns };
                let mut sums = Cell::default();
                let mut parts = Parts::default();
                for column in (second.start..j).rev() {
                    add_column(band, cells, i, rows, column, &mut sums, &mut parts);
                }
                let (gain, score) = gain(evidence, sums, parts.weakest(rows), first, second, prices);
                found.push(Found { first, second, evidence: score, gain });
                i -= rows;
                j -= columns;
            }
        }
    }
    found.reverse();
    found
}
