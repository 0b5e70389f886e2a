//! Languages that whatlang does not know (Uzbek: not in this script), and would name after a neighbour: Galician comes
//! out as Portuguese or Spanish, Basque as Hungarian, Kazakh as Russian, without any doubt. They are told by letters
//! or by little words that their neighbours do not have.

use super::{Language, Script};
use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

/// A language of Latin script and words of it that are frequent and that no language of the detector shares with
/// it as a frequent word. A few are words elsewhere, which is why one never decides; what meets another such word
/// in ordinary sentences (Turkish "bu yana" and "bayan", Danish "sum" and "skal", names such as Cunha and Seo) is
/// not among them.
#[rustfmt::skip]
const WORDS: [(&str, &str); 13] = [
    ("gl", "unha dunha nunha cando tamén máis dende xa súa aínda foron despois tiña teñen ninguén coa moi estivo concello xente dixo fixo mañá porén polo pola"),
    ("eu", "eta dira zen baina dute izan ere duen zuen ziren urte baino ondoren dago behar zituen dituzte zaharra bitartean horrek itxita egongo"),
    ("is", "að það ekki við fyrir voru með frá eða þegar þeir hún verið verður eftir þess þetta var þá ári þar"),
    ("fo", "ikki fyri eisini teir tað tey hevur við millum vóru hetta síðani eftir verða vildi"),
    ("sw", "kwa katika hii lakini kwamba ambayo ambao baada watu hiyo huo huu zaidi vya siku wakati hilo wengi"),
    ("sq", "dhe për që një është janë kjo ishte më të në së kanë edhe nuk"),
    ("ms", "bahawa kerana iaitu ialah sahaja mahu pejabat isnin ahad khamis manakala"),
    ("ga", "agus bhí níl tá freisin bhfuil gur dúirt faoi ón sna gach idir ní raibh beidh iad"),
    ("mt", "għal minn ħafna kien kienet biex huwa wara mhux għandu kull qal li għall sabiex ġie"),
    ("so", "ayaa iyo waxaa waxay uu kale loo wuxuu ugu waxa inay oo lagu ahaa markii"),
    ("ha", "cewa wannan kuma domin amma cikin daga shekara"),
    ("mg", "ny tsy amin izany ireo tamin ilay rehefa izay ary"),
    ("lb", "vun déi hunn huet awer gouf datt méi och wéi dës nëmmen"),
];

/// Different words of a language's list that make a claim.
const DIFFERENT: usize = 2;

/// One word in so many must be of the list. In sentences of ours, a sixth to a third of the words are.
const ONE_IN: usize = 10;

/// Words that make the claim sure.
const SURE: usize = 6;

/// A language and letters that set it apart from all that are written in its script and are not before it.
const LETTERS: [(&str, Script, &str); 14] = [
    ("ba", Script::Cyrillic, "ҙҫҡ"),
    ("tg", Script::Cyrillic, "ӣӯҷ"),
    ("uz", Script::Cyrillic, "ҳ"),
    ("kk", Script::Cyrillic, "ұ"),
    ("tt", Script::Cyrillic, "җ"),
    ("kk", Script::Cyrillic, "қғ"),
    ("tt", Script::Cyrillic, "ә"),
    ("ky", Script::Cyrillic, "ң"),
    ("mn", Script::Cyrillic, "өү"),
    ("sd", Script::Arabic, "ڄڃڻڊٻڀٺٽڦڪڳڱ"),
    ("ps", Script::Arabic, "ټډړښځڅڼږ"),
    ("ug", Script::Arabic, "ۇۈ"),
    ("ckb", Script::Arabic, "ڕڵۆێ"),
    ("as", Script::Bengali, "ৰৱ"),
];

/// One letter in so many must be among those. Names bring in a few; in text they are a fiftieth and more.
const LETTER_IN: usize = 150;

/// The language of a text among those that the detector does not know, and whether that is sure; `None` when
/// nothing speaks for one.
pub(super) fn unlisted(text: &str) -> Option<(Language, bool)> {
    by_letters(text).or_else(|| by_words(text))
}

fn by_letters(text: &str) -> Option<(Language, bool)> {
    let letters: Vec<(char, Script)> =
        text.chars().flat_map(char::to_lowercase).filter_map(|c| Script::of(c).map(|s| (c, s))).collect();
    LETTERS.iter().find_map(|(code, script, own)| {
        let all = letters.iter().filter(|(_, s)| s == script).count();
        let found = letters.iter().filter(|(c, _)| own.contains(*c)).count();
        let claimed = all * 2 > letters.len() && found >= DIFFERENT && found * LETTER_IN >= all;
        claimed.then(|| Language::parse(code)).flatten().map(|language| (language, found >= SURE))
    })
}

/// The lists that a word is in, as places in [`WORDS`].
static LISTS: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split(' ') {
            lists.entry(word).or_default().push(at);
        }
    }
    lists
});

fn by_words(text: &str) -> Option<(Language, bool)> {
    let lower = text.to_lowercase();
    let mut words = 0;
    let mut found: [(usize, BTreeSet<&str>); WORDS.len()] = Default::default();
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        for at in LISTS.get(word).into_iter().flatten() {
            found[*at].0 += 1;
            found[*at].1.insert(word);
        }
    }
    let mut claims: Vec<(usize, usize, &str)> = found
        .iter()
        .zip(&WORDS)
        .map(|((found, different), (code, _))| (*found, different.len(), *code))
        .collect();
    claims.sort_unstable_by(|x, y| y.cmp(x));
    let [(found, different, code), (second, ..), ..] = claims.as_slice() else { return None };
    let claimed = *different >= DIFFERENT && found * ONE_IN >= words && found >= &(second * 2);
    claimed.then(|| Language::parse(code)).flatten().map(|language| (language, *found >= SURE))
}
