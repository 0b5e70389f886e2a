//! Plain text into blocks: which line ends are paragraph ends, and which lines are headings.
//!
//! Three habits are told apart by the lines themselves: paragraphs between blank lines, one paragraph a
//! line, and paragraphs wrapped at a column (then sentences run across line ends).

use super::Content;
use crate::{
    Span,
    document::{Block, BlockKind},
};
use unicode_width::UnicodeWidthStr;

/// Wrapped text is this wide, in columns: mail is wrapped at 60 to 78, printed text at up to 100.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 30..=110;

/// Share of lines that must be full (the next word would not have fitted) in wrapped text. Wrapping by
/// program gives 1.0; text edited after wrapping keeps well over this.
const FULL_LINES: f64 = 0.75;

/// Line pairs from which the statistics count.
const ENOUGH_PAIRS: usize = 3;

/// A line is cut short on purpose when the next word would have ended this far before the wrap column.
const CUT_SHORT: f64 = 0.75;

/// Headings are shorter, in columns: two lines of a narrow newspaper column, or 40 Chinese characters.
const HEADING_WIDTH: usize = 90;

/// More heading-like lines than these in a row are a list or a poem: title, subtitle, crosshead.
const HEADING_RUN: usize = 3;

/// A line without its line end and surrounding white space.
#[derive(Clone, Copy)]
struct Line<'a> {
    span: Span,
    text: &'a str,
    width: usize,
}

/// Reads a plain text. It is kept as it is.
pub(super) fn content(text: String) -> Content {
    Content { blocks: blocks(&text), text, ..Content::default() }
}

/// The blocks of a plain text, in order: every character that is not white space is in exactly one.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let chunks = chunks(text);
    let wrap = wrap_column(&chunks);
    let mut blocks = Vec::new();
    for chunk in &chunks {
        let mut current: Option<Block> = None;
        for (index, line) in chunk.iter().enumerate() {
            let previous = index.checked_sub(1).and_then(|i| chunk.get(i));
            match (&mut current, previous) {
                (Some(block), Some(previous)) if goes_on(previous, line, wrap) => {
                    block.span = block.span.cover(line.span);
                }
                _ => {
                    blocks.extend(current.take());
                    current = Some(Block { span: line.span, kind: kind_of_first(line.text) });
                }
            }
        }
        blocks.extend(current);
    }
    mark_headings(text, &mut blocks);
    blocks
}

/// The lines that are not blank, in runs between blank lines. A file without a line feed that has
/// carriage returns (as old Macs wrote) is cut at those.
fn chunks(text: &str) -> Vec<Vec<Line<'_>>> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(end) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            if !chunk.is_empty() {
                chunks.push(std::mem::take(&mut chunk));
            }
        } else {
            let start = at + (line.len() - line.trim_start().len());
            // Only widths up to the widest wrap matter; measuring 100 MB lines would be wasted.
            let measured = trimmed.get(..trimmed.floor_char_boundary(1024)).unwrap_or_default();
            chunk.push(Line {
                span: Span::new(start, start + trimmed.len()),
                text: trimmed,
                width: measured.width(),
            });
        }
        at += line.len();
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    chunks
}

