//! `recover letter`: the customer's letter as a draft, and which letters there are.

use std::path::{Path, PathBuf};

use super::margin::margin;
use super::paper::{Form, Place, Press, accept, ending_of, no_such_form};
use super::template::own;
use super::{Failure, House};
use crate::case::{CaseError, walk_of};
use crate::cli::letter::{Letter as Args, LetterFormat};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::{FileError, read_limited, write_whole};
use crate::journal::IncidentId;
use crate::letter::{self, Around, Letter, Missing, Need, Note, Opened};
use crate::limits;
use crate::out::Out;
use crate::playbook::letter::{Known, complete};
use crate::playbook::{LetterWording, Playbook, standard};
use crate::record::{Correspondence, Record};
use crate::render::{self, Document, Picture};
use crate::template::Kind;
use crate::text::{PROSE_WIDTH, list_and, wrap_hanging};

/// Drafts a letter, or lists those there are.
///
/// # Errors
/// [`Failure`]; among it every required part that is missing.
pub fn run(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    if args.coach && (args.output.is_some() || args.format.is_some_and(|format| format != LetterFormat::Text)) {
        return Err(Failure::Usage(
            "`--coach` shows the letter as text to whoever writes it, and makes nothing that could go to the customer"
                .into(),
            "leave out `--output` and `--format`; the letter itself is `recover letter` without `--coach`".into(),
        ));
    }
    let format = args.format.map_or_else(|| format_of(args.output.as_deref()), Ok)?;
    let place = Place::of(args.output.as_deref());
    if format == LetterFormat::Pdf {
        accept(house, Form::Pdf, place)?;
    }
    place.is_reachable()?;
    let store = house.store_for_reading()?;
    let id = house.incident(store.as_ref(), &args.id)?;
    let walk = walk_of(store.as_ref(), id)?;
    let record = Record::of(&walk, id).ok_or(CaseError::NoBeginning(id))?;
    let record = record.counted(&walk, house.calendars().as_ref());
    let playbook = walk.playbook();
    let letters = complete(&playbook.letters, &standard::letters().map_err(Failure::WrongFile)?);
    let said = Correspondence::of(&record, playbook);
    let zone = house.zone_of(&walk);
    let around = Around {
        playbook,
        said: &said,
        opened: Opened::by(&walk),
        house: &house.config.house,
        now: house.environment.now(),
        zone: &zone,
    };
    if args.list {
        return list(&letters, around, args.format, out);
    }
    let Some(wording) = letter::choose(&letters, args.letter.as_deref(), around) else {
        return Err(args.letter.as_deref().map_or_else(|| nothing_fits(&letters), |typed| unknown(typed, &letters)));
    };
    let letter = letter::draft(wording, around);
    if !letter.missing.is_empty() && !args.incomplete {
        return Err(incomplete(&letter, args.letter.is_none()));
    }
    if args.coach {
        return coached(house, args, &letter, playbook, out);
    }
    let notes = letter::notes(&letter, around, &record);
    let bytes = match templated(house, args, &letter, format)? {
        Some(text) if format == LetterFormat::Pdf => press(house, args)?.print(&text)?,
        Some(text) => text.into_bytes(),
        None => rendered(house, args, &letter, &notes, format)?,
    };
    match place {
        Place::File(path) => {
            write_whole(path, &bytes)?;
            out.document(&format!("{}\n", escape::path(path)))?;
        }
        Place::Stream => out.document_bytes(&bytes)?,
    }
    if !house.global.quiet {
        let width = out.message_look().width;
        out.message(&told(&letter, &notes, width))?;
        if let Some(line) = passed_over(&letters, wording, args.letter.is_some(), around) {
            out.message(&(wrap_hanging(&line, width, "note: ", "      ") + "\n"))?;
        }
    }
    Ok(ExitCode::Done)
}

