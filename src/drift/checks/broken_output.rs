//! `broken-output`: text that no writer meant: doubled phrases, stray full stops, mojibake, leftover markup.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Place, Severity,
        comparison::{Pair, Reading},
        kind::Example,
    },
};
use std::collections::BTreeMap;

/// The kind.
pub const KIND: Kind = Kind {
    name: "broken-output",
    mqm: "fluency/unintelligible",
    severity: Severity::Major,
    finds: "The same phrase twice in a row, a sentence cut by a stray full stop, wrongly decoded characters (“Ã©”), leftover tags and placeholders, endless repetition.",
    matters: "Words are lost or doubled where a machine stumbled, and what stands around the place is rarely right either.",
    examples: &[
        Example {
            language: "en",
            says: "He assured the crowd that the dam was safe.",
            drifts: "[He assured he assured] the crowd that the dam was safe.",
        },
        Example {
            language: "en",
            says: "They did not say how the list might be used.",
            drifts: "They did not say how the list might be[. used].",
        },
        Example { language: "fr", says: "Le café est fermé.", drifts: "Le [cafÃ©] est fermé." },
        Example {
            language: "ru",
            says: "Дом закрыт на ремонт.",
            drifts: "Дом закрыт [закрыт закрыт закрыт] на ремонт.",
        },
    ],
    misses: "Doubled single words, unless three stand in a row: many languages double words on purpose. Whatever every version has is not reported.",
};

/// Longest phrase, in words, whose repetition is looked for: stutters of machine translation are short.
const LONGEST_PHRASE: usize = 6;

/// Words of a stutter; what goes on longer, more than three times, is a loop. By hand: a word four times over is a slip of one place.
const LONGEST_STUTTER: usize = 6;

/// What UTF-8 looks like when it is read as Windows-1252 or Latin-1, and the sign for an unreadable character.
const MOJIBAKE: &[&str] = &[
    "Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤", "ÃŸ", "Ã±", "Ã³", "Ã¡", "Ã§", "Ã\u{AD}", "Ãª", "Ã\u{A0}", "â€™", "â€œ",
    "â€", "â€“", "Â«", "Â»", "Â ", "Â\u{A0}", "ï»¿", "Ð°", "Ð¾", "Ñ\u{80}", "\u{FFFD}",
];

/// Markup and placeholders that belong to no reader.
const LEFTOVERS: &[&str] = &[
    "<b>", "</", "<i>", "<br", "<p>", "<unk>", "&nbsp;", "&amp;", "&quot;", "&#", "&lt;", "{{", "}}", "%s",
    "%d", "{0}", "{1}", "__PH", "[[", "⁇",
];

/// The check.
#[derive(Debug)]
pub struct BrokenOutput;

impl Check for BrokenOutput {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        for (index, reading) in group.readings.iter().enumerate().filter(|(_, r)| !r.is_source()) {
            let others: Vec<&Reading<'_>> =
                group.readings.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, r)| r).collect();
            let mut add = |span: Span, severity: Severity, confidence: f32, reason: String| {
                out.push(Finding {
                    kind: KIND.name,
                    severity,
                    confidence,
                    culprit: Some(reading.member.version),
                    against_source: Vec::new(),
                    places: vec![Place { version: reading.member.version, span }],
                    reason,
                    numbers: BTreeMap::new(),
                });
            };
            if let Some((span, times)) = repetition(reading) {
                // A stutter is plain to see and misleads nobody; a loop has swallowed what should follow.
                let loops = times > 3 && reading.words_in(span).count() > LONGEST_STUTTER;
                if loops || !others.iter().any(|r| repetition(r).is_some()) {
                    let words = reading.written(span);
                    let (severity, confidence) =
                        if loops { (Severity::Major, 0.9) } else { (Severity::Minor, 0.6) };
                    add(
                        span,
                        severity,
                        confidence,
                        format!("The same words stand {times} times in a row: “{words}”."),
                    );
                }
            }
            for (list, what) in [(MOJIBAKE, "Wrongly decoded characters"), (LEFTOVERS, "Leftover markup")] {
                if let Some(span) = listed(reading, list)
                    && !others.iter().any(|r| listed(r, list).is_some())
                {
                    add(span, KIND.severity, 0.8, format!("{what}: “{}”.", reading.written(span)));
                }
            }
            if let Some(span) = stray_stop(group, index, reading) {
                add(
                    span,
                    KIND.severity,
                    0.65,
                    format!("A full stop cuts the sentence: “{}”.", reading.written(span)),
                );
            }
        }
        out
    }
}

