//! The grammar of filling in: what an answer looks like in the middle of a sentence, at its end, and by itself.

use super::Block;
use super::tongue::Tongue;
use crate::answer::{Choice, Failure, FailureState, Kind, Person, Promise, Value};
use crate::playbook::letter_text::Part;
use crate::schedule::human;
use crate::schedule::zone::Zone;
use crate::spine::Name;
use crate::text::list_and;
use crate::untrusted::Untrusted;

/// Marks that end a sentence, besides the full stop.
const MARKS: [char; 8] = ['?', '!', '…', ':', '？', '。', '：', '！'];

/// Something that takes the place of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The single things, each as it was said; never empty.
    items: Vec<String>,
    /// How they behave in a text.
    manner: Manner,
}

/// How something behaves in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Words of people: they end like a sentence, and may have paragraphs.
    Sentences,
    /// Things of which each has a line of its own where they stand alone.
    Listed,
    /// A name, a date, an amount.
    Plain,
    /// A name with a role behind a comma.
    WithRole,
}

impl Filled {
    /// A name, a date, a number.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { items: vec![text.into()], manner: Manner::Plain }
    }

    /// Things of which each has a line of its own where they stand alone. `None` for no thing.
    pub fn listed(items: Vec<String>) -> Option<Self> {
        (!items.is_empty()).then_some(Self { items, manner: Manner::Listed })
    }

    /// An answer; `None` where there is nothing in it that can stand in a letter.
    pub fn of(value: &Value, kind: &Kind, speech: Speech<'_>) -> Option<Self> {
        let (items, manner) = match value {
            Value::Text(text) => (vec![text.as_stored().trim().to_owned()], Manner::Sentences),
            Value::Choice(id) => (vec![label(id, kind.choices())], Manner::Plain),
            Value::Choices(ids) => (ids.iter().map(|id| label(id, kind.choices())).collect(), Manner::Plain),
            Value::YesNo(yes) => (vec![if *yes { "yes" } else { "no" }.to_owned()], Manner::Plain),
            Value::Number(number) => (vec![numbered(&number.to_string(), kind)], Manner::Plain),
            Value::Money(money) => (vec![money.to_string()], Manner::Plain),
            Value::Date(day) => (vec![speech.tongue.day(*day)], Manner::Plain),
            Value::DateTime(at) => (vec![speech.tongue.happened(*at, speech.zone)], Manner::Plain),
            Value::Duration(seconds) => (vec![human::duration(*seconds)], Manner::Plain),
            Value::Person(person) => named(person),
            Value::Rating(mark) => (vec![rated(*mark, kind)], Manner::Plain),
            // Once it was settled it is no longer something to say.
            Value::Promise(promise) if promise.verdict.is_some() => return None,
            Value::Promise(promise) => (vec![promised(promise, promise.by.as_ref(), speech)], Manner::Sentences),
            Value::Contact(contact) => {
                let said = without_stop(contact.said.as_stored());
                (vec![format!("{}: {said}", speech.tongue.happened(contact.at, speech.zone))], Manner::Listed)
            }
            Value::Failure(failed) => (vec![failure(failed, speech)], Manner::Listed),
            Value::Several(parts) => {
                let parts: Vec<Self> = parts.iter().filter_map(|part| Self::of(part, kind, speech)).collect();
                (parts.into_iter().flat_map(|part| part.items).collect(), Manner::Listed)
            }
        };
        let has_words = items.iter().any(|item| !item.trim().is_empty());
        has_words.then_some(Self { items, manner })
    }

    /// In running text: one line.
    fn in_line(&self) -> String {
        let flat = |item: &String| item.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.items.as_slice() {
            [only] => flat(only),
            several => list_and(&several.iter().map(|item| without_stop(&flat(item)).to_owned()).collect::<Vec<_>>()),
        }
    }

    const fn ends_like_a_sentence(&self) -> bool {
        matches!(self.manner, Manner::Sentences | Manner::Listed)
    }

    /// By itself, as a block of its own.
    fn alone(&self) -> Block {
        match self.manner {
            Manner::Listed => Block::List(self.items.iter().map(|item| closed(item.trim()).into()).collect()),
            Manner::Sentences if self.items.len() == 1 => Block::Text(closed(self.items.concat().trim()).into()),
            _ => Block::Text(self.in_line().into()),
        }
    }
}

