//! What all requests share.

use std::net::SocketAddr;
use std::sync::Arc;

use super::activity::Activity;
use super::follow::Followed;
use super::guard::{Access, Guard};
use super::held::Known;
use super::limits::Limits;
use super::metrics::Metrics;
use super::parameters::Clock;
use super::pool::Pool;
use crate::error::{Error, Result};
use crate::searching::Location;

/// How to serve an index.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The index.
    pub location: Location,
    /// The address to listen on. Port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The URL that clients use, if there is a proxy in front: `https://news.example/archive`.
    pub public_url: Option<String>,
    /// Who may ask.
    pub access: Access,
    /// The limits.
    pub limits: Limits,
    /// Whether the log holds what was asked for.
    pub log_queries: bool,
    /// The clock.
    pub clock: Clock,
    /// What is being done besides answering.
    pub activity: Activity,
}

impl Options {
    /// Returns the options for an index and an address: the usual limits, no token, and a log without queries.
    pub fn of(location: Location, listen: SocketAddr, clock: Clock) -> Options {
        Options {
            location,
            listen,
            public_url: None,
            access: Access::default(),
            limits: Limits::default(),
            log_queries: false,
            clock,
            activity: Activity::default(),
        }
    }
}

/// What all requests share.
pub struct State {
    /// The options.
    pub options: Options,
    /// The address that the server listens on.
    pub address: SocketAddr,
    /// The address that clients use, without a final slash.
    pub public: String,
    /// The path of that address, which every link begins with: empty, or `/archive`.
    pub base: String,
    /// Checks hosts, tokens and origins.
    pub guard: Guard,
    /// Threads for searches.
    pub searches: Pool,
    /// Threads for exports.
    pub exports: Pool,
    /// Counters.
    pub metrics: Metrics,
    /// The index.
    pub index: Arc<Followed>,
    /// What the archive holds.
    pub held: Known,
}

impl State {
    /// Starts the threads.
    pub fn new(options: Options, address: SocketAddr) -> Result<State> {
        let public = match &options.public_url {
            Some(url) => url.trim_end_matches('/').to_string(),
            None => format!("http://{address}"),
        };
        let after_scheme =
            public.strip_prefix("https://").or_else(|| public.strip_prefix("http://"));
        let Some((host, base)) = after_scheme.map(|rest| match rest.find('/') {
            Some(at) => (rest[..at].to_string(), rest[at..].to_string()),
            None => (rest.to_string(), String::new()),
        }) else {
            return Err(Error::usage(format!("--public-url: {public:?} is not an address"))
                .hint("write https://news.example or https://news.example/archive"));
        };
        let guard = Guard::new(&options.access, address, &host, public.starts_with("https://"));
        let index = Followed::start(options.location.clone())?;
        let limits = &options.limits;
        let searches = Pool::start(&index, limits.searches, limits.queue, Some(limits.time))?;
        let exports = Pool::start(&index, limits.exports, limits.exports, None)?;
        let metrics = Metrics::default();
        let held = Known::new(options.activity.clone());
        Ok(State { options, address, public, base, guard, searches, exports, metrics, index, held })
    }
}
