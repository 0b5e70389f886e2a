use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

/// The paragraphs that the rules were written for, and others that were written after the rules.
const TUNED: &str = include_str!("../data/segmentation-cases.txt");
/// Paragraphs of `FRESH` that are cut exactly right (of 46).
const FLOOR: usize = 43;
const FRESH: &str = include_str!("../data/segmentation-fresh.txt");

/// One marked paragraph: its language, its text, where sentences must end and where they may.
struct Case {
    language: Language,
    marked: &'static str,
    text: String,
    must: Vec<usize>,
    may: Vec<usize>,
}

fn cases(data: &'static str) -> Vec<Case> {
    data.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let (code, marked) = line.split_once('\t').unwrap();
            let mut case = Case {
                language: Language::parse(code).unwrap(),
                marked,
                text: String::new(),
                must: vec![],
                may: vec![],
            };
            for c in marked.chars() {
                match c {
                    '‖' => case.must.push(case.text.trim_end().len()),
                    '¦' => case.may.push(case.text.trim_end().len()),
                    other => case.text.push(other),
                }
            }
            case
        })
        .collect()
}

fn inner_ends(case: &Case, spans: &[Span]) -> Vec<usize> {
    let last = case.text.trim_end().len();
    spans.iter().map(|span| span.end).filter(|&end| end < last).collect()
}

fn is_right(case: &Case, ends: &[usize]) -> bool {
    case.must.iter().all(|end| ends.contains(end))
        && ends.iter().all(|end| case.must.contains(end) || case.may.contains(end))
}

#[test]
fn marked_paragraphs_are_cut_where_they_are_marked() {
    let mut wrong = String::new();
    for case in cases(TUNED) {
        let spans = sentences(&case.text, case.language);
        if !is_right(&case, &inner_ends(&case, &spans)) {
            let got: Vec<&str> = spans.iter().map(|span| span.of(&case.text)).collect();
            writeln!(wrong, "{}: {}\n  got {got:#?}", case.language, case.marked).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn hostile_text_costs_time_in_proportion_to_its_length() {
    for unit in [
        "word ",
        ". ",
        ".",
        "\"a. ",
        "(",
        "« ( “ ",
        "Mr. ",
        "1. a\n",
        "a.",
        "a?b",
        "他来了。",
        "! ",
        ".) ",
        "…\u{2028}",
    ] {
        let text = unit.repeat(1_000_000 / unit.len());
        let begun = std::time::Instant::now();
        let spans = sentences(&text, Language::parse("en").unwrap());
        // A quadratic search over a megabyte takes minutes; a linear one takes well under a second.
        assert!(begun.elapsed().as_secs() < 10, "{unit:?} took {:?}", begun.elapsed());
        assert!(!spans.is_empty(), "{unit:?}");
    }
}

proptest! {
    #[test]
    fn every_visible_character_is_in_exactly_one_sentence(
        text in "([a-zA-ZäÉßЖя東。！？ก۔।. \n\"'«»“”„()!?…0-9;—\\[\\]-]|\\PC|\u{2028}|\u{85}|\u{200D}){0,60}",
        code in proptest::sample::select(vec!["en", "de", "fr", "ru", "el", "ja", "zh", "th", "tlh"]),
    ) {
        let spans = sentences(&text, Language::parse(code).unwrap());
        let mut covered = 0;
        let mut end = 0;
        for span in &spans {
            prop_assert!(span.start >= end && !span.is_empty());
            prop_assert_eq!(span.of(&text).len(), span.len());
            prop_assert_eq!(span.of(&text).trim(), span.of(&text));
            covered += span.of(&text).chars().filter(|c| !c.is_whitespace()).count();
            end = span.end;
        }
        prop_assert_eq!(covered, text.chars().filter(|c| !c.is_whitespace()).count());
    }
}

/// The share of paragraphs that are cut exactly right.
fn right(cases: &[Case], cut: impl Fn(&Case) -> Vec<usize>) -> (usize, usize) {
    (cases.iter().filter(|case| is_right(case, &cut(case))).count(), cases.len())
}

fn ours(case: &Case) -> Vec<usize> {
    inner_ends(case, &sentences(&case.text, case.language))
}

fn standard(case: &Case) -> Vec<usize> {
    let last = case.text.trim_end().len();
    let mut ends: Vec<usize> =
        standard_breaks(&case.text).iter().map(|b| b.end).filter(|&e| e < last).collect();
    ends.dedup();
    ends
}

#[test]
fn most_paragraphs_written_after_the_rules_are_cut_right() {
    let (right, all) = right(&cases(FRESH), ours);
    // The figure of docs/segmentation.md: it may rise, not fall.
    assert!(right >= FLOOR, "{right} of {all}");
}

/// Prints the table of docs/segmentation.md.
#[test]
#[ignore = "prints a table: cargo test --lib sentences::tests::table -- --ignored --nocapture"]
fn table() {
    for (name, data) in [("tuned", TUNED), ("fresh", FRESH)] {
        let mut languages: Vec<Language> = cases(data).iter().map(|case| case.language).collect();
        languages.sort_unstable();
        languages.dedup();
        for language in languages {
            let own: Vec<Case> = cases(data).into_iter().filter(|case| case.language == language).collect();
            println!(
                "{name} {language} uax29 {:?} transdrift {:?}",
                right(&own, standard),
                right(&own, ours)
            );
        }
        let all = cases(data);
        println!("{name} all uax29 {:?} transdrift {:?}", right(&all, standard), right(&all, ours));
        for case in all.iter().filter(|case| !is_right(case, &ours(case))) {
            let cut: Vec<&str> =
                sentences(&case.text, case.language).iter().map(|span| span.of(&case.text)).collect();
            println!("  wrong: {} -> {cut:?}", case.marked);
        }
    }
}
