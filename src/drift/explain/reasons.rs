//! The sentence that a reviewer reads beside a finding of the vectors: who says what.

use super::{Cluster, Counterpart, folded, span, witness::Witness};
use crate::{
    document::Role,
    drift::{
        finding::{capital, number, quoted},
        table::Table,
    },
};

/// What one member says where a finding is.
struct Reading {
    version: usize,
    is_source: bool,
    /// As a reader sees it; `None` where it says nothing there.
    said: Option<String>,
    folded: String,
}

/// The reason of a finding, told from the side of the culprit, if there is one, else from that of the words. The words are never a
/// source's, which does not drift; of words that no other version has it is told whether the source has them, if that is known.
pub(super) fn reason(
    table: &Table<'_>,
    cluster: &Cluster,
    others: &[Counterpart],
    witness: Option<Witness>,
    culprit: Option<usize>,
) -> String {
    let mut all = readings(table, cluster, others);
    let found = all.first().map(|r| r.folded.clone()).unwrap_or_default();
    let at = culprit.and_then(|culprit| all.iter().position(|r| r.version == culprit)).unwrap_or_default();
    if at >= all.len() {
        return String::new();
    }
    let own = all.remove(at);
    let (sources, versions): (Vec<Reading>, Vec<Reading>) = all.into_iter().partition(|r| r.is_source);
    let count = |folded: &str| versions.iter().filter(|r| r.folded == folded).count();
    // What this one lacks, or what most of those say that say something else, something rather than nothing, and the first by its
    // words among equals.
    let weight = |r: &Reading| (own.said.is_none() && r.folded == found, count(&r.folded), r.said.is_some());
    let other = versions.iter().filter(|r| r.folded != own.folded).max_by(|x, y| {
        weight(x).cmp(&weight(y)).then_with(|| (&y.folded, &y.said).cmp(&(&x.folded, &x.said)))
    });
    let source = sources.first().filter(|_| matches!(witness, Some(Witness::Says | Witness::Lacks)));
    match (other, sources.first()) {
        (Some(other), _) if versions.len() == 1 => of_two(&own, other, source, culprit.is_some()),
        (Some(other), _) => {
            let counts = [count(&own.folded) + 1, count(&other.folded)];
            of_many(&own, other, source, counts, versions.len() + 1, culprit.is_some())
        }
        (None, Some(source)) => against_source(&own, source),
        (None, None) => String::new(),
    }
}

/// Those of all members, that of the cluster first.
fn readings(table: &Table<'_>, cluster: &Cluster, others: &[Counterpart]) -> Vec<Reading> {
    let reading = |member: usize, said: Option<String>, folded: &str| {
        let units = table.members.get(member)?;
        let is_source = units.role == Role::Source;
        Some(Reading { version: units.version, is_source, said, folded: folded.to_owned() })
    };
    let written =
        |member: usize, span| table.members.get(member).map(|m| quoted(m.written(span))).unwrap_or_default();
    let units = table.members.get(cluster.member).map(|m| m.list.as_slice()).unwrap_or_default();
    let same = folded(units.get(cluster.from..cluster.to).unwrap_or_default());
    let said = written(cluster.member, span(table, cluster.member, cluster.from, cluster.to));
    let copies =
        (0..table.len()).filter(|j| *j != cluster.member && table.side(cluster.member, *j).is_none());
    let own = std::iter::once(cluster.member).chain(copies).map(|i| reading(i, Some(said.clone()), &same));
    let others =
        others.iter().map(|o| reading(o.member, o.span.map(|span| written(o.member, span)), &o.folded));
    own.chain(others).flatten().collect()
}

/// A version and its source.
fn against_source(own: &Reading, source: &Reading) -> String {
    match (&own.said, &source.said) {
        (Some(own), Some(source)) => format!("The source says {source}; this one says {own}."),
        (Some(own), None) => format!("Nothing in the source answers to {own}."),
        (None, _) => String::new(),
    }
}

/// What a source says of words that some have and some lack: after those who have them, and after those who lack them.
fn in_source(source: Option<&Reading>) -> (String, &'static str) {
    match source.map(|source| &source.said) {
        Some(Some(said)) => (format!(", the source says {said}"), ""),
        Some(None) => (String::new(), " or in the source"),
        None => (String::new(), ""),
    }
}

/// Two versions, with a source or without.
fn of_two(own: &Reading, other: &Reading, source: Option<&Reading>, is_culprit: bool) -> String {
    let this_version = if is_culprit { "This version" } else { "One version" };
    let (with, nor) = in_source(source);
    match (&own.said, &other.said) {
        (Some(own), Some(other)) => format!("{this_version} says {own}, the other {other}."),
        (Some(own), None) => {
            format!("{this_version} says {own}{with}; nothing in the other{nor} answers to it.")
        }
        (None, Some(other)) => {
            format!("The other version says {other}{with}; nothing in this one{nor} answers to it.")
        }
        (None, None) => String::new(),
    }
}

