//! Glossaries as tables: a header line, then a concept a row.

use super::{Concepts, Problem, add};
use crate::{
    Language,
    glossary::{Concept, Side, Status},
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Terms of a language.
    Terms(Language, Status),
    /// The source's term.
    Source,
    /// The term to be used for it.
    Target,
    /// The target's language.
    TargetLanguage,
    /// The source's language.
    SourceLanguage,
    /// Terms not to be used for it, or whether the target must not be used.
    Forbidden,
    /// Something else: a note, a subject.
    Other,
}

/// The most columns: some hundred languages, each with its forbidden terms and notes.
const MOST_COLUMNS: usize = 1_000;

/// What parts several terms in a cell.
const ALTERNATIVES: char = '|';

/// Reads the rows.
pub(super) fn concepts(text: &str) -> Result<Vec<Concept>, Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut columns: Vec<Column> = Vec::new();
    let mut out = Concepts::default();
    for record in reader.records() {
        let record = record.map_err(|error| Problem {
            line: error.position().map(csv::Position::line),
            what: "is no row of a table".to_owned(),
            remedy: "save the glossary as CSV in UTF-8",
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        if columns.is_empty() {
            if record.len() > MOST_COLUMNS {
                return Err(Problem {
                    line: Some(line),
                    what: format!("has more than {MOST_COLUMNS} columns"),
                    remedy: "leave out languages and columns that are not needed",
                });
            }
            columns = header(&record).ok_or(Problem {
                line: Some(line),
                what: "the header names no language and is not source,target either".to_owned(),
                remedy: "begin with a line such as `en,de,de forbidden` or `source,target,lang,forbidden`",
            })?;
            continue;
        }
        let concept = if columns.contains(&Column::Target) {
            pair(&columns, &record, line)?
        } else {
            row(&columns, &record, line)?
        };
        out.keep(concept, line)?;
    }
    Ok(out.list)
}

/// What parts the cells: what the first line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    [(b'\t', count('\t')), (b';', count(';')), (b',', count(','))]
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| delimiter)
}

/// The columns, if some hold terms.
fn header(record: &csv::StringRecord) -> Option<Vec<Column>> {
    let names: Vec<String> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    let pairs = names.iter().any(|n| n == "source") && names.iter().any(|n| n == "target");
    let columns: Vec<Column> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            if pairs {
                return match name.as_str() {
                    "source" => Column::Source,
                    "target" => Column::Target,
                    "lang" | "language" | "target_lang" | "target lang" => Column::TargetLanguage,
                    "source_lang" | "source lang" => Column::SourceLanguage,
                    "forbidden" => Column::Forbidden,
                    _ => Column::Other,
                };
            }
            // `id` is Indonesian, but in the first column it numbers the rows; `pos` is a language of Mexico, but the
            // part of speech in glossaries.
            if (at == 0 && name == "id") || ["pos", "ref", "tag", "def", "url"].contains(&name.as_str()) {
                return Column::Other;
            }
            let (code, status) = match name.strip_suffix("forbidden") {
                Some(rest) => (rest.trim_end_matches([' ', ':', '_', '-']), Status::Forbidden),
                None => (name.as_str(), Status::Approved),
            };
            // `or`, `is`, `no` are languages; `note`, `description` are none, though ISO knows `not`.
            let code = code.trim();
            let short = code.split(['-', '_']).next().is_some_and(|c| c.len() <= 3);
            Language::parse(code).filter(|_| short).map_or(Column::Other, |l| Column::Terms(l, status))
        })
        .collect();
    let holds = |c: &Column| matches!(c, Column::Terms(..) | Column::Target);
    columns.iter().any(holds).then_some(columns)
}

/// A row of a table of languages.
fn row(columns: &[Column], record: &csv::StringRecord, line: u64) -> Result<Concept, Problem> {
    let mut concept = Concept::default();
    for (column, cell) in columns.iter().zip(record) {
        if let Column::Terms(language, status) = column {
            for term in cell.split(ALTERNATIVES) {
                add(&mut concept, term, Some(*language), *status, Side::Any, line)?;
            }
        }
    }
    Ok(concept)
}

/// A row of a table of pairs.
fn pair(columns: &[Column], record: &csv::StringRecord, line: u64) -> Result<Concept, Problem> {
    let cell = |wanted: Column| {
        columns.iter().position(|c| *c == wanted).and_then(|at| record.get(at)).unwrap_or_default().trim()
    };
    let language = |wanted: Column| -> Result<Option<Language>, Problem> {
        let code = cell(wanted);
        match Language::parse(code) {
            Some(language) => Ok(Some(language)),
            None if code.is_empty() => Ok(None),
            None => Err(Problem {
                line: Some(line),
                what: format!("`{code}` is not a language code"),
                remedy: "write it like en, pt-BR or yue, or leave it empty",
            }),
        }
    };
    let (own, other) = (language(Column::SourceLanguage)?, language(Column::TargetLanguage)?);
    let forbidden = cell(Column::Forbidden);
    let all = ["yes", "true", "1", "x"].contains(&forbidden.to_lowercase().as_str());
    let status = if all { Status::Forbidden } else { Status::Approved };
    let mut concept = Concept::default();
    let not_used =
        if all || ["no", "false", "0"].contains(&forbidden.to_lowercase().as_str()) { "" } else { forbidden };
    for (terms, language, status, side) in [
        (cell(Column::Source), own, Status::Approved, Side::Source),
        (cell(Column::Target), other, status, Side::Target),
        (not_used, other, Status::Forbidden, Side::Target),
    ] {
        for term in terms.split(ALTERNATIVES) {
            add(&mut concept, term, language, status, side, line)?;
        }
    }
    Ok(concept)
}
