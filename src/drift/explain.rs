//! From drifting words to findings a reviewer can judge: which words, against which, and why.

mod figures;
mod reasons;
mod whole;
mod witness;

pub(super) use figures::FIGURES;
pub(super) use whole::{Departing, departing, whole};
pub(super) use witness::{keeps, testified};

use whole::{at_most, differ};

use figures::Figures;
use witness::Witness;

use super::{
    Finding, Place, Severity,
    checks::{addition, lexical_shift, omission},
    consensus::Verdict,
    finding::touches,
    matching::Side,
    table::Table,
    units::Unit,
};
use crate::{Span, document::Role};

/// What makes a candidate, in a group of two members and of more: wide, because its probability is judged afterwards. By hand,
/// far below [`STRIKING`]: a lone wrong word in a sentence otherwise alike drifts by a tenth, among several versions by less.
/// [`Figures::probability`] is fitted to what these let through, so that a change here asks for another fit. (The wider one
/// would find fewer wrong words between two versions for as many false alarms: docs/drift.md.)
const CANDIDATES: [Gate; 2] = [
    Gate { version: 0.08, word: 0.06, beside: 0.5, most: 6 },
    Gate { version: 0.03, word: 0.025, beside: 0.5, most: 6 },
];

/// The same without the head.
const UNTRAINED: Gate = Gate { version: 0.12, word: 0.2, beside: 0.4, most: 6 };

/// What raises a whole group: words that stand out in versions that differ. By hand, on the tuning sets of
/// docs/drift.md.
const STRIKING: Gate = Gate { version: 0.3, word: 0.4, beside: 0.6, most: 4 };

/// Findings below this are left out, 0..1. By hand: far below the default threshold, for those who ask for more and for passages
/// shown for their drift alone; among many versions words further down are no likelier to be errors than any others (docs/drift.md).
pub(super) const SHOWN: f32 = 0.15;

/// Words that stand out less raise no group, where the head has not judged. By hand.
const LEAST_STRIKING: f32 = 0.3;

/// From this confidence on a reader is told something else; below, it may be a matter of wording. By hand: near
/// half of what is above is real on the folds left out (docs/drift.md).
const MAJOR: f32 = 0.45;

/// Which words of which versions are looked at.
#[derive(Clone, Copy)]
struct Gate {
    /// A version below this is left out: most such differences are rewordings.
    version: f32,
    /// A word below this is left out, 0..1.
    word: f32,
    /// So is one below this share of the most drifting word of its version.
    beside: f32,
    /// At most this many places a member: the strongest, a reviewer sees the rest beside them.
    most: usize,
}

/// A distance in the middle layer from which a word has no real partner: twice that of an accepted synonym.
const MISSING: f32 = 0.55;

/// The same, for a word whose nearest partner has a nearer one.
const TAKEN: f32 = 0.4;

/// Rarity in nats from which a word counts fully in a finding. Common words (`in`, `had`, `on`) shift with the wording
/// around them; where they carry the meaning (`not`, `would`) the checks know them.
/// In the default vocabulary, over a hundred languages, `the` has 7, `would` 10, `called` 12, `votes` 18.
const WEIGHTY: f32 = 13.0;

/// Rarity in nats below which a word counts next to nothing in a finding.
const COMMON: f32 = 5.0;

/// Neighbouring words of one member that drift together.
struct Cluster {
    member: usize,
    from: usize,
    to: usize,
    drift: f32,
    /// That of its rarest word.
    rarity: f32,
}

impl Cluster {
    /// Words of a member, which has these units; nothing is said of their drift.
    fn of(member: usize, words: std::ops::Range<usize>, units: &[Unit]) -> Self {
        let rarity =
            units.get(words.clone()).unwrap_or_default().iter().map(|u| u.rarity).fold(0.0, f32::max);
        Self { member, from: words.start, to: words.end, drift: 0.0, rarity }
    }
}

