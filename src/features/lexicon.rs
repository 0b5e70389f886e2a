//! The word lists of a language: numbers, months, negations, hedges, quantifiers. Data files under `data/`.

use super::{Word, phrases::Phrases};
use crate::{Language, text::fold_in};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

/// The covered languages and their files.
const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("data/ar.toml")),
    ("de", include_str!("data/de.toml")),
    ("en", include_str!("data/en.toml")),
    ("es", include_str!("data/es.toml")),
    ("fr", include_str!("data/fr.toml")),
    ("hi", include_str!("data/hi.toml")),
    ("it", include_str!("data/it.toml")),
    ("ja", include_str!("data/ja.toml")),
    ("ko", include_str!("data/ko.toml")),
    ("nl", include_str!("data/nl.toml")),
    ("pl", include_str!("data/pl.toml")),
    ("pt", include_str!("data/pt.toml")),
    ("ru", include_str!("data/ru.toml")),
    ("tr", include_str!("data/tr.toml")),
    ("uk", include_str!("data/uk.toml")),
    ("zh", include_str!("data/zh.toml")),
];

/// A data file, as written; see `data/README.md`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    spaces: Option<bool>,
    concord: bool,
    nouns_capitalised: bool,
    compounds: String,
    proclitics: String,
    negative_prefixes: String,
    negative_suffixes: String,
    abbreviations: String,
    months: String,
    months_short: String,
    weekdays: String,
    hearsay: String,
    attribution: String,
    possibility: String,
    unreal: String,
    common: String,
    ranges: String,
    tags: String,
    question_particles: String,
    numbers: Numbers,
    units: BTreeMap<String, String>,
    negation: BTreeMap<String, String>,
    quantifiers: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Numbers {
    and: String,
    half: String,
    cardinals: BTreeMap<String, String>,
    ordinals: BTreeMap<String, String>,
    magnitudes: BTreeMap<String, String>,
    soft: BTreeMap<String, String>,
}

/// What a word says in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberWord {
    /// A value that others may be added to: 2, 30, 600.
    Value(f64),
    /// Third, dritte: ends a number.
    Ordinal(f64),
    /// What precedes is multiplied by it: 100, 1000, 1e6.
    Magnitude(f64),
    /// Stands between parts: and.
    And,
}

/// What a marked word or phrase does to the meaning of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Negates: not, nobody.
    Negation,
    /// Negates in part, or by its sense: without, fail.
    WeakNegation,
    /// Looks negative and is not: not only.
    NotNegation,
    /// The writer reports what others say.
    Hearsay,
    /// Names who says it: said, according to. Reported all the same, but not in doubt.
    Attribution,
    /// Possible, not certain.
    Possibility,
    /// Would have been, and was not.
    Unreal,
    /// All, every.
    All,
    /// Most.
    Most,
    /// Many, several.
    Many,
    /// Some.
    Some,
    /// Few.
    Few,
    /// No, none.
    None,
}

/// The word lists of one language, ready for looking up folded words.
#[derive(Debug)]
pub struct Lexicon {
    /// Words are separated by spaces.
    pub spaces: bool,
    /// Two negative words of a clause make one negation.
    pub concord: bool,
    /// All nouns have capitals: a capital does not make a name.
    pub nouns_capitalised: bool,
    /// What joins the parts of a compound number; `None` where numbers are not compounded.
    pub compounds: Option<String>,
    /// Negative prefixes: un-, in-.
    pub negative_prefixes: Vec<String>,
    /// Negative suffixes: -less.
    pub negative_suffixes: Vec<String>,
    /// Words that a full stop follows inside a sentence.
    pub abbreviations: Vec<String>,
    /// Frequent words by which the language is known.
    pub common: Vec<String>,
    /// What stands between the two ends of a range, or between two quantities of one sort.
    pub ranges: Vec<String>,
    /// What asks for consent and not for an answer, after a comma at the end of a statement.
    pub tags: Vec<String>,
    /// Ends of a question that needs no mark.
    pub question_particles: Vec<String>,
    /// Number words; phrases of several words joined by a space.
    pub numbers: HashMap<String, NumberWord>,
    /// What adds a half to the number before it, word by word.
    pub halves: Vec<Vec<String>>,
    /// Values that a word may stand for, though it need not be a number.
    pub soft: Phrases<f64>,
    /// Months, 1 to 12; `true` for full names, which stand without a day or year.
    pub months: HashMap<String, (u8, bool)>,
    /// Weekdays, from Monday = 1.
    pub weekdays: HashMap<String, u8>,
    /// Words for units; a word may have several.
    pub units: Vec<(String, String)>,
    /// Negations.
    pub negations: Phrases<Mark>,
    /// Hearsay, attribution, possibility, and what would have been.
    pub hedges: Phrases<Mark>,
    /// Quantifiers.
    pub quantifiers: Phrases<Mark>,
}

