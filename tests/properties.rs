//! What always holds, on the project's own corpora through the whole program.

#![allow(clippy::float_cmp, reason = "the same bytes are asked for, not nearly the same")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use transdrift::{
    Analyzer, Config, Document, Language,
    align::Group,
    analyze::Version,
    encode, input,
    item::{Item, ItemSource, ItemVersion},
    report::{self, Format, RenderOptions},
};

fn analyzer() -> Analyzer {
    Analyzer::new(encode::default_encoder().unwrap(), Config::default()).unwrap()
}

fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| {
            p.extension().is_some_and(|e| e == "txt")
                && !p.file_name().unwrap().to_str().unwrap().starts_with("source")
        })
        .collect();
    files.sort();
    files
}

fn read(files: &[PathBuf]) -> Vec<Document> {
    let reading = input::read_all(files, &input::Options::default());
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    reading.documents
}

fn json(analyzer: &Analyzer, documents: Vec<Document>) -> String {
    let report = analyzer.report(documents).unwrap();
    let mut out = Vec::new();
    report::render(&report, Format::Json, &RenderOptions::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_segment_is_in_exactly_one_group() {
    let report = analyzer().report(read(&corpus("harbour-vote"))).unwrap();
    for (at, version) in report.versions.iter().enumerate() {
        let mut seen: Vec<usize> = report.groups.iter().flat_map(|g| g.group.members[at].clone()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..version.segments.len()).collect::<Vec<_>>(), "{}", version.document.id);
    }
}

fn aligned(documents: Vec<Document>) -> (Vec<Version>, Vec<Group>) {
    let analyzer = analyzer();
    let versions = analyzer.encode(documents).unwrap();
    let groups = analyzer.align(&versions).unwrap();
    for (at, version) in versions.iter().enumerate() {
        let mut seen: Vec<usize> = groups.iter().flat_map(|g| g.members[at].clone()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..version.encoded.len()).collect::<Vec<_>>(), "{}", version.document.id);
    }
    (versions, groups)
}

#[test]
fn groups_are_the_same_whatever_the_order_of_files() {
    let files = corpus("museum-mixed");
    assert!(files.len() > 2);
    let [straight, turned, shifted] = [0, 1, 2].map(|order| {
        let mut files = files.clone();
        match order {
            0 => {}
            1 => files.reverse(),
            _ => files.rotate_left(1),
        }
        let (versions, groups) = aligned(read(&files));
        let named = |group: Group| {
            let names = versions.iter().map(|version| version.document.id.clone());
            let members: BTreeMap<String, Vec<usize>> = names.zip(group.members).collect();
            (members, group.confidence.to_bits(), group.moved)
        };
        let mut groups: Vec<_> = groups.into_iter().map(named).collect();
        groups.sort();
        groups
    });
    assert!(straight.iter().any(|(members, ..)| members.values().all(|segments| !segments.is_empty())));
    assert_eq!(straight, turned);
    assert_eq!(straight, shifted);
}

#[test]
fn three_versions_of_one_wording_are_in_groups_of_three() {
    let file = corpus("harbour-vote").remove(0);
    let copies = ["one", "two", "three"].map(|id| {
        let mut copy = read(std::slice::from_ref(&file)).remove(0);
        copy.id = id.into();
        copy
    });
    let (_, groups) = aligned(copies.into());
    for (at, group) in groups.iter().enumerate() {
        assert_eq!((&group.members, group.moved), (&vec![vec![at]; 3], false));
        assert_eq!(group.confidence, 1.0);
    }
}

#[test]
fn versions_of_unlike_length_lose_nothing() {
    let english = |id: &str, text: String| input::from_text(id, &text, Language::parse("en"));
    let notes = (0..100).map(|k| format!("Note {k} of the harbour office is about berth {}.\n\n", k * 7));
    let (_, groups) = aligned(vec![
        english("nothing", String::new()),
        english("one", "Note 3 of the harbour office is about berth 21.".into()),
        english("hundred", notes.collect()),
        english("equal", "The ferry is late.\n\n".repeat(40)),
    ]);
    assert!(groups.iter().any(|g| g.members == [vec![], vec![0], vec![3], vec![]]), "equal lines are paired");
}

