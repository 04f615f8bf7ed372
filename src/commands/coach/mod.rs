//! `recover coach`: the wording of a text, looked over before a customer hears it.

mod excerpt;
mod explain;
mod json;
mod lines;
pub(super) mod rules;
mod shown;

use std::io::IsTerminal;
use std::path::Path;

use super::{Failure, House};
use crate::cli::TextOrJson;
use crate::cli::coach::Coach as Args;
use crate::coach::allow::{self, Allowance, Allowed};
use crate::coach::{Coach, Elements, Finding};
use crate::diagnostic::{Problems, Source};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::{decode_utf8, open_to_read, read_limited};
use crate::limits;
use crate::out::Out;

/// What is said of one text.
struct Told {
    /// What stands.
    findings: Vec<Finding>,
    /// What is let pass.
    allowed: Vec<Allowed>,
    /// What the text has.
    elements: Elements,
    /// 0 to 100.
    score: u8,
}

impl Told {
    fn of(coach: &Coach, wording: &str, allowances: &[Allowance]) -> Self {
        let reading = coach.read(wording);
        let (findings, allowed) = if allowances.is_empty() {
            (reading.findings, Vec::new())
        } else {
            allow::part(reading.findings, allowances)
        };
        Self { findings, allowed, elements: reading.elements, score: reading.score }
    }

    /// Whether an error or a warning stands.
    fn is_flagged(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity.counts())
    }
}

/// Looks over a text, or many of them, or explains a rule.
///
/// # Errors
/// When the text or the house's rules cannot be read or are wrong, or the output cannot be written.
pub fn run(house: &House, args: &Args, out: &mut Out) -> Result<ExitCode, Failure> {
    if args.jsonl && args.format == Some(TextOrJson::Text) {
        let help = "leave `--format` out, or write `--format json`".to_owned();
        return Err(Failure::Usage("`--jsonl` writes JSON".to_owned(), help));
    }
    let coach = rules::coach(house, args.rules.as_deref())?;
    if let Some(name) = &args.explain {
        return explain::run(&coach, name, args.format, out);
    }
    let allowances = args.allow.iter().map(|typed| allowance(&coach, typed)).collect::<Result<Vec<_>, _>>()?;
    let file = args.file.as_deref().filter(|path| *path != Path::new("-"));
    if args.jsonl {
        let task = lines::Task { coach: &coach, allowances: &allowances, check: args.check };
        return match file {
            Some(path) => task.run(&path.display().to_string(), open_to_read(path).map_err(Failure::GivenFile)?, out),
            None => task.run("standard input", std::io::stdin().lock(), out),
        };
    }
    invite(house, file, out)?;
    let source = text(file)?;
    let (wording, of_text) = allow::in_text(&source.text, &coach).map_err(|problems| {
        Problems::found(vec![source.clone()], problems)
            .map_or_else(|| Failure::WrongText(String::new(), String::new()), |it| Failure::WrongFile(Box::new(it)))
    })?;
    let all: Vec<Allowance> = of_text.into_iter().chain(allowances).collect();
    let told = Told::of(&coach, &wording, &all);
    match args.format {
        Some(TextOrJson::Json) => out.document(&json::document(&source.text, &told))?,
        _ => tell(house, args, &source.text, &told, out)?,
    }
    Ok(if args.check && told.is_flagged() { ExitCode::Found } else { ExitCode::Done })
}

/// Shows what was found; a check that found nothing says nothing.
fn tell(house: &House, args: &Args, text: &str, told: &Told, out: &mut Out) -> Result<(), Failure> {
    let look = out.document_look();
    if args.check {
        if told.is_flagged() && !house.global.quiet {
            out.document(&shown::check(text, told, look))?;
        }
        return Ok(());
    }
    if house.global.quiet {
        out.document(&format!("{}\n", told.score))?;
        return Ok(());
    }
    out.document(&shown::reading(text, told, look))?;
    Ok(())
}

/// Says how to give a text, where somebody sits in front of an empty line.
fn invite(house: &House, file: Option<&Path>, out: &mut Out) -> Result<(), Failure> {
    if file.is_some() || !std::io::stdin().is_terminal() {
        return Ok(());
    }
    if house.global.no_input {
        let help = "name a file, as `recover coach letter.md`, or send the text through a pipe".to_owned();
        return Err(Failure::Usage("there is no text to look over".to_owned(), help));
    }
    if !house.global.quiet {
        let words =
            "Write or paste the message, then press Ctrl-D on an empty line. A file works too: `recover coach FILE`.";
        out.message(&crate::text::wrap(words, out.message_look().width, 0))?;
    }
    Ok(())
}

fn text(file: Option<&Path>) -> Result<Source, Failure> {
    let path = file.unwrap_or(Path::new("-"));
    let bytes = read_limited(path, limits::COACHED_BYTES).map_err(Failure::GivenFile)?;
    let name = file.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    let text = decode_utf8(bytes)
        .map_err(|why| Failure::WrongText(format!("{}:{why}", escape::term(&name)), why.help().to_owned()))?;
    Ok(Source { name, text })
}

/// Reads `RULE=REASON`.
fn allowance(coach: &Coach, typed: &str) -> Result<Allowance, Failure> {
    let (rule, reason) = typed.split_once('=').unwrap_or((typed, ""));
    let (rule, reason) = (rule.trim(), reason.trim());
    if !coach.knows(rule) {
        return Err(Failure::Usage(no_rule(rule), allow::unknown_help(coach, rule)));
    }
    if reason.is_empty() {
        let message = format!("`{rule}` cannot be allowed without a reason");
        return Err(Failure::Usage(message, format!("write it as `--allow \"{rule}=the customer said so first\"`")));
    }
    Ok(Allowance { rule: rule.to_owned(), reason: reason.to_owned(), within: None })
}

fn no_rule(name: &str) -> String {
    format!("there is no rule and no category `{}`", crate::table::clip(name))
}
