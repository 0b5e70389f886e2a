//! Whether two names are spellings of one name: an alignment of their letters with a table of what transcription,
//! inflection and adaptation make of one another (`data/spellings.txt`).

mod plain;
mod table;

pub use plain::script;

use crate::Language;
use plain::{Letter, bare, letters, plain, section};
use table::{Cost, tables};

/// How two names compare, from the same to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name, spelled, inflected or transcribed in some way.
    Same,
    /// One sound of a short name differs as transcription from another script may make it (Selim, Salim), but so
    /// do two names (Lena, Lina).
    Doubtful,
    /// Few letters differ, and nothing explains them: Kessler, Kestner.
    Near,
    /// Another name.
    Other,
}

/// Longer words are compared letter by letter only: no name is longer, and the work grows with the square.
const LONGEST: usize = 40;

/// A short name, in letters, has no room for a sound that differs by chance of transcription. By hand: Omar, Salim,
/// Hassan; Mohammed and Yevtushenko are longer.
const SHORT: usize = 6;

/// Least Jaro-Winkler similarity of two names that look alike: Kessler and Kestner have 0.85, Leeds and Leipzig 0.76.
/// Also what is taken for one name in languages without word lists, whose endings are not known.
const ALIKE: f64 = 0.84;

/// Covered languages that give names endings by case: Paula may be a form of Paul.
const CASES: [&str; 3] = ["pl", "ru", "uk"];

/// How two folded names of one language compare.
#[must_use]
pub fn compare(x: &str, y: &str, language: Language) -> Likeness {
    if x == y {
        return Likeness::Same;
    }
    let code = language.code();
    // In one order, so that the answer is the same from both sides.
    let (x, y) = (plain(x.min(y), code), plain(x.max(y), code));
    if x == y || x.is_empty() || y.is_empty() {
        return Likeness::Same;
    }
    if script(&x) != script(&y) {
        return Likeness::Other;
    }
    let script = section(script(&x));
    let (letters_x, letters_y) = (letters(&x), letters(&y));
    let (bare_x, bare_y) = (bare(&letters_x), bare(&letters_y));
    let tables = tables();
    let inflects = CASES.contains(&code);
    let apart = |(names, always): &(Vec<String>, bool)| {
        (*always || !inflects) && names.contains(&bare_x) && names.contains(&bare_y)
    };
    if bare_x != bare_y && tables.apart.iter().any(apart) {
        return Likeness::Near;
    }
    let long = letters_x.len().max(letters_y.len()) > LONGEST;
    if bare_x == bare_y || (!long && inflected(&letters_x, &letters_y, script, code)) {
        return Likeness::Same;
    }
    if long {
        return Likeness::Other;
    }
    let alike = looks_alike(&bare_x, &bare_y);
    // Languages whose endings are not known.
    let unknown = crate::features::lexicon::lexicon(language).is_none();
    if (alike && unknown) || (script == "latin" && !inflects && is_derived(&bare_x, &bare_y)) {
        return Likeness::Same;
    }
    if shared(&letters_x, &letters_y) * 3 < letters_x.len().max(letters_y.len()) {
        return Likeness::Other;
    }
    // インターネット, ネット: Japanese leaves off the beginning of long words.
    let (short, whole) = if bare_x.len() < bare_y.len() { (&bare_x, &bare_y) } else { (&bare_y, &bare_x) };
    let left_off = whole.chars().count().saturating_sub(short.chars().count());
    if script == "katakana" && short.chars().count() > 1 && left_off > 2 && whole.ends_with(short.as_str()) {
        return Likeness::Same;
    }
    let cost = cost(&letters_x, &letters_y, &[script]);
    let longest = letters_x.len().max(letters_y.len());
    let shortest = letters_x.len().min(letters_y.len());
    match (cost.edits, cost.early + cost.late) {
        (0, 0) => Likeness::Same,
        // Arabic writes its own names in one way; foreign ones are longer.
        (0, _) if script == "arabic" && shortest < SHORT => Likeness::Near,
        (0, 1) if cost.early == 1 && cost.free == 0 && longest <= SHORT => Likeness::Doubtful,
        (0, 1) => Likeness::Same,
        (0, _) if shortest < SHORT => Likeness::Doubtful,
        (0, _) => Likeness::Same,
        (edits, _) if alike || (edits <= 2 && usize::from(edits) * 2 < longest) => Likeness::Near,
        _ => Likeness::Other,
    }
}

/// How many letters the two have in common, wherever they stand.
fn shared(x: &[Letter], y: &[Letter]) -> usize {
    let mut rest: Vec<char> = y.iter().map(|l| l.1).collect();
    let mut found = 0;
    for letter in x {
        if let Some(at) = rest.iter().position(|c| *c == letter.1) {
            rest.swap_remove(at);
            found += 1;
        }
    }
    found
}