/// The letter as text with what the wording coach found in its margin.
fn coached(
    house: &House,
    args: &Args,
    letter: &Letter,
    playbook: &Playbook,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let text = match templated(house, args, letter, LetterFormat::Text)? {
        Some(text) => text,
        None => render::text::render(&render::letter(letter, None)),
    };
    let coach = crate::heard::with_rules_of(house.coach()?, playbook);
    let width = out.message_look().width.min(PROSE_WIDTH);
    let (shown, found) = margin(&text, &coach, width);
    out.document(&shown)?;
    if !house.global.quiet {
        let found = match found {
            0 => "nothing".to_owned(),
            found => crate::text::plural(found, "place", "places"),
        };
        let said = format!("{found} to change in it. The margin is for you; nothing of it goes to the customer.");
        out.message(&(wrap_hanging(&said, width, "coach: ", "       ") + "\n"))?;
    }
    Ok(ExitCode::Done)
}

/// The letter in the wording of the house's own template, if it has one for that form. See [`render::letter::template_json`] for what it
/// sees.
fn templated(house: &House, args: &Args, letter: &Letter, format: LetterFormat) -> Result<Option<String>, Failure> {
    let form = match format {
        LetterFormat::Markdown => Form::Markdown,
        LetterFormat::Html => Form::Html,
        LetterFormat::Text => Form::Text,
        LetterFormat::Pdf => Form::Pdf,
        LetterFormat::Json | LetterFormat::Eml => return Ok(None),
    };
    let template = if args.wording.no_template { None } else { own(house, Kind::Letter, form)? };
    template
        .map(|template| template.render(&render::letter::template_json(letter)).map_err(Failure::WrongFile))
        .transpose()
}

fn press<'h>(house: &'h House, args: &Args) -> Result<Press<'h>, Failure> {
    Press::new(house, args.printing.pdf_engine.as_deref())
}

/// The letter in its form; a PDF is printed from the page.
fn rendered(
    house: &House,
    args: &Args,
    letter: &Letter,
    notes: &[Note],
    format: LetterFormat,
) -> Result<Vec<u8>, Failure> {
    Ok(match format {
        LetterFormat::Pdf => press(house, args)?.print(&page(house, letter)?)?,
        LetterFormat::Html => page(house, letter)?.into_bytes(),
        LetterFormat::Text => render::text::render(&render::letter(letter, None)).into_bytes(),
        LetterFormat::Markdown => render::markdown::render(&render::letter(letter, None)).into_bytes(),
        LetterFormat::Json => format!("{:#}\n", render::letter::json(letter, notes)).into_bytes(),
        LetterFormat::Eml => {
            let failed = |source| FileError::Io { doing: "make", path: PathBuf::from("message"), source };
            render::mail::render(letter).map_err(failed)?
        }
    })
}

/// The letter as a page, with the house's picture.
fn page(house: &House, letter: &Letter) -> Result<String, Failure> {
    let logo = house.config.logo.as_deref().map(|path| logo(&house.at_home(path))).transpose()?;
    let document: Document<'_> = render::letter(letter, logo.as_ref());
    Ok(render::html::render(&document))
}

/// The house's picture as data. What it is, its first bytes say, whatever it is called.
///
/// # Errors
/// When it cannot be read, is too large, or is no picture known here.
fn logo(path: &Path) -> Result<Picture, Failure> {
    let bytes = read_limited(path, limits::LOGO_BYTES).map_err(Failure::GivenFile)?;
    let made = |source| FileError::Io { doing: "read", path: path.to_owned(), source };
    Picture::of(&bytes).map_err(made)?.ok_or_else(|| {
        Failure::WrongText(
            format!("`{}` is no picture that letters can hold", escape::path(path)),
            "give a PNG, JPEG or SVG file as `logo` in `[house]`, or leave it out".into(),
        )
    })
}

/// That rules demand what stands in other letters of the playbook, where the one that is written is none of them.
fn passed_over(
    letters: &[LetterWording],
    written: &LetterWording,
    is_named: bool,
    around: Around<'_>,
) -> Option<String> {
    let demanded = letter::demanded_instead(letters, written, around);
    // Whoever named a letter has chosen it among those of which they alone can say whether they are due.
    let told = demanded.iter().filter(|letter| !is_named || !letter.stands_for().is_empty());
    let ids: Vec<String> = told.map(|letter| format!("`{}`", letter.id)).collect();
    let (names, id) = (list_and(&ids), around.said.id);
    (!ids.is_empty()).then(|| {
        format!("rules demand what stands in {names} of this playbook, and this letter is another: `recover letter {id} --list` says what is still lacking there")
    })
}

