//! Terms that a text must, may or must not use, as the user's glossary says, and where they occur.

mod index;

use crate::{Language, Span, features::Word, text};
use index::Index;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Terms, grouped by what they mean. Read by [`input::glossary`](crate::input::glossary).
///
/// In files only the [`Source`] is written: a report says which glossary it was made with, not what stood in it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Source", into = "Source")]
pub struct Glossary {
    source: Source,
    concepts: Vec<Concept>,
    /// By words.
    words: Index,
    /// By characters, for languages without spaces.
    characters: Index,
}

/// Which glossary it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file, as the user wrote it.
    pub file: String,
    /// The first 16 hexadecimal digits of the SHA-256 of its bytes.
    pub sha256: String,
}

/// Everything that may be called by the same terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concept {
    /// Its terms, in every language.
    pub terms: Vec<Term>,
}

/// One term of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As the glossary writes it.
    pub text: String,
    /// Its language; `None` where the glossary does not say: any.
    pub language: Option<Language>,
    /// Whether it may be used.
    pub status: Status,
    /// In which texts it is looked for.
    pub side: Side,
    /// Its words, folded, each with whether its capitals count (an acronym: `IT` is not `it`).
    words: Vec<(String, bool)>,
}

/// Whether a term may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Preferred or admitted.
    Approved,
    /// Deprecated, superseded, forbidden.
    Forbidden,
}

/// In which texts a term is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// In texts of its language, source or not.
    Any,
    /// In the source only: the first column of a glossary of pairs.
    Source,
    /// In versions only: the second column.
    Target,
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Index into [`Glossary::concepts`].
    pub concept: usize,
    /// Index into its terms.
    pub term: usize,
    /// Where, in bytes.
    pub span: Span,
}

impl PartialEq for Glossary {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl From<Source> for Glossary {
    fn from(source: Source) -> Self {
        Self { source, ..Self::default() }
    }
}

impl From<Glossary> for Source {
    fn from(glossary: Glossary) -> Self {
        glossary.source
    }
}

impl Term {
    /// A term; `None` where the text holds no word.
    #[must_use]
    pub fn new(text: &str, language: Option<Language>, status: Status, side: Side) -> Option<Self> {
        let spoken = language.unwrap_or(Language::UNKNOWN);
        let words: Vec<(String, bool)> = text::words(text, spoken)
            .into_iter()
            .map(|span| (folded(span.of(text), spoken), is_acronym(span.of(text))))
            .collect();
        (!words.is_empty()).then(|| Self { text: text.to_owned(), language, status, side, words })
    }

    /// Whether it is looked for in a text of this language, the source or a version.
    #[must_use]
    pub fn is_for(&self, language: Language, source: bool) -> bool {
        self.language.is_none_or(|own| own == language)
            && match self.side {
                Side::Any => true,
                Side::Source => source,
                Side::Target => !source,
            }
    }

    /// Whether a text, given [`plain`], may be said to use the term: every word of it stands somewhere, in any form
    /// that shares two thirds of its letters, diacritics aside, also inside a compound. Wide on purpose: it excuses.
    #[must_use]
    pub fn may_stand_in(&self, there: &str, language: Language) -> bool {
        if unspaced(language) {
            return there.contains(&plain(&self.text, language));
        }
        self.words.iter().all(|(word, _)| {
            let word = plain(word, language);
            let stem = (word.chars().count() * 2).div_ceil(3).max(3);
            there.contains(&word.chars().take(stem).collect::<String>())
        })
    }