/// Words that may be a finding.
pub(super) struct Likely {
    cluster: Cluster,
    /// What the others have in their place.
    others: Vec<Counterpart>,
    figures: Figures,
    /// [`Figures::probability`].
    chance: f32,
}

impl Likely {
    /// Each part by itself, where a source says some of the words and others not.
    fn cut(self, table: &Table<'_>) -> Vec<Self> {
        let parts = witness::parts(table, &self.cluster, &self.others);
        if parts.is_empty() {
            return vec![self];
        }
        let (figures, chance) = (self.figures, self.chance);
        let likely =
            |cluster: Cluster| Self { others: counterparts(table, &cluster), cluster, figures, chance };
        parts.into_iter().map(likely).collect()
    }
}

/// What may be a finding, the surest first, whichever member it stands in: the same words may be there from both sides.
/// `words` holds one list a member, one probability a unit.
pub(super) fn likely(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>]) -> Vec<Likely> {
    let [two, more] = CANDIDATES;
    let gate = match (table.head, table.has_two_texts()) {
        (None, _) => UNTRAINED,
        (_, Some(_)) => two,
        _ => more,
    };
    let mut found: Vec<Likely> =
        weighed(table, verdict, words, gate).into_iter().flat_map(|l| l.cut(table)).collect();
    found.retain(|l| !is_told_otherwise(table, &l.cluster, &l.others));
    found
}

/// All words that a gate lets through, the likeliest first.
fn weighed(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>], gate: Gate) -> Vec<Likely> {
    let mut found = match table.has_two_texts().filter(|_| table.len() > 2) {
        Some(two) => between(table, verdict, two, gate),
        None => passed(table, verdict, words, gate),
    };
    // Among equals by what the words are, not by the order of the versions.
    let text =
        |l: &Likely| table.members.get(l.cluster.member).map(|m| (m.canonical.as_str(), l.cluster.from));
    let said = |l: &Likely| {
        let Cluster { member, from, to, .. } = l.cluster;
        table.members.get(member).map(|m| m.written(span(table, member, from, to)))
    };
    found.sort_by(|x, y| {
        let likelier = y.chance.total_cmp(&x.chance);
        likelier.then_with(|| text(x).cmp(&text(y))).then_with(|| said(x).cmp(&said(y)))
    });
    found
}

/// In the order of the members.
fn passed(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>], gate: Gate) -> Vec<Likely> {
    let found = clusters(table, verdict, words, gate).into_iter().filter_map(|(cluster, drift)| {
        let others = counterparts(table, &cluster);
        let figures = Figures::of(table, &cluster, &others, drift)?;
        let chance = figures.probability(table, cluster.member);
        Some(Likely { cluster, others, figures, chance })
    });
    found.collect()
}

/// Where there are copies of two texts, as between these two by themselves: what one version lacks stands in the others, however little
/// copies drift.
fn between(table: &Table<'_>, verdict: &Verdict, two: (usize, usize), gate: Gate) -> Vec<Likely> {
    let (pair, at) = (table.only(two.0, two.1), [two.0, two.1]);
    if differ(table, verdict, two.0, two.1) < gate.version {
        return Vec::new();
    }
    let verdict =
        Verdict { members: vec![table.probability(two.0, two.1); pair.len()], ..Verdict::default() };
    let mut found = passed(&pair, &verdict, &pair.words(), Gate { version: 0.0, ..gate });
    found.retain(|l| is_version(&pair, l.cluster.member));
    for likely in &mut found {
        likely.cluster.member = at.get(likely.cluster.member).copied().unwrap_or_default();
        likely.others = counterparts(table, &likely.cluster);
    }
    found
}

