//! TMX and XLIFF as other programs read them: the shape that their schemas ask for, whatever the texts say.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};
use transdrift::Language;

/// An element as read. `text` holds what stands in it and below it, a `cp` as the character it stands for.
#[derive(Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn begun(start: &BytesStart<'_>) -> Self {
        let attribute = |a: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
            let a = a.unwrap();
            let value = a.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap().into_owned();
            (a.key.into_inner().to_owned(), value)
        };
        Self {
            name: start.name().into_inner().to_owned(),
            attributes: start.attributes().map(attribute).collect(),
            ..Self::default()
        }
    }

    fn at(&self, attribute: &str) -> &str {
        self.attributes
            .get(attribute)
            .unwrap_or_else(|| panic!("{} has no attribute {attribute}: {:?}", self.name, self.attributes))
    }

    /// The names of the children, each followed by a space: the word that a content model is matched with.
    fn content(&self) -> String {
        self.children.iter().flat_map(|child| [child.name.as_str(), " "]).collect()
    }

    fn all<'a>(&'a self, name: &'a str) -> Vec<&'a Element> {
        let below = self.children.iter().flat_map(|child| child.all(name));
        std::iter::once(self).filter(|element| element.name == name).chain(below).collect()
    }
}

/// Reads a document; anything that is not well-formed ends the test.
fn parse(xml: &str) -> Element {
    let held =
        |c: char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(held), "characters that XML cannot hold: {xml:?}");
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Decl(_) => assert_eq!((open.len(), open[0].children.len()), (1, 0)),
            Event::Start(start) => open.push(Element::begun(&start)),
            Event::Empty(empty) => {
                let element = Element::begun(&empty);
                assert_eq!(element.name, "cp", "the only element that is empty by its schema");
                let c = char::from_u32(u32::from_str_radix(element.at("hex"), 16).unwrap()).unwrap();
                assert!(!held(c), "{c:?} needs no code point");
                let parent = open.last_mut().unwrap();
                parent.text.push(c);
                parent.children.push(element);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let c = name.resolve_char_ref().unwrap().map(String::from);
                let c = c.or_else(|| {
                    quick_xml::escape::resolve_xml_entity(&name.xml10_content()).map(str::to_owned)
                });
                open.last_mut().unwrap().text.push_str(&c.unwrap());
            }
            Event::End(_) => {
                let done = open.pop().unwrap();
                let parent = open.last_mut().unwrap();
                if !done.children.is_empty() && done.children.iter().any(|child| child.name != "cp") {
                    assert!(done.text.trim().is_empty(), "{} holds text: {}", done.name, done.text);
                }
                parent.children.push(done);
            }
            Event::Eof => break,
            other => panic!("neither format needs {other:?}"),
        }
    }
    assert_eq!(open.len(), 1);
    let mut root = open.remove(0).children;
    assert_eq!(root.len(), 1);
    root.remove(0)
}

/// Lines of another text, of markup, of what XML cannot hold, of other scripts and directions.
const HOSTILE: [&str; 5] = [
    "The clinic in Arvik closes its <b>maternity</b> ward in June &amp; July ]]> <!-- not before --> at the earliest.",
    "<!ENTITY x SYSTEM \"file:///etc/hosts\"> &x; stood in the notice, and a form feed \u{c} and a bell \u{7} after it.",
    "\u{1b}[31mMidwives\u{1b}[0m protested for three weeks, and the minister 'promised' a \"new\" study before winter \u{fffe}.",
    "<?xml version=\"1.0\"?><tmx><body></body></tmx> is what somebody had typed into the field for the telephone.",
    "The nearest hospital, \u{202e}latipsoh\u{202c} 🏥, is 90 kilometres away from the harbour, or two hours by ferry.",
];

/// The output of `align`, of two versions and what other files are named after them.
fn aligned(format: &str, more: &[(&str, &str)]) -> (Element, String) {
    let folder = tempfile::tempdir().unwrap();
    let name = if cfg!(windows) { "b & c.txt" } else { "b \"><evil a='&amp;.txt" };
    let reworded = HOSTILE.join("\n").replace("closes", "shuts").replace("is 90", "lies 90");
    let files = [("a.txt", HOSTILE.join("\n")), (name, reworded)];
    let files = files.into_iter().chain(more.iter().map(|(name, text)| (*name, (*text).to_owned())));
    let mut command = Command::new(env!("CARGO_BIN_EXE_transdrift"));
    command.args(["align", "--split", "lines", "--format", format]).current_dir(folder.path());
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
        command.args(name.starts_with("source").then_some("--source")).arg(name);
    }
    let output = command.env_remove("TRANSDRIFT_MODEL").output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{complaint}");
    (parse(&String::from_utf8(output.stdout).unwrap()), complaint)
}

