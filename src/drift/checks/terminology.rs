//! `terminology`: another term than the glossary's.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Place, Severity,
        comparison::Reading,
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::Word,
    glossary::{Concept, Glossary, Occurrence, Side, Status, Term, plain},
};
use std::collections::BTreeSet;

/// The kind.
pub const KIND: Kind = Kind {
    name: "terminology",
    mqm: "terminology/inconsistent with terminology resource",
    severity: Severity::Major,
    finds: "With a glossary (`--glossary`): a term that must not be used, a term of the source without any of its approved translations, and versions of one language that use different terms of one concept.",
    matters: "In contracts, manuals and medicine another word is another thing, or sends the reader looking for the difference.",
    examples: &[
        Example {
            language: "en",
            says: "The tenant returns both keys on the last day.",
            drifts: "The [renter] returns both keys on the last day.",
        },
        Example {
            language: "de",
            says: "Der Mieter gibt am letzten Tag beide Schlüssel zurück.",
            drifts: "Der [Insasse] gibt am letzten Tag beide Schlüssel zurück.",
        },
        Example {
            language: "ru",
            says: "Арендатор возвращает ключи в последний день.",
            drifts: "[Съёмщик] возвращает ключи в последний день.",
        },
        Example {
            language: "zh", says: "承租人在最后一天交还钥匙。", drifts: "[租客]在最后一天交还钥匙。"
        },
    ],
    misses: "Without a glossary everything. Forms that change inside the word (*Vertrag*, *Verträge*) or carry a prefix (Arabic articles) are not found where a term would be wrong, and any form that shares two thirds of the letters counts where a term is wanted. Pronouns and shorter names that stand for a term already named (“the contract” … “it”) are reported as missing.",
};

/// A term that the glossary forbids is there or is not; what remains is that the word was used in another sense.
const FORBIDDEN: f32 = 0.85;

/// A translation may name the thing by a pronoun, or not at all.
const MISSING: f32 = 0.6;

/// Both terms are approved; that they should be one is a matter of style.
const INCONSISTENT: f32 = 0.5;

/// The check.
#[derive(Debug)]
pub struct Terminology;

impl Check for Terminology {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let Some(glossary) = group.view.glossary else { return Vec::new() };
        let found: Vec<Vec<Occurrence>> = group.readings.iter().map(|r| occurrences(glossary, r)).collect();
        let mut out = Vec::new();
        for (reading, own) in group.readings.iter().zip(&found).filter(|(r, _)| !r.is_source()) {
            let source = group
                .readings
                .iter()
                .zip(&found)
                .find(|(r, _)| r.is_source() && r.language != reading.language);
            let mut told = Vec::new();
            for at in forbidden(glossary, own, source) {
                told.push(at.concept);
                out.push(use_of(glossary, reading, at));
            }
            if let Some((source, theirs)) = source {
                out.extend(missing(glossary, (source, theirs), reading, &told));
            }
        }
        out.extend(inconsistent(group, glossary, &found));
        out
    }
}

/// The terms in a reading; spans count bytes of the document's text.
fn occurrences(glossary: &Glossary, reading: &Reading<'_>) -> Vec<Occurrence> {
    let mut out = Vec::new();
    for segment in &reading.member.segments {
        let (text, words) = (&segment.encoded.text, &segment.encoded.features.words);
        let found = glossary.find(text, words, reading.language, reading.is_source());
        let from = segment.span.start;
        out.extend(found.into_iter().map(|o| Occurrence { span: o.span.shift(from), ..o }));
    }
    out
}

