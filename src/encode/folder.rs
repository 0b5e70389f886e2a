//! Models in the layout of Hugging Face: a folder with `config.json`, `tokenizer.json`, `model.safetensors`.
//!
//! The BERT and XLM-R families: one network, two ways to number positions.

use super::{
    kernel::{Heads, Matrix},
    network::{Layer, Network, Norm, Words},
    tokenizer::Token,
};
use crate::Span;
use rayon::prelude::*;
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use tokenizers::{ModelWrapper, Tokenizer};

/// What `config.json` says of a network.
#[derive(Debug, Deserialize)]
struct Config {
    model_type: String,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "default_epsilon")]
    layer_norm_eps: f32,
    #[serde(default = "default_activation")]
    hidden_act: String,
    #[serde(default)]
    pad_token_id: Option<usize>,
    #[serde(default)]
    position_embedding_type: Option<String>,
}

/// BERT's own, for configurations that leave it out.
fn default_epsilon() -> f32 {
    1e-12
}

/// As `default_epsilon`.
fn default_activation() -> String {
    "gelu".into()
}

/// Sizes beyond which a configuration is taken to be damaged: the largest model of the families has 4,096.
const WIDEST: usize = 1 << 16;

impl Config {
    /// Rows of the position embedding that come before the first position: XLM-R counts from its padding on.
    fn first_position(&self) -> usize {
        if self.model_type == "bert" { 0 } else { self.pad_token_id.unwrap_or(1).saturating_add(1) }
    }

    fn check(&self) -> Result<(), String> {
        if !["bert", "roberta", "xlm-roberta", "camembert"].contains(&self.model_type.as_str()) {
            return Err(format!(
                "is of the family `{}`; `bert`, `roberta`, `xlm-roberta` and `camembert` can be read",
                self.model_type
            ));
        }
        if self.hidden_act != "gelu" {
            return Err(format!("uses the activation `{}`; only `gelu` can be run", self.hidden_act));
        }
        if self.position_embedding_type.as_deref().is_some_and(|kind| kind != "absolute") {
            return Err("uses relative positions; only absolute ones can be run".into());
        }
        let sizes = [
            self.hidden_size,
            self.num_hidden_layers,
            self.num_attention_heads,
            self.intermediate_size,
            self.max_position_embeddings,
        ];
        if sizes.iter().any(|n| !(1..=WIDEST).contains(n))
            || self.vocab_size == 0
            || !self.hidden_size.is_multiple_of(self.num_attention_heads)
            || self.max_position_embeddings <= self.first_position()
        {
            return Err("states impossible sizes in its config.json".into());
        }
        Ok(())
    }
}

/// Reads the network from the bytes of `config.json` and `model.safetensors`.
pub(super) fn network(config: &[u8], weights: &[u8]) -> Result<Network, String> {
    let config: Config =
        serde_json::from_slice(config).map_err(|e| format!("has a config.json that cannot be read: {e}"))?;
    config.check()?;
    let tensors = SafeTensors::deserialize(weights)
        .map_err(|e| format!("has a model.safetensors that is damaged or truncated: {e}"))?;
    let weights = Weights::new(tensors)?;
    let hidden = config.hidden_size;
    let mut positions = weights
        .numbers("embeddings.position_embeddings.weight", &[config.max_position_embeddings, hidden])?;
    positions.drain(..config.first_position() * hidden);
    if let Some(kinds) = weights.any("embeddings.token_type_embeddings.weight", hidden)? {
        for row in positions.chunks_exact_mut(hidden) {
            row.iter_mut().zip(&kinds).for_each(|(x, y)| *x += y);
        }
    }
    let layers: Result<Vec<Layer>, String> =
        (0..config.num_hidden_layers).into_par_iter().map(|l| layer(&weights, &config, l)).collect();
    Ok(Network {
        hidden,
        inner: config.intermediate_size,
        heads: Heads { count: config.num_attention_heads, size: hidden / config.num_attention_heads },
        epsilon: config.layer_norm_eps,
        words: Words::Plain(
            weights.numbers("embeddings.word_embeddings.weight", &[config.vocab_size, hidden])?,
        ),
        positions,
        norm: norm(&weights, "embeddings.LayerNorm", hidden)?,
        layers: layers?,
    })
}

fn layer(weights: &Weights, config: &Config, at: usize) -> Result<Layer, String> {
    let (hidden, inner) = (config.hidden_size, config.intermediate_size);
    let place = |name: &str| format!("encoder.layer.{at}.{name}");
    let matrix = |names: &[&str], rows: usize, columns: usize| -> Result<Matrix, String> {
        let (mut numbers, mut bias) = (Vec::new(), Vec::new());
        for name in names {
            numbers.extend(weights.numbers(&place(&format!("{name}.weight")), &[rows, columns])?);
            bias.extend(weights.numbers(&place(&format!("{name}.bias")), &[rows])?);
        }
        Ok(Matrix::new(columns, &bias, |row, to| {
            to.copy_from_slice(numbers.get(row * columns..(row + 1) * columns).unwrap_or_default());
        }))
    };
    let own = ["attention.self.query", "attention.self.key", "attention.self.value"];
    Ok(Layer {
        joined: matrix(&own, hidden, hidden)?,
        attended: matrix(&["attention.output.dense"], hidden, hidden)?,
        attended_norm: norm(weights, &place("attention.output.LayerNorm"), hidden)?,
        rise: matrix(&["intermediate.dense"], inner, hidden)?,
        fall: matrix(&["output.dense"], hidden, inner)?,
        norm: norm(weights, &place("output.LayerNorm"), hidden)?,
    })
}

