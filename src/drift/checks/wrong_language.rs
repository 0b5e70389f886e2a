//! `wrong-language`: a whole segment in another language than its version.

use crate::drift::{Check, Comparison, Finding, Kind, Place, Severity, kind::Example};
use std::collections::BTreeMap;

/// The kind.
pub const KIND: Kind = Kind {
    name: "wrong-language",
    mqm: "accuracy/untranslated",
    severity: Severity::Major,
    finds: "A whole sentence that is plainly written in another language than the rest of its version.",
    matters: "The sentence was not translated; its readers cannot read it.",
    examples: &[
        Example {
            language: "en",
            says: "The court will decide about the appeal in the coming week.",
            drifts: "[Das Gericht wird in der kommenden Woche über die Berufung entscheiden und sich dann äußern.]",
        },
        Example {
            language: "de",
            says: "Die Schule wurde wegen der Hitze geschlossen.",
            drifts: "[Школа была закрыта из-за жары.]",
        },
        Example {
            language: "ru",
            says: "Музей будет закрыт до весны.",
            drifts: "[The museum will be closed until the spring.]",
        },
    ],
    misses: "Sentences of a few words in a neighbouring language, names and titles; a sentence that stands in that language in every version (a quoted post) is not reported.",
};

/// Fewer letters than this are a name, a title or a cry.
const LEAST_LETTERS: usize = 20;

/// The check.
#[derive(Debug)]
pub struct WrongLanguage;

impl Check for WrongLanguage {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        for reading in group.readings.iter().filter(|r| !r.is_source()) {
            let own = reading.member.language;
            for segment in &reading.member.segments {
                let text = &segment.encoded.text;
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                let declared = segment.language.is_known() && own.is_known() && segment.language != own;
                let evident = super::foreign::language_of(text, own);
                let Some(language) = declared.then_some(segment.language).or(evident) else { continue };
                // Every other version has the same foreign sentence: it was meant to stand so.
                let shared = group
                    .readings
                    .iter()
                    .filter(|r| r.member.version != reading.member.version)
                    .any(|r| r.text.contains(text.as_str()) && !r.is_source());
                if letters < LEAST_LETTERS || shared {
                    continue;
                }
                out.push(Finding {
                    kind: KIND.name,
                    severity: KIND.severity,
                    confidence: if declared && evident.is_some() { 0.9 } else { 0.75 },
                    culprit: Some(reading.member.version),
                    against_source: Vec::new(),
                    places: vec![Place { version: reading.member.version, span: segment.span }],
                    reason: format!("The sentence is written in “{language}”, its version in “{own}”."),
                    numbers: BTreeMap::new(),
                });
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn a_foreign_sentence_is_found() {
        let found = assert_drift(
            &WrongLanguage,
            "en",
            &[
                "The bridge stays closed until the end of the month.",
                "Мост останется закрытым до конца месяца.",
            ],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
    }

    #[test]
    fn foreign_names_and_shared_quotations_are_clean() {
        assert_clean(
            &WrongLanguage,
            "en",
            &["He read the Süddeutsche Zeitung.", "He read the “Süddeutsche Zeitung”."],
        );
        assert_clean(
            &WrongLanguage,
            "de",
            &[
                "Make America great again, we are the best in the world.",
                "Make America great again, we are the best in the world.",
            ],
        );
        assert_clean(
            &WrongLanguage,
            "ru",
            &["Компания Apple представила iPhone.", "Apple представила новый iPhone."],
        );
        assert_clean(
            &WrongLanguage,
            "ja",
            &["AIとITの会議がTOKYOで開かれた。", "AIとITの会議が東京で開かれた。"],
        );
        assert_clean(&WrongLanguage, "es", &["El gobierno aprobó la ley.", "O governo aprovou a lei."]);
    }
}
