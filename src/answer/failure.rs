//! One dated failure within an incident: what was promised, what happened, where it stands.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::untrusted::Untrusted;

/// Something that went wrong on its own date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// When it was.
    pub at: DateTime<FixedOffset>,
    /// What happened.
    pub what: Untrusted,
    /// What had been promised in its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub promised: Option<Untrusted>,
    /// Where it stands.
    pub state: FailureState,
    /// When it was put right.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub put_right_at: Option<DateTime<FixedOffset>>,
}

/// Where a failure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureState {
    /// Not put right yet.
    Open,
    /// Put right.
    PutRight,
    /// It will not be put right.
    NotPutRight,
}

impl FailureState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::PutRight, Self::NotPutRight];

    /// Its name in files and records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::PutRight => "put-right",
            Self::NotPutRight => "not-put-right",
        }
    }
}
