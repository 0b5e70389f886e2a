//! Every member of a group against every other: matchings, evidence, and who copies whom.

use super::{
    Head,
    equal_values::Rewritten,
    evidence::{Evidence, logistic},
    head::{Judgement, logit},
    matching::{Likeness, Matching, Side},
    units::Units,
};
use crate::document::Role;

/// All pairs of a group's members.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// The learned head, where there is one for these vectors.
    pub head: Option<&'a Head>,
    /// The members, in the order of the group.
    pub members: Vec<Units<'a>>,
    /// For `i < j` at `i * n + j`; nothing where the two are equal in all that matters.
    pairs: Vec<Option<Pair>>,
    /// One list a member: see [`Table::witnesses`].
    witnesses: Vec<Vec<(usize, f32)>>,
}

/// Two members against each other.
#[derive(Debug, Clone)]
struct Pair {
    matching: Matching,
    evidence: Evidence,
    /// What the learned head says, where there is one for these vectors.
    judgement: Option<Judgement>,
}

impl Pair {
    /// What is equal by value is compared in one writing, that of the member whose text comes first, so that the order of the
    /// members plays no part.
    fn of(a: &Units<'_>, b: &Units<'_>, head: Option<&Head>) -> Self {
        if a.canonical > b.canonical {
            let Self { matching: Matching { first, second }, evidence, judgement } = Self::of(b, a, head);
            let judgement = judgement.map(|Judgement { first, second, pair }| Judgement {
                first: second,
                second: first,
                pair,
            });
            return Self { matching: Matching { first: second, second: first }, evidence, judgement };
        }
        match Rewritten::of(b, a) {
            None => Self::as_written(a, b, head),
            Some(b) => {
                let Self { matching, evidence, judgement } = Self::as_written(a, &b.units, head);
                let judgement = judgement.map(|judgement| b.judgement(judgement));
                Self { matching: b.matching(matching), evidence, judgement }
            }
        }
    }

    fn as_written(a: &Units<'_>, b: &Units<'_>, head: Option<&Head>) -> Self {
        let likeness = head.and_then(|_| Likeness::of(a, b));
        let matching = Matching::of(a, b, likeness.as_ref());
        let evidence = Evidence::of(a, b, &matching);
        let judgement = head.zip(likeness).and_then(|(head, likeness)| head.judge(a, b, likeness));
        Self { matching, evidence, judgement }
    }
}

