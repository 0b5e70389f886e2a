//! Text as the vocabulary spells it, with the way back to the original.

use crate::Span;
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class, is_nfc};

/// A character of the normalised text and the part of the original that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Char {
    pub char: char,
    pub span: Span,
}

/// Replaces characters one by one, after canonical composition: `SentencePiece`'s `nmt_nfkc`.
#[derive(Debug, Default)]
pub(super) struct Normalizer {
    /// What a character becomes; characters that are not here stay.
    rules: HashMap<char, Box<[char]>>,
}

/// Marks that may stand on one character before the run is cut, as in the Stream-Safe Text Format of UAX 15:
/// bounds what composition has to hold at once.
const MOST_MARKS: usize = 30;

impl Normalizer {
    /// Reads the rules: for each a code point, how many follow, and those, all little-endian.
    pub(super) fn read(mut bytes: &[u8], rules: usize) -> Result<Self, String> {
        let damaged = || "normalisation rules are damaged".to_owned();
        let mut take = |many: usize| -> Result<&[u8], String> {
            let (head, rest) = bytes.split_at_checked(many).ok_or_else(damaged)?;
            bytes = rest;
            Ok(head)
        };
        let code = |four: &[u8]| {
            let four: [u8; 4] = four.try_into().ok()?;
            char::from_u32(u32::from_le_bytes(four))
        };
        let mut read = HashMap::new();
        for _ in 0..rules {
            let from = code(take(4)?).ok_or_else(damaged)?;
            let many = take(1)?.first().copied().unwrap_or_default();
            let to: Option<Box<[char]>> = take(4 * usize::from(many))?.chunks_exact(4).map(code).collect();
            read.insert(from, to.ok_or_else(damaged)?);
        }
        Ok(Self { rules: read })
    }

    /// Calls `each` with every character of the normalised text, in order; runs of spaces become one, spaces
    /// at the ends none.
    pub(super) fn each(&self, text: &str, mut each: impl FnMut(Char)) {
        let mut space: Option<Char> = None;
        let mut begun = false;
        self.compose(text, |char| {
            if char.char == ' ' {
                space.get_or_insert(char);
                return;
            }
            if let Some(space) = space.take()
                && begun
            {
                each(space);
            }
            begun = true;
            each(char);
        });
    }

    fn compose(&self, text: &str, mut each: impl FnMut(Char)) {
        if is_nfc(text) {
            for (at, char) in text.char_indices() {
                self.replace(char, Span::new(at, at + char.len_utf8()), &mut each);
            }
            return;
        }
        let mut run = String::new();
        let (mut start, mut marks) = (0, 0);
        for (at, char) in text.char_indices() {
            let mark = canonical_combining_class(char) != 0;
            marks = if mark { marks + 1 } else { 0 };
            let joins = (mark && marks <= MOST_MARKS) || is_jamo_tail(char);
            if !joins && !run.is_empty() {
                self.flush(&run, Span::new(start, at), &mut each);
                run.clear();
                marks = 0;
            }
            if run.is_empty() {
                start = at;
            }
            run.push(char);
        }
        self.flush(&run, Span::new(start, text.len()), &mut each);
    }

    fn flush(&self, run: &str, span: Span, each: &mut impl FnMut(Char)) {
        for char in run.nfc() {
            self.replace(char, span, each);
        }
    }

    fn replace(&self, char: char, span: Span, each: &mut impl FnMut(Char)) {
        match self.rules.get(&char) {
            None => each(Char { char, span }),
            Some(to) => to.iter().for_each(|char| each(Char { char: *char, span })),
        }
    }
}

/// Whether a character can compose with the one before although it is no combining mark: Hangul vowels and
/// final consonants, and the vowel signs and length marks of a few Indic scripts.
fn is_jamo_tail(char: char) -> bool {
    matches!(
        char,
        '\u{1161}'..='\u{1175}'
            | '\u{11A8}'..='\u{11C2}'
            | '\u{09BE}'
            | '\u{09D7}'
            | '\u{0B3E}'
            | '\u{0B56}'..='\u{0B57}'
            | '\u{0BBE}'
            | '\u{0BD7}'
            | '\u{0CC2}'
            | '\u{0CD5}'..='\u{0CD6}'
            | '\u{0D3E}'
            | '\u{0D57}'
            | '\u{0DCF}'
            | '\u{0DDF}'
            | '\u{102E}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalise(text: &str) -> (String, Vec<&str>) {
        let rules: Vec<u8> = [('\u{FF21}', "A"), ('㎏', "kg"), ('\u{AD}', ""), ('\t', " ")]
            .into_iter()
            .flat_map(|(from, to)| {
                let mut rule = u32::from(from).to_le_bytes().to_vec();
                rule.push(to.len() as u8);
                rule.extend(to.chars().flat_map(|c| u32::from(c).to_le_bytes()));
                rule
            })
            .collect();
        let normalizer = Normalizer::read(&rules, 4).unwrap();
        let (mut out, mut spans) = (String::new(), Vec::new());
        normalizer.each(text, |c| {
            out.push(c.char);
            spans.push(c.span.of(text));
        });
        (out, spans)
    }

    #[test]
    fn every_character_knows_where_it_came_from() {
        assert_eq!(normalise("Ａ㎏"), ("Akg".into(), vec!["Ａ", "㎏", "㎏"]));
        assert_eq!(normalise("a\u{AD}b"), ("ab".into(), vec!["a", "b"]));
        assert_eq!(normalise("e\u{301}x"), ("éx".into(), vec!["e\u{301}", "x"]));
        assert_eq!(normalise("\u{1112}\u{1161}\u{11AB}"), ("한".into(), vec!["\u{1112}\u{1161}\u{11AB}"]));
    }

    #[test]
    fn spaces_are_collapsed_and_trimmed() {
        assert_eq!(normalise("  a \t  b ").0, "a b");
        assert_eq!(normalise(" \t ").0, "");
    }

    #[test]
    fn damaged_rules_are_an_error() {
        assert!(Normalizer::read(&[1, 0, 0, 0, 9], 1).is_err());
        assert!(Normalizer::read(&[0xFF; 5], 1).is_err());
        assert!(Normalizer::read(&[], 1).is_err());
    }
}
