//! Side by side: a column a version.

use super::{Alignment, plain, said};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Characters in a line where the output is no terminal.
const WIDTH: usize = 120;
/// Characters in a column, at least: more versions make longer lines, not narrower columns.
const NARROWEST: usize = 24;
/// What stands between two columns.
const GAP: &str = " │ ";

/// Writes the groups, each a row, the versions beside one another.
pub fn write(out: &mut impl Write, alignment: &Alignment<'_>) -> io::Result<()> {
    let versions = alignment.versions.len().max(1);
    let whole = crate::cli::terminal_width().unwrap_or(WIDTH);
    let width = (whole.saturating_sub(GAP.width() * (versions - 1)) / versions).max(NARROWEST);
    let names: Vec<Vec<String>> =
        alignment.versions.iter().map(|v| wrap(&plain(&v.document.id), width)).collect();
    row(out, &names, width)?;
    for (id, group) in alignment.groups.iter().enumerate() {
        let moved = if group.moved { "  moved" } else { "" };
        writeln!(out, "── {id}  {:.2}{moved}", group.confidence)?;
        let cells: Vec<Vec<String>> = alignment
            .versions
            .iter()
            .zip(&group.members)
            .map(|(version, members)| wrap(&plain(&said(version, members)), width))
            .collect();
        row(out, &cells, width)?;
    }
    Ok(())
}

fn row(out: &mut impl Write, cells: &[Vec<String>], width: usize) -> io::Result<()> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let parts: Vec<String> = cells
            .iter()
            .map(|cell| {
                let text = cell.get(line).map_or("", String::as_str);
                format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
            })
            .collect();
        writeln!(out, "{}", parts.join(GAP).trim_end())?;
    }
    Ok(())
}

/// Lines of at most `width` columns, broken at spaces where there are any.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > 0 && used + word.trim_end().width() > width {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > width && c != ' ' {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += wide;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_and_inside_words_that_are_too_long() {
        assert_eq!(wrap("the town pool opens", 9), ["the town", "pool", "opens"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("委员会批准了", 4), ["委员", "会批", "准了"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
