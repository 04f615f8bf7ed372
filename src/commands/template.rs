//! `recover template`: the house's own templates, where they lie and whether they are right; and finding one for a document.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::paper::Form;
use super::{Failure, House};
use crate::cli::TableOrJson;
use crate::cli::paper::{TemplateCommand, TemplateForm, TemplateKind};
use crate::diagnostic::{Problems, Source};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::{FileError, decode_utf8, read_limited};
use crate::limits;
use crate::out::Out;
use crate::template::{Kind, Medium, Prepared, check};

/// Lists, begins or checks templates.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, command: &TemplateCommand, out: &mut Out) -> Result<ExitCode, Failure> {
    match command {
        TemplateCommand::List { format } => list(house, *format, out),
        TemplateCommand::New { kind, format } => new(*kind, *format, out),
        TemplateCommand::Check { files } => check_all(house, files, out),
    }
}

/// The house's own template for a document in that form, if it has one. A PDF is printed from the HTML. For whoever writes letters and
/// reports as well: give it the JSON of the document.
///
/// # Errors
/// When the file cannot be read, or is no template.
pub fn own(house: &House, kind: Kind, form: Form) -> Result<Option<Prepared>, Failure> {
    let medium = match form {
        Form::Markdown => Medium::Markdown,
        Form::Html | Form::Pdf => Medium::Html,
        Form::Text => Medium::Text,
    };
    match path(house, kind, medium) {
        Some(path) if is_there(&path)? => Ok(Some(Prepared::new(&read(&path)?, medium).map_err(Failure::WrongFile)?)),
        _ => Ok(None),
    }
}

/// Whether there is anything at that path. A folder that cannot be looked into is no sign that the house has no template.
fn is_there(path: &Path) -> Result<bool, Failure> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Failure::GivenFile(FileError::Io { doing: "look at", path: path.to_owned(), source })),
    }
}

/// Where a template of the house lies, if it has one.
fn path(house: &House, kind: Kind, medium: Medium) -> Option<PathBuf> {
    let folder = house.environment.config_dir.as_ref()?.join("templates");
    kind.media().contains(&medium).then(|| folder.join(format!("{}.{}", kind.name(), medium.ending())))
}

fn read(path: &Path) -> Result<Source, Failure> {
    let bytes = read_limited(path, limits::TEMPLATE_BYTES).map_err(Failure::GivenFile)?;
    let name = path.display().to_string();
    let text = decode_utf8(bytes)
        .map_err(|why| Failure::WrongText(format!("{}:{why}", escape::term(&name)), why.help().to_owned()))?;
    Ok(Source { name, text })
}

/// Every template there could be: its kind, its medium, its path, and whether there is one.
fn places(house: &House) -> Result<Vec<(Kind, Medium, PathBuf, bool)>, Failure> {
    let all = Kind::ALL.into_iter().flat_map(|kind| kind.media().iter().map(move |medium| (kind, *medium)));
    all.filter_map(|(kind, medium)| {
        let path = path(house, kind, medium)?;
        Some(is_there(&path).map(|is_there| (kind, medium, path, is_there)))
    })
    .collect()
}

fn list(house: &House, format: TableOrJson, out: &mut Out) -> Result<ExitCode, Failure> {
    let places = places(house)?;
    if format == TableOrJson::Json {
        let rows = places.iter().map(|(kind, medium, path, is_there)| {
            json!({
                "schema": "recover.template/1", "kind": kind.name(), "form": medium.ending(), "path": path.display().to_string(),
                "present": is_there, "sees": kind.command(),
            })
        });
        out.document(&format!("{:#}\n", rows.collect::<serde_json::Value>()))?;
        return Ok(ExitCode::Done);
    }
    let mut none = true;
    for (_, _, path, _) in places.iter().filter(|(.., is_there)| *is_there) {
        none = false;
        out.document(&format!("{}\n", escape::path(path)))?;
    }
    let folder = house.environment.config_dir.as_ref().map(|dir| dir.join("templates"));
    let folder = folder.map_or_else(String::new, |folder| escape::path(&folder));
    let names: Vec<String> =
        places.iter().map(|(kind, medium, ..)| format!("{}.{}", kind.name(), medium.ending())).collect();
    if !house.global.quiet {
        let what = if none { "the house has no templates of its own" } else { "these are used" };
        out.message(&crate::text::wrap_hanging(
            &format!("{what}; looked for in {folder}: {}", names.join(", ")),
            out.message_look().width,
            "",
            "  ",
        ))?;
    }
    Ok(ExitCode::Done)
}

fn new(kind: TemplateKind, form: TemplateForm, out: &mut Out) -> Result<ExitCode, Failure> {
    let kind = match kind {
        TemplateKind::Letter => Kind::Letter,
        TemplateKind::Record => Kind::Record,
        TemplateKind::RecordCustomer => Kind::RecordCustomer,
        TemplateKind::Report => Kind::Report,
    };
    let medium = match form {
        TemplateForm::Md => Medium::Markdown,
        TemplateForm::Html => Medium::Html,
        TemplateForm::Txt => Medium::Text,
    };
    if !kind.media().contains(&medium) {
        return Err(Failure::Usage(
            format!("there is no `{}` as `{}`", kind.name(), medium.ending()),
            "choose `--format md` or `--format html`".into(),
        ));
    }
    out.document(kind.starter(medium))?;
    Ok(ExitCode::Done)
}

fn check_all(house: &House, files: &[PathBuf], out: &mut Out) -> Result<ExitCode, Failure> {
    let files: Vec<PathBuf> = if files.is_empty() {
        places(house)?.into_iter().filter(|(.., is_there)| *is_there).map(|(_, _, path, _)| path).collect()
    } else {
        files.to_vec()
    };
    // What cannot be read is said, and the others are looked at all the same.
    let mut worst = None;
    for path in &files {
        match check_one(path) {
            Ok(None) if house.global.quiet => {}
            Ok(None) => out.document(&format!("{}: ok\n", escape::path(path)))?,
            Ok(Some(problems)) => {
                worst.get_or_insert(ExitCode::WrongFile);
                tell(&problems, out)?;
            }
            Err(failure) => {
                worst.get_or_insert(failure.exit_code());
                out.message(&failure.render(out.message_look()))?;
            }
        }
    }
    if files.is_empty() && !house.global.quiet {
        out.message("the house has no templates of its own\nhelp: begin one with `recover template new record`")?;
    }
    Ok(worst.unwrap_or(ExitCode::Done))
}

/// What is wrong with a template, if anything is.
fn check_one(path: &Path) -> Result<Option<Problems>, Failure> {
    let (kind, medium) = named(path)?;
    Ok(check(&read(path)?, kind, medium))
}

fn tell(problems: &Problems, out: &mut Out) -> Result<(), Failure> {
    let shown = problems.render(out.message_look().width);
    Ok(out.message(shown.trim_end_matches('\n'))?)
}

/// What a file words and in which form, by its name.
fn named(path: &Path) -> Result<(Kind, Medium), Failure> {
    let kind = path.file_stem().and_then(|stem| Kind::from_name(stem.to_str()?));
    let medium = path.extension().and_then(|ending| Medium::from_ending(ending.to_str()?));
    kind.zip(medium).filter(|(kind, medium)| kind.media().contains(medium)).ok_or_else(|| {
        Failure::Usage(
            format!("`{}` is not called as a template is", escape::path(path)),
            "call it `letter`, `record`, `record-customer` or `report`, ending in `.md`, `.html` or `.txt`".into(),
        )
    })
}
