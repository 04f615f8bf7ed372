//! The whole record of an incident.

use chrono::{DateTime, FixedOffset};

use super::entry::Entry;
use super::limits::{Limit, limits};
use super::moment::{Moment, timeline};
use super::promises::Ledger;
use super::responsibility::Responsibility;
use crate::answer::{Person, Value};
use crate::journal::{IncidentId, LayerRef, Status};
use crate::playbook::Question;
use crate::schedule::calendar::Calendars;
use crate::spine::{Gate, Guarded, Name, Step};
use crate::untrusted::Untrusted;
use crate::walk::state::{EarlierEnd, GateMove, OutOfOrder};
use crate::walk::{Note, Walk};

/// How an incident is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its number.
    pub id: IncidentId,
    /// The caller's own reference.
    pub external_ref: Option<Untrusted>,
}

/// Everything known of an incident.
#[derive(Debug, Clone)]
pub struct Record {
    /// How it is called.
    pub identity: Identity,
    /// Whether it is a drill.
    pub training: bool,
    /// The playbook's name.
    pub playbook: Name,
    /// The playbook's title.
    pub playbook_title: Untrusted,
    /// The playbook author's version.
    pub playbook_version: Option<Untrusted>,
    /// Whether it is closed.
    pub status: Status,
    /// When it was opened.
    pub opened_at: DateTime<FixedOffset>,
    /// When something was last recorded.
    pub updated_at: DateTime<FixedOffset>,
    /// When it was closed.
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// Whether customer text is held to regret and undertaking.
    pub gate: Gate,
    /// The gate's moves outside the questions, oldest first.
    pub gate_moves: Vec<GateMove>,
    /// Who answers for it.
    pub responsibility: Responsibility,
    /// Ends that were not the last, oldest first.
    pub earlier_ends: Vec<EarlierEnd>,
    /// The eight steps, in order.
    pub steps: Vec<StepRecord>,
    /// Rounds before the present one, oldest first.
    pub rounds: Vec<RoundRecord>,
    /// What happened when.
    pub timeline: Vec<Moment>,
    /// What was promised.
    pub promises: Ledger,
    /// The time limits that apply, in the order of the playbook; empty until they were counted.
    pub limits: Vec<Limit>,
    /// Steps taken out of order.
    pub out_of_order: Vec<OutOfOrder>,
    /// Notes that stand beside no question.
    pub notes: Vec<Note>,
    /// Answers that no longer apply after a change; kept, and shown to the house only.
    pub set_aside: Vec<(Name, Untrusted)>,
    /// Whether personal text was erased.
    pub erased: bool,
    /// Who began it, and with what.
    pub provenance: Provenance,
}

/// Who began the record of an incident, and with what.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// The responder, where they said who they are.
    pub responder: Option<Person>,
    /// Who is in the journal as having opened it; empty when that is not known.
    pub opened_by: Untrusted,
    /// The version of recover that opened it.
    pub tool: Untrusted,
    /// The texts of the playbook, lowest first.
    pub layers: Vec<LayerRef>,
}

/// One step of the record.
#[derive(Debug, Clone)]
pub struct StepRecord {
    /// Which step.
    pub step: Step,
    /// Its heading.
    pub title: Untrusted,
    /// Its questions on this path, in the order of asking.
    pub entries: Vec<Entry>,
    /// Why the whole step was left out, if it was.
    pub skipped: Option<Untrusted>,
}

/// A round that ended with the customer wanting something more.
#[derive(Debug, Clone)]
pub struct RoundRecord {
    /// Its number, from 1.
    pub number: usize,
    /// The step the walk went back to.
    pub to: Step,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What had been answered until then.
    pub entries: Vec<Entry>,
}

