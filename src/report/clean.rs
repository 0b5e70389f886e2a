//! Makes other people's text safe to show: no control character, no reordering of its surroundings.

use std::{borrow::Cow, fmt::Write as _};

/// The text on one line, with everything that could command a terminal or reorder a line made visible.
///
/// Line ends and tabs become spaces; C0 controls become their pictures (U+2400…); C1 controls and the bidi
/// embeddings, overrides and isolates of UAX 9 become `⟨U+202E⟩`. Left-to-right marks stay: they reorder
/// nothing beyond their own place.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('\u{2421}'),
            c if is_unsafe(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "⟨U+{:04X}⟩", c as u32);
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Characters that must not reach a terminal or a page as they are.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character belongs to a script that is written from right to left: the blocks that UAX 9 gives
/// right-to-left defaults.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_become_pictures() {
        assert_eq!(visible("a\x1b[31mb\u{9b}2Jc\x07\x7f"), "a␛[31mb⟨U+009B⟩2Jc␇␡");
        assert_eq!(visible("one\r\ntwo\tthree\u{2028}four"), "one two three four");
    }

    #[test]
    fn overrides_are_shown_and_marks_stay() {
        assert_eq!(visible("a\u{202e}b\u{2066}c"), "a⟨U+202E⟩b⟨U+2066⟩c");
        assert!(matches!(visible("שלום\u{200f}, 東京"), Cow::Borrowed(_)));
    }
}
