//! Languages and scripts: names, codes, and facts about writing that other stages ask for.

mod detect;
mod foreign;
mod script;
mod unlisted;

pub(crate) use detect::settle;
pub use detect::{Guess, detect};
pub use foreign::detect_segment;
pub use script::Script;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A language by its primary ISO 639 subtag in lower case: `en`, `zh`, `yue`. Regions and scripts that a
/// user wrote (`pt-BR`, `zh_Hans`) are dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// Not known: `und`, as in BCP 47.
    pub const UNKNOWN: Self = Self(*b"und");

    /// Reads `en`, `EN`, `pt-BR`, `zh_Hans`, `eng`; `None` if no language has the code that it begins with.
    ///
    /// Any code of ISO 639-1 and 639-3 is one, whether the model covers the language or not, and so are the codes
    /// for private use (`qaa` to `qtz`). A language that has a code of two letters goes by that.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let first =
            OTHER_CODES.iter().find(|(other, _)| *other == first).map_or(first.as_str(), |(_, code)| code);
        let known = match first.len() {
            2 => isolang::Language::from_639_1(first).map(|_| first),
            3 => isolang::Language::from_639_3(first)
                .map(|language| language.to_639_1().unwrap_or(first))
                .or_else(|| ("qaa"..="qtz").contains(&first).then_some(first)),
            _ => None,
        }?;
        let mut code = [0; 3];
        for (to, from) in code.iter_mut().zip(known.bytes()) {
            *to = from;
        }
        Some(Self(code))
    }

    /// The code: `en`.
    #[must_use]
    pub fn code(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(self.0.get(..len).unwrap_or_default()).unwrap_or("und")
    }

    /// Whether the language is known.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Self::UNKNOWN
    }
}

/// Codes that name a language which has another code here: withdrawn ones (as BCP 47 reads them), those that
/// libraries use (ISO 639-2/B), and the standard forms of languages that are mostly tagged with the code of their
/// group, as corpora for translation write them. Norwegian that is not said to be Nynorsk is Bokmål, as nine tenths
/// of it are: `no` and `nb` in two versions would be two languages.
#[rustfmt::skip]
const OTHER_CODES: [(&str, &str); 42] = [
    ("iw", "he"), ("in", "id"), ("ji", "yi"), ("mo", "ro"),
    ("alb", "sq"), ("arm", "hy"), ("baq", "eu"), ("bur", "my"), ("chi", "zh"), ("cze", "cs"), ("dut", "nl"),
    ("fre", "fr"), ("geo", "ka"), ("ger", "de"), ("gre", "el"), ("ice", "is"), ("mac", "mk"), ("mao", "mi"),
    ("may", "ms"), ("per", "fa"), ("rum", "ro"), ("slo", "sk"), ("tib", "bo"), ("wel", "cy"),
    ("cmn", "zh"), ("arb", "ar"), ("pes", "fa"), ("fil", "tl"), ("zsm", "ms"), ("ekk", "et"), ("lvs", "lv"),
    ("swh", "sw"), ("uzn", "uz"), ("azj", "az"), ("khk", "mn"), ("npi", "ne"), ("ory", "or"), ("als", "sq"),
    ("plt", "mg"), ("ydd", "yi"), ("no", "nb"), ("nor", "nb"),
];

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::parse(&tag).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{tag}` is not a language code such as `en` or `pt-BR`; leave it out to have the language detected"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_case_are_dropped() {
        assert_eq!(Language::parse("pt-BR"), Language::parse("PT"));
        assert_eq!(Language::parse("zh_Hans").map(|l| l.to_string()).as_deref(), Some("zh"));
        assert_eq!(Language::parse("yue").map(|l| l.to_string()).as_deref(), Some("yue"));
        for tag in ["x", "日本", "xx", "xx-nonsense", "english", "xyx", ""] {
            assert_eq!(Language::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn languages_that_are_not_covered_have_codes_all_the_same() {
        for (tag, code) in
            [("tlh", "tlh"), ("kl", "kl"), ("gsw-CH", "gsw"), ("qaa", "qaa"), ("sh", "sh"), ("und", "und")]
        {
            assert_eq!(Language::parse(tag).map(|l| l.to_string()).as_deref(), Some(code));
        }
        for (tag, code) in [("eng", "en"), ("DEU", "de"), ("iw", "he"), ("cmn-Hans", "zh"), ("fil", "tl")]
            .into_iter()
            .chain([
                ("ger", "de"),
                ("chi", "zh"),
                ("slo", "sk"),
                ("zsm_Latn", "ms"),
                ("no", "nb"),
                ("nn-NO", "nn"),
            ])
        {
            assert_eq!(Language::parse(tag).map(|l| l.to_string()).as_deref(), Some(code));
        }
    }
}
