//! Names without what is left out or added at will, letter by letter, script by script.

use crate::language::Script;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A letter and the same without its mark.
pub(super) type Letter = (char, char);

/// The script of a name, by its first letter.
#[must_use]
pub fn script(name: &str) -> Option<Script> {
    name.chars().find(|c| c.is_alphabetic()).and_then(Script::of)
}

/// The section of `data/spellings.txt` for a script; one that has no rows otherwise.
pub(super) fn section(script: Option<Script>) -> &'static str {
    match script {
        Some(Script::Latin) => "latin",
        Some(Script::Cyrillic) => "cyrillic",
        Some(Script::Arabic) => "arabic",
        Some(Script::Devanagari) => "devanagari",
        Some(Script::Kana) => "katakana",
        _ => "other",
    }
}

/// Without apostrophes, hyphens, possessives, articles and marks that are left out at will.
pub(super) fn plain(name: &str, code: &str) -> String {
    let apostrophe = |c: char| matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`');
    // Turkish and its like put their endings after an apostrophe.
    let name = match name.split_once(apostrophe) {
        Some((stem, _)) if matches!(code, "tr" | "az" | "kk") && stem.chars().count() > 1 => stem,
        Some((stem, "s" | "")) => stem,
        _ => name,
    };
    let kept = |c: &char| !apostrophe(*c) && !matches!(c, '-' | '‐' | '.' | '·' | '・' | 'ー' | 'ッ' | 'ـ');
    let name: String = name.chars().filter(kept).collect();
    match script(&name) {
        Some(Script::Arabic) => arabic(&name),
        Some(Script::Devanagari) => devanagari(&name),
        Some(Script::Kana) => katakana(&name),
        Some(Script::Han) => name.chars().map(simplified).collect(),
        _ => name.nfc().collect(),
    }
}

/// One form of each letter with hamza, without vowel signs, the article and the words written with the next.
fn arabic(name: &str) -> String {
    let one = |c: char| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ئ' | 'ی' => Some('ي'),
        'ؤ' => Some('و'),
        'ة' => Some('ه'),
        'ک' => Some('ك'),
        'ء' => None,
        c => (!is_combining_mark(c)).then_some(c),
    };
    let name: String = name.chars().filter_map(one).collect();
    let articles = ["وال", "بال", "فال", "كال", "لل", "ال"];
    let stem = articles.iter().find_map(|a| name.strip_prefix(a)).filter(|s| s.chars().count() > 2);
    stem.unwrap_or(&name).to_owned()
}

/// Without the dot of borrowed sounds, nasals written as one.
fn devanagari(name: &str) -> String {
    let mut out = name.nfd().filter(|c| *c != '\u{93C}').collect::<String>().replace(['ँ', 'ः'], "ं");
    for nasal in ["ङ्", "ञ्", "ण्", "न्", "म्"] {
        out = out.replace(nasal, "ं");
    }
    out
}

/// Large for small, and the older way of writing foreign sounds.
fn katakana(name: &str) -> String {
    let mut out = name.to_owned();
    for (new, old) in
        [("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"), ("ティ", "チ")]
    {
        out = out.replace(new, old);
    }
    for (new, old) in
        [("ディ", "ジ"), ("トゥ", "ツ"), ("ツィ", "チ"), ("ファ", "ハ"), ("フィ", "ヒ"), ("フォ", "ホ")]
    {
        out = out.replace(new, old);
    }
    out.chars()
        .map(|c| match c {
            'ァ' => 'ア',
            'ィ' => 'イ',
            'ゥ' => 'ウ',
            'ェ' => 'エ',
            'ォ' => 'オ',
            'ャ' => 'ヤ',
            'ュ' => 'ユ',
            'ョ' => 'ヨ',
            'ヂ' => 'ジ',
            'ヅ' => 'ズ',
            c => c,
        })
        .collect()
}

/// The simplified form of the characters that are common in names, in pairs: traditional, simplified.
const SIMPLIFIED: &str = "東东爾尔蘭兰馬马羅罗維维納纳亞亚倫伦國国陳陈張张劉刘楊杨趙赵黃黄吳吴孫孙鄭郑馮冯蔣蒋韓韩蕭萧葉叶許许鄧邓賈贾盧卢龍龙陸陆萬万錢钱湯汤賴赖鄒邹譚谭顧顾龔龚門门關关華华麗丽偉伟強强靜静鳳凤慶庆雲云飛飞傑杰義义榮荣蓮莲寶宝貴贵麥麦達达島岛灣湾縣县區区廣广濟济陽阳漢汉寧宁蘇苏貝贝諾诺蓋盖喬乔約约薩萨賽赛";

fn simplified(c: char) -> char {
    let mut pairs = SIMPLIFIED.chars();
    while let (Some(old), Some(new)) = (pairs.next(), pairs.next()) {
        if old == c {
            return new;
        }
    }
    c
}

/// The letters of a name, doubled consonants as one.
pub(super) fn letters(name: &str) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    for c in name.chars() {
        let letter = (c, base(c));
        let doubled = out.last().is_some_and(|l| l.1 == letter.1) && !is_vowel(letter.1);
        if !doubled || !c.is_alphabetic() {
            out.push(letter);
        }
    }
    out
}

pub(super) fn bare(letters: &[Letter]) -> String {
    letters.iter().map(|l| l.1).collect()
}

/// A letter without its mark.
pub(super) fn base(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'ħ' => 'h',
        'ё' => 'е',
        'й' => 'и',
        'ї' => 'і',
        // Syllables of Hangul and voiced kana decompose too, and are letters of their own.
        'ぁ'..='ヿ' | '가'..='힣' => c,
        c if c.is_ascii() || !c.is_alphabetic() => c,
        c => std::iter::once(c).nfd().next().unwrap_or(c),
    }
}

pub(super) fn is_vowel(c: char) -> bool {
    "aeiouyæœаеиоуыэюяіїєاويािीुूेैोौ".contains(c)
}
