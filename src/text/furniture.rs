//! Page furniture: share buttons, author boxes, advertisement and cookie notices, credits, navigation.
//!
//! A line is furniture by several signs together, never by one word in running text: phrases of
//! `data/furniture.txt` that fill or begin a block of their own, the place on the page, shortness, lack of
//! a sentence, and what stands beside it. In doubt a line stays text: a sentence taken for furniture would
//! hide that another version left it out.

use super::{characters::is_quote, fold::fold};
use crate::{
    Document, Language,
    document::{Block, BlockKind},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// Longer blocks, in bytes, are never furniture: a cookie notice has two or three sentences.
const LONGEST: usize = 600;
/// Labels and credits are at most this long, in characters: a name, a place and a date fit.
const LABEL: usize = 90;
/// How many blocks at the top of a page, its title among them, may be bylines and labels.
const HEAD: usize = 4;
/// How many blocks at the foot of a page may be notices and labels: an author box and a link list.
const FOOT: usize = 8;

/// News and picture agencies, folded, as they stand in credits.
const AGENCIES: [&str; 44] = [
    "afp",
    "dpa",
    "reuters",
    "ap",
    "epa",
    "efe",
    "ansa",
    "apa",
    "belga",
    "anp",
    "pap",
    "tass",
    "tacc",
    "ria",
    "xinhua",
    "kyodo",
    "yonhap",
    "jiji",
    "pti",
    "ani",
    "ians",
    "tt",
    "ntb",
    "ritzau",
    "mti",
    "ctk",
    "čtk",
    "tasr",
    "aa",
    "upi",
    "pa",
    "getty",
    "getty images",
    "shutterstock",
    "istock",
    "alamy",
    "picture alliance",
    "keystone",
    "imago",
    "associated press",
    "新华社",
    "共同",
    "연합뉴스",
    "тасс",
];

/// What a block looks like by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Text,
    /// Furniture wherever it stands.
    Whole,
    /// `Author: …`
    Label,
    /// "We use cookies…"
    Notice,
    /// Name of a section: "World".
    Section,
    /// Furniture beside furniture: "Thank you".
    Beside,
    /// "By Anna Berg".
    Byline,
}

#[derive(Debug, Default)]
struct Phrases {
    whole: BTreeSet<String>,
    label: BTreeSet<String>,
    credit: BTreeSet<String>,
    notice: BTreeSet<String>,
    section: BTreeSet<String>,
    beside: BTreeSet<String>,
    by: BTreeSet<String>,
}

static PHRASES: LazyLock<BTreeMap<&'static str, Phrases>> =
    LazyLock::new(|| parse(include_str!("data/furniture.txt")));

fn parse(data: &'static str) -> BTreeMap<&'static str, Phrases> {
    let mut all: BTreeMap<&'static str, Phrases> = BTreeMap::new();
    let mut language = "en";
    for line in data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(code) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            language = code;
        } else if let Some((kind, phrases)) = line.split_once(':') {
            let own = all.entry(language).or_default();
            let set = match kind {
                "whole" => &mut own.whole,
                "label" => &mut own.label,
                "credit" => &mut own.credit,
                "notice" => &mut own.notice,
                "section" => &mut own.section,
                "beside" => &mut own.beside,
                _ => &mut own.by,
            };
            set.extend(phrases.split('|').map(bare));
        }
    }
    all
}

/// The folded text without marks at its ends, every number made `#`.
fn bare(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else {
            out.push(c);
        }
    }
    out.trim_matches(|c: char| !c.is_alphanumeric() && c != '#').to_owned()
}

/// Which blocks of a document are page furniture; one answer a block. None are when all would be: then the
/// document is no page.
pub(super) fn of_blocks(document: &Document, blocks: &[Block]) -> Vec<bool> {
    let lists = lists(document.language);
    let texts: Vec<&str> = blocks.iter().map(|block| block.span.of(&document.text).trim()).collect();
    let signs: Vec<Sign> = texts.iter().map(|text| sign(text, &lists)).collect();
    let mut page = Page { blocks, texts, signs, marked: vec![false; blocks.len()], top: 0 };
    page.mark_top();
    page.mark_alone();
    page.mark_foot();
    page.mark_beside();
    page.mark_boxes();
    if page.marked.iter().all(|marked| *marked) {
        return vec![false; blocks.len()];
    }
    page.marked
}

/// Whether a sentence at the end of a paragraph is furniture by itself: "Read more", never a single word.
pub(super) fn is_tail(text: &str, language: Language) -> bool {
    let bare = bare(text.get(..text.floor_char_boundary(LABEL)).unwrap_or_default());
    text.len() <= LABEL && bare.contains(' ') && lists(language).iter().any(|list| list.whole.contains(&bare))
}

