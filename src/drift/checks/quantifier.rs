//! `quantifier`: all against some, most against few.

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
    name: "quantifier",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "A word for all, most, many, some, few or none that stands against a word for another share in the other version.",
    matters: "What holds for some is said of all.",
    examples: &[
        Example {
            language: "en",
            says: "[Some] schools in the district will stay closed.",
            drifts: "[All] schools in the district will stay closed.",
        },
        Example {
            language: "de",
            says: "[Viele] Bewohner haben das Haus verlassen.",
            drifts: "[Wenige] Bewohner haben das Haus verlassen.",
        },
        Example {
            language: "ru",
            says: "[Некоторые] врачи против этой меры.",
            drifts: "[Все] врачи против этой меры.",
        },
    ],
    misses: "A quantifier that one version merely leaves out, shades between neighbours (many and most), and versions in different languages.",
};

/// The check.
#[derive(Debug)]
pub struct Quantifier;

impl Check for Quantifier {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The shares differ", lacks: "no such share" };
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            if let Some((a, b)) = group.both(pair)
                && pair.same_language
            {
                clashes.extend(compare(pair, a, b));
            }
        }
        judge(group, wording, &clashes)
    }
}

/// An article or adjective may stand between the quantifier and the word that it is about.
const REACH: usize = 2;

/// How much of the whole a word speaks of, in steps; neighbours are shades of one another.
fn share(mark: Mark) -> Option<i32> {
    match mark {
        Mark::None => Some(0),
        Mark::Few => Some(1),
        Mark::Some => Some(2),
        Mark::Many | Mark::Most => Some(4),
        Mark::All => Some(6),
        _ => None,
    }
}

fn compare(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<Clash> {
    let shares = |reading: &Reading<'_>| -> Vec<(Span, i32)> {
        reading.marks.iter().filter_map(|h| Some((h.span, share(h.means)?))).collect()
    };
    let (all_a, all_b) = (shares(a), shares(b));
    // Close to some word of the other side, what both say alike is settled.
    let lone = |own: &[(Span, i32)], other: &[(Span, i32)]| -> Vec<(Span, i32)> {
        own.iter().filter(|(_, s)| !other.iter().any(|(_, o)| (s - o).abs() < 2)).copied().collect()
    };
    let (only_a, only_b) = (lone(&all_a, &all_b), lone(&all_b, &all_a));
    let mut out = Vec::new();
    for ((x, _), (y, _)) in only_a.iter().zip(&only_b) {
        // Both must speak of the same word.
        let next =
            |reading: &Reading<'_>, span: Span| reading.words.iter().position(|w| w.span.start >= span.end);
        let same = next(a, *x).is_some_and(|i| {
            let there = (i..i + REACH).find_map(|i| pair.in_b(i));
            there.zip(next(b, *y)).is_some_and(|(j, from)| (from..from + REACH).contains(&j))
        });
        if !same {
            continue;
        }
        let confidence = 0.2 + 0.65 * pair.trust();
        out.push(Clash {
            a: pair.a,
            b: pair.b,
            in_a: Said::words(a, *x),
            in_b: Said::words(b, *y),
            confidence,
            severity: KIND.severity,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn other_shares_are_found() {
        assert_drift(
            &Quantifier,
            "fr",
            &["Tous les élèves ont réussi l’examen.", "Quelques élèves ont réussi l’examen."],
        );
        assert_drift(&Quantifier, "zh", &["所有学校明天都将关闭。", "一些学校明天将关闭。"]);
    }

    #[test]
    fn shades_and_omitted_words_are_clean() {
        assert_clean(&Quantifier, "en", &["Many people came.", "Most people came."]);
        assert_clean(&Quantifier, "en", &["All visitors must register.", "Visitors must register."]);
        assert_clean(&Quantifier, "en", &["Every child knows it.", "All children know it."]);
        assert_clean(&Quantifier, "de", &["Jeder Bürger darf wählen.", "Alle Bürger dürfen wählen."]);
        assert_clean(&Quantifier, "es", &["Varios testigos hablaron.", "Muchos testigos hablaron."]);
        assert_clean(&Quantifier, "ru", &["Каждый знает это.", "Все знают это."]);
    }
}
