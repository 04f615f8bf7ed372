//! The record: what is known of an incident, folded from its events for people to read.
//!
//! [`Record`] holds everything, each answer behind its [`Audience`](crate::spine::Audience); [`CustomerRecord`] holds what the
//! customer may read and is the only thing customer documents are made from; [`summary`] makes the line in lists.

pub mod clocks;
pub mod correspondence;
pub mod customer;
pub mod entry;
pub mod facts;
pub mod fold;
pub mod known_by;
pub mod limits;
pub mod moment;
pub mod owed;
pub mod promises;
pub mod responsibility;
pub mod standing;
pub mod summary;

pub use correspondence::Correspondence;
pub use customer::CustomerRecord;
pub use entry::{Entry, EntryState, KeptWords};
pub use fold::{Identity, Provenance, Record, RoundRecord, StepRecord};
pub use limits::Limit;
pub use moment::{Happening, Moment};
pub use promises::{Ledger, PromiseEntry, PromiseState};
pub use responsibility::Responsibility;