impl<'a> Table<'a> {
    pub fn of(members: Vec<Units<'a>>, head: Option<&'a Head>) -> Self {
        let n = members.len();
        let mut pairs: Vec<Option<Pair>> = Vec::new();
        pairs.resize_with(n * n, || None);
        for (i, a) in members.iter().enumerate() {
            for (j, b) in members.iter().enumerate().skip(i + 1) {
                if a.canonical != b.canonical
                    && a.len() > 0
                    && b.len() > 0
                    && let Some(pair) = pairs.get_mut(i * n + j)
                {
                    *pair = Some(Pair::of(a, b, head));
                }
            }
        }
        let mut table = Self { head, members, pairs, witnesses: Vec::new() };
        let overlaps: Vec<f32> =
            (0..n * n).map(|at| if at / n == at % n { 1.0 } else { table.overlap(at / n, at % n) }).collect();
        table.witnesses = (0..n).map(|i| witnesses(i, n, &overlaps)).collect();
        table
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    fn pair(&self, i: usize, j: usize) -> Option<&Pair> {
        self.pairs.get(i.min(j) * self.len() + i.max(j))?.as_ref()
    }

    /// Member `i`'s units against member `j`; `None` where the two are equal.
    pub fn side(&self, i: usize, j: usize) -> Option<&Side> {
        self.pair(i, j).map(|pair| if i < j { &pair.matching.first } else { &pair.matching.second })
    }

    pub fn evidence(&self, i: usize, j: usize) -> Option<&Evidence> {
        self.pair(i, j).map(|pair| &pair.evidence)
    }

    /// One of each, where all of these members have one of two texts.
    pub fn two_texts(&self, members: &[usize]) -> Option<(usize, usize)> {
        let (a, rest) = members.split_first()?;
        let b = rest.iter().find(|i| !self.are_copies(*a, **i))?;
        let copy = |i: &usize| self.are_copies(*a, *i) || self.are_copies(*b, *i);
        rest.iter().all(copy).then_some((*a, *b))
    }

    /// The same of all versions, whatever the source says; of one text and its source these two.
    pub fn has_two_texts(&self) -> Option<(usize, usize)> {
        let is_version = |i: &usize| self.members.get(*i).is_some_and(|m| m.role == Role::Version);
        let all: Vec<usize> = (0..self.len()).collect();
        let versions: Vec<usize> = all.iter().copied().filter(is_version).collect();
        self.two_texts(&versions).or_else(|| self.two_texts(&all))
    }

    /// Whether two members are equal in all that matters.
    pub fn are_copies(&self, i: usize, j: usize) -> bool {
        self.pair(i, j).is_none()
    }

    /// How many versions are copies of member `i`, itself among them.
    pub fn copies(&self, i: usize) -> usize {
        let is_copy = |(j, m): &(usize, &Units<'_>)| m.role == Role::Version && self.are_copies(i, *j);
        self.members.iter().enumerate().filter(is_copy).count()
    }

    /// How many members are versions.
    pub fn versions(&self) -> usize {
        self.members.iter().filter(|m| m.role == Role::Version).count()
    }

    /// Members `a` and `b`, `a < b`, by themselves.
    pub fn only(&self, a: usize, b: usize) -> Self {
        let members = [a, b].iter().filter_map(|i| self.members.get(*i).cloned()).collect();
        let pairs = vec![None, self.pair(a, b).cloned(), None, None];
        Self { head: self.head, members, pairs, witnesses: vec![vec![(1, 1.0)], vec![(0, 1.0)]] }
    }

    /// The probability that two members differ in meaning, 0..1.
    pub fn probability(&self, i: usize, j: usize) -> f32 {
        self.chance(i, j).map_or(0.0, logistic)
    }

    /// The logit of that; `None` where the two are equal.
    pub fn chance(&self, i: usize, j: usize) -> Option<f32> {
        let Pair { evidence, judgement, .. } = self.pair(i, j)?;
        let judged = self.head.zip(judgement.as_ref());
        Some(judged.map_or_else(
            || logit(evidence.probability()),
            |(head, judgement)| head.pair(judgement, evidence),
        ))
    }

    /// The probability that unit `k` of member `i` takes part in a change of meaning against member `j`, 0..1.
    pub fn unit(&self, i: usize, j: usize, k: usize) -> f32 {
        let Some(Pair { matching, evidence, .. }) = self.pair(i, j) else { return 0.0 };
        let side = if i < j { &matching.first } else { &matching.second };
        let untrained = evidence.unit(side, k);
        let judged = self.head.zip(self.judged(i, j, k));
        judged
            .map_or(untrained, |(head, judged)| logistic(head.unit(judged, untrained, evidence.monolingual)))
    }

    /// Whether the head has judged member `i` against every other that it was to be compared with.
    pub fn is_judged(&self, i: usize) -> bool {
        let pairs = (0..self.len()).filter(|j| *j != i).filter_map(|j| self.pair(i, j));
        self.head.is_some() && pairs.into_iter().all(|pair| pair.judgement.is_some())
    }

    /// Whether the head has judged all members.
    pub fn is_all_judged(&self) -> bool {
        (0..self.len()).all(|i| self.is_judged(i))
    }

    /// The head's logit of unit `k` of member `i` against member `j`, where it judged.
    pub fn judged(&self, i: usize, j: usize, k: usize) -> Option<f32> {
        let judgement = self.pair(i, j)?.judgement.as_ref()?;
        if i < j { judgement.first.get(k) } else { judgement.second.get(k) }.copied()
    }

    /// The head's logits of two members, where it judged.
    pub fn judged_pair(&self, i: usize, j: usize) -> Option<[f32; 3]> {
        Some(self.pair(i, j)?.judgement.as_ref()?.pair)
    }

    /// The drift of every member's units against all of its witnesses, 0..1.
    pub fn words(&self) -> Vec<Vec<f32>> {
        (0..self.len()).map(|i| self.pooled(i, |j, unit| self.unit(i, j, unit))).collect()
    }

    /// The mean distance of two members' words, last layer, 0..1.
    pub fn distance(&self, i: usize, j: usize) -> f32 {
        self.evidence(i, j).map_or(0.0, |e| e.distance)
    }

    /// The share of different words that two members have in common (Jaccard), 0..1; 1 for copies.
    pub fn overlap(&self, i: usize, j: usize) -> f32 {
        let Some(Pair { matching, .. }) = self.pair(i, j) else { return 1.0 };
        let share = |units: Option<&Units<'_>>, side: &Side| {
            let words = units.into_iter().flat_map(|u| &u.list).zip(&side.same).filter(|(u, _)| !u.mark);
            words.fold((0u32, 0u32), |(all, same), (_, s)| (all + 1, same + u32::from(*s)))
        };
        let (first, second) = (i.min(j), i.max(j));
        let (own, own_same) = share(self.members.get(first), &matching.first);
        let (other, other_same) = share(self.members.get(second), &matching.second);
        // Dice over both sides, turned into Jaccard.
        let dice = (own_same + other_same) as f32 / (own + other).max(1) as f32;
        dice / (2.0 - dice)
    }

    /// How much each of the others counts as a witness against member `i`, adding up to 1: near-copies of one
    /// another share one voice.
    pub fn witnesses(&self, i: usize) -> &[(usize, f32)] {
        self.witnesses.get(i).map(Vec::as_slice).unwrap_or_default()
    }

    /// For every unit of member `i`: `figure` (a distance or probability against one witness) over all witnesses.
    /// With three and more, half of the weight is on the two nearest: a word that even they lack is a word that
    /// nobody else has, while every word is missing somewhere.
    pub fn pooled(&self, i: usize, figure: impl Fn(usize, usize) -> f32) -> Vec<f32> {
        let witnesses = self.witnesses(i);
        let units = self.members.get(i).map_or(0, Units::len);
        (0..units)
            .map(|unit| {
                let mut all: Vec<(f32, f32)> =
                    witnesses.iter().map(|(j, weight)| (figure(*j, unit), *weight)).collect();
                all.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
                let mean: f32 = all.iter().map(|(x, weight)| x * weight).sum();
                match all.as_slice() {
                    [x, y, _, ..] => f32::midpoint(mean, f32::midpoint(x.0, y.0)),
                    _ => mean,
                }
            })
            .collect()
    }
}

/// The voices of all but member `i` of `n`; `overlaps` holds the overlap of `j` and `k` at `j * n + k`.
fn witnesses(i: usize, n: usize, overlaps: &[f32]) -> Vec<(usize, f32)> {
    let others: Vec<usize> = (0..n).filter(|j| *j != i).collect();
    let overlap = |j: usize, k: usize| overlaps.get(j * n + k).copied().unwrap_or_default();
    let voices: Vec<f32> = others
        .iter()
        // The fourth power: half of the words in common is no copy (a sixteenth), nine in ten is one (two thirds).
        .map(|j| 1.0 / in_order(others.iter().map(|k| overlap(*j, *k).powi(4))).max(1.0))
        .collect();
    let total = in_order(voices.iter().copied());
    others.into_iter().zip(voices).map(|(j, voice)| (j, voice / total.max(f32::MIN_POSITIVE))).collect()
}

/// The sum, smallest first: the order of the members does not show in the last bit.
pub(super) fn in_order(terms: impl Iterator<Item = f32>) -> f32 {
    let mut terms: Vec<f32> = terms.collect();
    terms.sort_by(f32::total_cmp);
    terms.iter().sum()
}
