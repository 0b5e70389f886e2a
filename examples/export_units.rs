//! Writes the words of training pairs with their vectors, as the scorer sees them, for `tools/train_head.py`.
//!
//! `cargo run --release --example export_units -- PAIRS.jsonl FOLDER`
//!
//! PAIRS.jsonl: objects with `a`, `lang_a`, `b`, `lang_b`. In FOLDER, for each distinct text in the order of its
//! first appearance: a line of `texts.jsonl` with its language, text and units (first code point, code point after the
//! last, bits of [`bits`], rarity, folded text), and for every unit, in the same order, a row of `vectors.i16`:
//! the last layer, then the middle layer, numbers of -1..1 times 32,767, little-endian. `evidence.jsonl` has a line for
//! each pair that is not for training (`part` is not `train`), in order: what the scorer says of it without the head,
//! for the pair and for every unit.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use std::{
    collections::HashSet,
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::PathBuf,
};
use transdrift::{
    Analyzer, Config, Language, Span,
    analyze::Version,
    document::{BlockKind, Segment},
    drift::{Unit, unit_vectors, untrained},
    encode as encoder, input,
    span::CodePoints,
};

#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    lang_a: Language,
    lang_b: Language,
    #[serde(default)]
    part: String,
}

impl Pair {
    fn texts(&self) -> [(String, Language); 2] {
        [(self.a.clone(), self.lang_a), (self.b.clone(), self.lang_b)]
    }
}

/// Texts that are encoded together.
const BATCH: usize = 4_096;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "two arguments: the pairs (JSONL) and a folder to write to";
    let (pairs, folder) = (arguments.next().context(usage)?, arguments.next().context(usage)?);
    std::fs::create_dir_all(&folder)?;
    let mut index = BufWriter::new(File::create(folder.join("texts.jsonl"))?);
    let mut vectors = BufWriter::new(File::create(folder.join("vectors.i16"))?);
    let analyzer = Analyzer::new(encoder::default_encoder()?, Config::default())?;
    let mut seen = HashSet::new();
    let (mut batch, mut held_back) = (Vec::new(), Vec::new());
    for line in BufReader::new(File::open(&pairs)?).lines() {
        let pair: Pair = serde_json::from_str(&line?)?;
        for text in pair.texts() {
            if seen.insert(text.clone()) {
                batch.push(text);
            }
        }
        if pair.part != "train" {
            held_back.extend(pair.texts());
        }
        if batch.len() >= BATCH {
            write(&analyzer, &std::mem::take(&mut batch), &mut index, &mut vectors)?;
        }
    }
    write(&analyzer, &batch, &mut index, &mut vectors)?;
    index.flush()?;
    vectors.flush()?;
    let mut evidence = BufWriter::new(File::create(folder.join("evidence.jsonl"))?);
    for texts in held_back.chunks(BATCH) {
        compare(&analyzer, texts, &mut evidence)?;
    }
    Ok(evidence.flush()?)
}

/// Texts as `score` takes short items: one segment each.
fn encode(analyzer: &Analyzer, texts: &[(String, Language)]) -> Result<Vec<Version>> {
    let documents: Vec<_> =
        texts.iter().map(|(text, language)| input::from_text("", text, Some(*language))).collect();
    let cut = documents
        .iter()
        .map(|d| {
            let start = d.text.len() - d.text.trim_start().len();
            let span = Span::new(start, start + d.text.trim().len());
            vec![Segment { span, block: 0, kind: BlockKind::Paragraph, language: d.language }]
        })
        .collect();
    Ok(analyzer.encode_segments(documents, cut)?)
}

/// Every two texts against each other.
fn compare(analyzer: &Analyzer, texts: &[(String, Language)], to: &mut impl Write) -> Result<()> {
    for pair in encode(analyzer, texts)?.as_chunks::<2>().0 {
        let [a, b] =
            pair.each_ref().map(|v| Some((v.encoded.first()?.as_ref(), v.segments.first()?.language)));
        let said = a.zip(b).map(|(a, b)| untrained(a, b)).unwrap_or_default();
        writeln!(to, "{}", json!([said.pair, said.first, said.second]))?;
    }
    Ok(())
}

fn write(
    analyzer: &Analyzer,
    texts: &[(String, Language)],
    index: &mut impl Write,
    vectors: &mut impl Write,
) -> Result<()> {
    for version in encode(analyzer, texts)? {
        let (Some(segment), Some(encoded)) = (version.segments.first(), version.encoded.first()) else {
            continue;
        };
        let units = unit_vectors(encoded, segment.language);
        let points = CodePoints::of(&version.document.text);
        let rows: Vec<_> = units
            .units
            .iter()
            .map(|unit| {
                let at = points.span(unit.span.shift(segment.span.start));
                json!([at.start, at.end, bits(unit), unit.rarity, unit.folded])
            })
            .collect();
        let line = json!({ "lang": segment.language, "text": version.document.text, "units": rows });
        writeln!(index, "{line}")?;
        for (last, middle) in units.last.chunks_exact(units.dim).zip(units.middle.chunks_exact(units.dim)) {
            for x in last.iter().chain(middle) {
                vectors.write_all(&((x * 32_767.0).round() as i16).to_le_bytes())?;
            }
        }
    }
    Ok(())
}

/// From the lowest bit: mark, has a vector, number, date, negation, modality, quantifier, capital.
fn bits(unit: &Unit) -> u8 {
    let facts = unit.facts;
    let all = [
        unit.mark,
        unit.known,
        facts.number,
        facts.date,
        facts.negation,
        facts.modality,
        facts.quantifier,
        facts.capital,
    ];
    all.into_iter().enumerate().map(|(i, fact)| u8::from(fact) << i).sum()
}