    /// How many of `words` the term takes up at their start: in the same form, or inflected at the ends.
    fn length_at(&self, words: &[Word], written: &dyn Fn(Span) -> bool) -> Option<usize> {
        let fits = |((own, acronym), word): (&(String, bool), &Word)| {
            if *acronym { *own == word.folded && written(word.span) } else { inflects(own, &word.folded) }
        };
        let here = words.get(..self.words.len())?;
        self.words.iter().zip(here).all(fits).then_some(self.words.len())
    }
}

impl Glossary {
    /// A glossary of these concepts.
    #[must_use]
    pub fn new(source: Source, concepts: Vec<Concept>) -> Self {
        let mut out = Self { source, concepts, ..Self::default() };
        for (c, concept) in out.concepts.iter().enumerate() {
            for (t, term) in concept.terms.iter().enumerate() {
                if term.language.is_none_or(|l| !unspaced(l)) {
                    out.words.add(term.words.iter().map(|(word, _)| word.as_str()), (c, t));
                }
                if term.language.is_none_or(unspaced) {
                    out.characters.add(characters(&term.text), (c, t));
                }
            }
        }
        out
    }

    /// Which file it was read from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What its terms stand for.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The term of an occurrence.
    #[must_use]
    pub fn term(&self, at: Occurrence) -> Option<&Term> {
        self.concepts.get(at.concept)?.terms.get(at.term)
    }

    /// Where terms stand in a text of this language, in order; of those that overlap only the longest. `words` are
    /// the text's words, their spans counted from its start.
    #[must_use]
    pub fn find(&self, text: &str, words: &[Word], language: Language, source: bool) -> Vec<Occurrence> {
        let mut out = if unspaced(language) {
            self.find_characters(text, language, source)
        } else {
            self.find_words(text, words, language, source)
        };
        out.sort_by_key(|o| (std::cmp::Reverse(o.span.len()), o.span.start, o.concept, o.term));
        // The same words may be terms of several concepts.
        let mut kept = BTreeSet::new();
        let mut longest: BTreeMap<usize, Span> = BTreeMap::new();
        out.retain(|o| {
            // Those kept do not overlap, so that only the last one before the end may.
            let before = longest.range(..o.span.end).next_back().map(|(_, s)| *s);
            match before.filter(|s| s.overlaps(o.span)) {
                Some(over) if over != o.span => return false,
                Some(_) => {}
                None => {
                    longest.insert(o.span.start, o.span);
                }
            }
            kept.insert((o.span, o.concept))
        });
        out.sort_by_key(|o| (o.span, o.concept));
        out
    }

    fn find_words(&self, text: &str, words: &[Word], language: Language, source: bool) -> Vec<Occurrence> {
        let mut out = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let rest = words.get(at..).unwrap_or_default();
            for (concept, term) in self.words.candidates(rest.iter().map(|w| w.folded.as_str())) {
                let found = Occurrence { concept, term, span: word.span };
                let Some(term) = self.term(found).filter(|t| t.is_for(language, source)) else { continue };
                let written = |span: Span| is_acronym(span.of(text));
                let Some(length) = term.length_at(rest, &written) else { continue };
                let last = words.get(at + length - 1).unwrap_or(word);
                out.push(Occurrence { span: word.span.cover(last.span), ..found });
            }
        }
        out
    }

    fn find_characters(&self, text: &str, language: Language, source: bool) -> Vec<Occurrence> {
        let mut out = Vec::new();
        for (at, _) in text.char_indices() {
            let rest = text.get(at..).unwrap_or_default();
            for (concept, term) in self.characters.candidates(characters(rest)) {
                let found = Occurrence { concept, term, span: Span::new(at, at) };
                let Some(term) = self.term(found).filter(|t| t.is_for(language, source)) else { continue };
                if rest.starts_with(&term.text) {
                    out.push(Occurrence { span: Span::new(at, at + term.text.len()), ..found });
                }
            }
        }
        out
    }
}

/// A text folded and without diacritics, as [`Term::may_stand_in`] wants it.
#[must_use]
pub fn plain(text: &str, language: Language) -> String {
    folded(text, language).nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect()
}

fn folded(word: &str, language: Language) -> String {
    text::fold_in(word, language).replace('’', "'")
}

/// The characters of a text, one by one.
fn characters(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().filter_map(|(at, c)| text.get(at..at + c.len_utf8()))
}

