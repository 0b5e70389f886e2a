//! Where the meaning of a group's members shifts, by which words, and why.

pub mod checks;
pub mod comparison;
mod consensus;
mod equal_values;
mod evidence;
mod explain;
pub mod finding;
pub mod head;
pub mod judge;
pub mod kind;
mod matching;
mod opinion;
mod pool;
mod score;
mod table;
mod units;
pub mod view;

pub use comparison::Comparison;
pub use evidence::{Untrained, untrained};
pub use explain::Candidate;
pub use finding::{Finding, Place, Severity};
pub use head::Head;
pub use kind::{Check, Kind};
pub use pool::pool;
pub(crate) use score::ALONE;
pub use score::{candidates, score};
pub(crate) use units::silent;
pub use units::{Facts, Unit, UnitVectors, unit_vectors};
pub use view::{GroupView, Member, MemberSegment};

use crate::Span;

/// What the scorer says about one group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupDrift {
    /// The probability that some meaning differs somewhere in the group, 0..1.
    pub drift: f32,
    /// One a version, in the order of the versions; `None` where the version has no part in the group.
    pub versions: Vec<Option<VersionDrift>>,
    /// The version that leaves the consensus, where the evidence names one.
    pub odd_one_out: Option<usize>,
    /// Whether three and more versions all say something else: then the source itself is the likely cause.
    pub scattered: bool,
    /// Most likely first.
    pub findings: Vec<Finding>,
}

/// What the scorer says about one version's part in a group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VersionDrift {
    /// The probability that this version departs from what the others (and the source) say, 0..1.
    pub drift: f32,
    /// Every word and every punctuation mark, in order.
    pub words: Vec<WordDrift>,
}

/// How likely one word or punctuation mark takes part in a change of meaning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordDrift {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// 0..1.
    pub drift: f32,
}
