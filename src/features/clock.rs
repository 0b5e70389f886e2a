//! Times of day: 8 p.m., 20:00, 20 Uhr, 20h30, 午後8時.

use super::{lexicon::Lexicon, number::Number};
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
    ("uur", None),
    ("点", None),
    ("點", None),
    ("时", None),
    ("時", None),
    ("시", None),
    ("heures", None),
    ("giờ", None),
    ("बजे", None),
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
    ("सुबह", false),
    ("दोपहर", true),
    ("शाम", true),
    ("रात", true),
];

/// What stands after an hour or its mark and says which half of the day it is in.
const PART_OF_DAY: &[(&str, bool)] = &[
    ("in the morning", false),
    ("in the afternoon", true),
    ("in the evening", true),
    ("at night", true),
    ("du matin", false),
    ("de l'après-midi", true),
    ("de l’après-midi", true),
    ("du soir", true),
    ("de la mañana", false),
    ("de la madrugada", false),
    ("de la tarde", true),
    ("de la noche", true),
    ("da manhã", false),
    ("da madrugada", false),
    ("da tarde", true),
    ("da noite", true),
    ("di mattina", false),
    ("del mattino", false),
    ("del pomeriggio", true),
    ("di pomeriggio", true),
    ("di sera", true),
    ("della sera", true),
    ("morgens", false),
    ("vormittags", false),
    ("nachmittags", true),
    ("abends", true),
    ("nachts", true),
    ("'s ochtends", false),
    ("'s middags", true),
    ("'s avonds", true),
    ("rano", false),
    ("po południu", true),
    ("wieczorem", true),
    ("på morgonen", false),
    ("på eftermiddagen", true),
    ("på kvällen", true),
    ("ráno", false),
    ("odpoledne", true),
    ("večer", true),
    ("dimineața", false),
    ("după-amiaza", true),
    ("seara", true),
    ("утра", false),
    ("часа дня", true),
    ("часов вечера", true),
    ("часа ночи", false),
    ("часов утра", false),
    ("بعد الظهر", true),
    ("مساء", true),
    ("مساءً", true),
    ("صباحا", false),
    ("صباحاً", false),
    ("вечера", true),
    ("ранку", false),
    ("вечора", true),
];

/// Words for an hour that count hours as well, and what stands before a time of day: “à 15 heures”, not “en 15 heures”.
const COUNTED_TOO: &[(&str, &[&str])] = &[
    ("h", &["à", "dès", "vers", "às", "a las"]),
    ("heures", &["à", "dès", "vers"]),
    ("uur", &["om"]),
    ("часов", &["в"]),
];

/// Of what stands before or after an hour: the night, which is over after midnight.
const NIGHT: &[&str] = &["夜", "밤", "रात", "at night", "nachts", "de la noche", "da noite", "晚上"];

/// The hours after midnight that are called night: one to five.
const SMALL_HOURS: std::ops::RangeInclusive<u32> = 1..=5;

/// After a word for an hour: what takes that long, as in “à 3 heures de marche”.
const TAKES: &[&str] = &["de ", "d'", "d’"];

/// What stands before an hour and moves it, in minutes.
const PAST: &[(&str, i32)] = &[
    ("half past", 30),
    ("quarter past", 15),
    ("quarter to", -15),
    ("halb", -30),
    ("viertel nach", 15),
    ("viertel vor", -15),
    ("kwart over", 15),
    ("kwart voor", -15),
];

