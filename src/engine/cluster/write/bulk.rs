//! Bulk requests: many documents in one request, each with its own result.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::problem::{Answer, Problem, Refusal};

/// The size of a request, in bytes, from which it is sent. The cluster's documentation advises 5 to 15 MB; above 8 MB,
/// a small heap refuses requests.
pub const FULL: usize = 5 << 20;

/// How long the shards of a request may be unavailable before its items fail and are sent again.
const TIMEOUT: &str = "10s";

/// How long to send items again that the cluster had no room for, or whose shard was unavailable.
const PATIENCE: Duration = Duration::from_secs(120);

/// The first and the longest wait before items are sent again.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The operations of a request, in order.
#[derive(Debug, Default)]
pub struct Batch {
    lines: Vec<u8>,
    /// The bytes of each operation.
    operations: Vec<Range<usize>>,
}

impl Batch {
    /// Adds an operation that writes a document, which replaces the one with the same id.
    pub fn put(&mut self, index: &str, id: &str, document: &str) {
        let action = json!({"index": {"_index": index, "_id": id}});
        self.push(&[&action.to_string(), document]);
    }

    /// Adds the removal of a document, if there is one with this id.
    pub fn delete(&mut self, index: &str, id: &str) {
        self.push(&[&json!({"delete": {"_index": index, "_id": id}}).to_string()]);
    }

    fn push(&mut self, lines: &[&str]) {
        let start = self.lines.len();
        for line in lines {
            self.lines.extend(line.as_bytes());
            self.lines.push(b'\n');
        }
        self.operations.push(start..self.lines.len());
    }

    /// Returns the size of the request, in bytes.
    pub fn bytes(&self) -> usize {
        self.lines.len()
    }

    /// Returns whether there are no operations.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Returns the operations with these numbers.
    fn only(&self, numbers: &BTreeSet<usize>) -> Batch {
        let mut some = Batch::default();
        for number in numbers {
            let start = some.lines.len();
            some.lines.extend(&self.lines[self.operations[*number].clone()]);
            some.operations.push(start..some.lines.len());
        }
        some
    }

    /// Sends the request, and returns when the cluster has acknowledged every operation.
    ///
    /// Operations that the cluster could not do for a passing reason are sent again. That is harmless, because an id is
    /// written with the same content or removed again. An operation on the same id that follows in the batch is sent
    /// again, too, to keep their order.
    ///
    /// # Errors
    ///
    /// Fails if an operation is refused, or if the cluster stays unavailable.
    pub fn send(self, client: &Client) -> Answer<()> {
        let mut batch = self;
        let (mut wait, began) = (FIRST_WAIT, Instant::now());
        while !batch.is_empty() {
            let path = format!(
                "_bulk?timeout={TIMEOUT}&filter_path=errors,items.*._id,items.*.status,items.*.error"
            );
            let answer = client.post_lines(&path, &batch.lines)?;
            let (again, why) = outcome(&answer, batch.operations.len())?;
            let Some(why) = why else { break };
            if began.elapsed() > PATIENCE {
                return Err(why);
            }
            client.pause(wait)?;
            wait = (wait * 2).min(LONGEST_WAIT);
            batch = batch.only(&again);
        }
        Ok(())
    }
}

/// Returns the numbers of the operations that have to be sent again, and the first problem with one of them.
fn outcome(answer: &Value, operations: usize) -> Answer<(BTreeSet<usize>, Option<Problem>)> {
    let wrong = || Problem::NotOpenSearch("the answer to a bulk request lists no items".into());
    let (mut again, mut why) = (BTreeSet::new(), None);
    let items = answer["items"].as_array().ok_or_else(wrong)?;
    if items.len() != operations {
        return Err(wrong());
    }
    let mut unfinished: BTreeSet<&str> = BTreeSet::new();
    for (number, item) in items.iter().enumerate() {
        let (action, item) =
            item.as_object().and_then(|item| item.iter().next()).ok_or_else(wrong)?;
        let status = item["status"].as_u64().ok_or_else(wrong)?;
        let id = item["_id"].as_str().unwrap_or_default();
        // A document that is not there is removed.
        let done = (200..300).contains(&status) || action == "delete" && status == 404;
        if done && !unfinished.contains(id) {
            continue;
        }
        if done {
            again.insert(number);
            continue;
        }
        let refusal = Refusal::of(u16::try_from(status).unwrap_or(500), item);
        match (status, refusal) {
            (429 | 500..=599, refusal) => {
                unfinished.insert(id);
                again.insert(number);
                let reason =
                    refusal.map_or_else(|| format!("HTTP {status}"), |refusal| refusal.reason);
                why.get_or_insert(Problem::Busy(reason));
            }
            (_, Some(mut refusal)) => {
                refusal.reason = format!("document {id}: {}", refusal.reason);
                return Err(Problem::Refused(refusal));
            }
            (_, None) => return Err(wrong()),
        }
    }
    Ok((again, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_for_a_passing_reason_is_sent_again_in_order() {
        let answer = json!({"errors": true, "items": [
            {"index": {"_id": "a", "status": 201}},
            {"index": {"_id": "b", "status": 429, "error": {"type": "circuit_breaking_exception", "reason": "full"}}},
            {"delete": {"_id": "c", "status": 404}},
            {"delete": {"_id": "b", "status": 200}},
            {"index": {"_id": "d", "status": 503, "error": {"type": "unavailable_shards_exception", "reason": "gone"}}},
        ]});
        let (again, why) = outcome(&answer, 5).unwrap();
        assert_eq!(again, BTreeSet::from([1, 3, 4]));
        assert!(matches!(why, Some(Problem::Busy(reason)) if reason == "full"));
        let mut batch = Batch::default();
        for id in ["a", "b", "c"] {
            batch.put("news", id, "{}");
        }
        let text = String::from_utf8(batch.only(&BTreeSet::from([1, 2])).lines).unwrap();
        assert_eq!(text.lines().count(), 4);
        assert!(
            text.starts_with("{\"index\":{\"_index\":\"news\",\"_id\":\"b\"}}\n{}\n"),
            "{text}"
        );
    }

    #[test]
    fn what_is_refused_is_an_error_that_names_the_document() {
        let answer = json!({"items": [
            {"index": {"_id": "a", "status": 400, "error": {"type": "mapper_parsing_exception", "reason": "no"}}},
        ]});
        let Err(Problem::Refused(refusal)) = outcome(&answer, 1) else { panic!("no refusal") };
        assert_eq!(refusal.reason, "document a: no");
        assert!(outcome(&json!({"items": []}), 1).is_err());
        assert!(outcome(&json!({}), 0).is_err());
    }
}