/// The lists to look in: the language's own and English, all when it is not known.
fn lists(language: Language) -> Vec<&'static Phrases> {
    let code = match language.code() {
        "yue" => "zh",
        "ms" => "id",
        "no" | "nb" | "nn" | "da" => "sv",
        "sk" => "cs",
        other => other,
    };
    let wanted = |own: &str| !language.is_known() || own == code || own == "en";
    PHRASES.iter().filter(|(own, _)| wanted(own)).map(|(_, list)| list).collect()
}

fn sign(text: &str, lists: &[&Phrases]) -> Sign {
    if text.len() > LONGEST || text.is_empty() {
        return Sign::Text;
    }
    let bare = bare(text);
    let has = |pick: fn(&Phrases) -> &BTreeSet<String>| lists.iter().any(|list| pick(list).contains(&bare));
    if has(|list| &list.whole) || is_credit(text) || lists.iter().any(|list| is_named_credit(text, list)) {
        return Sign::Whole;
    }
    if has(|list| &list.section) {
        return Sign::Section;
    }
    if has(|list| &list.beside) {
        return Sign::Beside;
    }
    if lists.iter().any(|list| is_notice(&bare, text, list)) {
        return Sign::Notice;
    }
    if lists.iter().any(|list| is_label(text, list)) {
        // "Read more: …" leads elsewhere from the middle of a page too; "Position: …" may be text there.
        let label = text.split_once([':', '：']).map(|(label, _)| self::bare(label)).unwrap_or_default();
        return if label.contains(' ') { Sign::Whole } else { Sign::Label };
    }
    if lists.iter().any(|list| is_byline(text, list)) {
        return Sign::Byline;
    }
    Sign::Text
}

/// A sentence of a notice says its phrase at once, and quotes nobody.
fn is_notice(bare: &str, text: &str, list: &Phrases) -> bool {
    // Room for "Please" or "To read on," before it.
    const LEAD: usize = 24;
    !text.contains(|c: char| is_quote(c) && !matches!(c, '\'' | '’'))
        && bare.split(['.', '!', '?', '。', '।']).any(|sentence| {
            list.notice.iter().any(|phrase| sentence.find(phrase.as_str()).is_some_and(|at| at <= LEAD))
        })
}

/// `Author: Anna Berg`, `Photo series with …`: a label, and little after it that is no sentence.
fn is_label(text: &str, list: &Phrases) -> bool {
    if text.chars().count() > LABEL
        || ends_sentence(text)
        || text.contains(['"', '“', '”', '„', '«', '»', '「'])
    {
        return false;
    }
    let few_words = |rest: &str| rest.split_whitespace().count() <= 8 && !rest.trim().is_empty();
    if let Some((label, rest)) = text.split_once([':', '：'])
        && list.label.contains(&bare(label))
    {
        return few_words(rest);
    }
    // Without a colon a single word is too little: "Author dies", "Photo shows…".
    let folded = bare(text);
    list.label.iter().filter(|label| label.contains(' ')).any(|label| {
        folded.strip_prefix(label.as_str()).is_some_and(|rest| rest.starts_with(' ') && few_words(rest))
    })
}

/// "By Anna Berg", "Von Anna Berg und Jan Lund": names only, two words or more.
fn is_byline(text: &str, list: &Phrases) -> bool {
    let mut words = text.split_whitespace();
    let opens = words.next().is_some_and(|first| list.by.contains(&bare(first)));
    let names: Vec<&str> = words.collect();
    opens
        && (2..=6).contains(&names.len())
        && !ends_sentence(text)
        && names.iter().all(|name| name.starts_with(char::is_uppercase) && name.chars().all(is_name_letter))
}

fn is_name_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | ',')
}

/// "ANNA BERG / AFP", "© Jan Lund", "(dpa)": who made the picture or the report.
fn is_credit(text: &str) -> bool {
    if text.chars().count() > LABEL
        || text.split_whitespace().count() > 10
        || text.ends_with(['!', '?', '。'])
    {
        return false;
    }
    let agency = |name: &str| AGENCIES.contains(&bare(name).as_str());
    if text.starts_with(['©', 'Ⓒ']) || text.starts_with("(c) ") || agency(text) {
        return true;
    }
    let Some((names, last)) = text.rsplit_once('/') else { return false };
    let capital = |word: &str| !word.starts_with(char::is_lowercase);
    agency(last) && !ends_sentence(text) && names.split_whitespace().all(capital)
}

/// "Photo: Anna Berg", "写真：山田太郎": a name after the label. "Photo: Empty rails at the station" is a
/// caption, and captions are translated.
fn is_named_credit(text: &str, list: &Phrases) -> bool {
    let Some((label, names)) = text.split_once([':', '：']) else { return false };
    let names = names.trim();
    // A Chinese, Japanese or Korean name has two to six characters; a caption that short says nothing.
    let short = names.chars().count() <= 6;
    let capital = |word: &str| word.starts_with(char::is_uppercase) || word == "/";
    list.credit.contains(&bare(label))
        && !ends_sentence(names)
        && names.split_whitespace().count() <= 5
        && names.starts_with(char::is_alphabetic)
        && (short || names.split_whitespace().all(capital))
}

