//! Segments left alone beside a bead that they complete: half of a sentence that the other version has whole.
//!
//! The search prices a 2-2 bead as the union of two pairs, which a piece that has no pair of its own is not. So
//! every lone segment is tried once more against the beads it touches, and joins when the whole fits better.

use super::{
    evidence::{Cell, Evidence, Run},
    search::{Found, is_mergeable},
};

/// Lets lone segments join the beads beside them. `first` and `second` are infinite where taken or excluded.
pub(super) fn attach(evidence: &Evidence<'_>, found: &mut [Found], first: &mut [f32], second: &mut [f32]) {
    // A bead grows by one segment a pass.
    for _ in 1..evidence.settings.longest {
        let grown = pass(evidence, found, first, true) | pass(evidence, found, second, false);
        if !grown {
            break;
        }
    }
}

/// One pass over the lone segments of one side. Says whether any joined.
fn pass(evidence: &Evidence<'_>, found: &mut [Found], prices: &mut [f32], of_first: bool) -> bool {
    let run = |bead: &Found| if of_first { bead.first } else { bead.second };
    let mut starts = vec![None; prices.len() + 1];
    let mut ends = vec![None; prices.len() + 1];
    for (k, bead) in found.iter().enumerate() {
        let run = run(bead);
        if let (Some(start), Some(end)) = (starts.get_mut(run.start), ends.get_mut(run.start + run.len)) {
            (*start, *end) = (Some(k), Some(k));
        }
    }
    let mut grown = false;
    for at in 0..prices.len() {
        if prices.get(at).is_none_or(|p| p.is_infinite()) {
            continue;
        }
        let mut best: Option<(f32, usize, Found)> = None;
        for k in [ends.get(at), starts.get(at + 1)].into_iter().filter_map(|k| k.copied().flatten()) {
            let Some(bead) = found.get(k) else { continue };
            let old = run(bead);
            let longer = Run { start: old.start.min(at), len: old.len + 1 };
            if let Some((gain, new)) = grow(evidence, bead, longer, of_first)
                && best.as_ref().is_none_or(|(most, ..)| gain > *most)
            {
                best = Some((gain, k, new));
            }
        }
        let Some((_, k, new)) = best else { continue };
        if let (Some(bead), Some(price)) = (found.get_mut(k), prices.get_mut(at)) {
            let (old, longer) = (run(bead), run(&new));
            *bead = new;
            *price = f32::INFINITY;
            grown = true;
            for slot in [starts.get_mut(old.start), ends.get_mut(old.start + old.len)].into_iter().flatten() {
                *slot = slot.filter(|other| *other != k);
            }
            for slot in
                [starts.get_mut(longer.start), ends.get_mut(longer.start + longer.len)].into_iter().flatten()
            {
                *slot = Some(k);
            }
        }
    }
    grown
}

/// The bead with one side made longer, and what that gains; `None` if it gains nothing.
fn grow(evidence: &Evidence<'_>, bead: &Found, longer: Run, of_first: bool) -> Option<(f32, Found)> {
    let settings = evidence.settings;
    let (first, second) = if of_first { (longer, bead.second) } else { (bead.first, longer) };
    if longer.len > settings.longest
        || !is_mergeable(&evidence.a.mergeable, first)
        || !is_mergeable(&evidence.b.mergeable, second)
    {
        return None;
    }
    let old = if of_first { bead.first } else { bead.second };
    let added = if longer.start < old.start { longer.start } else { longer.start + longer.len - 1 };
    let mut sums = Cell::default();
    let mut own = f32::NEG_INFINITY;
    for i in first.start..first.start + first.len {
        for j in second.start..second.start + second.len {
            let cell = evidence.cell(i, j);
            sums.meaning += cell.meaning;
            sums.writing += cell.writing;
            if added == (if of_first { i } else { j }) {
                own = own.max(cell.evidence);
            }
        }
    }
    let score = evidence.of(sums, first, second);
    let worth =
        |score: f32, first: Run, second: Run| evidence.weight(first, second) * (score - evidence.floor);
    let open = if of_first { &evidence.a.open } else { &evidence.b.open };
    let border = if longer.start < old.start { longer.start } else { added - 1 };
    let open = if open.get(border).copied().unwrap_or(false) { settings.open } else { 0.0 };
    let gain = worth(score, first, second) - worth(bead.evidence, bead.first, bead.second) - settings.attach
        + settings.part * own.clamp(-0.5, 1.0)
        + open;
    (gain > 0.0).then_some((gain, Found { first, second, evidence: score, gain: bead.gain + gain }))
}
