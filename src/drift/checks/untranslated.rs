//! `untranslated`: words of another language, left in a version.

use super::foreign::{Script, script, script_of};
use crate::{
    Span,
    drift::{Check, Comparison, Finding, Kind, Place, Severity, comparison::Reading, kind::Example},
    features::lexicon,
};
use std::collections::BTreeMap;

/// The kind.
pub const KIND: Kind = Kind {
    name: "untranslated",
    mqm: "accuracy/untranslated",
    severity: Severity::Major,
    finds: "Words that were left in the source's or another language, in a version that otherwise is translated.",
    matters: "The reader meets words that say nothing to them, often the very word that mattered.",
    examples: &[
        Example {
            language: "ru",
            says: "Совет обсудил новый бюджет города.",
            drifts: "Совет обсудил [new budget] города.",
        },
        Example {
            language: "en",
            says: "The witness spoke about the accident with the police.",
            drifts: "The witness spoke [über den Unfall mit der] police.",
        },
        Example {
            language: "zh", says: "委员会讨论了新的预算。", drifts: "委员会讨论了[the new budget]。"
        },
    ],
    misses: "Single words in a related script unless the source is given, and words that two languages share. Names, titles and foreign words that every version has are not reported.",
};

/// The check.
#[derive(Debug)]
pub struct Untranslated;

impl Check for Untranslated {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        for reading in group.readings.iter().filter(|r| !r.is_source()) {
            let whole = super::foreign::language_of(&reading.text, reading.language).is_some();
            if whole || reading.language != reading.member.language {
                continue;
            }
            let others: Vec<&Reading<'_>> =
                group.readings.iter().filter(|r| r.member.version != reading.member.version).collect();
            let found = [other_script(reading), small_words(reading), from_source(reading, &others)];
            let Some((span, confidence)) = found.into_iter().flatten().max_by(|x, y| x.1.total_cmp(&y.1))
            else {
                continue;
            };
            let words = reading.written(span);
            let shared =
                others.iter().any(|r| !r.is_source() && r.language == reading.language && has(r, words));
            if shared || reading.is_quoted(span) && confidence < 0.6 {
                continue;
            }
            out.push(Finding {
                kind: KIND.name,
                severity: KIND.severity,
                confidence,
                culprit: Some(reading.member.version),
                against_source: Vec::new(),
                places: vec![Place { version: reading.member.version, span }],
                reason: format!("“{words}” is not translated."),
                numbers: BTreeMap::new(),
            });
        }
        out
    }
}

/// Whether a reading has these words, whatever their case.
fn has(reading: &Reading<'_>, words: &str) -> bool {
    reading.text.to_lowercase().contains(&words.to_lowercase())
}

/// The longest run of words for which `foreign` holds.
fn longest_run(reading: &Reading<'_>, foreign: impl Fn(usize) -> bool) -> Option<(usize, Span)> {
    let mut best: Option<(usize, Span)> = None;
    let mut run: Option<(usize, Span)> = None;
    for (i, word) in reading.words.iter().enumerate() {
        run = match (foreign(i), run) {
            (true, Some((n, span))) => Some((n + 1, span.cover(word.span))),
            (true, None) => Some((1, word.span)),
            (false, _) => None,
        };
        if let Some((n, _)) = run
            && best.is_none_or(|(m, _)| n > m)
        {
            best = run;
        }
    }
    best
}

/// Words in small letters of another script: names, codes and abbreviations have capitals.
fn other_script(reading: &Reading<'_>) -> Option<(Span, f32)> {
    let home = script_of(reading.language)?;
    let foreign = |i: usize| {
        let Some(word) = reading.words.get(i) else { return false };
        let text = reading.written(word.span);
        let scripts: Vec<Script> = text.chars().filter_map(script).collect();
        let caseless = scripts.iter().all(|s| !matches!(s, Script::Latin | Script::Cyrillic | Script::Greek));
        let small = caseless || text.chars().filter(|c| c.is_alphabetic()).all(char::is_lowercase);
        scripts.len() > 1 && scripts.iter().all(|s| *s != home && *s != Script::Other) && small
    };
    let (words, span) = longest_run(reading, foreign)?;
    let unit = reading.quantities.iter().any(|q| q.span.overlaps(span));
    (!unit && (words > 1 || home != Script::EastAsian)).then_some((span, if words > 1 { 0.8 } else { 0.7 }))
}

