//! `role-swap`: two names, two words or two values have changed places.

mod values;

use super::opposition::{extent, hits};
use crate::{
    Span,
    drift::{
        Check, Comparison, Finding, Kind, Severity,
        comparison::{Reading, same_word},
        judge::{Clash, Said, Wording, judge},
        kind::Example,
    },
    features::contrast::{Contrasts, contrasts},
};

/// The kind.
pub const KIND: Kind = Kind {
    name: "role-swap",
    mqm: "accuracy/mistranslation",
    severity: Severity::Critical,
    finds: "Two names, words, numbers or dates that stand the other way round in the other version, though all words around them are the same: who did it and to whom, from where and to where, how long and how wide.",
    matters: "The guilty and the victim, the buyer and the seller, the start and the end of a journey change places.",
    examples: &[
        Example {
            language: "en",
            says: "The company bought flights from [London] to [Madrid] for all.",
            drifts: "The company bought flights from [Madrid] to [London] for all.",
        },
        Example {
            language: "fr",
            says: "En mai, [Durand] a accusé [Lambert] de fraude.",
            drifts: "En mai, [Lambert] a accusé [Durand] de fraude.",
        },
        Example {
            language: "de",
            says: "Der [Hund] verfolgte gestern den [Bären] im Wald.",
            drifts: "Der [Bären] verfolgte gestern den [Hund] im Wald.",
        },
        Example {
            language: "en",
            says: "The room is [5 m] long and [3 m] wide.",
            drifts: "The room is [3 m] long and [5 m] wide.",
        },
        Example {
            language: "zh", says: "[老师]感谢了[学生]的帮助。", drifts: "[学生]感谢了[老师]的帮助。"
        },
    ],
    misses: "Languages whose endings, not the order of words, say who does what (Russian, Polish, Turkish, Arabic, Hindi, Japanese, Korean), and swaps in sentences that are worded otherwise around the two. Lists, “X and Y”, “X is Y”, verbs that go both ways (met, married, played against) and adjuncts (“in Rome … in May”) may stand in any order and are not reported.",
};

/// The most words between the two: farther apart they have little to do with each other. By hand.
const FARTHEST: usize = 12;

/// The longest sentence that is looked at, in words: the work grows with the square.
const LONGEST: usize = 120;

/// Below this share of common words the sentence is worded otherwise. By hand.
const LEAST_AGREEMENT: f32 = 0.75;

/// The check.
#[derive(Debug)]
pub struct RoleSwap;

/// Words from the first up to, not including, the second index.
type Range = (usize, usize);

/// Two ranges of `a` and where they stand in `b`.
struct Swap {
    a: [Range; 2],
    b: [Range; 2],
    names: bool,
}

impl Check for RoleSwap {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn check(&self, group: &Comparison<'_>) -> Vec<Finding> {
        let wording = Wording { kind: KIND.name, differ: "Two have changed places", lacks: "no such words" };
        let mut clashes = Vec::new();
        for pair in group.pairs.iter().filter(|p| p.same_language && p.agreement >= LEAST_AGREEMENT) {
            let Some((a, b)) = group.both(pair) else { continue };
            let Some(found) = swap(a, b) else { continue };
            let said = |reading: &Reading<'_>, ranges: [Range; 2]| {
                let at = |i: usize| reading.words.get(i).map(|w| w.span).unwrap_or_default();
                let spans: Vec<Span> = ranges.iter().map(|(x, y)| at(*x).cover(at(y - 1))).collect();
                let [first, second] = ranges;
                let whole = at(first.0.min(second.0)).cover(at(first.1.max(second.1) - 1));
                Said { spans, what: Some(reading.written(whole).to_owned()) }
            };
            clashes.push(Clash {
                a: pair.a,
                b: pair.b,
                in_a: said(a, found.a),
                in_b: said(b, found.b),
                confidence: if found.names { 0.25 + 0.5 * pair.trust() } else { 0.2 + 0.4 * pair.trust() },
                severity: KIND.severity,
            });
        }
        let mut found = judge(group, wording, &clashes);
        let mut values = judge(group, wording, &of_values(group));
        for finding in &mut values {
            finding.numbers.insert(VALUES.to_owned(), 2.0);
        }
        found.extend(values);
        found
    }
}

/// Named among the numbers behind a finding. The head hardly sees which value stands where, so that its opinion of such a pair says nothing.
pub(in crate::drift) const VALUES: &str = "values that changed places";

/// How sure it is that values changed places where all other words are the same in the same order. By hand.
const SURE_OF_VALUES: f32 = 0.8;

