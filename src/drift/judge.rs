//! From clashes between two versions to findings about all of them: who stands alone, and in which words.

use super::{
    Comparison, Finding, Place, Severity,
    comparison::Reading,
    finding::{capital, number},
};
use crate::Span;
use std::collections::BTreeMap;

/// Two readings say different things about one topic.
#[derive(Debug, Clone)]
pub struct Clash {
    /// Index of the first reading in [`Comparison::readings`].
    pub a: usize,
    /// Index of the second reading.
    pub b: usize,
    /// What the first says, and where.
    pub in_a: Said,
    /// What the second says, and where.
    pub in_b: Said,
    /// The probability that a reviewer would call it a change of meaning, 0..1.
    pub confidence: f32,
    /// How bad it is.
    pub severity: Severity,
}

/// What one reading says about the topic of a [`Clash`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The words that say it; where nothing does, the words beside which it would stand, or none.
    pub spans: Vec<Span>,
    /// What it says, for the reviewer: the words themselves; `None` where it says nothing about it.
    pub what: Option<String>,
}

impl Said {
    /// Words of a reading, as written.
    #[must_use]
    pub fn words(reading: &Reading<'_>, span: Span) -> Self {
        Self { spans: vec![span], what: Some(reading.written(span).to_owned()) }
    }
}

/// How a kind words its reasons.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// The kind's name.
    pub kind: &'static str,
    /// What is compared, for one version against another: `The numbers differ`.
    pub differ: &'static str,
    /// What a version lacks that says nothing: `no such number`.
    pub lacks: &'static str,
}

/// With three or more versions, agreement of all the others is itself evidence that the odd one is wrong: the
/// chance that a harmless rewording is all that sets it apart is cut by up to this share, the more the surer
/// the clashes are by themselves. Among thirteen translations of a sentence some lone "may" is usual.
const ALONE: f32 = 0.4;

/// Two translations that agree against the source more often show a misreading across languages than an error
/// that both made.
const AGAINST_SOURCE: f32 = 0.5;

/// Turns clashes into findings, one a topic. Clashes that share words of a reading are one topic.
#[must_use]
pub fn judge(group: &Comparison<'_>, wording: Wording, clashes: &[Clash]) -> Vec<Finding> {
    topics(clashes).iter().filter_map(|topic| finding(group, wording, topic)).collect()
}

/// Groups clashes by shared words, in order of their first clash.
fn topics(clashes: &[Clash]) -> Vec<Vec<&Clash>> {
    let mut topics: Vec<Vec<&Clash>> = Vec::new();
    for clash in clashes {
        let (joined, rest): (Vec<_>, Vec<_>) =
            topics.into_iter().partition(|t| t.iter().any(|other| share_words(clash, other)));
        topics = rest;
        let mut topic: Vec<&Clash> = joined.into_iter().flatten().collect();
        topic.push(clash);
        topics.push(topic);
    }
    topics
}

fn share_words(x: &Clash, y: &Clash) -> bool {
    let sides = |c: &Clash| [(c.a, c.in_a.clone()), (c.b, c.in_b.clone())];
    sides(x).iter().any(|(i, said)| {
        sides(y).iter().any(|(j, other)| {
            i == j
                && ((said.what.is_none() && other.what.is_none())
                    || said.spans.iter().any(|s| other.spans.iter().any(|o| s.overlaps(*o))))
        })
    })
}

/// The reading that every clash of a topic has in common, if the others do not clash among themselves and
/// outnumber it; never a source, nor a version that stands with it, unless the source is among those that clash with it.
fn culprit(group: &Comparison<'_>, topic: &[&Clash], denied: &[usize]) -> Option<usize> {
    let members = group.readings.len();
    let clashing = |i: usize| topic.iter().filter(|c| c.a == i || c.b == i).count();
    let mut candidates = (0..members).filter(|&i| clashing(i) == topic.len());
    let (first, second) = (candidates.next(), candidates.next());
    let source = group.readings.iter().position(Reading::is_source);
    let named = match (first, second) {
        // One pair alone: the source says which of the two is wrong when it is one of them.
        (Some(x), Some(y)) if members == 2 => match source {
            Some(s) if s == x => Some(y),
            Some(s) if s == y => Some(x),
            _ => None,
        },
        // Alone against two or more.
        (Some(x), None) if topic.len() >= 2 && Some(x) != source => Some(x),
        _ => None,
    };
    // What the source itself speaks against is not faithful to it.
    let is_faithful =
        |i: usize| group.readings.get(i).is_some_and(|r| group.faithful.contains(&r.member.version));
    named.filter(|named| denied.contains(named) || !is_faithful(*named))
}