/// Finds times of day among numbers and joins hours with their minutes.
pub(super) fn times(text: &str, numbers: &mut Vec<Number>, lexicon: Option<&Lexicon>) {
    let mut at = 0;
    while let Some(number) = numbers.get(at) {
        let found = time(text, number, numbers.get(at + 1));
        if let Some(Time { clock, span, whole, joined }) = found {
            if joined {
                numbers.remove(at + 1);
            }
            if let Some(number) = numbers.get_mut(at) {
                (number.clock, number.span, number.whole) = (clock, span, whole);
            }
        }
        at += 1;
    }
    // “From 3 to 5 p.m.”: the first end of a range is an hour, too.
    for at in 1..numbers.len() {
        let [.., from, to] = numbers.get(..=at).unwrap_or_default() else { continue };
        let is_range = !to.clock.is_empty()
            && from.clock.is_empty()
            && text
                .get(from.span.end..to.whole.start)
                .is_some_and(|b| super::unit::joins_a_range(b, lexicon));
        if is_range
            && let Some((hour, minutes, _)) = hour(from, from.span.of(text)).filter(|(h, ..)| *h <= 24)
            && let Some(from) = numbers.get_mut(at - 1)
        {
            from.clock = either_half(hour, minutes);
        }
    }
}

/// A time of day.
struct Time {
    /// See [`Number::clock`].
    clock: Vec<u32>,
    /// The hour and its minutes.
    span: Span,
    /// See [`Number::whole`].
    whole: Span,
    /// The number after the hour is its minutes.
    joined: bool,
}

/// The hour and minutes that a number may be, and whether it is written with a point between them, which counts only with a
/// word for time after it: 19.27 Uhr, 7.27 p.m.
fn hour(number: &Number, written: &str) -> Option<(u32, u32, bool)> {
    let pointed = written.split_once('.').filter(|(h, m)| (1..=2).contains(&h.len()) && m.len() == 2);
    if let Some((h, m)) = pointed {
        return Some((h.parse().ok()?, m.parse().ok().filter(|m| *m < 60)?, true));
    }
    // “Las siete y media”; 7,5 is no time.
    let in_words = !written.contains(char::is_numeric);
    let is_whole = |h: f64| h.fract() == 0.0;
    let is_hour = |h: &f64| (0.0..=24.0).contains(h) && (is_whole(*h) || (in_words && is_whole(2.0 * h)));
    let hour = number.values.first().copied().filter(is_hour)?;
    Some((hour as u32, (hour.fract() * 60.0) as u32, false))
}

/// The minutes of day of an hour that does not say whether it is morning or evening.
fn either_half(hour: u32, minutes: u32) -> Vec<u32> {
    let base = (hour % 12) * 60 + minutes;
    if hour > 12 || hour == 0 { vec![(hour % 24) * 60 + minutes] } else { vec![base, base + 720] }
}

