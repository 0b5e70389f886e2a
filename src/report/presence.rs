//! Which versions say something where, and which of them are versions of the same text at all.

use super::{ReportGroup, ReportVersion};
use crate::{
    document::{BlockKind, Role},
    notice::{Notice, NoticeKind},
    text,
};
use std::collections::{BTreeSet, HashSet};

/// Two versions are of the same text when groups that both are in hold at least this share of the words of
/// the shorter one. An abridged translation keeps nearly all of its words in shared groups; two reports on
/// one event that were written apart share quotes and figures, seldom half. Below it, what one lacks is not
/// an omission.
const SAME_TEXT: f32 = 0.5;

/// Who takes part in a group, furniture aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Page furniture on every side, or no text at all: neither omission nor addition, never shown.
    Furniture,
    /// Every version that could be expected here is here; or nobody else could be.
    Shared,
    /// Versions that have it, and versions of the same text that do not.
    Apart(Apart),
}

/// The two sides of a group that some version of the same text lacks. Both ascending, neither empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Apart {
    pub have: Vec<usize>,
    pub lack: Vec<usize>,
    /// Which side departs from what most versions, or the source, do.
    pub verdict: Verdict,
}

/// Which side of an [`Apart`] departs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Those that lack it left it out.
    Missing,
    /// Those that have it added it.
    Added,
    /// As many have it as lack it, and no source decides.
    Open,
}

/// Presence of all versions in all groups.
#[derive(Debug)]
pub(super) struct Presence {
    /// One a group.
    pub parts: Vec<Part>,
    /// Words of each version in each group, furniture aside: `words[group][version]`.
    pub words: Vec<Vec<usize>>,
    /// For each version: the largest share of words that it has in common with another version (of the
    /// shorter one's words), and which one that is.
    pub closest: Vec<(f32, Option<usize>)>,
}

impl Presence {
    pub(super) fn of(versions: &[ReportVersion], groups: &[ReportGroup]) -> Self {
        let words = words_in_groups(versions, groups);
        let share = shares(versions.len(), &words);
        let closest = (0..versions.len())
            .map(|v| {
                let mut best = (0.0, None);
                for other in (0..versions.len()).filter(|o| *o != v) {
                    if best.1.is_none() || share[v][other] > best.0 {
                        best = (share[v][other], Some(other));
                    }
                }
                best
            })
            .collect();
        let sources: Vec<bool> = versions.iter().map(|v| v.document.role == Role::Source).collect();
        let repeated = repeated(versions, groups);
        let parts = groups
            .iter()
            .zip(&words)
            .zip(repeated)
            .map(|((group, words), repeated)| part(group, words, &share, &sources, repeated))
            .collect();
        Self { parts, words, closest }
    }

    /// Whether a version is of the same text as some other.
    pub(super) fn is_related(&self, version: usize) -> bool {
        self.closest.get(version).is_some_and(|(share, _)| *share >= SAME_TEXT)
    }

    /// Says once, for every version that shares little with the others, that it does.
    pub(super) fn loose_notices(&self, versions: &[ReportVersion], notices: &mut Vec<Notice>) {
        for (index, version) in versions.iter().enumerate() {
            let Some((share, Some(other))) = self.closest.get(index) else { continue };
            if self.is_related(index) {
                continue;
            }
            let id = &version.document.id;
            let message = format!(
                "{id} shares {:.0}% of its words with {}, the closest of the others: too little for a version \
                 of the same text, so what it leaves out or adds is not listed",
                share * 100.0,
                versions.get(*other).map_or("", |v| v.document.id.as_str()),
            );
            notices.push(Notice { kind: NoticeKind::WeakAlignment, version: Some(id.clone()), message });
        }
    }
}

