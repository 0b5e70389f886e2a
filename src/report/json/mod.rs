//! The report for programs: everything, with offsets in code points. `docs/json.md` describes the fields.

mod read;
mod wire;

use super::{Report, ReportGroup};
use crate::{drift::checks, span::CodePoints};
use std::{
    fmt::Write as _,
    io::{self, Write},
};
use wire::{Fraction, Named};

pub(super) use read::read;

/// The schema's name, written into every report. The number grows when a reader of the fields described so
/// far would misread a file; new fields do not change it.
pub(super) const SCHEMA: &str = "transdrift-report/1";

/// See [`render`](super::render). One line a version, group and passage.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let points: Vec<CodePoints> = report.versions.iter().map(|v| CodePoints::of(&v.document.text)).collect();
    let ids = report.finding_ids();
    let signature = wire::Signature {
        version: report.signature.version.clone(),
        model: report.signature.model.clone(),
        config: report.signature.config.clone(),
    };
    write!(out, "{{\n\"schema\": {}", line(&SCHEMA)?)?;
    write!(out, ",\n\"signature\": {}", line(&signature)?)?;
    list(out, "notices", report.notices.iter())?;
    let versions = points.iter().enumerate();
    list(out, "versions", versions.filter_map(|(v, points)| version(report, v, points)))?;
    let groups = report.groups.iter().zip(&ids).enumerate();
    list(out, "groups", groups.map(|(index, (group, ids))| self::group(report, index, group, ids, &points)))?;
    list(out, "passages", report.passages.iter().map(|passage| self::passage(report, passage)))?;
    writeln!(out, "\n}}")
}

/// A list with one item a line.
fn list<T: serde::Serialize>(
    out: &mut dyn Write,
    name: &str,
    items: impl Iterator<Item = T>,
) -> io::Result<()> {
    write!(out, ",\n\"{name}\": [")?;
    for (index, item) in items.enumerate() {
        write!(out, "{}\n{}", if index > 0 { "," } else { "" }, line(&item)?)?;
    }
    write!(out, "]")
}

/// One value on one line, free of characters that could command a terminal or end a `<script>` element that
/// a page puts the file into. All of them stand in strings only, where JSON allows `\u`.
fn line<T: serde::Serialize>(value: &T) -> io::Result<String> {
    let plain = serde_json::to_string(value)?;
    let unsafe_here = |c: char| c == '<' || super::clean::is_unsafe(c);
    if !plain.chars().any(unsafe_here) {
        return Ok(plain);
    }
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        if unsafe_here(c) {
            // All of these are in the basic plane; writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", c as u32);
        } else {
            out.push(c);
        }
    }
    Ok(out)
}

fn id(report: &Report, version: usize) -> String {
    report.versions.get(version).map_or_else(String::new, |v| v.document.id.clone())
}

fn at(points: &CodePoints, span: crate::Span) -> [usize; 2] {
    let span = points.span(span);
    [span.start, span.end]
}

fn version(report: &Report, index: usize, points: &CodePoints) -> Option<wire::Version> {
    let (version, summary) = (report.versions.get(index)?, report.summaries.get(index)?);
    let others = (0..report.versions.len()).filter(|other| *other != index);
    let shares = others.map(|other| (id(report, other), Fraction(report.relations.share(index, other))));
    let document = &version.document;
    let segments = version.segments.iter().map(|segment| {
        let block = document.blocks.get(segment.block);
        wire::Segment {
            at: at(points, segment.span),
            block: segment.block,
            kind: Some(segment.kind).filter(|kind| block.is_none_or(|b| b.kind != *kind)),
            language: Some(segment.language).filter(|language| *language != document.language),
        }
    });
    Some(wire::Version {
        id: document.id.clone(),
        origin: document.origin.clone(),
        role: document.role,
        language: document.language,
        metadata: document.metadata.clone(),
        text: document.text.clone(),
        blocks: (document.blocks.iter())
            .map(|b| wire::Block { at: at(points, b.span), kind: b.kind })
            .collect(),
        segments: segments.collect(),
        summary: wire::Summary::of(summary),
        shares: Named(shares.collect()),
    })
}

