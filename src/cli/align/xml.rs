//! What both XML formats need: text that XML can hold.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io::{self, Write};

/// Writes XML and counts the characters that it could not hold.
pub struct Xml<W: Write> {
    pub writer: Writer<W>,
    pub replaced: usize,
}

impl<W: Write> Xml<W> {
    /// Begins a document.
    pub fn new(out: W) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { writer, replaced: 0 })
    }

    /// An element with attributes that holds text only.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        let text = self.held(text);
        let mut element = self.writer.create_element(name);
        for attribute in attributes {
            element = element.with_attribute(*attribute);
        }
        element.write_text_content(BytesText::new(&text))?;
        Ok(())
    }

    /// An element that holds a text, in which an empty element `cp` with the attribute `hex` stands for each
    /// character that XML cannot hold, as XLIFF has it.
    pub fn text_with_code_points(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.open(name, &[])?;
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| !is_held(*c)) {
            let (before, after) = rest.split_at(at);
            // A text, be it empty, on either side keeps the writer from indenting what would then be content.
            self.writer.write_event(Event::Text(BytesText::new(before)))?;
            let hex = format!("{:04X}", u32::from(c));
            self.writer.create_element("cp").with_attribute(("hex", hex.as_str())).write_empty()?;
            rest = after.strip_prefix(c).unwrap_or_default();
        }
        self.writer.write_event(Event::Text(BytesText::new(rest)))?;
        self.close(name)
    }

    /// Begins an element; [`Self::close`] ends it.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let attributes: Vec<(&str, String)> =
            attributes.iter().map(|(key, value)| (*key, self.held(value))).collect();
        let start = quick_xml::events::BytesStart::new(name);
        let start = start.with_attributes(attributes.iter().map(|(key, value)| (*key, value.as_str())));
        self.writer.write_event(Event::Start(start))
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(quick_xml::events::BytesEnd::new(name)))
    }

    /// The text with what XML cannot hold replaced.
    fn held(&mut self, text: &str) -> String {
        let replace = |c| {
            if is_held(c) {
                return c;
            }
            self.replaced += 1;
            '\u{fffd}'
        };
        text.chars().map(replace).collect()
    }
}

/// Whether XML 1.0 can hold a character: all but most control characters and two noncharacters. A carriage return
/// is none of them: readers would make a line feed of it.
fn is_held(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_makes_no_markup_and_is_counted() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out).unwrap();
        xml.open("tu", &[("tuid", "\"><evil a='")]).unwrap();
        xml.text("seg", &[("lang", "a&b")], "a\u{0}b\u{1b}[31m<script>&]]>\u{ffff}\r").unwrap();
        xml.close("tu").unwrap();
        assert_eq!(xml.replaced, 4);
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains("<evil") && !text.contains("<script") && !text.contains("]]>"), "{text}");
        assert!(text.contains("a\u{fffd}b\u{fffd}[31m"), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut elements = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => elements += 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(elements, 2);
    }
    #[test]
    fn code_points_stand_within_the_text_and_nothing_is_lost() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out).unwrap();
        xml.open("segment", &[]).unwrap();
        xml.text_with_code_points("source", "\u{1}a\u{0}\u{b}b & c\u{ffff}").unwrap();
        xml.text_with_code_points("target", "").unwrap();
        xml.close("segment").unwrap();
        assert_eq!(xml.replaced, 0);
        let text = String::from_utf8(out).unwrap();
        let source = "<source><cp hex=\"0001\"/>a<cp hex=\"0000\"/><cp hex=\"000B\"/>b &amp; c<cp hex=\"FFFF\"/></source>";
        assert!(text.contains(source) && text.contains("<target></target>"), "{text}");
    }
}
