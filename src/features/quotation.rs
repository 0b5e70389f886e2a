//! Quoted words, in every style of quotation marks.

use crate::Span;

/// Words between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// Marks included.
    pub span: Span,
    /// The quoted words, without the marks.
    pub inner: Span,
}

/// An opening mark and the marks that may close it. Book-title brackets (《》, 〈〉) quote nobody.
const STYLES: &[(char, &[char])] = &[
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '‟', '"']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('‹', &['›']),
    ('›', &['‹', '›']),
    ('‚', &['‘', '’']),
    ('「', &['」']),
    ('『', &['』']),
    ('"', &['"', '”']),
    ('＂', &['＂']),
    ('‘', &['’']),
    ('\'', &['\'']),
];

/// The quotations of `text`, in order, not nested: marks inside a quotation belong to it.
///
/// A mark that opens and is never closed quotes the rest of the text, as a speech that runs over several
/// sentences does. Apostrophes do not close: `’` counts only where no letter follows.
#[must_use]
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut open: Option<(usize, usize, &[char])> = None;
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let end = at + c.len_utf8();
        match open {
            Some((start, inner, closing)) => {
                if closing.contains(&c) && closes(c, after) {
                    out.push(Quotation { span: Span::new(start, end), inner: Span::new(inner, at) });
                    open = None;
                }
            }
            None => {
                if let Some((_, closing)) = STYLES.iter().find(|(o, _)| *o == c)
                    && opens(before, after)
                {
                    open = Some((at, end, closing));
                }
            }
        }
        before = c;
    }
    // An apostrophe at a word's start opens nothing.
    if let Some((start, inner, closing)) = open
        && !closing.iter().any(|c| matches!(c, '’' | '\''))
    {
        out.push(Quotation { span: Span::new(start, text.len()), inner: Span::new(inner, text.len()) });
    }
    out.retain(|q| q.inner.of(text).chars().any(char::is_alphanumeric));
    out
}

/// A mark opens before something and not right after a letter or digit of a spaced script: 5" is inches.
fn opens(before: char, after: Option<char>) -> bool {
    let attached = before.is_alphanumeric() && before < '\u{3000}';
    !attached && after.is_some()
}

/// A curly or straight single mark inside a word is an apostrophe.
fn closes(mark: char, after: Option<char>) -> bool {
    !(matches!(mark, '’' | '‘' | '\'') && after.is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_read() {
        for (text, inner) in [
            ("He said “we won’t go” again.", "we won’t go"),
            ("Er sagte: „Wir gehen“, und ging.", "Wir gehen"),
            ("Il a dit « nous partons » hier.", " nous partons "),
            ("Er sagte: »Wir gehen« und ging.", "Wir gehen"),
            ("彼は「行かない」と言った。", "行かない"),
            ("她说：“我不去。”", "我不去。"),
            ("He said \"we go\".", "we go"),
            ("Sie sagte ‘it’s late’ und ging", "it’s late"),
        ] {
            let found: Vec<&str> = quotations(text).iter().map(|q| q.inner.of(text)).collect();
            assert_eq!(found, [inner], "{text}");
        }
    }

    #[test]
    fn inches_and_apostrophes_are_not_quotations() {
        assert_eq!(quotations("A 5\" screen for the users’ desks and the ’90s"), []);
    }

    #[test]
    fn an_open_speech_runs_to_the_end() {
        let text = "„Wir gehen. Und ihr?";
        assert_eq!(quotations(text).first().map(|q| q.inner.of(text)), Some("Wir gehen. Und ihr?"));
    }
}
