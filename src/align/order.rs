//! Which of the pairs stand in order: the heaviest chain that rises on both sides.

/// Indices of the heaviest subsequence of `items` (position in the first text, position in the second,
/// weight > 0) that rises strictly in both positions. `items` are ascending in the first position.
/// Time `n log n` with a Fenwick tree of prefix maxima.
pub(super) fn heaviest_chain(items: &[(usize, usize, f32)]) -> Vec<usize> {
    let width = items.iter().map(|(_, j, _)| j + 1).max().unwrap_or(0);
    let mut tree: Vec<Option<usize>> = vec![None; width + 1];
    let mut best: Vec<f64> = Vec::with_capacity(items.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(items.len());
    let mut start = 0;
    while start < items.len() {
        // Items with the same first position must not follow one another: ask for all, then enter all.
        let row = items.get(start).map_or(0, |item| item.0);
        let end = start + items.iter().skip(start).take_while(|item| item.0 == row).count();
        for (_, j, weight) in items.iter().take(end).skip(start) {
            let previous = prefix_best(&tree, *j, &best);
            best.push(f64::from(*weight) + previous.and_then(|p| best.get(p)).copied().unwrap_or(0.0));
            before.push(previous);
        }
        for (index, (_, j, _)) in items.iter().enumerate().take(end).skip(start) {
            enter(&mut tree, *j, index, &best);
        }
        start = end;
    }
    let mut at = prefix_best(&tree, width, &best);
    let mut chain = Vec::new();
    while let Some(index) = at {
        chain.push(index);
        at = before.get(index).copied().flatten();
    }
    chain.reverse();
    chain
}

/// The best item that ends before column `j`; the earliest of equals.
fn prefix_best(tree: &[Option<usize>], j: usize, best: &[f64]) -> Option<usize> {
    let mut at = j;
    let mut found = None;
    while at > 0 {
        found = better(found, tree.get(at).copied().flatten(), best);
        at &= at - 1;
    }
    found
}

fn enter(tree: &mut [Option<usize>], j: usize, index: usize, best: &[f64]) {
    let mut at = j + 1;
    while let Some(slot) = tree.get_mut(at) {
        *slot = better(*slot, Some(index), best);
        at += at & at.wrapping_neg();
    }
}

fn better(one: Option<usize>, other: Option<usize>, best: &[f64]) -> Option<usize> {
    let score = |index: usize| best.get(index).copied().unwrap_or(f64::MIN);
    match (one, other) {
        (Some(a), Some(b)) => match score(a).total_cmp(&score(b)) {
            std::cmp::Ordering::Less => Some(b),
            std::cmp::Ordering::Greater => Some(a),
            std::cmp::Ordering::Equal => Some(a.min(b)),
        },
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lighter_block_is_out_of_order() {
        // 0 1 2 stay, 3 jumps to the front.
        let items = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0)];
        assert_eq!(heaviest_chain(&items), [0, 1, 2]);
        // Heavy enough, the jumper stays and the three go.
        let items = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 4.0)];
        assert_eq!(heaviest_chain(&items), [3]);
    }

    #[test]
    fn one_row_gives_one_item() {
        assert_eq!(heaviest_chain(&[(0, 0, 1.0), (0, 1, 2.0), (1, 2, 1.0)]), [1, 2]);
        assert!(heaviest_chain(&[]).is_empty());
    }
}
