//! `gender`: another sex of the same person.

use super::opposition::{Pole, poles, same_place};
use crate::{
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::contrast::{Side, Sort},
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "gender",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "A man where the other version has a woman in the same place: he and she, father and mother, and pronouns that show a person's sex.",
    matters: "Somebody else is meant, or the reader is told something wrong about a person.",
    examples: &[
        Example {
            language: "en",
            says: "The doctor said that [she] would call the family.",
            drifts: "The doctor said that [he] would call the family.",
        },
        Example {
            language: "de",
            says: "Seine [Schwester] wohnt in einem Dorf am See.",
            drifts: "Sein [Bruder] wohnt in einem Dorf am See.",
        },
        Example {
            language: "ru",
            says: "[Мать] мальчика пришла в школу.",
            drifts: "[Отец] мальчика пришёл в школу.",
        },
        Example {
            language: "zh", says: "医生说[她]明天会来。", drifts: "医生说[他]明天会来。"
        },
    ],
    misses: "Pronouns of languages in which they stand for things too (*il*, *er*, *он*) and endings of nouns and adjectives: there only nouns for persons count. *They* for one person, a name in place of a pronoun, and versions in different languages are not compared.",
};

/// Below this share of common words another person may be spoken of. By hand.
const LEAST_AGREEMENT: f32 = 0.55;

/// The check.
#[derive(Debug)]
pub struct Gender;

impl Check for Gender {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "The persons differ", lacks: "no such person" };
        let all: Vec<Vec<Pole>> = group.readings.iter().map(|r| poles(r, &[Sort::Gender])).collect();
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.agreement >= LEAST_AGREEMENT) {
            let (Some((a, b)), Some(in_a), Some(in_b)) = (group.both(pair), all.get(pair.a), all.get(pair.b))
            else {
                continue;
            };
            for x in in_a {
                for y in in_b.iter().filter(|y| same_place(pair, x.words, y.words)) {
                    if !x
                        .against(y)
                        .is_some_and(|(p, q)| outnumbers(in_a, in_b, p) && outnumbers(in_b, in_a, q))
                    {
                        continue;
                    }
                    clashes.push(Clash {
                        a: pair.a,
                        b: pair.b,
                        in_a: Said::words(a, x.span),
                        in_b: Said::words(b, y.span),
                        confidence: 0.3 + 0.5 * pair.trust(),
                        severity: KIND.severity,
                    });
                }
            }
        }
        judge(group, wording, &clashes)
    }
}

/// Whether a side is taken more often here than there: where both have as many, the order differs and no more.
fn outnumbers(here: &[Pole], there: &[Pole], side: Side) -> bool {
    let count = |poles: &[Pole]| poles.iter().filter(|p| p.sides.contains(&side)).count();
    count(here) > count(there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn another_sex_is_found() {
        for (language, texts) in [
            ("en", ["She lost her keys in the snow.", "She lost his keys in the snow."]),
            ("fr", ["Le fils du maire a gagné la course.", "La fille du maire a gagné la course."]),
            ("es", ["El informe habla de él sin rodeos.", "El informe habla de ella sin rodeos."]),
            ("ja", ["昨日、彼は駅に着いた。", "昨日、彼女は駅に着いた。"]),
            ("pl", ["Jego ojciec pracował w porcie.", "Jego matka pracowała w porcie."]),
        ] {
            assert_drift(&Gender, language, &texts);
        }
    }

    #[test]
    fn other_ways_of_naming_a_person_are_clean() {
        for (language, texts) in [
            ("en", ["Everyone should bring his ticket.", "Everyone should bring their ticket."]),
            ("en", ["He met her at the station.", "At the station he met her."]),
            ("en", ["The mayor said he was tired.", "The mayor said the work was tiring."]),
            ("de", ["Der Wagen ist alt, er rostet.", "Die Karre ist alt, sie rostet."]),
            ("fr", ["Le bureau est neuf, il brille.", "La table est neuve, elle brille."]),
            ("zh", ["其他人都走了。", "别的人都走了。"]),
            ("ru", ["Стол новый, он блестит.", "Парта новая, она блестит."]),
        ] {
            assert_clean(&Gender, language, &texts);
        }
    }
}