/// Languages whose terms are looked for as they stand, since dictionaries cut terms that they do not know.
fn unspaced(language: Language) -> bool {
    matches!(language.code(), "zh" | "ja" | "th" | "lo" | "my" | "km" | "yue" | "wuu")
}

/// Two to five capitals: the form counts.
fn is_acronym(word: &str) -> bool {
    (2..=5).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// Whether `word` is `term` or a form of it. Narrow on purpose, since it accuses: the ending may have up to three
/// letters more (*contract*, *contracts*; fewer for short words: *port* is not *portal*), or, from six letters on,
/// another last letter (*граница*, *границей*).
fn inflects(term: &str, word: &str) -> bool {
    if term == word {
        return true;
    }
    if term.chars().chain(word.chars()).any(char::is_numeric) {
        return false;
    }
    let (own, other) = (term.chars().count(), word.chars().count());
    let common = term.chars().zip(word.chars()).take_while(|(x, y)| x == y).count();
    let more = other - common.min(other);
    // Korean particles follow the word without a space.
    let korean = term.chars().all(|c| ('\u{AC00}'..='\u{D7A3}').contains(&c)) && own >= 2;
    match own - common {
        0 if korean => more <= 3,
        0 => more <= [0, 0, 0, 0, 1, 2].get(own).copied().unwrap_or(3),
        1 => own >= 6 && more <= 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_term_are_the_term_and_its_neighbours_are_not() {
        for (term, word) in [
            ("contract", "contracts"),
            ("граница", "границей"),
            ("mieter", "mietern"),
            ("계약", "계약을"),
            ("bank", "banks"),
        ] {
            assert!(inflects(term, word), "{term} {word}");
        }
        for (term, word) in
            [("contract", "contrast"), ("port", "portal"), ("legal", "legacy"), ("portal", "portable")]
        {
            assert!(!inflects(term, word), "{term} {word}");
        }
    }

    #[test]
    fn the_longest_term_is_found_and_acronyms_keep_their_capitals() {
        let en = Language::parse("en");
        let concept =
            |text: &str| Concept { terms: vec![Term::new(text, en, Status::Approved, Side::Any).unwrap()] };
        let glossary =
            Glossary::new(Source::default(), vec![concept("phone"), concept("mobile phone"), concept("IT")]);
        let text = "It sold mobile phones to the IT office.";
        let language = en.unwrap();
        let words = crate::features::Features::of(text, language).words;
        let found: Vec<&str> =
            glossary.find(text, &words, language, false).iter().map(|o| o.span.of(text)).collect();
        assert_eq!(found, ["mobile phones", "IT"]);
    }

    #[test]
    fn a_compound_or_another_form_excuses() {
        let de = Language::parse("de").unwrap();
        let term = Term::new("Vertrag", Some(de), Status::Approved, Side::Any).unwrap();
        assert!(term.may_stand_in(&plain("Die Mietverträge enden.", de), de));
        assert!(!term.may_stand_in(&plain("Das Abkommen endet.", de), de));
    }

    /// A hundred thousand terms that begin alike, ten thousand meanings of one, and terms within terms, against two
    /// thousand words.
    #[test]
    fn the_work_grows_with_the_text_and_not_with_the_glossary() {
        let en = Language::parse("en").unwrap();
        let concept = |text: &str| Concept {
            terms: vec![Term::new(text, Some(en), Status::Approved, Side::Any).unwrap()],
        };
        let mut concepts: Vec<Concept> = (0..100_000).map(|i| concept(&format!("contract {i}"))).collect();
        concepts.extend((0..10_000).map(|_| concept("contract")));
        concepts.extend((0..10_000).map(|i| concept(&"contract ".repeat(1 + i % 20))));
        let glossary = Glossary::new(Source::default(), concepts);
        let text = "contracts ".repeat(2_000);
        let words = crate::features::Features::of(&text, en).words;
        let found = glossary.find(&text, &words, en, false);
        assert!(!found.is_empty() && found.len() <= index::MOST * words.len());
    }
}
