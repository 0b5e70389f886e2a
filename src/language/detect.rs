//! Which language a text is written in.

use super::{Language, Script, unlisted::unlisted};
use whatlang::{Detector, Lang};

/// A detector's answer for a whole text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The language.
    pub language: Language,
    /// How sure the detector is, 0..1: whatlang's confidence; for languages that it does not know 1 or 0.5.
    pub confidence: f64,
    /// Whether the text was long and the answer clear enough to go without a notice.
    pub sure: bool,
}

/// Characters of a text that are looked at: a start, a middle and an end of a third each. Trigram counts
/// do not change the answer beyond this, and 256 MB need not be read for it.
const SAMPLE: usize = 24 * 1024;

/// Letters below which a guess is never sure.
const SURE_FROM: usize = 40;

/// Languages that a short text of another language is taken for more often than they are met: short
/// German comes out as Afrikaans, short Spanish as Latin. They are believed from [`RARE_FROM`] letters on.
pub(super) const RARE: [Lang; 9] = {
    use Lang::{Afr, Aka, Cym, Epo, Jav, Lat, Sna, Tuk, Zul};
    [Afr, Aka, Cym, Epo, Jav, Lat, Sna, Tuk, Zul]
};

/// Languages that unclear short texts of larger ones are taken for: believed only when the answer is clearer.
const SELDOM: [Lang; 4] = {
    use Lang::{Aze, Cat, Uzb, Yid};
    [Aze, Cat, Uzb, Yid]
};

/// That much clearer: on short sentences it keeps most Catalan ones and drops most of the wrong claims.
const SELDOM_CONFIDENCE: f64 = 0.25;

/// Confidence below which a Cyrillic text that can be Russian is taken for it: there is ten times as much of
/// it as of the others together, and the detector answers by chance on a few words.
const RUSSIAN_UNLESS: f64 = 0.12;

/// Characters of a tag that is no language code that are repeated to the user.
const LONGEST_TAG: usize = 40;

/// Letters from which a rare language is believed: a paragraph.
const RARE_FROM: usize = 300;

impl Language {
    /// The language behind whatlang's code, under its ISO 639-1 code where there is one.
    #[must_use]
    pub fn from_whatlang(lang: Lang) -> Self {
        let code = match lang.code() {
            "cmn" => "zh",
            "pes" => "fa",
            "nob" => "nb",
            "deu" => "de",
            three => CODES.iter().find(|(long, _)| *long == three).map_or(three, |(_, short)| short),
        };
        Self::parse(code).unwrap_or(Self::UNKNOWN)
    }
}

/// ISO 639-3 codes as whatlang writes them, and their ISO 639-1 codes.
#[rustfmt::skip]
const CODES: [(&str, &str); 66] = [
    ("epo", "eo"), ("eng", "en"), ("rus", "ru"), ("spa", "es"), ("por", "pt"), ("ita", "it"), ("ben", "bn"),
    ("fra", "fr"), ("ukr", "uk"), ("kat", "ka"), ("ara", "ar"), ("hin", "hi"), ("jpn", "ja"), ("heb", "he"),
    ("yid", "yi"), ("pol", "pl"), ("amh", "am"), ("jav", "jv"), ("kor", "ko"), ("dan", "da"), ("swe", "sv"),
    ("fin", "fi"), ("tur", "tr"), ("nld", "nl"), ("hun", "hu"), ("ces", "cs"), ("ell", "el"), ("bul", "bg"),
    ("bel", "be"), ("mar", "mr"), ("kan", "kn"), ("ron", "ro"), ("slv", "sl"), ("hrv", "hr"), ("srp", "sr"),
    ("mkd", "mk"), ("lit", "lt"), ("lav", "lv"), ("est", "et"), ("tam", "ta"), ("vie", "vi"), ("urd", "ur"),
    ("tha", "th"), ("guj", "gu"), ("uzb", "uz"), ("pan", "pa"), ("aze", "az"), ("ind", "id"), ("tel", "te"),
    ("mal", "ml"), ("ori", "or"), ("mya", "my"), ("nep", "ne"), ("sin", "si"), ("khm", "km"), ("tuk", "tk"),
    ("aka", "ak"), ("zul", "zu"), ("sna", "sn"), ("afr", "af"), ("lat", "la"), ("slk", "sk"), ("cat", "ca"),
    ("tgl", "tl"), ("hye", "hy"), ("cym", "cy"),
];

