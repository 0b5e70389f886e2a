//! What is known of full stops in each language: abbreviations and words that begin sentences, from
//! `data/sentences.txt`.

use crate::Language;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// Languages that write ordinal numbers with a full stop: "3. Oktober", "3. října".
const ORDINALS: [&str; 22] = [
    "de", "da", "nb", "nn", "no", "fi", "et", "cs", "sk", "sl", "hr", "sr", "bs", "hu", "pl", "tr", "az",
    "lv", "is", "fo", "eu", "lb",
];

/// How a sentence goes on after an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Always.
    Title,
    /// Before a digit.
    Number,
    /// Unless a word follows that begins sentences.
    Other,
}

#[derive(Debug, Default)]
struct List {
    title: BTreeSet<&'static str>,
    number: BTreeSet<&'static str>,
    other: BTreeSet<&'static str>,
    starter: BTreeSet<&'static str>,
    word: BTreeSet<&'static str>,
    inside: BTreeSet<&'static str>,
}

static LISTS: LazyLock<BTreeMap<&'static str, List>> =
    LazyLock::new(|| parse(include_str!("data/sentences.txt")));

fn parse(data: &'static str) -> BTreeMap<&'static str, List> {
    let mut lists: BTreeMap<&'static str, List> = BTreeMap::new();
    let mut language = "*";
    for line in data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(code) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            language = code;
        } else if let Some((kind, words)) = line.split_once(':') {
            let list = lists.entry(language).or_default();
            let set = match kind {
                "title" => &mut list.title,
                "number" => &mut list.number,
                "other" => &mut list.other,
                "word" => &mut list.word,
                "inside" => &mut list.inside,
                _ => &mut list.starter,
            };
            set.extend(words.split_whitespace());
        }
    }
    lists
}

/// The rules of one language.
pub(super) struct Rules {
    own: Option<&'static List>,
    common: Option<&'static List>,
    /// Whether "3." may be "third".
    pub(super) ordinals: bool,
    /// Whether nouns are capitalised, so that a capital after "3." says nothing.
    pub(super) capital_nouns: bool,
    language: Language,
}

impl Rules {
    pub(super) fn of(language: Language) -> Self {
        let code = match language.code() {
            "no" | "nn" => "nb",
            "bs" => "hr",
            "be" => "ru",
            other => other,
        };
        Self {
            own: LISTS.get(code),
            common: LISTS.get("*"),
            ordinals: ORDINALS.contains(&language.code()),
            capital_nouns: matches!(code, "de" | "lb"),
            language,
        }
    }

    /// Whether these are the rules of the language with this code.
    pub(super) fn is(&self, code: &str) -> bool {
        self.language.code() == code
    }

    /// How the sentence goes on after `word` and a full stop, if `word` is an abbreviation. A word that is
    /// in several lists goes on whenever one of them says so, `next_is_number` deciding about the second.
    pub(super) fn abbreviation(&self, word: &str, next_is_number: bool) -> Option<Abbreviation> {
        let has = |pick: fn(&List) -> &BTreeSet<&'static str>| {
            [self.own, self.common].into_iter().flatten().any(|list| contains(pick(list), word))
        };
        if next_is_number && has(|list| &list.number) {
            return Some(Abbreviation::Number);
        }
        // What a language says of a word of its own counts more than the common list.
        if self.own.is_some_and(|list| contains(&list.other, word)) {
            return Some(Abbreviation::Other);
        }
        if has(|list| &list.title) {
            return Some(Abbreviation::Title);
        }
        has(|list| &list.other).then_some(Abbreviation::Other)
    }

    /// Whether `word` is a word that begins sentences.
    pub(super) fn starts_sentences(&self, word: &str) -> bool {
        self.own.is_some_and(|list| list.starter.contains(word))
    }

    /// Whether a stop after `word` ends a sentence when `next` has a capital, though `word` looks like an
    /// initial or an abbreviation: "I", "p.m.".
    pub(super) fn ends_sentences(&self, word: &str, next: &str) -> bool {
        self.own.is_some_and(|list| list.word.contains(word) && !list.inside.contains(next))
    }
}

/// Whether `word` is in `set`, or in small letters but for its first letter, which is a capital here.
fn contains(set: &BTreeSet<&'static str>, word: &str) -> bool {
    if set.contains(word) {
        return true;
    }
    let mut rest = word.chars();
    rest.next().is_some_and(|first| {
        first.is_uppercase() && set.contains(&*first.to_lowercase().chain(rest).collect::<String>())
    })
}
