//! How likely a bead is right: its evidence, and how far the next best choice is behind.

use super::{
    evidence::{Evidence, Run},
    explain::Apart,
    search::{Found, Owners},
};

/// The best choice outside a bead: a pair of segments of which it holds one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rival {
    /// Segment of the first version.
    pub i: usize,
    /// Segment of the second version.
    pub j: usize,
    /// Evidence for the pair.
    pub evidence: f32,
}

/// Logistic weights, fitted on the ten two-version sets of `docs/alignment.md` that are not for measuring, each set
/// weighing the same: evidence above the floor, lead over the rival, merging, what merging is worth over the best
/// cut, segments beside the bead that were left alone, constant. The first was set, the others fitted beside it:
/// free, it would fall below 0, for long segments have less evidence and are seldom wrong.
const EVIDENCE: f32 = 1.0;
const LEAD: f32 = 0.7;
const MERGED: f32 = -2.1;
const WHOLE: f32 = 3.9;
const BESIDE: f32 = -0.36;
const CONSTANT: f32 = 2.1;
/// Beyond these, evidence and the worth of merging said nothing more when the weights were fitted.
const MOST_EVIDENCE: f32 = 1.0;
const MOST_WORTH: f32 = 0.6;
/// Equal words, of which nothing else comes near: the share that was right (lines of page furniture repeat, too).
const SAME: f32 = 0.97;
/// For what is alone: how fast the evidence of the best free candidate speaks against it.
const ALONE: f32 = 2.5;

/// How likely it is that a careful reader would pair exactly these; `rival` as from [`rivals`], `apart` as from
/// [`super::explain::apart`].
pub(super) fn of(
    evidence: &Evidence<'_>,
    owners: &Owners,
    bead: &Found,
    rival: Option<Rival>,
    apart: Option<&Apart>,
) -> f32 {
    let rival = rival.map_or(f32::NEG_INFINITY, |rival| rival.evidence);
    let one = bead.first.len == 1 && bead.second.len == 1;
    if one && evidence.same(bead.first.start, bead.second.start) && rival < 1.0 {
        return SAME;
    }
    let lead = (bead.evidence - rival).clamp(-1.0, 1.0);
    // Between texts that only share a topic the sums of two segments fit nearly anything better than one does.
    let most_worth = if evidence.is_loose() { 0.0 } else { MOST_WORTH };
    let merged = apart.map_or(0.0, |apart| MERGED + WHOLE * apart.less.clamp(-0.3, most_worth));
    let beside = beside(&owners[0], &evidence.a.excluded, bead.first)
        + beside(&owners[1], &evidence.b.excluded, bead.second);
    logistic(
        EVIDENCE * (bead.evidence - evidence.floor).clamp(-0.5, MOST_EVIDENCE)
            + LEAD * lead
            + merged
            + BESIDE * beside.min(2) as f32
            + CONSTANT,
    )
}

/// Segments beside a run that have no partner and could have one.
fn beside(owners: &[Option<usize>], excluded: &[bool], run: Run) -> usize {
    let alone = |k: usize| {
        owners.get(k).is_some_and(Option::is_none) && excluded.get(k).is_some_and(|excluded| !excluded)
    };
    usize::from(run.start.checked_sub(1).is_some_and(alone)) + usize::from(alone(run.start + run.len))
}

/// The rival of each of so many beads, if any candidate is one.
pub(super) fn rivals(evidence: &Evidence<'_>, owners: &Owners, beads: usize) -> Vec<Option<Rival>> {
    let mut rivals: Vec<Option<Rival>> = vec![None; beads];
    for c in &evidence.candidates {
        let owners = [owners[0].get(c.i), owners[1].get(c.j)].map(|owner| owner.copied().flatten());
        if owners[0] == owners[1] {
            continue;
        }
        let score = evidence.candidate(c);
        for owner in owners.into_iter().flatten() {
            if let Some(best) = rivals.get_mut(owner)
                && best.is_none_or(|best| score > best.evidence)
            {
                *best = Some(Rival { i: c.i, j: c.j, evidence: score });
            }
        }
    }
    rivals
}

/// Of every segment of either version the confidence that it has no partner, should it be alone: the better its
/// best candidate, the lower.
pub(super) fn alone(evidence: &Evidence<'_>) -> [Vec<f32>; 2] {
    let mut best = [evidence.a, evidence.b].map(|side| vec![f32::NEG_INFINITY; side.len()]);
    for c in &evidence.candidates {
        let score = evidence.candidate(c);
        let [first, second] = &mut best;
        for slot in [first.get_mut(c.i), second.get_mut(c.j)].into_iter().flatten() {
            *slot = slot.max(score);
        }
    }
    let sure = |b: f32| if b.is_finite() { logistic(ALONE * (evidence.floor - b)) } else { 1.0 };
    best.map(|best| best.into_iter().map(sure).collect())
}

fn logistic(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}