/// The findings that the vectors alone give, the surest first.
/// `aligned` is how sure the aligner is of the group, 0..1: a difference between sentences that do not belong together is
/// none.
pub(super) fn findings(
    table: &Table<'_>,
    verdict: &Verdict,
    likely: &[Likely],
    aligned: f32,
) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for (chance, likely) in
        likely.iter().map(|l| (aligned * l.chance, l)).take_while(|(chance, _)| *chance >= SHOWN)
    {
        let mut finding = explain(table, verdict, likely, chance);
        // What is held down is kept all the same, for those who ask for more.
        if let Some(most) = at_most(table, verdict, finding.culprit) {
            finding.confidence = chance.min((aligned * most).max(SHOWN));
            finding.severity = severity(finding.confidence);
        }
        // The same words of a copy are no other finding.
        whole::in_copies(table, &mut finding.places);
        // A source beside the words makes none either.
        let is_source =
            |p: &Place| table.members.iter().any(|m| m.version == p.version && m.role == Role::Source);
        let is_marked = |f: &Finding, p: &Place| touches(&f.places, std::slice::from_ref(p));
        let known = |f: &Finding| {
            let same = f.reason == finding.reason && touches(&f.places, &finding.places);
            same || finding.places.iter().all(|p| is_source(p) || is_marked(f, p))
        };
        if !out.iter().any(known) {
            out.push(finding);
        }
    }
    out
}

/// Words of the longest quantity, by hand: “twenty five square metres”, “a dozen boxes”.
const QUANTITY: usize = 4;

/// Whether vectors have nothing to say about a cluster: it or what stands in its place is a quantity or a date, which
/// the checks compare by value ("17.30", "half past five", "40 mm"), or another member has the very same words in its
/// place.
fn is_told_otherwise(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> bool {
    let units = table.members.get(cluster.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let own = units.get(cluster.from..cluster.to).unwrap_or_default();
    let counted =
        |units: &[Unit]| units.len() <= QUANTITY && units.iter().any(|u| u.facts.number || u.facts.date);
    let theirs = |o: &Counterpart| {
        let units = table.members.get(o.member).map(|m| m.list.as_slice()).unwrap_or_default();
        units.get(o.units.clone()).is_some_and(counted)
    };
    counted(own)
        || own.iter().all(|u| u.facts.number || u.facts.date)
        || is_said_elsewhere(table, cluster, others)
        || others.iter().filter(|o| theirs(o)).count() * 2 > others.len()
}

/// Whether another member has the very same words in a cluster's place, or common ones anywhere: nobody misses a second *the*.
fn is_said_elsewhere(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> bool {
    let units = table.members.get(cluster.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let said = folded(units.get(cluster.from..cluster.to).unwrap_or_default());
    let has = |o: &Counterpart| {
        let same =
            table.side(cluster.member, o.member).and_then(|side| side.same.get(cluster.from..cluster.to));
        o.span.is_none() && cluster.rarity < FILLS && same.is_some_and(|same| same.iter().all(|same| *same))
    };
    others.iter().any(|o| o.folded == said || has(o))
}

/// Words as they are compared.
fn folded(units: &[Unit]) -> String {
    units.iter().map(|u| u.folded.as_str()).collect::<Vec<_>>().join(" ")
}

/// What might be a finding: what [`Head::finding`](super::Head) is fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Whether the group has two members; else more.
    pub two: bool,
    /// What is measured about it, in the order of `Figures` in `src/drift/explain/figures.rs`.
    pub figures: [f32; FIGURES],
    /// The words, and what the others have in their place.
    pub places: Vec<Place>,
}

/// All candidates of a group, with the figures that decide about them; those left out that no reader sees.
pub(super) fn candidates(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>]) -> Vec<Candidate> {
    let candidate = |Likely { cluster, others, figures, .. }: Likely| Candidate {
        two: table.has_two_texts().is_some(),
        figures: figures.in_order(),
        places: places(table, &cluster, &others),
    };
    likely(table, verdict, words).into_iter().map(candidate).collect()
}

/// How much a word of this rarity counts in what is told, .2..1.
fn weight(rarity: f32) -> f32 {
    ((rarity - COMMON) / (WEIGHTY - COMMON)).clamp(0.2, 1.0)
}

/// How far the most striking words of a group speak for a change somewhere, 0..1: what ranks groups, where a
/// finding's confidence says how likely these very words are the change.
pub(super) fn strength(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>]) -> f32 {
    clusters(table, verdict, words, STRIKING)
        .iter()
        .map(|(cluster, drift)| weight(cluster.rarity) * (drift * cluster.drift).sqrt())
        .filter(|strength| *strength >= LEAST_STRIKING)
        .fold(0.0, f32::max)
}

/// Runs of drifting words of every member, with the member's own drift; a member's strongest first.
fn clusters(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>], gate: Gate) -> Vec<(Cluster, f32)> {
    let mut all = Vec::new();
    for (member, drifts) in words.iter().enumerate() {
        let drift = verdict.members.get(member).copied().unwrap_or_default();
        if drift >= gate.version {
            all.extend(clusters_of(table, member, drifts, gate).into_iter().map(|cluster| (cluster, drift)));
        }
    }
    all
}

