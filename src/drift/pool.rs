//! Many groups' scores as one: an item of several sentences, a whole page.

use super::{GroupDrift, VersionDrift};

/// Pools the scores of an item's groups: the item, and each version, drifts as much as its worst passage does. The
/// worst, not a sum: a page does not become wrong by being long. `versions` is how many versions the item has.
#[must_use]
pub fn pool(versions: usize, groups: &[GroupDrift]) -> GroupDrift {
    let mut out =
        GroupDrift { versions: vec![Some(VersionDrift::default()); versions], ..GroupDrift::default() };
    let mut blamed = vec![0.0f32; versions];
    for group in groups {
        out.drift = out.drift.max(group.drift);
        out.findings.extend(group.findings.iter().cloned());
        for (to, from) in out.versions.iter_mut().zip(&group.versions) {
            if let (Some(to), Some(from)) = (to, from) {
                to.drift = to.drift.max(from.drift);
                to.words.extend(from.words.iter().copied());
            }
        }
        if let Some(sum) = group.odd_one_out.and_then(|v| blamed.get_mut(v)) {
            *sum += group.drift;
        }
    }
    for version in out.versions.iter_mut().flatten() {
        version.words.sort_by_key(|w| w.span);
    }
    out.findings.sort_by(|x, y| y.confidence.total_cmp(&x.confidence));
    let most = blamed.iter().copied().fold(0.0, f32::max);
    let mut leading = blamed.iter().enumerate().filter(|(_, b)| most > 0.0 && **b >= most);
    out.odd_one_out = match (leading.next(), leading.next()) {
        (Some((version, _)), None) => Some(version),
        _ => None,
    };
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Span, drift::WordDrift};

    #[test]
    fn a_page_is_as_bad_as_its_worst_passage_and_words_stand_in_order() {
        let group = |start: usize, drift: f32, odd| GroupDrift {
            drift,
            versions: vec![
                Some(VersionDrift {
                    drift,
                    words: vec![WordDrift { span: Span::new(start, start + 1), drift }],
                }),
                None,
            ],
            odd_one_out: odd,
            scattered: false,
            findings: Vec::new(),
        };
        let pooled = pool(2, &[group(5, 0.2, Some(1)), group(0, 0.7, Some(0))]);
        assert!((pooled.drift - 0.7).abs() < f32::EPSILON);
        assert_eq!(pooled.odd_one_out, Some(0));
        let words = &pooled.versions[0].as_ref().unwrap().words;
        assert_eq!(words.iter().map(|w| w.span.start).collect::<Vec<_>>(), [0, 5]);
        assert_eq!(pooled.versions[1], Some(VersionDrift::default()));
    }
}
