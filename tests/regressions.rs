//! Defects that were found once, each test named after what was wrong.

#![allow(clippy::float_cmp, reason = "nothing drifts is zero, not nearly zero")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use transdrift::{
    Analyzer, Config, Document, Language, encode, input,
    item::{Item, ItemVersion},
};

fn analyzer() -> Analyzer {
    Analyzer::new(encode::default_encoder().unwrap(), Config::default())
}

fn item(texts: &[&str]) -> Item {
    let version = |(at, text): (usize, &&str)| ItemVersion {
        id: at.into(),
        text: (*text).to_owned(),
        lang: Language::parse("en"),
    };
    Item { id: "x".into(), versions: texts.iter().enumerate().map(version).collect(), source: None }
}

#[test]
fn offsets_counted_from_after_a_byte_order_mark() {
    let text = "\u{feff}Thirty voters came.";
    let answer = analyzer().score_items(&[item(&[text, "Thirteen voters came."])], true).unwrap().remove(0);
    let chars: Vec<char> = text.chars().collect();
    let words: Vec<String> = answer.versions[0]
        .tokens
        .as_ref()
        .unwrap()
        .iter()
        .map(|t| chars[t.start..t.end].iter().collect())
        .collect();
    assert!(words.iter().any(|w| w == "voters") && words.iter().any(|w| w == "came"), "{words:?}");
    assert!(answer.versions[0].tokens.as_ref().unwrap().iter().all(|t| t.end <= chars.len()));
}

#[test]
fn words_of_page_furniture_missing_from_the_tokens() {
    let sentence = "The mayor of the town said on Monday that the old bridge will stay closed for repairs. ";
    let page = format!(
        "{}\n\nShare to friends\n\nThe bridge was built in 1911 by the railway.",
        sentence.repeat(12)
    );
    let other = page.replace("railway", "railroad");
    let answer = analyzer().score_items(&[item(&[&page, &other])], true).unwrap().remove(0);
    for (version, text) in answer.versions.iter().zip([&page, &other]) {
        let tokens = version.tokens.as_ref().unwrap();
        let covered: usize = tokens.iter().map(|t| t.end - t.start).sum();
        let visible = text.chars().filter(|c| !c.is_whitespace()).count();
        assert_eq!(covered, visible, "every word is answered for");
        assert!(tokens.windows(2).all(|w| w[0].end <= w[1].start), "in order");
    }
}

#[test]
fn a_feed_named_by_mistake_was_compared_article_by_article_without_end() {
    let documents: Vec<Document> =
        (0..2_000).map(|i| input::from_text(&i.to_string(), "One text.", Language::parse("en"))).collect();
    let error = analyzer().report(documents).unwrap_err().to_string();
    assert!(error.contains("2000 versions"), "{error}");
}

#[test]
fn quotes_of_titles_and_other_marks_counted_as_a_difference() {
    let analyzer = analyzer();
    for (one, other) in [
        ("He read “The Bridge” aloud.", "He read «The Bridge» aloud."),
        ("He read “The Bridge” aloud.", "He read 《The Bridge》 aloud."),
        ("It opens at 9 – perhaps…", "It opens at 9 -- perhaps..."),
        ("It\u{200b} opens in May.", "It opens in May."),
    ] {
        let answer = analyzer.score_items(&[item(&[one, other])], false).unwrap().remove(0);
        assert_eq!(answer.drift, 0.0, "{one} / {other}");
    }
}

#[test]
fn a_line_without_end_read_with_work_that_grew_with_its_square() {
    let language = Language::parse("en").unwrap();
    let line = "1 two May 3 no ".repeat(8_000);
    let begun = std::time::Instant::now();
    let features = transdrift::features::Features::of(&line, language);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    assert_eq!(features.words.len(), 40_000);
    assert!(features.words.windows(2).all(|w| w[0].span.end <= w[1].span.start));
    assert!(features.words.iter().all(|w| w.span.of(&line).to_lowercase() == w.folded));
}

#[test]
fn a_page_wrapped_in_a_form_taken_for_furniture_and_never_scored() {
    let page = b"<html><body><form><p>The bridge is closed until May.</p></form></body></html>";
    let reading = input::from_bytes("a.html", page, input::Format::Html, &input::Options::default());
    let document = &reading.documents[0];
    assert_eq!(document.blocks[0].kind, transdrift::document::BlockKind::Paragraph);
}