/// A phrase of two words or more that stands twice in a row, or a word three times, or a phrase of any length
/// more often: where, and how often.
fn repetition(reading: &Reading<'_>) -> Option<(Span, usize)> {
    let words = &reading.words;
    let letters = |i: usize| words.get(i).is_some_and(|w| w.folded.chars().any(char::is_alphabetic));
    for start in 0..words.len() {
        // The shortest first: “in spring” eight times is not a phrase of six words that stands twice.
        for length in 1..=LONGEST_PHRASE {
            let phrase = |from: usize| words.get(from..from + length);
            let Some(first) = phrase(start).filter(|_| (start..start + length).all(letters)) else {
                continue;
            };
            let same = |from: usize| {
                phrase(from).is_some_and(|p| p.iter().zip(first).all(|(x, y)| x.folded == y.folded))
            };
            let mut times = 1;
            while same(start + times * length) {
                times += 1;
            }
            // "Home, sweet home, sweet home" and lists have marks between; a stutter has none.
            let last = words.get(start + times * length - 1)?;
            let span = first.first()?.span.cover(last.span);
            let marked = reading
                .written(span)
                .contains([',', ';', '.', '!', '?', '、', '，', '。', '-', '–', '—', '"', '“', '…', ':']);
            let enough = if length == 1 { 3 } else { 2 };
            let distinct =
                length == 1 || first.iter().any(|w| Some(&w.folded) != first.first().map(|f| &f.folded));
            if times > 6 || (times >= enough && !marked && distinct && long(first)) {
                return Some((span, times));
            }
        }
    }
    None
}

/// Syllables of Chinese or Japanese repeat by chance; a phrase must have some letters.
fn long(phrase: &[crate::features::Word]) -> bool {
    phrase.iter().map(|w| w.folded.chars().count()).sum::<usize>() >= 4
}

fn listed(reading: &Reading<'_>, list: &[&str]) -> Option<Span> {
    reading.member.segments.iter().find_map(|segment| {
        let text = segment.span.of(reading.member.text);
        list.iter().find_map(|sign| {
            let at = text.find(sign)?;
            let start = text
                .get(..at)?
                .rfind(char::is_whitespace)
                .map_or(0, |i| i + text.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
            let end = text
                .get(at + sign.len()..)?
                .find(char::is_whitespace)
                .map_or(text.len(), |i| at + sign.len() + i);
            Some(Span::new(start, end).shift(segment.span.start))
        })
    })
}

/// A full stop before a word in small letters that no abbreviation explains, where another version of the
/// same language has the two words without it.
fn stray_stop(group: &Comparison<'_>, index: usize, reading: &Reading<'_>) -> Option<Span> {
    let lexicon = reading.lexicon()?;
    for (i, pair) in reading.words.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let between = Span::new(left.span.end, right.span.start);
        let stop = reading.written(between).trim_end() == "." && reading.written(between).len() > 1;
        let small = reading.written(right.span).starts_with(char::is_lowercase)
            && reading.written(left.span).starts_with(char::is_lowercase);
        let bare = left.folded.trim_end_matches('.');
        let abbreviation = lexicon.abbreviations.iter().any(|a| a == bare) || bare.chars().count() < 2;
        if !stop || !small || abbreviation {
            continue;
        }
        let partners: Vec<&Pair> =
            group.pairs.iter().filter(|p| (p.a == index || p.b == index) && p.same_language).collect();
        let whole = partners.iter().any(|p| {
            let (there, other) = if p.a == index { (p.in_b(i), p.b) } else { (p.in_a(i), p.a) };
            let (Some(j), Some(other)) = (there, group.readings.get(other)) else { return false };
            let after = other.words.get(j).map_or(0, |w| w.span.end);
            !Span::new(after, after + 1).of(other.member.text).starts_with('.')
        });
        if whole {
            return Some(left.span.cover(right.span));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn broken_text_is_found_in_the_version_that_has_it() {
        let found = assert_drift(
            &BrokenOutput,
            "de",
            &["Sie sagte das das Treffen.", "Sie sagte sie sagte das Treffen."],
        );
        assert_eq!(found.first().and_then(|f| f.culprit), Some(1));
        assert_drift(&BrokenOutput, "en", &["Click <b>here to start.", "Click here to start."]);
    }

    #[test]
    fn what_languages_double_on_purpose_is_clean() {
        assert_clean(&BrokenOutput, "en", &["He had had enough.", "He was very, very tired of it."]);
        assert_clean(&BrokenOutput, "id", &["Anak-anak bermain bersama.", "Anak anak bermain."]);
        assert_clean(&BrokenOutput, "zh", &["我们谢谢谢谢你们。", "我们感谢你们。"]);
        assert_clean(&BrokenOutput, "en", &["It took approx. five hours.", "It took about five hours."]);
        assert_clean(&BrokenOutput, "de", &["Das kostet ca. fünf Euro.", "Das kostet etwa fünf Euro."]);
        assert_clean(
            &BrokenOutput,
            "fr",
            &["Nous nous sommes vus, nous nous sommes parlé.", "On s’est vus et parlé."],
        );
        assert_clean(&BrokenOutput, "pt", &["São João não é longe.", "São João é perto."]);
    }
}
