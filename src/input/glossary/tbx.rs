//! TBX (ISO 30042): the current form (`tbx`) and the older one (`martif`).
//!
//! Nothing outside the file is opened, and a document type that defines entities is refused.

use super::{Concepts, Problem, add};
use crate::{
    Language,
    glossary::{Concept, Side, Status},
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// Elements within elements: TBX has a dozen levels.
const MOST_LEVELS: usize = 64;

/// What the text that is being read belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Term,
    Status,
}

/// What has been read of the file.
struct State {
    concepts: Concepts,
    concept: Concept,
    language: Option<Language>,
    term: String,
    status: String,
    inside: Inside,
    levels: usize,
}

/// Reads the concepts.
pub(super) fn concepts(text: &str) -> Result<Vec<Concept>, Problem> {
    let mut reader = Reader::from_str(text);
    let mut state = State {
        concepts: Concepts::default(),
        concept: Concept::default(),
        language: None,
        term: String::new(),
        status: String::new(),
        inside: Inside::Nothing,
        levels: 0,
    };
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut rooted = false;
    loop {
        let event = reader.read_event();
        let line = lines.of(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let event = event.map_err(|error| Problem {
            line: Some(line),
            what: format!("is not well-formed XML: {error}"),
            remedy: "export the glossary once more, or give it as CSV",
        })?;
        match event {
            Event::Eof => break,
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                return Err(Problem {
                    line: Some(line),
                    what: "defines entities, which are not read".to_owned(),
                    remedy: "replace the entities by what they stand for",
                });
            }
            Event::Start(element) => {
                if !rooted && !["tbx", "martif"].contains(&local(&element).to_lowercase().as_str()) {
                    return Err(Problem {
                        line: Some(line),
                        what: format!("is no TBX: its root element is `{}`", local(&element)),
                        remedy: "give a glossary as TBX, or as CSV with a header line",
                    });
                }
                rooted = true;
                state.levels += 1;
                if state.levels > MOST_LEVELS {
                    return Err(Problem {
                        line: Some(line),
                        what: format!("elements are nested more than {MOST_LEVELS} deep"),
                        remedy: "export the glossary once more, or give it as CSV",
                    });
                }
                state.open(&element);
            }
            Event::End(element) => {
                state.levels = state.levels.saturating_sub(1);
                let name = element.local_name().as_ref().to_owned();
                state.close(&name, line)?;
            }
            Event::Text(piece) => state.push(&piece),
            Event::CData(piece) => state.push(&piece),
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                let character = reference.resolve_char_ref().ok().flatten();
                let meant = character
                    .map(String::from)
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                let meant = meant.ok_or(Problem {
                    line: Some(line),
                    what: format!("`&{name};` is an entity that is not read"),
                    remedy: "replace the entity by what it stands for",
                })?;
                state.push(&meant);
            }
            _ => {}
        }
    }
    if state.levels > 0 || !rooted {
        return Err(Problem {
            line: Some(lines.of(text.len())),
            what: "ends before its elements are closed".to_owned(),
            remedy: "the file was cut off; get it again",
        });
    }
    Ok(state.concepts.list)
}

fn local(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_owned()
}

/// The value of the first of these attributes. That none is given twice is not checked: it takes the square of
/// their number.
fn attribute(element: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| names.contains(&a.key.as_ref()))
        .map(|a| a.value.into_owned())
}

impl State {
    fn open(&mut self, element: &BytesStart<'_>) {
        match local(element).as_str() {
            "conceptEntry" | "termEntry" => self.concept = Concept::default(),
            "langSec" | "langSet" => {
                self.language =
                    attribute(element, &["xml:lang", "lang"]).and_then(|tag| Language::parse(&tag));
            }
            "termSec" | "tig" | "ntig" => {
                self.term.clear();
                self.status.clear();
            }
            "term" => self.inside = Inside::Term,
            "administrativeStatus" => self.inside = Inside::Status,
            "termNote" if attribute(element, &["type"]).as_deref() == Some("administrativeStatus") => {
                self.inside = Inside::Status;
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, line: u64) -> Result<(), Problem> {
        match name {
            "term" | "termNote" | "administrativeStatus" => self.inside = Inside::Nothing,
            "termSec" | "tig" | "ntig" => {
                // A term in a language that is not known could never be found.
                if let Some(language) = self.language {
                    let status = status(&self.status);
                    let text = std::mem::take(&mut self.term);
                    add(&mut self.concept, &text, Some(language), status, Side::Any, line)?;
                }
            }
            "langSec" | "langSet" => self.language = None,
            "conceptEntry" | "termEntry" => {
                let concept = std::mem::take(&mut self.concept);
                self.concepts.keep(concept, line)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, piece: &str) {
        match self.inside {
            Inside::Term => self.term.push_str(piece),
            Inside::Status => self.status.push_str(piece),
            Inside::Nothing => {}
        }
    }
}

/// What an administrative status says: `deprecatedTerm-admn-sts`, `supersededTerm-admn-sts`, and what tools write
/// instead.
fn status(written: &str) -> Status {
    let written = written.to_lowercase();
    let forbids = ["deprecated", "superseded", "forbidden", "obsolete", "notrecommended", "not recommended"];
    if forbids.iter().any(|word| written.contains(word)) { Status::Forbidden } else { Status::Approved }
}

/// Counts lines as the reader goes on.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a byte at or after the last one asked for, from 1.
    fn of(&mut self, byte: usize) -> u64 {
        let byte = byte.clamp(self.at, self.text.len());
        let passed = self.text.as_bytes().get(self.at..byte).unwrap_or_default();
        self.line += passed.split(|b| *b == b'\n').count().saturating_sub(1) as u64;
        self.at = byte;
        self.line
    }
}
