//! `addition`: something that only one version says. Found by the scorer.

use crate::drift::{Kind, Severity, kind::Example};

/// The kind.
pub const KIND: Kind = Kind {
    name: "addition",
    mqm: "accuracy/addition",
    severity: Severity::Major,
    finds: "Words, a clause or a whole sentence that stand in one version only, though the versions otherwise say the same.",
    matters: "The reader is told something that the author did not say.",
    examples: &[
        Example {
            language: "en",
            says: "The mayor left the meeting.",
            drifts: "The mayor left the meeting [in anger].",
        },
        Example {
            language: "de",
            says: "Der Zug hält in Mainz.",
            drifts: "Der Zug hält [nur am Wochenende] in Mainz.",
        },
        Example { language: "zh", says: "会议推迟了。", drifts: "会议[因疫情]推迟了。" },
    ],
    misses: "With two versions and no source an addition cannot be told from an omission; explanations that a translator adds for foreign readers are reported all the same.",
};
