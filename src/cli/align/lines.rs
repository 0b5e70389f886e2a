//! Formats of one line a group, and the plain listing.

use super::{Alignment, explain, plain, said};
use anyhow::Result;
use serde_json::{Map, json};
use std::io::{self, Write};

/// `[0, 1]:[2]:0.93` a bead, `[]` for the empty side.
pub fn ladder(out: &mut impl Write, alignment: &Alignment<'_>) -> io::Result<()> {
    for group in alignment.groups {
        let sides: Vec<String> = group.members.iter().map(|m| format!("{m:?}")).collect();
        writeln!(out, "{}:{:.2}", sides.join(":"), group.confidence)?;
    }
    Ok(())
}

/// One group a line, members by the versions' ids; versions without a member are left out.
pub fn jsonl(out: &mut impl Write, alignment: &Alignment<'_>) -> Result<()> {
    for (id, group) in alignment.groups.iter().enumerate() {
        let members: Map<_, _> = alignment
            .versions
            .iter()
            .zip(&group.members)
            .filter(|(_, members)| !members.is_empty())
            .map(|(version, members)| (version.document.id.clone(), json!(members)))
            .collect();
        // Written by hand so that the keys stand in the order of the contract.
        let confidence = explain::rounded(group.confidence);
        write!(
            out,
            "{{\"group\": {id}, \"confidence\": {confidence}, \"moved\": {}, \"members\": {}",
            group.moved,
            serde_json::to_string(&members)?
        )?;
        if let Some(why) = explain::json(alignment, id) {
            write!(out, ", \"why\": {why}")?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// A head line, then a line a group: number, confidence, moved, and for every version its segments and its text.
pub fn tsv(out: &mut impl Write, alignment: &Alignment<'_>) -> io::Result<()> {
    write!(out, "group\tconfidence\tmoved")?;
    for version in alignment.versions {
        let id = cell(&version.document.id);
        write!(out, "\t{id} segments\t{id}")?;
    }
    writeln!(out)?;
    for (id, group) in alignment.groups.iter().enumerate() {
        write!(out, "{id}\t{:.4}\t{}", group.confidence, group.moved)?;
        for (version, members) in alignment.versions.iter().zip(&group.members) {
            let numbers: Vec<String> = members.iter().map(ToString::to_string).collect();
            write!(out, "\t{}\t{}", numbers.join(","), cell(&said(version, members)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What neither begins a new cell nor a new line.
fn cell(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

/// Version under version, group by group, for reading.
pub fn text(out: &mut impl Write, alignment: &Alignment<'_>) -> io::Result<()> {
    let ids = alignment.versions.iter().map(|v| v.document.id.chars().count());
    let width = ids.max().unwrap_or(0);
    for (id, group) in alignment.groups.iter().enumerate() {
        let moved = if group.moved { "  moved" } else { "" };
        writeln!(out, "── {id}  {:.2}{moved}", group.confidence)?;
        for (version, members) in alignment.versions.iter().zip(&group.members) {
            for member in members {
                let said = said(version, &[*member]);
                writeln!(out, "{:width$}  {member:>4}  {}", plain(&version.document.id), plain(&said))?;
            }
        }
        explain::text(out, alignment, id, group)?;
    }
    Ok(())
}
