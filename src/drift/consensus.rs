//! Which version departs from what the others say.

mod two_texts;

use two_texts::TwoTexts;

use super::{
    evidence::logistic,
    head::logit,
    table::{Table, in_order},
};
use crate::document::Role;

/// The verdict over a group's members, before what the checks know.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Verdict {
    /// One a member: the probability that it departs, 0..1. Sources are 0.
    pub members: Vec<f32>,
    /// The member that stands alone, where the evidence names one.
    pub odd: Option<usize>,
    /// Whether three and more versions all differ from one another.
    pub scattered: bool,
    /// The member that stands alone with the source: what differs from it is the others' drift.
    pub faithful: Option<usize>,
    /// Whether it does so in the surest words only, which says nothing of what a check finds in others.
    pub in_words: bool,
    /// The drifts and the one that stood alone, if any, before the source spoke for one.
    pub turned_from: Option<(Vec<f32>, Option<usize>)>,
    /// The texts, where the versions have two between them and a source beside them may judge.
    pub two: Option<TwoTexts>,
}

impl Verdict {
    /// The drift of the member that departs most likely, 0..1.
    pub fn highest(&self) -> f32 {
        self.members.iter().copied().fold(0.0, f32::max)
    }

    /// How likely it is that any departs, whichever it is, 0..1.
    pub fn differ(&self) -> f32 {
        self.two.map_or(0.0, |two| two.undecided)
    }

    /// Words that only the text of member `i` has: the source says them too, or they were put in.
    pub fn hear(&mut self, table: &Table<'_>, i: usize, is_kept: bool) {
        if let Some(two) = &mut self.two {
            two.hear(table, i, is_kept);
            self.settle(table);
            self.in_words |= is_kept && self.faithful == Some(i);
        }
    }

    /// A check finds that a source speaks against these members, and is so sure that this is a change, 0..1.
    pub fn hear_check(&mut self, table: &Table<'_>, denied: &[usize], sure: f32) {
        if let Some(two) = &mut self.two {
            two.hear_check(table, denied, sure);
            self.settle(table);
        } else if sure >= DENIES
            && self.faithful.is_some_and(|i| denied.contains(&i))
            && denied.len() < table.versions()
            && let Some((members, odd)) = self.turned_from.take()
        {
            (self.members, self.odd, self.faithful, self.in_words) = (members, odd, None, false);
        }
    }

    /// One that is found faithful now is so in what was heard of.
    fn settle(&mut self, table: &Table<'_>) {
        if let Some(two) = &self.two {
            let before = self.faithful;
            (self.odd, self.faithful) = two.settle(table, &mut self.members);
            self.in_words |= self.faithful != before;
        }
    }

    /// The one that stands alone says what the source says and the others leave out: they departed, as likely as it seemed to.
    pub fn follow(&mut self, table: &Table<'_>, faithful: usize) {
        self.turned_from = Some((self.members.clone(), self.odd));
        let others: Vec<usize> =
            positions(table, Role::Version).into_iter().filter(|i| *i != faithful).collect();
        let at = |members: &[f32], i: usize| members.get(i).copied().unwrap_or_default();
        let own = at(&self.members, faithful);
        let least = others.iter().map(|i| at(&self.members, *i)).fold(own, f32::min);
        for (i, drift) in self.members.iter_mut().enumerate() {
            if i == faithful {
                *drift = least;
            } else if others.contains(&i) {
                *drift = drift.max(own);
            }
        }
        (self.odd, self.faithful, self.in_words) = (None, Some(faithful), true);
    }
}

/// Below this nobody is named: the versions most likely agree.
const NAMED: f32 = 0.3;

/// From this probability on two versions say something else, when all versions of a group are asked: more likely
/// than not.
const SCATTERED: f32 = 0.5;

/// From this on a check that the source speaks against the one that seemed to stand with it is believed: more likely right than not.
const DENIES: f32 = 0.5;

