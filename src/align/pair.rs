//! Two versions: backbone, moved blocks, what is left, in this order.

use super::{
    Bead, Settings, attach,
    chains::{self, Anchor},
    confidence, doubts,
    evidence::{Evidence, Run},
    explain,
    joined::JoinedRows,
    order,
    prepared::Prepared,
    search::{self, Found, Prices},
};
use std::collections::BTreeSet;

/// How often what is left is searched again for chains: a block freed by one pass may need a second.
const PASSES: usize = 3;
/// Segments beyond the ends of a moved chain that the exact search may add to it.
const REACH: usize = 6;

/// Two versions after the first pass: what was found, and on what evidence.
pub(super) enum Draft<'a> {
    /// A text against itself, or against one that differs only in marks.
    Identical(&'a Prepared),
    /// Anything else.
    Found(Box<Evidence<'a>>, State),
}

/// Pairs two prepared versions, on the vectors of single segments.
pub(super) fn draft<'a>(a: &'a Prepared, b: &'a Prepared, settings: &'a Settings) -> Draft<'a> {
    if a.keys == b.keys && a.excluded == b.excluded {
        return Draft::Identical(a);
    }
    let evidence = Evidence::new(a, b, settings);
    let state = State::search_all(&evidence);
    Draft::Found(Box::new(evidence), state)
}

impl<'a> Draft<'a> {
    /// Runs of either version whose own vector could change what was found.
    pub fn doubts(&self) -> [BTreeSet<Run>; 2] {
        match self {
            Self::Identical(_) => [BTreeSet::new(), BTreeSet::new()],
            // Where the texts only share a topic, longer runs are ever more alike, and say ever less.
            Self::Found(evidence, _) if evidence.is_loose() => [BTreeSet::new(), BTreeSet::new()],
            Self::Found(evidence, state) => doubts::doubts(evidence, &state.found),
        }
    }

    /// The beads: every segment is in exactly one. They ascend by the first version, what only the second has
    /// stands at the end. With `joined`, the search is made again with the vectors of the runs in it.
    pub fn finish(self, joined: Option<[&'a JoinedRows; 2]>, explain: bool) -> Vec<Bead> {
        match self {
            Self::Identical(version) => identical(version),
            Self::Found(mut evidence, state) => {
                match joined.filter(|j| !j.iter().all(|rows| rows.is_empty())) {
                    Some(joined) => {
                        evidence.join(joined);
                        evidence.trust_completeness(state.left_alone(&evidence));
                        let state = State::search_all(&evidence);
                        beads(&evidence, &state.found, explain)
                    }
                    None => beads(&evidence, &state.found, explain),
                }
            }
        }
    }
}

/// A text against itself, or against one that differs only in marks: one to one, certain.
fn identical(a: &Prepared) -> Vec<Bead> {
    (0..a.len())
        .map(|i| Bead { first: vec![i], second: vec![i], confidence: 1.0, moved: false, why: None })
        .collect()
}

/// What is found so far.
pub(super) struct State {
    /// Price of each segment: 0 free, infinite taken, between: wanted by a chain not yet searched.
    first: Vec<f32>,
    second: Vec<f32>,
    found: Vec<Found>,
}

impl State {
    fn search_all(evidence: &Evidence<'_>) -> Self {
        let free =
            |excluded: &[bool]| excluded.iter().map(|out| if *out { f32::INFINITY } else { 0.0 }).collect();
        let mut state =
            Self { first: free(&evidence.a.excluded), second: free(&evidence.b.excluded), found: Vec::new() };
        state.whole_texts(evidence);
        for _ in 0..PASSES {
            if !state.leftovers(evidence) {
                break;
            }
        }
        // Between reports that only share a topic every segment has something in common with what its
        // neighbours are paired with.
        if !evidence.is_loose() {
            attach::attach(evidence, &mut state.found, &mut state.first, &mut state.second);
        }
        state.found.sort_by_key(|bead| bead.first.start);
        state
    }

    /// The share of the text that found no partner, in the version that has more of it.
    fn left_alone(&self, evidence: &Evidence<'_>) -> f32 {
        let share = |prices: &[f32], mass: &[f32]| {
            let alone: f32 = mass.iter().zip(prices).filter(|(_, p)| p.is_finite()).map(|(m, _)| m).sum();
            alone / mass.iter().sum::<f32>().max(1.0)
        };
        share(&self.first, &evidence.a.mass).max(share(&self.second, &evidence.b.mass))
    }

