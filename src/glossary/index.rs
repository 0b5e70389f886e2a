//! Terms by their words: the work of finding them grows with the text, not with the glossary.

use std::collections::HashMap;

/// At most this many terms are known by the same words, and this many beginnings of terms followed at one word. In
/// real glossaries a term has a handful of meanings; a file made to have thousands would cost their number at every
/// occurrence. The first ones of the file are kept.
pub(super) const MOST: usize = 256;

/// A tree of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// By node: the terms (concept and term) that end there. The first node is the root.
    terms: Vec<Vec<(usize, usize)>>,
    /// From a node by the whole next word.
    whole: HashMap<(usize, String), usize>,
    /// From a node by the next word without its last letter: forms may have another.
    clipped: HashMap<(usize, String), Vec<usize>>,
}

/// Letters that a form may have more than its term; see [`super::inflects`].
const MORE: usize = 3;

/// Terms shorter than this keep their last letter in all forms; see [`super::inflects`].
const CLIPPED_FROM: usize = 6;

impl Index {
    /// Adds a term; `words` are folded.
    pub fn add<'w>(&mut self, words: impl Iterator<Item = &'w str>, term: (usize, usize)) {
        if self.terms.is_empty() {
            self.terms.push(Vec::new());
        }
        let mut node = 0;
        for word in words {
            let next = self.terms.len();
            let key = (node, word.to_owned());
            let known = *self.whole.entry(key).or_insert(next);
            if known == next {
                self.terms.push(Vec::new());
                if word.chars().count() >= CLIPPED_FROM {
                    let others = self.clipped.entry((node, clip(word, 1).to_owned())).or_default();
                    if others.len() < MOST {
                        others.push(next);
                    }
                }
            }
            node = known;
        }
        if let Some(terms) = self.terms.get_mut(node).filter(|terms| node > 0 && terms.len() < MOST) {
            terms.push(term);
        }
    }

    /// The terms that may begin with the first of these words, shorter ones first; some may not fit after all.
    pub fn candidates<'w>(&self, words: impl Iterator<Item = &'w str>) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut nodes = vec![0];
        for word in words {
            let mut next: Vec<usize> = nodes.iter().flat_map(|node| self.after(*node, word)).collect();
            next.sort_unstable();
            next.dedup();
            next.truncate(MOST);
            out.extend(next.iter().filter_map(|node| self.terms.get(*node)).flatten().copied());
            if next.is_empty() {
                break;
            }
            nodes = next;
        }
        // The longer ones come last, and of terms that overlap the longest counts.
        out.split_off(out.len().saturating_sub(MOST))
    }

    /// The nodes that follow on one by a form of their word.
    fn after(&self, node: usize, word: &str) -> Vec<usize> {
        let beginnings = (0..=MORE).map(|cut| clip(word, cut)).filter(|w| !w.is_empty());
        let mut out = Vec::new();
        for (cut, beginning) in beginnings.enumerate() {
            let key = (node, beginning.to_owned());
            out.extend(self.whole.get(&key));
            // Another last letter, and up to two after the common ones.
            if cut < MORE {
                out.extend(self.clipped.get(&key).into_iter().flatten());
            }
        }
        out
    }
}

/// A word without its last letters; nothing where it has no more than that.
fn clip(word: &str, letters: usize) -> &str {
    match letters.checked_sub(1) {
        None => word,
        Some(last) => {
            word.char_indices().rev().nth(last).and_then(|(at, _)| word.get(..at)).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_candidates_and_other_words_are_not() {
        let mut index = Index::default();
        for (at, term) in ["contract", "contract of sale", "border"].iter().enumerate() {
            index.add(term.split(' '), (at, 0));
        }
        let found = |text: &str| index.candidates(text.split(' '));
        assert_eq!(found("contracts of sale"), [(0, 0), (1, 0)]);
        assert_eq!(found("contracting"), [(0, 0)]);
        assert_eq!(found("bordea"), [(2, 0)]);
        assert_eq!(found("bordeaux"), []);
        assert_eq!(found("contra"), []);
        assert_eq!(found("of sale"), []);
    }
}
