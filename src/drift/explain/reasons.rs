//! The sentence that a reviewer reads beside a finding of the vectors: who says what.

use super::{Cluster, Counterpart, folded, span};
use crate::{
    document::Role,
    drift::{finding::quoted, table::Table},
};

/// What one member says where a finding is.
struct Reading {
    version: usize,
    is_source: bool,
    /// As a reader sees it; `None` where it says nothing there.
    said: Option<String>,
    folded: String,
}

/// The reason of a finding, told from the side of the culprit, if there is one, else from that of the words.
pub(super) fn reason(
    table: &Table<'_>,
    cluster: &Cluster,
    others: &[Counterpart],
    culprit: Option<usize>,
) -> String {
    let mut all = readings(table, cluster, others);
    let found = all.first().map(|r| (r.is_source, r.folded.clone())).unwrap_or_default();
    let at = culprit.and_then(|culprit| all.iter().position(|r| r.version == culprit)).unwrap_or_default();
    if at >= all.len() {
        return String::new();
    }
    let own = all.remove(at);
    let (sources, versions): (Vec<Reading>, Vec<Reading>) = all.into_iter().partition(|r| r.is_source);
    let total = versions.len() + usize::from(!own.is_source);
    let count = |folded: &str| versions.iter().filter(|r| r.folded == folded).count();
    // What most of those say that do not say the same, something rather than nothing, and the first by its words among equals; where
    // this one lacks something, that.
    let other = versions.iter().filter(|r| r.folded != own.folded).max_by(|x, y| {
        let is_found = |r: &Reading| own.said.is_none() && r.folded == found.1;
        let (x_is, y_is) = (is_found(x), is_found(y));
        let commoner = count(&x.folded).cmp(&count(&y.folded)).then(x.said.is_some().cmp(&y.said.is_some()));
        x_is.cmp(&y_is).then(commoner).then_with(|| y.folded.cmp(&x.folded))
    });
    let is_lacking = own.said.is_none() && found.0;
    match (other.filter(|_| !is_lacking), sources.first()) {
        (Some(other), _) if own.is_source && total == 1 => against_source(&own, other),
        (Some(other), _) if own.is_source => of_source(&own, other, count(&other.folded), total),
        (Some(other), _) if total == 2 => of_two(&own, other, culprit.is_some()),
        (Some(other), _) => {
            let counts = [count(&own.folded) + 1, count(&other.folded)];
            of_many(&own, other, counts, total, culprit.is_some())
        }
        (None, Some(source)) => against_source(source, &own),
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

/// A source and what its translation says.
fn against_source(source: &Reading, version: &Reading) -> String {
    match (&source.said, &version.said) {
        (Some(source), Some(version)) => format!("The source says {source}; this one says {version}."),
        (Some(source), None) => format!("The source says {source}, which nothing in the version answers to."),
        (None, Some(version)) => format!("Nothing in the source answers to {version}."),
        (None, None) => String::new(),
    }
}

/// A source and what so many of all its translations say.
fn of_source(source: &Reading, version: &Reading, count: usize, total: usize) -> String {
    let Some(source) = &source.said else { return String::new() };
    let (count, total) = (number(count), number(total));
    match &version.said {
        Some(version) => format!("The source says {source}; {count} of {total} versions: {version}."),
        None => format!("The source says {source}; nothing in {count} of {total} versions answers to it."),
    }
}

/// Two versions, with a source or without.
fn of_two(own: &Reading, other: &Reading, is_culprit: bool) -> String {
    let this_version = if is_culprit { "This version" } else { "One version" };
    match (&own.said, &other.said) {
        (Some(own), Some(other)) => format!("{this_version} says {own}, the other {other}."),
        (Some(own), None) => format!("{this_version} says {own}; nothing in the other answers to it."),
        (None, Some(other)) if is_culprit => {
            format!("The other version says {other}; nothing in this one answers to it.")
        }
        (None, Some(other)) => format!("One version says {other}; nothing in the other answers to it."),
        (None, None) => String::new(),
    }
}

/// Of three and more versions so many say what `own` says, and so many what `other` does.
fn of_many(own: &Reading, other: &Reading, counts: [usize; 2], total: usize, is_culprit: bool) -> String {
    let [a, b] = counts;
    let (all, this) = (number(total), if is_culprit { "this one" } else { "one" });
    let this_version = if is_culprit { "This version" } else { "One version" };
    match (&own.said, &other.said) {
        (Some(own), Some(other)) if a > 1 && !is_culprit && a >= b => {
            let says = if b > 1 { "say" } else { "says" };
            format!("{} of {all} versions say {own}; {} {says} {other}.", capital(&number(a)), number(b))
        }
        (Some(own), Some(other)) if b > 1 => {
            let says =
                if a > 1 && !is_culprit { format!("{} say", number(a)) } else { format!("{this} says") };
            format!("{} of {all} versions say {other}; {says} {own}.", capital(&number(b)))
        }
        (Some(own), Some(other)) => {
            format!("{this_version} says {own}; the others do not, one of them {other}.")
        }
        (Some(own), None) if a > 1 && !is_culprit => {
            format!(
                "{} of {all} versions say {own}; nothing in {} answers to it.",
                capital(&number(a)),
                number(b)
            )
        }
        (Some(own), None) => {
            format!("{this_version} says {own}; nothing in {} of the others answers to it.", number(b))
        }
        (None, Some(other)) if b > 1 => {
            format!("{} of {all} versions say {other}; nothing in {this} answers to it.", capital(&number(b)))
        }
        (None, Some(other)) => {
            format!("One of the others says {other}; nothing in {this} answers to it.")
        }
        (None, None) => String::new(),
    }
}

fn number(n: usize) -> String {
    const WORDS: [&str; 11] =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
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
        let many =
            |own, other, counts, is_culprit| of_many(&reading(own), &reading(other), counts, 4, is_culprit);
        let (own, other) = (Some("sold"), Some("closed"));
        let cases = [
            (many(own, other, [1, 3], true), "Three of four versions say “closed”; this one says “sold”."),
            (many(own, other, [1, 2], false), "Two of four versions say “closed”; one says “sold”."),
            (many(own, other, [2, 2], false), "Two of four versions say “sold”; two say “closed”."),
            (many(own, other, [3, 1], false), "Three of four versions say “sold”; one says “closed”."),
            (
                many(own, other, [1, 1], true),
                "This version says “sold”; the others do not, one of them “closed”.",
            ),
            (
                many(own, None, [1, 3], true),
                "This version says “sold”; nothing in three of the others answers to it.",
            ),
            (
                many(own, None, [3, 1], false),
                "Three of four versions say “sold”; nothing in one answers to it.",
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
    }

    #[test]
    fn a_source_is_called_a_source() {
        let (source, version) = (reading(Some("Stimmen")), reading(Some("voices")));
        assert_eq!(against_source(&source, &version), "The source says “Stimmen”; this one says “voices”.");
        assert_eq!(
            of_source(&source, &version, 2, 3),
            "The source says “Stimmen”; two of three versions: “voices”."
        );
        assert_eq!(
            of_source(&source, &reading(None), 1, 2),
            "The source says “Stimmen”; nothing in one of two versions answers to it."
        );
    }
}
