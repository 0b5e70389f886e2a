//! Texts in, encodings out: tokens, windows, batches, means.

#[cfg(feature = "hf")]
use super::folder;
use super::{
    Encoder, Encoding,
    file::{Bytes, File},
    kernel::Kernel,
    network::{Input, Network, Scratch},
    tokenizer::{Token, Unigram},
};
use crate::{Error, Result, Span};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Tokens of a batch, roughly: enough that weights are read from the slow caches seldom, few enough that
/// what a layer works on stays in them, and that a page of text is several batches.
const BATCH: usize = 192;

/// Tokens that neighbouring windows of a long text share. Each token's vector is taken from the window in
/// which it stands further from the edge, so every token sees at least half of this on both sides.
const OVERLAP: usize = 128;

/// What E5 models were trained to see before a text of a symmetric comparison.
const PREFIX: &str = "query:";

/// An encoder that runs a transformer network on the processor.
pub(super) struct Transformer {
    name: String,
    bytes: Bytes,
    hash: OnceLock<String>,
    vocabulary: Vocabulary,
    network: Network,
    kernel: Kernel,
    /// First and last token of every window.
    begin: u32,
    end: u32,
    prefix: Vec<u32>,
    /// Whether the first token's vector stands for the sentence, and not the mean of all.
    first: bool,
    path: PathBuf,
}

/// What cuts a text into tokens.
enum Vocabulary {
    /// Of the project's own file.
    Unigram(Unigram),
    /// Of a `tokenizer.json`.
    #[cfg(feature = "hf")]
    Folder(Box<folder::Vocabulary>),
}

impl Vocabulary {
    fn tokens(&self, text: &str) -> Result<Vec<Token>, String> {
        match self {
            Self::Unigram(vocabulary) => Ok(vocabulary.tokens(text)),
            #[cfg(feature = "hf")]
            Self::Folder(vocabulary) => vocabulary.tokens(text),
        }
    }
}

/// A window of a text: which of its tokens it reads, and of which it keeps the vectors.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Window {
    text: usize,
    read: std::ops::Range<usize>,
    keep: std::ops::Range<usize>,
}

impl Transformer {
    /// Reads a model file; `path` is for messages.
    pub(super) fn read(path: &Path, name: String, bytes: Bytes) -> Result<Self> {
        let failed = |problem: String| Error::Model { path: PathBuf::from(path), problem };
        let (vocabulary, network, begin, end) = {
            let file = File::read(bytes.as_slice()).map_err(failed)?;
            let (vocabulary, network) = rayon::join(|| Unigram::read(&file), || Network::read(&bytes, &file));
            (vocabulary.map_err(failed)?, network.map_err(failed)?, file.header.begin, file.header.end)
        };
        let vocabulary = Vocabulary::Unigram(vocabulary);
        Self::assemble(path, name, bytes, vocabulary, network, (begin, end), PREFIX, false)
    }