fn clusters_of(table: &Table<'_>, member: usize, drifts: &[f32], gate: Gate) -> Vec<Cluster> {
    let units = table.members.get(member).map(|m| m.list.as_slice()).unwrap_or_default();
    let most = drifts.iter().zip(units).filter(|(_, u)| !u.mark).map(|(d, _)| *d).fold(0.0, f32::max);
    let least = gate.word.max(gate.beside * most);
    let mut out: Vec<Cluster> = Vec::new();
    for (i, (drift, unit)) in drifts.iter().zip(units).enumerate() {
        if unit.mark || *drift < least {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.to == i => {
                last.to = i + 1;
                last.drift = last.drift.max(*drift);
                last.rarity = last.rarity.max(unit.rarity);
            }
            _ => out.push(Cluster { member, from: i, to: i + 1, drift: *drift, rarity: unit.rarity }),
        }
    }
    out.sort_by(|x, y| y.drift.total_cmp(&x.drift).then(x.from.cmp(&y.from)));
    out.truncate(gate.most);
    out
}

/// What the other members have in a cluster's place.
fn counterparts(table: &Table<'_>, cluster: &Cluster) -> Vec<Counterpart> {
    (0..table.len()).filter(|j| *j != cluster.member).filter_map(|j| counterpart(table, cluster, j)).collect()
}

/// The same, where a version that seems to have nothing has the very words of a third one: beside “head” nothing in “the managing
/// director” is near, but another version has “director” in its place.
fn bridged(table: &Table<'_>, others: &[Counterpart]) -> Vec<Counterpart> {
    let over = |other: &Counterpart| {
        let thirds = others.iter().filter(|o| is_version(table, o.member) && !o.units.is_empty());
        let equal = thirds.filter_map(|o| {
            let units = table.members.get(o.member).map(|m| m.list.as_slice()).unwrap_or_default();
            let words = Cluster::of(o.member, o.units.clone(), units);
            counterpart(table, &words, other.member).filter(|there| there.folded == o.folded)
        });
        equal.min_by(|x, y| x.folded.cmp(&y.folded).then(x.units.start.cmp(&y.units.start)))
    };
    let lacks = |o: &Counterpart| o.span.is_none() && is_version(table, o.member);
    others.iter().map(|o| if lacks(o) { over(o) } else { None }.unwrap_or_else(|| o.clone())).collect()
}

/// What one other member says in place of a cluster.
#[derive(Clone)]
struct Counterpart {
    member: usize,
    /// Where; `None` where nothing stands in its place.
    span: Option<Span>,
    /// Which units; none where nothing stands in its place.
    units: std::ops::Range<usize>,
    folded: String,
}

