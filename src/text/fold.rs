//! Folding: texts made equal that differ only in how they are written. For comparing, never for showing.
//!
//! | made one | how |
//! |---|---|
//! | composed, compatible, full-width, presentation forms | NFKC, but ² stays apart from 2 (`^2`), and 1½ from 11/2 |
//! | case | Unicode lower case; ß is ss, ς is σ; I and İ by the Turkish rule where the language has it |
//! | quotation marks, apostrophes | `"` and `'` |
//! | dashes, hyphens, minus | `-` |
//! | white space of any kind | one space |
//! | digits of any script | 0 to 9, with `.` and `,` for the Arabic marks |
//! | full stops and commas of Chinese, Japanese, Arabic | `.` and `,`; `؟` is `?` |
//! | ё, Arabic ي and ك for Persian ی and ک | е, ی, ک |
//! | invisible: soft hyphen, zero-width, direction, variation selectors, tatweel, Arabic vowel signs | nothing |
//!
//! Zero-width non-joiner goes too: with it or without, می‌خواهم is the same Persian word, and in the
//! scripts of India it chooses a shape. Traditional and simplified Chinese are left alone: which word a
//! character stands for is not always plain.

use super::characters::{is_dash, is_unspaced};
use crate::{Language, Span};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A folded text that knows where its parts stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the bytes of the original that it was made from.
    map: Vec<Span>,
}

impl Folded {
    /// Folds `text`, keeping track of places; see [`fold_in`].
    #[must_use]
    pub fn new(text: &str, language: Language) -> Self {
        let mut folded = Self::default();
        fold_into(text, language, |piece, from| {
            folded.text.push_str(piece);
            folded.map.resize(folded.text.len(), from);
        });
        folded
    }

    /// The bytes of the original from which a span of the folded text was made; empty for an empty span.
    #[must_use]
    pub fn original(&self, span: Span) -> Span {
        match (self.map.get(span.start), self.map.get(span.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !span.is_empty() => first.cover(*last),
            _ => Span::default(),
        }
    }
}

/// Folds a text for comparing, its language not known; the module's documentation lists what is made one.
#[must_use]
pub fn fold(text: &str) -> String {
    fold_in(text, Language::UNKNOWN)
}

/// Folds a text for comparing, by the rules of its language: in Turkish and Azerbaijani `I` is `ı`.
#[must_use]
pub fn fold_in(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, language, |piece, _| out.push_str(piece));
    out
}

/// A form that is equal for texts that differ only in Unicode form, case, quotation marks, dashes or
/// spacing. Two segments with equal forms drift 0.
///
/// On top of [`fold_in`]: all quotation marks are `"` (an apostrophe within a word stays one), runs of
/// dashes and of dots are one, and a space stands only between two letters or digits, not beside Chinese,
/// Japanese, Thai, Lao, Burmese or Khmer.
#[must_use]
pub fn canonical(text: &str, language: Language) -> String {
    let folded: Vec<char> = fold_in(text, language).replace("''", "\"").chars().collect();
    let mut out = String::with_capacity(folded.len());
    let at = |index: usize| folded.get(index).copied().unwrap_or(' ');
    let is_solid = |c: char| (c.is_alphanumeric() || is_combining_mark(c)) && !is_unspaced(c);
    for (index, &c) in folded.iter().enumerate() {
        let before = if index == 0 { ' ' } else { at(index - 1) };
        let after = at(index + 1);
        let last = out.chars().next_back();
        match c {
            ' ' => {
                if is_solid(before) && is_solid(after) {
                    out.push(' ');
                }
            }
            '\'' if !(before.is_alphanumeric() && after.is_alphanumeric()) => out.push('"'),
            '《' | '》' | '〈' | '〉' => out.push('"'),
            // Five dots are three, and two dashes one.
            '.' if out.ends_with("...") => {}
            '-' if last == Some('-') => {}
            other => out.push(other),
        }
    }
    out
}

/// Whether two texts say the same but for Unicode form, case, quotation marks, dashes or spacing. Greek
/// capitals drop their accents: when either text has no small letter, accents are not compared.
#[must_use]
pub fn same(one: &str, other: &str, language: Language) -> bool {
    let (first, second) = (canonical(one, language), canonical(other, language));
    if first == second {
        return true;
    }
    let shouts = |text: &str| !text.contains(char::is_lowercase);
    language.code() == "el"
        && (shouts(one) || shouts(other))
        && without_tonos(&first) == without_tonos(&second)
}

fn without_tonos(text: &str) -> String {
    text.nfd().filter(|c| !matches!(c, '\u{301}' | '\u{308}')).collect()
}

