//! Comparing names: spellings of one name, and other names of one place or body.

use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Least Jaro-Winkler similarity of two spellings of one name: Ratcliffe and Radcliffe have 0.95, Kyiv and Kiev
/// 0.85, Peking and Beijing 0.68, Leeds and Leipzig 0.76.
const SPELLING: f64 = 0.84;

/// Whether two folded words may be spellings of one name, inflected or transliterated.
#[must_use]
pub fn same(x: &str, y: &str) -> bool {
    let (x, y) = (plain(x), plain(y));
    x == y || (x.chars().next() == y.chars().next() && strsim::jaro_winkler(&x, &y) >= SPELLING)
}

/// Whether one is short for the other: Ltd and Limited, Dr and Doctor.
#[must_use]
pub fn abbreviates(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let mut rest = long.chars();
    short.chars().next() == long.chars().next()
        && short.chars().count() <= 4
        && short.chars().filter(|c| *c != '.').all(|c| rest.any(|d| d == c))
}

/// Without diacritics and with the usual ways of writing around them.
fn plain(name: &str) -> String {
    let unaccented: String = name
        .replace("ae", "a")
        .replace("oe", "o")
        .replace("ue", "u")
        .replace('ß', "ss")
        .replace(['ø'], "o")
        .replace('ł', "l")
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36F}').contains(c))
        .collect();
    unaccented.trim_end_matches("'s").to_owned()
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

/// Whether a text has another name of what the folded name stands for.
#[must_use]
pub fn alias(name: &str, text: &str) -> bool {
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
    fn spellings_of_one_name() {
        for (x, y) in
            [("kyiv", "kiev"), ("müller", "mueller"), ("ratcliffe", "radcliffe"), ("орлов", "орлова")]
        {
            assert!(same(x, y), "{x} {y}");
        }
        for (x, y) in [("leeds", "bristol"), ("paris", "prague"), ("орлов", "соколов"), ("iran", "russia")]
        {
            assert!(!same(x, y), "{x} {y}");
        }
    }

    #[test]
    fn other_names_of_one_place() {
        assert!(alias("america", "He left the United States."));
        assert!(!alias("america", "He left France."));
    }
}