    /// The backbone over the whole texts, then every chain out of order that is heavy enough.
    fn whole_texts(&mut self, evidence: &Evidence<'_>) {
        let (first, second) = (&self.first, &self.second);
        let anchors = chains::anchors(evidence, |i, j| {
            first.get(i).is_some_and(|p| p.is_finite()) && second.get(j).is_some_and(|p| p.is_finite())
        });
        let (backbone, mut others) = chains::chains(&anchors);
        others.retain(|chain| chains::weight(chain) > evidence.settings.moved);
        for anchor in others.iter().flatten() {
            self.price(*anchor, anchor.weight);
        }
        self.search(evidence, &backbone, (0, 0), (evidence.a.len(), evidence.b.len()));
        for chain in others {
            self.local(evidence, &chain);
        }
    }

    /// Chains among what is still free. Says whether there were any.
    fn leftovers(&mut self, evidence: &Evidence<'_>) -> bool {
        let (first, second) = (&self.first, &self.second);
        let anchors = chains::anchors(evidence, |i, j| {
            first.get(i).is_some_and(|p| *p <= 0.0) && second.get(j).is_some_and(|p| *p <= 0.0)
        });
        let before = self.found.len();
        for chain in chains::local_chains(&anchors) {
            if chains::weight(&chain) > evidence.settings.moved {
                self.local(evidence, &chain);
            }
        }
        self.found.len() > before
    }

    fn price(&mut self, anchor: Anchor, price: f32) {
        for slot in [self.first.get_mut(anchor.i), self.second.get_mut(anchor.j)].into_iter().flatten() {
            if slot.is_finite() {
                *slot = price;
            }
        }
    }

    /// Searches around a chain out of order.
    fn local(&mut self, evidence: &Evidence<'_>, chain: &[Anchor]) {
        let (Some(start), Some(end)) = (chain.first(), chain.last()) else { return };
        for anchor in chain {
            self.price(*anchor, 0.0);
        }
        let from = (start.i.saturating_sub(REACH), start.j.saturating_sub(REACH));
        let to = ((end.i + REACH + 1).min(self.first.len()), (end.j + REACH + 1).min(self.second.len()));
        self.search(evidence, chain, from, to);
    }

    fn search(
        &mut self,
        evidence: &Evidence<'_>,
        chain: &[Anchor],
        from: (usize, usize),
        to: (usize, usize),
    ) {
        let band = chains::band(chain, from, to);
        let prices = Prices { first: &self.first, second: &self.second };
        for bead in search::best_beads(evidence, &band, &prices) {
            let first = self.first.iter_mut().skip(bead.first.start).take(bead.first.len);
            let second = self.second.iter_mut().skip(bead.second.start).take(bead.second.len);
            first.chain(second).for_each(|slot| *slot = f32::INFINITY);
            self.found.push(bead);
        }
    }
}

/// Beads in order, with their confidence, marks for what stands elsewhere, and what is alone.
fn beads(evidence: &Evidence<'_>, found: &[Found], explain: bool) -> Vec<Bead> {
    let items: Vec<(usize, usize, f32)> = found
        .iter()
        .map(|f| {
            let mass = evidence.a.mass.iter().skip(f.first.start).take(f.first.len).sum();
            (f.first.start, f.second.start, mass)
        })
        .collect();
    let in_order = order::heaviest_chain(&items);
    let owners = search::owners(evidence, found);
    let rivals = confidence::rivals(evidence, &owners, found.len());
    let mut out = Vec::new();
    for (k, (bead, rival)) in found.iter().zip(rivals).enumerate() {
        let apart = explain::apart(evidence, bead);
        out.push(Bead {
            first: bead.first.range().collect(),
            second: bead.second.range().collect(),
            confidence: confidence::of(evidence, &owners, bead, rival, apart.as_ref()),
            moved: in_order.binary_search(&k).is_err(),
            why: explain.then(|| explain::why(evidence, bead, rival, apart)),
        });
    }
    let [first, second] = confidence::alone(evidence);
    for (i, (_, confidence)) in
        owners[0].iter().zip(first).enumerate().filter(|(_, (owner, _))| owner.is_none())
    {
        out.push(Bead { first: vec![i], second: Vec::new(), confidence, moved: false, why: None });
    }
    out.sort_by_key(|bead| bead.first.first().copied());
    for (j, (_, confidence)) in
        owners[1].iter().zip(second).enumerate().filter(|(_, (owner, _))| owner.is_none())
    {
        out.push(Bead { first: Vec::new(), second: vec![j], confidence, moved: false, why: None });
    }
    out
}