    /// Reads a folder in the layout of Hugging Face.
    ///
    /// A text gets the prefix of E5 models if `e5` is part of the folder's name. The sentence vector is the
    /// mean, unless `1_Pooling/config.json` says that it is the first token's.
    #[cfg(feature = "hf")]
    pub(super) fn read_folder(path: &Path) -> Result<Self> {
        let failed = |problem: String| Error::Model { path: PathBuf::from(path), problem };
        let read = |name: &str| {
            std::fs::read(path.join(name)).map_err(|e| {
                failed(format!(
                    "{name} cannot be read ({e}); a model folder has config.json, tokenizer.json and \
                     model.safetensors"
                ))
            })
        };
        let (config, json, weights) =
            (read("config.json")?, read("tokenizer.json")?, read("model.safetensors")?);
        let pooling = std::fs::read_to_string(path.join("1_Pooling/config.json")).unwrap_or_default();
        let pooling: serde_json::Value = serde_json::from_str(&pooling).unwrap_or_default();
        let first = pooling.get("pooling_mode_cls_token").and_then(serde_json::Value::as_bool);
        let network = folder::network(&config, &weights).map_err(failed)?;
        let vocabulary = folder::Vocabulary::read(&json).map_err(failed)?;
        if vocabulary.len() > network.words() {
            return Err(failed(format!(
                "has {} tokens in its tokenizer.json, but {} rows in its word embedding",
                vocabulary.len(),
                network.words()
            )));
        }
        let name =
            path.file_name().map_or_else(|| "model".into(), |name| name.to_string_lossy().into_owned());
        let prefix = if name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|part| part == "e5") {
            PREFIX
        } else {
            ""
        };
        let edges = (vocabulary.begin, vocabulary.end);
        let bytes = Bytes::Owned(std::sync::Arc::new(weights));
        let vocabulary = Vocabulary::Folder(Box::new(vocabulary));
        Self::assemble(path, name, bytes, vocabulary, network, edges, prefix, first.unwrap_or(false))
    }

    #[allow(clippy::too_many_arguments)] // the fields, once
    fn assemble(
        path: &Path,
        name: String,
        bytes: Bytes,
        vocabulary: Vocabulary,
        network: Network,
        (begin, end): (u32, u32),
        prefix: &str,
        first: bool,
    ) -> Result<Self> {
        let failed = |problem: String| Error::Model { path: PathBuf::from(path), problem };
        let prefix: Vec<u32> =
            vocabulary.tokens(prefix).map_err(failed)?.iter().map(|token| token.id).collect();
        if prefix.len() + 4 > network.window() {
            return Err(failed(format!("reads {} tokens at once, too few", network.window())));
        }
        Ok(Self {
            name,
            bytes,
            hash: OnceLock::new(),
            vocabulary,
            network,
            kernel: Kernel::default(),
            begin,
            end,
            prefix,
            first,
            path: PathBuf::from(path),
        })
    }

    /// Runs on another instruction set.
    #[cfg(test)]
    pub(super) fn with_kernel(mut self, kernel: Kernel) -> Self {
        self.kernel = kernel;
        self
    }

    /// Tokens of a text that fit into one window.
    fn room(&self) -> usize {
        self.network.window() - self.prefix.len() - 2
    }

    /// Runs one batch.
    fn run(&self, windows: &[Window], tokens: &[Vec<Token>], scratch: &mut Scratch) -> Vec<Part> {
        let mut inputs = Vec::new();
        let mut lengths = Vec::with_capacity(windows.len());
        for window in windows {
            let read = tokens.get(window.text).and_then(|t| t.get(window.read.clone())).unwrap_or_default();
            let words = std::iter::once(self.begin)
                .chain(self.prefix.iter().copied())
                .chain(read.iter().map(|token| token.id))
                .chain(std::iter::once(self.end));
            let first = inputs.len();
            inputs.extend(words.zip(0..).map(|(word, position)| Input { word, position }));
            lengths.push(inputs.len() - first);
        }
        let (rows, middle) = self.network.run(self.kernel, &inputs, &lengths, scratch);
        let (mut rows, mut middle) = (rows.as_slice(), middle.as_slice());
        let mut done = Vec::with_capacity(windows.len());
        for (window, length) in windows.iter().zip(lengths) {
            let (own, rest) = rows.split_at(length * self.network.hidden);
            let (own_middle, middle_rest) = middle.split_at(length * self.network.hidden);
            (rows, middle) = (rest, middle_rest);
            done.push(self.part(window, own, own_middle));
        }
        done
    }

    fn part(&self, window: &Window, rows: &[f32], middle: &[f32]) -> Part {
        let hidden = self.network.hidden;
        let lead = 1 + self.prefix.len();
        let keep = lead + window.keep.start - window.read.start..lead + window.keep.end - window.read.start;
        let mut sum = vec![0.0; hidden];
        let mut count = 0;
        for (at, row) in rows.chunks_exact(hidden).enumerate() {
            let special = at < lead || at == lead + window.read.len();
            if if self.first { at == 0 } else { special || keep.contains(&at) } {
                sum.iter_mut().zip(row).for_each(|(total, x)| *total += x);
                count += 1;
            }
        }
        let kept =
            |rows: &[f32]| rows.get(keep.start * hidden..keep.end * hidden).unwrap_or_default().to_vec();
        Part { rows: kept(rows), middle: kept(middle), sum, count }
    }
}

/// What a window gives to its text.
struct Part {
    /// Rows of the tokens that it keeps, from the last layer.
    rows: Vec<f32>,
    /// The same from [`Network::middle`].
    middle: Vec<f32>,
    /// Its share of the mean.
    sum: Vec<f32>,
    count: usize,
}

