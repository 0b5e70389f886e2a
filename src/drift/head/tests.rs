#![cfg(feature = "default-model")]

use super::*;
use crate::{
    Config, Language, Span,
    analyze::{Analyzer, Version},
    document::{BlockKind, Role, Segment},
    drift::{GroupDrift, GroupView, Member, MemberSegment, score},
    encode, input,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[allow(clippy::struct_field_names)] // the names of the file
struct Pair {
    a: String,
    lang_a: Language,
    b: String,
    lang_b: Language,
    /// What `tools/train_head.py --judge` says of them.
    pair: [f32; 3],
    first: Vec<f32>,
    second: Vec<f32>,
}

/// Texts as the analyzer encodes them, each one segment.
fn encoded(texts: &[(&str, Language)]) -> (Analyzer, Vec<Version>) {
    let analyzer = Analyzer::new(encode::default_encoder().unwrap(), Config::default()).unwrap();
    let documents = texts.iter().map(|(text, lang)| input::from_text("", text, Some(*lang))).collect();
    let whole = |(text, language): &(&str, Language)| {
        vec![Segment {
            span: Span::new(0, text.len()),
            block: 0,
            kind: BlockKind::Paragraph,
            language: *language,
        }]
    };
    let versions = analyzer.encode_segments(documents, texts.iter().map(whole).collect()).unwrap();
    (analyzer, versions)
}

fn member(version: usize, v: &Version, role: Role) -> Member<'_> {
    let (span, language) = (v.segments[0].span, v.segments[0].language);
    let segments = vec![MemberSegment { span, language, encoded: &v.encoded[0] }];
    Member { version, role, original: 0, language, text: &v.document.text, segments }
}

/// The built-in head on two texts.
fn judged(a: (&str, Language), b: (&str, Language)) -> Judgement {
    let (analyzer, versions) = encoded(&[a, b]);
    let units = |at: usize| Units::of(&member(at, &versions[at], Role::Version));
    let (a, b) = (units(0), units(1));
    let head = Head::built_in().unwrap().unwrap();
    assert!(head.suits(&analyzer.encoder().signature()));
    let likeness = Likeness::of(&a, &b).unwrap();
    head.judge(&a, &b, likeness).unwrap()
}

/// English versions and a German source, where there is one, scored with the built-in head or without.
fn scored(versions: &[&str], source: Option<&str>, with_head: bool) -> GroupDrift {
    let [en, de] = ["en", "de"].map(|code| Language::parse(code).unwrap());
    let texts: Vec<(&str, Language)> =
        versions.iter().map(|text| (*text, en)).chain(source.map(|text| (text, de))).collect();
    let (_, encoded) = encoded(&texts);
    let role = |at: usize| if at < versions.len() { Role::Version } else { Role::Source };
    let members = encoded.iter().enumerate().map(|(at, v)| member(at, v, role(at))).collect();
    let head = Head::built_in().unwrap();
    let view = GroupView { members, versions: texts.len(), confidence: 1.0, glossary: None };
    score(&view, head.as_ref().filter(|_| with_head))
}

#[test]
fn the_program_computes_what_the_trainer_does() {
    let pairs: Vec<Pair> = serde_json::from_str(include_str!("golden.json")).unwrap();
    assert!(pairs.len() >= 4);
    for pair in &pairs {
        let found = judged((&pair.a, pair.lang_a), (&pair.b, pair.lang_b));
        let same = |found: &[f32], expected: &[f32]| {
            assert_eq!(found.len(), expected.len(), "{}", pair.a);
            for (x, y) in found.iter().zip(expected) {
                // The kernels' weights and activations have 8 bits.
                assert!((x - y).abs() < 0.35, "{}\n{found:?}\n{expected:?}", pair.a);
            }
        };
        same(&found.pair, &pair.pair);
        same(&found.first, &pair.first);
        same(&found.second, &pair.second);
    }
}

#[test]
fn swapping_the_members_swaps_the_judgement_bit_by_bit() {
    let en = Language::parse("en").unwrap();
    let (a, b) = ("The miller sold the baker a sack of rye.", "A sack of rye was sold to the miller.");
    let (one, two) = (judged((a, en), (b, en)), judged((b, en), (a, en)));
    assert_eq!(one.pair.map(f32::to_bits), two.pair.map(f32::to_bits));
    assert_eq!((one.first, one.second), (two.second, two.first));
}

#[test]
fn a_lone_version_that_follows_the_source_is_not_the_culprit() {
    let versions = [
        "The bakery closes in May because the oven is broken.",
        "The brewery closes in May because the rent went up.",
        "The brewery shuts in May, as the rent has risen.",
    ];
    let drifts = |source| {
        let found = scored(&versions, source, true);
        (
            found.versions.iter().take(3).map(|v| v.as_ref().unwrap().drift).collect::<Vec<_>>(),
            found.odd_one_out,
        )
    };
    let (alone, _) = drifts(None);
    assert!(alone[0] > 2.0 * alone[1] && alone[0] > 2.0 * alone[2], "{alone:?}");
    let (beside, odd) = drifts(Some("Die Bäckerei schließt im Mai, weil der Ofen kaputt ist."));
    assert!(beside[1] > 2.0 * beside[0] && beside[2] > 2.0 * beside[0], "{beside:?}");
    assert_ne!(odd, Some(0));
}

#[test]
fn versions_that_all_differ_scatter_and_those_that_agree_do_not() {
    let scattered = |versions: &[&str]| scored(versions, None, true).scattered;
    assert!(scattered(&[
        "The council will close the school in May.",
        "The town sells the old school building.",
        "The school is moving to the harbour.",
    ]));
    assert!(!scattered(&[
        "The council will close the school in May.",
        "In May the council is going to close the school.",
        "The school is moving to the harbour.",
    ]));
}

#[test]
fn texts_too_long_to_judge_are_scored_as_without_a_head() {
    let long = "The bridge over the river is closed to lorries until the end of May. ".repeat(40);
    let other = long.replacen("closed to lorries", "sold to a bakery", 1);
    assert_eq!(scored(&[&long, &other], None, true), scored(&[&long, &other], None, false));
}