fn of_values(group: &Comparison<'_>) -> Vec<Clash> {
    let pairs = group.pairs.iter().filter(|p| p.same_language);
    pairs
        .filter_map(|pair| {
            let (a, b) = group.both(pair)?;
            let [in_a, in_b] = values::exchanged(a, b)?;
            let said = |reading: &Reading<'_>, spans: [Span; 2]| {
                let [first, second] = spans;
                Said { spans: spans.to_vec(), what: Some(reading.written(first.cover(second)).to_owned()) }
            };
            Some(Clash {
                a: pair.a,
                b: pair.b,
                in_a: said(a, in_a),
                in_b: said(b, in_b),
                confidence: SURE_OF_VALUES,
                severity: KIND.severity,
            })
        })
        .collect()
}

/// The first two words of `a` that stand the other way round in `b`, all else being the same.
fn swap(a: &Reading<'_>, b: &Reading<'_>) -> Option<Swap> {
    let contrasts = contrasts(a.language)?;
    let symmetric = contrasts.symmetric.as_ref()?;
    if a.words.len().max(b.words.len()) > LONGEST {
        return None;
    }
    let places: Vec<Option<usize>> = (0..a.words.len()).map(|i| only_place(a, b, i)).collect();
    for i in 0..a.words.len() {
        let Some(p) = places.get(i).copied().flatten() else { continue };
        for j in i + 2..a.words.len().min(i + 2 + FARTHEST) {
            let Some(q) = places.get(j).copied().flatten().filter(|q| *q < p) else { continue };
            let Some(found) = exchange(a, b, (i, j), (p, q)) else { continue };
            if !is_harmless(a, contrasts, symmetric, &found) {
                return Some(found);
            }
        }
    }
    None
}

/// Where the word of `a` stands in `b`, if each has it once.
fn only_place(a: &Reading<'_>, b: &Reading<'_>, i: usize) -> Option<usize> {
    let word = &a.words.get(i)?.folded;
    let digits = word.chars().all(char::is_numeric);
    // Short words (articles, prepositions) are exchanged with the wording, short names (Ana, Leo) are not.
    let capital = a.written(a.words.get(i)?.span).starts_with(char::is_uppercase);
    let least = if !contrasts_has_spaces(a) {
        2
    } else if capital {
        3
    } else {
        4
    };
    if !digits && word.chars().count() < least {
        return None;
    }
    let mut here = b.words.iter().enumerate().filter(|(_, w)| w.folded == *word);
    let (at, _) = here.next()?;
    (here.next().is_none() && a.words.iter().filter(|w| w.folded == *word).count() == 1).then_some(at)
}

/// Whether putting the two in each other's place makes `b` of `a`, as far as the words between and beside them
/// show. Names take their neighbouring names along.
#[allow(
    clippy::many_single_char_names,
    reason = "a and b have the words i and j, at p and q, in the ranges x and y"
)]
fn exchange(
    a: &Reading<'_>,
    b: &Reading<'_>,
    (i, j): (usize, usize),
    (p, q): (usize, usize),
) -> Option<Swap> {
    let word = |r: &Reading<'_>, at: usize| r.words.get(at).map(|w| w.folded.clone());
    let capital = |r: &Reading<'_>, at: usize| {
        r.words.get(at).is_some_and(|w| r.written(w.span).starts_with(char::is_uppercase))
    };
    let grown = |at: usize, to: usize| -> (Range, Range) {
        let (mut own, mut other) = ((at, at + 1), (to, to + 1));
        while capital(a, own.1) && capital(b, other.1) && word(a, own.1) == word(b, other.1) {
            own.1 += 1;
            other.1 += 1;
        }
        while own.0 > 0
            && other.0 > 0
            && capital(a, own.0 - 1)
            && capital(b, other.0 - 1)
            && word(a, own.0 - 1) == word(b, other.0 - 1)
        {
            own.0 -= 1;
            other.0 -= 1;
        }
        (own, other)
    };
    let ((x, in_b_x), (y, in_b_y)) = (grown(i, p), grown(j, q));
    let (between_a, between_b) = (x.1..y.0, in_b_y.1..in_b_x.0);
    if between_a.is_empty() || between_a.len() != between_b.len() {
        return None;
    }
    let alike = |i: usize, j: usize| match (a.words.get(i), b.words.get(j)) {
        (Some(x), Some(y)) => same_word(&x.folded, &y.folded),
        (None, None) => true,
        _ => false,
    };
    let same_between = between_a.zip(between_b).all(|(i, j)| alike(i, j));
    let before = match (x.0.checked_sub(1), in_b_y.0.checked_sub(1)) {
        (Some(i), Some(j)) => alike(i, j),
        (None, None) => true,
        _ => false,
    };
    let after = alike(y.1, in_b_x.1);
    // Each where it does not begin the sentence. German has a capital for every noun.
    let nouns = a.lexicon().is_some_and(|l| l.nouns_capitalised);
    let names = capital(b, in_b_x.0) && capital(a, y.0) && (!nouns || capital(a, x.0.max(1)));
    (same_between && before && after).then_some(Swap { a: [x, y], b: [in_b_x, in_b_y], names })
}

