//! What runs before anything else in `main`, and how the terminal is put back whatever happens.
//!
//! Call [`begin`] first. Hold a [`TerminalGuard`] while something may change how the terminal reads keys.

use std::{
    io::{self, IsTerminal},
    os::fd::{AsFd, BorrowedFd},
    panic::{self, Location},
    sync::{Arc, Mutex, PoisonError, TryLockError, atomic::AtomicBool},
};

use rustix::{
    fs::Mode,
    process::{Resource, Rlimit},
    termios::{OptionalActions, Termios},
};

use crate::out;

/// The exit code of a panic, as the runtime of Rust gives it: a fault of the program.
pub const EXIT_FAULT: u8 = 101;

/// Shows the cursor and ends bracketed paste, in case either was changed.
const CURSOR_AND_PASTE: &str = "\u{1b}[?25h\u{1b}[?2004l";

/// Makes the process private and its faults quiet: files are for their owner only (umask 077), no memory is dumped, a
/// file-size limit is an error of the write instead of a death by signal, and a panic says one line without values.
///
/// # Errors
///
/// The system's error if a limit or signal cannot be set. It is then not safe to go on with other people's data.
pub fn begin() -> io::Result<()> {
    panic::set_hook(Box::new(|info| {
        restore_saved();
        out::last_words(&fault_line(info.location()));
    }));
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    // A handler, not "ignore": it is gone in the programs we start. Nobody looks at the flag, the write itself fails.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    Ok(())
}

/// What a panic says. The panic's own message stays unsaid: it may quote what a customer told us.
fn fault_line(place: Option<&Location>) -> String {
    let place = place.map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    format!("recover: this is a fault in recover, not in what you did; what was answered is kept{place}\n")
}

/// How the terminal was, for the guard and for the panic hook.
static SAVED: Mutex<Option<Saved>> = Mutex::new(None);

struct Saved {
    modes: Termios,
    escapes: bool,
}

impl Saved {
    fn of(terminal: BorrowedFd, escapes: bool) -> Option<Self> {
        // No terminal, nothing to restore.
        let modes = rustix::termios::tcgetattr(terminal).ok()?;
        Some(Self { modes, escapes })
    }

    fn put_back(&self, terminal: BorrowedFd) {
        // This runs on the way out: a terminal that has gone away needs no restoring.
        let _may_be_gone = rustix::termios::tcsetattr(terminal, OptionalActions::Now, &self.modes);
    }
}

fn restore_saved() {
    let mut saved = match SAVED.try_lock() {
        Ok(saved) => saved,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        // Somebody else is restoring it at this moment.
        Err(TryLockError::WouldBlock) => return,
    };
    let Some(saved) = saved.take() else { return };
    saved.put_back(io::stdin().as_fd());
    if saved.escapes && io::stderr().is_terminal() {
        out::last_words(CURSOR_AND_PASTE);
    }
}