/// What says that one of four and more versions departs, and with what weight.
struct Weights {
    /// The logarithm of how much it has that the others lack: [`among_many`].
    lack: f32,
    /// The head's logit that it differs from the others by a major error, their mean.
    major: f32,
    /// The same of the two that it differs from least: an error that nobody shares is one against these too.
    nearest: f32,
    /// The logarithm of how many of its words the head takes for changed.
    changed: f32,
    offset: f32,
}

/// In a sentence. The head was fitted to sentences and knows most there; much of what others lack is wording. The ratios by hand, as
/// those of [`PARAGRAPH`], on TED en-de, WMT23 en-de, the corpora and groups of written sentences; slope and offset of both together
/// fitted to these, each set counted alike: the share of versions that depart is what the drift says, within .1, in every one of
/// them from .1 to .7 (docs/drift.md).
const SENTENCE: Weights =
    Weights { lack: 0.354, major: 0.295, nearest: 0.0885, changed: 0.177, offset: -0.782 };

/// In a paragraph. There the head's logits say little, and how much is lacking the most.
const PARAGRAPH: Weights =
    Weights { lack: 0.7375, major: 0.059, nearest: 0.0, changed: 0.4425, offset: -0.9295 };

/// Versions count as sentences where the one of middle length has up to so many words, as paragraphs from so many on, and as something
/// of both between. By hand.
const LONG: [f32; 2] = [15.0, 60.0];

/// A version against copies of one other text that it has so much of its words in common with, as a Jaccard index, is no copy of it,
/// and an edited one; those between as something of both. By hand.
const EDITED: [f32; 2] = [0.5, 0.7];

/// Slope and offset that make of the log odds that two texts differ those that an edited copy does. Fitted to pairs with as much in
/// common that the head was not fitted to, changed and harmless alike, which gives 1.22 and 1.86, and lowered by hand: of those
/// who edit a copy somewhat more mend it than spoil it, while of two translations one in four is wrong (docs/drift.md).
const IN_COPIES: [f32; 2] = [1.22, 1.6];

/// How much nearer the source a lone version must be than every other one to be believed against them. By hand: twice is
/// beyond what wording does.
const FAITHFUL: f32 = 2.0;

/// How much stronger the case against the odd one must be than against the next. By hand: of four and more versions the one that is named,
/// with at least [`NAMED`], is the one that departs in six to nine of ten groups where one does (docs/drift.md).
const CLEARLY: f32 = 1.2;

pub(super) fn verdict(table: &Table<'_>) -> Verdict {
    let sources: Vec<usize> = positions(table, Role::Source);
    let versions: Vec<usize> = positions(table, Role::Version);
    let mut members = vec![0.0; table.len()];
    let mut odd = None;
    let mut set = |i: usize, x: f32| {
        if let Some(to) = members.get_mut(i) {
            *to = x;
        }
    };
    match (versions.as_slice(), sources.as_slice()) {
        ([a], [source, ..]) => {
            let p = table.probability(*a, *source);
            set(*a, p);
            odd = (p >= NAMED).then_some(*a);
        }
        // All say the same: only the source bears witness.
        (copies @ [a, ..], [source, ..]) if copies.iter().all(|i| table.are_copies(*a, *i)) => {
            let p = table.probability(*a, *source);
            for i in copies {
                set(*i, p);
            }
        }
        ([first, second], _) => set(*first, table.probability(*first, *second)),
        ([a, b, c], _) => {
            let (drifts, named) = three(table, [*a, *b, *c]);
            for (i, x) in versions.iter().zip(drifts) {
                set(*i, x);
            }
            odd = named;
            if let Some((i, x)) = versions.iter().find_map(|i| Some((*i, against_copies(table, *i)?))) {
                set(i, x);
                odd = alone(&versions, &members);
            }
        }
        (many, _) if many.len() > 3 => {
            let (long, shared) = (paragraph(table, many), copies_against_copies(table, many));
            for i in many {
                set(*i, shared.unwrap_or_else(|| among_many(table, *i, long)));
            }
            odd = alone(many, &members);
        }
        _ => {}
    }
    let two = TwoTexts::of(table, &versions, &sources, &members);
    let mut turned_from = None;
    let faithful = if let Some(two) = two {
        let (named, faithful) = two.settle(table, &mut members);
        odd = named;
        faithful
    } else {
        let faithful = odd.filter(|odd| follows_source(table, *odd, &versions, &sources));
        if let Some(faithful) = faithful {
            turned_from = Some((members.clone(), odd));
            turn(table, faithful, &versions, &sources, &mut members);
        }
        faithful
    };
    let scattered = versions.len() > 2
        && versions
            .iter()
            .enumerate()
            .all(|(k, i)| versions.iter().skip(k + 1).all(|j| table.probability(*i, *j) >= SCATTERED));
    let odd = odd.filter(|_| faithful.is_none());
    Verdict { members, odd, scattered, faithful, in_words: false, turned_from, two }
}

