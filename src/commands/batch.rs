//! Many documents into one folder: made one after the other, printed and written several at once, each whole or absent.
//!
//! What waits for an engine or for the disk waits beside the others, and no more documents are in memory than are being written, and
//! the one that is next.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::paper::watch;
use super::{Failure, House};
use crate::exit_code::ExitCode;
use crate::files::{private_dir, write_whole};
use crate::out::Out;
use crate::pdf::{Engine, PdfError, Printer};
use crate::term::Signals;
use crate::text::plural;

/// How many files are written at once: each waits for the disk, not for a processor.
const WRITERS: usize = 8;

/// How many engines print at once at most; each takes some 200 MB.
const MOST_ENGINES: usize = 8;

/// How many failures in a row are no bad luck any more.
const ENOUGH: usize = 20;

/// One document of a batch.
pub struct Job {
    /// What it is about, for messages.
    pub what: String,
    /// The name of its file.
    pub file: String,
    /// The document; for a PDF, the page. Or why there is none.
    pub text: Result<String, Failure>,
}

/// Where documents go, and how.
pub struct Batch<'h> {
    /// The house.
    pub house: &'h House,
    /// The folder they go into; it is made where it is missing.
    pub folder: &'h Path,
    /// What prints them; `None` where they are written as they are.
    pub engine: Option<Engine>,
    /// Whether the path of each file is printed.
    pub lists_paths: bool,
}

/// What came of one document.
struct Done {
    place: usize,
    what: String,
    path: PathBuf,
    result: Result<(), Failure>,
}

/// A document on its way to a file.
struct Load {
    place: usize,
    what: String,
    path: PathBuf,
    text: String,
}

impl Batch<'_> {
    /// Writes them. What fails is named and the others go on; the exit code is 1 then, and 130 after an interrupt.
    ///
    /// # Errors
    /// When the folder cannot be made or the output cannot be written.
    pub fn write(&self, count: usize, jobs: impl Iterator<Item = Job>, out: &mut Out) -> Result<ExitCode, Failure> {
        let engine = self.engine.as_ref();
        private_dir(self.folder)?;
        let signals = watch()?;
        let begun = begun();
        let mut tally = Tally { bar: self.bar(count), ..Tally::default() };
        let workers = workers(engine).min(count.max(1));
        // Nothing lies between: the next one is handed to a worker who has time for it.
        let (loads, waiting) = sync_channel::<Load>(0);
        let (tell, told) = channel::<Done>();
        let waiting = Mutex::new(waiting);
        let path = self.house.environment.path.as_deref();
        let gave_up = thread::scope(|scope| {
            let workers: Vec<_> = std::iter::repeat_with(|| {
                let (waiting, tell, signals) = (&waiting, tell.clone(), signals.clone());
                scope.spawn(move || work(path, engine, &signals, waiting, &tell))
            })
            .take(workers)
            .collect();
            // What is told ends when every worker has ended.
            drop(tell);
            let gave_up = self.hand_out(jobs, count, &loads, &told, &signals, &mut tally, out);
            drop(loads);
            let gave_up = gave_up?;
            for done in &told {
                self.note(done, &mut tally, out)?;
            }
            for worker in workers {
                if let Err(left) = worker.join().unwrap_or_else(|panic| resume_unwind(panic)) {
                    tally.left_behind = true;
                    let words = Failure::from(left).render(out.message_look());
                    tally.bar.suspend(|| out.message(&words))?;
                }
            }
            Ok::<_, Failure>(gave_up)
        })?;
        tally.bar.finish_and_clear();
        let stopped = signals.pending().is_some();
        self.summarise(&tally, count, begun.elapsed(), stopped, gave_up, out)
    }

    /// Hands them to whoever has time; says whether some were left because too many in a row had failed.
    #[expect(clippy::too_many_arguments, reason = "the ends of the channels and what has come so far are of one call")]
    fn hand_out(
        &self,
        jobs: impl Iterator<Item = Job>,
        count: usize,
        loads: &SyncSender<Load>,
        told: &Receiver<Done>,
        signals: &Signals,
        tally: &mut Tally,
        out: &mut Out,
    ) -> Result<bool, Failure> {
        for (place, job) in jobs.enumerate() {
            let path = self.folder.join(&job.file);
            match job.text {
                // Nobody takes it only where every worker has ended, which they do when nothing more comes.
                Ok(text) => drop(loads.send(Load { place, what: job.what, path, text })),
                Err(failure) => self.note(Done { place, what: job.what, path, result: Err(failure) }, tally, out)?,
            }
            for done in told.try_iter() {
                self.note(done, tally, out)?;
            }
            if signals.pending().is_some() {
                break;
            }
            if tally.in_a_row >= ENOUGH {
                return Ok(place + 1 < count);
            }
        }
        Ok(false)
    }

    fn note(&self, done: Done, tally: &mut Tally, out: &mut Out) -> Result<(), Failure> {
        let path = match done.result {
            Ok(()) => {
                tally.written += 1;
                tally.in_a_row = 0;
                tally.bar.inc(1);
                Some(done.path)
            }
            // It is neither written nor failed, and the paths behind it are told.
            Err(Failure::Pdf(PdfError::Interrupted)) => None,
            Err(failure) => {
                tally.failed += 1;
                tally.in_a_row += 1;
                tally.bar.inc(1);
                let words = format!("{}: {}", done.what, failure.render(out.message_look()));
                tally.bar.suspend(|| out.message(&words))?;
                None
            }
        };
        tally.paths.insert(done.place, path);
        // In the order of the documents, whichever was written first.
        while let Some(path) = tally.paths.remove(&tally.next) {
            tally.next += 1;
            if let Some(path) = path.filter(|_| self.lists_paths) {
                out.document(&format!("{}\n", crate::escape::path(&path)))?;
            }
        }
        Ok(())
    }

    fn bar(&self, count: usize) -> ProgressBar {
        let environment = &self.house.environment;
        if self.house.global.quiet || self.house.global.plain || environment.wants_lines {
            return ProgressBar::hidden();
        }
        // It draws on a terminal only.
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(u64::try_from(count).ok(), target);
        let style = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len}, {eta} left");
        style.map_or_else(|_| ProgressBar::hidden(), |style| bar.with_style(style))
    }

    fn summarise(
        &self,
        tally: &Tally,
        count: usize,
        took: Duration,
        stopped: bool,
        gave_up: bool,
        out: &mut Out,
    ) -> Result<ExitCode, Failure> {
        let folder = crate::escape::term(&self.folder.to_string_lossy()).into_owned();
        let written = plural(tally.written, "document", "documents");
        let mut words = if stopped {
            format!("interrupted: {written} of {count} in {folder}, each of them whole")
        } else {
            format!("{written} in {folder}")
        };
        if tally.failed > 0 {
            // Writing to a `String` cannot fail.
            let _ = write!(words, "; {} failed", tally.failed);
        }
        if gave_up {
            let _ = write!(words, "; after {ENOUGH} failures in a row the rest was left");
        }
        if took.as_secs() > 0 && tally.written > 0 {
            let each = took / u32::try_from(tally.written).unwrap_or(u32::MAX);
            let _ = write!(words, "; {} s, {} ms each", took.as_secs(), each.as_millis());
        }
        if !self.house.global.quiet || stopped || tally.failed > 0 {
            out.message(&words)?;
        }
        Ok(match () {
            () if stopped => ExitCode::Interrupted,
            () if tally.failed > 0 || tally.left_behind => ExitCode::Failed,
            () => ExitCode::Done,
        })
    }
}

