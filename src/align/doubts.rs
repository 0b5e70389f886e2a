//! Which runs of neighbouring segments are worth reading as one text: those that compete.
//!
//! Every bead that was found is compared with what else it could be: one segment more at either end (taken from
//! the neighbour, if that has it), one less, or one with its neighbour. Judged by the sums of their parts, most of
//! these are out of the question; the runs of the others are read.

use super::{
    evidence::{Evidence, Run},
    search::{self, Found, Owners},
};
use std::collections::BTreeSet;

/// How far an alternative may be behind, judged by the sums of its parts, and still be read. On the sets of
/// `docs/alignment.md` 0.6 and 1.2 read three and nine times as much text as 0.3 and find the same.
const BEHIND: f32 = 0.3;

/// Runs of either version whose vectors could change what was found. `found` ascend.
pub(super) fn doubts(evidence: &Evidence<'_>, found: &[Found]) -> [BTreeSet<Run>; 2] {
    let owners = search::owners(evidence, found);
    let mut doubts = Doubts { evidence, found, owners, wanted: [BTreeSet::new(), BTreeSet::new()] };
    for bead in found {
        doubts.grow(bead);
        doubts.shrink(bead);
    }
    doubts.wanted
}

/// Either end of a run.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Start,
    Finish,
}

/// The four places where a bead can grow or shrink: a side and an end of its run.
const PLACES: [(usize, End); 4] = [(0, End::Start), (0, End::Finish), (1, End::Start), (1, End::Finish)];

struct Doubts<'a> {
    evidence: &'a Evidence<'a>,
    found: &'a [Found],
    owners: Owners,
    wanted: [BTreeSet<Run>; 2],
}

impl Doubts<'_> {
    /// Asks for the runs of a bead.
    fn want(&mut self, first: Run, second: Run) {
        for (set, run) in self.wanted.iter_mut().zip([first, second]) {
            if run.len > 1 {
                set.insert(run);
            }
        }
    }

    /// Tries a bead with one segment more at each of its ends, and so on where that one is free.
    fn grow(&mut self, bead: &Found) {
        // Many ways lead to the same runs, and what they are worth does not depend on the way.
        let mut seen = BTreeSet::new();
        let mut open = vec![*bead];
        while let Some(grown) = open.pop() {
            for place in PLACES {
                let longer = self.take(bead, &grown, place);
                open.extend(longer.filter(|longer| seen.insert((longer.first, longer.second))));
            }
        }
    }

    /// Tries `grown`, which came from `bead`, with the segment beside one of its ends, in the place that it leaves.
    /// Gives what became of it where that is in doubt and the segment was free.
    fn take(&mut self, bead: &Found, grown: &Found, (side, end): (usize, End)) -> Option<Found> {
        let run = run(grown, side);
        let added = match end {
            End::Start => run.start.checked_sub(1)?,
            End::Finish => run.start + run.len,
        };
        if run.len >= self.evidence.settings.longest {
            return None;
        }
        let owner = self.owners.get(side)?.get(added)?.and_then(|k| self.found.get(k));
        let left = match owner {
            Some(other) => {
                // The neighbour loses the segment at the end that is nearer.
                let nearer = if end == End::Start { End::Finish } else { End::Start };
                self.without(other, (side, nearer)) - other.gain
            }
            None if self.is_furniture(side, added) => return None,
            None => 0.0,
        };
        let (first, second) = replaced(grown, side, Run { start: run.start.min(added), len: run.len + 1 });
        let new = search::judge(self.evidence, first, second);
        let is_close = new.gain - bead.gain + left > -BEHIND;
        if is_close {
            self.want(first, second);
            self.want(bead.first, bead.second);
        }
        if let Some(other) = owner {
            if is_close {
                self.want(other.first, other.second);
            }
            // Both wholly in one bead.
            self.unite(grown, other);
        }
        (is_close && owner.is_none()).then_some(new)
    }

    /// Whether nothing is ever paired with a segment.
    fn is_furniture(&self, side: usize, segment: usize) -> bool {
        let version = if side == 0 { self.evidence.a } else { self.evidence.b };
        version.excluded.get(segment).copied().unwrap_or(true)
    }

    /// What a bead is worth without the segment at one of its ends.
    fn without(&self, bead: &Found, place: (usize, End)) -> f32 {
        let (first, second) = shorter(bead, place);
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

    /// Tries a merged bead without the segment at each of its ends.
    fn shrink(&mut self, bead: &Found) {
        for place in PLACES {
            if run(bead, place.0).len > 1 && self.without(bead, place) - bead.gain > -BEHIND {
                self.want(bead.first, bead.second);
                let (first, second) = shorter(bead, place);
                self.want(first, second);
            }
        }
    }
}

fn run(bead: &Found, side: usize) -> Run {
    if side == 0 { bead.first } else { bead.second }
}

/// The runs of a bead, one of them another.
fn replaced(bead: &Found, side: usize, run: Run) -> (Run, Run) {
    if side == 0 { (run, bead.second) } else { (bead.first, run) }
}

/// The runs of a bead without the segment at one of its ends.
fn shorter(bead: &Found, (side, end): (usize, End)) -> (Run, Run) {
    let run = run(bead, side);
    replaced(bead, side, Run { start: run.start + usize::from(end == End::Start), len: run.len - 1 })
}
