//! What becomes a passage, and in which order.

use super::*;
use crate::{Report, report::testing::Builder};

const LONG: [&str; 6] = [
    "The council of the harbour town met on Tuesday to vote about the new ferry line.",
    "Thirteen members were in favour of it and only four of them were against the plan.",
    "The mayor thanked the volunteers for their patience during the long winter months.",
    "She said that the old ferry would be sold to a museum on the other coast.",
    "Tickets can be bought on board, at the pier and in every post office of the region.",
    "The first boat leaves at six in the morning and the last one late in the evening.",
];

fn kinds(report: &Report) -> Vec<(PassageKind, Vec<usize>, Vec<usize>)> {
    report.passages.iter().map(|p| (p.kind, p.groups.clone(), p.versions.clone())).collect()
}

fn pair() -> Builder {
    Builder::default().version("a", "en", &LONG).version("b", "en", &LONG)
}

fn shift(builder: Builder, severity: Severity, confidence: f32) -> Builder {
    builder.finding("lexical-shift", severity, confidence, Some(1), &[(0, "the"), (1, "the")])
}

#[test]
fn one_sure_critical_finding_outweighs_many_small_ones() {
    let mut builder = shift(pair().group(&[&[0], &[0]]), Severity::Critical, 0.9);
    builder = builder.group(&[&[1], &[1]]).group(&[&[2], &[2]]);
    for index in 3..6 {
        for _ in 0..9 {
            builder = shift(
                if builder.groups.len() > index { builder } else { builder.group(&[&[index], &[index]]) },
                Severity::Minor,
                0.99,
            );
        }
    }
    let report = builder.report();
    assert_eq!(
        kinds(&report),
        [(PassageKind::Drift, vec![0], vec![1]), (PassageKind::Drift, vec![3, 4, 5], vec![1])]
    );
    assert!(report.passages[0].weight > 8.9 && report.passages[1].weight < 2.0);
}

#[test]
fn a_short_quiet_group_joins_and_a_long_one_parts() {
    let short = ["He agreed.", LONG[1], "So did she.", LONG[3], LONG[2], LONG[5]];
    let builder = Builder::default().version("a", "en", &short).version("b", "en", &short);
    let builder = builder.group(&[&[0], &[0]]);
    let builder = shift(builder.group(&[&[1], &[1]]), Severity::Major, 0.8).group(&[&[2], &[2]]);
    let builder = shift(builder.group(&[&[3], &[3]]), Severity::Major, 0.8).group(&[&[4], &[4]]);
    let report = shift(builder.group(&[&[5], &[5]]), Severity::Major, 0.7).report();
    let groups: Vec<_> = report.passages.iter().map(|p| p.groups.clone()).collect();
    assert_eq!(groups, [vec![1, 2, 3], vec![5]]);
}

#[test]
fn below_the_threshold_nothing_is_reported() {
    let below = crate::Config::default().threshold - 0.01;
    let report = shift(pair().group(&[&[0], &[0]]), Severity::Critical, below);
    assert_eq!(report.group(&[&[1], &[1]]).report().passages, []);
}

#[test]
fn a_missing_paragraph_is_one_passage_and_most_versions_decide() {
    let builder = Builder::default()
        .version("a", "en", &LONG)
        .version("b", "en", &[LONG[0], LONG[1], LONG[5]])
        .version("c", "en", &LONG)
        .group(&[&[0], &[0], &[0]])
        .group(&[&[1], &[1], &[1]])
        .group(&[&[2], &[], &[2]])
        .group(&[&[3], &[], &[3]])
        .group(&[&[4], &[], &[4]])
        .group(&[&[5], &[2], &[5]]);
    let report = builder.report();
    assert_eq!(kinds(&report), [(PassageKind::Missing, vec![2, 3, 4], vec![1])]);
    assert_eq!(report.passages[0].severity, Severity::Major);
    assert_eq!(report.summaries[1].missing.segments, 3);
    assert_eq!(report.summaries[0].added.segments, 0);
    assert!(report.notices.is_empty());
}

#[test]
fn the_source_decides_between_two() {
    let report = Builder::default()
        .version("de", "en", &LONG[..5])
        .source()
        .version("a", "en", &LONG[..4])
        .version("b", "en", &LONG)
        .group(&[&[0], &[0], &[0]])
        .group(&[&[1], &[1], &[1]])
        .group(&[&[2], &[2], &[2]])
        .group(&[&[3], &[3], &[3]])
        .group(&[&[4], &[], &[4]])
        .group(&[&[], &[], &[5]])
        .report();
    let mut kinds = kinds(&report);
    kinds.sort_by_key(|k| k.1.clone());
    assert_eq!(kinds, [(PassageKind::Missing, vec![4], vec![1]), (PassageKind::Added, vec![5], vec![2])]);
}

#[test]
fn furniture_and_a_headline_printed_twice_are_nothing() {
    let report = Builder::default()
        .version("a", "en", &[LONG[0], LONG[0], LONG[1], "#Photo series with 15 pictures"])
        .version("b", "en", &[LONG[0], LONG[1]])
        .group(&[&[0], &[0]])
        .group(&[&[1], &[]])
        .group(&[&[2], &[1]])
        .group(&[&[3], &[]])
        .report();
    assert_eq!(report.passages, []);
    assert_eq!((report.summaries[0].furniture, report.summaries[0].added.segments), (1, 0));
}

#[test]
fn a_loosely_related_version_is_named_once() {
    let report = Builder::default()
        .version("a", "en", &LONG[..4])
        .version("b", "en", &LONG[..4])
        .version("c", "en", &[LONG[0], LONG[4], LONG[5], LONG[4]])
        .group(&[&[0], &[0], &[0]])
        .group(&[&[1], &[1], &[]])
        .group(&[&[2], &[2], &[]])
        .group(&[&[3], &[3], &[]])
        .group(&[&[], &[], &[1]])
        .group(&[&[], &[], &[2]])
        .group(&[&[], &[], &[3]])
        .report();
    assert_eq!(report.passages, []);
    assert_eq!(report.notices.len(), 1);
    assert_eq!(report.notices[0].version.as_deref(), Some("c"));
    assert!(!report.summaries[2].related && report.summaries[0].related);
}

#[test]
fn text_beside_other_text_is_one_passage() {
    let report = Builder::default()
        .version("a", "en", &LONG[..4])
        .version("b", "en", &[LONG[0], LONG[1], LONG[4], LONG[3]])
        .group(&[&[0], &[0]])
        .group(&[&[1], &[1]])
        .group(&[&[2], &[]])
        .group(&[&[], &[2]])
        .group(&[&[3], &[3]])
        .report();
    assert_eq!(kinds(&report), [(PassageKind::Unmatched, vec![2, 3], vec![0, 1])]);
}
