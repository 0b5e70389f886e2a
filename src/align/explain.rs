//! Why segments were paired: what spoke for a bead, what the next best choice was, why it was merged.

use super::{
    PairBeads,
    confidence::Rival,
    evidence::{Evidence, Run},
    search::{self, Found},
};
use std::{mem, ops::Range};

/// What spoke for a bead. Evidence is counted in units of a typical true pair of the two texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// What the sentence vectors say.
    pub meaning: f32,
    /// What shared words, numbers and letter sequences say.
    pub writing: f32,
    /// What the lengths say; never above 0.
    pub length: f32,
    /// What all of it together had to exceed.
    pub needed: f32,
    /// The strongest pair that was left out for this bead.
    pub rival: Option<LeftOut>,
    /// For a merged bead, what else could be made of it.
    pub apart: Option<Apart>,
}

/// A pair of segments of which one is in a bead, and the other is not.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Segment of the first version.
    pub first: usize,
    /// Segment of the second version.
    pub second: usize,
    /// Evidence for the pair.
    pub evidence: f32,
}

/// The best way to cut a merged bead in two.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    /// The two parts: segments of the first and of the second version; one side may be empty.
    pub parts: [(Range<usize>, Range<usize>); 2],
    /// How much more the bead is worth whole, length and the price of merging counted; below 0 where a segment
    /// was added after the search.
    pub less: f32,
}

impl PairBeads {
    /// Counts segments otherwise: number `k` of either version becomes what stands at `k` in its list, which
    /// ascends.
    pub fn renumber(&mut self, first: &[usize], second: &[usize]) {
        let number = |list: &[usize], k: usize| list.get(k).copied().unwrap_or(k);
        let range = |list: &[usize], range: &Range<usize>| match range.clone().last() {
            Some(last) => number(list, range.start)..number(list, last) + 1,
            None => 0..0,
        };
        for bead in &mut self.beads {
            bead.first.iter_mut().for_each(|k| *k = number(first, *k));
            bead.second.iter_mut().for_each(|k| *k = number(second, *k));
            let Some(why) = &mut bead.why else { continue };
            if let Some(rival) = &mut why.rival {
                (rival.first, rival.second) = (number(first, rival.first), number(second, rival.second));
            }
            if let Some(apart) = &mut why.apart {
                for (x, y) in &mut apart.parts {
                    (*x, *y) = (range(first, x), range(second, y));
                }
            }
        }
    }
}

impl PairBeads {
    /// Names the versions the other way round.
    pub(super) fn turn(&mut self) {
        mem::swap(&mut self.first, &mut self.second);
        for bead in &mut self.beads {
            mem::swap(&mut bead.first, &mut bead.second);
            let Some(why) = &mut bead.why else { continue };
            if let Some(rival) = &mut why.rival {
                mem::swap(&mut rival.first, &mut rival.second);
            }
            for (first, second) in why.apart.iter_mut().flat_map(|apart| &mut apart.parts) {
                mem::swap(first, second);
            }
        }
        self.beads.sort_by_key(|b| (b.first.is_empty(), b.first.first().copied(), b.second.first().copied()));
    }
}

/// Explains a bead.
pub(super) fn why(evidence: &Evidence<'_>, bead: &Found, rival: Option<Rival>, apart: Option<Apart>) -> Why {
    let [meaning, writing, length] = search::parts(evidence, bead.first, bead.second);
    Why {
        meaning,
        writing,
        length,
        needed: evidence.floor,
        rival: rival.map(|r| LeftOut { first: r.i, second: r.j, evidence: r.evidence }),
        apart,
    }
}

/// The best way to cut a merged bead; `None` for a single pair, of which leaving both alone is no cut.
pub(super) fn apart(evidence: &Evidence<'_>, bead: &Found) -> Option<Apart> {
    if bead.first.len + bead.second.len == 2 {
        return None;
    }
    let whole = search::judge(evidence, bead.first, bead.second);
    let mut best: Option<Apart> = None;
    for rows in 0..=whole.first.len {
        for columns in 0..=whole.second.len {
            let head = (cut(whole.first, 0, rows), cut(whole.second, 0, columns));
            let tail = (
                cut(whole.first, rows, whole.first.len - rows),
                cut(whole.second, columns, whole.second.len - columns),
            );
            let is_nothing = |(first, second): (Run, Run)| first.len + second.len == 0;
            if is_nothing(head) || is_nothing(tail) {
                continue;
            }
            let worth = |(first, second): (Run, Run)| {
                if first.len == 0 || second.len == 0 {
                    0.0
                } else {
                    search::judge(evidence, first, second).gain
                }
            };
            let less = whole.gain - worth(head) - worth(tail);
            if best.as_ref().is_none_or(|b| less < b.less) {
                best = Some(Apart { parts: [head, tail].map(|(x, y)| (x.range(), y.range())), less });
            }
        }
    }
    best
}

fn cut(run: Run, from: usize, len: usize) -> Run {
    Run { start: run.start + from, len }
}
