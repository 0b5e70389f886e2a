//! Every number the aligner decides by.

use serde::{Deserialize, Serialize};

/// Settings of the aligner. The defaults were fitted together on four kinds of text (see `docs/alignment.md`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Settings {
    /// Weight of the overlap of words, numbers and letter sequences, where the sentence vector weighs 1.
    pub lexical: f32,
    /// Weight of the squared difference of the logarithms of the lengths.
    pub length: f32,
    /// Evidence, in units of a typical true pair of these texts, above which two segments are rather paired
    /// than left alone.
    pub floor: f32,
    /// Evidence that every segment beyond the first two of a bead must add.
    pub merge: f32,
    /// The same for merging across the border of two paragraphs, on top of `merge`.
    pub block: f32,
    /// Evidence above `floor` that a chain of segments needs to be taken out of order.
    pub moved: f32,
    /// How much the neighbours on the diagonal say about a pair when anchors are chosen.
    pub context: f32,
    /// The most segments of one version in a bead.
    pub longest: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lexical: 0.7,
            length: 0.15,
            floor: 0.45,
            merge: 0.45,
            block: 0.02,
            moved: 0.3,
            context: 0.3,
            longest: 4,
        }
    }
}
