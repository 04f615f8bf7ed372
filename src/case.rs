//! A case: one incident that is being worked on, with its walk and the store that keeps it.
//!
//! What is recorded through a [`Case`] is on disk when [`Case::record`] returns, and the walk moves on only then.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset};

use crate::answer::Person;
use crate::diagnostic::Problems;
use crate::journal::wire::{self, Unreadable};
use crate::journal::{Envelope, Event, IncidentId, LayerRef, NewRow, Opening, Summary, Uid};
use crate::playbook::{Layer, Playbook, load};
use crate::record::{Record, standing::standing};
use crate::schedule::calendar::Calendars;
use crate::store::{self, Source, Store, StoreError};
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// An incident being worked on.
pub struct Case {
    store: Box<dyn Store>,
    calendars: Rc<dyn Calendars>,
    uid: Uid,
    id: Option<IncidentId>,
    walk: Walk,
    /// What the first event will say, until it has been recorded.
    pending: Option<(Opening, Vec<Source>)>,
}

/// A fact that is about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What happened.
    pub event: Event,
    /// When it is recorded as having been said.
    pub at: DateTime<FixedOffset>,
    /// Who records it.
    pub author: Untrusted,
}

/// Why a case could not be opened or added to.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row cannot be read.
    #[error("{id}: {why}")]
    Unreadable {
        /// The incident.
        id: IncidentId,
        /// Why.
        why: Unreadable,
    },
    /// The playbook kept with the incident cannot be read by this version.
    #[error("the playbook kept with {id} cannot be read by this version")]
    Playbook {
        /// The incident.
        id: IncidentId,
        /// The problems in it.
        problems: Box<Problems>,
    },
    /// The year is none that incidents are numbered by.
    #[error("the year {0} is outside 1 to 9999")]
    Year(i32),
    /// The incident has no first event.
    #[error("{0} has no beginning in the store")]
    NoBeginning(IncidentId),
}

/// How a new incident begins.
pub struct Beginning {
    /// The playbook.
    pub playbook: Playbook,
    /// Its texts, lowest first.
    pub layers: Vec<Layer>,
    /// The caller's own reference.
    pub external_ref: Option<String>,
    /// Who is answering.
    pub responder: Option<Person>,
    /// The name of the time zone it is opened in, where that is known.
    pub time_zone: Option<String>,
    /// A name no other incident has.
    pub uid: Uid,
}

