//! The wording coach where nobody can be asked: what it heard is one short message, and what was kept is recorded all the same.

use super::{Failure, House};
use crate::coach::Coach;
use crate::heard::{self, Heard, Manner};
use crate::journal::Event;
use crate::out::Out;
use crate::text::{list_and, wrap_hanging};
use crate::untrusted::Untrusted;
use crate::walk::Walk;

/// How many of the words that were kept are named.
const NAMED: usize = 3;

/// Listens to what a script writes.
pub struct Listener<'h> {
    house: &'h House,
    /// The coach, once it was needed.
    coach: Option<Result<Option<Coach>, String>>,
    /// What was kept, in words.
    kept: Vec<String>,
    /// Admissions that were made while the legal gate was closed.
    admitted: Vec<String>,
}

impl<'h> Listener<'h> {
    /// Somebody who listens; the coach is made when there is something to hear.
    pub const fn new(house: &'h House) -> Self {
        Self { house, coach: None, kept: Vec::new(), admitted: Vec::new() }
    }

    /// Listens to an event of that walk, and writes down in it what is kept.
    pub fn hear(&mut self, walk: &Walk, event: &mut Event) {
        let (texts, question) = match &*event {
            Event::Answered { question, value, .. } => match walk.playbook().question(question.as_str()) {
                Some(asked) => (heard::texts(asked, value), Some(question.clone())),
                None => return,
            },
            Event::Contacted { contact, .. } => {
                (heard::said_to_them(contact).map(|said| (0, said)).into_iter().collect(), None)
            }
            _ => return,
        };
        if texts.is_empty() {
            return;
        }
        let asked = question.as_ref().and_then(|question| walk.playbook().question(question.as_str()));
        let manner = asked.map_or(Manner::Note, Manner::of);
        let coach = self.coach.get_or_insert_with(|| self.house.listening_coach(walk.playbook()));
        let Ok(Some(coach)) = coach else { return };
        let heard = Heard::of(coach, &texts, manner, walk.gate());
        self.note(&heard, &texts, question.as_ref().map_or("what was said", |question| question.as_str()));
        heard.keep_in(std::slice::from_mut(event), question.as_ref());
    }

    fn note(&mut self, heard: &Heard, texts: &[(usize, &Untrusted)], place: &str) {
        let text = |part: usize| texts.iter().find(|(of, _)| *of == part).map_or("", |(_, text)| text.as_stored());
        let admitted = heard.admissions.iter();
        self.admitted.extend(admitted.map(|(part, words)| heard::quoted(text(*part), words.clone())));
        let found = heard.findings.iter();
        self.kept.extend(found.map(|(part, finding)| {
            format!("{} ({}, in `{place}`)", heard::quoted(text(*part), finding.span.clone()), finding.category.name())
        }));
    }

    /// Says what was heard, in a line or two; nothing where everything is quiet, or is to be.
    ///
    /// # Errors
    /// When it cannot be said.
    pub fn tell(self, out: &mut Out) -> Result<(), Failure> {
        if self.house.global.quiet {
            return Ok(());
        }
        let mut lines = Vec::new();
        if let Some(Err(why)) = &self.coach {
            lines.push(format!("does not listen to what you write: {why}"));
        }
        if !self.admitted.is_empty() {
            lines.push(format!(
                "kept as said, though it admits a fault and the legal gate is closed: {}",
                few(&self.admitted)
            ));
        }
        if !self.kept.is_empty() {
            lines.push(format!("kept as said: {}; `recover coach` says why and what to say instead", few(&self.kept)));
        }
        let width = out.message_look().width;
        for line in lines {
            out.message(&(wrap_hanging(&line, width, "coach: ", "       ") + "\n"))?;
        }
        Ok(())
    }
}

/// The first few of them, and how many more there are.
fn few(words: &[String]) -> String {
    let shown = words.get(..NAMED.min(words.len())).unwrap_or_default();
    let more = words.len() - shown.len();
    let mut shown = shown.to_vec();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    list_and(&shown)
}
