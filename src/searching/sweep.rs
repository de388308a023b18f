//! Reading many articles on all cores, and telling what becomes of each in its order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use super::index::Index;
use crate::article::Article;
use crate::engine::{Articles, DocHandle, Engine};
use crate::error::{Result, harmless};

/// Articles a thread is given at once.
const CHUNK: usize = 128;

/// Why a chunk that cannot be sent is not an error.
const GONE: &str = "a worker that ends early has sent its panic";

/// Chunks on their way for each thread: what is held in memory, however slow one of them is.
const AHEAD: usize = 3;

impl Index {
    /// Makes something of each article and tells it in the order of the handles, until `tell` wants no
    /// more. `worker` makes what works, once for each thread.
    pub fn sweep<T: Send, W: FnMut(Article) -> T + Send>(
        &self,
        handles: &[DocHandle],
        worker: impl Fn() -> W,
        mut tell: impl FnMut(T) -> Result<bool>,
    ) -> Result<()> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(handles.len().div_ceil(CHUNK));
        if threads <= 1 {
            let (mut articles, mut work) = (self.engine.articles()?, worker());
            for handle in handles {
                if !tell(work(articles.read(*handle)?))? {
                    break;
                }
            }
            return Ok(());
        }
        let mut workers = Vec::with_capacity(threads);
        for _ in 0..threads {
            workers.push((self.engine.articles()?, worker()));
        }
        let (give, take) = crossbeam_channel::unbounded::<(usize, &[DocHandle])>();
        let (done, results) = crossbeam_channel::unbounded();
        thread::scope(|scope| {
            for (articles, work) in workers {
                let (take, done) = (take.clone(), done.clone());
                scope.spawn(move || run(articles, work, &take, &done));
            }
            drop((take, done));
            // Theirs to drop: workers end when there is no more to take and nobody to tell.
            let (give, results) = (give, results);
            let mut chunks = handles.chunks(CHUNK).enumerate();
            for chunk in chunks.by_ref().take(threads * AHEAD) {
                harmless(give.send(chunk), GONE);
            }
            let mut waiting = BTreeMap::new();
            for next in 0..handles.len().div_ceil(CHUNK) {
                let made = loop {
                    if let Some(made) = waiting.remove(&next) {
                        break made;
                    }
                    let Ok((number, made)) = results.recv() else { return Ok(()) };
                    waiting.insert(number, made);
                };
                if let Some(chunk) = chunks.next() {
                    harmless(give.send(chunk), GONE);
                }
                for made in made.unwrap_or_else(|panic| resume_unwind(panic)) {
                    if !tell(made?)? {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }
}

/// What a thread made of a chunk, or how it panicked: a thread that ended without a word would be waited
/// for as long as the others have nothing to tell.
type Made<T> = (usize, thread::Result<Vec<Result<T>>>);

fn run<T>(
    mut articles: Box<dyn Articles>,
    mut work: impl FnMut(Article) -> T,
    take: &crossbeam_channel::Receiver<(usize, &[DocHandle])>,
    done: &crossbeam_channel::Sender<Made<T>>,
) {
    for (number, handles) in take {
        let make = || handles.iter().map(|handle| articles.read(*handle).map(&mut work)).collect();
        let made = catch_unwind(AssertUnwindSafe(make));
        let broken = made.is_err();
        if done.send((number, made)).is_err() || broken {
            return;
        }
    }
}
