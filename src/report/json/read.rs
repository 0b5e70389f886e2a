//! Reads a report back from its file.

use super::{SCHEMA, wire};
use crate::{
    Document, Error, Report, Result, Span,
    align::Group,
    document::{Block, Segment},
    drift::{Finding, GroupDrift, Place, VersionDrift, WordDrift, checks},
    report::{Passage, Relations, ReportGroup, ReportVersion, Signature},
};
use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Mutex,
};

/// See [`Report::from_json`].
pub(in crate::report) fn read(json: &str, path: &Path) -> Result<Report> {
    let wrong = |problem: String| Error::Content {
        path: path.to_owned(),
        problem,
        remedy: "give a file that `report -o FILE.json` of this version wrote".to_owned(),
    };
    let head: wire::Head = serde_json::from_str(json).map_err(|e| wrong(format!("not a report: {e}")))?;
    if head.schema != SCHEMA {
        return Err(wrong(format!("a report of schema `{}`, not `{SCHEMA}`", head.schema)));
    }
    let file: wire::File =
        serde_json::from_str(json).map_err(|e| wrong(format!("not a whole report: {e}")))?;
    report(file).map_err(wrong)
}

fn report(file: wire::File) -> Result<Report, String> {
    let mut run = Run { ids: HashMap::new(), texts: Vec::new(), versions: Vec::new() };
    let (mut summaries, mut shares) = (Vec::new(), Vec::new());
    for version in file.versions {
        if run.ids.insert(version.id.clone(), run.versions.len()).is_some() {
            return Err(format!("two versions are called `{}`", version.id));
        }
        run.texts.push(Characters::of(&version.text));
        shares.push(version.shares.0.clone());
        let (version, summary) = run.version(version)?;
        run.versions.push(version);
        summaries.push(summary.into_summary());
    }
    let groups = file.groups.into_iter().map(|g| run.group(g)).collect::<Result<Vec<_>, _>>()?;
    let passages = file
        .passages
        .into_iter()
        .map(|p| {
            if p.groups.is_empty() || p.groups.iter().any(|g| *g >= groups.len()) {
                return Err("a passage names a group that is not there".to_owned());
            }
            Ok(Passage {
                kind: p.kind,
                groups: p.groups,
                versions: p.versions.iter().map(|id| run.index(id)).collect::<Result<_, _>>()?,
                severity: p.severity,
                confidence: p.confidence.0,
                weight: p.weight.0,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let wire::Signature { version, model, config } = file.signature;
    let relations = run.relations(&shares)?;
    Ok(Report {
        signature: Signature { version, model, config },
        notices: file.notices,
        versions: run.versions,
        groups,
        passages,
        summaries,
        relations,
    })
}

/// What the parts of a file refer to.
struct Run {
    ids: HashMap<String, usize>,
    texts: Vec<Characters>,
    versions: Vec<ReportVersion>,
}

impl Run {
    fn index(&self, id: &str) -> Result<usize, String> {
        self.ids.get(id).copied().ok_or_else(|| format!("there is no version `{id}`"))
    }

    /// A span of a version's text, from code points to bytes.
    fn span(&self, version: usize, text: &str, [start, end]: [usize; 2]) -> Result<Span, String> {
        let points = self.texts.get(version).ok_or("no such version")?;
        match (points.byte(text, start), points.byte(text, end)) {
            (Some(first), Some(last)) if start <= end => Ok(Span::new(first, last)),
            _ => Err(format!("[{start}, {end}] is not a place in the text of version {version}")),
        }
    }

    /// The same for a version that has been read.
    fn place(&self, version: usize, at: [usize; 2]) -> Result<Span, String> {
        let text = self.versions.get(version).map_or("", |v| v.document.text.as_str());
        self.span(version, text, at)
    }

    /// What each version has in common with the others.
    fn relations(&self, shares: &[Vec<(String, wire::Fraction)>]) -> Result<Relations, String> {
        let mut table = vec![vec![0.0; self.versions.len()]; self.versions.len()];
        for (index, (row, named)) in table.iter_mut().zip(shares).enumerate() {
            for (id, share) in named {
                if let Some(slot) = row.get_mut(self.index(id)?) {
                    *slot = share.0;
                }
            }
            if let Some(own) = row.get_mut(index) {
                *own = 1.0;
            }
        }
        Ok(Relations::from_shares(table))
    }

    /// The last version whose characters are known.
    fn version(&self, from: wire::Version) -> Result<(ReportVersion, wire::Summary), String> {
        let index = self.versions.len();
        let blocks = (from.blocks.iter())
            .map(|b| Ok(Block { span: self.span(index, &from.text, b.at)?, kind: b.kind }))
            .collect::<Result<Vec<_>, String>>()?;
        let segments = (from.segments.iter())
            .map(|s| {
                let block = blocks.get(s.block);
                Ok(Segment {
                    span: self.span(index, &from.text, s.at)?,
                    block: s.block,
                    kind: s.kind.or(block.map(|b| b.kind)).unwrap_or_default(),
                    language: s.language.unwrap_or(from.language),
                })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let document = Document {
            id: from.id,
            origin: from.origin,
            role: from.role,
            text: from.text,
            language: from.language,
            metadata: from.metadata,
            blocks,
            ..Document::default()
        };
        Ok((ReportVersion { document, segments }, from.summary))
    }

    fn group(&self, from: wire::Group) -> Result<ReportGroup, String> {
        let mut members = vec![Vec::new(); self.versions.len()];
        for (id, segments) in from.members.0 {
            let version = self.index(&id)?;
            let known = self.versions.get(version).map_or(0, |v| v.segments.len());
            if segments.iter().any(|s| *s >= known) {
                return Err(format!("group {} names a segment that `{id}` does not have", from.index));
            }
            if let Some(member) = members.get_mut(version) {
                *member = segments;
            }
        }
        let mut versions = vec![None; self.versions.len()];
        for (id, drift) in from.versions.0 {
            let version = self.index(&id)?;
            let words = (drift.words.iter())
                .map(|wire::Word(start, end, drift)| {
                    Ok(WordDrift { span: self.place(version, [*start, *end])?, drift: drift.0 })
                })
                .collect::<Result<Vec<_>, String>>()?;
            if let Some(slot) = versions.get_mut(version) {
                *slot = Some(VersionDrift { drift: drift.drift.0, words });
            }
        }
        let findings = from.findings.into_iter().map(|f| self.finding(f)).collect::<Result<Vec<_>, _>>()?;
        let odd_one_out = from.odd_one_out.map(|id| self.index(&id)).transpose()?;
        Ok(ReportGroup {
            group: Group { members, confidence: from.confidence.0, moved: from.moved },
            drift: GroupDrift {
                drift: from.drift.0,
                versions,
                odd_one_out,
                scattered: from.scattered,
                findings,
            },
        })
    }

    fn finding(&self, from: wire::Finding) -> Result<Finding, String> {
        let places = (from.places.iter())
            .map(|p| {
                let version = self.index(&p.version)?;
                Ok(Place { version, span: self.place(version, [p.start, p.end])? })
            })
            .collect::<Result<Vec<_>, String>>()?;
        Ok(Finding {
            kind: kind(&from.kind)?,
            severity: from.severity,
            confidence: from.confidence.0,
            culprit: from.culprit.map(|id| self.index(&id)).transpose()?,
            against_source: from.against_source.iter().map(|id| self.index(id)).collect::<Result<_, _>>()?,
            places,
            reason: from.reason,
            numbers: from.numbers.into_iter().map(|(name, x)| (name, x.0)).collect(),
        })
    }
}

/// Kinds that were read from files: a file may name kinds that this program does not know.
static KINDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The most kinds that files may bring, and the longest name: names are kept until the program ends, and a
/// file must not fill the memory with them.
const MOST_KINDS: usize = 256;
const LONGEST_KIND: usize = 64;

/// The name of a kind, kept for good.
fn kind(name: &str) -> Result<&'static str, String> {
    if let Some(known) = checks::kind(name) {
        return Ok(known.name);
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let mut kinds = KINDS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = kinds.get(name) {
        return Ok(known);
    }
    if name.is_empty() || name.len() > LONGEST_KIND || !name.chars().all(plain) || kinds.len() >= MOST_KINDS {
        return Err(format!("`{}` is not a kind of drift", name.escape_debug()));
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    kinds.insert(kept);
    Ok(kept)
}

/// Turns code point offsets of one text into bytes.
struct Characters {
    /// The byte at which character `i * STEP` begins.
    marks: Vec<usize>,
}

/// Characters between two marks: a look-up walks at most this far.
const STEP: usize = 256;

impl Characters {
    fn of(text: &str) -> Self {
        Self { marks: text.char_indices().step_by(STEP).map(|(at, _)| at).collect() }
    }

    /// The byte at which character `at` begins, or the end of the text; `None` past it.
    fn byte(&self, text: &str, at: usize) -> Option<usize> {
        let mark = (at / STEP).min(self.marks.len().saturating_sub(1));
        let from = self.marks.get(mark).copied().unwrap_or_default();
        let rest = text.get(from..)?;
        let ends = rest.char_indices().map(|(i, _)| i).chain([rest.len()]);
        ends.map(|i| from + i).nth(at - mark * STEP)
    }
}
