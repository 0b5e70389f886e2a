//! Text in columns: marks kept, long unmarked stretches elided, lines broken where each script allows it.

use crate::drift::Severity;
use icu_segmenter::{LineSegmenter, options::LineBreakOptions};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A piece of a line, with the severity of its mark.
pub(super) type Piece = (String, Option<Severity>);

/// Columns of unmarked text kept on either side of a mark when a long text is elided.
const CONTEXT: usize = 60;

/// Columns of a long mark kept at either end.
const MARK_ENDS: usize = 150;

/// Shortens a text of more than `room` columns to what stands around its marks; without marks, to its
/// beginning.
pub(super) fn elide(pieces: Vec<Piece>, room: usize) -> Vec<Piece> {
    let total: usize = pieces.iter().map(|(text, _)| text.width()).sum();
    if total <= room {
        return pieces;
    }
    let Some(first) = pieces.iter().position(|(_, mark)| mark.is_some()) else {
        let all: String = pieces.into_iter().map(|(text, _)| text).collect();
        return vec![(format!("{} …", head(&all, room.saturating_sub(2))), None)];
    };
    let last = pieces.iter().rposition(|(_, mark)| mark.is_some()).unwrap_or(first);
    (pieces.into_iter().enumerate())
        .map(|(i, (text, mark))| {
            let (before, after) = match mark {
                Some(_) => (MARK_ENDS, MARK_ENDS),
                // What follows a mark keeps its head, what precedes one its tail.
                None => (if i > first { CONTEXT } else { 0 }, if i < last { CONTEXT } else { 0 }),
            };
            // Nothing is gained by leaving out a few words.
            if text.width() <= before + after + CONTEXT / 3 {
                return (text, mark);
            }
            let short = match (head(&text, before), tail(&text, after)) {
                ("", tail) => format!("… {tail}"),
                (head, "") => format!("{head} …"),
                (head, tail) => format!("{head} … {tail}"),
            };
            (short, mark)
        })
        .collect()
}

/// The beginning of `text`, at most `room` columns, cut after a word where one ends near.
fn head(text: &str, room: usize) -> &str {
    let mut used = 0;
    let cut = text
        .char_indices()
        .find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > room
        })
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..cut).unwrap_or_default();
    match head.rfind(char::is_whitespace) {
        Some(space) if head.get(space..).is_some_and(|rest| rest.width() <= room / 4) => {
            head.get(..space).unwrap_or_default().trim_end()
        }
        _ => head,
    }
}

/// The end of `text`, at most `room` columns, cut before a word where one begins near.
fn tail(text: &str, room: usize) -> &str {
    let mut used = 0;
    let cut = text
        .char_indices()
        .rev()
        .find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > room
        })
        .map_or(0, |(at, c)| at + c.len_utf8());
    let tail = text.get(cut..).unwrap_or_default();
    match tail.find(char::is_whitespace) {
        Some(space) if tail.get(..space).is_some_and(|rest| rest.width() <= room / 4) => {
            tail.get(space..).unwrap_or_default().trim_start()
        }
        _ => tail,
    }
}

/// Breaks a text into lines of at most `width` columns, by the line breaking rules of Unicode (UAX 14, with
/// dictionaries where words are not spaced); a word longer than a line is cut.
pub(super) fn wrap(pieces: &[Piece], width: usize) -> Vec<Vec<Piece>> {
    let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let mut lines = Vec::new();
    let (mut start, mut end, mut used) = (0, 0, 0);
    let mut from = 0;
    for to in LineSegmenter::new_auto(LineBreakOptions::default()).segment_str(&text) {
        let word = text.get(from..to).unwrap_or_default();
        let visible = word.trim_end().width();
        if used + visible > width && end > start {
            lines.push(start..end);
            (start, used) = (end, 0);
        }
        if visible > width {
            for (at, c) in word.char_indices() {
                let columns = c.width().unwrap_or(0);
                if used + columns > width && !c.is_whitespace() {
                    lines.push(start..from + at);
                    (start, used) = (from + at, 0);
                }
                used += columns;
            }
        } else {
            used += word.width();
        }
        (from, end) = (to, to);
    }
    if end > start {
        lines.push(start..end);
    }
    lines.into_iter().map(|line| pieces_in(pieces, line.start, line.end)).collect()
}

/// The pieces of one line, trimmed at its end.
fn pieces_in(pieces: &[Piece], start: usize, end: usize) -> Vec<Piece> {
    let mut at = 0;
    let mut out: Vec<Piece> = Vec::new();
    for (text, mark) in pieces {
        let (from, to) = (start.max(at), end.min(at + text.len()));
        if from < to {
            out.push((text.get(from - at..to - at).unwrap_or_default().to_owned(), *mark));
        }
        at += text.len();
    }
    if let Some((text, _)) = out.last_mut() {
        text.truncate(text.trim_end().len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        wrap(&[(text.to_owned(), None)], width)
            .into_iter()
            .map(|line| line.into_iter().map(|(text, _)| text).collect())
            .collect()
    }

    #[test]
    fn lines_break_where_the_script_allows() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        // Wide characters take two columns, and a full stop never begins a line.
        assert_eq!(lines("東京都に住む。", 12), ["東京都に住", "む。"]);
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(lines("", 4), Vec::<String>::new());
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for text in ["ไม่มีข้อมูลเกี่ยวกับผู้เสียชีวิต", "𝄞e\u{301}".repeat(40).as_str(), "a b  c   d    e"]
        {
            for width in [3, 7, 20] {
                assert!(lines(text, width).iter().all(|l| l.width() <= width), "{text} at {width}");
                let joined: String = lines(text, width).concat();
                assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
            }
        }
    }

    #[test]
    fn a_mark_goes_on_over_a_line_end() {
        let pieces = [("we ".to_owned(), None), ("voted again".to_owned(), Some(Severity::Major))];
        let lines = wrap(&pieces, 9);
        assert_eq!(lines[0].last(), Some(&("voted".to_owned(), Some(Severity::Major))));
        assert_eq!(lines[1], [("again".to_owned(), Some(Severity::Major))]);
    }

    #[test]
    fn what_surrounds_marks_survives_eliding() {
        let long = "word ".repeat(100);
        let pieces = vec![
            (long.clone(), None),
            ("not".to_owned(), Some(Severity::Critical)),
            (format!(" {long}"), None),
        ];
        let short: String = elide(pieces, 300).into_iter().map(|(text, _)| text).collect();
        assert!(
            short.starts_with("… word") && short.contains(" not word") && short.ends_with(" …"),
            "{short}"
        );
        assert!(short.width() < 140);
        assert_eq!(elide(vec![("short".to_owned(), None)], 10), [("short".to_owned(), None)]);
        assert_eq!(elide(vec![("some more words".to_owned(), None)], 12)[0].0, "some more …");
    }
}
