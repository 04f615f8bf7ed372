//! The journal: what was said and done about each incident, append-only, chained by hashes.
//!
//! [`Event`] is a fact, [`Envelope`] a fact with its place, time and author, [`wire`] its form as a row, [`chain`] the hashes over
//! rows, [`summary`] the line of an incident in lists, and [`facts`] what reports count of it.

pub mod chain;
pub mod envelope;
pub mod event;
pub mod facts;
pub mod incident_id;
pub mod kept_wording;
pub mod owed;
pub mod promise_number;
pub mod row;
pub mod summary;
pub mod uid;
pub mod wire;

pub use envelope::Envelope;
pub use event::{Event, LayerRef, Opening, Origin};
pub use facts::Facts;
pub use incident_id::IncidentId;
pub use kept_wording::KeptWording;
pub use owed::{Owed, OwedKind, Standing};
pub use promise_number::PromiseNumber;
pub use row::{Body, NewRow, Row};
pub use summary::{Status, Summary};
pub use uid::Uid;
