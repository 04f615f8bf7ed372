//! `recover` walks a responder through making it right with a customer whom the business has failed, and leaves a
//! written record. `DESIGN.md` is the map of this crate.

pub mod answer;
pub mod diagnostic;
pub mod escape;
pub mod files;
pub mod hygiene;
pub mod limits;
pub mod local_zone;
pub mod out;
pub mod playbook;
pub mod schedule;
pub mod spine;
pub mod text;
pub mod untrusted;
pub mod journal;
pub mod walk;
pub mod record;
pub mod store;
pub mod config;
pub mod env;
pub mod exit_code;
pub mod shelf;
pub mod term;
pub mod case;
pub mod conversation;
pub mod answers_file;
pub mod cli;
pub mod commands;
pub mod render;
