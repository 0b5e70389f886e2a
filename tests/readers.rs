//! The readers on random and damaged input: what the fuzz targets look for, in the ordinary test run.

use proptest::prelude::*;
use transdrift::input::{Format, Options, from_bytes};

#[path = "readers/check.rs"]
mod check;

const FORMATS: [Format; 4] = [Format::Text, Format::Markdown, Format::Html, Format::Jsonl];

/// One sound file a format, to be damaged.
const SOUND: [&str; 4] = [
    "Old bridge closed\r\n\r\nThe old bridge will be closed for a year.\nNobody asked why.\n\n- Buses run\n- 東京、大阪。\n",
    "---\ntitle: Bridge\nlang: en\n---\n# Old *bridge*\n\n> Quote\n\n1. [a](b) `c`\n\n| a | b |\n|---|---|\n| é | 東 |\n\n![p](q)\n<p>x</p>\n",
    "<!doctype html><html lang=en><meta charset=utf-8><title>Bridge</title><body><h1>Old bridge</h1><p>The old bridge will be \
     closed &amp; shut<br>for a year.<blockquote>Quote</blockquote><ul><li>é<li>東</ul><table><tr><td>1<td>2</table><pre> x\n</pre>",
    "{\"id\": 1, \"text\": \"The old bridge.\", \"lang\": \"en\"}\n\n{\"id\": \"1\", \"html\": \"<p>Old &eacute;</p>\", \"title\": null}\n",
];

/// A change to a file.
#[derive(Debug, Clone)]
enum Damage {
    Overwrite(prop::sample::Index, u8),
    Cut(prop::sample::Index, prop::sample::Index),
    Repeat(prop::sample::Index, prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static [u8]),
}

/// Pieces that mean something to one reader or another.
const PIECES: [&[u8]; 22] = [
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"<div>",
    b"</div>",
    b"<table>",
    b"<script>",
    b"<xmp>",
    b"<a href=",
    b"&#0;",
    b"\0",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\r",
    b"```",
    b"\n---\n",
    b"\"",
    b"{",
    b"\\u0000",
    b"\xE6\x9D",
];

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let between = |a: &prop::sample::Index, b: &prop::sample::Index| {
            let (a, b) = (a.index(bytes.len()), b.index(bytes.len()));
            a.min(b)..a.max(b)
        };
        match self {
            Self::Overwrite(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Self::Cut(a, b) => {
                let range = between(a, b);
                bytes.drain(range);
            }
            Self::Repeat(a, b, times) => {
                let range = between(a, b);
                let piece = bytes[range.clone()].repeat(*times);
                bytes.splice(range.end..range.end, piece);
            }
            Self::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    use prop::sample::Index;
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Overwrite(at, byte)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::Cut(a, b)),
        (any::<Index>(), any::<Index>(), 1..20_usize).prop_map(|(a, b, times)| Damage::Repeat(a, b, times)),
        (any::<Index>(), prop::sample::select(PIECES.to_vec()))
            .prop_map(|(at, piece)| Damage::Insert(at, piece)),
    ]
}

fn read(bytes: &[u8], format: Format) {
    check::check(&from_bytes("file", bytes, format, &Options::default()));
}

/// One sound glossary a form, to be damaged.
const GLOSSARIES: [&str; 4] = [
    "en,en forbidden,de,note\ntenant,renter|lodger,Mieter,\"law, civil\"\nrent,,Miete,\n",
    "source;target;lang;forbidden\nlease;Mietvertrag;de;Pacht\n承租人;tenant;en;yes\n",
    "<tbx type='TBX-Basic'><text><body><conceptEntry><langSec xml:lang='en'><termSec><term>tenant &amp; co</term>\
     <termNote type='administrativeStatus'>deprecatedTerm-admn-sts</termNote></termSec></langSec></conceptEntry></body></text></tbx>",
    "<!DOCTYPE martif SYSTEM 'x.dtd'><martif><text><body><termEntry><langSet xml:lang='fr'><ntig><termGrp>\
     <term>bail</term></termGrp></ntig></langSet></termEntry></body></text></martif>",
];

/// Any bytes are a glossary that can be searched, or an error that names the file.
fn read_glossary(bytes: &[u8]) {
    match transdrift::input::glossary::from_bytes("file", bytes) {
        Ok(glossary) => {
            let english = transdrift::Language::parse("en").expect("English has a code");
            let text = "The tenant pays the rent of the lease.";
            let words = transdrift::features::Features::of(text, english).words;
            for found in glossary.find(text, &words, english, false) {
                assert!(!found.span.of(text).is_empty() && glossary.term(found).is_some());
            }
        }
        Err(error) => assert!(error.to_string().starts_with("file: "), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in FORMATS {
            read(&bytes, format);
        }
    }

    #[test]
    fn random_text_is_read_or_refused(text in "\\PC{0,200}") {
        for format in FORMATS {
            read(text.as_bytes(), format);
        }
    }

    #[test]
    fn pieces_of_markup_are_read_or_refused(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)) {
        for format in FORMATS {
            read(&pieces.concat(), format);
        }
    }

    #[test]
    fn damaged_glossaries_are_read_or_refused(which in 0..4_usize, damages in prop::collection::vec(damage(), 0..8)) {
        let mut bytes = GLOSSARIES[which].as_bytes().to_vec();
        for damage in damages {
            damage.apply(&mut bytes);
        }
        read_glossary(&bytes);
    }

    #[test]
    fn damaged_files_are_read_or_refused(which in 0..4_usize, damages in prop::collection::vec(damage(), 1..8)) {
        let mut bytes = SOUND[which].as_bytes().to_vec();
        for damage in damages {
            damage.apply(&mut bytes);
        }
        read(&bytes, FORMATS[which]);
    }
}

#[test]
fn the_glossaries_that_are_damaged_are_sound() {
    for file in GLOSSARIES {
        let glossary = transdrift::input::glossary::from_bytes("file", file.as_bytes()).unwrap();
        assert!(!glossary.concepts().is_empty());
    }
}

#[test]
fn the_files_that_are_damaged_are_sound() {
    for (file, format) in SOUND.iter().zip(FORMATS) {
        let reading = from_bytes("file", file.as_bytes(), format, &Options::default());
        assert!(reading.errors.is_empty(), "{format:?}: {:?}", reading.errors);
        check::check(&reading);
    }
}
