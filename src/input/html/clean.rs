//! A first pass over HTML that keeps what the parser behind it can take, in linear time.
//!
//! A conforming parser works quadratically, or worse, on some input: deep nesting, unclosed formatting
//! elements, thousands of attributes on one tag. This pass copies the page without scripts, styles,
//! comments, hidden elements and inline formatting, with the few attributes that matter, with every element
//! closed, and with nesting cut off at a fixed depth, so that nothing behind it depends on the input's
//! shape. Every element is given the line it stands on.

use super::tokens::{Attribute, Token, Tokens};
use crate::document::Metadata;
use std::fmt::Write;

/// Elements within elements: browsers stop at 512; pages of the web stay below 100.
const MAX_DEPTH: usize = 256;

/// Elements of one page. A parsed element with its text takes about 300 bytes, so that this many stay
/// below 200 MB; articles have a few thousand.
const MAX_ELEMENTS: usize = 500_000;

/// The attribute that carries an element's line in the file.
pub(super) const LINE: &str = "data-transdrift-line";

/// A page, cleaned.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    pub html: String,
    /// What the page's head says.
    pub metadata: Metadata,
    /// The `lang` of the page.
    pub lang: Option<String>,
    /// Elements that were left out (not their text) because they lay too deep or were too many.
    pub flattened: usize,
}

/// Elements whose content is never running text.
const NO_TEXT: [&str; 22] = [
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio",
    "video", "select", "datalist", "textarea", "button", "dialog", "noembed", "noframes", "applet",
    "progress", "meter", "map",
];

/// Elements whose content the parser does not read as tags.
const RAW: [&str; 9] =
    ["script", "style", "noscript", "iframe", "textarea", "title", "noembed", "noframes", "xmp"];

/// Inline formatting, which says nothing about the text and which the parser re-opens in every block
/// until it is closed.
const FORMATTING: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements without content.
const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Attributes that readability scoring and the block walk look at.
const KEPT: [&str; 9] = ["class", "id", "role", "rel", "href", "itemprop", "lang", "dir", "src"];

/// Longest attribute value that is kept: class lists and addresses are shorter, embedded pictures are not.
const MAX_VALUE: usize = 2048;

/// Cleans a page.
pub(super) fn clean(html: &str) -> Cleaned {
    let mut cleaner = Cleaner { out: Cleaned::default(), open: Vec::new(), hidden: 0, elements: 0 };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => cleaner.text(text),
            Token::Start { name, attributes, line } => {
                cleaner.start(&name, &attributes, line);
                if RAW.contains(&name.as_str()) {
                    let content = tokens.raw_content(&name);
                    cleaner.raw(&name, content);
                }
            }
            Token::End { name } => cleaner.end(&name),
        }
    }
    cleaner.close_to(0);
    cleaner.out
}

struct Cleaner {
    out: Cleaned,
    /// Elements that are open, outermost first, and whether their content is hidden.
    open: Vec<(String, bool)>,
    /// How many of them are hidden.
    hidden: usize,
    /// Elements kept so far.
    elements: usize,
}

impl Cleaner {
    fn text(&mut self, text: &str) {
        if self.hidden == 0 {
            self.out.html.push_str(text);
        }
    }

    /// The content of an element that holds no tags. Only the title matters.
    fn raw(&mut self, name: &str, content: &str) {
        if name == "title" && self.out.metadata.title.is_none() {
            let title = super::decode_entities(content);
            self.out.metadata.title =
                Some(title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty());
        } else if name == "xmp" && self.hidden == 0 {
            // The element itself would switch the parser behind into reading everything as text.
            let escaped = content.replace('&', "&amp;").replace('<', "&lt;");
            let _ = write!(self.out.html, "<pre>{escaped}</pre>");
        }
    }

