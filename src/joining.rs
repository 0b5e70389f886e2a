//! Neighbouring segments encoded once more as one text, for the aligner.

use crate::{
    Result,
    align::{Joiner, Stretch},
    analyze::Version,
    encode::Encoder,
};

/// Stretches that are encoded at a time: only their sentence vectors are kept, those of their tokens are not.
const BATCH: usize = 256;

/// Joins segments of versions that are aligned.
pub(crate) struct Joining<'a> {
    /// The encoder that read the segments.
    pub encoder: &'a dyn Encoder,
    /// All versions.
    pub versions: &'a [Version],
    /// Of each version, the segments that the aligner sees.
    pub kept: &'a [Vec<usize>],
}

impl Joiner for Joining<'_> {
    fn join(&self, stretches: &[Stretch]) -> Result<Vec<Vec<f32>>> {
        let mut vectors = Vec::with_capacity(stretches.len());
        for batch in stretches.chunks(BATCH) {
            let texts: Vec<String> = batch.iter().map(|stretch| self.text(stretch)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            vectors.extend(self.encoder.encode(&texts)?.into_iter().map(|encoding| encoding.sentence));
        }
        Ok(vectors)
    }
}

impl Joining<'_> {
    /// The segments' texts, with a space where something stands between them in the document.
    fn text(&self, stretch: &Stretch) -> String {
        let mut text = String::new();
        let Some((version, kept)) = self.versions.get(stretch.version).zip(self.kept.get(stretch.version))
        else {
            return text;
        };
        let mut end = None;
        for index in kept.iter().skip(stretch.segments.start).take(stretch.segments.len()) {
            let Some((segment, encoded)) = version.segments.get(*index).zip(version.encoded.get(*index))
            else {
                continue;
            };
            if end.is_some_and(|end| end != segment.span.start) {
                text.push(' ');
            }
            text.push_str(&encoded.text);
            end = Some(segment.span.end);
        }
        text
    }
}
