//! Defects that were found once, each test named after what was wrong.

#![allow(clippy::float_cmp, reason = "nothing drifts is zero, not nearly zero")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use transdrift::{
    Analyzer, Config, Document, Language, Role, align,
    drift::Severity,
    encode, input,
    item::{Item, ItemAnswer, ItemSource, ItemVersion, SpanAnswer, VersionAnswer},
    report::SeverityCounts,
};

fn analyzer() -> Analyzer {
    Analyzer::new(encode::default_encoder().unwrap(), Config::default()).unwrap()
}

fn item(texts: &[&str]) -> Item {
    item_in("en", texts)
}

fn item_in(language: &str, texts: &[&str]) -> Item {
    let version = |(at, text): (usize, &&str)| ItemVersion {
        id: at.into(),
        text: (*text).to_owned(),
        lang: Language::parse(language),
    };
    Item { id: "x".into(), versions: texts.iter().enumerate().map(version).collect(), source: None }
}

fn answer_of(item: Item) -> ItemAnswer {
    analyzer().score_items(&[item], false).unwrap().remove(0).unwrap()
}

/// How sure the surest finding is, 0..1.
fn surest<'a>(versions: impl IntoIterator<Item = &'a VersionAnswer>) -> f64 {
    versions.into_iter().flat_map(|v| &v.spans).map(|s| s.confidence).fold(0.0, f64::max)
}

/// English versions of a German source.
fn with_source(source: &str, texts: &[&str]) -> Item {
    Item { source: Some(ItemSource { text: source.to_owned(), lang: Language::parse("de") }), ..item(texts) }
}

