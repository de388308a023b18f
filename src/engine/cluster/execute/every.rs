//! Every match of a request, in date order.

use serde_json::{Value, json};

use super::planned::{Asked, WINDOW, has_too_many_words};
use super::resolved::resolve;
use super::search::answer;
use super::top_hits::Ordering;
use crate::article::Article;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::plan::select::plan;
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::cluster::snapshot::record_reader::take_hits;
use crate::engine::{Articles, Hits, Matches, Request, Sort};
use crate::error::Result;

/// The number of articles that are read at once.
const BATCH: usize = 128;

/// Returns every match of a request in date order.
pub fn every(snapshot: &Snapshot, request: &Request) -> Result<(Hits, EveryMatch)> {
    let found = match attempt(snapshot, request, true) {
        Err(problem) if has_too_many_words(&problem) => attempt(snapshot, request, false),
        found => found,
    };
    Ok(found?)
}

fn attempt(snapshot: &Snapshot, request: &Request, expands: bool) -> Answer<(Hits, EveryMatch)> {
    let counting = Request { offset: 0, limit: 0, facets: Vec::new(), ..request.clone() };
    let plan = plan(snapshot, &counting, expands)?;
    let view = View::fixed(snapshot)?;
    let resolved = resolve(&view, request, &plan)?;
    let asked = Asked { request: &counting, plan: &plan, resolved: &resolved, view: &view };
    let hits = answer(&asked)?;
    let sort = if request.sort == Sort::Oldest { Ordering::Oldest } else { Ordering::Newest };
    let body = json!({
        "query": resolved.within(&request.when),
        "sort": sort.json(),
        "track_total_hits": false,
    });
    let (starts, count) = starts(&view, &body)?;
    if count as u64 != hits.total {
        return Err(Problem::Partial("the index changed while it was read".into()));
    }
    Ok((hits, EveryMatch { view, body, starts, count }))
}

/// Visits all matches, and returns the sort values that each batch follows, and the number of matches.
fn starts(view: &View, body: &Value) -> Answer<(Vec<Value>, usize)> {
    let mut body = body.clone();
    body["size"] = json!(WINDOW);
    body["_source"] = json!(false);
    let mut starts = Vec::new();
    let mut count = 0;
    loop {
        view.snapshot.client.budget().check().map_err(Problem::Ended)?;
        let hits = take_hits(&mut view.search("", &body)?);
        for hit in &hits {
            count += 1;
            if count % BATCH == 0 {
                starts.push(hit["sort"].clone());
            }
        }
        match hits.last() {
            Some(last) if hits.len() == WINDOW => body["search_after"] = last["sort"].clone(),
            _ => return Ok((starts, count)),
        }
    }
}

/// Every match of a request.
pub struct EveryMatch {
    view: View,
    body: Value,
    /// The sort values after which each batch begins, except the first.
    starts: Vec<Value>,
    count: usize,
}

impl Matches for EveryMatch {
    fn len(&self) -> usize {
        self.count
    }

    fn articles(&self) -> Result<Box<dyn Articles + '_>> {
        Ok(Box::new(BatchReader { matches: self, number: None, articles: Vec::new() }))
    }
}

/// Reads articles of matches, batch by batch.
struct BatchReader<'m> {
    matches: &'m EveryMatch,
    /// The number of the batch that has been read.
    number: Option<usize>,
    articles: Vec<Article>,
}

impl BatchReader<'_> {
    fn read_batch(&mut self, number: usize) -> Answer<()> {
        let EveryMatch { view, body, starts, count } = self.matches;
        let wanted = BATCH.min(count - number * BATCH);
        self.articles.clear();
        let mut body = body.clone();
        body["search_after"] = match number.checked_sub(1) {
            Some(before) => starts[before].clone(),
            None => Value::Null,
        };
        let mut size = wanted;
        while self.articles.len() < wanted {
            body["size"] = json!(size.min(wanted - self.articles.len()));
            if body["search_after"].is_null()
                && let Some(body) = body.as_object_mut()
            {
                body.remove("search_after");
            }
            let mut answer = match view.search("", &body) {
                // Long articles are read one by one.
                Err(Problem::TooLong(_)) if size > 1 => {
                    size = 1;
                    continue;
                }
                answer => answer?,
            };
            let hits = take_hits(&mut answer);
            let Some(last) = hits.last() else {
                let why = "articles were removed while they were read".into();
                return Err(Problem::Partial(why));
            };
            body["search_after"] = last["sort"].clone();
            for hit in hits {
                self.articles.push(view.snapshot.read(hit)?);
            }
        }
        self.number = Some(number);
        Ok(())
    }
}

impl Articles for BatchReader<'_> {
    fn read(&mut self, position: usize) -> Result<Article> {
        let number = position / BATCH;
        if self.number != Some(number) {
            self.read_batch(number)?;
        }
        // A batch has as many articles as it should.
        Ok(self.articles[position % BATCH].clone())
    }
}
