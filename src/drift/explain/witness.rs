//! What a source says of words that one version has and no other: whether they were put in, or the others left them out.

use super::{Cluster, Counterpart, FILLS, MISSING, counterpart, folded, is_version, span};
use crate::drift::{table::Table, units::Unit};

/// What the sources of a group say of a cluster that no other version has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Witness {
    /// They say it too: the others left it out.
    Says,
    /// They say what it stands in, and nothing answers to it alone: of “avant le lever du soleil”, in English “before sunrise”, *lever*.
    SaysAround,
    /// Nothing answers to it: it was put in.
    Lacks,
    /// What is nearest answers to another word: “books and paintings”, and in the source only *Gemälde*. It was put in more often than the
    /// others left it out (docs/drift.md), but neither is certain.
    Unclear,
}

impl Witness {
    /// Nothing where another version has words in the cluster's place, or there is no source.
    pub fn of(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> Option<Self> {
        let (versions, sources): (Vec<&Counterpart>, Vec<&Counterpart>) =
            others.iter().partition(|o| is_version(table, o.member));
        let lack = |list: &[&Counterpart]| list.iter().all(|o| o.span.is_none());
        if sources.is_empty() || !lack(&versions) {
            return None;
        }
        let says = |from, to| {
            sources.iter().any(|o| !own_words(table, cluster.member, from, to, o.member).is_empty())
        };
        if versions.is_empty() {
            return lack(&sources).then_some(Self::Lacks);
        }
        let (from, to) = around(table, cluster, &versions);
        Some(match (says(cluster.from, cluster.to), says(from, to), lack(&sources)) {
            (true, ..) => Self::Says,
            (false, true, _) => Self::SaysAround,
            (false, false, true) => Self::Lacks,
            (false, false, false) => Self::Unclear,
        })
    }

    /// Whether the others left it out.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Says | Self::SaysAround)
    }
}

/// What of a source a reader is told for a cluster: the words that answer to it and to nothing else, with the common ones between them;
/// the nearest of them where others stand between.
pub(super) fn said(table: &Table<'_>, cluster: &Cluster, source: &Counterpart) -> Counterpart {
    let own = own_words(table, cluster.member, cluster.from, cluster.to, source.member);
    let (low, high) = (own.iter().map(|(at, _)| *at).min(), own.iter().map(|(at, _)| *at).max());
    let nearest = own.iter().min_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0))).map(|(at, _)| *at);
    let list = table.members.get(source.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let is_common = |at: usize| list.get(at).is_some_and(|u| !u.mark && u.rarity < FILLS);
    let is_phrase = |low, high| (low..high).all(|at| is_common(at) || own.iter().any(|(own, _)| *own == at));
    let units = match (low, high, nearest) {
        (Some(low), Some(high), _) if is_phrase(low, high) => low..high + 1,
        (_, _, Some(nearest)) => nearest..nearest + 1,
        _ => return source.clone(),
    };
    Counterpart {
        member: source.member,
        span: Some(span(table, source.member, units.start, units.end)),
        folded: folded(list.get(units.clone()).unwrap_or_default()),
        units,
    }
}

/// The units of member `j` that answer to units `from..to` of member `i` and to nothing else, with their distances; no common words.
fn own_words(table: &Table<'_>, i: usize, from: usize, to: usize, j: usize) -> Vec<(usize, f32)> {
    let list = |member: usize| table.members.get(member).map(|m| m.list.as_slice()).unwrap_or_default();
    let weighs = |unit: Option<&Unit>| unit.is_some_and(|u| !u.mark && u.rarity >= FILLS);
    let Some(side) = table.side(i, j) else { return Vec::new() };
    let own = (from..to).filter_map(|k| {
        let (partner, near) = ((*side.partner.get(k)?)?, *side.middle.get(k)?);
        let is_own = *side.mutual.get(k)? && near <= MISSING;
        (is_own && weighs(list(i).get(k)) && weighs(list(j).get(partner))).then_some((partner, near))
    });
    own.collect()
}

/// A cluster with all that stands around it and is missing in every other version as well.
fn around(table: &Table<'_>, cluster: &Cluster, versions: &[&Counterpart]) -> (usize, usize) {
    let units = table.members.get(cluster.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let has = |i: usize, other: &Counterpart| {
        let word = Cluster { member: cluster.member, from: i, to: i + 1, drift: 0.0, rarity: 0.0 };
        counterpart(table, &word, other.member).is_some_and(|there| there.span.is_some())
    };
    let is_missing = |i: &usize| {
        let is_common = units.get(*i).is_some_and(|u| u.rarity < FILLS);
        units.get(*i).is_some_and(|u| !u.mark) && (is_common || !versions.iter().any(|o| has(*i, o)))
    };
    let before = (0..cluster.from).rev().take_while(is_missing).count();
    let after = (cluster.to..units.len()).take_while(is_missing).count();
    (cluster.from - before, cluster.to + after)
}
