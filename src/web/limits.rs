//! The limits of the server, each with its default.

use std::time::Duration;

/// What a request may ask for and how long it may take.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// The maximum length of a request's query string, in bytes.
    pub query_bytes: usize,
    /// The maximum number of hits per page.
    pub hits: usize,
    /// The maximum number of hits or lines that a page may skip.
    pub offset: usize,
    /// The maximum number of values per facet.
    pub facet_values: usize,
    /// The maximum number of concordance lines per page.
    pub lines: usize,
    /// The maximum number of buckets of a timeline.
    pub buckets: usize,
    /// The maximum number of articles that are read to find names.
    pub examined: usize,
    /// The number of searches that run at the same time.
    pub searches: usize,
    /// The number of searches that wait for their turn. Further ones are refused with 503.
    pub queue: usize,
    /// The time that a request may wait for its answer.
    pub time: Duration,
    /// The number of exports that run at the same time. Further ones are refused with 503.
    pub exports: usize,
    /// The maximum size of a request's body, in bytes. No request needs one.
    pub body_bytes: u64,
    /// The time that a client may take to send the header of a request, also after an earlier request.
    pub header_time: Duration,
    /// How long a client may pause while receiving an answer.
    pub idle_time: Duration,
    /// The number of open connections. Further ones wait.
    pub connections: usize,
    /// The maximum size of an original file that is served, in bytes.
    pub original_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            query_bytes: 64 << 10,
            hits: 1_000,
            offset: 100_000,
            facet_values: 10_000,
            lines: 1_000,
            buckets: 200_000,
            examined: 20_000,
            searches: std::thread::available_parallelism().map_or(1, usize::from),
            queue: 256,
            time: Duration::from_secs(5),
            exports: 2,
            body_bytes: 64 << 10,
            header_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(60),
            connections: 1_024,
            original_bytes: 256 << 20,
        }
    }
}
