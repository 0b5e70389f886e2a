//! A group prepared for the checks: what each member says as one text, and which words agree, pair by pair.

use super::{GroupView, Member};
use crate::{
    Language, Span,
    document::Role,
    features::{
        Features, Word,
        date::Date,
        lexicon::{Lexicon, Mark, lexicon},
        number::Number,
        phrases::Hit,
        quotation::{Quotation, quotations},
        unit::Quantity,
    },
};

/// A group with everything that more than one check needs, made once a group.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// The group itself.
    pub view: &'a GroupView<'a>,
    /// What each member says, ordered by content, so that the members' order in the group plays no part.
    pub readings: Vec<Reading<'a>>,
    /// Every pair of readings, as indices into them, the first below the second.
    pub pairs: Vec<Pair>,
    /// Versions that stand alone with their source, as far as is known: where the others say something else, these are not the ones
    /// that departed.
    pub faithful: Vec<usize>,
}

/// What one member says: its segments read as one text. All spans count bytes of the document's text.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The member.
    pub member: &'a Member<'a>,
    /// The language of its first segment; the document's where that is not known.
    pub language: Language,
    /// From the first segment's start to the last one's end, where they follow each other.
    pub text: String,
    /// All words, in order.
    pub words: Vec<Word>,
    /// Quotations, also those that began earlier in the paragraph.
    pub quotations: Vec<Quotation>,
    /// Numbers, those of dates and quantities included.
    pub numbers: Vec<Number>,
    /// Words that may stand for a number.
    pub soft_numbers: Vec<Hit<f64>>,
    /// Dates, months, weekdays.
    pub dates: Vec<Date>,
    /// Numbers with their units.
    pub quantities: Vec<Quantity>,
    /// Negations, hedges and quantifiers.
    pub marks: Vec<Hit<Mark>>,
}

/// How two readings compare, word by word.
#[derive(Debug)]
pub struct Pair {
    /// Index of the first reading.
    pub a: usize,
    /// Index of the second reading.
    pub b: usize,
    /// Both are written in the same language, so words can be compared as such.
    pub same_language: bool,
    /// For each word of `a` the word of `b` that is the same; empty across languages.
    pub a_to_b: Vec<Option<usize>>,
    /// For each word of `b` the word of `a` that is the same; empty across languages.
    pub b_to_a: Vec<Option<usize>>,
    /// Share of letters in words that the two have in common, 0..1 (Dice). Across languages: how well the
    /// lengths agree, times the aligner's confidence.
    pub agreement: f32,
    /// The shorter length divided by the longer, 0..1, in words of one language or in weighted characters.
    pub lengths: f32,
}

/// Word tables larger than this are not filled: two segments of about 700 words each, far beyond a sentence.
const MOST_CELLS: usize = 500_000;

/// How far before a segment a quotation may have begun, in bytes: some paragraphs of ordinary length.
const QUOTATION_REACH: usize = 4_000;

impl<'a> Comparison<'a> {
    /// Prepares a group.
    #[must_use]
    pub fn of(view: &'a GroupView<'a>) -> Self {
        let mut readings: Vec<Reading<'a>> = view.members.iter().map(Reading::of).collect();
        readings.sort_by(|x, y| {
            let key = |r: &Reading<'_>| (r.member.role == Role::Source, r.language, r.member.version);
            x.text.cmp(&y.text).then_with(|| key(x).cmp(&key(y)))
        });
        let mut pairs = Vec::new();
        for (a, first) in readings.iter().enumerate() {
            for (b, second) in readings.iter().enumerate().skip(a + 1) {
                pairs.push(Pair::of(a, first, b, second, view.confidence));
            }
        }
        Self { view, readings, pairs, faithful: Vec::new() }
    }

    /// The two readings of a pair.
    #[must_use]
    pub fn both(&self, pair: &Pair) -> Option<(&Reading<'a>, &Reading<'a>)> {
        Some((self.readings.get(pair.a)?, self.readings.get(pair.b)?))
    }
}

impl<'a> Reading<'a> {
    fn of(member: &'a Member<'a>) -> Self {
        let mut out = Self {
            member,
            language: Language::UNKNOWN,
            text: String::new(),
            words: Vec::new(),
            quotations: quotations_of(member),
            numbers: Vec::new(),
            soft_numbers: Vec::new(),
            dates: Vec::new(),
            quantities: Vec::new(),
            marks: Vec::new(),
        };
        for segment in &member.segments {
            if !out.text.is_empty() {
                out.text.push(' ');
            }
            out.text.push_str(&segment.encoded.text);
            if !out.language.is_known() {
                out.language = segment.language;
            }
            out.add(&segment.encoded.features, segment.span.start);
        }
        if !out.language.is_known() {
            out.language = member.language;
        }
        out
    }

