//! Which programs make PDF files, where they are found, and how each is called.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::PdfError;
use super::run::Ended;

/// The programs that are looked for, in that order. A browser draws every script and has a sandbox of its own; the typesetters
/// come after.
pub const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "brave-browser",
    "brave",
    "weasyprint",
    "prince",
    "wkhtmltopdf",
];

/// The longest name shown, in columns.
const LONGEST_NAME: usize = 60;

/// How a program is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Chromium and what is built from it.
    Chromium,
    /// WeasyPrint.
    WeasyPrint,
    /// Prince.
    Prince,
    /// `wkhtmltopdf`, which is no longer maintained and knows none of today's style sheets.
    WkHtmlToPdf,
}

/// A program that makes PDF files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    path: PathBuf,
    family: Family,
}

/// How an engine is called for one page.
pub(super) struct Line {
    pub arguments: Vec<OsString>,
    pub environment: &'static [(&'static str, &'static str)],
}

/// A proxy where nobody listens: what asks for one gets nowhere.
const NOWHERE: &[(&str, &str)] = &[("http_proxy", "http://127.0.0.1:9"), ("https_proxy", "http://127.0.0.1:9")];

/// Where the message buses would be, so that a browser does not ask for them.
const NO_BUS: &[(&str, &str)] =
    &[("DBUS_SESSION_BUS_ADDRESS", "unix:path=/dev/null"), ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/dev/null")];

impl Engine {
    /// The engine that was asked for by name or path, else the first of [`NAMES`] found on `path`. Folders of `path` that are not
    /// absolute are passed over: what lies in the working folder is not started.
    ///
    /// # Errors
    /// [`PdfError::NoEngine`], [`PdfError::NotFound`], [`PdfError::Unknown`].
    pub fn find(asked: Option<&str>, path: Option<&OsStr>) -> Result<Self, PdfError> {
        let Some(asked) = asked else {
            let found = NAMES.iter().find_map(|name| Some((on_path(name, path)?, family_of(name)?)));
            return found.map(|(path, family)| Self { path, family }).ok_or(PdfError::NoEngine);
        };
        let shown = || crate::text::clip(&crate::escape::term(asked), LONGEST_NAME).into_owned();
        let found = if asked.contains('/') {
            std::path::absolute(asked).ok().filter(|path| is_program(path))
        } else {
            on_path(asked, path)
        };
        let path = found.ok_or_else(|| PdfError::NotFound { asked: shown() })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let family = family_of(&name).ok_or_else(|| PdfError::Unknown { asked: shown() })?;
        Ok(Self { path, family })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it is called.
    pub const fn family(&self) -> Family {
        self.family
    }

    /// Its name, safe to show.
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        crate::text::clip(&crate::escape::term(&name), LONGEST_NAME).into_owned()
    }

    /// How it is called to print `page` to `pdf`, with a folder of its own. `extras` asks for what older versions do not know.
    pub(super) fn command(&self, page: &Path, pdf: &Path, folder: &Path, extras: bool) -> Line {
        let joined = |option: &str, value: &OsStr| {
            let mut whole = OsString::from(option);
            whole.push(value);
            whole
        };
        let mut arguments: Vec<OsString> = Vec::new();
        let mut words = |words: &[&str]| arguments.extend(words.iter().map(OsString::from));
        match self.family {
            Family::Chromium => {
                words(CHROMIUM);
                if rustix::process::geteuid().is_root() {
                    // Its sandbox refuses to start for this user.
                    words(&["--no-sandbox"]);
                }
                arguments.push(joined("--user-data-dir=", folder.join("profile").as_os_str()));
                arguments.push(joined("--print-to-pdf=", pdf.as_os_str()));
                arguments.push(joined("file://", &percent_encoded(page)));
                Line { arguments, environment: NO_BUS }
            }
            Family::WeasyPrint => {
                words(&["--quiet", "--media-type", "print"]);
                if extras {
                    words(&["--pdf-tags", "--allowed-protocols", "data"]);
                }
                arguments.extend([page.as_os_str().to_owned(), pdf.as_os_str().to_owned()]);
                Line { arguments, environment: NOWHERE }
            }
            Family::Prince => {
                words(&["--no-network", "--no-xinclude", "--no-xml-external-entities", "--media=print"]);
                arguments.extend([page.as_os_str().to_owned(), OsString::from("-o"), pdf.as_os_str().to_owned()]);
                Line { arguments, environment: NOWHERE }
            }
            Family::WkHtmlToPdf => {
                words(&["--quiet", "--disable-javascript", "--disable-local-file-access", "--disable-plugins"]);
                words(&["--encoding", "utf-8", "--print-media-type", "--page-size", "A4"]);
                words(&["--footer-center", "[page] / [topage]", "--footer-font-size", "8"]);
                arguments.extend([page.as_os_str().to_owned(), pdf.as_os_str().to_owned()]);
                Line { arguments, environment: NOWHERE }
            }
        }
    }

    /// Whether it ended because it does not know an option that only newer versions have.
    pub(super) fn knows_no_extras(&self, ended: Ended) -> bool {
        self.family == Family::WeasyPrint && matches!(ended, Ended::By(status) if status.code() == Some(2))
    }
}

/// Without a window, without an account, without anything that calls home, and with every name unknown.
const CHROMIUM: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
];