#[test]
fn offsets_counted_from_after_a_byte_order_mark() {
    let text = "\u{feff}Thirty voters came.";
    let answer =
        analyzer().score_items(&[item(&[text, "Thirteen voters came."])], true).unwrap().remove(0).unwrap();
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
    let answer = analyzer().score_items(&[item(&[&page, &other])], true).unwrap().remove(0).unwrap();
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
        let answer = analyzer.score_items(&[item(&[one, other])], false).unwrap().remove(0).unwrap();
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

fn errors_of(name: &str, bytes: &[u8], format: input::Format) -> Vec<String> {
    let reading = input::from_bytes(name, bytes, format, &input::Options::default());
    reading.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn standard_input_called_a_hyphen_in_errors() {
    assert!(errors_of("-", b" ", input::Format::Text)[0].starts_with("standard input: holds no text"));
    let line = errors_of("-", b"{\"text\": \"One.\"}\n[]\n", input::Format::Jsonl).remove(0);
    assert!(line.starts_with("standard input:2:"), "{line}");
    assert!(errors_of("-a.txt", b" ", input::Format::Text)[0].starts_with("-a.txt: "), "a file of that name");
}

#[test]
fn a_bad_line_called_line_one_of_itself_after_its_place() {
    let lines = "{\"text\": \"One.\"}\n{\"id\": \"é\", text}\n{\"text\": 7}\n";
    let errors = errors_of("feed.jsonl", lines.as_bytes(), input::Format::Jsonl);
    assert!(errors[0].starts_with("feed.jsonl:2:13: is no article: key must be a string; "), "{errors:?}");
    assert!(errors[1].starts_with("feed.jsonl:3:"), "{errors:?}");
    assert!(errors.iter().all(|e| !e.contains("line 1") && !e.contains("column")), "{errors:?}");
}

#[test]
fn a_tiny_binary_file_read_as_utf16() {
    for bytes in
        [&b"\x00\x61\x20\x00"[..], b"\x8a\x61\x20\x00\x99\x65\x4e\x00", b"\x00\x04 \x00\x82\x06A\x00"]
    {
        let errors = errors_of("a.bin", bytes, input::Format::Text);
        assert_eq!(errors.len(), 1, "{bytes:?}");
        assert!(errors[0].contains("binary"), "{errors:?}");
    }
    let short: Vec<u8> = "Hi, Zoë\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = input::from_bytes("a.txt", &short, input::Format::Text, &input::Options::default());
    assert_eq!(reading.documents[0].text, "Hi, Zoë\n");
}

#[test]
fn a_language_that_does_not_exist_accepted_without_a_word() {
    let article =
        "{\"text\": \"The bridge is closed for repairs until the end of May.\", \"lang\": \"xx-nonsense\"}\n";
    let reading =
        input::from_bytes("a.jsonl", article.as_bytes(), input::Format::Jsonl, &input::Options::default());
    let document = &reading.documents[0];
    assert_eq!(document.language.code(), "en");
    assert!(
        document.notices[0].message.contains("`xx-nonsense`, which is no language code"),
        "{:?}",
        document.notices
    );
    let uncovered = article.replace("xx-nonsense", "kl-GL");
    let reading =
        input::from_bytes("a.jsonl", uncovered.as_bytes(), input::Format::Jsonl, &input::Options::default());
    assert!(!reading.documents[0].notices.iter().any(|n| n.message.contains("no language code")));
}

#[test]
fn passages_too_long_to_compare_scored_nothing_without_a_word() {
    // One-letter words without a stop: segments of a thousand words, which one group holds several of.
    let long = |word: &str| format!("{word} ").repeat(30_000);
    let items = [item(&[&long("a"), &long("b")]), item(&["It opens in May.", "It opens in June."])];
    let answers = analyzer().score_items(&items, false).unwrap();
    match &answers[0] {
        Ok(answer) => assert!(answer.drift > 0.0, "never a silent nothing"),
        Err(error) => assert!(error.to_string().contains("cut them"), "{error}"),
    }
    assert!(answers[1].as_ref().unwrap().drift > 0.0, "the others are scored");
}

#[test]
fn lines_too_long_to_compare_left_out_of_a_report_without_a_word() {
    let line = "The bridge is closed ".repeat(550);
    let other = line.replacen("closed", "open", 1);
    let documents: Vec<Document> = [("a", &line), ("b", &other)]
        .map(|(id, text)| input::from_text(id, text, Language::parse("en")))
        .into();
    let config = Config { split: transdrift::text::Split::Lines, ..Config::default() };
    let report =
        Analyzer::new(encode::default_encoder().unwrap(), config).unwrap().report(documents).unwrap();
    assert_eq!(report.groups.len(), 1, "the lines are paired");
    assert!(report.notices.iter().any(|n| n.message.starts_with("1 group(s) hold thousands of words")));
}

#[test]
fn the_card_and_the_gold_of_a_corpus_compared_as_versions() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/harbour-vote");
    let reading = input::read_all(&[folder], &input::Options::default());
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    assert!(reading.documents.iter().all(|d| d.origin.rsplit('.').next() == Some("txt")), "texts only");
    for name in ["card.md", "gold.align.jsonl", "gold.drift.jsonl"] {
        assert!(reading.notices.iter().any(|n| n.message.contains(name)), "{name}: {:?}", reading.notices);
    }
}

#[test]
fn languages_unknown_to_the_detector_named_after_their_neighbours() {
    for (code, text) in [
        (
            "gl",
            "O concello decidiu que a vella ponte quedará pechada unha semana máis, cando rematen as obras; a xente xa non pode cruzar.",
        ),
        (
            "eu",
            "Udalak erabaki zuen zubi zaharra itxita egongo dela urte batez, baina herritarrek beste bide bat behar dute eta ez dira pozik.",
        ),
        (
            "is",
            "Ráðið ákvað að gamla brúin verður lokuð í eitt ár, en það var ekki óvænt og þeir sem búa þar hafa beðið.",
        ),
        (
            "sw",
            "Baraza liliamua kwamba daraja la zamani litafungwa kwa mwaka mmoja, lakini watu wengi katika mji huo hawakushangaa.",
        ),
        (
            "sq",
            "Këshilli vendosi që ura e vjetër të mbyllet për një vit, dhe kjo nuk është hera e parë që banorët janë të pakënaqur.",
        ),
        (
            "ga",
            "Dúirt an chomhairle go bhfuil an seandroichead dúnta ar feadh bliana agus níl na daoine sásta, ach tá bus ann.",
        ),
        (
            "mt",
            "Il-kunsill iddeċieda li l-pont il-qadim ikun magħluq għal sena, u dan mhux sorpriża għan-nies għax kien hemm ħsara kbira, jew hekk qal.",
        ),
        ("kk", "Кеңес ескі көпір бір жылға жабылады деп шешті, бірақ қала тұрғындары таң қалған жоқ."),
        (
            "uz",
            "Кенгаш эски кўприк бир йил ёпиқ бўлади, деб қарор қилди, лекин шаҳарда ҳеч ким ҳайрон бўлмади.",
        ),
        ("ky", "Кеңеш эски көпүрө бир жылга жабылат деп чечти, бирок шаардын тургундары таң калган жок."),
        (
            "ps",
            "د ښار شورا پرېکړه وکړه چې زوړ پل به د یو کال لپاره وتړل شي، خو خلک حیران نه شول او ډېر یې خوښ ول.",
        ),
        (
            "ms",
            "Majlis itu memutuskan bahawa jambatan lama akan ditutup kerana kerja pembaikan, iaitu selama setahun sahaja.",
        ),
    ] {
        assert_eq!(transdrift::language::detect(text).unwrap().language.code(), code, "{text}");
    }
    for (code, text) in [
        (
            "pt",
            "A câmara decidiu que a velha ponte ficará fechada por um ano, e ninguém ficou surpreendido porque as obras já começaram.",
        ),
        (
            "es",
            "El ayuntamiento decidió que el viejo puente quedará cerrado un año, y nadie se sorprendió porque las obras ya han empezado.",
        ),
        (
            "da",
            "Byrådet besluttede, at den gamle bro skal være lukket i et år, og ingen var overraskede, for arbejdet er allerede begyndt.",
        ),
        (
            "sv",
            "Kommunen beslutade att den gamla bron ska vara stängd i ett år, och ingen var förvånad eftersom arbetet redan har börjat.",
        ),
        (
            "hu",
            "A tanács úgy döntött, hogy a régi híd egy évig zárva lesz, és ez senkit sem lepett meg, mert a munka már elkezdődött.",
        ),
        (
            "id",
            "Dewan memutuskan bahwa jembatan lama akan ditutup selama satu tahun karena perbaikan, dan tidak ada yang terkejut.",
        ),
        (
            "fr",
            "Le conseil a décidé que le vieux pont serait fermé pendant un an, et personne n’a été surpris, moi non plus.",
        ),
        (
            "de",
            "Der Rat hat beschlossen, dass die alte Brücke ein Jahr lang gesperrt bleibt, und niemand war überrascht.",
        ),
        (
            "ru",
            "Совет решил, что старый мост будет закрыт на год, и никто не удивился, потому что работы уже начались.",
        ),
        ("fa", "شورا تصمیم گرفت که پل قدیمی یک سال بسته باشد و هیچ کس تعجب نکرد، چون کار شروع شده است."),
        // Words of languages that the detector does not know, as these write them too.
        ("tr", "Bayan Yılmaz, 2010'dan bu yana belediye başkanı olarak çalışıyor."),
        ("da", "En sum på ti millioner kroner skal betales tilbage til kommunen i løbet af året."),
        ("es", "La hija de Li Peng vive en Madrid desde hace muchos años y trabaja en un hospital."),
        ("en", "President Chun and Mr Seo met in Seoul on Monday to talk about trade."),
        ("en", "She earned an MBA in Albany, NY, and then worked for the city council."),
        ("pt", "O deputado Cunha visitou o polo industrial e falou com os trabalhadores da fábrica."),
        ("ur", "کونسل نے فیصلہ کیا کہ پرانا پل ایک سال کے لیے بند رہے گا اور کسی کو حیرت نہیں ہوئی۔"),
    ] {
        assert_eq!(transdrift::language::detect(text).unwrap().language.code(), code, "{text}");
    }
}

#[test]
fn reports_written_apart_paired_in_beads_worth_less_than_nothing() {
    let one = [
        "A ferry ran aground off Kalvik on Thursday evening, and all 214 people on board were brought to safety.",
        "The captain said that the engine failed shortly after the ship had left the harbour.",
        "Strong wind pushed it onto a sandbank within minutes.",
        "Three rescue boats and a helicopter took part in the operation.",
        "“We were never in danger,” said one passenger, a teacher from the town.",
        "Two people were treated for minor injuries at the hospital.",
        "The shipping company announced an investigation and apologised to the passengers.",
        "The ferry will be towed to the shipyard as soon as the wind drops.",
        "Until then a smaller ship will serve the route twice a day.",
        "The mayor thanked the volunteers of the sea rescue service for their work.",
        "It was the second accident on the line within a year.",
        "In March a ferry hit the pier and damaged its bow.",
    ];
    let other = [
        "More than two hundred passengers have been rescued from a stranded ferry near the fishing town of Kalvik.",
        "Many of them were commuters on their way home from the islands.",
        "Rescuers worked for three hours in waves of up to four metres.",
        "A helicopter lifted an elderly man with heart trouble from the deck.",
        "Boats carried the others to the harbour, where tents and hot soup were waiting.",
        "“It was cold and loud, but the crew stayed calm,” a woman told the local radio.",
        "The cause is still unclear, although the police speak of a technical fault.",
        "Divers are to examine the hull at the weekend for cracks and leaking oil.",
        "So far no oil has been seen, the coast guard said.",
        "The union has complained for years that the ships are too old and the crews too small.",
        "The company rejects this and points to an inspection last autumn.",
        "The minister of transport wants to visit the place of the accident on Monday.",
        "Last spring another ship of the company had rammed a quay.",
        "Ferries to the outer islands are cancelled until further notice.",
    ];
    let config = Config { split: transdrift::text::Split::Lines, ..Config::default() };
    let analyzer = Analyzer::new(encode::default_encoder().unwrap(), config).unwrap();
    let read = |id, lines: &[&str]| input::from_text(id, &lines.join("\n"), Language::parse("en"));
    let versions = analyzer.encode(vec![read("one", &one), read("other", &other)]).unwrap();
    let explained = analyzer.explain(&versions).unwrap();
    let merged: Vec<f32> = explained
        .pairs
        .iter()
        .flat_map(|pair| &pair.beads)
        .filter_map(|bead| Some(bead.why.as_ref()?.apart.as_ref()?.less))
        .collect();
    assert!(!merged.is_empty() && merged.iter().all(|less| *less >= 0.0), "{merged:?}");
}

#[test]
fn two_wrong_words_against_three_equal_versions_took_each_other_for_a_rewording() {
    let honest = "In the election the party obtained 40,000 votes in the old harbour district.";
    let wrong = "In the election the party conquered 40,000 voices in the old harbour district.";
    let answer = answer_of(item(&[honest, honest, honest, wrong]));
    let named: Vec<bool> = answer.versions.iter().map(|v| !v.spans.is_empty()).collect();
    assert_eq!(named, [false, false, false, true], "{answer:?}");
    assert!(answer.drift >= f64::from(Config::default().threshold), "{answer:?}");
}

#[test]
fn a_word_said_four_times_counted_as_another_meaning() {
    let honest = "The museum will show the drawings of the old harbour in spring.";
    let stutter = "The museum will show the drawings of the old harbour in spring spring spring spring.";
    let endless =
        format!("The museum will show the drawings of the old harbour {}.", ["in spring"; 8].join(" "));
    let answer = |text: &str| answer_of(item(&[honest, text]));
    let broken = |text: &str| {
        let answer = answer(text);
        let found = answer.versions[1].spans.iter().find(|s| s.kind == "broken-output").unwrap();
        (found.severity, answer.drift >= f64::from(Config::default().threshold))
    };
    assert_eq!(broken(stutter), (Severity::Minor, false));
    assert_eq!(broken(&endless), (Severity::Major, true));
}

#[test]
fn the_same_words_in_another_order_were_never_a_finding() {
    let version =
        |text: &str| ItemVersion { id: text.into(), text: text.into(), lang: Language::parse("de") };
    let told = |texts: &[&str]| -> Vec<bool> {
        let item =
            Item { id: "x".into(), versions: texts.iter().map(|t| version(t)).collect(), source: None };
        let answer = answer_of(item);
        let turned = |s: &SpanAnswer| s.why.starts_with("The same words in another order");
        answer.versions.iter().map(|v| v.spans.iter().any(turned)).collect()
    };
    let one = "Das Werk in Jena schließt, das in Gera bleibt offen.";
    let other = "Das Werk in Gera schließt, das in Jena bleibt offen.";
    assert_eq!(told(&[one, other]), [true, true]);
    assert_eq!(
        told(&["Gestern hat er die Stadt verlassen.", "Er hat gestern die Stadt verlassen."]),
        [false, false]
    );
}

#[test]
fn a_report_written_apart_bore_witness_to_the_words_of_a_translation() {
    let one = [
        "The ferry company of Lindhaven lost a third of its passengers in the past year.",
        "“Every vote in the council counts for us now,” said the director, Ada Holm.",
        "Without its money the company would have to sell the older ship.",
    ];
    let mut other = one;
    other[1] = "“Every voice in the council counts for us now,” said the director, Ada Holm.";
    let apart = [
        "A brass band played, and soup was sold from a tent on the quay of Lindhaven.",
        "“We count on the council and on each of its members,” Holm said.",
        "Then the choir of the school sang three old songs about the sea.",
    ];
    let analyzer = analyzer();
    let scored = |texts: &[&[&str]], groups: &[[&[usize]; 3]]| {
        let read = |(at, lines): (usize, &&[&str])| {
            input::from_text(&at.to_string(), &lines.join("\n\n"), Language::parse("en"))
        };
        let versions = analyzer.encode(texts.iter().enumerate().map(read).collect()).unwrap();
        let group = |members: &[&[usize]; 3]| align::Group {
            members: members.iter().take(texts.len()).map(|m| m.to_vec()).collect(),
            confidence: 0.9,
            moved: false,
        };
        analyzer.score(&versions, &groups.iter().map(group).collect::<Vec<_>>()).remove(1)
    };
    let found = scored(
        &[&one, &other, &apart],
        &[[&[0], &[0], &[]], [&[1], &[1], &[1]], [&[2], &[2], &[]], [&[], &[], &[0]], [&[], &[], &[2]]],
    );
    let alone = scored(&[&one, &other], &[[&[0], &[0], &[]], [&[1], &[1], &[]], [&[2], &[2], &[]]]);
    assert_eq!(found.versions[..2], alone.versions[..2]);
    assert!(found.drift == alone.drift && found.drift > 0.2, "{found:?}");
    assert!(found.versions[2].as_ref().unwrap().drift == 0.0, "{found:?}");
}

#[test]
fn two_copies_and_a_third_text_drifted_by_their_order() {
    let (copy, other) = ("He offered full support to the plan.", "He showed hearty contempt for the plan.");
    let drift = |texts: &[&str]| answer_of(item(texts));
    let answers = [drift(&[copy, copy, other]), drift(&[copy, other, copy]), drift(&[other, copy, copy])];
    let of = |answer: usize, version: usize| answers[answer].versions[version].drift;
    assert!(answers.iter().all(|a| a.drift == answers[0].drift), "{answers:?}");
    assert!(of(0, 2) == of(1, 1) && of(1, 1) == of(2, 0), "{answers:?}");
    assert!(of(0, 2) > of(0, 0) && of(0, 0) == of(2, 1), "{answers:?}");
}

#[test]
fn four_honest_wordings_drifted_more_likely_than_not() {
    let quay = [
        "The harbour office closed the northern quay on Monday after a crane had been damaged.",
        "After damage to a crane, the port authority shut the northern pier on Monday.",
        "On Monday the northern quay was closed by the harbour authority because a crane was damaged.",
        "Because one of the cranes had suffered damage, the port office on Monday closed its northern quay.",
    ];
    let mut sold = quay;
    sold[2] = "On Monday the northern quay was sold by the harbour authority because a crane was damaged.";
    let answer = |texts: &[&str]| answer_of(item(texts));
    let honest = answer(&quay);
    assert!(honest.drift < 0.35, "{honest:?}");
    let changed = answer(&sold);
    assert!(changed.drift > honest.drift, "{changed:?}");
    let most = changed.versions.iter().max_by(|x, y| x.drift.total_cmp(&y.drift)).unwrap();
    assert_eq!(most.id, 2, "{changed:?}");
}

#[test]
fn a_translation_that_contradicts_its_source_had_no_finding() {
    let found = |source: &str, version: &str| {
        let version = ItemVersion { id: "v".into(), text: version.to_owned(), lang: Language::parse("en") };
        let source = ItemSource { text: source.to_owned(), lang: Language::parse("de") };
        let item = Item { id: "x".into(), versions: vec![version], source: Some(source) };
        let answer = answer_of(item);
        surest(&answer.versions)
    };
    let fewest = found(
        "Die Partei erhielt im Süden die meisten Stimmen.",
        "The party received the fewest votes in the south.",
    );
    assert!(fewest > 0.4, "{fewest}");
    let honest = found(
        "Das Hafenamt sperrte am Montag den Nordkai, nachdem ein Kran beschädigt worden war.",
        "The port authority closed the northern quay on Monday after a crane was damaged.",
    );
    assert!(honest < 0.4, "{honest}");
}

#[test]
fn a_sentence_whose_words_hardly_drift_was_changed_without_a_finding() {
    let version =
        |text: &str| ItemVersion { id: text.into(), text: text.into(), lang: Language::parse("nl") };
    let texts = ["Hij heeft de brief gisteren verstuurd.", "Zij heeft de brief gisteren verstuurd."];
    let item = Item { id: "x".into(), versions: texts.iter().map(|t| version(t)).collect(), source: None };
    let answer = answer_of(item);
    assert!(answer.versions.iter().all(|v| v.spans.iter().any(|s| s.confidence > 0.4)), "{answer:?}");
}

#[test]
fn a_reason_beside_the_words_of_one_version_quoted_those_of_another() {
    let texts = [
        "The harbour office closed the northern quay on Monday after a crane had been damaged.",
        "After damage to a crane, the port authority shut the northern pier on Monday.",
        "On Monday the northern quay was sold by the harbour authority because a crane was damaged.",
        "Because one of the cranes had suffered damage, the port office on Monday closed its northern quay.",
    ];
    let answer = answer_of(item(&texts));
    let mut quoted = 0;
    for (version, text) in answer.versions.iter().zip(texts) {
        for span in &version.spans {
            // Those of this version stand after one of these.
            let forms = ["This version says ", "this one says ", "most likely in "];
            for own in forms.iter().filter_map(|form| span.why.split_once(form)).map(|(_, own)| own) {
                let said = own.trim_start_matches('“').split('”').next().unwrap();
                assert!(text.contains(said), "{text}: {}", span.why);
                quoted += 1;
            }
        }
    }
    assert!(quoted >= 4, "{answer:?}");
    assert!(answer.versions[2].spans.iter().any(|s| s.why.contains("“sold”")), "{answer:?}");
}

#[test]
fn a_version_shown_for_its_drift_had_only_lesser_findings() {
    let texts = [
        "The mayor reopened the old bridge to cyclists on Sunday.",
        "On Sunday, the town's mayor opened the old bridge to cyclists again.",
        "Cyclists may use the old bridge again, which the mayor opened on Sunday.",
        "The mayor burned down the old bridge on Sunday before the cyclists came.",
    ];
    let answer = answer_of(item(&texts));
    let [.., burned] = answer.versions.as_slice() else { panic!("{answer:?}") };
    assert!(burned.drift >= 0.4, "{answer:?}");
    assert!(surest([burned]) >= burned.drift - 1e-4, "{answer:?}");
}

#[test]
fn a_wording_of_its_own_against_three_copies_of_another_was_an_alarm() {
    let pairs = [
        (
            "en",
            "The harbour office closed the northern quay on Monday after a crane had been damaged.",
            "After damage to a crane, the port authority shut the northern quay on Monday.",
        ),
        (
            "de",
            "Der Gemeinderat hat den Umbau der alten Mühle gestern einstimmig beschlossen.",
            "Ohne Gegenstimme beschloss der Gemeinderat gestern, die alte Mühle umzubauen.",
        ),
        (
            "es",
            "El ayuntamiento abrirá la nueva biblioteca el próximo lunes por la mañana.",
            "La nueva biblioteca será inaugurada por el ayuntamiento en la mañana del lunes que viene.",
        ),
        (
            "ru",
            "Врачи советуют пить больше воды в жаркие дни.",
            "В жару врачи рекомендуют пить побольше воды.",
        ),
    ];
    for (language, copy, other) in pairs {
        let drift = |texts: &[&str]| answer_of(item_in(language, texts)).drift;
        // The copies are one witness.
        let (two, four) = (drift(&[copy, other]), drift(&[copy, copy, copy, other]));
        assert!((four - two).abs() < 0.02 && four < 0.5, "{language}: {four} for {two}");
    }
}

#[test]
fn a_lack_without_a_word_beside_it_was_in_no_answer() {
    let versions = [
        ("en", "“We do not want visitors to whisper,” said the director of the museum."),
        ("de", "„Wir wollen nicht, dass die Besucher flüstern“, sagte der Direktor des Museums."),
        ("ru", "«Мы не хотим, чтобы посетители шептали», — сказал директор музея."),
        ("zh", "博物馆馆长说：“我们希望参观者低声说话。”"),
    ];
    let version = |(language, text): (&str, &str)| ItemVersion {
        id: language.into(),
        text: text.to_owned(),
        lang: Language::parse(language),
    };
    let item = Item { id: "x".into(), versions: versions.map(version).to_vec(), source: None };
    let answer = answer_of(item);
    let lacks: Vec<&SpanAnswer> = answer.versions[3].spans.iter().filter(|s| s.kind == "negation").collect();
    assert_eq!(lacks.len(), 1, "{answer:?}");
    assert_eq!((lacks[0].start, lacks[0].end, lacks[0].against.len()), (0, 0, 3), "{answer:?}");
}

#[test]
fn the_same_lack_was_told_once_for_every_copy_that_has_the_words() {
    let reopened = "The mayor reopened the bridge on Sunday.";
    let again = "On Sunday the mayor opened the bridge again.";
    let texts = ["The mayor burned the bridge on Sunday.", reopened, reopened, again, again];
    let answer = answer_of(item(&texts));
    for version in &answer.versions {
        let mut told: Vec<(usize, usize, &str)> =
            version.spans.iter().map(|s| (s.start, s.end, s.why.as_str())).collect();
        let all = told.len();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), all, "{answer:?}");
    }
    assert!(!answer.versions[0].spans.is_empty(), "{answer:?}");
}

