use super::super::{Format, Options, Reading, from_bytes};
use crate::document::BlockKind::{self, Caption, Furniture, Heading, ListItem, Paragraph, Quote, Table};

fn read(html: &str) -> Reading {
    from_bytes("page.html", html.as_bytes(), Format::Html, &Options::default())
}

fn blocks(html: &str) -> Vec<(BlockKind, String)> {
    let reading = read(html);
    let document = reading.documents.first().expect("a document");
    document.blocks.iter().map(|b| (b.kind, b.span.of(&document.text).to_owned())).collect()
}

/// A page as news sites build them.
const NEWS: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Old bridge closed for a year - The Valley Post</title>
<meta property="article:published_time" content="2024-05-01T08:00:00Z"></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav></header>
<main><article>
<h1>Old bridge closed for a year</h1>
<figure><img src="bridge.jpg"><figcaption>The bridge on Tuesday morning.</figcaption></figure>
<p>The old bridge over the river will be closed for at least a year, the town council decided on Tuesday evening after a long debate.</p>
<p>Engineers had found cracks in two of the four pillars, and a third one is still being examined, <a href="/x">the mayor said</a>.</p>
<h2>Traffic over the northern bridge</h2>
<blockquote><p>We had no choice, and nobody in this town will be glad about it.</p></blockquote>
<p>Traffic is sent over the northern bridge until further notice, which will add about ten minutes to every journey into the town centre.</p>
<ul><li>Buses run every twenty minutes.</li><li>The ferry is free of charge.</li></ul>
<table><tr><th>Bridge</th><th>Built</th></tr><tr><td>Old bridge</td><td>1911</td></tr></table>
<script>var hidden = "<p>Script text.</p>";</script>
</article></main>
<aside class="related"><h3>Read also</h3><p><a href="/y">Ten recipes for the summer</a></p></aside>
<footer><p>Copyright The Valley Post. All rights reserved. Imprint. Privacy.</p></footer>
</body></html>"#;

#[test]
fn the_main_text_of_a_news_page_keeps_its_structure() {
    let found = blocks(NEWS);
    let has = |kind, text: &str| {
        assert!(found.iter().any(|(k, t)| *k == kind && t == text), "{kind:?} {text}: {found:#?}");
    };
    assert_eq!(found[0], (Heading, "Old bridge closed for a year".to_owned()));
    has(Caption, "The bridge on Tuesday morning.");
    has(Heading, "Traffic over the northern bridge");
    has(Quote, "We had no choice, and nobody in this town will be glad about it.");
    has(ListItem, "The ferry is free of charge.");
    has(Table, "1911");
    has(
        Paragraph,
        "Engineers had found cracks in two of the four pillars, and a third one is still being examined, the mayor said.",
    );
    for text in ["Weather", "recipes", "Copyright", "Script"] {
        assert!(!found.iter().any(|(kind, t)| *kind != Furniture && t.contains(text)), "{text}: {found:#?}");
    }
    assert_eq!(found.iter().filter(|(_, t)| t == "Old bridge closed for a year").count(), 1);
}

#[test]
fn a_page_tells_its_title_date_language_and_lines() {
    let reading = read(NEWS);
    let document = &reading.documents[0];
    assert_eq!(document.metadata.title.as_deref(), Some("Old bridge closed for a year"));
    assert_eq!(document.metadata.published.as_deref(), Some("2024-05-01T08:00:00Z"));
    assert_eq!(document.language.code(), "en");
    assert!(document.notices.is_empty(), "{:?}", document.notices);
    for (text, line) in
        [("Old bridge closed", 6), ("Engineers had", 9), ("Traffic is sent", 12), ("1911", 14)]
    {
        let at = document.text.find(text).unwrap();
        assert_eq!(document.place(at).map(|p| p.line), Some(line), "{text}");
    }
}

#[test]
fn a_short_page_is_read_whole_with_a_notice() {
    let reading = read(
        "<title>T</title><h1>Notice</h1><p>The office is closed on Monday.</p><nav>Home</nav><p>It opens on Tuesday.</p>",
    );
    let document = &reading.documents[0];
    assert!(
        document.text.contains("closed on Monday") && document.text.contains("opens on Tuesday"),
        "{:?}",
        document.text
    );
    assert_eq!(document.blocks[0].kind, Heading);
}

