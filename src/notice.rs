//! Doubts: what the reader of a report should know before trusting it. Never an error, never silent.

use serde::{Deserialize, Serialize};

/// A doubt about the input or about a step that was skipped or limited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// What sort of doubt.
    pub kind: NoticeKind,
    /// The version it is about, by id; `None` for the whole run.
    pub version: Option<String>,
    /// One sentence for the user: what, where, what to do.
    pub message: String,
}

/// The sorts of [`Notice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoticeKind {
    /// The language was guessed from weak evidence.
    LanguageGuessed,
    /// The encoding was guessed, or bytes could not be decoded and were replaced.
    EncodingGuessed,
    /// The main text of a page may be incomplete.
    Extraction,
    /// A segment was longer than the encoder's window and was read in pieces.
    LongSegment,
    /// Characters that the model does not know.
    UnknownCharacters,
    /// Versions hardly say the same things.
    WeakAlignment,
    /// A limit was reached and something was not examined.
    Skipped,
}
