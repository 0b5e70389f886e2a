//! From drifting words to findings a reviewer can judge: which words, against which, and why.

use super::{
    Finding, Place, Severity,
    checks::{addition, lexical_shift, omission},
    consensus::Verdict,
    evidence::logistic,
    head::logit,
    matching::Side,
    table::{Table, in_order},
};
use crate::{Span, document::Role};
use std::collections::BTreeMap;

/// What makes a candidate: wide, because its probability is judged afterwards. By hand, about half of [`STRIKING`];
/// [`probability`] is fitted to what these let through, so that a change here asks for another fit.
const CANDIDATES: Gate = Gate { version: 0.12, word: 0.2, beside: 0.4, most: 6 };

/// What raises a whole group: words that stand out in versions that differ. By hand, on the tuning sets of
/// docs/drift.md.
const STRIKING: Gate = Gate { version: 0.3, word: 0.4, beside: 0.6, most: 4 };

/// Findings below this are not worth a reviewer's time, 0..1: two of three are rewordings (docs/drift.md).
const SHOWN: f32 = 0.3;

/// From this confidence on a reader is told something else; below, it may be a matter of wording. By hand: half of
/// what is above is real on the folds left out (docs/drift.md), as at .5, and twice as much of it.
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

/// The findings that the vectors alone give. `words` holds one list a member, one probability a unit.
/// `aligned` is how sure the aligner is of the group, 0..1: a difference between sentences that do not belong together is
/// none.
pub(super) fn findings(
    table: &Table<'_>,
    verdict: &Verdict,
    words: &[Vec<f32>],
    aligned: f32,
) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for (cluster, drift) in clusters(table, verdict, words, CANDIDATES) {
        let others = counterparts(table, &cluster);
        // These words cannot be likelier to differ than the texts that they stand in.
        let most = others.iter().map(|o| table.probability(cluster.member, o.member)).fold(0.0, f32::max);
        let confidence = aligned * probability(table, &cluster, &others, drift).min(most);
        if confidence < SHOWN || is_told_otherwise(table, &cluster, &others) {
            continue;
        }
        let mut finding = explain(table, verdict, &cluster, &others, confidence);
        finding.numbers = numbers(table, &cluster, &others, drift);
        let known = |f: &Finding| {
            finding
                .places
                .iter()
                .all(|p| f.places.iter().any(|q| q.version == p.version && q.span.overlaps(p.span)))
        };
        if !out.iter().any(known) {
            out.push(finding);
        }
    }
    out
}

/// Whether vectors have nothing to say about a cluster: its words are numbers and dates, which the checks compare by
/// value ("17.30", "half past five"), or another member has the very same words in its place.
fn is_told_otherwise(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> bool {
    let units = table.members.get(cluster.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let own = units.get(cluster.from..cluster.to).unwrap_or_default();
    let folded = own.iter().map(|u| u.folded.as_str()).collect::<Vec<_>>().join(" ");
    own.iter().all(|u| u.facts.number || u.facts.date) || others.iter().any(|o| o.folded == folded)
}

/// What might be a finding: what [`Head::finding`](super::Head) is fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Whether the group has two members; else more.
    pub two: bool,
    /// What is measured about it: eighteen numbers, listed at `FIGURES` in `src/drift/explain.rs`.
    pub figures: [f32; FIGURES],
    /// The words, and what the others have in their place.
    pub places: Vec<Place>,
}

/// All candidates of a group, with the figures that decide about them.
pub(super) fn candidates(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>]) -> Vec<Candidate> {
    let found = clusters(table, verdict, words, CANDIDATES).into_iter().filter_map(|(cluster, drift)| {
        let others = counterparts(table, &cluster);
        let figures = figures(table, &cluster, &others, drift)?;
        Some(Candidate { two: table.len() == 2, figures, places: places(table, &cluster, &others) })
    });
    found.collect()
}

