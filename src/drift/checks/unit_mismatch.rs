//! `unit-mismatch`: the same number with another unit or currency.

use crate::{
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Pair, Reading},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::{number::same_value, unit::Quantity},
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "unit-mismatch",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "The same number with another unit or currency, where the two are not one quantity converted.",
    matters: "Five miles are not five kilometres, and 5 mg are not 5 g.",
    examples: &[
        Example {
            language: "en",
            says: "The village lies [12 kilometres] from the coast.",
            drifts: "The village lies [12 miles] from the coast.",
        },
        Example {
            language: "es",
            says: "La reparación costó [300 euros] en total.",
            drifts: "La reparación costó [300 dólares] en total.",
        },
        Example { language: "zh", says: "每次服用[5毫克]。", drifts: "每次服用[5克]。" },
    ],
    misses: "Units without a number, units that are not in the list, and dollars of different countries where the country is not written.",
};

/// The check.
#[derive(Debug)]
pub struct UnitMismatch;

impl Check for UnitMismatch {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The units differ", lacks: "no such unit" };
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
    let same_number =
        |x: &Quantity, y: &Quantity| x.values.iter().any(|v| y.values.iter().any(|w| same_value(*v, *w)));
    let answered = |x: &Quantity, other: &Reading<'_>| {
        other.quantities.iter().any(|y| x.converts_to(y) || (same_number(x, y) && x.same_unit(y)))
    };
    let mut out = Vec::new();
    for x in a.quantities.iter().filter(|q| !answered(q, b)) {
        for y in b.quantities.iter().filter(|q| same_number(x, q) && !answered(q, a)) {
            let confidence =
                if x.same_dimension(y) { 0.4 + 0.5 * pair.trust() } else { 0.25 + 0.4 * pair.trust() };
            out.push(Clash {
                a: pair.a,
                b: pair.b,
                in_a: Said::words(a, x.span),
                in_b: Said::words(b, y.span),
                confidence,
                severity: KIND.severity,
            });
        }
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
    fn other_units_are_found() {
        assert_drift(&UnitMismatch, "ru", &["Мешок весит 5 килограммов.", "Мешок весит 5 тонн."]);
        assert_drift_across(&UnitMismatch, &[("en", "It cost $40."), ("de", "Es kostete 40 Euro.")]);
        assert_drift(&UnitMismatch, "en", &["Boil it for 10 minutes.", "Boil it for 10 hours."]);
    }

    #[test]
    fn the_same_quantity_is_clean() {
        assert_clean(&UnitMismatch, "en", &["It weighs 5 kg.", "It weighs 5 kilograms."]);
        assert_clean(&UnitMismatch, "pl", &["Wieje do 90 kilometrów na godzinę.", "Wieje do 90 km/h."]);
        assert_clean(&UnitMismatch, "en", &["It rose by 5%.", "It rose by five percent."]);
        assert_clean(&UnitMismatch, "en", &["The prize is US$5 million.", "The prize is 5 million dollars."]);
        assert_clean_across(&UnitMismatch, &[("de", "Es sind 12 Grad."), ("en", "It is 12 °C.")]);
        assert_clean_across(&UnitMismatch, &[("ja", "3時間かかった。"), ("fr", "Cela a pris 3 heures.")]);
        assert_clean_across(&UnitMismatch, &[("zh", "他付了50元。"), ("en", "He paid 50 yuan.")]);
    }
}