/// The lexicon of a language, if it is covered.
#[must_use]
pub fn lexicon(language: Language) -> Option<&'static Lexicon> {
    all().get(language.code())
}

/// Whether a language's lists say so; for a language without lists, whether any do: its neighbours' words serve it.
pub fn any(own: Option<&Lexicon>, says: impl Fn(&Lexicon) -> bool) -> bool {
    own.map_or_else(|| all().values().any(&says), &says)
}

/// All lexicons, by code.
///
/// # Panics
/// If a file of word lists is malformed, which a test rules out.
pub fn all() -> &'static BTreeMap<&'static str, Lexicon> {
    static ALL: OnceLock<BTreeMap<&'static str, Lexicon>> = OnceLock::new();
    ALL.get_or_init(|| {
        FILES
            .iter()
            .map(|(code, text)| {
                let file: File = toml::from_str(text).expect("a test parses every file of word lists");
                let language = Language::parse(code).unwrap_or(Language::UNKNOWN);
                (*code, Lexicon::of(&file, language))
            })
            .collect()
    })
}

/// Makes a number word of its value.
type Make = fn(f64) -> NumberWord;

/// Entries of a list as they are written: `_` is a space.
fn written(list: &str) -> Vec<String> {
    list.split_whitespace().map(|entry| entry.replace('_', " ")).collect()
}

/// Reads lists into what the words of texts are compared with: folded, but where plain substrings are searched for.
struct Folding(Option<Language>);

impl Folding {
    fn entries(&self, list: &str) -> Vec<String> {
        let fold = |entry: String| match self.0 {
            Some(language) => fold_in(&entry, language).replace("...", "…"),
            None => entry,
        };
        written(list).into_iter().map(fold).collect()
    }

    /// A table of value = entries; keys that are no numbers are a defect that a test finds.
    fn valued(&self, table: &BTreeMap<String, String>) -> Vec<(f64, String)> {
        table
            .iter()
            .flat_map(|(key, list)| {
                let value = key.parse().unwrap_or(f64::NAN);
                self.entries(list).into_iter().map(move |entry| (value, entry))
            })
            .collect()
    }
}

