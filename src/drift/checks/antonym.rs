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
            (words.0..=words.1).contains(&i)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn opposites_are_found_in_many_languages() {
        for (language, texts) in [
            (
                "en",
                ["The council will allow cars on the bridge.", "The council will ban cars on the bridge."],
            ),
            ("en", ["The company bought the old mill.", "The company sold the old mill."]),
            ("en", ["Smoking there is legal since May.", "Smoking there is illegal since May."]),
            ("fr", ["Le prix du pain a augmenté en mars.", "Le prix du pain a diminué en mars."]),
            ("it", ["La squadra ha vinto la partita.", "La squadra ha perso la partita."]),
            ("pt", ["A ponte fica ao norte da cidade.", "A ponte fica ao sul da cidade."]),
            ("nl", ["De prijs van brood is gestegen.", "De prijs van brood is gedaald."]),
            ("pl", ["Sklep otwarto w maju.", "Sklep zamknięto w maju."]),
            ("uk", ["Ціна хліба зросла в березні.", "Ціна хліба впала в березні."]),
            ("ja", ["会社は株を購入した。", "会社は株を売却した。"]),
            ("ar", ["ارتفع سعر الخبز في مارس.", "انخفض سعر الخبز في مارس."]),
            ("tr", ["Ekmek fiyatı mart ayında arttı.", "Ekmek fiyatı mart ayında azaldı."]),
            ("hi", ["रोटी की कीमत मार्च में बढ़ी।", "रोटी की कीमत मार्च में घटी।"]),
        ] {
            assert_drift(&Antonym, language, &texts);
        }
    }

    #[test]
    fn the_lone_opposite_is_the_culprit() {
        let found = assert_drift(
            &Antonym,
            "en",
            &["Exports rose last year.", "The exports rose last year.", "Exports fell last year."],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(2));
    }

    #[test]
    fn what_makes_up_for_the_opposite_is_clean() {
        for (language, texts) in [
            ("en", ["The door did not open all day.", "The door stayed closed all day."]),
            ("en", ["Prices did not rise in May.", "Prices fell in May."]),
            ("en", ["Ann sold the house to Ben.", "Ben bought the house from Ann."]),
            ("en", ["The house was sold for a million.", "The house was bought for a million."]),
            ("en", ["Goods pass from buyers to sellers.", "Goods pass to sellers from buyers."]),
            ("en", ["He ate before he left.", "He left after he ate."]),
            ("en", ["The firm had higher losses in May.", "The firm had lower profits in May."]),
            ("en", ["Prices rose sharply.", "Prices climbed sharply."]),
            ("de", ["Der Preis stieg stark.", "Der Preis nahm stark zu."]),
            ("de", ["Das ist nicht leicht für ihn.", "Das ist schwer für ihn."]),
            ("de", ["Anna verkaufte Ben das Haus.", "Ben kaufte das Haus von Anna."]),
            ("fr", ["Il n’est pas pauvre du tout.", "Il est riche."]),
            ("es", ["El pan no es caro aquí.", "El pan es barato aquí."]),
            ("ru", ["Это не трудно для него.", "Это легко для него."]),
            ("zh", ["价格没有上升。", "价格下降了。"]),
            ("en", ["The glass on it was half full.", "The glass on it was half empty."]),
            ("en", ["More than 40 people came in.", "No fewer than 40 people came in."]),
            ("fr", ["La salle est à moitié vide ce soir.", "La salle est à moitié pleine ce soir."]),
        ] {
            assert_clean(&Antonym, language, &texts);
        }
    }

    #[test]
    fn a_prefix_that_negates_nothing_is_clean() {
        for (language, texts) in [
            ("en", ["Many migrants crossed the border.", "Many immigrants crossed the border."]),
            ("en", ["Her advice was valuable to us.", "Her advice was invaluable to us."]),
            ("en", ["The liquid is flammable and cold.", "The liquid is inflammable and cold."]),
            ("de", ["Die Kosten der Reise waren hoch.", "Die Unkosten der Reise waren hoch."]),
            ("nl", ["De kosten van de reis waren hoog.", "De onkosten van de reis waren hoog."]),
            ("fr", ["Les migrants sont arrivés hier.", "Les immigrants sont arrivés hier."]),
            ("es", ["Los migrantes llegaron a la costa.", "Los inmigrantes llegaron a la costa."]),
            ("pt", ["Os migrantes chegaram à costa.", "Os imigrantes chegaram à costa."]),
        ] {
            assert_clean(&Antonym, language, &texts);
        }
    }
}
