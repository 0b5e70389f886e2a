//! The kinds of drift, one a file, and their registry.