impl Lexicon {
    fn of(file: &File, language: Language) -> Self {
        let spaces = file.spaces.unwrap_or(true);
        let folding = Folding(spaces.then_some(language));
        let entries = |list: &str| folding.entries(list);
        let proclitics = entries(&file.proclitics);
        let mut numbers = HashMap::new();
        let kinds: [(&BTreeMap<String, String>, Make); 3] = [
            (&file.numbers.ordinals, NumberWord::Ordinal),
            (&file.numbers.cardinals, NumberWord::Value),
            (&file.numbers.magnitudes, NumberWord::Magnitude),
        ];
        for (table, kind) in kinds {
            for (value, entry) in folding.valued(table) {
                for proclitic in &proclitics {
                    numbers.insert(format!("{proclitic}{entry}"), kind(value));
                }
                numbers.insert(entry, kind(value));
            }
        }
        numbers.extend(entries(&file.numbers.and).into_iter().map(|e| (e, NumberWord::And)));
        let marks = |table: &BTreeMap<String, String>, names: &[(&str, Mark)]| -> Vec<(String, Mark)> {
            names
                .iter()
                .flat_map(|(name, mark)| {
                    let listed = entries(table.get(*name).map_or("", String::as_str));
                    listed.into_iter().map(|e| (e, *mark)).collect::<Vec<_>>()
                })
                .collect()
        };
        let negations = marks(
            &file.negation,
            &[("strong", Mark::Negation), ("weak", Mark::WeakNegation), ("not", Mark::NotNegation)],
        );
        let quantifiers = marks(
            &file.quantifiers,
            &[
                ("all", Mark::All),
                ("most", Mark::Most),
                ("many", Mark::Many),
                ("some", Mark::Some),
                ("few", Mark::Few),
                ("none", Mark::None),
            ],
        );
        let hedges: [(&str, Mark); 4] = [
            (&file.hearsay, Mark::Hearsay),
            (&file.attribution, Mark::Attribution),
            (&file.possibility, Mark::Possibility),
            (&file.unreal, Mark::Unreal),
        ];
        let hedges =
            hedges.into_iter().flat_map(|(list, mark)| entries(list).into_iter().map(move |e| (e, mark)));
        let hedges = hedges.collect();
        let soft = folding.valued(&file.numbers.soft).into_iter().map(|(v, e)| (e, v)).collect();
        Self {
            spaces,
            concord: file.concord,
            nouns_capitalised: file.nouns_capitalised,
            compounds: (!file.compounds.is_empty()).then(|| file.compounds.clone()),
            negative_prefixes: entries(&file.negative_prefixes),
            negative_suffixes: entries(&file.negative_suffixes),
            abbreviations: entries(&file.abbreviations),
            common: entries(&file.common),
            ranges: written(&file.ranges),
            tags: written(&file.tags),
            question_particles: written(&file.question_particles),
            numbers,
            halves: entries(&file.numbers.half)
                .iter()
                .map(|phrase| phrase.split(' ').map(str::to_owned).collect())
                .collect(),
            soft: Phrases::of(soft, spaces, &proclitics),
            months: calendar(&folding, &[(&file.months_short, false), (&file.months, true)]),
            weekdays: calendar(&folding, &[(&file.weekdays, true)])
                .into_iter()
                .map(|(k, (v, _))| (k, v))
                .collect(),
            units: file
                .units
                .iter()
                .flat_map(|(unit, list)| {
                    written(list).into_iter().map(|e| (e, unit.clone())).collect::<Vec<_>>()
                })
                .collect(),
            negations: Phrases::of(negations, spaces, &proclitics),
            hedges: Phrases::of(hedges, spaces, &proclitics),
            quantifiers: Phrases::of(quantifiers, spaces, &proclitics),
        }
    }

    /// What a folded word says in a number, compounds such as `zweiundzwanzig` included: their value.
    #[must_use]
    pub fn number(&self, folded: &str) -> Option<NumberWord> {
        self.numbers.get(folded).copied().or_else(|| self.compound(folded).map(NumberWord::Value))
    }

    /// Reads a compound of number words, units before tens ("dreiundzwanzig") or after.
    fn compound(&self, folded: &str) -> Option<f64> {
        let joint = self.compounds.as_deref()?;
        let mut rest = folded;
        let (mut total, mut hundreds, mut last) = (0.0, 0.0, 0.0);
        let mut parts = 0;
        while !rest.is_empty() {
            if parts > 0
                && let Some(after) = rest.strip_prefix(joint)
                && after.len() > 2
            {
                rest = after;
            }
            // The longest part that fits: "dreizehn" before "drei".
            let (length, word) = rest
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .rev()
                .find_map(|end| Some((end, *self.numbers.get(rest.get(..end)?)?)))?;
            match word {
                NumberWord::Value(v) => last += v,
                NumberWord::Ordinal(v) if length == rest.len() => last += v,
                NumberWord::Magnitude(100.0) => {
                    hundreds += f64::max(last, 1.0) * 100.0;
                    last = 0.0;
                }
                NumberWord::Magnitude(m) => {
                    total += f64::max(hundreds + last, 1.0) * m;
                    (hundreds, last) = (0.0, 0.0);
                }
                _ => return None,
            }
            rest = rest.get(length..)?;
            parts += 1;
        }
        (parts > 1).then_some(total + hundreds + last)
    }

