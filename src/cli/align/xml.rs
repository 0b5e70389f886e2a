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

    /// The text with what XML 1.0 cannot hold (control characters, two noncharacters) replaced. A carriage return
    /// is replaced too: readers would make a line feed of it.
    fn held(&mut self, text: &str) -> String {
        text.chars()
            .map(|c| match c {
                '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => c,
                _ => {
                    self.replaced += 1;
                    '\u{fffd}'
                }
            })
            .collect()
    }
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
}
