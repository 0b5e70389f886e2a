//! Which words of a reading are names by their capitals, how far the capital says so, and what stands in their place
//! in another reading.

use crate::{
    Span,
    drift::comparison::{Pair, Reading},
    features::names::{Beside, beside},
};

/// What a word's capital says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It stands inside a sentence, or the word is katakana: a name.
    Inside,
    /// It begins a sentence or a quotation: it may be a name.
    Opening,
    /// All nouns have one.
    Noun,
}

/// Marks after which a capital says nothing.
const ENDS: [char; 15] = ['.', '!', '?', ':', '"', '“', '„', '«', '…', '\n', '(', '—', '–', '•', '‘'];

/// How far around a segment a word is looked for, in bytes: some paragraphs of ordinary length.
const AROUND: usize = 4_000;

/// For each word what its capital says; nothing for words without, short ones, dates, codes, and in headlines.
pub(super) fn standings(reading: &Reading<'_>) -> Vec<Option<Standing>> {
    let katakana =
        |s: &str| s.chars().count() > 1 && s.chars().all(|c| ('\u{30A0}'..='\u{30FF}').contains(&c));
    let nouns = reading.lexicon().is_some_and(|l| l.nouns_capitalised);
    // A headline has capitals everywhere; a German sentence may have them at every other word and more.
    let capitals = (0..reading.words.len()).filter(|i| is_capital(reading, *i)).count();
    let many =
        if nouns { capitals * 5 > reading.words.len() * 4 } else { capitals * 2 > reading.words.len() };
    let headline = many && reading.words.len() > 3;
    let openers = beside(Beside::Opener, reading.language);
    let standing = |i: usize| {
        let word = reading.words.get(i)?;
        let numbered = word.folded.contains(char::is_numeric);
        if numbered || reading.dates.iter().any(|d| d.span.overlaps(word.span)) {
            return None;
        }
        if katakana(reading.written(word.span)) {
            return Some(Standing::Inside);
        }
        if headline || word.folded.chars().count() < 3 || !is_capital(reading, i) {
            return None;
        }
        match (is_inside(reading, i), nouns) {
            (true, true) => Some(Standing::Noun),
            (true, false) => Some(Standing::Inside),
            (false, _) => (!openers.contains(&word.folded)).then_some(Standing::Opening),
        }
    };
    (0..reading.words.len()).map(standing).collect()
}

/// Whether a word begins with a capital.
pub(super) fn is_capital(reading: &Reading<'_>, i: usize) -> bool {
    reading.words.get(i).is_some_and(|w| reading.written(w.span).starts_with(char::is_uppercase))
}

/// Whether a word follows another inside a sentence.
fn is_inside(reading: &Reading<'_>, i: usize) -> bool {
    let (Some(before), Some(word)) =
        (i.checked_sub(1).and_then(|k| reading.words.get(k)), reading.words.get(i))
    else {
        return false;
    };
    let between = reading.written(Span::new(before.span.end, word.span.start));
    !between.contains(ENDS) && !between.contains('`')
}

/// Whether the word stands with its capital inside a sentence near by, and nowhere without.
pub(super) fn is_name_elsewhere(reading: &Reading<'_>, i: usize) -> bool {
    let Some(word) = reading.words.get(i) else { return false };
    let (text, extent) = (reading.member.text, reading.extent());
    let from = text.floor_char_boundary(extent.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((extent.end + AROUND).min(text.len()));
    let near = Span::new(from, to).of(text);
    let whole = |at: usize, length: usize| {
        let before = near.get(..at).and_then(|s| s.chars().next_back());
        let after = near.get(at + length..).and_then(|s| s.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let small = near.match_indices(word.folded.as_str()).any(|(at, found)| whole(at, found.len()));
    let written = reading.written(word.span);
    let inside = near.match_indices(written).filter(|(at, found)| whole(*at, found.len())).any(|(at, _)| {
        let before = near.get(..at).unwrap_or_default();
        let spaced = before.trim_end_matches([' ', '\u{a0}']);
        spaced.len() < before.len() && spaced.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    });
    inside && !small
}

/// The name that stands where name `i` stands: the word it is paired with as another form of itself, or one between
/// the same neighbours, all else in between being names or nothing.
pub(super) fn opposite(pair: &Pair, i: usize, in_b: &[Option<Standing>]) -> Option<usize> {
    let before = (0..i).rev().take(3).find_map(|k| pair.in_b(k));
    let after = (i + 1..pair.a_to_b.len()).take(3).find_map(|k| pair.in_b(k));
    let is_name = |j: usize| in_b.get(j).copied().flatten().is_some();
    if let Some(j) = pair.in_b(i) {
        let follows = before.is_some_and(|x| x < j && j - x <= 3);
        let precedes = after.is_some_and(|y| y > j && y - j <= 3);
        let placed = (follows || before.is_none()) && (precedes || after.is_none());
        return (placed && (follows || precedes) && is_name(j)).then_some(j);
    }
    let (from, to) = match (before, after) {
        (Some(x), Some(y)) if x < y => (x + 1, y),
        (Some(x), None) => (x + 1, pair.b_to_a.len()),
        (None, Some(y)) => (0, y),
        _ => return None,
    };
    let gap: Vec<usize> = (from..to).filter(|j| pair.in_a(*j).is_none()).collect();
    // "John Smith" against "the mayor": a name against no name is another way of saying it.
    if gap.len() > 2 || !gap.iter().all(|j| is_name(*j)) {
        return None;
    }
    // First name against first name, surname against surname.
    let place = (0..i).rev().take_while(|k| pair.in_b(*k).is_none()).count();
    gap.get(place).or(gap.first()).copied()
}