/// Cuts `tokens` tokens of a text into windows of at most `room`, neighbours sharing [`OVERLAP`].
fn windows(text: usize, tokens: usize, room: usize) -> Vec<Window> {
    if tokens <= room {
        return vec![Window { text, read: 0..tokens, keep: 0..tokens }];
    }
    let overlap = OVERLAP.min(room / 2);
    let step = room - overlap;
    let mut windows: Vec<Window> = Vec::new();
    let mut start = 0;
    loop {
        let end = (start + room).min(tokens);
        let from = if start == 0 { 0 } else { start + overlap / 2 };
        let to = if end == tokens { tokens } else { end - (overlap - overlap / 2) };
        windows.push(Window { text, read: start..end, keep: from..to });
        if end == tokens {
            return windows;
        }
        start += step;
    }
}

/// Groups neighbouring windows into batches of about [`BATCH`] tokens.
fn batches(windows: &[Window]) -> Vec<&[Window]> {
    let mut batches = Vec::new();
    let (mut first, mut tokens) = (0, 0);
    for (at, window) in windows.iter().enumerate() {
        if tokens > 0 && tokens + window.read.len() > BATCH {
            batches.extend(windows.get(first..at));
            (first, tokens) = (at, 0);
        }
        tokens += window.read.len() + 4;
    }
    batches.extend(windows.get(first..).filter(|rest| !rest.is_empty()));
    batches
}

impl Encoder for Transformer {
    fn dim(&self) -> usize {
        self.network.hidden
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Encoding>> {
        let tokens: Result<Vec<Vec<Token>>, String> =
            texts.par_iter().map(|text| self.vocabulary.tokens(text)).collect();
        let tokens = tokens.map_err(|problem| Error::Model { path: self.path.clone(), problem })?;
        let room = self.room();
        let cut: Vec<Window> =
            tokens.iter().enumerate().flat_map(|(text, t)| windows(text, t.len(), room)).collect();
        let batches = batches(&cut);
        let parts: Vec<Vec<Part>> = batches
            .par_iter()
            .map_init(Scratch::default, |scratch, batch| self.run(batch, &tokens, scratch))
            .collect();
        let mut encodings: Vec<Encoding> = tokens
            .iter()
            .map(|_| Encoding { sentence: vec![0.0; self.dim()], ..Encoding::default() })
            .collect();
        let mut counts = vec![0_usize; texts.len()];
        for (window, part) in cut.iter().zip(parts.into_iter().flatten()) {
            let (Some(encoding), Some(count)) = (encodings.get_mut(window.text), counts.get_mut(window.text))
            else {
                continue;
            };
            encoding.windows += 1;
            encoding.sentence.iter_mut().zip(part.sum).for_each(|(total, x)| *total += x);
            *count += part.count;
            let kept = tokens.get(window.text).and_then(|t| t.get(window.keep.clone())).unwrap_or_default();
            let rows = part.rows.chunks_exact(self.network.hidden);
            let middle = part.middle.chunks_exact(self.network.hidden);
            for ((token, row), middle) in kept.iter().zip(rows).zip(middle) {
                push(encoding, token, row, middle);
            }
        }
        for (encoding, count) in encodings.iter_mut().zip(counts) {
            normalise(&mut encoding.sentence, count);
        }
        Ok(encodings)
    }

    fn signature(&self) -> String {
        let hash = self.hash.get_or_init(|| {
            let digest = Sha256::digest(self.bytes.as_slice());
            digest.iter().take(6).fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"))
        });
        format!("{} {hash}", self.name)
    }
}

/// Adds a token, unless it is a marker that stands alone and covers no character of the text.
fn push(encoding: &mut Encoding, token: &Token, row: &[f32], middle: &[f32]) {
    if token.span == Span::new(token.span.start, token.span.start) {
        return;
    }
    encoding.tokens.push(token.span);
    encoding.rarity.extend(token.score.map(|score| -score));
    encoding.vectors.extend_from_slice(row);
    encoding.middle.extend_from_slice(middle);
    encoding.unknown += usize::from(!token.known);
}

/// Sum to mean, then to unit length; a zero vector stays.
fn normalise(sum: &mut [f32], count: usize) {
    let mean = 1.0 / count.max(1) as f32;
    for x in sum.iter_mut() {
        *x *= mean;
    }
    let length = sum.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>().sqrt();
    if length > 0.0 {
        for x in sum {
            *x = (f64::from(*x) / length) as f32;
        }
    }
}
