//! Reading a typed line as an answer.

use chrono::{DateTime, FixedOffset};
use iso_currency::Currency;
use rust_decimal::Decimal;

use super::contact::{Contact, Direction};
use super::failure::{Failure, FailureState};
use super::kind::{Choice, Kind};
use super::money::{Money, NoMoney};
use super::person::{NoPerson, Person};
use super::promise::Promise;
use super::value::Value;
use crate::limits;
use crate::schedule::spoken::{self, Doubt, NotUnderstood, Purpose, Why};
use crate::schedule::zone::Zone;
use crate::spine::Name;
use crate::spine::choices::CHANNEL;
use crate::untrusted::Untrusted;

/// What is known around an answer when it is read: the time, the place, who is answering.
#[derive(Clone)]
pub struct Listening<'a> {
    /// The moment of reading.
    pub now: DateTime<FixedOffset>,
    /// Where local times are read.
    pub zone: &'a dyn Zone,
    /// The responder, for `me`.
    pub me: Option<Person>,
    /// The currency of a bare amount.
    pub currency: Option<Currency>,
    /// Who keeps a promise when nobody else is named.
    pub keeper: Option<Person>,
}

/// Why something typed is no answer to the question. Each says what would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// Nothing was typed.
    Empty,
    /// Longer than [`limits::ANSWER_BYTES`].
    TooLong,
    /// It is none of the choices.
    NotAChoice {
        /// What was typed.
        typed: Untrusted,
        /// The names that would do.
        choices: Vec<Name>,
    },
    /// It begins several choices alike.
    SeveralChoices {
        /// What was typed.
        typed: Untrusted,
        /// The names it could mean.
        choices: Vec<Name>,
    },
    /// Neither yes nor no.
    NotYesNo(Untrusted),
    /// No number.
    NotANumber(Untrusted),
    /// A number outside the bounds.
    OutOfBounds {
        /// The least, included.
        at_least: Option<Decimal>,
        /// The most, included.
        at_most: Option<Decimal>,
    },
    /// No amount of money.
    NotMoney(Untrusted, NoMoney),
    /// No mark on the scale.
    NotAMark {
        /// The best mark.
        scale: u8,
    },
    /// No time that can be read.
    NotATime(NotUnderstood),
    /// A promise or failure without saying what.
    NothingSaid,
    /// No name in it.
    Nameless,
    /// `me`, and the responder's name is not known.
    WhoIsMe,
    /// Of another shape than the question takes.
    WrongShape {
        /// What the question takes.
        expected: &'static str,
    },
    /// A table with a key that does not belong there.
    UnknownKey {
        /// The key.
        key: Untrusted,
        /// The keys that do.
        known: &'static [&'static str],
    },
    /// A table that lacks a key.
    MissingKey(&'static str),
}

