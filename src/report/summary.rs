//! What a report says about each version in one line.

use super::{
    ReportGroup, ReportVersion,
    presence::{Part, Presence},
    relations::{Relations, has},
};
use crate::{
    document::{BlockKind, Role},
    drift::{Finding, Severity},
};
use serde::{Deserialize, Serialize};

/// One version in one line. Page furniture counts nowhere but in [`VersionSummary::furniture`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VersionSummary {
    /// Segments.
    pub segments: usize,
    /// Words.
    pub words: usize,
    /// Segments and words in groups where this version departs from the others with at least the
    /// threshold's probability.
    pub drifting: Amount,
    /// What versions of the same text have and this one has not: most of them, or the source, or, with two
    /// versions, the other. Words are counted in the shortest version that has it.
    pub missing: Amount,
    /// What this version has and versions of the same text have not: most of them, or the source, or, with
    /// two versions, the other.
    pub added: Amount,
    /// Runs of segments that stand in another order than in the first version that has them.
    pub moved: usize,
    /// Findings at or above the threshold that blame this version, or blame nobody and involve it.
    pub findings: SeverityCounts,
    /// Segments that are page furniture.
    pub furniture: usize,
    /// The largest share of words in common with another version (of the shorter one's words), 0..1.
    pub shared: f32,
    /// Whether that is enough for a version of the same text; if not, missing and added are not counted.
    pub related: bool,
}

impl VersionSummary {
    /// The share of the version's words that stand in drifting segments, 0..1.
    #[must_use]
    pub fn drifting_share(&self) -> f32 {
        if self.words == 0 { 0.0 } else { self.drifting.words as f32 / self.words as f32 }
    }
}

/// How much text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Segments.
    pub segments: usize,
    /// Words.
    pub words: usize,
}

impl Amount {
    fn add(&mut self, segments: usize, words: usize) {
        self.segments += segments;
        self.words += words;
    }
}

/// How many of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityCounts {
    /// Minor.
    pub minor: usize,
    /// Major.
    pub major: usize,
    /// Critical.
    pub critical: usize,
}

impl FromIterator<Severity> for SeverityCounts {
    fn from_iter<I: IntoIterator<Item = Severity>>(severities: I) -> Self {
        let mut counts = Self::default();
        for severity in severities {
            match severity {
                Severity::Minor => counts.minor += 1,
                Severity::Major => counts.major += 1,
                Severity::Critical => counts.critical += 1,
            }
        }
        counts
    }
}

/// One summary a version.
pub(super) fn summaries(
    versions: &[ReportVersion],
    groups: &[ReportGroup],
    presence: &Presence,
    threshold: f32,
) -> Vec<VersionSummary> {
    (0..versions.len()).map(|v| summary(v, versions, groups, presence, threshold)).collect()
}

fn summary(
    index: usize,
    versions: &[ReportVersion],
    groups: &[ReportGroup],
    presence: &Presence,
    threshold: f32,
) -> VersionSummary {
    let version = &versions[index];
    let furniture = version.segments.iter().filter(|s| s.kind == BlockKind::Furniture).count();
    let mut out = VersionSummary {
        segments: version.segments.len() - furniture,
        furniture,
        shared: presence.relations.closest(index).map_or(0.0, |(_, share)| share),
        related: presence.relations.is_related(index),
        ..VersionSummary::default()
    };
    for ((group, part), words) in groups.iter().zip(&presence.parts).zip(&presence.words) {
        let own = group.group.members.get(index).map_or(0, Vec::len);
        let own_words = words.get(index).copied().unwrap_or_default();
        out.words += own_words;
        if departs(index, versions, group, &presence.relations, threshold) {
            out.drifting.add(own, own_words);
        }
        let Part::Apart(apart) = part else { continue };
        if apart.lack.contains(&index) && apart.have.len() >= apart.lack.len() {
            let shortest = |count: &dyn Fn(usize) -> usize| apart.have.iter().map(|v| count(*v)).min();
            out.missing.add(
                shortest(&|v| group.group.members.get(v).map_or(0, Vec::len)).unwrap_or_default(),
                shortest(&|v| words.get(v).copied().unwrap_or_default()).unwrap_or_default(),
            );
        } else if apart.have.contains(&index) && apart.have.len() <= apart.lack.len() {
            out.added.add(own, own_words);
        }
    }
    out.moved = moved_runs(index, groups, presence);
    out.findings = groups
        .iter()
        .flat_map(|g| g.drift.findings.iter().map(move |f| (g, f)))
        .filter(|(g, f)| f.confidence >= threshold && presence.relations.concerns(versions, g, f))
        .map(|(_, f)| f)
        // A source is never at fault.
        .filter(|f| version.document.role == Role::Version && f.may_blame(index))
        .map(|f| f.severity)
        .collect();
    out
}

/// Whether the version takes part in the drift of a group: it is named as the one that departs, or none is
/// and its own probability says so. Differences from versions of other texts are not drift, unless some
/// finding holds in spite of that.
fn departs(
    index: usize,
    versions: &[ReportVersion],
    group: &ReportGroup,
    relations: &Relations,
    threshold: f32,
) -> bool {
    let others = || (0..group.group.members.len()).filter(|v| *v != index && has(group, *v));
    let shown = |f: &&Finding| f.confidence >= threshold && relations.concerns(versions, group, f);
    if !others().any(|v| relations.same_text(index, v)) && !group.drift.findings.iter().any(|f| shown(&f)) {
        return false;
    }
    if let Some(odd) = group.drift.odd_one_out {
        return odd == index && group.drift.drift >= threshold;
    }
    let own = group.drift.versions.get(index).and_then(Option::as_ref);
    own.is_some_and(|own| own.drift >= threshold)
}

/// Runs of neighbouring groups that are marked as moved and that the version has a part in, leaving the
/// first version with each group out: its order is the one that the others are measured by.
fn moved_runs(index: usize, groups: &[ReportGroup], presence: &Presence) -> usize {
    let mut runs = 0;
    let mut inside = false;
    for (group, part) in groups.iter().zip(&presence.parts) {
        if *part == Part::Furniture || !has(group, index) {
            continue;
        }
        let moved = group.group.moved && (0..index).any(|v| has(group, v));
        runs += usize::from(moved && !inside);
        inside = moved;
    }
    runs
}
