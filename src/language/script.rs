//! Scripts: which one a letter belongs to, and which ones a language is written in.

use super::Language;

/// A writing system, as far as this program tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The names are those of Unicode.
pub enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Georgian,
    Hebrew,
    Arabic,
    Ethiopic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Khmer,
    Hangul,
    /// Hiragana and katakana.
    Kana,
    Han,
}

/// First and last letter of each run, ascending, by the blocks of Unicode 16.
#[rustfmt::skip]
const RUNS: [(u32, u32, Script); 57] = [
    (0x0041, 0x005A, Script::Latin), (0x0061, 0x007A, Script::Latin), (0x00AA, 0x00AA, Script::Latin),
    (0x00BA, 0x00BA, Script::Latin), (0x00C0, 0x00D6, Script::Latin), (0x00D8, 0x00F6, Script::Latin),
    (0x00F8, 0x024F, Script::Latin), (0x0370, 0x03FF, Script::Greek), (0x0400, 0x052F, Script::Cyrillic),
    (0x0531, 0x0588, Script::Armenian), (0x05D0, 0x05F2, Script::Hebrew), (0x0620, 0x065F, Script::Arabic),
    (0x066E, 0x06D3, Script::Arabic), (0x06D5, 0x06EF, Script::Arabic), (0x06FA, 0x06FF, Script::Arabic),
    (0x0750, 0x077F, Script::Arabic), (0x08A0, 0x08FF, Script::Arabic), (0x0900, 0x0963, Script::Devanagari),
    (0x0970, 0x097F, Script::Devanagari), (0x0980, 0x09E3, Script::Bengali),
    (0x0A00, 0x0A63, Script::Gurmukhi), (0x0A70, 0x0A76, Script::Gurmukhi),
    (0x0A80, 0x0AE3, Script::Gujarati), (0x0B00, 0x0B63, Script::Oriya), (0x0B80, 0x0BE3, Script::Tamil),
    (0x0C00, 0x0C63, Script::Telugu), (0x0C80, 0x0CE3, Script::Kannada), (0x0D00, 0x0D63, Script::Malayalam),
    (0x0D80, 0x0DE3, Script::Sinhala), (0x0E01, 0x0E4E, Script::Thai), (0x0E81, 0x0ECF, Script::Lao),
    (0x0F40, 0x0FBC, Script::Tibetan), (0x1000, 0x103F, Script::Myanmar), (0x1050, 0x109F, Script::Myanmar),
    (0x10A0, 0x10FF, Script::Georgian), (0x1100, 0x11FF, Script::Hangul), (0x1200, 0x135F, Script::Ethiopic),
    (0x1780, 0x17D3, Script::Khmer), (0x1C80, 0x1C8F, Script::Cyrillic), (0x1C90, 0x1CBF, Script::Georgian),
    (0x1E00, 0x1EFF, Script::Latin), (0x1F00, 0x1FFF, Script::Greek), (0x3005, 0x3006, Script::Han),
    (0x3041, 0x309F, Script::Kana), (0x30A1, 0x30FA, Script::Kana), (0x30FC, 0x30FF, Script::Kana),
    (0x3131, 0x318E, Script::Hangul), (0x3400, 0x9FFF, Script::Han), (0xAC00, 0xD7A3, Script::Hangul),
    (0xF900, 0xFAFF, Script::Han), (0xFB1D, 0xFB4F, Script::Hebrew), (0xFB50, 0xFDFF, Script::Arabic),
    (0xFE70, 0xFEFC, Script::Arabic), (0xFF21, 0xFF3A, Script::Latin), (0xFF41, 0xFF5A, Script::Latin),
    (0xFF66, 0xFF9D, Script::Kana), (0x20000, 0x3FFFF, Script::Han),
];

