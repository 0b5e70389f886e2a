//! Values that have changed places: “5 m long and 3 m wide”, “3 m long and 5 m wide”.

use crate::{
    Span,
    drift::comparison::{Reading, same_word},
    features::{contrast::contrasts, date::Date, lexicon, number::Number, unit::Quantity},
};

/// More values than this in a sentence are a table. By hand.
const MOST: usize = 8;

/// Letters of the shortest word that keeps two values apart: shorter ones join the ends of a range or a list in languages without a
/// list of these. By hand.
const SHORTEST: usize = 3;

enum Value<'r> {
    Date(&'r Date),
    Quantity(&'r Quantity),
    Number(&'r Number),
}

impl Value<'_> {
    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Date(x), Self::Date(y)) => x.says_the_same(y),
            (Self::Quantity(x), Self::Quantity(y)) => x.equals(y),
            (Self::Number(x), Self::Number(y)) => x.same(y),
            _ => false,
        }
    }
}

/// The values of a reading with their places, in order: a date before its numbers, a quantity, if these are asked for, before its
/// number.
fn values<'r>(reading: &'r Reading<'_>, with_units: bool) -> Vec<(Span, Value<'r>)> {
    let dates = reading.dates.iter().map(|d| (d.span, Value::Date(d)));
    let quantities = reading.quantities.iter().filter(|_| with_units).map(|q| (q.span, Value::Quantity(q)));
    let numbers = reading.numbers.iter().map(|n| (n.whole, Value::Number(n)));
    let mut out: Vec<(Span, Value<'r>)> = Vec::new();
    for (span, value) in dates.chain(quantities).chain(numbers) {
        if !out.iter().any(|(known, _)| known.overlaps(span)) {
            out.push((span, value));
        }
    }
    out.sort_by_key(|(span, _)| *span);
    out
}

/// Indices of the words that are no part of a value.
fn other_words(reading: &Reading<'_>, values: &[(Span, Value<'_>)]) -> Vec<usize> {
    let is_value = |span: Span| values.iter().any(|(value, _)| value.overlaps(span));
    reading.words.iter().enumerate().filter(|(_, w)| !is_value(w.span)).map(|(i, _)| i).collect()
}

/// Two values of `a`, and where they stand in `b` the other way round, all other words being the same in the same order.
pub(super) fn exchanged(a: &Reading<'_>, b: &Reading<'_>) -> Option<[[Span; 2]; 2]> {
    // A unit may go with its number, or stay where it is: “50 roubles … 20”, “20 roubles … 50”.
    [true, false].into_iter().find_map(|with_units| turned(a, b, with_units))
}

fn turned(a: &Reading<'_>, b: &Reading<'_>, with_units: bool) -> Option<[[Span; 2]; 2]> {
    let (in_a, in_b) = (values(a, with_units), values(b, with_units));
    if in_a.len() != in_b.len() || !(2..=MOST).contains(&in_a.len()) {
        return None;
    }
    let mut order = Vec::with_capacity(in_a.len());
    for (_, x) in &in_a {
        let equal = |list: &[(Span, Value<'_>)]| -> Vec<usize> {
            list.iter().enumerate().filter(|(_, (_, y))| x.equals(y)).map(|(at, _)| at).collect()
        };
        let (here, there) = (equal(&in_a), equal(&in_b));
        let ([_], [at]) = (here.as_slice(), there.as_slice()) else { return None };
        order.push(*at);
    }
    let (words_a, words_b) = (other_words(a, &in_a), other_words(b, &in_b));
    let folded = |reading: &Reading<'_>, i: usize| reading.words.get(i).map(|w| w.folded.clone());
    let same = |(i, j): (&usize, &usize)| match (folded(a, *i), folded(b, *j)) {
        (Some(x), Some(y)) => same_word(&x, &y),
        _ => false,
    };
    if words_a.len() != words_b.len() || !words_a.iter().zip(&words_b).all(same) {
        return None;
    }
    let turned = order.windows(2).position(|pair| matches!(pair, [x, y] if x > y))?;
    let place = |list: &[(Span, Value<'_>)], at: usize| list.get(at).map(|(span, _)| *span);
    let (first, second) = (place(&in_a, turned)?, place(&in_a, turned + 1)?);
    let between = Span::new(first.end.min(second.start), second.start);
    let clauses = a.written(between).contains([',', '，', ';', '；']);
    let parts = |i: &&usize| {
        a.words.get(**i).is_some_and(|w| between.contains(w.span) && (clauses || keeps_apart(a, &w.folded)))
    };
    words_a.iter().find(parts)?;
    let [from, to] = [order.get(turned)?, order.get(turned + 1)?].map(|at| place(&in_b, *at));
    Some([[first, second], [from?, to?]])
}

/// Whether a word between two values shows that each has its own place: not “3 and 5”, “from 3 to 5”.
fn keeps_apart(reading: &Reading<'_>, word: &str) -> bool {
    let joins = contrasts(reading.language)
        .and_then(|c| c.symmetric.as_ref())
        .is_some_and(|joins| joins.contains(word));
    let spaced = reading.lexicon().is_none_or(|l| l.spaces);
    let ends = lexicon::any(reading.lexicon(), |l| l.ranges.iter().any(|r| r == word));
    !joins && !ends && (!spaced || word.chars().count() >= SHORTEST)
}
