//! Signals that ask the program to end, noticed by whoever waits for a person.
//!
//! [`Signals::watch`] is called once, in `main`. Every side of the terminal gets a clone, asks [`Signals::pending`] before
//! it waits, and is woken while it waits. A second interrupt ends the process at once, with 130, whatever it is doing.

use std::{
    io::{self, Read},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use rustix::process::{Signal, getpid, kill_process};
use signal_hook::{
    SigId,
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag, low_level,
};

use super::Gone;

/// The exit code of a process that a second interrupt ends.
const EXIT_INTERRUPTED: i32 = 130;

/// How long a prompt that did not notice is left alone before it is nudged again.
const NUDGE: Duration = Duration::from_millis(50);

/// What was asked of the process so far. Clones share it.
#[derive(Debug, Clone)]
pub struct Signals(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    interrupted: Arc<AtomicBool>,
    ending: Arc<AtomicBool>,
    hung_up: Arc<AtomicBool>,
    /// Whether the next interrupt ends the process.
    armed: Arc<AtomicBool>,
    /// The registration that lets an interrupt arm the next one; none while a prompt is up, or where nothing is watched.
    arming: Mutex<Option<SigId>>,
    watched: bool,
    /// Whether a prompt is up that may not notice a signal by itself and has to be nudged.
    nudged: Arc<AtomicBool>,
    wake: UnixStream,
}

impl Signals {
    /// Notices interrupts, requests to end, and hang-ups from now on.
    ///
    /// # Errors
    /// The system's error if a signal cannot be watched.
    pub fn watch() -> io::Result<Self> {
        let (wake, waker) = UnixStream::pair()?;
        let signals = Self::over(wake, true)?;
        let shared = &signals.0;
        // In this order: an interrupt looks whether it is the second one before it arms.
        flag::register_conditional_shutdown(SIGINT, EXIT_INTERRUPTED, Arc::clone(&shared.armed))?;
        flag::register(SIGINT, Arc::clone(&shared.interrupted))?;
        flag::register(SIGTERM, Arc::clone(&shared.ending))?;
        flag::register(SIGHUP, Arc::clone(&shared.hung_up))?;
        *lock(&shared.arming) = Some(flag::register(SIGINT, Arc::clone(&shared.armed))?);
        // After the flags: the handler may run in another thread, and whoever wakes up has to find the flag set.
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            low_level::pipe::register(signal, waker.try_clone()?)?;
        }

        let (ending, ended) = UnixStream::pair()?;
        for signal in [SIGTERM, SIGHUP] {
            low_level::pipe::register(signal, ended.try_clone()?)?;
        }
        let is_up = Arc::clone(&shared.nudged);
        thread::Builder::new().name(String::from("signals")).spawn(move || nudge(ending, &is_up))?;
        Ok(signals)
    }

    /// Notices nothing by itself: for tests.
    ///
    /// # Errors
    /// The system's error if there is no pair of sockets to be had.
    pub fn unwatched() -> io::Result<Self> {
        Self::over(UnixStream::pair()?.0, false)
    }

    fn over(wake: UnixStream, watched: bool) -> io::Result<Self> {
        wake.set_nonblocking(true)?;
        Ok(Self(Arc::new(Shared {
            interrupted: Arc::default(),
            ending: Arc::default(),
            hung_up: Arc::default(),
            armed: Arc::default(),
            arming: Mutex::new(None),
            watched,
            nudged: Arc::default(),
            wake,
        })))
    }

    /// Why no reply will come, if a signal said so.
    pub fn pending(&self) -> Option<Gone> {
        if self.0.hung_up.load(SeqCst) {
            Some(Gone::HungUp)
        } else if self.0.interrupted.load(SeqCst) || self.0.ending.load(SeqCst) {
            Some(Gone::Interrupted)
        } else {
            None
        }
    }

    /// Notes an interrupt that came as a key, so that the next one ends the process.
    pub fn interrupt(&self) {
        self.0.interrupted.store(true, SeqCst);
        self.0.armed.store(self.0.watched, SeqCst);
    }

    /// Something to poll beside the input: readable after a signal.
    pub(super) fn wake_fd(&self) -> BorrowedFd<'_> {
        self.0.wake.as_fd()
    }

    /// Makes [`Self::wake_fd`] unreadable again.
    pub(super) fn awake(&self) {
        let mut bytes = [0; 64];
        // It does not block; nothing to read and an error are both the end of it.
        while matches!((&self.0.wake).read(&mut bytes), Ok(read) if read > 0) {}
    }

    /// Runs a prompt of a library. It is nudged until it ends when a signal asks for the end: the line editor restarts its
    /// reads after signals, and a choice misses one that comes while it draws. It may answer an interrupt by raising it
    /// once more, which does not count as the second. Ask [`Self::pending`] inside, before it waits.
    pub(super) fn during_prompt<T>(&self, ask: impl FnOnce() -> T) -> T {
        let _disarmed = Disarmed::new(&self.0);
        self.0.nudged.store(true, SeqCst);
        let asked = ask();
        self.0.nudged.store(false, SeqCst);
        asked
    }

    /// Runs another program in the foreground: an interrupt is meant for it and not for us.
    pub(super) fn during_program<T>(&self, run: impl FnOnce() -> T) -> T {
        let disarmed = Disarmed::new(&self.0);
        let before = self.0.interrupted.load(SeqCst);
        let ran = run();
        self.0.interrupted.store(before, SeqCst);
        drop(disarmed);
        ran
    }
}

