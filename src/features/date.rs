//! Dates: days with their month, in words or digits, months alone, weekdays.

use super::{Word, lexicon::Lexicon, number::Number, numerals};
use crate::Span;

/// A date, or the part of one that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Where, in bytes of the text.
    pub span: Span,
    /// Every reading: 3/11 is the third of November or the eleventh of March.
    pub readings: Vec<Day>,
}

/// One reading of a date; what is not written is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// As written; two digits stay two digits.
    pub year: Option<u16>,
    /// From Monday = 1.
    pub weekday: Option<u8>,
}

impl Date {
    /// Whether some reading of both agrees in every part that both have.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.readings.iter().any(|x| other.readings.iter().any(|y| x.agrees(*y)))
    }

    /// Whether some reading of both has the same parts, and they agree: neither says less.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let parts = |d: &Day| [d.day.is_some(), d.month.is_some(), d.year.is_some(), d.weekday.is_some()];
        let same = |x: &Day, y: &Day| parts(x) == parts(y) && x.agrees(*y);
        self.readings.iter().any(|x| other.readings.iter().any(|y| same(x, y)))
    }

    /// Whether the two have a part in common that can be compared.
    #[must_use]
    pub fn comparable(&self, other: &Self) -> bool {
        let parts = |d: &Date| {
            d.readings
                .iter()
                .fold([false; 2], |[date, week], r| [date || r.month.is_some(), week || r.weekday.is_some()])
        };
        let ([x, v], [y, w]) = (parts(self), parts(other));
        (x && y) || (v && w)
    }
}

impl Day {
    fn agrees(self, other: Self) -> bool {
        fn fits<T: PartialEq + Copy>(x: Option<T>, y: Option<T>) -> bool {
            x.is_none() || y.is_none() || x == y
        }
        fits(self.day, other.day)
            && fits(self.month, other.month)
            && fits(self.weekday, other.weekday)
            && fits(self.year.map(|y| y % 100), other.year.map(|y| y % 100))
            && (self.month.is_some() == other.month.is_some()
                || self.weekday.is_some() == other.weekday.is_some())
    }
}

/// Small words and marks that stand inside a date: "3 de mayo de 2020", "the 3rd of May".
const INSIDE: &[&str] = &[
    "", ".", ",", "º", "ª", "°", "st", "nd", "rd", "th", "e", "er", "of", "de", "del", "di", "do", "the",
    "of the", "г", "-го", "го", "-е", "ος", "η", "(", "-", "/", "št", "ste", "de la", "th of", "rd of",
    "st of", "nd of",
];

/// The dates of a text, in order.
#[must_use]
pub fn dates(text: &str, words: &[Word], numbers: &[Number], lexicon: Option<&Lexicon>) -> Vec<Date> {
    let mut out = in_characters(text, numbers);
    out.extend(in_numerals(text));
    out.extend(in_digits(text));
    if let Some(lexicon) = lexicon {
        out.extend(in_words(text, words, numbers, lexicon));
    }
    out.sort_by_key(|d| (d.span.start, std::cmp::Reverse(d.span.end)));
    let mut kept: Vec<Date> = Vec::with_capacity(out.len());
    for date in out {
        if kept.last().is_none_or(|last| !last.span.overlaps(date.span)) {
            kept.push(date);
        }
    }
    kept
}

fn whole(number: &Number, from: u16, to: u16) -> Option<u16> {
    let value = number.values.first().copied().filter(|v| v.fract() == 0.0)?;
    (value >= f64::from(from) && value <= f64::from(to)).then_some(value as u16)
}

fn joined(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|gap| {
        let gap = gap.trim().to_lowercase();
        INSIDE.contains(&gap.trim_end_matches([',', '.']).trim())
    })
}

/// Names of months that are other words of their language too: `may`, `march` and `august` in English, a hearth, a sowing and a gap in
/// Turkish.
const ALSO_WORDS: [&str; 6] = ["may", "march", "august", "ocak", "ekim", "aralık"];

/// Between the parts of a weekday's name.
const HYPHENS: [&str; 3] = ["-", "\u{2010}", "\u{2011}"];