impl Misread {
    /// What is the matter, in a lower-case fragment, safe to print.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "nothing was answered".into(),
            Self::TooLong => format!("the answer is longer than {}", limits::ANSWER_BYTES),
            Self::NotAChoice { typed, .. } => format!("`{}` is not one of the choices", clipped(typed)),
            Self::SeveralChoices { typed, .. } => {
                format!("`{}` could mean more than one of the choices", clipped(typed))
            }
            Self::NotYesNo(typed) => format!("`{}` is neither yes nor no", clipped(typed)),
            Self::NotANumber(typed) => format!("`{}` is not a number", clipped(typed)),
            Self::OutOfBounds { .. } => "the number is outside what is asked for".into(),
            Self::NotMoney(typed, why) => format!("`{}`: {}", clipped(typed), crate::escape::term(&why.to_string())),
            Self::NotAMark { .. } => "that is not a mark on the scale".into(),
            Self::NotATime(why) => crate::escape::term(&halves(why).0).into_owned(),
            Self::NothingSaid => "a time was given, and not what".into(),
            Self::Nameless => "no name was given".into(),
            Self::WhoIsMe => "your own name is not known here yet".into(),
            Self::WrongShape { expected } => format!("this takes {expected}"),
            Self::UnknownKey { key, .. } => format!("`{}` does not belong in this answer", clipped(key)),
            Self::MissingKey(key) => format!("`{key}` is missing from this answer"),
        }
    }

    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            Self::Empty => "give an answer, or skip it with a reason".into(),
            Self::TooLong => "shorten it, and keep the long version beside the record".into(),
            Self::NotAChoice { typed, choices } => {
                let names = choices.iter().map(Name::as_str);
                match crate::text::did_you_mean(typed.as_stored(), names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("choose one of {}", listed(choices)),
                }
            }
            Self::SeveralChoices { choices, .. } => format!("it could be {}", listed(choices)),
            Self::NotYesNo(_) => "answer `yes` or `no`".into(),
            Self::NotANumber(_) => "write it in digits, as `12` or `0.5`".into(),
            Self::OutOfBounds { at_least, at_most } => match (at_least, at_most) {
                (Some(least), Some(most)) => format!("give a number from {least} to {most}"),
                (Some(least), None) => format!("give {least} or more"),
                (None, Some(most)) => format!("give {most} or less"),
                (None, None) => "give another number".into(),
            },
            Self::NotMoney(..) => "write an amount and its currency, as `12.50 GBP`".into(),
            Self::NotAMark { scale } => format!("give a whole number from 1 to {scale}"),
            Self::NotATime(why) => crate::escape::term(&halves(why).1).into_owned(),
            Self::NothingSaid => "say the time and then what, as `tomorrow 3pm Maria rings with the findings`".into(),
            Self::Nameless => "give a person's name, as `Maria Lopez, shift manager`".into(),
            Self::WhoIsMe => "give your name in its place, with `--me`, as `responder` in an answers file, or under `[me]` in the configuration file".into(),
            Self::WrongShape { .. } => "see `recover playbook answers` for the form of each answer".into(),
            Self::UnknownKey { key, known } => match crate::text::did_you_mean(key.as_stored(), known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
            },
            Self::MissingKey(key) => format!("add `{key}`"),
        }
    }
}

/// What is the matter with a time, and what to say instead.
fn halves(why: &NotUnderstood) -> (String, String) {
    let whole = why.to_string();
    match whole.split_once("\nhelp: ") {
        Some((message, help)) => (message.to_owned(), help.to_owned()),
        None => (whole, "say a time such as `tomorrow 3pm`".to_owned()),
    }
}

fn clipped(typed: &Untrusted) -> String {
    crate::text::clip(&typed.term(), 60).into_owned()
}

fn listed(choices: &[Name]) -> String {
    choices.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Reads one typed answer of that kind.
///
/// # Errors
/// Why it is no answer, and what would be.
pub fn read(kind: &Kind, typed: &str, ctx: &Listening<'_>) -> Result<Value, Misread> {
    if !limits::ANSWER_BYTES.allows(typed.len()) {
        return Err(Misread::TooLong);
    }
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return Err(Misread::Empty);
    }
    Ok(match kind {
        Kind::Text | Kind::LongText => Value::Text(typed.trim_end_matches(['\r', '\n']).into()),
        Kind::Choice(choices) => Value::Choice(choice(choices, trimmed)?),
        Kind::Choices(choices) => Value::Choices(several_choices(choices, trimmed.split(','))?),
        Kind::YesNo => Value::YesNo(yes_no(trimmed)?),
        Kind::Number { at_least, at_most, .. } => Value::Number(number(trimmed, *at_least, *at_most)?),
        Kind::Money => Value::Money(money(trimmed, ctx)?),
        Kind::Date => Value::Date(date(trimmed, ctx)?),
        Kind::DateTime => Value::DateTime(moment(trimmed, Purpose::Behind, ctx)?),
        Kind::Duration => Value::Duration(spoken::spoken_duration(trimmed).map_err(Misread::NotATime)?),
        Kind::Person => Value::Person(person(trimmed, ctx)?),
        Kind::Rating { scale } => Value::Rating(mark(trimmed, *scale)?),
        Kind::Promise => Value::Promise(promise(trimmed, Purpose::Ahead, ctx)?),
        Kind::Contact => Value::Contact(contact(trimmed, ctx)?),
        Kind::Failure => Value::Failure(failure(trimmed, ctx)?),
    })
}

