//! `align`: groups only.

mod columns;
mod explain;
mod gold;
mod lines;
mod tmx;
mod xliff;
mod xml;

use super::{
    Outcome,
    args::{self, AlignFormat},
};
use anyhow::{Result, bail};
use std::{
    io::{BufWriter, Write},
    path::Path,
};
use transdrift::{Config, Document, align::Group, analyze::Version};

/// What is written: the versions, their groups, and, where that was asked for, the reasons.
struct Alignment<'a> {
    versions: &'a [Version],
    groups: &'a [Group],
    reasons: Option<explain::Reasons<'a>>,
}

/// Aligns the files and prints the groups.
pub fn run(options: &args::Align, model: Option<&Path>) -> Result<Outcome> {
    let super::Texts { documents, notices, whole } = super::read(&options.input)?;
    // Groups have no place for notices, and no skip is silent.
    for notice in notices {
        super::complain(&anyhow::Error::msg(notice.message));
    }
    check(options, &documents)?;
    let gold = options.gold.as_deref().map(gold::read).transpose()?;
    let config = Config { split: options.input.split.into(), ..Config::default() };
    let analyzer = super::analyzer(model, config)?;
    let versions = analyzer.encode(documents)?;
    let (groups, pairs) = if options.explain {
        let explained = analyzer.explain(&versions)?;
        (explained.groups, Some(explained.pairs))
    } else {
        (analyzer.align(&versions)?, None)
    };
    let reasons = pairs.as_deref().map(|pairs| explain::Reasons::new(&groups, pairs));
    let alignment = Alignment { versions: &versions, groups: &groups, reasons };
    let mut out = BufWriter::new(anstream::stdout().lock());
    let replaced = match (&gold, options.format) {
        (Some(gold), _) => gold::write(&mut out, &alignment, gold).map(|()| 0)?,
        (_, AlignFormat::Text) => lines::text(&mut out, &alignment).map(|()| 0)?,
        (_, AlignFormat::Columns) => columns::write(&mut out, &alignment).map(|()| 0)?,
        (_, AlignFormat::Ladder) => lines::ladder(&mut out, &alignment).map(|()| 0)?,
        (_, AlignFormat::Jsonl) => lines::jsonl(&mut out, &alignment).map(|()| 0)?,
        (_, AlignFormat::Tsv) => lines::tsv(&mut out, &alignment).map(|()| 0)?,
        (_, AlignFormat::Tmx) => tmx::write(&mut out, &alignment)?,
        (_, AlignFormat::Xliff) => xliff::write(&mut out, &alignment)?,
    };
    out.flush()?;
    if replaced > 0 {
        super::complain(&anyhow::Error::msg(format!(
            "{replaced} character(s) that XML cannot hold stand as U+FFFD in the output; \
             --format jsonl or tsv keeps the texts' own"
        )));
    }
    Ok(if whole { Outcome::Clean } else { Outcome::Failed })
}

/// Whether these versions can be written in the format that is wanted.
fn check(options: &args::Align, documents: &[Document]) -> Result<()> {
    if documents.len() < 2 {
        bail!("aligning needs at least two versions, and {} could be read; name more files", documents.len());
    }
    if options.format == AlignFormat::Ladder && documents.len() != 2 {
        bail!(
            "a ladder holds two versions, and there are {}; use --format jsonl for any number",
            documents.len()
        );
    }
    if options.gold.is_some() && documents.len() != 2 {
        bail!("--gold: a gold ladder holds two versions, and there are {}; name two files", documents.len());
    }
    if options.explain && !matches!(options.format, AlignFormat::Text | AlignFormat::Jsonl) {
        bail!("--explain: this format has no place for reasons; use --format text or jsonl");
    }
    if options.format == AlignFormat::Xliff {
        xliff::check(documents)?;
    }
    Ok(())
}

/// The text of some segments of a version, on one line.
fn said(version: &Version, members: &[usize]) -> String {
    let words = members
        .iter()
        .filter_map(|member| version.encoded.get(*member))
        .flat_map(|e| e.text.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

/// Without what could command a terminal: names of articles come from files too.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
