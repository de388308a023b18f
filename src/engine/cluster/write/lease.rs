//! Keeps out other writers: a document that names who is writing, and that the writer renews.
//!
//! A lock that dies with its process does not exist in a cluster. The document therefore expires: a writer that has not
//! renewed it for a minute is taken for dead. Times are those of the writers' clocks, which have to agree within half of
//! that. Each renewal names the version that it replaces (`if_seq_no`, `if_primary_term`), so a writer that was taken for
//! dead by mistake notices, and commits nothing more. A process of the same machine that has ended is known to be dead at
//! once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::problem::Problem;
use crate::error::{Error, Kind, Result, harmless};

/// After how long without a renewal a writer is taken for dead.
const LEASE: Duration = Duration::from_secs(60);
/// The time between two renewals.
const RENEWAL: Duration = Duration::from_secs(10);
/// The time between two attempts of a run that waits.
const ATTEMPT: Duration = Duration::from_millis(500);

/// The id of the document in the index of places.
const ID: &str = "lock";

/// Who writes an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Holder {
    /// Distinguishes the document from those of the catalogue.
    kind: String,
    /// The machine since its last start, where the system tells, or an empty string.
    machine: String,
    /// The process.
    process: u32,
    /// When it began, in milliseconds since 1970.
    since: u64,
    /// When it last renewed the lease, in milliseconds since 1970.
    renewed: u64,
    /// Whether it has given up the lease without finishing its work.
    released: bool,
}

/// The version of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Version {
    number: u64,
    term: u64,
}

impl Version {
    fn of(answer: &Value) -> Result<Version> {
        let number = |name: &str| {
            let wrong = || Problem::NotOpenSearch(format!("an answer has no {name}"));
            answer[name].as_u64().ok_or_else(wrong)
        };
        Ok(Version { number: number("_seq_no")?, term: number("_primary_term")? })
    }

    fn condition(self) -> String {
        format!("if_seq_no={}&if_primary_term={}", self.number, self.term)
    }
}

/// The exclusive right to write an index. Ends when dropped.
pub struct Lease {
    shared: Arc<Shared>,
    /// Whether the writer before may have ended in the middle of its work.
    pub unclean: bool,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    client: Client,
    index: String,
    since: u64,
    version: Mutex<Version>,
    lost: AtomicBool,
    /// Whether the writer's work is not finished.
    unfinished: AtomicBool,
}

impl Lease {
    /// Acquires the right to write the index of places with a name, and the index of articles that belongs to it.
    ///
    /// # Errors
    ///
    /// If another process is still writing after `wait`.
    pub fn acquire(client: &Client, index: &str, wait: Duration) -> Result<Lease> {
        let began = Instant::now();
        let since = now();
        loop {
            match attempt(client, index, since)? {
                Ok((version, unclean)) => {
                    return Ok(Lease::start(client, index, since, version, unclean));
                }
                Err(holder) if began.elapsed() >= wait => return Err(taken(client, &holder)),
                Err(_) => client.pause(ATTEMPT).map_err(Error::from)?,
            }
        }
    }

    fn start(client: &Client, index: &str, since: u64, version: Version, unclean: bool) -> Lease {
        let shared = Arc::new(Shared {
            client: client.clone(),
            index: index.to_string(),
            since,
            version: Mutex::new(version),
            lost: AtomicBool::new(false),
            unfinished: AtomicBool::new(unclean),
        });
        let (stop, stopped) = mpsc::channel();
        let renewed = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            while stopped.recv_timeout(RENEWAL) == Err(RecvTimeoutError::Timeout) {
                harmless(renewed.renew(), "the writer asks again before it commits");
            }
        });
        Lease { shared, unclean, stop: Some(stop), thread: Some(thread) }
    }

    /// Records whether the index is in the middle of a change, which the next writer has to know if this one dies.
    pub fn set_unfinished(&self, unfinished: bool) {
        self.shared.unfinished.store(unfinished, Ordering::Relaxed);
    }

    /// Ends the lease without a word to the cluster, because its document is gone.
    pub fn forget(self) {
        self.shared.lost.store(true, Ordering::Relaxed);
    }

    /// Checks that the lease is still held.
    ///
    /// # Errors
    ///
    /// If another writer has taken it over, or if the cluster does not answer.
    pub fn check(&self) -> Result<()> {
        self.shared.renew()
    }
}

impl Shared {
    fn renew(&self) -> Result<()> {
        if self.lost.load(Ordering::Relaxed) {
            return Err(lost());
        }
        let mut version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        let path = format!("{}/_doc/{ID}?{}", self.index, version.condition());
        match self.client.put(&path, &holder(self.since, false)) {
            Ok(answer) => {
                *version = Version::of(&answer)?;
                Ok(())
            }
            Err(Problem::Refused(refusal)) if refusal.status == 409 => {
                // A renewal that was sent twice has itself as its predecessor.
                match read(&self.client, &self.index)? {
                    Some((holder, current)) if self.is_own(&holder) => {
                        *version = current;
                        Ok(())
                    }
                    _ => {
                        self.lost.store(true, Ordering::Relaxed);
                        Err(lost())
                    }
                }
            }
            Err(problem) => Err(problem.into()),
        }
    }