/// Of three and more versions so many say what `own` says, and so many what `other` does.
fn of_many(
    own: &Reading,
    other: &Reading,
    source: Option<&Reading>,
    counts: [usize; 2],
    total: usize,
    is_culprit: bool,
) -> String {
    let ([a, b], (with, nor)) = (counts, in_source(source));
    let all = number(total);
    let this = if is_culprit { "this one" } else { "one" };
    let this_version = if is_culprit { "This version" } else { "One version" };
    let most = |n: usize| format!("{} of {all} versions", capital(&number(n)));
    let rest = if b > 1 { format!("the other {}", number(b)) } else { "the other".to_owned() };
    let says = |n: usize| if n > 1 { format!("{} say", number(n)) } else { format!("{} says", number(n)) };
    match (&own.said, &other.said) {
        (Some(own), Some(other)) if a > 1 && a >= b && !is_culprit => {
            format!("{} say {own}; {} {other}.", most(a), says(b))
        }
        (Some(own), Some(other)) if a > 1 && !is_culprit => {
            format!("{} say {other}; {} {own}.", most(b), says(a))
        }
        (Some(own), Some(other)) if b > 1 => format!("{} say {other}; {this} says {own}.", most(b)),
        (Some(own), Some(other)) => format!("{this_version} says {own}; one of the others says {other}."),
        (Some(own), None) if a > 1 && !is_culprit => {
            let lack = if a + b == total { rest } else { number(b) };
            format!("{} say {own}{with}; nothing in {lack}{nor} answers to it.", most(a))
        }
        (Some(own), None) => {
            let lack = if a + b == total { rest } else { format!("{} of the others", number(b)) };
            format!("{this_version} says {own}{with}; nothing in {lack}{nor} answers to it.")
        }
        // Only a culprit is told of for what it lacks.
        (None, Some(other)) if b > 1 => {
            format!("{} say {other}{with}; nothing in this one{nor} answers to it.", most(b))
        }
        (None, Some(other)) => {
            format!("One of the others says {other}{with}; nothing in this one{nor} answers to it.")
        }
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(said: Option<&str>) -> Reading {
        let said = said.map(|s| format!("“{s}”"));
        Reading { version: 0, is_source: false, folded: said.clone().unwrap_or_default(), said }
    }

    #[test]
    fn counts_are_those_of_versions_and_the_culprit_speaks_last() {
        let many = |own, other, counts, is_culprit| {
            of_many(&reading(own), &reading(other), None, counts, 4, is_culprit)
        };
        let (own, other) = (Some("sold"), Some("closed"));
        let cases = [
            (many(own, other, [1, 3], true), "Three of four versions say “closed”; this one says “sold”."),
            (many(own, other, [1, 2], false), "Two of four versions say “closed”; one says “sold”."),
            (many(own, other, [2, 2], false), "Two of four versions say “sold”; two say “closed”."),
            (many(own, other, [3, 1], false), "Three of four versions say “sold”; one says “closed”."),
            (many(own, other, [1, 1], true), "This version says “sold”; one of the others says “closed”."),
            (
                many(own, None, [1, 3], true),
                "This version says “sold”; nothing in the other three answers to it.",
            ),
            (
                many(own, None, [1, 2], true),
                "This version says “sold”; nothing in two of the others answers to it.",
            ),
            (
                many(own, None, [2, 1], false),
                "Two of four versions say “sold”; nothing in one answers to it.",
            ),
            (
                many(own, None, [3, 1], false),
                "Three of four versions say “sold”; nothing in the other answers to it.",
            ),
            (
                many(None, other, [1, 3], true),
                "Three of four versions say “closed”; nothing in this one answers to it.",
            ),
            (
                many(None, other, [1, 1], true),
                "One of the others says “closed”; nothing in this one answers to it.",
            ),
        ];
        for (said, expected) in cases {
            assert_eq!(said, expected);
        }
        let two_and_three = of_many(&reading(own), &reading(other), None, [2, 3], 5, false);
        assert_eq!(two_and_three, "Three of five versions say “closed”; two say “sold”.");
    }

    #[test]
    fn of_what_some_lack_the_source_says_its_own() {
        let (own, lacks, source) = (reading(Some("Montag")), reading(None), reading(Some("Monday")));
        let two = |source: &Reading| of_two(&own, &lacks, Some(source), true);
        assert_eq!(
            two(&source),
            "This version says “Montag”, the source says “Monday”; nothing in the other answers to it."
        );
        assert_eq!(
            two(&lacks),
            "This version says “Montag”; nothing in the other or in the source answers to it."
        );
        let many = |own, other, source: &Reading| of_many(own, other, Some(source), [1, 2], 3, true);
        assert_eq!(
            many(&lacks, &own, &source),
            "Two of three versions say “Montag”, the source says “Monday”; nothing in this one answers to it."
        );
        assert_eq!(
            many(&own, &lacks, &lacks),
            "This version says “Montag”; nothing in the other two or in the source answers to it."
        );
    }

    #[test]
    fn a_source_is_called_a_source() {
        let (version, source) = (reading(Some("voices")), reading(Some("Stimmen")));
        assert_eq!(against_source(&version, &source), "The source says “Stimmen”; this one says “voices”.");
        assert_eq!(against_source(&version, &reading(None)), "Nothing in the source answers to “voices”.");
    }
}
