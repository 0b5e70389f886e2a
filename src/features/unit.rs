//! Units and currencies of numbers, and how they convert.

use super::{
    lexicon::Lexicon,
    number::{Number, same_value},
};
use crate::Span;
use serde::Deserialize;
use std::sync::OnceLock;

/// A unit or currency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name in the word lists: `km`, `EUR`.
    pub name: String,
    /// What it measures; only units of one dimension convert, and currencies never.
    pub dimension: String,
    /// How many of the dimension's base unit it is.
    #[serde(default = "one")]
    pub factor: f64,
    /// What to add after multiplying (Fahrenheit).
    #[serde(default)]
    pub offset: f64,
    /// Signs, separated by white space.
    #[serde(default)]
    pub signs: String,
    /// The signs stand before the number as well.
    #[serde(default)]
    pub before: bool,
}

fn one() -> f64 {
    1.0
}

#[derive(Deserialize)]
struct File {
    unit: Vec<Unit>,
}

/// All units, in the order of `data/units.toml`.
///
/// # Panics
/// If the file is malformed, which a test rules out.
pub fn units() -> &'static [Unit] {
    static UNITS: OnceLock<Vec<Unit>> = OnceLock::new();
    UNITS.get_or_init(|| {
        toml::from_str::<File>(include_str!("data/units.toml")).expect("a test parses the file of units").unit
    })
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Number and unit, in bytes of the text.
    pub span: Span,
    /// The number alone.
    pub number: Span,
    /// The number's readings.
    pub values: Vec<f64>,
    /// The unit's readings, as indices into [`units`]: a pound is a weight or a currency.
    pub units: Vec<usize>,
}

impl Quantity {
    /// Whether both may have the same unit.
    #[must_use]
    pub fn same_unit(&self, other: &Self) -> bool {
        self.units.iter().any(|u| other.units.contains(u))
    }

    /// Whether both are one quantity: the same number of one unit, or one converted.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        let same = || self.values.iter().any(|x| other.values.iter().any(|y| same_value(*x, *y)));
        if self.same_unit(other) { same() } else { self.converts_to(other) }
    }

    /// Whether it is so many of a hundred.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.units.iter().any(|u| units().get(*u).is_some_and(|u| u.name == "pct"))
    }

    /// Whether both may measure the same thing.
    #[must_use]
    pub fn same_dimension(&self, other: &Self) -> bool {
        let dimension = |u: &usize| units().get(*u).map(|u| u.dimension.as_str());
        self.units.iter().any(|u| other.units.iter().any(|v| dimension(u) == dimension(v)))
    }

    /// Whether one is the other converted, within the rounding that writers allow themselves.
    #[must_use]
    pub fn converts_to(&self, other: &Self) -> bool {
        let pairs = self.units.iter().flat_map(|u| other.units.iter().map(move |v| (*u, *v)));
        pairs.into_iter().any(|(u, v)| {
            let (Some(from), Some(to)) = (units().get(u), units().get(v)) else { return false };
            let convertible = from.dimension == to.dimension && from.dimension != "currency";
            convertible
                && self.values.iter().any(|x| {
                    other.values.iter().any(|y| {
                        let (x, y) = (x * from.factor + from.offset, y * to.factor + to.offset);
                        (x - y).abs()
                            <= ROUNDING
                                * x.abs().max(y.abs()).max(from.offset.abs().max(to.offset.abs()) / 2.0)
                    })
                })
        })
    }
}

/// "About three miles" for 5 km is 3% off; journalists round to one or two digits.
const ROUNDING: f64 = 0.04;

/// The quantities of a text: each number with the unit that follows, or the currency before it. The first number of a
/// range has the second one's: “170 to 180 kg”.
#[must_use]
pub fn quantities(text: &str, numbers: &[Number], lexicon: Option<&Lexicon>) -> Vec<Quantity> {
    let numbers: Vec<&Number> = numbers.iter().filter(|n| n.clock.is_empty()).collect();
    let mut found = measured(text, &numbers, lexicon);
    let ranges = numbers.iter().zip(numbers.iter().skip(1)).filter_map(|(from, to)| {
        let last = found.iter().find(|q| q.number == to.span)?;
        let alone = !found.iter().any(|q| q.number == from.span);
        let between = text.get(from.span.end..to.span.start)?;
        let start =
            Quantity { span: from.span, number: from.span, values: from.values.clone(), ..last.clone() };
        (alone && joins_a_range(between, lexicon)).then_some(start)
    });
    let ranges: Vec<Quantity> = ranges.collect();
    found.extend(ranges);
    found.sort_by_key(|q| q.number);
    found
}

/// Whether a dash or a word for a range is all that stands between two numbers.
pub(super) fn joins_a_range(between: &str, lexicon: Option<&Lexicon>) -> bool {
    let word = between.trim();
    let dash = !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '–' | '—' | '‑' | '~' | '～'));
    let lower = word.to_lowercase();
    dash || super::lexicon::any(lexicon, |l| l.ranges.contains(&lower))
}