/// How far the most striking words of a group speak for a change somewhere, 0..1: what ranks groups, where a
/// finding's confidence says how likely these very words are the change.
pub(super) fn strength(table: &Table<'_>, verdict: &Verdict, words: &[Vec<f32>]) -> f32 {
    clusters(table, verdict, words, STRIKING)
        .iter()
        .map(|(cluster, drift)| {
            let weight = ((cluster.rarity - COMMON) / (WEIGHTY - COMMON)).clamp(0.2, 1.0);
            weight * (drift * cluster.drift).sqrt()
        })
        .filter(|strength| *strength >= SHOWN)
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

/// The probability that these words take part in a change of meaning, 0..1.
///
/// Two logistic functions, one for two members and one for more, fitted to candidates with known answers: marked
/// errors in WMT23 zh-en translations (Apache-2.0), substitutes judged by people (SWORDS dev, CC BY 3.0), changed
/// and harmless versions of DEMETR (MIT), and this repository's corpora. Each was judged on the folds that it was
/// not fitted to: area under the curve .70 and .67, half of what is above .4 real (docs/drift.md).
fn probability(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart], drift: f32) -> f32 {
    let Some(own) = table.members.get(cluster.member) else { return 0.0 };
    if let Some(judged) = judged(table, cluster, others, drift) {
        return judged;
    }
    let witnesses = table.witnesses(cluster.member);
    let furthest = |layer: fn(&Side) -> &[f32], j: usize| {
        let side = table.side(cluster.member, j);
        let words = side.and_then(|s| layer(s).get(cluster.from..cluster.to)).unwrap_or_default();
        words.iter().copied().fold(0.0, f32::max)
    };
    let mean = |figure: &dyn Fn(usize) -> f32| in_order(witnesses.iter().map(|(j, w)| figure(*j) * w));
    let last = mean(&|j| furthest(|s| &s.last, j));
    let middle = mean(&|j| furthest(|s| &s.middle, j));
    let rare = ((cluster.rarity - COMMON) / (WEIGHTY - COMMON)).clamp(0.0, 1.5);
    let width = ((cluster.to - cluster.from) as f32).ln();
    let length = (own.len().max(1) as f32).ln();
    let gone = others.iter().filter(|o| o.span.is_none()).count() as f32 / others.len().max(1) as f32;
    if table.len() == 2 {
        let apart = mean(&|j| table.distance(cluster.member, j));
        return logistic(
            5.41 * last + 4.25 * middle + 4.16 * drift - 35.58 * apart + 0.94 * rare
                - 0.08 * length
                - 0.69 * width
                - 0.55 * gone
                - 4.63,
        );
    }
    // How far the others are from one another: where they all differ, so will this one.
    let pairs = witnesses.iter().enumerate().flat_map(|(k, (x, _))| {
        witnesses.iter().skip(k + 1).map(|(y, _)| table.distance(*x, *y)).collect::<Vec<_>>()
    });
    let count = witnesses.len() * witnesses.len().saturating_sub(1) / 2;
    let among = in_order(pairs) / count.max(1) as f32;
    let mutual = |i: usize, j: usize| {
        table.side(cluster.member, j).is_some_and(|s| s.mutual.get(i).copied().unwrap_or(true))
    };
    let mutual = (cluster.from..cluster.to).filter(|i| witnesses.iter().all(|(j, _)| mutual(*i, *j))).count();
    let mutual = mutual as f32 / (cluster.to - cluster.from).max(1) as f32;
    let foreign =
        others.iter().any(|o| table.members.get(o.member).is_some_and(|m| m.language != own.language));
    logistic(
        6.48 * last + 1.90 * middle + 7.10 * among + 0.46 * rare + 0.66 * length - 0.06 * width - 0.35 * gone
            + 0.81 * mutual
            - if foreign { 0.44 } else { 0.0 }
            - 5.79,
    )
}

/// The same by the learned head; nothing where there is none.
fn judged(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart], drift: f32) -> Option<f32> {
    let head = table.head?;
    Some(head.finding(table.len() == 2, &figures(table, cluster, others, drift)?))
}

/// What is measured about a candidate, each a mean over the witnesses where it is measured against each: the head's
/// logit of its strongest unit; the least such logit (a word that nobody else has); the strongest logit among what the
/// others have in its place; the head's three logits of the pairs; the mean of the first among the others; distances of
/// its furthest unit in the last and middle layer; the distance of the members as wholes; that among the others; the
/// version's own drift; rarity; the logarithms of its units and of the member's; the share of others that have nothing
/// in its place; of its units that are mutual partners; whether languages differ; the logit of the untrained evidence.
pub(super) const FIGURES: usize = 18;