/// The uses of terms that must not be used. Where the source has terms for the concept and uses none of them, the
/// word is used in another sense.
fn forbidden(
    glossary: &Glossary,
    own: &[Occurrence],
    source: Option<(&Reading<'_>, &Vec<Occurrence>)>,
) -> Vec<Occurrence> {
    let meant = |at: &Occurrence| {
        source.is_none_or(|(source, theirs)| {
            let known = glossary.concepts().get(at.concept).is_some_and(|c| {
                c.terms.iter().any(|t| t.side != Side::Target && t.is_for(source.language, true))
            });
            !known || theirs.iter().any(|o| o.concept == at.concept)
        })
    };
    // One word may be forbidden for one concept and right for another.
    let approved = |at: &Occurrence| {
        own.iter().any(|o| {
            o.span.overlaps(at.span) && glossary.term(*o).is_some_and(|t| t.status == Status::Approved)
        })
    };
    own.iter()
        .filter(|at| glossary.term(**at).is_some_and(|t| t.status == Status::Forbidden))
        .filter(|at| !approved(at) && meant(at))
        .copied()
        .collect()
}

fn use_of(glossary: &Glossary, reading: &Reading<'_>, at: Occurrence) -> Finding {
    let instead = glossary.concepts().get(at.concept).map(|c| approved(c, reading)).unwrap_or_default();
    let instead = match instead.as_slice() {
        [] => String::new(),
        terms => format!("; it asks for {}", quoted(terms)),
    };
    Finding {
        kind: KIND.name,
        severity: KIND.severity,
        confidence: FORBIDDEN,
        culprit: Some(reading.member.version),
        against_source: Vec::new(),
        places: vec![Place { version: reading.member.version, span: at.span }],
        reason: format!("The glossary forbids “{}”{instead}.", reading.written(at.span)),
        numbers: std::collections::BTreeMap::new(),
    }
}

/// The terms of a concept that may be used in a reading, as the glossary writes them.
fn approved<'c>(concept: &'c Concept, reading: &Reading<'_>) -> Vec<&'c str> {
    concept.terms.iter().filter(|t| may_be_used(t, reading)).map(|t| t.text.as_str()).collect()
}

fn may_be_used(term: &Term, reading: &Reading<'_>) -> bool {
    term.status == Status::Approved && term.side != Side::Source && term.is_for(reading.language, false)
}

fn quoted(terms: &[&str]) -> String {
    let terms: Vec<String> = terms.iter().take(3).map(|t| format!("“{t}”")).collect();
    terms.join(" or ")
}

/// Terms of the source that have approved translations, none of which the reading has.
fn missing(
    glossary: &Glossary,
    (source, theirs): (&Reading<'_>, &[Occurrence]),
    reading: &Reading<'_>,
    told: &[usize],
) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    let mut seen: BTreeSet<usize> = told.iter().copied().collect();
    let text = plain(&reading.text, reading.language);
    // The same source term may have a row for each of its translations: any of them will do.
    for same in theirs.chunk_by(|x, y| x.span == y.span) {
        let concepts = || same.iter().filter_map(|o| glossary.concepts().get(o.concept));
        let wanted: Vec<&str> = concepts().flat_map(|c| approved(c, reading)).collect();
        let (Some(at), false) = (same.first(), wanted.is_empty()) else { continue };
        let known = same.iter().any(|o| seen.contains(&o.concept));
        seen.extend(same.iter().map(|o| o.concept));
        let stands = |t: &Term| may_be_used(t, reading) && t.may_stand_in(&text, reading.language);
        if known || concepts().flat_map(|c| &c.terms).any(stands) {
            continue;
        }
        out.push(Finding {
            kind: KIND.name,
            severity: KIND.severity,
            confidence: MISSING,
            culprit: Some(reading.member.version),
            against_source: Vec::new(),
            places: vec![
                Place { version: source.member.version, span: at.span },
                Place { version: reading.member.version, span: nearest(source, at.span, reading) },
            ],
            numbers: std::collections::BTreeMap::new(),
            reason: format!(
                "The source says “{}”, for which the glossary asks for {}; this one has no such term.",
                source.written(at.span),
                quoted(&wanted)
            ),
        });
    }
    out
}

/// The word of a reading that is nearest to words of the source, as the encoder sees them; the whole where it gives
/// no vectors.
fn nearest(source: &Reading<'_>, span: Span, reading: &Reading<'_>) -> Span {
    let Some(own) = direction(source, span) else { return reading.extent() };
    let likeness = |word: &Word| {
        let other = direction(reading, word.span)?;
        Some(own.iter().zip(&other).map(|(x, y)| x * y).sum::<f32>())
    };
    let all = reading.words.iter().filter_map(|w| Some((likeness(w)?, w.span)));
    all.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1))).map_or_else(|| reading.extent(), |(_, s)| s)
}