/// The family that a word of the name says, whatever version stands behind it.
fn family_of(name: &str) -> Option<Family> {
    let name = name.to_ascii_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric()).map(|word| word.trim_end_matches(|c: char| c.is_numeric()));
    let is_any = |known: &[&str]| words.clone().any(|word| known.contains(&word));
    match () {
        () if is_any(&["chromium", "chrome", "edge", "msedge", "brave"]) => Some(Family::Chromium),
        () if is_any(&["weasyprint"]) => Some(Family::WeasyPrint),
        () if is_any(&["wkhtmltopdf"]) => Some(Family::WkHtmlToPdf),
        () if is_any(&["prince"]) => Some(Family::Prince),
        () => None,
    }
}

fn on_path(name: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    let folders = std::env::split_paths(path?).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(name)).find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    path.is_file() && access(path, Access::EXEC_OK).is_ok()
}

/// A path as part of a `file:` address.
fn percent_encoded(path: &Path) -> OsString {
    use std::fmt::Write as _;
    let mut address = String::new();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address.into()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn bin(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
            fs::set_permissions(folder.path().join(name), Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    #[test]
    fn the_first_of_the_list_that_is_installed_is_taken() {
        let folder = bin(&["wkhtmltopdf", "weasyprint"]);
        fs::write(folder.path().join("chromium"), "no program").unwrap();
        let engine = Engine::find(None, Some(folder.path().as_os_str())).unwrap();
        assert_eq!((engine.name(), engine.family()), ("weasyprint".to_owned(), Family::WeasyPrint));
    }

    #[test]
    fn none_at_all_one_that_is_not_there_and_one_of_no_known_kind_are_told_apart() {
        let folder = bin(&["latex"]);
        let path = Some(folder.path().as_os_str());
        assert!(matches!(Engine::find(None, path), Err(PdfError::NoEngine)));
        assert!(matches!(Engine::find(None, None), Err(PdfError::NoEngine)));
        assert!(matches!(Engine::find(Some("prince"), path), Err(PdfError::NotFound { .. })));
        assert!(matches!(Engine::find(Some("latex"), path), Err(PdfError::Unknown { .. })));
    }

    #[test]
    fn a_program_in_the_working_folder_is_not_found_by_its_name() {
        assert!(matches!(Engine::find(Some("chromium"), Some(OsStr::new(".:bin:"))), Err(PdfError::NotFound { .. })));
    }

    #[test]
    fn every_name_that_is_looked_for_belongs_to_a_family() {
        assert!(NAMES.iter().all(|name| family_of(name).is_some()));
    }

    #[test]
    fn a_name_is_known_by_a_whole_word_of_it() {
        for name in ["knowledge", "princess", "monochrome", "chromatic", "bravery"] {
            assert_eq!(family_of(name), None, "{name}");
        }
        for (name, family) in [
            ("Google Chrome", Family::Chromium),
            ("chrome-headless-shell", Family::Chromium),
            ("msedge.exe", Family::Chromium),
            ("ungoogled_chromium", Family::Chromium),
            ("weasyprint3", Family::WeasyPrint),
            ("prince-15.4", Family::Prince),
            ("wkhtmltopdf.sh", Family::WkHtmlToPdf),
        ] {
            assert_eq!(family_of(name), Some(family), "{name}");
        }
    }

    #[test]
    fn an_address_holds_no_sign_that_means_something_in_it() {
        assert_eq!(percent_encoded(Path::new("/tmp/a b#c?%é")), "/tmp/a%20b%23c%3F%25%C3%A9");
    }
}
