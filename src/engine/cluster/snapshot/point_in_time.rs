//! The view of an index that a question is asked of: the index as it is, or a point in time, for questions that take
//! several requests.
//!
//! The nodes that hold the shards keep a point in time, and it is lost with any of them. It is then opened again.
//! Articles do not change while their key stays the same, so an answer that continues by key in the next view has no
//! article twice, and misses only articles that were removed in the meantime.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::index::Snapshot;
use super::record_reader::take_hits;
use crate::engine::Budget;
use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::error::harmless;

/// How long the cluster keeps the view after each request.
const KEPT: &str = "5m";

/// The time that closing a view may take.
const CLOSING: Duration = Duration::from_secs(2);

/// How often a view is opened again for one request.
const REOPENED: usize = 5;

/// The number of hits in one answer is at most this. It is OpenSearch's default limit.
const WINDOW: usize = 10_000;

/// A view of an index. Threads share it.
pub struct View {
    /// The index.
    pub snapshot: Snapshot,
    /// The point in time, if there is one.
    fixed: Option<PointInTime>,
}

impl View {
    /// Returns the view of an index as it is, for a single request.
    pub fn live(snapshot: &Snapshot) -> View {
        View { snapshot: snapshot.clone(), fixed: None }
    }

    /// Opens the view of an index at this point in time.
    pub fn fixed(snapshot: &Snapshot) -> Answer<View> {
        let fixed = PointInTime::open(&snapshot.client, snapshot.client.address().index())?;
        Ok(View { snapshot: snapshot.clone(), fixed: Some(fixed) })
    }

    /// Sends a search of the view. `parameters` are added to the address.
    pub fn search(&self, parameters: &str, body: &Value) -> Answer<Value> {
        match &self.fixed {
            None => self.snapshot.search(parameters, body),
            Some(fixed) => {
                fixed.search(&format!("{}{parameters}", self.snapshot.parameters()), body)
            }
        }
    }
}

/// An index at a point in time. Threads share it.
pub struct PointInTime {
    client: Client,
    index: String,
    opened: Mutex<Opened>,
}

#[derive(Clone)]
struct Opened {
    id: String,
    /// How often the view has been opened again.
    times: usize,
}

impl PointInTime {
    /// Opens a view of an index.
    pub fn open(client: &Client, index: &str) -> Answer<PointInTime> {
        let opened = Mutex::new(Opened { id: open(client, index)?, times: 0 });
        Ok(PointInTime { client: client.clone(), index: index.to_string(), opened })
    }

    /// Sends a search of the view. `parameters` are added to the address.
    pub fn search(&self, parameters: &str, body: &Value) -> Answer<Value> {
        let mut body = body.clone();
        for _ in 0..REOPENED {
            let Opened { id, times } =
                self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
            body["pit"] = json!({"id": id, "keep_alive": KEPT});
            let path = format!("_search?allow_partial_search_results=false{parameters}");
            match self.client.search(&path, &body) {
                Err(problem) if is_lost(&problem) => self.reopen(times)?,
                answer => return answer,
            }
        }
        Err(Problem::Partial("nodes are lost faster than the search can go on".into()))
    }

    /// Visits every hit of a search whose `sort` has no ties, in pages of `at_once`.
    pub fn each<E: From<Problem>>(
        &self,
        mut body: Value,
        at_once: usize,
        visit: &mut dyn FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let at_once = at_once.min(WINDOW);
        body["size"] = json!(at_once);
        body["track_total_hits"] = json!(false);
        loop {
            self.client.budget().check().map_err(Problem::Ended)?;
            let hits = take_hits(&mut self.search("", &body)?);
            let last = hits.last().filter(|_| hits.len() == at_once);
            let last = last.map(|hit| hit["sort"].clone());
            for hit in hits {
                visit(hit)?;
            }
            match last {
                Some(last) => body["search_after"] = last,
                None => return Ok(()),
            }
        }
    }

    /// Opens the view again, unless another thread has done so.
    fn reopen(&self, times: usize) -> Answer<()> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.times == times {
            *opened = Opened { id: open(&self.client, &self.index)?, times: times + 1 };
        }
        Ok(())
    }
}

impl Drop for PointInTime {
    fn drop(&mut self) {
        let id = &self.opened.get_mut().unwrap_or_else(PoisonError::into_inner).id;
        // A search whose budget is spent leaves nothing behind, either.
        let budget = Budget::until(Instant::now() + CLOSING);
        let client = self.client.within(&budget);
        let closed = client.delete("_search/point_in_time", Some(&json!({"pit_id": [id]})));
        harmless(closed, "the cluster closes the view after a while");
    }
}

fn open(client: &Client, index: &str) -> Answer<String> {
    let path =
        format!("{index}/_search/point_in_time?keep_alive={KEPT}&allow_partial_pit_creation=false");
    let answer = client.post(&path, &json!({}))?;
    match answer["pit_id"].as_str() {
        Some(id) => Ok(id.to_string()),
        None => Err(Problem::NotOpenSearch("the answer has no point in time".into())),
    }
}

/// Returns whether a problem is that the view is lost.
fn is_lost(problem: &Problem) -> bool {
    match problem {
        Problem::Partial(_) => true,
        Problem::Refused(refusal) => [
            "search_context_missing_exception",
            "node_not_connected_exception",
            "node_disconnected_exception",
            "no_shard_available_action_exception",
        ]
        .into_iter()
        .any(|kind| refusal.is(kind)),
        _ => false,
    }
}
