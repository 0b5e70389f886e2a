//! Sentences: the breaks of UAX 29 (ICU4X), less those after abbreviations, initials and ordinals, plus
//! the few that the standard leaves out. `docs/segmentation.md` has the figures.

use super::{
    characters::{is_closer, is_dash, is_opener, is_quote, is_unspaced},
    sentence_rules::{Abbreviation, Rules},
};
use crate::{Language, Span};
use icu_segmenter::{SentenceSegmenter, options::SentenceBreakInvariantOptions};
use std::borrow::Cow;

/// How far a rule looks to either side, in bytes: longer than any abbreviation, and a bound on the time
/// that text without spaces may cost.
const WINDOW: usize = 96;

/// A possible end of a sentence: where its text ends, and where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Break {
    end: usize,
    next: usize,
}

/// The sentences of one block, in order, in bytes of `text`, without surrounding white space. Every
/// character that is not white space is in exactly one; line ends within the block count as spaces.
pub(super) fn sentences(text: &str, language: Language) -> Vec<Span> {
    let rules = Rules::of(language);
    let soft = without_line_ends(text);
    let mut breaks = standard_breaks(&soft);
    breaks.extend(missing_breaks(&soft, &rules));
    breaks.sort_unstable();
    let mut pieces = Pieces::default();
    let mut start = 0;
    for candidate in breaks {
        let moved = settle(&soft, candidate);
        if moved.end > start && moved.next < text.len() && is_break(&soft, start, moved, &rules) {
            pieces.push(text, Span::new(start, moved.end));
            start = moved.next;
        }
    }
    pieces.push(text, Span::new(start, text.len()));
    pieces.spans
}

/// Sentences so far; a piece without letters or digits goes to its neighbour.
#[derive(Default)]
struct Pieces {
    spans: Vec<Span>,
    /// Whether the last one has letters or digits.
    speaks: bool,
}

impl Pieces {
    fn push(&mut self, text: &str, piece: Span) {
        let piece = trim(text, piece);
        if piece.is_empty() {
            return;
        }
        let speaks = piece.of(text).chars().any(char::is_alphanumeric);
        match self.spans.last_mut() {
            Some(last) if !speaks || !self.speaks => {
                *last = last.cover(piece);
                self.speaks |= speaks;
            }
            _ => {
                self.spans.push(piece);
                self.speaks = speaks;
            }
        }
    }
}

/// The span without white space at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let all = span.of(text);
    let start = span.start + (all.len() - all.trim_start().len());
    Span::new(start, start + all.trim().len())
}

/// The text with line and paragraph separators made spaces of the same length: UAX 29 ends a sentence
/// at each of them, but within a block they only wrap lines.
fn without_line_ends(text: &str) -> Cow<'_, str> {
    const SEPARATORS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if !text.contains(SEPARATORS) {
        return Cow::Borrowed(text);
    }
    let replace = |c| match c {
        '\n' | '\r' => ' ',
        '\u{85}' => '\u{A0}',
        '\u{2028}' | '\u{2029}' => '\u{2003}',
        other => other,
    };
    Cow::Owned(text.chars().map(replace).collect())
}

/// Breaks by UAX 29, white space taken out of the middle.
fn standard_breaks(text: &str) -> Vec<Break> {
    SentenceSegmenter::new(SentenceBreakInvariantOptions::default())
        .segment_str(text)
        .filter(|&at| at > 0 && at < text.len())
        .map(|at| Break { end: text.get(..at).unwrap_or_default().trim_end().len(), next: at })
        .collect()
}

/// Breaks that UAX 29 does not see: after "…" before a capital, before a number, a dash or a word such as
/// "eBay", after the Greek question mark, and between sentences with no space between them.
fn missing_breaks(text: &str, rules: &Rules) -> Vec<Break> {
    let mut out = Vec::new();
    for (at, stop) in text.char_indices() {
        if !(matches!(stop, '.' | '!' | '?' | '…') || matches!(stop, ';' | '\u{37E}') && rules.is("el")) {
            continue;
        }
        let after = at + stop.len_utf8();
        let rest = text.get(after..).unwrap_or_default();
        let closers = rest.len() - rest.trim_start_matches(is_closer).len();
        let gap = rest.get(closers..).unwrap_or_default();
        let next = gap.trim_start();
        let found = Break { end: after + closers, next: after + closers + (gap.len() - next.len()) };
        let spaced = found.next > found.end;
        let before = word_before(text, at);
        let is_missing = match stop {
            ';' | '\u{37E}' => spaced,
            '…' => spaced && !before.is_empty() && starts_upper(next),
            '.' if !spaced => {
                closers == 0 && is_plain_word(before) && rules.starts_sentences(word_after(next))
            }
            _ if !spaced => false,
            _ if next.starts_with(is_dash) => starts_upper(next.trim_start_matches(is_dash).trim_start()),
            '.' => {
                (next.starts_with(char::is_numeric) && may_end_before_number(before, rules))
                    || (is_plain_word(before) && has_inner_capital(next))
            }
            _ => next.starts_with(char::is_numeric),
        };
        if is_missing {
            out.push(found);
        }
    }
    out
}

