//! Numbers written in digits: digits of all scripts, every convention for grouping and decimals.

use crate::Span;

/// The zero of every script of decimal digits in use (Unicode category Nd): nine more follow each.
const ZEROS: &[char] =
    &['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０'];

/// The value of a digit of any script.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|d| *d < 10))
}

/// ½ and its kin.
const FRACTIONS: &[(char, f64)] = &[
    ('½', 0.5),
    ('⅓', 1.0 / 3.0),
    ('⅔', 2.0 / 3.0),
    ('¼', 0.25),
    ('¾', 0.75),
    ('⅕', 0.2),
    ('⅖', 0.4),
    ('⅗', 0.6),
    ('⅘', 0.8),
    ('⅙', 1.0 / 6.0),
    ('⅛', 0.125),
    ('⅜', 0.375),
    ('⅝', 0.625),
    ('⅞', 0.875),
];

/// A number in digits with every value it may have: `1.500` is 1500 or 1.5.
#[derive(Debug, Clone, PartialEq)]
pub struct Digits {
    /// Where, in bytes of the text.
    pub span: Span,
    /// Its readings.
    pub values: Vec<f64>,
}

/// All numbers of `text` in digits, in order.
#[must_use]
pub fn digits(text: &str) -> Vec<Digits> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(start, c)) = chars.get(at) {
        let fraction = |c: char| FRACTIONS.iter().find(|(f, _)| *f == c).map(|(_, v)| *v);
        if let Some(value) = fraction(c) {
            out.push(Digits { span: Span::new(start, start + c.len_utf8()), values: vec![value] });
            at += 1;
            continue;
        }
        if digit(c).is_none() {
            at += 1;
            continue;
        }
        let (groups, marks, after) = groups(&chars, at);
        let mut end = chars.get(after).map_or(text.len(), |(i, _)| *i);
        let mut values = readings(&groups, &marks);
        at = after;
        if let Some((i, c)) = chars.get(after)
            && let Some(extra) = fraction(*c)
        {
            for value in &mut values {
                *value += extra;
            }
            end = i + c.len_utf8();
            at += 1;
        }
        // "COVID19", "B2": part of a name, not a number. Scripts without spaces may put digits after letters.
        let before: String = text.get(..start).unwrap_or_default().chars().rev().take(2).collect();
        let glued = before.starts_with(|b: char| b.is_alphabetic() && b < '\u{0590}')
            && !(before.starts_with('h') && before.ends_with(|c| digit(c).is_some()));
        if !glued {
            out.push(Digits { span: Span::new(start, end), values });
        }
    }
    out
}

/// Groups of digits with the marks between them, and the index after the last group.
fn groups(chars: &[(usize, char)], from: usize) -> (Vec<String>, Vec<char>, usize) {
    let (mut groups, mut marks) = (vec![String::new()], Vec::new());
    let mut at = from;
    while let Some(&(_, c)) = chars.get(at) {
        if let Some(d) = digit(c) {
            if let Some(group) = groups.last_mut() {
                group.extend(char::from_digit(d, 10));
            }
            at += 1;
            continue;
        }
        let next: Vec<char> =
            chars.get(at + 1..).unwrap_or_default().iter().take(4).map(|(_, c)| *c).collect();
        let three = next.len() >= 3
            && next.iter().take(3).all(|c| digit(*c).is_some())
            && next.get(3).is_none_or(|c| digit(*c).is_none());
        let short = groups.iter().enumerate().all(|(i, g)| if i == 0 { g.len() <= 3 } else { g.len() == 3 });
        let joins = match c {
            '.' | ',' | '٫' | '٬' | '·' => next.first().is_some_and(|c| digit(*c).is_some()),
            '\'' | '’' => three && short,
            ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => three && short && marks.iter().all(|m| *m == ' '),
            _ => false,
        };
        if !joins {
            break;
        }
        marks.push(match c {
            '٫' => ',',
            '٬' | '’' => '\'',
            '\u{A0}' | '\u{202F}' | '\u{2009}' => ' ',
            '·' => '.',
            c => c,
        });
        groups.push(String::new());
        at += 1;
    }
    (groups, marks, at)
}

/// What groups of digits may mean. Unreadable ones (`1.2.3`) have the reading of their first group.
fn readings(groups: &[String], marks: &[char]) -> Vec<f64> {
    let whole = |groups: &[String]| groups.concat().parse::<f64>().map_or(f64::MAX, |v| v.min(f64::MAX));
    let decimal = |groups: &[String]| match groups.split_last() {
        Some((last, before)) => {
            format!("{}.{last}", before.concat()).parse::<f64>().map_or(f64::MAX, |v| v.min(f64::MAX))
        }
        None => 0.0,
    };
    let grouped = groups.iter().skip(1).all(|g| g.len() == 3) && groups.first().is_some_and(|g| g.len() <= 3);
    // 12,34,567: pairs up to the last three.
    let indian = groups.len() > 2
        && groups.last().is_some_and(|g| g.len() == 3)
        && groups.iter().rev().skip(1).all(|g| g.len() <= 2);
    let zero = groups.first().is_some_and(|g| g.starts_with('0'));
    match marks {
        [] | ['\'' | ' '] => vec![whole(groups)],
        [_] if grouped && !zero => vec![whole(groups), decimal(groups)],
        [_] => vec![decimal(groups)],
        [first, .., last] if first != last => vec![decimal(groups)],
        _ if grouped || indian => vec![whole(groups)],
        // 21.000.00: one mark for both.
        [.., _] if groups.len() > 2 && groups.last().is_some_and(|g| g.len() == 2) => {
            let before = groups.get(1..groups.len() - 1).unwrap_or_default();
            let thousands = before.iter().all(|g| g.len() == 3);
            vec![if thousands { decimal(groups) } else { whole(groups.get(..1).unwrap_or_default()) }]
        }
        _ => vec![whole(groups.get(..1).unwrap_or_default())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_convention_is_read() {
        for (text, values) in [
            ("12", vec![12.0]),
            ("1.500", vec![1500.0, 1.5]),
            ("1,500", vec![1500.0, 1.5]),
            ("1 500", vec![1500.0]),
            ("1’500", vec![1500.0]),
            ("1.234.567", vec![1_234_567.0]),
            ("1,234.50", vec![1234.5]),
            ("1.234,50", vec![1234.5]),
            ("12,34,567", vec![1_234_567.0]),
            ("0.250", vec![0.25]),
            ("3½", vec![3.5]),
            ("٣٫٥", vec![3.5]),
            ("१२", vec![12.0]),
            ("１２", vec![12.0]),
        ] {
            let found = digits(text);
            assert_eq!(found.first().map(|d| d.values.clone()), Some(values), "{text}");
            assert_eq!(found.len(), 1, "{text}");
        }
    }

    #[test]
    fn what_stands_apart_is_apart() {
        let values =
            |text| digits(text).into_iter().filter_map(|d| d.values.first().copied()).collect::<Vec<_>>();
        assert_eq!(values("13-15 in 2020 300 times, 4, 5"), [13.0, 15.0, 2020.0, 300.0, 4.0, 5.0]);
        assert_eq!(values("the G20 and H5N1"), Vec::<f64>::new());
        assert_eq!(values("第3回"), [3.0]);
    }

    #[test]
    fn a_thousand_digits_do_no_harm() {
        assert_eq!(digits(&"9".repeat(5000)).len(), 1);
        assert_eq!(digits(&"1.".repeat(5000)).len(), 1);
    }
}
