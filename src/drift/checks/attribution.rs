//! `attribution`: another one is said to have said it, or nobody is.

use super::{
    opposition::{is_turned, same_place},
    speakers::{Range, Source, Voices},
};
use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading, same_word},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::{Word, lexicon::Mark},
    text::fold_in,
};
use std::collections::BTreeSet;

/// The kind.
pub const KIND: Kind = Kind {
    name: "attribution",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "Another sort of source for the same statement (police in one version, witnesses in the other), or a whole “according to …” or “… said” at an end of the sentence that falls away, all else being the same.",
    matters: "Who says it is how a reader judges whether to believe it; without it a claim becomes a fact.",
    examples: &[
        Example {
            language: "en",
            says: "The driver had fled, [police] said on Monday.",
            drifts: "The driver had fled, [witnesses] said on Monday.",
        },
        Example {
            language: "en",
            says: "[According to the mayor], the old bridge is safe.",
            drifts: "The old bridge is safe.",
        },
        Example {
            language: "de",
            says: "Die [Zeugen] sagten, der Fahrer sei geflohen.",
            drifts: "Die [Ärzte] sagten, der Fahrer sei geflohen.",
        },
        Example {
            language: "es",
            says: "Según la [policía], el puente sigue cerrado.",
            drifts: "Según la [oposición], el puente sigue cerrado.",
        },
        Example {
            language: "ru",
            says: "Новый мост совсем безопасен, [сообщила прокуратура].",
            drifts: "Новый мост совсем безопасен.",
        },
        Example {
            language: "zh",
            says: "[警方]表示，这座大桥已经关闭。",
            drifts: "[目击者]表示，这座大桥已经关闭。",
        },
    ],
    misses: "Speakers by name (those are for `name-mismatch`) and those that are not in the lists, which hold some sixteen sorts (police, witnesses, prosecutors, courts …; 15 languages); one who stands far from the word of saying, as at the two ends of a Turkish or Japanese sentence; “he said”; attributions in the middle of the sentence, with “and”, and those that were lost while other words changed too. Beside quotation marks, where the other version hedges or reports in some other way, and where it names the source in the sentence before or after, it is silent about what fell away. Verbs that judge (*claimed* for *said*) are left to `modality`. Across languages it is silent.",
};

/// Below this share of common words the same speaker may be named elsewhere in the sentence. By hand.
const LEAST_AGREEMENT: f32 = 0.55;

/// How many words before a speaker may be articles and prepositions, and their most letters.
const ARTICLE: (usize, usize) = (2, 3);

/// How near, in words, a noun belongs to the speaker: “staff at the hospital”. By hand.
const BESIDE: usize = 3;

/// The longest attribution that falls away, in words: “said the spokeswoman of the city council on Monday”.
const LONGEST: usize = 9;

/// The shortest statement that is left, in words: headlines do without attribution. By hand.
const SHORTEST: usize = 4;

/// Longer statements are not looked through for a verb that moved: the work grows with the square.
const LONGEST_STATEMENT: usize = 120;

/// How likely an attribution that fell away, all else being the same, matters: a news text that has named its source
/// may go on without. By hand.
const LOST: f32 = 0.5;

/// How far before and after a sentence its source may be named instead, in bytes: two sentences or so. By hand.
const NEAR: usize = 300;

/// The check.
#[derive(Debug)]
pub struct Attribution;

/// A reading and who speaks in it.
type Side<'a> = (&'a Reading<'a>, &'a Voices);

impl Check for Attribution {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "Who says it differs", lacks: "no source" };
        let voices: Vec<Option<Voices>> = group.readings.iter().map(Voices::of).collect();
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.agreement >= LEAST_AGREEMENT) {
            let Some((a, b)) = group.both(pair) else { continue };
            let (Some(Some(in_a)), Some(Some(in_b))) = (voices.get(pair.a), voices.get(pair.b)) else {
                continue;
            };
            let found = another(pair, (a, in_a), (b, in_b))
                .or_else(|| lost(pair, (a, in_a), (b, in_b)))
                .or_else(|| lost(&pair.swapped(), (b, in_b), (a, in_a)).map(|(x, y, sure)| (y, x, sure)));
            if let Some((in_a, in_b, confidence)) = found {
                clashes.push(Clash { a: pair.a, b: pair.b, in_a, in_b, confidence, severity: KIND.severity });
            }
        }
        judge(group, wording, &clashes)
    }
}

/// Speakers of two sorts in the same place, each beside a word of saying.
fn another(pair: &Pair, (a, in_a): Side<'_>, (b, in_b): Side<'_>) -> Option<(Said, Said, f32)> {
    for x in in_a.sources.iter().filter(|x| in_a.speaks(a, x.words)) {
        for y in in_b.sources.iter().filter(|y| in_b.speaks(b, y.words)) {
            if !is_named(x, (in_b, y), &|j| pair.in_a(j).is_some())
                && !is_named(y, (in_a, x), &|i| pair.in_b(i).is_some())
                && (same_place(pair, x.words, y.words) || same_frame((a, x.words), (b, y.words)))
                && !is_turned(pair, a, x.words, y.words)
                && !opposed((in_a, x), (in_b, y))
            {
                return Some((Said::words(a, x.span), Said::words(b, y.span), 0.35 + 0.45 * pair.trust()));
            }
        }
    }
    None
}

