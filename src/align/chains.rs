//! Anchors, and chains of them: more than one, so that blocks that stand elsewhere survive.

use super::{
    evidence::{self, Evidence},
    order,
    search::Band,
};

/// A pair of segments that are each other's best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Anchor {
    pub i: usize,
    pub j: usize,
    /// Evidence above the floor.
    pub weight: f32,
}

/// Rows and columns that a chain may skip between two anchors: a paragraph.
const LEAP: usize = 6;
/// Rows and columns beside a chain that the exact search still looks at.
const MARGIN: usize = 8;
/// Between far anchors the search keeps to a band of this half width around the line that joins them.
const HALF_WIDTH: usize = 64;

/// The pairs that are each other's best among what is free, by their own evidence and that of their neighbours
/// on the diagonal.
pub(super) fn anchors(evidence: &Evidence<'_>, free: impl Fn(usize, usize) -> bool) -> Vec<Anchor> {
    let settings = evidence.settings;
    let candidates: Vec<_> = evidence.candidates.iter().copied().filter(|c| free(c.i, c.j)).collect();
    let own: Vec<f32> = candidates.iter().map(|c| evidence.candidate(c)).collect();
    let near = |i: Option<usize>, j: Option<usize>| match (i, j) {
        (Some(i), Some(j)) if i < evidence.a.len() && j < evidence.b.len() => {
            (evidence.single(i, j) - evidence.floor).max(0.0)
        }
        _ => 0.0,
    };
    let supported: Vec<f32> = candidates
        .iter()
        .zip(&own)
        .map(|(c, own)| {
            let before = near(c.i.checked_sub(1), c.j.checked_sub(1));
            own + settings.context * (before + near(Some(c.i + 1), Some(c.j + 1)))
        })
        .collect();
    evidence::mutual(&candidates, &supported, evidence.a.len(), evidence.b.len())
        .into_iter()
        .filter_map(|k| {
            let (c, own) = (candidates.get(k)?, own.get(k)?);
            let weight = own - evidence.floor;
            (weight > 0.0).then_some(Anchor { i: c.i, j: c.j, weight })
        })
        .collect()
}

/// Cuts anchors (ascending in `i`) into the backbone, the heaviest chain over the whole texts, and the local
/// chains of what is left, heaviest first.
pub(super) fn chains(anchors: &[Anchor]) -> (Vec<Anchor>, Vec<Vec<Anchor>>) {
    let items: Vec<(usize, usize, f32)> = anchors.iter().map(|a| (a.i, a.j, a.weight)).collect();
    let mut in_backbone = vec![false; anchors.len()];
    for k in order::heaviest_chain(&items) {
        if let Some(slot) = in_backbone.get_mut(k) {
            *slot = true;
        }
    }
    let pick = |wanted: bool| -> Vec<Anchor> {
        anchors.iter().zip(&in_backbone).filter(|(_, inside)| **inside == wanted).map(|(a, _)| *a).collect()
    };
    (pick(true), local_chains(&pick(false)))
}

/// Chains whose links rise on both sides by at most [`LEAP`], heaviest first. `rest` is ascending in `i`.
pub(super) fn local_chains(rest: &[Anchor]) -> Vec<Vec<Anchor>> {
    // Each anchor follows the nearest one it can: local chains are short and clean, an exact search is not needed.
    let mut chains: Vec<Vec<Anchor>> = Vec::new();
    // The chain that ends in each anchor so far; none where it went on.
    let mut ends: Vec<Option<usize>> = Vec::new();
    for (k, anchor) in rest.iter().enumerate() {
        let follows = |at: usize| {
            let (last, chain) = (rest.get(at)?, ends.get(at).copied().flatten()?);
            let down = anchor.i.checked_sub(last.i)?;
            let right = anchor.j.checked_sub(last.j)?;
            let near = (1..=LEAP).contains(&down) && (1..=LEAP).contains(&right);
            near.then_some((down + right, chain, at))
        };
        let nearest = within_leap(rest, k).filter_map(follows).min();
        if let Some((_, chain, at)) = nearest
            && let (Some(links), Some(end)) = (chains.get_mut(chain), ends.get_mut(at))
        {
            links.push(*anchor);
            *end = None;
            ends.push(Some(chain));
        } else {
            ends.push(Some(chains.len()));
            chains.push(vec![*anchor]);
        }
    }
    chains.sort_by(|x, y| weight(y).total_cmp(&weight(x)));
    chains
}

