//! Signs that words belong to another language: the script, and small words that no neighbour has.

use crate::{Language, features::lexicon};
use unicode_normalization::UnicodeNormalization;

/// The writing of a letter, as far as it tells languages apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Devanagari.
    Devanagari,
    /// Chinese characters, kana, hangul.
    EastAsian,
    /// Any other.
    Other,
}

/// The script of a letter.
pub(super) fn script(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{370}'..='\u{3FF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{590}'..='\u{5FF}' => Script::Hebrew,
        '\u{600}'..='\u{6FF}' => Script::Arabic,
        '\u{900}'..='\u{97F}' => Script::Devanagari,
        '\u{1100}'..='\u{11FF}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' => Script::EastAsian,
        _ => Script::Other,
    })
}

/// The script that a language is written in, where it has one.
pub(super) fn script_of(language: Language) -> Option<Script> {
    Some(match language.code() {
        "ru" | "uk" | "bg" | "be" | "mk" => Script::Cyrillic,
        "el" => Script::Greek,
        "ar" | "fa" | "ur" => Script::Arabic,
        "he" | "yi" => Script::Hebrew,
        "hi" | "mr" | "ne" => Script::Devanagari,
        "zh" | "ja" | "ko" | "yue" => Script::EastAsian,
        "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "pl" | "tr" | "sv" | "da" | "no" | "nb" | "fi"
        | "cs" | "sk" | "hu" | "ro" | "hr" | "sl" | "et" | "lv" | "lt" | "id" | "ms" | "vi" | "ca" | "gl"
        | "eu" | "af" | "sw" => Script::Latin,
        _ => return None,
    })
}

/// Least share of letters in a foreign script, or least lead of another language's small words, to call a
/// sentence foreign. Sentences full of foreign names stay below a half.
const FOREIGN_SHARE: f32 = 0.7;

/// Least small words of the other language in a sentence, with none of its own.
const FOREIGN_WORDS: usize = 3;

/// The language that a sentence is evidently written in, if it is not `own`.
pub(super) fn language_of(text: &str, own: Language) -> Option<Language> {
    let scripts: Vec<Script> = text.nfc().filter_map(script).collect();
    let home = script_of(own)?;
    let foreign = scripts.iter().filter(|s| **s != home).count();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let count = |lexicon: &lexicon::Lexicon| lower.iter().filter(|w| lexicon.common.contains(w)).count();
    let best = lexicon::all()
        .iter()
        .filter(|(code, _)| **code != own.code())
        .map(|(code, lexicon)| (count(lexicon), *code))
        .max_by_key(|(n, code)| (*n, std::cmp::Reverse(*code)))?;
    let native = lexicon::all().get(own.code()).map(count);
    let guess = || Language::parse(best.1).filter(|_| best.0 > 0).unwrap_or_default();
    if !scripts.is_empty() && foreign as f32 / scripts.len() as f32 >= FOREIGN_SHARE && words.len() > 1 {
        return Some(guess());
    }
    (best.0 >= FOREIGN_WORDS && native.is_some_and(|n| n * 4 < best.0)).then(guess)
}