/// The mean probability that a member differs from the sources, by the learned head; nothing without one: distances
/// across languages say too little (docs/drift.md, `MuCoW`).
fn from_sources(table: &Table<'_>, i: usize, sources: &[usize]) -> Option<f32> {
    let judged = sources.iter().map(|s| table.judged_pair(i, *s).map(|_| table.probability(i, *s)));
    let all: Option<Vec<f32>> = judged.collect();
    all.filter(|all| !all.is_empty()).map(|all| all.iter().sum::<f32>() / all.len() as f32)
}

/// Whether the one of three and more versions that stands alone stands with the source, and the others do not.
fn follows_source(table: &Table<'_>, odd: usize, versions: &[usize], sources: &[usize]) -> bool {
    let far = |i: usize| from_sources(table, i, sources);
    let others: Option<Vec<f32>> = versions.iter().filter(|i| **i != odd).map(|i| far(*i)).collect();
    match (far(odd), others.as_deref()) {
        (Some(own), Some(others @ [_, _, ..])) => {
            let nearest = others.iter().copied().fold(1.0, f32::min);
            nearest >= NAMED && own * FAITHFUL < nearest
        }
        _ => false,
    }
}

/// The one that stands alone stands with the source: the drift is the others'.
fn turn(table: &Table<'_>, faithful: usize, versions: &[usize], sources: &[usize], members: &mut [f32]) {
    for i in versions {
        let Some(far) = from_sources(table, *i, sources) else { continue };
        if let Some(drift) = members.get_mut(*i) {
            *drift = if *i == faithful {
                drift.min(far)
            } else {
                drift.max(far.min(table.probability(*i, faithful)))
            };
        }
    }
}

fn positions(table: &Table<'_>, role: Role) -> Vec<usize> {
    table.members.iter().enumerate().filter(|(_, m)| m.role == role).map(|(i, _)| i).collect()
}

/// Three versions. When two are copies of one another but for a few words, the third judges between them: the
/// departing copy is the one further from it. Otherwise a version is blamed for the words that only it has and for
/// those that only it lacks, less so when the two others are themselves alike.
fn three(table: &Table<'_>, versions: [usize; 3]) -> ([f32; 3], Option<usize>) {
    let trios = [(0, 1, 2), (1, 2, 0), (2, 0, 1)];
    let at = |k: usize| versions.get(k).copied().unwrap_or_default();
    let blame = trios.map(|(own, x, y)| blame(table, at(own), at(x), at(y)));
    let mean = trios.map(|(own, x, y)| {
        f32::midpoint(table.probability(at(own), at(x)), table.probability(at(own), at(y)))
    });
    let mut ranked: Vec<(f32, usize)> = blame.into_iter().zip(0..3).collect();
    ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    let [(most, first), (next, _), _] = ranked.as_slice() else { return (mean, None) };
    // Of those equally to blame the one furthest off, whichever comes first.
    let blamed = mean.iter().zip(blame).filter(|(_, blame)| blame >= most);
    let highest = blamed.map(|(mean, _)| *mean).fold(0.0, f32::max);
    let mut drifts = [0.0; 3];
    for ((drift, own), blame) in drifts.iter_mut().zip(mean).zip(blame) {
        let share = if *most > 0.0 { (blame / most).clamp(0.0, 1.0) } else { 1.0 };
        *drift = own.min(highest) * share.sqrt();
    }
    let clear = highest >= NAMED && *most > CLEARLY * next;
    (drifts, clear.then(|| at(*first)))
}

