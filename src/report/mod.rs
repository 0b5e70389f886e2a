//! The result of a run, and its renderers, one a file.

use crate::{Config, Document, align::Group, document::Segment, drift::GroupDrift, notice::Notice};

/// Everything that a run found.
#[derive(Debug, Clone)]
pub struct Report {
    /// What made it: enough to make it again.
    pub signature: Signature,
    /// Doubts about input and steps.
    pub notices: Vec<Notice>,
    /// The versions, in the order given.
    pub versions: Vec<ReportVersion>,
    /// Every group, in reading order of the first version that has it.
    pub groups: Vec<ReportGroup>,
    /// Neighbouring groups that drift, most at stake first.
    pub passages: Vec<Passage>,
}

/// What made a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The program's version.
    pub version: String,
    /// The model, [`Encoder::signature`](crate::encode::Encoder::signature).
    pub model: String,
    /// The settings.
    pub config: Config,
}

/// One version with its segments.
#[derive(Debug, Clone)]
pub struct ReportVersion {
    /// The document.
    pub document: Document,
    /// Its segments.
    pub segments: Vec<Segment>,
}

/// A group with its drift.
#[derive(Debug, Clone)]
pub struct ReportGroup {
    /// Which segments.
    pub group: Group,
    /// What the scorer says.
    pub drift: GroupDrift,
}

/// Neighbouring groups with high drift, reported together.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Indices into [`Report::groups`], ascending.
    pub groups: Vec<usize>,
    /// How much meaning is at stake, for sorting; the unit is expected severity points (MQM weights).
    pub weight: f32,
}
