//! Glossaries: CSV, TSV and TBX to a [`Glossary`].

mod table;
mod tbx;

use super::{MAX_BYTES, content_error, encoding, named};
use crate::{
    Error, Result,
    glossary::{Concept, Glossary, Side, Source, Status, Term},
};
use sha2::{Digest, Sha256};
use std::{fmt::Write, fs::File, io::Read, path::Path};

/// The largest glossary file: 32 MiB, several times what national term banks hold for two languages.
const MAX_GLOSSARY: u64 = 32 << 20;

/// The most concepts of a glossary: as many as the largest that fit into [`MAX_GLOSSARY`] would have.
const MOST_CONCEPTS: usize = 200_000;

/// The most terms of a glossary: five for each of the most concepts.
const MOST_TERMS: usize = 1_000_000;

/// The most terms of a concept: the two dozen official languages of the EU with twenty each.
const MOST_TERMS_OF_ONE: usize = 500;

/// The longest term, in characters: longer cells are sentences, which a glossary does not hold.
const LONGEST_TERM: usize = 300;

/// What is wrong, with its line, and what the user can do about it.
#[derive(Debug)]
struct Problem {
    line: Option<u64>,
    what: String,
    remedy: &'static str,
}

/// Reads a glossary: a table (CSV, or with tabs or semicolons) or TBX, told apart by the content.
///
/// A table begins with a header line. Either it names languages (`en,de,de forbidden`): a row is a concept, a cell
/// holds its terms, several parted by `|`. Or it is `source,target` with, as wanted, `lang` (the target's language),
/// `source_lang` and `forbidden` (target terms that must not be used, or `yes`: the target itself). Other columns
/// are left alone. TBX is read in its current form (TBX-Basic) and the older one (`martif`); terms whose
/// administrative status is deprecated or superseded are forbidden.
///
/// # Errors
/// When the file cannot be read, is larger than 32 MiB, or is no glossary: with the line and what to do.
pub fn read(path: &Path) -> Result<Glossary> {
    let name = path.to_string_lossy();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_GLOSSARY.min(MAX_BYTES) + 1).read_to_end(&mut bytes))
        .map_err(|source| Error::Read { path: path.to_path_buf(), source })?;
    from_bytes(&name, &bytes)
}

/// The same from a file's bytes; `name` is the file as the user would write it. Touches no file.
///
/// # Errors
/// As [`read`].
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Glossary> {
    if bytes.len() as u64 > MAX_GLOSSARY {
        let problem = format!("is larger than {} MiB", MAX_GLOSSARY >> 20);
        return Err(content_error(name, problem, "leave out languages and terms that are not needed"));
    }
    let decoded =
        encoding::decode(bytes, None, None).map_err(|e| content_error(name, e.problem, e.remedy))?;
    let text = decoded.text.as_str();
    let concepts =
        if text.trim_start().starts_with('<') { tbx::concepts(text) } else { table::concepts(text) }
            .map_err(|Problem { line, what, remedy }| {
                let problem = line.map_or_else(|| what.clone(), |line| format!("line {line}: {what}"));
                content_error(name, problem, remedy)
            })?;
    if concepts.is_empty() {
        return Err(content_error(
            name,
            "holds no terms".to_owned(),
            "give a glossary with at least one term in a language that is known",
        ));
    }
    let digest = Sha256::digest(bytes);
    let sha256 = digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        hex
    });
    Ok(Glossary::new(Source { file: named(name).into_owned(), sha256 }, concepts))
}

/// Adds a term to a concept, unless it is empty.
fn add(
    concept: &mut Concept,
    text: &str,
    language: Option<crate::Language>,
    status: Status,
    side: Side,
    line: u64,
) -> Result<(), Problem> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TERM {
        return Err(Problem {
            line: Some(line),
            what: format!("a term is longer than {LONGEST_TERM} characters"),
            remedy: "close the quotation mark of the cell, or leave sentences out of the glossary",
        });
    }
    concept.terms.extend(Term::new(text, language, status, side));
    if concept.terms.len() > MOST_TERMS_OF_ONE {
        return Err(Problem {
            line: Some(line),
            what: format!("a concept has more than {MOST_TERMS_OF_ONE} terms"),
            remedy: "give each concept a row or an entry of its own",
        });
    }
    Ok(())
}

/// The concepts read so far.
#[derive(Default)]
struct Concepts {
    list: Vec<Concept>,
    terms: usize,
}

