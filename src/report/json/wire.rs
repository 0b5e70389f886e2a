//! The fields of the file, in its order. `docs/json.md` explains them; a change here is a change there.

use crate::{
    Config, Language,
    document::{BlockKind, Metadata, Role},
    drift::Severity,
    notice::Notice,
    report::{Amount, PassageKind, SeverityCounts, VersionSummary},
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt, marker::PhantomData};

/// The whole file; read only, the writer goes line by line.
#[derive(Deserialize)]
pub(super) struct File {
    pub signature: Signature,
    pub notices: Vec<Notice>,
    pub versions: Vec<Version>,
    pub groups: Vec<Group>,
    pub passages: Vec<Passage>,
}

/// Only the schema's name: read before anything else, so that a file of another kind is called that.
#[derive(Deserialize)]
pub(super) struct Head {
    pub schema: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Signature {
    pub version: String,
    pub model: String,
    pub config: Config,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Version {
    pub id: String,
    pub origin: String,
    pub role: Role,
    pub language: Language,
    pub metadata: Metadata,
    pub text: String,
    pub blocks: Vec<Block>,
    pub segments: Vec<Segment>,
    pub summary: Summary,
    pub shares: Named<Fraction>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Block {
    pub at: [usize; 2],
    pub kind: BlockKind,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Segment {
    pub at: [usize; 2],
    pub block: usize,
    /// Only where it is not the block's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<BlockKind>,
    /// Only where it is not the version's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Summary {
    pub segments: usize,
    pub words: usize,
    pub drifting: Amount,
    pub missing: Amount,
    pub added: Amount,
    pub moved: usize,
    pub findings: SeverityCounts,
    pub furniture: usize,
    pub shared: Fraction,
    pub related: bool,
}

impl Summary {
    pub fn of(from: &VersionSummary) -> Self {
        Self {
            segments: from.segments,
            words: from.words,
            drifting: from.drifting,
            missing: from.missing,
            added: from.added,
            moved: from.moved,
            findings: from.findings,
            furniture: from.furniture,
            shared: Fraction(from.shared),
            related: from.related,
        }
    }

    pub fn into_summary(self) -> VersionSummary {
        VersionSummary {
            segments: self.segments,
            words: self.words,
            drifting: self.drifting,
            missing: self.missing,
            added: self.added,
            moved: self.moved,
            findings: self.findings,
            furniture: self.furniture,
            shared: self.shared.0,
            related: self.related,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Group {
    #[serde(rename = "group")]
    pub index: usize,
    pub members: Named<Vec<usize>>,
    pub confidence: Fraction,
    pub moved: bool,
    pub drift: Fraction,
    pub odd_one_out: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scattered: bool,
    pub versions: Named<VersionDrift>,
    pub findings: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct VersionDrift {
    pub drift: Fraction,
    pub words: Vec<Word>,
}

/// Start, end, drift.
#[derive(Serialize, Deserialize)]
pub(super) struct Word(pub usize, pub usize, pub Fraction);

#[derive(Serialize, Deserialize)]
pub(super) struct Finding {
    pub id: String,
    pub kind: String,
    #[serde(default)]
    pub mqm: Option<String>,
    pub severity: Severity,
    pub confidence: Fraction,
    pub culprit: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against_source: Vec<String>,
    pub places: Vec<Place>,
    pub reason: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, Fraction>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Place {
    pub version: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Passage {
    pub kind: PassageKind,
    pub groups: Vec<usize>,
    pub versions: Vec<String>,
    pub severity: Severity,
    pub confidence: Fraction,
    pub weight: Fraction,
}

/// A number with at most four digits after the point: what two machines of one family agree on.
#[derive(Clone, Copy)]
pub(super) struct Fraction(pub f32);

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = if self.0.is_finite() { f64::from(self.0) } else { 0.0 };
        serializer.serialize_f64((number * 1e4).round() / 1e4)
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f32::deserialize(deserializer).map(Self)
    }
}

/// An object whose keys are the ids of versions, in the order of the versions.
pub(super) struct Named<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
            type Value = Named<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object with a version's id for each key")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Named(pairs))
            }
        }
        deserializer.deserialize_map(Pairs(PhantomData))
    }
}
