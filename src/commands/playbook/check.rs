//! `recover playbook check`: every problem of every file, each with its place and what to do.

use std::path::{Path, PathBuf};

use crate::commands::{Failure, House};
use crate::diagnostic::{Problem, Problems, Site, line_and_column};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::playbook::layers::{heading, problems_alone, remarks, remarks_together};
use crate::playbook::{Layer, load};
use crate::shelf::{self, Shelf, ShelfError};
use crate::text::plural;

/// Checks the files, each with what it builds on, and goes on behind a bad one.
///
/// # Errors
/// When the output cannot be written. What is wrong in the files is told, and decides the exit code.
pub fn run(house: &House, files: &[PathBuf], out: &mut Out) -> Result<ExitCode, Failure> {
    let (shelf, today) = (house.shelf(), house.environment.now().date_naive());
    let (mut problems, mut bad_files) = (0, 0);
    for file in files {
        let found = check(&shelf, file);
        if let Ok(layer) = shelf::read(file) {
            for remark in remarks(&layer, today) {
                out.message(&warning(&layer, &remark, out))?;
            }
        }
        match found {
            Found::Fine { questions, layers } => {
                for remark in remarks_together(&layers) {
                    if let Some(layer) = layers.get(remark.site.source) {
                        out.message(&warning(layer, &remark, out))?;
                    }
                }
                if !house.global.quiet {
                    out.document(&format!(
                        "{}: fine, {}\n",
                        escape::path(file),
                        plural(questions, "question", "questions")
                    ))?;
                }
            }
            Found::Wrong(several) => {
                bad_files += 1;
                for wrong in several {
                    problems += wrong.count();
                    out.prompt(&wrong.render(out.message_look().width))?;
                }
            }
            Found::Unreadable(error) => {
                bad_files += 1;
                problems += 1;
                out.message(&Failure::from(error).render(out.message_look()))?;
            }
        }
    }
    if bad_files == 0 {
        return Ok(ExitCode::Done);
    }
    let files = plural(files.len(), "file", "files");
    out.message(&format!("{} in {bad_files} of {files}", plural(problems, "problem", "problems")))?;
    Ok(ExitCode::WrongFile)
}

/// What came of one file.
enum Found {
    Fine { questions: usize, layers: Vec<Layer> },
    Wrong(Vec<Problems>),
    Unreadable(ShelfError),
}

fn check(shelf: &Shelf, file: &Path) -> Found {
    let error = match shelf.layers_of_file(file) {
        Ok(layers) => match load(&layers) {
            Ok(playbook) => return Found::Fine { questions: playbook.questions.len(), layers },
            Err(problems) => return Found::Wrong(vec![*problems]),
        },
        Err(error) => error,
    };
    match (error, shelf::read(file)) {
        // Without its base the file is looked at alone, so that its own problems are told all the same.
        (ShelfError::Problems(problems), Ok(layer)) => {
            Found::Wrong([*problems].into_iter().chain(alone(layer)).collect())
        }
        (ShelfError::Circle(name), Ok(layer)) => {
            Found::Wrong([circle(&name, &layer)].into_iter().chain(alone(layer)).collect())
        }
        (ShelfError::Unknown { name, known }, Ok(layer)) => match unknown_below(&name, &known, &layer) {
            Some(problems) => Found::Wrong([problems].into_iter().chain(alone(layer)).collect()),
            None => Found::Unreadable(ShelfError::Unknown { name, known }),
        },
        (error, _) => Found::Unreadable(error),
    }
}

fn alone(layer: Layer) -> Option<Problems> {
    let problems = problems_alone(&layer);
    Problems::found(vec![layer], problems)
}

/// A file that leads back to itself says so where it says what it extends.
fn circle(name: &str, layer: &Layer) -> Problems {
    let site = heading(&layer.text).extends.map_or(Site::new(0, 0..0), |(_, site)| site);
    let name = crate::table::clip(name);
    let problem = Problem {
        site,
        message: format!("this leads in a circle: the playbook `{name}` extends itself"),
        label: "leads back".into(),
        help: format!("take `extends` out of this file or out of `{name}`"),
    };
    Problems::one(vec![layer.clone()], problem)
}

/// An overlay for a playbook that is not there.
fn unknown_below(name: &str, known: &[String], layer: &Layer) -> Option<Problems> {
    let (overlay, site) = heading(&layer.text).overlay_at?;
    if overlay != name {
        return None;
    }
    let near = crate::text::did_you_mean(name, known.iter().map(String::as_str));
    let problem = Problem {
        site,
        message: format!("there is no playbook `{}` to lay this over", crate::table::clip(name)),
        label: "not found".into(),
        help: near.map_or_else(|| "see `recover playbook list`".into(), |near| format!("did you mean `{near}`?")),
    };
    Some(Problems::one(vec![layer.clone()], problem))
}

fn warning(layer: &Layer, remark: &Problem, out: &Out) -> String {
    let (line, column) = line_and_column(&layer.text, remark.site.start);
    let look = out.message_look();
    format!(
        "{}: {}\n --> {}:{line}:{column}\nhelp: {}\n",
        look.yellow("warning"),
        escape::term(&remark.message),
        escape::term(&layer.name),
        escape::term(&remark.help)
    )
}
