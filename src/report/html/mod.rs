//! The report as one page: no script, nothing from elsewhere, safe with any text.
//!
//! minijinja escapes every value; the style sheet is the only thing put in as it is, and the page's Content
//! Security Policy allows that style sheet, by its hash, and nothing else.

use super::{
    PassageKind, Report,
    clean::visible,
    reasons::{self, FindingView},
    view::{self, GroupView, PassageView, Row},
};
use crate::document::Role;
use minijinja::{Environment, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    io::{self, Write},
};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// See [`render`](super::render).
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(io::Error::other)?);
    environment.add_template("page.html", TEMPLATE).map_err(io::Error::other)?;
    let template = environment.get_template("page.html").map_err(io::Error::other)?;
    template.render_captured_to(Serde(Page::of(report)), out).map_err(io::Error::other)?;
    Ok(())
}

#[derive(Serialize)]
struct Page {
    style: &'static str,
    style_hash: String,
    names: String,
    tally: String,
    threshold: String,
    versions: Vec<Version>,
    notices: Vec<String>,
    passages: Vec<Passage>,
    groups: Vec<Group>,
    groups_line: String,
    columns: usize,
    signature: String,
}

#[derive(Serialize)]
struct Version {
    name: String,
    title: String,
    language: String,
    source: bool,
    segments: usize,
    drifting: usize,
    drifting_share: String,
    /// 0..100.
    drifting_width: u32,
    missing: usize,
    added: usize,
    moved: usize,
    critical: usize,
    major: usize,
    minor: usize,
    furniture: usize,
    shared: String,
    related: bool,
}

#[derive(Serialize)]
struct Passage {
    number: usize,
    severity: &'static str,
    headline: String,
    confidence: String,
    moved: bool,
    /// Whether there are several findings to tell apart.
    numbered: bool,
    groups: Vec<Group>,
}

#[derive(Default, Serialize)]
struct Group {
    index: usize,
    drifts: bool,
    moved: bool,
    /// The number of the passage it belongs to, 0 for none.
    passage: usize,
    rows: Vec<Cell>,
    findings: Vec<Finding>,
    /// Not marked.
    rest: Vec<Finding>,
}

#[derive(Serialize)]
struct Cell {
    names: Vec<String>,
    language: String,
    odd: bool,
    runs: Vec<Run>,
}

#[derive(Serialize)]
struct Run {
    text: String,
    /// Empty where nothing is marked.
    severity: &'static str,
    numbers: String,
}

#[derive(Serialize)]
struct Finding {
    id: String,
    number: usize,
    kind: String,
    severity: &'static str,
    confidence: String,
    culprit: String,
    reason: String,
}

impl Page {
    fn of(report: &Report) -> Self {
        let ids = report.finding_ids();
        let names: Vec<String> = (0..report.versions.len()).map(|v| name(report, v)).collect();
        let passages: Vec<Passage> = (report.passages.iter().enumerate())
            .map(|(index, passage)| Passage::of(report, index + 1, &PassageView::of(report, passage, &ids)))
            .collect();
        let numbers: HashMap<usize, usize> = (report.passages.iter().enumerate())
            .flat_map(|(number, passage)| passage.groups.iter().map(move |group| (*group, number + 1)))
            .collect();
        Self {
            style: STYLE,
            style_hash: base64(&Sha256::digest(STYLE)),
            names: names.join(", "),
            tally: view::tally(report),
            threshold: report.signature.config.threshold.to_string(),
            versions: (0..report.versions.len()).map(|v| Version::of(report, v)).collect(),
            notices: report.notices.iter().map(|n| visible(&view::notice(n)).into_owned()).collect(),
            passages,
            groups: (0..report.groups.len()).filter_map(|g| whole(report, g, &numbers)).collect(),
            groups_line: format!(
                "All versions side by side, {}",
                view::count(report.groups.len(), "group", "groups")
            ),
            columns: report.versions.len(),
            signature: visible(&view::signature(report)).into_owned(),
        }
    }
}

