//! Sentences in another language than their document's: what a translation left untranslated.
//!
//! A wrong claim is a false alarm in front of a reviewer, a missed one leaves a finding to the other checks.
//! Names, titles, addresses and single terms are foreign in every text and are never claimed.

use super::{
    Language, Script,
    detect::{RARE, detect},
};
use whatlang::{Detector, Lang};

/// Letters without which a segment in the document's own script is not judged: about six words.
const SAME_SCRIPT_LETTERS: usize = 30;
/// The same, in words.
const SAME_SCRIPT_WORDS: usize = 5;

/// Letters for a claim between languages that are hard to tell apart: two lines of print.
const KIN_LETTERS: usize = 100;

/// Words for a claim by script alone, where words are spaced: shorter ones are titles and names.
const OTHER_SCRIPT_WORDS: usize = 4;

/// Letters for a claim by script alone, where words are not spaced.
const OTHER_SCRIPT_LETTERS: usize = 8;

/// Share of the letters that must be of the other script.
const OTHER_SCRIPT_SHARE: f64 = 0.9;

/// More than this share of the words must begin with a small letter, in scripts that have capitals: a sentence has
/// more, even in German; names, titles and lists of terms have fewer.
const SMALL_WORDS: f64 = 0.5;

/// The language of a segment when it is plainly not the document's; `None` when it is, or when that is not
/// certain, or when the document's language is not known.
#[must_use]
pub fn detect_segment(text: &str, document_language: Language) -> Option<Language> {
    let own = document_language.scripts();
    if own.is_empty() {
        return None;
    }
    let words = prose(text);
    let letters: Vec<Script> = words.iter().flat_map(|word| word.chars().filter_map(Script::of)).collect();
    let script = most(&letters)?;
    let share = letters.iter().filter(|s| same_writing(**s, script)).count() as f64 / letters.len() as f64;
    let is_sentence = !script.is_cased() || small_words(&words) > SMALL_WORDS;
    if share < OTHER_SCRIPT_SHARE || !is_sentence {
        return None;
    }
    let bare = words.join(" ");
    if !own.contains(&script) {
        let enough = if script.is_unspaced() {
            letters.len() >= OTHER_SCRIPT_LETTERS
        } else {
            words.len() >= OTHER_SCRIPT_WORDS
        };
        return enough.then(|| by_script(&bare)).flatten();
    }
    match document_language.code() {
        "ja" => reads_chinese(&bare, &letters).then(|| Language::parse("zh")).flatten(),
        "zh" | "yue" => None,
        _ if letters.len() >= SAME_SCRIPT_LETTERS && words.len() >= SAME_SCRIPT_WORDS => {
            by_detector(&words, letters.len(), document_language)
        }
        _ => None,
    }
}

/// The words that can tell a language: not addresses, handles, or anything with a digit in it.
fn prose(text: &str) -> Vec<&str> {
    let is_word = |word: &&str| {
        word.chars().any(|c| Script::of(c).is_some())
            && !word.contains(|c: char| matches!(c, '@' | '#' | '/' | '\\' | '_' | '=') || c.is_numeric())
            && !word.starts_with("www.")
    };
    text.split_whitespace().filter(is_word).collect()
}

/// The script of most letters; the first in order of the scripts when two are equal.
fn most(letters: &[Script]) -> Option<Script> {
    let mut sorted = letters.to_vec();
    sorted.sort_unstable();
    // Kana decide: Japanese has both, Chinese has Han alone.
    let kana = sorted.iter().filter(|s| **s == Script::Kana).count();
    if kana > 0 && sorted.iter().filter(|s| same_writing(**s, Script::Kana)).count() * 2 > sorted.len() {
        return Some(Script::Kana);
    }
    sorted.chunk_by(|a, b| a == b).rev().max_by_key(|run| run.len()).and_then(|run| run.first().copied())
}

/// Whether two scripts appear in one sentence as a matter of course.
fn same_writing(a: Script, b: Script) -> bool {
    let eastern = |s| matches!(s, Script::Kana | Script::Han | Script::Hangul);
    a == b || (eastern(a) && eastern(b))
}

fn small_words(words: &[&str]) -> f64 {
    let first_letters = words.iter().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let (small, all) = first_letters
        .fold((0_usize, 0_usize), |(small, all), c| (small + usize::from(c.is_lowercase()), all + 1));
    small as f64 / all.max(1) as f64
}

