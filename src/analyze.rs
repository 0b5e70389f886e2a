//! The pipeline, front to back: documents in, report out.

use crate::{
    Config, Document, Error, Report, Result,
    align::{self, Group},
    document::{BlockKind, Segment},
    drift::{self, GroupDrift, GroupView, Head, Member, view::MemberSegment},
    encode::Encoder,
    features::{Encoded, Features},
    glossary::Glossary,
    joining::Joining,
    notice::{Notice, NoticeKind},
    report::{Relations, ReportGroup, ReportVersion, Signature, words_in_groups},
    text,
};
use rayon::prelude::*;
use std::{collections::HashMap, sync::Arc};

/// The most text, in bytes, that is held encoded at a time; equal segments count once. A token of some four
/// bytes takes 3 KB of vectors, so that this bounds a run to about 6 GB; a long novel has 2 MB.
const DISTINCT_TEXT: usize = 8 << 20;

/// The most versions, the source among them, that one run compares. The work grows with their square; the largest
/// comparisons of translation engines that we know have 20. A feed named by mistake would never end.
pub const MOST_VERSIONS: usize = 100;

/// The most pairs of words of two members that are scored: two thousand words against two thousand, ten
/// times the longest sentence of any corpus of ours. Beyond, the table of likenesses would fill the memory.
const WORD_PAIRS: usize = 4_000_000;

/// Holds the encoder and the settings of a run.
pub struct Analyzer {
    encoder: Box<dyn Encoder>,
    /// The learned head, where there is one for this encoder's vectors.
    head: Option<Head>,
    config: Config,
}

/// One version, ready to be compared.
#[derive(Debug, Clone)]
pub struct Version {
    /// The document.
    pub document: Document,
    /// Its segments, in order.
    pub segments: Vec<Segment>,
    /// What is known of each segment; equal segments share one.
    pub encoded: Vec<Arc<Encoded>>,
}

impl Analyzer {
    /// An analyzer with this encoder and these settings. The built-in head judges if it was trained on the encoder's
    /// vectors; else the untrained evidence does.
    ///
    /// # Errors
    /// [`Error::Model`] if the program was built around a damaged head.
    pub fn new(encoder: Box<dyn Encoder>, config: Config) -> Result<Self> {
        let head = Head::built_in()?.filter(|head| head.suits(&encoder.signature()));
        Ok(Self { encoder, head, config })
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The encoder.
    #[must_use]
    pub fn encoder(&self) -> &dyn Encoder {
        self.encoder.as_ref()
    }

    /// The whole way: cut, encode, align, score, group into passages.
    ///
    /// # Errors
    /// When the encoder fails. Doubts about the input become notices of the report.
    pub fn report(&self, documents: Vec<Document>) -> Result<Report> {
        let versions = self.encode(documents)?;
        let groups = self.align(&versions)?;
        let drifts = self.score(&versions, &groups);
        let mut notices = reading_notices(&versions);
        let long = groups.iter().filter(|g| is_too_long(&versions, g)).count();
        if long > 0 {
            notices.push(Notice {
                kind: NoticeKind::Skipped,
                version: None,
                message: format!(
                    "{long} group(s) hold thousands of words without a break and were aligned but not scored; \
                     cut them into sentences or paragraphs"
                ),
            });
        }
        let groups =
            groups.into_iter().zip(drifts).map(|(group, drift)| ReportGroup { group, drift }).collect();
        let versions = versions
            .into_iter()
            .map(|v| ReportVersion { document: v.document, segments: v.segments })
            .collect();
        Ok(Report::assemble(self.signature(), notices, versions, groups))
    }

    /// What made a result: program, model, settings.
    #[must_use]
    pub fn signature(&self) -> Signature {
        Signature {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: match &self.head {
                Some(head) => format!("{} + head {}", self.encoder.signature(), head.signature()),
                None => self.encoder.signature(),
            },
            config: self.config.clone(),
        }
    }

    /// Cuts documents into segments and encodes each distinct segment once.
    ///
    /// # Errors
    /// When the encoder fails, or when there are more versions than [`MOST_VERSIONS`].
    pub fn encode(&self, documents: Vec<Document>) -> Result<Vec<Version>> {
        if documents.len() > MOST_VERSIONS {
            return Err(Error::Usage {
                problem: format!(
                    "there are {} versions, and at most {MOST_VERSIONS} are compared in one run",
                    documents.len()
                ),
                remedy: "name the versions of one text only; every article of a JSONL file counts as one"
                    .to_owned(),
            });
        }
        let cut = documents.par_iter().map(|d| text::segments(d, self.config.split)).collect();
        self.encode_segments(documents, cut)
    }

    /// Encodes documents that are cut already; each distinct segment once.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn encode_segments(&self, documents: Vec<Document>, cut: Vec<Vec<Segment>>) -> Result<Vec<Version>> {
        let mut index = HashMap::new();
        let mut distinct = Vec::new();
        for (document, segments) in documents.iter().zip(&cut) {
            for segment in segments {
                let key = (segment.span.of(&document.text), segment.language);
                index.entry(key).or_insert_with(|| {
                    distinct.push(key);
                    distinct.len() - 1
                });
            }
        }
        let texts: Vec<&str> = distinct.iter().map(|(text, _)| *text).collect();
        let bytes: usize = texts.iter().map(|t| t.len()).sum();
        if bytes > DISTINCT_TEXT {
            return Err(Error::Usage {
                problem: format!(
                    "the versions hold {} MB of different text, and at most {} MB are compared in one run",
                    bytes >> 20,
                    DISTINCT_TEXT >> 20
                ),
                remedy: "split the files into articles or chapters".to_owned(),
            });
        }
        let encodings = self.encoder.encode(&texts)?;
        let encoded: Vec<Arc<Encoded>> = encodings
            .into_par_iter()
            .zip(&distinct)
            .map(|(encoding, (text, language))| {
                Arc::new(Encoded {
                    text: (*text).to_owned(),
                    encoding,
                    features: Features::of(text, *language),
                })
            })
            .collect();
        let shared: Vec<Vec<Arc<Encoded>>> = documents
            .iter()
            .zip(&cut)
            .map(|(document, segments)| {
                let known = |s: &Segment| index.get(&(s.span.of(&document.text), s.language));
                segments.iter().filter_map(|s| known(s).and_then(|i| encoded.get(*i)).cloned()).collect()
            })
            .collect();
        Ok(documents
            .into_iter()
            .zip(cut)
            .zip(shared)
            .map(|((document, segments), encoded)| Version { document, segments, encoded })
            .collect())
    }