/// The readings that a source clashes with, in order.
fn denied(group: &Comparison<'_>, topic: &[&Clash]) -> Vec<usize> {
    let is_source = |i: usize| group.readings.get(i).is_some_and(Reading::is_source);
    let clashes_with_source =
        |i: usize| topic.iter().any(|c| (c.a == i && is_source(c.b)) || (c.b == i && is_source(c.a)));
    (0..group.readings.len()).filter(|i| !is_source(*i) && clashes_with_source(*i)).collect()
}

fn finding(group: &Comparison<'_>, wording: Wording, topic: &[&Clash]) -> Option<Finding> {
    let denied = denied(group, topic);
    let culprit = culprit(group, topic, &denied);
    let mut against_source: Vec<usize> =
        denied.iter().filter_map(|i| group.readings.get(*i)).map(|r| r.member.version).collect();
    against_source.sort_unstable();
    let mut said: Vec<(usize, Said)> = Vec::new();
    for clash in topic {
        for (reading, what) in [(clash.a, &clash.in_a), (clash.b, &clash.in_b)] {
            match said.iter_mut().find(|(r, _)| *r == reading) {
                Some((_, known)) => {
                    known.spans.extend(
                        what.spans.iter().copied().filter(|s| !known.spans.contains(s)).collect::<Vec<_>>(),
                    );
                    known.what = known.what.take().or_else(|| what.what.clone());
                }
                None => said.push((reading, what.clone())),
            }
        }
    }
    said.sort_by_key(|(reading, _)| group.readings.get(*reading).map(|r| r.member.version));
    let strongest = topic.iter().map(|c| c.confidence).fold(0.0f32, f32::max);
    let mean = topic.iter().map(|c| c.confidence).sum::<f32>() / topic.len() as f32;
    let source_alone = topic
        .iter()
        .all(|c| [c.a, c.b].iter().any(|i| group.readings.get(*i).is_some_and(Reading::is_source)));
    let confidence = match culprit {
        Some(_) if topic.len() >= 2 => 1.0 - (1.0 - mean) * (1.0 - ALONE * mean),
        Some(_) => strongest,
        None if source_alone && topic.len() >= 2 => mean * AGAINST_SOURCE,
        None => mean,
    };
    let mut places: Vec<Place> = said
        .iter()
        .filter_map(|(r, s)| group.readings.get(*r).map(|reading| (reading.member.version, s)))
        .flat_map(|(version, s)| s.spans.iter().map(move |span| Place { version, span: *span }))
        .collect();
    places.sort_by_key(|p| (p.version, p.span));
    Some(Finding {
        kind: wording.kind,
        severity: topic.iter().map(|c| c.severity).max()?,
        confidence,
        culprit: culprit.and_then(|c| group.readings.get(c)).map(|r| r.member.version),
        against_source,
        places,
        reason: reason(group, wording, culprit, &denied, &said),
        numbers: BTreeMap::from([
            ("pairs of texts that clash".to_owned(), topic.len() as f32),
            ("strongest clash".to_owned(), strongest),
            ("mean clash".to_owned(), mean),
        ]),
    })
}

/// More than this many wordings of the others' reading tell a reviewer nothing new.
const MOST_WORDINGS: usize = 3;

/// The different readings, those of most versions first, then in order of the versions.
fn commonest(readings: Vec<String>) -> Vec<String> {
    let mut counted: Vec<(usize, String)> = Vec::new();
    for reading in readings {
        match counted.iter_mut().find(|(_, r)| r.to_lowercase() == reading.to_lowercase()) {
            Some((count, _)) => *count += 1,
            None => counted.push((1, reading)),
        }
    }
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted.into_iter().take(MOST_WORDINGS).map(|(_, reading)| reading).collect()
}