/// Hands over the folded text piece by piece, each with the bytes it was made from. A piece is a character
/// with its marks: normalization never reaches further.
fn fold_into(text: &str, language: Language, mut take: impl FnMut(&str, Span)) {
    let turkish = matches!(language.code(), "tr" | "az");
    let mut visible = text.char_indices().filter(|(_, c)| !is_ignored(*c)).peekable();
    let mut cluster = String::new();
    let mut out = String::new();
    // The last character handed over, by which runs of white space are one.
    let mut last = '\0';
    while let Some((start, first)) = visible.next() {
        let mut end = start + first.len_utf8();
        out.clear();
        if first.is_ascii() && visible.peek().is_none_or(|(_, next)| next.is_ascii()) {
            fold_char(first, turkish, &mut out);
        } else {
            cluster.clear();
            cluster.push(first);
            while let Some((at, mark)) = visible.next_if(|(_, c)| extends(*c)) {
                cluster.push(mark);
                end = at + mark.len_utf8();
            }
            fold_cluster(&cluster, turkish, last, &mut out);
        }
        if out == " " && last == ' ' {
            continue;
        }
        last = out.chars().next_back().unwrap_or(last);
        take(&out, Span::new(start, end));
    }
}

/// Marks, the later parts of a Hangul syllable, a Kirat Rai vowel that others compose with, and half-width voicing marks.
fn extends(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{16D67}' | '\u{D7B0}'..='\u{D7FF}' | '\u{FF9E}' | '\u{FF9F}' | '\u{FFA0}'..='\u{FFDC}' | '\u{3130}'..='\u{318F}')
}

fn fold_cluster(cluster: &str, turkish: bool, last: char, out: &mut String) {
    let first = cluster.chars().next().unwrap_or(' ');
    if is_superscript(first) {
        out.push('^');
    }
    if matches!(first, '´' | '\u{1FFD}') {
        // NFKC would make it, and the Greek one that is canonically the same, a space with an accent.
        out.push('\'');
        return;
    }
    if is_fraction(first) && last.is_numeric() {
        out.push(' ');
    }
    // Lower case may decompose (İ), and marks may compose with the small letter only: once more.
    let mut lower = String::new();
    for c in cluster.nfkc() {
        fold_char(c, turkish, &mut lower);
    }
    out.extend(lower.nfkc().filter(|c| !is_ignored(*c)));
}

/// Appends the folded form of one character in NFKC.
fn fold_char(c: char, turkish: bool, out: &mut String) {
    match c {
        'I' if turkish => out.push('ı'),
        // Lower case by Unicode would leave a dot above the i.
        'İ' => out.push('i'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'ς' => out.push('σ'),
        'ё' | 'Ё' => out.push('е'),
        'ي' => out.push('ی'),
        'ك' => out.push('ک'),
        '‘' | '’' | '‚' | '‛' | 'ʼ' | 'ʹ' | '`' | '′' | '‹' | '›' | '׳' => out.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '〟' | '「' | '」' | '『' | '』' | '״' =>
        {
            out.push('"');
        }
        '⁄' => out.push('/'),
        '。' | '۔' | '٫' => out.push('.'),
        '、' | '،' | '٬' => out.push(','),
        '؛' => out.push(';'),
        '؟' => out.push('?'),
        '٪' => out.push('%'),
        dash if is_dash(dash) => out.push('-'),
        space if space.is_whitespace() => out.push(' '),
        other => match digit(other) {
            Some(value) => out.push(value),
            None => out.extend(other.to_lowercase()),
        },
    }
}

fn is_superscript(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{207E}')
}

fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '\u{2150}'..='\u{215F}' | '\u{2189}')
}

/// Characters that are not seen, and those that only show how to read others.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}'
        // Vowel signs on a tatweel: nothing would be left of them.
        | '\u{FE71}' | '\u{FE77}' | '\u{FE79}' | '\u{FE7B}' | '\u{FE7D}' | '\u{FE7F}')
}

/// The zeros of the scripts whose ten digits follow each other (Unicode 14, category Nd).
const ZEROS: [u32; 58] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50,
    0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E950,
];

