//! Neighbouring groups that drift become one passage; passages are sorted by what is at stake.

use super::{
    ReportGroup, ReportVersion,
    presence::{Apart, Part, Presence, Verdict},
    rounded,
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
    /// The versions it is about, ascending; see [`PassageKind`]. May be empty for `Drift`.
    pub versions: Vec<usize>,
    /// The severity of what weighs most in it.
    pub severity: Severity,
    /// The probability that a careful reviewer would call what weighs most in it a change of meaning, 0..1.
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
pub(super) fn points(severity: Severity) -> f32 {
    match severity {
        Severity::Minor => 1.0,
        Severity::Major => 5.0,
        Severity::Critical => 10.0,
    }
}

/// Every further finding of a passage counts half as much as the one before: several findings often describe
/// the same words, and one sure critical error must outweigh a long row of small ones.
const NEXT: f32 = 0.5;

/// A group that puts less than this share of another's points at stake is no part of its passage: a wording
/// beside a wrong number would stand at the top of the report with it. A minor finding is a fifth of a major
/// one, a major one half of a critical one.
const TRIFLE: f32 = 0.25;

/// A quiet group of at most so many words between two that drift does not split a passage: about one short
/// sentence, which the reviewer would read as context anyway.
const BRIDGE_WORDS: usize = 12;

/// The most groups in one passage of drift: what fits on a screen. Longer stretches become several passages.
const LONGEST: usize = 4;

/// Words at which a missing piece weighs half of what a whole missing paragraph does: half a sentence.
const HALF_WEIGHT_WORDS: f32 = 10.0;

/// All passages, most at stake first; equal ones in reading order.
pub(super) fn passages(
    versions: &[ReportVersion],
    groups: &[ReportGroup],
    presence: &Presence,
    threshold: f32,
) -> Vec<Passage> {
    let scale = Scale { versions, groups, presence, threshold };
    let mut out = drifting(&scale);
    out.extend(apart(&scale));
    for passage in &mut out {
        passage.confidence = rounded(passage.confidence);
        passage.weight = rounded(passage.weight);
    }
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.groups.cmp(&b.groups)));
    out
}

/// Finds out which groups drift, and how.
struct Scale<'a> {
    versions: &'a [ReportVersion],
    groups: &'a [ReportGroup],
    presence: &'a Presence,
    threshold: f32,
}

impl Scale<'_> {
    /// The findings of a group that are shown.
    fn shown<'g>(&self, group: &'g ReportGroup) -> impl Iterator<Item = &'g Finding> {
        let relations = &self.presence.relations;
        (group.drift.findings.iter())
            .filter(move |f| f.confidence >= self.threshold && relations.concerns(self.versions, group, f))
    }

    /// Whether a group drifts beyond being absent somewhere: one of its findings is shown, or the group's own
    /// probability reaches the threshold though no finding says why.
    fn drifts(&self, index: usize) -> bool {
        let (Some(group), part) = (self.groups.get(index), &self.presence.parts[index]) else { return false };
        if *part == Part::Furniture {
            return false;
        }
        // Where a version lacks the whole group, these two say only that.
        let absence =
            |f: &Finding| matches!(f.kind, "omission" | "addition") && matches!(part, Part::Apart(_));
        self.shown(group).any(|f| !absence(f))
            || group.unexplained(self.threshold) && self.presence.relations.any_pair(&self.present(index))
    }

    /// The versions that say something in a group.
    fn present(&self, index: usize) -> Vec<usize> {
        let words = self.presence.words.get(index).map(Vec::as_slice).unwrap_or_default();
        (0..words.len()).filter(|v| words[*v] > 0).collect()
    }

    /// The versions that leave the consensus in a group; ascending.
    fn odd(&self, index: usize) -> Vec<usize> {
        let Some(group) = self.groups.get(index) else { return Vec::new() };
        let present = self.present(index);
        let related =
            |odd: &usize| present.iter().any(|v| v != odd && self.presence.relations.same_text(*odd, *v));
        let odd = group.drift.odd_one_out.filter(|_| group.drift.drift >= self.threshold).filter(related);
        if let Some(odd) = odd {
            return vec![odd];
        }
        // Without a verdict on the group, the finding that weighs most names one.
        let stake = |f: &&Finding| f.confidence * points(f.severity);
        let heaviest = self.shown(group).max_by(|a, b| stake(a).total_cmp(&stake(b)));
        heaviest.and_then(|f| f.culprit).into_iter().collect()
    }

    /// The most that a single finding of a group puts at stake, in points.
    fn peak(&self, index: usize) -> f32 {
        let Some(group) = self.groups.get(index) else { return 0.0 };
        let unexplained = group.drift.drift * points(Severity::Minor);
        self.shown(group).map(|f| f.confidence * points(f.severity)).reduce(f32::max).unwrap_or(unexplained)
    }

    /// Whether two groups can stand in one passage: two versions or more are in both, no two different
    /// versions are odd, and neither is a trifle beside the other.
    fn belong(&self, a: usize, b: usize) -> bool {
        let (first, second) = (self.present(a), self.present(b));
        let (odd_first, odd_second) = (self.odd(a), self.odd(b));
        first.iter().filter(|v| second.contains(v)).count() > 1
            && self.peak(a).min(self.peak(b)) >= TRIFLE * self.peak(a).max(self.peak(b))
            && (odd_first.is_empty() || odd_second.is_empty() || odd_first == odd_second)
    }
}

