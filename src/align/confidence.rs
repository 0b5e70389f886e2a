//! How likely a bead is right: its evidence, and how far the next best choice is behind.

use super::{
    evidence::{Evidence, Run},
    explain,
    search::Found,
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

/// How likely it is that a careful reader would pair exactly these, one number a bead; `rivals` as from
/// [`rivals`].
pub(super) fn of(evidence: &Evidence<'_>, found: &[Found], rivals: &[Option<Rival>]) -> Vec<f32> {
    let taken = |n: usize, run: fn(&Found) -> Run| {
        let mut taken = vec![false; n];
        for run in found.iter().map(run) {
            taken.iter_mut().skip(run.start).take(run.len).for_each(|slot| *slot = true);
        }
        taken
    };
    let taken_first = taken(evidence.a.len(), |f| f.first);
    let taken_second = taken(evidence.b.len(), |f| f.second);
    found
        .iter()
        .zip(rivals)
        .map(|(bead, rival)| {
            let rival = rival.map_or(f32::NEG_INFINITY, |rival| rival.evidence);
            let one = bead.first.len == 1 && bead.second.len == 1;
            if one && evidence.same(bead.first.start, bead.second.start) && rival < 1.0 {
                return SAME;
            }
            let lead = (bead.evidence - rival).clamp(-1.0, 1.0);
            let worth = explain::apart(evidence, bead)
                .map_or(0.0, |apart| WHOLE * apart.less.clamp(-0.3, MOST_WORTH));
            let beside = beside(&taken_first, &evidence.a.excluded, bead.first)
                + beside(&taken_second, &evidence.b.excluded, bead.second);
            logistic(
                EVIDENCE * (bead.evidence - evidence.floor).clamp(-0.5, MOST_EVIDENCE)
                    + LEAD * lead
                    + if one { 0.0 } else { MERGED + worth }
                    + BESIDE * beside.min(2) as f32
                    + CONSTANT,
            )
        })
        .collect()
}

/// Segments beside a run that have no partner and could have one.
fn beside(taken: &[bool], excluded: &[bool], run: Run) -> usize {
    let alone = |k: usize| {
        taken.get(k).is_some_and(|taken| !taken) && excluded.get(k).is_some_and(|excluded| !excluded)
    };
    usize::from(run.start.checked_sub(1).is_some_and(alone)) + usize::from(alone(run.start + run.len))
}

/// The rival of each bead, if any candidate is one.
pub(super) fn rivals(evidence: &Evidence<'_>, found: &[Found]) -> Vec<Option<Rival>> {
    let owner = |n: usize, run: fn(&Found) -> Run| {
        let mut owner = vec![None; n];
        for (k, bead) in found.iter().enumerate() {
            let run = run(bead);
            owner.iter_mut().skip(run.start).take(run.len).for_each(|slot| *slot = Some(k));
        }
        owner
    };
    let owner_first = owner(evidence.a.len(), |f| f.first);
    let owner_second = owner(evidence.b.len(), |f| f.second);
    let mut rivals: Vec<Option<Rival>> = vec![None; found.len()];
    for c in &evidence.candidates {
        let owners = [owner_first.get(c.i), owner_second.get(c.j)].map(|owner| owner.copied().flatten());
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
            .map(|b| if b.is_finite() { logistic(ALONE * (evidence.floor - b)) } else { 1.0 })
            .collect()
    };
    (sure(best.0), sure(best.1))
}

fn logistic(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}
