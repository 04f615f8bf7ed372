//! Tests of the answers file as a whole: what is wrong in one, walking through it, and writing it back.

mod problems;
mod round_trip;
mod walking;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{AnswersFile, Format, Outcome, read, walk_through};
use crate::answer::{Listening, Person};
use crate::diagnostic::Source;
use crate::journal::{Envelope, Event, Opening};
use crate::playbook::{Playbook, library, load};
use crate::walk::Walk;

/// The shipped playbooks.
pub(super) const PLAYBOOKS: &[&str] = &[
    "service-recovery",
    "it-support",
    "field-service",
    "restaurant",
    "uk-financial",
    "uk-housing",
    "uk-nhs",
    "us-cfpb",
    "us-airline",
    "eu-airline",
    "data-breach",
];

/// When the tests take place.
pub(super) const NOW: &str = "2026-11-20T16:40:00+01:00";

/// A shipped playbook with what it builds on.
pub(super) fn shipped(id: &str) -> Playbook {
    let layer = |id: &str| {
        let shipped = library::shipped(id).unwrap();
        Source { name: shipped.id.into(), text: shipped.text.into() }
    };
    let mut layers = vec![layer("service-recovery")];
    if id != "service-recovery" {
        layers.push(layer(id));
    }
    load(&layers).unwrap()
}

/// A playbook of its own, built on nothing.
pub(super) fn own(text: &str) -> Playbook {
    let head = "format = 1\nid = \"own\"\ntitle = \"Own\"\n";
    load(&[Source { name: "own.toml".into(), text: format!("{head}{text}") }]).unwrap()
}

pub(super) fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub(super) const ZONE: FixedOffset = FixedOffset::east_opt(3600).unwrap();

pub(super) fn listening(now: DateTime<FixedOffset>) -> Listening<'static> {
    Listening { now, zone: &ZONE, me: Some(Person::named("Ann Day")), currency: None, keeper: None }
}

/// A walk that was opened and nothing more.
pub(super) fn opened(playbook: &Arc<Playbook>, at: DateTime<FixedOffset>, responder: Option<Person>) -> Walk {
    let opening = Opening {
        playbook: playbook.id.clone(),
        layers: Vec::new(),
        training: false,
        time_zone: None,
        external_ref: None,
        responder,
        tool: "test".into(),
    };
    let envelope = Envelope { seq: 1, at, author: "Ann Day".into(), event: Event::Opened(opening) };
    Walk::replay(Arc::clone(playbook), [&envelope])
}

pub(super) fn toml(playbook: &Playbook, text: &str) -> AnswersFile {
    match read(Source { name: "a.toml".into(), text: text.into() }, Format::Toml, playbook) {
        Ok(file) => file,
        Err(problems) => panic!("{}\n{text}", problems.render(120)),
    }
}

/// Walks through a TOML text from the beginning.
pub(super) fn walked(playbook: &Arc<Playbook>, text: &str) -> (Walk, Outcome) {
    let file = toml(playbook, text);
    let mut walk = opened(playbook, at(NOW), None);
    let outcome = walk_through(&mut walk, &file, &listening(at(NOW)));
    (walk, outcome)
}
