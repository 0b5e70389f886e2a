//! Tags and text of an HTML page, in one pass that never looks back.
//!
//! The rules are the tokenizer's of the HTML standard as far as they decide what is a tag and where it
//! ends. Text is handed on undecoded.

/// A tag or a piece of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text as it stands in the file, character references included.
    Text(&'a str),
    /// A start tag; a slash at its end means nothing in HTML.
    Start { name: String, attributes: Vec<Attribute<'a>>, line: usize },
    /// An end tag.
    End { name: String },
}

/// One attribute.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// In lower case.
    pub name: String,
    /// As it stands in the file.
    pub value: &'a str,
}

/// Attributes of one tag that are looked at; pages of the web have fewer than 50.
const MAX_ATTRIBUTES: usize = 100;

/// Longest name of a tag or attribute that is kept whole; none that means anything is longer.
const MAX_NAME: usize = 64;

/// Reads a page.
pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// Line of `counted`, and how far lines were counted.
    line: usize,
    counted: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, at: 0, line: 1, counted: 0 }
    }

    /// The next tag or text. Comments, declarations and a tag cut off by the end are passed over.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let mut following = rest.chars();
            if following.next() != Some('<') {
                return Some(Token::Text(self.advance(rest.find('<').unwrap_or(rest.len()))));
            }
            match following.next() {
                Some('!' | '?') => self.pass_comment(),
                Some('/') if following.next().is_some_and(|c| c.is_ascii_alphabetic()) => {
                    self.advance(2);
                    let name = self.name(|c| c == '>' || c == '/');
                    return self.attributes().map(|_| Token::End { name });
                }
                Some('/') => {
                    let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                    self.advance(end);
                }
                Some(c) if c.is_ascii_alphabetic() => {
                    let line = self.current_line();
                    self.advance(1);
                    let name = self.name(|c| c == '>' || c == '/');
                    return self.attributes().map(|attributes| Token::Start { name, attributes, line });
                }
                _ => return Some(Token::Text(self.advance(1))),
            }
        }
    }

    /// The content of an element that holds no tags, up to its end tag, which is passed over too; all the
    /// rest when it is not closed.
    pub(super) fn raw_content(&mut self, name: &str) -> &'a str {
        let rest = self.rest();
        let mut from = 0;
        while let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) {
            let end = from + found;
            let after = end + 2 + name.len();
            let is_name = rest.get(end + 2..after).is_some_and(|tag| tag.eq_ignore_ascii_case(name));
            if is_name
                && rest
                    .get(after..)
                    .is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r', '\x0C', '/', '>']))
            {
                let content = self.advance(end);
                let tag_end = self.rest().find('>').map_or(self.rest().len(), |at| at + 1);
                self.advance(tag_end);
                return content;
            }
            from = end + 2;
        }
        self.advance(rest.len())
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, by: usize) -> &'a str {
        let passed = self.html.get(self.at..self.at + by).unwrap_or_default();
        // A step off a character boundary cannot be; were it one, the end is the only safe place.
        self.at = if passed.len() == by { self.at + by } else { self.html.len() };
        passed
    }

    fn current_line(&mut self) -> usize {
        let passed = self.html.get(self.counted..self.at).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.counted = self.at;
        self.line
    }

    fn pass_comment(&mut self) {
        let rest = self.rest();
        let end = if let Some(comment) = rest.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let short = ["->", ">"].iter().find(|end| comment.starts_with(**end)).map(|end| 4 + end.len());
            short.or_else(|| comment.find("-->").map(|end| 4 + end + 3))
        } else {
            rest.find('>').map(|end| end + 1)
        };
        self.advance(end.unwrap_or(rest.len()));
    }

    fn name(&mut self, ends: fn(char) -> bool) -> String {
        let rest = self.rest();
        let end = rest.find(|c: char| is_space(c) || ends(c)).unwrap_or(rest.len());
        let name = self.advance(end);
        name.chars().take(MAX_NAME).map(|c| c.to_ascii_lowercase()).collect()
    }

    /// The attributes up to the tag's end; `None` when the file ends before the tag does.
    fn attributes(&mut self) -> Option<Vec<Attribute<'a>>> {
        let mut attributes = Vec::new();
        loop {
            let rest = self.rest();
            let skipped = rest.find(|c: char| !is_space(c) && c != '/')?;
            self.advance(skipped);
            if self.rest().starts_with('>') {
                self.advance(1);
                return Some(attributes);
            }
            // An equals sign at the start belongs to the name.
            let first = if self.rest().starts_with('=') { self.advance(1) } else { "" };
            let name = format!("{first}{}", self.name(|c| matches!(c, '>' | '/' | '=')));
            let value = self.value()?;
            if attributes.len() < MAX_ATTRIBUTES {
                attributes.push(Attribute { name, value });
            }
        }
    }

    fn value(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let spaces = rest.find(|c: char| !is_space(c))?;
        if !rest.get(spaces..)?.starts_with('=') {
            return Some("");
        }
        self.advance(spaces + 1);
        let spaces = self.rest().find(|c: char| !is_space(c))?;
        self.advance(spaces);
        let rest = self.rest();
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            self.advance(1);
            let end = self.rest().find(quote)?;
            let value = self.advance(end);
            self.advance(1);
            return Some(value);
        }
        let end = rest.find(|c: char| is_space(c) || c == '>')?;
        Some(self.advance(end))
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> String {
        let mut tokens = Tokens::new(html);
        let mut out = String::new();
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(text) => out.push_str(&["[", text, "]"].concat()),
                Token::Start { name, attributes, line } => {
                    let attributes = attributes
                        .iter()
                        .map(|a| format!(" {}={}", a.name, a.value))
                        .collect::<Vec<_>>()
                        .concat();
                    out.extend([format!("<{name}{attributes} @{line}>")]);
                }
                Token::End { name } => out.extend([format!("</{name}>")]),
            }
        }
        out
    }

    #[test]
    fn tags_attributes_and_lines() {
        assert_eq!(
            all("<P>a\n<IMG src = x/y alt='a>b' hidden/>c</p >"),
            "<p @1>[a\n]<img src=x/y alt=a>b hidden= @2>[c]</p>"
        );
        assert_eq!(all("<a=b =c>"), "<a=b =c= @1>");
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        assert_eq!(all("1 < 2 <3"), "[1 ][<][ 2 ][<][3]");
        assert_eq!(all("a<!-- <p> -->b<!-->c<!doctype html>d<?xml ?>e</ x>f"), "[a][b][c][d][e][f]");
        assert_eq!(all("a<p class='open"), "[a]");
        assert_eq!(all("é<é>"), "[é][<][é>]");
    }

    #[test]
    fn raw_content_ends_at_its_own_end_tag() {
        let mut tokens = Tokens::new("<script>a</scripty></p></SCRIPT x>b");
        assert!(matches!(tokens.next(), Some(Token::Start { .. })));
        assert_eq!(tokens.raw_content("script"), "a</scripty></p>");
        assert_eq!(tokens.next(), Some(Token::Text("b")));
    }

    #[test]
    fn a_hundred_thousand_attributes_take_no_time() {
        let html = format!("<p {}>x", (0..100_000).map(|i| format!("a{i}=1 ")).collect::<Vec<_>>().concat());
        let mut tokens = Tokens::new(&html);
        assert!(
            matches!(tokens.next(), Some(Token::Start { attributes, .. }) if attributes.len() == MAX_ATTRIBUTES)
        );
    }
}
