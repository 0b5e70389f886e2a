//! What is known of names beside their letters: other names of one place, person or body, short forms, and the words
//! beside which names stand.

use crate::{Language, language::Script, text::fold_in};
use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

/// What a list of `data/name-words.txt` is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beside {
    /// Begins sentences and is no name.
    Opener,
    /// Office or body, written with a capital or without.
    Body,
    /// Stands before a name.
    Title,
    /// Stands after a name.
    Head,
    /// Begins a name.
    Surname,
    /// A character that stands where a name would and is none.
    Common,
    /// Stands before a noun, and hardly before a name.
    Determiner,
    /// Ends nouns made of other words.
    NounEnding,
}

/// The lists by their names in the file.
const LISTS: [(&str, Beside); 8] = [
    ("openers", Beside::Opener),
    ("bodies", Beside::Body),
    ("titles", Beside::Title),
    ("heads", Beside::Head),
    ("surnames", Beside::Surname),
    ("common", Beside::Common),
    ("determiners", Beside::Determiner),
    ("noun-endings", Beside::NounEnding),
];

/// The lists of every language.
type Words = HashMap<&'static str, HashMap<Beside, Vec<String>>>;

/// The folded words beside names in a language, in the order of the file; none where no list is kept.
#[must_use]
pub fn beside(list: Beside, language: Language) -> &'static [String] {
    static WORDS: OnceLock<Words> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut out = Words::new();
        let mut section = None;
        for line in include_str!("data/name-words.txt").lines().map(str::trim).filter(|l| !l.starts_with('#'))
        {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name.split_once(' ').and_then(|(list, code)| {
                    LISTS.iter().find(|(name, _)| *name == list).map(|(_, beside)| (code, *beside))
                });
            } else if let Some((code, list)) = section {
                let language = Language::parse(code).unwrap_or(Language::UNKNOWN);
                let words = line.split_whitespace().map(|word| fold_in(word, language));
                out.entry(code).or_default().entry(list).or_default().extend(words);
            }
        }
        out
    });
    words.get(language.code()).and_then(|lists| lists.get(&list)).map_or(&[], Vec::as_slice)
}

/// Whether one is short for the other: Ltd and Limited, Dr and Doctor, Alex and Alexander. Paul is not short for
/// Paula, nor Mali for Malawi: a short form leaves three letters out, or all vowels.
#[must_use]
pub fn abbreviates(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let letters: Vec<char> = short.chars().filter(|c| *c != '.').collect();
    let mut rest = long.chars();
    let count = letters.len();
    let begins = long.starts_with(short.trim_end_matches('.'));
    // Where vowels are not letters, or others than these, every name would look like an abbreviation.
    let vowels = letters.iter().any(|c| {
        "aeiouyаеиоуыэюяіїє".contains(*c) || !c.is_ascii() && Script::of(*c) != Some(Script::Cyrillic)
    });
    let ends = short.trim_end_matches('.').chars().last() == long.chars().last();
    short.chars().next() == long.chars().next()
        && letters.iter().all(|c| rest.any(|d| d == *c))
        && count <= 5
        && ((!vowels && count <= 4)
            || short.ends_with('.')
            || ((begins || (ends && count <= 4)) && long.chars().count() >= count + 3))
}

/// Other names of one thing, a line each.
fn aliases() -> &'static [Vec<&'static str>] {
    static ALIASES: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    ALIASES.get_or_init(|| {
        include_str!("data/names.txt")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
            .map(|line| line.split(',').map(str::trim).collect())
            .collect()
    })
}

/// All words of the other names, so that most words need no look at the lines.
fn listed() -> &'static HashSet<&'static str> {
    static LISTED: OnceLock<HashSet<&'static str>> = OnceLock::new();
    LISTED.get_or_init(|| aliases().iter().flatten().flat_map(|name| name.split(' ')).collect())
}

/// Whether a text has another name of what the folded name stands for.
#[must_use]
pub fn alias(name: &str, text: &str) -> bool {
    let name = name.trim_end_matches("'s");
    if !listed().contains(name) {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '.').map(|w| w.trim_matches('.')).collect();
    aliases()
        .iter()
        .filter(|line| line.iter().any(|n| n.split(' ').any(|part| part == name)))
        .any(|line| line.iter().any(|n| n.split(' ').all(|part| words.contains(&part)) && *n != name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms() {
        for (x, y) in [
            ("ltd", "limited"),
            ("dr", "doctor"),
            ("alex", "alexander"),
            ("gov.", "governor"),
            ("dept", "department"),
            ("dan", "daniel"),
        ] {
            assert!(abbreviates(x, y) && abbreviates(y, x), "{x} {y}");
        }
        for (x, y) in [
            ("paul", "paula"),
            ("mali", "malawi"),
            ("lena", "lorena"),
            ("marin", "martinez"),
            ("レナ", "レリナ"),
        ] {
            assert!(!abbreviates(x, y) && !abbreviates(y, x), "{x} {y}");
        }
    }

    #[test]
    fn other_names_of_one_place() {
        assert!(alias("america", "He left the United States."));
        assert!(!alias("america", "He left France."));
        assert!(alias("bill", "Then William spoke."));
        assert!(!alias("bill", "Then Walter spoke."));
    }

    #[test]
    fn every_list_is_read() {
        let language = |code| Language::parse(code).unwrap();
        for (list, code) in [
            (Beside::Opener, "en"),
            (Beside::Body, "fr"),
            (Beside::Title, "ar"),
            (Beside::Common, "ja"),
            (Beside::Surname, "zh"),
            (Beside::Common, "zh"),
            (Beside::Determiner, "de"),
            (Beside::NounEnding, "de"),
        ] {
            assert!(beside(list, language(code)).len() > 9, "{list:?} {code}");
        }
        assert!(beside(Beside::Opener, language("ar")).is_empty());
    }
}