/// The column at which the text is wrapped, if it is.
fn wrap_column(chunks: &[Vec<Line<'_>>]) -> Option<usize> {
    let inner = || chunks.iter().filter(|chunk| chunk.len() > 1);
    let column = inner().flatten().map(|line| line.width).max()?;
    if !WRAP_WIDTHS.contains(&column) {
        return None;
    }
    let (mut pairs, mut full, mut ended) = (0_usize, 0_usize, 0_usize);
    for pair in inner().flat_map(|chunk| chunk.windows(2)) {
        if let [line, next] = pair {
            // An ended line that has room left is the end of a paragraph without a blank line after it.
            let is_full = reach(line, next) > column;
            let is_end = ends_sentence(line.text);
            if is_full || !is_end {
                pairs += 1;
                full += usize::from(is_full);
            }
            ended += usize::from(is_end);
        }
    }
    let all = inner().map(|chunk| chunk.len() - 1).sum::<usize>();
    // One paragraph a line: nearly every line ends a sentence, however long it is.
    let mostly_ended = ended * 4 > all * 3;
    (pairs >= ENOUGH_PAIRS && full as f64 >= FULL_LINES * pairs as f64 && !mostly_ended).then_some(column)
}

/// Where the line would have ended with the next line's first word, in columns. Scripts without spaces
/// may break anywhere: their "word" is the next character.
fn reach(line: &Line<'_>, next: &Line<'_>) -> usize {
    let word = next.text.split_whitespace().next().unwrap_or_default();
    let first = word.chars().next().unwrap_or(' ');
    if is_unspaced(first) { line.width + 2 } else { line.width + 1 + word.width() }
}

/// Whether a paragraph goes on from one line to the next.
fn goes_on(line: &Line<'_>, next: &Line<'_>, wrap: Option<usize>) -> bool {
    if is_rule(line.text) || is_rule(next.text) || list_marker(next.text) {
        return false;
    }
    if let Some(column) = wrap {
        return reach(line, next) as f64 > column as f64 * CUT_SHORT || continues_word(line, next);
    }
    continues_word(line, next)
}

/// Without statistics: a long line that ends no sentence, and then small letters.
fn continues_word(line: &Line<'_>, next: &Line<'_>) -> bool {
    *WRAP_WIDTHS.start() <= line.width
        && line.width <= *WRAP_WIDTHS.end()
        && !ends_sentence(line.text)
        && next.text.chars().next().is_some_and(char::is_lowercase)
}

fn kind_of_first(line: &str) -> BlockKind {
    if is_rule(line) {
        BlockKind::Furniture
    } else if list_marker(line) {
        BlockKind::ListItem
    } else {
        BlockKind::Paragraph
    }
}

/// A line of `-----`, `* * *` and the like.
fn is_rule(line: &str) -> bool {
    line.len() <= 256
        && line.chars().count() >= 3
        && line.chars().all(|c| c.is_whitespace() || "-_=*~#.•–—─━═".contains(c))
}

/// Whether a line begins as a list item: `- `, `• `, `3. `, `b) `.
fn list_marker(line: &str) -> bool {
    let Some((marker, rest)) = line.split_once(char::is_whitespace) else {
        return false;
    };
    if rest.trim().is_empty() {
        return false;
    }
    if matches!(marker, "-" | "*" | "•" | "·" | "–" | "◦" | "‣" | "▪" | "+") {
        return true;
    }
    let inner = marker.strip_prefix('(').unwrap_or(marker);
    inner.strip_suffix([')', '.']).is_some_and(|number| {
        let digits = number.len() <= 3 && !number.is_empty() && number.chars().all(char::is_numeric);
        let letter =
            marker.ends_with(')') && number.chars().count() == 1 && number.chars().all(char::is_alphabetic);
        // "12. Juni" at the start of a line is taken for an item: it costs no more than a block border.
        digits || letter
    })
}

/// Scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3000}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a line ends as a sentence does, closing quotes and brackets aside.
fn ends_sentence(line: &str) -> bool {
    let closers =
        ['"', '\'', '”', '’', '»', '«', ')', ']', '」', '』', '）', '】', '〉', '》', '“', '*', '_'];
    let end = line.trim_end_matches(|c: char| closers.contains(&c) || c.is_whitespace()).chars().next_back();
    end.is_some_and(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | ':'
                | ';'
                | '。'
                | '！'
                | '？'
                | '：'
                | '；'
                | '．'
                | '｡'
                | '؟'
                | '۔'
                | '؛'
                | '।'
                | '॥'
                | '።'
                | '፧'
                | '։'
                | '՞'
                | '·'
                | '၊'
                | '။'
                | '។'
                | '៕'
                | '‼'
                | '⁇'
                | '⁈'
                | '⁉'
        )
    })
}

/// Whether a block could be a heading: one short line with letters that does not end as a sentence or a
/// clause does. A question or an exclamation may be a heading too, but then nothing tells it from text.
fn heading_like(text: &str, block: &Block) -> bool {
    let line = block.span.of(text);
    block.kind == BlockKind::Paragraph
        && line.len() <= HEADING_WIDTH * 4
        && line.width() <= HEADING_WIDTH
        && !line.contains('\n')
        && !ends_sentence(line)
        && !line.ends_with([',', '，', '、', '،', '-', '–', '—'])
        && line.chars().any(char::is_alphabetic)
}

