//! What two segments share in writing: words, numbers, and the letter sequences of names and cognates, each
//! weighed by how rare it is in these versions (tf-idf cosine). No list of any language's words.

use super::Side;
use std::collections::HashMap;

/// A segment's terms, ascending by term, with their weights.
pub(super) type Terms = Vec<(u32, f32)>;

/// Letters in a sequence: four is the usual choice where stems and names are to match across endings
/// (`McNamee` and Mayfield, 2004), two where a character is a syllable or a word.
const LETTERS: usize = 4;
const IDEOGRAPHS: usize = 2;
/// A number says more than a word, a letter sequence less (several of them make up a word).
const NUMBER: f32 = 1.5;
const SEQUENCE: f32 = 0.5;

/// Terms of every segment of every side.
pub(super) fn terms(sides: &[&Side<'_>]) -> Vec<Vec<Terms>> {
    let raw: Vec<Vec<Terms>> =
        sides.iter().map(|side| side.segments.iter().map(|s| occurrences(s.features)).collect()).collect();
    let mut frequency: HashMap<u32, u32> = HashMap::new();
    let mut total = 0_u32;
    for segment in raw.iter().flatten() {
        total += 1;
        for (term, _) in segment {
            *frequency.entry(*term).or_default() += 1;
        }
    }
    let rarity = |term: u32| {
        let seen = frequency.get(&term).copied().unwrap_or(1);
        ((total as f32 + 1.0) / seen as f32).ln()
    };
    raw.into_iter()
        .map(|side| {
            side.into_iter()
                .map(|segment| segment.into_iter().map(|(t, w)| (t, w * rarity(t))).collect())
                .collect()
        })
        .collect()
}

/// The scalar product of two segments' terms.
pub(super) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((s, v)), Some((t, w))) = (a.get(i), b.get(j)) {
        match s.cmp(t) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// The terms of one segment, each with its count times the weight of its kind.
fn occurrences(features: &crate::features::Features) -> Terms {
    let mut all: Terms = Vec::new();
    for word in &features.words {
        let letters: Vec<char> = word.folded.chars().collect();
        let number = letters.iter().any(|c| c.is_numeric());
        all.push((hash(&letters, 0), if number { NUMBER } else { 1.0 }));
        let size = if letters.iter().any(|c| is_ideograph(*c)) { IDEOGRAPHS } else { LETTERS };
        if !number && letters.len() >= size {
            all.extend(letters.windows(size).map(|w| (hash(w, 1), SEQUENCE)));
        }
    }
    all.sort_by_key(|(term, _)| *term);
    all.dedup_by(|from, to| {
        let same = from.0 == to.0;
        if same {
            to.1 += from.1;
        }
        same
    });
    all
}

/// Han, kana and hangul: one sign is a syllable or more.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

/// FNV-1a over the letters; `seed` keeps words and sequences apart.
fn hash(letters: &[char], seed: u32) -> u32 {
    letters
        .iter()
        .fold(0x811c_9dc5 ^ seed, |h, c| (h ^ u32::from(*c)).wrapping_mul(0x0100_0193).rotate_left(5))
}
