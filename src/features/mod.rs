//! What is known for certain about a segment, beside its vectors: words, numbers, names, negations, quotations.

mod clock;
pub mod contrast;
pub mod date;
pub mod digits;
mod korean;
pub mod lexicon;
pub mod names;
pub mod number;
mod numerals;
pub mod phrases;
pub mod quotation;
pub mod speech;
pub mod spelling;
pub mod unit;

use crate::{Language, Span, encode::Encoding, text};
use date::Date;
use lexicon::{Mark, lexicon};
use number::Number;
use phrases::Hit;
use unit::Quantity;

/// A word by Unicode rules (by dictionary in Chinese, Japanese, Thai).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it is, in bytes of the text given to [`Features::of`].
    pub span: Span,
    /// The word folded for comparing: NFKC, lower case, quotes and dashes made one.
    pub folded: String,
}

/// A longer text, such as a file without line ends that is read by lines, is read in pieces of this many bytes:
/// numbers, dates and phrases look around themselves, and the time must not grow with the square of the text. Three
/// times the longest segment that the splitting into sentences makes.
const PIECE: usize = 6_000;

/// The features of one segment. Spans count bytes of the segment's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    /// The language the features were read in.
    pub language: Language,
    /// All words, in order; punctuation is not a word.
    pub words: Vec<Word>,
    /// Numbers, in digits and in words, those of dates and quantities included.
    pub numbers: Vec<Number>,
    /// Words that may stand for a number ("both", "a dozen"), with the number.
    pub soft_numbers: Vec<Hit<f64>>,
    /// Dates, months and weekdays.
    pub dates: Vec<Date>,
    /// Numbers with their unit or currency.
    pub quantities: Vec<Quantity>,
    /// Negations, hedges and quantifiers; each group in order of place.
    pub marks: Vec<Hit<Mark>>,
}

impl Features {
    /// Reads the features of one segment's text.
    #[must_use]
    pub fn of(text: &str, language: Language) -> Self {
        let mut out = Self { language, ..Self::default() };
        let mut start = 0;
        while text.len() - start > PIECE {
            let piece = text.get(start..text.floor_char_boundary(start + PIECE)).unwrap_or_default();
            let end = start + piece.rfind(char::is_whitespace).filter(|at| *at > 0).unwrap_or(piece.len());
            out.append(Self::of_piece(text.get(start..end).unwrap_or_default(), language), start);
            start = end;
        }
        out.append(Self::of_piece(text.get(start..).unwrap_or_default(), language), start);
        out
    }

    /// Adds what was found in a piece of the text that starts at byte `from`.
    fn append(&mut self, piece: Self, from: usize) {
        let moved = |span: Span| span.shift(from);
        self.words.extend(piece.words.into_iter().map(|w| Word { span: moved(w.span), ..w }));
        self.numbers.extend(piece.numbers.into_iter().map(|n| Number {
            span: moved(n.span),
            whole: moved(n.whole),
            ..n
        }));
        self.soft_numbers.extend(piece.soft_numbers.into_iter().map(|h| Hit { span: moved(h.span), ..h }));
        self.dates.extend(piece.dates.into_iter().map(|d| Date { span: moved(d.span), ..d }));
        self.quantities.extend(piece.quantities.into_iter().map(|q| Quantity {
            span: moved(q.span),
            number: moved(q.number),
            ..q
        }));
        self.marks.extend(piece.marks.into_iter().map(|h| Hit { span: moved(h.span), ..h }));
    }

    fn of_piece(text: &str, language: Language) -> Self {
        let words: Vec<Word> = text::words(text, language)
            .into_iter()
            .map(|span| Word { span, folded: text::fold_in(span.of(text), language).replace('’', "'") })
            .collect();
        let lexicon = lexicon(language);
        let numbers = number::numbers(text, &words, lexicon);
        let dates = date::dates(text, &words, &numbers, lexicon);
        let quantities = unit::quantities(text, &numbers, lexicon);
        let (mut marks, mut soft_numbers) = (Vec::new(), Vec::new());
        if let Some(lexicon) = lexicon {
            for phrases in [&lexicon.negations, &lexicon.hedges, &lexicon.quantifiers] {
                marks.extend(phrases.find(text, &words));
            }
            soft_numbers = lexicon.soft.find(text, &words);
        }
        Self { language, words, numbers, soft_numbers, dates, quantities, marks }
    }
}

/// A segment's text with everything that comparison needs. Equal segments share one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Encoded {
    /// The segment's text, as written.
    pub text: String,
    /// Its vectors.
    pub encoding: Encoding,
    /// Its words, numbers, names…
    pub features: Features,
}