/// Month names with the day and year beside them, months alone, weekdays.
fn in_words(text: &str, words: &[Word], numbers: &[Number], lexicon: &Lexicon) -> Vec<Date> {
    let mut out = Vec::new();
    for (i, word) in words.iter().enumerate() {
        // Turkish endings stand after an apostrophe: Eylül'de.
        let bare = word.folded.split('\'').next().unwrap_or_default().trim_end_matches('.');
        // “quinta-feira”, in Portuguese, is two words.
        let joined_with =
            |next: &&Word| text.get(word.span.end..next.span.start).is_some_and(|gap| HYPHENS.contains(&gap));
        let hyphened = words.get(i + 1).filter(joined_with).and_then(|next| {
            let weekday = lexicon.weekdays.get(&format!("{}-{}", word.folded, next.folded))?;
            Some((word.span.cover(next.span), *weekday))
        });
        let single = lexicon.weekdays.get(bare).map(|weekday| (word.span, *weekday));
        if let Some((span, weekday)) = hyphened.or(single) {
            let day = Day { weekday: Some(weekday), ..Day::default() };
            out.push(Date { span, readings: vec![day] });
        }
        let Some((month, full)) = lexicon.months.get(bare).copied() else { continue };
        let mut day = Day { month: Some(month), ..Day::default() };
        let mut span = word.span;
        let before = numbers.iter().rfind(|n| n.span.end <= word.span.start);
        if let Some(number) = before
            && joined(text, number.span.end, word.span.start)
            && let Some(value) = whole(number, 1, 31)
        {
            day.day = Some(value as u8);
            span = span.cover(number.span);
        }
        let mut after = numbers.iter().filter(|n| n.span.start >= word.span.end);
        let mut next = after.next();
        if day.day.is_none()
            && let Some(number) = next
            && joined(text, word.span.end, number.span.start)
            && let Some(value) = whole(number, 1, 31)
        {
            day.day = Some(value as u8);
            span = span.cover(number.span);
            next = after.next();
        }
        if let Some(number) = next
            && joined(text, span.end, number.span.start)
            && let Some(value) = whole(number, 1000, 2999)
        {
            day.year = Some(value);
            span = span.cover(number.span);
        }
        // "May", "March": words of the language as well, unless a capital or a number shows the month.
        let capital = word.span.of(text).starts_with(char::is_uppercase) && word.span.start > 0;
        let plain = full && (capital || !ALSO_WORDS.contains(&bare));
        if span != word.span || plain {
            out.push(Date { span, readings: vec![day] });
        }
    }
    out
}

/// 2020年11月3日, 11월 3일.
fn in_characters(text: &str, numbers: &[Number]) -> Vec<Date> {
    let mut out = Vec::new();
    let mut day = Day::default();
    let mut span: Option<Span> = None;
    for number in numbers {
        let rest = text.get(number.span.end..).unwrap_or_default();
        let close =
            span.is_none_or(|s| text.get(s.end..number.span.start).is_some_and(|gap| gap.trim().is_empty()));
        if !close {
            out.extend(span.take().map(|span| Date { span, readings: vec![day] }));
            day = Day::default();
        }
        let Some(sign) = rest.chars().next() else { continue };
        let fits = match sign {
            '年' | '년' => whole(number, 1000, 2999).map(|v| day.year = Some(v)),
            '月' | '월' => whole(number, 1, 12).map(|v| day.month = Some(v as u8)),
            '日' | '号' | '號' | '일' => {
                whole(number, 1, 31).filter(|_| day.month.is_some()).map(|v| day.day = Some(v as u8))
            }
            _ => None,
        };
        if fits.is_some() {
            let here = Span::new(number.span.start, number.span.end + sign.len_utf8());
            span = Some(span.map_or(here, |s| s.cover(here)));
        }
    }
    out.extend(span.map(|span| Date { span, readings: vec![day] }));
    // A year alone is a number like any other; 3月 after a number may be months: kept only with 月 read as one.
    out.retain(|d| d.readings.iter().all(|r| r.month.is_some()));
    out
}