#[test]
fn text_is_decoded_and_spaces_are_those_of_the_page() {
    let found = blocks(
        "<p>Caf&eacute; &amp; bar,\n   two&nbsp;<b>bold</b> wo<i>rds</i>&#x2014;end<br>next &lt;b&gt;</p>",
    );
    assert_eq!(found[0].1, "Café & bar, two\u{a0}bold words—end\nnext <b>");
}

#[test]
fn declared_encodings_are_obeyed() {
    use super::declared_encoding;
    assert_eq!(declared_encoding(b"<html><META CHARSET='Shift_JIS'>").as_deref(), Some("shift_jis"));
    assert_eq!(
        declared_encoding(
            b"<meta name=x><meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">"
        )
        .as_deref(),
        Some("windows-1251")
    );
    assert_eq!(
        declared_encoding(b"<?xml version='1.0' encoding='koi8-r'?><html>").as_deref(),
        Some("koi8-r")
    );
    assert_eq!(declared_encoding(b"<p>charset=x</p>"), None);
    let page = encoding_rs::WINDOWS_1251
        .encode("<meta charset=windows-1251><p>Мост закрыт на год, сообщил мэр города во вторник.</p>")
        .0;
    let reading = from_bytes("p.html", &page, Format::Html, &Options::default());
    assert!(reading.documents[0].text.contains("Мост закрыт"), "{:?}", reading.documents[0].text);
}

#[test]
fn a_page_without_text_is_an_error() {
    for html in
        ["<html><body><script>x</script></body></html>", "<!-- a -->", "<p>&nbsp;</p>", "<img src=x alt=y>"]
    {
        let reading = read(html);
        assert_eq!((reading.documents.len(), reading.errors.len()), (0, 1), "{html}");
    }
}

#[test]
fn hostile_pages_end_soon() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let pages = [
        many("<div>", 100_000) + "Deep text." + &many("</div>", 100_000),
        many("<p><font color=1>", 20_000) + "Text.",
        (0..20_000).map(|i| format!("<p><a href={i}><span id={i}>x")).collect::<Vec<_>>().concat(),
        many("<table><tr><td>", 30_000) + "Cell.",
        many("<blockquote><ul><li>", 30_000) + "Item.",
        format!(
            "<p {}>Attributes.</p>",
            (0..200_000).map(|i| format!("a{i}=1 ")).collect::<Vec<_>>().concat()
        ),
        format!("<p class='{}'>Long attribute.</p>", many("x", 5_000_000)),
        many("&amp;&lt;&#0;&#x110000;&#xD800;&nosuch;", 50_000) + "Entities.",
        many("</div><div><table></div>", 30_000) + "Misnested.",
        many("<template><svg>", 50_000) + "Gone.</svg></template>Text stays.",
        many("<a><select><button><p>", 20_000) + "x",
        (0..12_000)
            .map(|i| format!("<div><p><a href={i}>Some words, a comma and more words that score.</a>"))
            .collect::<Vec<_>>()
            .concat(),
        many("<div><p>Words, commas, and words enough to be scored as running text.</p></div>", 20_000),
        many("<p>x", 1_500_000),
        many("<!--", 500_000),
        many("<", 500_000),
        format!("<p>{}\0 zero</p>", many("word ", 200_000)),
    ];
    for page in pages {
        let start = std::time::Instant::now();
        let reading = read(&page);
        assert_eq!(reading.documents.len() + reading.errors.len(), 1);
        // Generous: linear work takes well under a second each even on a busy machine.
        assert!(
            start.elapsed().as_secs() < 20,
            "{} took {:?}",
            page.chars().take(40).collect::<String>(),
            start.elapsed()
        );
    }
    let reading = read(&(many("<div>", 100_000) + "Deep text."));
    assert!(
        reading.documents[0].notices.iter().any(|n| n.message.contains("too deep")),
        "{:?}",
        reading.documents[0].notices
    );
}