/// BCP 47's shortest form: two letters, or three where a language has no two.
fn is_language(tag: &str) -> bool {
    (2..=3).contains(&tag.len())
        && tag.bytes().all(|b| b.is_ascii_lowercase())
        && Language::parse(tag).is_some_and(|language| language.code() == tag)
}

fn are_distinct<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = BTreeSet::new();
    ids.into_iter().all(|id| seen.insert(id))
}

/// The segments of a text that XML has gone over, lines as they were but for runs of spaces.
fn lines(replace: bool) -> Vec<String> {
    let plain = |line: &&str| {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if replace { line.replace(['\u{7}', '\u{1b}', '\u{fffe}'], "\u{fffd}") } else { line }
    };
    HOSTILE.iter().map(plain).collect()
}

const SOURCE: &str = "Die Klinik in Arvik schließt im Juni ihre Geburtsstation.\nDas nächste Krankenhaus ist 90 Kilometer entfernt.\n";

#[test]
fn tmx_is_as_its_document_type_has_it() {
    let (tmx, complaint) = aligned("tmx", &[("source.txt", SOURCE)]);
    assert!(complaint.contains("stand as U+FFFD"), "{complaint}");
    assert_eq!(
        (tmx.name.as_str(), tmx.at("version"), tmx.content().as_str()),
        ("tmx", "1.4", "header body ")
    );
    let header = &tmx.children[0];
    for required in ["creationtool", "creationtoolversion", "o-tmf", "adminlang", "datatype"] {
        assert!(!header.at(required).is_empty());
    }
    assert_eq!((header.at("segtype"), header.at("srclang")), ("sentence", "de"));
    let units = &tmx.children[1].children;
    assert!(units.iter().all(|unit| unit.name == "tu") && units.len() >= HOSTILE.len());
    assert!(are_distinct(units.iter().map(|unit| unit.at("tuid"))));
    for unit in units {
        let variants = unit.content().replace("prop ", "").split_whitespace().count();
        assert!(variants > 0 && unit.content() == "prop prop ".to_owned() + &"tuv ".repeat(variants));
    }
    for variant in tmx.all("tuv") {
        assert!(is_language(variant.at("xml:lang")), "{:?}", variant.attributes);
        assert_eq!(variant.content(), "prop prop seg ");
    }
    assert!(tmx.all("prop").iter().all(|prop| prop.at("type").starts_with("x-")));
    assert!(tmx.all("seg").iter().all(|seg| seg.children.is_empty()), "the texts' markup became TMX's");
    let of_first = |variant: &&&Element| variant.children[0].text == "a";
    let said: Vec<_> = tmx.all("tuv").iter().filter(of_first).map(|v| v.children[2].text.clone()).collect();
    assert_eq!(said, lines(true));
}

#[test]
fn xliff_is_as_its_schema_has_it_and_loses_no_character() {
    let (xliff, complaint) = aligned("xliff", &[]);
    assert_eq!(complaint.matches("U+FFFD").count(), 0, "{complaint}");
    assert_eq!(xliff.name, "xliff");
    assert_eq!(xliff.at("xmlns"), "urn:oasis:names:tc:xliff:document:2.0");
    assert_eq!((xliff.at("version"), xliff.at("srcLang"), xliff.at("trgLang")), ("2.1", "en", "en"));
    let files = &xliff.children;
    assert!(!files.is_empty() && files.iter().all(|file| file.name == "file" && !file.children.is_empty()));
    assert!(are_distinct(files.iter().map(|file| file.at("id"))));
    for file in files {
        assert!(are_distinct(file.children.iter().map(|unit| unit.at("id"))));
        for unit in &file.children {
            assert_eq!((unit.name.as_str(), unit.content().as_str()), ("unit", "notes segment "));
            let is_token = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
            assert!(is_token(unit.at("id")));
            assert!(unit.children[0].children.iter().all(|note| note.name == "note"));
            assert!(["source ", "source target "].contains(&unit.children[1].content().as_str()));
        }
    }
    let sources: Vec<String> = xliff.all("source").iter().map(|source| source.text.clone()).collect();
    assert_eq!(sources, lines(false));
    assert!(!xliff.all("cp").is_empty());
}

#[test]
fn a_language_without_a_code_is_written_as_undetermined() {
    let (tmx, _) = aligned("tmx", &[("c.txt", "12 34 56\n78 90\n")]);
    let of_third = |variant: &&&Element| variant.children[0].text == "c";
    let languages: BTreeSet<_> =
        tmx.all("tuv").iter().filter(of_third).map(|v| v.at("xml:lang").to_owned()).collect();
    assert_eq!(languages, BTreeSet::from(["und".to_owned()]));
}
