//! Playbooks: TOML text in, a checked [`Playbook`] or every [`Problem`](crate::diagnostic::Problem) at once out.
//!
//! [`mod@file`] reads one file key by key into [`raw`], with the place of each key, [`layers`] puts a file over the one it extends, [`check`]
//! makes the typed model. [`library`] holds the playbooks shipped in the program.

pub mod advice;
pub mod again;
pub mod authority;
pub mod check;
pub mod condition;
pub mod deadline;
pub mod file;
pub mod layers;
pub mod letter;
pub mod letter_text;
pub mod library;
pub mod model;
pub mod raw;
pub mod reachable;
pub mod schema;
pub mod standard;
mod syntax;
pub(crate) use crate::table;

pub use advice::{Advice, Evidence, Strength};
pub use again::{Again, NextOwner};
pub use authority::{Authority, Limit};
pub use condition::Condition;
pub use deadline::Deadline;
pub use layers::{Layer, load};
pub use letter::{AtGate, LetterWording, ParagraphWording};
pub use model::{Band, Legal, Page, Playbook, Question};