#[test]
fn fifty_versions_are_one_group_a_sentence() {
    let wordings = [
        ["The bridge opens in May.", "It cost 30 million crowns.", "The old ferry is for sale."],
        ["In May the bridge will open.", "It has cost 30 million crowns.", "The old ferry is up for sale."],
        [
            "The bridge will be opened in May.",
            "Its price was 30 million crowns.",
            "The old ferry is being sold.",
        ],
    ];
    let version =
        |k: usize| input::from_text(&k.to_string(), &wordings[k % 3].join(" "), Language::parse("en"));
    let (_, groups) = aligned((0..50).map(version).collect());
    let members: Vec<Vec<Vec<usize>>> = groups.into_iter().map(|g| g.members).collect();
    assert_eq!(members, [0, 1, 2].map(|sentence| vec![vec![sentence]; 50]));
}

#[test]
fn the_same_bytes_with_one_two_and_seven_threads() {
    let answers: Vec<String> = [1, 2, 7]
        .iter()
        .map(|n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(*n).build().unwrap();
            pool.install(|| json(&analyzer(), read(&corpus("harbour-vote"))))
        })
        .collect();
    assert!(answers[0].len() > 1000);
    assert!(answers.iter().all(|a| *a == answers[0]), "the report depends on the number of threads");
}

#[test]
fn a_version_against_itself_drifts_nothing() {
    let file = corpus("harbour-vote").remove(0);
    let mut twin = read(std::slice::from_ref(&file)).remove(0);
    twin.id = "twin".into();
    let report = analyzer().report(vec![read(&[file]).remove(0), twin]).unwrap();
    assert!(report.groups.iter().all(|g| g.drift.drift == 0.0 && g.drift.findings.is_empty()));
    assert!(report.passages.is_empty());
}

#[test]
fn a_copy_in_other_unicode_form_quotes_dashes_and_spacing_drifts_nothing() {
    use unicode_normalization::UnicodeNormalization;
    let original = "The mayor’s café said: “We won’t close – not in 2026.” Prices rose by 5 % in Zürich.";
    let decomposed: String = original.nfd().collect();
    let plain =
        original.replace(['“', '”'], "\"").replace('’', "'").replace('–', "-").replace(' ', "\u{a0} ");
    for copy in [decomposed, plain] {
        let item = item(&[original, &copy], "en");
        let answer = analyzer().score_items(&[item], true).unwrap().remove(0).unwrap();
        assert_eq!(answer.drift, 0.0, "{copy}");
        assert!(answer.versions.iter().all(|v| v.drift == 0.0 && v.spans.is_empty()), "{copy}");
    }
}

fn item(texts: &[&str], lang: &str) -> Item {
    let version = |(at, text): (usize, &&str)| ItemVersion {
        id: at.into(),
        text: (*text).to_owned(),
        lang: Language::parse(lang),
    };
    Item { id: "x".into(), versions: texts.iter().enumerate().map(version).collect(), source: None }
}

#[test]
fn swapped_versions_are_answered_with_swapped_numbers() {
    let pairs = [
        ("They obtained the data of 30 voters.", "They conquered the data of 13 voters.", "en"),
        ("El hospital no cerró sus puertas.", "El hospital cerró sus puertas el lunes.", "es"),
        ("委员会批准了三项提案。", "委员会否决了所有提案。", "zh"),
    ];
    let analyzer = analyzer();
    for (a, b, lang) in pairs {
        let answer = |x, y| analyzer.score_items(&[item(&[x, y], lang)], true).unwrap().remove(0).unwrap();
        let (one, two) = (answer(a, b), answer(b, a));
        assert_eq!(one.drift, two.drift, "{a}");
        let tokens =
            |v: &transdrift::item::VersionAnswer| serde_json::to_string(&(v.drift, &v.tokens)).unwrap();
        assert_eq!(tokens(&one.versions[0]), tokens(&two.versions[1]), "{a}");
        assert_eq!(tokens(&one.versions[1]), tokens(&two.versions[0]), "{a}");
        let spans = |v: &transdrift::item::VersionAnswer| {
            let marks: Vec<_> =
                v.spans.iter().map(|s| (s.start, s.end, s.kind, s.confidence.to_bits())).collect();
            format!("{marks:?}")
        };
        assert_eq!(spans(&one.versions[0]), spans(&two.versions[1]), "{a}");
    }
}

