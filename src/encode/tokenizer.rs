//! `SentencePiece`'s unigram model: of all ways to cut a word into known pieces, the likeliest.
//!
//! Kudo: Subword Regularization (ACL 2018). The search is Viterbi's, over at most as many starts an end as
//! the longest piece has characters: linear in the text.

use super::{
    file::File,
    normalize::{Char, Normalizer},
};
use crate::Span;

/// The marker that stands for a space, at the beginning of a piece.
const MARKER: char = '\u{2581}';

/// How much less likely an unknown character is than the rarest piece: `SentencePiece`'s own penalty.
const UNKNOWN_PENALTY: f32 = 10.0;

/// Characters after which a word that never ends is cut: no word of any language is as long, and memory
/// stays bounded.
const LONGEST_WORD: usize = 4_096;

/// A token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token {
    /// Row of the embedding.
    pub id: u32,
    /// Where it is in the text; empty for a marker that stands alone.
    pub span: Span,
    /// Log-probability of the piece in the vocabulary's own training; of an unknown one, the penalty. `None`
    /// where the vocabulary has no probabilities.
    pub score: Option<f32>,
    /// Whether the vocabulary knows it.
    pub known: bool,
}

/// The vocabulary, ready for look-up.
#[derive(Debug)]
pub(super) struct Unigram {
    normalizer: Normalizer,
    text: Vec<u8>,
    /// Where piece i begins in `text`; one more than pieces.
    starts: Vec<u32>,
    scores: Vec<f32>,
    /// Open addressing: piece + 1, 0 where nothing is; a power of two long, at most half full.
    table: Vec<u32>,
    unknown: u32,
    unknown_score: f32,
    /// Bytes of the longest piece.
    longest: usize,
}

/// FNV-1a: extended a byte at a time, so that all prefixes of a text are hashed in one pass over it.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const START: Self = Self(0xCBF2_9CE4_8422_2325);

    fn with(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, b| (hash ^ u64::from(*b)).wrapping_mul(0x100_0000_01B3)))
    }

    /// A slot of a table with `mask` + 1 slots. The low bits of FNV alone spread poorly.
    fn slot(self, mask: usize) -> usize {
        (self.0 ^ (self.0 >> 29)) as usize & mask
    }
}

impl Unigram {
    pub(super) fn read(file: &File) -> Result<Self, String> {
        let pieces = file.header.pieces;
        let lengths = file.raw("pieces.length")?;
        let text = file.raw("pieces.text")?;
        let scores = file.floats("pieces.score", pieces)?;
        let total: usize = lengths.iter().map(|n| usize::from(*n)).sum();
        if lengths.len() != pieces || text.len() != total || scores.iter().any(|s| !s.is_finite()) {
            return Err(format!("vocabulary is damaged ({pieces} pieces, {total} bytes)"));
        }
        let mut starts = Vec::with_capacity(pieces + 1);
        let mut at = 0;
        for length in lengths {
            starts.push(at);
            at += u32::from(*length);
        }
        starts.push(at);
        let lowest = scores.iter().copied().fold(0.0, f32::min);
        let mut unigram = Self {
            normalizer: Normalizer::read(file.raw("normalise")?, file.header.rules)?,
            text: text.to_vec(),
            starts,
            scores,
            table: vec![0; (pieces * 2).next_power_of_two()],
            unknown: file.header.unknown,
            unknown_score: lowest - UNKNOWN_PENALTY,
            longest: lengths.iter().copied().max().map_or(0, usize::from),
        };
        unigram.fill([file.header.begin, file.header.end, file.header.unknown]);
        Ok(unigram)
    }

