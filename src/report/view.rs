//! What all renderers for readers show: passages with their rows, marks and reasons, as words and not yet as
//! markup.

use super::{
    Passage, PassageKind, Report, ReportGroup,
    reasons::{FindingView, names, told},
    relations::has,
};
use crate::{Language, Span, document::BlockKind, drift::Severity, notice::Notice};
use std::ops::Range;

/// A passage, ready to be shown.
pub(super) struct PassageView<'a> {
    pub passage: &'a Passage,
    pub moved: bool,
    pub groups: Vec<GroupView<'a>>,
    /// What marks and reasons refer to; numbered from 1 in this order.
    pub findings: Vec<FindingView<'a>>,
}

/// A group of a passage.
pub(super) struct GroupView<'a> {
    pub index: usize,
    pub moved: bool,
    /// Whether something in it is marked or at the threshold; a quiet group is only context.
    pub drifts: bool,
    pub rows: Vec<Row<'a>>,
    /// Its findings, indices into the passage's; what weighs most comes first.
    pub findings: Range<usize>,
    /// More findings, that are not marked: they weigh less, or speak of the same words.
    pub rest: Vec<FindingView<'a>>,
}

/// What one version says, or several that say it in the same words.
pub(super) struct Row<'a> {
    /// Ascending, not empty.
    pub versions: Vec<usize>,
    pub language: Language,
    /// Whether these versions leave the consensus.
    pub odd: bool,
    /// Empty when the versions have nothing here.
    pub runs: Vec<Run<'a>>,
}

/// A piece of text with one mark or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run<'a> {
    pub text: &'a str,
    pub mark: Option<Mark>,
}

/// Why words are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The worst of the findings; minor for words that drift without a finding.
    pub severity: Severity,
    /// Numbers of the findings, ascending.
    pub findings: Vec<usize>,
}

impl<'a> PassageView<'a> {
    /// `ids` are [`Report::finding_ids`].
    pub(super) fn of(report: &'a Report, passage: &'a Passage, ids: &'a [Vec<String>]) -> Self {
        let mut findings = Vec::new();
        let mut groups = Vec::new();
        for index in &passage.groups {
            let (Some(group), Some(ids)) = (report.groups.get(*index), ids.get(*index)) else { continue };
            let first = findings.len();
            let (told, rest) = told(report, group, ids);
            let view = GroupView::of(report, *index, group, &told, first + 1);
            groups.push(GroupView { rest, ..view });
            findings.extend(told);
        }
        let moved = groups.iter().any(|g: &GroupView| g.moved);
        Self { passage, moved, groups, findings }
    }

    /// Whether no two versions of some group agree.
    fn scattered(&self, report: &Report) -> bool {
        let groups = self.passage.groups.iter().filter_map(|g| report.groups.get(*g));
        groups.into_iter().any(|g| g.drift.scattered)
    }

    /// What happened, in a few words: `b stands alone`, `missing from c`.
    pub(super) fn headline(&self, report: &Report) -> String {
        let ids = |versions: &[usize]| names(report, versions);
        let versions = &self.passage.versions;
        match (self.passage.kind, versions.as_slice()) {
            (PassageKind::Drift, []) if self.scattered(report) => {
                "every version differs; the source may be the cause".to_owned()
            }
            (PassageKind::Drift, []) => "versions differ".to_owned(),
            (PassageKind::Drift, [one]) => format!("odd one out: {}", ids(&[*one])),
            (PassageKind::Drift, several) => format!("odd ones out: {}", ids(several)),
            (PassageKind::Missing, several) => format!("missing from {}", ids(several)),
            (PassageKind::Added, several) => format!("only in {}", ids(several)),
            (PassageKind::Unmatched, [one]) => format!("only in {}", ids(&[*one])),
            (PassageKind::Unmatched, several) => format!("no counterpart found: {}", ids(several)),
        }
    }

