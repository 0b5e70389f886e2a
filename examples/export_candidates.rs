//! Writes what might be a finding in groups of versions, with the figures that decide about it, for `tools/train_head.py`.
//!
//! `cargo run --release --example export_candidates -- HEAD.tdh GROUPS.jsonl > CANDIDATES.jsonl`
//!
//! GROUPS.jsonl: objects with `versions`, each with `text`, `lang`, `role` (`version` or `source`); other fields are
//! passed on. Each line of the output is one group with `candidates`: `two`, `figures`, and `places`, lists of version,
//! start and end in code points.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::PathBuf,
};
use transdrift::{
    Analyzer, Config, Language, Role, Span,
    document::{BlockKind, Segment},
    drift::{GroupView, Head, Member, MemberSegment, candidates},
    encode as encoder, input,
    span::CodePoints,
};

#[derive(Deserialize)]
struct Version {
    text: String,
    lang: Language,
    role: Role,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "two arguments: the head and the groups (JSONL)";
    let (head, groups) = (arguments.next().context(usage)?, arguments.next().context(usage)?);
    let head = Head::read(&head, &std::fs::read(&head)?)?;
    let analyzer = Analyzer::new(encoder::default_encoder()?, Config::default())?;
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(File::open(&groups)?).lines() {
        let mut group: Value = serde_json::from_str(&line?)?;
        let versions: Vec<Version> = serde_json::from_value(group["versions"].clone())?;
        group["candidates"] = of(&analyzer, &head, &versions)?;
        writeln!(out, "{group}")?;
    }
    Ok(())
}

/// The candidates of a group of texts, each one segment.
fn of(analyzer: &Analyzer, head: &Head, versions: &[Version]) -> Result<Value> {
    let documents: Vec<_> = versions.iter().map(|v| input::from_text("", &v.text, Some(v.lang))).collect();
    let whole = |text: &str| {
        let start = text.len() - text.trim_start().len();
        Span::new(start, start + text.trim().len())
    };
    let cut = documents
        .iter()
        .map(|d| {
            let span = whole(&d.text);
            vec![Segment { span, block: 0, kind: BlockKind::Paragraph, language: d.language }]
        })
        .collect();
    let encoded = analyzer.encode_segments(documents, cut)?;
    let members = encoded.iter().zip(versions).enumerate().map(|(version, (v, stated))| Member {
        version,
        role: stated.role,
        original: 0,
        language: v.document.language,
        text: &v.document.text,
        segments: v
            .segments
            .iter()
            .zip(&v.encoded)
            .map(|(s, encoded)| MemberSegment { span: s.span, language: s.language, encoded })
            .collect(),
    });
    let view =
        GroupView { members: members.collect(), versions: versions.len(), confidence: 1.0, glossary: None };
    let points: Vec<_> = encoded.iter().map(|v| CodePoints::of(&v.document.text)).collect();
    let found = candidates(&view, head).into_iter().map(|candidate| {
        let places = candidate.places.iter().filter_map(|place| {
            let span = points.get(place.version)?.span(place.span);
            Some(json!([place.version, span.start, span.end]))
        });
        json!({
            "two": candidate.two,
            "figures": candidate.figures.as_slice(),
            "places": places.collect::<Vec<_>>(),
        })
    });
    Ok(found.collect())
}
