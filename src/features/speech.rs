//! Who is quoted and the words that say so: police, witnesses; said, according to.

use super::phrases::Phrases;
use crate::Language;
use std::collections::{BTreeMap, BTreeSet};

/// Where a word of saying stands, seen from the one who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// According to the police.
    Before,
    /// Der Polizei zufolge.
    After,
    /// The police said, said the police.
    Either,
    /// 警方表示: a verb that always follows its speaker.
    Last,
}

/// The words of one language that have to do with who says something.
#[derive(Debug)]
pub struct Speech {
    /// Those who are quoted; the number is that of their entry in [`Speech::sorts`].
    pub sources: Phrases<usize>,
    /// By entry, the sorts of people that a word may mean.
    sorts: Vec<Vec<usize>>,
    /// Words of saying; `None` means something else.
    pub reports: Phrases<Option<Stands>>,
    /// Words that make whom they stand before, or hold, the hearer and not the speaker: said to the police.
    pub hearers: Phrases<()>,
    /// Words that show that no source is named, or that more is told than who said it: he, and, plan.
    pub bare: Phrases<()>,
    /// Words between saying and what is said: that.
    pub that: BTreeSet<String>,
    /// Verb forms that may change when what was said is reported: is, was.
    pub indirect: BTreeSet<String>,
}

impl Speech {
    /// Reads the sections of a file of contrasts; `spaces = false` where words are not parted.
    pub(super) fn of(text: &str, language: Language, spaces: bool) -> Self {
        let mut section = "";
        let mut sorts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let (mut reports, mut hearers, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        let (mut that, mut indirect) = (BTreeSet::new(), BTreeSet::new());
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name;
                continue;
            }
            for entry in super::contrast::entries_in(line, language) {
                match section {
                    "sources" => sorts.entry(entry).or_default().push(number),
                    "says" => reports.push((entry, Some(Stands::Either))),
                    "says_before" => reports.push((entry, Some(Stands::Before))),
                    "says_after" => reports.push((entry, Some(Stands::After))),
                    "says_last" => reports.push((entry, Some(Stands::Last))),
                    "hearers" => hearers.push((entry, ())),
                    "bare" => bare.push((entry, ())),
                    "not" => {
                        sorts.entry(entry.clone()).or_default();
                        reports.push((entry, None));
                    }
                    "that" => {
                        that.insert(entry);
                    }
                    "indirect" => {
                        indirect.insert(entry);
                    }
                    _ => {}
                }
            }
        }
        let (sources, sorts): (Vec<_>, Vec<_>) = sorts.into_iter().unzip();
        let sources = sources.into_iter().enumerate().map(|(at, entry)| (entry, at)).collect();
        Self {
            sources: Phrases::of(sources, spaces, &[]),
            sorts,
            reports: Phrases::of(reports, spaces, &[]),
            hearers: Phrases::of(hearers, spaces, &[]),
            bare: Phrases::of(bare, spaces, &[]),
            that,
            indirect,
        }
    }

    /// The sorts of an entry; none if it names nobody.
    #[must_use]
    pub fn sorts(&self, entry: usize) -> &[usize] {
        self.sorts.get(entry).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Language,
        features::{Features, contrast::contrasts},
    };

    #[test]
    fn every_language_has_sources_and_words_of_saying() {
        for (code, text, sources) in [
            ("ar", "قالت الشرطة والمعارضة والنيابة", 1),
            ("de", "sagte der Anwalt dem Gericht", 2),
            ("en", "police said eyewitnesses had left", 2),
            ("es", "según la policía y la fiscalía", 2),
            ("fr", "selon l’opposition et d’après le parquet", 2),
            ("hi", "पुलिस के अनुसार अदालत", 2),
            ("it", "secondo l’opposizione e la polizia", 2),
            ("ja", "警察によると目撃者", 2),
            ("nl", "volgens de politie en getuigen", 2),
            ("pl", "według policji i świadków", 2),
            ("pt", "segundo a polícia e o tribunal", 2),
            ("ru", "по данным полиции и прокуратуры", 2),
            ("tr", "polise göre mahkeme", 2),
            ("uk", "за даними поліції та прокуратури", 2),
            ("zh", "警方表示目击者", 2),
        ] {
            let language = Language::parse(code).unwrap();
            let speech = &contrasts(language).unwrap().speech;
            let words = Features::of(text, language).words;
            let found = speech.sources.find(text, &words);
            assert_eq!(found.len(), sources, "{code}: {found:?}");
            assert!(found.iter().all(|h| !speech.sorts(h.means).is_empty()), "{code}");
            assert!(speech.reports.find(text, &words).iter().any(|h| h.means.is_some()), "{code}");
            assert!(!speech.bare.is_empty(), "{code}");
            assert!(speech.sorts.iter().flatten().max() > speech.sorts.iter().flatten().min(), "{code}");
        }
    }

    #[test]
    fn a_word_of_two_sorts_has_both() {
        let speech = &contrasts(Language::parse("es").unwrap()).unwrap().speech;
        let sorts = |text: &str| {
            let words = Features::of(text, Language::parse("es").unwrap()).words;
            speech
                .sources
                .find(text, &words)
                .iter()
                .flat_map(|h| speech.sorts(h.means).to_vec())
                .collect::<Vec<_>>()
        };
        let both = sorts("investigadores");
        assert!(sorts("policía").iter().all(|s| both.contains(s)));
        assert!(sorts("científicos").iter().all(|s| both.contains(s)));
        assert!(sorts("policía").iter().all(|s| !sorts("científicos").contains(s)));
    }
}
