//! The result of a run, and its renderers, one a file.
//!
//! [`Report::assemble`] turns scored groups into passages and a summary a version; [`render`] writes the
//! result as text, JSON, HTML or Markdown.

mod clean;
mod fingerprint;
mod html;
mod json;
mod markdown;
mod passage;
mod presence;
#[cfg(test)]
mod properties;
mod reasons;
mod relations;
mod summary;
mod terminal;
#[cfg(test)]
mod testing;
mod view;
mod wrap;

pub use passage::{Passage, PassageKind};
pub(crate) use presence::words_in_groups;
pub use relations::Relations;
pub use summary::{Amount, SeverityCounts, VersionSummary};

use crate::{
    Config, Document, Result,
    align::Group,
    document::Segment,
    drift::{GroupDrift, Severity},
    notice::Notice,
};
use std::{io, path::Path};

/// Everything that a run found.
#[derive(Debug, Clone)]
pub struct Report {
    /// What made it: enough to make it again.
    pub signature: Signature,
    /// Doubts about input and steps.
    pub notices: Vec<Notice>,
    /// The versions, in the order given.
    pub versions: Vec<ReportVersion>,
    /// Every group, in reading order of the first version that has it.
    pub groups: Vec<ReportGroup>,
    /// Neighbouring groups that drift, most at stake first.
    pub passages: Vec<Passage>,
    /// One a version, in the order of [`Report::versions`].
    pub summaries: Vec<VersionSummary>,
    /// Which versions are of the same text.
    pub relations: Relations,
}

/// What made a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The program's version.
    pub version: String,
    /// The model, [`Encoder::signature`](crate::encode::Encoder::signature).
    pub model: String,
    /// The settings.
    pub config: Config,
}

/// One version with its segments.
#[derive(Debug, Clone)]
pub struct ReportVersion {
    /// The document.
    pub document: Document,
    /// Its segments.
    pub segments: Vec<Segment>,
}

/// A group with its drift.
#[derive(Debug, Clone)]
pub struct ReportGroup {
    /// Which segments.
    pub group: Group,
    /// What the scorer says.
    pub drift: GroupDrift,
}

impl ReportGroup {
    /// Whether the group as a whole reaches the threshold, though none of its findings does.
    fn unexplained(&self, threshold: f32) -> bool {
        self.drift.drift >= threshold && !self.drift.findings.iter().any(|f| f.confidence >= threshold)
    }
}

/// A number with four digits after the point, as files have it. Reports hold no others: what is shown, sorted
/// or compared with a threshold is the same when a report is read back.
fn rounded(number: f32) -> f32 {
    if number.is_finite() { ((f64::from(number) * 1e4).round() / 1e4) as f32 } else { 0.0 }
}

fn round_group(group: &mut ReportGroup) {
    group.group.confidence = rounded(group.group.confidence);
    let drift = &mut group.drift;
    drift.drift = rounded(drift.drift);
    for finding in &mut drift.findings {
        finding.confidence = rounded(finding.confidence);
    }
    for version in drift.versions.iter_mut().flatten() {
        version.drift = rounded(version.drift);
        version.words.iter_mut().for_each(|w| w.drift = rounded(w.drift));
    }
}

impl Report {
    /// Groups scored results into passages and sums them up by version.
    ///
    /// Adds a notice when versions share so little with the others that what they leave out or add is not
    /// listed.
    #[must_use]
    pub fn assemble(
        signature: Signature,
        mut notices: Vec<Notice>,
        versions: Vec<ReportVersion>,
        mut groups: Vec<ReportGroup>,
    ) -> Self {
        groups.iter_mut().for_each(round_group);
        let presence = presence::Presence::of(&versions, &groups);
        notices.extend(presence.loose_notice(&versions));
        let threshold = signature.config.threshold;
        let passages = passage::passages(&versions, &groups, &presence, threshold);
        let summaries = summary::summaries(&versions, &groups, &presence, threshold);
        let relations = presence.relations;
        Self { signature, notices, versions, groups, passages, summaries, relations }
    }

    /// Reads a report back from what [`Format::Json`] wrote: everything but the notices of single documents,
    /// which are among the report's own. `path` names the file in messages.
    ///
    /// Fails with [`Error::Content`](crate::Error::Content) on anything else, and on places that are not in
    /// the texts.
    pub fn from_json(json: &str, path: &Path) -> Result<Self> {
        json::read(json, path)
    }

    /// The worst severity among the passages; `None` when there are none. What `--fail-on` compares with.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.passages.iter().map(|p| p.severity).max()
    }

    /// Passages by severity.
    #[must_use]
    pub fn counts(&self) -> SeverityCounts {
        self.passages.iter().map(|p| p.severity).collect()
    }

    /// Stable names for the findings of every group, in the order of [`Report::groups`] and of their
    /// findings.
    ///
    /// A name is made of the finding's kind and the texts involved, not of positions, so that the same
    /// finding keeps its name when text elsewhere in the versions changes. Sixteen hexadecimal digits; where
    /// the same words drift in the same sentence twice, the later ones end in `-2`, `-3`…
    #[must_use]
    pub fn finding_ids(&self) -> Vec<Vec<String>> {
        fingerprint::ids(self)
    }
}

/// The forms in which a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Text for a terminal or a log.
    Text,
    /// Everything, for programs; `docs/json.md` describes it.
    Json,
    /// One self-contained page.
    Html,
    /// A comment for a pull request.
    Markdown,
}

impl Format {
    /// The format that a file's extension (without the dot, in any case) asks for.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// How the differing words are marked in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// `[brackets]`: for files, logs and terminals without colour.
    #[default]
    Plain,
    /// Colours and underlines, as ANSI escape sequences.
    Ansi,
}

/// Settings of the renderers. JSON and HTML always hold everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOptions {
    /// Columns of the text; at least 40 are used.
    pub width: usize,
    /// How words are marked in the text.
    pub style: Style,
    /// Passages shown in text and Markdown, most at stake first; `None` shows all. What is left out is
    /// counted in a closing line.
    pub limit: Option<usize>,
    /// Ends the closing line about passages left out: how to see them.
    pub hint: String,
    /// Whether the text gives the numbers behind every finding.
    pub explain: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            width: 80,
            style: Style::Plain,
            // Twenty passages are about what a reviewer reads in ten minutes, half a minute each.
            limit: Some(20),
            hint: "`--limit 0` shows all".to_owned(),
            explain: false,
        }
    }
}

/// Writes `report` in `format`. The same report and options give the same bytes.
pub fn render(
    report: &Report,
    format: Format,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => terminal::write(report, options, out),
        Format::Markdown => markdown::write(report, options, out),
        Format::Html => html::write(report, out),
        Format::Json => json::write(report, out),
        //        Format::Json => json::write(report, out),
        //        Format::Html => html::write(report, out),
        //        Format::Markdown => markdown::write(report, options, out),
    }
}