impl Version {
    fn of(report: &Report, index: usize) -> Self {
        let document = &report.versions[index].document;
        let summary = &report.summaries[index];
        let share = summary.drifting_share();
        Self {
            name: name(report, index),
            title: visible(document.metadata.title.as_deref().unwrap_or_default()).into_owned(),
            language: document.language.to_string(),
            source: document.role == Role::Source,
            segments: summary.segments,
            drifting: summary.drifting.segments,
            drifting_share: view::percent(share),
            drifting_width: (share * 100.0).round() as u32,
            missing: summary.missing.segments,
            added: summary.added.segments,
            moved: summary.moved,
            critical: summary.findings.critical,
            major: summary.findings.major,
            minor: summary.findings.minor,
            furniture: summary.furniture,
            shared: view::percent(summary.shared),
            related: summary.related,
        }
    }
}

impl Passage {
    fn of(report: &Report, number: usize, view: &PassageView) -> Self {
        let mut headline = view.headline(report);
        let groups = if view.passage.kind == PassageKind::Drift {
            let groups = view.groups.iter();
            groups.map(|g| Group::of(report, g, number, view.findings.get(g.findings.clone()))).collect()
        } else {
            let segments = view::count(view.segments(report), "segment", "segments");
            headline = format!("{headline} · {segments}");
            vec![Group::of_sides(report, view, number)]
        };
        Self {
            number,
            severity: view::name(view.passage.severity),
            headline: visible(&headline).into_owned(),
            confidence: view::percent(view.passage.confidence),
            moved: view.moved,
            numbered: view.findings.len() > 1,
            groups,
        }
    }
}

impl Group {
    fn of(report: &Report, view: &GroupView, passage: usize, findings: Option<&[FindingView]>) -> Self {
        let lack = view::lacking(report, &[view.index]);
        let findings = findings.unwrap_or_default().iter().enumerate();
        let findings = findings.map(|(index, f)| Finding::of(report, f, view.findings.start + index + 1));
        let rows = view.rows.iter().filter_map(|row| match row.runs.as_slice() {
            [] if lack.is_empty() => None,
            [] => Some(Cell::of(report, row, &lack)),
            _ => Some(Cell::of(report, row, &row.versions)),
        });
        Self {
            index: view.index,
            drifts: view.drifts,
            moved: view.moved,
            passage,
            rows: rows.collect(),
            findings: findings.collect(),
            rest: view.rest.iter().map(|f| Finding::of(report, f, 0)).collect(),
        }
    }

    /// A piece that versions lack: one cell for each side that has text, one for those that have none.
    fn of_sides(report: &Report, view: &PassageView, passage: usize) -> Self {
        let sides = view.sides();
        let lack = view::lacking(report, &view.passage.groups);
        let mut rows: Vec<Cell> = (sides.iter())
            .map(|(versions, texts)| {
                let texts: Vec<_> = texts.iter().map(|t| visible(t)).collect();
                let language = versions.first().map_or_else(String::new, |v| language(report, *v));
                Cell {
                    names: versions.iter().map(|v| name(report, *v)).collect(),
                    language,
                    odd: false,
                    runs: vec![Run { text: texts.join(" "), severity: "", numbers: String::new() }],
                }
            })
            .collect();
        if !lack.is_empty() {
            let names = lack.iter().map(|v| name(report, *v)).collect();
            rows.push(Cell { names, language: String::new(), odd: false, runs: Vec::new() });
        }
        Self { drifts: true, passage, rows, ..Self::default() }
    }
}

impl Finding {
    fn of(report: &Report, view: &FindingView, number: usize) -> Self {
        let finding = view.finding;
        Self {
            id: view.id.to_owned(),
            number,
            kind: visible(finding.kind).into_owned(),
            severity: view::name(finding.severity),
            confidence: view::percent(finding.confidence),
            culprit: finding.culprit.map(|v| name(report, v)).unwrap_or_default(),
            reason: visible(&view.why).into_owned(),
        }
    }
}

