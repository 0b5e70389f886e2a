//! Pairs up the segments of N versions, many to many, in any order.
//!
//! Every pair of versions is aligned on its own ([`pair`]): evidence from sentence vectors and from shared
//! writing, anchors, chains of anchors (a backbone and the blocks that moved), exact dynamic programming along
//! each chain. The beads of all pairs then vote on the groups ([`align`]). `docs/alignment.md` explains the
//! parts and the numbers.

mod attach;
mod chains;
mod confidence;
mod evidence;
mod groups;
mod lexicon;
mod neighbours;
mod order;
mod pair;
mod prepared;
mod search;
mod settings;

pub use settings::Settings;

use crate::{document::BlockKind, features::Features};
use groups::PairBeads;
use rayon::prelude::*;

/// What the aligner sees of one version: vectors and features, never a model, never a file.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// The segments, in order.
    pub segments: Vec<SegmentView<'a>>,
}

/// What the aligner sees of one segment.
#[derive(Debug, Clone, Copy)]
pub struct SegmentView<'a> {
    /// The text, for overlap of characters.
    pub text: &'a str,
    /// The sentence vector, at unit length.
    pub vector: &'a [f32],
    /// Words, numbers, names.
    pub features: &'a Features,
    /// Heading, paragraph, furniture…
    pub kind: BlockKind,
    /// The block the segment belongs to: segments of one paragraph share it.
    pub block: usize,
}

/// Segments of two versions that belong together, m-n; one side may be empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// Segments of the first version, ascending.
    pub first: Vec<usize>,
    /// Segments of the second version, ascending.
    pub second: Vec<usize>,
    /// How likely a careful reader would pair exactly these, 0..1.
    pub confidence: f32,
    /// Stands in another order than its neighbours.
    pub moved: bool,
}

/// One bead over all versions. Every segment of every version is in exactly one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// One list of segment indices a version, in the order of the versions; ascending, maybe empty.
    pub members: Vec<Vec<usize>>,
    /// How likely a careful reader would pair exactly these, 0..1; 1 for a segment alone by necessity.
    pub confidence: f32,
    /// Some member stands in another order than in the first version that has the group.
    pub moved: bool,
}

/// Aligns any number of versions: every segment of every version is in exactly one group.
///
/// The order of the versions decides only the order of the members and of the groups. Groups follow the first
/// version; what it lacks stands after what precedes it in the version that has it.
#[must_use]
pub fn align(sides: &[Side<'_>], settings: &Settings) -> Vec<Group> {
    // Versions in an order of their own, equal ones once: the answer cannot depend on the order given.
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|x, y| sides.get(*x).map(identity).cmp(&sides.get(*y).map(identity)));
    let mut distinct: Vec<&Side<'_>> = Vec::new();
    let mut place = vec![0; sides.len()];
    for index in order {
        let Some(side) = sides.get(index) else { continue };
        if distinct.last().is_none_or(|last| identity(last) != identity(side)) {
            distinct.push(side);
        }
        if let Some(slot) = place.get_mut(index) {
            *slot = distinct.len() - 1;
        }
    }
    let prepared = prepared::prepare(&distinct);
    let jobs: Vec<(usize, usize)> =
        (0..distinct.len()).flat_map(|i| (i + 1..distinct.len()).map(move |j| (i, j))).collect();
    let pairs: Vec<PairBeads> = jobs
        .into_par_iter()
        .filter_map(|(first, second)| {
            let beads = pair::pair(prepared.get(first)?, prepared.get(second)?, settings);
            Some(PairBeads { first, second, beads })
        })
        .collect();
    let versions: Vec<&prepared::Prepared> = prepared.iter().collect();
    let mut groups = groups::groups(&versions, &pairs);
    for group in &mut groups {
        let members = place.iter().map(|p| group.members.get(*p).cloned().unwrap_or_default()).collect();
        group.members = members;
        if group.members.iter().filter(|m| !m.is_empty()).count() > 1
            && sides.len() > 1
            && distinct.len() == 1
        {
            group.confidence = 1.0;
        }
    }
    in_reading_order(&mut groups, sides.len());
    groups
}

/// Aligns two versions: every segment of both is in exactly one bead. Beads follow the first version, what only
/// the second has stands after what precedes it there.
#[must_use]
pub fn pair(first: &Side<'_>, second: &Side<'_>, settings: &Settings) -> Vec<Bead> {
    align(&[first.clone(), second.clone()], settings)
        .into_iter()
        .map(|group| {
            let mut members = group.members.into_iter();
            Bead {
                first: members.next().unwrap_or_default(),
                second: members.next().unwrap_or_default(),
                confidence: group.confidence,
                moved: group.moved,
            }
        })
        .collect()
}

/// What makes two versions the same: texts and what they are on the page.
fn identity<'a>(side: &Side<'a>) -> Vec<(&'a str, BlockKind)> {
    side.segments.iter().map(|s| (s.text, s.kind)).collect()
}

/// Sorts groups by the first version; a group without it follows the group that its first own segment follows.
fn in_reading_order(groups: &mut Vec<Group>, versions: usize) {
    // For every version, the group of each segment.
    let mut owner: Vec<Vec<(usize, usize)>> = vec![Vec::new(); versions];
    for (k, group) in groups.iter().enumerate() {
        for (list, members) in owner.iter_mut().zip(&group.members) {
            list.extend(members.iter().map(|segment| (*segment, k)));
        }
    }
    let mut key: Vec<Option<(usize, usize, usize)>> = vec![None; groups.len()];
    for (version, mut list) in owner.into_iter().enumerate() {
        list.sort_unstable();
        // Where the version's last known group stands; its unknown ones follow it.
        let mut at = 0;
        for (segment, k) in list {
            let Some(slot) = key.get_mut(k) else { continue };
            match slot {
                Some((place, _, _)) => at = *place,
                None if version == 0 => {
                    at = segment + 1;
                    *slot = Some((at, 0, segment));
                }
                None => *slot = Some((at, version, segment)),
            }
        }
    }
    let mut keyed: Vec<_> = key.into_iter().zip(std::mem::take(groups)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    groups.extend(keyed.into_iter().map(|(_, group)| group));
}

#[cfg(test)]
mod tests;