fn measured(text: &str, numbers: &[&Number], lexicon: Option<&Lexicon>) -> Vec<Quantity> {
    numbers
        .iter()
        .filter_map(|number| {
            let (units, length) = after(text.get(number.span.end..)?, lexicon);
            let (sign, back) = before(text.get(..number.span.start)?);
            if units.is_empty() && sign.is_empty() {
                return None;
            }
            let (units, span) = if sign.is_empty() {
                (units, Span::new(number.span.start, number.span.end + length))
            } else {
                (sign, Span::new(number.span.start - back, number.span.end))
            };
            Some(Quantity { span, number: number.span, values: number.values.clone(), units })
        })
        .collect()
}

/// The units whose sign or word begins `rest`, the longest only, and their length with the space before.
fn after(rest: &str, lexicon: Option<&Lexicon>) -> (Vec<usize>, usize) {
    let body = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}', '\u{2009}', '-', '‑']);
    let skipped = rest.len() - body.len();
    let head: String = body.chars().take(30).collect();
    let lower = head.to_lowercase();
    let mut best = (Vec::new(), 0);
    let mut offer = |unit: usize, length: usize, ends: bool| {
        if ends && length > best.1 {
            best = (vec![unit], length);
        } else if ends && length == best.1 && length > 0 && !best.0.contains(&unit) {
            best.0.push(unit);
        }
    };
    for (index, unit) in units().iter().enumerate() {
        for sign in unit.signs.split_whitespace() {
            offer(index, sign.len(), head.strip_prefix(sign).is_some_and(|after| ends(sign, after)));
        }
        for (word, _) in lexicon.iter().flat_map(|l| l.units.iter().filter(|(_, name)| *name == unit.name)) {
            let spaced = lexicon.is_none_or(|l| l.spaces);
            offer(
                index,
                word.len(),
                lower.strip_prefix(word.as_str()).is_some_and(|after| !spaced || ends(word, after)),
            );
        }
    }
    (best.0, skipped + best.1)
}

/// A sign of letters ends where no letter follows.
fn ends(sign: &str, after: &str) -> bool {
    !sign.ends_with(|c: char| c.is_alphabetic() && c < '\u{2E80}')
        || !after.starts_with(|c: char| c.is_alphanumeric())
}

/// The currencies whose sign ends `text`, and the bytes back to its start.
fn before(text: &str) -> (Vec<usize>, usize) {
    let body = text.trim_end_matches([' ', '\u{A0}', '\u{202F}']);
    let skipped = text.len() - body.len();
    let mut best = (Vec::new(), 0);
    for (index, unit) in units().iter().enumerate().filter(|(_, u)| u.before) {
        for sign in unit.signs.split_whitespace() {
            let lone = body.strip_suffix(sign).is_some_and(|rest| {
                !sign.starts_with(char::is_alphabetic) || !rest.ends_with(char::is_alphanumeric)
            });
            if lone && sign.len() > best.1 {
                best = (vec![index], sign.len());
            } else if lone && sign.len() == best.1 {
                best.0.push(index);
            }
        }
    }
    (best.0, skipped + best.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, features::Features};

    fn only(language: &str, text: &str) -> Quantity {
        let features = Features::of(text, Language::parse(language).unwrap());
        assert_eq!(features.quantities.len(), 1, "{text}: {:?}", features.quantities);
        features.quantities.into_iter().next().unwrap()
    }

    #[test]
    fn converted_quantities_are_equal() {
        for (x, y) in [
            (("en", "5 km away"), ("en", "3.1 miles away")),
            (("de", "bei 20 °C"), ("en", "at 68 °F")),
            (("en", "2 pounds of rice"), ("en", "0.9 kg of rice")),
            (("en", "90 minutes"), ("fr", "1,5 heure")),
        ] {
            assert!(only(x.0, x.1).converts_to(&only(y.0, y.1)), "{x:?} {y:?}");
        }
        assert!(!only("en", "5 km").converts_to(&only("en", "5 miles")));
    }

    #[test]
    fn the_first_number_of_a_range_has_the_unit_of_the_second() {
        for (language, text) in [
            ("en", "between 170 and 180 kilograms"),
            ("de", "170 bis 180 Kilogramm"),
            ("ru", "от 170 до 180 кг"),
            ("es", "170-180 kg"),
            // No word lists of its own: its neighbours' serve.
            ("cs", "od 170 do 180 kg"),
        ] {
            let found = Features::of(text, Language::parse(language).unwrap()).quantities;
            let values: Vec<_> = found.iter().flat_map(|q| q.values.clone()).collect();
            assert_eq!(values, [170.0, 180.0], "{text}");
            assert_eq!(found[0].units, found[1].units, "{text}");
        }
        for text in ["in 2017, 180 kg", "four boxes 10 kg", "in 2017 some 180 kg"] {
            let found = Features::of(text, Language::parse("en").unwrap()).quantities;
            assert_eq!(found.len(), 1, "{text}");
        }
    }

    #[test]
    fn currencies_are_read_on_either_side() {
        for (language, text, name) in [
            ("en", "it cost $5 million", "USD"),
            ("de", "es kostete 5,5 Mio. Euro", "EUR"),
            ("ru", "5 ₽", "RUB"),
            ("zh", "3万元", "CNY"),
        ] {
            let quantity = only(language, text);
            assert!(quantity.units.iter().any(|u| units()[*u].name == name), "{text}: {quantity:?}");
        }
    }
}
