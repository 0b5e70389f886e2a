//! How likely a bead is right: its evidence, and how far the next best choice is behind.

use super::{evidence::Evidence, search::Found};

/// Confidence in a bead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Confidence {
    /// That a careful reader would pair exactly these.
    pub pair: f32,
}

/// Logistic weights: evidence above the floor, lead over the best choice outside the bead, merging, constant.
const EVIDENCE: f32 = 2.5;
const LEAD: f32 = 2.5;
const MERGED: f32 = -1.5;
const CONSTANT: f32 = 0.5;

/// One confidence a bead.
pub(super) fn of(evidence: &Evidence<'_>, found: &[Found]) -> Vec<Confidence> {
    let mut best_first = vec![(f32::NEG_INFINITY, usize::MAX); evidence.a.len()];
    let mut best_second = vec![(f32::NEG_INFINITY, usize::MAX); evidence.b.len()];
    let owner = |n: usize, run: fn(&Found) -> (usize, usize)| {
        let mut owner = vec![usize::MAX; n];
        for (k, bead) in found.iter().enumerate() {
            let (start, len) = run(bead);
            owner.iter_mut().skip(start).take(len).for_each(|slot| *slot = k);
        }
        owner
    };
    let owner_first = owner(evidence.a.len(), |f| (f.first.start, f.first.len));
    let owner_second = owner(evidence.b.len(), |f| (f.second.start, f.second.len));
    for c in &evidence.candidates {
        let (x, y) = (owner_first.get(c.i), owner_second.get(c.j));
        if x.is_some() && x == y && x != Some(&usize::MAX) {
            continue;
        }
        let score = evidence.candidate(c);
        for slot in [best_first.get_mut(c.i), best_second.get_mut(c.j)].into_iter().flatten() {
            if score > slot.0 {
                *slot = (score, 0);
            }
        }
    }
    found
        .iter()
        .map(|bead| {
            let rival = |best: &[(f32, usize)], start: usize, len: usize| {
                best.iter().skip(start).take(len).map(|(s, _)| *s).fold(f32::NEG_INFINITY, f32::max)
            };
            let rival = rival(&best_first, bead.first.start, bead.first.len).max(rival(
                &best_second,
                bead.second.start,
                bead.second.len,
            ));
            let one = bead.first.len == 1 && bead.second.len == 1;
            if one && evidence.same(bead.first.start, bead.second.start) && rival < 1.0 {
                return Confidence { pair: 1.0 };
            }
            let lead = (bead.evidence - rival).clamp(-1.0, 1.0);
            let z = EVIDENCE * (bead.evidence - evidence.floor)
                + LEAD * lead
                + if one { 0.0 } else { MERGED }
                + CONSTANT;
            Confidence { pair: logistic(z) }
        })
        .collect()
}

/// Confidence that what is alone has no partner: the better its best free candidate, the lower.
pub(super) fn alone(evidence: &Evidence<'_>, first: &[bool], second: &[bool]) -> (Vec<f32>, Vec<f32>) {
    let mut best = (vec![f32::NEG_INFINITY; first.len()], vec![f32::NEG_INFINITY; second.len()]);
    for c in &evidence.candidates {
        let score = evidence.candidate(c);
        for slot in [best.0.get_mut(c.i), best.1.get_mut(c.j)].into_iter().flatten() {
            *slot = slot.max(score);
        }
    }
    let sure = |best: Vec<f32>| -> Vec<f32> {
        best.into_iter()
            .map(|b| if b.is_finite() { logistic(EVIDENCE * (evidence.floor - b)) } else { 1.0 })
            .collect()
    };
    (sure(best.0), sure(best.1))
}

fn logistic(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}
