//! Neighbouring groups that drift become one passage; passages are sorted by what is at stake.

use super::{
    ReportGroup,
    presence::{Apart, Part, Presence, Verdict},
};
use crate::drift::{Finding, Severity};
use serde::{Deserialize, Serialize};

/// Neighbouring groups with high drift, reported together.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// What happened.
    pub kind: PassageKind,
    /// Indices into [`Report::groups`](super::Report::groups), ascending, never empty.
    pub groups: Vec<usize>,
    /// The versions it is about, most often named first; see [`PassageKind`]. May be empty for `Drift`.
    pub versions: Vec<usize>,
    /// The severity of what weighs most in it.
    pub severity: Severity,
    /// The probability that a careful reviewer would call it a change of meaning, 0..1.
    pub confidence: f32,
    /// How much meaning is at stake, for sorting; the unit is expected severity points (MQM weights).
    pub weight: f32,
}

/// What happened in a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassageKind {
    /// The versions say different things; the passage's versions are the odd ones out.
    Drift,
    /// The passage's versions leave out what most versions, or the source, have.
    Missing,
    /// The passage's versions have what neither most versions nor the source have.
    Added,
    /// The passage's versions have text that finds no partner in others, and nothing decides who is right.
    Unmatched,
}

/// What a severity costs: 1, 5, 10, the weights of MQM scorecards and of xCOMET (Guerreiro et al. 2024,
/// arXiv:2310.10482, section 3) for minor, major and critical errors.
fn points(severity: Severity) -> f32 {
    match severity {
        Severity::Minor => 1.0,
        Severity::Major => 5.0,
        Severity::Critical => 10.0,
    }
}

/// Every further finding of a passage counts half as much as the one before: several findings often describe
/// the same words, and one sure critical error must outweigh a long row of small ones.
const NEXT: f32 = 0.5;

/// A quiet group of at most so many words between two that drift does not split a passage: about one short
/// sentence, which the reviewer would read as context anyway.
const BRIDGE_WORDS: usize = 12;

/// The most groups in one passage of drift: what fits on a screen. Longer stretches become several passages.
const LONGEST: usize = 6;

/// Words at which a missing piece weighs half of what a whole missing paragraph does: half a sentence.
const HALF_WEIGHT_WORDS: f32 = 10.0;

/// All passages, most at stake first; equal ones in reading order.
pub(super) fn passages(groups: &[ReportGroup], presence: &Presence, threshold: f32) -> Vec<Passage> {
    let mut out = drifting(groups, presence, threshold);
    out.extend(apart(groups, presence, threshold));
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.groups.cmp(&b.groups)));
    out
}

/// Whether a group drifts beyond being absent somewhere: one of its findings reaches the threshold, or the
/// group does and two versions or more say something here.
fn drifts(group: &ReportGroup, part: &Part, words: &[usize], threshold: f32) -> bool {
    // Where a version lacks the whole group, these two say only that.
    let absence = |f: &Finding| matches!(f.kind, "omission" | "addition") && matches!(part, Part::Apart(_));
    let mut shown = group.drift.findings.iter().filter(|f| f.confidence >= threshold).peekable();
    *part != Part::Furniture
        && match shown.peek() {
            Some(_) => shown.any(|f| !absence(f)),
            None => group.drift.drift >= threshold && words.iter().filter(|w| **w > 0).count() > 1,
        }
}

/// Runs of drifting groups.
fn drifting(groups: &[ReportGroup], presence: &Presence, threshold: f32) -> Vec<Passage> {
    let mut out = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    // Quiet groups since the last one that drifts; they join only if another follows.
    let mut bridge: Vec<usize> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let (part, words) = (&presence.parts[index], &presence.words[index]);
        if *part == Part::Furniture {
            continue;
        }
        if drifts(group, part, words, threshold) {
            if run.len() + bridge.len() < LONGEST {
                run.append(&mut bridge);
            } else {
                close(&mut run, &mut bridge, groups, threshold, &mut out);
            }
            run.push(index);
        } else if run.is_empty() {
            // Nothing to bridge from.
        } else if bridge.is_empty() && *part == Part::Shared && words.iter().all(|w| *w <= BRIDGE_WORDS) {
            bridge.push(index);
        } else {
            close(&mut run, &mut bridge, groups, threshold, &mut out);
        }
    }
    close(&mut run, &mut bridge, groups, threshold, &mut out);
    out
}