/// While this is held, an interrupt does not arm the next one. Afterwards an interrupt that came does.
struct Disarmed<'a>(&'a Shared);

impl<'a> Disarmed<'a> {
    fn new(shared: &'a Shared) -> Self {
        if let Some(arming) = lock(&shared.arming).take() {
            low_level::unregister(arming);
        }
        Self(shared)
    }
}

impl Drop for Disarmed<'_> {
    fn drop(&mut self) {
        if !self.0.watched {
            return;
        }
        if self.0.interrupted.load(SeqCst) {
            self.0.armed.store(true, SeqCst);
        }
        // It could be registered before; should it fail now, the interrupt is still noticed by its flag.
        *lock(&self.0.arming) = flag::register(SIGINT, Arc::clone(&self.0.armed)).ok();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Interrupts a prompt that waits, again and again until it has noticed: interrupts are all it knows.
fn nudge(mut ending: UnixStream, is_up: &AtomicBool) {
    let mut byte = [0];
    while ending.read_exact(&mut byte).is_ok() {
        while is_up.load(SeqCst) {
            if kill_process(getpid(), Signal::INT).is_err() {
                return;
            }
            thread::sleep(NUDGE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_pending_before_a_signal() {
        assert!(Signals::unwatched().unwrap().pending().is_none());
    }

    #[test]
    fn an_interrupt_by_key_is_pending_for_every_clone() {
        let signals = Signals::unwatched().unwrap();
        signals.clone().interrupt();
        assert!(matches!(signals.pending(), Some(Gone::Interrupted)));
    }

    #[test]
    fn a_hang_up_counts_more_than_an_interrupt() {
        let signals = Signals::unwatched().unwrap();
        signals.interrupt();
        signals.0.hung_up.store(true, SeqCst);
        assert!(matches!(signals.pending(), Some(Gone::HungUp)));
    }

    #[test]
    fn an_interrupt_of_another_program_is_not_ours() {
        let signals = Signals::unwatched().unwrap();
        signals.during_program(|| signals.interrupt());
        assert!(signals.pending().is_none());
    }

    /// Set for the process that gets the signals: they belong to a whole process.
    const CHILD: &str = "RECOVER_TEST_CHILD";

    /// How this test ends in a process of its own.
    fn ended(test: &str) -> std::process::ExitStatus {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args([&format!("term::signals::tests::{test}"), "--exact", "--test-threads=1"]);
        command.env(CHILD, "1").stdout(std::process::Stdio::null()).status().unwrap()
    }

    fn is_child() -> bool {
        std::env::vars_os().any(|(name, _)| name == CHILD)
    }

    #[test]
    fn a_second_interrupt_ends_the_process() {
        if is_child() {
            let signals = Signals::watch().unwrap();
            low_level::raise(SIGINT).unwrap();
            assert!(matches!(signals.pending(), Some(Gone::Interrupted)));
            low_level::raise(SIGINT).unwrap();
            unreachable!();
        }
        assert_eq!(ended("a_second_interrupt_ends_the_process").code(), Some(EXIT_INTERRUPTED));
    }

    #[test]
    fn an_interrupt_that_a_prompt_raises_again_is_one() {
        if is_child() {
            let signals = Signals::watch().unwrap();
            signals.during_prompt(|| {
                low_level::raise(SIGINT).unwrap();
                low_level::raise(SIGINT).unwrap();
            });
            assert!(matches!(signals.pending(), Some(Gone::Interrupted)));
            return;
        }
        assert!(ended("an_interrupt_that_a_prompt_raises_again_is_one").success());
    }

    #[test]
    fn after_an_interrupted_prompt_the_next_interrupt_ends_the_process() {
        if is_child() {
            let signals = Signals::watch().unwrap();
            signals.during_prompt(|| low_level::raise(SIGINT).unwrap());
            low_level::raise(SIGINT).unwrap();
            unreachable!();
        }
        let ended = ended("after_an_interrupted_prompt_the_next_interrupt_ends_the_process");
        assert_eq!(ended.code(), Some(EXIT_INTERRUPTED));
    }

    #[test]
    fn waiting_ends_when_a_signal_comes_from_outside() {
        if is_child() {
            let (reader, _writer) = io::pipe().unwrap();
            let mut input =
                crate::term::input::Input::new(crate::term::input::Descriptor(reader), Signals::watch().unwrap());
            let sender = thread::spawn(|| kill_process(getpid(), Signal::TERM));
            assert!(matches!(input.line(), Err(Gone::Interrupted)));
            sender.join().unwrap().unwrap();
            return;
        }
        assert!(ended("waiting_ends_when_a_signal_comes_from_outside").success());
    }
}
