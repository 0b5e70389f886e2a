//! Kinds of characters that segmentation, words and folding ask for.

/// Marks that close a quotation or a bracket. Some open in other languages (German “, Danish »).
pub(super) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
            | '】'
            | '〉'
            | '》'
            | '］'
            | '｝'
            | '｣'
            | '〕'
            | '〗'
            | '〟'
            | '＂'
    )
}

/// Marks that open a quotation or a bracket, the Spanish ones among them.
pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '‟'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '('
            | '['
            | '{'
            | '「'
            | '『'
            | '（'
            | '【'
            | '〈'
            | '《'
            | '［'
            | '｛'
            | '｢'
            | '〔'
            | '〖'
            | '〝'
            | '¿'
            | '¡'
            | '”'
            | '’'
            | '＂'
    )
}

/// Quotation marks of any kind, apostrophes included.
pub(super) fn is_quote(c: char) -> bool {
    is_closer(c) && is_opener(c)
}

/// Dashes and hyphens.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{2E3A}' | '\u{2E3B}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// Scripts that are written without spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{2FDF}'
        | '\u{3001}'..='\u{30FF}' | '\u{31C0}'..='\u{A4CF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}
