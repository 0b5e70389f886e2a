//! The report as text, for a terminal or a log: what matters most on the first screen.

mod table;

use super::{
    PassageKind, RenderOptions, Report, Style,
    clean::{is_right_to_left, visible},
    view::{self, GroupView, PassageView, Row},
    wrap::{self, Piece},
};
use crate::drift::Severity;
use anstyle::AnsiColor;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The narrowest text: below this, names and numbers would fill the line.
const NARROWEST: usize = 40;

/// Columns for the names of versions before they are cut.
const LABEL: usize = 16;

/// Lines that one version takes in a group before what is not marked is elided.
const LINES: usize = 4;

/// See [`render`](super::render).
pub(super) fn write(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let page = Page::of(report, options);
    page.line(out, 0, &[(view::tally(report), Paint::Strong)])?;
    let ids = report.finding_ids();
    let shown = options.limit.unwrap_or(usize::MAX);
    for (number, passage) in report.passages.iter().take(shown).enumerate() {
        writeln!(out)?;
        page.passage(out, number + 1, &PassageView::of(report, passage, &ids))?;
    }
    let left = report.passages.len().saturating_sub(shown);
    if left > 0 {
        let more = view::count(left, "more passage", "more passages");
        writeln!(out)?;
        let text = format!("{more} with less at stake not shown; {}", options.hint);
        page.line(out, 0, &[(text, Paint::Strong)])?;
    }
    writeln!(out)?;
    page.summary(out)?;
    if !report.notices.is_empty() {
        writeln!(out)?;
    }
    for notice in &report.notices {
        page.hanging(out, 2, 2, &[(format!("notice: {}", view::notice(notice)), Paint::Plain)])?;
    }
    writeln!(out)?;
    page.line(out, 2, &[(view::signature(report), Paint::Faint)])
}

/// How a piece of text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paint {
    Plain,
    Strong,
    Faint,
    Mark(Severity),
}

struct Page<'a> {
    report: &'a Report,
    width: usize,
    /// Columns of the names of versions.
    label: usize,
    style: Style,
    explain: bool,
}

impl<'a> Page<'a> {
    fn of(report: &'a Report, options: &RenderOptions) -> Self {
        let widest = report.versions.iter().map(|v| visible(&v.document.id).width()).max();
        Self {
            report,
            width: options.width.max(NARROWEST),
            label: widest.unwrap_or_default().clamp(1, LABEL),
            style: options.style,
            explain: options.explain,
        }
    }

