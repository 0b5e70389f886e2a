//! What spoke for a group.

use super::{Alignment, plain, said};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    ops::Range,
};
use transdrift::align::{Bead, Group, PairBeads, Why};

/// A bead that a group was made from, with its pair of versions and what spoke for it.
type Reason<'a> = (&'a PairBeads, &'a Bead, &'a Why);

/// Why the segments of each group stand together.
pub struct Reasons<'a> {
    of_groups: Vec<Vec<Reason<'a>>>,
}

impl<'a> Reasons<'a> {
    /// Gives every bead to the groups that hold segments of both its sides.
    pub fn new(groups: &[Group], pairs: &'a [PairBeads]) -> Self {
        let mut holder = BTreeMap::new();
        for (id, group) in groups.iter().enumerate() {
            for (version, members) in group.members.iter().enumerate() {
                holder.extend(members.iter().map(|segment| ((version, *segment), id)));
            }
        }
        let holders = |version: usize, segments: &[usize]| -> BTreeSet<usize> {
            segments.iter().filter_map(|segment| holder.get(&(version, *segment)).copied()).collect()
        };
        let mut of_groups: Vec<Vec<Reason<'a>>> = vec![Vec::new(); groups.len()];
        for pair in pairs {
            for bead in &pair.beads {
                let Some(why) = &bead.why else { continue };
                let (first, second) = (holders(pair.first, &bead.first), holders(pair.second, &bead.second));
                for id in first.intersection(&second) {
                    if let Some(reasons) = of_groups.get_mut(*id) {
                        reasons.push((pair, bead, why));
                    }
                }
            }
        }
        Self { of_groups }
    }

    fn of(&self, group: usize) -> &[Reason<'a>] {
        self.of_groups.get(group).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Lines of reasons under a group; none where no explanation was asked for.
pub fn text(out: &mut impl Write, alignment: &Alignment<'_>, id: usize, group: &Group) -> io::Result<()> {
    let Some(reasons) = &alignment.reasons else { return Ok(()) };
    let name =
        |version: usize| alignment.versions.get(version).map_or_else(String::new, |v| plain(&v.document.id));
    for (pair, bead, why) in reasons.of(id) {
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
    if reasons.of(id).is_empty() {
        let mut texts =
            alignment.versions.iter().zip(&group.members).filter(|(_, members)| !members.is_empty());
        let reason = if texts.clone().count() > 1 {
            "the same words"
        } else if texts.all(|(version, members)| said(version, members).is_empty()) {
            "there is no text in it"
        } else {
            "nothing in the other versions comes near enough"
        };
        writeln!(out, "    why: {reason}")?;
    }
    Ok(())
}

/// The reasons as a JSON list; `None` where no explanation was asked for.
pub fn json(alignment: &Alignment<'_>, id: usize) -> Option<Value> {
    let name = |version: usize| alignment.versions.get(version).map(|v| v.document.id.as_str());
    let reasons = alignment.reasons.as_ref()?.of(id).iter().map(|(pair, bead, why)| {
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

/// Four digits.
pub fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}