/// Whether "before. 7" may end a sentence: a whole word, or a number that is no ordinal.
fn may_end_before_number(before: &str, rules: &Rules) -> bool {
    let digits = before.chars().all(char::is_numeric);
    if before.chars().any(char::is_numeric) {
        return !digits || before.len() > 2 || !rules.ordinals;
    }
    // Four letters: shorter ones are abbreviations too often (chap. 3, pág. 15) to be cut unasked.
    is_plain_word(before) && before.chars().count() >= 4
}

/// A word in small letters, or with a capital at its start only.
fn is_plain_word(word: &str) -> bool {
    word.chars().count() >= 2
        && word.chars().all(char::is_alphabetic)
        && word.chars().skip(1).all(|c| !c.is_uppercase())
}

/// "eBay", "iPhone": a small letter and then a capital.
fn has_inner_capital(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_some_and(char::is_uppercase)
}

/// Moves a break behind closing marks that a space keeps from their sentence (« … . » La…) and behind
/// footnote marks ([3]), and before opening marks that belong to the next sentence.
fn settle(text: &str, at: Break) -> Break {
    let Break { mut end, mut next } = at;
    if let Some(note) = footnote_end(text, end) {
        end = note;
        next = end + leading_space(text, end);
    }
    loop {
        let rest = text.get(next..).unwrap_or_default();
        let Some(mark) = rest.chars().next().filter(|&c| is_closer(c) && !opens_only(c) && c != '\'') else {
            break;
        };
        let after = next + mark.len_utf8();
        let follows = text.get(after..).unwrap_or_default().chars().next();
        // An opening mark touches its word; a closing one stands free or before punctuation.
        if follows.is_some_and(|c| !c.is_whitespace() && !is_closer(c) && !matches!(c, ',' | '.' | ';' | ':'))
        {
            break;
        }
        end = after;
        next = end + leading_space(text, end);
    }
    while let Some(mark) = text.get(..end).unwrap_or_default().chars().next_back() {
        let opens = is_opener(mark) && (!is_quote(mark) || (end == next && opens_only(mark)));
        if !opens {
            break;
        }
        next = end - mark.len_utf8();
        end = text.get(..next).unwrap_or_default().trim_end().len();
    }
    Break { end, next }
}

/// Quotation marks that open when they touch the word after them, whatever they do elsewhere.
fn opens_only(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '‹')
}

/// Where a footnote mark such as `[3]` ends whose bracket UAX 29 left with the sentence.
fn footnote_end(text: &str, end: usize) -> Option<usize> {
    if !text.get(..end)?.ends_with('[') {
        return None;
    }
    let inner = text.get(end..)?;
    let digits = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (digits > 0 && inner.as_bytes().get(digits) == Some(&b']')).then_some(end + digits + 1)
}

fn leading_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.len() - rest.trim_start().len()
}

/// Whether a sentence that began at `start` ends here.
fn is_break(text: &str, start: usize, at: Break, rules: &Rules) -> bool {
    let left = window_before(text, start, at.end);
    let body = left.trim_end_matches(is_closer);
    let closers = left.len() - body.len();
    let Some(stop) = body.chars().next_back() else { return true };
    let rest = window_after(text, at.next);
    let spaced = at.next > at.end;
    let Some(first) = rest.chars().find(|&c| !is_opener(c) && !is_dash(c) && !c.is_whitespace()) else {
        return true;
    };
    let western = matches!(stop, '.' | '!' | '?' | '…');
    if western && !spaced && !are_two_without_space(body, first, closers > 0) {
        return false;
    }
    // "“Stop!” he shouted", "Yahoo! was": the sentence goes on in small letters.
    if matches!(stop, '!' | '?' | '…') && first.is_lowercase() && !has_inner_capital(rest) {
        return false;
    }
    if closers > 0
        && (rules.is("ja") && quotes_on_in_japanese(rest) || rules.is("zh") && quotes_on_in_chinese(rest))
    {
        return false;
    }
    if stop != '.' || closers > 0 {
        return true;
    }
    let body_start = at.end - left.len();
    is_full_stop(text, Span::new(start.max(body_start), at.end), rest, first, rules)
}

/// Whether two sentences that no space parts are two: not within an address, and not before a small
/// letter, a digit, or a particle that a Korean quotation takes.
fn are_two_without_space(body: &str, first: char, closed: bool) -> bool {
    let token = body.rsplit(char::is_whitespace).next().unwrap_or_default();
    let address = token.contains("://") || token.contains("www.") || token.contains('@');
    let hangul = matches!(first, '\u{AC00}'..='\u{D7A3}');
    let parts = if closed { !hangul } else { hangul || first.is_uppercase() || is_unspaced(first) };
    parts && !address
}