    fn passage(&self, out: &mut dyn Write, number: usize, view: &PassageView) -> io::Result<()> {
        let passage = view.passage;
        let mut headline =
            format!(" · {} · {}", view::percent(passage.confidence), view.headline(self.report));
        if passage.kind != PassageKind::Drift {
            let segments = view::count(view.segments(self.report), "segment", "segments");
            headline = format!("{headline} · {segments}");
        }
        if view.moved {
            headline.push_str(" · moved");
        }
        let severity = passage.severity;
        self.line(
            out,
            0,
            &[
                (format!("{number} · "), Paint::Strong),
                (view::name(severity).to_owned(), Paint::Mark(severity)),
                (headline, Paint::Strong),
            ],
        )?;
        if passage.kind != PassageKind::Drift {
            for (versions, texts) in view.sides() {
                let text: Vec<_> = texts.into_iter().map(visible).collect();
                let room = 2 * (self.width - self.indent());
                let pieces = wrap::elide(vec![(text.join(" "), None)], room);
                self.labelled(out, &self.label(&versions), Paint::Plain, &pieces)?;
            }
            return Ok(());
        }
        for (index, group) in view.groups.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            self.group(out, view, group)?;
        }
        Ok(())
    }

    fn group(&self, out: &mut dyn Write, view: &PassageView, group: &GroupView) -> io::Result<()> {
        if !group.drifts {
            // Context: the first version's words in one line.
            for row in group.rows.iter().take(1) {
                let pieces = wrap::elide(self.pieces(row), self.width - self.indent());
                self.labelled(out, &self.label(&row.versions), Paint::Faint, &pieces)?;
            }
            return Ok(());
        }
        let most = group.rows.iter().map(|r| r.versions.len()).max().unwrap_or_default();
        for row in &group.rows {
            let mut label = self.label(&row.versions);
            // Every other row names its versions, so that this one need not where it would take a line.
            if label.width() > self.label && most > 2 && row.versions.len() == most && others(group, most) {
                label = format!("the other {most}");
            }
            let paint = if row.odd { Paint::Strong } else { Paint::Plain };
            if row.runs.is_empty() {
                let versions = view::lacking(self.report, &[group.index]);
                if !versions.is_empty() {
                    let nothing = [("(nothing here)".to_owned(), None)];
                    self.labelled(out, &self.label(&versions), Paint::Faint, &nothing)?;
                }
                continue;
            }
            let pieces = wrap::elide(self.pieces(row), LINES * (self.width - self.indent()));
            self.labelled(out, &label, paint, &pieces)?;
        }
        let findings = view.findings.get(group.findings.clone()).unwrap_or_default();
        for view in findings {
            let finding = view.finding;
            let culprit = finding.culprit.map_or_else(String::new, |v| format!("{} ", self.label(&[v])));
            self.hanging(
                out,
                self.indent(),
                2,
                &[
                    (format!("› {culprit}"), Paint::Plain),
                    (finding.kind.to_owned(), Paint::Mark(finding.severity)),
                    (format!(" {}: {}", view::percent(finding.confidence), view.why), Paint::Plain),
                ],
            )?;
            if self.explain && !finding.numbers.is_empty() {
                let numbers: Vec<String> =
                    finding.numbers.iter().map(|(name, x)| format!("{name} {x:.2}")).collect();
                self.hanging(out, self.indent() + 2, 0, &[(numbers.join(" · "), Paint::Faint)])?;
            }
        }
        if !group.rest.is_empty() {
            let more = view::count(group.rest.len(), "lesser finding", "lesser findings");
            self.line(out, self.indent(), &[(format!("› {more} not marked"), Paint::Faint)])?;
        }
        Ok(())
    }

    /// Columns before the text of a version.
    fn indent(&self) -> usize {
        2 + self.label + 2
    }

    /// The names of versions.
    fn label(&self, versions: &[usize]) -> String {
        let names: Vec<_> = (versions.iter())
            .filter_map(|v| self.report.versions.get(*v))
            .map(|v| visible(&v.document.id))
            .collect();
        names.join(", ")
    }

    /// A row's text, safe to show; with brackets where there is no colour.
    fn pieces(&self, row: &Row) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::new();
        for (text, mark) in view::shown(&row.runs) {
            let mark = mark.map(|m| m.severity);
            match out.last_mut() {
                // Here findings have no numbers: marks that touch are one.
                Some((before, worst @ Some(_))) if mark.is_some() => {
                    before.push_str(&text);
                    *worst = mark.max(*worst);
                }
                _ => out.push((text, mark)),
            }
        }
        if self.style == Style::Plain {
            for (text, _) in out.iter_mut().filter(|(_, mark)| mark.is_some()) {
                // White space at the ends of a mark stays outside.
                let inner = text.trim().len();
                let start = text.len() - text.trim_start().len();
                text.insert(start + inner, ']');
                text.insert(start, '[');
            }
        }
        out
    }

    /// Names of versions, and beside them their text. Names that are too long take a line of their own.
    fn labelled(&self, out: &mut dyn Write, label: &str, paint: Paint, text: &[Piece]) -> io::Result<()> {
        let fits = label.width() <= self.label;
        // The odd one out is named without colour as well.
        let gutter = if paint == Paint::Strong { "> " } else { "  " };
        if fits {
            let pad = " ".repeat(self.label - label.width() + 2);
            write!(out, "{gutter}{}{pad}", self.paint(&isolate(label), paint))?;
        } else {
            write!(out, "{gutter}")?;
            self.line(out, 0, &[(label.to_owned(), paint)])?;
        }
        let right_to_left = text.iter().flat_map(|(text, _)| text.chars()).find_map(direction);
        for (index, line) in wrap::wrap(text, self.width - self.indent()).iter().enumerate() {
            if index > 0 || !fits {
                write!(out, "{}", " ".repeat(self.indent()))?;
            }
            let base = if paint == Paint::Faint { Paint::Faint } else { Paint::Plain };
            let line: String =
                (line.iter()).map(|(text, mark)| self.paint(text, mark.map_or(base, Paint::Mark))).collect();
            writeln!(out, "{}", isolate_as(&line, right_to_left))?;
        }
        Ok(())
    }

    /// Text of our own, which may quote a version: wrapped, indented.
    fn line(&self, out: &mut dyn Write, indent: usize, text: &[(String, Paint)]) -> io::Result<()> {
        self.hanging(out, indent, 0, text)
    }

    /// The same, with lines after the first `hang` columns further in.
    fn hanging(
        &self,
        out: &mut dyn Write,
        indent: usize,
        hang: usize,
        text: &[(String, Paint)],
    ) -> io::Result<()> {
        let pieces: Vec<Piece> = text
            .iter()
            .map(|(text, paint)| {
                let mark = if let Paint::Mark(severity) = paint { Some(*severity) } else { None };
                (visible(text).into_owned(), mark)
            })
            .collect();
        let base = text.iter().map(|(_, paint)| *paint).find(|p| !matches!(p, Paint::Mark(_)));
        for (index, line) in wrap::wrap(&pieces, self.width - indent - hang).iter().enumerate() {
            let line: String = (line.iter())
                .map(|(text, mark)| self.paint(text, mark.map_or(base.unwrap_or(Paint::Plain), Paint::Mark)))
                .collect();
            let columns = if index == 0 { indent } else { indent + hang };
            writeln!(out, "{}{}", " ".repeat(columns), isolate_as(&line, Some(false)))?;
        }
        Ok(())
    }

    fn paint(&self, text: &str, paint: Paint) -> String {
        if self.style == Style::Plain || text.is_empty() {
            return text.to_owned();
        }
        let plain = anstyle::Style::new();
        // Bold or underline beside the colour, for readers who do not see it.
        let style = match paint {
            Paint::Plain => return text.to_owned(),
            Paint::Strong => plain.bold(),
            Paint::Faint => plain.dimmed(),
            Paint::Mark(Severity::Critical) => plain.bold().underline().fg_color(Some(AnsiColor::Red.into())),
            Paint::Mark(Severity::Major) => plain.bold().fg_color(Some(AnsiColor::Yellow.into())),
            Paint::Mark(Severity::Minor) => plain.underline().fg_color(Some(AnsiColor::Cyan.into())),
        };
        format!("{style}{text}{style:#}")
    }
}

