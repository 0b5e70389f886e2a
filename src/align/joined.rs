//! Neighbouring segments read as one text: what a merged bead says as a whole, not as the sum of its parts.

use super::{evidence::Run, prepared::Prepared};
use crate::Result;
use std::ops::Range;

/// Neighbouring segments of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Which version, in the order given to the aligner.
    pub version: usize,
    /// Which segments: two or more.
    pub segments: Range<usize>,
}

/// Gives the vectors of stretches read as one text each. So the aligner need not see a model.
pub trait Joiner: Sync {
    /// One sentence vector a stretch, in order, of the same encoder as [`super::SegmentView::vector`]; an empty
    /// one where there is none to be had (then the sum of the parts stands in).
    ///
    /// # Errors
    /// When the encoder fails.
    fn join(&self, stretches: &[Stretch]) -> Result<Vec<Vec<f32>>>;
}

/// Vectors of some runs of one version, less what all versions have in common.
#[derive(Debug, Default)]
pub(super) struct JoinedRows {
    dim: usize,
    runs: Vec<Run>,
    numbers: Vec<f32>,
}

impl JoinedRows {
    pub fn new(dim: usize) -> Self {
        Self { dim, ..Self::default() }
    }

    /// Adds a run, unless its vector is of no use.
    pub fn add(&mut self, side: &Prepared, run: Run, vector: &[f32]) {
        if let Some(row) = side.less_common(vector) {
            self.runs.push(run);
            self.numbers.extend(row);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Every run with the number of its row.
    pub fn iter(&self) -> impl Iterator<Item = (Run, u32)> {
        self.runs.iter().copied().zip(0..)
    }

    pub fn vector(&self, row: u32) -> &[f32] {
        let row = row as usize;
        self.numbers.get(row * self.dim..(row + 1) * self.dim).unwrap_or_default()
    }
}