#[test]
fn a_phrase_with_a_number_that_the_source_has_not_was_no_finding() {
    let source = "Die Bürgermeisterin eröffnete die Brücke am Sonntag wieder.";
    let answer = answer_of(with_source(source, &["The mayor burned the bridge on Sunday with two friends."]));
    assert!(answer.versions[0].spans.iter().any(|s| s.kind == "addition"), "{answer:?}");
}

#[test]
fn two_copies_against_two_drifted_less_than_one_against_one() {
    let closed = "The harbour office closed the northern quay on Monday after a crane had been damaged.";
    let sold = "The harbour office sold the northern quay on Monday after a crane had been stolen.";
    let (two, four) = (answer_of(item(&[closed, sold])), answer_of(item(&[closed, sold, closed, sold])));
    // Either of the two may be the one that is wrong.
    let (pair, half) = (two.versions[0].drift, four.versions[0].drift);
    assert!((pair - 2.0 * half).abs() < 0.001 && pair > 0.4, "{two:?} {four:?}");
    let (of_two, of_four) = (surest(&two.versions), surest(&four.versions));
    assert!((of_two - of_four).abs() < 0.05 && of_two > 0.4, "{two:?} {four:?}");
}

#[test]
fn an_edited_third_copy_was_raised_and_not_named() {
    let quay = "The harbour office closed the northern quay on Monday after a crane had been damaged.";
    let pier = quay.replace("quay", "pier");
    let analyzer = analyzer();
    for texts in [[quay, quay, &pier], [&pier, quay, quay]] {
        let documents = texts
            .iter()
            .enumerate()
            .map(|(n, text)| input::from_text(&format!("{n}"), text, Language::parse("en")));
        let report = analyzer.report(documents.collect()).unwrap();
        let drift = &report.groups[0].drift;
        let edited = texts.iter().position(|text| *text == pier);
        assert!(drift.drift > 0.3 && drift.odd_one_out == edited, "{drift:?}");
    }
}

