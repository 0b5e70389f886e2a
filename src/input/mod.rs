//! The only reader of user files: bytes to [`Document`], a file per format.
//!
//! [`read_all`] takes what a command line has: files, folders and `-` for standard input. One bad file is
//! an error for that file; the rest goes on. [`from_bytes`] and [`from_text`] touch no file.

mod encoding;
mod files;
mod format;
pub mod glossary;
mod html;
mod ids;
mod jsonl;
mod markdown;
mod plain;

pub use files::{read, read_all};
pub use format::Format;

use crate::{
    Document, Error, Language, Role,
    document::{Block, Metadata},
    language::settle,
    notice::{Notice, NoticeKind},
    place::SourceMap,
};
use std::{borrow::Cow, path::PathBuf};

/// Files larger than this are refused: 256 MiB, more than any article, and small enough that text, decoded
/// copy and segments fit into the memory of an ordinary machine.
pub const MAX_BYTES: u64 = 256 << 20;

/// What the user says about the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Language of every document; `None` reads it from the file or guesses it.
    pub lang: Option<Language>,
    /// What the documents are.
    pub role: Role,
    /// Format of every file; `None` goes by the file's name and then by its first bytes.
    pub format: Option<Format>,
}

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub struct Reading {
    /// The documents, in the order of the paths and of their place in the files. Ids are unique.
    pub documents: Vec<Document>,
    /// One entry for every file, or line of a JSONL file, that could not be read.
    pub errors: Vec<Error>,
    /// Files that were passed over in folders. Doubts about one document are with that document.
    pub notices: Vec<Notice>,
}

/// What a format's reader finds in a text.
#[derive(Debug, Default)]
struct Content {
    text: String,
    blocks: Vec<Block>,
    metadata: Metadata,
    source_map: SourceMap,
    /// Language tag that the content gives itself.
    lang: Option<String>,
    /// Doubts, without the file's name.
    doubts: Vec<(NoticeKind, String)>,
}

/// Reads a file's bytes. `name` is the file as the user would write it; ids come from its stem, or from the
/// articles of a JSONL file, and are unique within the answer. Touches no file.
#[must_use]
pub fn from_bytes(name: &str, bytes: &[u8], format: Format, options: &Options) -> Reading {
    let mut reading = Reading::default();
    read_bytes(name, bytes, format, *options, &mut reading);
    ids::finish(&mut reading.documents);
    reading
}

/// A version from a text in memory. The text is kept as it is, empty or not; `lang` absent is guessed.
#[must_use]
pub fn from_text(id: &str, text: &str, lang: Option<Language>) -> Document {
    let mut document = document(id, plain::content(text.to_owned()), lang);
    id.clone_into(&mut document.id);
    for notice in &mut document.notices {
        notice.version = Some(id.to_owned());
    }
    document
}

fn read_bytes(name: &str, bytes: &[u8], format: Format, options: Options, reading: &mut Reading) {
    let declared = if format == Format::Html { html::declared_encoding(bytes) } else { None };
    let decoded = match encoding::decode(bytes, declared.as_deref(), options.lang) {
        Ok(decoded) => decoded,
        Err(no_text) => {
            reading.errors.push(content_error(name, no_text.problem, no_text.remedy));
            return;
        }
    };
    let mut content = match format {
        Format::Text => plain::content(decoded.text),
        Format::Markdown => markdown::content(&decoded.text),
        Format::Html => html::content(&decoded.text),
        Format::Jsonl => return jsonl::read(name, &decoded, options, reading),
    };
    content.doubts.extend(decoded.doubts.into_iter().map(|doubt| (NoticeKind::EncodingGuessed, doubt)));
    if content.blocks.is_empty() {
        reading.errors.push(content_error(name, "holds no text".to_owned(), "give a file with text in it"));
        return;
    }
    let mut document = document(name, content, options.lang);
    document.id = ids::stem(name);
    document.role = options.role;
    reading.documents.push(document);
}

/// The document of one content, still without an id. `lang` is what the user says.
fn document(origin: &str, content: Content, lang: Option<Language>) -> Document {
    let (language, doubt) = settle(&content.text, lang, content.lang.as_deref());
    let doubts =
        content.doubts.into_iter().chain(doubt.map(|message| (NoticeKind::LanguageGuessed, message)));
    let place = named(origin);
    Document {
        id: String::new(),
        origin: origin.to_owned(),
        language,
        notices: doubts
            .map(|(kind, message)| Notice { kind, version: None, message: format!("{place}: {message}") })
            .collect(),
        text: content.text,
        metadata: content.metadata,
        blocks: content.blocks,
        source_map: content.source_map,
        ..Document::default()
    }
}

/// How the user writes standard input.
const STANDARD_INPUT: &str = "-";

/// A file, or a place in one (`-:3`), as messages name it.
fn named(origin: &str) -> Cow<'_, str> {
    match origin.strip_prefix(STANDARD_INPUT) {
        Some(place) if place.is_empty() || place.starts_with(':') => format!("standard input{place}").into(),
        _ => origin.into(),
    }
}

fn content_error(name: &str, problem: String, remedy: &str) -> Error {
    Error::Content { path: PathBuf::from(named(name).as_ref()), problem, remedy: remedy.to_owned() }
}