    /// Whether a folded word is the negative of another by a prefix or suffix of the language.
    #[must_use]
    pub fn is_negative_of(&self, word: &str, other: &str) -> bool {
        let alike = |x: &str| x.chars().count() > 2 && crate::drift::comparison::same_word(x, other);
        self.negative_prefixes.iter().any(|p| word.strip_prefix(p.as_str()).is_some_and(alike))
            || self.negative_suffixes.iter().any(|s| word.strip_suffix(s.as_str()).is_some_and(alike))
    }

    /// The words of `words` that are frequent in this language and in no other covered one.
    pub fn common_words<'w>(&self, words: &'w [Word]) -> impl Iterator<Item = &'w Word> {
        words.iter().filter(|w| self.common.contains(&w.folded))
    }
}

/// Numbered names, forms of one separated by `/`; later lists win.
fn calendar(folding: &Folding, lists: &[(&String, bool)]) -> HashMap<String, (u8, bool)> {
    let mut out = HashMap::new();
    for (list, full) in lists {
        for (number, forms) in (1u8..).zip(folding.entries(list)) {
            for form in forms.split('/') {
                out.insert(form.to_owned(), (number, *full));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_is_whole() {
        for (code, lexicon) in all() {
            assert!(lexicon.numbers.len() > 12, "{code}: numbers");
            for table in ["months", "weekdays"] {
                let numbers: Vec<u8> = match table {
                    "months" => lexicon.months.values().map(|m| m.0).collect(),
                    _ => lexicon.weekdays.values().copied().collect(),
                };
                let wanted = if table == "months" { 12 } else { 7 };
                assert!((1..=wanted).all(|n| numbers.contains(&n)), "{code}: {table}");
                assert!(numbers.iter().all(|n| *n <= wanted), "{code}: {table}");
            }
            assert!(!lexicon.negations.is_empty() && !lexicon.quantifiers.is_empty(), "{code}");
            assert!(!lexicon.hedges.is_empty() && lexicon.units.len() > 10, "{code}");
            let finite = |word: &NumberWord| match word {
                NumberWord::Value(v) | NumberWord::Ordinal(v) | NumberWord::Magnitude(v) => v.is_finite(),
                NumberWord::And => true,
            };
            assert!(lexicon.numbers.values().all(finite), "{code}: a key that is no number");
        }
    }

    #[test]
    fn entries_are_folded_as_texts_are() {
        // Texts have ی for ي and ss for ß.
        let said = |code: &str, text: &str| {
            let language = Language::parse(code).unwrap();
            crate::features::Features::of(text, language).marks.iter().map(|m| m.means).collect::<Vec<_>>()
        };
        assert_eq!(said("ar", "ليس هنا"), [Mark::Negation]);
        assert_eq!(said("de", "der mutmaßliche Täter"), [Mark::Hearsay]);
        let ar = lexicon(Language::parse("ar").unwrap()).unwrap();
        assert_eq!(ar.months.get(&fold_in("ديسمبر", Language::UNKNOWN)), Some(&(12, true)));
    }

    #[test]
    fn compounds_are_read() {
        let de = lexicon(Language::parse("de").unwrap()).unwrap();
        assert_eq!(de.number("dreiundzwanzig"), Some(NumberWord::Value(23.0)));
        assert_eq!(de.number("zweihundertfünfzig"), Some(NumberWord::Value(250.0)));
        assert_eq!(de.number("achttausend"), Some(NumberWord::Value(8000.0)));
        assert_eq!(de.number("achtung"), None);
    }
}