#[test]
fn versions_in_another_order_are_answered_with_the_same_numbers_and_reasons() {
    let quay = "The harbour office closed the northern quay on Monday after a crane had been damaged.";
    let lacks = quay.replace(" on Monday", "");
    let groups = [
        [
            quay,
            "After damage to a crane, the port authority shut the northern pier on Monday.",
            "On Monday the northern quay was sold by the harbour authority because a crane was damaged.",
            "Because one of the cranes had suffered damage, the port office closed its northern quay.",
        ],
        [
            quay,
            quay,
            quay,
            "The harbour office sold the northern quay on Monday after a crane had been stolen.",
        ],
        [
            quay,
            quay,
            "The port authority shut the northern pier.",
            "The crane was sold on Monday to the port.",
        ],
        [quay, quay, &lacks, &lacks],
        [quay, quay, quay, &lacks],
    ];
    let analyzer = analyzer();
    // What is said of each text, whichever of the versions has it.
    let said = |texts: &[&str], source: Option<&str>| {
        let source = source.map(|text| ItemSource { text: text.to_owned(), lang: Language::parse("de") });
        let item = Item { source, ..item(texts, "en") };
        let answer = analyzer.score_items(&[item], true).unwrap().remove(0).unwrap();
        let mut all: Vec<String> = (texts.iter().zip(&answer.versions))
            .map(|(text, version)| {
                let tokens: Vec<u64> = version.tokens.iter().flatten().map(|t| t.drift.to_bits()).collect();
                let mut spans: Vec<String> = (version.spans.iter())
                    .map(|s| {
                        let mut against: Vec<_> = s.against.iter().map(|a| (a.start, a.end)).collect();
                        against.sort_unstable();
                        format!("{} {} {} {} {} {against:?}", s.start, s.end, s.kind, s.confidence, s.why)
                    })
                    .collect();
                spans.sort();
                format!("{text} {} {tokens:?} {spans:#?}", version.drift.to_bits())
            })
            .collect();
        all.sort();
        (answer.drift.to_bits(), all)
    };
    let source = "Das Hafenamt sperrte am Montag den Nordkai, nachdem ein Kran beschädigt worden war.";
    for (texts, source) in groups.iter().flat_map(|texts| [(texts, None), (texts, Some(source))]) {
        let first = said(texts, source);
        for turn in 1..texts.len() {
            let mut turned = *texts;
            turned.rotate_left(turn);
            assert_eq!(first, said(&turned, source));
            turned.swap(0, 2);
            assert_eq!(first, said(&turned, source));
        }
    }
}

#[test]
fn an_item_is_answered_the_same_alone_and_in_a_batch() {
    let analyzer = analyzer();
    let items = [
        item(&["The bridge will open in May.", "The bridge may open in May."], "en"),
        item(
            &[
                "Der Rat lehnte den Plan ab.",
                "Der Rat nahm den Plan an.",
                "Der Plan wurde vom Rat abgelehnt.",
            ],
            "de",
        ),
    ];
    let answers = |items: &[Item]| {
        let answers = analyzer.score_items(items, true).unwrap();
        answers.into_iter().map(|answer| serde_json::to_string(&answer.unwrap()).unwrap()).collect::<Vec<_>>()
    };
    let alone: Vec<_> = items.iter().flat_map(|item| answers(std::slice::from_ref(item))).collect();
    assert_eq!(answers(&items), alone);
}

#[test]
fn a_version_without_text_lacks_what_the_others_say() {
    let says = "The bridge will open in May.";
    for texts in [vec![says, ""], vec!["  ", says], vec![says, "In May the bridge will open.", ""]] {
        let answer = analyzer().score_items(&[item(&texts, "en")], false).unwrap().remove(0).unwrap();
        assert!(answer.drift >= 0.5, "{texts:?}: {}", answer.drift);
        for (version, text) in answer.versions.iter().zip(&texts).filter(|(_, text)| text.trim().is_empty()) {
            assert!(version.drift >= 0.5, "{text:?}");
        }
    }
    let nothing = analyzer().score_items(&[item(&["", " "], "en")], false).unwrap().remove(0).unwrap();
    assert_eq!(nothing.drift, 0.0);
}

#[test]
fn a_fault_that_all_versions_share_is_no_drift_between_them() {
    let repeated =
        "The old bridge was closed, the old bridge was closed, the old bridge was closed on Monday.";
    let garbled = "The cafÃ© on the square serves crÃ¨me brÃ»lÃ©e to the visitors of the town.";
    for text in [repeated, garbled] {
        let answer = analyzer().score_items(&[item(&[text, text], "en")], true).unwrap().remove(0).unwrap();
        assert_eq!(answer.drift, 0.0, "{text}");
        assert!(answer.versions.iter().all(|v| v.drift == 0.0 && v.spans.is_empty()), "{text}");
        assert!(answer.versions.iter().all(|v| !v.tokens.as_ref().unwrap().is_empty()), "{text}");
        // …while a version without it is told apart.
        let clean =
            item(&[text, "The café was closed on Monday, and so was the old bridge of the town."], "en");
        assert!(analyzer().score_items(&[clean], false).unwrap().remove(0).unwrap().drift > 0.0);
    }
}