/// What else the time in a typed answer can mean, where that is too far off to be taken without asking.
pub fn doubt(kind: &Kind, typed: &str, ctx: &Listening<'_>) -> Option<Doubt> {
    let leading =
        |purpose| spoken::leading_moment(typed.trim(), ctx.now, ctx.zone, purpose).map(|(reading, _)| reading);
    let reading = match kind {
        Kind::DateTime => spoken::spoken_moment(typed.trim(), ctx.now, ctx.zone, Purpose::Behind).ok(),
        Kind::Promise => leading(Purpose::Ahead),
        Kind::Contact | Kind::Failure => leading(Purpose::Behind),
        _ => None,
    };
    reading?.doubt.filter(|doubt| !matches!(doubt.why, Why::MorningOrAfternoon | Why::AgoOrAhead))
}

/// Reads one part of a repeated question. Such a list also tells what was before, so a promise's time may have passed.
///
/// # Errors
/// As [`read`].
pub fn read_part(kind: &Kind, typed: &str, ctx: &Listening<'_>) -> Result<Value, Misread> {
    match read(kind, typed, ctx) {
        Err(Misread::NotATime(NotUnderstood::InThePast { .. })) if *kind == Kind::Promise => {
            promise(typed.trim(), Purpose::Either, ctx).map(Value::Promise)
        }
        other => other,
    }
}

/// The choice that was meant: by its number from 1, its name, or the first letters of its name or label.
fn choice(choices: &[Choice], typed: &str) -> Result<Name, Misread> {
    if let Some(by_number) = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).and_then(|n| choices.get(n)) {
        return Ok(by_number.id.clone());
    }
    let wanted = typed.to_lowercase();
    let label = |choice: &Choice| choice.label.as_stored().to_lowercase();
    if let Some(exact) = choices.iter().find(|choice| choice.id == *wanted || label(choice) == wanted) {
        return Ok(exact.id.clone());
    }
    let begun: Vec<Name> = choices
        .iter()
        .filter(|choice| choice.id.as_str().starts_with(&wanted) || label(choice).starts_with(&wanted))
        .map(|choice| choice.id.clone())
        .collect();
    match begun.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Misread::NotAChoice {
            typed: typed.into(),
            choices: choices.iter().map(|choice| choice.id.clone()).collect(),
        }),
        _ => Err(Misread::SeveralChoices { typed: typed.into(), choices: begun }),
    }
}

/// Several choices, in the order of the question, each once.
pub(super) fn several_choices<'t>(
    choices: &[Choice],
    typed: impl Iterator<Item = &'t str>,
) -> Result<Vec<Name>, Misread> {
    let mut meant = Vec::new();
    for part in typed.map(str::trim).filter(|part| !part.is_empty()) {
        meant.push(choice(choices, part)?);
    }
    if meant.is_empty() {
        return Err(Misread::Empty);
    }
    Ok(choices.iter().map(|choice| &choice.id).filter(|id| meant.contains(id)).cloned().collect())
}

fn yes_no(typed: &str) -> Result<bool, Misread> {
    match typed.to_lowercase().as_str() {
        "y" | "yes" | "ye" | "yep" | "true" => Ok(true),
        "n" | "no" | "nope" | "false" => Ok(false),
        _ => Err(Misread::NotYesNo(typed.into())),
    }
}

pub(super) fn within(number: Decimal, at_least: Option<Decimal>, at_most: Option<Decimal>) -> Result<Decimal, Misread> {
    let too_small = at_least.is_some_and(|least| number < least);
    let too_large = at_most.is_some_and(|most| number > most);
    if too_small || too_large { Err(Misread::OutOfBounds { at_least, at_most }) } else { Ok(number) }
}

fn number(typed: &str, at_least: Option<Decimal>, at_most: Option<Decimal>) -> Result<Decimal, Misread> {
    let number: Decimal = typed.parse().map_err(|_| Misread::NotANumber(typed.into()))?;
    within(number, at_least, at_most)
}

pub(super) fn money(typed: &str, ctx: &Listening<'_>) -> Result<Money, Misread> {
    Money::read(typed, ctx.currency).map_err(|why| Misread::NotMoney(typed.into(), why))
}