impl Record {
    /// The record of a walk. `None` for a walk without its first event.
    pub fn of(walk: &Walk, id: IncidentId) -> Option<Self> {
        let state = walk.state();
        let playbook = walk.playbook();
        let (opening, opened_at, opened_by) = state.opened.as_ref()?;
        Some(Self {
            identity: Identity { id, external_ref: opening.external_ref.clone() },
            training: opening.training,
            playbook: playbook.id.clone(),
            playbook_title: playbook.title.clone(),
            playbook_version: playbook.version.clone(),
            status: if state.ended.is_some() { Status::Closed } else { Status::Open },
            opened_at: *opened_at,
            updated_at: state.last_at.unwrap_or(*opened_at),
            closed_at: state.ended.as_ref().map(|(_, at)| *at),
            gate: walk.gate(),
            gate_moves: state.gate_moves.clone(),
            responsibility: Responsibility::of(walk),
            earlier_ends: state.earlier_ends.clone(),
            steps: Step::ALL.map(|step| step_record(walk, step)).to_vec(),
            rounds: rounds(walk),
            timeline: timeline(walk),
            promises: Ledger::of(walk),
            limits: Vec::new(),
            out_of_order: state.out_of_order.clone(),
            notes: state.notes.iter().filter(|note| note.question.is_none()).cloned().collect(),
            set_aside: walk.set_aside().map(|question| (question.id.clone(), question.ask.clone())).collect(),
            erased: state.erased,
            provenance: Provenance {
                responder: opening.responder.clone(),
                opened_by: opened_by.clone(),
                tool: opening.tool.as_str().into(),
                layers: opening.layers.clone(),
            },
        })
    }

    /// The same with its time limits, counted by these calendars.
    #[must_use]
    pub fn counted(self, walk: &Walk, calendars: &dyn Calendars) -> Self {
        Self { limits: limits(walk, calendars), ..self }
    }

    /// What the customer's door holds back: as the gate stands, and everything while nobody has said whether legal proceedings may
    /// follow, since unknown is not no.
    pub fn customer_gate(&self) -> Gate {
        let risk = self.answer("legal_risk").map(Guarded::for_house);
        match risk {
            Some(Value::YesNo(_)) => self.gate,
            _ => Gate::Closed,
        }
    }

    /// The entry of a question, if it is on this path.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.steps.iter().flat_map(|step| &step.entries).find(|entry| entry.id == *id)
    }

    /// The answer to a question behind its audience.
    pub fn answer(&self, id: &str) -> Option<&Guarded<Value>> {
        self.entry(id).and_then(Entry::value)
    }

    /// The entries that the record cannot do without and that are open, doubtful or put off, in the order of the steps.
    pub fn owed(&self) -> impl Iterator<Item = (&StepRecord, &Entry)> {
        use super::entry::EntryState;
        self.steps.iter().flat_map(|step| step.entries.iter().map(move |entry| (step, entry))).filter(|(_, entry)| {
            match entry.state {
                EntryState::Open => entry.required,
                EntryState::PutOff | EntryState::Answered { doubt: Some(_), .. } => true,
                _ => false,
            }
        })
    }
}

fn step_record(walk: &Walk, step: Step) -> StepRecord {
    let playbook = walk.playbook();
    StepRecord {
        step,
        title: playbook.page(step).map_or_else(|| step.title().into(), |page| page.title.clone()),
        entries: playbook.questions_of(step).filter_map(|question| Entry::of(walk, question)).collect(),
        skipped: walk.state().skipped_steps.get(&step).and_then(|skip| skip.reason.clone()),
    }
}

fn rounds(walk: &Walk) -> Vec<RoundRecord> {
    let in_order = |question: &&Question| question.step;
    let mut questions: Vec<&Question> = walk.playbook().questions.iter().collect();
    questions.sort_by_key(in_order);
    walk.state()
        .rounds
        .iter()
        .enumerate()
        .map(|(index, round)| RoundRecord {
            number: index + 1,
            to: round.to,
            at: round.at,
            entries: questions.iter().filter_map(|question| Entry::of_round(walk, question, round)).collect(),
        })
        .collect()
}
