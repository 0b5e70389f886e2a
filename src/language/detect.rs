//! Which language a text is written in.

use super::Language;

/// A detector's answer for a whole text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The language.
    pub language: Language,
    /// How sure the detector is, 0..1 (whatlang's confidence).
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
const RARE: [whatlang::Lang; 9] = {
    use whatlang::Lang::{Afr, Aka, Cym, Epo, Jav, Lat, Sna, Tuk, Zul};
    [Afr, Aka, Cym, Epo, Jav, Lat, Sna, Tuk, Zul]
};

/// Letters from which a rare language is believed: a paragraph.
const RARE_FROM: usize = 300;

impl Language {
    /// The language behind whatlang's code, under its ISO 639-1 code where there is one.
    #[must_use]
    pub fn from_whatlang(lang: whatlang::Lang) -> Self {
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

/// Guesses the language of a whole text; `None` when it has no letters.
#[must_use]
pub fn detect(text: &str) -> Option<Guess> {
    let sample = sample(text);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let mut info = whatlang::detect(&sample)?;
    if RARE.contains(&info.lang()) && (letters < RARE_FROM || !info.is_reliable()) {
        info = whatlang::Detector::with_denylist(RARE.to_vec()).detect(&sample)?;
    }
    let confidence = info.confidence();
    Some(Guess {
        language: Language::from_whatlang(info.lang()),
        confidence,
        sure: letters >= SURE_FROM && info.is_reliable(),
    })
}

/// The language of a document, and the doubt to tell the user, if any. `given` is what the user says,
/// `declared` the tag that the file gives itself.
pub(crate) fn settle(
    text: &str,
    given: Option<Language>,
    declared: Option<&str>,
) -> (Language, Option<String>) {
    if let Some(language) = given {
        return (language, None);
    }
    let guess = detect(text);
    if let Some(declared) = declared.and_then(Language::parse).filter(|l| l.is_known()) {
        return match guess {
            Some(guess) if guess.sure && guess.language != declared => {
                let doubt = format!(
                    "says its language is `{declared}`, but reads as `{}`; give the language if that is wrong",
                    guess.language
                );
                (guess.language, Some(doubt))
            }
            _ => (declared, None),
        };
    }
    match guess {
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
        for lang in whatlang::Lang::all() {
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
}