/// How strong the case against `own` is, given two others. 0 and up; only the order and ratios matter.
fn blame(table: &Table<'_>, own: usize, x: usize, y: usize) -> f32 {
    let apart = |i: usize, j: usize| 1.0 - table.overlap(i, j);
    let (near_x, near_y, rest) = (apart(own, x), apart(own, y), apart(x, y));
    // Copies: at most half as far apart as the next pair.
    let copies = |pair: f32, p: f32, q: f32| pair < 0.5 * p.min(q);
    if copies(near_x, near_y, rest) || copies(near_y, near_x, rest) {
        let (copy, judge) = if near_x < near_y { (x, y) } else { (y, x) };
        let (mine, other) = (table.distance(own, judge), table.distance(copy, judge));
        // A tenth more distance than the copy decides; the judge itself has blame 1. Where the two say the very same,
        // neither left it.
        return if mine > other { 1.0 + 10.0 * (mine - other) / mine.max(f32::MIN_POSITIVE) } else { 0.5 };
    }
    if copies(rest, near_x, near_y) {
        return 1.0;
    }
    let lacks = |i: usize, j: usize, unit: usize| {
        table.side(i, j).and_then(|s| s.middle.get(unit)).copied().unwrap_or_default()
    };
    let words = |i: usize| {
        let units = table.members.get(i).map(|m| m.list.as_slice()).unwrap_or_default();
        units.iter().enumerate().filter(|(_, u)| !u.mark).map(|(k, _)| k).collect::<Vec<_>>()
    };
    let alone: f32 = words(own).into_iter().map(|k| lacks(own, x, k).min(lacks(own, y, k))).sum();
    let missing = |i: usize, j: usize| -> f32 {
        words(i).into_iter().map(|k| (lacks(i, own, k) - lacks(i, j, k)).max(0.0)).sum()
    };
    (missing(x, y) + missing(y, x) + 2.0 * alone) * (1.0 - table.overlap(x, y).powi(2))
}

/// One of four and more versions: how many words it has that the others lack, over the sixth root of its length, and what the
/// head says of it; where all others are copies of one another, two texts and no more. (The mean alone is best where engines differ
/// much in quality, WMT23 zh-en, the sum where they are close, TED and WMT23 en-de: a long sentence has more room for an error.)
///
/// Without the head slope and threshold were fitted, with the square root, to majority votes for a major accuracy error in WMT23
/// zh-en, 10 to 17 translations a segment; the offset is moved so that a sentence of twenty words has the same.
///
/// `long` is how far the versions are paragraphs, 0..1.
fn among_many(table: &Table<'_>, i: usize, long: f32) -> f32 {
    if let Some(drift) = against_copies(table, i) {
        return drift;
    }
    let lacking = table.pooled(i, |j, unit| {
        table.side(i, j).and_then(|side| side.last.get(unit)).copied().unwrap_or_default()
    });
    let units = table.members.get(i).map(|m| m.list.as_slice()).unwrap_or_default();
    let words = lacking.iter().zip(units).filter(|(_, u)| !u.mark).map(|(x, _)| *x);
    let (count, sum) = words.fold((0u32, 0.0f32), |(n, sum), x| (n + 1, sum + x));
    let count = count.max(1) as f32;
    let lack = sum / count.powf(1.0 / 6.0);
    if lack <= 0.0 {
        return 0.0;
    }
    if !table.is_judged(i) {
        return logistic(1.5 * lack.ln() + 0.3);
    }
    // Copies differ in nothing: the least logit there is.
    let major = |j: usize| table.judged_pair(i, j).map_or(logit(0.0), |[_, major, _]| major);
    let mut nearest: Vec<f32> = table.witnesses(i).iter().map(|(j, _)| major(*j)).collect();
    nearest.sort_by(f32::total_cmp);
    nearest.truncate(2);
    let nearest = nearest.iter().sum::<f32>() / nearest.len().max(1) as f32;
    let major = in_order(table.witnesses(i).iter().map(|(j, weight)| weight * major(*j)));
    let changed = table.pooled(i, |j, unit| table.judged(i, j, unit).unwrap_or(logit(0.0)));
    let changed: f32 =
        changed.into_iter().zip(units).filter(|(_, u)| !u.mark).map(|(z, _)| logistic(z)).sum();
    let changed = changed.max(f32::MIN_POSITIVE).ln();
    let said = |w: &Weights| {
        w.lack * lack.ln() + w.major * major + w.nearest * nearest + w.changed * changed + w.offset
    };
    logistic((1.0 - long) * said(&SENTENCE) + long * said(&PARAGRAPH))
}

