//! What two members write differently and mean the same by value: “3 p.m.” and “15:00”, “2.5 million” and “two and a half
//! million”, “3 May” and “May the third”, “5 km” and “3.1 miles”.
//!
//! Vectors of such words are far apart, whatever they are worth; so one member is compared in the other's writing, and what is
//! known of its words is told of its own.

use super::{
    head::Judgement,
    matching::{Matching, Side},
    units::Units,
};
use crate::{
    Span,
    features::{Features, date::Date, number::Number, unit::Quantity},
};
use std::ops::Range;

/// A number, date or quantity of a member.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// Its words, as indices into the member's units.
    pub units: Range<usize>,
    /// What else these words hold, before and after: the 에 of 3시에.
    rest: [String; 2],
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Date(Date),
    Quantity(Quantity),
    Number(Number),
}

impl What {
    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Date(x), Self::Date(y)) => x.says_the_same(y),
            (Self::Quantity(x), Self::Quantity(y)) => x.equals(y),
            (Self::Number(x), Self::Number(y)) => x.same(y),
            _ => false,
        }
    }
}

/// The values of a segment with this text, those of more words first; `spans` are those of its units, of which the first is the
/// member's unit `from`.
pub(super) fn values(text: &str, features: &Features, spans: &[Span], from: usize) -> Vec<Value> {
    let in_date = |span: Span| features.dates.iter().any(|d| d.span.overlaps(span));
    let dates = features.dates.iter().map(|d| (d.span, What::Date(d.clone())));
    let quantities = features.quantities.iter().map(|q| (q.span, What::Quantity(q.clone())));
    let numbers = features.numbers.iter().map(|n| (n.whole, What::Number(n.clone())));
    let counts = quantities.chain(numbers).filter(|(span, _)| !in_date(*span));
    let value = |(span, what): (Span, What)| {
        let start = spans.partition_point(|unit| unit.end <= span.start);
        let end = spans.partition_point(|unit| unit.start < span.end);
        let whole = spans.get(start..end)?.iter().copied().reduce(Span::cover)?;
        let before = Span::new(whole.start, span.start.max(whole.start)).of(text);
        let after = Span::new(span.end.min(whole.end), whole.end).of(text);
        let rest = [before.trim().to_owned(), after.trim().to_owned()];
        Some(Value { units: from + start..from + end, rest, what })
    };
    dates.chain(counts).filter_map(value).collect()
}

/// Whether two words begin alike for half of the longer one: вересень, вересня. In another sentence a form would be out of place,
/// and the vectors of forms are near each other.
fn are_forms_of_one(x: &str, y: &str) -> bool {
    let common = x.chars().zip(y.chars()).take_while(|(c, d)| c == d).count();
    let is_word = |w: &str| w.chars().all(char::is_alphabetic);
    x == y || (is_word(x) && is_word(y) && 2 * common >= x.chars().count().max(y.chars().count()))
}

/// Members with more pairs of values than this are compared as they are written: lists of hundreds of numbers, which would take the
/// square of their length.
const MOST_PAIRS: usize = 100_000;

/// The words of both that are equal by value and written differently; what is written alike, up to forms of a word, stands for
/// itself.
fn pairs(a: &Units<'_>, b: &Units<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    if a.values.len() * b.values.len() > MOST_PAIRS {
        return Vec::new();
    }
    let is_alike = |x: &Value, y: &Value| {
        let x = a.list.get(x.units.clone()).unwrap_or_default();
        let y = b.list.get(y.units.clone()).unwrap_or_default();
        x.len() == y.len() && x.iter().zip(y).all(|(x, y)| are_forms_of_one(&x.folded, &y.folded))
    };
    let is_free =
        |taken: &[bool], value: &Value| taken.get(value.units.clone()).is_some_and(|t| !t.contains(&true));
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut out = Vec::new();
    for alike in [true, false] {
        for x in &a.values {
            let answers = |y: &&Value| {
                is_free(&taken_b, y)
                    && x.what.equals(&y.what)
                    && if alike { is_alike(x, y) } else { x.rest == y.rest }
            };
            let Some(y) = b.values.iter().find(answers).filter(|_| is_free(&taken_a, x)) else { continue };
            for (taken, value) in [(&mut taken_a, x), (&mut taken_b, y)] {
                taken.get_mut(value.units.clone()).into_iter().flatten().for_each(|t| *t = true);
            }
            if !alike {
                out.push((x.units.clone(), y.units.clone()));
            }
        }
    }
    out.sort_by_key(|(_, own)| own.start);
    // Where values have changed places, one writing would hide it.
    if out.is_sorted_by_key(|(theirs, _)| theirs.start) { out } else { Vec::new() }
}

