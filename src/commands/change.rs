//! A change to one incident from outside the walk: read, decided by the walk, written, and the record beside it renewed.

use super::{Failure, House, record};
use crate::answer::Person;
use crate::case::{Case, CaseError, Fact};
use crate::journal::{Event, IncidentId};
use crate::store::StoreError;
use crate::walk::circumstances::Circumstances;
use crate::walk::{Refusal, Walk};

/// How often a change is tried when others write to the incident at the same moment. Whenever one try fails, somebody else's was
/// written, so this many would have to come in between.
const MOST_TRIES: usize = 200;

/// An incident that is being changed.
pub struct Change<'h> {
    house: &'h House,
    case: Case,
    id: IncidentId,
    me: Option<Person>,
}

impl<'h> Change<'h> {
    /// Opens the incident that was typed.
    ///
    /// # Errors
    /// When there is no such incident, or the name in `me` is none.
    pub fn of(house: &'h House, typed: &str, me: Option<&str>) -> Result<Self, Failure> {
        let me = house.me(me)?;
        let store = house.store_to_change()?;
        let id = house.incident(store.as_ref(), typed)?;
        let case = Case::load(store, house.calendars(), id)?;
        Ok(Self { house, case, id, me })
    }

    /// Its number.
    pub const fn id(&self) -> IncidentId {
        self.id
    }

    /// It as it stands.
    pub const fn walk(&self) -> &Walk {
        self.case.walk()
    }

    /// The case, to be asked about.
    pub const fn case(&mut self) -> &mut Case {
        &mut self.case
    }

    /// Who makes the change, where that is known.
    pub const fn me(&self) -> Option<&Person> {
        self.me.as_ref()
    }

    /// Records what the walk makes of it, and renews the record beside the store. Somebody else's answer at the same moment is read
    /// first, and the walk decides anew.
    ///
    /// # Errors
    /// Why the walk does not take it, and whatever keeps it from being written.
    pub fn make(
        &mut self,
        decide: impl Fn(&Walk, Circumstances<'_>) -> Result<Vec<Event>, Refusal>,
    ) -> Result<Vec<Event>, Failure> {
        let at = self.house.environment.now();
        let author = self.house.author(self.me.as_ref());
        let mut tries = 1;
        let events = loop {
            let around = Circumstances::now(at, self.me.as_ref());
            let events = decide(self.case.walk(), around).map_err(|refusal| refused(&refusal, self.id))?;
            let facts = events.iter().map(|event| Fact { event: event.clone(), at, author: author.clone() }).collect();
            match self.case.record(facts) {
                Ok(()) => break events,
                Err(CaseError::Store(StoreError::SomeoneElseWrote { .. })) if tries < MOST_TRIES => {
                    tries += 1;
                    self.case.catch_up()?;
                }
                Err(error) => return Err(error.into()),
            }
        };
        record::write_beside(self.house, &self.case)?;
        Ok(events)
    }
}

/// A refusal as a failure of the command line, with the incident in its help.
fn refused(refusal: &Refusal, id: IncidentId) -> Failure {
    let named = refusal.help().replace(" ID`", &format!(" {id}`")).replace(" ID --", &format!(" {id} --"));
    Failure::Usage(refusal.message(), named)
}