/// Whether a speaker is named in the other version too, elsewhere or by another word. Those whom both versions name
/// are no other words for the speaker, unless they stand beside the one who speaks: “hospital staff”.
fn is_named(own: &Source, (other, speaker): (&Voices, &Source), both: &dyn Fn(usize) -> bool) -> bool {
    let beside = |s: &Source| s.words.0 <= speaker.words.1 + BESIDE && speaker.words.0 <= s.words.1 + BESIDE;
    other.sources.iter().any(|s| s.may_be(own) && (!both(s.words.0) || beside(s)))
}

/// Whether the words around the two are the same, articles left out: where one has none, the words' own pairing may
/// take that of a later word for it.
fn same_frame((a, x): (&Reading<'_>, Range), (b, y): (&Reading<'_>, Range)) -> bool {
    let short = |w: &&Word| w.folded.chars().count() <= ARTICLE.1;
    let before = |r: &Reading<'_>, at: usize| {
        let words = r.words.get(..at).unwrap_or_default();
        let articles = words.iter().rev().take(ARTICLE.0).take_while(short).count();
        words.iter().rev().nth(articles).map(|w| w.folded.clone())
    };
    let after = |r: &Reading<'_>, at: usize| r.words.get(at + 1).map(|w| w.folded.clone());
    let alike = |own: Option<String>, other: Option<String>| match (&own, &other) {
        (Some(own), Some(other)) => same_word(own, other),
        _ => own == other,
    };
    alike(before(a, x.0), before(b, y.0)) && alike(after(a, x.1), after(b, y.1))
}

/// Whether another kind tells of the two: employers and employees, an uncle and an aunt.
fn opposed((in_a, x): (&Voices, &Source), (in_b, y): (&Voices, &Source)) -> bool {
    in_a.poles
        .iter()
        .filter(|p| p.span.overlaps(x.span))
        .any(|p| in_b.poles.iter().filter(|q| q.span.overlaps(y.span)).any(|q| p.against(q).is_some()))
}

/// What `a` says more than `b`, if it is an attribution at an end of the sentence and all else is the same.
fn lost(pair: &Pair, (a, in_a): Side<'_>, (b, in_b): Side<'_>) -> Option<(Said, Said, f32)> {
    let length = a.words.len().checked_sub(b.words.len()).filter(|l| (2..=LONGEST).contains(l))?;
    let told = |m: Mark| matches!(m, Mark::Attribution | Mark::Hearsay | Mark::Possibility);
    // The month of May.
    let dated = |span: Span| b.dates.iter().any(|d| d.span.overlaps(span));
    if b.words.len() < SHORTEST
        || a.member.segments.len() != b.member.segments.len()
        || !in_b.reports.is_empty()
        || b.marks.iter().any(|h| told(h.means) && !dated(h.span))
        || !(a.quotations.is_empty() && b.quotations.is_empty())
        || [a, b].iter().any(|r| r.text.contains(['?', '？', '؟']))
    {
        return None;
    }
    let count = a.words.len();
    let ends = [((0, length - 1), length..count), ((count - length, count - 1), 0..count - length)];
    let (window, names) = ends.into_iter().find_map(|(window, rest)| {
        let names = in_a.attribution(a, window)?;
        let same = same_statement(a.words.get(rest)?, &b.words, &in_a.speech.indirect);
        same.then_some((window, names))
    })?;
    if names.iter().any(|name| named_near(b, name) > named_near(a, name)) {
        return None;
    }
    let span = whole(a, window)?;
    let beside = Said { spans: pair.beside_in_b(window.0, b), what: None };
    Some((Said::words(a, span), beside, LOST))
}

fn whole(reading: &Reading<'_>, (first, last): Range) -> Option<Span> {
    Some(reading.words.get(first)?.span.cover(reading.words.get(last)?.span))
}

/// Whether the two are the same words in the same order, but that the first may stand later (“laut Polizei ist die
/// Brücke …”, “die Brücke ist …”) and one verb may have the form of reported speech.
fn same_statement(a: &[Word], b: &[Word], indirect: &BTreeSet<String>) -> bool {
    let alike = |x: &Word, y: &Word| same_word(&x.folded, &y.folded);
    let verbs = |x: &Word, y: &Word| indirect.contains(&x.folded) && indirect.contains(&y.folded);
    let same = |order: &mut dyn Iterator<Item = &Word>| {
        let mut changed = order.zip(b).filter(|(x, y)| !alike(x, y));
        changed.next().is_none_or(|(x, y)| verbs(x, y)) && changed.next().is_none()
    };
    if a.len() != b.len() {
        return false;
    }
    if same(&mut a.iter()) {
        return true;
    }
    let Some((verb, rest)) = a.split_first().filter(|_| a.len() <= LONGEST_STATEMENT) else { return false };
    let places = b.iter().enumerate().skip(1).filter(|(_, y)| alike(verb, y) || verbs(verb, y));
    places.map(|(at, _)| at).any(|at| {
        let (before, after) = rest.split_at(at.min(rest.len()));
        same(&mut before.iter().chain(std::iter::once(verb)).chain(after))
    })
}

/// How often a folded word stands in the sentences around a reading.
fn named_near(reading: &Reading<'_>, name: &str) -> usize {
    let (text, extent) = (reading.member.text, reading.extent());
    let start = text.floor_char_boundary(extent.start.saturating_sub(NEAR));
    let end = text.floor_char_boundary((extent.end + NEAR).min(text.len()));
    [Span::new(start, extent.start), Span::new(extent.end, end)]
        .iter()
        .map(|around| fold_in(around.of(text), reading.language).matches(name).count())
        .sum()
}

#[cfg(test)]
mod tests;
