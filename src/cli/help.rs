//! Completion scripts and the manual page.

use super::{Outcome, args::Arguments};
use anyhow::Result;
use clap::CommandFactory;
use std::io::{self, Write};

/// Prints a completion script.
pub fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "transdrift", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Clean)
}

/// Prints the manual page.
pub fn man() -> Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Outcome::Clean)
}
