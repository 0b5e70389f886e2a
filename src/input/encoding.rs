//! Bytes to characters: byte order marks, declared encodings, UTF-8, and a guess when nothing else helps.

use crate::{Language, language::Script};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::collections::BTreeMap;

/// A file's characters.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// Doubts, each a sentence.
    pub doubts: Vec<String>,
}

/// Why bytes are no text, and what the user can do about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoText {
    pub problem: String,
    pub remedy: &'static str,
}

/// Share of bytes that may be wrong for a file to count as damaged UTF-8 rather than as another encoding.
/// A single-byte encoding of a Latin-script language has 1-10% of such bytes, of another script half.
const DAMAGED_UTF8: f64 = 0.002;

/// Share of characters that may be control characters in text. Binary files have 5% and more; a text with a
/// stray control character in every long line has less than 1%.
const CONTROLS: f64 = 0.01;

/// Units below which zero bytes tell UTF-16 only where all letters are Latin: any two bytes are a letter of some
/// script as likely as not, and sixteen such by chance in one script are one file in thousands.
const SHORT_UTF16: usize = 16;

/// Bytes looked at to guess an encoding: far more than the guess needs, little enough for a 256 MB file.
const GUESS_FROM: usize = 1 << 20;

/// Decodes `bytes`. `declared` is the label the content itself gives (`<meta charset>`), `language` what
/// the user said: it weighs in when the encoding must be guessed.
pub(super) fn decode(
    bytes: &[u8],
    declared: Option<&str>,
    language: Option<Language>,
) -> Result<Decoded, NoText> {
    if let Some(no_text) = known_binary(bytes) {
        return Err(no_text);
    }
    let short = bytes.len() < SHORT_UTF16 * 2 && bytes.contains(&0) && !marked(bytes);
    if short && std::str::from_utf8(bytes).is_err() && utf16_without_mark(bytes).is_none() {
        return Err(NoText {
            problem: "holds zero bytes, and too little else to tell text from binary".to_owned(),
            remedy: "save a text as UTF-8",
        });
    }
    let decoded = decode_any(bytes, declared, language);
    reject_controls(decoded)
}

fn decode_any(bytes: &[u8], declared: Option<&str>, language: Option<Language>) -> Decoded {
    if let Some(text) = utf32(bytes) {
        return text;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default(), None);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let valid = std::str::from_utf8(bytes);
    match (declared, valid) {
        // ISO-2022-JP is written in ASCII bytes, so that it is always valid UTF-8 as well.
        (Some(encoding), Ok(_)) if encoding == encoding_rs::ISO_2022_JP && bytes.contains(&0x1B) => {
            decode_as(encoding, bytes, None)
        }
        (declared, Ok(text)) => {
            if let Some(encoding) = utf16_without_mark(bytes) {
                let doubt =
                    format!("read as {} by its zero bytes; it has no byte order mark", encoding.name());
                return decode_as(encoding, bytes, Some(doubt));
            }
            let doubts = declared
                .filter(|encoding| *encoding != UTF_8 && !text.is_ascii() && ascii_like(encoding))
                .map(|encoding| {
                    format!("says it is {}, but is valid UTF-8 and was read as that", encoding.name())
                });
            Decoded { text: text.to_owned(), doubts: doubts.into_iter().collect() }
        }
        // UTF-16 declared in bytes that could be read as ASCII is a false declaration, as in the HTML standard.
        (Some(encoding), Err(_)) if encoding != UTF_8 && ascii_like(encoding) => {
            let (text, _, bad) = encoding.decode(bytes);
            if !bad {
                return Decoded { text: text.into_owned(), doubts: Vec::new() };
            }
            let doubt = format!("says it is {}, which its bytes contradict", encoding.name());
            let mut decoded = guess(bytes, language);
            decoded.doubts.insert(0, doubt);
            decoded
        }
        (_, Err(_)) => guess(bytes, language),
    }
}

/// Whether a byte order mark says what the bytes are.
fn marked(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some() || bytes.starts_with(&[0, 0, 0xFE, 0xFF])
}

/// Whether ASCII text means the same in this encoding.
fn ascii_like(encoding: &Encoding) -> bool {
    encoding != UTF_16BE && encoding != UTF_16LE
}

