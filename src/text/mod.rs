//! Text into segments and words; folding for comparison. Offsets always count the original text.

mod characters;
mod fold;
mod foreign;
mod furniture;
mod sentence_rules;
mod sentences;
mod words;

pub use fold::{Folded, canonical, fold, fold_in, same};
pub use words::{contracted_not, words};

use crate::{
    Document, Span,
    document::{Block, BlockKind, Segment},
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

/// Headings up to this many bytes are one segment, whatever stops they have: "Dr. No. A film", "What now?
/// The plan". Longer ones are paragraphs that a page marked as headings.
const HEADING: usize = 300;

/// Cuts a document into segments.
///
/// By sentences: every character of its blocks that is not white space is in exactly one segment, in
/// order; no segment is empty or crosses the border of a block. A document without blocks is read as one
/// paragraph a line. Segments of page furniture are of that kind. By lines: segment `i` is line `i`, counted from 0, without its `\n` or `\r\n`, white
/// space at its ends kept out of the span; empty lines are empty segments, and a final `\n` opens no line.
#[must_use]
pub fn segments(document: &Document, split: Split) -> Vec<Segment> {
    match split {
        Split::Sentences => by_sentences(document),
        Split::Lines => by_lines(document),
    }
}

/// A sentence up to this many bytes is one segment: about the encoder's window of 512 tokens in English, and
/// five times the longest sentence of our corpora. Longer ones are lists or tables without stops, or hostile.
const SENTENCE: usize = 2_000;

/// Cuts an over-long sentence at white space, or where there is none within the last quarter of a piece
/// between any two characters.
fn pieces(text: &str, sentence: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut rest = sentence;
    while rest.len() > SENTENCE {
        let mut end = rest.start + SENTENCE;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let piece = Span::new(rest.start, end);
        let space = piece.of(text).rfind(char::is_whitespace).filter(|at| *at > SENTENCE / 4 * 3);
        let cut = space.map_or(end, |at| rest.start + at);
        out.extend(Some(sentences::trim(text, Span::new(rest.start, cut))).filter(|s| !s.is_empty()));
        rest.start = cut;
    }
    out.extend(Some(sentences::trim(text, rest)).filter(|s| !s.is_empty()));
    out
}

fn by_sentences(document: &Document) -> Vec<Segment> {
    let lines;
    let blocks = if document.blocks.is_empty() {
        lines = line_blocks(&document.text);
        &lines
    } else {
        &document.blocks
    };
    let furniture = furniture::of_blocks(document, blocks);
    let mut out: Vec<Segment> = Vec::new();
    for ((index, block), is_furniture) in blocks.iter().enumerate().zip(furniture) {
        let kind = if is_furniture { BlockKind::Furniture } else { block.kind };
        let segment = |span: Span| {
            let language = foreign::language_of(span.of(&document.text), document.language);
            Segment { span, block: index, kind, language }
        };
        let whole = sentences::trim(&document.text, block.span);
        if block.kind == BlockKind::Heading && whole.len() <= HEADING {
            out.extend((!whole.is_empty()).then(|| segment(whole)));
            continue;
        }
        let found = sentences::sentences(block.span.of(&document.text), document.language);
        let found: Vec<Span> =
            found.into_iter().flat_map(|s| pieces(block.span.of(&document.text), s)).collect();
        let several = found.len() > 1;
        out.extend(found.into_iter().map(|span| segment(span.shift(block.span.start))));
        // "…the end of a paragraph. Read more"
        if let Some(last) = out.last_mut().filter(|_| several)
            && furniture::is_tail(last.span.of(&document.text), document.language)
        {
            last.kind = BlockKind::Furniture;
        }
    }
    out
}

/// One paragraph a line: what is known of a text that no reader cut into blocks.
fn line_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = sentences::trim(text, Span::new(at, at + line.len()));
        if !span.is_empty() {
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
        at += line.len();
    }
    blocks
}

