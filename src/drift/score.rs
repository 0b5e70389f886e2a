//! One group's score: vectors first, then what is known for certain.

use super::{
    Finding, GroupDrift, GroupView, Place, Severity, VersionDrift, WordDrift, checks,
    checks::{addition, omission},
    consensus,
    evidence::either,
    explain,
    table::Table,
    units::Units,
};
use crate::{Span, document::Role};

/// Scores one group: how likely its members differ in meaning, which one departs, by which words, and why.
///
/// Members in another order, or two versions swapped, give the same numbers. Members that differ only in Unicode
/// form, quotes, dashes, spacing or case have no drift. A group with one member is an omission or an addition.
#[must_use]
pub fn score(group: &GroupView<'_>) -> GroupDrift {
    match group.members.as_slice() {
        [] => GroupDrift { versions: vec![None; group.versions], ..GroupDrift::default() },
        [_] => alone(group),
        _ => together(group),
    }
}

/// How likely a passage that only one version has matters to a reader: most are, many are asides.
const ALONE: f32 = 0.6;

/// From this confidence on, a check that names a culprit overrules the vectors.
const CERTAIN: f32 = 0.6;

/// How much a finding without a culprit weighs against each of three or more versions it touches: the fault is at
/// most half of theirs.
const UNDECIDED: f32 = 0.5;

fn together(group: &GroupView<'_>) -> GroupDrift {
    let table = Table::of(group.members.iter().map(Units::of).collect());
    let verdict = consensus::verdict(&table);
    let mut words: Vec<Vec<f32>> =
        (0..table.len()).map(|i| table.pooled(i, |side, evidence, unit| evidence.unit(side, unit))).collect();
    let guessed = explain::findings(&table, &verdict, &words);
    let certain = checks::run(group);
    let mut members = verdict.members.clone();
    for finding in &certain {
        raise(&table, finding, &mut words, &mut members);
    }
    let named = certain.iter().filter(|f| f.confidence >= CERTAIN && f.culprit.is_some()).fold(
        None,
        |best: Option<&Finding>, f| match best {
            Some(b) if b.confidence >= f.confidence => Some(b),
            _ => Some(f),
        },
    );
    let odd = named
        .map_or_else(|| verdict.odd.and_then(|i| table.members.get(i)).map(|m| m.version), |f| f.culprit);
    let mut findings: Vec<Finding> =
        guessed.into_iter().filter(|f| !certain.iter().any(|c| touches(c, f))).collect();
    findings.extend(certain);
    findings.sort_by(|x, y| {
        y.confidence.total_cmp(&x.confidence).then(y.severity.cmp(&x.severity)).then(x.kind.cmp(y.kind))
    });
    let strongest = findings.iter().map(|f| f.confidence).fold(0.0, f32::max);
    let mut versions = vec![None; group.versions];
    for ((member, drift), words) in table.members.iter().zip(&members).zip(&words) {
        if let Some(slot) = versions.get_mut(member.version) {
            let words = member
                .list
                .iter()
                .zip(words)
                .map(|(unit, drift)| WordDrift { span: unit.span, drift: *drift });
            *slot = Some(VersionDrift { drift: *drift, words: words.collect() });
        }
    }
    let highest = members.iter().copied().fold(0.0, f32::max);
    GroupDrift { drift: highest.max(strongest.min(1.0)), versions, odd_one_out: odd, findings }
}

/// Whether two findings point at the same words of some version.
fn touches(x: &Finding, y: &Finding) -> bool {
    x.places.iter().any(|p| y.places.iter().any(|q| p.version == q.version && p.span.overlaps(q.span)))
}

/// What is known for certain raises the words it marks and the versions it blames.
fn raise(table: &Table<'_>, finding: &Finding, words: &mut [Vec<f32>], members: &mut [f32]) {
    let versions = table.members.iter().filter(|m| m.role == Role::Version).count();
    for ((member, words), drift) in table.members.iter().zip(words).zip(members) {
        let marked =
            |span: Span| finding.places.iter().any(|p| p.version == member.version && p.span.overlaps(span));
        let touched = finding.places.iter().any(|p| p.version == member.version);
        let weight = match finding.culprit {
            Some(culprit) if culprit == member.version => 1.0,
            None if touched && versions > 2 => UNDECIDED,
            None if touched || versions <= 2 => 1.0,
            _ => 0.0,
        };
        if member.role == Role::Version {
            *drift = either(*drift, weight * finding.confidence);
        }
        for (_, word) in member.list.iter().zip(words).filter(|(unit, _)| marked(unit.span)) {
            *word = either(*word, finding.confidence);
        }
    }
}

/// What one version says and no other: an addition where it stands against two and more, else something that either
/// one left out or the other put in. Furniture is neither.
fn alone(group: &GroupView<'_>) -> GroupDrift {
    let mut out = GroupDrift { versions: vec![None; group.versions], ..GroupDrift::default() };
    let Some(member) = group.members.first() else { return out };
    let units = Units::of(member);
    let drift = if group.versions < 2 || units.list.iter().all(|u| u.mark) {
        0.0
    } else {
        // The less sure the aligner is that nothing answers to it, the less sure the finding.
        ALONE * group.confidence
    };
    if let Some(slot) = out.versions.get_mut(member.version) {
        let words = units.list.iter().map(|u| WordDrift { span: u.span, drift });
        *slot = Some(VersionDrift { drift, words: words.collect() });
    }
    out.drift = drift;
    if drift > 0.0 {
        let source = member.role == Role::Source;
        let most = group.versions > 2;
        let (kind, culprit, reason) = match (source, most) {
            (true, _) => (omission::KIND.name, None, "Only the source says this.".to_owned()),
            (false, true) => (
                addition::KIND.name,
                Some(member.version),
                format!("Only one of {} versions says this.", group.versions),
            ),
            (false, false) => (
                omission::KIND.name,
                None,
                "Only one version says this; the other has nothing like it.".to_owned(),
            ),
        };
        out.odd_one_out = culprit;
        let places =
            member.segments.iter().map(|s| Place { version: member.version, span: s.span }).collect();
        out.findings.push(Finding {
            kind,
            severity: Severity::Major,
            confidence: drift,
            culprit,
            places,
            reason,
        });
    }
    out
}
