//! One group a unit of meaning over all versions: the pairwise beads vote, strongest first.

use super::{Bead, Group, PairBeads, order, prepared::Prepared};
use std::collections::BTreeMap;

/// A segment: version, index.
type Node = (usize, usize);

/// What a pair of versions says of two segments that no bead joins, when one of them was left alone there.
/// A half: being left alone is weaker evidence than being paired with another.
const LEFT_ALONE: f32 = 0.5;

/// Which bead holds a segment towards each other version.
struct Links<'a> {
    beads: Vec<(&'a PairBeads, &'a Bead)>,
    /// Per version, per other version, per segment: index into `beads`, if the bead has both sides.
    of: Vec<Vec<Vec<Option<usize>>>>,
}

impl<'a> Links<'a> {
    fn new(lengths: &[usize], pairs: &'a [PairBeads]) -> Self {
        let of = lengths.iter().map(|n| vec![vec![None; *n]; lengths.len()]).collect();
        let mut links = Self { beads: Vec::new(), of };
        for pair in pairs {
            for bead in pair.beads.iter().filter(|b| !b.first.is_empty() && !b.second.is_empty()) {
                let index = links.beads.len();
                links.beads.push((pair, bead));
                for i in &bead.first {
                    links.set(pair.first, pair.second, *i, index);
                }
                for j in &bead.second {
                    links.set(pair.second, pair.first, *j, index);
                }
            }
        }
        links
    }

    fn set(&mut self, version: usize, other: usize, segment: usize, bead: usize) {
        let slot = self.of.get_mut(version).and_then(|v| v.get_mut(other)).and_then(|s| s.get_mut(segment));
        if let Some(slot) = slot {
            *slot = Some(bead);
        }
    }

    fn get(&self, node: Node, other: usize) -> Option<usize> {
        self.of.get(node.0)?.get(other)?.get(node.1).copied().flatten()
    }

    /// Segments of `other` that the bead of `node` holds, and its confidence.
    fn partners(&self, node: Node, other: usize) -> Option<(&'a [usize], f32)> {
        let (pair, bead) = self.beads.get(self.get(node, other)?)?;
        let side = if pair.first == other { &bead.first } else { &bead.second };
        Some((side, bead.confidence))
    }
}

/// Clusters of segments under construction.
struct Clusters {
    /// Cluster of each segment, per version.
    of: Vec<Vec<usize>>,
    members: Vec<Vec<Node>>,
}

/// Joins the beads of all pairs into groups.
pub(super) fn groups(versions: &[&Prepared], pairs: &[PairBeads]) -> Vec<Group> {
    let lengths: Vec<usize> = versions.iter().map(|v| v.len()).collect();
    let links = Links::new(&lengths, pairs);
    let alone = left_alone(&lengths, pairs);
    let mut clusters = Clusters::singletons(&lengths);
    let mut strongest: Vec<usize> = (0..links.beads.len()).collect();
    strongest.sort_by(|x, y| {
        let confidence = |k: &usize| links.beads.get(*k).map_or(0.0, |(_, b)| b.confidence);
        confidence(y).total_cmp(&confidence(x)).then(x.cmp(y))
    });
    // A bead that was turned down may be right once its neighbours have grown: ask twice.
    for _ in 0..2 {
        for bead in &strongest {
            clusters.propose(&links, *bead);
        }
    }
    let mut groups: Vec<Group> = clusters
        .members
        .iter()
        .filter(|nodes| !nodes.is_empty())
        .map(|nodes| {
            let mut members: Vec<Vec<usize>> = vec![Vec::new(); lengths.len()];
            for (version, segment) in nodes {
                if let Some(list) = members.get_mut(*version) {
                    list.push(*segment);
                }
            }
            for list in &mut members {
                list.sort_unstable();
            }
            Group { confidence: confidence(&links, &alone, nodes), members, moved: false }
        })
        .collect();
    mark_moved(versions, &mut groups);
    groups
}

impl Clusters {
    fn singletons(lengths: &[usize]) -> Self {
        let mut members = Vec::new();
        let of = lengths
            .iter()
            .enumerate()
            .map(|(version, n)| {
                (0..*n)
                    .map(|segment| {
                        members.push(vec![(version, segment)]);
                        members.len() - 1
                    })
                    .collect()
            })
            .collect();
        Self { of, members }
    }

    fn cluster(&self, node: Node) -> Option<usize> {
        self.of.get(node.0)?.get(node.1).copied()
    }

    /// Unites what a bead joins, unless the other pairs of versions speak against it.
    fn propose(&mut self, links: &Links<'_>, bead: usize) {
        let Some((pair, bead)) = links.beads.get(bead) else { return };
        let nodes =
            bead.first.iter().map(|i| (pair.first, *i)).chain(bead.second.iter().map(|j| (pair.second, *j)));
        let mut parts: Vec<usize> = nodes.filter_map(|node| self.cluster(node)).collect();
        parts.sort_unstable();
        parts.dedup();
        if parts.len() < 2 {
            return;
        }
        let lists: Vec<&[Node]> =
            parts.iter().filter_map(|c| self.members.get(*c)).map(Vec::as_slice).collect();
        let mut union: Vec<Node> = lists.iter().flat_map(|list| list.iter().copied()).collect();
        union.sort_unstable();
        if !contiguous(&union) {
            return;
        }
        let agreed = lists.iter().all(|list| {
            let mut vote = 0.0;
            for other in lists.iter().filter(|other| !std::ptr::eq(**other, *list)) {
                vote += votes(links, list, other, &union);
            }
            vote > 0.0
        });
        if agreed {
            self.unite(&parts, union);
        }
    }