#[test]
fn a_version_that_alone_follows_the_source_was_blamed_for_its_words() {
    let source = "Der Bürgermeister hat die alte Brücke am Sonntag für Radfahrer wieder geöffnet.";
    let burned = "The mayor burned down the old bridge on Sunday before the cyclists came.";
    let answer = answer_of(with_source(
        source,
        &[burned, burned, "The mayor reopened the old bridge to cyclists on Sunday."],
    ));
    assert!(answer.versions[2].spans.iter().all(|s| !s.why.contains("this one says")), "{answer:?}");
    assert!(surest(&answer.versions[..2]) > 0.2, "{answer:?}");
    assert!(answer.versions[0].drift > answer.versions[2].drift, "{answer:?}");
}

#[test]
fn one_of_two_copies_was_blamed_for_what_both_say() {
    let sold = "The harbour office sold the northern quay on Monday.";
    let texts = [
        sold,
        sold,
        "On Monday the harbour office closed the quay in the north.",
        "On Monday, the office of the harbour closed its northern quay.",
    ];
    let answer = answer_of(item(&texts));
    let told: Vec<&str> = answer.versions.iter().flat_map(|v| &v.spans).map(|s| s.why.as_str()).collect();
    assert!(!told.is_empty() && told.iter().all(|why| !why.contains("this one says “sold")), "{answer:?}");
}

#[test]
fn words_beside_a_gap_were_told_as_if_they_stood_in_it() {
    let texts = [
        "The guards quietly escorted the frightened witness out of the courtroom on Monday evening.",
        "On Monday evening, the guards discreetly led the scared witness out of the courtroom.",
        "The guards escorted the witness out of the courtroom on Monday evening.",
    ];
    let answer = answer_of(item(&texts));
    let of_fear = answer.versions.iter().flat_map(|v| &v.spans).filter(|s| s.why.contains("“frightened”"));
    let mut found = 0;
    for span in of_fear {
        let of_third = span.against.iter().any(|a| a.version == 2);
        let in_third = answer.versions[2].spans.iter().any(|s| s.why == span.why && s.end > 0);
        assert!(!of_third && !in_third, "{answer:?}");
        found += 1;
    }
    assert!(found > 0, "{answer:?}");
}

#[test]
fn one_difference_was_told_twice_beside_a_source() {
    let source = "Der Bürgermeister hat die alte Brücke am Sonntag eröffnet.";
    let answer = answer_of(with_source(
        source,
        &["The mayor opened the old bridge on Sunday.", "The mayor burned the old bridge on Sunday."],
    ));
    let burned = answer.versions[1].spans.iter().filter(|s| s.why.contains("“burned”")).count();
    assert_eq!(burned, 1, "{answer:?}");
}

