//! Numbers of a segment, in digits and in words, with every value each may have.

use super::{
    Word,
    digits::{Digits, digits},
    korean::korean,
    lexicon::{Lexicon, NumberWord},
    numerals::{self, numerals},
};
use crate::Span;

/// A number.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Where, in bytes of the text, magnitude words included.
    pub span: Span,
    /// The same with all that makes it a time of day: 午後3時.
    pub whole: Span,
    /// Its readings, the usual one first: 1500 or 1.5 for `1.500`.
    pub values: Vec<f64>,
    /// Minutes after midnight, when it is a time of day; two where morning and evening are open.
    pub clock: Vec<u32>,
    /// Written in words, or so small that a language may do without it: never missed on the other side.
    pub soft: bool,
}

/// Two values are the same number up to what a printed number can carry.
#[must_use]
pub fn same_value(x: f64, y: f64) -> bool {
    (x - y).abs() <= 1e-6 * x.abs().max(y.abs())
}

impl Number {
    /// Whether some reading of both agrees. Two times of day are compared as such.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        if !self.clock.is_empty() && !other.clock.is_empty() {
            return self.clock.iter().any(|c| other.clock.contains(c));
        }
        // 5.30 may be a time where the other side has one.
        let timed = |time: &Self, plain: &Self| {
            time.clock.iter().any(|c| {
                let (hour, minutes) = (f64::from(c / 60), f64::from(c % 60));
                // Half past seven, morning or evening.
                let is_half = |v: f64| v.fract() != 0.0 && (2.0 * v).fract() == 0.0;
                let half = |v: f64| is_half(v) && same_value(v % 12.0, hour % 12.0 + minutes / 60.0);
                plain.values.iter().any(|v| same_value(*v, hour + minutes / 100.0) || half(*v))
            })
        };
        self.values.iter().any(|x| other.values.iter().any(|y| same_value(*x, *y)))
            || timed(self, other)
            || timed(other, self)
    }

    /// Whether one is the other rounded: 1.5 million and 1,512,000.
    #[must_use]
    pub fn rounds_to(&self, other: &Self) -> bool {
        let near = |x: f64, y: f64| x.max(y) >= 10.0 && (x - y).abs() <= 0.03 * x.max(y);
        let round = |x: f64| x >= 100.0 && same_value(x % 10f64.powf(x.log10().floor() - 1.0), 0.0);
        self.values.iter().any(|x| {
            other
                .values
                .iter()
                .any(|y| near(*x, *y) && (round(*x) || round(*y) || x.fract() > 0.0 || y.fract() > 0.0))
        })
    }

    /// Whether some reading is this whole number.
    #[must_use]
    pub fn is(&self, value: f64) -> bool {
        self.values.iter().any(|v| same_value(*v, value))
    }
}

/// The numbers of a text, in order. Words for one and for the first are articles too often to count.
#[must_use]
pub fn numbers(text: &str, words: &[Word], lexicon: Option<&Lexicon>) -> Vec<Number> {
    let mut out: Vec<Number> = digits(text).into_iter().map(|d| with_magnitude(text, d, lexicon)).collect();
    let taken: Vec<Span> = out.iter().map(|n| n.span).collect();
    let free = |span: Span| !taken.iter().any(|t| t.overlaps(span));
    match lexicon {
        Some(lexicon) if lexicon.spaces => {
            out.extend(in_words(text, words, lexicon).into_iter().filter(|n| free(n.span)));
        }
        _ => out.extend(numerals(text).into_iter().chain(korean(text)).filter(|n| free(n.span))),
    }
    out.sort_by_key(|n| n.span);
    merge_digit_chains(text, &mut out);
    super::clock::times(text, &mut out, lexicon);
    if let Some(lexicon) = lexicon {
        add_halves(words, lexicon, &mut out);
    }
    out
}

/// “Dos años y medio”, “à deux heures et demie”: a half after what is counted.
fn add_halves(words: &[Word], lexicon: &Lexicon, numbers: &mut [Number]) {
    for number in numbers {
        let counted = words.partition_point(|w| w.span.start < number.span.end);
        let half = words.get(counted + 1..).and_then(|rest| half_at(rest, lexicon));
        let near = |half: Span| half.start <= number.span.end + HALF_WITHIN;
        let Some((_, half)) = half.filter(|(_, half)| near(*half)) else { continue };
        for value in number.values.iter_mut().filter(|v| v.fract() == 0.0 && (1.0..100.0).contains(*v)) {
            *value += 0.5;
        }
        for minute in number.clock.iter_mut().filter(|m| **m % 60 == 0) {
            *minute += 30;
        }
        number.whole = if number.clock.is_empty() { number.whole } else { number.whole.cover(half) };
    }
}

/// Bytes between a number and its half at most: one long word.
const HALF_WITHIN: usize = 40;

/// 万, 億 and their kin, which follow digits in any text.
const MYRIADS: &[(&str, f64)] = &[
    ("万", 1e4),
    ("萬", 1e4),
    ("만", 1e4),
    ("亿", 1e8),
    ("億", 1e8),
    ("억", 1e8),
    ("兆", 1e12),
    ("조", 1e12),
    ("千", 1e3),
    ("천", 1e3),
    ("百", 1e2),
];