fn explain(table: &Table<'_>, verdict: &Verdict, likely: &Likely, confidence: f32) -> Finding {
    let Likely { cluster, figures, .. } = likely;
    let mut others = bridged(table, &likely.others);
    let own = table.members.get(cluster.member);
    let witness = Witness::of(table, cluster, &others);
    for source in others.iter_mut().filter(|o| !is_version(table, o.member)) {
        match witness {
            Some(Witness::Says) => *source = witness::said(table, cluster, source),
            Some(Witness::Unclear) => (source.span, source.units) = (None, 0..0),
            _ => {}
        }
    }
    let others = others.as_slice();
    let beyond_source = others.iter().all(|o| !is_version(table, o.member));
    // What the source says is the witness's.
    let gone = others.iter().all(|o| o.span.is_none() || (!beyond_source && !is_version(table, o.member)));
    let is_kept = witness.is_some_and(Witness::is_kept);
    let version = own.map(|m| m.version);
    let names_own = verdict.odd == Some(cluster.member) && !is_kept;
    // A version that is not the odd one shows what the odd one alone has not.
    let may_lack = !names_own && (is_kept || witness.is_none());
    let lacking = verdict.odd.filter(|odd| may_lack && stands_alone(table, *odd, others));
    // Where the one that stands alone stands with the source, what most others say counts for nothing.
    let names_own = names_own
        || (lacking.is_none() && verdict.faithful.is_none() && !is_kept && stands_against(table, others));
    let odd = lacking.and_then(|odd| table.members.get(odd)).map(|m| m.version);
    let culprit = if names_own { version } else { odd };
    let kind = match gone {
        true if names_own || matches!(witness, Some(Witness::Lacks | Witness::Unclear)) => {
            addition::KIND.name
        }
        true => omission::KIND.name,
        false => lexical_shift::KIND.name,
    };
    let places = places(table, cluster, others);
    let reason = reasons::reason(table, cluster, others, witness, culprit);
    let severity = severity(confidence);
    Finding {
        kind,
        severity,
        confidence,
        culprit,
        against_source: Vec::new(),
        places,
        reason,
        numbers: figures.named(table),
    }
}

/// Whether no other version has what `odd` has in a cluster's place.
fn stands_alone(table: &Table<'_>, odd: usize, others: &[Counterpart]) -> bool {
    let own = others.iter().find(|o| o.member == odd);
    let mut versions = others.iter().filter(|o| is_version(table, o.member));
    own.is_some_and(|own| versions.all(|o| o.member == odd || o.folded != own.folded))
}

/// How bad a finding of the vectors is taken to be.
pub(super) fn severity(confidence: f32) -> Severity {
    if confidence >= MAJOR { Severity::Major } else { Severity::Minor }
}

/// Whether two and more others, most of them, have the same words in a cluster's place, or nothing, and nobody has the cluster's: then
/// its version stands alone in them.
fn stands_against(table: &Table<'_>, others: &[Counterpart]) -> bool {
    let others: Vec<&Counterpart> = others.iter().filter(|o| is_version(table, o.member)).collect();
    let same = |o: &&Counterpart| others.iter().filter(|x| x.folded == o.folded).count();
    let most = others.iter().map(same).max().unwrap_or_default();
    // Copies of the version that has the cluster are not among the others.
    table.versions() == others.len() + 1 && most >= 2 && most * 2 > others.len()
}

fn is_version(table: &Table<'_>, member: usize) -> bool {
    table.members.get(member).is_some_and(|m| m.role == Role::Version)
}

