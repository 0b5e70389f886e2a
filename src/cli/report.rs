//! `report`: the main job, from files to passages.

use super::{Outcome, args};
use anyhow::{Context, Result, bail};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};
use transdrift::{
    Config, Error, Report,
    drift::Severity,
    report::{self, Format, RenderOptions, Style},
};

/// Width of a page that is not a terminal.
const PAGE: usize = 100;

/// Reads, analyzes and renders.
pub fn run(options: &args::Report, model: Option<&Path>) -> Result<Outcome> {
    // A mistyped extension should not cost a run.
    let outputs =
        options.output.iter().map(|path| Ok((path, format_of(path)?))).collect::<Result<Vec<_>>>()?;
    let glossary = super::glossary(options.glossary.as_deref())?;
    let super::Texts { documents, notices, whole } = super::read(&options.input)?;
    if documents.len() < 2 {
        bail!(
            "comparing needs at least two versions, and {} could be read; name more files",
            documents.len()
        );
    }
    let config = Config { split: options.input.split.into(), threshold: options.threshold, glossary };
    let mut report = super::analyzer(model, config)?.report(documents)?;
    report.notices.extend(notices);
    for (path, format) in outputs {
        write(path, format, &report)?;
    }
    let stdout = anstream::stdout().lock();
    let look = RenderOptions {
        width: super::terminal_width().unwrap_or(PAGE),
        style: match anstream::AutoStream::choice(&std::io::stdout()) {
            anstream::ColorChoice::Never => Style::Plain,
            _ => Style::Ansi,
        },
        limit: (options.limit > 0).then_some(options.limit),
        hint: "`--limit 0` shows all".to_owned(),
        explain: options.explain,
    };
    let mut out = BufWriter::new(stdout);
    report::render(&report, Format::Text, &look, &mut out)?;
    out.flush()?;
    let asked = options.fail_on.map(Severity::from);
    Ok(match asked {
        _ if !whole => Outcome::Failed,
        Some(asked) if report.worst().is_some_and(|worst| worst >= asked) => Outcome::Drift,
        _ => Outcome::Clean,
    })
}

/// The format that a file's name asks for.
fn format_of(path: &Path) -> Result<Format> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    Format::from_extension(extension).with_context(|| {
        format!("{}: no report is written with this extension; use .html, .json, .md or .txt", path.display())
    })
}

/// Writes the report beside its name first and moves it there whole, so that no half file is left.
fn write(path: &Path, format: Format, report: &Report) -> Result<()> {
    let fail = |source| Error::Write { path: path.to_owned(), source };
    let mut partial = path.as_os_str().to_owned();
    partial.push(".part");
    let file = File::create(&partial).map_err(fail)?;
    let mut out = BufWriter::new(file);
    report::render(report, format, &RenderOptions { limit: None, ..RenderOptions::default() }, &mut out)
        .context("rendering")?;
    out.into_inner().map_err(|e| fail(e.into_error()))?.sync_all().map_err(fail)?;
    std::fs::rename(&partial, path).map_err(fail)?;
    Ok(())
}