/// The language of a text in a script that the document's language is not written in.
fn by_script(text: &str) -> Option<Language> {
    detect(text).map(|guess| guess.language)
}

/// Chinese within Japanese: no kana in a long run of Han, and characters that only Chinese writes.
fn reads_chinese(text: &str, letters: &[Script]) -> bool {
    const ONLY_CHINESE: [char; 24] = [
        '们', '們', '这', '這', '没', '她', '吗', '嗎', '呢', '吧', '哪', '怎', '您', '很', '给', '給', '让',
        '讓', '说', '還', '还', '为', '对', '从',
    ];
    let found = ONLY_CHINESE.iter().filter(|c| text.contains(**c)).count();
    letters.len() >= SAME_SCRIPT_LETTERS / 2 && letters.iter().all(|s| *s == Script::Han) && found >= 2
}

/// The language by letters and trigrams, against the document's own.
fn by_detector(words: &[&str], letters: usize, own: Language) -> Option<Language> {
    let text = &words.join(" ");
    let mine = whatlang_of(own)?;
    let other = Detector::with_denylist(RARE.to_vec()).detect(text)?.lang();
    if other == mine || never_told_apart(own, other) {
        return None;
    }
    // Which of several near relatives it is, is another question than whether it is the document's language.
    let relatives =
        Lang::all().iter().copied().filter(|lang| *lang != other && *lang != mine && kin(*lang, other));
    let others = Detector::with_denylist(RARE.iter().copied().chain(relatives).collect());
    if others.detect(text)?.confidence() < 1.0 {
        return None;
    }
    if kin(mine, other) && letters < KIN_LETTERS {
        return None;
    }
    let against = Detector::with_allowlist(vec![mine, other]).detect(text)?;
    if against.lang() != other || against.confidence() < 1.0 {
        return None;
    }
    // Names speak their own language in any sentence: what is left without them must agree.
    let small: Vec<&str> =
        words.iter().filter(|word| !word.chars().any(char::is_uppercase)).copied().collect();
    let without_names = Detector::with_allowlist(vec![mine, other]).detect(&small.join(" "))?;
    (without_names.lang() == other && without_names.confidence() >= WITHOUT_NAMES)
        .then(|| Language::from_whatlang(other))
}

/// Confidence that the words without capitals must give by themselves.
const WITHOUT_NAMES: f64 = 0.5;

/// The detector's language for one of ours; `None` when the detector does not know it: then its claims
/// about a text in that language mean nothing.
fn whatlang_of(language: Language) -> Option<Lang> {
    Lang::all().iter().copied().find(|lang| Language::from_whatlang(*lang) == language).or(
        match language.code() {
            "no" | "nn" => Some(Lang::Nob),
            "fil" => Some(Lang::Tgl),
            "bs" => Some(Lang::Hrv),
            _ => None,
        },
    )
}

/// Whether a sure guess for a whole text stands against the language that a file declares: the scripts
/// differ, or the detector knows the declared language and still says another that is not near to it.
pub(super) fn contradicts(guess: Language, declared: Language, text: &str) -> bool {
    let scripts = declared.scripts();
    let (own, all) = text
        .chars()
        .filter_map(Script::of)
        .take(SCRIPT_SAMPLE)
        .fold((0_usize, 0_usize), |(own, all), script| {
            (own + usize::from(scripts.contains(&script)), all + 1)
        });
    if own * 2 < all {
        return true;
    }
    match (whatlang_of(declared), whatlang_of(guess)) {
        (Some(declared_as), Some(guessed)) => declared_as != guessed && !never_told_apart(declared, guessed),
        _ => false,
    }
}

/// Letters from which the script of a whole text is told.
const SCRIPT_SAMPLE: usize = 10_000;

/// Pairs that no detector tells apart by a sentence.
fn never_told_apart(own: Language, other: Lang) -> bool {
    let other = Language::from_whatlang(other);
    let group = |codes: &[&str]| codes.contains(&own.code()) && codes.contains(&other.code());
    group(&["hr", "sr", "bs", "cnr", "sh"]) || group(&["id", "ms", "jv"]) || group(&["nb", "no", "nn", "da"])
}