/// Whether the order of the two may be changed without harm.
fn is_harmless(
    a: &Reading<'_>,
    contrasts: &Contrasts,
    symmetric: &std::collections::BTreeSet<String>,
    found: &Swap,
) -> bool {
    let [x, y] = found.a;
    let between = a.words.get(x.1..y.0).unwrap_or_default();
    let joins = |w: &crate::features::Word| symmetric.contains(&w.folded);
    let names = found.names || !contrasts_has_spaces(a);
    if between.iter().all(joins) || (!names && between.len() < 2) {
        return true;
    }
    let at = |i: usize| a.words.get(i).map(|w| w.span).unwrap_or_default();
    let whole = a.written(Span::new(at(x.0).start, at(y.1 - 1).end));
    // A list, or clauses that may be told in any order.
    if whole.contains([',', '、', '，', ';', '；', '/', '(', ':']) {
        return true;
    }
    // Two of a kind, joined: "the old and the new", "alternative music and indie music", with the noun first or last.
    if between.iter().any(joins) {
        let short = |w: &crate::features::Word| joins(w) || w.folded.chars().count() <= 3;
        let word = |i: usize| a.words.get(i).map(|w| w.folded.as_str());
        let is =
            |w: Option<&crate::features::Word>, other| w.is_some_and(|w| Some(w.folded.as_str()) == other);
        let first = is(between.first(), word(y.1));
        let last = x.0 > 0 && is(between.last(), word(x.0 - 1));
        if first || last || (contrasts_has_spaces(a) && between.iter().all(short)) {
            return true;
        }
    }
    let reach = Span::new(at(x.0.saturating_sub(3)).start, at((y.1 + 2).min(a.words.len()) - 1).end);
    if hits(a, &contrasts.mutual).iter().any(|h| extent(a, h.span).is_some() && h.span.overlaps(reach)) {
        return true;
    }
    let dated = |range: Range| a.dates.iter().any(|d| (range.0..range.1).any(|i| d.span.overlaps(at(i))));
    if dated(x) || dated(y) {
        return true;
    }
    let before = |range: Range| range.0.checked_sub(1).and_then(|i| a.words.get(i)).map(|w| &w.folded);
    before(x).zip(before(y)).is_some_and(|(p, q)| p == q && contrasts.prepositions.contains(p))
}

