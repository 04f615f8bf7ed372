//! The line of an incident in lists.

use super::responsibility::Responsibility;
use crate::answer::{Person, Value};
use crate::journal::{IncidentId, Status, Summary, Uid};
use crate::spine::Gate;
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// The most characters of what happened that a list keeps.
pub const MOST_CHARACTERS: usize = 200;

/// The summary of a walk, but for when something falls due next, which is counted by calendars. `None` for a walk without its first event.
pub fn summary(walk: &Walk, id: IncidentId, uid: Uid) -> Option<Summary> {
    let state = walk.state();
    let (opening, opened_at, _) = state.opened.as_ref()?;
    let name = |person: &Person| person.name.as_stored().to_owned();
    let responsibility = Responsibility::of(walk);
    let choice = |question: &str| walk.answer_to(question).and_then(Value::choice).map(str::to_owned);
    let declined = walk.answer_to("owner_accepted") == Some(&Value::YesNo(false));
    let accepted = match (&responsibility.owner, declined) {
        (Some(_), _) => Some(true),
        (None, true) => Some(false),
        (None, false) => None,
    };
    Some(Summary {
        id,
        uid,
        external_ref: opening.external_ref.as_ref().map(|reference| reference.as_stored().to_owned()),
        training: opening.training,
        status: if state.ended.is_some() { Status::Closed } else { Status::Open },
        customer: walk.answer_to("customer").and_then(Value::person).map(name),
        summary: walk.answer_to("what_happened").and_then(Value::text).map(first_line),
        playbook: walk.playbook().id.to_string(),
        owner: responsibility.named().map(name),
        owner_accepted: accepted,
        offered_to: responsibility
            .asked
            .as_ref()
            .filter(|_| responsibility.owner.is_some())
            .map(|asked| name(&asked.person)),
        deputy: responsibility.deputy.as_ref().map(name),
        severity: choice("severity"),
        legal_gate_closed: walk.gate() == Gate::Closed,
        ending: state.ended.as_ref().map(|(ending, _)| ending.to_string()),
        opened_at: *opened_at,
        updated_at: state.last_at.unwrap_or(*opened_at),
        closed_at: state.ended.as_ref().map(|(_, at)| *at),
        next_due: None,
        missing: u32::try_from(walk.owed().count()).unwrap_or(u32::MAX),
        reopened: u32::try_from(state.earlier_ends.len()).unwrap_or(u32::MAX),
        seq: state.seq,
    })
}

/// A text as one line of at most [`MOST_CHARACTERS`].
pub(super) fn first_line(text: &Untrusted) -> String {
    let words: String = text.as_stored().split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(MOST_CHARACTERS).collect()
}