#[test]
fn what_a_version_leaves_out_among_copies_was_not_told() {
    let cases = [
        ("en", "The guards quietly escorted the frightened witness out of the courtroom.", "frightened "),
        (
            "de",
            "Der Gemeinderat hat den Umbau der alten Mühle gestern einstimmig beschlossen.",
            "einstimmig ",
        ),
        (
            "es",
            "El ayuntamiento abrirá la nueva biblioteca el próximo lunes por la mañana.",
            " por la mañana",
        ),
    ];
    for (language, whole, cut) in cases {
        let (lacks, word) = (whole.replace(cut, ""), cut.trim().split(' ').next_back().unwrap());
        for copies in [2, 3] {
            let mut texts = vec![whole; copies];
            texts.push(&lacks);
            let answer = answer_of(item_in(language, &texts));
            let [.., last] = answer.versions.as_slice() else { panic!("{answer:?}") };
            let [told] = last.spans.as_slice() else { panic!("{answer:?}") };
            assert_eq!((told.kind, told.start, told.end, told.against.len()), ("omission", 0, 0, copies));
            assert!(told.why.contains(word) && told.confidence > 0.4, "{answer:?}");
            assert!(answer.versions[0].spans.is_empty(), "{answer:?}");
        }
    }
}

#[test]
fn a_source_hid_what_one_of_two_versions_leaves_out() {
    let source = "Das Hafenamt sperrte am Montag den Nordkai, nachdem ein Kran beschädigt worden war.";
    let whole = "The harbour office closed the northern quay on Monday after a crane had been damaged.";
    let lacks = whole.replace(" on Monday", "");
    for texts in [vec![whole, &lacks], vec![whole, whole, &lacks], vec![whole, whole, whole, &lacks]] {
        let (alone, beside) = (answer_of(item(&texts)), answer_of(with_source(source, &texts)));
        let [.., last] = beside.versions.as_slice() else { panic!("{beside:?}") };
        let [told] = last.spans.as_slice() else { panic!("{beside:?}") };
        assert_eq!((told.kind, told.start, told.end), ("omission", 0, 0), "{beside:?}");
        assert!(told.why.contains("“Monday”"), "{beside:?}");
        assert!((told.confidence - surest(&alone.versions)).abs() < 0.02, "{alone:?} {beside:?}");
    }
}

#[test]
fn an_omission_that_the_source_bears_out_was_called_another_kind() {
    let source = "The minister denied that the dam had been built too quickly.";
    let whole = "Der Minister bestritt, dass der Damm zu schnell gebaut worden sei.";
    let lacks = whole.replace(" zu schnell", "");
    let source = ItemSource { text: source.to_owned(), lang: Language::parse("en") };
    for texts in [vec![whole, &lacks], vec![whole, whole, &lacks], vec![whole, whole, &lacks, &lacks]] {
        let answer = answer_of(Item { source: Some(source.clone()), ..item_in("de", &texts) });
        let told: Vec<&SpanAnswer> = answer.versions.iter().flat_map(|v| &v.spans).collect();
        assert!(!told.is_empty() && told.iter().all(|s| s.kind == "omission"), "{answer:?}");
    }
}

#[test]
fn copies_of_one_translation_were_never_compared_with_their_source() {
    let source = "Der Bürgermeister hat die alte Brücke am Sonntag eröffnet.";
    let burned = "The mayor burned the old bridge on Sunday.";
    let alone = answer_of(with_source(source, &[burned]));
    assert!(alone.drift > 0.4, "{alone:?}");
    for copies in 2..5 {
        let answer = answer_of(with_source(source, &vec![burned; copies]));
        assert_eq!(answer.drift, alone.drift, "{copies}");
        for version in &answer.versions {
            assert!(version.spans.iter().any(|s| s.why.contains("“burned”")), "{answer:?}");
        }
    }
}

#[test]
fn a_word_that_both_say_was_told_as_standing_for_another() {
    let whole = "The council approved the budget for schools and hospitals after a long debate.";
    let lacks = whole.replace(" and hospitals", "");
    let answer = answer_of(item(&[whole, whole, &lacks]));
    let [told] = answer.versions[2].spans.as_slice() else { panic!("{answer:?}") };
    assert_eq!(told.why, "Two of three versions say “and hospitals”; nothing in this one answers to it.");
}

#[test]
fn words_of_a_departing_version_were_told_twice() {
    let quay = "The harbour office closed the northern quay on Monday after a crane had been damaged.";
    let texts = [
        quay,
        quay,
        "After damage to a crane, the port authority shut the northern pier on Monday.",
        "On Monday the harbour office sold the quay in the north after a crane was stolen.",
    ];
    let answer = answer_of(item(&texts));
    let mut places: Vec<(usize, usize)> = answer.versions[3].spans.iter().map(|s| (s.start, s.end)).collect();
    let all = places.len();
    places.sort_unstable();
    places.dedup();
    assert!(all > 0 && places.len() == all, "{answer:?}");
}

fn beside(source: (&str, &str), language: &str, texts: &[&str]) -> ItemAnswer {
    let (source_language, text) = source;
    let source = ItemSource { text: text.to_owned(), lang: Language::parse(source_language) };
    answer_of(Item { source: Some(source), ..item_in(language, texts) })
}

#[test]
fn one_omission_was_told_from_two_sides_beside_a_source() {
    let source = ("en", "The fishermen left the harbour before sunrise because of the tide.");
    let whole = "Les pêcheurs ont quitté le port avant le lever du soleil à cause de la marée.";
    let lacks = whole.replace(" avant le lever du soleil", "");
    for copies in 1..4 {
        let mut texts = vec![whole; copies];
        texts.push(&lacks);
        let answer = beside(source, "fr", &texts);
        let [whole @ .., lacks] = answer.versions.as_slice() else { panic!("{answer:?}") };
        assert!(whole.iter().all(|v| v.spans.is_empty()), "{answer:?}");
        assert!(lacks.spans.iter().any(|s| s.why.contains("“lever”")), "{answer:?}");
        assert!(lacks.spans.iter().all(|s| s.kind == "omission"), "{answer:?}");
    }
}

#[test]
fn words_of_a_source_were_counted_as_those_of_versions() {
    let source = ("en", "The city built twelve schools last year.");
    let (twelve, twenty) =
        ("Die Stadt baute letztes Jahr zwölf Schulen.", "Die Stadt baute letztes Jahr zwanzig Schulen.");
    let cases = [
        (
            vec![twelve, twenty],
            "The other version says “zwölf”, the source says “twelve”; this one says “zwanzig”.",
        ),
        (
            vec![twelve, twelve, twenty],
            "Two of three versions say “zwölf”, the source says “twelve”; this one says “zwanzig”.",
        ),
        (vec![twenty, twenty], "Both versions say “zwanzig”, the source says “twelve”."),
        (
            vec![twelve, twenty, twenty],
            "Two of three versions say “zwanzig”; the other one says “zwölf”, the source says “twelve”.",
        ),
    ];
    for (texts, expected) in cases {
        let answer = beside(source, "de", &texts);
        let [.., last] = answer.versions.as_slice() else { panic!("{answer:?}") };
        assert!(last.spans.iter().any(|s| s.why == expected), "{expected}: {answer:?}");
    }
    let digits = beside(
        ("en", "The city built 12 schools last year."),
        "de",
        &[&twelve.replace("zwölf", "12"), twenty],
    );
    assert_eq!(
        digits.versions[1].spans[0].why,
        "The other version and the source say “12”; this one says “zwanzig”."
    );
}

