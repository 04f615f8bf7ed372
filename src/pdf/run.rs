//! A program that is run with a limit of time: it ends by itself, or it is ended with everything it started.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// How much of what a program says is kept, in bytes: the end of it, where programs say what went wrong.
const KEPT: usize = 4 << 10;

/// How much of that is shown, in bytes.
const SHOWN: usize = 400;

/// How long it may be before somebody who has ended is noticed.
const GLANCE: Duration = Duration::from_millis(5);

/// How long the rest of what a program said is waited for once it has ended. Nobody waits so long unless one of its children has
/// left its group and holds on to the pipe.
const REST: Duration = Duration::from_secs(1);

/// How a program ended.
#[derive(Debug, Clone, Copy)]
pub enum Ended {
    /// By itself.
    By(ExitStatus),
    /// We gave up because somebody asked us to.
    Stopped,
    /// We gave up because its time was over.
    Late,
}

/// What became of a program.
pub struct Ran {
    /// How it ended.
    pub ended: Ended,
    /// The end of what it said, safe to show; empty where it succeeded.
    pub said: String,
}

/// Runs a program in a group of its own, so that an interrupt at the terminal is ours and not its own. However it ends, its group
/// ends with it.
pub fn run(mut command: Command, allowed: Duration, stop: &dyn Fn() -> bool) -> io::Result<Ran> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn()?;
    let said = child.stderr.take().map(listen);
    let given_up = wait(&child, allowed, stop);
    let status = end(&mut child);
    let said = said.and_then(|said| said.recv_timeout(REST).ok()).unwrap_or_default();
    let ended = match given_up? {
        Some(ended) => ended,
        None => Ended::By(status?),
    };
    Ok(Ran { ended, said: last_words(&said) })
}

/// Waits until it has ended by itself, and is still there to be asked how; or says why it was given up on.
#[expect(
    clippy::disallowed_methods,
    reason = "how long another program takes is met here, and means nothing elsewhere"
)]
fn wait(child: &Child, allowed: Duration, stop: &dyn Fn() -> bool) -> io::Result<Option<Ended>> {
    let begun = Instant::now();
    let glance = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    loop {
        match waitid(WaitId::Pid(Pid::from_child(child)), glance) {
            Ok(Some(_)) => return Ok(None),
            Ok(None) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        if stop() {
            return Ok(Some(Ended::Stopped));
        }
        if begun.elapsed() >= allowed {
            return Ok(Some(Ended::Late));
        }
        thread::sleep(GLANCE);
    }
}

/// Ends a program that has not been seen off yet, so that its number and that of its group are still its own, and its whole group.
fn end(child: &mut Child) -> io::Result<ExitStatus> {
    // Whichever of the two has gone by itself meanwhile is what was wanted.
    let _gone = kill_process_group(Pid::from_child(child), Signal::KILL);
    let _gone = child.kill();
    child.wait()
}

/// Reads to the end, so that the program never waits for us, and keeps the last of it.
fn listen(mut stream: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut kept: Vec<u8> = Vec::new();
        let mut buffer = [0; KEPT];
        // An error ends what can be heard, as the end of the stream does.
        while let Ok(read @ 1..) = stream.read(&mut buffer) {
            kept.extend_from_slice(buffer.get(..read).unwrap_or_default());
            let surplus = kept.len().saturating_sub(KEPT);
            kept.drain(..surplus);
        }
        // Nobody waits any more where this took longer than the program.
        let _unheard = sender.send(kept);
    });
    receiver
}

/// The last line or two, in one.
fn last_words(said: &[u8]) -> String {
    let text = String::from_utf8_lossy(said);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines.iter().skip(lines.len().saturating_sub(2)).copied().collect::<Vec<_>>().join(" / ");
    crate::text::clip_bytes(&crate::escape::term(&last), SHOWN).into_owned()
}
