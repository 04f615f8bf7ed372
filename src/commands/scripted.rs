//! A walk without a terminal: answers in from a file and from `--set`, what was kept and what is missing out.

use std::path::Path;

use super::coached::Listener;
use super::{Failure, House, record};
use crate::answer::{Listening, Person};
use crate::answers_file::{self, AnswersFile, Format, Outcome, SetError, walk_through_knowing};
use crate::case::{Case, CaseError, Fact};
use crate::cli::{Given, TextOrJson};
use crate::diagnostic::{Problems, Source};
use crate::exit_code::ExitCode;
use crate::files::{decode_utf8, read_limited};
use crate::journal::Status;
use crate::journal::Summary;
use crate::limits;
use crate::out::Out;
use crate::playbook::Playbook;
use crate::record::known_by::{certainly, known_by};
use crate::walk::Walk;

/// How many earlier incidents of the same customer are named.
const MOST_EARLIER: u32 = 5;

/// Whether answers come from somewhere else than a person at a terminal.
pub fn is_scripted(given: &Given) -> bool {
    given.answers.is_some() || !given.set.is_empty()
}

/// Reads the answers of the command line: the file, and over it every `--set`.
///
/// # Errors
/// Every problem in the file, or every `--set` that makes no sense.
pub fn answers(house: &House, given: &Given, playbook: &Playbook) -> Result<AnswersFile, Failure> {
    let mut answers = match &given.answers {
        Some(path) => read(path, playbook)?,
        None => AnswersFile::default(),
    };
    let mut wrong: Vec<SetError> = Vec::new();
    for argument in &given.set {
        let source = answers.add_source(Source { name: "--set".into(), text: argument.clone() });
        match answers_file::set(argument, source, playbook) {
            Ok(answer) => answers.put(answer),
            Err(error) => wrong.push(error),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Set(wrong));
    }
    let me = house.me(given.me.as_deref())?;
    let problems = answers.check_values(playbook, &listening(house, me));
    match Problems::found(answers.sources.clone(), problems) {
        None => Ok(answers),
        Some(problems) => Err(Failure::WrongFile(Box::new(problems))),
    }
}

/// The playbook that an answers file says it is for, as far as that can be told before the file is read for it. Standard input is
/// read once only, so there the playbook is named on the command line.
///
/// # Errors
/// When the file cannot be read.
pub fn playbook_named_in(given: &Given) -> Result<Option<String>, Failure> {
    let Some(path) = given.answers.as_deref().filter(|path| *path != Path::new("-")) else { return Ok(None) };
    let (source, format) = text(path)?;
    Ok(answers_file::playbook_named(&source.text, format))
}

fn read(path: &Path, playbook: &Playbook) -> Result<AnswersFile, Failure> {
    let (source, format) = text(path)?;
    answers_file::read(source, format, playbook).map_err(Failure::WrongFile)
}

fn text(path: &Path) -> Result<(Source, Format), Failure> {
    let bytes = read_limited(path, limits::ANSWERS_BYTES).map_err(Failure::GivenFile)?;
    let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let text = decode_utf8(bytes)
        .map_err(|why| Failure::WrongText(format!("{}:{why}", crate::escape::term(&name)), why.help().to_owned()))?;
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let format = match ending.as_deref() {
        Some("json") => Format::Json,
        Some("toml") => Format::Toml,
        _ => Format::of(&text),
    };
    Ok((Source { name, text }, format))
}

/// What is known around the answers of a script.
pub fn listening(house: &House, me: Option<Person>) -> Listening<'_> {
    Listening { now: house.environment.now(), zone: &house.environment.zone, me, currency: None, keeper: None }
}

