//! The HTTP client of a cluster: sends requests, and returns complete JSON answers or problems.
//!
//! Servers are tried in turn. A request is sent again after a lost connection and when the cluster has too much to do,
//! which is harmless because every request of this engine may be repeated. Answers are bounded in length and in time.

pub mod address;
#[doc(hidden)]
pub mod answer;
mod backoff;
pub mod credentials;
#[doc(hidden)]
pub mod problem;
mod transport;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::engine::Budget;
use crate::error::Result;
use address::Address;
use credentials::Credentials;
use problem::{Answer, Problem};
use transport::{Failure, Incoming, Outgoing, Transport};

/// The maximum length of an answer, in bytes.
const LONGEST: u64 = 256 << 20;

/// The time between two checks of the budget while the client waits.
const CHECK: Duration = Duration::from_millis(50);

/// How to connect to a cluster.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The credentials.
    pub credentials: Credentials,
    /// The certificates of authorities to trust, in PEM format. By default, public authorities.
    pub authorities: Option<Vec<u8>>,
    /// The time that a request may take, with all its repetitions.
    pub timeout: Duration,
    /// How often a request is repeated if no server answers or the cluster has too much to do.
    pub repetitions: u32,
    /// The maximum length of an answer, in bytes.
    pub longest: u64,
}

impl Default for Connection {
    fn default() -> Connection {
        Connection {
            credentials: Credentials::default(),
            authorities: None,
            timeout: Duration::from_secs(60),
            repetitions: 4,
            longest: LONGEST,
        }
    }
}

/// A client of a cluster for one index. Threads share it.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
    budget: Budget,
}

#[derive(Debug)]
struct Shared {
    transport: Transport,
    address: Address,
    connection: Connection,
    /// The number of the server that answered last.
    preferred: AtomicUsize,
}