#[test]
fn a_check_blamed_the_version_that_alone_follows_the_source() {
    let source = ("de", "Der Ausschuss billigte die neue Straße.");
    let (new, old) = ("The committee approved the new road.", "The committee approved the old road.");
    for copies in 2..4 {
        let mut texts = vec![new];
        texts.extend(vec![old; copies]);
        let answer = beside(source, "en", &texts);
        let [faithful, others @ ..] = answer.versions.as_slice() else { panic!("{answer:?}") };
        assert!(others.iter().all(|v| v.drift > 0.4 && v.drift > faithful.drift), "{answer:?}");
        for version in others {
            let told = version.spans.iter().any(|s| s.kind == "antonym" && s.why.contains("“old”"));
            assert!(told, "{answer:?}");
        }
        assert!(faithful.spans.iter().all(|s| !s.why.contains("this one")), "{answer:?}");
        // Without a source most say which is wrong.
        let without = answer_of(item(&texts));
        assert!(
            without.versions[0].spans.iter().any(|s| s.why.ends_with("this one says “new”.")),
            "{without:?}"
        );
    }
}

#[test]
fn a_whole_sentence_was_marked_for_a_phrase_left_out() {
    let source = ("de", "Der Minister bestritt am Dienstag, dass der Damm zu schnell gebaut worden sei.");
    let whole = "The minister denied on Tuesday that the dam had been built too quickly.";
    let lacks = whole.replace(" on Tuesday", "");
    for texts in [vec![whole, &lacks], vec![whole, whole, &lacks], vec![whole, whole, whole, &lacks]] {
        for answer in [answer_of(item(&texts)), beside(source, "en", &texts)] {
            let told: Vec<&SpanAnswer> = answer.versions.iter().flat_map(|v| &v.spans).collect();
            assert!(!told.is_empty(), "{answer:?}");
            for span in told {
                assert!(span.kind == "omission" && span.why.contains("“Tuesday”"), "{answer:?}");
                assert!(span.end - span.start <= "on Tuesday".len(), "{answer:?}");
            }
        }
    }
}

#[test]
fn what_no_source_says_was_called_an_omission() {
    let source = ("en", "The museum bought paintings from Italy in spring.");
    let faithful = "Das Museum kaufte im Frühjahr Gemälde aus Italien.";
    let more = "Das Museum kaufte im Frühjahr Bücher und Gemälde aus Italien.";
    let groups = [
        vec![faithful, more],
        vec![faithful, faithful, more],
        vec![faithful, faithful, more, more],
        vec![faithful, more, more],
        vec![faithful, more, more, more],
    ];
    for texts in groups {
        let answer = beside(source, "de", &texts);
        let told: Vec<&SpanAnswer> = answer.versions.iter().flat_map(|v| &v.spans).collect();
        assert!(!told.is_empty(), "{answer:?}");
        for span in told {
            assert!(span.kind == "addition" && span.why.contains("or in the source answers"), "{answer:?}");
        }
    }
}

#[test]
fn the_version_that_kept_what_the_source_says_was_blamed_for_an_addition() {
    let source =
        ("de", "Das Hafenamt sperrte am Montag den Nordkai, nachdem ein Kran beschädigt worden war.");
    let whole = "The harbour office closed the northern quay on Monday after a crane had been damaged.";
    let lacks = whole.replace(" on Monday", "");
    for copies in 2..5 {
        let mut texts = vec![whole];
        texts.extend(vec![lacks.as_str(); copies]);
        let answer = beside(source, "en", &texts);
        let told: Vec<&SpanAnswer> = answer.versions.iter().flat_map(|v| &v.spans).collect();
        let of_source = |s: &&&SpanAnswer| s.why.contains("the source says “Montag”");
        assert!(told.iter().filter(of_source).count() > 0, "{answer:?}");
        assert!(told.iter().all(|s| s.kind == "omission"), "{answer:?}");
    }
}

#[test]
fn a_word_said_twice_hid_that_another_stands_in_its_place() {
    let cases = [
        ("He says the mind is weak, and that the mind is what fails him in the end.", "the mind", "courage"),
        (
            "The report praises the hospital for its care and blames the hospital for its debts.",
            "hospital",
            "council",
        ),
        ("A boy saw the dog, and the dog saw the boy before it ran away.", "dog", "cat"),
    ];
    for (said, twice, other) in cases {
        let (before, after) = said.rsplit_once(twice).unwrap();
        let changed = format!("{before}{other}{after}");
        let two = answer_of(item(&[said, &changed]));
        let three = answer_of(item(&[said, said, &changed]));
        let reasons = [
            (two, format!("One version says “{other}”, the other “{twice}”.")),
            (three, format!("Two of three versions say “{twice}”; this one says “{other}”.")),
        ];
        for (answer, reason) in reasons {
            let [.., last] = answer.versions.as_slice() else { panic!("{answer:?}") };
            let [told] = last.spans.as_slice() else { panic!("{answer:?}") };
            assert_eq!((told.kind, &told.why), ("lexical-shift", &reason));
        }
    }
}

#[test]
fn words_that_a_version_says_were_told_as_missing_from_it() {
    let texts = [
        "Director Piet Osinga is said to have offered the ferry to a competitor.",
        "Managing director Piet Osinga has offered the ferry to a competitor.",
        "Its head, Piet Osinga, is said to have offered the ferry to a rival.",
        "Osinga, the director, allegedly offered the ferry to a competitor.",
    ];
    let answer = answer_of(item(&texts));
    let heads = answer.versions.iter().flat_map(|v| &v.spans).filter(|s| s.why.contains("“head”"));
    let mut found = 0;
    for told in heads {
        assert!(told.kind == "lexical-shift" && !told.why.contains("nothing"), "{answer:?}");
        assert!(told.why.contains("irector”"), "{answer:?}");
        found += 1;
    }
    assert!(found > 0, "{answer:?}");
}

#[test]
fn what_is_put_in_beside_a_word_akin_to_it_was_called_left_out() {
    let cases = [
        (
            ("en", "The museum bought paintings from Italy in spring."),
            ("ru", "Музей купил весной картины из Италии."),
            "Музей купил весной редкие книги и картины из Италии.",
        ),
        (
            ("fr", "Le gouvernement a baissé les impôts pour les familles."),
            ("de", "Die Regierung senkte die Steuern für Familien."),
            "Die Regierung senkte die Steuern für Familien und Rentner.",
        ),
        (
            ("es", "La maestra elogió a los alumnos por su paciencia."),
            ("en", "The teacher praised the pupils for their patience."),
            "The teacher praised the pupils for their patience and their honesty.",
        ),
    ];
    for (source, (language, faithful), more) in cases {
        let lone = beside(source, language, &[faithful, faithful, more]);
        let told = &lone.versions[2].spans;
        assert!(!told.is_empty() && told.iter().all(|s| s.kind == "addition"), "{lone:?}");
        assert!(told.iter().all(|s| !s.why.contains("the source says")), "{lone:?}");
        assert!(lone.versions[2].drift > lone.versions[0].drift, "{lone:?}");
        // Where the others put it in, the one that follows the source is not blamed.
        let copies = beside(source, language, &[faithful, more, more]);
        assert!(copies.versions[0].spans.is_empty() && !copies.versions[1].spans.is_empty(), "{copies:?}");
    }
}

#[test]
fn the_version_that_kept_words_of_the_source_drifted_for_it() {
    let source = ("ja", "彼女はそっと手紙を引き出しに戻した。");
    let whole = "She quietly put the letter back in the drawer.";
    let lacks = whole.replace("quietly ", "");
    let answer = beside(source, "en", &[whole, &lacks, &lacks]);
    let [keeps, others @ ..] = answer.versions.as_slice() else { panic!("{answer:?}") };
    assert!(others.iter().all(|v| v.drift > 0.5 && v.drift > keeps.drift), "{answer:?}");
    assert_eq!(
        keeps.spans[0].why,
        "One version says “quietly”, the source says “そっと”; nothing in the other two answers to it."
    );
    let texts = [whole, &lacks, &lacks];
    let documents = texts
        .iter()
        .enumerate()
        .map(|(i, text)| input::from_text(&i.to_string(), text, Language::parse("en")))
        .chain(std::iter::once(Document {
            role: Role::Source,
            ..input::from_text("s", source.1, Language::parse("ja"))
        }));
    let report = analyzer().report(documents.collect()).unwrap();
    assert_eq!(report.groups[0].drift.odd_one_out, None);
    assert_eq!(report.summaries[3].findings, SeverityCounts::default(), "a source is never at fault");
}

