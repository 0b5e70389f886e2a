//! A second opinion on what a check found: where two texts hardly differ as wholes, a lost negation or another number is more
//! often a sentence turned round ("did not change the rate", "kept the rate") than a shift.

use super::{
    Finding,
    checks::{broken_output, negation, quotation, role_swap, terminology, untranslated, wrong_language},
    evidence::logistic,
    head::logit,
};

/// How the log odds of a finding follow from its own and those of the texts' drift.
struct Weights {
    own: f32,
    drift: f32,
    offset: f32,
}

/// Fitted to 325 negations found in 13,000 pairs, written and made, that the head was not fitted to, all of a pair that is harmless
/// being false; the offset by hand, since harmless texts are more frequent than there. Of those at .4 and more, 191 of 209 true
/// ones stay there and 19 of 36 false ones (docs/drift.md, "Checks and the head"; a doubted one kept .5 of its confidence then).
const OF_NEGATION: Weights = Weights { own: 0.65, drift: 0.95, offset: 0.0 };

/// The same for the other kinds, together: 1,204 findings; 991 of 1,036 true ones and 31 of 56 false ones stay.
const OF_OTHERS: Weights = Weights { own: 1.4, drift: 1.1, offset: 1.2 };

/// What a text is by its form, or by a list that the user gave: no matter of opinion.
const BY_FORM: [&str; 5] = [
    broken_output::KIND.name,
    quotation::KIND.name,
    terminology::KIND.name,
    untranslated::KIND.name,
    wrong_language::KIND.name,
];

/// Odds are taken of probabilities this far from 0 and 1 at least: beyond, the fit had nothing to go by.
const LEAST: f32 = 0.01;

fn log_odds(p: f32) -> f32 {
    logit(p.clamp(LEAST, 1.0 - LEAST))
}

/// Lowers the confidence of what checks found between two texts of one language that drift by `drift`, 0..1, without them. It
/// never raises one: that the texts differ does not say that they differ by this.
pub(super) fn reconsider(findings: &mut [Finding], drift: f32) {
    let is_opinion =
        |f: &&mut Finding| !BY_FORM.contains(&f.kind) && !f.numbers.contains_key(role_swap::VALUES);
    for finding in findings.iter_mut().filter(is_opinion) {
        let weights = if finding.kind == negation::KIND.name { OF_NEGATION } else { OF_OTHERS };
        let odds =
            weights.own * log_odds(finding.confidence) + weights.drift * log_odds(drift) + weights.offset;
        let opinion = logistic(odds);
        if opinion < finding.confidence {
            finding.numbers.insert("confidence of the check alone".to_owned(), finding.confidence);
            finding.numbers.insert("drift of the two without the checks".to_owned(), drift);
            finding.confidence = opinion;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::Severity;
    use std::collections::BTreeMap;

    fn reconsidered(kind: &'static str, confidence: f32, drift: f32) -> f32 {
        let mut findings = [Finding {
            kind,
            severity: Severity::Major,
            confidence,
            culprit: None,
            against_source: Vec::new(),
            places: Vec::new(),
            reason: String::new(),
            numbers: BTreeMap::new(),
        }];
        reconsider(&mut findings, drift);
        findings[0].confidence
    }

    #[test]
    fn a_negation_between_texts_that_hardly_differ_is_doubted() {
        let doubted = reconsidered(negation::KIND.name, 0.6, 0.05);
        assert!(doubted < 0.15, "{doubted}");
        assert!(reconsidered(negation::KIND.name, 0.9, 0.6) > 0.6);
    }

    #[test]
    fn nothing_is_raised_and_form_is_no_matter_of_opinion() {
        for (kind, confidence) in [(negation::KIND.name, 0.2), ("number-mismatch", 0.3)] {
            assert!(reconsidered(kind, confidence, 0.99) <= confidence);
        }
        assert!((reconsidered(wrong_language::KIND.name, 0.7, 0.01) - 0.7).abs() < 1e-6);
    }
}
