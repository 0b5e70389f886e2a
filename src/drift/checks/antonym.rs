//! `antonym`: one version says a word, the other its opposite.

use super::opposition::{Pole, hits, is_turned, poles, same_place};
use crate::{
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading, same_word},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::{
        contrast::{Sort, contrasts},
        lexicon::Mark,
    },
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "antonym",
    mqm: "accuracy/mistranslation",
    severity: Severity::Critical,
    finds: "A word that stands against its opposite in the same place of the other version: rise and fall, buy and sell, before and after, legal and illegal.",
    matters: "The reader is told the opposite, in a sentence that reads well.",
    examples: &[
        Example {
            language: "en",
            says: "The price of bread [rose] in March.",
            drifts: "The price of bread [fell] in March.",
        },
        Example {
            language: "de",
            says: "Die Firma hat zwei Häuser am Hafen [gekauft].",
            drifts: "Die Firma hat zwei Häuser am Hafen [verkauft].",
        },
        Example {
            language: "es",
            says: "El museo [abrió] sus salas el lunes.",
            drifts: "El museo [cerró] sus salas el lunes.",
        },
        Example {
            language: "ru",
            says: "Совет [разрешил] строительство у реки.",
            drifts: "Совет [запретил] строительство у реки.",
        },
        Example {
            language: "zh", says: "去年出口额[增加]了三成。", drifts: "去年出口额[减少]了三成。"
        },
    ],
    misses: "Opposites that are not in the lists, and those around which more than a word or two was put differently. Where the number of negations differs, or two opposites stand close together (“higher losses”, “lower profits”), they may make up for one another, and it is silent; so it is where the parts of a converse pair are swapped too (A sold to B, B bought from A) or the seller or buyer is not named at all.",
};

/// Below this share of common words other words may make up for an opposite. By hand.
const LEAST_AGREEMENT: f32 = 0.55;

/// Two opposites this many words apart may cancel each other. By hand.
const CANCEL: usize = 4;

/// The check.
#[derive(Debug)]
pub struct Antonym;

/// A word of each side and whether it is a converse pair.
type Found = ((usize, usize), (usize, usize), bool);

impl Check for Antonym {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "One says the opposite", lacks: "no such word" };
        let sorts = [Sort::Opposite, Sort::Converse];
        let all: Vec<Vec<Pole>> = group.readings.iter().map(|r| poles(r, &sorts)).collect();
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.agreement >= LEAST_AGREEMENT) {
            let (Some((a, b)), Some(in_a), Some(in_b)) = (group.both(pair), all.get(pair.a), all.get(pair.b))
            else {
                continue;
            };
            for (x, y, converse) in opposed(pair, (a, in_a), (b, in_b)) {
                let said = |reading: &Reading<'_>, words: (usize, usize)| {
                    let span = |i: usize| reading.words.get(i).map(|w| w.span).unwrap_or_default();
                    let span = span(words.0).cover(span(words.1));
                    Said::words(reading, span)
                };
                let sure = if converse { 0.75 } else { 0.85 };
                clashes.push(Clash {
                    a: pair.a,
                    b: pair.b,
                    in_a: said(a, x),
                    in_b: said(b, y),
                    confidence: sure * (0.45 + 0.5 * pair.trust()),
                    severity: KIND.severity,
                });
            }
        }
        judge(group, wording, &clashes)
    }
}

