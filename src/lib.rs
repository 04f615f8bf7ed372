//! `recover` walks a responder through making it right with a customer whom the business has failed, and leaves a
//! written record. `DESIGN.md` is the map of this crate.

pub mod almanac;
pub mod answer;
pub mod answers_file;
pub mod calendars;
pub mod case;
pub mod cli;
pub mod commands;
pub mod config;
pub mod conversation;
pub mod diagnostic;
pub mod env;
pub mod escape;
pub mod exit_code;
pub mod files;
pub mod hygiene;
pub mod journal;
pub mod letter;
pub mod limits;
pub mod local_zone;
pub mod out;
pub mod page;
pub mod pdf;
pub mod playbook;
pub mod record;
pub mod render;
pub mod report;
pub mod schedule;
pub mod shelf;
pub mod spine;
pub mod store;
pub mod template;
pub mod term;
pub mod text;
pub mod untrusted;
pub mod walk;