fn nothing_fits(letters: &[LetterWording]) -> Failure {
    let names = quoted(letters);
    let help = if names.is_empty() {
        "the playbook leaves all of them out; take `off = true` from the one you want".to_owned()
    } else {
        format!("name the one you want with `--letter NAME`; there are {}", list_and(&names))
    };
    Failure::Incomplete("no letter fits the answers so far".into(), help)
}

fn quoted(letters: &[LetterWording]) -> Vec<String> {
    letters.iter().map(|letter| format!("`{}`", letter.id)).collect()
}

fn unknown(typed: &str, letters: &[LetterWording]) -> Failure {
    let names = letters.iter().map(|letter| letter.id.as_str());
    let help = match crate::text::did_you_mean(typed, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list_and(&quoted(letters))),
    };
    let shown = escape::term(typed);
    Failure::Usage(format!("there is no letter `{}`", crate::text::clip(&shown, 60)), help)
}

/// Every required part that is missing, with what would fill it in.
fn incomplete(letter: &Letter, may_be_another: bool) -> Failure {
    let id = letter.incident;
    let parts = letter.missing.iter().map(|missing| format!("\n- {}", in_words(missing, id)));
    let many = crate::text::plural(letter.missing.len(), "required part", "required parts");
    let another = if may_be_another { "; `--letter NAME` writes another one, see `--list`" } else { "" };
    Failure::Incomplete(
        format!("the letter `{}` lacks {many}{}", letter.name, parts.collect::<String>()),
        format!(
            "{}; `recover letter {id} --incomplete` writes it with the gaps marked{another}",
            filling(&letter.missing, id)
        ),
    )
}

/// ``- `stage-two`: how to go to stage two (from: the Code)``, and beneath it ``needs `route` (Where can they take it next?)``.
fn in_words(missing: &Missing, id: IncidentId) -> String {
    let needs: Vec<String> = missing.needs.iter().map(|need| needed(need, id)).collect();
    let source = missing.source.as_ref().map(|source| format!(" (from: {})", source.term())).unwrap_or_default();
    format!("`{}`: {}{source}\n  needs {}", missing.paragraph, missing.what.term(), list_and(&needs))
}

fn needed(need: &Need, id: IncidentId) -> String {
    match need {
        Need::Answer(question, ask) => format!("`{question}` ({})", ask.term()),
        Need::Promise(question) => format!("`{question}` anew: what it said is settled, or its time has passed"),
        Need::Refused(question) => format!("`{question}` anew: what was offered was refused"),
        Need::House(known) => format!("`{}` in `[house]` of the configuration file", in_house(*known)),
        Need::Known(known) => format!("`{}`", known.name()),
        Need::Due(limit) => format!("the time limit `{limit}` to have started (see `recover due --explain {id}`)"),
        Need::Gate => "the legal gate to be lifted".to_owned(),
    }
}

/// The key of the configuration file.
fn in_house(known: Known) -> &'static str {
    known.name().trim_start_matches("house_")
}

/// The command that fills in everything that answers can.
fn filling(missing: &[Missing], id: IncidentId) -> String {
    let mut questions: Vec<&str> = Vec::new();
    for need in missing.iter().flat_map(|missing| &missing.needs) {
        if let Need::Answer(question, _) | Need::Promise(question) | Need::Refused(question) = need
            && !questions.contains(&question.as_str())
        {
            questions.push(question.as_str());
        }
    }
    let mut needs = missing.iter().flat_map(|missing| &missing.needs);
    if needs.any(|need| matches!(need, Need::Refused(_))) {
        // As long as the answer to the old offer stands, the new one is refused as well.
        questions.push("remedy_accepted");
    }
    let waits_for_gate = missing.iter().flat_map(|missing| &missing.needs).any(|need| *need == Need::Gate);
    let mut ways = Vec::new();
    if !questions.is_empty() {
        let sets: Vec<String> = questions.iter().map(|question| format!("--set \"{question}=...\"")).collect();
        ways.push(format!("say it with `recover resume {id} {}`", sets.join(" ")));
    }
    if waits_for_gate {
        ways.push(format!("`recover gate {id} lift --by NAME --why TEXT` once a named person lets it go"));
    }
    if ways.is_empty() {
        ways.push("fill them in".to_owned());
    }
    ways.join("; ")
}

