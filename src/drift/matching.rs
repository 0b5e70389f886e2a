//! Which units of two members say the same thing, and how far each is from its partner.

use super::units::Units;

/// What is known of one member's units against another member.
#[derive(Debug, Default, Clone)]
pub(super) struct Side {
    /// One minus the cosine to the nearest unit of the other member, last layer, 0..1, one a unit.
    pub last: Vec<f32>,
    /// The same in the middle layer.
    pub middle: Vec<f32>,
    /// The nearest unit over both layers.
    pub partner: Vec<Option<usize>>,
    /// Whether the other member has the same word.
    pub same: Vec<bool>,
    /// Whether the partner's partner is this unit.
    pub mutual: Vec<bool>,
}

/// Two members against each other. Swapping the members swaps the sides and changes no bit.
#[derive(Debug, Clone)]
pub(super) struct Matching {
    /// The first member's units against the second member.
    pub first: Side,
    /// The second member's units against the first member.
    pub second: Side,
}

/// The cosine of every unit of one member with every unit of another, `[first][second]`: computed once for all that ask.
#[derive(Debug, Clone)]
pub(super) struct Likeness {
    /// In the last layer.
    pub last: Vec<f32>,
    /// In the middle layer.
    pub middle: Vec<f32>,
}

/// Members with more pairs of units than this have no such table: the work grows with the product. 500 words against 500,
/// twice the longest sentence that splitting leaves.
const MOST_PAIRS: usize = 250_000;

impl Likeness {
    /// Nothing where the members are too long.
    pub fn of(a: &Units<'_>, b: &Units<'_>) -> Option<Self> {
        let size = a.len() * b.len();
        if size > MOST_PAIRS {
            return None;
        }
        let mut out = Self { last: Vec::with_capacity(size), middle: Vec::with_capacity(size) };
        for (x_last, x_middle) in (0..a.len()).map(|i| a.rows(i)) {
            for (y_last, y_middle) in (0..b.len()).map(|j| b.rows(j)) {
                out.last.push(dot(x_last, y_last));
                out.middle.push(dot(x_middle, y_middle));
            }
        }
        Some(out)
    }

    /// Seen from the second member, which has `width` units.
    #[must_use]
    pub fn turned(&self, width: usize) -> Self {
        Self { last: turned(&self.last, width), middle: turned(&self.middle, width) }
    }
}

/// Rows for columns; `width` numbers a row.
pub(super) fn turned<T: Copy>(table: &[T], width: usize) -> Vec<T> {
    (0..width).flat_map(|column| table.iter().skip(column).step_by(width).copied()).collect()
}

/// Units further apart than this, after stretching the shorter member to the longer, are not compared. Sentences
/// are compared whole; only a segment of several hundred words (a page without full stops) is windowed, which
/// keeps the work proportional to its length.
const REACH: usize = 250;

/// Distance of a unit that has no vector and no equal in the other member.
const UNKNOWN: f32 = 0.25;

/// The best partners seen so far.
struct Best {
    last: Vec<f32>,
    middle: Vec<f32>,
    both: Vec<f32>,
    partner: Vec<Option<usize>>,
}

impl Best {
    fn new(n: usize) -> Self {
        Self {
            last: vec![0.0; n],
            middle: vec![0.0; n],
            both: vec![f32::NEG_INFINITY; n],
            partner: vec![None; n],
        }
    }

    fn see(&mut self, i: usize, other: usize, last: f32, middle: f32) {
        if let (Some(l), Some(m), Some(b), Some(p)) =
            (self.last.get_mut(i), self.middle.get_mut(i), self.both.get_mut(i), self.partner.get_mut(i))
        {
            *l = l.max(last);
            *m = m.max(middle);
            if last + middle > *b {
                *b = last + middle;
                *p = Some(other);
            }
        }
    }
}

impl Matching {
    /// `likeness` is that of the two, where it is known.
    pub fn of(a: &Units<'_>, b: &Units<'_>, likeness: Option<&Likeness>) -> Self {
        let (n, m) = (a.len(), b.len());
        let (mut first, mut second) = (Best::new(n), Best::new(m));
        let reach = REACH * n.max(m);
        for (i, x) in a.list.iter().enumerate() {
            let (x_last, x_middle) = a.rows(i);
            // All j with |i * m - j * n| <= reach.
            let from = (i * m).saturating_sub(reach).div_ceil(n);
            let to = ((i * m + reach) / n + 1).min(m);
            for (j, y) in b.list.iter().enumerate().take(to).skip(from) {
                if x.mark != y.mark {
                    continue;
                }
                let known = likeness.and_then(|l| Some((*l.last.get(i * m + j)?, *l.middle.get(i * m + j)?)));
                let (last, middle) = known.unwrap_or_else(|| {
                    let (y_last, y_middle) = b.rows(j);
                    (dot(x_last, y_last), dot(x_middle, y_middle))
                });
                first.see(i, j, last, middle);
                second.see(j, i, last, middle);
            }
        }
        let mutual = |own: &[Option<usize>], other: &[Option<usize>]| -> Vec<bool> {
            own.iter().enumerate().map(|(i, p)| p.and_then(|p| *other.get(p)?) == Some(i)).collect()
        };
        let (first_mutual, second_mutual) =
            (mutual(&first.partner, &second.partner), mutual(&second.partner, &first.partner));
        Self { first: side(first, first_mutual, a, b), second: side(second, second_mutual, b, a) }
    }
}

