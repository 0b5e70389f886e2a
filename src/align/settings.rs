//! Every number the aligner decides by.

use serde::{Deserialize, Serialize};

/// Settings of the aligner. The defaults were fitted together on four kinds of text (see `docs/alignment.md`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Settings {
    /// Weight of the overlap of words, numbers and letter sequences, where the sentence vector weighs 1.
    pub lexical: f32,
    /// Weight of the squared difference of the logarithms of the lengths, in units of its variance in these texts.
    pub length: f32,
    /// Evidence, in units of a typical true pair of these texts, above which two segments are rather paired
    /// than left alone.
    pub floor: f32,
    /// How much higher the floor is between texts that share nothing but their topic: there the best pairs of
    /// two sentences are seldom pairs that say the same.
    pub loose: f32,
    /// How much lower the floor is where a first pass left next to nothing alone.
    pub complete: f32,
    /// Evidence that each segment must add which makes one side of a bead longer than the other (1-2, 1-3…).
    pub attach: f32,
    /// How much of that a segment makes up for by its own evidence with the other side (the weakest of the bead).
    pub part: f32,
    /// Evidence that each further pair of segments must add (2-2, 3-3…): could it not be cut in two?
    pub merge: f32,
    /// What is taken off again where the segment is the other part of a sentence, not a sentence.
    pub open: f32,
    /// The same for merging across the border of two paragraphs, on top of those.
    pub block: f32,
    /// Evidence above `floor` that a chain of segments needs to be taken out of order.
    pub moved: f32,
    /// How much the neighbours on the diagonal say about a pair when anchors are chosen.
    pub context: f32,
    /// How much a longer segment weighs than a shorter one in the sum of evidence: the power of its length.
    pub weight: f32,
    /// How far the neighbours of a merged run are taken to be neighbours of all its parts, 0..1.
    pub spread: f32,
    /// The most segments of one version in a bead.
    pub longest: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lexical: 0.69,
            length: 0.035,
            floor: 0.05,
            loose: 2.0,
            complete: 0.2,
            attach: 0.1,
            part: 0.27,
            merge: 0.9,
            open: 0.2,
            block: 0.02,
            moved: 0.45,
            context: 0.92,
            weight: 0.6,
            spread: 0.4,
            longest: 4,
        }
    }
}
