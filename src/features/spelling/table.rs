//! The rows of `data/spellings.txt` and `data/names-apart.txt`, read.

use super::plain::{Letter, bare, base, is_vowel, letters};
use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

/// What stands for what, in one direction.
#[derive(Debug)]
pub(super) struct Rule {
    from: Vec<char>,
    to: Vec<char>,
    start: bool,
    end: bool,
    mark: char,
}

/// What it takes to make one name of another.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cost {
    /// Letters changed, added or lost that no rule explains.
    pub edits: u16,
    /// Rules of transcription at a consonant or in the first syllable.
    pub early: u16,
    /// Other rules of transcription.
    pub late: u16,
    /// Rules that tell no names apart.
    pub free: u16,
}

impl Cost {
    pub fn plus(self, step: Self) -> Self {
        Self {
            edits: self.edits + step.edits,
            early: self.early + step.early,
            late: self.late + step.late,
            free: self.free + step.free,
        }
    }

    pub fn rank(self) -> (u16, u16, u16, u16) {
        (self.edits, self.early + self.late, self.early, self.free)
    }
}

/// The tables, read once.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Rules by section and first letter of what they replace; rules that replace nothing under `None`.
    pub rules: HashMap<&'static str, HashMap<Option<char>, Vec<Rule>>>,
    /// Endings by language.
    pub endings: HashMap<&'static str, Vec<Vec<char>>>,
    /// Endings of the base word, derived endings, endings of words derived from one base.
    pub derived: [HashSet<&'static str>; 3],
    /// Names that are two; whether in languages with endings too.
    pub apart: Vec<(Vec<String>, bool)>,
}

pub(super) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut out = Tables::default();
        let mut section = "";
        for line in content(include_str!("../data/spellings.txt")) {
            match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                Some(name) => section = name,
                None => out.add(section, line),
            }
        }
        for line in content(include_str!("../data/names-apart.txt")) {
            let names = line.trim_start_matches('!').split_whitespace().map(|n| bare(&letters(n))).collect();
            out.apart.push((names, line.starts_with('!')));
        }
        out
    })
}

fn content(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Tables {
    fn add(&mut self, section: &'static str, line: &'static str) {
        let mut entries = line.split_whitespace();
        let nothing = |entry: &'static str| if entry == "_" { "" } else { entry };
        match (section.strip_prefix("endings "), section) {
            (Some(language), _) => {
                self.endings.entry(language).or_default().extend(entries.map(|e| e.chars().collect()));
            }
            (None, "derived base") => self.derived[0].extend(entries.map(nothing)),
            (None, "derived") => self.derived[1].extend(entries.map(nothing)),
            (None, "derived both") => self.derived[2].extend(entries.map(nothing)),
            _ => {
                let mark = entries.next().and_then(|m| m.chars().next()).unwrap_or('~');
                let ways: Vec<&str> = entries.collect();
                for (i, from) in ways.iter().enumerate() {
                    for to in ways.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, w)| w) {
                        let rule = Rule::of(mark, from, to);
                        let by_letter = self.rules.entry(section).or_default();
                        by_letter.entry(rule.from.first().copied()).or_default().push(rule);
                    }
                }
            }
        }
    }
}

impl Rule {
    fn of(mark: char, from: &str, to: &str) -> Self {
        let letters = |way: &str| way.chars().filter(|c| !matches!(c, '^' | '$' | '_')).collect();
        Self {
            from: letters(from),
            to: letters(to),
            start: from.starts_with('^') || to.starts_with('^'),
            end: from.ends_with('$') || to.ends_with('$'),
            mark,
        }
    }

    /// What applying it at letter `i` of `x` and `j` of `y` costs, if it can be.
    pub fn step(&self, x: &[Letter], i: usize, y: &[Letter], j: usize) -> Option<(usize, usize, Cost)> {
        let (to_i, to_j) = (i + self.from.len(), j + self.to.len());
        let fits = |way: &[char], name: &[Letter], at: usize| {
            name.get(at..at + way.len())
                .is_some_and(|part| part.iter().zip(way).all(|((c, base), w)| c == w || base == w))
        };
        let first = i == 0 && j == 0;
        let placed = (!self.start || first) && (!self.end || (to_i == x.len() && to_j == y.len()));
        // What is silent is so inside a name: Hanna is not Anna.
        let silent = self.from.is_empty() || self.to.is_empty();
        if !placed || (silent && first) || !fits(&self.from, x, i) || !fits(&self.to, y, j) {
            return None;
        }
        let cost = if self.mark == '=' || (self.mark == '-' && !first) {
            Cost { free: 1, ..Cost::default() }
        } else if self.from.first().or(self.to.first()).is_some_and(|c| !is_vowel(base(*c)))
            || !x.iter().take(i).any(|l| is_vowel(l.1))
        {
            Cost { early: 1, ..Cost::default() }
        } else {
            Cost { late: 1, ..Cost::default() }
        };
        Some((to_i, to_j, cost))
    }
}
