//! Numbers in Chinese characters, as Chinese and Japanese write them.

use super::number::Number;
use crate::Span;

fn value(c: char) -> Option<f64> {
    const DIGITS: &str = "〇一二三四五六七八九";
    match c {
        '零' => Some(0.0),
        '两' | '兩' => Some(2.0),
        _ => DIGITS.chars().position(|d| d == c).map(|v| v as f64),
    }
}

fn magnitude(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1000.0),
        '万' | '萬' => Some(1e4),
        '亿' | '億' => Some(1e8),
        '兆' => Some(1e12),
        _ => None,
    }
}

/// Words that are written with numerals and count nothing.
const WORDS: &[&str] = &[
    "十分",
    "万一",
    "千万别",
    "一一",
    "统一",
    "唯一",
    "统一",
    "一般",
    "一定",
    "一起",
    "一样",
    "一直",
    "一切",
    "一部",
    "一致",
    "一旦",
    "一方",
    "一番",
    "一时",
    "一時",
    "一度",
    "一緒",
    "一体",
    "万全",
    "百姓",
    "四川",
    "三角",
    "五輪",
    "八百屋",
    "千葉",
    "九州",
    "四国",
    "十字",
    "七夕",
    "第一",
    "第二",
    "星期",
    "周一",
    "周二",
    "周三",
    "周四",
    "周五",
    "周六",
    "礼拜",
    "万博",
    "千島",
    "二人",
    "三明治",
];

/// Numbers of at least two numerals, or one before a measure. A lone numeral is part of a word too often.
#[must_use]
pub fn numerals(text: &str) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(start, _)) = chars.get(at) {
        let run: Vec<char> = chars
            .get(at..)
            .unwrap_or_default()
            .iter()
            .map(|(_, c)| *c)
            .take_while(|c| value(*c).is_some() || magnitude(*c).is_some())
            .collect();
        if run.is_empty() {
            at += 1;
            continue;
        }
        at += run.len();
        let end = chars.get(at).map_or(text.len(), |(i, _)| *i);
        let before = text.get(..start).and_then(|t| t.chars().next_back());
        let around = before.map_or(start, |c| start - c.len_utf8());
        let stretch = text.get(around..).unwrap_or_default();
        let in_word = WORDS
            .iter()
            .any(|w| stretch.starts_with(w) || text.get(start..).is_some_and(|t| t.starts_with(w)));
        // 数十, 几百, 十几: some tens, some hundreds.
        let vague = before.is_some_and(|c| "数几幾何".contains(c))
            || chars.get(at).is_some_and(|(_, c)| "几幾数余餘多".contains(*c));
        if run.len() < 2 || in_word || vague {
            continue;
        }
        if let Some(value) = read(&run) {
            out.push(Number {
                span: Span::new(start, end),
                values: vec![value],
                clock: Vec::new(),
                soft: value <= 2.0,
            });
        }
    }
    out
}

/// 三百二十一 by place, 二〇二〇 digit by digit; `None` for 三四 ("three or four").
fn read(run: &[char]) -> Option<f64> {
    if run.iter().all(|c| magnitude(*c).is_none()) {
        let digits: String = run.iter().filter_map(|c| char::from_digit(value(*c)? as u32, 10)).collect();
        return (run.len() >= 3).then(|| digits.parse().ok()).flatten();
    }
    let (mut total, mut section, mut current) = (0.0, 0.0, 0.0);
    for c in run {
        match (value(*c), magnitude(*c)) {
            (Some(v), _) => current = v,
            (_, Some(m)) if m < 1e4 => {
                section += f64::max(current, 1.0) * m;
                current = 0.0;
            }
            (_, Some(m)) => {
                total += f64::max(section + current, 1.0) * m;
                (section, current) = (0.0, 0.0);
            }
            _ => return None,
        }
    }
    Some(total + section + current)
}
