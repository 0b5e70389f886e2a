//! `score`: items that are aligned already, JSONL in, JSONL out.

use super::{Outcome, args};
use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};
use transdrift::{Analyzer, Config, analyze::MOST_VERSIONS, drift::Severity, item::Item};

/// Items that are read and scored together: enough to keep the threads busy and to meet repeated texts.
const BATCH_ITEMS: usize = 256;
/// …but no more text than this together, so that memory stays bounded.
const BATCH_BYTES: usize = 1 << 20;
/// The longest line that is read; a longer one is answered with an error. An item of this size is a book. A
/// batch and one such line stay below the text that the analyzer takes at once (8 MB), so that one big item
/// cannot end the run for all the others.
const LINE_BYTES: usize = 6 << 20;

/// What a line holds.
type Line = std::result::Result<Item, (Value, String)>;

/// The answer to a bad line.
#[derive(Serialize)]
struct BadLine<'a> {
    id: &'a Value,
    error: &'a str,
}

/// Scores every line of the files, or of standard input.
pub fn run(options: &args::Score, model: Option<&Path>) -> Result<Outcome> {
    let glossary = super::glossary(options.glossary.as_deref())?;
    let analyzer = super::analyzer(model, Config { glossary, ..Config::default() })?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut tally = Tally { bad: 0, worst: None };
    let standard_input = [std::path::PathBuf::from("-")];
    let files = if options.files.is_empty() { &standard_input[..] } else { &options.files };
    for file in files {
        let opened: io::Result<Box<dyn Read>> = if file.as_os_str() == "-" {
            Ok(Box::new(io::stdin().lock()))
        } else {
            File::open(file).map(|f| Box::new(f) as Box<dyn Read>)
        };
        match opened {
            Ok(reader) => {
                let read = score(&analyzer, BufReader::new(reader), options.tokens, &mut out, &mut tally)?;
                if let Err(error) = read {
                    complain(file, &error, &mut tally);
                }
            }
            Err(error) => complain(file, &error, &mut tally),
        }
    }
    out.flush()?;
    let asked = options.fail_on.map(Severity::from);
    Ok(match (tally.bad, asked, tally.worst) {
        (1.., ..) => Outcome::Failed,
        (0, Some(asked), Some(worst)) if worst >= asked => Outcome::Drift,
        _ => Outcome::Clean,
    })
}

/// Says which file cannot be read; the others go on.
fn complain(file: &Path, error: &io::Error, tally: &mut Tally) {
    let name = if file.as_os_str() == "-" { "standard input".into() } else { file.to_string_lossy() };
    super::complain(&anyhow::anyhow!("{name}: cannot be read: {error}"));
    tally.bad += 1;
}

/// What the exit code depends on.
struct Tally {
    bad: usize,
    worst: Option<Severity>,
}

/// Scores one stream, batch by batch. The inner result is that of reading, which ends this stream only.
fn score(
    analyzer: &Analyzer,
    mut reader: impl BufRead,
    tokens: bool,
    out: &mut impl Write,
    tally: &mut Tally,
) -> Result<io::Result<()>> {
    loop {
        let batch = match read_batch(&mut reader) {
            Ok(batch) if batch.is_empty() => return Ok(Ok(())),
            Ok(batch) => batch,
            Err(error) => return Ok(Err(error)),
        };
        let items: Vec<Item> = batch.iter().filter_map(|line| line.as_ref().ok()).cloned().collect();
        let mut answers = analyzer.score_items(&items, tokens)?.into_iter();
        for line in &batch {
            match line {
                Ok(item) => {
                    let answer =
                        answers.next().context("an item was lost, which is a defect of the program")?;
                    let answer = match answer {
                        Ok(answer) => answer,
                        Err(error) => {
                            refuse(&item.id, &error.to_string(), out, tally)?;
                            continue;
                        }
                    };
                    let shown = f64::from(analyzer.config().threshold);
                    let spans =
                        answer.versions.iter().flat_map(|v| &v.spans).filter(|s| s.confidence >= shown);
                    tally.worst = tally.worst.max(spans.map(|s| s.severity).max());
                    serde_json::to_writer(&mut *out, &answer)?;
                    out.write_all(b"\n")?;
                }
                Err((id, error)) => refuse(id, error, out, tally)?,
            }
        }
        out.flush()?;
    }
}

