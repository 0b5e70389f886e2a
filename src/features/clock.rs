//! Times of day: 8 p.m., 20:00, 20 Uhr, 20h30, 午後8時.

use super::number::Number;
use crate::Span;

/// What follows an hour, with hours to add where it says morning or evening.
const AFTER: &[(&str, Option<bool>)] = &[
    ("a.m", Some(false)),
    ("p.m", Some(true)),
    ("am", Some(false)),
    ("pm", Some(true)),
    ("uhr", None),
    ("o'clock", None),
    ("o’clock", None),
    ("h", None),
    ("часов", None),
    ("点", None),
    ("點", None),
    ("时", None),
    ("時", None),
    ("시", None),
    ("heures", None),
    ("giờ", None),
];

/// What stands before an hour.
const BEFORE: &[(&str, bool)] = &[
    ("上午", false),
    ("下午", true),
    ("晚上", true),
    ("午前", false),
    ("午後", true),
    ("今夜", true),
    ("今晩", true),
    ("夜", true),
    ("夕方", true),
    ("朝", false),
    ("早上", false),
    ("저녁", true),
    ("밤", true),
    ("아침", false),
    ("새벽", false),
    ("凌晨", false),
    ("傍晚", true),
    ("오전", false),
    ("오후", true),
];

/// Finds times of day among numbers and joins hours with their minutes.
pub(super) fn times(text: &str, numbers: &mut Vec<Number>) {
    let mut at = 0;
    while let Some(number) = numbers.get(at) {
        let found = time(text, number, numbers.get(at + 1));
        if let Some((clock, span, joined)) = found {
            if joined {
                numbers.remove(at + 1);
            }
            if let Some(number) = numbers.get_mut(at) {
                (number.clock, number.span) = (clock, span);
            }
        }
        at += 1;
    }
}

/// The minutes of day that `number` may be, where it ends, and whether the next number is its minutes.
fn time(text: &str, number: &Number, next: Option<&Number>) -> Option<(Vec<u32>, Span, bool)> {
    let mut span = number.span;
    let written = span.of(text);
    // 19.27 Uhr, 7.27 p.m.: a point between hour and minutes, which counts only with a word for time after it.
    let pointed = written.split_once('.').filter(|(h, m)| (1..=2).contains(&h.len()) && m.len() == 2);
    let (hour, mut minutes) = match pointed {
        Some((h, m)) => (h.parse::<u32>().ok()?, m.parse::<u32>().ok().filter(|m| *m < 60)?),
        None => (
            number.values.first().copied().filter(|h| h.fract() == 0.0 && (0.0..=24.0).contains(h))? as u32,
            0,
        ),
    };
    if hour > 24 {
        return None;
    }
    let mut joined = false;
    if let Some(next) = next {
        let between = Span::new(span.end, next.span.start).of(text);
        let two = next.span.of(text).chars().count() == 2;
        let value = next.values.first().copied().unwrap_or(60.0);
        if two
            && pointed.is_none()
            && value < 60.0
            && matches!(between, ":" | "：" | "h" | "时" | "時" | "点")
            && span.len() <= 6
        {
            minutes = value as u32;
            joined = true;
            span.end = next.span.end;
        }
    }
    let rest = text.get(span.end..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let lower: String = trimmed.chars().take(8).collect::<String>().to_lowercase();
    let mark = AFTER.iter().find(|(mark, _)| {
        lower
            .strip_prefix(mark)
            // 2時間 and 2시간 are lengths.
            .is_some_and(|after| {
                let more = |c: char| {
                    if mark.is_ascii() { c.is_alphanumeric() } else { matches!(c, '間' | '间' | '간') }
                };
                !after.starts_with(more)
            })
    });
    let before = text.get(..span.start)?.trim_end();
    let half = mark
        .and_then(|(_, half)| *half)
        .or_else(|| BEFORE.iter().find(|(mark, _)| before.ends_with(mark)).map(|(_, half)| *half));
    // "24 h" and "8 heures" are lengths more often than times.
    let length =
        mark.is_some_and(|(m, _)| matches!(*m, "h" | "heures" | "часов")) && half.is_none() && !joined;
    if (mark.is_none() && !joined) || length {
        return None;
    }
    let base = (hour % 12) * 60 + minutes;
    let clock = match half {
        // Twelve at night is midnight.
        Some(true) if hour == 12 => vec![720 + minutes, minutes],
        Some(evening) => vec![base + if evening { 720 } else { 0 }],
        None if hour > 12 || hour == 0 => vec![(hour % 24) * 60 + minutes],
        None => vec![base, base + 720],
    };
    Some((clock, span, joined))
}

#[cfg(test)]
mod tests {
    use crate::{Language, features::Features};

    #[test]
    fn times_of_day_are_minutes() {
        for (language, text, minutes) in [
            ("en", "at 8 p.m. sharp", vec![1200]),
            ("de", "um 20 Uhr", vec![1200]),
            ("de", "um 19.27 Uhr", vec![1167]),
            ("en", "at 7.27 p.m.", vec![1167]),
            ("fr", "à 20h30", vec![1230]),
            ("en", "at 8:05", vec![485, 1205]),
            ("zh", "下午3点", vec![900]),
        ] {
            let features = Features::of(text, Language::parse(language).unwrap());
            let clocks: Vec<Vec<u32>> = features.numbers.into_iter().map(|n| n.clock).collect();
            assert_eq!(clocks, [minutes], "{text}");
        }
    }

    #[test]
    fn lengths_are_not_times() {
        for (language, text) in
            [("fr", "il a dormi 8 heures"), ("ja", "3時間"), ("en", "a 3.50 tip"), ("en", "2:1 for us")]
        {
            let features = Features::of(text, Language::parse(language).unwrap());
            assert!(features.numbers.iter().all(|n| n.clock.is_empty()), "{text}: {:?}", features.numbers);
        }
    }
}
