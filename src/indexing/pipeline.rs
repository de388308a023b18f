//! Reading, normalising and preparing on all cores, handed back in the order of the walk.
//!
//! One thread walks and makes batches of files. For each batch it makes a small channel, gives one
//! end to the readers' queue and the other to the queue of results, so that results come back in
//! order, a large file streams, and no more than a bounded number of bytes is on its way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::converters::Converters;
use super::reading::{IndexingContext, Job, Message, work};
use super::roots::Scope;
use super::{Observer, Options, PreviousRun};
use crate::archive::{Entry, Walk, Why};
use crate::catalogue::FileRecord;
use crate::error::Result;

/// Files on their way to the ledger, in the order of the walk.
struct Batch {
    files: Vec<(Entry, Step)>,
    /// What the readers say of those that are read.
    messages: Receiver<Vec<Message>>,
    /// What the batch counts in the budget.
    weight: usize,
}

/// What is known of a file before it is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// It is as it was.
    Unchanged,
    /// A pattern leaves it out.
    Excluded,
    /// It cannot be read.
    Unreadable(Why),
    /// It is being read: its articles and its end come as messages.
    Reading,
}

/// The messages of files, in order.
pub type Messages<'a> = &'a mut dyn Iterator<Item = Message>;

/// What takes the files in order: a file, what is known of it, and where to read on.
pub type Take<'a> = &'a mut dyn FnMut(Entry, Step, Messages, &mut dyn Observer) -> Result<()>;

/// Batches between the walk and the ledger.
const QUEUE: usize = 64;
/// Files in a batch.
const FILES: usize = 64;
/// Bytes of files in a batch: one that is larger is a batch of its own.
const FILE_BYTES: u64 = 256 << 10;
/// Bytes of documents sent at once.
pub const DOCUMENT_BYTES: usize = 1 << 20;

/// Runs the pipeline to its end, or until the observer wants to stop.
pub fn run(
    walk: &Walk,
    former: &PreviousRun,
    scope: &Scope,
    context: IndexingContext,
    observer: &mut dyn Observer,
    take: Take,
) -> Result<()> {
    let stop = context.stop;
    let budget = Budget::new(context.options.memory / 8);
    let (jobs, queue) = bounded::<Job>(QUEUE);
    let (results, batches) = bounded::<Batch>(QUEUE);
    std::thread::scope(|threads| {
        let Options { verify, converters, .. } = context.options;
        let walker =
            Walker { walk, former, scope, verify: *verify, converters, stop, budget: &budget };
        threads.spawn(move || walker.run(&jobs, &results));
        for _ in 0..context.options.threads.max(1) {
            let queue = queue.clone();
            threads.spawn(move || work(queue, context));
        }
        drop(queue);
        let _open = Open(&budget);
        let mut outcome = Ok(());
        for batch in batches {
            let mut messages = batch.messages.into_iter().flatten();
            for (entry, step) in batch.files {
                if outcome.is_ok() {
                    outcome = take(entry, step, &mut messages, observer);
                    if outcome.is_err() {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
            }
            budget.release(batch.weight);
        }
        outcome
    })
}

struct Walker<'a> {
    walk: &'a Walk,
    former: &'a PreviousRun,
    scope: &'a Scope,
    /// Whether every file is read, whatever its size and times.
    verify: bool,
    converters: &'a Converters,
    stop: &'a AtomicBool,
    budget: &'a Budget,
}

impl Walker<'_> {
    fn run(&self, jobs: &Sender<Job>, results: &Sender<Batch>) {
        let mut files = Vec::with_capacity(FILES);
        let mut bytes = 0;
        let mut going = true;
        self.walk.each(|entry| {
            if self.stop.load(Ordering::Relaxed) {
                return false;
            }
            if bytes + entry.size > FILE_BYTES || files.len() == FILES {
                going = self.send(std::mem::take(&mut files), bytes, jobs, results);
                bytes = 0;
            }
            let step = if entry.excluded {
                Step::Excluded
            } else if let Some(obstacle) = &entry.obstacle {
                Step::Unreadable(obstacle.clone())
            } else if self.is_unchanged(&entry) {
                Step::Unchanged
            } else {
                bytes += entry.size;
                Step::Reading
            };
            files.push((entry, step));
            going
        });
        if going {
            self.send(files, bytes, jobs, results);
        }
    }

    /// Sends a batch on its way. Returns whether anyone still listens.
    fn send(
        &self,
        files: Vec<(Entry, Step)>,
        bytes: u64,
        jobs: &Sender<Job>,
        results: &Sender<Batch>,
    ) -> bool {
        if files.is_empty() {
            return true;
        }
        let weight = self.budget.weight(bytes);
        self.budget.acquire(weight);
        let (sender, messages) = bounded(2);
        let to_read: Vec<Entry> = files
            .iter()
            .filter(|(_, step)| *step == Step::Reading)
            .map(|(entry, _)| entry.clone())
            .collect();
        let sent = to_read.is_empty() || jobs.send(Job { files: to_read, sender }).is_ok();
        sent && results.send(Batch { files, messages, weight }).is_ok()
    }

    /// Whether a file is as it was: its size, its times and its inode are, and the time is old enough to be
    /// trusted.
    fn is_unchanged(&self, entry: &Entry) -> bool {
        !self.verify
            && !self.scope.changed[entry.root]
            && self.known(entry).is_some_and(|record| {
                record.size == entry.size
                    && record.modified == entry.modified
                    && record.identity == entry.identity
                    && !record.unsettled
                    // It may be readable now, without a trace in its time.
                    && !record.is_unreadable()
                    // A converter may be new.
                    && !(record.is_skipped() && self.converters.has(&entry.path))
                    && entry.modified < self.former.run - 2_000_000_000
            })
    }

    fn known(&self, entry: &Entry) -> Option<&FileRecord> {
        let start = self.scope.starts.iter().find(|start| start.root == entry.root)?;
        let path = start.root_path.to_str()?;
        let root = self.former.roots.iter().find(|root| root.path == path)?;
        let record = root.files.get(entry.path.as_str()).map(AsRef::as_ref);
        record.filter(|record| !record.member)
    }
}

/// Bytes that may be on their way at once.
struct Budget {
    limit: usize,
    used: Mutex<usize>,
    freed: Condvar,
    closed: AtomicBool,
}

/// Nobody waits for room longer than this lives: what takes the files may have panicked.
struct Open<'a>(&'a Budget);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.closed.store(true, Ordering::Relaxed);
        self.0.release(usize::MAX);
    }
}

impl Budget {
    fn new(limit: usize) -> Self {
        let (used, freed) = (Mutex::new(0), Condvar::new());
        Budget { limit, used, freed, closed: AtomicBool::new(false) }
    }

    /// What a batch counts: a large file streams, and holds a few messages at most.
    fn weight(&self, size: u64) -> usize {
        let most = (8 * DOCUMENT_BYTES).min(self.limit);
        usize::try_from(size).unwrap_or(usize::MAX).clamp(1 << 10, most.max(1 << 10))
    }

    fn acquire(&self, weight: usize) {
        let mut used = self.used.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        while *used > 0 && *used + weight > self.limit && !self.closed.load(Ordering::Relaxed) {
            used = self.freed.wait(used).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        *used = used.saturating_add(weight);
    }

    fn release(&self, weight: usize) {
        let mut used = self.used.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *used = used.saturating_sub(weight);
        self.freed.notify_one();
    }
}
