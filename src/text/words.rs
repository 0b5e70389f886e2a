//! Words by Unicode rules (UAX 29), by dictionary in Chinese, Japanese, Thai and their neighbours.

use crate::{Language, Span};
use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

/// The words of `text`, in order, in bytes of `text`; punctuation and white space are left out.
#[must_use]
pub fn words(text: &str, _language: Language) -> Vec<Span> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut start = 0;
    let mut out = Vec::new();
    for (end, kind) in segmenter.segment_str(text).iter_with_word_type() {
        if kind.is_word_like() {
            out.push(Span::new(start, end));
        }
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_three_scripts() {
        let split = |text: &'static str| {
            words(text, Language::UNKNOWN).iter().map(|s| s.of(text)).collect::<Vec<_>>()
        };
        assert_eq!(split("Don’t stop, 3.5 km!"), ["Don’t", "stop", "3.5", "km"]);
        assert_eq!(split("ไม่มีข้อมูล"), ["ไม่", "มี", "ข้อมูล"]);
        assert_eq!(split("東京都に住む"), ["東京", "都", "に", "住む"]);
    }
}