/// What some say, as a clause without its subject: “say “twelve””, “has no negation”, “say “twelve” or have no such number”.
fn predicate(said: &[&Said], lacks: &str, is_one: bool) -> String {
    let (words, silent): (Vec<&Said>, Vec<&Said>) = said.iter().partition(|s| s.what.is_some());
    let (say, have) = if is_one { ("says", "has") } else { ("say", "have") };
    let says = (!words.is_empty()).then(|| format!("{say} {}", wordings(&words, lacks).join(" or ")));
    let has = (!silent.is_empty()).then(|| format!("{have} {lacks}"));
    says.into_iter().chain(has).collect::<Vec<_>>().join(" or ")
}

/// The different readings, each quoted, those of most versions first.
fn wordings(said: &[&Said], lacks: &str) -> Vec<String> {
    let quote = |s: &&Said| s.what.as_ref().map_or_else(|| lacks.to_owned(), |words| format!("“{words}”"));
    commonest(said.iter().map(quote).collect())
}

/// The sentence that a reviewer reads. Counts are those of versions; the source speaks for itself.
fn reason(
    group: &Comparison<'_>,
    wording: Wording,
    culprit: Option<usize>,
    denied: &[usize],
    said: &[(usize, Said)],
) -> String {
    let is_source = |r: usize| group.readings.get(r).is_some_and(Reading::is_source);
    let total = (0..group.readings.len()).filter(|r| !is_source(*r)).count();
    let of = |is_wanted: &dyn Fn(usize) -> bool| -> Vec<&Said> {
        said.iter().filter(|(r, _)| is_wanted(*r)).map(|(_, s)| s).collect()
    };
    let (own, source) = (of(&|r| Some(r) == culprit), of(&is_source));
    let versions = of(&|r| Some(r) != culprit && !is_source(r));
    // A version that clashes with none may say the same as these, so that they are not counted against all.
    let is_counted = total == 2 || versions.len() + own.len() == total;
    let who = |n: usize| match (n, total) {
        (1, 2) if !own.is_empty() => ("the other version".to_owned(), true),
        (2, 2) => ("both versions".to_owned(), false),
        (n, total) if n == total => ("all versions".to_owned(), false),
        (n, total) if is_counted => (format!("{} of {} versions", number(n), number(total)), n == 1),
        (1, _) if own.is_empty() => ("one version".to_owned(), true),
        (1, _) => ("another version".to_owned(), true),
        (n, _) if own.is_empty() => (format!("{} versions", number(n)), false),
        (n, _) => (format!("{} other versions", number(n)), false),
    };
    let clause = |said: &[&Said], is_one| predicate(said, wording.lacks, is_one);
    let of_source = format!("the source {}", clause(&source, true));
    let beside_source = |who: &str, said: &[&Said], is_one| match (said.is_empty(), source.is_empty()) {
        (true, _) => of_source.clone(),
        (_, true) => format!("{who} {}", clause(said, is_one)),
        _ if clause(said, true) == clause(&source, true) => {
            format!("{who} and the source {}", clause(said, false))
        }
        _ => format!("{who} {}, {of_source}", clause(said, is_one)),
    };
    let (who_all, is_one) = who(versions.len());
    let others = beside_source(&who_all, &versions, is_one);
    let against = of(&|r| denied.contains(&r));
    let rest = of(&|r| !denied.contains(&r) && !is_source(r));
    let readings = wordings(&versions, wording.lacks);
    if !own.is_empty() {
        format!("{}; this one {}.", capital(&others), clause(&own, true))
    } else if readings.len() == 1 && !source.is_empty() {
        format!("{}.", capital(&others))
    } else if !against.is_empty() && !rest.is_empty() {
        let (who, is_one) = who(against.len());
        let who_else = match (rest.len(), is_counted) {
            (1, true) => "the other one".to_owned(),
            (n, true) => format!("the other {}", number(n)),
            (1, false) => "another one".to_owned(),
            (n, false) => format!("{} others", number(n)),
        };
        let theirs = beside_source(&who_else, &rest, rest.len() == 1);
        format!("{} {}; {theirs}.", capital(&who), clause(&against, is_one))
    } else {
        let against = format!("{}: {}", wording.differ, readings.join(" against "));
        if source.is_empty() { format!("{against}.") } else { format!("{against}; {of_source}.") }
    }
}
