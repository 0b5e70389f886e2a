//! `quotation`: words that are quoted in one version and not in another.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::contrast,
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "quotation",
    mqm: "accuracy/mistranslation",
    severity: Severity::Minor,
    finds: "Words that stand in quotation marks in one version and, though they are the same words, without marks in another.",
    matters: "Quotation marks say whose words these are. Without them a claim becomes the author's own; with them the author's words become somebody's statement, or irony.",
    examples: &[
        Example {
            language: "en",
            says: "The minister called the plan [“a complete failure of planning”].",
            drifts: "The minister called the plan [a complete failure of planning].",
        },
        Example {
            language: "de",
            says: "Er nannte die Lage [„äußerst ernst für alle“].",
            drifts: "Er nannte die Lage [äußerst ernst für alle].",
        },
        Example {
            language: "ja",
            says: "首相は[「全く問題はない」]と述べた。",
            drifts: "首相は[全く問題はない]と述べた。",
        },
    ],
    misses: "Who is quoted. Quoted single words and names (titles, ships, firms), whose marks are a matter of style. Speech that one version reports indirectly in other words, and quotations across languages.",
};

/// Fewer quoted words than this are titles, names and words set apart for style.
const LEAST_WORDS: usize = 3;

/// Share of the quoted words that must stand unquoted in the other version to call it the same passage.
const SAME_PASSAGE: f32 = 0.7;

/// The check.
#[derive(Debug)]
pub struct Quotation;

impl Check for Quotation {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording {
            kind: KIND.name,
            differ: "The same words are quoted in one version and not in the other",
            lacks: "no quotation marks",
        };
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            let Some((a, b)) = group.both(pair) else { continue };
            if !pair.same_language || starts_with_dash(a) || starts_with_dash(b) {
                continue;
            }
            for (inner, span, other) in unquoted(a, b, |i| pair.in_b(i)) {
                clashes.push(clash(pair, said(a, span, inner), Said { spans: vec![other], what: None }));
            }
            for (inner, span, other) in unquoted(b, a, |i| pair.in_a(i)) {
                clashes.push(clash(pair, Said { spans: vec![other], what: None }, said(b, span, inner)));
            }
        }
        judge(group, wording, &clashes)
    }
}

fn clash(pair: &Pair, in_a: Said, in_b: Said) -> Clash {
    Clash { a: pair.a, b: pair.b, in_a, in_b, confidence: 0.35, severity: KIND.severity }
}

fn said(reading: &Reading<'_>, span: Span, inner: Span) -> Said {
    Said { spans: vec![span], what: Some(reading.written(inner).trim().to_owned()) }
}

/// Quotations of `from` whose words stand in `to` outside all quotation marks: the words, the quotation, and
/// the same words in `to`.
fn unquoted(
    from: &Reading<'_>,
    to: &Reading<'_>,
    same: impl Fn(usize) -> Option<usize>,
) -> Vec<(Span, Span, Span)> {
    let extent = from.extent();
    let mut out = Vec::new();
    for quotation in &from.quotations {
        let words: Vec<usize> = from.words_in(quotation.inner).collect();
        let there: Vec<Span> = words.iter().filter_map(|i| to.words.get(same(*i)?)).map(|w| w.span).collect();
        let Some(cover) = there.iter().copied().reduce(Span::cover) else { continue };
        let quoted = there.iter().any(|span| to.quotations.iter().any(|q| q.span.overlaps(*span)));
        let enough = words.len() >= LEAST_WORDS && there.len() as f32 >= words.len() as f32 * SAME_PASSAGE;
        // "He warns that …": speech reported indirectly, in the same words.
        let first = to.words.iter().position(|w| w.span.start >= cover.start);
        let indirect = first
            .and_then(|i| to.words.get(i.checked_sub(1)?))
            .is_some_and(|w| contrast::any(to.language, |c| c.speech.that.contains(&w.folded)));
        if enough && !quoted && !indirect && extent.contains(quotation.span) {
            out.push((quotation.inner, quotation.span, cover));
        }
    }
    out
}

/// Spoken lines that begin with a dash need no quotation marks (French, Russian, Spanish, Polish…).
fn starts_with_dash(reading: &Reading<'_>) -> bool {
    reading.text.trim_start().starts_with(['—', '–', '―', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn words_that_lose_their_marks_are_found() {
        assert_drift(
            &Quotation,
            "fr",
            &["Il a parlé d’« une décision très grave ».", "Il a parlé d’une décision très grave."],
        );
    }

    #[test]
    fn styles_and_scare_quotes_are_clean() {
        assert_clean(&Quotation, "en", &["She said, “We leave at dawn.”", "She said: \"We leave at dawn.\""]);
        assert_clean(
            &Quotation,
            "de",
            &["Er sagte: „Wir gehen jetzt nach Hause.“", "Er sagte: »Wir gehen jetzt nach Hause.«"],
        );
        assert_clean(&Quotation, "en", &["The “Proud Owl” sank.", "The Proud Owl sank."]);
        assert_clean(&Quotation, "zh", &["他说：“我们明天出发。”", "他说：「我们明天出发。」"]);
        assert_clean(
            &Quotation,
            "ru",
            &["— Мы уйдём на рассвете, — сказала она.", "«Мы уйдём на рассвете», — сказала она."],
        );
        assert_clean(
            &Quotation,
            "en",
            &["He said “we will win the war”.", "He said that they were going to be victorious."],
        );
    }

    #[test]
    fn speech_reported_with_that_is_clean_in_languages_without_lists_too() {
        for (language, texts) in [
            ("en", ["He said “the dam is safe”.", "He said that the dam is safe."]),
            ("ca", ["Va dir «la presa és segura».", "Va dir que la presa és segura."]),
        ] {
            assert_clean(&Quotation, language, &texts);
        }
    }
}