impl Case {
    /// A new case. Nothing is in the store until something has been recorded.
    pub fn begin(store: Box<dyn Store>, calendars: Rc<dyn Calendars>, beginning: Beginning) -> Self {
        let sources: Vec<Source> =
            beginning.layers.into_iter().map(|layer| Source::new(layer.name, layer.text)).collect();
        let layers = sources
            .iter()
            .map(|source| LayerRef { name: source.name().to_owned(), digest: source.digest().to_owned() });
        let opening = Opening {
            playbook: beginning.playbook.id.clone(),
            layers: layers.collect(),
            training: false,
            external_ref: beginning.external_ref.map(Untrusted::from),
            responder: beginning.responder,
            time_zone: beginning.time_zone,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let walk = Walk::replay(Arc::new(beginning.playbook), []);
        Self { store, calendars, uid: beginning.uid, id: None, walk, pending: Some((opening, sources)) }
    }

    /// The case of an incident in the store.
    ///
    /// # Errors
    /// [`CaseError`].
    pub fn load(store: Box<dyn Store>, calendars: Rc<dyn Calendars>, id: IncidentId) -> Result<Self, CaseError> {
        let uid = store.summary(id)?.uid;
        let walk = walk_of(store.as_ref(), id)?;
        Ok(Self { store, calendars, uid, id: Some(id), walk, pending: None })
    }

    /// The walk as it stands.
    pub const fn walk(&self) -> &Walk {
        &self.walk
    }

    /// The walk as it will stand once the incident has been opened; the walk as it stands where it has been.
    pub fn walk_as_opened(&self, at: DateTime<FixedOffset>, author: &Untrusted) -> Walk {
        let mut walk = self.walk.clone();
        if let Some((opening, _)) = &self.pending {
            walk.apply(&Envelope { seq: 1, at, author: author.clone(), event: Event::Opened(opening.clone()) });
        }
        walk
    }

    /// Where its time limits find their calendars.
    pub fn calendars(&self) -> &dyn Calendars {
        self.calendars.as_ref()
    }

    /// The latest incidents of somebody, besides this one: at most `limit`, the latest opened first.
    ///
    /// # Errors
    /// Whatever keeps the store from reading.
    pub fn earlier_of(&self, known_by: &[String], limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.store.earlier(known_by, self.id, limit)
    }

    /// The incident's number; `None` until something was recorded.
    pub const fn id(&self) -> Option<IncidentId> {
        self.id
    }

    /// The record as it stands; `None` until something was recorded.
    pub fn record_so_far(&self) -> Option<Record> {
        let record = self.id.and_then(|id| Record::of(&self.walk, id));
        record.map(|record| record.counted(&self.walk, self.calendars.as_ref()))
    }

    /// Records facts: all of them are on disk when this returns, or none is and the walk is where it was.
    ///
    /// # Errors
    /// Whatever kept the store from writing; among it that somebody else wrote first.
    pub fn record(&mut self, facts: Vec<Fact>) -> Result<(), CaseError> {
        let Some(first) = facts.first() else { return Ok(()) };
        let mut facts_to_write = Vec::with_capacity(facts.len() + 1);
        if let Some((opening, _)) = &self.pending {
            let opened = Event::Opened(opening.clone());
            facts_to_write.push(Fact { event: opened, at: first.at, author: first.author.clone() });
        }
        facts_to_write.extend(facts);
        let mut walk = self.walk.clone();
        let seen = walk.state().seq;
        let mut rows: Vec<NewRow> = Vec::with_capacity(facts_to_write.len());
        for (seq, fact) in (seen + 1..).zip(&facts_to_write) {
            rows.push(wire::to_row(&fact.event, fact.at, &fact.author));
            walk.apply(&Envelope { seq, at: fact.at, author: fact.author.clone(), event: fact.event.clone() });
        }
        match self.id {
            Some(id) => self.append(id, seen, &rows, &walk)?,
            None => self.open(rows, &walk)?,
        }
        self.walk = walk;
        Ok(())
    }

    fn append(&mut self, id: IncidentId, seen: u64, rows: &[NewRow], walk: &Walk) -> Result<(), CaseError> {
        let standing = standing(walk, id, self.uid, self.calendars.as_ref()).ok_or(CaseError::NoBeginning(id))?;
        self.store.append(id, seen, rows, &standing)?;
        Ok(())
    }

    fn open(&mut self, rows: Vec<NewRow>, walk: &Walk) -> Result<(), CaseError> {
        let Some((opening, sources)) = &self.pending else { return Ok(()) };
        let opened_at = walk.state().opened_at();
        let year = opened_at.map_or(1, |at| at.year());
        let placeholder = IncidentId::new(1, 1).map_err(|_| CaseError::Year(year))?;
        let standing = standing(walk, placeholder, self.uid, self.calendars.as_ref()).ok_or(CaseError::Year(year))?;
        let opening = store::Opening {
            year: u16::try_from(year).map_err(|_| CaseError::Year(year))?,
            uid: self.uid,
            external_ref: opening.external_ref.as_ref().map(|reference| reference.as_stored().to_owned()),
            training: opening.training,
            sources: sources.clone(),
            rows,
            summarise: Box::new(move |_| standing),
        };
        self.id = Some(self.store.open_incident(opening)?);
        self.pending = None;
        Ok(())
    }

    /// Reads the incident anew, after somebody else wrote to it.
    ///
    /// # Errors
    /// [`CaseError`].
    pub fn catch_up(&mut self) -> Result<(), CaseError> {
        if let Some(id) = self.id {
            self.walk = walk_of(self.store.as_ref(), id)?;
        }
        Ok(())
    }
}

/// The walk of an incident, replayed from the store with the playbook that was kept with it.
///
/// # Errors
/// [`CaseError`].
pub fn walk_of(store: &dyn Store, id: IncidentId) -> Result<Walk, CaseError> {
    Replays::of(store).walk(id)
}

/// How many different playbooks are remembered at once, so that memory stays flat.
const PLAYBOOKS: usize = 64;

/// Walks replayed one after the other. A playbook is read once for all the incidents that were opened with the same texts.
pub struct Replays<'s> {
    store: &'s dyn Store,
    playbooks: HashMap<Vec<String>, Arc<Playbook>>,
}

impl<'s> Replays<'s> {
    /// The walks of that store.
    pub fn of(store: &'s dyn Store) -> Self {
        Self { store, playbooks: HashMap::new() }
    }

    /// The walk of an incident, as [`walk_of`] gives it.
    ///
    /// # Errors
    /// [`CaseError`].
    pub fn walk(&mut self, id: IncidentId) -> Result<Walk, CaseError> {
        let mut events = Vec::new();
        for row in self.store.read(id)? {
            events.push(wire::from_row(&row).map_err(|why| CaseError::Unreadable { id, why })?);
        }
        let opening = events.iter().find_map(|envelope| match &envelope.event {
            Event::Opened(opening) => Some(opening),
            _ => None,
        });
        let playbook = self.playbook(id, &opening.ok_or(CaseError::NoBeginning(id))?.layers)?;
        Ok(Walk::replay(playbook, &events))
    }

    fn playbook(&mut self, id: IncidentId, layers: &[LayerRef]) -> Result<Arc<Playbook>, CaseError> {
        let digests: Vec<String> = layers.iter().map(|layer| layer.digest.clone()).collect();
        if let Some(known) = self.playbooks.get(&digests) {
            return Ok(Arc::clone(known));
        }
        let mut texts = Vec::with_capacity(layers.len());
        for layer in layers {
            texts.push(Layer { name: layer.name.clone(), text: self.store.source(&layer.digest)? });
        }
        let playbook = Arc::new(load(&texts).map_err(|problems| CaseError::Playbook { id, problems })?);
        if self.playbooks.len() >= PLAYBOOKS {
            self.playbooks.clear();
        }
        self.playbooks.insert(digests, Arc::clone(&playbook));
        Ok(playbook)
    }
}
