//! A tiny network with made-up weights, as a file of ours and as a folder of Hugging Face's layout: what holds
//! for every model is tested on it, damage included.

use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write as _;

const HIDDEN: usize = 128;
const INNER: usize = 256;
const LAYERS: usize = 2;
const POSITIONS: usize = 40;

/// Pieces: special ones first, as in XLM-R, then some of two scripts.
const PIECES: [&str; 21] = [
    "<s>", "<pad>", "</s>", "<unk>", "▁", "▁query", ":", "▁the", "▁river", "r", "i", "v", "e", "s", "▁b",
    "ank", "河", "流", ".", "t", "h",
];

fn score(piece: usize) -> f32 {
    if piece < 4 { 0.0 } else { -2.0 - piece as f32 / 4.0 }
}

/// Numbers in steps of 0.01 × (-8..=7), what a 4-bit block with that scale can hold.
fn numbers(name: &str, many: usize) -> Vec<f32> {
    let mut state = name.bytes().fold(17_u32, |s, b| s.wrapping_mul(31).wrapping_add(u32::from(b))) | 1;
    let step = half_step();
    (0..many)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            step * ((state >> 8 & 15) as f32 - 8.0)
        })
        .collect()
}

/// 0.01 in half precision.
const STEP: u16 = 0x211F;

fn half_step() -> f32 {
    file::half(STEP)
}

fn nibbles(numbers: &[f32]) -> Vec<u8> {
    let code = |x: f32| (x / half_step() + 8.0).round() as u8;
    numbers
        .chunks_exact(32)
        .flat_map(|block| {
            let (low, high) = block.split_at(16);
            let bytes = low.iter().zip(high).map(|(l, h)| code(*l) | code(*h) << 4);
            STEP.to_le_bytes().into_iter().chain(bytes).collect::<Vec<u8>>()
        })
        .collect()
}

/// Tensors under our names and Hugging Face's, with their shapes.
fn tensors() -> Vec<(String, String, Vec<usize>)> {
    let pair =
        |ours: &str, theirs: &str, shape: &[usize]| (ours.to_owned(), theirs.to_owned(), shape.to_vec());
    let mut all = vec![
        pair("emb.fine", "embeddings.word_embeddings.weight", &[PIECES.len(), HIDDEN]),
        pair("emb.pos", "embeddings.position_embeddings.weight", &[POSITIONS, HIDDEN]),
        pair("emb.type", "embeddings.token_type_embeddings.weight", &[2, HIDDEN]),
        pair("emb.ln.w", "embeddings.LayerNorm.weight", &[HIDDEN]),
        pair("emb.ln.b", "embeddings.LayerNorm.bias", &[HIDDEN]),
    ];
    for l in 0..LAYERS {
        let mut add = |ours: &str, theirs: &str, shape: &[usize]| {
            let theirs = format!("encoder.layer.{l}.{theirs}");
            all.push(pair(&format!("l{l}.{ours}.w"), &format!("{theirs}.weight"), shape));
            all.push(pair(&format!("l{l}.{ours}.b"), &format!("{theirs}.bias"), shape.get(..1).unwrap()));
        };
        add("q", "attention.self.query", &[HIDDEN, HIDDEN]);
        add("k", "attention.self.key", &[HIDDEN, HIDDEN]);
        add("v", "attention.self.value", &[HIDDEN, HIDDEN]);
        add("ao", "attention.output.dense", &[HIDDEN, HIDDEN]);
        add("aln", "attention.output.LayerNorm", &[HIDDEN]);
        add("fi", "intermediate.dense", &[INNER, HIDDEN]);
        add("fo", "output.dense", &[HIDDEN, INNER]);
        add("oln", "output.LayerNorm", &[HIDDEN]);
    }
    all
}

