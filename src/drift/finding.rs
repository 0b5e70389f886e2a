//! What the scorer reports about a group.

use crate::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How bad a drift is, in MQM's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Noticed, but no reader is misled.
    Minor,
    /// The reader is told something else in a part of the sentence.
    Major,
    /// The reader is told the opposite, or something that can do harm.
    Critical,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        })
    }
}

/// One shift of meaning, with the words that did it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The kind's name, one of [`checks::registry`](crate::drift::checks), such as `number-mismatch`.
    pub kind: &'static str,
    /// Minor, major or critical.
    pub severity: Severity,
    /// The probability that a careful reviewer would call it a change of meaning, 0..1.
    pub confidence: f32,
    /// The version that departs, where that is known.
    pub culprit: Option<usize>,
    /// The versions that a source itself speaks against, where the finding compares them with one; ascending.
    pub against_source: Vec<usize>,
    /// The words, in every version that is involved; bytes of the document's text.
    pub places: Vec<Place>,
    /// One sentence for the reviewer.
    pub reason: String,
    /// The numbers behind the confidence, by what they measure; empty where a plain fact is behind it.
    pub numbers: BTreeMap<String, f32>,
}

impl Finding {
    /// Whether a version may be at fault: the culprit, those that a source speaks against, or else all that have words in it.
    #[must_use]
    pub fn may_blame(&self, version: usize) -> bool {
        match (self.culprit, self.against_source.as_slice()) {
            (Some(culprit), _) => culprit == version,
            (None, []) => self.places.iter().any(|p| p.version == version),
            (None, against) => against.contains(&version),
        }
    }
}

/// Whether two findings point at the same words of some version.
pub(super) fn touches(x: &[Place], y: &[Place]) -> bool {
    x.iter().any(|p| y.iter().any(|q| p.version == q.version && p.span.overlaps(q.span)))
}

/// Words of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The version, an index into the run's documents.
    pub version: usize,
    /// Where, in bytes of that document's text.
    pub span: Span,
}

/// Quotations of more characters than this are cut in a reason.
const QUOTED: usize = 60;

/// Words in quotation marks, cut if they are many.
pub(crate) fn quoted(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("“{}…”", words.get(..end).unwrap_or_default()),
        None => format!("“{words}”"),
    }
}

/// A count as it stands in a sentence.
pub(super) fn number(n: usize) -> String {
    const WORDS: [&str; 11] =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// As it begins a sentence.
pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
