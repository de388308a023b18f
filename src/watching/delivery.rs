//! Deliveries: what a saved search passes on, article by article.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::finds::{Arrivals, Found, among};
use crate::error::Result;
use crate::query::tree::Keys;
use crate::searching::{Index, Read, SharedArticles, Shown, list};

/// A delivery: what is new for one search.
#[non_exhaustive]
pub struct Delivery<'a> {
    /// Identifies the delivery. If it is made again after a kill, it has the same id.
    pub id: String,
    /// The name of the search.
    pub name: String,
    /// The question as it was read.
    pub read: Read,
    /// The number of articles that it delivers, including corrections.
    pub total: u64,
    /// The number of corrections among them.
    pub corrections: u64,
    /// The number of corrections that it leaves out.
    pub left_out: u64,
    index: &'a Index,
    keys: Keys,
    corrected: Keys,
    /// The articles that several deliveries have.
    shared: Arc<SharedArticles>,
    /// The articles, if they were found ahead.
    ready: Mutex<Option<Vec<Find>>>,
}

/// The number of bytes of the body that are kept with a find.
const BEGINNING: usize = 16 << 10;

/// The maximum number of articles that are found ahead.
const AHEAD: u64 = 2_000;

/// Finds the articles of the first deliveries, on all cores, and returns how many deliveries those are. Deliveries of
/// many articles are left out, because each of them uses all cores.
pub fn find_ahead(deliveries: &[Delivery]) -> usize {
    let mut total = 0;
    let small = deliveries.iter().take_while(|delivery| {
        total += delivery.total;
        total <= AHEAD
    });
    let count = small.count();
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores.min(count) {
            scope.spawn(|| {
                while let Some(delivery) =
                    deliveries[..count].get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let mut finds = Vec::new();
                    let found = delivery.find(&mut |find| {
                        finds.push(find);
                        Ok(())
                    });
                    // If it failed, the delivery fails in the same way.
                    if found.is_ok() {
                        *delivery.ready.lock().unwrap_or_else(PoisonError::into_inner) =
                            Some(finds);
                    }
                }
            });
        }
    });
    count.max(1)
}

/// An article that a search found.
#[non_exhaustive]
pub struct Find {
    /// The article, ready to be shown.
    pub shown: Shown,
    /// Whether it corrects an article that was seen before.
    pub is_correction: bool,
}

impl<'a> Delivery<'a> {
    /// Creates the delivery of what a search found.
    pub fn new(
        id: String,
        name: &str,
        index: &'a Index,
        arrivals: &Arrivals,
        found: Found,
        updates: bool,
        shared: &Arc<SharedArticles>,
    ) -> Delivery<'a> {
        let keys = match updates {
            false => arrivals.articles.clone(),
            true => {
                let both = arrivals.articles.0.iter().chain(arrivals.corrections.0.iter());
                let mut both: Vec<_> = both.cloned().collect();
                both.sort_unstable();
                Keys(Arc::new(both))
            }
        };
        let (corrections, left_out) =
            if updates { (found.corrections, 0) } else { (0, found.corrections) };
        Delivery {
            id,
            name: name.to_string(),
            read: found.read,
            total: found.articles + corrections,
            corrections,
            left_out,
            index,
            keys,
            corrected: arrivals.corrections.clone(),
            shared: Arc::clone(shared),
            ready: Mutex::default(),
        }
    }

    /// Visits the articles, the newest first, until `visit` fails.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read, or if `visit` fails.
    pub fn each(&self, visit: &mut dyn FnMut(Find) -> Result<()>) -> Result<()> {
        let ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner).take();
        match ready {
            Some(finds) => finds.into_iter().try_for_each(visit),
            None => self.find(visit),
        }
    }

    fn find(&self, visit: &mut dyn FnMut(Find) -> Result<()>) -> Result<()> {
        let tree = among(&self.read, self.keys.clone());
        list(self.index, &self.read, &tree, 1, &self.shared, &mut |mut shown| {
            // Only the beginning is needed, for the heading of an article without a title.
            let body = &mut shown.found.article.body;
            body.truncate(body.floor_char_boundary(BEGINNING));
            let is_correction = self.corrected.contains(&shown.found.article.key);
            visit(Find { shown, is_correction })
        })
    }
}