/// Multiplies digits by the magnitude that follows them: 3.5 million, 15 тыс., 3万, 5k.
fn with_magnitude(text: &str, digits: Digits, lexicon: Option<&Lexicon>) -> Number {
    let Digits { mut span, mut values } = digits;
    while let Some((length, factor)) = magnitude_after(text.get(span.end..).unwrap_or_default(), lexicon) {
        span.end += length;
        for value in &mut values {
            *value *= factor;
        }
    }
    let rest = text.get(span.end..).unwrap_or_default();
    let of_ordinal = ORDINALS
        .iter()
        .find(|end| rest.strip_prefix(**end).is_some_and(|after| !after.starts_with(char::is_alphanumeric)));
    span.end += of_ordinal.map_or(0, |end| end.len());
    // 三个半小时 with digits: 3个半小时.
    if let Some(half) = numerals::half_after(text.get(span.end..).unwrap_or_default()) {
        for value in &mut values {
            *value += half;
        }
    }
    let soft = values.first().is_some_and(|v| *v <= 2.0);
    Number { span, whole: span, values, clock: Vec::new(), soft }
}

/// What makes an ordinal of digits that it is written together with: 19th, 3º, 2nde.
const ORDINALS: [&str; 13] = ["st", "nd", "rd", "th", "º", "ª", "er", "ère", "e", "ème", "nde", "ος", "η"];

/// A magnitude at the start of `rest`, after at most one space: its length in bytes, and its factor.
fn magnitude_after(rest: &str, lexicon: Option<&Lexicon>) -> Option<(usize, f64)> {
    if let Some((sign, factor)) = MYRIADS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Some((sign.len(), *factor));
    }
    let body = rest.strip_prefix([' ', '\u{A0}', '\u{202F}', '-']).unwrap_or(rest);
    let skipped = rest.len() - body.len();
    let end =
        body.find(|c: char| !c.is_alphabetic() && !('\u{900}'..'\u{E00}').contains(&c)).unwrap_or(body.len());
    let word = body.get(..end).filter(|w| !w.is_empty())?;
    let folded = crate::text::fold(word);
    let factor = match lexicon.and_then(|l| l.numbers.get(&folded)) {
        Some(NumberWord::Magnitude(m)) => *m,
        _ if skipped == 0 && word == "k" => 1e3,
        _ if skipped == 0 && (word == "bn" || word == "B") => 1e9,
        _ if skipped == 0 && word == "M" => 1e6,
        // 2,5 M€, 3 Md€.
        _ if body.get(end..).is_some_and(|after| after.starts_with(['€', '$'])) => match word {
            "M" => 1e6,
            "Md" | "Mrd" => 1e9,
            _ => return None,
        },
        _ => return None,
    };
    // "5 Mio. Euro": the stop of an abbreviation, not the sentence's.
    let stop = body
        .get(end..)
        .is_some_and(|r| r.starts_with('.') && r.chars().nth(1).is_some_and(char::is_whitespace));
    let stop = usize::from(stop && folded.chars().count() <= 4);
    Some((skipped + end + stop, factor))
}

/// 1億2000万 is one number: parts that touch and fall in magnitude are added up.
fn merge_digit_chains(text: &str, numbers: &mut Vec<Number>) {
    let mut merged: Vec<Number> = Vec::with_capacity(numbers.len());
    for number in numbers.drain(..) {
        if let Some(last) = merged.last_mut()
            && last.span.end == number.span.start
            && last
                .span
                .of(text)
                .chars()
                .next_back()
                .is_some_and(|c| MYRIADS.iter().any(|(m, _)| m.starts_with(c)))
            && let ([x], [y]) = (last.values.as_slice(), number.values.as_slice())
            && x > y
        {
            last.values = vec![x + y];
            last.span.end = number.span.end;
            last.whole = last.span;
            last.soft = false;
        } else {
            merged.push(number);
        }
    }
    *numbers = merged;
}

/// A number in words while it is being read.
#[derive(Debug, Default)]
struct Reading {
    total: f64,
    current: f64,
    /// The last factor, which a half that follows is a half of; 0 before any.
    magnitude: f64,
    span: Span,
    parts: usize,
    ordinal: bool,
}

impl Reading {
    /// Whether `value` can follow what was read: tens after hundreds, units after tens, 60 + 15 in French.
    fn takes(&self, value: f64) -> bool {
        let c = self.current;
        c == 0.0 && (self.total == 0.0 || value < 1000.0)
            || (value < 10.0 && c >= 10.0 && c % 10.0 == 0.0)
            || (value < 100.0 && c >= 100.0 && c % 100.0 == 0.0)
            || ((10.0..20.0).contains(&value) && [60.0, 80.0].contains(&(c % 100.0)))
    }

