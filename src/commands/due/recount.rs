//! Counting anew what was counted by a calendar that has changed, or written by an older program, before anybody relies on it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::{Failure, House};
use crate::case::{CaseError, Replays};
use crate::journal::{IncidentId, Standing};
use crate::out::Out;
use crate::record::clocks::is_still_counted_by;
use crate::record::standing::standing;
use crate::store::{Store, StoreError};
use crate::text::plural;

/// How many incidents are written together.
const AT_ONCE: usize = 500;

/// From how many on it is said that they are counted, since nobody waits without a word for what takes longer than a blink.
const WORTH_SAYING: usize = 100;

/// Counts anew whatever needs it. Where the store may only be read, what it says is shown as it is, with a word about it.
///
/// # Errors
/// Whatever keeps the store from being read.
pub fn recount(house: &House, out: &mut Out) -> Result<(), Failure> {
    let outdated = outdated(house)?;
    these(house, outdated, out).map(|_| ())
}

/// Counts these incidents anew; whether it was done, which it is not where the store may only be read.
///
/// # Errors
/// As [`recount`].
pub fn these(house: &House, outdated: BTreeSet<IncidentId>, out: &mut Out) -> Result<bool, Failure> {
    if outdated.is_empty() {
        return Ok(true);
    }
    let mut store = match house.store_for_writing() {
        Ok(store) => store,
        Err(Failure::Store(why @ (StoreError::ReadOnly { .. } | StoreError::TooNew { .. }))) => {
            let count = plural(outdated.len(), "incident was", "incidents were");
            out.message(&format!(
                "{count} counted by an older version or calendar, and the store may only be read: \
                 what is shown may be out of date or lack them\nhelp: {}\n",
                why.help()
            ))?;
            return Ok(false);
        }
        Err(failure) => return Err(failure),
    };
    if outdated.len() >= WORTH_SAYING {
        out.message(&format!(
            "counting {} incidents anew, which an older version or calendar counted; this may take a while\n",
            outdated.len()
        ))?;
    }
    let ids: Vec<IncidentId> = outdated.into_iter().collect();
    for several in ids.chunks(AT_ONCE) {
        let mut replays = Replays::of(store.as_ref());
        let made: Result<Vec<Standing>, Failure> =
            several.iter().map(|id| standing_of(house, store.as_ref(), *id, &mut replays)).collect();
        let standings = made?;
        store.recount(&standings)?;
    }
    Ok(true)
}

fn outdated(house: &House) -> Result<BTreeSet<IncidentId>, Failure> {
    let store = house.store_for_reading()?;
    let calendars = house.calendars();
    let mut ids = BTreeSet::new();
    let mut note = |id| {
        ids.insert(id);
        ControlFlow::Continue(())
    };
    store.stale(&mut note)?;
    for counted_by in store.counted_by()? {
        if !is_still_counted_by(&counted_by, calendars.as_ref()) {
            store.counted_with(&counted_by, &mut note)?;
        }
    }
    Ok(ids)
}

fn standing_of(
    house: &House,
    store: &dyn Store,
    id: IncidentId,
    replays: &mut Replays<'_>,
) -> Result<Standing, Failure> {
    let walk = replays.walk(id)?;
    let uid = store.summary(id)?.uid;
    Ok(standing(&walk, id, uid, house.calendars().as_ref()).ok_or(CaseError::NoBeginning(id))?)
}
