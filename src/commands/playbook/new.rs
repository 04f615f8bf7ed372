//! `recover playbook new`: a playbook to begin with.

use std::path::PathBuf;

use crate::commands::{Failure, House};
use crate::escape;
use crate::exit_code::ExitCode;
use crate::files::{private_dir, write_whole};
use crate::out::Out;
use crate::spine::Name;
use crate::table::clip;

/// Writes `playbooks/NAME.toml`, a short playbook over another one, and never over a file that is there.
///
/// # Errors
/// When the name is none or taken, the base cannot be taken, or the file cannot be written.
pub fn run(house: &House, name: &str, extends: &str, out: &mut Out) -> Result<ExitCode, Failure> {
    let name: Name = name.parse().map_err(|why: crate::spine::BadName| {
        Failure::Usage(format!("`{}` is not a name", clip(name)), why.to_string())
    })?;
    let base: Name = extends.parse().map_err(|_| {
        Failure::Usage(
            format!("`{}` does not name a playbook", clip(extends)),
            "name one of `recover playbook list`".into(),
        )
    })?;
    if name == base {
        return Err(Failure::Usage(
            format!("`{name}` cannot extend itself"),
            "choose another name, or another playbook with `--extends`".into(),
        ));
    }
    house.shelf().take(base.as_str())?;
    let folder = PathBuf::from("playbooks");
    let path = folder.join(format!("{name}.toml"));
    if path.symlink_metadata().is_ok() {
        return Err(Failure::Usage(
            format!("`{}` is there already", escape::path(&path)),
            "choose another name, or change that file".into(),
        ));
    }
    private_dir(&folder)?;
    write_whole(&path, beginning(&name, &base).as_bytes())?;
    out.document(&format!("{}\n", escape::path(&path)))?;
    if !house.global.quiet {
        out.message(&format!(
            "change it, then run `recover playbook check {0}` and `recover start {name}`",
            escape::path(&path)
        ))?;
    }
    Ok(ExitCode::Done)
}

/// The text of a new playbook.
fn beginning(name: &Name, base: &Name) -> String {
    let title = title(name);
    format!(
        r#"# A playbook of your own. Everything in `{base}` holds, except where this file says otherwise.
# The reference is docs/playbook.md; `recover playbook check` names every problem in this file at once.
format = 1
id = "{name}"
extends = "{base}"
title = "{title}"
summary = "When to use it, in one sentence."
version = "1"

# `also_do` and `also_dont` add to what the base says in a step; `do` and `dont` take its place.
[step.take-responsibility]
also_do = [
  {{ say = "I look after this myself, and you hear from me by four.", why = "a name and a time" }},
]

# Other words for a question that every walk has. Its kind and its conditions stay as they are.
[step.intake.question.reference]
ask = "Which order is it about?"
example = "2026-0142"

# A question of your own. `when` names earlier answers; leave it out and the question is always asked.
[step.correct.question.redone_by]
kind = "person"
ask = "Who did the work again?"
help = "Whoever can say how it was left."
required = false
when = {{ correction = ["corrected", "unchecked"] }}

# What somebody may offer alone. A house keeps its own limits and names apart from a shared playbook: in
# `overlays/{name}.toml` of the configuration folder, with `format = 1` and `overlay = "{name}"` at the top.
# [authority]
# limit = "50 GBP"
# approver = "a supervisor"
"#
    )
}

/// The name as words.
fn title(name: &Name) -> String {
    let words = name.as_str().replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::library::SHIPPED;
    use crate::playbook::{Layer, load};

    #[test]
    fn a_new_playbook_passes_the_check_over_the_base_of_all() {
        let base = SHIPPED[0];
        let new = beginning(&"corner-shop".parse().unwrap(), &base.id.parse().unwrap());
        let layer = |name: &str, text: &str| Layer { name: name.into(), text: text.into() };
        let playbook =
            load(&[layer("base", base.text), layer("new", &new)]).map_err(|problems| problems.render(80)).unwrap();
        assert_eq!(playbook.title.as_stored(), "Corner shop");
        assert!(playbook.question("redone_by").is_some_and(|question| question.when.is_some()));
    }
}
