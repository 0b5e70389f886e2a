//! The report as a comment for a pull request: Markdown as GitHub, GitLab and Gitea read it.

use super::{
    PassageKind, RenderOptions, Report,
    clean::{is_right_to_left, visible},
    view::{self, GroupView, PassageView, Row},
};
use std::{
    fmt::Write as _,
    io::{self, Write},
};

/// Characters of unmarked text in a passage that versions lack, before it is cut: a comment may hold about
/// 65 000 characters on GitHub, and a missing chapter must not fill it.
const LONGEST: usize = 600;

/// Characters of a whole report: GitHub takes comments of 65 536, and what posts them may add a line or two.
const COMMENT: usize = 65_000;

/// Characters kept for the lines that say what was left out.
const CLOSING: usize = 400;

/// See [`render`](super::render).
pub(super) fn write(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("### transdrift: {}\n\n", escape(&view::tally(report)));
    let mut summary = Vec::new();
    write_summary(report, &mut summary)?;
    let signature = format!("<sub>{}</sub>\n", escape(&view::signature(report)));
    let mut room = COMMENT.saturating_sub(CLOSING + length(head.as_bytes()) + length(&summary));
    room = room.saturating_sub(length(signature.as_bytes()));
    let notices = notices(report, room / 4);
    room = room.saturating_sub(length(notices.as_bytes()));
    out.write_all(head.as_bytes())?;
    let ids = report.finding_ids();
    let shown = options.limit.unwrap_or(usize::MAX);
    let (mut beyond, mut full) = (report.passages.len().saturating_sub(shown), 0);
    let mut one = Vec::new();
    for (number, passage) in report.passages.iter().take(shown).enumerate() {
        one.clear();
        write_passage(report, number + 1, &PassageView::of(report, passage, &ids), &mut one)?;
        // A passage that does not fit makes way for the next ones, not for nothing at all.
        match room.checked_sub(length(&one)) {
            Some(left) => {
                room = left;
                out.write_all(&one)?;
            }
            None => full += 1,
        }
    }
    if full > 0 {
        let more = view::count(full + beyond, "more passage", "more passages");
        writeln!(
            out,
            "{more} not shown, because a comment holds no more than about {COMMENT} characters: \
             a report with the extension `.html` or `.json` holds all.\n"
        )?;
        beyond = 0;
    }
    if beyond > 0 {
        let more = view::count(beyond, "more passage", "more passages");
        writeln!(out, "{more} with less at stake not shown.\n")?;
    }
    out.write_all(&summary)?;
    out.write_all(notices.as_bytes())?;
    out.write_all(signature.as_bytes())
}

/// Characters of what was written, which is text.
fn length(written: &[u8]) -> usize {
    written.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The notices, as many as there is room for, and how many were left out.
fn notices(report: &Report, mut room: usize) -> String {
    let mut out = String::new();
    let mut left = report.notices.len();
    for notice in &report.notices {
        let line = format!("- {}\n", escape(&view::notice(notice)));
        let Some(rest) = room.checked_sub(length(line.as_bytes())) else { break };
        room = rest;
        left -= 1;
        out.push_str(&line);
    }
    if left > 0 {
        let more = view::count(left, "more notice", "more notices");
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {more} not shown here; a report with the extension `.json` holds all");
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn write_passage(report: &Report, number: usize, view: &PassageView, out: &mut dyn Write) -> io::Result<()> {
    let passage = view.passage;
    let mut headline = escape(&view.headline(report));
    if passage.kind != PassageKind::Drift {
        let segments = view::count(view.segments(report), "segment", "segments");
        headline = format!("{headline} · {segments}");
    }
    let moved = if view.moved { " · moved" } else { "" };
    let severity = view::name(passage.severity);
    let confidence = view::percent(passage.confidence);
    writeln!(out, "#### {number} · {severity} · {headline} · {confidence}{moved}\n")?;
    if passage.kind != PassageKind::Drift {
        for (versions, texts) in view.sides() {
            let text = texts.join(" ");
            let mut short: String = text.chars().take(LONGEST).collect();
            if short.len() < text.len() {
                short.push_str(" …");
            }
            writeln!(out, "- **{}**: {}", names(report, &versions), isolate(&escape(&short)))?;
        }
        return writeln!(out);
    }
    for group in view.groups.iter().filter(|g| g.drifts) {
        write_group(report, view, group, out)?;
    }
    Ok(())
}

fn write_group(
    report: &Report,
    view: &PassageView,
    group: &GroupView,
    out: &mut dyn Write,
) -> io::Result<()> {
    for row in group.rows.iter().filter(|row| !row.runs.is_empty()) {
        let odd = if row.odd { " (odd one out)" } else { "" };
        writeln!(out, "- **{}**{odd}: {}", names(report, &row.versions), isolate(&marked(row)))?;
    }
    writeln!(out)?;
    let findings = view.findings.get(group.findings.clone()).unwrap_or_default();
    for view in findings {
        let finding = view.finding;
        let culprit = finding.culprit.map_or_else(String::new, |v| format!("{}: ", names(report, &[v])));
        let reason = escape(&view.why);
        writeln!(
            out,
            "> {culprit}{reason} ({}, {}, {})  ",
            escape(finding.kind),
            view::name(finding.severity),
            view::percent(finding.confidence),
        )?;
    }
    if !group.rest.is_empty() {
        writeln!(out, "> {} not marked", view::count(group.rest.len(), "lesser finding", "lesser findings"))?;
    }
    if findings.is_empty() { Ok(()) } else { writeln!(out) }
}

fn write_summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| version | language | segments | drifting | missing | added | moved | findings |")?;
    writeln!(out, "|---|---|--:|--:|--:|--:|--:|---|")?;
    for (index, (version, summary)) in report.versions.iter().zip(&report.summaries).enumerate() {
        let apart = |count: usize| if summary.related { count.to_string() } else { "–".to_owned() };
        let findings = &summary.findings;
        writeln!(
            out,
            "| {} | {} | {} | {} ({}) | {} | {} | {} | {} critical, {} major, {} minor |",
            names(report, &[index]),
            version.document.language,
            summary.segments,
            summary.drifting.segments,
            view::percent(summary.drifting_share()),
            apart(summary.missing.segments),
            apart(summary.added.segments),
            summary.moved,
            findings.critical,
            findings.major,
            findings.minor,
        )?;
    }
    writeln!(out)
}

/// The names of versions, escaped.
fn names(report: &Report, versions: &[usize]) -> String {
    let names: Vec<String> = (versions.iter())
        .filter_map(|v| report.versions.get(*v))
        .map(|v| isolate(&escape(&v.document.id)))
        .collect();
    names.join(", ")
}

/// A row's text; marks as HTML, because `**` next to a letter or a wide full stop does not open or close.
fn marked(row: &Row) -> String {
    let mut out = String::new();
    for (text, mark) in view::shown(&row.runs) {
        match mark {
            Some(_) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "<strong><ins>{}</ins></strong>", escape(&text));
            }
            None => out.push_str(&escape(&text)),
        }
    }
    out
}

