//! Tokens a second of the default model on one core, for sentences of 10, 25 and 60 words, and the time from
//! the start to the first result for a page of text.
//!
//! `cargo bench --bench encode`; the rate stands in the column of the median, in items a second.

use divan::{Bencher, counter::ItemsCount};
use rayon::{ThreadPool, ThreadPoolBuilder};
use transdrift::encode::default_encoder;

fn main() {
    divan::main();
}

/// A sentence of so many words, ours.
fn sentence(words: usize) -> String {
    let source = "Engineers who inspected the old bridge last week found cracks in three of its pillars and \
                  asked the city to close it to heavy lorries until the repairs are finished, which may \
                  take until spring; buses will run along the river instead, and the ferry adds two trips";
    source.split_whitespace().cycle().take(words).collect::<Vec<_>>().join(" ")
}

fn one_core() -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be started")
}

#[divan::bench(args = [10, 25, 60], sample_count = 20)]
fn sentences(bencher: Bencher, words: usize) {
    let encoder = default_encoder().expect("the built-in model is whole");
    let texts = vec![sentence(words); 1500 / words];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let tokens: usize = encoder.encode(&texts).expect("text encodes").iter().map(|e| e.tokens.len()).sum();
    let pool = one_core();
    bencher.counter(ItemsCount::new(tokens)).bench_local(|| pool.install(|| encoder.encode(&texts)));
}

#[divan::bench(sample_count = 10)]
fn start_and_a_page(bencher: Bencher) {
    let texts = vec![sentence(25); 20];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    bencher.bench_local(|| default_encoder().and_then(|encoder| encoder.encode(&texts)));
}

#[divan::bench(sample_count = 10)]
fn start(bencher: Bencher) {
    bencher.bench_local(|| default_encoder().map(|encoder| encoder.dim()));
}