    /// For a piece that versions lack: for each side that has text, its versions, and the text of the first
    /// of them, from all groups of the passage; then how many segments it is. Sides in order of the versions.
    pub(super) fn sides(&self) -> Vec<(Vec<usize>, Vec<&'a str>)> {
        let mut sides: Vec<(Vec<usize>, Vec<&'a str>)> = Vec::new();
        for group in &self.groups {
            let have: Vec<usize> = (group.rows.iter())
                .filter(|r| !r.runs.is_empty())
                .flat_map(|r| r.versions.iter().copied())
                .collect();
            let text = group.rows.iter().find(|r| !r.runs.is_empty()).into_iter().flat_map(|r| &r.runs);
            let text = text.map(|run| run.text);
            match sides.iter_mut().find(|(versions, _)| *versions == have) {
                Some((_, texts)) => texts.extend(text),
                None => sides.push((have, text.collect())),
            }
        }
        sides.sort();
        sides
    }

    /// How many segments a piece that versions lack has: in the version that tells it in the fewest.
    pub(super) fn segments(&self, report: &Report) -> usize {
        (self.groups.iter())
            .filter_map(|g| report.groups.get(g.index))
            .map(|g| g.group.members.iter().map(Vec::len).filter(|n| *n > 0).min().unwrap_or_default())
            .sum()
    }
}

impl<'a> GroupView<'a> {
    /// `findings` are those of this group that are shown; the first has the number `first`.
    pub(super) fn of(
        report: &'a Report,
        index: usize,
        group: &'a ReportGroup,
        findings: &[FindingView<'a>],
        first: usize,
    ) -> Self {
        let threshold = report.signature.config.threshold;
        let drifts = group.unexplained(threshold) || !findings.is_empty();
        let mut rows: Vec<Row<'a>> = Vec::new();
        for (version, shown) in report.versions.iter().enumerate() {
            let marks = if drifts { marks(group, version, findings, first, threshold) } else { Vec::new() };
            let runs = runs(report, group, version, &marks);
            let odd =
                drifts && group.drift.odd_one_out == Some(version) && report.relations.is_related(version);
            let language = shown.document.language;
            let same = |r: &&mut Row<'a>| {
                r.runs == runs && r.odd == odd && (runs.is_empty() || r.language == language)
            };
            match rows.iter_mut().find(same) {
                Some(row) => row.versions.push(version),
                None => rows.push(Row { versions: vec![version], language, odd, runs }),
            }
        }
        // Who has nothing here comes last.
        rows.sort_by_key(|r| r.runs.is_empty());
        let findings = first - 1..first - 1 + findings.len();
        Self { index, moved: group.group.moved, drifts, rows, findings, rest: Vec::new() }
    }
}

/// Spans of one version to be marked, with the severity and number of the finding behind each; number 0 for
/// words that drift without a finding.
fn marks(
    group: &ReportGroup,
    version: usize,
    findings: &[FindingView],
    first: usize,
    threshold: f32,
) -> Vec<(Span, Severity, usize)> {
    let mut marks: Vec<(Span, Severity, usize)> = Vec::new();
    for (number, view) in findings.iter().enumerate() {
        let places = view.finding.places.iter().filter(|p| p.version == version);
        marks.extend(places.map(|p| (p.span, view.finding.severity, first + number)));
    }
    if findings.is_empty() {
        let words = group.drift.versions.get(version).and_then(Option::as_ref).map(|v| &v.words);
        marks.extend(
            (words.into_iter().flatten())
                .filter(|w| w.drift >= threshold)
                .map(|w| (w.span, Severity::Minor, 0)),
        );
    }
    marks
}

/// A version's text in a group, cut at the marks; a space between segments. Page furniture is left out.
fn runs<'a>(
    report: &'a Report,
    group: &ReportGroup,
    version: usize,
    marks: &[(Span, Severity, usize)],
) -> Vec<Run<'a>> {
    let mut out: Vec<Run<'a>> = Vec::new();
    let Some(shown) = report.versions.get(version) else { return out };
    for segment in group.group.members.get(version).into_iter().flatten() {
        let Some(segment) = shown.segments.get(*segment).filter(|s| s.kind != BlockKind::Furniture) else {
            continue;
        };
        if segment.span.of(&shown.document.text).is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(Run { text: " ", mark: None });
        }
        cut(&shown.document.text, segment.span, marks, &mut out);
    }
    join(out)
}