/// The words in every member.
fn places(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> Vec<Place> {
    let own_span = span(table, cluster.member, cluster.from, cluster.to);
    let own = table.members.get(cluster.member);
    let mut places = vec![Place { version: own.map_or(0, |m| m.version), span: own_span }];
    places.extend(
        others
            .iter()
            .filter_map(|o| Some(Place { version: table.members.get(o.member)?.version, span: o.span? })),
    );
    places.sort_by_key(|p| (p.version, p.span));
    places
}

fn span(table: &Table<'_>, member: usize, from: usize, to: usize) -> Span {
    let units = table.members.get(member).map(|m| m.list.as_slice()).unwrap_or_default();
    let mut spans = units.get(from..to).unwrap_or_default().iter().map(|u| u.span);
    let first = spans.next().unwrap_or_default();
    spans.fold(first, Span::cover)
}

/// The unit that answers to unit `i`, and how far it is: none that is not near, nor one that an equal word elsewhere has (“schools and
/// hospitals” against “schools”).
fn partner(side: &Side, back: &Side, i: usize) -> Option<(usize, f32)> {
    let (partner, near) = ((*side.partner.get(i)?)?, *side.middle.get(i)?);
    let taken = !side.mutual.get(i)?;
    let missing = if taken { TAKEN } else { MISSING };
    (near <= missing && !(taken && *back.same.get(partner)?)).then_some((partner, near))
}

/// The words of member `j` that stand in a cluster's place: its partners, if they lie close together.
fn counterpart(table: &Table<'_>, cluster: &Cluster, j: usize) -> Option<Counterpart> {
    let (side, back) = (table.side(cluster.member, j)?, table.side(j, cluster.member)?);
    let width = cluster.to - cluster.from;
    let mut found: Vec<(usize, f32)> = Vec::new();
    for i in cluster.from..cluster.to {
        found.extend(partner(side, back, i));
    }
    let (low, high) = (found.iter().map(|(p, _)| *p).min(), found.iter().map(|(p, _)| *p).max());
    let range = match (low, high) {
        // Partners scattered over the sentence are no phrase: take the nearest one.
        (Some(low), Some(high)) if high - low < 2 * width + 1 => Some((low, high + 1)),
        (Some(_), Some(_)) => {
            found.iter().min_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0))).map(|(p, _)| (*p, p + 1))
        }
        _ => in_the_gap(table, cluster, j),
    };
    let units = table.members.get(j).map(|m| m.list.as_slice()).unwrap_or_default();
    let said = range.and_then(|(from, to)| units.get(from..to)).unwrap_or_default();
    Some(Counterpart {
        member: j,
        units: range.map_or(0..0, |(from, to)| from..to),
        span: range.map(|(from, to)| span(table, j, from, to)),
        folded: folded(said),
    })
}

/// A unit this common, in nats, stands in no word's place: `the`, `of`. By hand, between [`COMMON`] and [`WEIGHTY`].
const FILLS: f32 = 9.0;

/// The words of member `j`, of the same language, between those that answer to a cluster's neighbours, if there are few and they answer
/// to nothing else: they stand in its place, however far they are from it ("having hidden a report", "having concealed a
/// report"). Numbers and dates do not: the checks compare them.
fn in_the_gap(table: &Table<'_>, cluster: &Cluster, j: usize) -> Option<(usize, usize)> {
    let (own, other) = (table.members.get(cluster.member)?, table.members.get(j)?);
    let (side, back) = (table.side(cluster.member, j)?, table.side(j, cluster.member)?);
    let settled = |i: usize| *side.mutual.get(i).unwrap_or(&false);
    let answer = |i: usize| partner(side, back, i).filter(|(_, near)| settled(i) && *near <= TAKEN);
    let (from, to) = (answer(cluster.from.checked_sub(1)?)?.0 + 1, answer(cluster.to)?.0);
    let few = from < to && to - from <= 2 * (cluster.to - cluster.from);
    let units = if few { other.list.get(from..to)? } else { return None };
    let fills = units.iter().any(|u| !u.mark && u.rarity >= FILLS);
    let answers = |i: usize| partner(back, side, i).is_some_and(|(_, near)| near <= TAKEN);
    let told = units.iter().any(|u| u.facts.number || u.facts.date) || (from..to).any(answers);
    let (first, last) = (units.iter().position(|u| !u.mark)?, units.iter().rposition(|u| !u.mark)?);
    (own.language == other.language && fills && !told).then_some((from + first, from + last + 1))
}
