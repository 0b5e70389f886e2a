//! Items that are aligned already: the input and output of `score`, one JSON object a line.

use crate::{
    Analyzer, Document, Error, Language, Result, Role, Span,
    analyze::{self, Version},
    document::{BlockKind, Segment},
    drift::{self, GroupDrift},
    input,
    span::CodePoints,
    text,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Several versions of one text, to be scored as they stand.
#[derive(Debug, Clone, Deserialize)]
pub struct Item {
    /// Comes back as it was.
    #[serde(default)]
    pub id: Value,
    /// The versions.
    pub versions: Vec<ItemVersion>,
    /// The text they were translated from.
    #[serde(default)]
    pub source: Option<ItemSource>,
}

/// One version of an item.
#[derive(Debug, Clone, Deserialize)]
pub struct ItemVersion {
    /// Comes back as it was.
    #[serde(default)]
    pub id: Value,
    /// What it says.
    pub text: String,
    /// Detected when absent.
    #[serde(default)]
    pub lang: Option<Language>,
}

/// The source of an item.
#[derive(Debug, Clone, Deserialize)]
pub struct ItemSource {
    /// What it says.
    pub text: String,
    /// Detected when absent.
    #[serde(default)]
    pub lang: Option<Language>,
}

/// The answer for one item; offsets count Unicode code points.
#[derive(Debug, Clone, Serialize)]
pub struct ItemAnswer {
    /// As it was.
    pub id: Value,
    /// That some meaning differs somewhere, 0..1.
    pub drift: f64,
    /// In the order of the item.
    pub versions: Vec<VersionAnswer>,
}

/// The answer for one version.
#[derive(Debug, Clone, Serialize)]
pub struct VersionAnswer {
    /// As it was.
    pub id: Value,
    /// That this version departs from what the others say, 0..1.
    pub drift: f64,
    /// The words that did it.
    pub spans: Vec<SpanAnswer>,
    /// Every word, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<TokenAnswer>>,
}

/// Words of a version that drift.
#[derive(Debug, Clone, Serialize)]
pub struct SpanAnswer {
    /// First code point.
    pub start: usize,
    /// One past the last code point; 0, as `start` is, where the version lacks something and no words of it show where.
    pub end: usize,
    /// The kind of drift.
    pub kind: &'static str,
    /// Minor, major or critical.
    pub severity: drift::Severity,
    /// That a careful reviewer would call it a change of meaning, 0..1.
    pub confidence: f64,
    /// The corresponding words of the other versions.
    pub against: Vec<AgainstAnswer>,
    /// One sentence for the reviewer.
    pub why: String,
}

/// Words of another version.
#[derive(Debug, Clone, Serialize)]
pub struct AgainstAnswer {
    /// The other version's id; `"source"` for the source.
    pub version: Value,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// How likely one word takes part in a change of meaning.
#[derive(Debug, Clone, Serialize)]
pub struct TokenAnswer {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// 0..1.
    pub drift: f64,
}

impl Analyzer {
    /// Scores a batch of items; each distinct text is encoded once. Answers stand in the order of the items.
    ///
    /// # Errors
    /// For all when the encoder fails; for one item, in its place, when it holds passages so long that they cannot
    /// be compared word by word.
    pub fn score_items(&self, items: &[Item], tokens: bool) -> Result<Vec<Result<ItemAnswer>>> {
        let documents: Vec<Vec<Document>> = items.par_iter().map(documents_of).collect();
        let cut: Vec<Vec<Vec<Segment>>> = documents.par_iter().map(|documents| cut(documents)).collect();
        let sizes: Vec<usize> = documents.iter().map(Vec::len).collect();
        let flat = documents.into_iter().flatten().collect();
        let mut versions = self.encode_segments(flat, cut.into_iter().flatten().collect())?.into_iter();
        let batches: Vec<Vec<Version>> = sizes.iter().map(|n| versions.by_ref().take(*n).collect()).collect();
        Ok(items
            .par_iter()
            .zip(&batches)
            .map(|(item, versions)| {
                self.score_versions(versions).map(|drift| answer(item, versions, &drift, tokens))
            })
            .collect())
    }

    /// Scores versions that belong together as they stand: as one group where each is one segment, else
    /// aligned and scored group by group, and pooled.
    fn score_versions(&self, versions: &[Version]) -> Result<GroupDrift> {
        // The caller says that they are versions of one text.
        let originals = vec![0; versions.len()];
        if versions.iter().all(|v| v.segments.len() <= 1) {
            let members = versions.iter().map(|v| (0..v.segments.len()).collect()).collect();
            let group = crate::align::Group { members, confidence: 1.0, moved: false };
            return Ok(self.score_versions_of(&originals, versions, &[group]).pop().unwrap_or_default());
        }
        let groups = self.align(versions)?;
        if groups.iter().any(|group| analyze::is_too_long(versions, group)) {
            return Err(Error::Usage {
                problem:
                    "the texts hold thousands of words without a break, too many to compare word by word"
                        .to_owned(),
                remedy: "cut them into sentences or paragraphs, an item each".to_owned(),
            });
        }
        let mut drifts = self.score_versions_of(&originals, versions, &groups);
        for (drift, group) in drifts.iter_mut().zip(&groups) {
            // Page furniture is not scored; its words are answered for all the same.
            if drift.versions.iter().all(Option::is_none) {
                *drift = drift::silent(&analyze::view(versions, &originals, group, None));
            }
        }
        Ok(drift::pool(versions.len(), &drifts))
    }
}

/// The versions of an item, and its source last.
fn documents_of(item: &Item) -> Vec<Document> {
    let mut documents: Vec<Document> = item
        .versions
        .iter()
        .enumerate()
        .map(|(at, version)| input::from_text(&at.to_string(), &version.text, version.lang))
        .collect();
    if let Some(source) = &item.source {
        documents
            .push(Document { role: Role::Source, ..input::from_text("source", &source.text, source.lang) });
    }
    documents
}

/// Up to this many bytes every version of an item is one segment, as the caller aligned it; beyond, the item
/// is a text of its own and is cut into sentences. 900 bytes are some 150 words of English: half the
/// encoder's window, and more than the longest sentences of news text.
const ONE_SEGMENT: usize = 900;

/// Cuts the versions of an item: short ones whole, long ones by sentence.
fn cut(documents: &[Document]) -> Vec<Vec<Segment>> {
    if documents.iter().any(|d| d.text.len() > ONE_SEGMENT) {
        return documents.iter().map(|d| text::segments(d, text::Split::Sentences)).collect();
    }
    documents
        .iter()
        .map(|d| {
            let start = d.text.len() - d.text.trim_start().len();
            let span = Span::new(start, start + d.text.trim().len());
            let whole = Segment { span, block: 0, kind: BlockKind::Paragraph, language: d.language };
            // A version without text takes no part: what the others say is missing from it.
            (!span.is_empty()).then_some(whole).into_iter().collect()
        })
        .collect()
}

/// Five digits: ranks stay apart near 0 and 1, and processors of one family agree.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e5).round() / 1e5
}

/// The answer in the caller's own ids and in code points.
fn answer(item: &Item, versions: &[Version], drift: &GroupDrift, tokens: bool) -> ItemAnswer {
    let index: Vec<CodePoints> = versions.iter().map(|v| CodePoints::of(&v.document.text)).collect();
    let id_of = |version: usize| item.versions.get(version).map_or_else(|| "source".into(), |v| v.id.clone());
    let spans = |version: usize| {
        let mut spans = Vec::new();
        for finding in &drift.findings {
            if !finding.may_blame(version) {
                continue;
            }
            let against: Vec<AgainstAnswer> = finding
                .places
                .iter()
                .filter(|place| place.version != version)
                .map(|place| {
                    let at = index[place.version].span(place.span);
                    AgainstAnswer { version: id_of(place.version), start: at.start, end: at.end }
                })
                .collect();
            let mut own: Vec<Span> =
                finding.places.iter().filter(|p| p.version == version).map(|p| p.span).collect();
            if own.is_empty() && finding.culprit.is_some() {
                // It lacks something, and no words of it show where.
                own.push(Span::default());
            }
            for span in own {
                let at = index[version].span(span);
                spans.push(SpanAnswer {
                    start: at.start,
                    end: at.end,
                    kind: finding.kind,
                    severity: finding.severity,
                    confidence: rounded(finding.confidence),
                    against: against.clone(),
                    why: finding.reason.clone(),
                });
            }
        }
        spans.sort_by(|a, b| (a.start, a.end).cmp(&(b.start, b.end)).then(a.kind.cmp(b.kind)));
        spans
    };
    // Where a version has no text, all that the others say is a passage that it lacks.
    let silent = |version: &ItemVersion| version.text.trim().is_empty();
    let overall = match item.versions.iter().filter(|v| silent(v)).count() {
        0 => drift.drift,
        n if n == item.versions.len() => 0.0,
        _ => drift.drift.max(drift::ALONE),
    };
    let one = |(at, version): (usize, &ItemVersion)| {
        let own = drift.versions.get(at).and_then(Option::as_ref);
        let tokens = tokens.then(|| {
            own.map(|own| &own.words[..])
                .unwrap_or_default()
                .iter()
                .map(|word| {
                    let place = index[at].span(word.span);
                    TokenAnswer { start: place.start, end: place.end, drift: rounded(word.drift) }
                })
                .collect()
        });
        VersionAnswer {
            id: version.id.clone(),
            drift: rounded(own.map_or(overall, |own| own.drift)),
            spans: spans(at),
            tokens,
        }
    };
    ItemAnswer {
        id: item.id.clone(),
        drift: rounded(overall),
        versions: item.versions.iter().enumerate().map(one).collect(),
    }
}