/// How likely a version departs, 0..1, where all others, two and more, say the same, word for word: they are one witness. Somebody has
/// copied there, so that a text that has nearly the same words is most likely a copy too, and what is not the same was edited.
fn against_copies(table: &Table<'_>, i: usize) -> Option<f32> {
    let others: Vec<usize> = positions(table, Role::Version).into_iter().filter(|j| *j != i).collect();
    let (other, rest) = others.split_first()?;
    let are_copies = rest.iter().all(|j| table.are_copies(*other, *j));
    if rest.is_empty() || !are_copies || !table.is_judged(i) {
        return None;
    }
    let (odds, edited, [slope, offset]) = (table.chance(i, *other)?, edited(table, i, *other), IN_COPIES);
    Some(logistic((1.0 - edited) * odds + edited * (slope * odds + offset)))
}

/// How likely copies of one text depart from copies of another, 0..1: two witnesses, and either is as likely the one that is wrong,
/// in TED en-de and WMT23 zh-en also where more say the one than the other. Where more than four have but two texts between
/// them there is little to get wrong: with 13 in TED en-de one error in 117. The odds by hand, on that set (docs/drift.md).
fn copies_against_copies(table: &Table<'_>, versions: &[usize]) -> Option<f32> {
    let (a, b) = table.two_texts(versions)?;
    let both = table.copies(a) > 1 && table.copies(b) > 1;
    let chance = table.chance(a, b).filter(|_| both && table.is_judged(a))?;
    let beyond = versions.len().saturating_sub(3).max(1) as f32;
    Some(logistic(chance - 2.0 * beyond.ln()) / 2.0)
}

/// How far one text is an edited copy of another rather than another translation, 0..1; not where it has the same words, in another
/// order.
pub(super) fn edited(table: &Table<'_>, i: usize, j: usize) -> f32 {
    if table.evidence(i, j).is_none_or(|evidence| evidence.differing == 0) {
        return 0.0;
    }
    let [least, most] = EDITED;
    ((table.overlap(i, j) - least) / (most - least)).clamp(0.0, 1.0)
}

/// How far versions are paragraphs rather than sentences, 0..1, by the one of middle length: all by the same, whatever one left out.
fn paragraph(table: &Table<'_>, versions: &[usize]) -> f32 {
    let words = |i: &usize| table.members.get(*i).map_or(0, |m| m.list.iter().filter(|u| !u.mark).count());
    let mut lengths: Vec<usize> = versions.iter().map(words).collect();
    lengths.sort_unstable();
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let [short, long] = LONG;
    ((middle as f32 - short) / (long - short)).clamp(0.0, 1.0)
}

/// The version that clearly leads, if it does.
fn alone(versions: &[usize], members: &[f32]) -> Option<usize> {
    let mut ranked: Vec<(f32, usize)> =
        versions.iter().map(|i| (members.get(*i).copied().unwrap_or_default(), *i)).collect();
    ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    match ranked.as_slice() {
        [(first, i), (next, _), ..] if *first >= NAMED && *first > CLEARLY * next => Some(*i),
        _ => None,
    }
}