/// Ends a run of drifting groups.
fn close(
    run: &mut Vec<usize>,
    bridge: &mut Vec<usize>,
    groups: &[ReportGroup],
    threshold: f32,
    out: &mut Vec<Passage>,
) {
    bridge.clear();
    if run.is_empty() {
        return;
    }
    let indices = std::mem::take(run);
    let members = || indices.iter().filter_map(|i| groups.get(*i));
    let mut at_stake: Vec<(f32, Severity)> = members()
        .flat_map(|g| &g.drift.findings)
        .filter(|f| f.confidence >= threshold)
        .map(|f| (f.confidence * points(f.severity), f.severity))
        .collect();
    if at_stake.is_empty() {
        // Something differs, but no words stand out: it counts as minor.
        at_stake.extend(members().map(|g| (g.drift.drift * points(Severity::Minor), Severity::Minor)));
    }
    at_stake.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let weight = at_stake.iter().rev().fold(0.0, |sum, (points, _)| points + NEXT * sum);
    let confidence = members()
        .flat_map(|g| g.drift.findings.iter().map(|f| f.confidence).chain([g.drift.drift]))
        .fold(0.0, f32::max);
    out.push(Passage {
        kind: PassageKind::Drift,
        versions: odd_ones_out(members(), threshold),
        severity: at_stake.first().map_or(Severity::Minor, |(_, severity)| *severity),
        confidence,
        weight,
        groups: indices,
    });
}

/// The versions that leave the consensus, most often named first.
fn odd_ones_out<'a>(groups: impl Iterator<Item = &'a ReportGroup>, threshold: f32) -> Vec<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for group in groups {
        let shown = group.drift.findings.iter().filter(|f| f.confidence >= threshold);
        let mut named: Vec<usize> = if group.drift.drift >= threshold {
            group.drift.odd_one_out.into_iter().collect()
        } else {
            vec![]
        };
        if named.is_empty() {
            named = shown.filter_map(|f| f.culprit).collect();
            named.sort_unstable();
            named.dedup();
        }
        for version in named {
            match counts.iter_mut().find(|(_, v)| *v == version) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, version)),
            }
        }
    }
    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    counts.into_iter().map(|(_, version)| version).collect()
}

/// A run of groups that stand apart in the same way.
struct Run<'a> {
    indices: Vec<usize>,
    first: &'a Apart,
    have: Vec<usize>,
    /// Text of both sides: what one has stands beside what the other has.
    mixed: bool,
}

/// Runs of groups that some version of the same text lacks: a missing paragraph is one passage.
fn apart(groups: &[ReportGroup], presence: &Presence, threshold: f32) -> Vec<Passage> {
    let mut out = Vec::new();
    let mut run: Option<Run> = None;
    for (index, group) in groups.iter().enumerate() {
        let (part, words) = (&presence.parts[index], &presence.words[index]);
        let side = match part {
            Part::Furniture => continue,
            Part::Apart(side) if !drifts(group, part, words, threshold) => side,
            _ => {
                out.extend(run.take().and_then(|r| close_apart(r, groups, presence, threshold)));
                continue;
            }
        };
        match run.as_mut() {
            Some(r) if r.first.have == side.have && r.first.lack == side.lack => r.indices.push(index),
            Some(r)
                if side.have.iter().all(|v| r.first.lack.contains(v) || (r.mixed && r.have.contains(v))) =>
            {
                r.mixed = true;
                r.have.extend(&side.have);
                r.have.sort_unstable();
                r.have.dedup();
                r.indices.push(index);
            }
            _ => {
                out.extend(run.take().and_then(|r| close_apart(r, groups, presence, threshold)));
                run = Some(Run { indices: vec![index], first: side, have: side.have.clone(), mixed: false });
            }
        }
    }
    out.extend(run.and_then(|r| close_apart(r, groups, presence, threshold)));
    out
}

/// Ends a run of groups that stand apart; `None` when it is too doubtful to report.
fn close_apart(run: Run, groups: &[ReportGroup], presence: &Presence, threshold: f32) -> Option<Passage> {
    let members = || run.indices.iter().filter_map(|i| groups.get(*i));
    let findings: Vec<&Finding> = members().flat_map(|g| &g.drift.findings).collect();
    // The aligner's certainty that the segments have no partner, unless a check was surer.
    let alone = members().map(|g| g.group.confidence).sum::<f32>() / run.indices.len() as f32;
    let confidence = findings.iter().map(|f| f.confidence).fold(alone, f32::max).clamp(0.0, 1.0);
    if confidence < threshold {
        return None;
    }
    let words: usize = (run.indices.iter())
        .filter_map(|i| presence.words.get(*i))
        .map(|row| row.iter().max().copied().unwrap_or_default())
        .sum();
    let by_length = if words as f32 >= HALF_WEIGHT_WORDS { Severity::Major } else { Severity::Minor };
    let severity =
        findings.iter().filter(|f| f.confidence >= threshold).map(|f| f.severity).max().unwrap_or(by_length);
    let weight = confidence * points(severity) * words as f32 / (words as f32 + HALF_WEIGHT_WORDS);
    let (kind, versions) = match run.first.verdict {
        _ if run.mixed => (PassageKind::Unmatched, run.have),
        Verdict::Missing => (PassageKind::Missing, run.first.lack.clone()),
        Verdict::Added => (PassageKind::Added, run.have),
        Verdict::Open => (PassageKind::Unmatched, run.have),
    };
    Some(Passage { kind, groups: run.indices, versions, severity, confidence, weight })
}

#[cfg(test)]
mod tests {
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
        let report = shift(pair().group(&[&[0], &[0]]), Severity::Critical, 0.49);
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
}