fn contrasts_has_spaces(reading: &Reading<'_>) -> bool {
    reading.lexicon().is_none_or(|l| l.spaces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::checks::testing::{assert_clean, assert_drift};

    #[test]
    fn changed_places_are_found() {
        for (language, texts) in [
            (
                "en",
                [
                    "Yesterday Anna Berg sued Paul Klein in court.",
                    "Yesterday Paul Klein sued Anna Berg in court.",
                ],
            ),
            ("en", ["The nurse thanked the young driver.", "The driver thanked the young nurse."]),
            (
                "es",
                ["Ayer Pérez denunció a Gómez ante el juez.", "Ayer Gómez denunció a Pérez ante el juez."],
            ),
            ("pt", ["O trem vai de Lisboa para Braga.", "O trem vai de Braga para Lisboa."]),
            (
                "it",
                ["Il volo da Roma a Parigi parte alle nove.", "Il volo da Parigi a Roma parte alle nove."],
            ),
            ("nl", ["De trein van Utrecht naar Leiden is vol.", "De trein van Leiden naar Utrecht is vol."]),
        ] {
            assert_drift(&RoleSwap, language, &texts);
        }
    }

    #[test]
    fn values_that_changed_places_are_found() {
        for (language, texts) in [
            ("en", ["The room is 5 m long and 3 m wide.", "The room is 3 metres long and 5 metres wide."]),
            ("en", ["He came on 3 May and left on 5 May.", "He came on May 5 and left on May 3."]),
            ("en", ["Twelve men and 20 women were hurt.", "Twenty men and 12 women were hurt."]),
            ("de", ["Um 15 Uhr kam Anna, um 17 Uhr Peter.", "Um 17:00 kam Anna, um 15:00 Peter."]),
            ("zh", ["他九月三日到，九月五日走。", "他9月5日到，9月3日走。"]),
            ("ru", ["Он заплатил 50 рублей и получил 20.", "Он заплатил 20 рублей и получил 50."]),
        ] {
            assert_drift(&RoleSwap, language, &texts);
        }
    }

    #[test]
    fn values_whose_order_does_not_matter_are_clean() {
        for (language, texts) in [
            ("en", ["He came on 3 May and left on 5 May.", "He left on 5 May, and came on 3 May."]),
            ("en", ["Pages 3, 5 and 7 are missing.", "Pages 5, 3 and 7 are missing."]),
            ("en", ["Between 3 and 5 people came.", "Between 5 and 3 people came."]),
            ("de", ["Um 15 Uhr kam Anna, um 17 Uhr Peter.", "Um 17 Uhr kam Peter, um 15 Uhr Anna."]),
            ("fr", ["Il a 3 chats et 5 chiens.", "Il a cinq chiens et trois chats."]),
        ] {
            assert_clean(&RoleSwap, language, &texts);
        }
    }

    #[test]
    fn names_that_begin_the_sentence_are_found() {
        for (language, texts) in [
            ("en", ["Germany beat Brazil in the final.", "Brazil beat Germany in the final."]),
            ("en", ["Paul owes Anna fifty pounds.", "Anna owes Paul fifty pounds."]),
            ("fr", ["Marie remplace Paul à la mairie.", "Paul remplace Marie à la mairie."]),
        ] {
            assert_drift(&RoleSwap, language, &texts);
        }
    }

    #[test]
    fn relations_that_go_both_ways_are_clean() {
        for (language, texts) in [
            ("en", ["Anna is a cousin of Paul from Leeds.", "Paul is a cousin of Anna from Leeds."]),
            ("en", ["Anna lives next to Paul in Leeds.", "Paul lives next to Anna in Leeds."]),
            ("en", ["Anna danced with Paul until ten.", "Paul danced with Anna until ten."]),
            ("en", ["Smith played Jones on Sunday.", "Jones played Smith on Sunday."]),
            ("fr", ["La distance de Lyon à Paris est grande.", "La distance de Paris à Lyon est grande."]),
            ("it", ["Roma dista da Milano sei ore.", "Milano dista da Roma sei ore."]),
            ("pt", ["O João é vizinho do Pedro aqui.", "O Pedro é vizinho do João aqui."]),
            ("es", ["Ana es amiga de Luisa desde 1999.", "Luisa es amiga de Ana desde 1999."]),
            ("zh", ["北京到上海的距离很远。", "上海到北京的距离很远。"]),
        ] {
            assert_clean(&RoleSwap, language, &texts);
        }
    }

    #[test]
    fn orders_that_do_not_matter_are_clean() {
        for (language, texts) in [
            ("en", ["Anna and Paul left.", "Paul and Anna left."]),
            ("en", ["They sold apples, pears and plums.", "They sold plums, pears and apples."]),
            ("en", ["Yesterday Anna met Paul in town.", "Yesterday Paul met Anna in town."]),
            ("en", ["They play old music and new music.", "They play new music and old music."]),
            (
                "fr",
                [
                    "Elle joue la musique pop et la musique folk.",
                    "Elle joue la musique folk et la musique pop.",
                ],
            ),
            ("en", ["It was so pure and so personal.", "It was so personal and so pure."]),
            (
                "de",
                [
                    "Er liegt südlich des Rheins und östlich von Bonn.",
                    "Er liegt südlich von Bonn und östlich des Rheins.",
                ],
            ),
            ("en", ["Anna beat Paul.", "Paul was beaten by Anna."]),
            ("en", ["It came to London from Paris.", "It came from Paris to London."]),
            ("en", ["The capital is Paris.", "Paris is the capital."]),
            ("en", ["He spoke in Rome about trade in May.", "He spoke in May about trade in Rome."]),
            ("en", ["The road between Leeds and York is shut.", "The road between York and Leeds is shut."]),
            ("de", ["Den Mann biss der Hund.", "Der Hund biss den Mann."]),
            ("fr", ["Le match entre Lyon et Lille est fini.", "Le match entre Lille et Lyon est fini."]),
            ("ru", ["Орлов видел Соколова.", "Соколова видел Орлов."]),
            ("zh", ["北京和上海都下雨了。", "上海和北京都下雨了。"]),
        ] {
            assert_clean(&RoleSwap, language, &texts);
        }
    }
}
