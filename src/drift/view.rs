//! A group as the scorer and the checks see it: what each version says, word by word.

use crate::{Language, Span, document::Role, features::Encoded, glossary::Glossary};

/// One group, over all versions.
#[derive(Debug, Clone)]
pub struct GroupView<'a> {
    /// The versions that say something here, in the order of the run.
    pub members: Vec<Member<'a>>,
    /// How many versions the run has, those without a part in this group included.
    pub versions: usize,
    /// The aligner's confidence, 0..1.
    pub confidence: f32,
    /// The terms to be used, where the user gave a glossary.
    pub glossary: Option<&'a Glossary>,
}

/// What one version says in a group: one or more segments, in order.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The version, an index into the run's documents.
    pub version: usize,
    /// Version or source.
    pub role: Role,
    /// Which original it is a version of, as far as is known: any number, equal for versions of the same one. Reports
    /// that were written apart word things as they please, and bear no witness to one another's words.
    pub original: usize,
    /// The language of the document.
    pub language: Language,
    /// The document's whole text, into which all spans point.
    pub text: &'a str,
    /// The segments: where each starts in the document, in bytes, with its language, and what is known of it.
    pub segments: Vec<MemberSegment<'a>>,
}

/// One segment of a member.
#[derive(Debug, Clone, Copy)]
pub struct MemberSegment<'a> {
    /// Where it is, in bytes of the document's text. Spans inside `encoded` count from `span.start`.
    pub span: Span,
    /// The segment's own language, which differs from the member's where a sentence was left untranslated.
    pub language: Language,
    /// Text, vectors, features.
    pub encoded: &'a Encoded,
}
