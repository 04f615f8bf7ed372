//! The spine: the eight steps and what each must establish, the same for every playbook.
//!
//! The main types are [`Step`], [`Name`], [`KindName`], [`Audience`] and the table of [`Builtin`] questions. Everything said
//! *about* a step is data and lives in a playbook; what a step must establish is here, so that every record can be
//! compared with every other.

pub mod audience;
pub mod builtin;
pub mod choices;
pub mod kind_name;
pub mod name;
pub mod step;

pub use audience::{Audience, ForCustomer, Gate, Guarded, UnderGate};
pub use builtin::{Asked, Assumed, Builtin};
pub use kind_name::KindName;
pub use name::{BadName, Name};
pub use step::Step;
