//! What was read: one version of the text, in blocks, cut into segments.

use crate::{
    Language, Span,
    notice::Notice,
    place::{Place, SourceMap},
};
use serde::{Deserialize, Serialize};

/// What a document is to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// One of the versions to compare.
    #[default]
    Version,
    /// The text they were translated from: a witness, never a culprit.
    Source,
}

/// One version of the text.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Names the version in every output; unique in a run. The file's stem, or the article's `id`.
    pub id: String,
    /// Where it came from, as the user would write it: a path, `-`, `feed.jsonl:12`.
    pub origin: String,
    /// Version or source.
    pub role: Role,
    /// The text that is compared. Every [`Span`] counts bytes of this string.
    pub text: String,
    /// Language: given, or guessed (then a notice says so when the guess is weak).
    pub language: Language,
    /// What the file said about itself.
    pub metadata: Metadata,
    /// The text's blocks in order, not overlapping; text between blocks is white space or markup.
    pub blocks: Vec<Block>,
    /// How the text lies in the file it was read from.
    pub source_map: SourceMap,
    /// Doubts that came up in reading.
    pub notices: Vec<Notice>,
}

impl Document {
    /// Line and column, in the file it was read from, of byte `at` of the text; `None` when they are not
    /// known (see [`SourceMap`]).
    #[must_use]
    pub fn place(&self, at: usize) -> Option<Place> {
        self.source_map.place(&self.text, at)
    }
}

/// What an article says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Date of publication, as written.
    pub published: Option<String>,
}

/// A paragraph, heading, caption…: sentences never cross its borders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Running text.
    #[default]
    Paragraph,
    /// Title, subtitle, crosshead.
    Heading,
    /// Text under a picture.
    Caption,
    /// A block quotation.
    Quote,
    /// One entry of a list.
    ListItem,
    /// One cell or row of a table.
    Table,
    /// Page furniture: share buttons, author boxes, advertisements. Neither omission nor addition.
    Furniture,
}

/// A sentence or heading: the unit that is encoded, aligned and scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where it is in the document's text, without surrounding white space.
    pub span: Span,
    /// The block it belongs to, an index into [`Document::blocks`].
    pub block: usize,
    /// The block's kind, or [`BlockKind::Furniture`] when the segment alone is furniture.
    pub kind: BlockKind,
    /// The document's language, or another when the segment is plainly written in another.
    pub language: Language,
}