fn side(best: Best, mutual: Vec<bool>, own: &Units<'_>, other: &Units<'_>) -> Side {
    let mut words: Vec<&str> = other.list.iter().map(|u| u.folded.as_str()).collect();
    words.sort_unstable();
    let same: Vec<bool> = own.list.iter().map(|u| words.binary_search(&u.folded.as_str()).is_ok()).collect();
    let distance = |similarity: &[f32]| -> Vec<f32> {
        let rest = own.list.iter().zip(&same).zip(&best.partner);
        let far =
            |(s, ((unit, same), partner)): (&f32, ((&super::units::Unit, &bool), &Option<usize>))| match (
                unit.known && partner.is_some(),
                same,
            ) {
                (true, _) => (1.0 - s).clamp(0.0, 1.0),
                (false, true) => 0.0,
                (false, false) => UNKNOWN,
            };
        similarity.iter().zip(rest).map(far).collect()
    };
    Side { last: distance(&best.last), middle: distance(&best.middle), partner: best.partner, same, mutual }
}

/// Sixteen sums side by side, added up in a fixed order: fast with any instruction set, the same on all of them.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0f32; LANES];
    let (x, y) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = x.remainder().iter().zip(y.remainder()).map(|(p, q)| p * q).sum();
    for (p, q) in x.zip(y) {
        for ((sum, p), q) in sums.iter_mut().zip(p).zip(q) {
            *sum += p * q;
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// How far the order of mutual partners differs: the share of pairs of words that stand the other way round in
/// the other member, 0..1 (Kendall's distance), in O(n log n).
pub(super) fn inversions(side: &Side, units: &Units<'_>) -> f32 {
    let mut order: Vec<usize> = side
        .partner
        .iter()
        .zip(&side.mutual)
        .zip(&units.list)
        .filter(|((_, mutual), unit)| **mutual && !unit.mark)
        .filter_map(|((partner, _), _)| *partner)
        .collect();
    let n = order.len();
    if n < 2 {
        return 0.0;
    }
    let turned = sort_counting(&mut order);
    turned as f32 / (n * (n - 1) / 2) as f32
}

/// Sorts by merging and counts the pairs that stood in the wrong order.
fn sort_counting(order: &mut [usize]) -> usize {
    let many = order.len();
    let (mut width, mut turned) = (1, 0);
    let mut merged = Vec::with_capacity(many);
    while width < many {
        merged.clear();
        for run in order.chunks(2 * width) {
            let (left, right) = run.split_at(width.min(run.len()));
            let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
            loop {
                match (l.peek(), r.peek()) {
                    (Some(x), Some(y)) if y < x => {
                        turned += l.len();
                        merged.extend(r.next());
                    }
                    (Some(_), _) => merged.extend(l.next()),
                    (None, Some(_)) => merged.extend(r.next()),
                    (None, None) => break,
                }
            }
        }
        order.copy_from_slice(&merged);
        width *= 2;
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inversions_are_counted_like_bubble_sort_counts_swaps() {
        let mut state = 7usize;
        for n in [0, 1, 2, 3, 8, 17, 40] {
            let order: Vec<usize> = (0..n)
                .map(|_| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    state >> 40
                })
                .collect();
            let slow =
                (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).filter(|(i, j)| order[*i] > order[*j]);
            assert_eq!(sort_counting(&mut order.clone()), slow.count());
        }
    }

    #[test]
    fn the_dot_product_does_not_depend_on_the_order_of_its_arguments() {
        let a: Vec<f32> = (0..37).map(|i| (i as f32).sin()).collect();
        let b: Vec<f32> = (0..37).map(|i| (i as f32).cos()).collect();
        assert_eq!(dot(&a, &b).to_bits(), dot(&b, &a).to_bits());
        let plain: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
        assert!((dot(&a, &b) - plain).abs() < 1e-5);
    }
}
