//! The command line as typed.

#![allow(clippy::doc_markdown, reason = "these comments are the help that users read")]

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use transdrift::{Language, drift::Severity, text::Split};

/// Find where several translations of one text drift apart in meaning, by which words, and why.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, max_term_width = 100)]
pub struct Arguments {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Use this model instead of the built-in one: a model file, or a folder with config.json,
    /// tokenizer.json and model.safetensors (BERT and XLM-R families).
    #[arg(long, global = true, value_name = "DIR", env = "TRANSDRIFT_MODEL")]
    pub model: Option<PathBuf>,
    /// Use at most this many threads (also: RAYON_NUM_THREADS). The result does not depend on it.
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Colour the output.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// The choice for the output streams.
    pub fn into_choice(self) -> anstream::ColorChoice {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Align the versions, score them, and show the passages whose meaning shifts.
    Report(Report),
    /// Pair up the segments of the versions; no scoring.
    Align(Align),
    /// Score items that are aligned already: JSONL in, JSONL out.
    Score(Score),
    /// List the kinds of drift, or explain one.
    Kinds {
        /// The kind's name, such as number-mismatch.
        kind: Option<String>,
    },
    /// Say which model is used, and what it is.
    Model,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff).
    Man,
}

/// The texts to compare, and how to read them.
#[derive(Debug, Args)]
pub struct Files {
    /// The versions: text, Markdown, HTML, JSONL articles, folders, or - for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub versions: Vec<PathBuf>,
    /// The text they were translated from: a witness, never a culprit.
    #[arg(long, value_name = "FILE")]
    pub source: Option<PathBuf>,
    /// The language of all files (de), or of one (NAME=de, the name without its extension); may be repeated.
    /// Guessed from the text where not given.
    #[arg(long, value_name = "[NAME=]CODE")]
    pub lang: Vec<String>,
    /// Cut the text into sentences, or take one segment a line.
    #[arg(long, value_enum, default_value = "sentences")]
    pub split: SplitBy,
}

/// How to cut.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SplitBy {
    /// Sentences, by the rules of the language.
    Sentences,
    /// One segment a line.
    Lines,
}

impl From<SplitBy> for Split {
    fn from(by: SplitBy) -> Self {
        match by {
            SplitBy::Sentences => Self::Sentences,
            SplitBy::Lines => Self::Lines,
        }
    }
}

impl Files {
    /// The language of all files, where one was given.
    pub fn language(&self) -> Result<Option<Language>> {
        self.lang.iter().rfind(|l| !l.contains('=')).map(|code| language(code)).transpose()
    }

    /// The languages of single files, by name.
    pub fn languages(&self) -> Result<Vec<(&str, Language)>> {
        self.lang
            .iter()
            .filter_map(|l| l.rsplit_once('='))
            .map(|(name, code)| Ok((name, language(code)?)))
            .collect()
    }
}

fn language(code: &str) -> Result<Language> {
    match Language::parse(code) {
        Some(language) => Ok(language),
        None => bail!("--lang: `{code}` is not a language code; write it like en, pt-BR or yue"),
    }
}

/// `report`.
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub input: Files,
    /// Also write the report to this file, as its extension says: .html, .json, .md, .txt; may be repeated.
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// End with exit code 1 if there is a finding of this severity or worse.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Show the numbers behind every finding on the terminal; the JSON report always has them.
    #[arg(long)]
    pub explain: bool,
    /// Terms to be used and not to be used: CSV or TSV with a header (en,de,de forbidden; or
    /// source,target,lang,forbidden), or TBX. Departures are findings of the kind terminology.
    #[arg(long, value_name = "FILE")]
    pub glossary: Option<PathBuf>,
    /// Show findings from this probability on.
    #[arg(long, value_name = "P", default_value = "0.4", value_parser = probability)]
    pub threshold: f32,
    /// Show at most this many passages on the terminal; 0 for all.
    #[arg(long, value_name = "N", default_value = "20")]
    pub limit: usize,
}

/// A severity on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FailOn {
    /// Noticed, but no reader is misled.
    Minor,
    /// The reader is told something else.
    Major,
    /// The reader is told the opposite, or something that can do harm.
    Critical,
}

impl From<FailOn> for Severity {
    fn from(on: FailOn) -> Self {
        match on {
            FailOn::Minor => Self::Minor,
            FailOn::Major => Self::Major,
            FailOn::Critical => Self::Critical,
        }
    }
}

/// `align`.
#[derive(Debug, Args)]
pub struct Align {
    #[command(flatten)]
    pub input: Files,
    /// How to write the groups.
    #[arg(long, value_enum, default_value = "text")]
    pub format: AlignFormat,
    /// Say of each group what spoke for it, what the next best choice was, and why segments were merged (with
    /// text and jsonl).
    #[arg(long)]
    pub explain: bool,
    /// Print how well two versions' alignment agrees with this one, a ladder, instead of the groups: exactly
    /// (strict), in some pair of segments (lax), and pair by pair.
    #[arg(long, value_name = "LADDER")]
    pub gold: Option<PathBuf>,
}

/// How `align` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AlignFormat {
    /// Version under version, for reading.
    Text,
    /// A column a version.
    Columns,
    /// `[0, 1]:[2]:0.93` a bead, as vecalign writes, with a confidence (two versions).
    Ladder,
    /// One group a line, as JSON.
    Jsonl,
    /// One group a line: segments and text of each version.
    Tsv,
    /// TMX 1.4b.
    Tmx,
    /// XLIFF 2.1: the source or the first version against each other one, of one language.
    Xliff,
}

/// `score`.
#[derive(Debug, Args)]
pub struct Score {
    /// JSONL files; standard input if none is given, or for -.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Terms to be used and not to be used: CSV or TSV with a header (en,de,de forbidden; or
    /// source,target,lang,forbidden), or TBX. Departures are findings of the kind terminology.
    #[arg(long, value_name = "FILE")]
    pub glossary: Option<PathBuf>,
    /// Add the drift of every word.
    #[arg(long)]
    pub tokens: bool,
    /// End with exit code 1 if there is a finding of this severity or worse.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
}

fn probability(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("write a number from 0 to 1".to_owned()),
    }
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        // 1024: far above any machine of today, far below what would exhaust one.
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err("write a number from 1 to 1024".to_owned()),
    }
}
