//! The table of versions at the end of the text.

use super::{LABEL, Page, Paint, isolate};
use crate::report::{clean::visible, view, wrap};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

impl Page<'_> {
    /// One line a version.
    pub(super) fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        let head = ["version", "lang", "segments", "drifting", "missing", "added", "moved", "crit/maj/min"];
        let mut rows: Vec<Vec<String>> = vec![head.iter().map(|h| (*h).to_owned()).collect()];
        for (version, summary) in self.report.versions.iter().zip(&self.report.summaries) {
            let apart = |segments: usize| {
                if summary.related { segments.to_string() } else { "–".to_owned() }
            };
            let findings = &summary.findings;
            rows.push(vec![
                clip(&visible(&version.document.id), LABEL),
                version.document.language.to_string(),
                summary.segments.to_string(),
                format!("{} ({})", summary.drifting.segments, view::percent(summary.drifting_share())),
                apart(summary.missing.segments),
                apart(summary.added.segments),
                summary.moved.to_string(),
                format!("{}/{}/{}", findings.critical, findings.major, findings.minor),
            ]);
        }
        let widths: Vec<usize> = (0..head.len())
            .map(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or_default())
            .collect();
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<String> = (row.iter().zip(&widths).enumerate())
                .map(|(column, (cell, width))| {
                    let pad = " ".repeat(width.saturating_sub(cell.width()));
                    let cell = isolate(cell);
                    if column < 2 { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
                })
                .collect();
            let paint = if index == 0 { Paint::Faint } else { Paint::Plain };
            writeln!(out, "  {}", self.paint(cells.join("  ").trim_end(), paint))?;
        }
        let furniture: usize = self.report.summaries.iter().map(|s| s.furniture).sum();
        if furniture > 0 {
            let text = view::count(furniture, "segment of page furniture", "segments of page furniture");
            self.line(out, 2, &[(format!("{text} left out"), Paint::Faint)])?;
        }
        Ok(())
    }
}

/// Cuts a name to so many columns.
fn clip(name: &str, columns: usize) -> String {
    if name.width() <= columns {
        return name.to_owned();
    }
    wrap::wrap(&[(name.to_owned(), None)], columns - 1).into_iter().next().map_or_else(String::new, |line| {
        line.into_iter().map(|(text, _)| text).chain(["…".to_owned()]).collect()
    })
}
