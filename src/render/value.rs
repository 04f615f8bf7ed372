//! How each kind of answer reads in words.

use chrono::{DateTime, FixedOffset};

use super::document::{Clock, ClockForm, Line, Piece, Said};
use crate::answer::{Choice, Contact, Direction, Failure, FailureState, Kind, Person, Promise, Value, Verdict};
use crate::schedule::zone::Zone;
use crate::spine::Name;
use crate::spine::choices::CHANNEL;

/// A moment in full: `Friday 12 June 2026, 09:34`.
pub fn long<'r>(at: DateTime<FixedOffset>, zone: &dyn Zone) -> Piece<'r> {
    Piece::Clock(Clock::at(at, ClockForm::Long, zone))
}

/// A moment in short: `Fri 12 Jun 2026, 09:34`.
pub fn short<'r>(at: DateTime<FixedOffset>, zone: &dyn Zone) -> Piece<'r> {
    Piece::Clock(Clock::at(at, ClockForm::Short, zone))
}

/// An answer in a line, with the labels of its choices. The parts of a repeated answer are joined by semicolons.
pub fn value<'r>(value: &'r Value, kind: &'r Kind, zone: &dyn Zone) -> Line<'r> {
    let line = Line::new();
    match value {
        Value::Text(text) => line.say(text),
        Value::Choice(id) => line.piece(choice(id, kind.choices())),
        Value::Choices(ids) => joined(ids.iter().map(|id| Line::new().piece(choice(id, kind.choices())))),
        Value::YesNo(true) => line.words("yes"),
        Value::YesNo(false) => line.words("no"),
        Value::Number(number) => {
            let line = line.piece(Piece::Number(*number));
            match kind {
                Kind::Number { unit: Some(unit), .. } => line.words(" ").say(unit),
                _ => line,
            }
        }
        Value::Money(money) => line.piece(Piece::Money(*money)),
        Value::Date(day) => line.piece(Piece::Day(*day)),
        Value::DateTime(at) => line.piece(long(*at, zone)),
        Value::Duration(seconds) => line.piece(Piece::Duration(*seconds)),
        Value::Person(somebody) => person(somebody),
        Value::Rating(mark) => {
            let line = line.piece(Piece::Count(usize::from(*mark)));
            match kind {
                Kind::Rating { scale } => line.words(" of ").piece(Piece::Count(usize::from(*scale))),
                _ => line,
            }
        }
        Value::Promise(made) => promise(made, zone),
        Value::Contact(had) => contact(had, zone),
        Value::Failure(failed) => failure(failed, zone),
        Value::Several(parts) => joined(parts.iter().map(|part| self::value(part, kind, zone))),
    }
}

fn joined<'r>(lines: impl Iterator<Item = Line<'r>>) -> Line<'r> {
    lines.fold(Line::new(), |all, line| if all.is_empty() { line } else { all.words("; ").line(line) })
}

/// The label of a choice; its name where the playbook no longer has it.
pub fn choice<'r>(id: &'r Name, choices: &'r [Choice]) -> Piece<'r> {
    match choices.iter().find(|choice| choice.id == *id) {
        Some(choice) if !choice.label.is_blank() => Piece::Said(Said::from(&choice.label)),
        _ => Piece::Name(id),
    }
}

/// `Maria Lopez, shift manager (0161 496 0000)`
pub fn person(somebody: &Person) -> Line<'_> {
    let line = name_and_role(somebody);
    match &somebody.contact {
        Some(contact) => line.words(" (").say(contact).words(")"),
        None => line,
    }
}

/// `Maria Lopez, shift manager`
pub fn name_and_role(somebody: &Person) -> Line<'_> {
    let line = Line::said(&somebody.name);
    match &somebody.role {
        Some(role) => line.words(", ").say(role),
        None => line,
    }
}

/// What is promised, for the middle of a sentence.
pub fn what_is_promised(made: &Promise) -> Line<'_> {
    Line::new().stretch(Said::from(&made.what).without_stop())
}

/// Who sees to it, where the promise does not begin with their name or their first name.
pub fn keeper(made: &Promise) -> Option<Said<'_>> {
    let by = Said::from(&made.by.as_ref()?.name);
    (!Said::from(&made.what).begins_with(by.first_word())).then_some(by)
}