/// What a reader is told of [`FIGURES`], by place: those that say something by themselves.
const NAMES: [(usize, &str); 12] = [
    (0, "head, these words"),
    (1, "head, these words, least"),
    (2, "head, words in their place"),
    (3, "head, texts differ"),
    (4, "head, major or worse"),
    (5, "head, critical"),
    (6, "head, the others differ"),
    (7, "distance, last layer"),
    (8, "distance, middle layer"),
    (9, "distance of the texts"),
    (10, "distance of the others"),
    (11, "drift of the version"),
];

fn numbers(
    table: &Table<'_>,
    cluster: &Cluster,
    others: &[Counterpart],
    drift: f32,
) -> BTreeMap<String, f32> {
    let Some(figures) = figures(table, cluster, others, drift) else { return BTreeMap::new() };
    let known = |name: &str| table.head.is_some() || !name.starts_with("head");
    let of_two = |name: &str| table.len() > 2 || !name.contains("others");
    let named = NAMES.iter().filter(|(_, name)| known(name) && of_two(name));
    named
        .filter_map(|(at, name)| {
            let x = *figures.get(*at)?;
            Some(((*name).to_owned(), if name.starts_with("head") { logistic(x) } else { x }))
        })
        .collect()
}

fn figures(
    table: &Table<'_>,
    cluster: &Cluster,
    others: &[Counterpart],
    drift: f32,
) -> Option<[f32; FIGURES]> {
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
    let beside = |o: &Counterpart| strongest(o.member, member, o.units.clone());
    let beside = others.iter().filter(|o| !o.units.is_empty()).map(beside);
    let beside = beside.fold(none, f32::max);
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
    let mutual =
        |i: usize, j: usize| table.side(member, j).is_some_and(|s| s.mutual.get(i).copied().unwrap_or(true));
    let mutual = units.clone().filter(|i| witnesses.iter().all(|(j, _)| mutual(*i, *j))).count();
    let foreign =
        others.iter().any(|o| table.members.get(o.member).is_some_and(|m| m.language != own.language));
    let gone = others.iter().filter(|o| o.span.is_none()).count();
    Some([
        mean(&|j| strongest(member, j, units.clone())),
        witnesses.iter().map(|(j, _)| strongest(member, *j, units.clone())).fold(-none, f32::min),
        beside,
        mean(&|j| of_pair(member, j, 0)),
        mean(&|j| of_pair(member, j, 1)),
        mean(&|j| of_pair(member, j, 2)),
        among(&|x, y| of_pair(x, y, 0)),
        mean(&|j| furthest(|s| &s.last, j)),
        mean(&|j| furthest(|s| &s.middle, j)),
        mean(&|j| table.distance(member, j)),
        among(&|x, y| table.distance(x, y)),
        drift,
        ((cluster.rarity - COMMON) / (WEIGHTY - COMMON)).clamp(0.0, 1.5),
        (units.len() as f32).ln(),
        (own.len().max(1) as f32).ln(),
        gone as f32 / others.len().max(1) as f32,
        mutual as f32 / units.len().max(1) as f32,
        f32::from(u8::from(foreign)),
    ])
}

/// What the other members have in a cluster's place.
fn counterparts(table: &Table<'_>, cluster: &Cluster) -> Vec<Counterpart> {
    (0..table.len()).filter(|j| *j != cluster.member).filter_map(|j| counterpart(table, cluster, j)).collect()
}

/// What one other member says in place of a cluster.
struct Counterpart {
    member: usize,
    /// Where; `None` where nothing stands in its place.
    span: Option<Span>,
    /// Which units; none where nothing stands in its place.
    units: std::ops::Range<usize>,
    folded: String,
}

