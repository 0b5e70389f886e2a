//! Numbers in Korean words: native ones before what they count (두 시, 열두 명), Chinese ones with a magnitude (이백오십만).

use super::{number::Number, numerals};
use crate::Span;

/// Native tens, as they stand before a unit and before what is counted.
const TENS: &[(&str, f64)] = &[
    ("열", 10.0),
    ("스물", 20.0),
    ("스무", 20.0),
    ("서른", 30.0),
    ("마흔", 40.0),
    ("쉰", 50.0),
    ("예순", 60.0),
    ("일흔", 70.0),
    ("여든", 80.0),
    ("아흔", 90.0),
];

/// Native units, as they stand before what is counted; 한, *one*, is an article too often.
const UNITS: &[(&str, f64)] = &[
    ("두", 2.0),
    ("세", 3.0),
    ("네", 4.0),
    ("다섯", 5.0),
    ("여섯", 6.0),
    ("일곱", 7.0),
    ("여덟", 8.0),
    ("아홉", 9.0),
];

/// The unit of eleven, twenty-one.
const ONE: &str = "한";

/// What native numbers count. Not 분 alone (minutes are counted in Chinese numbers, and it is a person's honorific).
const COUNTED: &[&str] = &[
    "명", "개", "시", "살", "번", "달", "마리", "권", "대", "사람", "가지", "채", "곳", "장", "병", "잔",
    "배", "차례", "건", "척", "그루", "쌍", "가구", "학교", "나라", "도시", "집", "형제", "자매", "아이",
    "해",
];

/// Chinese numerals in Hangul and in the characters that [`numerals`] reads.
const CHINESE: &[(char, char)] = &[
    ('일', '一'),
    ('이', '二'),
    ('삼', '三'),
    ('사', '四'),
    ('오', '五'),
    ('육', '六'),
    ('칠', '七'),
    ('팔', '八'),
    ('구', '九'),
    ('십', '十'),
    ('백', '百'),
    ('천', '千'),
    ('만', '万'),
    ('억', '億'),
    ('조', '兆'),
];

/// Shorter runs of Chinese numerals are syllables of other words too often (이천, 사천, 만일).
const SHORTEST: usize = 3;

/// The numbers of a text in words, in order. Those that neither count anything nor have a magnitude are not read.
#[must_use]
pub fn korean(text: &str) -> Vec<Number> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let (start, body) = (at, word.trim_end());
        at += word.len();
        let next = text.get(at..).unwrap_or_default();
        let found = native(body, next).or_else(|| chinese(body));
        out.extend(found.map(|(length, value)| {
            let span = Span::new(start, start + length);
            Number { span, whole: span, values: vec![value], clock: Vec::new(), soft: value <= 2.0 }
        }));
    }
    out
}

/// A native number at the start of a word that it counts, or before one: its length in bytes and its value.
fn native(word: &str, next: &str) -> Option<(usize, f64)> {
    let strip = |rest: &str, list: &[(&str, f64)]| {
        list.iter().filter(|(name, _)| rest.starts_with(name)).map(|(name, v)| (name.len(), *v)).next()
    };
    let (tens, ten) = strip(word, TENS).unwrap_or_default();
    let rest = word.get(tens..)?;
    let (units, unit) = strip(rest, UNITS)
        .or_else(|| (ten > 0.0 && rest.starts_with(ONE)).then_some((ONE.len(), 1.0)))
        .unwrap_or_default();
    let length = tens + units;
    let counted = word.get(length..).filter(|rest| !rest.is_empty()).unwrap_or(next);
    (length > 0 && COUNTED.iter().any(|name| counted.starts_with(name))).then_some((length, ten + unit))
}

/// 이백오십만: its length in bytes and its value.
fn chinese(word: &str) -> Option<(usize, f64)> {
    let sign = |c: char| CHINESE.iter().find(|(hangul, _)| *hangul == c).map(|(_, sign)| *sign);
    let run: Vec<char> = word.chars().map_while(sign).collect();
    let has_magnitude = run.iter().any(|c| CHINESE.iter().skip(9).any(|(_, sign)| sign == c));
    let length = run.len() * '일'.len_utf8();
    let value = numerals::read(&run).filter(|_| run.len() >= SHORTEST && has_magnitude)?;
    Some((length, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_korean_words_are_read() {
        let values = |text: &str| korean(text).iter().map(|n| n.values[0]).collect::<Vec<_>>();
        assert_eq!(values("오후 두 시에 열두 명이 왔다"), [2.0, 12.0]);
        assert_eq!(values("아이 스물한 명과 책 세권"), [21.0, 3.0]);
        assert_eq!(values("이백오십만 유로를 냈다"), [2_500_000.0]);
        // Twice, the world, the city of Icheon, by no means: no numbers.
        assert_eq!(values("세계 두뇌 이천 시민 천만에 다섯째"), [0.0; 0]);
    }
}
