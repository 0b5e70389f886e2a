//! What is measured about words that may be a finding, and how likely they are one.

use super::{COMMON, Cluster, Counterpart, WEIGHTY};
use crate::drift::{
    evidence::logistic,
    head::logit,
    matching::Side,
    table::{Table, in_order},
};
use std::collections::BTreeMap;

/// What is measured about a candidate. Against each of the others where it is so said, and then a mean over the witnesses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    /// Whether the head has judged the member; what is said of it is the least there is where it has not.
    judged: bool,
    /// The head's logit of its strongest unit, against each.
    strongest: f32,
    /// The least such logit: high for a word that nobody else has.
    least: f32,
    /// The strongest logit among what the others have in its place.
    beside: f32,
    /// The head's three logits of the pair, against each.
    pair: [f32; 3],
    /// The first of them among the others, mean: where they all differ, so will this one.
    among: f32,
    /// The distance of its furthest unit, last layer, against each.
    last: f32,
    /// The same, middle layer.
    middle: f32,
    /// The distance of the members as wholes, against each.
    apart: f32,
    /// That among the others, mean.
    apart_among: f32,
    /// The version's own drift.
    drift: f32,
    /// How rare its rarest unit is, 0..1.5.
    rare: f32,
    /// The logarithm of its units.
    width: f32,
    /// The logarithm of the member's units.
    length: f32,
    /// The share of others that have nothing in its place.
    gone: f32,
    /// The share of its units that are mutual partners everywhere.
    mutual: f32,
    /// Whether languages differ, 0 or 1.
    foreign: f32,
    /// The logarithm of one and the words that it or each other has and the other has not, whichever has more: what stands out where
    /// all else is the same is lost among rewordings.
    differing: f32,
}

/// How many numbers [`Figures`] has.
pub(in crate::drift) const FIGURES: usize = 19;