/// 十一月三日: lone numerals, which are no numbers elsewhere.
fn in_numerals(text: &str) -> Vec<Date> {
    let read = |digits: &str| numerals::read(&digits.chars().collect::<Vec<_>>());
    text.match_indices('月')
        .filter_map(|(at, sign)| {
            let (before, after) = (text.get(..at)?, text.get(at + sign.len()..)?);
            let start = before.trim_end_matches(numerals::is_numeral).len();
            let rest = after.trim_start_matches(numerals::is_numeral);
            let end = rest.chars().next().filter(|c| matches!(c, '日' | '号' | '號'))?.len_utf8();
            let length = after.len() - rest.len();
            let month = read(before.get(start..)?).filter(|m| (1.0..=12.0).contains(m))?;
            let day = read(after.get(..length)?).filter(|d| (1.0..=31.0).contains(d))?;
            let day = Day { month: Some(month as u8), day: Some(day as u8), ..Day::default() };
            let span = Span::new(start, at + sign.len() + length + end);
            Some(Date { span, readings: vec![day] })
        })
        .collect()
}

/// 3.11.2020, 11/3/20, 2020-11-03.
fn in_digits(text: &str) -> Vec<Date> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let starts = bytes.get(at).is_some_and(u8::is_ascii_digit)
            && !at.checked_sub(1).and_then(|b| bytes.get(b)).is_some_and(u8::is_ascii_alphanumeric);
        if starts && let Some((parts, end)) = three_parts(bytes, at) {
            let readings = day_readings(parts);
            if !readings.is_empty() {
                out.push(Date { span: Span::new(at, end), readings });
                at = end;
                continue;
            }
        }
        if starts && let Some((day, length)) = text.get(at..).and_then(day_and_month) {
            out.push(Date { span: Span::new(at, at + length), readings: vec![day] });
            at += length;
            continue;
        }
        at += 1;
    }
    out
}

/// “3.11. an”: a day and month with a stop each, inside a sentence, and their length.
fn day_and_month(rest: &str) -> Option<(Day, usize)> {
    let (day, after) = rest.get(..rest.floor_char_boundary(8))?.split_once('.')?;
    let (month, after) = after.split_once('.')?;
    let read =
        |digits: &str, most: u8| digits.parse().ok().filter(|n| (1..=most).contains(n) && digits.len() < 3);
    let inside = after.strip_prefix([' ', '\u{A0}'])?.starts_with(char::is_lowercase);
    let date = Day { day: Some(read(day, 31)?), month: Some(read(month, 12)?), ..Day::default() };
    inside.then_some((date, day.len() + month.len() + 2))
}

/// Three groups of digits with the same mark between them, and where they end.
fn three_parts(bytes: &[u8], from: usize) -> Option<([(u16, usize); 3], usize)> {
    let mut at = from;
    let mut parts = [(0u16, 0usize); 3];
    let mut mark = None;
    for (index, part) in parts.iter_mut().enumerate() {
        if index > 0 {
            let here = *bytes.get(at)?;
            if !matches!(here, b'.' | b'/' | b'-') || mark.is_some_and(|m| m != here) {
                return None;
            }
            mark = Some(here);
            at += 1;
        }
        while let Some(d) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
            *part = (part.0.checked_mul(10)?.checked_add(u16::from(d - b'0'))?, part.1 + 1);
            at += 1;
        }
        if part.1 == 0 {
            return None;
        }
    }
    let more = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    (!more).then_some((parts, at))
}

/// Every order of day and month that makes sense; the year is first or last.
fn day_readings([x, y, z]: [(u16, usize); 3]) -> Vec<Day> {
    let orders = match (x.1, z.1) {
        (4, 1 | 2) => vec![(z, y, x)],
        (1 | 2, 4 | 2) => vec![(x, y, z), (y, x, z)],
        _ => return Vec::new(),
    };
    let mut out: Vec<Day> = Vec::new();
    for (day, month, year) in orders {
        if (1..=31).contains(&day.0) && (1..=12).contains(&month.0) {
            let reading =
                Day { day: Some(day.0 as u8), month: Some(month.0 as u8), year: Some(year.0), weekday: None };
            if !out.contains(&reading) {
                out.push(reading);
            }
        }
    }
    out
}