    fn is_own(&self, holder: &Holder) -> bool {
        holder.process == std::process::id()
            && holder.since == self.since
            && holder.machine == machine()
            && !holder.released
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            harmless(thread.join(), "a lease that is not renewed expires");
        }
        let Shared { client, index, since, version, lost, unfinished } = self.shared.as_ref();
        if lost.load(Ordering::Relaxed) {
            return;
        }
        let condition = version.lock().unwrap_or_else(PoisonError::into_inner).condition();
        let ended = match unfinished.load(Ordering::Relaxed) {
            true => {
                let path = format!("{index}/_doc/{ID}?{condition}");
                client.put(&path, &holder(*since, true))
            }
            false => client.delete(&format!("{index}/_doc/{ID}?{condition}"), None),
        };
        harmless(ended, "a lease that is not renewed expires");
    }
}

/// Returns whether a process is writing the index of a client.
pub fn is_held(client: &Client) -> Result<bool> {
    Ok(read(client, &client.address().places())?.is_some_and(|(holder, _)| !is_dead(&holder)))
}

/// Returns whether a process that was writing the index of a client has ended in the middle of its work.
pub fn was_abandoned(client: &Client) -> Result<bool> {
    Ok(read(client, &client.address().places())?.is_some_and(|(holder, _)| is_dead(&holder)))
}

/// Tries to acquire the lease. Returns the new version of the document and whether there was one before, or who holds it.
fn attempt(
    client: &Client,
    index: &str,
    since: u64,
) -> Result<std::result::Result<(Version, bool), Holder>> {
    let (found, version) = loop {
        if let Some(version) = create(client, index, since)? {
            return Ok(Ok((version, false)));
        }
        // If there is none now, it was given up in the meantime.
        if let Some(found) = read(client, index)? {
            break found;
        }
    };
    let own =
        found.process == std::process::id() && found.since == since && found.machine == machine();
    if own {
        // The request was sent twice.
        return Ok(Ok((version, false)));
    }
    if !is_dead(&found) {
        return Ok(Err(found));
    }
    let path = format!("{index}/_doc/{ID}?{}", version.condition());
    match client.put(&path, &holder(since, false)) {
        Ok(answer) => Ok(Ok((Version::of(&answer)?, true))),
        // Another run was faster.
        Err(Problem::Refused(refusal)) if refusal.status == 409 => Ok(Err(found)),
        Err(problem) => Err(problem.into()),
    }
}

/// Creates the document. Returns `None` if there is one already.
fn create(client: &Client, index: &str, since: u64) -> Result<Option<Version>> {
    match client.put(&format!("{index}/_create/{ID}"), &holder(since, false)) {
        Ok(answer) => Version::of(&answer).map(Some),
        Err(Problem::Refused(refusal)) if refusal.status == 409 => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

/// Reads the document, if there is one.
fn read(client: &Client, index: &str) -> Result<Option<(Holder, Version)>> {
    let answer = match client.get(&format!("{index}/_doc/{ID}")) {
        Err(Problem::Refused(refusal)) if refusal.status == 404 => return Ok(None),
        answer => answer.map_err(Error::from)?,
    };
    if answer["found"].as_bool() == Some(false) {
        return Ok(None);
    }
    let wrong = |_| Problem::NotOpenSearch(format!("the document {index}/{ID} is not dateline's"));
    let holder = serde_json::from_value(answer["_source"].clone()).map_err(wrong)?;
    Ok(Some((holder, Version::of(&answer)?)))
}

fn is_dead(holder: &Holder) -> bool {
    let expired = now().saturating_sub(holder.renewed) > LEASE.as_millis() as u64;
    let here = !holder.machine.is_empty() && holder.machine == machine();
    holder.released || expired || here && !is_running(holder.process)
}

fn holder(since: u64, released: bool) -> Value {
    let holder = Holder {
        kind: ID.into(),
        machine: machine(),
        process: std::process::id(),
        since,
        renewed: now(),
        released,
    };
    json!(holder)
}

/// Returns the number that Linux gives a machine at each start, or an empty string elsewhere.
fn machine() -> String {
    let number = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    number.map(|number| number.trim().to_string()).unwrap_or_default()
}

/// Returns whether a process of this machine is running. `true` if the system does not tell.
fn is_running(process: u32) -> bool {
    let processes = std::path::Path::new("/proc");
    !processes.join("self").exists() || processes.join(process.to_string()).exists()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64)
}

fn taken(client: &Client, holder: &Holder) -> Error {
    let seconds = now().saturating_sub(holder.since) / 1_000;
    let unit = if seconds == 1 { "second" } else { "seconds" };
    let message = format!(
        "the index {} is being written by process {}, for {seconds} {unit}",
        client.address(),
        holder.process
    );
    Error::new(Kind::Index, message).hint("wait for it with --wait, or stop it")
}

fn lost() -> Error {
    Error::new(
        Kind::Index,
        "another process took over the index, because this one did not renew its lock in time",
    )
    .hint("run the same command again when the other one has ended")
}
