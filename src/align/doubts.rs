//! Which runs of neighbouring segments are worth reading as one text: those that compete.
//!
//! Every bead that was found is compared with what else it could be: one segment more at either end (taken from
//! the neighbour, if that has it), one less, or one with its neighbour. Judged by the sums of their parts, most of
//! these are out of the question; the runs of the others are read.

use super::{
    evidence::{Evidence, Run},
    search::{self, Found},
};
use std::collections::BTreeSet;

/// How far an alternative may be behind, judged by the sums of its parts, and still be read. On the sets of
/// `docs/alignment.md` 0.6 and 1.2 read three and nine times as much text as 0.3 and find the same.
const BEHIND: f32 = 0.3;

/// Runs of either version whose vectors could change what was found. `found` ascend; `first` and `second` are
/// infinite where a segment is taken or excluded.
pub(super) fn doubts(
    evidence: &Evidence<'_>,
    found: &[Found],
    first: &[f32],
    second: &[f32],
) -> [Vec<Run>; 2] {
    let mut doubts = Doubts {
        evidence,
        found,
        owner: [owners(first.len(), found, |f| f.first), owners(second.len(), found, |f| f.second)],
        free: [first, second],
        wanted: [BTreeSet::new(), BTreeSet::new()],
    };
    for bead in found {
        doubts.grow(bead, bead, 0.0);
        doubts.shrink(bead);
    }
    doubts.wanted.map(|set| set.into_iter().map(|(start, len)| Run { start, len }).collect())
}

fn owners(segments: usize, found: &[Found], run: fn(&Found) -> Run) -> Vec<Option<usize>> {
    let mut owners = vec![None; segments];
    for (k, bead) in found.iter().enumerate() {
        let run = run(bead);
        owners.iter_mut().skip(run.start).take(run.len).for_each(|slot| *slot = Some(k));
    }
    owners
}

struct Doubts<'a> {
    evidence: &'a Evidence<'a>,
    found: &'a [Found],
    /// The bead of each segment of either version.
    owner: [Vec<Option<usize>>; 2],
    free: [&'a [f32]; 2],
    wanted: [BTreeSet<(usize, usize)>; 2],
}

impl Doubts<'_> {
    /// Asks for the runs of a bead.
    fn want(&mut self, first: Run, second: Run) {
        for (set, run) in self.wanted.iter_mut().zip([first, second]) {
            if run.len > 1 {
                set.insert((run.start, run.len));
            }
        }
    }

    /// Tries one segment more at each of the four ends of `grown`, which came from `bead` at a loss.
    fn grow(&mut self, bead: &Found, grown: &Found, loss: f32) {
        for side in 0..2 {
            let run = if side == 0 { grown.first } else { grown.second };
            let ends = [run.start.checked_sub(1), Some(run.start + run.len)];
            for (end, added) in ends.into_iter().enumerate() {
                let Some(added) = added.filter(|_| run.len < self.evidence.settings.longest) else {
                    continue;
                };
                let longer = Run { start: run.start.min(added), len: run.len + 1 };
                self.take(bead, grown, loss, (side, end), (added, longer));
            }
        }
    }

    /// Tries a bead with the segment `added`, in the place that it leaves.
    fn take(
        &mut self,
        bead: &Found,
        grown: &Found,
        loss: f32,
        at: (usize, usize),
        (added, longer): (usize, Run),
    ) {
        let (side, end) = at;
        let (first, second) = if side == 0 { (longer, grown.second) } else { (grown.first, longer) };
        let Some(owner) = self.owner.get(side).and_then(|o| o.get(added)).copied() else { return };
        let left = match owner.and_then(|k| self.found.get(k)) {
            // What nobody has is free, unless it is furniture.
            None => {
                let free = self.free.get(side).and_then(|f| f.get(added)).is_some_and(|p| p.is_finite());
                if !free {
                    return;
                }
                0.0
            }
            Some(other) => self.without(other, side, end) - other.gain,
        };
        let new = search::judge(self.evidence, first, second);
        let loss = loss + new.gain - grown.gain + left;
        if loss > -BEHIND {
            self.want(first, second);
            self.want(bead.first, bead.second);
            if let Some(other) = owner.and_then(|k| self.found.get(k)) {
                self.want(other.first, other.second);
            } else {
                self.grow(bead, &new, loss);
            }
        }
        // Both wholly in one bead.
        if let Some(other) = owner.and_then(|k| self.found.get(k)) {
            self.unite(grown, other);
        }
    }

    /// What a bead is worth without its first (`end` 1) or last (`end` 0) segment of a side.
    fn without(&self, bead: &Found, side: usize, end: usize) -> f32 {
        let shorter = |run: Run| Run { start: run.start + usize::from(end == 1), len: run.len - 1 };
        let (first, second) =
            if side == 0 { (shorter(bead.first), bead.second) } else { (bead.first, shorter(bead.second)) };
        if first.len == 0 || second.len == 0 {
            return 0.0;
        }
        search::judge(self.evidence, first, second).gain.max(0.0)
    }

    fn unite(&mut self, one: &Found, other: &Found) {
        let union = |x: Run, y: Run| -> Option<Run> {
            let start = x.start.min(y.start);
            let end = (x.start + x.len).max(y.start + y.len);
            let len = end - start;
            (len <= self.evidence.settings.longest && len <= x.len + y.len).then_some(Run { start, len })
        };
        if let (Some(first), Some(second)) = (union(one.first, other.first), union(one.second, other.second))
        {
            let whole = search::judge(self.evidence, first, second);
            if whole.gain - one.gain - other.gain > -BEHIND {
                self.want(first, second);
                self.want(one.first, one.second);
                self.want(other.first, other.second);
            }
        }
    }

    /// Tries a merged bead without one of its ends.
    fn shrink(&mut self, bead: &Found) {
        for side in 0..2 {
            let run = if side == 0 { bead.first } else { bead.second };
            for end in 0..2 {
                if run.len > 1 && self.without(bead, side, end) - bead.gain > -BEHIND {
                    self.want(bead.first, bead.second);
                    let shorter = Run { start: run.start + usize::from(end == 1), len: run.len - 1 };
                    let (first, second) =
                        if side == 0 { (shorter, bead.second) } else { (bead.first, shorter) };
                    self.want(first, second);
                }
            }
        }
    }
}
