//! Which versions say something where, and which of them are versions of the same text at all.

use super::{ReportGroup, ReportVersion, relations::Relations};
use crate::{
    align::Group,
    document::{BlockKind, Document, Role, Segment},
    notice::{Notice, NoticeKind},
    text,
};
use std::collections::{BTreeSet, HashSet};

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
    /// What the versions have in common.
    pub relations: Relations,
}

impl Presence {
    pub(super) fn of(versions: &[ReportVersion], groups: &[ReportGroup]) -> Self {
        let cut: Vec<_> = versions.iter().map(|v| (&v.document, v.segments.as_slice())).collect();
        let words = words_in_groups(&cut, groups.iter().map(|g| &g.group));
        let relations = Relations::of(versions.len(), &words);
        let sources: Vec<bool> = versions.iter().map(|v| v.document.role == Role::Source).collect();
        let repeated = repeated(versions, groups);
        let parts = groups
            .iter()
            .zip(&words)
            .zip(repeated)
            .map(|((group, words), repeated)| part(group, words, &relations, &sources, repeated))
            .collect();
        Self { parts, words, relations }
    }

    /// Says once which versions share little with the others.
    pub(super) fn loose_notice(&self, versions: &[ReportVersion]) -> Option<Notice> {
        let id = |v: usize| versions.get(v).map_or("", |v| v.document.id.as_str());
        let loose: Vec<usize> = (0..versions.len()).filter(|v| !self.relations.is_related(*v)).collect();
        let shares: Vec<String> = (loose.iter())
            .filter_map(|v| self.relations.closest(*v).map(|closest| (v, closest)))
            .map(|(v, (other, share))| format!("{} ({:.0}% with {})", id(*v), share * 100.0, id(other)))
            .collect();
        if shares.is_empty() {
            return None;
        }
        let message = format!(
            "little in common with any other version: {}; too little for versions of the same text, so \
             wording, omissions and additions are not compared there, only numbers, dates, negation and the \
             like",
            shares.join(", ")
        );
        let version = if let [one] = loose.as_slice() { Some(id(*one).to_owned()) } else { None };
        Some(Notice { kind: NoticeKind::WeakAlignment, version, message })
    }
}

/// Words of each version in each group, furniture aside. Versions are documents with their segments.
pub(crate) fn words_in_groups<'g>(
    versions: &[(&Document, &[Segment])],
    groups: impl IntoIterator<Item = &'g Group>,
) -> Vec<Vec<usize>> {
    let words = |document: &Document, segment: &Segment| match segment.kind {
        BlockKind::Furniture => 0,
        _ => text::words(segment.span.of(&document.text), segment.language).len(),
    };
    let counts: Vec<Vec<usize>> = versions
        .iter()
        .map(|(document, segments)| segments.iter().map(|s| words(document, s)).collect())
        .collect();
    groups
        .into_iter()
        .map(|group| {
            let mut row: Vec<usize> = (group.members.iter().zip(&counts))
                .map(|(segments, counts)| segments.iter().filter_map(|s| counts.get(*s)).sum())
                .collect();
            row.resize(versions.len(), 0);
            row
        })
        .collect()
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

fn part(
    group: &ReportGroup,
    words: &[usize],
    relations: &Relations,
    sources: &[bool],
    repeated: bool,
) -> Part {
    let have: Vec<usize> = (0..words.len()).filter(|v| words[*v] > 0).collect();
    if have.is_empty() {
        return Part::Furniture;
    }
    // A version that has only furniture here does not lack the text: the aligner paired it with something.
    let empty: BTreeSet<usize> =
        (0..words.len()).filter(|v| group.group.members.get(*v).is_none_or(Vec::is_empty)).collect();
    let lack: Vec<usize> =
        empty.into_iter().filter(|v| have.iter().any(|h| relations.same_text(*v, *h))).collect();
    let have: Vec<usize> =
        have.into_iter().filter(|h| lack.iter().any(|v| relations.same_text(*v, *h))).collect();
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
