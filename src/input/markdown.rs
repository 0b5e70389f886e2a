//! Markdown: the text a reader sees, with its place in the file.

use super::{Content, html};
use crate::{
    Span,
    document::{Block, BlockKind, Metadata},
    place::{Piece, Place, SourceMap},
    span::CodePoints,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads a Markdown text: headings, paragraphs, quotes, list items, table cells and code are blocks, markup
/// is gone, links and emphasis leave their text.
pub(super) fn content(source: &str) -> Content {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader { source, ..Reader::default() };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish_block();
    let places = Places::new(source);
    let pieces = reader.pieces.into_iter().map(|(start, at)| Piece { start, place: places.of(at) }).collect();
    Content {
        source_map: SourceMap::Pieces(pieces),
        text: reader.text,
        blocks: reader.blocks,
        metadata: reader.metadata,
        lang: reader.lang,
        ..Content::default()
    }
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    text: String,
    blocks: Vec<Block>,
    /// Bytes of the text, and of the source, where pieces begin.
    pieces: Vec<(usize, usize)>,
    /// Start in the text of the block that is being filled, and its kind.
    current: Option<(usize, BlockKind)>,
    /// Kinds of the containers and blocks around, outermost first.
    around: Vec<BlockKind>,
    /// Alternative texts of pictures in the current block; readers see them in the picture's place.
    captions: Vec<(String, usize)>,
    in_image: usize,
    in_metadata: bool,
    /// A piece of HTML that is being gathered, and where it begins.
    html: Option<(String, usize)>,
    metadata: Metadata,
    lang: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range.start),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_metadata => self.front_matter(&text),
            Event::Text(text) | Event::Code(text) if self.in_image > 0 => self.caption(&text),
            Event::SoftBreak | Event::HardBreak if self.in_image > 0 => self.caption(" "),
            Event::Text(text) => self.push(&text, range.start),
            Event::Code(code) => {
                let within =
                    self.source.get(range.clone()).and_then(|source| source.find(&*code)).unwrap_or_default();
                self.push(&code, range.start + within);
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n", range.start),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
                self.push("\n", range.start);
            }
            Event::Html(html) => {
                let (gathered, _) = self.html.get_or_insert_with(|| (String::new(), range.start));
                gathered.push_str(&html);
            }
            Event::Rule => self.finish_block(),
            _ => {}
        }
    }

    /// Adds to the alternative text of the picture that is being read.
    fn caption(&mut self, text: &str) {
        if let Some((caption, _)) = self.captions.last_mut() {
            caption.push_str(text);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::Item | Tag::FootnoteDefinition(_) => BlockKind::ListItem,
            Tag::TableCell => BlockKind::Table,
            Tag::Paragraph | Tag::CodeBlock(_) => self.around.last().copied().unwrap_or_default(),
            Tag::MetadataBlock(_) => {
                self.in_metadata = true;
                return;
            }
            Tag::Image { .. } => {
                self.in_image += 1;
                self.captions.push((String::new(), at));
                return;
            }
            _ => return,
        };
        self.finish_block();
        self.around.push(kind);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::TableCell
            | TagEnd::Paragraph
            | TagEnd::CodeBlock => {
                self.finish_block();
                self.around.pop();
            }
            TagEnd::MetadataBlock(_) => self.in_metadata = false,
            TagEnd::Image => self.in_image = self.in_image.saturating_sub(1),
            TagEnd::HtmlBlock => {
                if let Some((html, at)) = self.html.take() {
                    for (kind, text) in html::fragment(&html) {
                        self.add_block(&text, kind, at);
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds text to the current block; `at` is where it stands in the source.
    fn push(&mut self, text: &str, at: usize) {
        let (text, at) = if self.current.is_none() {
            let trimmed = text.trim_start();
            (trimmed, at + text.len() - trimmed.len())
        } else {
            (text, at)
        };
        if text.is_empty() {
            return;
        }
        if self.current.is_none() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.current = Some((self.text.len(), self.around.last().copied().unwrap_or_default()));
        }
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    fn finish_block(&mut self) {
        if let Some((start, kind)) = self.current.take() {
            let end = self.text.trim_end().len();
            self.text.truncate(end);
            self.blocks.push(Block { span: Span::new(start, end), kind });
        }
        for (caption, at) in std::mem::take(&mut self.captions) {
            self.add_block(&caption, BlockKind::Caption, at);
        }
    }

    /// Adds a whole block that does not stand in the source as it is.
    fn add_block(&mut self, text: &str, kind: BlockKind, at: usize) {
        self.push(text.trim(), at);
        if let Some((start, _)) = self.current.take() {
            self.blocks.push(Block { span: Span::new(start, self.text.len()), kind });
        }
    }

    /// Title, language, date and address from the lines of a front matter in YAML or TOML.
    fn front_matter(&mut self, text: &str) {
        for line in text.lines() {
            let Some((key, value)) = line.split_once([':', '=']) else { continue };
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            if value.is_empty() || line.starts_with(char::is_whitespace) {
                continue;
            }
            match key.trim().to_ascii_lowercase().as_str() {
                "title" => self.metadata.title = Some(value),
                "date" | "published" => self.metadata.published = Some(value),
                "url" | "canonical" => self.metadata.url = Some(value),
                "lang" | "language" => self.lang = Some(value),
                _ => {}
            }
        }
    }
}

/// Lines and columns of any place, in the time of a search. Places do not ascend: footnotes are told where they are
/// defined, pictures after their block.
struct Places {
    /// Where each line starts, in bytes.
    lines: Vec<usize>,
    points: CodePoints,
}

impl Places {
    fn new(source: &str) -> Self {
        let after = source.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        Self { lines: std::iter::once(0).chain(after).collect(), points: CodePoints::of(source) }
    }

    fn of(&self, at: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|i| self.lines.get(i)).copied().unwrap_or_default();
        Place { line, column: self.points.at(at) - self.points.at(start) + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Options, Reading, from_bytes};
    use crate::document::BlockKind::{self, Caption, Heading, ListItem, Paragraph, Quote, Table};

    fn read(markdown: &str) -> Reading {
        from_bytes("page.md", markdown.as_bytes(), Format::Markdown, &Options::default())
    }

    fn blocks(markdown: &str) -> Vec<(BlockKind, String)> {
        let reading = read(markdown);
        let document = &reading.documents[0];
        document.blocks.iter().map(|b| (b.kind, b.span.of(&document.text).to_owned())).collect()
    }

    const PAGE: &str = "---\ntitle: \"Bridge news\"\nlang: en\ndate: 2024-05-01\n---\n\
        # Old *bridge* closed\n\nThe [old bridge](http://example.org \"T\") is `closed` for\na **year** &amp; a day\\*.\n\n\
        > Nobody is glad.\n\n- Buses run\n- The ferry\n  is free\n\n1. One\n\n   Two\n\n\
        ```\ncode here\n```\n\n| Bridge | Built |\n|---|---|\n| Old | 1911 |\n\n![The bridge](b.jpg)\n\n<!-- no --><p>Raw <b>text</b>.</p>\n";

    #[test]
    fn the_rendered_text_is_kept_in_blocks() {
        let expected = [
            (Heading, "Old bridge closed"),
            (Paragraph, "The old bridge is closed for\na year & a day*."),
            (Quote, "Nobody is glad."),
            (ListItem, "Buses run"),
            (ListItem, "The ferry\nis free"),
            (ListItem, "One"),
            (ListItem, "Two"),
            (Paragraph, "code here"),
            (Table, "Bridge"),
            (Table, "Built"),
            (Table, "Old"),
            (Table, "1911"),
            (Caption, "The bridge"),
            (Paragraph, "Raw text."),
        ];
        let found = blocks(PAGE);
        let found: Vec<(BlockKind, &str)> = found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(found, expected);
        let reading = read(PAGE);
        assert_eq!(reading.documents[0].metadata.title.as_deref(), Some("Bridge news"));
        assert_eq!(reading.documents[0].metadata.published.as_deref(), Some("2024-05-01"));
        assert_eq!(reading.documents[0].language.code(), "en");
    }

    #[test]
    fn nothing_of_a_pictures_text_is_lost() {
        assert_eq!(
            blocks("![The old\n`stone` bridge](b.jpg)"),
            [(Caption, "The old stone bridge".to_owned())]
        );
    }

    #[test]
    fn every_word_has_its_place_in_the_file() {
        let reading = read(PAGE);
        let document = &reading.documents[0];
        for word in ["bridge", "closed", "year", "day", "glad", "ferry", "free", "Two", "code", "1911", "Raw"]
        {
            let place = document.place(document.text.find(word).unwrap()).unwrap();
            let line = PAGE.lines().nth(place.line - 1).unwrap();
            let rest: String = line.chars().skip(place.column - 1).collect();
            // Raw HTML is placed at its start.
            assert!(
                rest.starts_with(word) || (word == "Raw" && rest.contains(word)),
                "{word}: {place:?} {rest}"
            );
        }
    }

    #[test]
    fn hostile_markdown_ends_soon() {
        let many = |piece: &str, count: usize| piece.repeat(count);
        for markdown in [
            many(">", 100_000) + " a",
            many("- ", 50_000) + "a",
            many("[", 100_000) + "a" + &many("](b)", 100_000),
            many("*a _b ", 50_000),
            many("![", 50_000) + "a",
            many("`", 100_000) + "a",
            many("<a ", 50_000) + "a",
            many("&amp;", 100_000),
            many("a\n> b\n", 50_000),
            many("![a](b) ", 100_000) + "a",
            many("| a ", 5_000) + "|\n" + &many("|---", 5_000) + "|\n" + &many("| b |\n", 1_000),
        ] {
            let start = std::time::Instant::now();
            let reading = read(&markdown);
            assert_eq!(reading.documents.len() + reading.errors.len(), 1);
            assert!(start.elapsed().as_secs() < 20, "{}", markdown.chars().take(20).collect::<String>());
        }
    }
}