    /// Adds a part; `false` if it does not fit.
    fn add(&mut self, word: NumberWord, span: Span, joined: bool) -> bool {
        if self.ordinal {
            return false;
        }
        match word {
            NumberWord::Value(v) | NumberWord::Ordinal(v) => {
                // Arabic says the units first: five-and-twenty.
                let inverted = joined && self.current < 10.0 && (20.0..100.0).contains(&v);
                // Nineteen eighty-four.
                let year = (10.0..=20.0).contains(&self.current) && (20.0..100.0).contains(&v);
                if self.parts > 0 && year && !joined {
                    self.current *= 100.0;
                } else if self.parts > 0 && !self.takes(v) && !inverted {
                    return false;
                }
                self.current += v;
                self.ordinal = matches!(word, NumberWord::Ordinal(_));
            }
            NumberWord::Magnitude(100.0) => {
                if self.current >= 100.0 {
                    return false;
                }
                self.current = self.current.max(1.0) * 100.0;
            }
            NumberWord::Magnitude(m) => {
                self.magnitude = m;
                self.total = if self.current == 0.0 && self.parts > 0 {
                    self.total * m
                } else {
                    self.total + self.current.max(1.0) * m
                };
                self.current = 0.0;
            }
            NumberWord::And => return false,
        }
        self.span = if self.parts == 0 { span } else { self.span.cover(span) };
        self.parts += 1;
        true
    }

    /// Two and a half, two million and a half; `false` after hundreds and where a fraction was read.
    fn add_half(&mut self, span: Span) -> bool {
        if self.current == 0.0 && self.magnitude > 0.0 {
            self.total += self.magnitude / 2.0;
        } else if (1.0..100.0).contains(&self.current) && self.current.fract() == 0.0 {
            self.current += 0.5;
        } else {
            return false;
        }
        self.span = self.span.cover(span);
        true
    }

    fn finish(self, out: &mut Vec<Number>) {
        let value = self.total + self.current;
        // “Millions of people” is no number that anybody counted.
        let uncounted = self.parts == 1 && self.magnitude > 0.0;
        let article = self.parts == 1 && (same_value(value, 1.0) || (self.ordinal && value <= 2.0));
        if self.parts > 0 && !article {
            out.push(Number {
                span: self.span,
                whole: self.span,
                values: vec![value],
                clock: Vec::new(),
                soft: uncounted || value <= 2.0,
            });
        }
    }
}

/// Numbers in words, for languages with spaces.
fn in_words(text: &str, words: &[Word], lexicon: &Lexicon) -> Vec<Number> {
    let mut out = Vec::new();
    let mut reading = Reading::default();
    let mut end = 0;
    let mut at = 0;
    let mut joined = false;
    while let Some(word) = words.get(at) {
        let pair = words.get(at + 1).map(|next| format!("{} {}", word.folded, next.folded));
        let (said, length) = match pair.and_then(|p| lexicon.numbers.get(&p).copied()) {
            Some(said) => (Some(said), 2),
            None => (lexicon.number(&word.folded), 1),
        };
        let span = word.span.cover(words.get(at + length - 1).unwrap_or(word).span);
        let close =
            Span::new(end, span.start).of(text).chars().all(|c| c.is_whitespace() || c == '-' || c == '‑');
        if close
            && reading.parts > 0
            && let Some((count, half)) = half_at(words.get(at..).unwrap_or_default(), lexicon)
            && reading.add_half(half)
        {
            at += count;
            end = half.end;
            continue;
        }
        at += length;
        match said {
            Some(NumberWord::And) if reading.parts > 0 && close => {
                joined = true;
                end = span.end;
                continue;
            }
            Some(said) => {
                let attached = lexicon.numbers.len() > 1 && word.folded.starts_with('و');
                let fits = close && (!joined || joinable(&reading, said));
                if !(fits && reading.parts > 0 && reading.add(said, span, joined || attached)) {
                    std::mem::take(&mut reading).finish(&mut out);
                    reading.add(said, span, false);
                }
            }
            None => std::mem::take(&mut reading).finish(&mut out),
        }
        joined = false;
        end = span.end;
    }
    reading.finish(&mut out);
    out
}

/// What adds a half to the number before these words, at their start: how many words it takes, and their span.
fn half_at(words: &[Word], lexicon: &Lexicon) -> Option<(usize, Span)> {
    let begins = |half: &&Vec<String>| {
        half.len() <= words.len() && half.iter().zip(words).all(|(part, word)| *part == word.folded)
    };
    let count = lexicon.halves.iter().filter(begins).map(Vec::len).max()?;
    Some((count, words.get(..count)?.iter().map(|w| w.span).reduce(Span::cover)?))
}

/// "Two hundred and five", "treinta y cinco" are one number; "two and three" are two.
fn joinable(reading: &Reading, next: NumberWord) -> bool {
    let (NumberWord::Value(value) | NumberWord::Ordinal(value)) = next else { return false };
    let c = reading.current;
    (c == 0.0 && reading.total > 0.0)
        || (c >= 100.0 && value < 100.0)
        || (c >= 20.0 && c % 10.0 == 0.0 && value < 10.0)
        || ((60.0..=80.0).contains(&c) && same_value(value, 11.0))
}