    /// Groups the segments of all versions; every segment is in exactly one group, in reading order.
    ///
    /// Segments without any text (empty lines) are groups of their own; the aligner does not see them. Where it is
    /// in doubt whether neighbours belong together, they are encoded once more as one text.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn align(&self, versions: &[Version]) -> Result<Vec<Group>> {
        let kept = kept(versions);
        let sides: Vec<align::Side<'_>> = versions.iter().zip(&kept).map(|(v, kept)| side(v, kept)).collect();
        let joining = Joining { encoder: self.encoder(), versions, kept: &kept };
        let groups = align::align_joined(&sides, &align::Settings::default(), &joining)?;
        Ok(whole_groups(versions, &kept, groups))
    }

    /// Like [`Analyzer::align`], and says what spoke for each bead. In the beads too, segments are counted as the
    /// versions count them.
    ///
    /// # Errors
    /// When the encoder fails.
    pub fn explain(&self, versions: &[Version]) -> Result<align::Explained> {
        let kept = kept(versions);
        let sides: Vec<align::Side<'_>> = versions.iter().zip(&kept).map(|(v, kept)| side(v, kept)).collect();
        let joining = Joining { encoder: self.encoder(), versions, kept: &kept };
        let mut explained = align::explain(&sides, &align::Settings::default(), &joining)?;
        for pair in &mut explained.pairs {
            pair.renumber(&kept[pair.first], &kept[pair.second]);
        }
        explained.groups = whole_groups(versions, &kept, explained.groups);
        Ok(explained)
    }

    /// Scores every group, in order. Groups that hold page furniture only are not scored.
    ///
    /// Words are compared among the versions of one original only; see [`Relations::originals`].
    #[must_use]
    pub fn score(&self, versions: &[Version], groups: &[Group]) -> Vec<GroupDrift> {
        let cut: Vec<_> = versions.iter().map(|v| (&v.document, v.segments.as_slice())).collect();
        let originals = Relations::of(versions.len(), &words_in_groups(&cut, groups)).originals();
        self.score_versions_of(&originals, versions, groups)
    }

    /// The same, where it is known which versions are of one original: one number a version.
    pub(crate) fn score_versions_of(
        &self,
        originals: &[usize],
        versions: &[Version],
        groups: &[Group],
    ) -> Vec<GroupDrift> {
        groups
            .par_iter()
            .map(|group| {
                let quiet = || GroupDrift { versions: vec![None; versions.len()], ..GroupDrift::default() };
                if is_furniture(versions, group) || is_too_long(versions, group) {
                    quiet()
                } else {
                    let view = view(versions, originals, group, self.config.glossary.as_deref());
                    drift::score(&view, self.head.as_ref())
                }
            })
            .collect()
    }
}

