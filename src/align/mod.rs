//! Pairs up the segments of N versions, many to many, in any order.

use crate::{document::BlockKind, features::Features};

/// What the aligner sees of one version: vectors and features, never a model, never a file.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// The segments, in order.
    pub segments: Vec<SegmentView<'a>>,
}

/// What the aligner sees of one segment.
#[derive(Debug, Clone, Copy)]
pub struct SegmentView<'a> {
    /// The text, for overlap of characters.
    pub text: &'a str,
    /// The sentence vector, at unit length.
    pub vector: &'a [f32],
    /// Words, numbers, names.
    pub features: &'a Features,
    /// Heading, paragraph, furniture…
    pub kind: BlockKind,
    /// The block the segment belongs to: segments of one paragraph share it.
    pub block: usize,
}

/// Segments of two versions that belong together, m-n; one side may be empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// Segments of the first version, ascending.
    pub first: Vec<usize>,
    /// Segments of the second version, ascending.
    pub second: Vec<usize>,
    /// How likely a careful reader would pair exactly these, 0..1.
    pub confidence: f32,
    /// Stands in another order than its neighbours.
    pub moved: bool,
}

/// One bead over all versions. Every segment of every version is in exactly one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// One list of segment indices a version, in the order of the versions; ascending, maybe empty.
    pub members: Vec<Vec<usize>>,
    /// How likely a careful reader would pair exactly these, 0..1; 1 for a segment alone by necessity.
    pub confidence: f32,
    /// Some member stands in another order than in the first version that has the group.
    pub moved: bool,
}
