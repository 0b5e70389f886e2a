//! Segments in another language than their document: left untranslated, or quoted.

use crate::{Language, language::detect_segment};

/// The language of a segment: the document's, or another when the segment is plainly written in it.
pub(super) fn language_of(text: &str, document: Language) -> Language {
    detect_segment(text, document).unwrap_or(document)
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
