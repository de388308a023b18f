//! The view of an index that a question is asked of: the index as it is, or a point in time, for questions that take
//! several requests.
//!
//! A point in time is kept by the nodes that hold the shards, and lost with any of them. It is then opened again. Articles do not
//! change while their key stays the same, so an answer that goes on by key from one view to the next has no article twice,
//! and misses only articles that were removed in the meantime.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::index::Snapshot;
use crate::engine::Budget;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::error::harmless;

/// How long the cluster keeps the view after each request.
const KEPT: &str = "5m";

/// The time that closing a view may take.
const CLOSING: Duration = Duration::from_secs(2);

/// How often a view is opened again for one request.
const REOPENED: usize = 5;

/// A view of an index. Threads share it.
pub struct View<'a> {
    /// The index.
    pub snapshot: &'a Snapshot,
    /// The point in time, if there is one.
    fixed: Option<Mutex<Fixed>>,
}

#[derive(Clone)]
struct Fixed {
    id: String,
    /// How often the view has been opened again.
    opened: usize,
}

impl<'a> View<'a> {
    /// Returns the view of an index as it is, for a single request.
    pub fn live(snapshot: &'a Snapshot) -> View<'a> {
        View { snapshot, fixed: None }
    }

    /// Opens the view of an index at this point in time.
    pub fn fixed(snapshot: &'a Snapshot) -> Answer<View<'a>> {
        let fixed = Fixed { id: open(snapshot)?, opened: 0 };
        Ok(View { snapshot, fixed: Some(Mutex::new(fixed)) })
    }

    /// Sends a search of the view. `parameters` are added to the address.
    pub fn search(&self, parameters: &str, body: &Value) -> Answer<Value> {
        let Some(fixed) = &self.fixed else { return self.snapshot.search(parameters, body) };
        let mut body = body.clone();
        for _ in 0..REOPENED {
            let Fixed { id, opened } = fixed.lock().unwrap_or_else(PoisonError::into_inner).clone();
            body["pit"] = json!({"id": id, "keep_alive": KEPT});
            let path = format!("_search?allow_partial_search_results=false{parameters}");
            match self.snapshot.client.search(&path, &body) {
                Err(problem) if is_lost(&problem) => self.reopen(fixed, opened)?,
                answer => return answer,
            }
        }
        Err(Problem::Partial("nodes are lost faster than the search can go on".into()))
    }

    /// Opens the view again, unless another thread has done so.
    fn reopen(&self, fixed: &Mutex<Fixed>, opened: usize) -> Answer<()> {
        let mut fixed = fixed.lock().unwrap_or_else(PoisonError::into_inner);
        if fixed.opened == opened {
            *fixed = Fixed { id: open(self.snapshot)?, opened: opened + 1 };
        }
        Ok(())
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        let Some(fixed) = &mut self.fixed else { return };
        let id = &fixed.get_mut().unwrap_or_else(PoisonError::into_inner).id;
        // A search whose budget is spent leaves nothing behind, either.
        let budget = Budget::until(Instant::now() + CLOSING);
        let client = self.snapshot.client.within(&budget);
        let closed = client.delete("_search/point_in_time", Some(&json!({"pit_id": [id]})));
        harmless(closed, "the cluster closes the view after a while");
    }
}

fn open(snapshot: &Snapshot) -> Answer<String> {
    let index = snapshot.client.address().index();
    let path =
        format!("{index}/_search/point_in_time?keep_alive={KEPT}&allow_partial_pit_creation=false");
    let answer = snapshot.client.post(&path, &json!({}))?;
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