/// The time of day that `number` may be.
fn time(text: &str, number: &Number, next: Option<&Number>) -> Option<Time> {
    let mut span = number.span;
    let (hour, mut minutes, pointed) = hour(number, span.of(text))?;
    if hour > 24 {
        return None;
    }
    let mut joined = false;
    if let Some(next) = next {
        let between = Span::new(span.end, next.span.start).of(text);
        let two = next.span.of(text).chars().count() == 2;
        let value = next.values.first().copied().unwrap_or(60.0);
        if two
            && !pointed
            && value < 60.0
            && matches!(between.trim(), ":" | "：" | "h" | "heures" | "时" | "時" | "点")
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
    let said_before =
        BEFORE.iter().filter(|(said, _)| before.ends_with(said)).max_by_key(|(said, _)| said.len());
    // “drei Uhr nachmittags”, “las tres de la tarde”.
    let marked = mark.and_then(|(mark, _)| trimmed.get(mark.len()..)).unwrap_or(trimmed);
    let after = marked.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let said_after = PART_OF_DAY.iter().find(|(said, _)| {
        after.strip_prefix(said).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let part_of_day = said_before
        .or(said_after)
        .map(|(said, evening)| *evening && !(NIGHT.contains(said) && SMALL_HOURS.contains(&hour)));
    let half = mark.and_then(|(_, half)| *half).or(part_of_day);
    // "24 h" and "8 heures" are lengths more often than times.
    let is_at = |at: &str| before.strip_suffix(at).is_some_and(|b| !b.ends_with(char::is_alphanumeric));
    let counts = |mark: &str| COUNTED_TOO.iter().any(|(m, _)| *m == mark);
    let is_length =
        |mark: &str| COUNTED_TOO.iter().any(|(m, at)| *m == mark && !at.iter().any(|at| is_at(at)));
    let takes = TAKES.iter().any(|of| after.starts_with(of)) && said_after.is_none();
    let length =
        mark.is_some_and(|(mark, _)| is_length(mark) || (takes && counts(mark))) && half.is_none() && !joined;
    let past = PAST.iter().find(|(said, _)| {
        let from = before.len().checked_sub(said.len());
        let same = from.and_then(|from| before.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(said));
        let whole =
            from.and_then(|from| before.get(..from)).is_some_and(|b| !b.ends_with(char::is_alphanumeric));
        same && whole && (1..=12).contains(&hour) && minutes == 0
    });
    if (mark.is_none() && !joined && said_after.is_none() && past.is_none()) || length {
        return None;
    }
    let rest = match said_after {
        Some((said, _)) => after.get(said.len()..)?,
        None => marked,
    };
    let says_more = mark.is_some() || said_after.is_some();
    let first = said_before.map(|(said, _)| said.len()).max(past.map(|(said, _)| said.len()));
    let whole = Span::new(
        first.map_or(span.start, |length| before.len() - length),
        if says_more { text.len() - rest.len() } else { span.end },
    );
    let shift = past.map_or(0, |(_, shift)| *shift);
    let base =
        ((hour % 12) * 60 + minutes).saturating_add_signed(shift + if shift < 0 { 720 } else { 0 }) % 720;
    let clock = match half {
        // Twelve at night is midnight.
        Some(true) if hour == 12 && past.is_none() => vec![720 + minutes, minutes],
        Some(evening) => vec![base + if evening { 720 } else { 0 }],
        None if past.is_none() => either_half(hour, minutes),
        None => vec![base, base + 720],
    };
    Some(Time { clock, span, whole, joined })
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
            ("es", "a las tres de la tarde", vec![900]),
            ("fr", "à 3 heures de l'après-midi", vec![900]),
            ("de", "um drei Uhr nachmittags", vec![900]),
            ("fr", "à 15 heures", vec![900]),
            ("fr", "à 7 h 45", vec![465, 1185]),
            ("zh", "会议15时开始", vec![900]),
            ("nl", "om 15 uur", vec![900]),
            ("en", "at half past seven", vec![450, 1170]),
            ("en", "at quarter to two", vec![105, 825]),
            ("de", "um halb acht abends", vec![1170]),
            ("ru", "в три часа дня", vec![900]),
            ("hi", "शाम पांच बजे", vec![1020]),
            ("hi", "रात 2 बजे", vec![120]),
            ("ko", "밤 11시에", vec![1380]),
            ("de", "um zwei Uhr nachts", vec![120]),
            ("ar", "الساعة 3 بعد الظهر", vec![900]),
            ("fr", "à deux heures et demie", vec![150, 870]),
        ] {
            let features = Features::of(text, Language::parse(language).unwrap());
            let clocks: Vec<Vec<u32>> = features.numbers.into_iter().map(|n| n.clock).collect();
            assert_eq!(clocks, [minutes], "{text}");
        }
    }

    #[test]
    fn lengths_are_not_times() {
        for (language, text) in [
            ("fr", "il a dormi 8 heures"),
            ("nl", "het duurde 8 uur"),
            ("fr", "à 3 heures de marche"),
            ("ru", "через 3 дня"),
            ("ja", "3時間"),
            ("en", "a 3.50 tip"),
            ("en", "2:1 for us"),
        ] {
            let features = Features::of(text, Language::parse(language).unwrap());
            assert!(features.numbers.iter().all(|n| n.clock.is_empty()), "{text}: {:?}", features.numbers);
        }
    }
}