/// Answers an item that cannot be scored, in its place.
fn refuse(id: &Value, error: &str, out: &mut impl Write, tally: &mut Tally) -> Result<()> {
    tally.bad += 1;
    serde_json::to_writer(&mut *out, &BadLine { id, error })?;
    out.write_all(b"\n")?;
    Ok(())
}

/// The next lines, bounded in number and size; empty at the end.
fn read_batch(reader: &mut impl BufRead) -> io::Result<Vec<Line>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut line = Vec::new();
    while batch.len() < BATCH_ITEMS && bytes < BATCH_BYTES {
        line.clear();
        let read = reader.by_ref().take(LINE_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        bytes += read;
        if read > LINE_BYTES && line.last() != Some(&b'\n') {
            skip_line(reader)?;
            batch.push(Err((
                Value::Null,
                format!("the line is longer than {LINE_BYTES} bytes; split the item"),
            )));
        } else if !line.trim_ascii().is_empty() {
            batch.push(parse(&line));
        }
    }
    Ok(batch)
}

/// Reads on to the end of the line without keeping it.
fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let end = buffer.iter().position(|b| *b == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        reader.consume(used);
        if end.is_some() || used == 0 {
            return Ok(());
        }
    }
}

/// One line to an item, or to the id (where there is one) and what is wrong.
fn parse(line: &[u8]) -> Line {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
    // The parser counts lines within what it is given, which is always one: only the column says something.
    let not_json = |e| format!("not JSON: {e}").replace(" at line 1 column ", " at column ");
    let value: Value = serde_json::from_slice(line).map_err(|e| (Value::Null, not_json(e)))?;
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let item: Item = serde_json::from_value(value).map_err(|e| (id.clone(), format!("not an item: {e}")))?;
    let texts = item.versions.len() + usize::from(item.source.is_some());
    match texts {
        n if n > MOST_VERSIONS => Err((
            id,
            format!("an item has {n} texts, and at most {MOST_VERSIONS} are compared at a time; split it"),
        )),
        0 | 1 => Err((id, "an item needs at least two texts to compare: add to `versions`".to_owned())),
        _ => Ok(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bad_line_keeps_its_id_and_place() {
        let lines = b"\xEF\xBB\xBF{\"id\":\"1\",\"versions\":[{\"text\":\"a\"},{\"text\":\"b\"}]}\n\n{\"id\":2,\"versions\":7}\nnonsense\n{\"id\":3,\"versions\":[]}";
        let batch = read_batch(&mut &lines[..]).unwrap();
        let ids: Vec<Value> =
            batch.iter().map(|l| l.as_ref().map_or_else(|e| e.0.clone(), |i| i.id.clone())).collect();
        assert_eq!(ids, [json!("1"), json!(2), Value::Null, json!(3)]);
        assert_eq!(batch.iter().filter(|l| l.is_err()).count(), 3);
    }

    #[test]
    fn an_item_of_a_thousand_versions_is_refused_in_its_place() {
        let many = vec![json!({ "text": "a" }); MOST_VERSIONS + 1];
        let line = serde_json::to_vec(&json!({ "id": 7, "versions": many })).unwrap();
        let refused = parse(&line).map(|_| ()).unwrap_err();
        assert_eq!(refused.0, json!(7));
        assert!(refused.1.contains("at most 100"), "{}", refused.1);
    }

    #[test]
    fn an_endless_line_is_skipped_and_the_next_one_read() {
        let mut text = vec![b'x'; LINE_BYTES + 10];
        text.extend_from_slice(b"\n{\"versions\":[{\"text\":\"a\"},{\"text\":\"b\"}]}\n");
        let mut reader = &text[..];
        let mut lines = Vec::new();
        loop {
            let batch = read_batch(&mut reader).unwrap();
            if batch.is_empty() {
                break;
            }
            lines.extend(batch);
        }
        assert_eq!(lines.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true]);
    }
}