/// The body of a request.
#[derive(Clone, Copy)]
enum Body<'a> {
    None,
    Json(&'a [u8]),
    /// JSON values, each on a line.
    Lines(&'a [u8]),
}

/// What one round over the servers results in.
enum Round {
    Answered(String, Incoming),
    /// The request can be repeated, after this many seconds if the server asked for it.
    Again(Problem, Option<u64>),
}

impl Client {
    /// Returns a client. It does not connect yet.
    ///
    /// # Errors
    ///
    /// Fails if there are no certificates in [`Connection::authorities`].
    pub fn new(address: Address, connection: Connection) -> Result<Client> {
        let transport = Transport::new(connection.authorities.as_deref())?;
        let preferred = AtomicUsize::new(0);
        let shared = Arc::new(Shared { transport, address, connection, preferred });
        Ok(Client { shared, budget: Budget::default() })
    }

    /// Returns the same client for requests with a budget.
    pub fn within(&self, budget: &Budget) -> Client {
        Client { shared: Arc::clone(&self.shared), budget: budget.clone() }
    }

    /// Returns a client for another index of the same cluster, which shares the connections.
    pub fn of_index(&self, index: &str) -> Client {
        let Shared { transport, address, connection, preferred } = self.shared.as_ref();
        let shared = Shared {
            transport: transport.clone(),
            address: address.of_index(index),
            connection: connection.clone(),
            preferred: AtomicUsize::new(preferred.load(Ordering::Relaxed)),
        };
        Client { shared: Arc::new(shared), budget: self.budget.clone() }
    }

    /// Returns the address of the index.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    /// Returns the budget of the client's requests.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Sends a GET request for a path, such as `news/_mapping`.
    pub fn get(&self, path: &str) -> Answer<Value> {
        self.request("GET", path, Body::None)
    }

    /// Sends a POST request with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Answer<Value> {
        self.request("POST", path, Body::Json(body.to_string().as_bytes()))
    }

    /// Sends a PUT request with a JSON body.
    pub fn put(&self, path: &str, body: &Value) -> Answer<Value> {
        self.request("PUT", path, Body::Json(body.to_string().as_bytes()))
    }

    /// Sends a DELETE request, with a JSON body if there is one.
    pub fn delete(&self, path: &str, body: Option<&Value>) -> Answer<Value> {
        let body = body.map(Value::to_string);
        let body = body.as_ref().map_or(Body::None, |body| Body::Json(body.as_bytes()));
        self.request("DELETE", path, body)
    }

    /// Sends a POST request whose body is JSON values, each on a line.
    pub fn post_lines(&self, path: &str, lines: &[u8]) -> Answer<Value> {
        self.request("POST", path, Body::Lines(lines))
    }

    /// Sends a search to a path that ends in `_search`, and returns its answer if all shards contributed to it.
    pub fn search(&self, path: &str, body: &Value) -> Answer<Value> {
        answer::complete(self.post(path, body)?)
    }

    fn request(&self, method: &str, path: &str, body: Body) -> Answer<Value> {
        let ends = Instant::now() + self.shared.connection.timeout;
        let mut repetition = 0;
        loop {
            let (problem, asked) = match self.round(method, path, body, ends)? {
                Round::Answered(server, incoming) => return answer::json(&server, incoming),
                Round::Again(problem, asked) => (problem, asked),
            };
            let wait = backoff::wait(repetition, asked);
            if repetition >= self.shared.connection.repetitions || Instant::now() + wait >= ends {
                return Err(problem);
            }
            repetition += 1;
            self.pause(wait)?;
        }
    }

    /// Sends a request to each server in turn, until one answers.
    fn round(&self, method: &str, path: &str, body: Body, ends: Instant) -> Answer<Round> {
        let Shared { transport, address, connection, preferred } = self.shared.as_ref();
        let (content_type, bytes) = match body {
            Body::None => ("", None),
            Body::Json(bytes) => ("application/json", Some(bytes)),
            Body::Lines(bytes) => ("application/x-ndjson", Some(bytes)),
        };
        let servers = address.servers();
        let first = preferred.load(Ordering::Relaxed);
        let mut last = Problem::Unreachable("the address names no server".into());
        for number in (0..servers.len()).map(|number| (first + number) % servers.len()) {
            let server = &servers[number];
            self.budget.check().map_err(Problem::Ended)?;
            let left = ends.saturating_duration_since(Instant::now());
            let left = self.budget.remaining().map_or(left, |budget| budget.min(left));
            if left.is_zero() {
                return Err(Problem::Timeout(server.clone()));
            }
            let sent = transport.send(&Outgoing {
                method,
                url: &format!("{server}/{path}"),
                content_type,
                body: bytes,
                authorization: connection.credentials.header(),
                timeout: left,
                limit: connection.longest,
            });
            match sent {
                Ok(incoming) if is_busy(&incoming) => {
                    let why = format!("{server} answers HTTP {}", incoming.status);
                    return Ok(Round::Again(Problem::Busy(why), incoming.retry_after));
                }
                Ok(incoming) => {
                    preferred.store(number, Ordering::Relaxed);
                    return Ok(Round::Answered(server.clone(), incoming));
                }
                Err(failure @ Failure::Connection(_)) => last = Problem::of(server, failure),
                Err(failure) => {
                    // A spent budget explains more than the time limit of the request.
                    self.budget.check().map_err(Problem::Ended)?;
                    return Err(Problem::of(server, failure));
                }
            }
        }
        Ok(Round::Again(last, None))
    }

    /// Waits, unless the budget ends.
    pub fn pause(&self, wait: Duration) -> Answer<()> {
        let ends = Instant::now() + wait;
        loop {
            self.budget.check().map_err(Problem::Ended)?;
            let left = ends.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(CHECK));
        }
    }
}

/// Returns whether the cluster has too much to do, or a proxy cannot reach it.
fn is_busy(incoming: &Incoming) -> bool {
    matches!(incoming.status, 429 | 502 | 503 | 504)
}
