//! A customer the house has failed before: their other incidents, and what changes on the path.

use super::{Guide, Talk};
use crate::answer::Value;
use crate::journal::{Event, Status, Summary};
use crate::record::known_by::{certainly, known_by};
use crate::spine::Name;
use crate::term::Tone;
use crate::text::clip;

/// The questions by whose answers a customer is known.
const TELL_WHO: [&str; 2] = ["customer", "reference"];

/// How many earlier incidents are shown.
const MOST_SHOWN: u32 = 3;

/// How many words to say, and never to, are shown unasked.
const MOST_WORDS: usize = 2;

/// The most characters of what happened in one of them.
const MOST_CHARACTERS: usize = 80;

impl Guide<'_> {
    /// Whether the walk's customer is one whose other incidents are in the store, beyond the name alone.
    pub(super) fn is_known(&self, walk: &crate::walk::Walk) -> bool {
        let keys = certainly(known_by(walk));
        // What the store cannot tell now is not assumed; whoever answers is asked.
        self.case.earlier_of(&keys, 1).is_ok_and(|found| !found.is_empty())
    }

    /// Shows the customer's earlier incidents once it is said who they are, and asks where only the name is the same.
    pub(super) fn earlier_incidents(&mut self, events: &[Event]) -> Talk<()> {
        let told_who = events.iter().any(|event| match event {
            Event::Answered { question, .. } => TELL_WHO.contains(&question.as_str()),
            _ => false,
        });
        if !told_who {
            return Ok(());
        }
        let found =
            self.case.earlier_of(&known_by(self.case.walk()), MOST_SHOWN).map_err(crate::case::CaseError::from)?;
        if found.is_empty() {
            return Ok(());
        }
        self.tell(Tone::Plain, "Known to the house:")?;
        for summary in &found {
            let line = self.earlier_line(summary);
            self.tell(Tone::Laid, format!("  {line}"))?;
        }
        if self.case.walk().answer_to("failed_before").is_none() {
            self.ask_whether_it_is_them()?;
        }
        Ok(())
    }

    /// `INC-2026-0007, 3 days ago, closed (satisfied): the backup had failed`
    fn earlier_line(&self, summary: &Summary) -> String {
        let when = crate::schedule::human::distance(summary.opened_at, (self.around.now)());
        let standing = match (summary.status, &summary.ending) {
            (Status::Closed, Some(ending)) => format!("closed ({})", ending.replace('-', " ")),
            (Status::Closed, None) => "closed".to_owned(),
            (Status::Open, _) => "still open".to_owned(),
        };
        let what = summary.summary.as_deref().unwrap_or_default();
        let what = crate::untrusted::Untrusted::from(what);
        format!("{}, {when}, {standing}: {}", summary.id, clip(&what.term(), MOST_CHARACTERS))
    }

    fn ask_whether_it_is_them(&mut self) -> Talk<()> {
        let same = self.yes_or_no("Is this the same customer? Enter if you cannot tell.")? == Some(true);
        let Ok(question) = "failed_before".parse::<Name>() else { return Ok(()) };
        if !same {
            return Ok(());
        }
        let around = crate::walk::circumstances::Circumstances::now((self.around.now)(), self.around.me.as_ref());
        let events = self.case.walk().answer(&question, Value::YesNo(true), around);
        self.take(events)?;
        Ok(())
    }

    /// Why the incident was opened again, and what that changes.
    pub(super) fn opened_again(&mut self) -> Talk<()> {
        let walk = self.case.walk();
        let Some(end) = walk.state().earlier_ends.last().filter(|_| walk.state().ended.is_none()) else {
            return Ok(());
        };
        let (failed, reason) = (end.failed, end.reason.term().into_owned());
        let why = if failed { "the recovery failed" } else { "they came back" };
        self.tell(Tone::Plain, format!("opened again, {why}: {reason}"))?;
        if failed { self.second_failure() } else { Ok(()) }
    }

    /// Whether the house has failed this customer before.
    pub(super) fn failed_before(&self) -> bool {
        self.case.walk().answer_to("failed_before") == Some(&Value::YesNo(true))
    }

    /// What changes once the house has failed somebody twice, as the playbook says.
    pub(super) fn second_failure(&mut self) -> Talk<()> {
        let again = self.case.walk().playbook().again.clone();
        self.tell(Tone::Gap, "")?;
        let notice = again.notice.as_ref().map_or_else(
            || "We have failed them before, so the usual will not do.".to_owned(),
            |notice| notice.term().into_owned(),
        );
        self.tell(Tone::Plain, notice)?;
        for text in again.say.iter().take(MOST_WORDS) {
            self.tell(Tone::Say, format!("\u{201c}{}\u{201d}", text.term()))?;
        }
        for text in again.never.iter().take(MOST_WORDS) {
            self.tell(Tone::Never, format!("\u{201c}{}\u{201d}", text.term()))?;
        }
        Ok(())
    }
}
