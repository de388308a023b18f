//! Reads, normalizes and prepares files on all cores, and returns the results in the order of the walk.
//!
//! One thread walks the files and groups them into batches. For each batch it creates a small channel. The sender goes
//! into the readers' queue and the receiver into the queue of results. Results therefore arrive in order, a large file
//! is streamed, and the number of bytes in flight is bounded.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::converters::Converters;
use super::previous_run::PreviousRun;
use super::reading::{DOCUMENT_BYTES, IndexingContext, Job, Message, work};
use super::roots::Scope;
use super::{Observer, Options};
use crate::archive::{Entry, Walk, Why};
use crate::catalogue::FileRecord;
use crate::engine::store::Preparation;
use crate::error::Result;

/// A batch of files on their way to the ledger, in the order of the walk.
struct Batch<D> {
    files: Vec<(Entry, Step)>,
    /// The messages about the files that are read.
    messages: Receiver<Vec<Message<D>>>,
    /// How much of the budget the batch takes.
    weight: usize,
}

/// What is known about a file before it is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The file has not changed.
    Unchanged,
    /// A pattern excludes the file.
    Excluded,
    /// The file cannot be read.
    Unreadable(Why),
    /// The file is being read. Its articles and its end arrive as messages.
    Reading,
}

/// The messages of files, in order.
pub type Messages<'a, D> = &'a mut dyn Iterator<Item = Message<D>>;

/// The function that takes the files in order, with what is known about each file and the messages about it.
pub type Take<'a, D> = &'a mut dyn FnMut(Entry, Step, Messages<D>, &mut dyn Observer) -> Result<()>;

/// The maximum number of batches between the walk and the ledger.
const QUEUE: usize = 64;
/// The maximum number of files in a batch.
const FILES: usize = 64;
/// The maximum number of bytes of files in a batch. A larger file gets its own batch.
const FILE_BYTES: u64 = 256 << 10;

/// Runs the pipeline to its end, or until the observer stops it.
pub fn run<P: Preparation>(
    walk: &Walk,
    former: &PreviousRun,
    scope: &Scope,
    context: IndexingContext<P>,
    observer: &mut dyn Observer,
    take: Take<P::Document>,
) -> Result<()> {
    let stop = context.stop;
    let budget = Budget::new(context.options.memory / 8);
    let (jobs, queue) = bounded::<Job<P::Document>>(QUEUE);
    let (results, batches) = bounded::<Batch<P::Document>>(QUEUE);
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
    /// Whether every file is read, even if its size and times are unchanged.
    verify: bool,
    converters: &'a Converters,
    stop: &'a AtomicBool,
    budget: &'a Budget,
}

impl Walker<'_> {
    fn run<D>(&self, jobs: &Sender<Job<D>>, results: &Sender<Batch<D>>) {
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

    /// Sends a batch to the readers and the ledger. Returns whether both are still receiving.
    fn send<D>(
        &self,
        files: Vec<(Entry, Step)>,
        bytes: u64,
        jobs: &Sender<Job<D>>,
        results: &Sender<Batch<D>>,
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

    /// Returns whether a file is unchanged: its size, modification time, inode and change time are the same as before,
    /// and its modification time is old enough to be trusted.
    fn is_unchanged(&self, entry: &Entry) -> bool {
        !self.verify
            && !self.scope.changed[entry.root]
            && self.known(entry).is_some_and(|record| {
                record.size == entry.size
                    && record.modified == entry.modified
                    && record.identity == entry.identity
                    && !record.unsettled
                    // The file may be readable now, which does not change its times.
                    && !record.is_unreadable()
                    && !record.is_built_in_now()
                    // The converter may have been added since the last run.
                    && !(record.is_skipped() && self.converters.has(&entry.path))
                    && entry.modified < self.former.run - 2_000_000_000
            })
    }

    fn known(&self, entry: &Entry) -> Option<&FileRecord> {
        let start = self.scope.starts.iter().find(|start| start.root == entry.root)?;
        self.former.file(&start.root_path, &entry.path)
    }
}

/// The number of bytes that may be in flight at once.
struct Budget {
    limit: usize,
    used: Mutex<usize>,
    freed: Condvar,
    closed: AtomicBool,
}

/// Closes the budget when dropped, so that the walker does not wait forever if the consumer of the files panics.
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

    /// Returns how much of the budget a batch takes. A large file is streamed, so at most a few of its messages are in
    /// memory.
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