#[test]
fn a_version_was_called_the_other_one_beside_its_own_words() {
    let answer = beside(
        ("en", "The treaty was signed on 3 March."),
        "de",
        &["Der Vertrag wurde am 13. März unterzeichnet.", "Der Vertrag wurde unterzeichnet."],
    );
    let reasons: Vec<&str> = answer.versions[0].spans.iter().map(|s| s.why.as_str()).collect();
    assert_eq!(reasons, ["One of two versions says “13. März”, the source says “3 March”."]);
}

#[test]
fn a_version_that_the_source_speaks_against_was_taken_for_faithful() {
    let source = ("de", "Der Ausschuss billigte am Dienstag die neue Straße.");
    let old = "The committee approved the old road on Tuesday.";
    for copies in 2..4 {
        let mut texts = vec!["The committee approved the new road on Monday."];
        texts.extend(vec![old; copies]);
        let answer = beside(source, "en", &texts);
        let dates: Vec<(usize, &SpanAnswer)> = answer
            .versions
            .iter()
            .enumerate()
            .flat_map(|(v, a)| a.spans.iter().map(move |s| (v, s)))
            .filter(|(_, s)| s.kind == "date-mismatch")
            .collect();
        let [(0, told)] = dates.as_slice() else { panic!("{answer:?}") };
        assert!(told.why.ends_with("the source says “Dienstag”; this one says “Monday”."), "{answer:?}");
    }
}

#[test]
fn the_lone_version_that_follows_its_source_drifted_for_what_copies_changed() {
    let cases = [
        (
            ("en", "The company did not withdraw from the deal after the review."),
            ("ru", "Компания не отказалась от сделки после проверки."),
            "Компания отказалась от сделки после проверки.",
        ),
        (
            ("en", "The factory closed in March because orders fell."),
            ("pt", "A fábrica fechou em março porque os pedidos caíram."),
            "A fábrica fechou em maio porque os pedidos caíram.",
        ),
        (
            ("en", "Police arrested two suspects at the railway station on Tuesday."),
            ("zh", "警方周二在火车站逮捕了两名嫌疑人。"),
            "警方周二在火车站逮捕了三名嫌疑人。",
        ),
        (
            ("es", "La maestra elogió a los alumnos por su paciencia y su honestidad."),
            ("en", "The teacher praised the pupils for their patience and their honesty."),
            "The teacher praised the pupils for their patience.",
        ),
    ];
    for (source, (language, faithful), changed) in cases {
        let answer = beside(source, language, &[faithful, changed, changed]);
        let drifts: Vec<_> = answer.versions.iter().map(|v| v.drift).collect();
        assert!(drifts[0] < 0.2 && drifts[1] > 0.5 && drifts[2] > 0.5, "{answer:?}");
        let is_blame = |why: &str| why.contains("this one") || why.starts_with("This version");
        assert!(answer.versions[0].spans.iter().all(|s| !is_blame(&s.why)), "{answer:?}");
        // Where it is the lone one that changed it, the copies are right.
        let lone = beside(source, language, &[faithful, faithful, changed]);
        assert!(lone.versions[0].drift < 0.2 && lone.versions[2].drift > 0.5, "{lone:?}");
        // Copies of both: the source decides.
        let both = beside(source, language, &[faithful, faithful, changed, changed]);
        assert!(both.versions[0].drift < both.versions[2].drift, "{both:?}");
    }
}

#[test]
fn words_put_in_beside_words_left_out_were_told_as_left_out() {
    let cases = [
        (
            ("en", "The mayor opened the new bridge."),
            "de",
            "Der Bürgermeister eröffnete die teure neue Brücke.",
            "Der Bürgermeister eröffnete die Brücke.",
            ["addition “teure”", "omission “neue”"],
        ),
        (
            ("en", "The boy found the old suitcase."),
            "zh",
            "男孩找到了沉重的旧箱子。",
            "男孩找到了箱子。",
            ["addition “沉重”", "omission “旧”"],
        ),
        (
            ("fr", "Le train pour Berlin est parti avant le lever du soleil."),
            "en",
            "The train to Berlin left before sunrise without any passengers.",
            "The train to Berlin left.",
            ["addition “without any passengers”", "omission “before sunrise”"],
        ),
    ];
    for (source, language, more, less, expected) in cases {
        let answer = beside(source, language, &[more, less, less]);
        let said: Vec<String> =
            answer.versions[0].spans.iter().map(|s| format!("{} {}", s.kind, s.why)).collect();
        for expected in expected {
            let (kind, words) = expected.split_once(' ').unwrap();
            assert!(said.iter().any(|s| s.starts_with(kind) && s.contains(words)), "{said:?}");
        }
    }
}

#[test]
fn words_that_a_source_may_or_may_not_say_were_told_beside_a_word_that_does_not_say_them() {
    let more = "Врач посоветовал пациенту пить много воды и отдыхать.";
    let less = "Врач посоветовал пациенту пить много воды.";
    let source = ("en", "The doctor advised the patient to drink plenty of water.");
    let answer = beside(source, "ru", &[more, more, less]);
    let [copy, _, less] = answer.versions.as_slice() else { panic!("{answer:?}") };
    assert_eq!(copy.spans[0].kind, "addition", "{answer:?}");
    assert!(copy.spans.iter().all(|s| s.against.iter().all(|a| a.version != "source")), "{answer:?}");
    assert!(less.spans.is_empty() && less.drift < copy.drift, "{answer:?}");
}

#[test]
fn an_article_was_missed_where_what_it_stood_for_was_left_out() {
    let (whole, less) =
        ("All twelve members voted for the plan in March.", "The members voted for the plan in March.");
    for (source, texts) in [
        ("Alle zwölf Mitglieder stimmten im März für den Plan.", vec![whole, less]),
        ("Die Mitglieder stimmten im März für den Plan.", vec![whole, whole, less]),
    ] {
        let answer = beside(("de", source), "en", &texts);
        let spans = answer.versions.iter().flat_map(|v| &v.spans);
        assert!(spans.clone().count() > 0 && spans.clone().all(|s| !s.why.contains("“The”")), "{answer:?}");
    }
}

#[test]
fn versions_that_say_the_same_were_not_counted_where_they_clash_with_none() {
    let source = ("en", "The judge did not accept the evidence presented by the lawyer.");
    let answer = beside(
        source,
        "es",
        &[
            "El juez no aceptó la prueba presentada por el abogado.",
            "El juez aceptó la prueba presentada por el abogado.",
            "El juez no aceptó la prueba.",
        ],
    );
    let negation = answer.versions[1].spans.iter().find(|s| s.kind == "negation").unwrap();
    assert_eq!(negation.why, "Another version says “no”, the source says “not”; this one has no negation.");
}

#[test]
fn a_word_that_a_version_kept_cleared_it_of_a_wrong_name() {
    let source = ("ja", "彼女はそっとアンナの手紙を引き出しに戻した。");
    let (kept, copy) =
        ("She quietly put Martin's letter back in the drawer.", "She put Anna's letter back in the drawer.");
    for other in [copy, "She put Anna's letter back into the drawer."] {
        let answer = beside(source, "en", &[kept, copy, other]);
        let name = answer.versions[0].spans.iter().find(|s| s.kind == "name-mismatch").unwrap();
        assert_eq!(name.why, "Two of three versions say “Anna's”; this one says “Martin's”.");
        assert!(answer.versions[0].drift > answer.versions[1].drift, "{answer:?}");
    }
}

