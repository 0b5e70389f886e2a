//! Languages and scripts: names, codes, and facts about writing that other stages ask for.

mod detect;
mod foreign;
mod script;

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

    /// Reads `en`, `EN`, `pt-BR`, `zh_Hans`; `None` if the first part is not two or three Latin letters.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?.as_bytes();
        if !(2..=3).contains(&first.len()) || !first.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let mut code = [0; 3];
        for (to, from) in code.iter_mut().zip(first) {
            *to = from.to_ascii_lowercase();
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
            serde::de::Error::custom(format!("`{tag}` is not a language code such as `en` or `pt-BR`"))
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
        assert_eq!(Language::parse("x"), None);
        assert_eq!(Language::parse("日本"), None);
    }
}