fn by_lines(document: &Document) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut block = 0;
    for line in document.text.split_inclusive('\n') {
        let trimmed = sentences::trim(&document.text, Span::new(at, at + line.len()));
        let span = if trimmed.is_empty() { Span::new(at, at) } else { trimmed };
        // Blocks are in order: walk along with the lines.
        while document.blocks.get(block + 1).is_some_and(|next| next.span.start <= span.start) {
            block += 1;
        }
        let kind = document.blocks.get(block).filter(|b| b.span.overlaps(span)).map(|b| b.kind);
        let language = foreign::language_of(span.of(&document.text), document.language);
        out.push(Segment { span, block, kind: kind.unwrap_or_default(), language });
        at += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_sentence_is_cut_into_pieces_and_nothing_is_lost() {
        for unit in ["word ", "字", "x", "é "] {
            let text = unit.repeat(9_000);
            let cut = pieces(&text, Span::new(0, text.len()));
            assert!(cut.iter().all(|s| s.len() <= SENTENCE && !s.of(&text).is_empty()));
            let kept: String = cut.iter().map(|s| s.of(&text)).collect();
            let visible = |t: &str| t.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(visible(&kept), visible(&text));
        }
    }
    use crate::Language;
    use proptest::prelude::*;

    fn cut(text: &str, split: Split) -> Vec<String> {
        let document =
            Document { text: text.into(), language: Language::parse("en").unwrap(), ..Document::default() };
        segments(&document, split).iter().map(|s| s.span.of(text).to_owned()).collect()
    }

    #[test]
    fn lines_are_counted_as_alignment_tools_count_them() {
        assert_eq!(cut("a\n\n b. c. \r\nd", Split::Lines), ["a", "", "b. c.", "d"]);
        assert_eq!(cut("a\n", Split::Lines), ["a"]);
        assert_eq!(cut("\n\n", Split::Lines), ["", ""]);
        assert_eq!(cut("", Split::Lines), Vec::<String>::new());
        // Only a line feed ends a line: not a form feed, NEL, U+2028, or a lone carriage return.
        assert_eq!(cut("a\u{c}b\u{85}c\u{2028}d\re", Split::Lines), ["a\u{c}b\u{85}c\u{2028}d\re"]);
    }

    #[test]
    fn sentences_stay_in_their_blocks() {
        let text = "What now? The plan\nIt goes on\nuntil May. Then it ends.\n- one\n";
        let block = |from: &str, to: &str, kind| Block {
            span: Span::new(text.find(from).unwrap(), text.find(to).unwrap() + to.len()),
            kind,
        };
        let document = Document {
            text: text.into(),
            language: Language::parse("en").unwrap(),
            blocks: vec![
                block("What", "plan", BlockKind::Heading),
                block("It goes", "ends.", BlockKind::Paragraph),
                block("- one", "- one", BlockKind::ListItem),
            ],
            ..Document::default()
        };
        let found: Vec<(&str, usize, BlockKind)> = segments(&document, Split::Sentences)
            .iter()
            .map(|s| (s.span.of(text), s.block, s.kind))
            .collect();
        assert_eq!(
            found,
            [
                ("What now? The plan", 0, BlockKind::Heading),
                ("It goes on\nuntil May.", 1, BlockKind::Paragraph),
                ("Then it ends.", 1, BlockKind::Paragraph),
                ("- one", 2, BlockKind::ListItem),
            ]
        );
        let lines = segments(&document, Split::Lines);
        assert_eq!(lines.iter().map(|s| s.block).collect::<Vec<_>>(), [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn lines_agree_with_their_count(text in "[ab.\r\n \u{2028}é]{0,40}") {
            let expected = text.matches('\n').count() + usize::from(!text.is_empty() && !text.ends_with('\n'));
            prop_assert_eq!(cut(&text, Split::Lines).len(), expected);
        }
    }
}
