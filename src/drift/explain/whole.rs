//! Texts that differ as wholes, though no words of theirs are surely the ones: which to look at.

use super::{
    Gate, Likely, SHOWN, clusters_of, explain, is_said_elsewhere, is_told_otherwise, severity, span, weighed,
};
use crate::{
    Span,
    document::Role,
    drift::{
        Finding, Place,
        checks::lexical_shift,
        consensus::{Verdict, edited},
        evidence::logistic,
        finding::{quoted, touches},
        head::logit,
        table::Table,
        units::{Unit, Units},
    },
};
use std::collections::BTreeMap;

/// How sure a reader may be of what is found between two texts, as a share of the probability that they differ: it says that
/// something is wrong in the sentence, and the words that it names may not be it. By hand, on pairs that nothing is fitted to
/// (docs/drift.md): in one language, and across two.
const WHOLE: [f32; 2] = [0.85, 0.8];

/// The same for two texts of one language of which one is most likely an edited copy of the other: slope and offset of its log odds, as
/// in `consensus.rs`, where drift says too little. Fitted with three harmless pairs for a changed one, which gives 1.23 and .77; the
/// offset lowered by hand, since a harmless edit shown costs more than a change missed (docs/drift.md).
const EDITED: [f32; 2] = [1.23, 0.3];

/// Below this such a finding is not worth a reviewer's time, 0..1. By hand: texts of one language that differ with four chances in
/// ten, of two languages with nine in twenty.
const LEAST: f32 = 0.36;

/// From this drift on a version among more than two texts is looked at as a whole: what makes such a finding worth keeping.
const DEPARTS: f32 = SHOWN / DEPARTING;

/// How sure a reader may be of such a version's likeliest words, as a share of its drift. By hand: of those that have .25 in TED en-de
/// and WMT23 en-de half overlap a major error, and three in four some error (docs/drift.md).
const DEPARTING: f32 = 0.75;

/// The most that such a finding may have: short of the default threshold, for it says where to look when a passage is shown for its
/// drift, and no more.
const HINT: f32 = 0.35;

/// From this drift on the likeliest words of one of four and more are as sure as its drift: the share of versions that do depart is no
/// less. By hand, on the sets that the drift was fitted to (docs/drift.md).
const SURELY: f32 = 0.4;

/// Which words of such a version: those that drift at least half as much as the one that does most.
const LIKELIEST: Gate = Gate { version: DEPARTS, word: 0.0, beside: 0.5, most: 6 };

/// How sure what the vectors find in `culprit` is at most: where the head has read all texts together and there are two (copies of
/// either apart), or four and more versions, no surer than that these differ, or that this one departs. Nothing where nothing holds
/// it down: of three the words tell more than the drift (docs/drift.md), and the distances alone know too little of sentences.
pub(in crate::drift) fn at_most(table: &Table<'_>, verdict: &Verdict, culprit: Option<usize>) -> Option<f32> {
    if let Some((a, b)) = two_texts(table) {
        return of_two(table, verdict, a, b);
    }
    let is_its = |m: &Units<'_>| culprit.is_none_or(|culprit| culprit == m.version);
    let own = table.members.iter().zip(&verdict.members).filter(|(m, _)| is_its(m)).map(|(_, drift)| *drift);
    is_probability(table, verdict).then(|| own.fold(0.0, f32::max))
}

/// How sure it may be that two texts differ, if the head has read them together.
fn of_two(table: &Table<'_>, verdict: &Verdict, a: usize, b: usize) -> Option<f32> {
    table.judged_pair(a, b)?;
    let [same, across] = WHOLE;
    // What is edited in the one that stands against copies is in its drift.
    let (differ, of_copy) = if lone(table, a, b).is_some() {
        (verdict.highest(), verdict.highest())
    } else {
        let ([slope, offset], differ) = (EDITED, table.probability(a, b));
        (differ, logistic(slope * logit(differ) + offset))
    };
    if !table.evidence(a, b)?.monolingual {
        return Some(across * differ);
    }
    let edited = edited(table, a, b);
    Some((1.0 - edited) * same * differ + edited * of_copy)
}

