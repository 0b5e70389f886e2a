//! Scores from what is known for certain, until the scorer from token vectors replaces this file.

use super::{GroupDrift, GroupView, VersionDrift, checks};

/// Scores one group from the checks alone.
#[must_use]
pub fn score(group: &GroupView<'_>) -> GroupDrift {
    let findings = checks::run(group);
    let drift = 1.0 - findings.iter().map(|f| 1.0 - f.confidence).product::<f32>();
    let mut versions = vec![None; group.versions];
    for member in &group.members {
        if let Some(version) = versions.get_mut(member.version) {
            *version = Some(VersionDrift { drift, words: Vec::new() });
        }
    }
    GroupDrift { drift, versions, odd_one_out: None, findings }
}

/// Pools the groups of an item: that something differs somewhere.
#[must_use]
pub fn pool(versions: usize, groups: &[GroupDrift]) -> GroupDrift {
    let drift = groups.iter().map(|g| g.drift).fold(0.0, f32::max);
    let of = VersionDrift { drift, words: Vec::new() };
    let findings = groups.iter().flat_map(|g| g.findings.clone()).collect();
    GroupDrift { drift, versions: vec![Some(of); versions], odd_one_out: None, findings }
}
