//! Words by Unicode rules (UAX 29), by dictionary in Chinese, Japanese, Thai and their neighbours, with
//! the few corrections that comparing translations needs.

use super::characters::{is_dash, is_unspaced};
use crate::{Language, Span};
use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};

/// Elided words before an apostrophe: what follows is a word of its own (l'eau, dell'acqua).
const ELISIONS: [(&[&str], &[&str]); 2] = [
    (
        &["fr", "ca", "oc", "wa", "pcd"],
        &[
            "l", "d", "j", "m", "t", "s", "n", "c", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
            "presqu", "quelqu",
        ],
    ),
    (
        &["it", "fur", "lij", "lmo", "pms", "scn", "vec"],
        &[
            "l", "un", "d", "c", "m", "t", "s", "v", "n", "gl", "dell", "nell", "all", "dall", "sull",
            "coll", "quest", "quell", "bell", "sant", "senz", "anch", "tutt", "gliel", "com", "dov", "cos",
            "mezz", "nient", "qualcos",
        ],
    ),
];

/// Languages that group digits by a plain space (CLDR: a no-break or narrow no-break space, which writers
/// without that key replace by a plain one).
const SPACED_NUMBERS: [&str; 24] = [
    "fr", "ru", "uk", "bg", "be", "cs", "sk", "pl", "hu", "fi", "sv", "nb", "nn", "no", "lv", "lt", "et",
    "es", "pt", "ca", "kk", "hy", "ka", "af",
];

/// Negations that dictionaries count as part of a longer word; a lost "not" must be a lost word.
const NEGATIONS: [&str; 2] = ["ไม่", "ບໍ່"];

/// The words of `text`, in order, in bytes of `text`; punctuation and white space are left out.
///
/// One word: `don't`, an address (`info@example.com`), a number with its marks (`1.500,5`, `1 500` where
/// digits are grouped so), a time (`10:30`), a code (`COVID-19`), `e-mail`. Two words: `l'` + `eau` in
/// French, Catalan and Italian, `well` + `known`, `30` + `year` + `old`, `10` + `%`, `$` + `5`. Currency
/// signs, `%`, `°`, `§`, `№`, `&` and emoji are words: something is lost when they are.
#[must_use]
pub fn words(text: &str, language: Language) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for address in addresses(text) {
        standard_words(text, Span::new(at, address.start), &mut found);
        found.push(address);
        at = address.end;
    }
    standard_words(text, Span::new(at, text.len()), &mut found);
    let joined = join(text, found, language);
    split(text, joined, language)
}

/// Where the `n't` of an English `don't` begins, in bytes of `word`.
#[must_use]
pub fn contracted_not(word: &str) -> Option<usize> {
    let mut ends = word.char_indices().rev();
    let (_, t) = ends.next()?;
    let (_, apostrophe) = ends.next()?;
    let (at, n) = ends.next()?;
    (matches!(t, 't' | 'T') && matches!(apostrophe, '\'' | '’') && matches!(n, 'n' | 'N') && at > 0)
        .then_some(at)
}

/// Words by UAX 29 and dictionary. The neural models that ICU4X would choose for Thai, Lao, Burmese and
/// Khmer need 8 seconds for a megabyte; the dictionaries need less than 0.1.
fn standard_words(text: &str, part: Span, out: &mut Vec<Span>) {
    let mut start = part.start;
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    for end in segmenter.segment_str(part.of(text)) {
        let span = Span::new(start, part.start + end);
        // ICU4X has a word type too, but it calls words that end in a mark (मैं, é as two characters) none.
        if span.of(text).contains(char::is_alphanumeric) || span.of(text).starts_with(is_sign) {
            out.push(span);
        }
        start = span.end;
    }
}

/// Signs that are read as words.
fn is_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '٪' | '％' | '°' | '℃' | '℉' | '№' | '§' | '&' | '$' | '¢'..='¥' | '֏' | '؋' | '৲' | '৳'
        | '฿' | '៛' | '\u{20A0}'..='\u{20CF}' | '﷼' | '＄' | '￠' | '￡' | '￥' | '￦'
        | '❤' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F300}'..='\u{1FAFF}')
}

/// Web and mail addresses, without the punctuation that surrounds them.
fn addresses(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += token.len();
        if !(token.contains("://") || token.contains("www.") || token.contains('@')) {
            continue;
        }
        // An address in Chinese or Japanese running text is not set off by spaces.
        let mut piece_start = start;
        for piece in token.split(|c: char| is_unspaced(c) || is_bracket(c)) {
            let trimmed =
                piece.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '=' | '#' | '&'));
            if is_address(trimmed) {
                let lead = piece.find(trimmed).unwrap_or_default();
                out.push(Span::new(piece_start + lead, piece_start + lead + trimmed.len()));
            }
            piece_start += piece.len();
            // The character that parted two pieces.
            piece_start +=
                text.get(piece_start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
    }
    out
}

fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '(' | ')' | '<' | '>' | '[' | ']' | '"' | '“' | '”' | '«' | '»' | '„' | '，' | '；' | '（' | '）'
    )
}

fn is_address(token: &str) -> bool {
    if token.contains("://") || token.starts_with("www.") {
        return true;
    }
    token.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
    })
}

/// Joins what UAX 29 parts: groups of digits, times, codes, and single letters before a hyphen.
fn join(text: &str, found: Vec<Span>, language: Language) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(found.len());
    let spaced = SPACED_NUMBERS.contains(&language.code());
    for span in found {
        let last = out.last_mut();
        match last {
            Some(last) if belongs(text, *last, span, spaced) => *last = last.cover(span),
            _ => out.push(span),
        }
    }
    out
}

/// Whether two neighbouring words are one, by the character between them.
fn belongs(text: &str, left: Span, right: Span, spaced: bool) -> bool {
    let between = Span::new(left.end, right.start).of(text);
    let mut marks = between.chars();
    let (Some(mark), None) = (marks.next(), marks.next()) else { return false };
    // Longer than any number, code or letter joined here: keeps a hostile chain from costing its square.
    if left.len() > 64 {
        return false;
    }
    let (left_text, right_text) = (left.of(text), right.of(text));
    match mark {
        '\u{A0}' | '\u{202F}' | '\u{2009}' => is_digit_group(left_text, right_text),
        ' ' => spaced && is_digit_group(left_text, right_text),
        ':' => is_digits(left_text, 1..=2) && is_digits(right_text, 2..=2),
        dash if is_dash(dash) && !matches!(dash, '–' | '—') => {
            let inside = text.get(..left.start).unwrap_or_default().ends_with(is_dash);
            !inside && (is_code(left_text, right_text) || is_prefixed(left_text, right_text))
        }
        _ => false,
    }
}

fn is_digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// "1" + "500", "1 500" + "000,25": groups of three after a first group of at most three.
fn is_digit_group(left: &str, right: &str) -> bool {
    let mut groups = left.split(char::is_whitespace);
    let first = groups.next().is_some_and(|group| is_digits(group, 1..=3) && !group.starts_with('0'));
    let head = right.get(..3).is_some_and(|head| is_digits(head, 3..=3));
    let tail = right.get(3..).unwrap_or_default();
    first
        && groups.all(|group| is_digits(group, 3..=3))
        && head
        && !tail.starts_with(|c: char| c.is_alphanumeric())
}

/// "COVID" + "19", "F" + "16": a name that its number belongs to.
fn is_code(left: &str, right: &str) -> bool {
    left.starts_with(char::is_uppercase) && left.chars().all(char::is_alphabetic) && is_digits(right, 1..=4)
}

/// "e" + "mail", "T" + "shirt".
fn is_prefixed(left: &str, right: &str) -> bool {
    let mut letters = left.chars();
    letters.next().is_some_and(|c| c.is_alphabetic() && !is_unspaced(c))
        && letters.next().is_none()
        && right.chars().nth(1).is_some()
        && right.chars().all(char::is_alphabetic)
}

/// Splits off elided words, and negations that a dictionary joined to their verb.
fn split(text: &str, found: Vec<Span>, language: Language) -> Vec<Span> {
    let elisions =
        ELISIONS.iter().find(|(codes, _)| codes.contains(&language.code())).map(|(_, words)| *words);
    let mut out = Vec::with_capacity(found.len());
    for span in found {
        let word = span.of(text);
        let cut = NEGATIONS
            .iter()
            .find(|negation| word.starts_with(**negation))
            .map(|negation| negation.len())
            .or_else(|| elision(word, elisions?))
            .filter(|cut| *cut < word.len());
        if let Some(cut) = cut {
            out.push(Span::new(span.start, span.start + cut));
        }
        out.push(Span::new(span.start + cut.unwrap_or_default(), span.end));
    }
    out
}

