//! Text to vectors: a contextual vector for every token and one for the whole text.
//!
//! [`default_encoder`] opens the model that is part of the program, [`open`] any other. `docs/encoder.md`
//! describes the model, its file and the kernels, with figures.

mod file;
#[cfg(feature = "hf")]
mod folder;
#[allow(clippy::indexing_slicing)] // loops over shapes that are checked once, at the kernel's front door
pub(crate) mod kernel;
mod network;
mod normalize;
mod tokenizer;
mod transformer;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // as in any test; clippy does not see that the module is one
mod toy;

#[cfg(all(test, feature = "default-model"))]
#[allow(clippy::unwrap_used)] // as in any test; clippy does not see that the module is one
mod tests;

use crate::{Error, Result, Span};
use std::{path::Path, sync::Arc};

/// What an encoder makes of one text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Encoding {
    /// Where each token is in the text, in bytes, ascending; special tokens are left out. Two tokens have one
    /// span if one character of the text is spelled by both (`㎏` by `k` and `g`).
    pub tokens: Vec<Span>,
    /// One row of [`Encoder::dim`] numbers a token: the encoder's last layer, not normalised.
    pub vectors: Vec<f32>,
    /// The same rows from the layer two thirds of the way up (the eighth of twelve), not normalised. A swapped word
    /// shows there most clearly, before the last layers spread the sentence's meaning over all of its tokens
    /// (measured in docs/drift.md). Empty when the encoder does not give it; then `vectors` serve.
    pub middle: Vec<f32>,
    /// One number a token: minus the natural logarithm of its probability in the unigram vocabulary, so that rare
    /// tokens weigh more: about 3 for a comma, 12 for an ordinary word, 20 for the rarest pieces, above 30 for a
    /// character that the vocabulary does not know. Empty when the encoder does not give it.
    pub rarity: Vec<f32>,
    /// The sentence vector: the mean over all tokens (special tokens included, as the model was trained),
    /// at unit length.
    pub sentence: Vec<f32>,
    /// Into how many windows a text longer than the model's context was cut; 1 for an ordinary text.
    pub windows: usize,
    /// How many tokens the vocabulary does not know.
    pub unknown: usize,
}

/// Turns texts into vectors.
///
/// The answer for a text does not depend on the other texts of the call, on the number of threads, or on
/// the processor's instruction set.
pub trait Encoder: Send + Sync {
    /// Numbers a vector.
    fn dim(&self) -> usize;

    /// Encodes every text, in order.
    fn encode(&self, texts: &[&str]) -> Result<Vec<Encoding>>;

    /// Names the model in a report: name and the first 12 hexadecimal digits of the SHA-256 of its weights.
    fn signature(&self) -> String;
}

/// The default model, multilingual-e5-small with 4-bit weights, from inside the program.
///
/// # Errors
/// [`Error::Model`] if the program was built around a damaged file.
#[cfg(feature = "default-model")]
pub fn default_encoder() -> Result<Box<dyn Encoder>> {
    read_default().map(|encoder| Box::new(encoder) as Box<dyn Encoder>)
}

/// The default model is not part of this build.
///
/// # Errors
/// Always: [`Error::Usage`], with what to do.
#[cfg(not(feature = "default-model"))]
pub fn default_encoder() -> Result<Box<dyn Encoder>> {
    Err(Error::Usage {
        problem: "this build has no model inside (feature `default-model` is off)".into(),
        remedy: "name one, for example `--model models/e5-small-q4.tdm`".into(),
    })
}

#[cfg(feature = "default-model")]
fn read_default() -> Result<transformer::Transformer> {
    static MODEL: &[u8] = include_bytes!("../../models/e5-small-q4.tdm");
    let path = Path::new("models/e5-small-q4.tdm");
    transformer::Transformer::read(path, "e5-small-q4".into(), file::Bytes::Static(MODEL))
}

/// Opens a model: a file of this project's format, or a folder in the layout of Hugging Face (`config.json`,
/// `tokenizer.json`, `model.safetensors`) with a network of the BERT or XLM-R family.
///
/// # Errors
/// [`Error::Read`] if the file cannot be read; [`Error::Model`] if it is not a model, or damaged, or of a
/// family that cannot be run, or if a folder lacks one of its files.
pub fn open(path: &Path) -> Result<Box<dyn Encoder>> {
    if path.is_dir() {
        return open_folder(path);
    }
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let name = path.file_stem().map_or_else(|| "model".into(), |stem| stem.to_string_lossy().into_owned());
    let bytes = file::Bytes::Owned(Arc::new(bytes));
    Ok(Box::new(transformer::Transformer::read(path, name, bytes)?))
}

#[cfg(feature = "hf")]
fn open_folder(path: &Path) -> Result<Box<dyn Encoder>> {
    Ok(Box::new(transformer::Transformer::read_folder(path)?))
}

#[cfg(not(feature = "hf"))]
fn open_folder(path: &Path) -> Result<Box<dyn Encoder>> {
    let problem = "is a folder; this build reads only files (feature `hf` is off)".into();
    Err(Error::Model { path: path.to_owned(), problem })
}