/// In which words and by which clock something is said.
#[derive(Clone, Copy)]
pub struct Speech<'z> {
    /// The order of dates.
    pub tongue: Tongue,
    /// The clock.
    pub zone: &'z dyn Zone,
}

/// A chunk of a template as a block. `fill` gives what each placeholder stands for.
///
/// # Errors
/// Gives back nothing where a placeholder stands for nothing: a sentence with a hole in it is left out.
pub fn chunk<'p>(parts: &'p [Part], fill: &dyn Fn(&'p Part) -> Option<Filled>) -> Option<Block> {
    if let [slot @ Part::Slot(_)] = parts {
        return fill(slot).map(|filled| filled.alone());
    }
    let mut out = String::new();
    let mut swallow = false;
    for (place, part) in parts.iter().enumerate() {
        let behind = match parts.get(place + 1) {
            Some(Part::Words(words)) => words.as_stored(),
            Some(Part::Slot(_)) => " a",
            None => "",
        };
        match part {
            Part::Words(words) => {
                let words = words.as_stored();
                out.push_str(if swallow { words.strip_prefix('.').unwrap_or(words) } else { words });
                swallow = false;
            }
            Part::Slot(_) => {
                let (text, takes_stop) = joined(&fill(part)?, behind);
                out.push_str(&text);
                swallow = takes_stop;
            }
        }
    }
    let text = out.trim();
    (!text.is_empty()).then(|| Block::Text(text.into()))
}

/// Something in front of the words behind it, and whether the full stop behind it has to go.
fn joined(filled: &Filled, behind: &str) -> (String, bool) {
    let text = filled.in_line();
    let is_sentence = filled.ends_like_a_sentence();
    let after_quote =
        behind.strip_prefix(['”', '"', '“', '»']).filter(|rest| rest.is_empty() || begins_a_sentence(rest));
    if behind.is_empty() || begins_a_sentence(behind) || after_quote.is_some() {
        return (if is_sentence { closed(&text) } else { text }, false);
    }
    match behind.chars().next() {
        Some('.') if is_sentence && ends_with_mark(&text) => (text, true),
        Some('.' | ',' | ';' | ':' | '!' | '?' | ')') if is_sentence => (without_stop(&text).to_owned(), false),
        // A name that ends with a full stop of its own, such as `Jr.`, keeps it and takes no second.
        Some('.') => {
            let takes_stop = text.ends_with('.');
            (text, takes_stop)
        }
        Some(' ') if filled.manner == Manner::WithRole => (format!("{text},"), false),
        Some(' ') if is_sentence => (without_stop(&text).to_owned(), false),
        _ => (text, false),
    }
}

/// Whether words behind a placeholder begin a new sentence.
fn begins_a_sentence(behind: &str) -> bool {
    let mut chars = behind.chars();
    chars.next() == Some(' ') && chars.next().is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '"' | '¿' | '¡'))
}

/// Whether it ends with a mark, also one in quotes or brackets.
fn ends_with_mark(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    end.ends_with('.') || end.ends_with(MARKS)
}

/// The text with a full stop at its end, where it ends with a letter or digit of a script that has one.
fn closed(text: &str) -> String {
    let takes_stop = text.chars().next_back().is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '”' | '"' | '%' | '€' | '£') || c.is_alphabetic() && c < '\u{530}'
    });
    if takes_stop && !ends_with_mark(text) { format!("{text}.") } else { text.to_owned() }
}

/// The text without a single full stop at its end.
fn without_stop(text: &str) -> &str {
    let text = text.trim();
    match text.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest.trim_end(),
        _ => text,
    }
}

fn label(id: &Name, choices: &[Choice]) -> String {
    let found = choices.iter().find(|choice| choice.id == *id).filter(|choice| !choice.label.is_blank());
    found.map_or_else(|| id.as_str().replace(['-', '_'], " "), |choice| choice.label.as_stored().trim().to_owned())
}

fn numbered(number: &str, kind: &Kind) -> String {
    match kind {
        Kind::Number { unit: Some(unit), .. } => format!("{number} {}", unit.as_stored().trim()),
        _ => number.to_owned(),
    }
}

fn rated(mark: u8, kind: &Kind) -> String {
    match kind {
        Kind::Rating { scale } => format!("{mark} of {scale}"),
        _ => mark.to_string(),
    }
}

