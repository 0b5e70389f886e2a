//! Scoring against a gold alignment, as vecalign counts: strict and lax.

use std::collections::BTreeSet;

/// A bead of a gold alignment, or one to be judged: segments of the first and of the second version.
pub type GoldBead = (Vec<usize>, Vec<usize>);

/// How well an alignment agrees with the gold one. Beads with an empty side count in neither.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Agreement {
    /// Beads that are exactly a gold bead.
    pub strict: Rates,
    /// Beads that share a pair of segments with some gold bead.
    pub lax: Rates,
    /// Pairs of segments inside beads.
    pub pairs: Rates,
}

/// Of so many said so many were right, of so many to be found so many were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// Said and right.
    pub right: usize,
    /// Said.
    pub said: usize,
    /// To be found, and found.
    pub found: usize,
    /// To be found.
    pub wanted: usize,
}

impl Rates {
    /// Right of said, 0..1; 0 if nothing was said.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.said)
    }

    /// Found of wanted, 0..1; 0 if nothing was wanted.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.found, self.wanted)
    }

    /// Harmonic mean of both, 0..1.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Reads a ladder: one bead a line, `[0, 1]:[2]`, with or without `:0.93` behind it; empty lines are skipped.
///
/// # Errors
/// The number of the first line, from 1, that is not a bead.
pub fn read_ladder(text: &str) -> Result<Vec<GoldBead>, usize> {
    let lines =
        text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| bead(line.trim()).ok_or(number + 1)).collect()
}

fn bead(line: &str) -> Option<GoldBead> {
    let (first, rest) = line.strip_prefix('[')?.split_once(']')?;
    let (second, rest) = rest.strip_prefix(":[")?.split_once(']')?;
    let cost = rest.strip_prefix(':').unwrap_or(rest).trim();
    if !cost.is_empty() && cost.parse::<f64>().is_err() {
        return None;
    }
    Some((indices(first)?, indices(second)?))
}

fn indices(list: &str) -> Option<Vec<usize>> {
    if list.trim().is_empty() {
        return Some(Vec::new());
    }
    list.split(',').map(|index| index.trim().parse().ok()).collect()
}

/// Compares beads with gold ones.
#[must_use]
pub fn compare(said: &[GoldBead], gold: &[GoldBead]) -> Agreement {
    let whole = |beads: &[GoldBead]| -> BTreeSet<GoldBead> {
        beads.iter().filter(|(first, second)| !first.is_empty() && !second.is_empty()).cloned().collect()
    };
    let (said, gold) = (whole(said), whole(gold));
    let cells = |beads: &BTreeSet<GoldBead>| -> BTreeSet<(usize, usize)> {
        beads.iter().flat_map(|bead| pairs(bead).collect::<Vec<_>>()).collect()
    };
    let (said_cells, gold_cells) = (cells(&said), cells(&gold));
    let touching = |beads: &BTreeSet<GoldBead>, cells: &BTreeSet<(usize, usize)>| {
        beads.iter().filter(|bead| pairs(bead).any(|pair| cells.contains(&pair))).count()
    };
    let same = said.intersection(&gold).count();
    let both = said_cells.intersection(&gold_cells).count();
    let of_beads = |right, found| Rates { right, said: said.len(), found, wanted: gold.len() };
    Agreement {
        strict: of_beads(same, same),
        lax: of_beads(touching(&said, &gold_cells), touching(&gold, &said_cells)),
        pairs: Rates { right: both, said: said_cells.len(), found: both, wanted: gold_cells.len() },
    }
}

fn pairs((first, second): &GoldBead) -> impl Iterator<Item = (usize, usize)> {
    first.iter().flat_map(move |i| second.iter().map(move |j| (*i, *j)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ladders_with_and_without_costs() {
        let beads = read_ladder("\u{feff}[0, 1]:[2]:0.93\n\n[2]:[]\r\n[]:[0,1]:0\n").unwrap();
        assert_eq!(beads, [(vec![0, 1], vec![2]), (vec![2], vec![]), (vec![], vec![0, 1])]);
        for (text, line) in
            [("[0]:[1]\n0:1", 2), ("[0]:[-1]", 1), ("[0]:[1]:x", 1), ("[0:[1]", 1), ("[0]", 1)]
        {
            assert_eq!(read_ladder(text), Err(line), "{text}");
        }
    }

    #[test]
    fn counts_as_vecalign_does() {
        let bead = |first: &[usize], second: &[usize]| (first.to_vec(), second.to_vec());
        let gold = [bead(&[0], &[0]), bead(&[1, 2], &[1]), bead(&[3], &[]), bead(&[4], &[2, 3])];
        let said = [bead(&[0], &[0]), bead(&[1], &[1]), bead(&[2], &[]), bead(&[3], &[2]), bead(&[4], &[3])];
        let agreement = compare(&said, &gold);
        assert_eq!(agreement.strict, Rates { right: 1, said: 4, found: 1, wanted: 3 });
        assert_eq!(agreement.lax, Rates { right: 3, said: 4, found: 3, wanted: 3 });
        assert_eq!(agreement.pairs, Rates { right: 3, said: 4, found: 3, wanted: 5 });
        assert!((agreement.strict.f1() - 2.0 / 7.0).abs() < 1e-9);
        assert!(compare(&[], &gold).lax.f1().abs() < 1e-9);
        assert!((compare(&gold, &gold).pairs.f1() - 1.0).abs() < 1e-9);
    }
}
