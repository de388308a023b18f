//! Processes many articles on all cores, and visits the results in the order of the articles.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use crate::article::Article;
use crate::engine::{Articles, Matches};
use crate::error::{Error, Kind, Result, harmless};

/// The number of articles that a thread gets at once.
const CHUNK: usize = 128;

/// The reason why a failed send is not an error.
const GONE: &str = "a worker that ends early has sent its panic";

/// The number of chunks per thread that are processed ahead. It bounds the memory, even if one thread is slow.
const AHEAD: usize = 3;

/// Processes the first `count` of some matches, and visits the result of each article in the order of the matches,
/// until `visit` returns `false`. `worker` is called once per thread and returns the function that processes articles.
///
/// # Errors
///
/// Fails if an article cannot be read, or if `visit` fails.
pub fn sweep<T: Send, W: FnMut(Article) -> T + Send>(
    matches: &dyn Matches,
    count: usize,
    worker: impl Fn() -> W,
    visit: impl FnMut(T) -> Result<bool>,
) -> Result<()> {
    let worker = || {
        let mut work = worker();
        move |position: usize, articles: &mut dyn Articles| Ok(work(articles.read(position)?))
    };
    sweep_positions(matches, count, worker, visit)
}

/// Processes some matches, and returns what each thread made of those it got. `worker` is called once per thread and
/// returns the function that adds an article, of which it also gets the position, to what its thread has. Without
/// `with_keys`, an article may have no key.
///
/// # Errors
///
/// Fails if an article cannot be read.
pub fn sweep_into<T: Default + Send, W: FnMut(&mut T, usize, Article) + Send>(
    matches: &dyn Matches,
    with_keys: bool,
    worker: impl Fn() -> W,
) -> Result<Vec<T>> {
    let done = Mutex::default();
    let worker = || {
        let (mut work, mut kept) = (worker(), Kept { made: T::default(), done: &done });
        move |position: usize, articles: &mut dyn Articles| {
            let article = match with_keys {
                true => articles.read(position)?,
                false => articles.read_without_key(position)?,
            };
            work(&mut kept.made, position, article);
            Ok(())
        }
    };
    sweep_positions(matches, usize::MAX, worker, |()| Ok(true))?;
    Ok(done.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What a thread has made so far. It is added to what is done when the thread ends.
struct Kept<'a, T: Default> {
    made: T,
    done: &'a Mutex<Vec<T>>,
}

impl<T: Default> Drop for Kept<'_, T> {
    fn drop(&mut self) {
        let made = std::mem::take(&mut self.made);
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push(made);
    }
}

/// Like [`sweep`], but the function that `worker` returns gets the position of each match, and reads the article itself.
///
/// # Errors
///
/// If an article cannot be read, or if `visit` fails.
pub fn sweep_positions<T: Send, W>(
    matches: &dyn Matches,
    count: usize,
    worker: impl Fn() -> W,
    mut visit: impl FnMut(T) -> Result<bool>,
) -> Result<()>
where
    W: FnMut(usize, &mut dyn Articles) -> Result<T> + Send,
{
    let count = count.min(matches.len());
    let chunks = count.div_ceil(CHUNK);
    let range = |chunk: usize| chunk * CHUNK..count.min((chunk + 1) * CHUNK);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(chunks);
    if threads <= 1 {
        let (mut articles, mut work) = (matches.articles()?, worker());
        for position in 0..count {
            if !visit(work(position, articles.as_mut())?)? {
                break;
            }
        }
        return Ok(());
    }
    let mut workers = Vec::with_capacity(threads);
    for _ in 0..threads {
        workers.push((matches.articles()?, worker()));
    }
    let (give, take) = crossbeam_channel::unbounded::<(usize, Range<usize>)>();
    let (done, results) = crossbeam_channel::unbounded();
    thread::scope(|scope| {
        for (articles, work) in workers {
            let (take, done) = (take.clone(), done.clone());
            scope.spawn(move || run(articles, work, &take, &done));
        }
        drop((take, done));
        // Both are dropped at the end of this closure. A worker ends when no chunks are left, or when nobody receives
        // its results any more.
        let (give, results) = (give, results);
        let mut given = (0..chunks).map(|chunk| (chunk, range(chunk)));
        for chunk in given.by_ref().take(threads * AHEAD) {
            harmless(give.send(chunk), GONE);
        }
        let mut waiting = BTreeMap::new();
        for next in 0..chunks {
            let made = loop {
                if let Some(made) = waiting.remove(&next) {
                    break made;
                }
                // A worker sends the result of every chunk it took, even if it panicked.
                let Ok((number, made)) = results.recv() else {
                    return Err(Error::new(
                        Kind::Index,
                        "a thread that reads articles ended early",
                    ));
                };
                waiting.insert(number, made);
            };
            if let Some(chunk) = given.next() {
                harmless(give.send(chunk), GONE);
            }
            for made in made.unwrap_or_else(|panic| resume_unwind(panic)) {
                if !visit(made?)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    })
}

/// The results of a chunk, or the panic of its thread. Without this message, the receiver would wait for the chunk
/// until all other threads have ended.
type Made<T> = (usize, thread::Result<Vec<Result<T>>>);

fn run<T>(
    mut articles: Box<dyn Articles + '_>,
    mut work: impl FnMut(usize, &mut dyn Articles) -> Result<T>,
    take: &Receiver<(usize, Range<usize>)>,
    done: &Sender<Made<T>>,
) {
    for (number, range) in take {
        // After an error nothing else is read: each failure verifies the whole index.
        let make = || {
            let mut made = Vec::with_capacity(range.len());
            for at in range {
                made.push(work(at, articles.as_mut()));
                if made.last().is_some_and(Result::is_err) {
                    break;
                }
            }
            made
        };
        let made = catch_unwind(AssertUnwindSafe(make));
        let broken = made.is_err();
        if done.send((number, made)).is_err() || broken {
            return;
        }
    }
}