/// Whether drift is the probability that a version departs from the others, as fitted, and says better whether something is wrong than
/// words do: that of four and more versions that the head has read.
fn is_probability(table: &Table<'_>, verdict: &Verdict) -> bool {
    let versions = table.members.iter().filter(|m| m.role == Role::Version).count();
    versions > 3 && !verdict.turned && table.is_all_judged()
}

/// The finding that two texts differ that the head has read together, nearly as sure as that.
pub(in crate::drift) fn whole(
    table: &Table<'_>,
    verdict: &Verdict,
    likely: &[Likely],
    words: &[Vec<f32>],
    aligned: f32,
) -> Option<Finding> {
    let (a, b) = two_texts(table)?;
    let confidence = aligned * of_two(table, verdict, a, b)?;
    if confidence < LEAST {
        return None;
    }
    let mut finding = reordered(table, verdict, (a, b), confidence).or_else(|| {
        // The words of the one that stands alone, where one does.
        let lone = lone(table, a, b);
        let named = |l: &&Likely| lone.is_none_or(|i| i == l.cluster.member);
        let drifting: Vec<Likely>;
        let surest = if let Some(surest) = likely.iter().find(named) {
            surest
        } else {
            drifting = weighed(table, verdict, words, LIKELIEST);
            // A quantity that no check spoke of, rather than nothing: “with two friends”, left out.
            let told = |l: &&&Likely| is_told_otherwise(table, &l.cluster, &l.others);
            let said = |l: &&&Likely| is_said_elsewhere(table, &l.cluster, &l.others);
            let own = || drifting.iter().filter(named);
            own().find(|l| !told(&l)).or_else(|| own().find(|l| !said(&l)))?
        };
        Some(explain(table, verdict, surest, confidence))
    })?;
    in_copies(table, &mut finding.places);
    let differ = verdict.highest().max(table.probability(a, b));
    finding.numbers.insert("the texts differ in meaning".to_owned(), differ);
    Some(finding)
}

/// Among more than two texts, one finding a version that departs from the others: the words in which it most likely does.
pub(in crate::drift) fn departing(
    table: &Table<'_>,
    verdict: &Verdict,
    words: &[Vec<f32>],
    aligned: f32,
) -> Vec<Finding> {
    if table.len() < 3 || two_texts(table).is_some() {
        return Vec::new();
    }
    // Of three the one that stands alone makes the others differ from it as well.
    let alone = verdict.odd.filter(|_| table.len() == 3);
    let departing = verdict.members.iter().zip(&table.members).zip(words).enumerate();
    departing
        .filter(|(i, ((drift, _), _))| **drift >= LIKELIEST.version && alone.is_none_or(|odd| odd == *i))
        .filter_map(|(i, ((drift, member), words))| {
            let sure = at_least(table, verdict, *drift).map(|sure| aligned * sure);
            let confidence = sure.unwrap_or_else(|| aligned * (DEPARTING * drift).min(HINT));
            let mut spans: Vec<Span> = clusters_of(table, i, words, LIKELIEST)
                .iter()
                .map(|c| span(table, i, c.from, c.to))
                .collect();
            spans.sort_unstable();
            let said: Vec<String> = spans.iter().map(|s| quoted(member.written(*s))).collect();
            let departs = if sure.is_some() { "departs" } else { "may depart" };
            let from = if verdict.turned { "the source" } else { "the others" };
            (confidence >= SHOWN && !spans.is_empty()).then(|| Finding {
                kind: lexical_shift::KIND.name,
                severity: severity(confidence),
                confidence,
                culprit: Some(member.version),
                places: spans.iter().map(|span| Place { version: member.version, span: *span }).collect(),
                reason: format!("This version {departs} from {from}, most likely in {}.", said.join(" or ")),
                numbers: BTreeMap::from([("the version departs".to_owned(), *drift)]),
            })
        })
        .collect()
}

/// How sure what is found in one of four and more versions is at least, if it departs more likely than [`SURELY`] says.
fn at_least(table: &Table<'_>, verdict: &Verdict, drift: f32) -> Option<f32> {
    (drift >= SURELY && is_probability(table, verdict)).then_some(drift)
}

