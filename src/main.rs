//! The command line of `transdrift`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