/// Languages that are near enough for a sentence of one to be taken for the other.
fn kin(a: Lang, b: Lang) -> bool {
    use Lang::{
        Afr, Aze, Bel, Bul, Cat, Ces, Dan, Est, Fin, Fra, Hin, Hrv, Ind, Ita, Jav, Lat, Mar, Mkd, Nep, Nld,
        Nob, Pol, Por, Ron, Rus, Slk, Slv, Spa, Srp, Swe, Tgl, Tuk, Tur, Ukr, Uzb,
    };
    const GROUPS: [&[Lang]; 10] = [
        &[Dan, Nob, Swe],
        &[Spa, Por, Cat, Ita, Ron, Lat],
        &[Fra, Cat],
        &[Ces, Slk, Slv, Hrv, Srp, Pol],
        &[Rus, Ukr, Bel, Bul, Mkd, Srp],
        &[Hin, Mar, Nep],
        &[Nld, Afr],
        &[Ind, Jav, Tgl],
        &[Tur, Aze, Tuk, Uzb],
        &[Fin, Est],
    ];
    GROUPS.iter().any(|group| group.contains(&a) && group.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(text: &str, document: &str) -> Option<String> {
        detect_segment(text, Language::parse(document).unwrap()).map(|language| language.to_string())
    }

    /// One sentence on one subject a language.
    const SENTENCES: [(&str, &str); 26] = [
        ("en", "The council decided on Tuesday that the old bridge would be closed for at least a year."),
        (
            "de",
            "Der Rat hat am Dienstag beschlossen, dass die alte Brücke mindestens ein Jahr lang geschlossen bleibt.",
        ),
        ("fr", "Le conseil a décidé mardi que le vieux pont resterait fermé pendant au moins un an."),
        (
            "es",
            "El consejo decidió el martes que el viejo puente permanecerá cerrado durante al menos un año.",
        ),
        (
            "pt",
            "O conselho decidiu na terça-feira que a velha ponte ficará fechada durante pelo menos um ano.",
        ),
        ("it", "Il consiglio ha deciso martedì che il vecchio ponte resterà chiuso per almeno un anno."),
        ("ca", "El consell va decidir dimarts que el pont vell romandrà tancat durant almenys un any."),
        ("nl", "De raad heeft dinsdag besloten dat de oude brug minstens een jaar gesloten blijft."),
        ("da", "Rådet besluttede tirsdag, at den gamle bro skal være lukket i mindst et år."),
        ("nb", "Rådet bestemte tirsdag at den gamle broen skal være stengt i minst ett år."),
        ("sv", "Rådet beslutade på tisdagen att den gamla bron ska vara stängd i minst ett år."),
        ("pl", "Rada zdecydowała we wtorek, że stary most będzie zamknięty przez co najmniej rok."),
        ("cs", "Rada v úterý rozhodla, že starý most bude uzavřen nejméně na jeden rok."),
        ("sk", "Rada v utorok rozhodla, že starý most bude zatvorený najmenej jeden rok."),
        ("hr", "Vijeće je u utorak odlučilo da će stari most biti zatvoren najmanje godinu dana."),
        (
            "id",
            "Dewan memutuskan pada hari Selasa bahwa jembatan tua itu akan ditutup selama setidaknya satu tahun.",
        ),
        ("tr", "Meclis salı günü eski köprünün en az bir yıl boyunca kapalı kalmasına karar verdi."),
        ("ru", "Совет во вторник решил, что старый мост будет закрыт как минимум на год."),
        ("uk", "Рада у вівторок вирішила, що старий міст буде закритий щонайменше на рік."),
        ("bg", "Съветът реши във вторник старият мост да бъде затворен поне за една година."),
        ("ar", "قرر المجلس يوم الثلاثاء إغلاق الجسر القديم لمدة عام على الأقل."),
        ("fa", "شورا روز سه‌شنبه تصمیم گرفت که پل قدیمی دست‌کم یک سال بسته بماند."),
        ("ur", "کونسل نے منگل کو فیصلہ کیا کہ پرانا پل کم از کم ایک سال کے لیے بند رہے گا۔"),
        ("hi", "परिषद ने मंगलवार को फैसला किया कि पुराना पुल कम से कम एक साल के लिए बंद रहेगा।"),
        ("zh", "市议会星期二决定，老桥将至少关闭一年。"),
        ("ja", "市議会は火曜日、古い橋を少なくとも一年間閉鎖することを決めた。"),
    ];

    #[test]
    fn no_sentence_is_foreign_in_its_own_language() {
        for (language, text) in SENTENCES {
            assert_eq!(claim(text, language), None, "{text}");
        }
    }

    #[test]
    fn sentences_in_another_script_are_named() {
        for (language, text) in
            SENTENCES.iter().filter(|(l, _)| ["ru", "uk", "ar", "ur", "hi", "zh", "ja"].contains(l))
        {
            assert_eq!(claim(text, "en").as_deref(), Some(*language), "{text}");
        }
        for document in ["ru", "ar", "hi", "ja", "th", "ko", "el"] {
            assert_eq!(claim(SENTENCES[0].1, document).as_deref(), Some("en"), "{document}");
        }
        // Japanese within Chinese, and Chinese within Japanese when its own particles show.
        assert_eq!(claim(SENTENCES[25].1, "zh").as_deref(), Some("ja"));
        assert_eq!(claim("他们说这座桥对她很重要，还说没有别的办法。", "ja").as_deref(), Some("zh"));
    }

    #[test]
    fn sentences_in_another_language_of_the_same_script_are_named() {
        for (text, language, document) in [
            (SENTENCES[0].1, "en", "de"),
            (SENTENCES[0].1, "en", "fr"),
            (SENTENCES[0].1, "en", "id"),
            (SENTENCES[1].1, "de", "en"),
            (SENTENCES[2].1, "fr", "de"),
            (SENTENCES[3].1, "es", "en"),
            (SENTENCES[11].1, "pl", "en"),
        ] {
            assert_eq!(claim(text, document).as_deref(), Some(language), "{document}: {text}");
        }
    }

    #[test]
    fn close_relatives_and_unknown_languages_are_never_claimed_on_a_sentence() {
        for family in [
            vec!["da", "nb", "sv"],
            vec!["es", "pt", "ca", "gl", "it"],
            vec!["cs", "sk", "hr"],
            vec!["ru", "uk", "bg", "be"],
            vec!["hr", "sr", "bs", "sl"],
            vec!["id", "ms"],
            vec!["hi", "mr", "ne"],
            vec!["eu", "is", "sw", "sq", "ga", "mt"],
        ] {
            for (language, text) in SENTENCES.iter().filter(|(l, _)| family.contains(l)) {
                for document in &family {
                    assert_eq!(claim(text, document), None, "{language} in {document}");
                }
            }
        }
        // The detector knows none of these, so that what it says of their sentences means nothing.
        for (language, text) in [
            (
                "ms",
                "Majlis memutuskan pada hari Selasa bahawa jambatan lama itu akan ditutup selama sekurang-kurangnya setahun.",
            ),
            (
                "gl",
                "O consello decidiu o martes que a vella ponte permanecerá pechada durante polo menos un ano.",
            ),
            (
                "eu",
                "Kontseiluak asteartean erabaki zuen zubi zaharra gutxienez urtebetez itxita egongo dela.",
            ),
            ("is", "Ráðið ákvað á þriðjudag að gamla brúin yrði lokuð í að minnsta kosti eitt ár."),
            (
                "sw",
                "Baraza liliamua siku ya Jumanne kwamba daraja la zamani litafungwa kwa angalau mwaka mmoja.",
            ),
            ("sq", "Këshilli vendosi të martën që ura e vjetër të mbyllet për të paktën një vit."),
        ] {
            assert_eq!(claim(text, language), None, "{text}");
        }
    }

    #[test]
    fn names_titles_numbers_and_addresses_are_no_claims() {
        for (text, document) in [
            ("KAMIL KRZACZYNSKI / AFP", "ru"),
            ("Microsoft Windows Server Standard Edition", "ru"),
            ("The New York Times", "zh"),
            ("New York University School of Law Center", "ar"),
            ("https://example.org/the/old/bridge/that/was/closed", "ru"),
            ("someone@example.org and #hashtag @handle", "ru"),
            ("1 234 567,89 EUR (2023)", "ja"),
            ("人民日报", "en"),
            ("東京大学医学部附属病院", "ja"),
            ("首相官邸", "ja"),
            ("日本銀行金融政策決定会合開催", "ja"),
            ("La Traviata", "de"),
            ("Cien años de soledad", "en"),
            ("Le Monde, Die Zeit, El País, La Repubblica, Corriere della Sera", "en"),
            ("Bundesamt für Sicherheit in der Informationstechnik", "en"),
            ("Президент Apple Тим Кук представил iPhone Pro Max и MacBook Air в Apple Park.", "ru"),
            ("", "en"),
            ("— 42 —", "en"),
        ] {
            assert_eq!(claim(text, document), None, "{text} in {document}");
        }
        assert_eq!(detect_segment(SENTENCES[0].1, Language::UNKNOWN), None);
    }
}
