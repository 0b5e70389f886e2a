//! Pairs up the segments of N versions, many to many, in any order.
//!
//! Every pair of versions is aligned on its own ([`pair`]): evidence from sentence vectors and from shared
//! writing, anchors, chains of anchors (a backbone and the blocks that moved), exact dynamic programming along
//! each chain. The beads of all pairs then vote on the groups ([`align`]). `docs/alignment.md` explains the
//! parts and the numbers.

mod attach;
mod chains;
mod confidence;
mod doubts;
mod evidence;
mod explain;
pub mod gold;
mod groups;
mod joined;
mod lexicon;
mod neighbours;
mod order;
mod pair;
mod prepared;
mod search;
mod settings;
mod wholes;

pub use explain::{Apart, LeftOut, Why};
pub use joined::{Joiner, Stretch};
pub use settings::Settings;

use crate::{Result, document::BlockKind, features::Features};
use evidence::Run;
use joined::JoinedRows;
use pair::Draft;
use prepared::Prepared;
use rayon::prelude::*;
use std::collections::BTreeSet;

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
    /// What spoke for it, where that was asked for.
    pub why: Option<Why>,
}

/// Groups, and the beads of every two versions that they were made from, with what spoke for each.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The groups.
    pub groups: Vec<Group>,
    /// The beads, in the order of the versions. Of versions that are equal only the first given is among them.
    pub pairs: Vec<PairBeads>,
}

/// The beads of one pair of versions.
#[derive(Debug, Clone, PartialEq)]
pub struct PairBeads {
    /// The version whose segments are a bead's `first`.
    pub first: usize,
    /// The version whose segments are its `second`: one given later.
    pub second: usize,
    /// Every segment of both is in exactly one. They ascend by the first version, what only the second has stands
    /// at the end.
    pub beads: Vec<Bead>,
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
    run(sides, settings, None, false).map(|e| e.groups).unwrap_or_default()
}

/// Like [`align`], and reads neighbouring segments as one text where it is in doubt how to merge them.
///
/// # Errors
/// Those of the joiner.
pub fn align_joined(sides: &[Side<'_>], settings: &Settings, joiner: &dyn Joiner) -> Result<Vec<Group>> {
    run(sides, settings, Some(joiner), false).map(|explained| explained.groups)
}

/// Like [`align_joined`], and says what spoke for each bead.
///
/// # Errors
/// Those of the joiner.
pub fn explain(sides: &[Side<'_>], settings: &Settings, joiner: &dyn Joiner) -> Result<Explained> {
    run(sides, settings, Some(joiner), true)
}

fn run(
    sides: &[Side<'_>],
    settings: &Settings,
    joiner: Option<&dyn Joiner>,
    explain: bool,
) -> Result<Explained> {
    let (distinct, place) = distinct(sides);
    let prepared = prepared::prepare(&distinct.iter().filter_map(|k| sides.get(*k)).collect::<Vec<_>>());
    let mut pairs = pairs(&prepared, &distinct, settings, joiner, explain)?;
    let versions: Vec<&Prepared> = prepared.iter().collect();
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
    for pair in &mut pairs {
        for version in [&mut pair.first, &mut pair.second] {
            *version = distinct.get(*version).copied().unwrap_or(*version);
        }
        if pair.first > pair.second {
            pair.turn();
        }
    }
    pairs.sort_by_key(|pair| (pair.first, pair.second));
    Ok(Explained { groups, pairs })
}

/// Versions in an order of their own, equal ones once, so that the answer cannot depend on the order given: the
/// index of each, and for every version given which of them it is.
fn distinct(sides: &[Side<'_>]) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|x, y| sides.get(*x).map(identity).cmp(&sides.get(*y).map(identity)));
    let mut distinct: Vec<usize> = Vec::new();
    let mut place = vec![0; sides.len()];
    for index in order {
        let known = |last: &usize| sides.get(*last).map(identity) == sides.get(index).map(identity);
        if !distinct.last().is_some_and(known) {
            distinct.push(index);
        }
        if let Some(slot) = place.get_mut(index) {
            *slot = distinct.len() - 1;
        }
    }
    (distinct, place)
}

/// Aligns every two versions. `names` are the versions' places in the order given.
fn pairs(
    prepared: &[Prepared],
    names: &[usize],
    settings: &Settings,
    joiner: Option<&dyn Joiner>,
    explain: bool,
) -> Result<Vec<PairBeads>> {
    let jobs: Vec<(usize, usize)> =
        (0..prepared.len()).flat_map(|i| (i + 1..prepared.len()).map(move |j| (i, j))).collect();
    let drafts: Vec<(usize, usize, Draft<'_>)> = jobs
        .into_par_iter()
        .filter_map(|(first, second)| {
            Some((first, second, pair::draft(prepared.get(first)?, prepared.get(second)?, settings)))
        })
        .collect();
    let joined = match joiner {
        Some(joiner) => Some(read_doubts(prepared, names, &drafts, joiner)?),
        None => None,
    };
    Ok(drafts
        .into_par_iter()
        .map(|(first, second, draft)| {
            let rows = joined.as_ref().and_then(|j| Some([j.get(first)?, j.get(second)?]));
            PairBeads { first, second, beads: draft.finish(rows, explain) }
        })
        .collect())
}

/// Reads the runs that are in doubt in any pair of versions, each once.
fn read_doubts(
    prepared: &[Prepared],
    names: &[usize],
    drafts: &[(usize, usize, Draft<'_>)],
    joiner: &dyn Joiner,
) -> Result<Vec<JoinedRows>> {
    let doubts: Vec<[BTreeSet<Run>; 2]> = drafts.par_iter().map(|(_, _, draft)| draft.doubts()).collect();
    let mut wanted: Vec<BTreeSet<Run>> = vec![BTreeSet::new(); prepared.len()];
    for ((first, second, _), runs) in drafts.iter().zip(doubts) {
        for (version, runs) in [first, second].into_iter().zip(runs) {
            if let Some(set) = wanted.get_mut(*version) {
                set.extend(runs);
            }
        }
    }
    let mut stretches = Vec::new();
    for (set, name) in wanted.iter().zip(names) {
        stretches.extend(set.iter().map(|run| Stretch { version: *name, segments: run.range() }));
    }
    let mut vectors = joiner.join(&stretches)?.into_iter();
    let mut joined = Vec::new();
    for (set, side) in wanted.iter().zip(prepared) {
        let mut rows = JoinedRows::new(side.dim);
        for (run, vector) in set.iter().zip(vectors.by_ref()) {
            rows.add(side, *run, &vector);
        }
        joined.push(rows);
    }
    Ok(joined)
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
                why: None,
            }
        })
        .collect()
}

/// What makes two versions the same: texts and what they are on the page.
fn identity<'a>(side: &Side<'a>) -> Vec<(&'a str, BlockKind)> {
    side.segments.iter().map(|s| (s.text, s.kind)).collect()
}

/// Sorts groups by the first version; a group without it follows the group that its first own segment follows.
pub(crate) fn in_reading_order(groups: &mut Vec<Group>, versions: usize) {
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
