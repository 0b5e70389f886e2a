//! `question`: one version asks, another states.

use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::Reading,
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::lexicon,
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "question",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "One version asks a question where another, in otherwise the same words, makes a statement.",
    matters: "A rumour that an article asks about becomes a fact that it reports, or the other way round.",
    examples: &[
        Example {
            language: "en",
            says: "Did the minister know about the payments[?]",
            drifts: "The minister did know about the payments.",
        },
        Example {
            language: "es",
            says: "¿Sabía el ministro de los pagos[?]",
            drifts: "Sabía el ministro de los pagos.",
        },
        Example {
            language: "zh", says: "部长知道这些付款吗[？]", drifts: "部长知道这些付款。"
        },
    ],
    misses: "Silent where the versions share few words, since a rhetorical question is often translated by a statement; across languages; and in Thai, whose questions often carry no mark.",
};

/// Below this share of common words the versions are worded too differently to set a question against a
/// statement. From harmless rewordings of questions, which rarely keep two thirds of the letters.
const LEAST_AGREEMENT: f32 = 0.66;

/// The check.
#[derive(Debug)]
pub struct Question;

impl Check for Question {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording =
            Wording { kind: KIND.name, differ: "One asks, the other states", lacks: "no question mark" };
        let marks: Vec<Option<Span>> = group.readings.iter().map(question_mark).collect();
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            let (Some((a, b)), Some(in_a), Some(in_b)) =
                (group.both(pair), marks.get(pair.a).copied(), marks.get(pair.b).copied())
            else {
                continue;
            };
            let comparable = pair.same_language && pair.agreement >= LEAST_AGREEMENT;
            let sentences = a.member.segments.len() == b.member.segments.len();
            if !comparable || !sentences || in_a.is_some() == in_b.is_some() {
                continue;
            }
            let asks_anyway =
                |reading: &Reading<'_>, mark: Option<Span>| mark.is_none() && asks_without_mark(reading);
            if asks_anyway(a, in_a) || asks_anyway(b, in_b) {
                continue;
            }
            let said = |reading: &Reading<'_>, mark: Option<Span>| Said {
                spans: vec![mark.unwrap_or_else(|| last_character(reading))],
                what: mark.map(|span| reading.written(span).to_owned()),
            };
            clashes.push(Clash {
                a: pair.a,
                b: pair.b,
                in_a: said(a, in_a),
                in_b: said(b, in_b),
                confidence: 0.6,
                severity: KIND.severity,
            });
        }
        judge(group, wording, &clashes)
    }
}

/// The marks of questions; Greek `;` only in Greek.
fn asks(reading: &Reading<'_>, c: char) -> bool {
    matches!(c, '?' | '？' | '؟' | '՞' | '፧' | '⁇' | '⁈' | '‽')
        || (c == ';' && reading.language.code() == "el")
}

/// The mark of a question that ends a sentence.
fn question_mark(reading: &Reading<'_>) -> Option<Span> {
    let extent = reading.extent();
    let text = reading.written(extent);
    text.char_indices()
        .filter(|(_, c)| asks(reading, *c))
        .map(|(at, c)| Span::new(at, at + c.len_utf8()).shift(extent.start))
        .next_back()
        // A question that more follows is often a condition: "Something missing? Call us."
        .filter(|mark| {
            !Span::new(mark.end, extent.end).of(reading.member.text).contains(char::is_alphanumeric)
        })
        .filter(|mark| !is_tag(reading, Span::new(extent.start, mark.start).of(reading.member.text)))
}

/// Whether what stands before the mark is a statement with a tag: “You will come, won't you”, “Vergiss es nicht, ja”.
/// English ones of a verb with “n't” and a pronoun are too many for a list.
fn is_tag(reading: &Reading<'_>, before: &str) -> bool {
    let Some((statement, tag)) = before.rsplit_once([',', '，', '،', '、']) else { return false };
    let tag = tag.trim().to_lowercase().replace('’', "'");
    let english = tag.split_once(' ').is_some_and(|(verb, pronoun)| {
        verb.ends_with("n't")
            && matches!(pronoun, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "there")
    });
    let tagged = || lexicon::any(reading.lexicon(), |l| l.tags.contains(&tag));
    statement.contains(char::is_alphanumeric) && (english || tagged())
}

/// A question without a mark at its end: one with more after it, or Japanese か, Chinese 吗, Thai ไหม.
fn asks_without_mark(reading: &Reading<'_>) -> bool {
    if reading.text.contains(|c| asks(reading, c)) {
        return true;
    }
    let end = reading.text.trim_end_matches(|c: char| !c.is_alphanumeric());
    // Thai has no word lists of its own.
    let thai = ["ไหม", "มั้ย", "หรือไม่", "หรือเปล่า"];
    (reading.language.code() == "th" && thai.iter().any(|p| end.ends_with(p)))
        || reading.lexicon().is_some_and(|l| l.question_particles.iter().any(|p| end.ends_with(p.as_str())))
}

/// The last character of what a reading says: where its question mark would stand.
fn last_character(reading: &Reading<'_>) -> Span {
    let extent = reading.extent();
    let last = reading.written(extent).char_indices().next_back().map_or(0, |(at, _)| at);
    Span::new(extent.start + last, extent.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn a_question_turned_statement_is_found() {
        assert_drift(&Question, "en", &["Is the dam safe?", "The dam is safe."]);
        assert_drift(&Question, "ar", &["هل وافقت الحكومة على الخطة؟", "وافقت الحكومة على الخطة."]);
    }

    #[test]
    fn tags_and_questions_that_more_follows_are_clean() {
        for (language, texts) in [
            ("en", ["You will come tomorrow, won't you?", "You will come tomorrow."]),
            ("de", ["Vergiss den Schlüssel nicht, ja?", "Vergiss den Schlüssel nicht."]),
            ("ru", ["Ты придёшь завтра, не так ли?", "Ты придёшь завтра."]),
            ("zh", ["你明天会来，对吧？", "你明天会来。"]),
            (
                "en",
                ["Did you test the parts???? BUYERS BEWARE!!!!", "Did you test the parts? BUYERS BEWARE????"],
            ),
        ] {
            assert_clean(&Question, language, &texts);
        }
    }

    #[test]
    fn a_question_after_a_comma_is_no_tag() {
        for (language, texts) in [
            (
                "en",
                ["Has the old bridge been closed, Mr Smith?", "The old bridge has been closed, Mr Smith."],
            ),
            ("zh", ["如果明天下雨，他会来吗？", "如果明天下雨，他会来。"]),
        ] {
            assert_drift(&Question, language, &texts);
        }
    }

    #[test]
    fn the_version_that_alone_states_is_the_culprit() {
        let found =
            assert_drift(&Question, "en", &["Is the dam safe?", "Is that dam safe?", "The dam is safe."]);
        assert_eq!(found.first().and_then(|f| f.culprit), Some(2));
    }

    #[test]
    fn other_wordings_of_a_question_are_clean() {
        assert_clean(&Question, "en", &["Is the dam safe?", "Can the dam be called safe?"]);
        assert_clean(&Question, "en", &["Who would have thought of that?", "Nobody could have foreseen it."]);
        assert_clean(&Question, "ja", &["大臣は知っていましたか。", "大臣は知っていましたか？"]);
        assert_clean(&Question, "zh", &["部长知道吗？", "部长知道吗"]);
        assert_clean(&Question, "es", &["¿Es segura la presa?", "¿La presa es segura?"]);
    }
}
