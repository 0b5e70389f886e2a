//! Web pages: the main text, in blocks.
//!
//! Three steps: [`clean`] takes out what is no text and what could stall a parser, `dom_smoothie` (a port of
//! Mozilla's Readability) finds the main text, [`walk`] turns it into blocks. When no main text is found the
//! whole visible page is taken, with a notice.

mod clean;
mod tokens;
mod walk;

use super::Content;
use crate::{
    document::{Block, BlockKind},
    notice::NoticeKind,
};
use dom_smoothie::{Config, Readability};
use walk::PageText;

/// Elements that the readability crate is given. Its work grows faster than the page; articles have a few
/// thousand.
const MAX_ELEMENTS: usize = 50_000;

/// Main text shorter than this share of the page's running text is doubted.
const MAIN_SHARE: f64 = 0.5;

/// Main text shorter than this, in bytes, is not believed when there is more running text on the page:
/// Readability looks for articles and takes any remark for one on a page of a few sentences.
const MAIN_BYTES: usize = 250;

/// Reads a page.
pub(super) fn content(html: &str) -> Content {
    let cleaned = clean::clean(html);
    let visible = walk::blocks(&dom_query::Document::from(cleaned.html.as_str()));
    let (mut blocks, doubt) = main_text(&cleaned.html, visible);
    // Some servers wrap the whole page in a form: what is nothing but furniture is the text.
    if blocks.blocks.iter().all(|block| block.kind == BlockKind::Furniture) {
        blocks.blocks.iter_mut().for_each(|block| block.kind = BlockKind::Paragraph);
    }
    let mut doubts: Vec<_> =
        doubt.into_iter().map(|doubt| (NoticeKind::Extraction, doubt.to_owned())).collect();
    if cleaned.flattened > 0 {
        let doubt = format!(
            "{} elements lie too deep or are too many; their text was kept, their kind was not",
            cleaned.flattened
        );
        doubts.push((NoticeKind::Extraction, doubt));
    }
    let mut metadata = cleaned.metadata;
    if let Some(headline) = blocks.headline.take() {
        metadata.title = Some(headline);
    }
    Content {
        text: blocks.text,
        blocks: blocks.blocks,
        source_map: blocks.lines.into(),
        metadata,
        lang: cleaned.lang,
        doubts,
    }
}

/// The main text, or all that is visible, and what to tell the user about it.
fn main_text(html: &str, visible: PageText) -> (PageText, Option<&'static str>) {
    const NOTHING: &str = "no main text was found; all visible text was taken";
    const PART: &str = "the main text is a small part of the page; check that it is complete";
    let running = running_text(&visible);
    let article = readable(html).map(|content| walk::blocks(&dom_query::Document::fragment(content)));
    let Some(main) = article.filter(|main| !main.blocks.is_empty()) else {
        return (visible, Some(NOTHING));
    };
    let found = running_text(&main);
    if found < MAIN_BYTES && found < running {
        return (visible, Some(NOTHING));
    }
    let doubt = ((found as f64) < running as f64 * MAIN_SHARE).then_some(PART);
    (main.with_headline_of(visible), doubt)
}

/// Bytes of the blocks that are running text: paragraphs and quotes that are longer than a link's label.
fn running_text(blocks: &PageText) -> usize {
    let is_running = |block: &&Block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) && block.span.len() > 60
    };
    blocks.blocks.iter().filter(is_running).map(|block| block.span.len()).sum()
}

/// The HTML of the main text.
fn readable(html: &str) -> Option<String> {
    let config = Config {
        max_elements_to_parse: MAX_ELEMENTS,
        // Scripts are gone, and JSON is not read from a page that may be hostile.
        disable_json_ld: true,
        keep_classes: false,
        ..Config::default()
    };
    let article = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    Some(article.content.to_string())
}

/// The encoding a page declares: `<meta charset>`, `http-equiv`, or an XML declaration, in the first bytes.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    // The HTML standard looks at 1,024 bytes; pages with long comments first are met.
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let head: String = head.iter().map(|b| char::from(*b).to_ascii_lowercase()).collect();
    let mut rest = head.as_str();
    if rest.trim_start().starts_with("<?xml") {
        let declaration = rest.split("?>").next().unwrap_or_default();
        if let Some(label) = declaration.split("encoding").nth(1).and_then(label) {
            return Some(label);
        }
    }
    while let Some((_, tag)) = rest.split_once("<meta") {
        let inside = tag.split('>').next().unwrap_or_default();
        if let Some(label) = inside.split("charset").nth(1).and_then(label) {
            return Some(label);
        }
        rest = tag;
    }
    None
}

/// The value after `charset` or `encoding`: `="utf-8"`.
fn label(text: &str) -> Option<String> {
    let value = text.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
    value.get(..end).filter(|label| !label.is_empty()).map(str::to_owned)
}

/// Resolves character references in a short text.
fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let escaped = text.replace('<', "&lt;");
    dom_query::Document::fragment(escaped).text().to_string()
}

/// Text of a piece of HTML, as blocks, without looking for a main part.
pub(super) fn fragment(html: &str) -> Vec<(BlockKind, String)> {
    let blocks = walk::blocks(&dom_query::Document::fragment(clean::clean(html).html));
    blocks.blocks.iter().map(|block| (block.kind, block.span.of(&blocks.text).to_owned())).collect()
}

/// Elements that begin and end a block.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

#[cfg(test)]
mod tests;