    /// Fills the table with all pieces but the special ones, which no text may spell.
    fn fill(&mut self, special: [u32; 3]) {
        let mask = self.table.len() - 1;
        for piece in 0..self.scores.len() {
            let bytes = self.bytes(piece);
            if bytes.is_empty() || special.contains(&(piece as u32)) {
                continue;
            }
            let mut slot = Hash::START.with(bytes).slot(mask);
            while self.table.get(slot).is_some_and(|entry| *entry != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(entry) = self.table.get_mut(slot) {
                *entry = piece as u32 + 1;
            }
        }
    }

    fn bytes(&self, piece: usize) -> &[u8] {
        match self.starts.get(piece..piece + 2) {
            Some([start, end]) => self.text.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    fn find(&self, hash: Hash, bytes: &[u8]) -> Option<u32> {
        let mask = self.table.len() - 1;
        let mut slot = hash.slot(mask);
        loop {
            let piece = self.table.get(slot)?.checked_sub(1)?;
            if self.bytes(piece as usize) == bytes {
                return Some(piece);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Cuts a text into tokens.
    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
        let mut word = vec![Char { char: MARKER, span: Span::default() }];
        let mut search = Search::default();
        self.normalizer.each(text, |mut char| {
            let space = char.char == ' ' || char.char == MARKER;
            if space {
                char = Char { char: MARKER, span: Span::new(char.span.end, char.span.end) };
            }
            if (space && !word.is_empty()) || word.len() >= LONGEST_WORD {
                self.word(&word, &mut search, &mut tokens);
                word.clear();
            }
            word.push(char);
        });
        if word.len() > 1 || !tokens.is_empty() {
            self.word(&word, &mut search, &mut tokens);
        }
        tokens
    }

    /// Cuts one word, marker first, and appends its tokens.
    fn word(&self, word: &[Char], search: &mut Search, tokens: &mut Vec<Token>) {
        search.begin(word);
        for start in 0..word.len() {
            let base = search.best(start);
            let from = search.byte(start);
            let mut hash = Hash::START;
            let mut end = start;
            while end < word.len() {
                let (previous, to) = (search.byte(end), search.byte(end + 1));
                if to - from > self.longest {
                    break;
                }
                end += 1;
                hash = hash.with(search.text.get(previous..to).unwrap_or_default());
                if let Some(piece) = self.find(hash, search.text.get(from..to).unwrap_or_default()) {
                    let score = self.scores.get(piece as usize).copied().unwrap_or_default();
                    search.offer(end, base + score, start, Some(piece));
                }
            }
            search.offer(start + 1, base + self.unknown_score, start, None);
        }
        let first = tokens.len();
        let mut end = word.len();
        while let Some(step) = search.steps.get(end).filter(|_| end > 0) {
            let part = word.get(step.from..end).unwrap_or_default();
            let span = part
                .iter()
                .map(|c| c.span)
                .filter(|span| !span.is_empty())
                .reduce(Span::cover)
                .unwrap_or(part.first().map(|c| c.span).unwrap_or_default());
            let (id, known) = step.piece.map_or((self.unknown, false), |piece| (piece, true));
            let score = if known { self.scores.get(id as usize).copied() } else { None }
                .unwrap_or(self.unknown_score);
            tokens.push(Token { id, span, score: Some(score), known });
            end = step.from;
        }
        if let Some(new) = tokens.get_mut(first..) {
            new.reverse();
        }
    }
}

/// How the best cut of the first characters of a word ends.
#[derive(Debug, Clone, Copy)]
struct Step {
    score: f32,
    from: usize,
    /// `None`: an unknown character.
    piece: Option<u32>,
}

/// Working memory of a search, kept from word to word.
#[derive(Debug, Default)]
struct Search {
    text: Vec<u8>,
    /// Where character i begins in `text`; one more than characters.
    bytes: Vec<usize>,
    steps: Vec<Step>,
}

impl Search {
    fn begin(&mut self, word: &[Char]) {
        self.text.clear();
        self.bytes.clear();
        self.steps.clear();
        self.bytes.push(0);
        for char in word {
            self.text.extend_from_slice(char.char.encode_utf8(&mut [0; 4]).as_bytes());
            self.bytes.push(self.text.len());
        }
        self.steps.resize(word.len() + 1, Step { score: f32::NEG_INFINITY, from: 0, piece: None });
        if let Some(first) = self.steps.first_mut() {
            first.score = 0.0;
        }
    }

    fn byte(&self, char: usize) -> usize {
        self.bytes.get(char).copied().unwrap_or_default()
    }

    fn best(&self, char: usize) -> f32 {
        self.steps.get(char).map_or(f32::NEG_INFINITY, |step| step.score)
    }

    fn offer(&mut self, end: usize, score: f32, from: usize, piece: Option<u32>) {
        if let Some(step) = self.steps.get_mut(end)
            && score > step.score
        {
            *step = Step { score, from, piece };
        }
    }
}
