//! What is owed, for a calendar program.

use super::table::what_in_words;
use super::{Failure, Owed};
use crate::render::calendar_file::{BEGINNING, END, Entry, write as write_entry};
use crate::store::DueLine;
use crate::untrusted::Untrusted;

/// Writes one calendar file, entry by entry. What has no time has no place in a calendar.
pub fn calendar_file(owed: &Owed<'_>, write: &mut dyn FnMut(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    write(BEGINNING)?;
    let mut text = String::new();
    owed.each(|line| {
        let Some(entry) = entry(line) else { return Ok(()) };
        text.clear();
        write_entry(&entry, &mut text).map_err(|_| crate::out::OutError::ClosedPipe)?;
        write(&text)
    })?;
    write(END)
}

fn entry(line: &DueLine) -> Option<Entry> {
    let (summary, owed) = (&line.summary, &line.owed);
    let safe = |text: Option<&str>| text.map(|text| Untrusted::from(text).term().into_owned());
    let customer = safe(summary.customer.as_deref()).map_or_else(String::new, |customer| format!(" {customer}"));
    let mut about = vec![format!("recover show {}", summary.id)];
    about.extend(safe(owed.who.as_deref().or(summary.owner.as_deref())));
    about.extend(safe(summary.summary.as_deref()));
    Some(Entry {
        name: format!("{}-{}@recover", summary.uid, owed.key),
        title: format!("{}{customer}: {}", summary.id, what_in_words(line)),
        about: about.join("\n"),
        due: owed.due?,
        by_day: owed.by_day,
        moved: owed.moved,
        changed: summary.updated_at,
    })
}