/// The opposites that stand in the same place, unless something else makes up for them.
fn opposed(
    pair: &Pair,
    (a, in_a): (&Reading<'_>, &[Pole]),
    (b, in_b): (&Reading<'_>, &[Pole]),
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for x in in_a {
        for y in in_b.iter().filter(|y| same_place(pair, x.words, y.words)) {
            let Some((p, q)) = x.against(y) else { continue };
            // Each side has its own word only: "from buyers to sellers" reordered has both.
            if in_b.iter().any(|o| o.sides.contains(&p)) || in_a.iter().any(|o| o.sides.contains(&q)) {
                continue;
            }
            found.push((x.words, y.words, p.sort == Sort::Converse));
        }
    }
    found.extend(prefixed(pair, a, b));
    found.retain(|(x, y, converse)| {
        !is_turned(pair, a, *x, *y) && (!converse || converse_holds(pair, a, b, *x, *y))
    });
    let near = |p: &Found, q: &Found| p.0.0.abs_diff(q.0.0) <= CANCEL || p.1.0.abs_diff(q.1.0) <= CANCEL;
    let kept: Vec<Found> =
        found.iter().filter(|f| !found.iter().any(|o| o != *f && near(o, f))).copied().collect();
    let balanced = negations(a, &found, true) == negations(b, &found, false)
        && weak(pair, a, &found, true) == weak(&pair.swapped(), b, &found, false);
    if balanced { kept } else { Vec::new() }
}

/// Words that differ by a negative prefix and stand in the same place: legal, illegal.
fn prefixed(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<Found> {
    let Some(lexicon) = a.lexicon() else { return Vec::new() };
    let negates = |x: &str, y: &str| {
        lexicon.negative_prefixes.iter().filter(|p| p.chars().count() > 1).any(|p| {
            x.strip_prefix(p.as_str()).is_some_and(|rest| rest.chars().count() > 3 && same_word(rest, y))
        })
    };
    let Some(contrasts) = contrasts(a.language) else { return Vec::new() };
    let other = |r: &Reading<'_>| -> Vec<usize> {
        hits(r, &contrasts.prefixed).iter().flat_map(|h| r.words_in(h.span).collect::<Vec<_>>()).collect()
    };
    let (other_a, other_b) = (other(a), other(b));
    let mut out = Vec::new();
    for (i, x) in a.words.iter().enumerate().filter(|(i, _)| pair.in_b(*i).is_none()) {
        for (j, y) in b.words.iter().enumerate().filter(|(j, _)| pair.in_a(*j).is_none()) {
            let opposite = negates(&x.folded, &y.folded) || negates(&y.folded, &x.folded);
            let listed = other_a.contains(&i) || other_b.contains(&j);
            if opposite && !listed && same_place(pair, (i, i), (j, j)) {
                out.push(((i, i), (j, j), false));
            }
        }
    }
    out
}

/// Whether a converse pair is a difference: all words near it are the same, so that nobody changed places, and
/// somebody acts (in “was sold for a million” and “was bought for a million” nobody does).
fn converse_holds(
    pair: &Pair,
    a: &Reading<'_>,
    b: &Reading<'_>,
    x: (usize, usize),
    y: (usize, usize),
) -> bool {
    let around = |words: &[crate::features::Word], at: (usize, usize), partner: &dyn Fn(usize) -> bool| {
        let from = at.0.saturating_sub(4);
        let to = (at.1 + 5).min(words.len());
        (from..to).filter(|i| !(at.0..=at.1).contains(i)).all(partner)
    };
    let same = around(&a.words, x, &|i| {
        pair.in_b(i).is_some_and(|j| a.words.get(i).map(|w| &w.folded) == b.words.get(j).map(|w| &w.folded))
    }) && around(&b.words, y, &|j| pair.in_a(j).is_some());
    let Some(contrasts) = contrasts(a.language) else { return false };
    let passive = (x.0.saturating_sub(2)..x.0)
        .filter_map(|i| a.words.get(i))
        .chain(a.words.get(x.1 + 1))
        .any(|w| contrasts.passive.contains(&w.folded));
    same && !passive
}

/// Negations, those left out that are themselves one of the opposites.
fn negations(reading: &Reading<'_>, found: &[Found], first: bool) -> usize {
    reading.marked(Mark::Negation).filter(|span| !is_opposite(reading, *span, found, first)).count()
}

/// Weak negations that have no partner, the opposites left out.
fn weak(pair: &Pair, reading: &Reading<'_>, found: &[Found], first: bool) -> usize {
    reading
        .marked(Mark::WeakNegation)
        .filter(|span| reading.words_in(*span).all(|i| pair.in_b(i).is_none()))
        .filter(|span| !is_opposite(reading, *span, found, first))
        .count()
}

fn is_opposite(reading: &Reading<'_>, span: crate::Span, found: &[Found], first: bool) -> bool {
    reading.words_in(span).any(|i| {
        found.iter().any(|(x, y, _)| {
            let words = if first { x } else { y };
            // Between the parts of “nimmt … zu” a negation is one all the same.
            [words.0, words.1].contains(&i)
        })
    })
}

#[cfg(test)]
mod tests;