/// Guesses the language of a whole text; `None` when it has no letters that tell.
#[must_use]
pub fn detect(text: &str) -> Option<Guess> {
    let sample = sample(text);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if let Some(code) = eastern(&sample) {
        let language = Language::parse(code)?;
        return Some(Guess { language, confidence: 1.0, sure: letters >= SURE_FROM / 4 });
    }
    if let Some((language, certain)) = unlisted(&sample) {
        let confidence = if certain { 1.0 } else { 0.5 };
        return Some(Guess { language, confidence, sure: certain && letters >= SURE_FROM });
    }
    let mut info = match cyrillic(&sample) {
        Some(candidates) => {
            let info = Detector::with_allowlist(candidates.clone()).detect(&sample)?;
            let unclear = info.confidence() < RUSSIAN_UNLESS && candidates.contains(&Lang::Rus);
            if unclear {
                let language = Language::from_whatlang(Lang::Rus);
                return Some(Guess { language, confidence: info.confidence(), sure: false });
            }
            info
        }
        None => whatlang::detect(&sample)?,
    };
    let doubtful = |lang, info: &whatlang::Info| {
        RARE.contains(&lang) && letters < RARE_FROM
            || SELDOM.contains(&lang) && info.confidence() < SELDOM_CONFIDENCE
    };
    if doubtful(info.lang(), &info) {
        info = Detector::with_denylist([RARE.as_slice(), &SELDOM].concat()).detect(&sample)?;
    }
    Some(Guess {
        language: Language::from_whatlang(info.lang()),
        confidence: info.confidence(),
        sure: letters >= SURE_FROM && info.is_reliable(),
    })
}

/// Chinese, Japanese and Korean by their characters, each of which says as much as two or three letters:
/// a detector that counts characters takes a Chinese sentence with two Latin names for a Latin one.
fn eastern(text: &str) -> Option<&'static str> {
    let (mut hangul, mut kana, mut han, mut other) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        match Script::of(c) {
            Some(Script::Hangul) => hangul += 1,
            Some(Script::Kana) => kana += 1,
            Some(Script::Han) => han += 1,
            Some(_) => other += 1,
            None => {}
        }
    }
    // In Latin letters Chinese needs about three a character, Korean two and a half.
    if (hangul + kana + han) * 3 <= other {
        return None;
    }
    // Japanese has kana in every sentence, a third to two thirds of it; Chinese has them in quotations.
    let code = if hangul > kana + han {
        "ko"
    } else if kana * 10 > kana + han {
        "ja"
    } else {
        "zh"
    };
    Some(code)
}

/// The languages that a Cyrillic text can be in, by the letters that only some of them have; `None` for a
/// text in another script.
fn cyrillic(text: &str) -> Option<Vec<Lang>> {
    use Lang::{Bel, Bul, Mkd, Rus, Srp, Ukr};
    const ALL: [Lang; 6] = [Rus, Ukr, Bel, Bul, Srp, Mkd];
    const LETTERS: [(&str, &[Lang]); 10] = [
        ("ыэё", &[Rus, Bel]),
        ("ў", &[Bel]),
        ("і", &[Ukr, Bel]),
        ("їєґ", &[Ukr]),
        ("јљњџ", &[Srp, Mkd]),
        ("ђћ", &[Srp]),
        ("ѓќѕ", &[Mkd]),
        ("ъ", &[Rus, Bul]),
        ("щ", &[Rus, Ukr, Bul]),
        ("йюя", &[Rus, Ukr, Bel, Bul]),
    ];
    // Letters that some languages write every 12, 15 and 60 letters: ten times that is certain.
    const EXPECTED: [(&str, usize, &[Lang]); 3] =
        [("іїє", 120, &[Ukr, Bel]), ("јђћѓќ", 150, &[Srp, Mkd]), ("ъ", 600, &[Bul])];
    let (mut found, mut letters, mut of_script) = ([0_usize; 10], 0_usize, 0_usize);
    for c in text.chars().flat_map(char::to_lowercase) {
        letters += usize::from(c.is_alphabetic());
        of_script += usize::from(Script::of(c) == Some(Script::Cyrillic));
        for (count, (set, _)) in found.iter_mut().zip(&LETTERS) {
            *count += usize::from(set.contains(c));
        }
    }
    if of_script * 2 <= letters {
        return None;
    }
    // A letter that stands in one foreign name of a long text does not decide: one in 500 does.
    let decides = |count: usize| count > 0 && count * 500 >= of_script;
    let mut candidates = ALL.to_vec();
    for (_, languages) in
        found.iter().zip(&LETTERS).filter(|(count, _)| decides(**count)).map(|(_, letter)| letter)
    {
        let left: Vec<Lang> = candidates.iter().copied().filter(|lang| languages.contains(lang)).collect();
        if !left.is_empty() {
            candidates = left;
        }
    }
    // A language whose commonest own letter is missing in a long text is not that text's language.
    for (set, within, languages) in EXPECTED {
        if of_script >= within && !text.contains(|c: char| c.to_lowercase().any(|c| set.contains(c))) {
            let left: Vec<Lang> =
                candidates.iter().copied().filter(|lang| !languages.contains(lang)).collect();
            if !left.is_empty() {
                candidates = left;
            }
        }
    }
    Some(candidates)
}