/// A member in the writing of another.
pub(super) struct Rewritten<'a> {
    /// The member, with the other's words where the two are equal by value.
    pub units: Units<'a>,
    /// For each of its units as written: where it stands among those rewritten.
    places: Vec<Range<usize>>,
    /// For each rewritten unit the one it stands for.
    origins: Vec<usize>,
    /// What is equal by value: the other's units, and its own.
    pairs: Vec<(Range<usize>, Range<usize>)>,
}

impl<'a> Rewritten<'a> {
    /// Nothing where the two are of two languages, or write all that is equal by value alike.
    pub fn of(own: &Units<'a>, other: &Units<'_>) -> Option<Self> {
        if own.language != other.language || own.dim != other.dim {
            return None;
        }
        let pairs = pairs(other, own);
        if pairs.is_empty() {
            return None;
        }
        let mut out = Self {
            units: own.without_units(),
            places: Vec::with_capacity(own.len()),
            origins: Vec::with_capacity(own.len()),
            pairs,
        };
        let mut at = 0;
        while at < own.len() {
            let start = out.origins.len();
            let pair = out.pairs.iter().find(|(_, place)| place.start == at && !place.is_empty());
            let (from, units, place) = match pair {
                Some((theirs, place)) => (other, theirs.clone(), place.clone()),
                None => (own, at..at + 1, at..at + 1),
            };
            out.units.push_units(from, units.clone());
            out.origins.extend((0..units.len()).map(|k| place.start + k.min(place.len() - 1)));
            out.places.extend(place.clone().map(|_| start..start + units.len()));
            at = place.end;
        }
        Some(out)
    }

    /// What holds for the rewritten units, told of those as written: of several the greatest.
    fn greatest(&self, values: &[f32]) -> Vec<f32> {
        let greatest = |place: &Range<usize>| {
            values.get(place.clone()).unwrap_or_default().iter().copied().fold(f32::NEG_INFINITY, f32::max)
        };
        self.places.iter().map(greatest).collect()
    }

    fn all(&self, values: &[bool]) -> Vec<bool> {
        self.places
            .iter()
            .map(|place| values.get(place.clone()).is_some_and(|v| !v.contains(&false)))
            .collect()
    }

    /// The matching of the other with the rewritten member, told of the member as written; the member is the second. What is
    /// written differently stays another word: who writes so did not copy.
    pub fn matching(&self, matching: Matching) -> Matching {
        let Matching { mut first, second } = matching;
        for partner in &mut first.partner {
            *partner = partner.and_then(|p| self.origins.get(p).copied());
        }
        let partner = |place: &Range<usize>| second.partner.get(place.start).copied().flatten();
        let mut own = Side {
            last: self.greatest(&second.last),
            middle: self.greatest(&second.middle),
            partner: self.places.iter().map(partner).collect(),
            same: self.all(&second.same),
            mutual: self.all(&second.mutual),
        };
        for (theirs, mine) in &self.pairs {
            for (same, units) in [(&mut first.same, theirs), (&mut own.same, mine)] {
                same.get_mut(units.clone()).into_iter().flatten().for_each(|same| *same = false);
            }
        }
        Matching { first, second: own }
    }

    /// The same of a judgement.
    pub fn judgement(&self, judgement: Judgement) -> Judgement {
        Judgement { second: self.greatest(&judgement.second), ..judgement }
    }
}