fn named(person: &Person) -> (Vec<String>, Manner) {
    let name = person.name.as_stored().trim();
    match &person.role {
        Some(role) => (vec![format!("{name}, {}", role.as_stored().trim())], Manner::WithRole),
        None => (vec![name.to_owned()], Manner::Plain),
    }
}

/// `Maria Lopez rings with what we found, by 16:00 on Friday 12 June 2026`
fn promised(made: &Promise, by: Option<&Person>, speech: Speech<'_>) -> String {
    let what = without_stop(made.what.as_stored());
    let due = speech.tongue.moment(made.due, speech.zone);
    match by.filter(|by| !begins_with_name(what, by)) {
        Some(by) => format!("{what}, by {due} ({})", by.name.as_stored().trim()),
        None => format!("{what}, by {due}"),
    }
}

/// `By 16:00 on Friday 12 June 2026: Maria Lopez rings with what we found`
pub fn promise_to_come(made: &Promise, by: Option<&Person>, speech: Speech<'_>) -> String {
    let what = without_stop(made.what.as_stored());
    let due = speech.tongue.moment(made.due, speech.zone);
    match by.filter(|by| !begins_with_name(what, by)) {
        Some(by) => format!("By {due}: {what} ({}).", by.name.as_stored().trim()),
        None => format!("By {due}: {what}"),
    }
}

/// Whether the words begin with somebody's first name.
fn begins_with_name(what: &str, by: &Person) -> bool {
    let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_lowercase();
    first(what) == first(by.name.as_stored())
}

fn failure(failed: &Failure, speech: Speech<'_>) -> String {
    let when = speech.tongue.happened(failed.at, speech.zone);
    let mut text = format!("{when}: {}", closed(without_stop(failed.what.as_stored())));
    if let Some(promised) = &failed.promised {
        text = format!("{text} We had promised: {}", closed(without_stop(promised.as_stored())));
    }
    match (failed.state, failed.put_right_at) {
        (FailureState::PutRight, Some(at)) => {
            format!("{text} Put right on {}.", speech.tongue.happened(at, speech.zone))
        }
        (FailureState::PutRight, None) => format!("{text} Put right."),
        (FailureState::Open | FailureState::NotPutRight, _) => text,
    }
}

