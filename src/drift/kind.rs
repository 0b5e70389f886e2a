//! A kind of drift: its name, its place in MQM, its documentation, and the check that finds it.

use super::{Finding, GroupView, Severity};

/// A kind of drift, as `transdrift kinds` and the documentation show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// `number-mismatch`: the one name in files, code, JSON and configuration.
    pub name: &'static str,
    /// The MQM category: `accuracy/mistranslation`.
    pub mqm: &'static str,
    /// The usual severity; a finding may differ.
    pub severity: Severity,
    /// What it finds, in one line.
    pub finds: &'static str,
    /// Why it matters to a reader.
    pub matters: &'static str,
    /// Pairs of texts, in at least one language, with the words that drift between `[` and `]`.
    pub examples: &'static [Example],
    /// What it is known to miss, and where it keeps silent on purpose.
    pub misses: &'static str,
}

/// Two versions of a sentence that show a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// ISO 639 code of the language of both.
    pub language: &'static str,
    /// What it should say.
    pub says: &'static str,
    /// What the drifting version says.
    pub drifts: &'static str,
}

/// Finds one kind of drift in a group.
pub trait Check: Sync {
    /// What it looks for.
    fn kind(&self) -> &'static Kind;

    /// The findings in this group. The same group with its members in another order gives the same findings.
    fn check(&self, group: &GroupView<'_>) -> Vec<Finding>;
}
