//! Which findings of a group are told, in which order, and in which words.

use super::{
    Report, ReportGroup,
    passage::points,
    relations::{has, is_wording},
};
use crate::drift::{Finding, Place, Severity, checks::lexical_shift, finding::quoted};

/// A finding of a passage.
pub(super) struct FindingView<'a> {
    pub finding: &'a Finding,
    pub id: &'a str,
    /// Why, in one sentence that names the versions.
    pub why: String,
}

/// Findings of one group that are told and marked; more would bury the next passage. The rest is counted.
const TOLD: usize = 4;

/// A finding below the threshold is told only if it is at least this share as likely as the likeliest one: of two guesses the
/// one that is half as good helps nobody. By hand.
const EXPLAINS: f32 = 0.5;

/// The findings of a group that are told, what weighs most first: those that are marked too, and the rest. A group that
/// drifts as a whole, though none of its findings is sure enough to be shown elsewhere, is explained by the weaker ones:
/// a reader who is asked to look wants to know at what.
pub(super) fn told<'a>(
    report: &'a Report,
    group: &'a ReportGroup,
    ids: &'a [String],
) -> (Vec<FindingView<'a>>, Vec<FindingView<'a>>) {
    let unexplained = group.unexplained(report.signature.config.threshold);
    let may_explain = |f: &&Finding| {
        unexplained && f.severity == Severity::Minor && report.relations.concerns(&report.versions, group, f)
    };
    let surest = group.drift.findings.iter().filter(may_explain).map(|f| f.confidence).fold(0.0, f32::max);
    let explains = |f: &Finding| may_explain(&f) && f.confidence >= EXPLAINS * surest;
    let mut shown: Vec<(&Finding, &String)> =
        group.drift.findings.iter().zip(ids).filter(|(f, _)| report.shows(group, f) || explains(f)).collect();
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
    // Another word for what others say, and not a word of theirs: it departs as a whole.
    let whole = finding.kind == lexical_shift::KIND.name && said.len() == 1;
    if said.is_empty() || whole || !is_wording(finding.kind) {
        return finding.reason.clone();
    }
    // The one that departs first.
    said.sort_by_key(|(versions, _)| !finding.culprit.is_some_and(|c| versions.contains(&c)));
    let says = |v: usize| said.iter().any(|(versions, _)| versions.contains(&v));
    // What a report that was written apart does not say is no news.
    let asked =
        |v: usize| said.iter().flat_map(|(versions, _)| versions).any(|s| report.relations.same_text(v, *s));
    let silent: Vec<usize> =
        (0..report.versions.len()).filter(|v| has(group, *v) && !says(*v) && asked(*v)).collect();
    let mut parts: Vec<String> = said
        .iter()
        .map(|(versions, words)| format!("{} {}", names(report, versions), quoted(words)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Builder;

    #[test]
    fn a_group_that_drifts_as_a_whole_is_explained_by_its_weaker_findings() {
        let lines = ["He assured the council of it."];
        let mut report = Builder::default()
            .version("a", "en", &lines)
            .version("b", "en", &lines)
            .group(&[&[0], &[0]])
            .finding("omission", Severity::Minor, 0.32, None, &[(0, "assured")])
            .report();
        let ids = ["1".to_owned()];
        let told_of = |report: &Report| told(report, &report.groups[0], &ids).0.len();
        let threshold = report.signature.config.threshold;
        assert!(threshold > 0.32);
        report.groups[0].drift.drift = threshold - 0.05;
        assert_eq!(told_of(&report), 0);
        report.groups[0].drift.drift = threshold + 0.05;
        assert_eq!(told_of(&report), 1);
        // Weak doubts about grave matters stay unsaid: a critical mark is not a matter of taste.
        report.groups[0].drift.findings[0].severity = Severity::Critical;
        assert_eq!(told_of(&report), 0);
    }
}
