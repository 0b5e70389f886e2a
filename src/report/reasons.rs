//! Which findings of a group are told, in which order, and in which words.

use super::{
    Report, ReportGroup,
    passage::points,
    relations::{has, is_wording},
};
use crate::drift::{Finding, Place};

/// A finding of a passage.
pub(super) struct FindingView<'a> {
    pub finding: &'a Finding,
    pub id: &'a str,
    /// Why, in one sentence that names the versions.
    pub why: String,
}

/// Findings of one group that are told and marked; more would bury the next passage. The rest is counted.
const TOLD: usize = 4;

/// The shown findings of a group, what weighs most first: those that are told and marked, and the rest.
pub(super) fn told<'a>(
    report: &'a Report,
    group: &'a ReportGroup,
    ids: &'a [String],
) -> (Vec<FindingView<'a>>, Vec<FindingView<'a>>) {
    let mut shown: Vec<(&Finding, &String)> =
        group.drift.findings.iter().zip(ids).filter(|(f, _)| report.shows(group, f)).collect();
    let stake = |f: &Finding| f.confidence * points(f.severity);
    shown.sort_by(|a, b| stake(b.0).total_cmp(&stake(a.0)));
    let (mut told, mut rest): (Vec<FindingView>, Vec<FindingView>) = (Vec::new(), Vec::new());
    for (finding, id) in shown {
        let covered = |p: &Place| {
            told.iter()
                .flat_map(|t| &t.finding.places)
                .any(|t| t.version == p.version && t.span.overlaps(p.span))
        };
        let repeats = !finding.places.is_empty() && finding.places.iter().all(covered);
        let view = FindingView { finding, id, why: why(report, group, finding) };
        if told.len() < TOLD && !repeats { told.push(view) } else { rest.push(view) }
    }
    (told, rest)
}

/// Quotations of more characters than this are cut.
const QUOTED: usize = 60;

/// Why, in one sentence that names the versions: for what is found by comparing wordings, who says what;
/// otherwise the finding's own reason.
fn why(report: &Report, group: &ReportGroup, finding: &Finding) -> String {
    let mut said: Vec<(Vec<usize>, String)> = Vec::new();
    for version in 0..report.versions.len() {
        let text = &report.versions[version].document.text;
        let own = finding.places.iter().filter(|p| p.version == version);
        let words: Vec<&str> = own.map(|p| p.span.of(text).trim()).filter(|w| !w.is_empty()).collect();
        let words = words.join(" … ");
        if words.is_empty() {
            continue;
        }
        match said.iter_mut().find(|(_, other)| other.to_lowercase() == words.to_lowercase()) {
            Some((versions, _)) => versions.push(version),
            None => said.push((vec![version], words)),
        }
    }
    if said.is_empty() || !is_wording(finding.kind) {
        return finding.reason.clone();
    }
    // The one that departs first.
    said.sort_by_key(|(versions, _)| !finding.culprit.is_some_and(|c| versions.contains(&c)));
    let quote = |words: &str| match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("“{}…”", words.get(..end).unwrap_or_default()),
        None => format!("“{words}”"),
    };
    let silent: Vec<usize> = (0..report.versions.len())
        .filter(|v| has(group, *v) && !said.iter().any(|(versions, _)| versions.contains(v)))
        .collect();
    let mut parts: Vec<String> = said
        .iter()
        .map(|(versions, words)| format!("{} {}", names(report, versions), quote(words)))
        .collect();
    if !silent.is_empty() {
        parts.push(format!("nothing like it in {}", names(report, &silent)));
    }
    parts.join("; ")
}

/// The names of versions.
pub(super) fn names(report: &Report, versions: &[usize]) -> String {
    let ids: Vec<&str> =
        versions.iter().filter_map(|v| report.versions.get(*v)).map(|v| v.document.id.as_str()).collect();
    ids.join(", ")
}
