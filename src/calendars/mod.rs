//! Holiday calendars as files: read with every problem at once, laid over each other, and those shipped in the program.
//!
//! Reading a file from disk is the business of [`crate::almanac`]; this room sees texts only.

mod build;
mod sheet;
mod shipped;

pub use build::{Heading, build, heading, problems_alone};
pub use shipped::{shipped, shipped_names, shipped_source};

#[cfg(test)]
mod tests;