/// What has come so far.
struct Tally {
    bar: ProgressBar,
    written: usize,
    failed: usize,
    in_a_row: usize,
    /// Whether a folder of an engine could not be removed.
    left_behind: bool,
    /// What has come before its turn.
    paths: BTreeMap<usize, Option<PathBuf>>,
    /// Whose turn it is.
    next: usize,
}

impl Default for Tally {
    fn default() -> Self {
        let (bar, paths) = (ProgressBar::hidden(), BTreeMap::new());
        Self { bar, written: 0, failed: 0, in_a_row: 0, left_behind: false, paths, next: 0 }
    }
}

/// As many engines as there are processors, or enough writers to keep the disk busy.
fn workers(engine: Option<&Engine>) -> usize {
    match engine {
        None => WRITERS,
        Some(_) => thread::available_parallelism().map_or(1, usize::from).min(MOST_ENGINES),
    }
}

/// Writes what comes, and clears up when nothing more does.
fn work(
    path: Option<&OsStr>,
    engine: Option<&Engine>,
    signals: &Signals,
    waiting: &Mutex<Receiver<Load>>,
    tell: &Sender<Done>,
) -> Result<(), PdfError> {
    let mut printer = None;
    let stop = || signals.pending().is_some();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Load { place, what, path: file, text }) = next else { return printer.map_or(Ok(()), Printer::close) };
        let bytes = match engine {
            _ if stop() => Err(PdfError::Interrupted),
            None => Ok(text.into_bytes()),
            Some(engine) => print(&mut printer, engine, path, &text, &stop),
        };
        let result = bytes.map_err(Failure::from).and_then(|bytes| Ok(write_whole(&file, &bytes)?));
        // Whoever listened has gone only when the whole batch has failed.
        let _unheard = tell.send(Done { place, what, path: file, result });
    }
}

/// Prints with a printer that is kept for the next document.
fn print<'e>(
    kept: &mut Option<Printer<'e>>,
    engine: &'e Engine,
    path: Option<&'e OsStr>,
    page: &str,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<u8>, PdfError> {
    let printer = match kept {
        Some(printer) => printer,
        None => kept.insert(Printer::new(engine, path)?),
    };
    printer.print(page, stop)
}

#[expect(clippy::disallowed_methods, reason = "how long a batch took is said once, at its end")]
fn begun() -> Instant {
    Instant::now()
}
