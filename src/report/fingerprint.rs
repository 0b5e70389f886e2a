//! Stable names for findings.

use super::{Report, ReportGroup};
use crate::drift::Finding;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// See [`Report::finding_ids`].
pub(super) fn ids(report: &Report) -> Vec<Vec<String>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    (report.groups.iter())
        .map(|group| {
            (group.drift.findings.iter())
                .map(|finding| {
                    let mut id = fingerprint(report, group, finding);
                    let count = seen.entry(id.clone()).or_insert(0);
                    *count += 1;
                    if *count > 1 {
                        id = format!("{id}-{count}");
                    }
                    id
                })
                .collect()
        })
        .collect()
}

/// The first eight bytes of a SHA-256 over the kind and, for each place, its words and the segments around
/// it; the places sorted by their text, so that the order of the versions does not matter.
fn fingerprint(report: &Report, group: &ReportGroup, finding: &Finding) -> String {
    let mut places: Vec<(String, &str)> = (finding.places.iter())
        .filter_map(|place| {
            let version = report.versions.get(place.version)?;
            let around: Vec<&str> = (group.group.members.get(place.version)?.iter())
                .filter_map(|s| version.segments.get(*s))
                .map(|s| s.span.of(&version.document.text))
                .collect();
            Some((around.join("\n"), place.span.of(&version.document.text)))
        })
        .collect();
    places.sort();
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        // The length first, so that no two lists of parts give the same bytes.
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(finding.kind);
    for (around, words) in &places {
        part(around);
        part(words);
    }
    let first: u64 = hash.finalize().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    format!("{first:016x}")
}