/// A run of words with at least three small words of one other language and none of its own.
fn small_words(reading: &Reading<'_>) -> Option<(Span, f32)> {
    let own = reading.lexicon()?;
    let word = |i: usize| reading.words.get(i).map_or("", |w| w.folded.as_str());
    lexicon::all()
        .iter()
        .filter(|(code, _)| **code != reading.language.code())
        .filter_map(|(_, lexicon)| {
            let theirs = |i: usize| {
                lexicon.common.iter().any(|c| c == word(i)) && !own.common.iter().any(|c| c == word(i))
            };
            // Between two small words one word of any kind may stand.
            let near = |i: usize| {
                theirs(i)
                    || (i > 0 && theirs(i - 1) && theirs(i + 1) && !own.common.iter().any(|c| c == word(i)))
            };
            let (_, span) = longest_run(reading, near)?;
            let hits = reading.words_in(span).filter(|i| theirs(*i)).count();
            (hits >= 3).then_some((span, 0.7))
        })
        .max_by_key(|(span, _)| (span.len(), span.start))
}

/// Words of the source that stand in the version unchanged, in small letters, at least two in a row.
fn from_source(reading: &Reading<'_>, others: &[&Reading<'_>]) -> Option<(Span, f32)> {
    let source = others.iter().find(|r| r.is_source() && r.language != reading.language)?;
    let kept = |i: usize| {
        let Some(word) = reading.words.get(i) else { return false };
        let small =
            reading.written(word.span).starts_with(char::is_lowercase) && word.folded.chars().count() > 1;
        small && source.words.iter().any(|w| w.folded == word.folded)
    };
    let (words, span) = longest_run(reading, kept)?;
    let in_order = has(source, reading.written(span));
    let long = reading.written(span).chars().count() >= 8;
    (words >= 2 && in_order && long).then_some((span, if words > 2 { 0.8 } else { 0.55 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{
        assert_clean, assert_clean_across, assert_drift, assert_drift_across,
    };

    #[test]
    fn words_left_in_another_language_are_found() {
        let found = assert_drift(
            &Untranslated,
            "ja",
            &["委員会は新しい予算を議論した。", "委員会はnew budgetを議論した。"],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
        assert_drift_across(
            &Untranslated,
            &[
                ("source:de", "Der Verein plant einen neuen spielplatz im garten der Schule."),
                ("en", "The club plans a new spielplatz im garten of the school."),
                ("en", "The club plans a new playground in the garden of the school."),
            ],
        );
    }

    #[test]
    fn names_loans_and_units_are_clean() {
        assert_clean(
            &Untranslated,
            "ru",
            &["Компания Apple показала iPhone.", "Фирма Apple показала айфон."],
        );
        assert_clean(
            &Untranslated,
            "en",
            &["He read Der Spiegel in Berlin.", "He read the magazine Der Spiegel."],
        );
        assert_clean(&Untranslated, "zh", &["长度为5 km。", "长度为5公里。"]);
        assert_clean(&Untranslated, "ja", &["AIの会議", "人工知能の会議"]);
        assert_clean_across(
            &Untranslated,
            &[
                ("source:fr", "le menu à la carte"),
                ("en", "the à la carte menu"),
                ("en", "the à la carte menu"),
            ],
        );
        assert_clean(&Untranslated, "es", &["Fue un show de jazz.", "Fue un espectáculo de jazz."]);
    }
}