/// Puts the terminal of standard input back as it was: when dropped, and in a panic.
///
/// A signal that ends the process does neither; whoever handles signals drops the guard.
#[must_use = "the terminal is restored when this is dropped"]
#[derive(Debug)]
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Remembers how the terminal is. `escapes` tells whether the cursor may be shown again by an escape sequence, which
    /// is written only if standard error is a terminal.
    ///
    /// None if standard input is no terminal, or if an outer guard already holds it.
    pub fn save(escapes: bool) -> Option<Self> {
        let mut saved = SAVED.lock().unwrap_or_else(PoisonError::into_inner);
        if saved.is_some() {
            return None;
        }
        *saved = Saved::of(io::stdin().as_fd(), escapes);
        saved.is_some().then_some(Self(()))
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        restore_saved();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        env,
        fs::{self, File},
        io::{Read, Write},
        os::fd::OwnedFd,
        process::{Command, Output, Stdio},
    };

    use rustix::{
        pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt},
        termios::LocalModes,
    };

    use super::*;

    /// Set for the process that a test starts: limits, umask and the panic hook belong to a whole process.
    const CHILD: &str = "RECOVER_TEST_CHILD";

    fn child(test: &str) -> Command {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([&format!("hygiene::tests::{test}"), "--exact", "--nocapture", "--test-threads=1"]);
        command.env(CHILD, "1");
        command
    }

    fn is_child() -> bool {
        env::vars_os().any(|(name, _)| name == CHILD)
    }

    fn stderr(output: &Output) -> String {
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn pseudo_terminal() -> (OwnedFd, OwnedFd) {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let theirs = ioctl_tiocgptpeer(&ours, OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        (ours, theirs)
    }

    fn echoes(terminal: &OwnedFd) -> bool {
        rustix::termios::tcgetattr(terminal).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    fn make_silent(terminal: BorrowedFd) {
        let mut modes = rustix::termios::tcgetattr(terminal).unwrap();
        modes.local_modes.remove(LocalModes::ECHO);
        rustix::termios::tcsetattr(terminal, OptionalActions::Now, &modes).unwrap();
    }

    #[test]
    fn a_panic_says_one_line_and_no_value() {
        if is_child() {
            begin().unwrap();
            panic!("the customer is {}", "Zoë");
        }
        let output = child("a_panic_says_one_line_and_no_value").output().unwrap();
        assert_eq!(output.status.code(), Some(i32::from(EXIT_FAULT)));
        let said = stderr(&output);
        assert!(said.contains("recover: this is a fault in recover, not in what you did"), "{said}");
        assert!(!said.contains("Zoë") && !said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn a_file_size_limit_is_an_error_and_no_death() {
        if is_child() {
            begin().unwrap();
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("report");
            rustix::process::setrlimit(Resource::Fsize, Rlimit { current: Some(1024), maximum: Some(1024) }).unwrap();
            let error = crate::files::write_whole(&path, &[b'x'; 4096]).unwrap_err();
            assert!(error.to_string().contains("larger than the system allows"), "{error}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
            return;
        }
        let output = child("a_file_size_limit_is_an_error_and_no_death").output().unwrap();
        assert!(output.status.success(), "{:?} {}", output.status, stderr(&output));
    }

    #[test]
    fn files_are_private_and_memory_is_not_dumped() {
        if is_child() {
            begin().unwrap();
            let before = rustix::process::umask(Mode::empty());
            assert_eq!(before.bits(), 0o077);
            let core = rustix::process::getrlimit(Resource::Core);
            assert_eq!((core.current, core.maximum), (Some(0), Some(0)));
            return;
        }
        let output = child("files_are_private_and_memory_is_not_dumped").output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    }

    #[test]
    fn a_terminal_is_put_back_when_the_guard_is_dropped() {
        if is_child() {
            let guard = TerminalGuard::save(true).unwrap();
            assert!(TerminalGuard::save(true).is_none());
            make_silent(io::stdin().as_fd());
            drop(guard);
            return;
        }
        let (_ours, theirs) = pseudo_terminal();
        let terminal = theirs.try_clone().unwrap();
        let output = child("a_terminal_is_put_back_when_the_guard_is_dropped").stdin(terminal).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(echoes(&theirs));
        assert!(!stderr(&output).contains('\u{1b}'));
    }

    #[test]
    fn a_terminal_is_put_back_by_a_panic_with_its_cursor() {
        if is_child() {
            begin().unwrap();
            let guard = TerminalGuard::save(true).unwrap();
            make_silent(io::stdin().as_fd());
            // Forgotten, so that only the hook can restore it.
            std::mem::forget(guard);
            panic!("x");
        }
        let (ours, theirs) = pseudo_terminal();
        let status = child("a_terminal_is_put_back_by_a_panic_with_its_cursor")
            .stdin(theirs.try_clone().unwrap())
            .stdout(Stdio::null())
            .stderr(theirs.try_clone().unwrap())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(101));
        assert!(echoes(&theirs));
        let mut screen = vec![0; 4096];
        let length = File::from(ours).read(&mut screen).unwrap();
        assert!(String::from_utf8_lossy(&screen[..length]).contains(CURSOR_AND_PASTE));
    }

    #[test]
    fn without_a_terminal_there_is_nothing_to_guard() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"x").unwrap();
        assert!(Saved::of(file.as_fd(), true).is_none());
    }
}
