//! Time as people say it and read it: zones, spoken moments and limits, calendars, counting, and moments shown.
//!
//! Everything here is a pure function of its arguments. The present moment and the [`zone::Zone`] are passed in
//! by the edge, so that a lesson, a test and a live incident read the same words the same way.

pub mod calendar;
pub mod count;
pub mod count_words;
pub mod human;
pub mod named_zone;
pub mod rule;
pub mod spoken;
pub mod spoken_limit;
pub mod zone;