/// Walks a case through answers, keeps what was accepted, writes the record, and says what is missing.
///
/// # Errors
/// When something could not be kept.
pub fn walk(
    house: &House,
    mut case: Case,
    answers: &AnswersFile,
    given: &Given,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let me = house.me(given.me.as_deref())?;
    let around = listening(house, me.clone());
    let author = house.author(me.as_ref());
    let mut walk = case.walk_as_opened(around.now, &author);
    let is_known = |walk: &Walk| {
        // What the store cannot tell now is not assumed.
        case.earlier_of(&certainly(known_by(walk)), 1).is_ok_and(|found| !found.is_empty())
    };
    let outcome = walk_through_knowing(&mut walk, answers, &around, &is_known);
    let mut listener = Listener::new(house);
    let facts = outcome.events.iter().map(|made| Fact {
        event: {
            let mut event = made.event.clone();
            listener.hear(&walk, &mut event);
            event
        },
        at: made.at,
        author: if made.author.is_blank() { author.clone() } else { made.author.clone() },
    });
    case.record(facts.collect())?;
    let written = record::write_beside(house, &case);
    let path = written.as_ref().ok().cloned().flatten();
    let earlier = case.earlier_of(&known_by(case.walk()), MOST_EARLIER).map_err(CaseError::from)?;
    let done = outcome.missing.is_empty() && outcome.refused.is_empty();
    match given.format {
        TextOrJson::Json => out.document(&json(&case, &outcome, path.as_deref(), &earlier))?,
        TextOrJson::Text => words(house, &case, &outcome, path.as_deref(), &earlier, out)?,
    }
    listener.tell(out)?;
    if !done {
        tell_refused(answers, &outcome, out)?;
        tell_missing(&case, &outcome, out)?;
    }
    // The answers are kept and named by now; that the record could not be written is told last and decides the exit code.
    written?;
    Ok(if done { ExitCode::Done } else { ExitCode::Unfinished })
}

fn status(case: &Case) -> Status {
    if case.walk().state().ended.is_some() { Status::Closed } else { Status::Open }
}

fn json(case: &Case, outcome: &Outcome, path: Option<&Path>, earlier: &[Summary]) -> String {
    let opening = case.walk().state().opened.as_ref();
    let reference = opening
        .and_then(|(opening, _, _)| opening.external_ref.as_ref())
        .map(|reference| reference.as_stored().to_owned());
    let refused: Vec<serde_json::Value> = outcome
        .refused
        .iter()
        .map(|refused| {
            serde_json::json!({
                "question": refused.question.as_ref().map(ToString::to_string),
                "round": refused.round,
                "message": refused.message,
                "help": refused.help,
            })
        })
        .collect();
    let document = serde_json::json!({
        "schema": "recover.start/1",
        "id": case.id().map(|id| id.to_string()),
        "ref": reference,
        "status": case.id().map(|_| status(case).as_str()),
        "missing": outcome.missing.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "refused": refused,
        "record": path.map(|path| path.display().to_string()),
        "earlier": earlier.iter().map(|summary| summary.id.to_string()).collect::<Vec<_>>(),
    });
    format!("{document}\n")
}

fn words(
    house: &House,
    case: &Case,
    outcome: &Outcome,
    path: Option<&Path>,
    earlier: &[Summary],
    out: &mut Out,
) -> Result<(), Failure> {
    let Some(id) = case.id() else { return Ok(()) };
    out.document(&format!("{id}\n"))?;
    if house.global.quiet {
        return Ok(());
    }
    let standing = match (status(case), outcome.missing.len()) {
        (Status::Closed, _) => "closed".to_owned(),
        (Status::Open, 0) => "open".to_owned(),
        (Status::Open, missing) => format!("open, {} missing", crate::text::plural(missing, "answer", "answers")),
    };
    out.message(&format!("{standing}\n"))?;
    if let Some(path) = path {
        out.message(&format!("record: {}\n", crate::escape::path(path)))?;
    }
    if !earlier.is_empty() {
        let ids: Vec<String> = earlier.iter().map(|summary| format!("`{}`", summary.id)).collect();
        let ids = crate::text::list_and(&ids);
        out.message(&format!("known to the house by name, number, address or reference: {ids}\n"))?;
    }
    Ok(())
}

fn tell_refused(answers: &AnswersFile, outcome: &Outcome, out: &mut Out) -> Result<(), Failure> {
    let problems = outcome.refused.iter().map(answers_file::Refused::problem).collect();
    if let Some(problems) = Problems::found(answers.sources.clone(), problems) {
        let width = out.message_look().width;
        out.message(&problems.render(width))?;
    }
    Ok(())
}

/// Every missing answer by name, with the question as it would be asked, and how to go on.
fn tell_missing(case: &Case, outcome: &Outcome, out: &mut Out) -> Result<(), Failure> {
    let width = out.message_look().width;
    for name in &outcome.missing {
        let ask = case
            .walk()
            .playbook()
            .question(name.as_str())
            .map(|question| question.ask.term().into_owned())
            .unwrap_or_default();
        let line = crate::text::wrap_hanging(&ask, width, &format!("missing: `{name}`  "), "         ");
        out.message(&format!("{line}\n"))?;
    }
    let on = match case.id() {
        Some(id) => format!(
            "help: what was answered is kept; go on with `recover resume {id}`, or `recover resume {id} --answers FILE`\n"
        ),
        None => "help: nothing was answered, so nothing was kept\n".to_owned(),
    };
    out.message(&on)?;
    Ok(())
}