fn little(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

/// The toy as a file of ours.
pub(super) fn file_bytes() -> Vec<u8> {
    let text: String = PIECES.concat();
    let lengths: Vec<u8> = PIECES.iter().map(|piece| piece.len() as u8).collect();
    let scores: Vec<f32> = (0..PIECES.len()).map(score).collect();
    let rule = [0xA0_u32.to_le_bytes().as_slice(), &[1], &0x20_u32.to_le_bytes()].concat();
    let mut sections = vec![
        ("pieces.fine".to_owned(), 2_u32, vec![0xFF; PIECES.len().div_ceil(8)]),
        ("pieces.length".to_owned(), 2, lengths),
        ("pieces.text".to_owned(), 2, text.into_bytes()),
        ("pieces.score".to_owned(), 0, little(&scores)),
        ("normalise".to_owned(), 2, rule),
        ("emb.coarse".to_owned(), 3, Vec::new()),
    ];
    for (ours, theirs, shape) in tensors() {
        let numbers = numbers(&theirs, shape.iter().product());
        let packed = shape.len() == 2 && !["emb.pos", "emb.type"].contains(&ours.as_str());
        let data = if packed { nibbles(&numbers) } else { little(&numbers) };
        sections.push((ours, u32::from(packed), data));
    }
    let mut bytes = b"TDM1".to_vec();
    let count = sections.len();
    for n in [HIDDEN, LAYERS, 4, INNER, POSITIONS, PIECES.len(), 0, 2, 3, 1, count] {
        bytes.extend((n as u32).to_le_bytes());
    }
    bytes.extend(1e-5_f32.to_le_bytes());
    let mut at = bytes.len() + 40 * count;
    for (name, kind, data) in &sections {
        let mut entry = name.clone().into_bytes();
        entry.resize(16, 0);
        bytes.extend(entry);
        bytes.extend(kind.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend((at as u64).to_le_bytes());
        bytes.extend((data.len() as u64).to_le_bytes());
        at += data.len();
    }
    for (_, _, data) in sections {
        bytes.extend(data);
    }
    bytes
}

fn read(bytes: Vec<u8>) -> Result<transformer::Transformer> {
    transformer::Transformer::read(Path::new("toy.tdm"), "toy".into(), file::Bytes::Owned(Arc::new(bytes)))
}

#[test]
fn a_text_is_cut_into_its_likeliest_pieces() {
    let text = "the\u{a0} rivers 河流?";
    let encoding = read(file_bytes()).unwrap().encode(&[text]).unwrap().remove(0);
    let pieces: Vec<&str> = encoding.tokens.iter().map(|span| span.of(text)).collect();
    assert_eq!(pieces, ["the", "river", "s", "河", "流", "?"]);
    assert_eq!(encoding.unknown, 1);
    assert_eq!(encoding.rarity.first(), Some(&-score(7)));
    assert!(encoding.rarity.last().is_some_and(|r| *r > 15.0), "{:?}", encoding.rarity);
}

#[test]
fn a_word_without_end_takes_linear_time_and_loses_nothing() {
    let text = "river".repeat(4_000);
    let encoding = read(file_bytes()).unwrap().encode(&[&text]).unwrap().remove(0);
    assert_eq!(encoding.tokens.first().map(|s| s.start), Some(0));
    assert_eq!(encoding.tokens.last().map(|s| s.end), Some(text.len()));
    assert!(encoding.tokens.windows(2).all(|two| two[0].end == two[1].start));
    assert!(encoding.windows > 100);
}

#[test]
fn a_truncated_file_is_an_error_wherever_it_ends() {
    let whole = file_bytes();
    for length in (0..2_000).step_by(7).chain((2_000..whole.len()).step_by(4_999)).chain([whole.len() - 1]) {
        let cut = whole.get(..length).unwrap().to_vec();
        assert!(matches!(read(cut), Err(Error::Model { .. })), "{length} bytes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Damage to header or directory: an error, or a model that still encodes; never a panic.
    #[test]
    fn a_damaged_header_never_panics(at in 0_usize..52 + 40 * 40, flip in 1_u8..=255) {
        let mut bytes = file_bytes();
        *bytes.get_mut(at).unwrap() ^= flip;
        if let Ok(encoder) = read(bytes) {
            encoder.encode(&["the river bank"]).unwrap();
        }
    }

    #[test]
    fn tokens_of_any_text_ascend_on_character_boundaries(text in "\\PC*|[a-z ▁河流\u{300}\u{301}\u{1161}\u{a0}]{0,80}") {
        let encoding = read(file_bytes()).unwrap().encode(&[&text]).unwrap().remove(0);
        let mut last = Span::default();
        for span in &encoding.tokens {
            prop_assert!(text.get(span.start..span.end).is_some_and(|t| !t.is_empty()), "{span:?} of {text:?}");
            prop_assert!(span.start >= last.end || *span == last || span.overlaps(last), "{:?}", encoding.tokens);
            prop_assert!(span.start >= last.start && span.end >= last.end, "{:?}", encoding.tokens);
            last = *span;
        }
        prop_assert_eq!(encoding.vectors.len(), encoding.tokens.len() * HIDDEN);
        prop_assert!(encoding.vectors.iter().all(|x| x.is_finite()));
    }
}

/// The toy as a folder; `change` may spoil a file.
#[cfg(feature = "hf")]
fn folder(
    name: &str,
    change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>,
) -> (tempfile::TempDir, std::path::PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(name);
    std::fs::create_dir(&path).unwrap();
    let config = json!({
        "model_type": "xlm-roberta", "hidden_size": HIDDEN, "num_hidden_layers": LAYERS,
        "num_attention_heads": 4, "intermediate_size": INNER, "vocab_size": PIECES.len(),
        "max_position_embeddings": POSITIONS + 2, "layer_norm_eps": 1e-5, "pad_token_id": 1,
    });
    let vocabulary: Vec<_> = PIECES.iter().enumerate().map(|(i, piece)| json!([piece, score(i)])).collect();
    let special = |id: usize| {
        json!({"id": id, "content": PIECES[id], "single_word": false, "lstrip": false,
        "rstrip": false, "normalized": false, "special": true})
    };
    let around = |id: usize| json!({"id": PIECES[id], "ids": [id], "tokens": [PIECES[id]]});
    let tokenizer = json!({
        "version": "1.0", "truncation": null, "padding": null, "normalizer": null, "decoder": null,
        "added_tokens": [special(0), special(1), special(2), special(3)],
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
        "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"<s>": around(0), "</s>": around(2)}},
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": false},
    });
    let files = [
        ("config.json", config.to_string().into_bytes()),
        ("tokenizer.json", tokenizer.to_string().into_bytes()),
        ("model.safetensors", safetensors()),
    ];
    for (file, bytes) in files {
        if let Some(bytes) = change(file, bytes) {
            std::fs::write(path.join(file), bytes).unwrap();
        }
    }
    (home, path)
}

#[cfg(feature = "hf")]
fn safetensors() -> Vec<u8> {
    let (mut header, mut data) = (String::new(), Vec::new());
    for (_, theirs, mut shape) in tensors() {
        let mut numbers = numbers(&theirs, shape.iter().product());
        if theirs == "embeddings.position_embeddings.weight" {
            // XLM-R's positions begin behind the padding: two rows that nothing reads.
            numbers.splice(0..0, vec![9.0; 2 * HIDDEN]);
            *shape.first_mut().unwrap() += 2;
        }
        let start = data.len();
        data.extend(little(&numbers));
        let comma = if header.is_empty() { '{' } else { ',' };
        let offsets = [start, data.len()];
        write!(
            header,
            "{comma}{}:{}",
            json!(theirs),
            json!({"dtype": "F32", "shape": shape, "data_offsets": offsets})
        )
        .unwrap();
    }
    header.push('}');
    [(header.len() as u64).to_le_bytes().as_slice(), header.as_bytes(), &data].concat()
}

#[cfg(feature = "hf")]
#[test]
fn a_folder_and_a_file_with_the_same_weights_give_the_same_bits() {
    let text = "the rivers 河流";
    let (_home, path) = folder("toy-e5", |_, bytes| Some(bytes));
    let theirs = open(&path).unwrap().encode(&[text]).unwrap();
    let ours = read(file_bytes()).unwrap().encode(&[text]).unwrap();
    assert_eq!(theirs, ours);
    assert!(ours.first().is_some_and(|e| e.tokens.len() == 5));
    // Without the name of the family that was trained with it, there is no prefix.
    let (_home, path) = folder("toy", |_, bytes| Some(bytes));
    let plain = open(&path).unwrap().encode(&[text]).unwrap();
    assert_eq!(plain.first().map(|e| &e.tokens), ours.first().map(|e| &e.tokens));
    assert_ne!(plain, ours);
}

#[cfg(feature = "hf")]
#[test]
fn a_folder_that_cannot_be_used_says_why() {
    let replace = |file: &'static str, from: &'static str, to: &'static str| {
        move |name: &str, bytes: Vec<u8>| {
            let text = String::from_utf8_lossy(&bytes).replace(from, to);
            Some(if name == file { text.into_bytes() } else { bytes })
        }
    };
    let message = |path: &Path| open(path).err().map(|e| e.to_string()).unwrap_or_default();
    let (_home, path) = folder("m", |name, bytes| (name != "tokenizer.json").then_some(bytes));
    assert!(message(&path).contains("tokenizer.json cannot be read"), "{}", message(&path));
    let (_home, path) = folder("m", replace("config.json", "xlm-roberta", "t5"));
    assert!(message(&path).contains("family `t5`"), "{}", message(&path));
    let (_home, path) =
        folder("m", replace("config.json", "\"intermediate_size\":256", "\"intermediate_size\":64"));
    assert!(message(&path).contains("shape [256, 128]; [64, 128] expected"), "{}", message(&path));
    let (_home, path) = folder("m", |name, mut bytes| {
        if name == "model.safetensors" {
            bytes.truncate(bytes.len() / 2);
        }
        Some(bytes)
    });
    assert!(message(&path).contains("damaged or truncated"), "{}", message(&path));
    let (_home, path) = folder("m", replace("config.json", "{", "["));
    assert!(message(&path).contains("config.json"), "{}", message(&path));
}
