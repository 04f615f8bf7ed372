//! Events as rows: what is hashed for ever in the head, what somebody said in the body.

use serde::{Deserialize, Serialize};

use chrono::{DateTime, FixedOffset};

use super::Envelope;
use super::event::{Event, LayerRef, Opening, Origin};
use super::kept_wording::KeptWording;
use super::promise_number::PromiseNumber;
use super::row::{Body, NewRow, Row};
use crate::answer::{Person, Verdict};
use crate::schedule::rule::Unit;
use crate::spine::{Gate, Name, Step};
use crate::untrusted::Untrusted;

/// The version of this form; rows of a later version are refused, rows of an earlier one are upgraded when read. Version 2 has more
/// kinds than version 1, and the same form for those that both have.
pub const VERSION: u16 = 2;

/// A row that cannot be read as an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It was written by a later version.
    #[error("event {seq} is of version {version}, and this program reads up to {VERSION}")]
    TooNew {
        /// Its place in the incident.
        seq: u64,
        /// Its version.
        version: u16,
    },
    /// Its content does not fit its kind.
    #[error("event {seq} of kind `{kind}` cannot be read")]
    Malformed {
        /// Its place in the incident.
        seq: u64,
        /// Its kind.
        kind: String,
    },
}

#[derive(Serialize, Deserialize)]
struct OpenedHead {
    playbook: Name,
    layers: Vec<LayerRef>,
    training: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    tool: String,
}

#[derive(Serialize, Deserialize)]
struct OpenedBody {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_ref: Option<Untrusted>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    responder: Option<Person>,
}

#[derive(Serialize, Deserialize)]
struct QuestionHead {
    question: Name,
}

/// What answers and contacts have besides; a reader that does not know it passes over it.
#[derive(Serialize, Deserialize)]
struct AnsweredHead {
    question: Name,
    origin: Origin,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kept: Vec<KeptWording>,
}

#[derive(Serialize, Deserialize)]
struct ContactedHead {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kept: Vec<KeptWording>,
}

#[derive(Serialize, Deserialize)]
struct StepHead {
    step: Step,
}

#[derive(Serialize, Deserialize)]
struct NotedHead {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    question: Option<Name>,
}

#[derive(Serialize, Deserialize)]
struct MovedHead {
    to: Name,
    #[serde(default)]
    whole_step: bool,
}

#[derive(Serialize, Deserialize)]
struct EndedHead {
    ending: Name,
}

#[derive(Serialize, Deserialize)]
struct PromisedHead {
    under: Name,
}

#[derive(Serialize, Deserialize)]
struct MovedPromiseHead {
    number: PromiseNumber,
    due: DateTime<FixedOffset>,
}

#[derive(Serialize, Deserialize)]
struct SettledHead {
    number: PromiseNumber,
    verdict: Verdict,
    settled_at: DateTime<FixedOffset>,
}

#[derive(Serialize, Deserialize)]
struct NamedBody {
    person: Person,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Untrusted>,
}

#[derive(Serialize, Deserialize)]
struct GateHead {
    to: Gate,
}

#[derive(Serialize, Deserialize)]
struct FailureHead {
    number: u32,
    put_right_at: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize, Deserialize)]
struct MetHead {
    clock: Name,
    met_at: DateTime<FixedOffset>,
}

#[derive(Serialize, Deserialize)]
struct ExtendedHead {
    clock: Name,
    n: u32,
    unit: Unit,
    told_at: DateTime<FixedOffset>,
}

#[derive(Serialize, Deserialize)]
struct ClockHead {
    clock: Name,
}

#[derive(Serialize, Deserialize)]
struct ReopenedHead {
    failed: bool,
}