fn explain(
    table: &Table<'_>,
    verdict: &Verdict,
    cluster: &Cluster,
    others: &[Counterpart],
    confidence: f32,
) -> Finding {
    let own = table.members.get(cluster.member);
    let places = places(table, cluster, others);
    let gone = others.iter().all(|o| o.span.is_none());
    let version = own.map(|m| m.version);
    let names_own = verdict.odd == Some(cluster.member);
    // A version that is not the odd one shows what the odd one lacks.
    let lacking = verdict.odd.filter(|_| !names_own);
    let (kind, culprit) = match (gone, lacking.and_then(|o| table.members.get(o))) {
        (true, _) if names_own && table.len() > 2 => (addition::KIND.name, version),
        (true, odd) => (omission::KIND.name, odd.map(|m| m.version)),
        (false, odd) => (lexical_shift::KIND.name, if names_own { version } else { odd.map(|m| m.version) }),
    };
    let severity = if confidence >= MAJOR { Severity::Major } else { Severity::Minor };
    let reason = reason(table, cluster, others);
    Finding { kind, severity, confidence, culprit, places, reason, numbers: BTreeMap::new() }
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

/// The words of member `j` that stand in a cluster's place: its partners, if they lie close together.
fn counterpart(table: &Table<'_>, cluster: &Cluster, j: usize) -> Option<Counterpart> {
    let side = table.side(cluster.member, j)?;
    let width = cluster.to - cluster.from;
    let mut found: Vec<(usize, f32)> = Vec::new();
    for i in cluster.from..cluster.to {
        let near = side.middle.get(i).copied().unwrap_or(1.0);
        let taken = !side.mutual.get(i).copied().unwrap_or_default();
        let missing = if taken { TAKEN } else { MISSING };
        if let Some(Some(partner)) = side.partner.get(i)
            && near <= missing
        {
            found.push((*partner, near));
        }
    }
    let (low, high) = (found.iter().map(|(p, _)| *p).min(), found.iter().map(|(p, _)| *p).max());
    let range = match (low, high) {
        // Partners scattered over the sentence are no phrase: take the nearest one.
        (Some(low), Some(high)) if high - low < 2 * width + 1 => Some((low, high + 1)),
        (Some(_), Some(_)) => {
            found.iter().min_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0))).map(|(p, _)| (*p, p + 1))
        }
        _ => None,
    };
    let units = table.members.get(j).map(|m| m.list.as_slice()).unwrap_or_default();
    let folded = range.and_then(|(from, to)| units.get(from..to)).unwrap_or_default();
    Some(Counterpart {
        member: j,
        units: range.map_or(0..0, |(from, to)| from..to),
        span: range.map(|(from, to)| span(table, j, from, to)),
        folded: folded.iter().map(|u| u.folded.as_str()).collect::<Vec<_>>().join(" "),
    })
}

/// Longer quotations than this many characters are cut in a reason.
const QUOTED: usize = 60;

fn reason(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> String {
    let text = |member: usize, span: Span| {
        table.members.get(member).map(|m| m.written(span)).unwrap_or_default().to_owned()
    };
    let quote = |words: String| match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("“{}…”", words.get(..end).unwrap_or_default()),
        None => format!("“{words}”"),
    };
    let own = quote(text(cluster.member, span(table, cluster.member, cluster.from, cluster.to)));
    let source = |member: usize| table.members.get(member).is_some_and(|m| m.role == Role::Source);
    // The commonest reading among the others, the first in order among equals.
    let count = |o: &Counterpart| others.iter().filter(|x| x.folded == o.folded).count();
    let Some(common) = others.iter().rev().max_by_key(|o| count(o)) else {
        return format!("Only one version says {own}.");
    };
    let (agreeing, total) = (count(common), others.len() + 1);
    match (common.span, others) {
        (None, [one]) if source(one.member) => format!("Nothing in the source answers to {own}."),
        (None, [_]) if source(cluster.member) => {
            format!("The source says {own}, which nothing in the version answers to.")
        }
        (None, [_]) => format!("One version says {own}; nothing in the other answers to it."),
        (None, _) => {
            format!("This version says {own}; nothing in {} of the others answers to it.", number(agreeing))
        }
        (Some(span), [one]) if source(one.member) => {
            format!("The source says {}; this one says {own}.", quote(text(one.member, span)))
        }
        (Some(span), [one]) => {
            format!("One version says {own}, the other {}.", quote(text(one.member, span)))
        }
        (Some(span), _) if agreeing > 1 => {
            let all = capital(&number(agreeing));
            format!(
                "{all} of {} versions say {}; this one says {own}.",
                number(total),
                quote(text(common.member, span))
            )
        }
        (Some(span), _) => {
            format!(
                "This version says {own}; the others do not, one of them {}.",
                quote(text(common.member, span))
            )
        }
    }
}

fn number(n: usize) -> String {
    const WORDS: [&str; 11] =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
