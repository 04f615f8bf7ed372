//! Answers files: a whole walk as TOML or JSON text, read, walked through without a terminal, and written back.
//!
//! [`read()`] turns text into an [`AnswersFile`] or every problem at once, [`set()`] adds single answers of the command line,
//! [`walk_through()`] makes events of them, [`write()`] gives an incident's answers as such a file, and [`blank()`] an empty one
//! that explains every question. Text in, text out: nothing here opens a file or looks at a clock.

pub mod blank;
pub mod file;
mod json;
mod listen;
mod put;
pub mod read;
pub mod set;
#[cfg(test)]
mod tests;
mod toml;
mod toml_text;
mod tree;
pub mod walk_through;
mod words;
pub mod write;

pub use blank::blank;
pub use file::{AnswersFile, Closed, Entered, GivenAnswer, GivenNote, GivenReopening, What};
pub use read::{Format, playbook_named, read};
pub use set::{SetError, set};
pub use walk_through::{Made, Outcome, Refused, walk_through, walk_through_knowing};
pub use write::write;
