//! A member as the scorer compares it: words and punctuation marks, each with its vectors.

use super::{
    GroupDrift, GroupView, Member, MemberSegment, VersionDrift, WordDrift,
    equal_values::{Value, values},
};
use crate::{
    Language, Span,
    document::Role,
    features::{Encoded, lexicon::Mark},
    text::canonical,
};

/// What one member says, unit by unit.
#[derive(Debug, Clone)]
pub(super) struct Units<'a> {
    /// The document's whole text.
    text: &'a str,
    /// The version, an index into the run's documents.
    pub version: usize,
    /// Version or source.
    pub role: Role,
    /// The language of its first segment; the document's where that is not known.
    pub language: Language,
    /// The text without what never changes its meaning: see [`canonical`].
    pub canonical: String,
    /// Words and marks, in order.
    pub list: Vec<Unit>,
    /// Its numbers, dates and quantities.
    pub values: Vec<Value>,
    /// Numbers a vector.
    pub dim: usize,
    /// One row a unit, at unit length or zero: the encoder's last layer.
    pub last: Vec<f32>,
    /// One row a unit, at unit length or zero: the encoder's middle layer.
    pub middle: Vec<f32>,
}

/// A word or a punctuation mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// The word folded for comparing.
    pub folded: String,
    /// A punctuation mark, not a word.
    pub mark: bool,
    /// Minus the natural logarithm of the word's probability, 0..25; 13 where the encoder does not tell.
    pub rarity: f32,
    /// Whether the encoder gave it a vector.
    pub known: bool,
    /// What is known of it without vectors.
    pub facts: Facts,
}

/// What is known of a word without vectors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // facts that hold or not, one beside the other
pub struct Facts {
    /// Part of a number, in digits or in words.
    pub number: bool,
    /// Part of a date, a month, a weekday.
    pub date: bool,
    /// Negates, fully or in part.
    pub negation: bool,
    /// Says how sure the writer is, or that others say so.
    pub modality: bool,
    /// Says how many of all: each, some, most.
    pub quantifier: bool,
    /// Written with a capital, and not because it is the first.
    pub capital: bool,
}

/// Rarer than this is all the same: e^-25 is below one word in ten thousand million.
const RAREST: f32 = 25.0;

/// The rarity of a word when the encoder gives none: that of an everyday content word (`called` has 12.5 in the
/// vocabulary of the default model, which spans a hundred languages).
const EVERYDAY: f32 = 13.0;

impl<'a> Units<'a> {
    pub fn of(member: &Member<'a>) -> Self {
        let mut language = Language::UNKNOWN;
        let mut text = String::new();
        let (mut units, mut last, mut middle, mut dim) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let mut all_values = Vec::new();
        for segment in &member.segments {
            let encoded = segment.encoded;
            if !language.is_known() {
                language = segment.language;
            }
            text.push(' ');
            text.push_str(&encoded.text);
            let encoding = &encoded.encoding;
            if !encoding.tokens.is_empty() {
                dim = encoding.vectors.len() / encoding.tokens.len();
            }
            let mut from = 0;
            let spans = spans(&encoded.text, &encoded.features.words, segment.language);
            let facts = facts(encoded, &spans);
            let before = units.len();
            let places: Vec<Span> = spans.iter().map(|(span, ..)| *span).collect();
            all_values.extend(values(&encoded.text, &encoded.features, &places, before));
            for ((span, folded, mark), facts) in spans.into_iter().zip(facts) {
                // Tokens are in order: none that ends before this unit starts can touch a later one.
                while encoding.tokens.get(from).is_some_and(|t| t.end <= span.start) {
                    from += 1;
                }
                let touching: Vec<usize> = encoding
                    .tokens
                    .iter()
                    .enumerate()
                    .skip(from)
                    .take_while(|(_, t)| t.start < span.end)
                    .filter(|(_, t)| t.overlaps(span))
                    .map(|(i, _)| i)
                    .collect();
                let known = pool(&encoding.vectors, dim, &touching, &mut last);
                let rows = if encoding.middle.is_empty() { &encoding.vectors } else { &encoding.middle };
                pool(rows, dim, &touching, &mut middle);
                let rarity = if encoding.rarity.is_empty() {
                    EVERYDAY
                } else {
                    touching.iter().filter_map(|i| encoding.rarity.get(*i)).sum::<f32>().min(RAREST)
                };
                units.push(Unit { span: span.shift(segment.span.start), folded, mark, rarity, known, facts });
            }
        }
        if !language.is_known() {
            language = member.language;
        }
        // Rows of segments without any token were pooled before the width was known.
        last.resize(units.len() * dim, 0.0);
        middle.resize(units.len() * dim, 0.0);
        Self {
            text: member.text,
            version: member.version,
            role: member.role,
            language,
            canonical: canonical(&text, language),
            list: units,
            values: all_values,
            dim,
            last,
            middle,
        }
    }

    /// The same member without any of its units.
    pub fn without_units(&self) -> Self {
        let (list, values, last, middle) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { canonical: self.canonical.clone(), list, values, last, middle, ..*self }
    }

    /// Adds units of a member whose vectors are as wide.
    pub fn push_units(&mut self, from: &Units<'_>, units: std::ops::Range<usize>) {
        let rows = units.start * self.dim..units.end * self.dim;
        self.list.extend_from_slice(from.list.get(units).unwrap_or_default());
        self.last.extend_from_slice(from.last.get(rows.clone()).unwrap_or_default());
        self.middle.extend_from_slice(from.middle.get(rows).unwrap_or_default());
    }