/// Text as text: nothing in it is markup, a mention, a reference or a link.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Names and references are looked for after Markdown is read, where a backslash no longer
            // protects: a zero width space does.
            '@' | '#' => {
                out.push('\\');
                out.push(c);
                out.push('\u{200b}');
            }
            c if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '?' | '"' | '\'' | '%' | '/') => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Isolates text that is written from right to left (UAX 9).
fn isolate(text: &str) -> String {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notice::{Notice, NoticeKind},
        report::testing::mixed,
    };

    fn comment(options: &RenderOptions) -> String {
        let mut out = Vec::new();
        write(&mixed(), options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_in_the_text_is_markup() {
        assert_eq!(escape("[a](http://x) *b* `c` | <d>"), r"\[a\]\(http\://x\) \*b\* \`c\` \| &lt;d&gt;");
        assert_eq!(escape("@all #1\n# no heading"), "\\@\u{200b}all \\#\u{200b}1 \\#\u{200b} no heading");
        // What a Markdown reader makes of the whole comment: our own tags and no others.
        let comment = comment(&RenderOptions::default());
        let tags: Vec<String> = pulldown_cmark::Parser::new(&comment)
            .filter_map(|event| match event {
                pulldown_cmark::Event::InlineHtml(tag) | pulldown_cmark::Event::Html(tag) => {
                    Some(tag.to_string())
                }
                pulldown_cmark::Event::Start(
                    pulldown_cmark::Tag::Link { dest_url, .. } | pulldown_cmark::Tag::Image { dest_url, .. },
                ) => Some(dest_url.to_string()),
                pulldown_cmark::Event::Code(code) => Some(code.to_string()),
                _ => None,
            })
            .collect();
        let ours = ["<strong>", "</strong>", "<ins>", "</ins>", "<sub>", "</sub>"];
        assert!(tags.len() > 10 && tags.iter().all(|tag| ours.contains(&tag.as_str())), "{tags:?}");
        assert!(!comment.contains('\u{1b}') && !comment.contains('\u{202e}'));
    }

    #[test]
    fn words_are_marked_in_every_script() {
        let comment = comment(&RenderOptions::default());
        assert!(comment.contains("市议会周二<strong><ins>获得</ins></strong>"), "{comment}");
        assert!(comment.contains("(odd one out)"));
    }

    #[test]
    fn a_comment_of_any_report_can_be_posted_and_says_what_it_lacks() {
        let mut report = mixed();
        let passages = report.passages.clone();
        let message = "one of the many files of this folder is no text and was passed over".repeat(3);
        let notice = Notice { kind: NoticeKind::Skipped, version: None, message };
        for _ in 0..300 {
            report.passages.extend(passages.iter().cloned());
            report.notices.push(notice.clone());
        }
        let all = report.passages.len();
        let mut out = Vec::new();
        write(&report, &RenderOptions { limit: None, ..RenderOptions::default() }, &mut out).unwrap();
        let comment = String::from_utf8(out).unwrap();
        let length = comment.chars().count();
        assert!((COMMENT / 2..=COMMENT).contains(&length), "{length}");
        let shown = comment.matches("\n#### ").count();
        assert!(comment.contains(&format!("{} more passages not shown", all - shown)), "{shown} of {all}");
        assert!(comment.contains("more notices not shown here") && comment.ends_with("</sub>\n"));
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let comment = comment(&RenderOptions { limit: Some(1), ..RenderOptions::default() });
        assert!(comment.contains("1 more passage with less at stake not shown"));
    }
}
