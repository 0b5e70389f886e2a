//! `name-mismatch`: another name in the same place.

use super::{
    headed::headed,
    standing::{Standing, is_capital, is_name_elsewhere, opposite, standings},
};
use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::{
        Word,
        names::{self, Beside},
        spelling::{self, Likeness, compare},
    },
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
    misses: "Spellings of one name (Kyiv, Kiev; Müller, Mueller; Mohammed, Muhammad), its inflections and short forms, and other names of one place (US, America) are not reported, nor is what looks like one of these and is another name: Robert and Roberts, a Russian or Polish man's and woman's surname. One vowel of a short name (Kroll, Krull), which transcription might explain, counts little. In German, whose nouns all have capitals, a name that looks quite unlike the other is seen only after a title (Frau, Bürgermeister); at the start of a sentence only a name that stands inside another sentence near by, is a name on the other side, or looks like the other and has the same surname behind it. In Arabic, Hindi, Korean, Chinese and Japanese (katakana aside) only names beside a title or a word for a place, of which few characters differ. Offices and bodies with capitals (Ministry, Department) are common nouns here. Languages without word lists take names that look alike for one. Names across languages: the source only helps to decide which version is wrong.",
};

/// A capital at the start of a sentence says less, whatever else says that the word is a name. By hand.
const OPENING: f32 = 0.9;

/// The check.
#[derive(Debug)]
pub struct NameMismatch;

impl Check for NameMismatch {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The names differ", lacks: "no such name" };
        let all: Vec<Vec<Option<Standing>>> = group.readings.iter().map(standings).collect();
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.trust() > 0.4) {
            let (Some((a, b)), Some(in_a), Some(in_b)) = (group.both(pair), all.get(pair.a), all.get(pair.b))
            else {
                continue;
            };
            let found = two_names(group, pair, (a, in_a), (b, in_b)).into_iter().chain(headed(pair, a, b));
            clashes.extend(found.map(|(x, y, confidence)| Clash {
                a: pair.a,
                b: pair.b,
                in_a: Said::words(a, x),
                in_b: Said::words(b, y),
                confidence,
                severity: KIND.severity,
            }));
        }
        judge(group, wording, &clashes)
    }
}

