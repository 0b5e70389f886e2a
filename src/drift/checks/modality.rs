//! `modality`: a report becomes a fact, or a possibility a certainty, or the other way round.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::lexicon::Mark,
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "modality",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "Words that mark a statement as hearsay (“is said to”, “allegedly”) or as merely possible (“may”), present in one version and absent from another that is otherwise worded alike, or turned there into what would have been.",
    matters: "An accusation that the author only reports becomes one that the author makes.",
    examples: &[
        Example {
            language: "en",
            says: "The two men [allegedly] stole the painting from the church.",
            drifts: "The two men stole the painting from the church.",
        },
        Example {
            language: "de",
            says: "Die Firma hat [angeblich] Daten von Kunden verkauft.",
            drifts: "Die Firma hat Daten von Kunden verkauft.",
        },
        Example {
            language: "ru",
            says: "Компания [якобы] продавала данные клиентов.",
            drifts: "Компания продавала данные клиентов.",
        },
    ],
    misses: "Moods that are part of the verb's form in most languages (German subjunctive, Turkish -miş), and hearsay reworded by a clause (“sources say that”). What would have been is known in English only. Across languages it is silent.",
};

/// Below this share of common words hearsay and possibility are usually expressed in some other way.
const LEAST_AGREEMENT: f32 = 0.68;

/// The check.
#[derive(Debug)]
pub struct Modality;

impl Check for Modality {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording {
            kind: KIND.name,
            differ: "One reports it as hearsay or possible, the other does not",
            lacks: "no such mark",
        };
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            let Some((a, b)) = group.both(pair) else { continue };
            if !pair.same_language || pair.agreement < LEAST_AGREEMENT {
                continue;
            }
            let found = lost(pair, a, b)
                .or_else(|| lost(&pair.swapped(), b, a).map(|(x, y, confidence)| (y, x, confidence)));
            if let Some((in_a, in_b, confidence)) = found {
                clashes.push(Clash { a: pair.a, b: pair.b, in_a, in_b, confidence, severity: KIND.severity });
            }
        }
        judge(group, wording, &clashes)
    }
}

fn hedges(reading: &Reading<'_>) -> Vec<(Span, Mark)> {
    let hedge = |m: Mark| matches!(m, Mark::Hearsay | Mark::Possibility);
    reading.marks.iter().filter(|h| hedge(h.means)).map(|h| (h.span, h.means)).collect()
}

/// Whether `a` hedges and `b` does not at all.
fn lost(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Option<(Said, Said, f32)> {
    // Who reports it is said in another way.
    let attributed = |r: &Reading<'_>| r.marked(Mark::Attribution).count();
    if !hedges(b).is_empty() || attributed(b) > attributed(a) {
        return None;
    }
    let alone = |span: Span| a.words_in(span).all(|i| pair.in_b(i).is_none());
    let (span, mark) = hedges(a).into_iter().find(|(span, _)| alone(*span))?;
    let first = a.words_in(span).next()?;
    let strength = if mark == Mark::Hearsay { 0.55 } else { 0.4 };
    // Not a report in other words: “would have captured” says that nobody did.
    let unreal = b.marked(Mark::Unreal).find(|span| {
        mark == Mark::Hearsay
            && a.marked(Mark::Unreal).next().is_none()
            && b.words_in(*span).any(|j| pair.in_a(j).is_none())
    });
    if let Some(unreal) = unreal {
        let confidence = strength * pair.trust();
        return (confidence >= 0.15).then(|| (Said::words(a, span), Said::words(b, unreal), confidence));
    }
    // A word in its place may say the same in a way that the list does not know: presumed, supposed.
    let place = b.words.iter().position(|w| Some(&w.span) == pair.beside_in_b(first, b).first());
    let replaced = place
        .into_iter()
        .flat_map(|j| [j.checked_sub(1), Some(j + 1)])
        .flatten()
        .any(|j| pair.in_a(j).is_none() && b.words.get(j).is_some_and(|w| w.folded.chars().count() > 3));
    if replaced {
        return None;
    }
    let beside = pair.beside_in_b(first, b);
    let new_in_b = b
        .words
        .iter()
        .enumerate()
        .filter(|(j, w)| pair.in_a(*j).is_none() && w.folded.chars().count() > 3)
        .count();
    let confidence = strength * pair.trust() * 0.85f32.powi(new_in_b as i32);
    let said = Said::words(a, span);
    (confidence >= 0.15).then_some((said, Said { spans: beside, what: None }, confidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn hearsay_turned_fact_is_found() {
        assert_drift(
            &Modality,
            "es",
            &[
                "El alcalde supuestamente recibió dinero de la empresa.",
                "El alcalde recibió dinero de la empresa.",
            ],
        );
        assert_drift(
            &Modality,
            "en",
            &["The new rule may harm small farms.", "The new rule harms small farms."],
        );
    }

    #[test]
    fn hearsay_turned_into_what_would_have_been_is_found() {
        assert_drift(
            &Modality,
            "en",
            &[
                "Nobody knew how many ships the two admirals are said to have captured.",
                "Nobody knew how many ships the two admirals would have conquered.",
            ],
        );
        assert_clean(
            &Modality,
            "en",
            &[
                "The rebels are said to hold the town, which would have been easy to defend.",
                "The rebels reportedly hold the town, which would have been easy to defend.",
            ],
        );
    }

    #[test]
    fn hedges_in_other_words_are_clean() {
        assert_clean(&Modality, "en", &["He allegedly stole it.", "He is said to have stolen it."]);
        assert_clean(&Modality, "en", &["It may rain.", "Perhaps it will rain."]);
        assert_clean(&Modality, "de", &["Er soll krank sein.", "Er ist angeblich krank."]);
        assert_clean(&Modality, "fr", &["Il serait parti.", "Selon la presse, il est parti."]);
        assert_clean(&Modality, "ru", &["Возможно, пойдёт дождь.", "Может пойти дождь."]);
        assert_clean(&Modality, "zh", &["据说他走了。", "据报道，他走了。"]);
    }
}
