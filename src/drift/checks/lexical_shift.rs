//! `lexical-shift`: a word or phrase that says something else. Found by the scorer.

use crate::drift::{Kind, Severity, kind::Example};

/// The kind.
pub const KIND: Kind = Kind {
    name: "lexical-shift",
    mqm: "accuracy/mistranslation",
    severity: Severity::Major,
    finds: "A word or phrase in one version that means something else than what stands in its place in the others.",
    matters: "The usual way in which a machine translation goes wrong: a wrong sense of an ambiguous word, in a sentence that reads well.",
    examples: &[
        Example {
            language: "en",
            says: "The court counted the [votes] again.",
            drifts: "The court counted the [voices] again.",
        },
        Example {
            language: "de",
            says: "Sie setzte sich auf die [Bank] am Fluss.",
            drifts: "Sie setzte sich auf das [Geldinstitut] am Fluss.",
        },
        Example {
            language: "es",
            says: "Compró un [gato] para el coche.",
            drifts: "Compró un [felino] para el coche.",
        },
    ],
    misses: "Words whose vectors are close though their meaning is not (names of months, colours, neighbouring professions), and shifts that every version shares.",
};