/// Words of each version in each group, furniture aside.
fn words_in_groups(versions: &[ReportVersion], groups: &[ReportGroup]) -> Vec<Vec<usize>> {
    let counts: Vec<Vec<usize>> = versions
        .iter()
        .map(|v| {
            v.segments
                .iter()
                .map(|s| match s.kind {
                    BlockKind::Furniture => 0,
                    _ => text::words(s.span.of(&v.document.text), s.language).len(),
                })
                .collect()
        })
        .collect();
    groups
        .iter()
        .map(|g| {
            let mut row: Vec<usize> = (g.group.members.iter().zip(&counts))
                .map(|(segments, counts)| segments.iter().filter_map(|s| counts.get(*s)).sum())
                .collect();
            row.resize(versions.len(), 0);
            row
        })
        .collect()
}

/// The share of the shorter version's words that stand in groups with the other, for every pair.
fn shares(versions: usize, words: &[Vec<usize>]) -> Vec<Vec<f32>> {
    let total: Vec<usize> = (0..versions).map(|v| words.iter().map(|row| row[v]).sum()).collect();
    let mut share = vec![vec![0.0; versions]; versions];
    for a in 0..versions {
        for b in (0..versions).filter(|b| *b != a) {
            let shorter = if (total[a], a) <= (total[b], b) { a } else { b };
            let common: usize =
                words.iter().filter(|row| row[a] > 0 && row[b] > 0).map(|row| row[shorter]).sum();
            share[a][b] = if total[shorter] == 0 { 0.0 } else { common as f32 / total[shorter] as f32 };
        }
    }
    share
}

/// For each group: whether all that it says is said again, word for word, elsewhere in the same version, and
/// aligned there. A headline that a page prints twice is not an addition.
fn repeated(versions: &[ReportVersion], groups: &[ReportGroup]) -> Vec<bool> {
    let fold = |version: usize, segment: usize| {
        let version = versions.get(version)?;
        Some(text::fold(version.segments.get(segment)?.span.of(&version.document.text)))
    };
    let mut aligned: HashSet<(usize, String)> = HashSet::new();
    for group in groups.iter().filter(|g| members(g).count() > 1) {
        for (version, segments) in members(group) {
            for segment in segments {
                aligned.extend(fold(version, *segment).map(|text| (version, text)));
            }
        }
    }
    groups
        .iter()
        .map(|group| {
            members(group).count() == 1
                && members(group).all(|(version, segments)| {
                    segments
                        .iter()
                        .all(|s| fold(version, *s).is_some_and(|text| aligned.contains(&(version, text))))
                })
        })
        .collect()
}

/// The versions that have a part in a group, with their segments.
fn members(group: &ReportGroup) -> impl Iterator<Item = (usize, &Vec<usize>)> {
    group.group.members.iter().enumerate().filter(|(_, segments)| !segments.is_empty())
}

fn part(group: &ReportGroup, words: &[usize], share: &[Vec<f32>], sources: &[bool], repeated: bool) -> Part {
    let have: Vec<usize> = (0..words.len()).filter(|v| words[*v] > 0).collect();
    if have.is_empty() {
        return Part::Furniture;
    }
    // A version that has only furniture here does not lack the text: the aligner paired it with something.
    let empty: BTreeSet<usize> =
        (0..words.len()).filter(|v| group.group.members.get(*v).is_none_or(Vec::is_empty)).collect();
    let related = |a: usize, b: usize| share[a][b] >= SAME_TEXT;
    let lack: Vec<usize> = empty.into_iter().filter(|v| have.iter().any(|h| related(*v, *h))).collect();
    let have: Vec<usize> = have.into_iter().filter(|h| lack.iter().any(|v| related(*v, *h))).collect();
    if lack.is_empty() || repeated {
        return Part::Shared;
    }
    let source = |side: &[usize]| side.iter().any(|v| sources.get(*v).copied().unwrap_or_default());
    let verdict = match (source(&have), source(&lack), have.len().cmp(&lack.len())) {
        (true, false, _) | (false, false, std::cmp::Ordering::Greater) => Verdict::Missing,
        (false, true, _) | (false, false, std::cmp::Ordering::Less) => Verdict::Added,
        _ => Verdict::Open,
    };
    Part::Apart(Apart { have, lack, verdict })
}