/// The names of `a` that have another name in their place in `b`: both places and how sure it is.
#[allow(
    clippy::many_single_char_names,
    reason = "a and b have the words i and j, which are x and y; those beside them are p and q"
)]
fn two_names(
    group: &Comparison<'_>,
    pair: &Pair,
    (a, in_a): (&Reading<'_>, &[Option<Standing>]),
    (b, in_b): (&Reading<'_>, &[Option<Standing>]),
) -> Vec<(Span, Span, f32)> {
    let mut out = Vec::new();
    for (i, standing) in in_a.iter().enumerate().filter_map(|(i, s)| s.map(|s| (i, s))) {
        let Some(j) = opposite(pair, i, in_b) else { continue };
        let (Some(x), Some(y), Some(other)) =
            (a.words.get(i), b.words.get(j), in_b.get(j).copied().flatten())
        else {
            continue;
        };
        let mut likeness = compare(&x.folded, &y.folded, a.language);
        if likeness == Likeness::Same
            || names::abbreviates(&x.folded, &y.folded)
            || common_nouns(a, x, y, likeness)
            || known(a, i, (b, j))
            || known(b, j, (a, i))
        {
            continue;
        }
        if likeness == Likeness::Doubtful {
            match transcribed(group, a, &x.folded, &y.folded) {
                Some(true) => continue,
                Some(false) => likeness = Likeness::Near,
                None => {}
            }
        }
        let sure = sure(likeness, pair.trust());
        let confidence = match (standing, other) {
            (Standing::Inside, Standing::Inside) => Some(sure),
            (Standing::Noun, _) | (_, Standing::Noun) => noun(pair, (a, i), (b, j), likeness),
            _ if a.lexicon().is_some_and(|l| l.nouns_capitalised) => noun(pair, (a, i), (b, j), likeness),
            _ => opens(pair, (a, i, standing), (b, j, other), likeness).then_some(sure * OPENING),
        };
        out.extend(confidence.map(|c| (x.span, y.span, c)));
    }
    out
}

/// Whether two words are offices or bodies, or one is and the other looks like a word made of it (Minister, Ministry).
fn common_nouns(reading: &Reading<'_>, x: &Word, y: &Word, likeness: Likeness) -> bool {
    let bodies = names::beside(Beside::Body, reading.language);
    let is_body = |w: &Word| bodies.contains(&w.folded);
    if likeness == Likeness::Other { is_body(x) && is_body(y) } else { is_body(x) || is_body(y) }
}

/// How sure two unlike names in the same place are two, by the pair's trust.
fn sure(likeness: Likeness, trust: f32) -> f32 {
    match likeness {
        Likeness::Same => 0.0,
        // Just above the default threshold of 0.4 where all else is the same, below it otherwise.
        Likeness::Doubtful => 0.15 + 0.28 * trust,
        Likeness::Near => 0.2 + 0.35 * trust,
        Likeness::Other => 0.25 + 0.5 * trust,
    }
}

/// Whether transcription explains two short names: it does where another member is written in another script, and does
/// not where a source in the same script has one of the two as it is. Otherwise there is no telling.
fn transcribed(group: &Comparison<'_>, own: &Reading<'_>, x: &str, y: &str) -> Option<bool> {
    let script = spelling::script(&own.text);
    if group.readings.iter().any(|r| r.language != own.language && spelling::script(&r.text) != script) {
        return Some(true);
    }
    let has = |r: &Reading<'_>, name: &str| r.words.iter().any(|w| w.folded == name);
    let kept =
        group.readings.iter().any(|r| r.is_source() && r.language != own.language && has(r, x) != has(r, y));
    kept.then_some(false)
}

/// Whether two words are names though a capital at the start of a sentence does not say so: one of them is a name inside
/// a sentence near by or on the other side, or both have the same name behind them.
fn opens(
    pair: &Pair,
    (a, i, standing): (&Reading<'_>, usize, Standing),
    (b, j, other): (&Reading<'_>, usize, Standing),
    likeness: Likeness,
) -> bool {
    let proven = |r: &Reading<'_>, at: usize, standing: Standing| {
        standing == Standing::Inside || is_name_elsewhere(r, at)
    };
    let (in_a, in_b) = (proven(a, i, standing), proven(b, j, other));
    match likeness {
        Likeness::Other => in_a && in_b,
        _ => in_a || in_b || beside_name(pair, (a, i), (b, j), 1) && same_start(a, i, b, j),
    }
}

/// Whether the next (or, with -1, the last) word is the same capitalised word in both.
#[allow(
    clippy::many_single_char_names,
    reason = "a and b have the words i and j, which are x and y; those beside them are p and q"
)]
fn beside_name(pair: &Pair, (a, i): (&Reading<'_>, usize), (b, j): (&Reading<'_>, usize), by: isize) -> bool {
    let (Some(p), Some(q)) = (i.checked_add_signed(by), j.checked_add_signed(by)) else { return false };
    let (Some(word), Some(next)) = (a.words.get(i), a.words.get(p)) else { return false };
    let (first, second) = (word.span.start.min(next.span.start), word.span.end.max(next.span.end));
    // Nothing between them but a space.
    let adjacent = second - first == word.span.end - word.span.start + next.span.end - next.span.start + 1;
    pair.in_b(p) == Some(q)
        && adjacent
        && is_capital(a, p)
        && is_capital(b, q)
        && b.words.get(q).is_some_and(|w| w.folded == next.folded)
        && !names::beside(Beside::Opener, a.language).contains(&next.folded)
}

fn same_start(a: &Reading<'_>, i: usize, b: &Reading<'_>, j: usize) -> bool {
    let start = |r: &Reading<'_>, at: usize| r.words.get(at).and_then(|w| w.folded.chars().next());
    start(a, i) == start(b, j)
}

/// Where all nouns have capitals: how sure two words are names, and two. A title before both makes any two names; a
/// capitalised neighbour, or two words that differ in a letter or two where a noun would have an article, only those that
/// look alike: synonyms do not.
#[allow(
    clippy::many_single_char_names,
    reason = "a and b have the words i and j, which are x and y; those beside them are p and q"
)]
fn noun(
    pair: &Pair,
    (a, i): (&Reading<'_>, usize),
    (b, j): (&Reading<'_>, usize),
    likeness: Likeness,
) -> Option<f32> {
    let (x, y) = (&a.words.get(i)?.folded, &b.words.get(j)?.folded);
    let trust = pair.trust();
    let title = i
        .checked_sub(1)
        .and_then(|k| a.words.get(k))
        .is_some_and(|w| names::beside(Beside::Title, a.language).contains(&w.folded));
    if title && beside_name(pair, (a, i), (b, j), -1) {
        return Some(sure(likeness, trust));
    }
    let endings = names::beside(Beside::NounEnding, a.language);
    let made = |w: &str| endings.iter().any(|e| w.ends_with(e.as_str()));
    if likeness == Likeness::Other || (made(x) && made(y)) || !same_start(a, i, b, j) {
        return None;
    }
    if beside_name(pair, (a, i), (b, j), -1) || beside_name(pair, (a, i), (b, j), 1) {
        return Some(sure(likeness, trust));
    }
    let bare = |r: &Reading<'_>, at: usize| at > 0 && !has_determiner(r, at);
    let close = strsim::levenshtein(x, y) <= 2 && x.chars().count().min(y.chars().count()) >= 5;
    (likeness == Likeness::Near && close && bare(a, i) && bare(b, j)).then_some(0.1 + 0.32 * trust)
}

/// Whether an article stands before a word, or before the adjective before it.
fn has_determiner(reading: &Reading<'_>, i: usize) -> bool {
    let determiners = names::beside(Beside::Determiner, reading.language);
    let is = |by: usize| {
        let word = i.checked_sub(by).and_then(|k| reading.words.get(k));
        word.is_some_and(|w| {
            determiners.contains(&w.folded) || w.folded.starts_with(|c: char| c.is_numeric())
        })
    };
    is(1) || (is(2) && !is_capital(reading, i - 1))
}

/// Whether `other` has the name in some spelling beside what stands in its place, or another name of the same thing.
fn known(own: &Reading<'_>, i: usize, (other, j): (&Reading<'_>, usize)) -> bool {
    let Some(word) = own.words.get(i) else { return true };
    let acronym = own.written(word.span).chars().all(char::is_uppercase);
    acronym
        || other
            .words
            .iter()
            .enumerate()
            .any(|(k, w)| k != j && compare(&word.folded, &w.folded, own.language) == Likeness::Same)
        || names::alias(&word.folded, &other.text)
}

#[cfg(test)]
mod tests;
