//! A promise: what, to whom, by when, by whom, and what became of it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::Person;
use crate::untrusted::Untrusted;

/// Something somebody was told will happen by a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// What was promised.
    pub what: Untrusted,
    /// By when, this instant included.
    pub due: DateTime<FixedOffset>,
    /// Who is to do it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Person>,
    /// To whom, where it is not the customer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<Untrusted>,
    /// What became of it; `None` while it is owed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verdict: Option<Verdict>,
    /// When that was settled.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub settled_at: Option<DateTime<FixedOffset>>,
    /// Why it was broken or released.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Untrusted>,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Done by the time.
    Kept,
    /// Done after the time.
    Late,
    /// Not done.
    Broken,
    /// The other side let us off it.
    Released,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Late, Self::Broken, Self::Released];

    /// Its name in files and records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Late => "late",
            Self::Broken => "broken",
            Self::Released => "released",
        }
    }
}
