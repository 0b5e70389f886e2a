//! What the program knows of itself: the kinds of drift, the model.

use super::Outcome;
use anyhow::{Result, bail};
use std::{io::Write, path::Path};
use transdrift::drift::{Kind, checks};

/// Lists the kinds, or explains one.
pub fn kinds(name: Option<&str>) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    let Some(name) = name else {
        for kind in checks::KINDS {
            writeln!(out, "{:18} {:8}  {}", kind.name, kind.severity, kind.finds)?;
        }
        return Ok(Outcome::Clean);
    };
    let Some(kind) = checks::kind(name) else {
        let likeness = |kind: &Kind| strsim::jaro_winkler(kind.name, name);
        let nearest = checks::KINDS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        let nearest = nearest.map_or("", |k| k.name);
        bail!("there is no kind `{name}`; did you mean `{nearest}`? `transdrift kinds` lists them");
    };
    write!(out, "{}", kind.markdown())?;
    Ok(Outcome::Clean)
}

/// Says which model is used.
pub fn model(path: Option<&Path>) -> Result<Outcome> {
    let encoder = super::encoder(path)?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "model       {}", encoder.signature())?;
    writeln!(out, "from        {}", path.map_or("built in".to_owned(), |p| p.display().to_string()))?;
    writeln!(out, "dimensions  {}", encoder.dim())?;
    Ok(Outcome::Clean)
}