/// The row of an event that is about to be appended.
pub fn to_row(event: &Event, at: DateTime<FixedOffset>, author: &Untrusted) -> NewRow {
    let (kind, head, body) = match event {
        Event::Opened(opening) => {
            let head = OpenedHead {
                playbook: opening.playbook.clone(),
                layers: opening.layers.clone(),
                training: opening.training,
                time_zone: opening.time_zone.clone(),
                tool: opening.tool.clone(),
            };
            let body = OpenedBody { external_ref: opening.external_ref.clone(), responder: opening.responder.clone() };
            ("opened", json(&head), json(&body))
        }
        Event::Answered { question, value, origin, kept } => {
            let head = AnsweredHead { question: question.clone(), origin: *origin, kept: kept.clone() };
            ("answered", json(&head), json(value))
        }
        Event::Kept { question } => ("kept", question_head(question), String::new()),
        Event::Skipped { question, reason } => {
            ("skipped", question_head(question), reason.as_ref().map(json).unwrap_or_default())
        }
        Event::StepSkipped { step, reason } => ("step-skipped", json(&StepHead { step: *step }), json(reason)),
        Event::PutOff { question } => ("put-off", question_head(question), String::new()),
        Event::Noted { question, text } => ("noted", json(&NotedHead { question: question.clone() }), json(text)),
        Event::Moved { to, whole_step, reason } => (
            "moved",
            json(&MovedHead { to: to.clone(), whole_step: *whole_step }),
            reason.as_ref().map(json).unwrap_or_default(),
        ),
        Event::LoopedBack { to } => ("looped-back", json(&StepHead { step: *to }), String::new()),
        Event::Contacted { contact, kept } => ("contacted", json(&ContactedHead { kept: kept.clone() }), json(contact)),
        Event::Promised { under, promise } => ("promised", json(&PromisedHead { under: under.clone() }), json(promise)),
        Event::PromiseMoved { number, due, reason } => (
            "promise-moved",
            json(&MovedPromiseHead { number: *number, due: *due }),
            reason.as_ref().map(json).unwrap_or_default(),
        ),
        Event::PromiseSettled { number, verdict, settled_at, reason } => (
            "promise-settled",
            json(&SettledHead { number: *number, verdict: *verdict, settled_at: *settled_at }),
            reason.as_ref().map(json).unwrap_or_default(),
        ),
        Event::FailureFound { failure } => ("failure-found", String::from("{}"), json(failure)),
        Event::FailureSettled { number, put_right_at } => {
            ("failure-settled", json(&FailureHead { number: *number, put_right_at: *put_right_at }), String::new())
        }
        Event::Assigned { to, reason } => ("assigned", String::from("{}"), named(to, reason.as_ref())),
        Event::Owned { by } => ("owned", String::from("{}"), named(by, None)),
        Event::DeputyNamed { deputy } => ("deputy-named", String::from("{}"), named(deputy, None)),
        Event::GateMoved { to, by, reason } => ("gate-moved", json(&GateHead { to: *to }), named(by, Some(reason))),
        Event::ClockMet { clock, met_at } => {
            ("clock-met", json(&MetHead { clock: clock.clone(), met_at: *met_at }), String::new())
        }
        Event::ClockExtended { clock, n, unit, reason, told_at } => (
            "clock-extended",
            json(&ExtendedHead { clock: clock.clone(), n: *n, unit: *unit, told_at: *told_at }),
            json(reason),
        ),
        Event::ClockWaived { clock, reason } => {
            ("clock-waived", json(&ClockHead { clock: clock.clone() }), json(reason))
        }
        Event::Reopened { reason, failed } => ("reopened", json(&ReopenedHead { failed: *failed }), json(reason)),
        Event::Ended { ending } => ("ended", json(&EndedHead { ending: ending.clone() }), String::new()),
        Event::Erased { kind } => (kind.as_str(), String::from("{}"), String::new()),
    };
    NewRow { at, author: author.as_stored().to_owned(), kind: kind.to_owned(), version: VERSION, head, body }
}

/// The body of an event that names a person.
fn named(person: &Person, reason: Option<&Untrusted>) -> String {
    json(&NamedBody { person: person.clone(), reason: reason.cloned() })
}

fn question_head(question: &Name) -> String {
    json(&QuestionHead { question: question.clone() })
}

/// These types always have a JSON form: maps with text keys, no floating point.
fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The event of a row.
///
/// # Errors
/// [`Unreadable`], when the row is of a later version or does not fit its kind.
pub fn from_row(row: &Row) -> Result<Envelope, Unreadable> {
    if row.version > VERSION {
        return Err(Unreadable::TooNew { seq: row.seq, version: row.version });
    }
    let malformed = || Unreadable::Malformed { seq: row.seq, kind: row.kind.clone() };
    let event = match &row.body {
        Body::Erased => without_body(&row.kind, &row.head).unwrap_or_else(|| Event::Erased { kind: row.kind.clone() }),
        Body::Kept(body) => event(&row.kind, &row.head, body).ok_or_else(malformed)?,
    };
    Ok(Envelope { seq: row.seq, at: row.at, author: row.author.as_str().into(), event })
}