    /// Words as they are written.
    pub fn written(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// A unit's vectors: last layer, middle layer.
    pub fn rows(&self, i: usize) -> (&[f32], &[f32]) {
        let range = i * self.dim..(i + 1) * self.dim;
        (self.last.get(range.clone()).unwrap_or_default(), self.middle.get(range).unwrap_or_default())
    }
}

/// What is known of every unit of a segment without vectors, in time linear in what is known.
fn facts(encoded: &Encoded, units: &[(Span, String, bool)]) -> Vec<Facts> {
    let capital = |span: Span| span.of(&encoded.text).starts_with(char::is_uppercase);
    let mut out: Vec<Facts> = units
        .iter()
        .enumerate()
        .map(|(i, (span, ..))| Facts { capital: i > 0 && capital(*span), ..Facts::default() })
        .collect();
    let mut note = |span: Span, fact: fn(&mut Facts)| {
        let from = units.partition_point(|(unit, ..)| unit.end <= span.start);
        let touched = units.iter().skip(from).take_while(|(unit, ..)| unit.start < span.end).count();
        out.iter_mut().skip(from).take(touched).for_each(fact);
    };
    let features = &encoded.features;
    for number in &features.numbers {
        note(number.span, |f| f.number = true);
    }
    for date in &features.dates {
        note(date.span, |f| f.date = true);
    }
    for mark in &features.marks {
        match mark.means {
            Mark::Negation | Mark::WeakNegation => note(mark.span, |f| f.negation = true),
            Mark::NotNegation | Mark::Unreal => {}
            Mark::Hearsay | Mark::Attribution | Mark::Possibility => note(mark.span, |f| f.modality = true),
            Mark::All | Mark::Most | Mark::Many | Mark::Some | Mark::Few | Mark::None => {
                note(mark.span, |f| f.quantifier = true);
            }
        }
    }
    out
}

/// A segment's words and marks as the scorer compares them: what a trainer of the scorer needs to see.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitVectors {
    /// Words and marks, in order; spans in bytes of the segment.
    pub units: Vec<Unit>,
    /// Numbers a vector.
    pub dim: usize,
    /// One row of `dim` numbers a unit, at unit length or zero: the encoder's last layer.
    pub last: Vec<f32>,
    /// The same from the middle layer.
    pub middle: Vec<f32>,
}

/// The units of one encoded segment.
#[must_use]
pub fn unit_vectors(encoded: &Encoded, language: Language) -> UnitVectors {
    let units = Units::of(&alone(encoded, language));
    UnitVectors { units: units.list, dim: units.dim, last: units.last, middle: units.middle }
}

/// A segment as the only one of its member.
pub(super) fn alone(encoded: &Encoded, language: Language) -> Member<'_> {
    let span = Span::new(0, encoded.text.len());
    let segments = vec![MemberSegment { span, language, encoded }];
    Member { version: 0, role: Role::Version, original: 0, language, text: &encoded.text, segments }
}

/// Words, and every other visible character as a mark of its own, in order.
fn spans(text: &str, words: &[crate::features::Word], language: Language) -> Vec<(Span, String, bool)> {
    let mut out = Vec::with_capacity(words.len() + words.len() / 4);
    let mut at = 0;
    let marks = |from: usize, to: usize, out: &mut Vec<(Span, String, bool)>| {
        for (i, c) in
            Span::new(from, to.max(from)).of(text).char_indices().filter(|(_, c)| !c.is_whitespace())
        {
            let span = Span::new(from + i, from + i + c.len_utf8());
            out.push((span, canonical(span.of(text), language), true));
        }
    };
    for word in words {
        marks(at, word.span.start, &mut out);
        out.push((word.span, word.folded.clone(), false));
        at = at.max(word.span.end);
    }
    marks(at, text.len(), &mut out);
    out
}

/// Appends the mean of some rows at unit length; zeros, and `false`, where there is nothing to pool.
fn pool(rows: &[f32], dim: usize, touching: &[usize], out: &mut Vec<f32>) -> bool {
    let start = out.len();
    out.resize(start + dim, 0.0);
    let Some(row) = out.get_mut(start..) else { return false };
    for token in touching {
        for (sum, x) in row.iter_mut().zip(rows.get(token * dim..(token + 1) * dim).unwrap_or_default()) {
            *sum += x;
        }
    }
    let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
    if !length.is_normal() {
        row.fill(0.0);
        return false;
    }
    for x in row.iter_mut() {
        *x /= length;
    }
    true
}

/// The answer for a group that is not compared: every word and mark of it, without drift.
pub(crate) fn silent(group: &GroupView<'_>) -> GroupDrift {
    let mut out = GroupDrift { versions: vec![None; group.versions], ..GroupDrift::default() };
    for member in &group.members {
        let words = member.segments.iter().flat_map(|segment| {
            let start = segment.span.start;
            spans(&segment.encoded.text, &segment.encoded.features.words, segment.language)
                .into_iter()
                .map(move |(span, ..)| WordDrift { span: span.shift(start), drift: 0.0 })
        });
        let words = words.collect();
        if let Some(slot) = out.versions.get_mut(member.version) {
            *slot = Some(VersionDrift { drift: 0.0, words });
        }
    }
    out
}
