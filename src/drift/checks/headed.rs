//! Names in scripts without capitals: what stands beside a title, or before the word for a town or a person, in both
//! readings, and differs by a letter or two.

use crate::{
    Language, Span,
    drift::comparison::{Pair, Reading},
    features::{
        names::{Beside, beside},
        spelling::{Likeness, compare},
    },
    language::Script,
};

/// How sure one is of such names, by the pair's trust: that of names that look alike, less a tenth, for a list of heads
/// is less than a capital. By hand.
fn sure(trust: f32) -> f32 {
    0.15 + 0.3 * trust
}

/// The names with a head beside them that are others in the other reading: both places and how sure it is.
pub(super) fn headed(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<(Span, Span, f32)> {
    let found = match a.language.code() {
        "ar" | "hi" | "ko" => words(pair, a, b),
        "zh" | "ja" => characters(pair, a, b),
        _ => Vec::new(),
    };
    found.into_iter().map(|(x, y)| (x, y, sure(pair.trust()))).collect()
}

/// Words that look alike, each beside the same head.
#[allow(
    clippy::many_single_char_names,
    reason = "a and b have the words i and j, which are x and y; the heads beside them are p and q"
)]
fn words(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<(Span, Span)> {
    let mut out = Vec::new();
    for (i, x) in a.words.iter().enumerate() {
        for by in [-1, 1] {
            let Some(p) = i.checked_add_signed(by) else { continue };
            let Some(q) = pair.in_b(p) else { continue };
            let Some(j) = q.checked_add_signed(-by) else { continue };
            let Some(y) = b.words.get(j) else { continue };
            // Both alone, or each other's likeness.
            let placed = pair.in_b(i) == Some(j) || (pair.in_b(i).is_none() && pair.in_a(j).is_none());
            let list = if by < 0 { Beside::Title } else { Beside::Head };
            if !placed || !is_head(a, p, list) || !is_head(b, q, list) {
                continue;
            }
            let elsewhere = |r: &Reading<'_>, own: usize, name: &str| {
                r.words
                    .iter()
                    .enumerate()
                    .any(|(k, w)| k != own && compare(name, &w.folded, r.language) == Likeness::Same)
            };
            if compare(&x.folded, &y.folded, a.language) >= Likeness::Near
                && is_near(&x.folded, &y.folded, a.language)
                && !elsewhere(b, j, &x.folded)
                && !elsewhere(a, i, &y.folded)
                && !out.contains(&(x.span, y.span))
            {
                out.push((x.span, y.span));
            }
        }
    }
    out
}

/// Two or three letters at least, of which one differs, or two of a longer name. Arabic adjectives, which are of one
/// pattern (كبيرة, صغيرة), are left out by their article and their ending.
fn is_near(x: &str, y: &str, language: Language) -> bool {
    let adjective = |w: &str| language.code() == "ar" && (w.starts_with("ال") || w.ends_with(['ة', 'ه']));
    if x.chars().next() != y.chars().next() || adjective(x) || adjective(y) {
        return false;
    }
    let letters = x.chars().count().min(y.chars().count());
    // A syllable is one character in Korean, and a name has three.
    let least = if language.code() == "ko" { 3 } else { 4 };
    let edits = strsim::levenshtein(x, y);
    letters >= least && (edits == 1 || (edits == 2 && letters > least))
}

/// Whether a word is in the list of titles or heads.
fn is_head(reading: &Reading<'_>, i: usize, list: Beside) -> bool {
    reading.words.get(i).is_some_and(|word| beside(list, reading.language).contains(&word.folded))
}

/// The words without a partner between two that have one, and the same in the other reading.
fn gaps(pair: &Pair) -> Vec<((usize, usize), (usize, usize))> {
    let mut out = Vec::new();
    let (mut from_a, mut from_b) = (0, 0);
    let ends = (pair.a_to_b.len(), pair.b_to_a.len());
    let matched = (0..ends.0).filter_map(|i| pair.in_b(i).map(|j| (i, j)));
    for (i, j) in matched.chain([ends]) {
        if j < from_b {
            continue;
        }
        let alone =
            (from_a..i).all(|k| pair.in_b(k).is_none()) && (from_b..j).all(|k| pair.in_a(k).is_none());
        if from_a < i && from_b < j && alone {
            out.push(((from_a, i), (from_b, j)));
        }
        (from_a, from_b) = (i + 1, j + 1);
    }
    out
}

