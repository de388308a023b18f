//! Reads PDFs in a separate process.
//!
//! The library that reads PDFs limits neither its time nor its memory, and a thread can be abandoned but not killed.
//! The program therefore runs itself for each file, with limits that the system enforces. Other programs that use this
//! crate read PDFs in a thread.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::extraction::{Found, in_thread};
use super::limits::{TIME, out_of_time};
use crate::archive::{Reason, Why};
use crate::error::harmless;

/// The first argument with which the program reads one PDF. The second is the length limit.
pub const ARGUMENT: &str = "__read-pdf";
/// How much longer than the time limit of a file its process may take.
const GRACE: Duration = Duration::from_secs(2);

/// The program that reads a PDF if it is run with [`ARGUMENT`].
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Sets the program that reads PDFs. It has to call [`answer`] if it is run with [`ARGUMENT`].
pub fn read_with(program: PathBuf) {
    harmless(PROGRAM.set(program), "the first program stays");
}

/// The result that the process returns for a file.
#[derive(Serialize, Deserialize)]
enum Answer {
    Found(Found),
    /// The name of a reason, and its details.
    Refused(String, Option<String>),
}

/// Reads a PDF and returns the text that a program set by [`read_with`] has to print on its standard output.
pub fn answer(bytes: Vec<u8>, limit: usize) -> String {
    let answer = match in_thread(bytes, limit) {
        Ok(found) => Answer::Found(found),
        Err(why) => Answer::Refused(why.reason.as_str().to_string(), why.detail),
    };
    // Without an answer, the file counts as not read.
    serde_json::to_string(&answer).unwrap_or_default()
}

/// Reads a PDF, in a separate process if a program for it is set.
pub(super) fn read(bytes: Vec<u8>, limit: usize) -> Result<Found, Why> {
    let Some(program) = PROGRAM.get() else { return in_thread(bytes, limit) };
    let mut command = Command::new(program);
    command.arg(ARGUMENT).arg(limit.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = Running(command.spawn()?);
    let (stdin, stdout) = (running.0.stdin.take(), running.0.stdout.take());
    let writing = std::thread::spawn(move || {
        let written = stdin.map_or(Ok(()), |mut stdin| stdin.write_all(&bytes));
        harmless(written, "a process that ended says why");
    });
    // Text takes more space in JSON: at most six times as much, for control characters.
    let most = limit.saturating_mul(6).saturating_add(1 << 20) as u64;
    let (sender, read) = mpsc::channel();
    std::thread::spawn(move || {
        let mut printed = Vec::new();
        let read = stdout.map_or(Ok(0), |stdout| stdout.take(most).read_to_end(&mut printed));
        sender.send(read.map(|_| printed))
    });
    let printed = match read.recv_timeout(TIME + GRACE) {
        Ok(printed) => printed?,
        Err(RecvTimeoutError::Timeout) => return Err(out_of_time()),
        Err(RecvTimeoutError::Disconnected) => {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
        }
    };
    harmless(writing.join(), "what was not written is not missed");
    match serde_json::from_slice(&printed) {
        Ok(Answer::Found(found)) => Ok(found),
        Ok(Answer::Refused(name, detail)) => {
            let reason = Reason::ALL.into_iter().find(|reason| reason.as_str() == name);
            Err(Why { reason: reason.unwrap_or(Reason::Unreadable), detail })
        }
        Err(_) => Err(unanswered(running.0.wait()?)),
    }
}

/// Returns why a process gave no answer. Only a process that ended itself says something about the file: if the system
/// has no memory left, it kills any process, and the file may still have the articles that it had.
fn unanswered(status: ExitStatus) -> Why {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            ABORTED => Reason::UnpacksToTooMuch.because("reading the PDF takes too much memory"),
            _ => Reason::Unreadable.because(format!("the process for the PDF: signal {signal}")),
        };
    }
    Reason::Unreadable.because(format!("the process for the PDF: no answer, {status}"))
}

/// SIGABRT (POSIX), with which a Rust program ends if it gets no memory.
#[cfg(unix)]
const ABORTED: i32 = 6;

/// A process that is killed when the value is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        harmless(self.0.kill(), "the process has ended");
        harmless(self.0.wait(), "the system collects it");
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_process_that_is_killed_says_nothing_about_its_file() {
        let reason = |script: &str| {
            let status = Command::new("sh").args(["-c", script]).status();
            unanswered(status.expect("sh runs")).reason
        };
        assert_eq!(reason("kill -KILL $$"), Reason::Unreadable);
        assert_eq!(reason("exit 1"), Reason::Unreadable);
        // A program of another version may answer in another form.
        assert_eq!(reason("exit 0"), Reason::Unreadable);
        assert_eq!(reason("kill -ABRT $$"), Reason::UnpacksToTooMuch);
    }
}
