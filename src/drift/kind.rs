//! A kind of drift: its name, its place in MQM, its documentation, and the check that finds it.

use super::{Comparison, Finding, Severity};
use std::fmt::Write;

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

    /// The findings in this group, in no particular order. The same group with its members in another order
    /// gives the same findings.
    fn check(&self, group: &Comparison<'_>) -> Vec<Finding>;
}

/// The manual of all kinds as Markdown: what `docs/drift-kinds.md` holds.
#[must_use]
pub fn manual(kinds: &[&Kind]) -> String {
    let mut out = String::from(
        "# Kinds of drift\n\n\
         Generated from the kinds' own documentation in `src/drift/checks/`; a test fails when it is stale.\n\
         In the examples the words that drift stand between `[` and `]`.\n\n\
         | kind | MQM | usual severity | finds |\n|---|---|---|---|\n",
    );
    for kind in kinds {
        let Kind { name, mqm, severity, finds, .. } = kind;
        writeln!(out, "| [`{name}`](#{name}) | {mqm} | {severity} | {finds} |")
            .expect("writing to a string cannot fail");
    }
    for kind in kinds {
        write!(out, "\n{}", kind.markdown()).expect("writing to a string cannot fail");
    }
    out
}

impl Kind {
    /// The documentation of one kind as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let Self { name, mqm, severity, finds, matters, misses, .. } = self;
        let mut out = format!(
            "## {name}\n\nMQM: {mqm}. Usual severity: {severity}.\n\n\
             **What it finds.** {finds}\n\n**Why it matters.** {matters}\n\n**Examples.**\n\n"
        );
        for Example { language, says, drifts } in self.examples {
            writeln!(out, "- {language}: {says}\n  - drifts: {drifts}")
                .expect("writing to a string cannot fail");
        }
        writeln!(out, "\n**Misses.** {misses}").expect("writing to a string cannot fail");
        out
    }
}

impl Example {
    /// Both texts without the brackets.
    #[must_use]
    pub fn plain(&self) -> (String, String) {
        (self.says.replace(['[', ']'], ""), self.drifts.replace(['[', ']'], ""))
    }
}
