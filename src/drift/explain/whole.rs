//! Texts that differ as wholes, though no words of theirs are surely the ones: which to look at.

use super::{
    Cluster, Gate, Likely, SHOWN, clusters_of, counterpart, explain, is_said_elsewhere, is_told_otherwise,
    severity, span, weighed, weight,
};
use crate::{
    Span,
    document::Role,
    drift::{
        Finding, Place,
        checks::{lexical_shift, omission},
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
const EDITED_PAIR: [f32; 2] = [1.23, 0.3];

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
    if let Some((a, b)) = table.has_two_texts() {
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
    let differ = differ(table, verdict, a, b);
    let [slope, offset] = EDITED_PAIR;
    // What is edited in the one that stands against copies is in its drift.
    let lone = stands_against_copies(table, a, b);
    let of_copy = if lone { differ } else { logistic(slope * logit(differ) + offset) };
    if !table.evidence(a, b)?.monolingual {
        return Some(across * differ);
    }
    let edited = edited(table, a, b);
    Some((1.0 - edited) * same * differ + edited * of_copy)
}

/// How likely two texts differ: of copies against copies each departs half as likely.
pub(super) fn differ(table: &Table<'_>, verdict: &Verdict, a: usize, b: usize) -> f32 {
    let both = table.copies(a) > 1 && table.copies(b) > 1;
    let said = verdict.highest() * if both { 2.0 } else { 1.0 };
    verdict.two.map_or(said, |two| two.differ)
}

/// Whether drift is the probability that a version departs from the others, as fitted, and says better whether something is wrong than
/// words do: that of four and more versions that the head has read.
fn is_probability(table: &Table<'_>, verdict: &Verdict) -> bool {
    table.versions() > 3 && verdict.faithful.is_none() && table.is_all_judged()
}

/// The finding that two texts differ that the head has read together, nearly as sure as that.
pub(in crate::drift) fn whole(
    table: &Table<'_>,
    verdict: &Verdict,
    likely: &[Likely],
    words: &[Vec<f32>],
    aligned: f32,
) -> Option<Finding> {
    let (a, b) = table.has_two_texts()?;
    let confidence = aligned * of_two(table, verdict, a, b)?;
    if confidence < LEAST {
        return None;
    }
    let mut finding = reordered(table, verdict, (a, b), confidence).or_else(|| {
        let drifting: [Vec<Likely>; 2];
        let surest = if let Some(surest) = likely.first() {
            surest
        } else {
            // A place, rather than the text.
            let (places, texts) = weighed(table, verdict, words, LIKELIEST)
                .into_iter()
                .partition(|l| is_place(table, &l.cluster));
            drifting = [places, texts];
            // A quantity that no check spoke of, rather than nothing: “with two friends”, left out.
            let told = |l: &&Likely| is_told_otherwise(table, &l.cluster, &l.others);
            let said = |l: &&Likely| is_said_elsewhere(table, &l.cluster, &l.others);
            drifting
                .iter()
                .find_map(|list| list.iter().find(|l| !told(l)).or_else(|| list.iter().find(|l| !said(l))))?
        };
        Some(explain(table, verdict, surest, confidence))
    })?;
    in_copies(table, &mut finding.places);
    let differ = differ(table, verdict, a, b);
    finding.numbers.insert("the texts differ in meaning".to_owned(), differ);
    Some(finding)
}

/// Whether a cluster is at most half of its text: where nothing stands out, all of it drifts alike.
fn is_place(table: &Table<'_>, cluster: &Cluster) -> bool {
    let units = table.members.get(cluster.member).map_or(0, Units::len);
    (cluster.to - cluster.from) * 2 <= units
}

/// How much more than a version's own words those that it lacks must drift to be told in their place. By hand: a version that
/// says much otherwise lacks words too.
const LACKS: f32 = 4.0;

/// What says that a version, or copies of one, departs from the others.
pub(in crate::drift) struct Departing {
    pub finding: Finding,
    /// Whether it shows by itself; else it is a hint where to look in a passage that is shown for its drift.
    is_sure: bool,
    /// In how many places it most likely does.
    places: usize,
}

/// Among more than two texts, for every one that departs from the others: the words in which it most likely does.
pub(in crate::drift) fn departing(
    table: &Table<'_>,
    verdict: &Verdict,
    words: &[Vec<f32>],
    aligned: f32,
) -> Vec<Departing> {
    if table.len() < 3 || table.has_two_texts().is_some() {
        return Vec::new();
    }
    // Of three the one that stands alone makes the others differ from it as well.
    let alone = verdict.odd.filter(|_| table.versions() == 3);
    let departing = verdict.members.iter().zip(&table.members).zip(words).enumerate();
    departing
        .filter(|(i, ((drift, _), _))| **drift >= LIKELIEST.version && alone.is_none_or(|odd| odd == *i))
        // Copies are told of together.
        .filter(|(i, _)| (0..*i).all(|j| !table.are_copies(j, *i)))
        .filter_map(|(i, ((drift, member), words))| {
            let sure = at_least(table, verdict, *drift).map(|sure| aligned * sure);
            let confidence = sure.unwrap_or_else(|| aligned * (DEPARTING * drift).min(HINT));
            let lacking = sure.filter(|_| table.copies(i) == 1).and_then(|_| lacking(table, i));
            let (at, list) = lacking.as_ref().map_or((i, words), |(j, lacking)| (*j, lacking));
            let mut spans: Vec<Span> = clusters_of(table, at, list, LIKELIEST)
                .iter()
                .map(|c| span(table, at, c.from, c.to))
                .collect();
            spans.sort_unstable();
            let marked = table.members.get(at)?;
            let said: Vec<String> = spans.iter().map(|s| quoted(marked.written(*s))).collect();
            let copies = table.copies(i);
            let (this, depart, it) = match (copies, sure.is_some()) {
                (1, true) => ("This version", "departs", "it"),
                (1, false) => ("This version", "may depart", "it"),
                (_, true) => ("These copies", "depart", "them"),
                (_, false) => ("These copies", "may depart", "them"),
            };
            let from = if verdict.faithful.is_some() { "the source" } else { "the others" };
            let said = said.join(" or ");
            let (kind, reason) = if at == i {
                (lexical_shift::KIND.name, format!("{this} {depart} from {from}, most likely in {said}."))
            } else {
                let reason = format!("{this} {depart} from {from}: nothing in {it} answers to {said}.");
                (omission::KIND.name, reason)
            };
            let mut places: Vec<Place> =
                spans.iter().map(|span| Place { version: marked.version, span: *span }).collect();
            in_copies(table, &mut places);
            let finding = Finding {
                kind,
                severity: severity(confidence),
                confidence,
                culprit: (copies == 1).then_some(member.version),
                against_source: Vec::new(),
                places,
                reason,
                numbers: BTreeMap::from([("the version departs".to_owned(), *drift)]),
            };
            (confidence >= SHOWN && !spans.is_empty()).then_some(Departing {
                finding,
                is_sure: sure.is_some(),
                places: spans.len(),
            })
        })
        .collect()
}

/// What member `i` most likely departs in, if that is something left out: the version that is most like it, and the drift of its words
/// that have nothing in their place. Nothing where a word of its own drifts [nearly as much](LACKS).
fn lacking(table: &Table<'_>, i: usize) -> Option<(usize, Vec<f32>)> {
    let own = table.members.get(i)?;
    let others = (0..table.len()).filter(|j| {
        let other = table.members.get(*j);
        other.is_some_and(|m| m.role == Role::Version && m.language == own.language)
            && !table.are_copies(i, *j)
    });
    let text = |j: usize| table.members.get(j).map(|m| &m.canonical);
    let nearest = others.max_by(|x, y| {
        table.overlap(i, *x).total_cmp(&table.overlap(i, *y)).then_with(|| text(*y).cmp(&text(*x)))
    })?;
    let of = |x: usize, y: usize| -> Vec<f32> {
        let units = table.members.get(x).map(|m| m.list.as_slice()).unwrap_or_default();
        let drift = |k: usize, u: &Unit| if u.mark { 0.0 } else { weight(u.rarity) * table.unit(x, y, k) };
        units.iter().enumerate().map(|(k, u)| drift(k, u)).collect()
    };
    let units = table.members.get(nearest).map(|m| m.list.as_slice()).unwrap_or_default();
    let is_gone = |k: usize| {
        let word = Cluster::of(nearest, k..k + 1, units);
        counterpart(table, &word, i).is_some_and(|there| there.span.is_none())
    };
    let most = |list: &[f32]| list.iter().copied().fold(0.0, f32::max);
    let theirs = of(nearest, i);
    let gone: Vec<f32> =
        theirs.iter().enumerate().map(|(k, drift)| if is_gone(k) { *drift } else { 0.0 }).collect();
    (most(&gone) > LACKS * most(&of(i, nearest)) && most(&gone) >= most(&theirs)).then_some((nearest, gone))
}

/// How sure what is found in one of four and more versions is at least, if it departs more likely than [`SURELY`] says.
fn at_least(table: &Table<'_>, verdict: &Verdict, drift: f32) -> Option<f32> {
    (drift >= SURELY && is_probability(table, verdict)).then_some(drift)
}

/// Whether one version of two texts has the one, and two and more the other.
fn stands_against_copies(table: &Table<'_>, a: usize, b: usize) -> bool {
    let (a, b) = (table.copies(a), table.copies(b));
    a.min(b) == 1 && a.max(b) > 1
}

impl Departing {
    /// Whether a finding says this already: of a hint any that names words of this version or blames it; of what shows by itself those that
    /// are as sure.
    pub fn is_said_by(&self, known: &Finding) -> bool {
        let own = &self.finding;
        let has_place = known.places.iter().any(|p| own.places.iter().any(|own| own.version == p.version));
        let is_of_it = match known.culprit {
            Some(_) => known.culprit == own.culprit,
            None => has_place,
        };
        let is_as_sure = known.confidence >= own.confidence;
        is_of_it && (is_as_sure || (!self.is_sure && known.confidence >= SHOWN))
    }

    /// Joins it with what the vectors found at these words, and says whether that is now needless: where it names one place, the finding
    /// of the words becomes as sure and says all of it; else it takes their reason and their places. (Which of several it is nothing says
    /// as surely: where the drift is a half, in WMT23 en-de, one in three of the likeliest alone touches a major error, and one in two of
    /// all that are marked; docs/drift.md.)
    pub fn is_joined_with(&mut self, findings: &mut Vec<Finding>) -> bool {
        let own = &mut self.finding;
        let is_at_these = |f: &Finding| f.culprit == own.culprit && touches(&f.places, &own.places);
        let surer = |x: &(usize, &Finding), y: &(usize, &Finding)| {
            x.1.confidence.total_cmp(&y.1.confidence).then_with(|| y.1.reason.cmp(&x.1.reason))
        };
        let likeliest = findings.iter().enumerate().filter(|(_, f)| is_at_these(f)).max_by(surer);
        let Some((at, _)) = likeliest.filter(|_| self.is_sure) else { return false };
        if self.places > 1 {
            let mut said = findings.remove(at);
            own.reason = format!("{} {}", own.reason, said.reason);
            own.numbers.append(&mut said.numbers);
            for place in said.places {
                let same = |own: &&mut Place| own.version == place.version && own.span.overlaps(place.span);
                match own.places.iter_mut().find(same) {
                    Some(own) => own.span = own.span.cover(place.span),
                    None => own.places.push(place),
                }
            }
            own.places.sort_by_key(|p| (p.version, p.span));
            return false;
        }
        if let Some(said) = findings.get_mut(at).filter(|said| said.confidence < own.confidence) {
            said.confidence = own.confidence;
            said.severity = severity(own.confidence);
            said.numbers.append(&mut own.numbers);
        }
        true
    }
}

/// Adds the same words of every copy of a member that has a place.
pub(super) fn in_copies(table: &Table<'_>, places: &mut Vec<Place>) {
    let known = places.clone();
    for place in &known {
        let Some(own) = table.members.iter().position(|m| m.version == place.version) else { continue };
        for (other, copy) in table.members.iter().enumerate() {
            let there = known.iter().any(|p| p.version == copy.version);
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
        against_source: Vec::new(),
        places: vec![in_a, in_b],
        reason: format!("The same words in another order: {one}, {other}."),
        numbers: BTreeMap::new(),
    })
}
