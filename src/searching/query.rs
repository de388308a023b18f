//! A search as a value, for programs that use dateline as a library.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, FixedOffset, Utc};

use super::index::{Found, Index};
use super::question::Question;
use super::search::{Answer, Ask, search};
use crate::analysis::Analyzer;
use crate::engine::{Budget, FacetKind, Matches, Request, Sort};
use crate::error::Result;

/// A search: a query in the query language, filters, and which hits to return.
///
/// ```
/// use dateline::Query;
///
/// let query = Query::new("\"salt tax\" OR gabelle").since("1789").until("1790").limit(20);
/// ```
#[derive(Debug, Clone)]
pub struct Query {
    ask: Ask,
    time_limit: Option<Duration>,
    cancelled: Option<Arc<AtomicBool>>,
}

impl Query {
    /// Creates a search for a text in the query language, which returns the first 10 hits. Relative dates are resolved
    /// against the system clock, in UTC.
    pub fn new(text: impl Into<String>) -> Query {
        let now = DateTime::<Utc>::from(SystemTime::now()).fixed_offset();
        Query { ask: Ask::of(Question::of(text, now), 10), time_limit: None, cancelled: None }
    }

    /// Sets the instant that relative dates count from.
    pub fn now(mut self, now: DateTime<FixedOffset>) -> Query {
        self.ask.question.now = now;
        self
    }

    /// Sets the first year, month, day or instant, as `--since` reads it.
    pub fn since(mut self, date: impl Into<String>) -> Query {
        self.ask.question.since = Some(date.into());
        self
    }

    /// Sets the last year, month, day or instant, as `--until` reads it.
    pub fn until(mut self, date: impl Into<String>) -> Query {
        self.ask.question.until = Some(date.into());
        self
    }

    /// Adds a source. Articles of any of the added sources match.
    pub fn source(mut self, name: impl Into<String>) -> Query {
        self.ask.question.sources.push(name.into());
        self
    }

    /// Adds a language by its ISO 639 code. Articles in any of the added languages match.
    pub fn language(mut self, code: impl Into<String>) -> Query {
        self.ask.question.langs.push(code.into());
        self
    }

    /// Makes words alternatives, as `--match any` does.
    pub fn any(mut self) -> Query {
        self.ask.question.any = true;
        self
    }

    /// Also ranks articles by up to `terms` words of the best articles ([`TERMS`](crate::ranking::expansion::TERMS) is
    /// a good number). Changes only the order.
    pub fn expand(mut self, terms: usize) -> Query {
        self.ask.expand = Some(terms);
        self
    }

    /// Sets the order of hits. By default, hits are sorted by relevance, or by date if the query has no words.
    pub fn sort(mut self, sort: Sort) -> Query {
        self.ask.sort = Some(sort);
        self
    }

    /// Sets the number of hits to skip.
    pub fn offset(mut self, hits: usize) -> Query {
        self.ask.offset = hits;
        self
    }

    /// Sets the maximum number of hits. The default is 10.
    pub fn limit(mut self, hits: usize) -> Query {
        self.ask.limit = hits;
        self
    }

    /// Sets the maximum number of snippets per hit. The default is 0.
    pub fn snippets(mut self, number: usize) -> Query {
        self.ask.snippets = number;
        self
    }

    /// Adds a facet to count.
    pub fn facet(mut self, kind: FacetKind) -> Query {
        self.ask.facets.push(kind);
        self
    }

    /// Sets how long the search may take. A search that takes longer fails with
    /// [`Kind::Timeout`](crate::error::Kind::Timeout).
    pub fn time_limit(mut self, limit: Duration) -> Query {
        self.time_limit = Some(limit);
        self
    }

    /// Ends the search with [`Kind::Cancelled`](crate::error::Kind::Cancelled) when another thread sets the flag.
    pub fn cancelled_by(mut self, flag: Arc<AtomicBool>) -> Query {
        self.cancelled = Some(flag);
        self
    }

    fn budget(&self) -> Budget {
        let flag = self.cancelled.clone().map(Budget::cancelled_by).unwrap_or_default();
        // A deadline that the clock cannot show is never reached.
        let deadline = self.time_limit.and_then(|limit| Instant::now().checked_add(limit));
        flag.and(&deadline.map(Budget::until).unwrap_or_default())
    }
}

impl Index {
    /// Answers a search.
    ///
    /// # Errors
    ///
    /// Fails if the query is at fault ([`Kind::Query`](crate::error::Kind::Query), with the place), if the index cannot
    /// be read, or if the time limit is exceeded.
    pub fn search(&self, query: &Query) -> Result<Answer> {
        search(&self.within(&query.budget()), &query.ask)
    }

    /// Returns every article that a search matches: oldest first if the search sorts that way, otherwise newest first.
    /// Ignores the offset, the limit, the snippets and the facets of the search. The time limit includes the time until
    /// the last article is read, and the flag can end the search until then.
    ///
    /// # Errors
    ///
    /// Fails if the query is at fault, if the index cannot be read, or if the time limit is exceeded. The iterator returns
    /// an error as its last item for the same reasons.
    pub fn every(&self, query: &Query) -> Result<Every> {
        let index = self.within(&query.budget());
        let read = query.ask.question.read(&index, &mut Analyzer::default())?;
        let sort = query.ask.sort.unwrap_or(Sort::Newest);
        let (_, matches) = index.engine.every(&Request { sort, ..read.request() })?;
        Ok(Every { index, matches, next: 0, page: Vec::new().into_iter() })
    }
}

/// The number of articles that are read at once.
const PAGE: usize = 64;

/// An iterator over every article that a search matches.
pub struct Every {
    /// The index, with the budget of the search.
    index: Index,
    matches: Box<dyn Matches>,
    /// The position of the next match to read.
    next: usize,
    page: std::vec::IntoIter<Found>,
}

impl Every {
    fn read(&mut self) -> Result<()> {
        let end = self.matches.len().min(self.next + PAGE);
        let mut articles = self.matches.articles()?;
        let mut page = Vec::with_capacity(end - self.next);
        for position in self.next..end {
            page.push(self.index.found(articles.read(position)?)?);
        }
        drop(articles);
        (self.next, self.page) = (end, page.into_iter());
        Ok(())
    }
}

impl Iterator for Every {
    type Item = Result<Found>;

    fn next(&mut self) -> Option<Result<Found>> {
        if let Some(found) = self.page.next() {
            return Some(Ok(found));
        }
        if self.next == self.matches.len() {
            return None;
        }
        if let Err(error) = self.read() {
            // After an error the iterator ends.
            self.next = self.matches.len();
            return Some(Err(error));
        }
        self.page.next().map(Ok)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.page.len() + self.matches.len() - self.next;
        (0, Some(left))
    }
}