    /// Takes over the features of a segment that starts at byte `from` of the document.
    fn add(&mut self, features: &Features, from: usize) {
        self.words.extend(features.words.iter().cloned());
        self.numbers.extend(features.numbers.iter().cloned());
        self.soft_numbers.extend(features.soft_numbers.iter().copied());
        self.dates.extend(features.dates.iter().cloned());
        self.quantities.extend(features.quantities.iter().cloned());
        self.marks.extend(features.marks.iter().copied());
        // The last ones of each list are the new ones.
        let moved = |span: &mut Span| *span = span.shift(from);
        self.words.iter_mut().rev().take(features.words.len()).for_each(|w| moved(&mut w.span));
        for number in self.numbers.iter_mut().rev().take(features.numbers.len()) {
            moved(&mut number.span);
            moved(&mut number.whole);
        }
        self.soft_numbers.iter_mut().rev().take(features.soft_numbers.len()).for_each(|h| moved(&mut h.span));
        self.dates.iter_mut().rev().take(features.dates.len()).for_each(|d| moved(&mut d.span));
        self.marks.iter_mut().rev().take(features.marks.len()).for_each(|h| moved(&mut h.span));
        for quantity in self.quantities.iter_mut().rev().take(features.quantities.len()) {
            moved(&mut quantity.span);
            moved(&mut quantity.number);
        }
    }

    /// The word lists of its language, if covered.
    #[must_use]
    pub fn lexicon(&self) -> Option<&'static Lexicon> {
        lexicon(self.language)
    }

    /// The marks of one sort, in order.
    pub fn marked(&self, mark: Mark) -> impl Iterator<Item = Span> + '_ {
        self.marks.iter().filter(move |hit| hit.means == mark).map(|hit| hit.span)
    }

    /// Whether this is the source text.
    #[must_use]
    pub fn is_source(&self) -> bool {
        self.member.role == Role::Source
    }

    /// The words of a span, as written.
    #[must_use]
    pub fn written(&self, span: Span) -> &'a str {
        span.of(self.member.text)
    }

    /// Where the member's segments begin and end in the document.
    #[must_use]
    pub fn extent(&self) -> Span {
        let mut spans = self.member.segments.iter().map(|s| s.span);
        let first = spans.next().unwrap_or_default();
        spans.fold(first, Span::cover)
    }

    /// Whether `span` lies wholly inside a quotation.
    #[must_use]
    pub fn is_quoted(&self, span: Span) -> bool {
        self.quotations.iter().any(|q| q.inner.contains(span))
    }

    /// Indices of the words that `span` touches.
    pub fn words_in(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().filter(move |(_, w)| w.span.overlaps(span)).map(|(i, _)| i)
    }

    /// Length for comparing across languages: characters, those of scripts without spaces counted twice and a
    /// half (a Chinese news sentence has about two fifths of the characters of its English translation).
    #[must_use]
    pub fn length(&self) -> f32 {
        self.text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| {
                if ('\u{2E80}'..'\u{AC00}').contains(&c) {
                    2.5
                } else if c >= '\u{AC00}' {
                    2.0
                } else {
                    1.0
                }
            })
            .sum()
    }
}

/// The quotations that touch a member's segments, read from the start of the paragraph.
fn quotations_of(member: &Member<'_>) -> Vec<Quotation> {
    let mut out: Vec<Quotation> = Vec::new();
    for segment in &member.segments {
        let mut earliest = segment.span.start.saturating_sub(QUOTATION_REACH);
        while !member.text.is_char_boundary(earliest) {
            earliest += 1;
        }
        let before = Span::new(earliest, segment.span.start).of(member.text);
        let start = before.rfind('\n').map_or(earliest, |at| earliest + at + 1);
        for found in quotations(Span::new(start, segment.span.end).of(member.text)) {
            let quotation = Quotation { span: found.span.shift(start), inner: found.inner.shift(start) };
            if quotation.span.overlaps(segment.span) && !out.iter().any(|q| q.span.overlaps(quotation.span)) {
                out.push(quotation);
            }
        }
    }
    out
}

impl Pair {
    fn of(a: usize, first: &Reading<'_>, b: usize, second: &Reading<'_>, confidence: f32) -> Self {
        let same_language = first.language == second.language;
        let lengths = ratio(first.length(), second.length());
        if !same_language {
            let agreement = lengths.sqrt() * confidence;
            return Self { a, b, same_language, a_to_b: vec![], b_to_a: vec![], agreement, lengths };
        }
        let (a_to_b, b_to_a) = same_words(&first.words, &second.words);
        let weigh = |words: &[Word], to: Option<&[Option<usize>]>| -> f32 {
            words
                .iter()
                .enumerate()
                .filter(|(i, _)| to.is_none_or(|to| to.get(*i).copied().flatten().is_some()))
                .map(|(_, w)| w.folded.chars().count() as f32)
                .sum()
        };
        let shared = weigh(&first.words, Some(&a_to_b)) + weigh(&second.words, Some(&b_to_a));
        let all = weigh(&first.words, None) + weigh(&second.words, None);
        let agreement = if all > 0.0 { shared / all } else { 1.0 };
        Self { a, b, same_language, a_to_b, b_to_a, agreement, lengths }
    }