fn date(typed: &str, ctx: &Listening<'_>) -> Result<chrono::NaiveDate, Misread> {
    spoken::spoken_date(typed, ctx.now.date_naive(), Purpose::Behind).map_err(Misread::NotATime)
}

pub(super) fn moment(typed: &str, purpose: Purpose, ctx: &Listening<'_>) -> Result<DateTime<FixedOffset>, Misread> {
    spoken::spoken_moment(typed, ctx.now, ctx.zone, purpose).map(|reading| reading.instant).map_err(Misread::NotATime)
}

pub(super) fn person(typed: &str, ctx: &Listening<'_>) -> Result<Person, Misread> {
    if matches!(typed.to_lowercase().as_str(), "me" | "myself" | "i") {
        return ctx.me.clone().ok_or(Misread::WhoIsMe);
    }
    Person::read(typed).map_err(|why| match why {
        NoPerson::Nameless | NoPerson::Team | NoPerson::RoleOnly => Misread::Nameless,
    })
}

pub(super) fn mark(typed: &str, scale: u8) -> Result<u8, Misread> {
    match typed.parse::<u8>() {
        Ok(mark) if (1..=scale).contains(&mark) => Ok(mark),
        _ => Err(Misread::NotAMark { scale }),
    }
}

/// `WHEN WHAT (WHO)`: the longest beginning that reads as a time, what follows, and who keeps it where a name stands in brackets at the end.
fn promise(typed: &str, purpose: Purpose, ctx: &Listening<'_>) -> Result<Promise, Misread> {
    let (due, what) = when_and_what(typed, purpose, ctx)?;
    let named = what
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .map(|(what, who)| (what.trim(), Person::read(who)));
    let (what, by) = match named {
        Some((what, Ok(who))) if !what.is_empty() => (what, Some(who)),
        _ => (what, ctx.keeper.clone()),
    };
    if what.is_empty() {
        return Err(Misread::NothingSaid);
    }
    Ok(Promise { what: what.into(), due, by, to: None, verdict: None, settled_at: None, reason: None })
}

/// A time at the beginning that was understood and cannot be meant is refused with its reason, and not taken for text.
fn when_and_what<'t>(
    typed: &'t str,
    purpose: Purpose,
    ctx: &Listening<'_>,
) -> Result<(DateTime<FixedOffset>, &'t str), Misread> {
    if let Some((reading, what)) = spoken::leading_moment(typed, ctx.now, ctx.zone, purpose) {
        return Ok((reading.instant, what.trim()));
    }
    let said = spoken::split_moment(typed).map_or(typed, |(said, _)| said);
    moment(said, purpose, ctx).map(|instant| (instant, ""))
}

/// `WHEN [in|out|inside] [CHANNEL]: SAID`.
fn contact(typed: &str, ctx: &Listening<'_>) -> Result<Contact, Misread> {
    let (at, mut rest) = when_and_what(typed, Purpose::Behind, ctx)?;
    let mut direction = Direction::In;
    let mut channel = None;
    loop {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let (word, ended) = match word.strip_suffix(':') {
            Some(word) => (word, true),
            None => (word, false),
        };
        match word.to_lowercase().as_str() {
            "in" => direction = Direction::In,
            "out" => direction = Direction::Out,
            "inside" => direction = Direction::Inside,
            other => match CHANNEL.iter().find(|(id, _)| *id == other).and_then(|(id, _)| id.parse().ok()) {
                Some(found) => channel = Some(found),
                None => break,
            },
        }
        rest = after.trim_start();
        if ended {
            break;
        }
    }
    let said = rest.trim_start_matches([':', '-', '–', ',']).trim();
    if said.is_empty() {
        return Err(Misread::NothingSaid);
    }
    Ok(Contact { channel, ..Contact::plain(at, direction, said.into()) })
}

/// `WHEN: WHAT`.
fn failure(typed: &str, ctx: &Listening<'_>) -> Result<Failure, Misread> {
    let (at, what) = when_and_what(typed, Purpose::Behind, ctx)?;
    if what.is_empty() {
        return Err(Misread::NothingSaid);
    }
    Ok(Failure { at, what: what.into(), promised: None, state: FailureState::Open, put_right_at: None })
}