/// That it is a draft, and what to look at before it goes.
fn told(letter: &Letter, notes: &[Note], width: usize) -> String {
    let to = letter.addressee.as_ref().map(|name| format!(" to {}", name.term())).unwrap_or_default();
    let first = format!(
        "draft of the letter `{}`{to}: read it over before it goes. Nothing was sent, and nothing will be by itself.",
        letter.name
    );
    let mut words = wrap_hanging(&first, width, "", "") + "\n";
    for missing in &letter.missing {
        let line = format!("{} is marked in it", missing.what.term());
        words.push_str(&(wrap_hanging(&line, width, "missing: ", "         ") + "\n"));
    }
    for note in notes {
        let help = note.help().replace(" ID", &format!(" {}", letter.incident));
        let line = if help.is_empty() { note.message() } else { format!("{}; {help}", note.message()) };
        words.push_str(&(wrap_hanging(&line, width, "note: ", "      ") + "\n"));
    }
    words
}

fn list(
    letters: &[LetterWording],
    around: Around<'_>,
    format: Option<LetterFormat>,
    out: &mut Out,
) -> Result<ExitCode, Failure> {
    let taken = letter::choose(letters, None, around).map(|letter| letter.id.clone());
    let drafts = letters.iter().map(|wording| (wording, letter::draft(wording, around)));
    if format == Some(LetterFormat::Json) {
        let rows = drafts.map(|(wording, letter)| {
            serde_json::json!({
                "letter": letter.name,
                "for": letter.title,
                "fits": letter::opens(wording, around.opened) || taken.as_ref() == Some(&letter.name),
                "taken": taken.as_ref() == Some(&letter.name),
                "missing": letter.missing.iter().map(render::letter::missing).collect::<Vec<_>>(),
            })
        });
        let rows: Vec<serde_json::Value> = rows.collect();
        let document =
            serde_json::json!({ "schema": "recover.letters/1", "id": around.said.id.to_string(), "letters": rows });
        out.document(&format!("{document:#}\n"))?;
        return Ok(ExitCode::Done);
    }
    let width = out.document_look().width;
    for (_, letter) in drafts {
        let mark = if taken.as_ref() == Some(&letter.name) { " (the one to write now)" } else { "" };
        let line = format!("{}{mark}: {}", letter.name, letter.title.term());
        out.document(&(wrap_hanging(&line, width, "", "    ") + "\n"))?;
        for missing in &letter.missing {
            let needs: Vec<String> = missing.needs.iter().map(|need| needed(need, letter.incident)).collect();
            let line = format!("lacks {}: needs {}", missing.what.term(), list_and(&needs));
            out.document(&(wrap_hanging(&line, width, "    ", "      ") + "\n"))?;
        }
    }
    Ok(ExitCode::Done)
}

fn format_of(output: Option<&Path>) -> Result<LetterFormat, Failure> {
    let Some(ending) = ending_of(output) else { return Ok(LetterFormat::Markdown) };
    Ok(match (ending.as_str(), Form::of_ending(&ending)) {
        ("json", _) => LetterFormat::Json,
        ("eml", _) => LetterFormat::Eml,
        (_, Some(Form::Markdown)) => LetterFormat::Markdown,
        (_, Some(Form::Html)) => LetterFormat::Html,
        (_, Some(Form::Text)) => LetterFormat::Text,
        (_, Some(Form::Pdf)) => LetterFormat::Pdf,
        (other, None) => {
            return Err(no_such_form("a letter", other, "`.md`, `.html`, `.txt`, `.pdf`, `.eml` or `.json`"));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_file_says_the_form() {
        for (name, format) in [
            ("a.md", LetterFormat::Markdown),
            ("a.HTML", LetterFormat::Html),
            ("a.txt", LetterFormat::Text),
            ("a.text", LetterFormat::Text),
            ("a.HTM", LetterFormat::Html),
            ("a.eml", LetterFormat::Eml),
            ("a.pdf", LetterFormat::Pdf),
            ("a.json", LetterFormat::Json),
            ("a", LetterFormat::Markdown),
        ] {
            assert_eq!(format_of(Some(Path::new(name))).unwrap(), format, "{name}");
        }
        assert!(format_of(Some(Path::new("a.docx"))).is_err());
    }
}