/// Headings are heading-like lines with running text after them, a few in a row at most.
fn mark_headings(text: &str, blocks: &mut [Block]) {
    let like: Vec<bool> = blocks.iter().map(|block| heading_like(text, block)).collect();
    let mut run = 0;
    for (index, is_like) in like.iter().enumerate() {
        if *is_like {
            run += 1;
            continue;
        }
        if (1..=HEADING_RUN).contains(&run) {
            for block in blocks.get_mut(index - run..index).unwrap_or_default() {
                block.kind = BlockKind::Heading;
            }
        }
        run = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Furniture, Heading, ListItem, Paragraph};

    fn read(text: &str) -> Vec<(BlockKind, &str)> {
        blocks(text).iter().map(|b| (b.kind, b.span.of(text))).collect()
    }

    #[test]
    fn paragraphs_stand_between_blank_lines_and_headings_before_them() {
        let text = "Bridge closed for a year\n\nThe old bridge will be closed.\n \t\nWhat comes next\n\nRepairs start in May. They last.\n";
        let expected = [
            (Heading, "Bridge closed for a year"),
            (Paragraph, "The old bridge will be closed."),
            (Heading, "What comes next"),
            (Paragraph, "Repairs start in May. They last."),
        ];
        assert_eq!(read(text), expected);
        assert_eq!(read(&text.replace('\n', "\r\n")), expected);
        assert_eq!(read(&text.replace('\n', "\r")), expected);
    }

    #[test]
    fn one_paragraph_a_line_stays_one_paragraph_a_line() {
        let text = "The mayor said on Tuesday that the bridge over the river would be closed for a year, and that the town would pay.\n\
            Nobody asked why.\n\
            The engineers, she added, had found cracks in two of the four pillars; a third one was being examined at the moment.\n\
            Traffic is sent over the northern bridge \"until further notice.\"\n";
        assert_eq!(read(text).len(), 4);
        assert!(read(text).iter().all(|(kind, _)| *kind == Paragraph));
        let chinese = "市长星期二表示，大桥将关闭一年，费用由市政府承担。\n没有人问为什么。\n她补充说，工程师在四根桥墩中的两根上发现了裂缝。\n";
        assert_eq!(read(chinese).len(), 3);
    }

    #[test]
    fn wrapped_lines_are_put_together() {
        let text = "The mayor said on Tuesday that the bridge over the river\n\
            would be closed for a year, and that the town would pay for\n\
            it. The engineers, she added, had found cracks in two of the\n\
            four pillars.\n\
            A third pillar was being examined, which could take until the\n\
            end of the month. Nobody was surprised.\n\
            \n\
            Traffic is sent over the northern bridge.\n";
        let read = read(text);
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[0].1.ends_with("four pillars."));
        let german = "Die Brücke bleibt für mindestens ein Jahr geschlossen, weil\n\
            Ingenieure in zwei der vier Pfeiler Risse gefunden haben. Der\n\
            Verkehr wird über die Nordbrücke geleitet, wo sich nun lange\n\
            Staus bilden.\n";
        assert_eq!(blocks(german).len(), 1);
        let japanese = "市長は火曜日に、川に架かる橋を一年間閉鎖し、費用は\n市が負担すると述べた。技術者は四本の橋脚のうち二本\nにひび割れを見つけており、残りの一本も調べていると\nいう。\n";
        assert_eq!(blocks(japanese).len(), 1);
    }

    #[test]
    fn two_lines_are_one_paragraph_only_when_a_small_letter_follows() {
        assert_eq!(blocks("The bridge over the river is closed for\na year because of its cracks.").len(), 1);
        assert_eq!(blocks("The bridge over the river is closed.\nNobody asked why that was done.").len(), 2);
    }

    #[test]
    fn lists_and_rules_are_blocks_of_their_own() {
        let text = "You need:\n- two eggs\n- a spoon of sugar\n1. Beat the eggs.\n*****\nServe cold.\n";
        let kinds: Vec<BlockKind> = read(text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Paragraph, ListItem, ListItem, ListItem, Furniture, Paragraph]);
    }

    #[test]
    fn poems_and_lists_of_titles_have_no_headings() {
        let text =
            "Grey the morning\nGrey the sea\nGone the ferry\nGone are we\nLeft the pier and lost the key.\n";
        assert!(read(text).iter().all(|(kind, _)| *kind == Paragraph), "{:?}", read(text));
        assert_eq!(read("Only a title\n"), [(Paragraph, "Only a title")]);
    }

    #[test]
    fn headings_in_other_scripts() {
        for text in [
            "大桥关闭一年\n\n市长说大桥将关闭。",
            "Мост закрыт на год\n\nМэр сообщил об этом.",
            "إغلاق الجسر لمدة عام\n\nأعلن رئيس البلدية ذلك.",
            "पुल एक साल के लिए बंद\n\nमहापौर ने यह कहा।",
        ] {
            assert_eq!(read(text)[0].0, Heading, "{text}");
            assert_eq!(read(text)[1].0, Paragraph, "{text}");
        }
    }

    #[test]
    fn a_million_tiny_lines_and_one_huge_line_are_read() {
        assert_eq!(blocks(&"a\n".repeat(1_000_000)).len(), 1_000_000);
        assert_eq!(blocks(&"word, ".repeat(2_000_000)).len(), 1);
    }

    #[test]
    fn every_character_is_in_one_block() {
        for text in ["a\n\n b \r\n\tc\nd", "", "\n\n", "x", "- a\n---\n\u{3000}東\u{3000}\n"] {
            let blocks = blocks(text);
            let inside: String = blocks.iter().map(|b| b.span.of(text)).collect();
            let bare = |s: &str| s.split_whitespace().collect::<String>();
            assert_eq!(bare(&inside), bare(text));
            assert!(blocks.windows(2).all(|w| w[0].span.end <= w[1].span.start));
        }
    }
}