/// What to do with bytes that are not UTF-8 and do not say what they are.
fn guess(bytes: &[u8], language: Option<Language>) -> Decoded {
    if let Some(encoding) = utf16_without_mark(bytes) {
        let doubt = format!("read as {} by its zero bytes; it has no byte order mark", encoding.name());
        return decode_as(encoding, bytes, Some(doubt));
    }
    let (wrong, first) = utf8_damage(bytes);
    let beyond_ascii = bytes.iter().filter(|b| !b.is_ascii()).count();
    // Damaged UTF-8: few wrong bytes, and nearly all that is beyond ASCII is right.
    let damaged = wrong as f64 <= (bytes.len() as f64 * DAMAGED_UTF8).max(1.0) && wrong * 10 <= beyond_ascii;
    if damaged {
        return decode_as(UTF_8, bytes, None);
    }
    let from = first.saturating_sub(GUESS_FROM / 8);
    let sample = bytes.get(from..bytes.len().min(from + GUESS_FROM)).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() < GUESS_FROM);
    let encoding = detector.guess(language.and_then(top_level_domain), Utf8Detection::Deny);
    let doubt = format!("is not UTF-8; read as {}, a guess", encoding.name());
    decode_as(encoding, bytes, Some(doubt))
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], doubt: Option<String>) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let mut doubts: Vec<String> = doubt.into_iter().collect();
    if bad {
        // A replacement character that was there before is counted too; the text is doubtful there as well.
        let count = text.matches(char::REPLACEMENT_CHARACTER).count();
        let place = text.find(char::REPLACEMENT_CHARACTER).map_or(String::new(), |at| {
            let place = crate::place::Place::START.after(text.get(..at).unwrap_or_default());
            format!(", the first at line {}, column {}", place.line, place.column)
        });
        doubts.push(format!(
            "{count} places are not valid {} and were replaced by U+FFFD{place}",
            encoding.name()
        ));
    }
    Decoded { text: text.into_owned(), doubts }
}

/// How many bytes are no UTF-8, and where the first one is.
fn utf8_damage(bytes: &[u8]) -> (usize, usize) {
    let (mut wrong, mut first, mut at) = (0, None, 0);
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            first.get_or_insert(at);
            wrong += chunk.invalid().len();
            at += chunk.invalid().len();
        }
    }
    (wrong, first.unwrap_or_default())
}

