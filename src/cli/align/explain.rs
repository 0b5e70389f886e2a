//! What spoke for a group.

use super::{Alignment, plain};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    ops::Range,
};
use transdrift::align::{Bead, Group, PairBeads, Why};

/// The beads that a group was made from, with the pair of versions of each.
fn beads<'a>(
    pairs: &'a [PairBeads],
    group: &'a Group,
) -> impl Iterator<Item = (&'a PairBeads, &'a Bead, &'a Why)> {
    let holds = |version: usize, segments: &[usize]| {
        group.members.get(version).is_some_and(|members| segments.iter().any(|s| members.contains(s)))
    };
    pairs.iter().flat_map(move |pair| {
        let joins = move |bead: &&Bead| holds(pair.first, &bead.first) && holds(pair.second, &bead.second);
        let beads = pair.beads.iter().filter(joins);
        beads.filter_map(move |bead| Some((pair, bead, bead.why.as_ref()?)))
    })
}

/// Lines of reasons under a group; none where no explanation was asked for.
pub fn text(out: &mut impl Write, alignment: &Alignment<'_>, group: &Group) -> io::Result<()> {
    let Some(pairs) = alignment.pairs else { return Ok(()) };
    let name =
        |version: usize| alignment.versions.get(version).map_or_else(String::new, |v| plain(&v.document.id));
    let mut any = false;
    for (pair, bead, why) in beads(pairs, group) {
        any = true;
        let (first, second) = (name(pair.first), name(pair.second));
        let [total, needed, meaning, writing, length] =
            [why.meaning + why.writing + why.length, why.needed, why.meaning, why.writing, why.length]
                .map(shown);
        writeln!(
            out,
            "    why {first} {:?} and {second} {:?}: {total} of a typical true pair, {needed} needed: \
             meaning {meaning}, shared writing {writing}, length {length}",
            bead.first, bead.second
        )?;
        if let Some(rival) = &why.rival {
            writeln!(
                out,
                "        next best: {first} {} with {second} {}, {:.2}",
                rival.first, rival.second, rival.evidence
            )?;
        }
        if let Some(apart) = &why.apart {
            let part = |(x, y): &(Range<usize>, Range<usize>)| format!("{:?}:{:?}", list(x), list(y));
            writeln!(
                out,
                "        merged: {} and {} apart would be worth {:.2} less",
                part(&apart.parts[0]),
                part(&apart.parts[1]),
                apart.less
            )?;
        }
    }
    if !any {
        let members = group.members.iter().filter(|members| !members.is_empty()).count();
        let reason =
            if members > 1 { "the same words" } else { "nothing in the other versions comes near enough" };
        writeln!(out, "    why: {reason}")?;
    }
    Ok(())
}

/// The reasons as a JSON list; `None` where no explanation was asked for.
pub fn json(alignment: &Alignment<'_>, group: &Group) -> Option<Value> {
    let name = |version: usize| alignment.versions.get(version).map(|v| v.document.id.as_str());
    let reasons = beads(alignment.pairs?, group).map(|(pair, bead, why)| {
        json!({
            "versions": [name(pair.first), name(pair.second)],
            "bead": [bead.first, bead.second],
            "confidence": rounded(bead.confidence),
            "meaning": rounded(why.meaning),
            "writing": rounded(why.writing),
            "length": rounded(why.length),
            "needed": rounded(why.needed),
            "next": why.rival.as_ref().map(|rival| json!({
                "pair": [rival.first, rival.second],
                "evidence": rounded(rival.evidence),
            })),
            "apart": why.apart.as_ref().map(|apart| json!({
                "beads": apart.parts.each_ref().map(|(x, y)| [list(x), list(y)]),
                "less": rounded(apart.less),
            })),
        })
    });
    Some(reasons.collect())
}

fn list(range: &Range<usize>) -> Vec<usize> {
    range.clone().collect()
}

/// Two digits, and no minus before a nought.
fn shown(number: f32) -> String {
    format!("{:.2}", (f64::from(number) * 100.0).round() / 100.0 + 0.0)
}

fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}
