//! The formats, and how to tell them.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// A format of user files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, as `CommonMark` with tables, footnotes and front matter.
    Markdown,
    /// A web page, whose main text is taken.
    Html,
    /// Articles, one JSON object a line: `id`, `text` or `html`, and `lang`, `title`, `url`, `published`.
    Jsonl,
}

/// What a file's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByName {
    /// Text in this format.
    Known(Format),
    /// A format whose content is not prose: settings, tables, programs.
    NotProse,
    /// Nothing: the content decides.
    Unknown,
}

impl Format {
    pub(super) fn by_name(path: &Path) -> ByName {
        let Some(extension) = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase) else {
            return ByName::Unknown;
        };
        match extension.as_str() {
            "txt" | "text" => ByName::Known(Self::Text),
            "md" | "markdown" | "mdown" => ByName::Known(Self::Markdown),
            "html" | "htm" | "xhtml" => ByName::Known(Self::Html),
            "jsonl" | "ndjson" => ByName::Known(Self::Jsonl),
            "toml" | "yaml" | "yml" | "json" | "csv" | "tsv" | "xml" | "ini" | "cfg" | "conf" | "log"
            | "lock" | "css" | "js" | "ts" | "py" | "rs" | "sh" | "sql" | "align" | "ladder" | "svg"
            | "tex" | "bib" => ByName::NotProse,
            _ => ByName::Unknown,
        }
    }

    /// The format of content whose name says nothing, by its first characters. Anything is plain text.
    pub(super) fn by_content(bytes: &[u8]) -> Self {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        let head = head.trim_start_matches('\u{FEFF}').trim_start();
        let is_article = head.starts_with('{') && (head.contains("\"text\"") || head.contains("\"html\""));
        if is_article {
            return Self::Jsonl;
        }
        let head = head.to_ascii_lowercase();
        let is_page = head.starts_with("<!doctype html")
            || head.starts_with("<html")
            || (head.starts_with('<') && head.contains("<html"));
        if is_page { Self::Html } else { Self::Text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide_before_content() {
        assert_eq!(Format::by_name(Path::new("a/b.TXT")), ByName::Known(Format::Text));
        assert_eq!(Format::by_name(Path::new("corpus.toml")), ByName::NotProse);
        assert_eq!(Format::by_name(Path::new("news.de")), ByName::Unknown);
        assert_eq!(Format::by_content(b"\xEF\xBB\xBF {\"id\": 1, \"text\": \"a\"}"), Format::Jsonl);
        assert_eq!(Format::by_content(b"<?xml version='1.0'?>\n<HTML>"), Format::Html);
        assert_eq!(Format::by_content(b"{this} is text"), Format::Text);
    }
}