/// Of each version, the segments that have any text.
fn kept(versions: &[Version]) -> Vec<Vec<usize>> {
    let has_text = |v: &Version, i: &usize| !v.encoded[*i].text.trim().is_empty();
    versions.iter().map(|v| (0..v.segments.len()).filter(|i| has_text(v, i)).collect()).collect()
}

/// The groups of kept segments, counted as the versions count them, and those of segments without any text.
fn whole_groups(versions: &[Version], kept: &[Vec<usize>], mut groups: Vec<Group>) -> Vec<Group> {
    for group in &mut groups {
        for (members, kept) in group.members.iter_mut().zip(kept) {
            for member in members {
                *member = kept[*member];
            }
        }
    }
    for (at, version) in versions.iter().enumerate() {
        for (i, encoded) in version.encoded.iter().enumerate() {
            if encoded.text.trim().is_empty() {
                let mut members = vec![Vec::new(); versions.len()];
                members[at].push(i);
                groups.push(Group { members, confidence: 1.0, moved: false });
            }
        }
    }
    align::in_reading_order(&mut groups, versions.len());
    groups
}

/// What the aligner sees of a version's kept segments.
fn side<'a>(version: &'a Version, kept: &[usize]) -> align::Side<'a> {
    let view = |i: &usize| align::SegmentView {
        text: &version.encoded[*i].text,
        vector: &version.encoded[*i].encoding.sentence,
        features: &version.encoded[*i].features,
        kind: version.segments[*i].kind,
        block: version.segments[*i].block,
    };
    align::Side { segments: kept.iter().map(view).collect() }
}

/// Whether all that the group holds is page furniture or nothing.
fn is_furniture(versions: &[Version], group: &Group) -> bool {
    group.members.iter().zip(versions).all(|(members, version)| {
        members.iter().all(|i| {
            version.segments[*i].kind == BlockKind::Furniture || version.segments[*i].span.is_empty()
        })
    })
}

/// Whether the group holds so many words that its members cannot be compared word by word.
pub(crate) fn is_too_long(versions: &[Version], group: &Group) -> bool {
    let words = |(members, version): (&Vec<usize>, &Version)| -> usize {
        members.iter().map(|i| version.encoded[*i].features.words.len()).sum()
    };
    let mut words: Vec<usize> = group.members.iter().zip(versions).map(words).collect();
    words.sort_unstable();
    matches!(words.as_slice(), [.., second, first] if first.saturating_mul(*second) > WORD_PAIRS)
}

/// A group as the scorer sees it; `originals` holds one number a version, equal for versions of one original.
pub(crate) fn view<'a>(
    versions: &'a [Version],
    originals: &[usize],
    group: &Group,
    glossary: Option<&'a Glossary>,
) -> GroupView<'a> {
    let member = |(at, members): (usize, &Vec<usize>)| {
        let version = &versions[at];
        let segment = |i: &usize| MemberSegment {
            span: version.segments[*i].span,
            language: version.segments[*i].language,
            encoded: &version.encoded[*i],
        };
        (!members.is_empty()).then(|| Member {
            version: at,
            role: version.document.role,
            original: originals.get(at).copied().unwrap_or_default(),
            language: version.document.language,
            text: &version.document.text,
            segments: members.iter().map(segment).collect(),
        })
    };
    GroupView {
        members: group.members.iter().enumerate().filter_map(member).collect(),
        versions: versions.len(),
        confidence: group.confidence,
        glossary,
    }
}

/// Doubts that came up in reading and encoding.
fn reading_notices(versions: &[Version]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for version in versions {
        let id = || Some(version.document.id.clone());
        notices.extend(version.document.notices.iter().cloned());
        let long = version.encoded.iter().filter(|e| e.encoding.windows > 1).count();
        if long > 0 {
            notices.push(Notice {
                kind: NoticeKind::LongSegment,
                version: id(),
                message: format!(
                    "{long} segment(s) are longer than the model's window and were read in pieces; \
                     split them for sharper results"
                ),
            });
        }
        let unknown: usize = version.encoded.iter().map(|e| e.encoding.unknown).sum();
        let tokens: usize = version.encoded.iter().map(|e| e.encoding.tokens.len()).sum();
        // 2%: below that, stray symbols; above, a script that the model was not built for.
        if unknown * 50 > tokens {
            notices.push(Notice {
                kind: NoticeKind::UnknownCharacters,
                version: id(),
                message: format!(
                    "{unknown} of {tokens} tokens are not in the model's vocabulary; \
                     findings in this version are unreliable, try --model with a checkpoint of its language"
                ),
            });
        }
    }
    notices
}