/// `Maria Lopez rings with the findings, by Fri 12 Jun 2026, 16:00`
pub fn promise_and_due<'r>(made: &'r Promise, zone: &dyn Zone) -> Line<'r> {
    let line = what_is_promised(made);
    let line = match &made.to {
        Some(to) => line.words(", to ").say(to),
        None => line,
    };
    line.words(", by ").piece(short(made.due, zone))
}

/// `Rings with the findings, by Fri 12 Jun 2026, 16:00 (Maria Lopez; kept)`
pub fn promise<'r>(made: &'r Promise, zone: &dyn Zone) -> Line<'r> {
    let line = promise_and_due(made, zone);
    match (keeper(made), made.verdict.map(verdict_in_words)) {
        (Some(by), Some(verdict)) => line.words(" (").stretch(by).words("; ").words(verdict).words(")"),
        (Some(by), None) => line.words(" (").stretch(by).words(")"),
        (None, Some(verdict)) => line.words(" (").words(verdict).words(")"),
        (None, None) => line,
    }
}

/// What became of a promise.
pub const fn verdict_in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Late => "kept late",
        Verdict::Broken => "broken",
        Verdict::Released => "released",
    }
}

/// Who got in touch with whom, and how: `from them, by phone`.
pub fn way(had: &Contact) -> Line<'_> {
    let line = match (had.direction, &had.with) {
        (Direction::In, None) => Line::ours("from them"),
        (Direction::In, Some(somebody)) => Line::ours("from ").say(somebody),
        (Direction::Out, None) => Line::ours("to them"),
        (Direction::Out, Some(somebody)) => Line::ours("to ").say(somebody),
        (Direction::Inside, None) => Line::ours("inside the house"),
        (Direction::Inside, Some(somebody)) => Line::ours("inside the house, with ").say(somebody),
    };
    match &had.channel {
        None => line,
        Some(channel) => line.words(", ").piece(self::channel(channel)),
    }
}

/// How somebody got in touch, as our own words where it is one of our own ways.
pub fn channel(name: &Name) -> Piece<'_> {
    match CHANNEL.iter().find(|(id, _)| *id == name.as_str()) {
        Some((_, label)) => Piece::Words(label),
        None => Piece::Name(name),
    }
}

/// `Fri 12 Jun 2026, 09:34, from them, by phone: network is down (they had to chase us)`
pub fn contact<'r>(had: &'r Contact, zone: &dyn Zone) -> Line<'r> {
    let line = Line::new().piece(short(had.at, zone)).words(", ").line(way(had));
    let line = match &had.who {
        Some(who) => line.words(", ").say(who),
        None => line,
    };
    let line = line.words(": ").stretch(Said::from(&had.said).without_stop());
    match circumstances(had) {
        Some(words) => line.words(" (").words(words).words(")"),
        None => line,
    }
}

/// Whether they were answered and whether they had to chase, as far as that is known and worth a word.
pub const fn circumstances(had: &Contact) -> Option<&'static str> {
    match (had.chased, had.answered) {
        (Some(true), Some(false)) => Some("they had to chase us, and nobody answered"),
        (Some(true), _) => Some("they had to chase us"),
        (_, Some(false)) => Some("nobody answered"),
        _ => None,
    }
}

/// `Tue 8 Sep 2026, 09:40: only the server came; promised: all of it; put right Fri 11 Sep 2026, 12:00`
pub fn failure<'r>(failed: &'r Failure, zone: &dyn Zone) -> Line<'r> {
    what_failed(failed, zone).words("; ").line(failure_state(failed, zone))
}

/// `Tue 8 Sep 2026, 09:40: only the server came; promised: all of it`
pub fn what_failed<'r>(failed: &'r Failure, zone: &dyn Zone) -> Line<'r> {
    let line = Line::new().piece(short(failed.at, zone)).words(": ").stretch(Said::from(&failed.what).without_stop());
    match &failed.promised {
        Some(promised) => line.words("; promised: ").stretch(Said::from(promised).without_stop()),
        None => line,
    }
}

/// Where a failure stands.
pub fn failure_state<'r>(failed: &Failure, zone: &dyn Zone) -> Line<'r> {
    match (failed.state, failed.put_right_at) {
        (FailureState::PutRight, Some(at)) => Line::ours("put right ").piece(short(at, zone)),
        (FailureState::PutRight, None) => Line::ours("put right"),
        (FailureState::Open, _) => Line::ours("open"),
        (FailureState::NotPutRight, _) => Line::ours("not put right"),
    }
}