/// The places before `k` whose anchors are at most a leap further up. A row has one anchor, so that these are a
/// few, however long the text.
fn within_leap(anchors: &[Anchor], k: usize) -> impl Iterator<Item = usize> {
    let reaches = move |at: &usize| {
        anchors.get(*at).zip(anchors.get(k)).is_some_and(|(last, anchor)| last.i + LEAP >= anchor.i)
    };
    (0..k).rev().take_while(reaches)
}

/// Evidence above the floor of a whole chain.
pub(super) fn weight(chain: &[Anchor]) -> f32 {
    chain.iter().map(|a| a.weight).sum()
}

/// The band that follows a chain, from `from` to `to` (corners, rows and columns, the last excluded).
pub(super) fn band(chain: &[Anchor], from: (usize, usize), to: (usize, usize)) -> Band {
    let mut corners: Vec<(usize, usize)> = vec![from];
    corners.extend(chain.iter().map(|a| (a.i, a.j)));
    corners.push(to);
    let rows = to.0.saturating_sub(from.0);
    let mut columns = vec![(usize::MAX, 0_usize); rows];
    for pair in corners.windows(2) {
        let [start, end] = pair else { continue };
        let (height, width) = (end.0.saturating_sub(start.0), end.1.saturating_sub(start.1));
        let wide = height.saturating_mul(width) > 4 * HALF_WIDTH * HALF_WIDTH;
        for row in start.0.saturating_sub(MARGIN).max(from.0)..(end.0 + MARGIN + 1).min(to.0) {
            let (low, high) = if wide {
                let along = row.saturating_sub(start.0).min(height);
                let centre = start.1 + width * along / height.max(1);
                let slope = width / height.max(1);
                (centre.saturating_sub(HALF_WIDTH + slope), centre + HALF_WIDTH + slope)
            } else {
                (start.1.saturating_sub(MARGIN), end.1 + MARGIN + 1)
            };
            if let Some(slot) = columns.get_mut(row - from.0) {
                slot.0 = slot.0.min(low.max(from.1));
                slot.1 = slot.1.max(high.min(to.1));
            }
        }
    }
    // Both ends must never fall, or a path could not follow.
    let mut high = from.1;
    for slot in &mut columns {
        high = high.max(slot.1);
        slot.1 = high;
    }
    let mut low = to.1;
    for slot in columns.iter_mut().rev() {
        low = low.min(slot.0);
        slot.0 = low;
    }
    Band { start: from.0, columns }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(places: &[(usize, usize)]) -> Vec<Anchor> {
        places.iter().map(|(i, j)| Anchor { i: *i, j: *j, weight: 1.0 }).collect()
    }

    #[test]
    fn each_anchor_follows_the_nearest_chain_within_a_leap() {
        // Two blocks that run side by side, and one anchor a leap and a row below the first.
        let rest = anchors(&[(0, 20), (1, 40), (2, 21), (3, 42), (4, 22), (11, 23)]);
        let places = |chain: &Vec<Anchor>| chain.iter().map(|a| (a.i, a.j)).collect::<Vec<_>>();
        let chains: Vec<_> = local_chains(&rest).iter().map(places).collect();
        assert_eq!(chains, [vec![(0, 20), (2, 21), (4, 22)], vec![(1, 40), (3, 42)], vec![(11, 23)]]);
    }

    #[test]
    fn a_text_turned_end_for_end_has_few_chains_to_ask_at_each_anchor() {
        let many = 10_000;
        let turned = anchors(&(0..many).map(|i| (i, many - i)).collect::<Vec<_>>());
        assert_eq!(local_chains(&turned).len(), many, "none can follow another");
        for k in 0..many {
            assert_eq!(within_leap(&turned, k).count(), k.min(LEAP), "anchor {k}");
        }
    }
}
