//! Articles, one JSON object a line.

use super::{Content, Options, Reading, content_error, document, encoding::Decoded, html, ids, plain};
use crate::{document::Metadata, notice::NoticeKind, place::SourceMap};
use serde::Deserialize;

/// One line. Fields that are not listed are ignored: feeds carry many.
#[derive(Deserialize)]
struct Article {
    id: Option<Id>,
    text: Option<String>,
    html: Option<String>,
    lang: Option<String>,
    title: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

/// Feeds number their articles or name them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Number(serde_json::Number),
    Name(String),
}

/// Reads every line; a bad one is an error that names it, and the rest goes on.
pub(super) fn read(name: &str, decoded: &Decoded, options: Options, reading: &mut Reading) {
    let (documents, errors) = (reading.documents.len(), reading.errors.len());
    let (mut untold, mut beyond) = (0_usize, 0_usize);
    for (index, line) in decoded.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if reading.documents.len() - documents >= MOST_ARTICLES {
            beyond += 1;
            continue;
        }
        let number = index + 1;
        let origin = format!("{name}:{number}");
        match article(line, number) {
            Ok((id, mut content)) => {
                if reading.documents.len() == documents {
                    let doubts = decoded.doubts.iter().map(|d| (NoticeKind::EncodingGuessed, d.clone()));
                    content.doubts.extend(doubts);
                }
                let mut document = document(&origin, content, options.lang);
                document.id = id.unwrap_or_else(|| format!("{}-{number}", ids::stem(name)));
                document.role = options.role;
                reading.documents.push(document);
            }
            Err(_) if reading.errors.len() - errors >= MOST_ERRORS => untold += 1,
            Err(Bad { column, problem }) => {
                let place = column.map_or_else(|| origin.clone(), |column| format!("{origin}:{column}"));
                reading.errors.push(content_error(&place, problem, REMEDY));
            }
        }
    }
    if untold > 0 {
        reading.errors.push(content_error(
            name,
            format!("holds {untold} more lines that are no articles"),
            REMEDY,
        ));
    }
    if beyond > 0 {
        reading.errors.push(content_error(
            name,
            format!("holds {beyond} more lines after {MOST_ARTICLES} articles, which were not read"),
            "split the file",
        ));
    }
    if (documents, errors) == (reading.documents.len(), reading.errors.len()) {
        reading.errors.push(content_error(name, "holds no article".to_owned(), REMEDY));
    }
}

/// Bad lines of a file that are named one by one: who has more needs no list, and a file of another sort has millions.
const MOST_ERRORS: usize = 100;

/// Articles that are read of a file. The smallest line is 13 bytes and becomes some 400 of document, so that the largest
/// file that is read would fill the memory; a news agency's whole day has a few thousand.
const MOST_ARTICLES: usize = 100_000;

const REMEDY: &str = "give one article a line, such as {\"id\": \"7\", \"text\": \"…\", \"lang\": \"en\"}";

/// Whether every line of a file is a JSON object with neither text nor page: data of another sort.
pub(super) fn is_other_data(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut lines =
        bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).peekable();
    let textless = |line: &[u8]| {
        serde_json::from_slice::<Article>(line).is_ok_and(|a| a.text.is_none() && a.html.is_none())
    };
    lines.peek().is_some() && lines.all(textless)
}

/// What is wrong with a line, and at which column (in code points, from 1) where that is known.
struct Bad {
    column: Option<usize>,
    problem: String,
}

impl From<&str> for Bad {
    fn from(problem: &str) -> Self {
        Self { column: None, problem: problem.to_owned() }
    }
}

impl Bad {
    /// The parser counts lines within the one it is given, and columns in bytes: the place is said by the caller.
    fn json(line: &str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let problem = said.rsplit_once(" at line ").map_or(said.as_str(), |(problem, _)| problem);
        let before = line.get(..line.floor_char_boundary(error.column().saturating_sub(1)));
        let column = (error.column() > 0).then(|| before.unwrap_or_default().chars().count() + 1);
        Self { column, problem: format!("is no article: {problem}") }
    }
}