/// The ASCII digit for a decimal digit of another script.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.get(ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?)?;
    char::from_digit(code - zero, 10).filter(|_| code - zero < 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn language(code: &str) -> Language {
        Language::parse(code).unwrap()
    }

    #[test]
    fn ways_of_writing_are_made_one() {
        for (written, folded) in [
            ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
            ("e\u{301}ÉÉ", "ééé"),
            ("Straße STRASSE", "strasse strasse"),
            ("Σίσυφος", "σίσυφοσ"),
            ("Ещё ЁЛКА", "еще елка"),
            ("İstanbul", "istanbul"),
            ("“a” «b» „c“ ‘d’ 「e」", "\"a\" \"b\" \"c\" 'd' \"e\""),
            ("a–b—c‑d−5", "a-b-c-d-5"),
            ("1\u{A0}500\u{202F}€ \t x", "1 500 € x"),
            ("١٢٫٥ ۴۵ १२ ১২ ๑๒", "12.5 45 12 12 12"),
            ("wait…", "wait..."),
            ("می\u{200C}خواهم كتابي", "میخواهم کتابی"),
            ("مـــرحبا مُحَمَّد", "مرحبا محمد"),
            ("ﻣﺮﺣﺒﺎ", "مرحبا"),
            ("co\u{AD}operate\u{FEFF}", "cooperate"),
            ("10² 1½ ½", "10^2 1 1/2 1/2"),
            ("ｶﾞｷﾞ ﬁ ㎞", "ガギ fi km"),
            ("한국 \u{1112}\u{1161}\u{11AB}", "한국 한"),
            ("简体 繁體", "简体 繁體"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
        assert_eq!(fold_in("IŞIK İKİ", language("tr")), "ışık iki");
        assert_ne!(fold_in("sınır", language("tr")), fold_in("sinir", language("tr")));
    }

    #[test]
    fn texts_that_differ_only_in_writing_are_the_same() {
        for (code, one, other) in [
            ("en", "He said: “It’s over” – twice…", "He said: 'It's over' -- twice ..."),
            ("fr", "« Oui ! » dit-elle : 1\u{202F}500 €", "\"OUI!\" dit-elle: 1 500€"),
            ("de", "„Große“ Straße", "»GROSSE« STRASSE"),
            ("de", "Die Lage am Montag", "DIE LAGE AM MONTAG"),
            ("el", "Η Αθήνα του Μαΐου", "Η ΑΘΗΝΑ ΤΟΥ ΜΑΙΟΥ"),
            ("tr", "Işık ve İki", "IŞIK VE İKİ"),
            ("zh", "使用 Python 版。", "使用Python版｡"),
            ("ja", "「行こう」と言った", "『行こう』 と言った"),
            ("ar", "مرحبا، ١٢", "مـرحبا، 12"),
            ("fa", "می\u{200C}خواهم", "میخواهم"),
            ("hi", "क\u{93C}लम", "\u{958}लम"),
            ("ko", "나는 \u{1100}\u{1161}", "나는 가"),
            ("vi", "Tiếng Việt", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"),
        ] {
            assert!(same(one, other, language(code)), "{code}: {one} / {other}");
        }
    }

    #[test]
    fn texts_that_say_something_else_are_not_the_same() {
        for (code, one, other) in [
            ("en", "10² metres", "102 metres"),
            ("en", "1½ litres", "11/2 litres"),
            ("en", "They re-signed", "They resigned"),
            ("en", "We're in", "Were in"),
            ("en", "It rose 3.5%", "It rose 35%"),
            ("en", "no where", "nowhere"),
            ("el", "πότε ήρθε", "ποτέ ήρθε"),
            ("tr", "sınır", "sinir"),
            ("es", "el papa", "el papá"),
            ("ar", "على", "علي"),
        ] {
            assert!(!same(one, other, language(code)), "{code}: {one} / {other}");
        }
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "Die „Straße“ e\u{301}…";
        let folded = Folded::new(text, Language::UNKNOWN);
        let find = |needle: &str| {
            let start = folded.text.find(needle).unwrap();
            folded.original(Span::new(start, start + needle.len())).of(text).to_owned()
        };
        assert_eq!(find("strasse"), "Straße");
        assert_eq!(find("s"), "S");
        assert_eq!(find("é"), "e\u{301}");
        assert_eq!(find("..."), "…");
        assert_eq!(folded.original(Span::new(3, 3)), Span::default());
    }

    #[test]
    fn a_megabyte_of_marks_is_folded_in_proportion() {
        for unit in ["\u{301}", "\u{323}\u{301}", " ", "\u{200B}", "ﷺ", "\u{1161}"] {
            let begun = std::time::Instant::now();
            let folded = fold(&format!("x{}y", unit.repeat(1_000_000 / unit.len())));
            assert!(begun.elapsed().as_secs() < 10, "{unit:?}");
            assert!(folded.starts_with('x') && folded.ends_with('y'), "{unit:?}");
        }
    }

    #[test]
    fn a_mark_after_an_arabic_form_that_vanishes_is_folded_once() {
        let once = fold("ß\u{FE71}\u{301}");
        assert_eq!(fold(&once), once);
        assert_eq!(fold("a\u{FE7F}b"), "ab");
    }

    #[test]
    fn the_greek_acute_alone_is_the_apostrophe_that_its_normal_form_is() {
        assert_eq!(fold("\u{1FFD}"), "'");
        assert_eq!(fold("\u{B4}"), "'");
    }

    #[test]
    fn a_kirat_rai_vowel_and_its_parts_fold_alike() {
        assert_eq!(fold("\u{16D68}"), fold("\u{16D67}\u{16D67}"));
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing_and_normal_forms_fold_alike(
            text in "(\\PC|[a-zA-Z \"'ßİΣςё«»½²…]|\u{301}|\u{307}|\u{200D}|\u{5D0}|\u{1100}\u{1161}){0,20}",
            code in proptest::sample::select(vec!["en", "tr", "el"]),
        ) {
            let once = fold_in(&text, language(code));
            prop_assert_eq!(&fold_in(&once, language(code)), &once);
            prop_assert_eq!(&fold_in(&text.nfd().collect::<String>(), language(code)), &once);
            prop_assert_eq!(&fold_in(&text.nfc().collect::<String>(), language(code)), &once);
            let folded = Folded::new(&text, language(code));
            prop_assert_eq!(&folded.text, &once);
            prop_assert_eq!(folded.map.len(), once.len());
            let canon = canonical(&text, language(code));
            prop_assert_eq!(canonical(&canon, language(code)), canon);
            prop_assert!(same(&text, &text, language(code)));
        }
    }
}
