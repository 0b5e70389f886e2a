//! Words that stand against one another: opposites, two sides of one event, men and women; and who is quoted.

use super::{phrases::Phrases, speech::Speech};
use crate::Language;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// The covered languages and their files.
const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("data/contrasts/ar.txt")),
    ("de", include_str!("data/contrasts/de.txt")),
    ("en", include_str!("data/contrasts/en.txt")),
    ("es", include_str!("data/contrasts/es.txt")),
    ("fr", include_str!("data/contrasts/fr.txt")),
    ("hi", include_str!("data/contrasts/hi.txt")),
    ("it", include_str!("data/contrasts/it.txt")),
    ("ja", include_str!("data/contrasts/ja.txt")),
    ("ko", include_str!("data/contrasts/ko.txt")),
    ("nl", include_str!("data/contrasts/nl.txt")),
    ("pl", include_str!("data/contrasts/pl.txt")),
    ("pt", include_str!("data/contrasts/pt.txt")),
    ("ru", include_str!("data/contrasts/ru.txt")),
    ("tr", include_str!("data/contrasts/tr.txt")),
    ("uk", include_str!("data/contrasts/uk.txt")),
    ("zh", include_str!("data/contrasts/zh.txt")),
];

/// What sort of contrast two words make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Rise, fall.
    Opposite,
    /// Buy, sell: one event, seen from two sides.
    Converse,
    /// Father, mother.
    Gender,
    /// Yesterday, tomorrow.
    Time,
}

/// One of the two sides of a contrast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// Which contrast.
    pub contrast: usize,
    /// Of what sort.
    pub sort: Sort,
    /// Whether it stands second in the list.
    pub second: bool,
}

impl Side {
    /// Whether the two are the two sides of one contrast.
    #[must_use]
    pub fn opposes(self, other: Self) -> bool {
        self.contrast == other.contrast && self.second != other.second
    }
}

/// What a verb form says of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// To come, planned.
    Future,
    /// Over, done.
    Past,
    /// Neither: would, should.
    Neutral,
}

/// The contrasts of one language, ready for looking up.
#[derive(Debug)]
pub struct Contrasts {
    /// Words with sides; the number is that of their entry in [`Contrasts::sides`]. Empty entries mean something else.
    pub words: Phrases<usize>,
    /// The same for phrases with a gap (`nimmt … zu`), which may hold other words with sides.
    pub parted: Phrases<usize>,
    /// By entry, the sides that a word may stand on.
    sides: Vec<Vec<Side>>,
    /// Verb forms; `None` means something else.
    pub tenses: Phrases<Option<Tense>>,
    /// Words that join equals; `None` where the order of words does not say who does what to whom.
    pub symmetric: Option<BTreeSet<String>>,
    /// Words after which the order of two names does not matter.
    pub mutual: Phrases<()>,
    /// Words that begin adjuncts.
    pub prepositions: BTreeSet<String>,
    /// Auxiliaries of the passive.
    pub passive: BTreeSet<String>,
    /// Words that begin like a negation and are none.
    pub prefixed: Phrases<()>,
    /// Who is quoted, and the words that say so.
    pub speech: Speech,
}

