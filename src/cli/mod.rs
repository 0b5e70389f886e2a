//! Commands: arguments in, exit code out. Data goes to standard output, everything else to standard error.

mod align;
mod args;
mod help;
mod inspect;
mod report;
mod score;

use anyhow::{Result, bail};
use args::{Arguments, Command};
use clap::Parser;
use std::{io, process::ExitCode, sync::Arc};
use transdrift::{
    Analyzer, Config, Document, Error, Role,
    encode::{self, Encoder},
    glossary::Glossary,
    input,
    notice::{Notice, NoticeKind},
};

/// How a command ended; the exit codes are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// 0: done, and no drift at or above `--fail-on`.
    Clean,
    /// 1: done, and there is.
    Drift,
    /// 2: some or all of the work could not be done.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Drift => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Columns of the terminal that standard output is; `None` where it is a file or a pipe, whatever else is a
/// terminal.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Runs the command that was asked for.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; everything else is a mistake in the call.
            let outcome = if error.use_stderr() { Outcome::Failed } else { Outcome::Clean };
            let _ = error.print();
            return outcome.into();
        }
    };
    arguments.color.into_choice().write_global();
    match bound_threads(arguments.threads).and_then(|()| dispatch(arguments)) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => Outcome::Clean.into(),
        Err(error) => {
            complain(&error);
            Outcome::Failed.into()
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<Outcome> {
    let model = arguments.model.as_deref();
    match arguments.command {
        Command::Report(options) => report::run(&options, model),
        Command::Align(options) => align::run(&options, model),
        Command::Score(options) => score::run(&options, model),
        Command::Kinds { kind } => inspect::kinds(kind.as_deref()),
        Command::Model => inspect::model(model),
        Command::Completions { shell } => help::completions(shell),
        Command::Man => help::man(),
    }
}

/// Bounds the worker threads; without a wish rayon obeys `RAYON_NUM_THREADS` and then the machine.
fn bound_threads(threads: Option<usize>) -> Result<()> {
    if let Some(threads) = threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    }
    Ok(())
}

/// The glossary that was asked for.
fn glossary(file: Option<&std::path::Path>) -> Result<Option<Arc<Glossary>>> {
    Ok(file.map(input::glossary::read).transpose()?.map(Arc::new))
}

/// The analyzer with the model that was asked for, or the default one.
fn analyzer(model: Option<&std::path::Path>, config: Config) -> Result<Analyzer> {
    Ok(Analyzer::new(encoder(model)?, config)?)
}

/// The model that was asked for, or the default one.
fn encoder(model: Option<&std::path::Path>) -> Result<Box<dyn Encoder>> {
    Ok(match model {
        Some(path) => encode::open(path)?,
        None => encode::default_encoder()?,
    })
}

/// What could be read of the files that a command names.
struct Texts {
    /// The versions, and the source last.
    documents: Vec<Document>,
    /// Files that were passed over.
    notices: Vec<Notice>,
    /// Whether everything could be read.
    whole: bool,
}

/// Reads the versions and the source that a command names. Files that cannot be read are complained of, and
/// the others go on.
fn read(files: &args::Files) -> Result<Texts> {
    let lang = files.language()?;
    let options = input::Options { lang, ..input::Options::default() };
    let mut reading = input::read_all(&files.versions, &options);
    if let Some(source) = &files.source {
        let options = input::Options { role: Role::Source, ..options };
        let mut read = input::read_all(std::slice::from_ref(source), &options);
        for document in &mut read.documents {
            while reading.documents.iter().any(|d| d.id == document.id) {
                document.id.insert_str(0, "source-");
            }
            for notice in &mut document.notices {
                notice.version = Some(document.id.clone());
            }
        }
        reading.documents.append(&mut read.documents);
        reading.errors.append(&mut read.errors);
        reading.notices.append(&mut read.notices);
    }
    for (name, language) in files.languages()? {
        let Some(document) = reading.documents.iter_mut().find(|d| d.id == name) else {
            let ids: Vec<&str> = reading.documents.iter().map(|d| d.id.as_str()).collect();
            bail!("--lang {name}={language}: no version has that name; the versions are {}", ids.join(", "));
        };
        document.language = language;
        document.notices.retain(|n| n.kind != NoticeKind::LanguageGuessed);
    }
    let whole = reading.errors.is_empty();
    for error in reading.errors {
        complain(&error.into());
    }
    Ok(Texts { documents: reading.documents, notices: reading.notices, whole })
}

/// Says what went wrong, on standard error: what, where, what to do.
fn complain(error: &anyhow::Error) {
    use std::io::Write;
    let _ = writeln!(anstream::stderr(), "transdrift: {error:#}");
}

/// Whether the reader of our output went away, which is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let pipe = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(pipe)
            || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
                == Some(io::ErrorKind::BrokenPipe)
            || matches!(cause.downcast_ref::<Error>(), Some(Error::Write { source, .. }) if pipe(source))
    })
}
