//! The pipeline, front to back: documents in, report out.

use crate::{
    Config, Document, Result,
    document::Segment,
    encode::Encoder,
    features::{Encoded, Features},
    text,
};
use std::{collections::HashMap, sync::Arc};

/// Holds the encoder and the settings of a run.
pub struct Analyzer {
    encoder: Box<dyn Encoder>,
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
    /// An analyzer with this encoder and these settings.
    #[must_use]
    pub fn new(encoder: Box<dyn Encoder>, config: Config) -> Self {
        Self { encoder, config }
    }

    /// Cuts documents into segments and encodes each distinct segment once.
    pub fn encode(&self, documents: Vec<Document>) -> Result<Vec<Version>> {
        let cut: Vec<Vec<Segment>> = documents.iter().map(|d| text::segments(d, self.config.split)).collect();
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
        let encodings = self.encoder.encode(&texts)?;
        let encoded: Vec<Arc<Encoded>> = encodings
            .into_iter()
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
                segments
                    .iter()
                    .filter_map(|s| {
                        index
                            .get(&(s.span.of(&document.text), s.language))
                            .and_then(|i| encoded.get(*i))
                            .cloned()
                    })
                    .collect()
            })
            .collect();
        Ok(documents
            .into_iter()
            .zip(cut)
            .zip(shared)
            .map(|((document, segments), encoded)| Version { document, segments, encoded })
            .collect())
    }
}
