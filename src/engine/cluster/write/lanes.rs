//! Keeps several bulk requests in flight without changing the order of operations on one article.
//!
//! Each article belongs to a lane by its key. A lane sends its requests one at a time, so that they take effect in
//! order. The lanes run in parallel.

use std::hash::BuildHasher;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::FxBuildHasher;

use super::bulk::{Batch, FULL};
use crate::engine::cluster::client::Client;
use crate::error::{Error, Kind, Result};

/// The number of lanes. More do not make a cluster on few cores faster, and take memory on both sides.
const LANES: usize = 4;

/// Bulk requests in flight.
pub struct Lanes(Vec<Lane>);

struct Lane {
    batch: Batch,
    batches: Option<Sender<Batch>>,
    outcomes: Receiver<Result<()>>,
    /// The number of requests that were handed to the thread and whose outcome is not known yet.
    waiting: usize,
    thread: Option<JoinHandle<()>>,
}

impl Lanes {
    /// Starts the lanes.
    pub fn new(client: &Client) -> Lanes {
        Lanes((0..LANES).map(|_| Lane::new(client.clone())).collect())
    }

    /// Adds the writing of a document.
    ///
    /// # Errors
    ///
    /// Fails if an earlier request has failed.
    pub fn put(&mut self, index: &str, key: &str, document: &str) -> Result<()> {
        let lane = self.lane(key);
        lane.batch.put(index, key, document);
        lane.send_if_full()
    }

    /// Adds the removal of a document.
    ///
    /// # Errors
    ///
    /// Fails if an earlier request has failed.
    pub fn delete(&mut self, index: &str, key: &str) -> Result<()> {
        let lane = self.lane(key);
        lane.batch.delete(index, key);
        lane.send_if_full()
    }

    /// Sends everything, and returns when all of it is acknowledged.
    ///
    /// # Errors
    ///
    /// Fails if a request has failed.
    pub fn finish(&mut self) -> Result<()> {
        for lane in &mut self.0 {
            lane.send()?;
        }
        for lane in &mut self.0 {
            lane.wait_for(0)?;
        }
        Ok(())
    }

    fn lane(&mut self, key: &str) -> &mut Lane {
        let number = FxBuildHasher.hash_one(key) as usize % self.0.len();
        &mut self.0[number]
    }
}

impl Lane {
    fn new(client: Client) -> Lane {
        let (batches, to_send) = bounded::<Batch>(1);
        let (sent, outcomes) = bounded::<Result<()>>(2);
        let work = move || {
            for batch in to_send {
                let outcome = batch.send(&client).map_err(Error::from);
                if sent.send(outcome).is_err() {
                    break;
                }
            }
        };
        let thread = Some(thread::spawn(work));
        Lane { batch: Batch::default(), batches: Some(batches), outcomes, waiting: 0, thread }
    }

    fn send_if_full(&mut self) -> Result<()> {
        if self.batch.bytes() < FULL { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        // One request is under way, and one waits.
        self.wait_for(1)?;
        let batch = std::mem::take(&mut self.batch);
        let batches = self.batches.as_ref().ok_or_else(ended)?;
        batches.send(batch).ok().ok_or_else(ended)?;
        self.waiting += 1;
        Ok(())
    }

    /// Waits until at most `waiting` requests have no outcome yet.
    fn wait_for(&mut self, waiting: usize) -> Result<()> {
        while self.waiting > waiting {
            let outcome = self.outcomes.recv().ok().ok_or_else(ended)?;
            self.waiting -= 1;
            outcome?;
        }
        Ok(())
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.batches = None;
        if let Some(thread) = self.thread.take() {
            // Only the outcome of a request can be lost with a panic, and the run has ended without waiting for it.
            crate::error::harmless(thread.join(), "the run has ended");
        }
    }
}

fn ended() -> Error {
    Error::new(Kind::Index, "writing to the cluster: a sending thread ended")
}
