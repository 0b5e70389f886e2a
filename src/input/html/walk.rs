//! From elements to blocks of text.

use super::clean::LINE;
use crate::{
    Span,
    document::{Block, BlockKind},
    place::{Piece, Place, SourceMap},
};
use dom_query::{Document, NodeRef};

/// The text of a page in blocks.
#[derive(Debug, Default)]
pub(super) struct PageText {
    pub text: String,
    pub blocks: Vec<Block>,
    pub lines: Lines,
    /// The page's first top heading, when it is not among the blocks of the main text itself.
    pub headline: Option<String>,
    /// Block and line of that heading.
    headline_at: Option<(usize, usize)>,
}

/// Where blocks stand in the file.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<Piece>);

impl From<Lines> for SourceMap {
    fn from(lines: Lines) -> Self {
        Self::Lines(lines.0)
    }
}

/// What is still to be done; a list of these instead of recursion.
enum Step<'a> {
    Visit(NodeRef<'a>, Within),
    EndBlock,
}

/// What surrounds a node.
#[derive(Clone, Copy)]
struct Within {
    kind: BlockKind,
    line: usize,
    /// White space counts.
    verbatim: bool,
    headline: bool,
}

/// The blocks of a parsed page.
pub(super) fn blocks(document: &Document) -> PageText {
    let mut out = PageText::default();
    let start = Within { kind: BlockKind::Paragraph, line: 1, verbatim: false, headline: false };
    let mut steps = vec![Step::Visit(document.root(), start)];
    let mut current = Current::default();
    while let Some(step) = steps.pop() {
        let (node, within) = match step {
            Step::EndBlock => {
                current.finish(&mut out);
                continue;
            }
            Step::Visit(node, within) => (node, within),
        };
        if node.is_text() {
            current.push(&node.text(), within);
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if &*name == "br" {
            current.line_break();
            continue;
        }
        let line = node.attr(LINE).and_then(|line| line.parse().ok()).unwrap_or(within.line);
        let inner = within.inside(&name, line);
        if super::is_block(&name) {
            current.finish(&mut out);
            steps.push(Step::EndBlock);
        }
        steps.extend(node.children_it(true).map(|child| Step::Visit(child, inner)));
    }
    current.finish(&mut out);
    out
}

impl Within {
    fn inside(self, name: &str, line: usize) -> Self {
        let kind = match name {
            _ if self.kind == BlockKind::Furniture => BlockKind::Furniture,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
            "figcaption" | "caption" => BlockKind::Caption,
            "blockquote" => BlockKind::Quote,
            "li" | "dt" | "dd" => BlockKind::ListItem,
            "td" | "th" => BlockKind::Table,
            "nav" | "footer" | "aside" | "form" => BlockKind::Furniture,
            _ => self.kind,
        };
        let verbatim = self.verbatim || matches!(name, "pre" | "xmp");
        Self { kind, line, verbatim, headline: self.headline || name == "h1" }
    }
}

/// The block that is being filled.
#[derive(Default)]
struct Current {
    text: String,
    within: Option<Within>,
    /// White space was seen after the last character.
    gap: bool,
}

impl Current {
    fn push(&mut self, text: &str, within: Within) {
        if within.verbatim {
            self.within.get_or_insert(within);
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
                self.gap = true;
                continue;
            }
            if self.gap && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.gap = false;
            self.within.get_or_insert(within);
            self.text.push(c);
        }
    }

    fn line_break(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.gap = false;
    }

    fn finish(&mut self, out: &mut PageText) {
        let text = std::mem::take(&mut self.text);
        let within = self.within.take();
        self.gap = false;
        let text = text.trim();
        let (Some(within), false) = (within, text.is_empty()) else {
            return;
        };
        if !out.text.is_empty() {
            out.text.push_str("\n\n");
        }
        if within.headline && out.headline.is_none() {
            out.headline = Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
            out.headline_at = Some((out.blocks.len(), within.line));
        }
        let start = out.text.len();
        out.text.push_str(text);
        out.lines.0.push(Piece { start, place: Place { line: within.line, column: 1 } });
        out.blocks.push(Block { span: Span::new(start, out.text.len()), kind: within.kind });
    }
}

impl PageText {
    /// Puts the page's headline first when the main text came without it: Readability takes the article
    /// only, and headlines usually stand above it.
    pub(super) fn with_headline_of(mut self, page: Self) -> Self {
        let Some((headline, (_, line))) = page.headline.zip(page.headline_at) else {
            return self;
        };
        let is_there = self
            .blocks
            .iter()
            .take(5)
            .any(|block| block.span.of(&self.text).split_whitespace().eq(headline.split_whitespace()));
        if !is_there {
            let by = headline.len() + 2;
            self.text = format!("{headline}\n\n{}", self.text);
            for block in &mut self.blocks {
                block.span = block.span.shift(by);
            }
            for piece in &mut self.lines.0 {
                piece.start += by;
            }
            self.blocks.insert(0, Block { span: Span::new(0, headline.len()), kind: BlockKind::Heading });
            self.lines.0.insert(0, Piece { start: 0, place: Place { line, column: 1 } });
        }
        self.headline = Some(headline);
        self
    }
}