impl Contrasts {
    /// The sides of an entry.
    #[must_use]
    pub fn sides(&self, entry: usize) -> &[Side] {
        self.sides.get(entry).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The contrasts of a language, if it is covered; its lists are read when they are first asked for.
#[must_use]
pub fn contrasts(language: Language) -> Option<&'static Contrasts> {
    static ALL: [OnceLock<Contrasts>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    let mut all = FILES.iter().zip(&ALL);
    let ((code, text), lists) = all.find(|((code, _), _)| *code == language.code())?;
    Some(lists.get_or_init(|| Contrasts::of(code, text)))
}

/// Whether a language's lists say so; for a language without lists, whether any do: its neighbours' words serve it.
pub fn any(language: Language, says: impl Fn(&Contrasts) -> bool) -> bool {
    let all = || FILES.iter().filter_map(|(code, _)| contrasts(Language::parse(code)?)).any(&says);
    contrasts(language).map_or_else(all, &says)
}

/// Entries of a list, folded as texts are: `_` is a space.
pub(super) fn entries_in(list: &str, language: Language) -> Vec<String> {
    list.split_whitespace()
        // Folding makes three dots of the sign for a gap.
        .map(|entry| crate::text::fold_in(entry, language).replace("...", "…").replace('_', " "))
        .collect()
}

/// Adds verb forms of one tense.
fn timed(list: &mut Vec<(String, Option<Tense>)>, forms: Vec<String>, tense: Tense) {
    list.extend(forms.into_iter().map(|form| (form, Some(tense))));
}

/// Words in full that a listed stem covers stand on its sides too (the word alone is found, not the stem); those
/// without any side mean something else on purpose.
fn stems_lend(sides: &mut BTreeMap<String, Vec<Side>>) {
    let stems: Vec<(String, Vec<Side>)> = sides
        .iter()
        .filter_map(|(entry, of)| Some((entry.strip_suffix('*')?.to_owned(), of.clone())))
        .filter(|(stem, _)| !stem.contains(' '))
        .collect();
    let words = sides.iter_mut().filter(|(entry, of)| !entry.contains([' ', '*']) && !of.is_empty());
    for (entry, of) in words {
        for (_, more) in stems.iter().filter(|(stem, _)| entry.starts_with(stem.as_str())) {
            let opposed = |side: &Side| of.iter().any(|own| own.opposes(*side));
            let new: Vec<Side> = more.iter().filter(|s| !of.contains(s) && !opposed(s)).copied().collect();
            of.extend(new);
        }
    }
}

impl Contrasts {
    fn of(code: &str, text: &str) -> Self {
        let language = Language::parse(code).unwrap_or_default();
        let entries = |list: &str| entries_in(list, language);
        let spaces = !matches!(code, "zh" | "ja");
        let mut section = "";
        let mut sides: BTreeMap<String, Vec<Side>> = BTreeMap::new();
        let (mut tenses, mut mutual) = (Vec::new(), Vec::new());
        let mut prefixed = Vec::new();
        let (mut symmetric, mut prepositions, mut passive) = (None, BTreeSet::new(), BTreeSet::new());
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name;
                continue;
            }
            let sort = match section {
                "opposite" => Sort::Opposite,
                "converse" => Sort::Converse,
                "gender" => Sort::Gender,
                "time" => Sort::Time,
                "not" => {
                    for entry in entries(line) {
                        tenses.push((entry.clone(), None));
                        sides.entry(entry).or_default();
                    }
                    continue;
                }
                _ => {
                    match section {
                        "future" => timed(&mut tenses, entries(line), Tense::Future),
                        "past" => timed(&mut tenses, entries(line), Tense::Past),
                        "neutral" => timed(&mut tenses, entries(line), Tense::Neutral),
                        "mutual" => mutual.extend(entries(line).into_iter().map(|e| (e, ()))),
                        "prefixed" => prefixed.extend(entries(line).into_iter().map(|e| (e, ()))),
                        "symmetric" => symmetric = Some(entries(line).into_iter().collect()),
                        "passive" => passive = entries(line).into_iter().collect(),
                        "prepositions" => prepositions = entries(line).into_iter().collect(),
                        _ => {}
                    }
                    continue;
                }
            };
            for (second, list) in line.split('|').enumerate() {
                for entry in entries(list) {
                    let side = Side { contrast: number, sort, second: second == 1 };
                    sides.entry(entry).or_default().push(side);
                }
            }
        }
        // "And" and "so" are written as one word with what follows.
        let proclitics = if code == "ar" { vec!["و".to_owned(), "ف".to_owned()] } else { Vec::new() };
        stems_lend(&mut sides);
        let (phrases, sides): (Vec<_>, Vec<_>) = sides.into_iter().unzip();
        let phrases = phrases.into_iter().enumerate().map(|(at, entry)| (entry, at));
        let (parted, phrases): (Vec<_>, Vec<_>) = phrases.partition(|(entry, _)| entry.contains('…'));
        Self {
            words: Phrases::of(phrases, spaces, &proclitics),
            parted: Phrases::of(parted, spaces, &proclitics),
            sides,
            tenses: Phrases::of(tenses, spaces, &[]),
            symmetric,
            mutual: Phrases::of(mutual, spaces, &[]),
            prepositions,
            passive,
            prefixed: Phrases::of(prefixed, spaces, &[]),
            speech: Speech::of(text, language, spaces),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_whole() {
        let known = [
            "opposite",
            "converse",
            "gender",
            "time",
            "not",
            "future",
            "past",
            "neutral",
            "symmetric",
            "mutual",
            "prepositions",
            "passive",
            "prefixed",
            "sources",
            "says",
            "says_before",
            "says_after",
            "says_last",
            "that",
            "hearers",
            "bare",
            "indirect",
        ];
        for (code, text) in FILES {
            let mut section = "";
            let mut pairs = 0;
            for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                if let Some(name) = line.strip_prefix('[') {
                    section = name.trim_end_matches(']');
                    assert!(known.contains(&section), "{code}: {line}");
                    continue;
                }
                if ["opposite", "converse", "gender", "time"].contains(&section) {
                    pairs += usize::from(section == "opposite");
                    let sides: Vec<&str> = line.split('|').collect();
                    assert!(sides.len() == 2 && sides.iter().all(|s| !s.trim().is_empty()), "{code}: {line}");
                }
            }
            assert!(pairs >= 30, "{code}: {pairs} opposites");
        }
    }

    #[test]
    fn no_line_holds_a_word_against_itself() {
        for (code, text) in FILES {
            let language = Language::parse(code).unwrap();
            let mut section = "";
            let mut lines = BTreeSet::new();
            for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                if line.starts_with('[') {
                    section = line;
                    continue;
                }
                if !["[opposite]", "[converse]", "[gender]", "[time]"].contains(&section) {
                    continue;
                }
                let sides: Vec<BTreeSet<String>> =
                    line.split('|').map(|side| entries_in(side, language).into_iter().collect()).collect();
                let [first, second] = sides.as_slice() else { panic!("{code}: {line}") };
                let both: Vec<&String> = first.intersection(second).collect();
                assert!(both.is_empty(), "{code}: {both:?} in {line}");
                assert!(lines.insert((section, sides)), "{code}: twice: {line}");
            }
        }
    }
}