impl Concepts {
    /// Keeps a concept that has terms; too many are an error.
    fn keep(&mut self, concept: Concept, line: u64) -> Result<(), Problem> {
        if concept.terms.is_empty() {
            return Ok(());
        }
        self.terms += concept.terms.len();
        if self.list.len() >= MOST_CONCEPTS || self.terms > MOST_TERMS {
            return Err(Problem {
                line: Some(line),
                what: format!("there are more than {MOST_CONCEPTS} concepts or {MOST_TERMS} terms"),
                remedy: "split the glossary by subject",
            });
        }
        self.list.push(concept);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    fn terms(text: &str) -> Vec<(String, String, bool)> {
        let glossary = from_bytes("g", text.as_bytes()).unwrap();
        let of = |t: &Term| {
            let language = t.language.unwrap_or(Language::UNKNOWN).code().to_owned();
            (language, t.text.clone(), t.status == Status::Forbidden)
        };
        glossary.concepts().iter().flat_map(|c| &c.terms).map(of).collect()
    }

    fn term(language: &str, text: &str, forbidden: bool) -> (String, String, bool) {
        (language.to_owned(), text.to_owned(), forbidden)
    }

    fn problem(text: &str) -> String {
        from_bytes("g.csv", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_table_of_languages_is_read() {
        let wanted = [
            term("en", "tenant", false),
            term("en", "renter", true),
            term("en", "lodger", true),
            term("de", "Mieter", false),
        ];
        assert_eq!(terms("en,en forbidden,de,note\ntenant,renter|lodger,Mieter,\"law, civil\"\n"), wanted);
        assert_eq!(terms("\u{feff}en;en:forbidden;de-AT\r\ntenant;renter | lodger;\"Mieter\"\r\n"), wanted);
        assert_eq!(terms("id\ten\n7\tlease\n"), [term("en", "lease", false)]);
    }

    #[test]
    fn a_table_of_pairs_is_read() {
        assert_eq!(
            terms(
                "source,target,lang,forbidden\nlease,Mietvertrag,de,Pacht\nlease,bail,fr,\nhut,Hütte,de,yes\n"
            ),
            [
                term("und", "lease", false),
                term("de", "Mietvertrag", false),
                term("de", "Pacht", true),
                term("und", "lease", false),
                term("fr", "bail", false),
                term("und", "hut", false),
                term("de", "Hütte", true),
            ]
        );
    }

    #[test]
    fn both_forms_of_tbx_are_read() {
        let wanted =
            [term("en", "tenant", false), term("en", "renter & co", true), term("fr", "locataire", false)];
        let current = r#"<?xml version="1.0"?><tbx type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
            <conceptEntry id="1"><langSec xml:lang="en"><termSec><term>tenant</term></termSec>
            <termSec><term>renter &amp; co</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
            <langSec xml:lang="fr-CA"><termSec><term>locataire</term></termSec></langSec></conceptEntry></body></text></tbx>"#;
        assert_eq!(terms(current), wanted);
        let old = r#"<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX"><text><body><termEntry>
            <langSet xml:lang="en"><tig><term>tenant</term></tig><ntig><termGrp><term>renter &#38; co</term>
            <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termGrp></ntig></langSet>
            <langSet lang="fr"><tig><term>locataire</term></tig></langSet></termEntry></body></text></martif>"#;
        assert_eq!(terms(old), wanted);
    }

    #[test]
    fn what_is_no_glossary_is_told_with_its_line() {
        assert!(problem("tenant,Mieter\n").contains("line 1: the header names no language"));
        assert!(problem("").contains("no"), "{}", problem(""));
        let long = format!("en,de\na,b\n\"{}\n", "x ".repeat(400));
        assert!(problem(&long).contains("line 3: a term is longer"), "{}", problem(&long));
        assert!(problem("<html><p>x</p></html>").contains("is no TBX"));
        assert!(problem("<tbx><text>\n<term>").contains("line 2"), "{}", problem("<tbx><text>\n<term>"));
        assert!(problem("<tbx><a></b></tbx>").contains("line 1"));
    }

    #[test]
    fn entities_and_deep_nesting_are_refused() {
        let bomb = "<!DOCTYPE tbx [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><tbx><term>&b;</term></tbx>";
        assert!(problem(bomb).contains("entities"), "{}", problem(bomb));
        let unknown = "<tbx><conceptEntry><langSec xml:lang='en'><termSec><term>&b;</term></termSec></langSec></conceptEntry></tbx>";
        assert!(problem(unknown).contains("entit"), "{}", problem(unknown));
        assert!(problem(&format!("<tbx>{}", "<a>".repeat(100_000))).contains("nested"));
    }

    #[test]
    fn what_would_take_hours_or_gigabytes_is_refused() {
        let wide = format!("source,target{}\n{}", ",".repeat(100_000), "a,b\n".repeat(100_000));
        assert!(problem(&wide).contains("line 1: has more than"), "{}", problem(&wide));
        let many = format!("en\n{}\n", "a|".repeat(1_000));
        assert!(problem(&many).contains("line 2: a concept has more than"), "{}", problem(&many));
        let most = format!("en\n{}", format!("{}\n", "a|".repeat(400)).repeat(2_600));
        assert!(problem(&most).contains("line 2502: there are more than"), "{}", problem(&most));
        // Each attribute compared with each other one would be twenty thousand million looks.
        let attributes: Vec<String> = (0..200_000).map(|i| format!("a{i}=''")).collect();
        let element = format!("<tbx><langSec {}></langSec></tbx>", attributes.join(" "));
        assert!(problem(&element).contains("holds no terms"), "{}", problem(&element));
    }
}