/// UTF-32 with its byte order mark. No page on the web uses it, but exports from databases do, and
/// without this the little-endian mark would be taken for UTF-16's.
fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let read: fn([u8; 4]) -> u32 = match bytes.get(..4)? {
        [0xFF, 0xFE, 0, 0] => u32::from_le_bytes,
        [0, 0, 0xFE, 0xFF] => u32::from_be_bytes,
        _ => return None,
    };
    let units = bytes
        .get(4..)?
        .chunks(4)
        .map(|unit| <[u8; 4]>::try_from(unit).ok().and_then(|u| char::from_u32(read(u))));
    let mut wrong = 0_usize;
    let text = units
        .map(|unit| {
            unit.unwrap_or_else(|| {
                wrong += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    let doubts =
        (wrong > 0).then(|| format!("{wrong} places are not valid UTF-32 and were replaced by U+FFFD"));
    Some(Decoded { text, doubts: doubts.into_iter().collect() })
}

/// UTF-16 without a byte order mark: there are zero bytes, and read that way the content is plain text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let head = head.get(..head.len() & !1).unwrap_or_default();
    if !bytes.len().is_multiple_of(2) || head.len() < 4 || !head.contains(&0) {
        return None;
    }
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|encoding| {
            let (text, bad) = encoding.decode_without_bom_handling(head);
            if bad && head.len() == bytes.len() {
                return None;
            }
            let (mut count, mut plain, mut common) = (0_usize, 0_usize, 0_usize);
            let mut scripts = BTreeMap::new();
            for c in text.chars() {
                count += 1;
                let punctuation =
                    matches!(c, '\u{2010}'..='\u{203A}' | '\u{3001}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}');
                let usual = matches!(c, '\t' | '\n' | '\r' | ' '..='~') || punctuation;
                let letter = !usual && c.is_alphanumeric() && !c.is_control();
                plain += usize::from(usual || letter);
                common += usize::from(usual);
                if letter {
                    *scripts.entry(writing(c)).or_insert(0_usize) += 1;
                }
            }
            // 95% letters, digits and usual punctuation: random units reach about 70%. And 90% of the letters in
            // one writing beside Latin, where random units are of a dozen.
            scripts.remove(&Some(Script::Latin));
            let (most, all) =
                (scripts.values().max().copied().unwrap_or_default(), scripts.values().sum::<usize>());
            let alike = most * 10 >= all * 9;
            let enough = count >= SHORT_UTF16 || scripts.is_empty();
            (plain * 20 >= count * 19 && common > 0 && alike && enough).then_some((encoding, common))
        })
        .max_by_key(|(_, common)| *common)
        .map(|(encoding, _)| encoding)
}

/// The script of a letter, those that Chinese, Japanese and Korean mix being one.
fn writing(c: char) -> Option<Script> {
    match Script::of(c) {
        Some(Script::Kana | Script::Hangul) => Some(Script::Han),
        script => script,
    }
}

/// Files that people hand over instead of text, by their first bytes.
fn known_binary(bytes: &[u8]) -> Option<NoText> {
    const CONVERT: &str = "convert it to text, Markdown or HTML first";
    const UNPACK: &str =
        "unpack it first; a .docx, .odt or .epub must be converted to text, Markdown or HTML";
    const OTHER: &str = "give a text, Markdown, HTML or JSONL file";
    const MAGICS: [(&[u8], &str, &str); 14] = [
        (b"%PDF-", "a PDF document", CONVERT),
        (b"PK\x03\x04", "a ZIP archive or an office document", UNPACK),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document", CONVERT),
        (b"{\\rtf", "a rich text document", CONVERT),
        (b"\x89PNG\r\n\x1A\n", "a PNG picture", OTHER),
        (b"\xFF\xD8\xFF", "a JPEG picture", OTHER),
        (b"GIF87a", "a GIF picture", OTHER),
        (b"GIF89a", "a GIF picture", OTHER),
        (b"\x1F\x8B\x08", "compressed (gzip)", UNPACK),
        (b"BZh", "compressed (bzip2)", UNPACK),
        (b"\xFD7zXZ\0", "compressed (xz)", UNPACK),
        (b"\x28\xB5\x2F\xFD", "compressed (zstd)", UNPACK),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
        (b"\x7FELF", "a program", OTHER),
    ];
    // `BZh` alone could begin a text: bzip2 goes on with a digit and the digits of pi.
    let (_, name, remedy) = MAGICS.iter().find(|(magic, ..)| {
        bytes.starts_with(magic) && (*magic != b"BZh" || bytes.get(4..10) == Some(b"1AY&SY"))
    })?;
    Some(NoText { problem: format!("is {name}, not text"), remedy })
}

/// Control characters in number mean that this is no text; a few are let through with a doubt.
fn reject_controls(mut decoded: Decoded) -> Result<Decoded, NoText> {
    let is_control = |c: char| matches!(c, '\0'..='\u{08}' | '\u{0B}' | '\u{0E}'..='\u{1A}' | '\u{1C}'..='\u{1F}' | '\u{7F}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}');
    let (mut count, mut controls, mut replaced) = (0_usize, 0_usize, 0_usize);
    for c in decoded.text.chars() {
        count += 1;
        controls += usize::from(is_control(c));
        replaced += usize::from(c == char::REPLACEMENT_CHARACTER);
    }
    if controls as f64 > (count as f64 * CONTROLS).max(1.0) || replaced * 5 > count {
        let problem = format!(
            "is binary, not text: {controls} control and {replaced} undecodable of {count} characters"
        );
        return Err(NoText { problem, remedy: "give a text, Markdown, HTML or JSONL file" });
    }
    if controls > 0 {
        decoded
            .doubts
            .push(format!("{controls} control characters (zero bytes and the like) are in the text"));
    }
    Ok(decoded)
}

/// The top-level domain under which pages in a language are usual, for chardetng.
fn top_level_domain(language: Language) -> Option<&'static [u8]> {
    Some(match language.code() {
        "ja" => b"jp",
        "ko" => b"kr",
        "zh" => b"cn",
        "uk" => b"ua",
        "be" => b"by",
        "sr" => b"rs",
        "el" => b"gr",
        "cs" => b"cz",
        "sl" => b"si",
        "et" => b"ee",
        "he" => b"il",
        "ar" => b"sa",
        "fa" => b"ir",
        "vi" => b"vn",
        "ru" => b"ru",
        "bg" => b"bg",
        "mk" => b"mk",
        "pl" => b"pl",
        "hu" => b"hu",
        "ro" => b"ro",
        "hr" => b"hr",
        "sk" => b"sk",
        "tr" => b"tr",
        "lt" => b"lt",
        "lv" => b"lv",
        "th" => b"th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes, None, None).unwrap().text
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn byte_order_marks_decide_and_are_removed() {
        let sample = "Wörter, 言葉\n";
        assert_eq!(text("\u{FEFF}Wörter, 言葉\n".as_bytes()), sample);
        assert_eq!(text(&utf16("\u{FEFF}Wörter, 言葉\n", u16::to_le_bytes)), sample);
        assert_eq!(text(&utf16("\u{FEFF}Wörter, 言葉\n", u16::to_be_bytes)), sample);
        let utf32: Vec<u8> =
            "\u{FEFF}Wörter, 言葉\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert_eq!(text(&utf32), sample);
        let short: Vec<u8> = "\u{FEFF}Hi, 言\n".chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        assert_eq!(text(&short), "Hi, 言\n");
        // The second byte order mark is a character of the text.
        assert_eq!(text("\u{FEFF}\u{FEFF}a".as_bytes()), "\u{FEFF}a");
    }

    #[test]
    fn utf16_without_a_mark_is_recognised_with_a_doubt() {
        for sample in [
            "The council met on Monday.\n",
            "市议会星期一开会。\n会议持续了三个小时, 没有结果。\n",
            "Совет собрался в понедельник.\n",
        ] {
            for bytes in [utf16(sample, u16::to_le_bytes), utf16(sample, u16::to_be_bytes)] {
                let decoded = decode(&bytes, None, None).unwrap();
                assert_eq!(decoded.text, sample);
                assert!(decoded.doubts.iter().any(|d| d.contains("byte order mark")), "{:?}", decoded.doubts);
            }
        }
    }

    #[test]
    fn encodings_of_the_web_are_guessed_with_a_doubt() {
        let samples = [
            ("windows-1252", "Le conseil s’est réuni à la mairie près du marché, où l’été était déjà là.\n"),
            ("windows-1251", "Городской совет собрался в понедельник и отложил решение о мосте.\n"),
            ("KOI8-U", "Городской совет собрался в понедельник и отложил решение о мосте.\n"),
            ("Shift_JIS", "市議会は月曜日に開かれ、橋についての決定を先送りした。\n"),
            ("EUC-JP", "市議会は月曜日に開かれ、橋についての決定を先送りした。\n"),
            ("GBK", "市议会星期一开会，推迟了关于大桥的决定。\n"),
            ("Big5", "市議會星期一開會，推遲了關於大橋的決定。\n"),
            ("EUC-KR", "시의회는 월요일에 열려 다리에 관한 결정을 미뤘다.\n"),
            ("windows-1256", "اجتمع المجلس البلدي يوم الاثنين وأجل القرار بشأن الجسر.\n"),
            ("windows-1253", "Το δημοτικό συμβούλιο συνεδρίασε τη Δευτέρα και ανέβαλε την απόφαση.\n"),
            ("windows-1250", "Městská rada se sešla v pondělí a odložila rozhodnutí o mostě, řekl mluvčí.\n"),
            ("ISO-2022-JP", "市議会は月曜日に開かれ、橋についての決定を先送りした。\n"),
        ];
        for (label, sample) in samples {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let bytes = encoding.encode(sample).0;
            let declared = decode(&bytes, Some(label), None).unwrap();
            assert_eq!((declared.text.as_str(), declared.doubts.len()), (sample, 0), "{label} declared");
            if label == "ISO-2022-JP" {
                continue; // valid ASCII: without a declaration it is that
            }
            let guessed = decode(&bytes, None, None).unwrap();
            assert_eq!(guessed.text, sample, "{label} guessed");
            assert!(guessed.doubts.iter().any(|d| d.contains("a guess")), "{label}: {:?}", guessed.doubts);
        }
    }

    #[test]
    fn a_wrong_declaration_loses_against_the_bytes() {
        let decoded = decode("Führung der Bürger".as_bytes(), Some("iso-8859-1"), None).unwrap();
        assert_eq!(decoded.text, "Führung der Bürger");
        assert!(decoded.doubts.iter().any(|d| d.contains("valid UTF-8")), "{:?}", decoded.doubts);
        let decoded = decode(b"Le caf\xE9 est ferm\xE9 depuis l'\xE9t\xE9.", Some("utf-8"), None).unwrap();
        assert_eq!(decoded.text, "Le café est fermé depuis l'été.");
        assert_eq!(decode(b"plain", Some("utf-16"), None).unwrap().text, "plain");
        assert_eq!(decode(b"plain", Some("no-such-encoding"), None).unwrap().text, "plain");
    }

    #[test]
    fn damaged_utf8_is_replaced_counted_and_placed() {
        let mut bytes = "Straße für Straße, Büro für Büro\n".repeat(40).into_bytes();
        bytes.extend(b"ab\xFFcd\n");
        let decoded = decode(&bytes, None, None).unwrap();
        assert!(decoded.text.ends_with("ab\u{FFFD}cd\n"));
        assert_eq!(
            decoded.doubts,
            ["1 places are not valid UTF-8 and were replaced by U+FFFD, the first at line 41, column 3"]
        );
        // Cut off in the middle of a character.
        assert_eq!(text(&"für alle Bürger größer".as_bytes()[..5]), "für ");
    }

    #[test]
    fn binary_files_are_refused_with_a_remedy() {
        let pdf = decode(b"%PDF-1.7\n%....", None, None).unwrap_err();
        assert!(pdf.problem.contains("PDF") && pdf.remedy.contains("convert"), "{pdf:?}");
        assert!(decode(b"PK\x03\x04rest", None, None).unwrap_err().remedy.contains(".docx"));
        let noise: Vec<u8> = (0_u32..4096).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise, None, None).is_err());
        assert!(decode(&[0; 100], None, None).is_err());
        // One zero byte in a text is a doubt, not a refusal.
        let decoded = decode(b"one\0 zero byte", None, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.doubts.len()), ("one\0 zero byte", 1));
    }
}
