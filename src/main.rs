//! The command line of `transdrift`.

fn main() {}