fn norm(weights: &Weights, name: &str, width: usize) -> Result<Norm, String> {
    Ok(Norm {
        weight: weights.numbers(&format!("{name}.weight"), &[width])?,
        bias: weights.numbers(&format!("{name}.bias"), &[width])?,
    })
}

/// The tensors of a file, under the names of a bare encoder.
struct Weights<'a> {
    tensors: SafeTensors<'a>,
    /// What stands before those names: a checkpoint with a task's head has its family's name there.
    prefix: &'static str,
}

impl<'a> Weights<'a> {
    fn new(tensors: SafeTensors<'a>) -> Result<Self, String> {
        let prefix = ["", "bert.", "roberta.", "model."]
            .into_iter()
            .find(|prefix| tensors.tensor(&format!("{prefix}embeddings.word_embeddings.weight")).is_ok())
            .ok_or("has no word embedding in its model.safetensors; it is not a BERT or XLM-R encoder")?;
        Ok(Self { tensors, prefix })
    }

    /// The numbers of a tensor of this shape.
    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor = self
            .tensors
            .tensor(&format!("{}{name}", self.prefix))
            .map_err(|_| format!("has no tensor `{name}` in its model.safetensors"))?;
        if tensor.shape() != shape {
            return Err(format!("has a tensor `{name}` of shape {:?}; {shape:?} expected", tensor.shape()));
        }
        floats(tensor.dtype(), tensor.data())
            .ok_or_else(|| format!("has a tensor `{name}` of {:?}; floats expected", tensor.dtype()))
    }

    /// The first row of a tensor of any number of rows, if it is there.
    fn any(&self, name: &str, width: usize) -> Result<Option<Vec<f32>>, String> {
        let Ok(tensor) = self.tensors.tensor(&format!("{}{name}", self.prefix)) else { return Ok(None) };
        let mut numbers = self.numbers(name, tensor.shape())?;
        if tensor.shape().last() != Some(&width) || numbers.len() < width {
            return Err(format!("has a tensor `{name}` of shape {:?}", tensor.shape()));
        }
        numbers.truncate(width);
        Ok(Some(numbers))
    }
}

fn floats(kind: Dtype, bytes: &[u8]) -> Option<Vec<f32>> {
    let short = |to: fn(u16) -> f32| {
        bytes.as_chunks::<2>().0.iter().map(|two| to(u16::from_le_bytes(*two))).collect()
    };
    match kind {
        Dtype::F32 => Some(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()),
        Dtype::F16 => Some(short(super::file::half)),
        Dtype::BF16 => Some(short(|bits| f32::from_bits(u32::from(bits) << 16))),
        _ => None,
    }
}

/// A vocabulary of `tokenizer.json`.
pub(super) struct Vocabulary {
    tokenizer: Tokenizer,
    /// Log-probabilities, if the vocabulary is a unigram model.
    scores: Vec<f32>,
    pub(super) begin: u32,
    pub(super) end: u32,
}

impl Vocabulary {
    pub(super) fn read(json: &[u8]) -> Result<Self, String> {
        let failed = |e: tokenizers::Error| format!("has a tokenizer.json that cannot be used: {e}");
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(failed)?;
        // Windows are cut here, with nothing left out.
        tokenizer.with_truncation(None).map_err(failed)?;
        tokenizer.with_padding(None);
        let empty = tokenizer.encode("", true).map_err(failed)?;
        let [begin, .., end] = empty.get_ids() else {
            return Err("has a tokenizer.json that puts no tokens around a text".into());
        };
        let scores = match tokenizer.get_model() {
            ModelWrapper::Unigram(model) => model.iter().map(|(_, score)| *score as f32).collect(),
            _ => Vec::new(),
        };
        Ok(Self { begin: *begin, end: *end, scores, tokenizer })
    }

    /// Rows that the word embedding must have.
    pub(super) fn len(&self) -> usize {
        self.tokenizer.get_vocab(true).values().map(|id| *id as usize + 1).max().unwrap_or_default()
    }

    pub(super) fn tokens(&self, text: &str) -> Result<Vec<Token>, String> {
        let encoding =
            self.tokenizer.encode(text, false).map_err(|e| format!("cannot cut a text into tokens: {e}"))?;
        let parts = encoding.get_ids().iter().zip(encoding.get_offsets()).zip(encoding.get_tokens());
        Ok(parts
            .map(|((id, (start, end)), token)| {
                let piece = text.get(*start..*end).unwrap_or_default();
                let known = !matches!(token.as_str(), "<unk>" | "[UNK]");
                Token {
                    id: *id,
                    span: Span::new(end.saturating_sub(piece.trim_start().len()), *end),
                    score: self.scores.get(*id as usize).copied(),
                    known,
                }
            })
            .collect())
    }
}
