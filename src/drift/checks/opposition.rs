//! Two versions with the two sides of a contrast in the same place: what `antonym`, `gender` and `tense` share.

use crate::{
    Span,
    drift::comparison::{Pair, Reading},
    features::{
        contrast::{Contrasts, Side, Sort, contrasts},
        phrases::{Hit, Phrases},
    },
};

/// A word or phrase that stands on one side of a contrast, or of several.
#[derive(Debug, Clone)]
pub(super) struct Pole {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// The first and the last word it touches.
    pub words: (usize, usize),
    /// The sides.
    pub sides: &'static [Side],
}

impl Pole {
    /// A side of this word and the opposite side that the other stands on, if there are such.
    pub fn against(&self, other: &Self) -> Option<(Side, Side)> {
        self.sides.iter().find_map(|p| other.sides.iter().find(|q| p.opposes(**q)).map(|q| (*p, *q)))
    }
}

/// Unmatched words that may stand between a word and its matched neighbour: an article, an adverb. Where more is
/// worded otherwise, the other words may make up for the difference.
const GAP: usize = 2;

/// What the lists of its language find in a reading, in bytes of the document's text.
pub(super) fn hits<T: Copy>(reading: &Reading<'_>, phrases: &Phrases<T>) -> Vec<Hit<T>> {
    let mut out = Vec::new();
    for segment in &reading.member.segments {
        let encoded = segment.encoded;
        let found = phrases.find(&encoded.text, &encoded.features.words);
        out.extend(found.into_iter().map(|h| Hit { span: h.span.shift(segment.span.start), ..h }));
    }
    out
}

/// The words of a reading that stand on a side of a contrast of these sorts.
pub(super) fn poles(reading: &Reading<'_>, sorts: &[Sort]) -> Vec<Pole> {
    let Some(contrasts) = contrasts(reading.language) else { return Vec::new() };
    let of = |contrasts: &'static Contrasts, hit: Hit<usize>| {
        let sides = contrasts.sides(hit.means);
        let wanted = sides.iter().any(|s| sorts.contains(&s.sort));
        let words = extent(reading, hit.span)?;
        wanted.then_some(Pole { span: hit.span, words, sides })
    };
    let parted = hits(reading, &contrasts.parted);
    hits(reading, &contrasts.words).into_iter().chain(parted).filter_map(|hit| of(contrasts, hit)).collect()
}

/// The first and the last word of a span.
pub(super) fn extent(reading: &Reading<'_>, span: Span) -> Option<(usize, usize)> {
    let mut words = reading.words_in(span);
    let first = words.next()?;
    Some((first, words.last().unwrap_or(first)))
}

/// Whether words `x` of `a` and words `y` of `b` stand in the same place, neither having a partner: between the
/// same neighbours, with nothing around them in another order.
pub(super) fn same_place(pair: &Pair, x: (usize, usize), y: (usize, usize)) -> bool {
    let (Some(x), Some(y)) = (core(x, &|i| pair.in_b(i).is_none()), core(y, &|j| pair.in_a(j).is_none()))
    else {
        return false;
    };
    let before = (0..x.0).rev().take(GAP + 1).find_map(|i| pair.in_b(i));
    let after = (x.1 + 1..pair.a_to_b.len()).take(GAP + 1).find_map(|i| pair.in_b(i));
    let starts = before.is_none() && x.0 <= GAP && y.0 <= GAP;
    let ends = after.is_none() && x.1 + GAP + 1 >= pair.a_to_b.len() && y.1 + GAP + 1 >= pair.b_to_a.len();
    let follows = before.is_some_and(|j| j < y.0 && y.0 - j <= GAP + 1);
    let precedes = after.is_some_and(|j| j > y.1 && j - y.1 <= GAP + 1);
    if precedes { follows || starts } else { follows && ends }
}

/// The part of a phrase that has no partner: 彼 of 彼は, where the other has 彼女は.
fn core(words: (usize, usize), alone: &dyn Fn(usize) -> bool) -> Option<(usize, usize)> {
    let first = (words.0..=words.1).find(|i| alone(*i))?;
    let last = (first..=words.1).rfind(|i| alone(*i))?;
    (first..=last).all(alone).then_some((first, last))
}

/// Whether words that both have stand before `x` in `a` and after `y` in `b`, or the other way round: the sentence
/// was turned round, and its parts with it.
pub(super) fn is_turned(pair: &Pair, a: &Reading<'_>, x: (usize, usize), y: (usize, usize)) -> bool {
    let weighty =
        |i: usize| a.words.get(i).is_some_and(|w| w.folded.chars().count() > 3 || !w.folded.is_ascii());
    (0..x.0).any(|i| weighty(i) && pair.in_b(i).is_some_and(|j| j > y.1))
        || (x.1 + 1..pair.a_to_b.len()).any(|i| weighty(i) && pair.in_b(i).is_some_and(|j| j < y.0))
}