impl Script {
    /// The script of a letter or of a mark that stands on one; `None` for digits, punctuation, symbols and
    /// scripts that are not listed.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        let code = u32::from(c);
        let run = RUNS.partition_point(|(_, last, _)| *last < code);
        RUNS.get(run).filter(|(first, ..)| *first <= code).map(|(.., script)| *script)
    }

    /// Whether words are written without spaces between them.
    #[must_use]
    pub fn is_unspaced(self) -> bool {
        matches!(
            self,
            Self::Thai | Self::Lao | Self::Tibetan | Self::Myanmar | Self::Khmer | Self::Kana | Self::Han
        )
    }

    /// Whether the script has capital letters, which names begin with.
    #[must_use]
    pub fn is_cased(self) -> bool {
        matches!(self, Self::Latin | Self::Greek | Self::Cyrillic | Self::Armenian)
    }
}

impl Language {
    /// The scripts that texts in this language are written in; Latin for a language that is not listed, and
    /// none for [`Language::UNKNOWN`].
    #[must_use]
    pub fn scripts(self) -> &'static [Script] {
        match self.code() {
            "und" => &[],
            "ru" | "uk" | "be" | "bg" | "mk" | "ky" | "tg" | "tt" | "ba" | "cv" | "ce" | "mn" => {
                &[Script::Cyrillic]
            }
            "sr" | "bs" | "sh" | "uz" | "az" | "kk" | "tk" | "cnr" => &[Script::Latin, Script::Cyrillic],
            "el" => &[Script::Greek],
            "hy" => &[Script::Armenian],
            "ka" => &[Script::Georgian],
            "he" | "yi" => &[Script::Hebrew],
            "ar" | "fa" | "ur" | "ps" | "ug" | "sd" | "ckb" | "arz" | "ary" => &[Script::Arabic],
            "ku" | "ms" => &[Script::Latin, Script::Arabic],
            "am" | "ti" => &[Script::Ethiopic],
            "hi" | "mr" | "ne" | "sa" | "mai" | "bho" | "kok" => &[Script::Devanagari],
            "bn" | "as" => &[Script::Bengali],
            "pa" => &[Script::Gurmukhi, Script::Arabic],
            "gu" => &[Script::Gujarati],
            "or" => &[Script::Oriya],
            "ta" => &[Script::Tamil],
            "te" => &[Script::Telugu],
            "kn" => &[Script::Kannada],
            "ml" => &[Script::Malayalam],
            "si" => &[Script::Sinhala],
            "th" => &[Script::Thai],
            "lo" => &[Script::Lao],
            "bo" | "dz" => &[Script::Tibetan],
            "my" => &[Script::Myanmar],
            "km" => &[Script::Khmer],
            "ko" => &[Script::Hangul, Script::Han],
            "ja" => &[Script::Kana, Script::Han],
            "zh" | "yue" | "wuu" | "lzh" => &[Script::Han],
            _ => &[Script::Latin],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_scripts_and_digits_have_none() {
        for (c, script) in [
            ('é', Script::Latin),
            ('ß', Script::Latin),
            ('ї', Script::Cyrillic),
            ('ى', Script::Arabic),
            ('ー', Script::Kana),
            ('語', Script::Han),
            ('ạ', Script::Latin),
        ] {
            assert_eq!(Script::of(c), Some(script), "{c}");
        }
        for c in ['1', '٣', '३', '。', '·', '×', ' ', '€'] {
            assert_eq!(Script::of(c), None, "{c}");
        }
    }

    #[test]
    fn every_detectable_language_is_written_in_what_the_detector_takes_for_it() {
        for (text, code) in
            [("ქართული", "ka"), ("ភាសាខ្មែរ", "km"), ("ଓଡ଼ିଆ", "or"), ("አማርኛ", "am"), ("සිංහල", "si")]
        {
            let language = super::super::detect(text).unwrap().language;
            assert_eq!(language.code(), code);
            assert!(
                text.chars().filter_map(Script::of).all(|script| language.scripts().contains(&script)),
                "{text}"
            );
        }
    }
}
