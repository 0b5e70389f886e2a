//! `tense`: what is to come in one version is over in the other.

use super::opposition::{extent, hits, is_turned, poles, same_place};
use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::{
        contrast::{Sort, Tense as Time, contrasts},
        phrases::Hit,
    },
};
use std::ops::RangeInclusive;

/// The kind.
pub const KIND: Kind = Kind {
    name: "tense",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "What one version says will happen has happened in the other: by the verb's form (“will open”, “opened”) or by the day (“yesterday”, “tomorrow”).",
    matters: "A plan is reported as a fact, or something that is over is announced.",
    examples: &[
        Example {
            language: "en",
            says: "The new library [will] open its doors on Monday.",
            drifts: "The new library [opened] its doors on Monday.",
        },
        Example {
            language: "de",
            says: "Der Rat hat [gestern] über den Plan beraten.",
            drifts: "Der Rat hat [morgen] über den Plan beraten.",
        },
        Example {
            language: "fr",
            says: "Le pont [sera] fermé pendant un mois.",
            drifts: "Le pont [était] fermé pendant un mois.",
        },
        Example {
            language: "ru",
            says: "Музей [будет] закрыт в понедельник.",
            drifts: "Музей [был] закрыт в понедельник.",
        },
        Example {
            language: "ar",
            says: "وصل الوفد إلى القاهرة [أمس] بعد الظهر.",
            drifts: "وصل الوفد إلى القاهرة [غدا] بعد الظهر.",
        },
    ],
    misses: "Present against past, which storytellers and headlines exchange freely, and against the future (“opens on Monday”); tenses that only an ending shows (French *ouvrira*, Turkish, Hindi and Arabic verbs); German auxiliaries, since *wird* makes the passive of the present too; planned against done where the whole clause is worded otherwise.",
};

/// Below this share of common words a plan may be told as something planned in the past. By hand.
const LEAST_AGREEMENT: f32 = 0.6;

/// How many words after the place of the one auxiliary the other's verb may stand. By hand.
const REACH: usize = 3;

/// A year that is over whenever the text was written, or nearly so: what is told of it as to come is told from then
/// (“in 1990 he will become mayor”), as chronicles do.
const LONG_PAST: RangeInclusive<f64> = 1000.0..=1999.0;

/// The check.
#[derive(Debug)]
pub struct Tense;

impl Check for Tense {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording =
            Wording { kind: KIND.name, differ: "One is to come, the other over", lacks: "no such time" };
        let forms: Vec<Vec<Hit<Time>>> = group.readings.iter().map(verbs).collect();
        let days: Vec<_> = group.readings.iter().map(|r| poles(r, &[Sort::Time])).collect();
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.agreement >= LEAST_AGREEMENT) {
            let Some((a, b)) = group.both(pair) else { continue };
            let (Some(in_a), Some(in_b)) = (forms.get(pair.a), forms.get(pair.b)) else { continue };
            let mut found: Vec<(Span, Span)> = Vec::new();
            found.extend(planned(pair, (a, in_a), (b, in_b)));
            found.extend(planned(&pair.swapped(), (b, in_b), (a, in_a)).map(|(x, y)| (y, x)));
            let (Some(in_a), Some(in_b)) = (days.get(pair.a), days.get(pair.b)) else { continue };
            for x in in_a {
                found.extend(
                    in_b.iter()
                        .filter(|y| x.against(y).is_some())
                        .filter(|y| {
                            same_place(pair, x.words, y.words) && !is_turned(pair, a, x.words, y.words)
                        })
                        .map(|y| (x.span, y.span)),
                );
            }
            for (x, y) in found {
                clashes.push(Clash {
                    a: pair.a,
                    b: pair.b,
                    in_a: Said::words(a, x),
                    in_b: Said::words(b, y),
                    confidence: 0.2 + 0.5 * pair.trust(),
                    severity: KIND.severity,
                });
            }
        }
        judge(group, wording, &clashes)
    }
}

/// The verb forms of a reading that tell its time.
fn verbs(reading: &Reading<'_>) -> Vec<Hit<Time>> {
    let Some(contrasts) = contrasts(reading.language) else { return Vec::new() };
    let known = |h: Hit<Option<Time>>| Some(Hit { span: h.span, means: h.means? });
    hits(reading, &contrasts.tenses).into_iter().filter_map(known).collect()
}

