//! Who speaks in a reading: sources beside words of saying, and attributions at an end of the sentence.

use super::opposition::{Pole, extent, hits, poles};
use crate::{
    Span,
    drift::comparison::Reading,
    features::{
        contrast::{Sort, contrasts},
        lexicon::Mark,
        phrases::Hit,
        speech::{Speech, Stands},
    },
};

/// The first and the last word.
pub(super) type Range = (usize, usize);

/// One who may be quoted.
#[derive(Debug)]
pub(super) struct Source {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// Its words.
    pub words: Range,
    /// The sorts of people that it may be.
    pub sorts: &'static [usize],
}

impl Source {
    /// Whether the two may be the same people.
    pub fn may_be(&self, other: &Self) -> bool {
        self.sorts.iter().any(|s| other.sorts.contains(s))
    }
}

/// What a reading holds that has to do with who speaks.
#[derive(Debug)]
pub(super) struct Voices {
    pub sources: Vec<Source>,
    /// Words of saying.
    pub reports: Vec<(Range, Stands)>,
    /// Words that stand on a side of a contrast.
    pub poles: Vec<Pole>,
    hearers: Vec<Range>,
    bare: Vec<Range>,
    /// The lists of its language.
    pub speech: &'static Speech,
}

/// How many words may stand between a speaker and the word of saying: “police in Leeds said”. By hand.
const REACH: usize = 3;

/// The least letters of a word that may name a source, where words are parted by spaces, and where they are not:
/// articles and prepositions are shorter. By hand.
const LEAST_LETTERS: (usize, usize) = (4, 2);

/// What ends a clause, in every script that has a list.
const CLAUSE_ENDS: &[char] = &[
    ',', ';', '.', ':', '!', '?', '(', ')', '–', '—', '،', '؛', '؟', '、', '，', '。', '：', '；', '！',
    '？', '।', '"', '“', '”', '«', '»', '„', '「', '」',
];

impl Voices {
    /// What the lists of its language find; `None` where there are none.
    pub fn of(reading: &Reading<'_>) -> Option<Self> {
        let speech = &contrasts(reading.language)?.speech;
        let range = |span: Span| extent(reading, span);
        let ranges =
            |found: Vec<Hit<()>>| -> Vec<Range> { found.into_iter().filter_map(|h| range(h.span)).collect() };
        let sources = hits(reading, &speech.sources)
            .into_iter()
            .filter_map(|h| {
                Some(Source { span: h.span, words: range(h.span)?, sorts: speech.sorts(h.means) })
            })
            .filter(|s| !s.sorts.is_empty())
            .collect();
        let reports = hits(reading, &speech.reports)
            .into_iter()
            .filter_map(|h| Some((range(h.span)?, h.means?)))
            .collect();
        Some(Self {
            sources,
            reports,
            poles: poles(reading, &[Sort::Opposite, Sort::Converse, Sort::Gender, Sort::Time]),
            hearers: ranges(hits(reading, &speech.hearers)),
            bare: ranges(hits(reading, &speech.bare)),
            speech,
        })
    }

    /// Whether a word of saying stands beside this source, in the same clause, and it is the one who says it.
    pub fn speaks(&self, reading: &Reading<'_>, source: Range) -> bool {
        self.reports.iter().any(|(report, stands)| {
            let (left, right, fits) = if source.1 < report.0 {
                (source.1, report.0, *stands != Stands::Before)
            } else if report.1 < source.0 {
                (report.1, source.0, matches!(stands, Stands::Before | Stands::Either))
            } else {
                return false;
            };
            fits && right - left <= REACH + 1
                && !clause_ends(reading, left, right)
                && (matches!(stands, Stands::Before | Stands::After) || !self.hears(reading, source))
        })
    }

    /// Whether it is spoken to, or something is done by it: “to the police”.
    fn hears(&self, reading: &Reading<'_>, source: Range) -> bool {
        self.hearers.iter().any(|h| {
            let overlaps = h.0 <= source.0 && (source.0..=source.1).contains(&h.1);
            // An article may stand between.
            let before = h.1 < source.0 && h.1 + 2 >= source.0 && !clause_ends(reading, h.1, source.0);
            overlaps || before
        })
    }

    /// The words that name the source in these words at an end of the reading, if they are an attribution and
    /// nothing else: “according to the mayor”, “police said on Monday”.
    pub fn attribution<'r>(&self, reading: &'r Reading<'_>, window: Range) -> Option<Vec<&'r str>> {
        let (first, last) = window;
        let inside = |r: &Range| first <= r.0 && r.1 <= last;
        let touches = |r: &Range| r.0 <= last && first <= r.1;
        let span = reading.words.get(first)?.span.cover(reading.words.get(last)?.span);
        let reports: Vec<&(Range, Stands)> = self.reports.iter().filter(|(r, _)| inside(r)).collect();
        let doubts = |m: Mark| matches!(m, Mark::Hearsay | Mark::Negation | Mark::WeakNegation);
        // A name may hold a negation: 消防, the fire brigade, is about what is prevented.
        let named = |part: Span| self.sources.iter().any(|s| s.span.overlaps(part));
        let doubted = |h: &Hit<Mark>| doubts(h.means) && h.span.overlaps(span) && !named(h.span);
        if reports.is_empty() || self.bare.iter().any(touches) || reading.marks.iter().any(doubted) {
            return None;
        }
        let prefix = first == 0;
        let parted = if prefix {
            clause_ends(reading, last, last + 1)
        } else {
            clause_ends(reading, first.checked_sub(1)?, first)
        };
        // Laut Polizei ist …; the mayor said …; said the mayor that …
        let leads = reports.iter().any(|(r, stands)| *stands == Stands::Before && r.0 <= first + 1);
        let that = reading.words.get(last).is_some_and(|w| self.speech.that.contains(&w.folded));
        let closes = prefix && (that || reports.iter().any(|(r, _)| r.1 == last));
        if !(parted || leads || closes) {
            return None;
        }
        let names: Vec<&str> = (first..=last)
            .filter(|i| !reports.iter().any(|(r, _)| (r.0..=r.1).contains(i)))
            .filter_map(|i| self.names(reading, i))
            .collect();
        (!names.is_empty()).then_some(names)
    }

    /// The folded word, if it may name a source.
    fn names<'r>(&self, reading: &'r Reading<'_>, at: usize) -> Option<&'r str> {
        let word = reading.words.get(at)?;
        if self.sources.iter().any(|s| (s.words.0..=s.words.1).contains(&at)) {
            return Some(&word.folded);
        }
        let lexicon = reading.lexicon()?;
        let least = if lexicon.spaces { LEAST_LETTERS.0 } else { LEAST_LETTERS.1 };
        let timed = |p: &Pole| p.sides.iter().any(|s| s.sort == Sort::Time) && p.span.overlaps(word.span);
        let otherwise = word.folded.chars().count() < least
            || lexicon.common.contains(&word.folded)
            || reading.dates.iter().any(|d| d.span.overlaps(word.span))
            || reading.numbers.iter().any(|n| n.span.overlaps(word.span))
            || self.poles.iter().any(timed);
        (!otherwise).then_some(&word.folded)
    }
}

/// Whether a clause ends between two words.
fn clause_ends(reading: &Reading<'_>, left: usize, right: usize) -> bool {
    let (Some(left), Some(right)) = (reading.words.get(left), reading.words.get(right)) else { return false };
    reading.written(Span::new(left.span.end, right.span.start)).contains(CLAUSE_ENDS)
}
