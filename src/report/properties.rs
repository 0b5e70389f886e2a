//! What holds for every report, and what one report looks like in every format.

use super::{
    Format, RenderOptions, Report, ReportGroup, Style, render,
    testing::{Builder, mixed},
};
use crate::{
    Span,
    align::Group,
    drift::{Finding, GroupDrift, Place, Severity, VersionDrift, WordDrift},
};
use proptest::prelude::*;
use std::path::Path;

const FORMATS: [(Format, &str); 4] =
    [(Format::Text, "txt"), (Format::Json, "json"), (Format::Html, "html"), (Format::Markdown, "md")];

fn written(report: &Report, format: Format) -> String {
    let mut out = Vec::new();
    render(report, format, &RenderOptions { style: Style::Plain, ..RenderOptions::default() }, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// Letters of several scripts, markup, controls, overrides, combining marks.
fn line() -> impl Strategy<Value = String> {
    let pieces = [
        "a ",
        "word ",
        "<script>",
        "</style>",
        "<!--",
        "\"'",
        "&lt;",
        "{{ x }}",
        "{% raw %}",
        "\u{1b}[2J",
        "\u{9b}",
        "\u{202e}",
        "\u{2067}",
        "שלום ",
        "حصل ",
        "東京。",
        "ไทย",
        "e\u{301}",
        "\u{1f469}\u{200d}\u{1f680}",
        "`",
        "**",
        "@all",
        "#1 ",
        "|",
        "](x)",
        "\\",
        "\0",
        "\u{2028}",
        "13 ",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..8).prop_map(|p| p.concat())
}

/// Any spans, on character boundaries or not, inside the text or not: a renderer must bear them all.
fn place() -> impl Strategy<Value = Place> {
    (0..3usize, 0..60usize, 0..20usize)
        .prop_map(|(version, start, len)| Place { version, span: Span::new(start, start + len) })
}

fn finding() -> impl Strategy<Value = Finding> {
    let kinds = ["lexical-shift", "omission", "number-mismatch"];
    let severities = [Severity::Minor, Severity::Major, Severity::Critical];
    (
        prop::sample::select(kinds.to_vec()),
        prop::sample::select(severities.to_vec()),
        0.0..1.0f32,
        prop::option::of(0..3usize),
        prop::collection::btree_set(0..3usize, 0..3),
        prop::collection::vec(place(), 0..4),
        line(),
    )
        .prop_map(|(kind, severity, confidence, culprit, against_source, places, reason)| Finding {
            kind,
            severity,
            confidence,
            culprit,
            against_source: against_source.into_iter().collect(),
            places,
            reason,
            numbers: std::collections::BTreeMap::new(),
        })
}

fn report() -> impl Strategy<Value = Report> {
    let group = (
        prop::collection::vec(prop::bool::weighted(0.8), 3),
        0.0..1.0f32,
        prop::collection::vec(finding(), 0..4),
        any::<bool>(),
    );
    (prop::collection::vec((line(), line(), line(), group), 1..6), line()).prop_map(|(rows, id)| {
        let lines = |pick: fn(&(String, String, String)) -> &String| -> Vec<String> {
            rows.iter().map(|(a, b, c, _)| pick(&(a.clone(), b.clone(), c.clone())).clone()).collect()
        };
        let texts = [lines(|r| &r.0), lines(|r| &r.1), lines(|r| &r.2)];
        let mut builder = Builder::default();
        for (index, lines) in texts.iter().enumerate() {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            builder = builder.version(&format!("{id}{index}"), ["en", "ar", "zh"][index], &lines);
        }
        for (index, (_, _, _, (has, drift, findings, moved))) in rows.iter().enumerate() {
            let members = has.iter().map(|has| if *has { vec![index] } else { Vec::new() }).collect();
            let word = WordDrift { span: builder.versions[0].segments[index].span, drift: *drift };
            let first = VersionDrift { drift: *drift, words: vec![word] };
            builder.groups.push(ReportGroup {
                group: Group { members, confidence: 0.9, moved: *moved },
                drift: GroupDrift {
                    drift: *drift,
                    versions: vec![Some(first), None, None],
                    odd_one_out: findings.first().and_then(|f| f.culprit),
                    scattered: false,
                    findings: findings.clone(),
                },
            });
        }
        builder.report()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_commands_a_terminal_or_a_page(report in report()) {
        for (format, name) in FORMATS {
            let out = written(&report, format);
            let wrong = out.chars().find(|c| {
                (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}')
            });
            prop_assert_eq!(wrong, None, "{}", name);
            if format != Format::Text {
                prop_assert!(!out.contains("<script") && !out.contains("<!--"), "{}", name);
                prop_assert_eq!(out.matches("</style").count(), usize::from(format == Format::Html));
            }
        }
    }

    #[test]
    fn json_reads_back_to_the_same_bytes_and_the_same_report(mut report in report()) {
        // Places that are in no text cannot be written as code points and read back.
        let versions = &report.versions;
        for finding in report.groups.iter_mut().flat_map(|g| &mut g.drift.findings) {
            finding.places.retain(|p| {
                versions[p.version].document.text.get(p.span.start..p.span.end).is_some()
            });
        }
        let json = written(&report, Format::Json);
        let back = Report::from_json(&json, Path::new("report.json")).unwrap();
        for (format, name) in FORMATS {
            prop_assert!(written(&back, format) == written(&report, format), "{name}");
        }
    }
}

#[test]
fn one_report_in_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/snapshots");
    for (format, extension) in FORMATS {
        let path = folder.join(format!("mixed.{extension}"));
        let now = written(&mixed(), format);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let then = std::fs::read_to_string(&path).unwrap();
        assert_eq!(now, then, "{extension}: if this change is meant, run again with UPDATE_SNAPSHOTS=1");
    }
}
