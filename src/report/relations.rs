//! Which versions are versions of the same text, and which only report on the same thing.

use super::{ReportGroup, ReportVersion, rounded};
use crate::{Report, drift::Finding, text};
use std::cmp::Ordering;

/// Two versions are of the same text when groups that both are in hold at least this share of the words of
/// the shorter one. An abridged translation keeps nearly all of its words in shared groups; two reports on
/// one event that were written apart share quotes and figures. Below it, what one lacks is not an omission.
/// Halfway between what was measured: .83 and more among the translations of every corpus of the repository, in
/// whatever languages; .56 and less among agency reports on one event.
const SAME_TEXT: f32 = 0.7;

/// How much every two versions of a report have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relations {
    /// `share[a][b]`, symmetric; see [`Relations::share`].
    share: Vec<Vec<f32>>,
}

impl Relations {
    /// From the words of each version in each group, `words[group][version]`, furniture aside.
    pub(crate) fn of(versions: usize, words: &[Vec<usize>]) -> Self {
        let word = |row: &Vec<usize>, v: usize| row.get(v).copied().unwrap_or_default();
        let total: Vec<usize> = (0..versions).map(|v| words.iter().map(|row| word(row, v)).sum()).collect();
        let share = |a: usize, b: usize| {
            let shorter = if total[a] <= total[b] { a } else { b };
            let both = words.iter().filter(|row| word(row, a) > 0 && word(row, b) > 0);
            // Of two versions of equal length, the smaller share: the same for both.
            let common = |v: usize| both.clone().map(|row| word(row, v)).sum::<usize>();
            let common = if total[a] == total[b] { common(a).min(common(b)) } else { common(shorter) };
            if total[shorter] == 0 { 0.0 } else { rounded(common as f32 / total[shorter] as f32) }
        };
        Self::from_shares(
            (0..versions)
                .map(|a| (0..versions).map(|b| if a == b { 1.0 } else { share(a, b) }).collect())
                .collect(),
        )
    }

    pub(super) fn from_shares(share: Vec<Vec<f32>>) -> Self {
        Self { share }
    }

    /// The share of the shorter version's words that stand in groups with the other, 0..1.
    #[must_use]
    pub fn share(&self, a: usize, b: usize) -> f32 {
        self.share.get(a).and_then(|row| row.get(b)).copied().unwrap_or_default()
    }

    /// Whether two versions are of the same text: they share most of the shorter one's words.
    #[must_use]
    pub fn same_text(&self, a: usize, b: usize) -> bool {
        self.share(a, b) >= SAME_TEXT
    }

    /// Which original each version is of: the first version of it. Versions are of one original when they are of the
    /// same text, or when others link them that are.
    #[must_use]
    pub fn originals(&self) -> Vec<usize> {
        let mut originals: Vec<usize> = (0..self.share.len()).collect();
        for a in 0..originals.len() {
            for b in (0..a).filter(|b| self.same_text(a, *b)) {
                let (x, y) = (originals[a], originals[b]);
                originals.iter_mut().filter(|o| **o == x.max(y)).for_each(|o| *o = x.min(y));
            }
        }
        originals
    }