/// Characters that differ inside a name, between a title with a surname before or a head behind.
fn characters(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<(Span, Span)> {
    let span = |r: &Reading<'_>, (from, to): (usize, usize)| {
        let at = |i: usize| r.words.get(i).map(|w| w.span);
        Some(at(from)?.cover(at(to - 1)?))
    };
    let mut out = Vec::new();
    for (x, y) in gaps(pair) {
        let (Some(x), Some(y)) = (span(a, x), span(b, y)) else { continue };
        if let Some((core_x, core_y)) = core(a.written(x), b.written(y))
            && let (core_x, core_y) = (core_x.shift(x.start), core_y.shift(y.start))
            && is_name(a, core_x, b, core_y)
        {
            out.push((x, y));
        }
    }
    out
}

/// What differs of two short texts once what they begin and end with alike is left out: one or two characters each.
fn core(x: &str, y: &str) -> Option<(Span, Span)> {
    let before: usize = x.chars().zip(y.chars()).take_while(|(c, d)| c == d).map(|(c, _)| c.len_utf8()).sum();
    let (rest_x, rest_y) = (x.get(before..)?, y.get(before..)?);
    let after: usize = rest_x
        .chars()
        .rev()
        .zip(rest_y.chars().rev())
        .take_while(|(c, d)| c == d)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (x, y) = (Span::new(before, x.len() - after), Span::new(before, y.len() - after));
    let count = |rest: &str| rest.get(..rest.len() - after).map_or(0, |core| core.chars().count());
    (count(rest_x) == count(rest_y) && (1..=2).contains(&count(rest_x))).then_some((x, y))
}

fn is_han(c: char) -> bool {
    Script::of(c) == Some(Script::Han)
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}')
}

/// Whether what differs is part of a name in both.
fn is_name(a: &Reading<'_>, x: Span, b: &Reading<'_>, y: Span) -> bool {
    let (core_x, core_y) = (a.written(x), b.written(y));
    let common = beside(Beside::Common, a.language);
    let plain = |core: &str| core.chars().any(|c| common.contains(&c.to_string()));
    if compare(core_x, core_y, a.language) == Likeness::Same || plain(core_x) || plain(core_y) {
        return false;
    }
    let ((before_x, after_x), (before_y, after_y)) = (around(a, x), around(b, y));
    let han = core_x.chars().chain(core_y.chars()).all(is_han);
    match a.language.code() {
        "zh" => {
            han && ((titled(before_x, a.language) && titled(before_y, b.language))
                || (placed(before_x, core_x, after_x, a.language)
                    && placed(before_y, core_y, after_y, b.language)))
        }
        _ if han => {
            placed(before_x, core_x, after_x, a.language) && placed(before_y, core_y, after_y, b.language)
        }
        _ => given(before_x, core_x, after_x, a.language) && given(before_y, core_y, after_y, b.language),
    }
}

/// The document's text before and after a place.
fn around<'t>(reading: &Reading<'t>, place: Span) -> (&'t str, &'t str) {
    let text = reading.member.text;
    (text.get(..place.start).unwrap_or_default(), text.get(place.end..).unwrap_or_default())
}

/// Whether a text ends with a title, a surname and at most one character more: 负责人林若.
fn titled(before: &str, language: Language) -> bool {
    let (surnames, titles) = (beside(Beside::Surname, language), beside(Beside::Title, language));
    let mut rest = before;
    for _ in 0..2 {
        let Some(last) = rest.chars().next_back().filter(|c| is_han(*c)) else { return false };
        rest = rest.strip_suffix(last).unwrap_or_default();
        let surname = surnames.contains(&last.to_string());
        if surname && titles.iter().any(|t| rest.ends_with(t.as_str())) {
            return true;
        }
    }
    false
}

/// Whether a head follows, at once or after one character, and the name has two characters or more.
fn placed(before: &str, core: &str, after: &str, language: Language) -> bool {
    let heads = beside(Beside::Head, language);
    let common = beside(Beside::Common, language);
    let part = |c: char| is_han(c) && !common.contains(&c.to_string());
    let ends = |rest: &str| heads.iter().any(|h| rest.starts_with(h.as_str()));
    let shared = before.chars().next_back().is_some_and(part);
    if ends(after) {
        return core.chars().count() == 2 || shared;
    }
    let mut rest = after.chars();
    rest.next().is_some_and(part) && ends(rest.as_str())
}