/// A template of one line, such as the subject; chunks that cannot be filled in are left out. `None` when nothing is left.
pub fn one_line<'p>(chunks: &'p [Vec<Part>], fill: &dyn Fn(&'p Part) -> Option<Filled>) -> Option<Untrusted> {
    let lines = chunks.iter().filter_map(|parts| match chunk(parts, fill)? {
        Block::Text(text) => Some(text.as_stored().split_whitespace().collect::<Vec<_>>().join(" ")),
        Block::List(_) | Block::Gap(_) => None,
    });
    let line = lines.collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then(|| line.into())
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;
    use proptest::prelude::*;

    use super::*;
    use crate::playbook::letter::Slot;
    use crate::playbook::letter_text::{Token, tokens};

    fn parts(text: &str) -> Vec<Part> {
        let (chunks, faults) = tokens(text);
        assert!(faults.is_empty(), "{text}");
        let part = |token| match token {
            Token::Words(words) => Part::Words(words.into()),
            Token::Named(name) => Part::Slot(Slot::Answer(name.parse().unwrap())),
        };
        chunks.into_iter().next().unwrap().into_iter().map(part).collect()
    }

    fn sentences(text: &str) -> Filled {
        Filled { items: vec![text.into()], manner: Manner::Sentences }
    }

    fn said(template: &str, filled: &Filled) -> String {
        match chunk(&parts(template), &|_| Some(filled.clone())) {
            Some(Block::Text(text)) => text.into_stored(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn full_stops_are_neither_doubled_nor_lost() {
        for (template, answer, line) in [
            ("Done: {{ x }}.", "The line is mended.", "Done: The line is mended."),
            ("Done: {{ x }}.", "The line is mended", "Done: The line is mended."),
            ("Done: {{ x }}", "The line is mended", "Done: The line is mended."),
            ("{{ x }}", "The line is mended", "The line is mended."),
            ("{{ x }} Tell me.", "It is mended", "It is mended. Tell me."),
            ("{{ x }} Tell me.", "Is it?", "Is it? Tell me."),
            ("Done: {{ x }}.", "Is it mended?", "Done: Is it mended?"),
            ("As {{ x }} it stays.", "we said.", "As we said it stays."),
            ("Done: {{ x }}, and more.", "mended.", "Done: mended, and more."),
            ("You said: “{{ x }}” Thanks.", "It works", "You said: “It works.” Thanks."),
            ("You said: “{{ x }}”", "It works!", "You said: “It works!”"),
            ("Well: {{ x }}.", "and so on...", "Well: and so on..."),
            ("{{ x }}", "修理しました", "修理しました"),
            ("{{ x }}", "Сделано", "Сделано."),
        ] {
            assert_eq!(said(template, &sentences(answer)), line, "{template} {answer}");
        }
    }

    #[test]
    fn a_name_takes_a_comma_behind_its_role_and_no_full_stop_of_ours() {
        let person = Person::read("Maria Lopez, shift manager").unwrap();
        let (items, manner) = named(&person);
        let maria = Filled { items, manner };
        assert_eq!(said("{{ x }} looks after it.", &maria), "Maria Lopez, shift manager, looks after it.");
        assert_eq!(said("Ask {{ x }}.", &maria), "Ask Maria Lopez, shift manager.");
        assert_eq!(said("Ask {{ x }}", &maria), "Ask Maria Lopez, shift manager");
        assert_eq!(said("Dear {{ x }}.", &Filled::plain("Tom Jr.")), "Dear Tom Jr.");
    }

    #[test]
    fn several_values_read_as_a_list_in_a_sentence_and_as_lines_by_themselves() {
        let several = Filled::listed(vec!["one.".into(), "two".into(), "three.".into()]).unwrap();
        assert_eq!(said("These: {{ x }}.", &several), "These: one, two and three.");
        let Some(Block::List(lines)) = chunk(&parts("{{ x }}"), &|_| Some(several.clone())) else { panic!() };
        assert_eq!(lines, ["one.", "two.", "three."].map(Untrusted::from));
    }

    #[test]
    fn an_answer_by_itself_keeps_its_paragraphs_and_in_a_sentence_it_does_not() {
        let two = sentences("We failed you.\n\nI am sorry");
        assert_eq!(said("{{ x }}", &two), "We failed you.\n\nI am sorry.");
        assert_eq!(said("I said: {{ x }}", &two), "I said: We failed you. I am sorry.");
    }

    #[test]
    fn a_sentence_with_a_hole_is_left_out() {
        assert_eq!(chunk(&parts("Ring {{ x }} at {{ y }}."), &|_| None), None);
    }

    #[test]
    fn a_promise_that_was_settled_is_no_longer_said() {
        let zone = FixedOffset::east_opt(3600).unwrap();
        let speech = Speech { tongue: Tongue::DayFirst, zone: &zone };
        let promise = Promise {
            what: "rings with what we found.".into(),
            due: "2026-06-12T16:00:00+01:00".parse().unwrap(),
            by: Some(Person::named("Maria Lopez")),
            to: None,
            verdict: None,
            settled_at: None,
            reason: None,
        };
        let filled = Filled::of(&Value::Promise(promise.clone()), &Kind::Promise, speech).unwrap();
        let line = "Soon: rings with what we found, by 16:00 on Friday 12 June 2026 (Maria Lopez).";
        assert_eq!(said("Soon: {{ x }}.", &filled), line);
        let kept = Promise { verdict: Some(crate::answer::Verdict::Kept), ..promise };
        assert_eq!(Filled::of(&Value::Promise(kept), &Kind::Promise, speech), None);
    }

    proptest! {
        #[test]
        fn no_placeholder_reaches_a_letter_whatever_the_text(
            template in "[A-Za-z .,:“”]{0,12}(\\{\\{ ?[a-z]{1,5} ?\\}\\}[A-Za-z .,:“”!?)]{0,12}){1,4}",
            answer in "[^{}]{0,40}",
        ) {
            prop_assume!(!template.trim().is_empty());
            let filled = sentences(&answer);
            let blocks = tokens(&template).0.into_iter().map(|chunk| chunk.into_iter().map(|token| match token {
                Token::Words(words) => Part::Words(words.into()),
                Token::Named(name) => Part::Slot(Slot::Answer(name.parse().unwrap())),
            }).collect::<Vec<_>>());
            for parts in blocks {
                if let Some(Block::Text(text)) = chunk(&parts, &|_| Some(filled.clone())) {
                    prop_assert!(!text.as_stored().contains("{{") && !text.as_stored().contains("}}"));
                }
            }
        }
    }
}
