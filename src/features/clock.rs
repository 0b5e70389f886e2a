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
    let hour =
        number.values.first().copied().filter(|h| h.fract() == 0.0 && (0.0..=24.0).contains(h))? as u32;
    let mut span = number.span;
    let mut minutes = 0;
    let mut joined = false;
    if let Some(next) = next {
        let between = Span::new(span.end, next.span.start).of(text);
        let two = next.span.of(text).chars().count() == 2;
        let value = next.values.first().copied().unwrap_or(60.0);
        if two && value < 60.0 && matches!(between, ":" | "：" | "h" | "时" | "時" | "点") && span.len() <= 6
        {
            (minutes, joined, span.end) = (value as u32, true, next.span.end);
        }
    }
    let rest = text.get(span.end..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let lower: String = trimmed.chars().take(8).collect::<String>().to_lowercase();
    let mark = AFTER.iter().find(|(mark, _)| {
        lower
            .strip_prefix(mark)
            .is_some_and(|after| !mark.is_ascii() || !after.starts_with(|c: char| c.is_alphanumeric()))
    });
    let before = text.get(..span.start)?.trim_end();
    let half = mark
        .and_then(|(_, half)| *half)
        .or_else(|| BEFORE.iter().find(|(mark, _)| before.ends_with(mark)).map(|(_, half)| *half));
    // "24 h" and "2 時間" are lengths, not times.
    let length = mark.is_some_and(|(m, _)| matches!(*m, "h" | "时" | "時" | "시" | "heures" | "часов"))
        && half.is_none()
        && !joined;
    if (mark.is_none() && !joined && half.is_none()) || length {
        return None;
    }
    let base = (hour % 12) * 60 + minutes;
    let clock = match half {
        Some(evening) => vec![base + if evening { 720 } else { 0 }],
        None if hour > 12 || hour == 0 => vec![(hour % 24) * 60 + minutes],
        None => vec![base, base + 720],
    };
    Some((clock, span, joined))
}
