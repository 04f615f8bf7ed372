//! PDF by a program that is installed: a browser or a typesetter is handed our page and prints it.
//!
//! What is printed is private, and the program that prints is not ours. It gets a folder that only this user can look into
//! and that is gone afterwards, an environment with nothing in it, no network, and a minute. No shell is ever started.

mod engine;
mod error;
mod run;

use std::ffi::OsStr;
use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

pub use engine::{Engine, Family, NAMES};
pub use error::PdfError;

use crate::files::{FileError, read_limited};
use crate::limits;
use run::{Ended, Ran, run};

/// How long one document may take.
pub const ALLOWED: Duration = Duration::from_secs(60);

/// What every PDF file begins with.
const BEGINNING: &[u8] = b"%PDF-";

/// An engine with a folder of its own, for one document after the other. The folder is gone when this is closed; when it is
/// dropped as well, but then nobody hears of it where it cannot be removed.
pub struct Printer<'p> {
    engine: &'p Engine,
    path: Option<&'p OsStr>,
    folder: TempDir,
}

impl<'p> Printer<'p> {
    /// A printer with that engine. `path` is where programs are found, for an engine that starts others.
    ///
    /// # Errors
    /// [`PdfError::Folder`].
    pub fn new(engine: &'p Engine, path: Option<&'p OsStr>) -> Result<Self, PdfError> {
        let private = Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().prefix("recover-").permissions(private).tempdir();
        Ok(Self { engine, path, folder: folder.map_err(PdfError::Folder)? })
    }