/// One member of each, where all members have one of two texts.
fn two_texts(table: &Table<'_>) -> Option<(usize, usize)> {
    table.two_texts(&everybody(table))
}

/// The one of two texts that a single member has, and two and more the other.
fn lone(table: &Table<'_>, a: usize, b: usize) -> Option<usize> {
    let copies = |i: usize| table.copies(i, &everybody(table));
    [(a, b), (b, a)].into_iter().find(|(i, j)| copies(*i) == 1 && copies(*j) > 1).map(|(i, _)| i)
}

fn everybody(table: &Table<'_>) -> Vec<usize> {
    (0..table.len()).collect()
}

/// Whether a finding says what another one would, that its version departs from the others: of a hint any that names words of this
/// version; of one that shows by itself those that are as sure.
pub(in crate::drift) fn makes_needless(known: &Finding, departing: &Finding) -> bool {
    let has_place = known.places.iter().any(|p| Some(p.version) == departing.culprit);
    let is_of_it = known.culprit.is_none() || known.culprit == departing.culprit;
    let is_as_sure = known.confidence >= departing.confidence;
    let is_hint = departing.confidence <= HINT && known.confidence >= SHOWN;
    is_of_it && has_place && (is_as_sure || is_hint)
}

/// Joins the finding that a version surely departs with what the vectors found at its likeliest words. Where it marks one place these
/// are as sure, and say all of it: then it is needless. Else it tells their reason too. (Which of several it is nothing says as surely:
/// where the drift is a half, in WMT23 en-de, one in three of the likeliest alone touches a major error, and one in two of all that
/// are marked; docs/drift.md.)
pub(in crate::drift) fn words_say_it(departing: &mut Finding, findings: &mut [Finding]) -> bool {
    let is_at_these = |f: &Finding| f.culprit == departing.culprit && touches(&f.places, &departing.places);
    let surer = |x: &&mut Finding, y: &&mut Finding| {
        x.confidence.total_cmp(&y.confidence).then_with(|| y.reason.cmp(&x.reason))
    };
    let likeliest = findings.iter_mut().filter(|f| is_at_these(f)).max_by(surer);
    let Some(likeliest) = likeliest.filter(|_| departing.confidence > HINT) else { return false };
    if departing.places.len() > 1 {
        departing.reason = format!("{} {}", departing.reason, likeliest.reason);
        return false;
    }
    if likeliest.confidence < departing.confidence {
        likeliest.confidence = departing.confidence;
        likeliest.severity = severity(departing.confidence);
        likeliest.numbers.append(&mut departing.numbers);
    }
    true
}

/// Adds the same words of every copy of a member that has a place.
pub(super) fn in_copies(table: &Table<'_>, places: &mut Vec<Place>) {
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
    if !own.list.iter().map(|u| &u.folded).eq(copy.list.iter().map(|u| &u.folded)) {
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
    let (first, second) = (words(a), words(b));
    let sorted = |units: &[&Unit]| {
        let mut all: Vec<String> = units.iter().map(|u| u.folded.clone()).collect();
        all.sort_unstable();
        all
    };
    if sorted(&first) != sorted(&second) {
        return None;
    }
    let turned: Vec<bool> = first.iter().zip(&second).map(|(x, y)| x.folded != y.folded).collect();
    let (from, to) = (turned.iter().position(|t| *t)?, turned.iter().rposition(|t| *t)?);
    let place = |member: usize, units: &[&Unit]| {
        let (member, span) = (table.members.get(member)?, units.get(from)?.span.cover(units.get(to)?.span));
        Some((Place { version: member.version, span }, quoted(member.written(span))))
    };
    let ((in_a, said_a), (in_b, said_b)) = (place(a, &first)?, place(b, &second)?);
    // By content, so that the order of the versions plays no part.
    let (one, other) = if said_a <= said_b { (said_a, said_b) } else { (said_b, said_a) };
    Some(Finding {
        kind: lexical_shift::KIND.name,
        severity: severity(confidence),
        confidence,
        culprit: verdict.odd.and_then(|odd| table.members.get(odd)).map(|m| m.version),
        places: vec![in_a, in_b],
        reason: format!("The same words in another order: {one}, {other}."),
        numbers: BTreeMap::new(),
    })
}
