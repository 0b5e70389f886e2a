//! Scoring against a gold alignment.

use super::Alignment;
use anyhow::{Context, Result, bail};
use std::{fs, io::Write, path::Path};
use transdrift::align::gold::{self, GoldBead, Rates};

/// Reads a gold ladder.
pub fn read(path: &Path) -> Result<Vec<GoldBead>> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("--gold: {shown} cannot be read"))?;
    match gold::read_ladder(&text) {
        Ok(beads) => Ok(beads),
        Err(line) => {
            bail!("--gold: {shown}, line {line} is not a bead; write [0, 1]:[2], [] for an empty side")
        }
    }
}

/// Prints strict and lax agreement, and that of pairs of segments.
pub fn write(out: &mut impl Write, alignment: &Alignment<'_>, gold: &[GoldBead]) -> Result<()> {
    let lengths: Vec<usize> = alignment.versions.iter().map(|v| v.segments.len()).collect();
    let (first, second) = (lengths.first().copied().unwrap_or(0), lengths.get(1).copied().unwrap_or(0));
    let beyond = |bead: &&GoldBead| bead.0.iter().any(|i| *i >= first) || bead.1.iter().any(|j| *j >= second);
    if let Some(bead) = gold.iter().find(beyond) {
        bail!(
            "--gold: {:?}:{:?} is beyond the versions' {first} and {second} segments; \
             if the gold counts lines, say --split lines",
            bead.0,
            bead.1
        );
    }
    let said: Vec<GoldBead> = alignment
        .groups
        .iter()
        .map(|group| {
            let mut members = group.members.iter().cloned();
            (members.next().unwrap_or_default(), members.next().unwrap_or_default())
        })
        .collect();
    let agreement = gold::compare(&said, gold);
    writeln!(out, "        precision  recall  F1")?;
    for (name, rates) in [("strict", agreement.strict), ("lax", agreement.lax), ("pairs", agreement.pairs)] {
        row(out, name, rates)?;
    }
    Ok(())
}

fn row(out: &mut impl Write, name: &str, rates: Rates) -> std::io::Result<()> {
    writeln!(out, "{name:6}  {:<9.3}  {:<6.3}  {:.3}", rates.precision(), rates.recall(), rates.f1())
}
