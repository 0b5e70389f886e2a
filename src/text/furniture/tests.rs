use crate::{
    Document, Language,
    document::BlockKind,
    text::{Split, segments},
};
use std::fmt::Write as _;

/// Blocks of a page by their mark: the text, and whether it is furniture.
fn pages() -> Vec<(Language, Vec<(bool, &'static str)>)> {
    let mut pages: Vec<(Language, Vec<(bool, &str)>)> = Vec::new();
    for line in include_str!("../data/furniture-cases.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(code) = line.strip_prefix("== ") {
            pages.push((Language::parse(code).unwrap(), Vec::new()));
        } else {
            let (mark, text) = line.split_at(2);
            pages.last_mut().unwrap().1.push((mark == "- ", text.trim()));
        }
    }
    pages
}

fn furniture(language: Language, lines: &[&str]) -> Vec<bool> {
    let document = Document { text: lines.join("\n\n"), language, ..Document::default() };
    let segments = segments(&document, Split::Sentences);
    lines
        .iter()
        .enumerate()
        .map(|(block, _)| {
            segments.iter().filter(|s| s.block == block).all(|s| s.kind == BlockKind::Furniture)
        })
        .collect()
}

#[test]
fn furniture_is_told_from_text_on_whole_pages() {
    let mut wrong = String::new();
    let (mut pieces, mut texts) = (0, 0);
    for (language, lines) in pages() {
        let blocks: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
        for ((expected, text), found) in lines.iter().zip(furniture(language, &blocks)) {
            pieces += usize::from(*expected);
            texts += usize::from(!*expected);
            if *expected != found {
                let mark = if found { "furniture" } else { "text" };
                writeln!(wrong, "{language}: taken for {mark}: {text}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(pieces >= 40 && texts >= 60, "{pieces} and {texts} cases");
}

#[test]
fn text_lines_are_text_on_a_page_of_text_alone() {
    for (language, lines) in pages() {
        let texts: Vec<&str> = lines.iter().filter(|(mark, _)| !mark).map(|(_, text)| *text).collect();
        let found = furniture(language, &texts);
        let taken: Vec<&str> = texts.iter().zip(found).filter(|(_, f)| *f).map(|(t, _)| *t).collect();
        assert_eq!(taken, Vec::<&str>::new(), "{language}");
    }
}

#[test]
fn a_document_that_is_one_line_is_text() {
    let english = Language::parse("en").unwrap();
    assert_eq!(furniture(english, &["Read more"]), [false]);
    assert_eq!(furniture(english, &["Share", "Advertisement"]), [false, false]);
}

#[test]
fn a_link_at_the_end_of_a_paragraph_is_furniture_alone() {
    let document = Document {
        text: "The ferry sails again. Read more\nIt left on Monday. More!".into(),
        language: Language::parse("en").unwrap(),
        ..Document::default()
    };
    let kinds: Vec<BlockKind> = segments(&document, Split::Sentences).iter().map(|s| s.kind).collect();
    assert_eq!(
        kinds,
        [BlockKind::Paragraph, BlockKind::Furniture, BlockKind::Paragraph, BlockKind::Paragraph]
    );
}
