//! Finds where several translations of one text drift apart in meaning.
//!
//! ```text
//! input::read → text::segments → Analyzer::encode → align::align → drift::score → Report → render
//! ```
//!
//! The front door is three calls: read the documents, analyze them, render the report.

pub mod align;
pub mod analyze;
pub mod config;
pub mod document;
pub mod drift;
pub mod encode;
pub mod error;
pub mod features;
pub mod glossary;
pub mod input;
pub mod item;
mod joining;
pub mod language;
pub mod notice;
pub mod place;
pub mod report;
pub mod span;
pub mod text;

pub use analyze::Analyzer;
pub use config::Config;
pub use document::{Document, Role};
pub use error::{Error, Result};
pub use language::Language;
pub use report::Report;
pub use span::Span;