/// Whether a line ends as sentences do.
fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '።', '։'])
}

/// A document's blocks, what they look like, and which are furniture.
struct Page<'a> {
    blocks: &'a [Block],
    texts: Vec<&'a str>,
    signs: Vec<Sign>,
    marked: Vec<bool>,
    /// Blocks of navigation before the title.
    top: usize,
}

impl Page<'_> {
    fn sign(&self, index: usize) -> Sign {
        self.signs.get(index).copied().unwrap_or(Sign::Text)
    }

    fn is_marked(&self, index: usize) -> bool {
        self.marked.get(index).copied().unwrap_or_default()
    }

    fn mark(&mut self, index: usize) {
        if let Some(marked) = self.marked.get_mut(index) {
            *marked = true;
        }
    }

    /// What is furniture by its own words and its place.
    fn mark_alone(&mut self) {
        let count = self.blocks.len();
        for (index, block) in self.blocks.iter().enumerate() {
            // The first block after the navigation is the title, whatever it begins with.
            let title = self.top;
            let head = index > title && index < title + HEAD;
            let foot = index > title && index + FOOT >= count;
            let marked = block.kind == BlockKind::Furniture
                || match self.sign(index) {
                    Sign::Whole => true,
                    Sign::Label | Sign::Notice => head || foot,
                    Sign::Byline => head,
                    Sign::Text | Sign::Section | Sign::Beside => false,
                };
            if marked {
                self.mark(index);
            }
        }
    }

    /// Navigation at the top of the page: two or more names of sections and the like.
    fn mark_top(&mut self) {
        let is_link = |index: &usize| matches!(self.sign(*index), Sign::Section | Sign::Beside | Sign::Whole);
        let top = (0..self.blocks.len()).take_while(is_link).count();
        if top >= 2 {
            self.top = top;
            (0..top).for_each(|index| self.mark(index));
        }
    }

    /// Section names with their links or tags at the foot.
    fn mark_foot(&mut self) {
        let mut end = self.blocks.len();
        while end > 0 {
            let run = self.foot_run(end);
            if run == 0 {
                break;
            }
            (end - run..end).for_each(|index| self.mark(index));
            end -= run;
        }
    }

    /// How many blocks before `end`, which only furniture follows, are furniture.
    fn foot_run(&self, end: usize) -> usize {
        if self.is_marked(end - 1) {
            return 1;
        }
        // A list of tags: short entries, a section's name among them.
        let tags = (0..end).rev().take_while(|index| self.is_tag(*index)).count();
        let sections = (end - tags..end).filter(|index| self.sign(*index) == Sign::Section).count();
        if tags >= 2 && sections >= 1 {
            return tags;
        }
        // A section's name and the headline that it links to; one pair may be a crosshead and its text, so
        // furniture must follow or another pair precede.
        let is_pair = |end: usize| {
            end >= 3
                && self.sign(end - 2) == Sign::Section
                && self.texts.get(end - 1).is_some_and(|t| is_headline(t))
        };
        if is_pair(end) && (end < self.blocks.len() || is_pair(end - 2)) {
            return 2;
        }
        let after_furniture =
            end < self.blocks.len() && matches!(self.sign(end - 1), Sign::Section | Sign::Beside);
        usize::from(after_furniture)
    }

    fn is_tag(&self, index: usize) -> bool {
        let is_item = self.blocks.get(index).is_some_and(|block| block.kind == BlockKind::ListItem);
        self.texts.get(index).is_some_and(|text| {
            let bulleted = is_item || text.starts_with(['•', '·', '#', '▪', '›', '»']);
            (bulleted || self.sign(index) == Sign::Section)
                && text.chars().count() <= 40
                && text.split_whitespace().count() <= 6
                && !ends_sentence(text)
        })
    }

    /// What is furniture beside furniture, in both directions.
    fn mark_beside(&mut self) {
        let count = self.blocks.len();
        for index in (1..count).chain((0..count.saturating_sub(1)).rev()) {
            let beside = index > 0 && self.is_marked(index - 1) || self.is_marked(index + 1);
            let fits = matches!(self.sign(index), Sign::Beside | Sign::Label | Sign::Notice);
            if beside && fits && !self.is_marked(index) {
                self.mark(index);
            }
        }
    }

    /// What an author box says of its author: a line or two between a label and other furniture.
    fn mark_boxes(&mut self) {
        for index in 1..self.blocks.len().saturating_sub(1) {
            let after_label = self.sign(index - 1) == Sign::Label && self.is_marked(index - 1);
            let short = self.texts.get(index).is_some_and(|text| text.chars().count() <= LABEL);
            if after_label && short && self.sign(index + 1) == Sign::Label && self.is_marked(index + 1) {
                self.mark(index);
            }
        }
    }
}

/// A line that ends as headlines do.
fn is_headline(text: &str) -> bool {
    text.chars().count() <= 140 && !text.ends_with(['.', '。', '।', '۔', ':', ';'])
}

#[cfg(test)]
mod tests;