/// Whether the hiragana around the core are a given name: after a surname in kanji, two to four of them, before a head;
/// not the ending of an adjective or a verb.
fn given(before: &str, core: &str, after: &str, language: Language) -> bool {
    let stem = before.trim_end_matches(is_hiragana);
    let rest = after.trim_start_matches(is_hiragana);
    let (Some(first), Some(last)) = (before.get(stem.len()..), after.get(..after.len() - rest.len())) else {
        return false;
    };
    let name = format!("{first}{core}{last}");
    let heads = beside(Beside::Head, language);
    // さん is of hiragana itself.
    let name = heads.iter().find_map(|h| name.strip_suffix(h.as_str())).unwrap_or(&name);
    let headed = name.len() < first.len() + core.len() + last.len()
        || heads.iter().any(|h| rest.starts_with(h.as_str()));
    let ending = ["い", "た", "る", "な", "の", "だ", "て", "き", "は", "が", "を", "に", "と", "も"];
    headed
        && stem.ends_with(is_han)
        && name.chars().all(is_hiragana)
        && (2..=4).contains(&name.chars().count())
        && !ending.iter().any(|e| name.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::super::{
        name_mismatch::NameMismatch,
        testing::{assert_clean, assert_drift},
    };

    #[test]
    fn names_beside_heads_are_found() {
        for (language, x, y) in [
            ("ar", "قال المدير سليمان للصحفيين أمس", "قال المدير سلطان للصحفيين أمس"),
            ("ar", "وصل الوفد إلى مدينة حمدان صباح اليوم", "وصل الوفد إلى مدينة حمران صباح اليوم"),
            ("hi", "कल ग्राम प्रधान मीरा देवल ने यह कहा", "कल ग्राम प्रधान मीना देवल ने यह कहा"),
            ("hi", "मेला रामपुर शहर में कल लगेगा", "मेला रायपुर शहर में कल लगेगा"),
            ("ko", "상인회장 노경자 씨는 어제 그렇게 말했다", "상인회장 노영자 씨는 어제 그렇게 말했다"),
            ("zh", "项目负责人林若溪说仪器坏了。", "项目负责人林若云说仪器坏了。"),
            ("zh", "渡轮昨晚到达白沙岛。", "渡轮昨晚到达白石岛。"),
            ("ja", "気象台の浜口さやか予報官は述べました。", "気象台の浜口さおり予報官は述べました。"),
            ("ja", "昨日、田中さんは会社を辞めた。", "昨日、田村さんは会社を辞めた。"),
        ] {
            assert_drift(&NameMismatch, language, &[x, y]);
        }
    }

    #[test]
    fn other_words_beside_heads_are_clean() {
        for (language, x, y) in [
            ("ar", "وصل الوفد إلى مدينة كبيرة صباح اليوم", "وصل الوفد إلى مدينة صغيرة صباح اليوم"),
            ("ar", "وصل الوفد إلى مدينة جميلة صباح اليوم", "وصل الوفد إلى مدينة جديدة صباح اليوم"),
            ("ar", "قال السيد أحمد أمس", "قال السيد احمد أمس"),
            ("ar", "عاشت في مدينة القاهره سنوات", "عاشت في مدينة القاهرة سنوات"),
            ("hi", "कल श्री ज़ाकिर ने यह कहा", "कल श्री जाकिर ने यह कहा"),
            ("hi", "वह बड़े शहर में रहता है", "वह इस शहर में रहता है"),
            ("ko", "회장은 어제 그렇게 말했다", "사장은 어제 그렇게 말했다"),
            ("zh", "市长说这座桥很安全。", "市长称这座桥很安全。"),
            ("zh", "他在本市住了十年。", "他在该市住了十年。"),
            ("zh", "这座大城市很安静。", "这座小城市很安静。"),
            ("zh", "王先生昨天来了。", "那位先生昨天来了。"),
            ("zh", "他住在中国农村。", "他住在中国乡村。"),
            ("zh", "中国楼市回暖了。", "中国房市回暖了。"),
            ("zh", "这是一个贫困县。", "这是一个贫穷县。"),
            ("ja", "昨日、看護婦さんが来た。", "昨日、看護師さんが来た。"),
            ("ja", "昨日、女子選手が勝った。", "昨日、女性選手が勝った。"),
            ("ko", "회장 노경자가 어제 말했다", "회장 노경자는 어제 말했다"),
            ("ko", "시장 규모가 어제 발표됐다", "시장 규모는 어제 발표됐다"),
            ("zh", "市长陈伟昨天来了。", "市长陳偉昨天来了。"),
            ("ja", "昨日、この先生が話した。", "昨日、あの先生が話した。"),
            ("ja", "優しい先生が話した。", "優れた先生が話した。"),
            ("ja", "現市長が昨日話した。", "前市長が昨日話した。"),
            ("ja", "皆さんは外に出た。", "奥さんは外に出た。"),
        ] {
            assert_clean(&NameMismatch, language, &[x, y]);
        }
    }
}
