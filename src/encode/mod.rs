//! Text to vectors: a contextual vector for every token and one for the whole text.

use crate::{Result, Span};

/// What an encoder makes of one text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Encoding {
    /// Where each token is in the text, in bytes, in order; special tokens are left out.
    pub tokens: Vec<Span>,
    /// One row of [`Encoder::dim`] numbers a token: the encoder's last layer, not normalised.
    pub vectors: Vec<f32>,
    /// The same rows from the layer two thirds of the way up (the eighth of twelve), not normalised. A swapped word
    /// shows there most clearly, before the last layers spread the sentence's meaning over all of its tokens
    /// (measured in docs/drift.md). Empty when the encoder does not give it; then `vectors` serve.
    pub middle: Vec<f32>,
    /// One number a token: minus the natural logarithm of its probability in the unigram vocabulary, so that rare
    /// tokens weigh more. Empty when the encoder does not give it.
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
/// the processor's instruction set beyond the last printed digit.
pub trait Encoder: Send + Sync {
    /// Numbers a vector.
    fn dim(&self) -> usize;

    /// Encodes every text, in order.
    fn encode(&self, texts: &[&str]) -> Result<Vec<Encoding>>;

    /// Names the model in a report: name and the first 12 hexadecimal digits of the SHA-256 of its weights.
    fn signature(&self) -> String;
}