impl Cell {
    fn of(report: &Report, row: &Row, versions: &[usize]) -> Self {
        let languages = if row.runs.is_empty() { String::new() } else { row.language.to_string() };
        Self {
            names: versions.iter().map(|v| name(report, *v)).collect(),
            language: languages,
            odd: row.odd,
            runs: runs(row),
        }
    }
}

/// A row's runs. A finding's number stands at the end of its mark only, not where another mark begins in it.
fn runs(row: &Row) -> Vec<Run> {
    let shown = view::shown(&row.runs);
    let numbers = |index: usize| {
        let mark = shown.get(index).and_then(|(_, mark)| *mark);
        mark.map(|m| m.findings.as_slice()).unwrap_or_default()
    };
    let ending = |index: usize| {
        let next = numbers(index + 1);
        let ending = numbers(index).iter().filter(|n| !next.contains(n));
        ending.map(usize::to_string).collect::<Vec<_>>().join(",")
    };
    (shown.iter().enumerate())
        .map(|(index, (text, mark))| Run {
            text: text.clone(),
            severity: mark.map_or("", |m| view::name(m.severity)),
            numbers: ending(index),
        })
        .collect()
}

/// A group in the whole text: a cell a version, in the order of the versions. `None` when all is furniture.
fn whole(report: &Report, index: usize, passages: &HashMap<usize, usize>) -> Option<Group> {
    let group = report.groups.get(index)?;
    let no_ids = vec![String::new(); group.drift.findings.len()];
    let (told, _) = reasons::told(report, group, &no_ids);
    let view = GroupView::of(report, index, group, &told, 1);
    if view.rows.iter().all(|row| row.runs.is_empty()) {
        return None;
    }
    let rows = (0..report.versions.len())
        .filter_map(|v| view.rows.iter().find(|row| row.versions.contains(&v)).map(|row| (v, row)))
        .map(|(v, row)| Cell::of(report, row, &[v]))
        .collect();
    let passage = passages.get(&index).copied().unwrap_or_default();
    Some(Group { index, drifts: view.drifts, moved: view.moved, passage, rows, ..Group::default() })
}

fn name(report: &Report, version: usize) -> String {
    report.versions.get(version).map_or_else(String::new, |v| visible(&v.document.id).into_owned())
}

fn language(report: &Report, version: usize) -> String {
    report.versions.get(version).map_or_else(String::new, |v| v.document.language.to_string())
}

/// Base64 of RFC 4648, as Content Security Policy writes hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let three = chunk.iter().chain(&[0, 0]).take(3).fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
        for digit in 0..4 {
            let value = (three >> (18 - 6 * digit)) & 63;
            out.push(if digit <= chunk.len() { char::from(ALPHABET[value as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::mixed;

    fn page() -> String {
        let mut out = Vec::new();
        write(&mixed(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn base64_agrees_with_the_test_vectors_of_rfc_4648() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        let page = page();
        assert!(page.contains("It &lt;") || page.contains("&lt;script&gt;"), "escaped script is shown");
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert!(!page.contains("\"onmouseover"), "no attribute can be broken out of");
        assert!(!page.chars().any(|c| c != '\n' && crate::report::clean::is_unsafe(c)));
        let outside = page.split("<style>").next().unwrap();
        assert!(outside.contains("default-src 'none'") && !page.contains("http://"));
    }

    #[test]
    fn it_names_languages_and_marks_words() {
        let page = page();
        assert!(page.contains(r#"<p class="text" lang="ar" dir="auto">"#));
        assert!(page.contains(r#"<mark class="major" data-n="2">conquered</mark>"#), "{page}");
        assert!(page.contains("nothing here") && page.contains("odd one out"));
        assert!(!page.contains("Share to friends"), "furniture is not shown");
    }
}
