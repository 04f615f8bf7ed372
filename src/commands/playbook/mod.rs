//! `recover playbook`: what playbooks there are, what they say, and whether they are right.

pub mod answers;
pub mod check;
mod document;
pub mod list;
pub mod new;
pub mod schema;
pub mod sheet;
pub mod show;
