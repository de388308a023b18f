//! The threads that search: a bounded number, a bounded queue, a time limit, always on the last commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use super::follow::Followed;
use crate::engine::Budget;
use crate::error::{Error, Kind, Result, harmless};
use crate::searching::Index;

/// A search to run. It gets what knows the index.
type Job = Box<dyn FnOnce(&Followed) + Send>;

/// Why a search has no answer.
#[derive(Debug)]
pub enum Refusal {
    /// The queue is full.
    Busy,
    /// The time limit is over, and most of the time the search was waiting for its turn.
    Waited,
    /// The time limit is over.
    Late {
        /// Whether the same search goes on where this one ended.
        goes_on: bool,
    },
    /// The search failed.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Failed(error)
    }
}

/// Sets a flag that ends the search when the request is dropped, because it is answered, late, or its client is gone.
#[derive(Default)]
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Threads that search.
pub struct Pool {
    jobs: Sender<Job>,
    running: Arc<AtomicU64>,
    time: Option<Duration>,
}

impl Pool {
    /// Starts `threads` threads on an index. `queue` searches may wait. Without `time`, a search may take as long as
    /// its client waits.
    pub fn start(
        index: &Arc<Followed>,
        threads: usize,
        queue: usize,
        time: Option<Duration>,
    ) -> Result<Pool> {
        let (jobs, waiting) = bounded::<Job>(queue);
        let running = Arc::new(AtomicU64::new(0));
        for _ in 0..threads.max(1) {
            let worker = Worker {
                index: Arc::clone(index),
                waiting: waiting.clone(),
                running: Arc::clone(&running),
            };
            let started = thread::Builder::new().name("search".into()).spawn(move || worker.run());
            started.map_err(|error| {
                Error::because(Kind::Io, "starting a thread that searches", error)
            })?;
        }
        Ok(Pool { jobs, running, time })
    }

    /// Returns the number of searches that are running.
    pub fn running(&self) -> u64 {
        self.running.load(Ordering::Relaxed)
    }

    /// Returns the number of searches that are waiting.
    pub fn waiting(&self) -> usize {
        self.jobs.len()
    }

    /// Runs a search on one of the threads and waits for its answer. If the request ends before the search does, the
    /// search is cancelled, so that it does not keep its thread.
    pub async fn run<T: Send + 'static>(
        &self,
        search: impl FnOnce(&Index) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Refusal> {
        let (answer, answered) = oneshot::channel();
        let guard = CancelOnDrop::default();
        let cancelled = Budget::cancelled_by(Arc::clone(&guard.0));
        // A search that waits for another server cannot look at the flag meanwhile.
        let asked = Instant::now();
        let late = self.time.map(|time| Budget::until(asked + time));
        let keeps = Arc::new(AtomicBool::new(false));
        let budget = cancelled.and(&late.unwrap_or_default()).telling(Arc::clone(&keeps));
        let begun = Arc::new(OnceLock::new());
        let turn = Arc::clone(&begun);
        let job: Job = Box::new(move |followed| {
            if budget.is_spent() {
                return;
            }
            turn.get_or_init(Instant::now);
            let index = followed.current(&budget);
            let result = index.and_then(|index| search(&index.within(&budget)));
            harmless(answer.send(result), "a client that is gone needs no answer");
        });
        match self.jobs.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(Refusal::Busy),
            Err(TrySendError::Disconnected(_)) => {
                return Err(Refusal::Failed(Error::new(Kind::Index, "the server is stopping")));
            }
        }
        let Some(time) = self.time else {
            return match answered.await {
                Ok(result) => Ok(result?),
                Err(_dropped) => Err(unanswered()),
            };
        };
        let late = || match begun.get() {
            Some(begun) if begun.duration_since(asked) < time / 2 => {
                Refusal::Late { goes_on: keeps.load(Ordering::Relaxed) }
            }
            _ => Refusal::Waited,
        };
        match tokio::time::timeout(time, answered).await {
            // The search may notice the end of its time before this does.
            Ok(Ok(Err(error))) if error.kind == Kind::Timeout && asked.elapsed() >= time => {
                Err(late())
            }
            Ok(Ok(result)) => Ok(result?),
            Ok(Err(_dropped)) if asked.elapsed() >= time => Err(late()),
            Ok(Err(_dropped)) => Err(unanswered()),
            Err(_elapsed) => Err(late()),
        }
    }
}

/// The refusal of a search that panicked.
fn unanswered() -> Refusal {
    let message = "the search ended without an answer; the server's log says why";
    Refusal::Failed(Error::new(Kind::Index, message))
}

struct Worker {
    index: Arc<Followed>,
    waiting: Receiver<Job>,
    running: Arc<AtomicU64>,
}

impl Worker {
    fn run(self) {
        while let Ok(job) = self.waiting.recv() {
            self.running.fetch_add(1, Ordering::Relaxed);
            let outcome = catch_unwind(AssertUnwindSafe(|| job(&self.index)));
            self.running.fetch_sub(1, Ordering::Relaxed);
            if outcome.is_err() {
                tracing::error!("a search panicked; check the index with: dateline check");
            }
        }
    }
}