/// Cuts one segment at the borders of the marks.
fn cut<'a>(text: &'a str, segment: Span, marks: &[(Span, Severity, usize)], out: &mut Vec<Run<'a>>) {
    let marks: Vec<_> = marks.iter().filter(|(span, ..)| span.overlaps(segment)).collect();
    let mut borders = vec![segment.start, segment.end];
    for (span, ..) in &marks {
        borders.extend(
            [span.start, span.end]
                .into_iter()
                .filter(|at| (segment.start..segment.end).contains(at) && text.is_char_boundary(*at)),
        );
    }
    borders.sort_unstable();
    borders.dedup();
    for (start, end) in borders.iter().zip(borders.iter().skip(1)) {
        let piece = Span::new(*start, *end);
        let mut mark: Option<Mark> = None;
        for (span, severity, number) in &marks {
            if span.start <= piece.start && piece.end <= span.end {
                let mark = mark.get_or_insert(Mark { severity: *severity, findings: Vec::new() });
                mark.severity = mark.severity.max(*severity);
                if *number > 0 && !mark.findings.contains(number) {
                    mark.findings.push(*number);
                }
            }
        }
        out.push(Run { text: piece.of(text), mark });
    }
}

/// Drops a break in a mark that is only white space: `[left] [out]` reads worse than `[left out]`.
fn join(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut rest = runs.into_iter().peekable();
    while let Some(run) = rest.next() {
        let space = run.mark.is_none() && run.text.trim().is_empty();
        let before = out.last().and_then(|r| r.mark.clone());
        let after = rest.peek().and_then(|r| r.mark.clone());
        if space && before.is_some() && before == after {
            out.push(Run { text: run.text, mark: before });
        } else {
            out.push(run);
        }
    }
    out
}

/// Joins neighbouring runs with the same mark into one string each, made safe to show.
pub(super) fn shown<'a>(runs: &'a [Run<'a>]) -> Vec<(String, Option<&'a Mark>)> {
    let mut out: Vec<(String, Option<&Mark>)> = Vec::new();
    for run in runs {
        let text = super::clean::visible(run.text);
        match out.last_mut() {
            Some((before, mark)) if *mark == run.mark.as_ref() => before.push_str(&text),
            _ => out.push((text.into_owned(), run.mark.as_ref())),
        }
    }
    out
}

/// The versions without a part in these groups that are of the same text as one that has it.
pub(super) fn lacking(report: &Report, groups: &[usize]) -> Vec<usize> {
    let present = |v: usize| groups.iter().filter_map(|g| report.groups.get(*g)).any(|g| has(g, v));
    let (have, lack): (Vec<usize>, Vec<usize>) = (0..report.versions.len()).partition(|v| present(*v));
    lack.into_iter().filter(|v| have.iter().any(|h| report.relations.same_text(*v, *h))).collect()
}

/// The severity's name, as in every file.
pub(super) fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Major => "major",
        Severity::Critical => "critical",
    }
}

/// A probability or share in whole percent. Only what is certain is shown as 100.
pub(super) fn percent(share: f32) -> String {
    if share >= 1.0 {
        return "100%".to_owned();
    }
    format!("{:.0}%", (share.max(0.0) * 100.0).min(99.0))
}

/// `1 passage`, `2 passages`.
pub(super) fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// One line over the whole report: `7 passages: 1 critical, 4 major, 2 minor`.
pub(super) fn tally(report: &Report) -> String {
    let counts = report.counts();
    let named = [(counts.critical, "critical"), (counts.major, "major"), (counts.minor, "minor")];
    let parts: Vec<String> =
        named.iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    let versions = count(report.versions.len(), "version", "versions");
    if parts.is_empty() {
        return format!("{versions}: no passage drifts");
    }
    let passages = count(report.passages.len(), "passage drifts", "passages drift");
    format!("{versions}, {passages}: {}", parts.join(", "))
}

/// The line that makes every number of the report reproducible.
pub(super) fn signature(report: &Report) -> String {
    let signature = &report.signature;
    // The settings are plain data: turning them into JSON cannot fail.
    let config = serde_json::to_string(&signature.config).unwrap_or_default();
    format!("transdrift {} · model {} · {config}", signature.version, signature.model)
}

/// A notice, with the version it is about in front.
pub(super) fn notice(notice: &Notice) -> String {
    match &notice.version {
        Some(version) if !notice.message.starts_with(version.as_str()) => {
            format!("{version}: {}", notice.message)
        }
        _ => notice.message.clone(),
    }
}
