//! The person's own editor: a private file, their program without a shell, and what they saved.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Read, Write},
    os::{
        fd::AsFd,
        unix::fs::{OpenOptionsExt, PermissionsExt},
    },
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use tempfile::TempDir;

use super::Signals;
use crate::{
    escape,
    limits::{self, Limit},
};

const MOST: Limit = limits::ANSWER_BYTES;

/// The editor to use, as `VISUAL` or `EDITOR` names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editor {
    /// The program and its arguments, in words as a shell would split them; no shell is started. None where there is none.
    pub command: Option<String>,
}

/// What came back from the editor.
#[derive(Debug, PartialEq, Eq)]
enum Edited {
    /// The draft as it was.
    Same,
    /// Another text, without its last line end.
    Text(String),
    /// Another text that was not all UTF-8; the file is kept at this path.
    Lossy(String, PathBuf),
}

/// Why nothing came back. The draft is as it was.
#[derive(Debug, thiserror::Error)]
enum EditorError {
    #[error("there is no editor here\nhelp: set VISUAL or EDITOR to the one you like, or write the answer in lines")]
    None,
    #[error("the name of the editor, `{}`, has a quote or backslash without its partner\nhelp: set VISUAL or EDITOR again", escape::term(.0))]
    Unclear(String),
    #[error("no private file could be made for the editor: {}\nhelp: make room, or write the answer in lines", crate::files::reason(.0))]
    NoFile(#[source] io::Error),
    #[error("the editor `{}` could not be started: {}\nhelp: set VISUAL or EDITOR to another one", escape::term(.0), crate::files::reason(.1))]
    NotStarted(String, #[source] io::Error),
    #[error("the editor ended with {0}, so the text is as it was{kept}", kept = kept_at(.1.as_deref()))]
    Failed(ExitStatus, Option<PathBuf>),
    #[error("what the editor saved is longer than {MOST}, so the text is as it was{kept}", kept = kept_at(Some(.0)))]
    TooLong(PathBuf),
    #[error("what the editor saved could not be read: {}; the text is as it was{kept}", crate::files::reason(.0), kept = kept_at(Some(.1)))]
    Unreadable(#[source] io::Error, PathBuf),
}

fn kept_at(path: Option<&Path>) -> String {
    path.map(|path| format!("\nhelp: what was saved is kept in {}", escape::term(&path.to_string_lossy())))
        .unwrap_or_default()
}

impl Editor {
    /// Opens the editor and gives back what was saved, if it is another text, and what is to be said about it.
    pub(super) fn edit_and_say(&self, draft: &str, signals: &Signals) -> (Option<String>, Option<String>) {
        match self.edit(draft, signals) {
            Ok(Edited::Same) => (None, Some(String::from("the text is as it was"))),
            Ok(Edited::Text(text)) => (Some(text), None),
            Ok(Edited::Lossy(text, path)) => {
                let kept = kept_at(Some(&path));
                (Some(text), Some(format!("some of what was saved is not UTF-8 and now reads `\u{fffd}`{kept}")))
            }
            Err(error) => (None, Some(error.to_string())),
        }
    }

    fn edit(&self, draft: &str, signals: &Signals) -> Result<Edited, EditorError> {
        let line = self.command.as_deref().map(str::trim).filter(|line| !line.is_empty()).ok_or(EditorError::None)?;
        let words = split(line).ok_or_else(|| EditorError::Unclear(line.to_owned()))?;
        let (program, arguments) = words.split_first().ok_or(EditorError::None)?;
        let folder = Folder::with(draft).map_err(EditorError::NoFile)?;

        let mut command = Command::new(program);
        command.args(arguments).arg(&folder.file);
        // Standard output may be a file; the screen is where the messages go.
        if let Ok(screen) = io::stderr().as_fd().try_clone_to_owned() {
            command.stdout(Stdio::from(screen));
        }
        let status = signals.during_program(|| with_modes_restored(|| command.status()));
        let status = status.map_err(|error| EditorError::NotStarted(program.clone(), error))?;

        let saved = folder.read();
        if !status.success() {
            let is_other = saved.is_ok_and(|saved| without_end(&String::from_utf8_lossy(&saved)) != without_end(draft));
            return Err(EditorError::Failed(status, is_other.then(|| folder.keep())));
        }
        match saved {
            Err(error) => Err(EditorError::Unreadable(error, folder.keep())),
            Ok(saved) if !MOST.allows(saved.len()) => Err(EditorError::TooLong(folder.keep())),
            Ok(saved) => Ok(match String::from_utf8(saved) {
                Ok(text) if without_end(&text) == without_end(draft) => Edited::Same,
                Ok(text) => Edited::Text(without_end(&text).to_owned()),
                Err(other) => {
                    let text = String::from_utf8_lossy(other.as_bytes());
                    Edited::Lossy(without_end(&text).to_owned(), folder.keep())
                }
            }),
        }
    }
}

/// Editors end the last line themselves.
fn without_end(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
}

/// A folder for nobody else with one file in it. It is gone when this is dropped, unless it is kept.
struct Folder {
    folder: TempDir,
    file: PathBuf,
}

impl Folder {
    fn with(draft: &str) -> io::Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("recover-").permissions(Permissions::from_mode(0o700)).tempdir()?;
        // Editors know by the end of the name that this is prose.
        let file = folder.path().join("answer.md");
        let mut written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
        written.write_all(draft.as_bytes())?;
        if !draft.is_empty() && !draft.ends_with('\n') {
            written.write_all(b"\n")?;
        }
        Ok(Self { folder, file })
    }

    /// What is in the file now, a little more than an answer may hold at most. Many editors replace the file.
    fn read(&self) -> io::Result<Vec<u8>> {
        if !fs::symlink_metadata(&self.file)?.is_file() {
            return Err(io::Error::other("it is no regular file any more"));
        }
        let mut saved = Vec::new();
        File::open(&self.file)?.take(MOST.value + 2).read_to_end(&mut saved)?;
        Ok(saved)
    }

    fn keep(self) -> PathBuf {
        // Kept means only that it is not removed; the path is the same.
        let _same = self.folder.keep();
        self.file
    }
}

/// Puts the terminal of standard input back as it was after a program that may have left it otherwise.
fn with_modes_restored<T>(run: impl FnOnce() -> T) -> T {
    let modes = tcgetattr(io::stdin()).ok();
    let ran = run();
    if let Some(modes) = modes {
        // A terminal that has gone away meanwhile shows at the next question.
        let _may_be_gone = tcsetattr(io::stdin(), OptionalActions::Drain, &modes);
    }
    ran
}

/// Words as a shell splits them: at white space, with quotes and backslashes. None if one of these has no partner.
fn split(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"') | None, '\\') => word.get_or_insert_default().push(characters.next()?),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An editor that is a line of shell; `$1` is the file.
    fn shell(script: &str) -> Editor {
        Editor { command: Some(format!("sh -c '{script}' sh")) }
    }

    fn edit(script: &str, draft: &str) -> Result<Edited, EditorError> {
        shell(script).edit(draft, &Signals::unwatched().unwrap())
    }

    fn remove(path: &Path) {
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn words_are_split_without_a_shell() {
        assert_eq!(split("vi"), Some(vec!["vi".into()]));
        assert_eq!(
            split(r#""my editor"  --wait 'a "b"' c\ d "" "#).unwrap(),
            ["my editor", "--wait", "a \"b\"", "c d", ""]
        );
        assert_eq!(split("code --wait; rm -rf $HOME").unwrap(), ["code", "--wait;", "rm", "-rf", "$HOME"]);
        assert_eq!(split("'open"), None);
        assert_eq!(split("open\\"), None);
    }

    #[test]
    fn what_was_saved_comes_back_without_its_last_line_end() {
        assert_eq!(edit(r#"echo more >>"$1""#, "one").unwrap(), Edited::Text("one\nmore".into()));
    }

    #[test]
    fn an_untouched_draft_is_the_same() {
        assert_eq!(edit("true", "one\ntwo").unwrap(), Edited::Same);
    }

    #[test]
    fn an_editor_that_fails_leaves_the_draft_as_it_was() {
        let Err(EditorError::Failed(status, None)) = edit("exit 3", "") else { panic!() };
        assert_eq!(status.code(), Some(3));
        let error = edit(r#"echo new >"$1"; exit 1"#, "old").unwrap_err();
        assert!(
            error.to_string().starts_with(
                "the editor ended with exit status: 1, so the text is as it was\nhelp: what was saved is kept in "
            ),
            "{error}"
        );
        let EditorError::Failed(_, Some(path)) = error else { panic!() };
        assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
        remove(&path);
    }

    #[test]
    fn what_is_no_utf8_is_taken_with_a_warning_and_kept() {
        let Edited::Lossy(text, path) = edit(r#"printf "a\377b\n" >"$1""#, "").unwrap() else { panic!() };
        assert_eq!(text, "a\u{fffd}b");
        assert_eq!(fs::read(&path).unwrap(), b"a\xffb\n");
        remove(&path);
    }

    #[test]
    fn what_is_too_long_is_kept_and_not_taken() {
        let Err(EditorError::TooLong(path)) = edit(r#"head -c 1100000 /dev/zero >"$1""#, "") else { panic!() };
        remove(&path);
    }

    #[test]
    fn the_file_is_private_and_named_as_prose_and_gone_afterwards() {
        let Edited::Text(seen) = edit(r#"echo "$1" $(stat -c %a "$1" $(dirname "$1")) >"$1""#, "").unwrap() else {
            panic!()
        };
        let (path, modes) = seen.split_once(' ').unwrap();
        assert_eq!(Path::new(path).extension().unwrap(), "md");
        assert_eq!(modes, "600 700");
        assert!(!Path::new(path).exists());
    }

    #[test]
    fn a_file_that_was_removed_is_told() {
        let Err(EditorError::Unreadable(_, path)) = edit(r#"rm "$1""#, "") else { panic!() };
        remove(&path);
    }

    #[test]
    fn without_an_editor_that_is_said() {
        let signals = Signals::unwatched().unwrap();
        for command in [None, Some(String::new()), Some(String::from("  "))] {
            let (text, words) = Editor { command }.edit_and_say("", &signals);
            assert_eq!(text, None);
            assert!(words.unwrap().starts_with("there is no editor here\nhelp: "));
        }
        let missing = Editor { command: Some("/no/such/editor".into()) };
        let (_, words) = missing.edit_and_say("", &signals);
        assert!(words.unwrap().starts_with("the editor `/no/such/editor` could not be started: "));
    }
}
