//! `date-mismatch`: the versions give different dates, months or weekdays.

use crate::{
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::date::Date,
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "date-mismatch",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "A day, month, year or weekday that differs between versions, in words or in digits.",
    matters: "The reader comes on the wrong day, or places an event in the wrong year.",
    examples: &[
        Example {
            language: "en",
            says: "The library opens on [3 May] after the repairs.",
            drifts: "The library opens on [13 May] after the repairs.",
        },
        Example {
            language: "fr",
            says: "Le conseil se réunit [mardi] à la mairie.",
            drifts: "Le conseil se réunit [jeudi] à la mairie.",
        },
        Example {
            language: "ja",
            says: "会議は[11月3日]に開かれる。",
            drifts: "会議は[12月3日]に開かれる。",
        },
    ],
    misses: "Dates against days named otherwise (“tomorrow”, “Easter”), and calendars other than the Gregorian. 3/11 is read in both orders, so a swapped day and month passes.",
};

/// The check.
#[derive(Debug)]
pub struct DateMismatch;

impl Check for DateMismatch {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The dates differ", lacks: "no such date" };
        let mut clashes = Vec::new();
        for pair in &group.pairs {
            if let Some((a, b)) = group.both(pair) {
                clashes.extend(compare(pair, a, b));
            }
        }
        judge(group, wording, &clashes)
    }
}

fn compare(pair: &Pair, a: &Reading<'_>, b: &Reading<'_>) -> Vec<Clash> {
    let lacking = |own: &Date, other: &Reading<'_>| !other.dates.iter().any(|d| d.agrees(own));
    let mut only_b: Vec<&Date> = b.dates.iter().filter(|d| lacking(d, a)).collect();
    let mut out = Vec::new();
    for x in a.dates.iter().filter(|d| lacking(d, b)) {
        let Some(at) = only_b.iter().position(|y| x.comparable(y)) else { continue };
        let y = only_b.remove(at);
        out.push(Clash {
            a: pair.a,
            b: pair.b,
            in_a: Said::words(a, x.span),
            in_b: Said::words(b, y.span),
            confidence: 0.4 + 0.5 * pair.trust(),
            severity: KIND.severity,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{
        assert_clean, assert_clean_across, assert_drift, assert_drift_across,
    };

    #[test]
    fn other_dates_are_found() {
        assert_drift(&DateMismatch, "ru", &["Срок истекает 5 марта.", "Срок истекает 5 мая."]);
        assert_drift(&DateMismatch, "de", &["Am 3.11.2020 war Wahl.", "Am 3.11.2021 war Wahl."]);
        assert_drift_across(
            &DateMismatch,
            &[
                ("en", "The vote is on Wednesday, November 3."),
                ("es", "La votación es el miércoles 4 de noviembre."),
            ],
        );
    }

    #[test]
    fn months_alone_are_dates_in_lower_case_too() {
        for (language, texts) in [
            ("pt", ["A fábrica fechou em março.", "A fábrica fechou em maio."]),
            ("es", ["La fábrica cerró en marzo.", "La fábrica cerró en mayo."]),
            ("fr", ["L'usine a fermé en mars.", "L'usine a fermé en mai."]),
            ("nl", ["De fabriek sloot in maart.", "De fabriek sloot in mei."]),
        ] {
            assert_drift(&DateMismatch, language, &texts);
        }
        assert_clean(&DateMismatch, "en", &["They may march on.", "They might march on, an august crowd."]);
        assert_clean(&DateMismatch, "tr", &["Ocak yanıyor, ocak sıcak.", "Soba yanıyor, soba sıcak."]);
        assert_clean_across(&DateMismatch, &[("en", "It closed in May."), ("es", "Cerró en mayo.")]);
    }

    #[test]
    fn one_date_in_other_forms_is_clean() {
        assert_clean(
            &DateMismatch,
            "en",
            &["On November 3, 2020 they voted.", "They voted on 3rd November 2020."],
        );
        assert_clean(&DateMismatch, "en", &["It may rain in March.", "It might rain in March."]);
        assert_clean_across(&DateMismatch, &[("de", "Am 3. November 2020"), ("en", "On 11/3/2020")]);
        assert_clean_across(
            &DateMismatch,
            &[("zh", "2020年11月3日举行选举"), ("ru", "Выборы прошли 3 ноября 2020 года")],
        );
        assert_clean_across(
            &DateMismatch,
            &[("en", "The term ends on 5 May."), ("pl", "Kadencja kończy się 5 maja.")],
        );
        assert_clean(&DateMismatch, "en", &["On Wednesday evening he spoke.", "On November 4 he spoke."]);
    }
}
