#![cfg(feature = "default-model")]

use super::*;
use crate::{
    Config, Language, Span,
    analyze::Analyzer,
    document::{BlockKind, Role, Segment},
    drift::{Member, MemberSegment},
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

/// The built-in head on two texts.
fn judged(a: (&str, Language), b: (&str, Language)) -> Judgement {
    let analyzer = Analyzer::new(encode::default_encoder().unwrap(), Config::default()).unwrap();
    let documents: Vec<_> =
        [a, b].iter().map(|(text, lang)| input::from_text("", text, Some(*lang))).collect();
    let whole = |language, text: &str| Segment {
        span: Span::new(0, text.len()),
        block: 0,
        kind: BlockKind::Paragraph,
        language,
    };
    let cut = vec![vec![whole(a.1, a.0)], vec![whole(b.1, b.0)]];
    let versions = analyzer.encode_segments(documents, cut).unwrap();
    let units: Vec<Units<'_>> = versions
        .iter()
        .enumerate()
        .map(|(version, v)| {
            let (span, language) = (v.segments[0].span, v.segments[0].language);
            let segments = vec![MemberSegment { span, language, encoded: &v.encoded[0] }];
            Units::of(&Member { version, role: Role::Version, language, text: &v.document.text, segments })
        })
        .collect();
    let head = Head::built_in().unwrap().unwrap();
    assert!(head.suits(&analyzer.encoder().signature()));
    head.judge(&units[0], &units[1]).unwrap()
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