impl Figures {
    pub fn of(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart], drift: f32) -> Option<Self> {
        let own = table.members.get(cluster.member)?;
        let member = cluster.member;
        let units = cluster.from..cluster.to;
        let witnesses = table.witnesses(member);
        let mean = |figure: &dyn Fn(usize) -> f32| in_order(witnesses.iter().map(|(j, w)| figure(*j) * w));
        // Copies differ in nothing: the least logit there is.
        let none = logit(0.0);
        let strongest = |i: usize, j: usize, units: std::ops::Range<usize>| {
            units.filter_map(|k| table.judged(i, j, k)).fold(none, f32::max)
        };
        let of_pair = |i: usize, j: usize, k: usize| table.judged_pair(i, j).map_or(none, |pair| pair[k]);
        let beside = others.iter().filter(|o| !o.units.is_empty());
        let beside = beside.map(|o| strongest(o.member, member, o.units.clone())).fold(none, f32::max);
        let furthest = |layer: fn(&Side) -> &[f32], j: usize| {
            let words = table.side(member, j).and_then(|s| layer(s).get(units.clone())).unwrap_or_default();
            words.iter().copied().fold(0.0, f32::max)
        };
        let pairs: Vec<(usize, usize)> = witnesses
            .iter()
            .enumerate()
            .flat_map(|(k, (x, _))| witnesses.iter().skip(k + 1).map(|(y, _)| (*x, *y)))
            .collect();
        let among = |figure: &dyn Fn(usize, usize) -> f32| {
            in_order(pairs.iter().map(|(x, y)| figure(*x, *y))) / pairs.len().max(1) as f32
        };
        let mutual = |i: usize, j: usize| {
            table.side(member, j).is_some_and(|s| s.mutual.get(i).copied().unwrap_or(true))
        };
        let mutual = units.clone().filter(|i| witnesses.iter().all(|(j, _)| mutual(*i, *j))).count();
        let foreign =
            others.iter().any(|o| table.members.get(o.member).is_some_and(|m| m.language != own.language));
        let gone = others.iter().filter(|o| o.span.is_none()).count();
        Some(Self {
            judged: table.is_judged(member),
            strongest: mean(&|j| strongest(member, j, units.clone())),
            least: witnesses.iter().map(|(j, _)| strongest(member, *j, units.clone())).fold(-none, f32::min),
            beside,
            pair: [0, 1, 2].map(|k| mean(&|j| of_pair(member, j, k))),
            among: among(&|x, y| of_pair(x, y, 0)),
            last: mean(&|j| furthest(|s| &s.last, j)),
            middle: mean(&|j| furthest(|s| &s.middle, j)),
            apart: mean(&|j| table.distance(member, j)),
            apart_among: among(&|x, y| table.distance(x, y)),
            drift,
            rare: ((cluster.rarity - COMMON) / (WEIGHTY - COMMON)).clamp(0.0, 1.5),
            width: (units.len() as f32).ln(),
            length: (own.len().max(1) as f32).ln(),
            gone: gone as f32 / others.len().max(1) as f32,
            mutual: mutual as f32 / units.len().max(1) as f32,
            foreign: f32::from(u8::from(foreign)),
            differing: mean(&|j| (1.0 + table.evidence(member, j).map_or(0, |e| e.differing) as f32).ln()),
        })
    }

    /// As the head's weights have them.
    pub fn in_order(&self) -> [f32; FIGURES] {
        let [differs, major, critical] = self.pair;
        [
            self.strongest,
            self.least,
            self.beside,
            differs,
            major,
            critical,
            self.among,
            self.last,
            self.middle,
            self.apart,
            self.apart_among,
            self.drift,
            self.rare,
            self.width,
            self.length,
            self.gone,
            self.mutual,
            self.foreign,
            self.differing,
        ]
    }

    /// The probability that these words take part in a change of meaning, 0..1.
    ///
    /// With the head [`Head::finding`](super::Head). Without it two logistic functions, one for two members and one for
    /// more, fitted to candidates with known answers: marked errors in WMT23 zh-en translations (Apache-2.0),
    /// substitutes judged by people (SWORDS dev, CC BY 3.0), changed and harmless versions of DEMETR (MIT), and this
    /// repository's corpora. Each was judged on the folds that it was not fitted to: area under the curve .70 and
    /// .67, half of what is above .4 real (docs/drift.md).
    /// No words are much likelier to differ than the texts that they stand in. With the head, two texts and four and more versions hold
    /// them down afterwards (`explain/whole.rs`); among three, what it says of the texts is among the figures.
    pub fn probability(&self, table: &Table<'_>, member: usize) -> f32 {
        let two = table.has_two_texts().is_some();
        if let Some(head) = table.head.filter(|_| self.judged) {
            return head.finding(two, &self.in_order());
        }
        let most = (0..table.len()).map(|j| table.probability(member, j)).fold(0.0, f32::max);
        let own = logistic(if two {
            5.41 * self.last + 4.25 * self.middle + 4.16 * self.drift - 35.58 * self.apart + 0.94 * self.rare
                - 0.08 * self.length
                - 0.69 * self.width
                - 0.55 * self.gone
                - 4.63
        } else {
            6.48 * self.last
                + 1.90 * self.middle
                + 7.10 * self.apart_among
                + 0.46 * self.rare
                + 0.66 * self.length
                - 0.06 * self.width
                - 0.35 * self.gone
                + 0.81 * self.mutual
                - 0.44 * self.foreign
                - 5.79
        });
        own.min(most)
    }

    /// What a reader is told of them: those that say something by themselves.
    pub fn named(&self, table: &Table<'_>) -> BTreeMap<String, f32> {
        let [differs, major, critical] = self.pair;
        let of_head = [
            ("head, these words", self.strongest),
            ("head, these words, least", self.least),
            ("head, words in their place", self.beside),
            ("head, texts differ", differs),
            ("head, major or worse", major),
            ("head, critical", critical),
            ("head, the others differ", self.among),
        ];
        let of_head = of_head.map(|(name, x)| (name, logistic(x)));
        let of_vectors = [
            ("distance, last layer", self.last),
            ("distance, middle layer", self.middle),
            ("distance of the texts", self.apart),
            ("distance of the others", self.apart_among),
            ("drift of the version", self.drift),
        ];
        let of_head = of_head.into_iter().filter(|_| self.judged);
        let two = table.has_two_texts().is_some();
        let all = of_head.chain(of_vectors).filter(|(name, _)| !two || !name.contains("others"));
        all.map(|(name, x)| (name.to_owned(), x)).collect()
    }
}
