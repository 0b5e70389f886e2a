//! The learned head: upper layers of the encoder that read two members together, and tell a change of meaning from a
//! change of words.
//!
//! The encoder reads every text once, alone. From the rows of its middle layer the head goes on: two more of the
//! encoder's layers, fitted anew, in which every word also sees the words of the other member (helped by the likeness of
//! their vectors); then each word is compared with what the other member has in its place, and a number a word and three
//! for the pair come out. Trained by `tools/train_head.py`, where the same network stands in Python; `docs/drift.md` has
//! the data, the figures and what did not work.
//!
//! The methods: lower layers apart and upper layers joint, Cao et al., `DeFormer` (ACL 2020); soft alignment and
//! comparison of two sentences, Parikh et al., A Decomposable Attention Model (EMNLP 2016), and Chen et al., ESIM (ACL
//! 2017).

mod file;
mod network;

use super::{
    evidence::{Evidence, logistic},
    explain::FIGURES,
    matching::Likeness,
    units::Units,
};
use crate::{
    Error, Result,
    encode::kernel::{Heads, Kernel, Matrix},
};
use std::path::Path;

/// The head, ready to judge. It reads the vectors of one encoder only: see [`Head::suits`].
#[derive(Debug)]
pub struct Head {
    /// The first twelve digits of the SHA-256 of its file.
    signature: String,
    kernel: Kernel,
    shape: Shape,
    /// The length of the encoder's rows in the middle layer; [`Units`] keeps them at unit length.
    length: f32,
    /// A row that belongs to no text: attention rests there, and what is said of the pair gathers.
    sink: Vec<f32>,
    /// What is added to a row for what is known of its unit, `[figure][number]`.
    scalars: Vec<f32>,
    layers: Vec<Layer>,
    /// How sharply a unit is aligned: by likeness in the last layer, in the middle layer, for the same word.
    align: [f32; 3],
    compare: Matrix,
    known: Small,
    compare_norm: Norm,
    unit: Small,
    weigh: Small,
    pool: Matrix,
    tops: Small,
    sentence: Small,
    calibration: Calibration,
}

/// What joins the network's numbers and the untrained evidence into probabilities: logistic functions, fitted to pairs
/// that the network was not trained on. The mixture is better than either: the network knows what matters, the
/// evidence keeps twins apart that differ by little (docs/drift.md).
#[derive(Debug, Clone)]
struct Calibration {
    /// For a pair: weights of the network's logit, of the evidence's and of its most striking replaced word's, and offset,
    /// in one language; the same across languages.
    pair: Vec<f32>,
    /// For a unit: weights of the network's logit and of the evidence's, and offset; twice as well.
    unit: Vec<f32>,
    /// For a finding in a group of two members, and of more: see [`FIGURES`].
    findings: [Vec<f32>; 2],
}

/// Sizes of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    /// Numbers of an encoder's vector.
    dim: usize,
    heads: Heads,
    /// Of the comparison.
    width: usize,
    /// Ways to gather units into a sentence.
    pools: usize,
    inner: usize,
}

/// A joint layer: attention and feed-forward, as in the encoder.
#[derive(Debug)]
struct Layer {
    /// Query, key and value.
    joined: Matrix,
    out: Matrix,
    out_norm: Norm,
    rise: Matrix,
    fall: Matrix,
    fall_norm: Norm,
    /// What each head adds between units of the two members: always, by likeness, for the same word.
    cross: Vec<[f32; 3]>,
}

/// Weight and bias of a normalisation.
#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// A product too small to be worth the kernels: weights `[input][output]`.
#[derive(Debug)]
struct Small {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// What the head says about two members; logits, not calibrated. Swapping the members swaps the sides and
/// changes no bit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Judgement {
    /// One a unit of the first member: that its meaning is gone, changed or added.
    pub first: Vec<f32>,
    /// The same for the second member.
    pub second: Vec<f32>,
    /// That the meaning differs; that it differs by a major error or worse; by a critical one.
    pub pair: [f32; 3],
}

/// The built-in head.
#[cfg(feature = "default-model")]
static BUILT_IN: &[u8] = include_bytes!("../../../models/drift-head.tdh");

/// The signature of the encoder whose vectors the built-in head was trained on.
const ENCODER: &str = "e5-small-q4 6752684d480d";

impl Head {
    /// The head that is part of the program; nothing in a build without the default model.
    ///
    /// # Errors
    /// [`Error::Model`] if the program was built around a damaged file.
    pub fn built_in() -> Result<Option<Self>> {
        #[cfg(feature = "default-model")]
        return Self::read(Path::new("models/drift-head.tdh"), BUILT_IN).map(Some);
        #[cfg(not(feature = "default-model"))]
        Ok(None)
    }

    /// Reads a head's file; `path` names it in errors.
    ///
    /// # Errors
    /// [`Error::Model`] if it is not a head's file, or damaged.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Self> {
        file::read(bytes).map_err(|problem| Error::Model { path: path.to_owned(), problem })
    }

    /// Whether the head was trained on the vectors of the encoder with this signature; others it cannot read.
    #[must_use]
    pub fn suits(&self, encoder: &str) -> bool {
        encoder == ENCODER
    }

    /// The first twelve hexadecimal digits of the SHA-256 of its file.
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// The probability that neighbouring words are a change of meaning, 0..1, in a group of two members or of more.
    pub(super) fn finding(&self, two: bool, figures: &[f32; FIGURES]) -> f32 {
        let weights = &self.calibration.findings[usize::from(!two)];
        let offset = weights.last().copied().unwrap_or_default();
        logistic(figures.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>() + offset)
    }

    /// The logit that the meaning of two members differs, from the head's logit and the untrained evidence.
    pub(super) fn pair(&self, judgement: &Judgement, evidence: &Evidence) -> f32 {
        let terms = [judgement.pair[0], logit(evidence.probability()), evidence.replaced];
        mix(&self.calibration.pair, terms, evidence.monolingual)
    }

    /// The logit that a unit takes part in a change of meaning. `evidence` is the untrained probability; `one`: both
    /// members are in one language.
    pub(super) fn unit(&self, judged: f32, evidence: f32, one: bool) -> f32 {
        mix(&self.calibration.unit, [judged, logit(evidence)], one)
    }

    /// Judges two members by their likeness; nothing where there is nothing to compare, or their vectors are others.
    pub(super) fn judge(&self, a: &Units<'_>, b: &Units<'_>, likeness: Likeness) -> Option<Judgement> {
        if ![a, b].iter().all(|units| units.dim == self.shape.dim && units.len() > 0) {
            return None;
        }
        // Sums depend on the order of their terms in the last bit, so the order is not the caller's.
        if (&a.canonical, a.language) <= (&b.canonical, b.language) {
            return Some(network::judge(self, a, b, likeness));
        }
        let Judgement { first, second, pair } = network::judge(self, b, a, likeness.turned(b.len()));
        Some(Judgement { first: second, second: first, pair })
    }
}

/// A weighted sum of logits; `weights` are those in one language with their offset, then those across languages.
fn mix<const TERMS: usize>(weights: &[f32], terms: [f32; TERMS], one: bool) -> f32 {
    let weights = weights.get(if one { 0 } else { TERMS + 1 }..).unwrap_or_default();
    terms.iter().chain(&[1.0]).zip(weights).map(|(x, w)| x * w).sum()
}

/// The logit of a probability, ±9.2 at most: one in ten thousand.
pub(super) fn logit(probability: f32) -> f32 {
    let p = probability.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests;