/// Runs of drifting groups.
fn drifting(scale: &Scale) -> Vec<Passage> {
    let presence = scale.presence;
    let mut out = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    // Quiet groups since the last one that drifts; they join only if another follows.
    let mut bridge: Vec<usize> = Vec::new();
    for (index, (part, words)) in presence.parts.iter().zip(&presence.words).enumerate() {
        if *part == Part::Furniture {
            continue;
        }
        if scale.drifts(index) {
            let joins = run.len() + bridge.len() < LONGEST && run.iter().all(|g| scale.belong(*g, index));
            if joins {
                run.append(&mut bridge);
            } else {
                out.extend(scale.close(std::mem::take(&mut run)));
            }
            bridge.clear();
            run.push(index);
        } else if bridge.is_empty() && *part == Part::Shared && words.iter().all(|w| *w <= BRIDGE_WORDS) {
            bridge.extend((!run.is_empty()).then_some(index));
        } else {
            bridge.clear();
            out.extend(scale.close(std::mem::take(&mut run)));
        }
    }
    out.extend(scale.close(run));
    out
}

impl Scale<'_> {
    /// A run of drifting groups as a passage.
    fn close(&self, indices: Vec<usize>) -> Option<Passage> {
        let members = || indices.iter().filter_map(|i| self.groups.get(*i));
        let mut at_stake: Vec<(f32, Severity, f32)> = members()
            .flat_map(|g| self.shown(g))
            .map(|f| (f.confidence * points(f.severity), f.severity, f.confidence))
            .collect();
        if at_stake.is_empty() {
            // Something differs, but no words stand out: it counts as minor.
            let minor =
                |g: &ReportGroup| (g.drift.drift * points(Severity::Minor), Severity::Minor, g.drift.drift);
            at_stake.extend(members().map(minor));
        }
        at_stake.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let weight = at_stake.iter().rev().fold(0.0, |sum, (points, ..)| points + NEXT * sum);
        let (_, severity, confidence) = *at_stake.first()?;
        let mut versions: Vec<usize> = indices.iter().flat_map(|i| self.odd(*i)).collect();
        versions.sort_unstable();
        versions.dedup();
        Some(Passage { kind: PassageKind::Drift, versions, severity, confidence, weight, groups: indices })
    }
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
fn apart(scale: &Scale) -> Vec<Passage> {
    let Scale { groups, presence, threshold, .. } = *scale;
    let mut out = Vec::new();
    let mut run: Option<Run> = None;
    for (index, part) in presence.parts.iter().enumerate() {
        let side = match part {
            Part::Furniture => continue,
            Part::Apart(side) if !scale.drifts(index) => side,
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
mod tests;
