//! What a source says of words that one version has and no other: whether they were put in, or the others left them out.

use super::{Cluster, Counterpart, FILLS, Likely, MISSING, bridged, counterpart, folded, is_version, span};
use crate::drift::{consensus::Verdict, table::Table, units::Unit};

/// What the sources of a group say of a cluster that no other version has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Witness {
    /// They say it too: the others left it out.
    Says,
    /// They say the words on either side, which the others lack too, or what is nearest answers to one of these, and nothing to it alone:
    /// of “avant le lever du soleil”, in English “before sunrise”, *lever*; of “yesterday evening”, in Japanese “昨夜”, *evening*.
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
        let own = |o: &Counterpart, from, to| own_words(table, cluster.member, from, to, o.member);
        if versions.is_empty() {
            return lack(&sources).then_some(Self::Lacks);
        }
        if sources.iter().any(|o| !own(o, cluster.from, cluster.to).is_empty()) {
            return Some(Self::Says);
        }
        let (from, to) = around(table, cluster, &versions);
        let says = |from, to| sources.iter().any(|o| !own(o, from, to).is_empty());
        let is_within = says(from, cluster.from) && says(cluster.to, to);
        let is_part = |o: &&Counterpart| own(o, from, to).iter().any(|(answer, _)| o.units.contains(answer));
        Some(match (is_within || sources.iter().any(is_part), lack(&sources)) {
            (true, _) => Self::SaysAround,
            (_, true) => Self::Lacks,
            (false, false) => Self::Unclear,
        })
    }

    /// Whether the others left it out.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Says | Self::SaysAround)
    }
}

/// A member whose surest words no other text has, where there are two, and whether a source says them too, if one says either.
pub(in crate::drift) fn testified(
    table: &Table<'_>,
    verdict: &Verdict,
    likely: &[Likely],
) -> Option<(usize, bool)> {
    let surest = likely.first().filter(|_| verdict.two.is_some())?;
    // Parts of one cluster are as sure as one another, and may speak on both sides.
    let mut said = likely.iter().take_while(|l| l.chance >= surest.chance).filter_map(|l| {
        let witness = Witness::of(table, &l.cluster, &bridged(table, &l.others))?;
        let is_certain = matches!(witness, Witness::Says | Witness::Lacks);
        is_certain.then_some((l.cluster.member, witness.is_kept()))
    });
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}

/// The one of three and more versions that stands alone, if that is in words that a source says too and the others left out.
pub(in crate::drift) fn keeps(table: &Table<'_>, verdict: &Verdict, likely: &[Likely]) -> Option<usize> {
    let surest = likely.first()?;
    let odd = verdict.odd.filter(|odd| *odd == surest.cluster.member && table.versions() > 2)?;
    let witness = Witness::of(table, &surest.cluster, &bridged(table, &surest.others))?;
    witness.is_kept().then_some(odd)
}

/// A cluster that no other version has, cut where the sources say one part and nothing in them answers to the next: of “la nouvelle école
/// chère”, in English “the new school”, *nouvelle* and *chère*. Common words between the parts belong to neither.
pub(super) fn parts(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> Vec<Cluster> {
    let (versions, sources): (Vec<&Counterpart>, Vec<&Counterpart>) =
        others.iter().partition(|o| is_version(table, o.member));
    if sources.is_empty() || versions.is_empty() || versions.iter().any(|o| o.span.is_some()) {
        return Vec::new();
    }
    let units = table.members.get(cluster.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let is_said = |k: usize| {
        let word = Cluster::of(cluster.member, k..k + 1, units);
        let lacks = |o: &&Counterpart| counterpart(table, &word, o.member).is_none_or(|c| c.span.is_none());
        let says = sources.iter().any(|o| !own_words(table, cluster.member, k, k + 1, o.member).is_empty());
        let is_common = word.rarity < FILLS;
        if says { Some(true) } else { (!is_common && sources.iter().all(lacks)).then_some(false) }
    };
    let mut parts: Vec<(bool, usize, usize)> = Vec::new();
    for (k, said) in (cluster.from..cluster.to).filter_map(|k| Some((k, is_said(k)?))) {
        match parts.last_mut().filter(|(last, ..)| *last == said) {
            Some((.., to)) => *to = k + 1,
            None => parts.push((said, k, k + 1)),
        }
    }
    if parts.len() < 2 {
        return Vec::new();
    }
    let part =
        |(_, from, to)| Cluster { drift: cluster.drift, ..Cluster::of(cluster.member, from..to, units) };
    parts.into_iter().map(part).collect()
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
        let word = Cluster::of(cluster.member, i..i + 1, units);
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
