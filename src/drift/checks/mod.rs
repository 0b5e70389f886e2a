//! The kinds of drift, one a file, and their registry.
//!
//! A new kind is three edits: its file, its line below, an example in a corpus. `docs/drift-kinds.md` is
//! generated from the kinds ([`manual`](super::kind::manual)); a test fails when it is stale.

pub mod addition;
pub mod antonym;
pub mod attribution;
pub mod broken_output;
pub mod date_mismatch;
mod foreign;
pub mod gender;
mod headed;
pub mod lexical_shift;
pub mod modality;
pub mod name_mismatch;
pub mod negation;
pub mod number_mismatch;
pub mod omission;
mod opposition;
pub mod quantifier;
pub mod question;
pub mod quotation;
pub mod role_swap;
mod speakers;
mod standing;
pub mod tense;
pub mod terminology;
#[cfg(test)]
mod testing;
pub mod unit_mismatch;
pub mod untranslated;
pub mod wrong_language;

use super::{Check, Comparison, Finding, GroupView, Kind};

/// Every kind, by name. Those that no check finds (`lexical-shift`, `omission`, `addition`) are found by the
/// scorer, from vectors.
pub static KINDS: &[&Kind] = &[
    &addition::KIND,
    &antonym::KIND,
    &attribution::KIND,
    &broken_output::KIND,
    &date_mismatch::KIND,
    &gender::KIND,
    &lexical_shift::KIND,
    &modality::KIND,
    &name_mismatch::KIND,
    &negation::KIND,
    &number_mismatch::KIND,
    &omission::KIND,
    &quantifier::KIND,
    &question::KIND,
    &quotation::KIND,
    &role_swap::KIND,
    &tense::KIND,
    &terminology::KIND,
    &unit_mismatch::KIND,
    &untranslated::KIND,
    &wrong_language::KIND,
];

/// Every check that finds what can be known for certain, without vectors.
pub static CHECKS: &[&dyn Check] = &[
    &antonym::Antonym,
    &attribution::Attribution,
    &broken_output::BrokenOutput,
    &date_mismatch::DateMismatch,
    &gender::Gender,
    &modality::Modality,
    &name_mismatch::NameMismatch,
    &negation::Negation,
    &number_mismatch::NumberMismatch,
    &quantifier::Quantifier,
    &question::Question,
    &quotation::Quotation,
    &role_swap::RoleSwap,
    &tense::Tense,
    &terminology::Terminology,
    &unit_mismatch::UnitMismatch,
    &untranslated::Untranslated,
    &wrong_language::WrongLanguage,
];

/// The kind of this name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|k| k.name == name).copied()
}

/// Runs every check on a group. Findings are ordered by kind, then by place; their confidence is each check's
/// own estimate. Groups in which one version alone says something have no findings but those about itself.
/// `faithful` are the [versions that stand with their source](Comparison::faithful).
#[must_use]
pub fn run(group: &GroupView<'_>, faithful: Vec<usize>) -> Vec<Finding> {
    let comparison = Comparison { faithful, ..Comparison::of(group) };
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check.check(&comparison)).collect();
    findings.sort_by(|x, y| {
        let key = |f: &Finding| (f.kind, f.places.iter().map(|p| (p.version, p.span)).collect::<Vec<_>>());
        key(x).cmp(&key(y)).then_with(|| x.reason.cmp(&y.reason))
    });
    findings
}