fn group(
    report: &Report,
    index: usize,
    group: &ReportGroup,
    ids: &[String],
    points: &[CodePoints],
) -> wire::Group {
    let members = group.group.members.iter().enumerate().filter(|(_, m)| !m.is_empty());
    let versions = group.drift.versions.iter().zip(points).enumerate().filter_map(|(v, (drift, points))| {
        let drift = drift.as_ref()?;
        let words = drift.words.iter().map(|w| {
            let [start, end] = at(points, w.span);
            wire::Word(start, end, Fraction(w.drift))
        });
        Some((id(report, v), wire::VersionDrift { drift: Fraction(drift.drift), words: words.collect() }))
    });
    let findings = group.drift.findings.iter().zip(ids).map(|(finding, name)| wire::Finding {
        id: name.clone(),
        kind: finding.kind.to_owned(),
        mqm: checks::kind(finding.kind).map(|kind| kind.mqm.to_owned()),
        severity: finding.severity,
        confidence: Fraction(finding.confidence),
        culprit: finding.culprit.map(|v| id(report, v)),
        against_source: finding.against_source.iter().map(|v| id(report, *v)).collect(),
        places: (finding.places.iter())
            .filter_map(|place| {
                let [start, end] = at(points.get(place.version)?, place.span);
                Some(wire::Place { version: id(report, place.version), start, end })
            })
            .collect(),
        reason: finding.reason.clone(),
        numbers: finding.numbers.iter().map(|(name, x)| (name.clone(), Fraction(*x))).collect(),
    });
    wire::Group {
        index,
        members: Named(members.map(|(v, m)| (id(report, v), m.clone())).collect()),
        confidence: Fraction(group.group.confidence),
        moved: group.group.moved,
        drift: Fraction(group.drift.drift),
        odd_one_out: group.drift.odd_one_out.map(|v| id(report, v)),
        scattered: group.drift.scattered,
        versions: Named(versions.collect()),
        findings: findings.collect(),
    }
}

fn passage(report: &Report, passage: &super::Passage) -> wire::Passage {
    wire::Passage {
        kind: passage.kind,
        groups: passage.groups.clone(),
        versions: passage.versions.iter().map(|v| id(report, *v)).collect(),
        severity: passage.severity,
        confidence: Fraction(passage.confidence),
        weight: Fraction(passage.weight),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, report::testing::mixed};
    use std::path::Path;

    fn json(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn back(json: &str) -> crate::Result<Report> {
        read(json, Path::new("report.json"))
    }

    #[test]
    fn what_was_written_reads_back_to_the_same_bytes() {
        let first = json(&mixed());
        let report = back(&first).unwrap();
        assert_eq!(json(&report), first);
        assert_eq!(report.groups[0].drift.findings[1].places[2].span.len(), "حصل".len());
        assert_eq!(report.passages.len(), mixed().passages.len());
    }

    #[test]
    fn offsets_count_code_points() {
        let value: serde_json::Value = serde_json::from_str(&json(&mixed())).unwrap();
        let place = &value["groups"][0]["findings"][1]["places"][2];
        let text: Vec<char> = value["versions"][2]["text"].as_str().unwrap().chars().collect();
        let at = |end: &str| place[end].as_u64().unwrap() as usize;
        assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), "حصل");
        assert_eq!(value["schema"], SCHEMA);
        assert_eq!(value["groups"][0]["findings"][1]["confidence"].to_string(), "0.8143");
    }

    #[test]
    fn nothing_in_it_commands_a_terminal_or_a_page() {
        let json = json(&mixed());
        assert!(!json.chars().any(|c| c == '<' || (crate::report::clean::is_unsafe(c) && c != '\n')));
    }

    #[test]
    fn other_files_and_broken_reports_are_refused() {
        let good = json(&mixed());
        let broken = [
            "{}".to_owned(),
            "[1, 2".to_owned(),
            good.replace(SCHEMA, "transdrift-report/99"),
            good.replace("\"culprit\":\"b", "\"culprit\":\"nobody"),
            good.replace("\"start\":0,", "\"start\":99999,"),
            good.replace("\"zh\":[0]", "\"zh\":[77]"),
            good.replace("\"lexical-shift\"", "\"No such kind\""),
            good.replace("\"groups\":[0,1]", "\"groups\":[0,100]"),
        ];
        for (index, broken) in broken.iter().enumerate() {
            assert_ne!(*broken, good, "{index}");
            assert!(matches!(back(broken), Err(Error::Content { .. })), "{index}");
        }
    }

    #[test]
    fn findings_keep_their_names_when_other_text_changes_and_versions_swap() {
        use crate::{drift::Severity, report::testing::Builder};
        let ids = |lines: &[&str], swap: bool| {
            let (a, b) = ("It rose by 13 percent.", "It rose by 30 percent.");
            let (a, b) = if swap { (b, a) } else { (a, b) };
            let mut first = lines.to_vec();
            first.push(a);
            let words = if swap { ["30", "13"] } else { ["13", "30"] };
            let member = [lines.len()];
            let report = Builder::default()
                .version("a", "en", &first)
                .version("b", "en", &[b])
                .group(&[&member, &[0]])
                .finding("number-mismatch", Severity::Major, 0.9, None, &[(0, words[0]), (1, words[1])])
                .finding("number-mismatch", Severity::Major, 0.9, None, &[(0, words[0]), (1, words[1])])
                .report();
            report.finding_ids().remove(0)
        };
        let plain = ids(&[], false);
        assert_eq!(plain, ids(&["Something else."], false));
        assert_eq!(plain, ids(&[], true));
        assert_eq!(plain[1], format!("{}-2", plain[0]));
    }
}