    fn unite(&mut self, parts: &[usize], union: Vec<Node>) {
        let Some(into) = parts.first().copied() else { return };
        for part in parts {
            if let Some(list) = self.members.get_mut(*part) {
                list.clear();
            }
        }
        for (version, segment) in &union {
            if let Some(slot) = self.of.get_mut(*version).and_then(|v| v.get_mut(*segment)) {
                *slot = into;
            }
        }
        if let Some(list) = self.members.get_mut(into) {
            *list = union;
        }
    }
}

/// Segments of one version join only where they are neighbours. `nodes` are ascending.
fn contiguous(nodes: &[Node]) -> bool {
    nodes.windows(2).all(|pair| match pair {
        [x, y] => x.0 != y.0 || x.1 + 1 == y.1,
        _ => true,
    })
}

/// What the pairs of versions say to uniting two clusters: for, above 0; against, below.
fn votes(links: &Links<'_>, one: &[Node], other: &[Node], union: &[Node]) -> f32 {
    let mut sum = 0.0;
    for x in one {
        for y in other.iter().filter(|y| y.0 != x.0) {
            let bead = links.get(*x, y.0);
            if bead.is_some() && bead == links.get(*y, x.0) {
                sum += bead.and_then(|k| links.beads.get(k)).map_or(0.0, |(_, b)| b.confidence);
            } else {
                sum += objection(links, *x, y.0, union).min(objection(links, *y, x.0, union));
            }
        }
    }
    sum
}

/// How much a segment's own bead towards a version speaks against a partner there that it does not hold.
fn objection(links: &Links<'_>, node: Node, version: usize, union: &[Node]) -> f32 {
    match links.partners(node, version) {
        None => -LEFT_ALONE,
        Some((partners, _)) if partners.iter().any(|p| union.binary_search(&(version, *p)).is_ok()) => 0.0,
        Some((_, confidence)) => -confidence,
    }
}

/// The mean over the pairs of versions in the group of the confidence of the bead that joins them; what is
/// alone asks the beads that left it alone.
fn confidence(links: &Links<'_>, alone: &[Vec<(f32, usize)>], nodes: &[Node]) -> f32 {
    let mut best: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for (k, x) in nodes.iter().enumerate() {
        for y in nodes.iter().skip(k + 1).filter(|y| y.0 != x.0) {
            let bead = links.get(*x, y.0);
            let joined = bead.is_some() && bead == links.get(*y, x.0);
            let found = if joined {
                bead.and_then(|b| links.beads.get(b)).map_or(0.0, |(_, b)| b.confidence)
            } else {
                0.0
            };
            let slot = best.entry((x.0, y.0)).or_default();
            *slot = slot.max(found);
        }
    }
    if !best.is_empty() {
        return best.values().sum::<f32>() / best.len() as f32;
    }
    let (mut sum, mut n) = (0.0, 0.0);
    for (version, segment) in nodes {
        let (said, times) = alone.get(*version).and_then(|v| v.get(*segment)).copied().unwrap_or_default();
        let silent = links.of.len().saturating_sub(1 + times) as f32;
        sum += said + LEFT_ALONE * silent;
        n += times as f32 + silent;
    }
    if n > 0.0 { sum / n } else { 1.0 }
}

/// For every segment of every version: the sum of the confidences of the beads that leave it alone, and how
/// many they are.
fn left_alone(lengths: &[usize], pairs: &[PairBeads]) -> Vec<Vec<(f32, usize)>> {
    let mut alone: Vec<Vec<(f32, usize)>> = lengths.iter().map(|n| vec![(0.0, 0); *n]).collect();
    for pair in pairs {
        for bead in &pair.beads {
            let node = match (bead.first.as_slice(), bead.second.as_slice()) {
                ([segment, ..], []) => (pair.first, *segment),
                ([], [segment, ..]) => (pair.second, *segment),
                _ => continue,
            };
            if let Some((sum, times)) = alone.get_mut(node.0).and_then(|v| v.get_mut(node.1)) {
                *sum += bead.confidence;
                *times += 1;
            }
        }
    }
    alone
}

/// Marks every group that stands out of order between some two of its versions.
fn mark_moved(versions: &[&Prepared], groups: &mut [Group]) {
    for first in 0..versions.len() {
        for second in first + 1..versions.len() {
            let mut items: Vec<(usize, usize, f32, usize)> = groups
                .iter()
                .enumerate()
                .filter_map(|(k, group)| {
                    let i = *group.members.get(first)?.first()?;
                    let list = group.members.get(second)?;
                    let mass = |version: usize, list: &[usize]| -> f32 {
                        let side = versions.get(version).map_or(&[] as &[f32], |v| v.mass.as_slice());
                        list.iter().filter_map(|s| side.get(*s)).sum()
                    };
                    let weight = mass(first, group.members.get(first)?) + mass(second, list);
                    Some((i, *list.first()?, weight, k))
                })
                .collect();
            items.sort_by_key(|item| item.0);
            let plain: Vec<(usize, usize, f32)> = items.iter().map(|(i, j, w, _)| (*i, *j, *w)).collect();
            let in_order = order::heaviest_chain(&plain);
            for (position, item) in items.iter().enumerate() {
                if in_order.binary_search(&position).is_err()
                    && let Some(group) = groups.get_mut(item.3)
                {
                    group.moved = true;
                }
            }
        }
    }
}
