//! Finds listed words and phrases in a text: exact, by a stem (`alleg*`), by an ending (`*n't`), with a gap.

use super::Word;
use crate::Span;
use std::collections::HashMap;

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Exact(String),
    Starts(String),
    Ends(String),
    /// Up to three words.
    Gap,
}

/// How many words a gap may span: French verbs between *ne* and *plus* with an auxiliary and a pronoun.
const GAP: usize = 3;

/// A set of phrases with what each means.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    /// By first word, for phrases that begin with an exact one.
    exact: HashMap<String, Vec<(Vec<Part>, T)>>,
    /// All other phrases.
    wild: Vec<(Vec<Part>, T)>,
    /// For languages without spaces: substrings, longest first.
    substrings: Vec<(String, T)>,
    proclitics: Vec<String>,
}

/// A phrase that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<T> {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What it means.
    pub means: T,
}

impl<T: Copy> Phrases<T> {
    /// A set of these phrases; `spaces = false` searches for plain substrings. A word that begins with one of
    /// the proclitics (Arabic *wa-*, *fa-*) is also looked up without it.
    #[must_use]
    pub fn of(list: Vec<(String, T)>, spaces: bool, proclitics: &[String]) -> Self {
        let mut out = Self {
            exact: HashMap::new(),
            wild: Vec::new(),
            substrings: Vec::new(),
            proclitics: proclitics.to_vec(),
        };
        if !spaces {
            out.substrings = list;
            out.substrings.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
            return out;
        }
        for (phrase, means) in list {
            let parts: Vec<Part> = phrase.split_whitespace().flat_map(parts).collect();
            match parts.first() {
                Some(Part::Exact(first)) => out.exact.entry(first.clone()).or_default().push((parts, means)),
                Some(_) => out.wild.push((parts, means)),
                None => {}
            }
        }
        out
    }

    /// Whether there are no phrases.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.wild.is_empty() && self.substrings.is_empty()
    }

    /// All hits, in order, the longest at each place, none overlapping another.
    #[must_use]
    pub fn find(&self, text: &str, words: &[Word]) -> Vec<Hit<T>> {
        if !self.substrings.is_empty() {
            return self.find_substrings(text);
        }
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let here = words.get(at..).unwrap_or_default();
            let listed = std::iter::once(word.folded.as_str())
                .chain(self.proclitics.iter().filter_map(|p| word.folded.strip_prefix(p.as_str())))
                .filter_map(|w| self.exact.get(w))
                .flatten();
            // Of equally long ones the last: a word in full before its stem.
            let longest = self
                .wild
                .iter()
                .chain(listed)
                .filter_map(|(parts, means)| Some((matched(parts, here)?, *means)))
                .max_by_key(|(length, _)| *length);
            if let Some((length, means)) = longest {
                let last = words.get(at + length - 1).unwrap_or(word);
                out.push(Hit { span: word.span.cover(last.span), means });
                at += length;
            } else {
                at += 1;
            }
        }
        out
    }

    fn find_substrings(&self, text: &str) -> Vec<Hit<T>> {
        let mut out: Vec<Hit<T>> = Vec::new();
        for (phrase, means) in &self.substrings {
            for (at, _) in text.match_indices(phrase.as_str()) {
                let span = Span::new(at, at + phrase.len());
                if !out.iter().any(|hit| hit.span.overlaps(span)) {
                    out.push(Hit { span, means: *means });
                }
            }
        }
        out.sort_by_key(|hit| hit.span);
        out
    }
}

/// An entry's word as parts; hyphens inside become word breaks, as they are in texts.
fn parts(word: &str) -> Vec<Part> {
    if word == "…" {
        return vec![Part::Gap];
    }
    if let Some(stem) = word.strip_suffix('*') {
        return vec![Part::Starts(stem.trim_end_matches('-').to_owned())];
    }
    if let Some(ending) = word.strip_prefix('*') {
        return vec![Part::Ends(ending.to_owned())];
    }
    word.split('-').filter(|w| !w.is_empty()).map(|w| Part::Exact(w.to_owned())).collect()
}

/// How many words the parts take up at the start of `words`. The first word may carry a proclitic, which the
/// look-up has already allowed for.
fn matched(parts: &[Part], words: &[Word]) -> Option<usize> {
    let mut at = 0;
    for (index, part) in parts.iter().enumerate() {
        let fits = |word: &Word| match part {
            Part::Exact(w) => *w == word.folded || (index == 0 && word.folded.ends_with(w.as_str())),
            Part::Starts(w) => word.folded.starts_with(w.as_str()),
            Part::Ends(w) => word.folded.ends_with(w.as_str()),
            Part::Gap => true,
        };
        if *part == Part::Gap {
            let rest = parts.get(index + 1..)?;
            return (1..=GAP).find_map(|skip| Some(at + skip + matched(rest, words.get(at + skip..)?)?));
        }
        if !fits(words.get(at)?) {
            return None;
        }
        at += 1;
    }
    Some(at)
}
