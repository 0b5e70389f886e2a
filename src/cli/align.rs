//! `align`: groups only.

use super::{Outcome, args};
use anyhow::{Result, bail};
use serde_json::{Map, json};
use std::{
    io::{BufWriter, Write},
    path::Path,
};
use transdrift::{Config, align::Group, analyze::Version};

/// Aligns the files and prints the groups.
pub fn run(options: &args::Align, model: Option<&Path>) -> Result<Outcome> {
    let super::Texts { documents, notices, whole } = super::read(&options.input)?;
    // Groups have no place for notices, and no skip is silent.
    for notice in notices {
        super::complain(&anyhow::Error::msg(notice.message));
    }
    if documents.len() < 2 {
        bail!("aligning needs at least two versions, and {} could be read; name more files", documents.len());
    }
    if options.format == args::AlignFormat::Ladder && documents.len() != 2 {
        bail!(
            "a ladder holds two versions, and there are {}; use --format jsonl for any number",
            documents.len()
        );
    }
    let config = Config { split: options.input.split.into(), ..Config::default() };
    let analyzer = super::analyzer(model, config)?;
    let versions = analyzer.encode(documents)?;
    let groups = analyzer.align(&versions)?;
    let mut out = BufWriter::new(anstream::stdout().lock());
    match options.format {
        args::AlignFormat::Text => text(&mut out, &versions, &groups)?,
        args::AlignFormat::Ladder => ladder(&mut out, &groups)?,
        args::AlignFormat::Jsonl => jsonl(&mut out, &versions, &groups)?,
    }
    out.flush()?;
    Ok(if whole { Outcome::Clean } else { Outcome::Failed })
}

/// `[0, 1]:[2]:0.93` a bead, `[]` for the empty side.
fn ladder(out: &mut impl Write, groups: &[Group]) -> std::io::Result<()> {
    for group in groups {
        let sides: Vec<String> = group.members.iter().map(|m| format!("{m:?}")).collect();
        writeln!(out, "{}:{:.2}", sides.join(":"), group.confidence)?;
    }
    Ok(())
}

/// One group a line, members by the versions' ids; versions without a member are left out.
fn jsonl(out: &mut impl Write, versions: &[Version], groups: &[Group]) -> Result<()> {
    for (id, group) in groups.iter().enumerate() {
        let members: Map<_, _> = versions
            .iter()
            .zip(&group.members)
            .filter(|(_, members)| !members.is_empty())
            .map(|(version, members)| (version.document.id.clone(), json!(members)))
            .collect();
        // Written by hand so that the keys stand in the order of the contract.
        let confidence = (f64::from(group.confidence) * 1e4).round() / 1e4;
        writeln!(
            out,
            "{{\"group\": {id}, \"confidence\": {confidence}, \"moved\": {}, \"members\": {}}}",
            group.moved,
            serde_json::to_string(&members)?
        )?;
    }
    Ok(())
}

/// Version under version, group by group, for reading.
fn text(out: &mut impl Write, versions: &[Version], groups: &[Group]) -> std::io::Result<()> {
    let width = versions.iter().map(|v| v.document.id.chars().count()).max().unwrap_or(0);
    for (id, group) in groups.iter().enumerate() {
        let moved = if group.moved { "  moved" } else { "" };
        writeln!(out, "── {id}  {:.2}{moved}", group.confidence)?;
        for (version, members) in versions.iter().zip(&group.members) {
            for member in members {
                let said: String =
                    version.encoded[*member].text.split_whitespace().collect::<Vec<_>>().join(" ");
                writeln!(out, "{:width$}  {member:>4}  {}", plain(&version.document.id), plain(&said))?;
            }
        }
    }
    Ok(())
}

/// Without what could command a terminal: names of articles come from files too.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