    /// The other version that has most in common with this one, with their share; the first of equal ones.
    #[must_use]
    pub fn closest(&self, version: usize) -> Option<(usize, f32)> {
        (0..self.share.len())
            .filter(|other| *other != version)
            .map(|other| (other, self.share(version, other)))
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// Whether the version is of the same text as some other.
    #[must_use]
    pub fn is_related(&self, version: usize) -> bool {
        self.closest(version).is_some_and(|(_, share)| share >= SAME_TEXT)
    }

    /// Whether some two of these are of the same text.
    pub(super) fn any_pair(&self, versions: &[usize]) -> bool {
        versions.iter().enumerate().any(|(i, a)| versions.iter().skip(i + 1).any(|b| self.same_text(*a, *b)))
    }

    /// Whether a finding concerns versions of the same text.
    ///
    /// Reports that were written apart word things differently, add and leave out as they please; only where
    /// they contradict each other in what can be checked (numbers, dates, negation…) is that news. So a
    /// finding about wording needs two versions of the same text that differ in it.
    pub(super) fn concerns(
        &self,
        versions: &[ReportVersion],
        group: &ReportGroup,
        finding: &Finding,
    ) -> bool {
        let present: Vec<usize> = (0..versions.len()).filter(|v| has(group, *v)).collect();
        let pairs = || present.iter().flat_map(|a| present.iter().map(move |b| (*a, *b)));
        if !is_wording(finding.kind) {
            return true;
        }
        if let [alone] = present.as_slice() {
            return self.is_related(*alone);
        }
        if pairs().all(|(a, b)| self.same_text(a, b)) {
            return true;
        }
        let words: Vec<Vec<String>> = (0..versions.len()).map(|v| words(versions, finding, v)).collect();
        pairs().any(|(a, b)| {
            a != b
                && finding.culprit.is_none_or(|culprit| culprit == a)
                && self.same_text(a, b)
                && differ(&words[a], &words[b])
        })
    }
}

/// The words of a version that a finding names, folded and sorted.
fn words(versions: &[ReportVersion], finding: &Finding, version: usize) -> Vec<String> {
    let Some(document) = versions.get(version).map(|v| &v.document) else { return Vec::new() };
    let own = finding.places.iter().filter(|p| p.version == version).map(|p| p.span.of(&document.text));
    let mut words: Vec<String> = own
        .flat_map(|place| {
            let words = text::words(place, document.language);
            words.into_iter().map(|word| text::fold(word.of(place))).collect::<Vec<_>>()
        })
        .collect();
    words.sort_unstable();
    words
}

/// Two phrases say the same when they have at least this share of their words in common (Dice): “leaked
/// letters sent on behalf of” and “leaked letters that were sent on behalf of” do.
const ALIKE: f32 = 0.6;

/// Whether two lists of sorted words are different phrases.
fn differ(a: &[String], b: &[String]) -> bool {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let total = a.len() + b.len();
    total > 0 && ((2 * common) as f32) < ALIKE * total as f32
}

/// Kinds that are found by comparing wordings, not by what can be known for certain.
pub(super) fn is_wording(kind: &str) -> bool {
    matches!(kind, "lexical-shift" | "omission" | "addition")
}

/// Whether a version has a part in a group.
pub(super) fn has(group: &ReportGroup, version: usize) -> bool {
    group.group.members.get(version).is_some_and(|m| !m.is_empty())
}

impl Report {
    /// Whether a finding of a group is shown: its confidence reaches the threshold of the run, and it does not
    /// merely say that reports written apart differ in wording (see [`Relations`]).
    #[must_use]
    pub fn shows(&self, group: &ReportGroup, finding: &Finding) -> bool {
        finding.confidence >= self.signature.config.threshold
            && self.relations.concerns(&self.versions, group, finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        drift::{Place, Severity},
        report::testing::Builder,
    };

    /// `a` and `b` are of the same text, `c` is not.
    fn three() -> Report {
        let long = "The council of the harbour town met on Tuesday to vote about the new ferry line.";
        let lines = [long, "It obtained 13 votes.", "The mayor thanked everyone."];
        let other = "Somebody else wrote this report about something that happened in the town.";
        Builder::default()
            .version("a", "en", &lines)
            .version("b", "en", &lines)
            .version("c", "en", &[other, "It conquered 30 votes.", other])
            .group(&[&[0], &[0], &[]])
            .group(&[&[2], &[2], &[]])
            .group(&[&[], &[], &[0]])
            .group(&[&[], &[], &[2]])
            .group(&[&[1], &[1], &[1]])
            .finding("lexical-shift", Severity::Major, 0.9, Some(2), &[(0, "obtained"), (2, "conquered")])
            .finding("number-mismatch", Severity::Major, 0.9, Some(2), &[(0, "13"), (2, "30")])
            .finding("omission", Severity::Major, 0.9, Some(0), &[(1, "obtained")])
            .finding("omission", Severity::Major, 0.9, Some(0), &[(2, "conquered")])
            .finding("addition", Severity::Major, 0.9, Some(1), &[(1, "obtained")])
            .finding("lexical-shift", Severity::Major, 0.9, None, &[(0, "votes"), (1, "votes"), (2, "votes")])
            .finding("lexical-shift", Severity::Major, 0.9, None, &[(0, "It"), (1, "votes")])
            .report()
    }

    #[test]
    fn versions_of_one_original_are_linked_by_others() {
        let report = three();
        assert_eq!(report.relations.originals(), [0, 0, 2]);
        // The first has something in common with the last only by way of the third.
        let shares = [[1.0, 0.1, 0.8, 0.1], [0.1, 1.0, 0.2, 0.1], [0.8, 0.2, 1.0, 0.9], [0.1, 0.1, 0.9, 1.0]];
        let relations = Relations::from_shares(shares.iter().map(|row| row.to_vec()).collect());
        assert_eq!(relations.originals(), [0, 1, 0, 0]);
    }

    #[test]
    fn wording_counts_among_versions_of_the_same_text_only() {
        let report = three();
        assert!(report.relations.same_text(0, 1) && !report.relations.same_text(1, 2));
        assert_eq!(report.relations.closest(2).map(|(v, _)| v), Some(0));
        let group = &report.groups[4];
        let shown: Vec<bool> = group.drift.findings.iter().map(|f| report.shows(group, f)).collect();
        assert_eq!(shown, [false, true, true, false, true, false, true]);
    }

    #[test]
    fn what_only_a_report_of_its_own_says_is_no_omission() {
        let mut report = three();
        let finding = |version: usize, report: &Report| Finding {
            kind: "omission",
            severity: Severity::Major,
            confidence: 0.9,
            culprit: None,
            against_source: Vec::new(),
            places: vec![Place { version, span: report.versions[version].segments[0].span }],
            reason: String::new(),
            numbers: std::collections::BTreeMap::new(),
        };
        assert!(!report.shows(&report.groups[2], &finding(2, &report)));
        report.groups[2].group.members = vec![vec![0], Vec::new(), Vec::new()];
        assert!(report.shows(&report.groups[2], &finding(0, &report)));
    }

    #[test]
    fn the_share_is_the_same_from_both_sides() {
        let relations = Relations::of(2, &[vec![5, 5], vec![2, 0], vec![0, 2], vec![1, 4], vec![3, 0]]);
        assert!((relations.share(0, 1) - relations.share(1, 0)).abs() < f32::EPSILON);
        assert!(!Relations::of(2, &[]).same_text(0, 1));
    }
}