    /// The word of `b` that is the same as word `i` of `a`.
    #[must_use]
    pub fn in_b(&self, i: usize) -> Option<usize> {
        self.a_to_b.get(i).copied().flatten()
    }

    /// Seen from `b`: the same pair with its sides swapped.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            same_language: self.same_language,
            a_to_b: self.b_to_a.clone(),
            b_to_a: self.a_to_b.clone(),
            agreement: self.agreement,
            lengths: self.lengths,
        }
    }

    /// How sure one may be that a difference between the two is one of meaning, because all else agrees, 0..1:
    /// in one language the share of common words beyond 0.35, full at 0.8; across languages from the lengths.
    #[must_use]
    pub fn trust(&self) -> f32 {
        if self.same_language {
            ((self.agreement - 0.35) / 0.45).clamp(0.0, 1.0)
        } else {
            (self.agreement * 0.7).clamp(0.0, 1.0)
        }
    }

    /// Where in `b` something would stand that only `a` says at word `i`: the words of `b` that are the same as
    /// the nearest words of `a` before and after it.
    #[must_use]
    pub fn beside_in_b(&self, i: usize, b: &Reading<'_>) -> Vec<Span> {
        let before = (0..i).rev().find_map(|k| self.in_b(k));
        let after = (i + 1..self.a_to_b.len()).find_map(|k| self.in_b(k));
        [after, before].into_iter().flatten().filter_map(|j| b.words.get(j)).map(|w| w.span).take(1).collect()
    }

    /// The word of `a` that is the same as word `i` of `b`.
    #[must_use]
    pub fn in_a(&self, i: usize) -> Option<usize> {
        self.b_to_a.get(i).copied().flatten()
    }
}

fn ratio(x: f32, y: f32) -> f32 {
    if x.max(y) > 0.0 { x.min(y) / x.max(y) } else { 1.0 }
}

/// Two forms of one word: equal, or one stem of at least four letters that makes up two thirds of both.
#[must_use]
pub fn same_word(x: &str, y: &str) -> bool {
    if x == y {
        return true;
    }
    let common = x.chars().zip(y.chars()).take_while(|(c, d)| c == d).count();
    let longest = x.chars().count().max(y.chars().count());
    common >= 4 && common * 3 >= longest * 2 && !x.chars().chain(y.chars()).any(char::is_numeric)
}

/// Pairs up the same words of two texts: those in the same order first (longest common subsequence), then the
/// rest from left to right, for words that moved.
fn same_words(a: &[Word], b: &[Word]) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let (mut a_to_b, mut b_to_a) = (vec![None; a.len()], vec![None; b.len()]);
    if a.len() * b.len() > MOST_CELLS {
        return (a_to_b, b_to_a);
    }
    for (i, j) in common_subsequence(a, b) {
        if let (Some(to), Some(from)) = (a_to_b.get_mut(i), b_to_a.get_mut(j)) {
            (*to, *from) = (Some(j), Some(i));
        }
    }
    for (i, (to, x)) in a_to_b.iter_mut().zip(a).enumerate().filter(|(_, (to, _))| to.is_none()) {
        let free = b_to_a
            .iter_mut()
            .zip(b)
            .enumerate()
            .find(|(_, (from, y))| from.is_none() && same_word(&x.folded, &y.folded));
        if let Some((j, (from, _))) = free {
            (*to, *from) = (Some(j), Some(i));
        }
    }
    (a_to_b, b_to_a)
}

/// The longest common subsequence, equal words worth a little more than forms of one word.
fn common_subsequence(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0u32; (a.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    let worth = |x: &Word, y: &Word| match () {
        () if x.folded == y.folded => 4,
        () if same_word(&x.folded, &y.folded) => 3,
        () => 0,
    };
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let gain = worth(x, y);
            let paired = if gain > 0 { best[at(i + 1, j + 1)] + gain } else { 0 };
            best[at(i, j)] = paired.max(best[at(i + 1, j)]).max(best[at(i, j + 1)]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let gain = worth(x, y);
        if gain > 0 && best[at(i, j)] == best[at(i + 1, j + 1)] + gain {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at(i, j)] == best[at(i + 1, j)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}
