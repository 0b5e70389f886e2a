//! A piece of a text, and the two ways of counting in it.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes of a document's text. Both ends lie on character boundaries.
///
/// Inside the program every place is a byte range of the document's text; files that leave it count
/// Unicode code points instead (see [`CodePoints`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The text of the span; empty when the span does not lie within `text` on character boundaries.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same span, `by` bytes further on.
    #[must_use]
    pub const fn shift(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly within.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Turns byte offsets of one text into Unicode code point offsets, in constant time a look-up.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Code points before byte `i * STEP`, rounded down to a character boundary. Empty for ASCII.
    marks: Vec<usize>,
    text: String,
}

/// Distance in bytes between two marks: a look-up walks at most this far.
const STEP: usize = 256;

impl CodePoints {
    /// Indexes `text`: one pass, one mark every 256 bytes.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self { marks: Vec::new(), text: String::new() };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        for (count, (at, _)) in text.char_indices().enumerate() {
            while marks.len() * STEP <= at {
                marks.push(count);
            }
        }
        Self { marks, text: text.to_owned() }
    }

    /// Code points before byte `at`; `at` past the end counts the whole text.
    #[must_use]
    pub fn at(&self, at: usize) -> usize {
        if self.text.is_empty() {
            return at;
        }
        let at = at.min(self.text.len());
        let mark = (at / STEP).min(self.marks.len().saturating_sub(1));
        // The first character that starts at or after the mark.
        let mut from = mark * STEP;
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let base = self.marks.get(mark).copied().unwrap_or_default();
        base + self
            .text
            .as_bytes()
            .get(from..at.max(from))
            .unwrap_or_default()
            .iter()
            .filter(|b| (**b & 0xC0) != 0x80)
            .count()
    }

    /// Both ends of a span in code points.
    #[must_use]
    pub fn span(&self, span: Span) -> Span {
        Span::new(self.at(span.start), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        for text in ["", "plain", &"a東京é𝄞 ".repeat(200), &"東".repeat(300)] {
            let index = CodePoints::of(text);
            for (count, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(index.at(at), count, "byte {at}");
            }
            assert_eq!(index.at(text.len()), text.chars().count());
        }
    }

    #[test]
    fn a_span_off_a_character_boundary_is_empty_text() {
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(0, 9).of("é"), "");
    }
}
