//! Segments in another language than their document: left untranslated, or quoted.

use crate::{Language, language::detect};

/// Letters below which a segment is not judged: trigram statistics are unsure of shorter sentences, and
/// names decide too much.
const LETTERS: usize = 60;

/// Languages so close that a guess between them says nothing about a single sentence.
const CLOSE: [&[&str]; 12] = [
    &["da", "nb", "nn", "no", "sv"],
    &["es", "pt", "gl", "ca", "ast", "oc"],
    &["it", "fr", "la", "ro", "ca", "co"],
    &["ru", "uk", "be", "bg", "mk", "sr", "kk", "ky"],
    &["cs", "sk", "pl", "sl", "hr", "sr", "bs"],
    &["id", "ms", "jv", "tl"],
    &["tr", "az", "tk", "uz", "kk"],
    &["nl", "af", "de", "lb", "nds"],
    &["hi", "mr", "ne", "sa"],
    &["ar", "fa", "ur", "ps", "ckb", "ug", "sd"],
    &["et", "fi"],
    &["he", "yi"],
];

/// The language of a segment: the document's, or another when the segment is plainly written in it.
pub(super) fn language_of(text: &str, document: Language) -> Language {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
    if !document.is_known() || letters < LETTERS {
        return document;
    }
    match detect(text) {
        Some(guess) if guess.sure && !are_close(guess.language, document) => guess.language,
        _ => document,
    }
}

fn are_close(one: Language, other: Language) -> bool {
    one == other || CLOSE.iter().any(|group| group.contains(&one.code()) && group.contains(&other.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_left_untranslated_is_noticed_and_names_are_not() {
        let german =
            "Die Regierung will das Gesetz noch in diesem Jahr ändern, wie der Minister am Montag erklärte.";
        let english = "The government wants to change the law before the end of this year, the minister said on Monday.";
        let russian = "Правительство хочет изменить закон ещё в этом году, заявил министр в понедельник.";
        for (text, document, expected) in [
            (german, "en", "de"),
            (english, "de", "en"),
            (english, "ru", "en"),
            (russian, "en", "ru"),
            (english, "en", "en"),
            (russian, "uk", "ru-close"),
            ("„Die Zeit“, „Der Spiegel“", "en", "en"),
            ("Cristiano Ronaldo, Lionel Messi, Kylian Mbappé, Erling Haaland", "en", "en"),
        ] {
            let found = language_of(text, Language::parse(document).unwrap());
            let expected = expected.strip_suffix("-close").map_or(expected, |_| document);
            assert_eq!(found.code(), expected, "{text}");
        }
    }

    #[test]
    fn corpora_of_one_language_stay_in_it() {
        for (code, text) in include_str!("data/segmentation-cases.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
        {
            let language = Language::parse(code).unwrap();
            assert_eq!(language_of(text, language), language, "{text}");
        }
    }
}