/// The event of a row whose body was erased, where the head alone still says what happened.
fn without_body(kind: &str, head: &str) -> Option<Event> {
    let nothing_said = if kind == "opened" { "{}" } else { "" };
    event(kind, head, nothing_said)
}

fn read<'t, T: Deserialize<'t>>(text: &'t str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// A body that may be missing. `Err` when it is there and no text.
fn optional(body: &str) -> Result<Option<Untrusted>, NoText> {
    if body.is_empty() { Ok(None) } else { read(body).map(Some).ok_or(NoText) }
}

/// A body that is there and no text.
struct NoText;

fn event(kind: &str, head: &str, body: &str) -> Option<Event> {
    Some(match kind {
        "opened" => {
            let head: OpenedHead = read(head)?;
            let body: OpenedBody = read(body)?;
            Event::Opened(Opening {
                playbook: head.playbook,
                layers: head.layers,
                training: head.training,
                time_zone: head.time_zone,
                external_ref: body.external_ref,
                responder: body.responder,
                tool: head.tool,
            })
        }
        "answered" => {
            let AnsweredHead { question, origin, kept } = read(head)?;
            Event::Answered { question, value: read(body)?, origin, kept }
        }
        "kept" => Event::Kept { question: read::<QuestionHead>(head)?.question },
        "skipped" => Event::Skipped { question: read::<QuestionHead>(head)?.question, reason: optional(body).ok()? },
        "step-skipped" => Event::StepSkipped { step: read::<StepHead>(head)?.step, reason: read(body)? },
        "put-off" => Event::PutOff { question: read::<QuestionHead>(head)?.question },
        "noted" => Event::Noted { question: read::<NotedHead>(head)?.question, text: read(body)? },
        "moved" => {
            let head: MovedHead = read(head)?;
            Event::Moved { to: head.to, whole_step: head.whole_step, reason: optional(body).ok()? }
        }
        "looped-back" => Event::LoopedBack { to: read::<StepHead>(head)?.step },
        "ended" => Event::Ended { ending: read::<EndedHead>(head)?.ending },
        "reopened" => Event::Reopened { reason: read(body)?, failed: read::<ReopenedHead>(head)?.failed },
        _ => return ledger_event(kind, head, body).or_else(|| later_event(kind, head, body)),
    })
}

fn ledger_event(kind: &str, head: &str, body: &str) -> Option<Event> {
    Some(match kind {
        "contacted" => Event::Contacted { contact: read(body)?, kept: read::<ContactedHead>(head)?.kept },
        "promised" => Event::Promised { under: read::<PromisedHead>(head)?.under, promise: read(body)? },
        "promise-moved" => {
            let head: MovedPromiseHead = read(head)?;
            Event::PromiseMoved { number: head.number, due: head.due, reason: optional(body).ok()? }
        }
        "promise-settled" => {
            let SettledHead { number, verdict, settled_at } = read(head)?;
            Event::PromiseSettled { number, verdict, settled_at, reason: optional(body).ok()? }
        }
        "failure-found" => Event::FailureFound { failure: read(body)? },
        "failure-settled" => {
            let FailureHead { number, put_right_at } = read(head)?;
            Event::FailureSettled { number, put_right_at }
        }
        _ => return None,
    })
}

/// Who answers and decides, and time limits.
fn later_event(kind: &str, head: &str, body: &str) -> Option<Event> {
    let named = || read::<NamedBody>(body);
    Some(match kind {
        "assigned" => {
            let NamedBody { person, reason } = named()?;
            Event::Assigned { to: person, reason }
        }
        "owned" => Event::Owned { by: named()?.person },
        "deputy-named" => Event::DeputyNamed { deputy: named()?.person },
        "gate-moved" => {
            let NamedBody { person, reason } = named()?;
            Event::GateMoved { to: read::<GateHead>(head)?.to, by: person, reason: reason? }
        }
        "clock-met" => {
            let MetHead { clock, met_at } = read(head)?;
            Event::ClockMet { clock, met_at }
        }
        "clock-extended" => {
            let ExtendedHead { clock, n, unit, told_at } = read(head)?;
            Event::ClockExtended { clock, n, unit, reason: read(body)?, told_at }
        }
        "clock-waived" => Event::ClockWaived { clock: read::<ClockHead>(head)?.clock, reason: read(body)? },
        _ => return None,
    })
}