/// Whether a Japanese sentence goes on after a quotation: 「…。」と言った.
fn quotes_on_in_japanese(rest: &str) -> bool {
    let han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    // と before a verb or a speaker, which Chinese characters write; ところ and とても begin sentences.
    let quoting = rest.strip_prefix('と').is_some_and(|verb| verb.starts_with(han) || verb.starts_with('、'));
    quoting
        || ["って", "という", "との", "など", "を", "が", "の"]
            .iter()
            .any(|particle| rest.starts_with(particle))
}

/// Whether a Chinese sentence goes on after a quotation: “……？”她问。
fn quotes_on_in_chinese(rest: &str) -> bool {
    let clause = rest.split(['，', '。', '：', '！', '？', ',']).next().unwrap_or_default();
    // A name and an adverb before the verb.
    clause.chars().count() <= 8
        && ["说", "說", "问", "問", "道", "答", "喊", "表示", "写道", "寫道"]
            .iter()
            .any(|verb| clause.ends_with(verb))
}

/// Whether the full stop at the end of `span` ends a sentence, with `rest` and its first letter to follow.
fn is_full_stop(text: &str, span: Span, rest: &str, first: char, rules: &Rules) -> bool {
    let next = word_after(rest);
    // "И. И. Иванов": the second letter is an initial, though И is a word that begins sentences.
    let is_initial = next.chars().nth(1).is_none()
        && rest.split_once(next).is_some_and(|(_, after)| after.starts_with('.'));
    let stop = span.end.saturating_sub(1);
    let word = word_before(text, stop);
    let piece =
        window_before(text, span.start, stop).trim_start_matches(|c: char| is_opener(c) || c.is_whitespace());
    if word.is_empty() {
        return true;
    }
    if piece == word && is_list_mark(word) {
        return false;
    }
    let starter = rules.starts_sentences(next) && !is_initial;
    if let Some(abbreviation) = rules.abbreviation(word, first.is_numeric()) {
        return abbreviation == Abbreviation::Other && starter;
    }
    if rules.ordinals && is_short_number(word) {
        return starter || !(rules.capital_nouns || first.is_numeric());
    }
    if ends_in_initial(word) {
        return starter || rules.ends_sentences(word, next);
    }
    true
}

/// "3", "14", "XIV": what an ordinal is made of.
fn is_short_number(word: &str) -> bool {
    word.len() <= 5
        && ((word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
            || word.bytes().all(|b| b"IVXL".contains(&b)))
}

/// "1", "12", "b", "iv" at the start of a sentence number it.
fn is_list_mark(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
        || word.chars().count() == 1
        || word.len() <= 4 && word.bytes().all(|b| b"ivx".contains(&b))
}

/// "J", "J.-P", "U.S", "С": the last part is a single letter of an alphabet.
fn ends_in_initial(word: &str) -> bool {
    let last = word.rsplit(['.', '-', '‑', '\'', '’']).next().unwrap_or_default();
    let mut chars = last.chars();
    let letter = chars.next().is_some_and(|c| c.is_alphabetic() && !is_unspaced(c) && !is_syllable(c));
    letter && chars.next().is_none()
}

/// Scripts whose letters are whole syllables, so that one of them may be a word.
fn is_syllable(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0DFF}' | '\u{1100}'..='\u{11FF}' | '\u{1200}'..='\u{139F}' | '\u{AC00}'..='\u{D7A3}')
}

/// The word that ends at `end`: back to a space, an opening mark, a quotation mark or a dash.
fn word_before(text: &str, end: usize) -> &str {
    let left = window_before(text, 0, end);
    let is_edge = |c: char| c.is_whitespace() || is_opener(c) || matches!(c, '–' | '—' | '/' | ',' | ';');
    left.rsplit(is_edge).next().unwrap_or_default()
}

/// The first word of `text`, opening marks and dashes left out.
fn word_after(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| is_opener(c) || is_dash(c) || c.is_whitespace());
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

fn starts_upper(text: &str) -> bool {
    text.trim_start_matches(is_opener).starts_with(char::is_uppercase)
}

/// At most [`WINDOW`] bytes before `end`, not before `start`.
fn window_before(text: &str, start: usize, end: usize) -> &str {
    let from = text.ceil_char_boundary(end.saturating_sub(WINDOW)).max(start);
    text.get(from..end).unwrap_or_default()
}

/// At most [`WINDOW`] bytes from `start`.
fn window_after(text: &str, start: usize) -> &str {
    text.get(start..text.floor_char_boundary(start + WINDOW)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