/// Whether the two begin alike and have most letters in common.
#[must_use]
pub fn looks_alike(x: &str, y: &str) -> bool {
    x.chars().next() == y.chars().next() && strsim::jaro_winkler(x, y) >= ALIKE
}

/// Whether both are one stem with endings of their language.
fn inflected(x: &[Letter], y: &[Letter], script: &str, code: &str) -> bool {
    let Some(endings) = tables().endings.get(code) else { return false };
    let stems = |name: &[Letter]| -> Vec<Vec<Letter>> {
        let without = |ending: &Vec<char>| {
            let at = name.len().checked_sub(ending.len()).filter(|at| *at >= 2)?;
            let tail = name.get(at..)?;
            let fits = tail.iter().zip(ending).all(|((c, b), e)| c == e || (b == e && code != "pl"));
            fits.then(|| name.get(..at).map(<[Letter]>::to_vec)).flatten()
        };
        endings.iter().filter_map(without).chain([name.to_vec()]).collect()
    };
    let stems_y = stems(y);
    stems(x).iter().any(|p| {
        stems_y.iter().any(|q| {
            if p.len() < 3 || q.len() < 3 {
                return p == q;
            }
            // The first letters are those of the stem; what differs beyond is the table's to say.
            p.first().map(|l| l.1) == q.first().map(|l| l.1)
                && p.len().abs_diff(q.len()) <= 2
                && (p == q || {
                    let found = cost(p, q, &["stems", script]);
                    found.edits == 0 && found.early + found.late == 0
                })
        })
    })
}

/// Whether one is the adjective, the people or the plural of the other: Ukraine, Ukrainian, Germans.
fn is_derived(x: &str, y: &str) -> bool {
    let common = x.chars().zip(y.chars()).take_while(|(c, d)| c == d).count();
    let [base, derived, both] = &tables().derived;
    // A single letter is put to the whole word (Iraq, Iraqi), not in another's place (Ferrara, Ferrari).
    let made = |p: &str, q: &str| {
        base.contains(p) && derived.contains(q) && (p.is_empty() || q.len() > 1 || q == "s")
    };
    // Islamic and Islamist have a letter of their endings in common too.
    (common.saturating_sub(1)..=common).filter(|stem| *stem >= 3).any(|stem| {
        let tail = |name: &str| name.chars().skip(stem).collect::<String>();
        let (p, q) = (tail(x), tail(y));
        made(&p, &q) || made(&q, &p) || (stem >= 4 && both.contains(p.as_str()) && both.contains(q.as_str()))
    })
}

/// The least cost of making `y` of `x` with the rules of these sections.
fn cost(x: &[Letter], y: &[Letter], sections: &[&str]) -> Cost {
    let width = y.len() + 1;
    let mut best: Vec<Option<Cost>> = vec![None; (x.len() + 1) * width];
    let tables: Vec<_> = sections.iter().filter_map(|s| tables().rules.get(s)).collect();
    if let Some(start) = best.first_mut() {
        *start = Some(Cost::default());
    }
    let edit = Cost { edits: 1, ..Cost::default() };
    for i in 0..=x.len() {
        for j in 0..=y.len() {
            let Some(here) = best.get(i * width + j).copied().flatten() else { continue };
            let mut reach = |i: usize, j: usize, step: Cost| {
                let total = here.plus(step);
                if let Some(cell) = best.get_mut(i * width + j)
                    && cell.is_none_or(|known| total.rank() < known.rank())
                {
                    *cell = Some(total);
                }
            };
            match (x.get(i), y.get(j)) {
                (Some(p), Some(q)) => {
                    reach(i + 1, j + 1, if p.1 == q.1 { Cost::default() } else { edit });
                    reach(i + 1, j, edit);
                    reach(i, j + 1, edit);
                }
                (Some(_), None) => reach(i + 1, j, edit),
                (None, Some(_)) => reach(i, j + 1, edit),
                (None, None) => break,
            }
            let keys = [None, x.get(i).map(|l| Some(l.0)), x.get(i).map(|l| Some(l.1))];
            let same = keys[1] == keys[2];
            for key in keys.into_iter().take(if same { 2 } else { 3 }) {
                let key = key.unwrap_or(None);
                for rule in tables.iter().filter_map(|t| t.get(&key)).flatten() {
                    if let Some((to_i, to_j, step)) = rule.step(x, i, y, j) {
                        reach(to_i, to_j, step);
                    }
                }
            }
        }
    }
    best.last().copied().flatten().unwrap_or(edit)
}

#[cfg(test)]
mod tests;