/// Where `a` speaks of what is to come and `b`, in the same place, of what is over.
fn planned(
    pair: &Pair,
    (a, in_a): (&Reading<'_>, &[Hit<Time>]),
    (b, in_b): (&Reading<'_>, &[Hit<Time>]),
) -> Option<(Span, Span)> {
    // Forms that the other side has too say nothing.
    let changed =
        |own: &Reading<'_>, other: &Reading<'_>, span: Span, partner: &dyn Fn(usize) -> Option<usize>| {
            own.words_in(span).any(|i| {
                let folded = |r: &Reading<'_>, i: usize| r.words.get(i).map(|w| w.folded.clone());
                partner(i).is_none_or(|j| folded(own, i) != folded(other, j))
            })
        };
    let only_a: Vec<&Hit<Time>> = in_a.iter().filter(|h| changed(a, b, h.span, &|i| pair.in_b(i))).collect();
    let only_b: Vec<&Hit<Time>> = in_b.iter().filter(|h| changed(b, a, h.span, &|j| pair.in_a(j))).collect();
    let mixed = only_a.iter().any(|h| h.means != Time::Future)
        || only_b.iter().any(|h| h.means != Time::Past)
        || in_b.iter().any(|h| h.means == Time::Future);
    let (future, past) = (only_a.first()?, only_b.first()?);
    if mixed {
        return None;
    }
    let year = |v: &f64| LONG_PAST.contains(v) && v.fract() == 0.0;
    let chronicle = |r: &Reading<'_>| {
        let years = r.numbers.iter().filter(|n| r.written(n.span).chars().count() == 4);
        years.flat_map(|n| &n.values).any(year)
    };
    if chronicle(a) && chronicle(b) {
        return None;
    }
    let (first, last) = extent(a, future.span)?;
    if (first..=last).any(|i| pair.in_b(i).is_some()) {
        return None;
    }
    let before = (0..first).rev().find_map(|i| pair.in_b(i));
    let (at, _) = extent(b, past.span)?;
    let follows = match before {
        Some(j) => at > j && at - j <= REACH,
        None => first <= 1 && at <= 1,
    };
    // The verb itself, in whatever form, or what comes next must stand there too.
    let goes_on = (last + 1..pair.a_to_b.len())
        .take(REACH)
        .any(|i| pair.in_b(i).is_some_and(|j| j >= at && j - at <= REACH));
    let quoted = a.is_quoted(future.span) != b.is_quoted(past.span);
    (follows && goes_on && !quoted).then_some((future.span, past.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn plans_told_as_done_are_found() {
        for (language, texts) in [
            ("en", ["The team will receive the prize.", "The team has received the prize."]),
            ("en", ["The tunnel will be closed for a year.", "The tunnel was closed for a year."]),
            ("es", ["El museo será ampliado por la ciudad.", "El museo fue ampliado por la ciudad."]),
            ("it", ["La strada sarà chiusa al traffico.", "La strada fu chiusa al traffico."]),
            ("pt", ["A ponte será fechada por um mês.", "A ponte foi fechada por um mês."]),
            ("nl", ["De brug zal gesloten zijn.", "De brug werd gesloten."]),
            ("pl", ["Most będzie zamknięty przez rok.", "Most był zamknięty przez rok."]),
            ("uk", ["Музей буде закритий у понеділок.", "Музей був закритий у понеділок."]),
            ("ja", ["代表団は昨日パリに着いた。", "代表団は明日パリに着いた。"]),
            ("tr", ["Toplantı dün belediyede yapıldı.", "Toplantı yarın belediyede yapıldı."]),
        ] {
            assert_drift(&Tense, language, &texts);
        }
    }

    #[test]
    fn other_forms_of_one_time_are_clean() {
        for (language, texts) in [
            ("en", ["The shop opens on Monday.", "The shop will open on Monday."]),
            ("en", ["He has said it is over.", "He said it was over."]),
            ("en", ["They said the shop would open.", "They said the shop will open."]),
            ("de", ["Er wird Fuchs genannt.", "Er wurde Fuchs genannt."]),
            ("de", ["Er hat das Haus verkauft.", "Er verkaufte das Haus."]),
            ("de", ["Die Schule wird im Mai gebaut.", "Die Schule soll im Mai gebaut werden."]),
            ("fr", ["Il est venu hier.", "Il vint hier."]),
            ("es", ["Ha dicho que sí.", "Dijo que sí."]),
            ("ru", ["Он был там вчера.", "Вчера он был там."]),
            ("zh", ["会议明天将举行。", "会议明天举行。"]),
            ("en", ["In 1990 he became mayor there.", "In 1990 he will become mayor there."]),
        ] {
            assert_clean(&Tense, language, &texts);
        }
    }
}
