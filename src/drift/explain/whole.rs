//! Two texts that differ as wholes, though no words of theirs are surely the ones: which to look at.

use super::{Cluster, Figures, SHOWN, candidates_of, explain, gate, quoted, severity};
use crate::{
    Span,
    drift::{
        Finding, Place,
        checks::lexical_shift,
        consensus::Verdict,
        table::Table,
        units::{Unit, Units},
    },
};
use std::collections::BTreeMap;

/// How sure a reader may be of such a finding, as a share of the probability that the texts differ: it says that something
/// is wrong in the sentence, and the words that it names may not be it. By hand: at the default threshold a text is named
/// that more likely differs than not.
const WHOLE: f32 = 0.75;

/// The finding, if two texts are all that the group has (copies of either apart), in one language, and the head has read them
/// together. The distances alone know too little of sentences: thorough rewordings are far apart.
pub(in crate::drift) fn whole(
    table: &Table<'_>,
    verdict: &Verdict,
    words: &[Vec<f32>],
    aligned: f32,
) -> Option<Finding> {
    let (a, b) = two_texts(table)?;
    let chance = table.probability(a, b);
    let confidence = aligned * WHOLE * chance;
    if confidence < SHOWN || table.judged_pair(a, b).is_none() || !table.evidence(a, b)?.monolingual {
        return None;
    }
    let mut finding = reordered(table, verdict, (a, b), confidence).or_else(|| {
        // The words of the one that stands alone, where one does.
        let copies = |i: usize| (0..table.len()).filter(|j| table.evidence(i, *j).is_none()).count();
        let alone = [a, b].into_iter().find(|i| copies(*i) < copies(a).max(copies(b)));
        let sure = |cluster: &Cluster, figures: &Figures| figures.probability(table, cluster.member);
        let (cluster, others, figures) = candidates_of(table, verdict, words, gate(table))
            .into_iter()
            .filter(|(cluster, ..)| alone.is_none_or(|i| i == cluster.member))
            .max_by(|(x, _, f), (y, _, g)| {
                // The first among equals.
                sure(x, f).total_cmp(&sure(y, g)).then((y.member, y.from).cmp(&(x.member, x.from)))
            })?;
        let mut finding = explain(table, verdict, &cluster, &others, confidence);
        finding.numbers = figures.named(table);
        Some(finding)
    })?;
    in_copies(table, &mut finding.places);
    finding.numbers.insert("the texts differ in meaning".to_owned(), chance);
    Some(finding)
}

/// One member of each, where all members have one of two texts.
fn two_texts(table: &Table<'_>) -> Option<(usize, usize)> {
    let b = (1..table.len()).find(|i| table.evidence(0, *i).is_some())?;
    let copy = |i: usize| table.evidence(0, i).is_none() || table.evidence(b, i).is_none();
    (1..table.len()).all(copy).then_some((0, b))
}

/// Adds the same words of every copy of a member that has a place.
fn in_copies(table: &Table<'_>, places: &mut Vec<Place>) {
    for place in places.clone() {
        let Some(own) = table.members.iter().position(|m| m.version == place.version) else { continue };
        for (other, copy) in table.members.iter().enumerate() {
            let there = places.iter().any(|p| p.version == copy.version);
            if !there
                && table.evidence(own, other).is_none()
                && let Some(span) = table.members.get(own).and_then(|m| same_words(m, copy, place.span))
            {
                places.push(Place { version: copy.version, span });
            }
        }
    }
    places.sort_by_key(|p| (p.version, p.span));
}

/// Where `copy` has what `own` has in `span`; nothing if they are not cut into the same words.
fn same_words(own: &Units<'_>, copy: &Units<'_>, span: Span) -> Option<Span> {
    let folded = |units: &Units<'_>| units.list.iter().map(|u| u.folded.clone()).collect::<Vec<_>>();
    if folded(own) != folded(copy) {
        return None;
    }
    let inside = own.list.iter().zip(&copy.list).filter(|(u, _)| span.overlaps(u.span)).map(|(_, u)| u.span);
    inside.reduce(Span::cover)
}

/// The same words in another order: from the first to the last that is not in its place.
fn reordered(
    table: &Table<'_>,
    verdict: &Verdict,
    (a, b): (usize, usize),
    confidence: f32,
) -> Option<Finding> {
    let words = |i: usize| -> Vec<&Unit> {
        table.members.get(i).map(|m| m.list.iter().filter(|u| !u.mark).collect()).unwrap_or_default()
    };
    let sorted = |i: usize| {
        let mut all: Vec<&str> = words(i).iter().map(|u| u.folded.as_str()).collect();
        all.sort_unstable();
        all.join(" ")
    };
    if sorted(a) != sorted(b) {
        return None;
    }
    let turned: Vec<bool> = words(a).iter().zip(words(b)).map(|(x, y)| x.folded != y.folded).collect();
    let (from, to) = (turned.iter().position(|t| *t)?, turned.iter().rposition(|t| *t)?);
    let place = |i: usize| {
        let span = words(i).get(from)?.span.cover(words(i).get(to)?.span);
        Some(Place { version: table.members.get(i)?.version, span })
    };
    let written = |i: usize| Some(quoted(table.members.get(i)?.written(place(i)?.span)));
    let mut said = [written(a)?, written(b)?];
    said.sort_unstable();
    Some(Finding {
        kind: lexical_shift::KIND.name,
        severity: severity(confidence),
        confidence,
        culprit: verdict.odd.and_then(|odd| table.members.get(odd)).map(|m| m.version),
        places: vec![place(a)?, place(b)?],
        reason: format!("The same words in another order: {}.", said.join(", ")),
        numbers: BTreeMap::new(),
    })
}
