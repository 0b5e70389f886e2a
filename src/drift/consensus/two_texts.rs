//! Two texts, each of one version or of copies: which of them departs from what the sources say.

use super::{NAMED, positions};
use crate::{
    document::Role,
    drift::{evidence::logistic, head::logit, table::Table},
};

/// What the sources say of which of two texts departs, as log odds: how many times further from them one is, as a logarithm, and how
/// much likelier the head takes it to differ from them, in log odds. Of pairs with a word left out, put in or replaced, with another
/// number and of post-edits against machine output, in 40 pairs of languages, the further one is the changed one in .89 by this; fitted
/// are 10 and 1, the first lowered by hand, for in post-edits distance tells wording more than meaning (docs/drift.md).
const BY_SOURCE: [f32; 2] = [6.0, 1.0];

/// The same without a head. The fourth power of the distance makes a fifth more of it a factor of two.
const BY_DISTANCE: [f32; 2] = [4.0, 0.0];

/// What words that only one text has add to it, as log odds: whether the sources say them decides right in seven of eight cases
/// (docs/drift.md).
const WITNESSED: f32 = 1.5;

/// What a check adds that finds a source to speak against one of the texts and not against the other, as log odds, where it is certain;
/// else as much of it as the check is sure of. By hand: a number, a date or a negation is more than words are.
const CHECKED: f32 = 4.0;

/// Log odds from which a version is named: two to one, right in .95 of the same pairs.
const DECIDED: f32 = std::f32::consts::LN_2;

/// Two texts that the versions of a group have between them, and how the case stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::drift) struct TwoTexts {
    /// A member that has the one; where only one version has one of them, that version.
    first: usize,
    /// A member that has the other.
    second: usize,
    /// The probability that they differ in meaning, 0..1.
    pub differ: f32,
    /// The drift of the one that departs most likely, 0..1, where nothing judges between them.
    pub undecided: f32,
    /// The log odds that the first departs rather than the second.
    against: f32,
}

impl TwoTexts {
    /// Those of two versions, and of more where these are copies and there is a source. `members` is the drift of every member as the
    /// versions have it, 0..1.
    pub fn of(table: &Table<'_>, versions: &[usize], sources: &[usize], members: &[f32]) -> Option<Self> {
        let (a, b) = table.two_texts(versions)?;
        if versions.len() > 2 && (sources.is_empty() || !table.is_judged(a)) {
            return None;
        }
        let (first, second) = if table.copies(b) < table.copies(a) { (b, a) } else { (a, b) };
        // Copies of both drift by half of it each where nothing judges between them.
        let halves = if table.copies(first) > 1 { 2.0 } else { 1.0 };
        let undecided = members.iter().copied().fold(0.0, f32::max);
        let differ = halves * undecided;
        let against = departs(table, first, second, sources);
        Some(Self { first, second, differ, undecided, against })
    }

    /// Words that only the text of member `i` has: the sources say them too, or they were put in.
    pub fn hear(&mut self, table: &Table<'_>, i: usize, is_kept: bool) {
        let is_first = table.are_copies(i, self.first);
        self.against += if is_first == is_kept { -WITNESSED } else { WITNESSED };
    }

    /// A check finds that a source speaks against these members, and is so sure that this is a change, 0..1.
    pub fn hear_check(&mut self, table: &Table<'_>, denied: &[usize], sure: f32) {
        let is = |text: usize| denied.iter().any(|i| table.are_copies(*i, text));
        match (is(self.first), is(self.second)) {
            (true, false) => self.against += CHECKED * sure,
            (false, true) => self.against -= CHECKED * sure,
            _ => {}
        }
    }

    /// Sets the drift of every version. The version that departs alone, and the one that stands alone with the sources.
    pub fn settle(&self, table: &Table<'_>, members: &mut [f32]) -> (Option<usize>, Option<usize>) {
        let Self { first, second, differ, against, .. } = *self;
        let many = table.versions() > 2;
        // Of three and more one text departs; two that differ are both shown, unless the sources say which.
        let (x, y) = if many {
            (logistic(against), logistic(-against))
        } else {
            (against.min(0.0).exp(), (-against).min(0.0).exp())
        };
        for i in positions(table, Role::Version) {
            let share = if table.are_copies(i, first) { x } else { y };
            if let Some(drift) = members.get_mut(i) {
                *drift = differ * share;
            }
        }
        let named = |i: usize| (differ >= NAMED && table.copies(i) == 1).then_some(i);
        // To blame a version takes more than to clear it.
        match against {
            _ if against >= DECIDED => (named(first), None),
            _ if against <= -DECIDED && !many => (named(second), None),
            _ if against < 0.0 && many => (None, named(first)),
            _ => (None, None),
        }
    }
}

/// What the sources say of which of two texts departs: the log odds that the first does rather than the second; 0 without a source.
fn departs(table: &Table<'_>, a: usize, b: usize, sources: &[usize]) -> f32 {
    let far =
        |i: usize| sources.iter().map(|s| table.distance(i, *s)).sum::<f32>().max(f32::MIN_POSITIVE).ln();
    // A copy of a source differs in nothing: the least log odds there are.
    let chance = |i: usize| {
        let all = sources.iter().map(|s| table.chance(i, *s).unwrap_or(logit(0.0)));
        all.sum::<f32>() / sources.len().max(1) as f32
    };
    let is_known = |i: usize, s: usize| table.are_copies(i, s) || table.judged_pair(i, s).is_some();
    let judged = sources.iter().all(|s| is_known(a, *s) && is_known(b, *s));
    let [distance, differs] = if judged { BY_SOURCE } else { BY_DISTANCE };
    distance * (far(a) - far(b)) + differs * (chance(a) - chance(b))
}
