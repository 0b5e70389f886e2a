//! `omission`: something the others say is missing. Found by the scorer.

use crate::drift::{Kind, Severity, kind::Example};

/// The kind.
pub const KIND: Kind = Kind {
    name: "omission",
    mqm: "accuracy/omission",
    severity: Severity::Major,
    finds: "Words, a clause or a whole sentence that the other versions (or the source) have and this one lacks.",
    matters: "What is left out cannot be noticed by somebody who reads only this version.",
    examples: &[
        Example {
            language: "en",
            says: "The bridge is closed [to lorries] until May.",
            drifts: "The bridge is closed until May.",
        },
        Example {
            language: "es",
            says: "La biblioteca abre [hasta medianoche] los jueves.",
            drifts: "La biblioteca abre los jueves.",
        },
        Example {
            language: "ru",
            says: "Музей открыт ежедневно[, кроме понедельника].",
            drifts: "Музей открыт ежедневно.",
        },
    ],
    misses: "An omission hidden behind a shorter wording of the same thing; page furniture is left out on purpose.",
};