/// The mean of the middle layer's vectors of the tokens in a span, at unit length.
fn direction(reading: &Reading<'_>, span: Span) -> Option<Vec<f32>> {
    let segment = reading.member.segments.iter().find(|s| s.span.overlaps(span))?;
    let encoding = &segment.encoded.encoding;
    let rows = if encoding.middle.is_empty() { &encoding.vectors } else { &encoding.middle };
    let dim = rows.len().checked_div(encoding.tokens.len()).filter(|dim| *dim > 0)?;
    let mut sum = vec![0.0f32; dim];
    for (token, row) in encoding.tokens.iter().zip(rows.chunks_exact(dim)) {
        if token.shift(segment.span.start).overlaps(span) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
    }
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
    (length > 0.0).then(|| sum.iter().map(|x| x / length).collect())
}

/// Versions in one language with different approved terms of one concept in the same place.
fn inconsistent(group: &Comparison<'_>, glossary: &Glossary, found: &[Vec<Occurrence>]) -> Vec<Finding> {
    let wording = Wording { kind: KIND.name, differ: "The terms differ", lacks: "no such term" };
    let mut clashes = Vec::new();
    for pair in group.pairs.iter().filter(|p| p.same_language) {
        let (Some((a, b)), Some(in_a), Some(in_b)) = (group.both(pair), found.get(pair.a), found.get(pair.b))
        else {
            continue;
        };
        if a.is_source() || b.is_source() {
            continue;
        }
        let allowed = |o: &&Occurrence| glossary.term(**o).is_some_and(|t| t.status == Status::Approved);
        for x in in_a.iter().filter(allowed) {
            let of = |list: &[Occurrence], o: &Occurrence| {
                list.iter().any(|p| (p.concept, p.term) == (o.concept, o.term))
            };
            let other = in_b.iter().filter(allowed).find(|y| y.concept == x.concept && y.term != x.term);
            let Some(y) = other.filter(|y| !of(in_b, x) && !of(in_a, y)) else { continue };
            clashes.push(Clash {
                a: pair.a,
                b: pair.b,
                in_a: Said::words(a, x.span),
                in_b: Said::words(b, y.span),
                confidence: INCONSISTENT,
                severity: Severity::Minor,
            });
        }
    }
    judge(group, wording, &clashes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{
        assert_clean, assert_clean_across, assert_drift, assert_drift_across,
    };

    #[test]
    fn forbidden_terms_are_found_inflected_too() {
        let found = assert_drift(&Terminology, "en", &["Two renters came late.", "Two tenants came late."]);
        assert_eq!((found.len(), found[0].culprit), (1, Some(0)), "{found:?}");
        assert!(found[0].reason.contains("asks for “tenant”"), "{}", found[0].reason);
        assert_drift(&Terminology, "ru", &["Письмо получено съёмщиком.", "Письмо получено арендатором."]);
    }

    #[test]
    fn an_untranslated_term_of_the_source_is_found() {
        let found = assert_drift_across(
            &Terminology,
            &[("de", "Die Person zahlt monatlich."), ("source:en", "The tenant pays the rent.")],
        );
        assert_eq!(found[0].culprit, Some(0));
        assert_drift_across(
            &Terminology,
            &[("zh", "房客支付租金。"), ("source:de", "Der Mieter zahlt die Miete.")],
        );
    }

    #[test]
    fn two_terms_for_one_thing_are_found_once() {
        let found = assert_drift(
            &Terminology,
            "en",
            &["Pay the rent on Monday.", "Pay the rental fee on Monday.", "You pay the rent on Monday."],
        );
        assert_eq!((found.len(), found[0].culprit, found[0].severity), (1, Some(1), Severity::Minor));
    }

    #[test]
    fn other_words_and_other_senses_are_clean() {
        assert_clean(&Terminology, "en", &["The tenant left.", "The tenants have left."]);
        assert_clean(&Terminology, "en", &["The owner left.", "The landlord left."]);
        // The source does not speak of a tenant: the word has another sense.
        assert_clean_across(
            &Terminology,
            &[("de", "Jeder Insasse der Stadt weiß es."), ("source:en", "Everyone in town knows it.")],
        );
        assert_clean_across(
            &Terminology,
            &[("de", "Alle Mieterinnen zahlen."), ("source:en", "Every tenant pays.")],
        );
        assert_clean_across(&Terminology, &[("ru", "Арендаторы платят."), ("source:en", "Tenants pay.")]);
    }
}