/// Where the word after an elided one begins.
fn elision(word: &str, elisions: &[&str]) -> Option<usize> {
    let (at, mark) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’'))?;
    let head = word.get(..at)?;
    (head.len() <= 16 && elisions.contains(&head.to_lowercase().as_str())).then(|| at + mark.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split_in(code: &str, text: &str) -> String {
        let words = words(text, Language::parse(code).unwrap());
        words.iter().map(|s| s.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_of_many_languages() {
        for (code, text, expected) in [
            ("en", "Don’t stop, can't you?", "Don’t|stop|can't|you"),
            ("en", "a 30-year-old, well-known F-16 pilot", "a|30|year|old|well|known|F-16|pilot"),
            ("en", "COVID-19 cost $5 or 10% (3.5 km)", "COVID-19|cost|$|5|or|10|%|3.5|km"),
            (
                "en",
                "Mail info@example.com, see https://example.org/a?b=1.",
                "Mail|info@example.com|see|https://example.org/a?b=1",
            ),
            ("en", "an e-mail at 10:30, score 3-2", "an|e-mail|at|10:30|score|3|2"),
            ("en", "In 2019 500 people, 12 345", "In|2019|500|people|12|345"),
            ("en", "Hi 👩‍💻! 🇫🇷", "Hi|👩‍💻|🇫🇷"),
            ("en", "the U.S. Army", "the|U.S|Army"),
            ("de", "1.500,5 Mio. €, 20-jährige U-Bahn", "1.500,5|Mio|€|20|jährige|U-Bahn"),
            ("fr", "L’eau, aujourd’hui qu'il y a-t-il", "L’|eau|aujourd’hui|qu'|il|y|a|t|il"),
            ("fr", "1 500 000,25 euros en 2019 500 fois", "1 500 000,25|euros|en|2019|500|fois"),
            ("en", "1\u{202F}500 and 1\u{A0}500", "1\u{202F}500|and|1\u{A0}500"),
            ("it", "Dell'acqua e un’amica", "Dell'|acqua|e|un’|amica"),
            ("ca", "l'home d’avui", "l'|home|d’|avui"),
            ("es", "el 50 % de EE. UU.", "el|50|%|de|EE|UU"),
            ("ru", "30-летний житель, 5 000 руб.", "30|летний|житель|5 000|руб"),
            ("el", "Ο Παπάς ήρθε;", "Ο|Παπάς|ήρθε"),
            ("tr", "Ankara'da 3,5 lira", "Ankara'da|3,5|lira"),
            ("ar", "وصل أحمد، 3.5٪", "وصل|أحمد|3.5|٪"),
            ("fa", "می‌خواهم بروم", "می‌خواهم|بروم"),
            ("he", "ד\"ר לוי", "ד\"ר|לוי"),
            ("hi", "मैं कल आया।", "मैं|कल|आया"),
            ("ko", "그는 어제 왔다.", "그는|어제|왔다"),
            ("ja", "東京都に住む", "東京|都|に|住む"),
            ("zh", "他没有来，价格3.5元", "他|没有|来|价格|3.5|元"),
            ("zh", "请访问www.example.com。谢谢", "请|访问|www.example.com|谢谢"),
            ("th", "ไม่มีข้อมูล", "ไม่|มี|ข้อมูล"),
            ("lo", "ຂ້ອຍຢູ່ບ້ານ", "ຂ້ອຍ|ຢູ່|ບ້ານ"),
            ("km", "អាកាសធាតុត្រជាក់", "អាកាសធាតុ|ត្រជាក់"),
            ("my", "မနေ့က လာတယ်", "မနေ့|က|လာ|တယ်"),
        ] {
            assert_eq!(split_in(code, text), expected, "{code}: {text}");
        }
    }

    #[test]
    fn the_not_of_a_contraction_is_found() {
        for (word, not) in
            [("don't", Some(2)), ("CAN’T", Some(2)), ("isn’t", Some(2)), ("n't", None), ("it's", None)]
        {
            assert_eq!(contracted_not(word), not, "{word}");
        }
        assert_eq!(contracted_not("ain"), None);
    }

    #[test]
    fn long_runs_cost_time_in_proportion_to_their_length() {
        for unit in [
            "ก",
            "เขามาเมื่อวานนี้",
            "မနေ့က",
            "អាកាស",
            "あ",
            "他来了",
            "1 000 ",
            "a-",
            "l'",
            "a@b.",
            "👩\u{200D}",
            "a\u{301}",
        ] {
            let text = unit.repeat(1_000_000 / unit.len());
            let begun = std::time::Instant::now();
            let count = words(&text, Language::parse("fr").unwrap()).len();
            assert!(begun.elapsed().as_secs() < 10, "{unit:?} took {:?}", begun.elapsed());
            assert!(count > 0, "{unit:?}");
        }
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_hold_every_letter(
            text in "([a-zé’' 0-9@.:/%$-]|東|ไม่|มี|ก|한|\\PC|\u{A0}|\u{200D}){0,40}",
            code in proptest::sample::select(vec!["en", "fr", "it", "th", "ja", "ru"]),
        ) {
            let mut end = 0;
            let mut rest = String::new();
            for span in words(&text, Language::parse(code).unwrap()) {
                prop_assert!(span.start >= end && !span.is_empty());
                prop_assert_eq!(span.of(&text).len(), span.len());
                rest.push_str(Span::new(end, span.start).of(&text));
                end = span.end;
            }
            rest.push_str(Span::new(end, text.len()).of(&text));
            prop_assert!(!rest.contains(|c: char| c.is_ascii_alphanumeric()), "left out: {rest:?}");
        }
    }
}