fn article(line: &str, number: usize) -> Result<(Option<String>, Content), Bad> {
    let article: Article = serde_json::from_str(line).map_err(|error| Bad::json(line, &error))?;
    let mut content = match (article.text, article.html) {
        (Some(text), _) => plain::content(text),
        (None, Some(page)) => html::content(&page),
        (None, None) => return Err("has neither `text` nor `html`".into()),
    };
    if content.blocks.is_empty() {
        return Err("holds no text".into());
    }
    let found = content.metadata;
    content.metadata = Metadata {
        title: article.title.or(found.title),
        url: article.url.or(found.url),
        published: article.published.or(found.published),
    };
    content.lang = article.lang.or(content.lang);
    content.source_map = SourceMap::Line(number);
    let id = article.id.map(|id| match id {
        Id::Number(number) => number.to_string(),
        Id::Name(name) => name,
    });
    Ok((id.filter(|id| !id.trim().is_empty()), content))
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Options, Reading, from_bytes};

    fn read(text: &str) -> Reading {
        from_bytes("feed.jsonl", text.as_bytes(), Format::Jsonl, &Options::default())
    }

    #[test]
    fn articles_keep_their_ids_languages_and_metadata() {
        let reading = read(concat!(
            "{\"id\": \"a\", \"text\": \"The bridge is closed for repairs until May.\", \"lang\": \"en-GB\", \"title\": \"Bridge\", \"url\": \"https://example.org/a\", \"published\": \"2024-05-01\", \"more\": [1]}\r\n",
            "\n",
            "{\"id\": 12, \"text\": \"Die Brücke ist bis Mai gesperrt, weil sie repariert wird.\"}\n",
            "{\"text\": \"Le pont est fermé jusqu'en mai pour des travaux de réparation.\"}\n",
        ));
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        let facts: Vec<_> =
            reading.documents.iter().map(|d| (d.id.as_str(), d.language.code(), d.origin.as_str())).collect();
        assert_eq!(
            facts,
            [("a", "en", "feed.jsonl:1"), ("12", "de", "feed.jsonl:3"), ("feed-4", "fr", "feed.jsonl:4")]
        );
        let metadata = &reading.documents[0].metadata;
        assert_eq!(metadata.title.as_deref(), Some("Bridge"));
        assert_eq!(metadata.published.as_deref(), Some("2024-05-01"));
        assert_eq!(reading.documents[1].place(4).map(|p| p.line), Some(3));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let reading = read(
            "{\"id\": 1, \"text\": \"One.\"}\n{\"id\": 2\n[]\n{\"id\": 4}\n{\"id\": 5, \"text\": \" \"}\n{\"id\": 1, \"text\": \"Six.\"}\n",
        );
        assert_eq!(reading.documents.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["1", "1-2"]);
        let errors: Vec<String> = reading.errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 4);
        for (error, place) in
            errors.iter().zip(["feed.jsonl:2:", "feed.jsonl:3:", "feed.jsonl:4:", "feed.jsonl:5:"])
        {
            assert!(error.starts_with(place), "{error}");
        }
        assert_eq!(read("\n \n").errors.len(), 1);
    }

    #[test]
    fn bad_lines_without_end_are_counted_not_listed() {
        let reading = read(&format!("{}{{\"text\": \"One.\"}}\n", "7\n".repeat(1000)));
        assert_eq!((reading.documents.len(), reading.errors.len()), (1, 101));
        let last = reading.errors.last().unwrap().to_string();
        assert!(last.starts_with("feed.jsonl: holds 900 more lines"), "{last}");
    }

    #[test]
    fn articles_without_end_fill_no_memory() {
        let reading = read(&"{\"text\":\"a\"}\n".repeat(super::MOST_ARTICLES + 3));
        assert_eq!((reading.documents.len(), reading.errors.len()), (super::MOST_ARTICLES, 1));
        assert!(reading.errors[0].to_string().contains("holds 3 more lines"), "{:?}", reading.errors);
    }

    #[test]
    fn an_article_may_be_a_page() {
        let reading = read(
            "{\"id\": 1, \"html\": \"<title>T</title><h1>Bridge</h1><p>The bridge is closed until May.</p>\", \"title\": \"Own\"}\n",
        );
        let document = &reading.documents[0];
        assert_eq!(document.text, "Bridge\n\nThe bridge is closed until May.");
        assert_eq!(document.metadata.title.as_deref(), Some("Own"));
    }

    #[test]
    fn deeply_nested_json_is_an_error() {
        let nested = format!("{{\"id\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&nested).errors.len(), 1);
    }
}
