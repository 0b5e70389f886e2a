//! `name-mismatch`: another name in the same place.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::names,
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "name-mismatch",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "The name of a person, place or body where the other version, in otherwise the same words, has another name.",
    matters: "Somebody else is said to have done it, or it happened somewhere else.",
    examples: &[
        Example {
            language: "en",
            says: "The judge in [Leeds] sent the papers back to the office.",
            drifts: "The judge in [Bristol] sent the papers back to the office.",
        },
        Example {
            language: "ru",
            says: "Вчера министр [Орлов] открыл новую больницу.",
            drifts: "Вчера министр [Соколов] открыл новую больницу.",
        },
        Example {
            language: "ja",
            says: "代表団は[パリ]で記者会見を開いた。",
            drifts: "代表団は[ロンドン]で記者会見を開いた。",
        },
    ],
    misses: "German, whose nouns all have capitals; scripts without capitals, except katakana; names at the start of a sentence; names across languages, where the source only helps to decide which version is wrong. Spellings of one name (Kyiv, Kiev; Müller, Mueller) and other names of one place (US, America) are not reported.",
};

/// The check.
#[derive(Debug)]
pub struct NameMismatch;

impl Check for NameMismatch {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The names differ", lacks: "no such name" };
        let found: Vec<Vec<usize>> = group.readings.iter().map(names_in).collect();
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.trust() > 0.4) {
            let (Some((a, b)), Some(in_a), Some(in_b)) =
                (group.both(pair), found.get(pair.a), found.get(pair.b))
            else {
                continue;
            };
            for i in in_a.iter().filter(|i| !known(a, **i, b)) {
                let Some(j) = opposite(pair, *i, in_b).filter(|j| !known(b, *j, a)) else { continue };
                let folded =
                    |r: &Reading<'_>, i: usize| r.words.get(i).map_or("", |w| w.folded.as_str()).to_owned();
                if names::abbreviates(&folded(a, *i), &folded(b, j)) {
                    continue;
                }
                let said = |reading: &Reading<'_>, index: usize| {
                    let span = reading.words.get(index).map_or_else(Span::default, |w| w.span);
                    Said::words(reading, span)
                };
                clashes.push(Clash {
                    a: pair.a,
                    b: pair.b,
                    in_a: said(a, *i),
                    in_b: said(b, j),
                    confidence: 0.25 + 0.5 * pair.trust(),
                    severity: KIND.severity,
                });
            }
        }
        judge(group, wording, &clashes)
    }
}

/// The words that are names, by index: a capital inside a sentence, or katakana.
fn names_in(reading: &Reading<'_>) -> Vec<usize> {
    let katakana =
        |s: &str| s.chars().count() > 1 && s.chars().all(|c| ('\u{30A0}'..='\u{30FF}').contains(&c));
    let written = |i: usize| reading.words.get(i).map_or("", |w| reading.written(w.span));
    let capital = |i: usize| written(i).starts_with(char::is_uppercase);
    if reading.lexicon().is_some_and(|l| l.nouns_capitalised) {
        return Vec::new();
    }
    // A headline has capitals everywhere.
    let capitals = (0..reading.words.len()).filter(|i| capital(*i)).count();
    let headline = capitals * 2 > reading.words.len() && reading.words.len() > 3;
    (0..reading.words.len())
        .filter(|&i| {
            let Some(word) = reading.words.get(i) else { return false };
            let inside = i > 0 && {
                let end = reading.words.get(i - 1).map_or(0, |w| w.span.end);
                let between = reading.written(Span::new(end, word.span.start));
                !between.contains([
                    '.', '!', '?', ':', '"', '“', '„', '«', '…', '\n', '(', '—', '–', '•', '‘', '`',
                ])
            };
            let dated = reading.dates.iter().any(|d| d.span.overlaps(word.span));
            let long = word.folded.chars().count() > 2;
            !dated && ((long && capital(i) && inside && !headline) || katakana(written(i)))
        })
        .collect()
}

/// Whether `other` has the name in some spelling, or another name of the same thing.
fn known(own: &Reading<'_>, i: usize, other: &Reading<'_>) -> bool {
    let Some(word) = own.words.get(i) else { return true };
    let acronym = own.written(word.span).chars().all(char::is_uppercase);
    acronym
        || other.words.iter().any(|w| names::same(&word.folded, &w.folded))
        || names::alias(&word.folded, &other.text)
}

/// The name of the other side that stands where name `i` stands: between the same neighbours, all else in
/// between being names or nothing.
fn opposite(pair: &Pair, i: usize, in_b: &[usize]) -> Option<usize> {
    if pair.in_b(i).is_some() {
        return None;
    }
    let before = (0..i).rev().take(3).find_map(|k| pair.in_b(k));
    let after = (i + 1..pair.a_to_b.len()).take(3).find_map(|k| pair.in_b(k));
    let (from, to) = match (before, after) {
        (Some(x), Some(y)) if x < y => (x + 1, y),
        (Some(x), None) => (x + 1, pair.b_to_a.len()),
        (None, Some(y)) => (0, y),
        _ => return None,
    };
    let gap: Vec<usize> = (from..to).filter(|j| pair.in_a(*j).is_none()).collect();
    let names: Vec<usize> = gap.iter().copied().filter(|j| in_b.contains(j)).collect();
    // "John Smith" against "the mayor": a name against no name is another way of saying it.
    (gap.len() <= 2 && gap.len() == names.len()).then(|| names.first().copied()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn another_name_is_found() {
        let found = assert_drift(
            &NameMismatch,
            "fr",
            &[
                "Le maire de Lyon a signé le texte.",
                "Le maire de Nantes a signé le texte.",
                "Le maire de Lyon a signé ce texte.",
            ],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
    }

    #[test]
    fn spellings_and_other_names_are_clean() {
        assert_clean(&NameMismatch, "en", &["The talks in Kyiv went on.", "The talks in Kiev went on."]);
        assert_clean(&NameMismatch, "en", &["Then John Ratcliffe spoke.", "Then John Radcliffe spoke."]);
        assert_clean(&NameMismatch, "en", &["He left America in May.", "He left the United States in May."]);
        assert_clean(&NameMismatch, "de", &["Er las den Vertrag vor.", "Er las das Abkommen vor."]);
        assert_clean(
            &NameMismatch,
            "es",
            &["Ayer habló Müller en la sala.", "Ayer habló Mueller en la sala."],
        );
        assert_clean(&NameMismatch, "ru", &["Вчера Орлова видели в Москве.", "Вчера Орлов был в Москве."]);
        assert_clean(&NameMismatch, "en", &["Yesterday Miller resigned.", "Yesterday the mayor resigned."]);
    }
}
