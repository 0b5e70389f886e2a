//! What is known for certain about a segment, beside its vectors: words, numbers, names, negations, quotations.

pub mod quotation;

use crate::{Language, Span, encode::Encoding, text};

/// A word by Unicode rules (by dictionary in Chinese, Japanese, Thai).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it is, in bytes of the text given to [`Features::of`].
    pub span: Span,
    /// The word folded for comparing: NFKC, lower case, quotes and dashes made one.
    pub folded: String,
}

/// The features of one segment. Spans count bytes of the segment's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    /// The language the features were read in.
    pub language: Language,
    /// All words, in order; punctuation is not a word.
    pub words: Vec<Word>,
}

impl Features {
    /// Reads the features of one segment's text.
    #[must_use]
    pub fn of(text: &str, language: Language) -> Self {
        let words = text::words(text, language)
            .into_iter()
            .map(|span| Word { span, folded: text::fold(span.of(text)) })
            .collect();
        Self { language, words }
    }
}

/// A segment's text with everything that comparison needs. Equal segments share one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Encoded {
    /// The segment's text, as written.
    pub text: String,
    /// Its vectors.
    pub encoding: Encoding,
    /// Its words, numbers, names…
    pub features: Features,
}