    /// A whole HTML page as a PDF file. `stop` is asked several times a second whether to give up.
    ///
    /// # Errors
    /// [`PdfError`]; the engine and everything it started have ended then, unless they left its group.
    pub fn print(&self, html: &str, stop: &dyn Fn() -> bool) -> Result<Vec<u8>, PdfError> {
        let (page, pdf) = (self.folder.path().join("page.html"), self.folder.path().join("page.pdf"));
        for old in [&page, &pdf] {
            remove(old).map_err(PdfError::Folder)?;
        }
        let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&page);
        written.and_then(|mut page| page.write_all(html.as_bytes())).map_err(PdfError::Folder)?;
        let mut ran = self.run(&self.engine.command(&page, &pdf, self.folder.path(), true), stop)?;
        if self.engine.knows_no_extras(ran.ended) {
            ran = self.run(&self.engine.command(&page, &pdf, self.folder.path(), false), stop)?;
        }
        self.take(&pdf, &ran)
    }

    /// Removes the folder.
    ///
    /// # Errors
    /// [`PdfError::Left`].
    pub fn close(self) -> Result<(), PdfError> {
        let folder = crate::escape::path(self.folder.path());
        match self.folder.close() {
            // The engine has cleared up behind itself.
            Err(source) if source.kind() == ErrorKind::NotFound => Ok(()),
            closed => closed.map_err(|source| PdfError::Left { folder, source, before: None }),
        }
    }

    /// One page and no more: prints it and closes.
    ///
    /// # Errors
    /// [`PdfError`], and [`PdfError::Left`] also where the page was printed.
    pub fn print_one(self, html: &str, stop: &dyn Fn() -> bool) -> Result<Vec<u8>, PdfError> {
        let printed = self.print(html, stop);
        match self.close() {
            Err(PdfError::Left { folder, source, .. }) => {
                Err(PdfError::Left { folder, source, before: printed.err().map(Box::new) })
            }
            _ => printed,
        }
    }

    fn run(&self, line: &engine::Line, stop: &dyn Fn() -> bool) -> Result<Ran, PdfError> {
        let mut command = Command::new(self.engine.path());
        command.args(&line.arguments).current_dir(self.folder.path()).env_clear();
        command.env("HOME", self.folder.path()).env("TMPDIR", self.folder.path()).env("LANG", "C.UTF-8");
        command.envs(line.environment.iter().copied());
        if let Some(path) = self.path {
            command.env("PATH", path);
        }
        let ran = run(command, ALLOWED, stop);
        ran.map_err(|source| PdfError::NotStarted { engine: self.engine.name(), source })
    }

    /// The file that the engine wrote, if it did.
    fn take(&self, pdf: &Path, ran: &Ran) -> Result<Vec<u8>, PdfError> {
        let engine = self.engine.name();
        match ran.ended {
            Ended::Stopped => return Err(PdfError::Interrupted),
            Ended::Late => return Err(PdfError::Late { engine, allowed: ALLOWED }),
            Ended::By(status) if !status.success() => {
                return Err(PdfError::Failed { engine, status, said: ran.said.clone() });
            }
            Ended::By(_) => {}
        }
        match read_limited(pdf, limits::PDF_BYTES) {
            Ok(bytes) if bytes.starts_with(BEGINNING) => Ok(bytes),
            Ok(_) => Err(PdfError::NoPdf { engine, said: ran.said.clone() }),
            Err(FileError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                Err(PdfError::NoPdf { engine, said: ran.said.clone() })
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// An engine that is a script, named so that it passes for one of a family.
    fn script(folder: &TempDir, name: &str, text: &str) -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
        path
    }

    fn printed(name: &str, text: &str) -> Result<Vec<u8>, PdfError> {
        let folder = tempfile::tempdir().unwrap();
        let path = script(&folder, name, text);
        let search = OsStr::new("/usr/bin:/bin");
        let engine = Engine::find(Some(path.to_str().unwrap()), Some(search)).unwrap();
        loop {
            match Printer::new(&engine, Some(search)).unwrap().print("<title>x</title>", &|| false) {
                // Another test forked while the script was being written.
                Err(PdfError::NotStarted { source, .. }) if source.kind() == ErrorKind::ExecutableFileBusy => {}
                other => return other,
            }
        }
    }

    #[test]
    fn what_the_engine_writes_comes_back() {
        let pdf = printed(
            "weasyprint",
            "for last; do :; done; printf '%%PDF-1.7 %s' \"$(stat -c %a page.html .)\" > \"$last\"",
        );
        assert_eq!(String::from_utf8(pdf.unwrap()).unwrap(), "%PDF-1.7 600\n700");
    }

    #[test]
    fn the_engine_knows_nothing_of_the_environment() {
        let pdf = printed(
            "weasyprint",
            "for last; do :; done; { printf '%%PDF-'; env | cut -d= -f1 | sort | tr '\\n' ' '; } > \"$last\"",
        );
        let names = String::from_utf8(pdf.unwrap()).unwrap();
        assert_eq!(names, "%PDF-HOME LANG PATH PWD TMPDIR http_proxy https_proxy ");
    }

    #[test]
    fn what_an_engine_says_is_shown_only_where_it_fails_and_harmlessly() {
        let error = printed("weasyprint", "printf 'gone \\033[2J wrong' >&2; exit 3").unwrap_err();
        assert!(matches!(error, PdfError::Failed { .. }));
        assert!(error.to_string().contains("gone \\u{1b}[2J wrong"), "{error}");
    }

    #[test]
    fn no_file_and_a_file_that_is_no_pdf_are_errors() {
        assert!(matches!(printed("weasyprint", "exit 0"), Err(PdfError::NoPdf { .. })));
        let other = printed("weasyprint", "for last; do :; done; echo '<html>' > \"$last\"");
        assert!(matches!(other, Err(PdfError::NoPdf { .. })));
    }

    #[test]
    fn an_engine_that_knows_no_tags_is_asked_without() {
        let older = "for a; do [ \"$a\" = --pdf-tags ] && exit 2; last=$a; done; printf '%%PDF-1' > \"$last\"";
        assert_eq!(printed("weasyprint", older).unwrap(), b"%PDF-1");
    }

    #[test]
    fn an_engine_that_is_given_up_on_ends_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("running");
        let path = script(
            &folder,
            "weasyprint",
            &format!("sleep 1000 & echo $! > {0}.new; mv {0}.new {0}; wait", mark.display()),
        );
        let search = OsStr::new("/usr/bin:/bin");
        let engine = Engine::find(Some(path.to_str().unwrap()), Some(search)).unwrap();
        let printer = Printer::new(&engine, Some(search)).unwrap();
        let mut gone = printer.print("x", &|| mark.exists());
        while matches!(&gone, Err(PdfError::NotStarted { source, .. }) if source.kind() == ErrorKind::ExecutableFileBusy)
        {
            gone = printer.print("x", &|| mark.exists());
        }
        assert!(matches!(gone, Err(PdfError::Interrupted)));
        let child: i32 = fs::read_to_string(&mark).unwrap().trim().parse().unwrap();
        let child = rustix::process::Pid::from_raw(child).unwrap();
        // Whoever adopts it may take a moment to see it off.
        while rustix::process::test_kill_process(child).is_ok() && !is_dead(child) {
            std::thread::yield_now();
        }
        let left = printer.folder.path().to_owned();
        drop(printer);
        assert!(!left.exists());
    }

    #[test]
    fn what_an_engine_leaves_running_ends_also_where_it_succeeds() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("running");
        let leaves = format!(
            "for last; do :; done; sleep 1000 > /dev/null 2>&1 & echo $! > {}; printf '%%PDF-1' > \"$last\"",
            mark.display()
        );
        assert_eq!(printed("weasyprint", &leaves).unwrap(), b"%PDF-1");
        let child: i32 = fs::read_to_string(&mark).unwrap().trim().parse().unwrap();
        let child = rustix::process::Pid::from_raw(child).unwrap();
        let limit = std::iter::repeat_n((), 2_000_000);
        // Whoever adopts it may take a moment to see it off.
        let gone = limit.map(|()| std::thread::yield_now()).any(|()| is_dead(child));
        assert!(gone, "what the engine started still runs");
    }

    #[test]
    fn a_folder_that_cannot_be_removed_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = script(&folder, "weasyprint", "rm -r \"$HOME\"; echo page > \"$HOME\"; exit 3");
        let engine = Engine::find(Some(path.to_str().unwrap()), None).unwrap();
        let error = loop {
            let printer = Printer::new(&engine, Some(OsStr::new("/usr/bin:/bin"))).unwrap();
            let left = printer.folder.path().to_owned();
            match printer.print_one("x", &|| false) {
                Err(PdfError::NotStarted { source, .. }) if source.kind() == ErrorKind::ExecutableFileBusy => {}
                other => {
                    fs::remove_file(left).unwrap();
                    break other.unwrap_err();
                }
            }
        };
        assert!(matches!(&error, PdfError::Left { before: Some(_), .. }), "{error}");
        let said = error.to_string();
        assert!(said.starts_with("`weasyprint` ended with exit status: 3; and the private folder `"), "{said}");
    }

    /// Whether nothing is left of a process but its entry.
    fn is_dead(process: rustix::process::Pid) -> bool {
        let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()));
        stat.map_or(true, |stat| stat.contains(") Z "))
    }
}