/// Whether exactly one of several rows has the most versions.
fn others(group: &GroupView, most: usize) -> bool {
    group.rows.len() > 1 && group.rows.iter().filter(|r| r.versions.len() == most).count() == 1
}

/// Whether a letter is written from right to left; `None` for what has no direction of its own.
fn direction(c: char) -> Option<bool> {
    c.is_alphabetic().then(|| is_right_to_left(c))
}

/// Isolates text (UAX 9) whose direction must not reorder what stands around it.
fn isolate(text: &str) -> String {
    isolate_as(text, text.chars().find_map(direction))
}

/// The same, in a given direction.
fn isolate_as(text: &str, right_to_left: Option<bool>) -> String {
    if !text.chars().any(is_right_to_left) {
        return text.to_owned();
    }
    let start = if right_to_left == Some(true) { '\u{2067}' } else { '\u{2066}' };
    format!("{start}{text}\u{2069}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Builder, mixed};

    fn text(report: &Report, options: &RenderOptions) -> String {
        let mut out = Vec::new();
        write(report, options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_line_fits_and_commands_of_the_input_do_not_get_through() {
        for width in [40, 80, 120] {
            for style in [Style::Plain, Style::Ansi] {
                let text = text(&mixed(), &RenderOptions { width, style, ..RenderOptions::default() });
                assert!(
                    !text.contains("\u{1b}[2J") && !text.contains('\u{9b}') && !text.contains('\u{202e}')
                );
                if style == Style::Plain {
                    assert!(!text.contains('\u{1b}'));
                    let wide = text.lines().find(|l| l.width() > width);
                    assert!(wide.is_none_or(|l| l.contains("crit/maj/min") || l.contains('/')), "{wide:?}");
                }
            }
        }
    }

    #[test]
    fn what_weighs_most_comes_first_and_what_is_left_out_is_counted() {
        let mut report = Builder::default()
            .version("a", "en", &["It rose by 13 percent.", "He thanked everyone who had come that day."])
            .version("b", "en", &["It rose by 30 percent.", "He thanked everybody who had come that day."]);
        report = report.group(&[&[1], &[1]]).finding(
            "lexical-shift",
            Severity::Minor,
            0.6,
            None,
            &[(0, "everyone"), (1, "everybody")],
        );
        let report = report
            .group(&[&[0], &[0]])
            .finding("number-mismatch", Severity::Critical, 0.9, Some(1), &[(0, "13"), (1, "30")])
            .report();
        let text = text(&report, &RenderOptions::default());
        assert!(text.starts_with("2 versions, 2 passages drift: 1 critical, 1 minor"), "{text}");
        assert!(text.contains("> b  It rose by [30] percent."), "{text}");
        let none = super::tests::text(&report, &RenderOptions { limit: Some(0), ..RenderOptions::default() });
        assert!(
            none.contains("2 more passages with less at stake not shown; `--limit 0` shows all"),
            "{none}"
        );
    }
}