/// The language of a document, and the doubt to tell the user, if any. `given` is what the user says,
/// `declared` the tag that the file gives itself.
pub(crate) fn settle(
    text: &str,
    given: Option<Language>,
    declared: Option<&str>,
) -> (Language, Option<String>) {
    if let Some(language) = given.filter(|language| language.is_known()) {
        return (language, None);
    }
    let guess = detect(text);
    if let Some(declared) = declared.and_then(Language::parse).filter(|l| l.is_known()) {
        return match guess {
            Some(guess) if guess.sure && super::foreign::contradicts(guess.language, declared, text) => {
                let doubt = format!(
                    "says its language is `{declared}`, but reads as `{}`; give the language if that is wrong",
                    guess.language
                );
                (guess.language, Some(doubt))
            }
            _ => (declared, None),
        };
    }
    let unreadable = declared
        .filter(|tag| !tag.trim().is_empty() && Language::parse(tag).is_none())
        .map(|tag| tag.trim().chars().take(LONGEST_TAG).collect::<String>());
    match guess {
        Some(guess) if let Some(tag) = unreadable => (
            guess.language,
            Some(format!(
                "says its language is `{tag}`, which is no language code; read as `{}`, give it if that is wrong",
                guess.language
            )),
        ),
        Some(guess) if guess.sure => (guess.language, None),
        Some(guess) => (
            guess.language,
            Some(format!(
                "language guessed as `{}` from little evidence; give it if that is wrong",
                guess.language
            )),
        ),
        None => (Language::UNKNOWN, Some("the language cannot be told; give it".to_owned())),
    }
}

/// Start, middle and end of a long text.
fn sample(text: &str) -> String {
    let part = SAMPLE / 3;
    if text.len() <= SAMPLE {
        return text.to_owned();
    }
    let middle = text.len() / 2;
    [(0, part), (middle, middle + part), (text.len() - part, text.len())]
        .into_iter()
        .filter_map(|(from, to)| text.get(text.ceil_char_boundary(from)..text.floor_char_boundary(to)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_detector_is_mapped_to_two_letters_where_iso_has_them() {
        for lang in Lang::all() {
            assert_eq!(Language::from_whatlang(*lang).code().len(), 2, "{lang:?}");
        }
    }

    #[test]
    fn a_long_text_is_sampled_throughout() {
        let text = format!(
            "{}{}",
            "Сначала по-русски, и довольно долго. ".repeat(10),
            "And then in English, for the far greater part of it. ".repeat(4000)
        );
        assert_eq!(detect(&text).unwrap().language.code(), "en");
    }

    #[test]
    fn short_texts_with_foreign_names_keep_their_language() {
        for (code, text) in [
            ("zh", "苹果公司首席执行官蒂姆·库克在 Apple Park 发布了 iPhone Pro Max 和 MacBook Air。"),
            ("ko", "팀 쿡은 Apple Park에서 iPhone Pro Max와 MacBook Air를 공개했다."),
            ("ja", "クック氏は Apple Park で iPhone Pro Max を発表した。"),
            ("de", "Die Brücke ist bis Mai gesperrt, weil sie repariert wird."),
            ("ru", "Он стоит два евро."),
            ("uk", "Місто чекає на новий міст."),
            ("be", "Горад чакае новы мост, казаў ён."),
            ("sr", "Град чека нови мост који ће бити већи."),
            ("bg", "Градът чака нов мост, който ще бъде по-голям."),
            ("fa", "شهر منتظر پل تازه‌ای است که بزرگ‌تر خواهد بود."),
            ("th", "เมืองกำลังรอสะพานใหม่"),
        ] {
            assert_eq!(detect(text).unwrap().language.code(), code, "{text}");
        }
    }

    #[test]
    fn what_the_user_says_wins_and_contradictions_are_told() {
        let english = "The council decided on Tuesday that the old bridge would be closed for at least a year, and nobody was surprised.";
        let code =
            |(language, doubt): (Language, Option<String>)| (language.code().to_owned(), doubt.is_some());
        assert_eq!(code(settle(english, Language::parse("fr"), Some("de"))), ("fr".to_owned(), false));
        assert_eq!(code(settle(english, None, Some("en-US"))), ("en".to_owned(), false));
        assert_eq!(code(settle(english, None, Some("de"))), ("en".to_owned(), true));
        assert_eq!(code(settle("Hotel Adlon", None, Some("de"))), ("de".to_owned(), false));
        assert_eq!(code(settle("12:30", None, None)), ("und".to_owned(), true));
        // The detector does not know Icelandic, and what it says instead is no contradiction.
        let icelandic = "Ráðið ákvað á þriðjudag að gamla brúin yrði lokuð í að minnsta kosti eitt ár, og enginn var hissa á því.";
        assert_eq!(code(settle(icelandic, None, Some("is"))), ("is".to_owned(), false));
        let croatian = "Vijeće je u utorak odlučilo da će stari most biti zatvoren najmanje godinu dana, i nitko se nije iznenadio.";
        assert_eq!(code(settle(croatian, None, Some("bs"))), ("bs".to_owned(), false));
    }
}