#[test]
fn a_common_word_was_told_in_the_place_of_a_word_that_stands_elsewhere() {
    let cases = [
        ["Il a vendu trois maisons à Paris.", "Il a vendu les maisons à Paris.", "Il a vendu trois maisons."],
        [
            "Il a vendu ses maisons à Lyon.",
            "Il a vendu des maisons à Paris.",
            "Il a vendu ses maisons à Lyon.",
        ],
        ["Il a vendu ses maisons à Paris.", "Il a vendu les maisons.", "Il a vendu ses maisons à Lyon."],
    ];
    for texts in cases {
        let answer = answer_of(item_in("fr", &texts));
        let false_lack = |why: &str| {
            ["“maisons”", "“a”"].iter().any(|word| why.contains(word)) && why.contains("this one")
        };
        assert!(answer.versions.iter().any(|v| v.drift > 0.3), "{answer:?}");
        let spans = answer.versions.iter().flat_map(|v| &v.spans);
        assert!(spans.into_iter().all(|s| !false_lack(&s.why)), "{answer:?}");
    }
}

#[test]
fn versions_said_no_such_number() {
    let answer = beside(
        ("en", "The city built two bridges over the river."),
        "fr",
        &[
            "La ville a construit trois ponts sur le fleuve.",
            "La ville a construit deux ponts sur le fleuve.",
            "La ville a construit des ponts sur le fleuve.",
        ],
    );
    let reasons: Vec<&str> = answer.versions.iter().flat_map(|v| &v.spans).map(|s| s.why.as_str()).collect();
    assert!(reasons.iter().any(|why| why.contains("say “deux” or have no such number")), "{reasons:?}");
}

#[test]
fn copies_drifted_for_a_date_that_a_check_knew_to_be_another_ones_fault() {
    for (day, lone, copy) in [
        ("Tuesday", "O museu reabre na segunda-feira.", "O museu reabre na terça-feira."),
        ("Friday", "O museu reabre na quinta-feira.", "O museu reabre na sexta-feira."),
    ] {
        let source = format!("The museum reopens on {day}.");
        let answer = beside(("en", &source), "pt", &[lone, copy, copy]);
        let drifts: Vec<_> = answer.versions.iter().map(|v| v.drift).collect();
        assert!(drifts[0] > 0.8 && drifts[1] < 0.2 && drifts[2] < 0.2, "{answer:?}");
        assert!(answer.versions[0].spans.iter().any(|s| s.kind == "date-mismatch"), "{answer:?}");
    }
}

#[test]
fn a_hyphened_weekday_was_read_as_a_number() {
    for days in [["quinta-feira", "sexta-feira"], ["quarta-feira", "quinta-feira"]] {
        let texts = days.map(|day| format!("O museu reabre na {day}."));
        let answer = answer_of(item_in("pt", &[&texts[0], &texts[1]]));
        let kinds: Vec<&str> = answer.versions[0].spans.iter().map(|s| s.kind).collect();
        assert_eq!(kinds, ["date-mismatch"]);
    }
}

#[test]
fn every_version_drifted_where_a_source_leaves_open_which_of_two_texts_departs() {
    let copy = "Spotkałem nauczyciela na ulicy.";
    let texts = ["Na ulicy spotkałem mojego nauczyciela.", copy, copy];
    let answer = beside(("en", "I met my teacher on the street."), "pl", &texts);
    let sum = answer.versions[0].drift + answer.versions[1].drift;
    assert!(sum <= answer.drift + 1e-3, "{answer:?}");
}

#[test]
fn several_kept_words_cleared_a_version_of_a_wrong_name() {
    let source = ("ja", "昨日、彼女はそっとアンナの手紙を古い引き出しに戻した。");
    let copy = "She put Anna's letter back in the drawer.";
    let texts = ["Yesterday she quietly put Martin's letter back in the old drawer.", copy, copy];
    let answer = beside(source, "en", &texts);
    let name = answer.versions[0].spans.iter().find(|s| s.kind == "name-mismatch").unwrap();
    assert_eq!(name.why, "Two of three versions say “Anna's”; this one says “Martin's”.");
    assert!(answer.versions[0].drift > 0.5, "{answer:?}");
}

#[test]
fn the_version_that_has_the_number_of_the_source_was_not_told_from_those_that_do_not() {
    let source = ("de", "Die Firma entließ im Januar vierzig Mitarbeiter.");
    let [forty, fourteen] =
        ["forty", "fourteen"].map(|n| format!("The company laid off {n} employees in January."));
    let answer = beside(source, "en", &[&forty, &fourteen, &fourteen]);
    assert!(answer.versions[0].drift < 0.1 && answer.versions[0].spans.is_empty(), "{answer:?}");
    let why = "Two of three versions say “fourteen”; the other one says “forty”, the source says “vierzig”.";
    assert!(answer.versions[1..].iter().all(|v| v.spans.iter().any(|s| s.why == why)), "{answer:?}");
}

#[test]
fn versions_that_all_have_another_number_than_the_source_drifted_as_if_one_alone_had() {
    let source = ("en", "The city built twelve schools last year.");
    let texts = [
        "Die Stadt baute letztes Jahr zwanzig Schulen.",
        "Letztes Jahr baute die Stadt zwanzig Schulen.",
        "Die Stadt hat letztes Jahr zwanzig Schulen gebaut.",
    ];
    let answer = beside(source, "de", &texts);
    assert!(answer.versions.iter().all(|v| v.drift < 0.3 && !v.spans.is_empty()), "{answer:?}");
}

#[test]
fn what_is_equal_by_value_drifted_because_it_is_written_otherwise() {
    for (language, a, b) in [
        (
            "en",
            "The meeting begins at 3 p.m. in the town hall.",
            "The meeting begins at 15:00 in the town hall.",
        ),
        ("en", "In the 19th century the town grew.", "In the nineteenth century the town grew."),
        ("de", "Er wartete zwei Wochen.", "Er wartete vierzehn Tage."),
        ("de", "Am 3.9. öffnete der Laden.", "Am dritten September öffnete der Laden."),
        ("es", "La lancha sale a las 19:30.", "La lancha sale a las siete y media de la tarde."),
        ("fr", "La réunion commence à 15 heures.", "La réunion commence à 3 heures de l'après-midi."),
        ("ja", "会議は午後3時に市役所で始まる。", "会議は15時に市役所で始まる。"),
        ("ko", "회의는 오후 3시에 시청에서 시작한다.", "회의는 15시에 시청에서 시작한다."),
        ("ar", "بلغ عدد القتلى خمسة عشر شخصا.", "بلغ عدد القتلى 15 شخصا."),
    ] {
        let answer = answer_of(item_in(language, &[a, b]));
        assert!(answer.drift < 0.15, "{a}: {answer:?}");
        assert!(answer.versions.iter().all(|v| v.spans.is_empty()), "{a}: {answer:?}");
    }
    // Not where another day is said as well, nor where the values differ.
    for (a, b) in [
        ("The shop opened on Tuesday at 3 p.m.", "The shop opened on Thursday at 15:00."),
        ("The shop opened at 3 p.m.", "The shop opened at 5 p.m."),
    ] {
        assert!(answer_of(item(&[a, b])).drift > 0.5, "{a}");
    }
}

#[test]
fn versions_that_say_what_the_source_says_were_doubted_beside_one_that_seemed_nearer_to_it() {
    let texts = [
        "The meeting starts at 3 p.m.",
        "The meeting starts at 15:00.",
        "The meeting begins at 5 in the afternoon.",
    ];
    let answer = beside(("ja", "会議は午後3時に始まる。"), "en", &texts);
    let drifts: Vec<_> = answer.versions.iter().map(|v| v.drift).collect();
    assert!(drifts[0] < 0.2 && drifts[1] < 0.2 && drifts[2] > 0.6, "{answer:?}");
    assert!(answer.versions[..2].iter().all(|v| v.spans.is_empty()), "{answer:?}");
}
