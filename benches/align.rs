//! Seconds and memory that the aligner's search takes when vectors are given, at 1,000 to 100,000 segments a version.
//!
//! `cargo bench --bench align` measures all sizes, each in a process of its own and on one thread, and prints a row
//! each; `cargo bench --bench align -- 20000` only that one. Texts and vectors are made from a fixed seed: true pairs have
//! a cosine of about 0.86 after the part that all vectors share is taken out, and share one rare number and no
//! other word.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::{env, process::Command, time::Instant};
use transdrift::{
    Language, Span,
    align::{SegmentView, Settings, Side, pair},
    document::BlockKind,
    features::{Features, Word},
};

/// Numbers a vector, as in the default model.
const DIM: usize = 384;

fn main() {
    let sizes: Vec<usize> = env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    if let [size] = sizes.as_slice() {
        rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("one thread can be started");
        measure(*size);
        return;
    }
    println!("{:>8} {:>9} {:>9} {:>9} {:>9}", "segments", "seconds", "CPU", "MB given", "MB peak");
    let program = env::current_exe().expect("a running program has a path");
    let all = if sizes.is_empty() { vec![1_000, 5_000, 20_000, 100_000] } else { sizes };
    for size in all {
        let ended =
            Command::new(&program).arg(size.to_string()).status().expect("the bench can start itself");
        assert!(ended.success(), "{size} segments: {ended}");
    }
}

fn measure(size: usize) {
    let mut random = Random(0x0053_4545_4431_3233);
    let common: Vec<f32> = (0..DIM).map(|_| random.number()).collect();
    let mut versions = [Version::default(), Version::default()];
    for _ in 0..size {
        let own: Vec<f32> = (0..DIM).map(|_| random.number()).collect();
        let name = format!("{}", random.below(1_000_000));
        for (prefix, version) in ["wor", "mot"].into_iter().zip(&mut versions) {
            let vector = common.iter().zip(&own).map(|(c, o)| 2.0 * c + o + 0.4 * random.number());
            version.vectors.push(at_unit_length(vector.collect()));
            let words: Vec<String> = (0..14).map(|_| format!("{prefix}{}", random.below(5_000))).collect();
            version.add(&format!("{} {name}", words.join(" ")));
        }
    }
    let [first, second] = &versions;
    let given = status("VmRSS:");
    let (begun, processor) = (Instant::now(), processor_seconds());
    let beads = pair(&first.side(), &second.side(), &Settings::default());
    let (seconds, processor) = (begun.elapsed().as_secs_f64(), processor_seconds() - processor);
    assert!(beads.iter().all(|bead| bead.first == bead.second), "the aligner no longer finds plain pairs");
    println!("{size:>8} {seconds:>9.2} {processor:>9.2} {given:>9} {:>9}", status("VmHWM:"));
}

/// A figure of this process in megabytes; 0 where the system does not tell.
fn status(key: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<usize>().ok()).map_or(0, |kb| kb >> 10)
}

/// Processor time of this process: what the clock would show on a machine that does nothing else; 0 where the
/// system does not tell.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets: user and system time are the 12th and 13th field, in hundredths.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |k: usize| fields.get(k).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

#[derive(Default)]
struct Version {
    texts: Vec<String>,
    features: Vec<Features>,
    vectors: Vec<Vec<f32>>,
}

impl Version {
    fn add(&mut self, text: &str) {
        let word = |folded: &str| Word { span: Span { start: 0, end: 0 }, folded: folded.to_owned() };
        self.features.push(Features {
            language: Language::UNKNOWN,
            words: text.split(' ').map(word).collect(),
            ..Features::default()
        });
        self.texts.push(text.to_owned());
    }

    fn side(&self) -> Side<'_> {
        let mut segments = Vec::new();
        for (block, ((text, features), vector)) in
            self.texts.iter().zip(&self.features).zip(&self.vectors).enumerate()
        {
            segments.push(SegmentView { text, vector, features, kind: BlockKind::Paragraph, block });
        }
        Side { segments }
    }
}

fn at_unit_length(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    for x in &mut vector {
        *x /= length;
    }
    vector
}

/// Xorshift (Marsaglia 2003): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between -1 and 1.
    fn number(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 20) % bound
    }
}