    fn start(&mut self, name: &str, attributes: &[Attribute<'_>], line: usize) {
        match name {
            "html" | "head" | "body" => {
                if self.out.lang.is_none() && name != "head" {
                    self.out.lang = value(attributes, "lang").or_else(|| value(attributes, "xml:lang"));
                }
                return;
            }
            "meta" | "link" => return self.head_fact(name, attributes),
            "title" | "xmp" | "plaintext" | "base" | "frameset" | "frame" => return,
            _ if FORMATTING.contains(&name) => return,
            _ => {}
        }
        self.close_implied(name);
        let is_void = VOID.contains(&name);
        if self.open.len() >= MAX_DEPTH || self.elements >= MAX_ELEMENTS {
            // Words on both sides of a lost tag must not run together.
            self.text(" ");
            self.out.flattened += 1;
            return;
        }
        self.elements += 1;
        let hides = NO_TEXT.contains(&name) || is_hidden(attributes);
        if self.hidden == 0 && !hides {
            self.write_tag(name, attributes, line);
        }
        if !is_void && !RAW.contains(&name) {
            self.open.push((name.to_owned(), hides));
            self.hidden += usize::from(hides);
        }
    }

    fn write_tag(&mut self, name: &str, attributes: &[Attribute<'_>], line: usize) {
        // Writing to a string cannot fail.
        let _ = write!(self.out.html, "<{name} {LINE}=\"{line}\"");
        for kept in KEPT {
            if let Some(attribute) = attributes.iter().find(|a| a.name == kept && a.value.len() <= MAX_VALUE)
            {
                let _ = write!(self.out.html, " {kept}=\"{}\"", attribute.value.replace('"', "&quot;"));
            }
        }
        self.out.html.push('>');
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.close_to(at);
        }
    }

    /// Closes elements, innermost first, until `depth` are open.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some((name, hides)) = self.open.pop() else { return };
            if self.hidden == 0 {
                let _ = write!(self.out.html, "</{name}>");
            }
            self.hidden -= usize::from(hides);
        }
    }

    /// Closes what a start tag ends without saying so: a paragraph before a block, an item before the next.
    fn close_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "tr" => (&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "option" | "optgroup" => (&["option"], &["select"]),
            "a" => (&["a"], &["td", "th", "table", "li", "div"]),
            _ if super::is_block(name) => {
                (&["p"], &["td", "th", "table", "li", "div", "section", "article", "blockquote"])
            }
            _ => return,
        };
        for (at, (open, _)) in self.open.iter().enumerate().rev() {
            if ends.contains(&open.as_str()) {
                return self.close_to(at);
            }
            if within.contains(&open.as_str()) {
                return;
            }
        }
    }

    fn head_fact(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        let metadata = &mut self.out.metadata;
        if name == "link" {
            let canonical = value(attributes, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
            if canonical && metadata.url.is_none() {
                metadata.url = value(attributes, "href");
            }
            return;
        }
        let key = value(attributes, "property")
            .or_else(|| value(attributes, "name"))
            .or_else(|| value(attributes, "itemprop"));
        let content = value(attributes, "content");
        match key.map(|key| key.to_ascii_lowercase()).as_deref() {
            Some("article:published_time" | "datepublished" | "dc.date" | "date")
                if metadata.published.is_none() =>
            {
                metadata.published = content;
            }
            Some("og:url") if metadata.url.is_none() => metadata.url = content,
            _ => {}
        }
    }
}

/// An attribute's value, decoded; `None` when it is absent, empty or absurdly long.
fn value(attributes: &[Attribute<'_>], name: &str) -> Option<String> {
    let attribute = attributes.iter().find(|a| a.name == name)?;
    let value = super::decode_entities(attribute.value);
    Some(value.trim().to_owned()).filter(|v| !v.is_empty() && v.len() <= MAX_VALUE)
}

fn is_hidden(attributes: &[Attribute<'_>]) -> bool {
    attributes.iter().any(|attribute| match attribute.name.as_str() {
        "hidden" => true,
        "aria-hidden" => attribute.value.trim().eq_ignore_ascii_case("true"),
        "style" if attribute.value.len() <= MAX_VALUE => {
            let style: String = attribute.value.chars().filter(|c| !c.is_whitespace()).collect();
            let style = style.to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(html: &str) -> String {
        let mut out = String::new();
        for (index, part) in clean(html).html.split(&format!(" {LINE}=\"")).enumerate() {
            out.push_str(if index == 0 { part } else { part.split_once('"').unwrap().1 });
        }
        out
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        assert_eq!(
            cleaned(
                "a<script>if (a<b) '</p>'</script>b<style>p{}</style>c<!-- x --><noscript><p>n</p></noscript>d"
            ),
            "abcd"
        );
        assert_eq!(
            cleaned("<p>a</p><p hidden>b</p><div style='display : none'><p>c</div><p aria-hidden=true>d<p>e"),
            "<p>a</p><p>e</p>"
        );
        assert_eq!(cleaned("<template><template>x</template>y</template>z<svg><text>t</text></svg>"), "z");
        assert_eq!(cleaned("a <b>bold</b> <font color=red>word"), "a bold word");
        assert_eq!(cleaned("a<xmp><p>&amp;</xmp>b<p>c"), "a<pre>&lt;p>&amp;amp;</pre>b<p>c</p>");
        assert_eq!(cleaned("<script>never closed <p>x"), "");
    }

    #[test]
    fn elements_are_closed_in_order_and_only_known_attributes_stay() {
        assert_eq!(
            cleaned("<ul><li>a<li onclick=x class='k'>b</ul><p>c<div>d"),
            "<ul><li>a</li><li class=\"k\">b</li></ul><p>c</p><div>d</div>"
        );
        assert_eq!(cleaned("<div><table><tr><td>x</div>y"), "<div><table><tr><td>x</td></tr></table></div>y");
        assert_eq!(cleaned("</div></p>x"), "x");
    }

    #[test]
    fn depth_is_cut_and_counted_and_text_stays() {
        let cleaned = clean(&format!("{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000)));
        assert_eq!(cleaned.flattened, 100_000 - MAX_DEPTH);
        assert!(cleaned.html.contains("deep"));
        assert_eq!(cleaned.html.matches("<div").count(), MAX_DEPTH);
        assert_eq!(cleaned.html.matches("</div>").count(), MAX_DEPTH);
    }

    #[test]
    fn the_head_tells_title_address_date_and_language() {
        let page = clean(
            "<!doctype html><html lang=de-AT><head><meta charset=utf-8><title> Br&uuml;cke\n gesperrt </title>\
            <link rel=canonical href='https://example.org/a?b=1&amp;c=2'><meta property='article:published_time' content='2024-05-01T10:00:00Z'>",
        );
        assert_eq!(page.metadata.title.as_deref(), Some("Brücke gesperrt"));
        assert_eq!(page.metadata.url.as_deref(), Some("https://example.org/a?b=1&c=2"));
        assert_eq!(page.metadata.published.as_deref(), Some("2024-05-01T10:00:00Z"));
        assert_eq!(page.lang.as_deref(), Some("de-AT"));
    }
}
