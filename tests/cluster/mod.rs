//! The cluster engine gives the answers of the other engines, on a server that the tests start.
//!
//! Needs Maven and a JDK 21 or later. Without them, the tests say that they are skipped.

mod access;
mod checking;
mod conformance;
mod hostile;
mod loading;
mod periods;
mod proxy;
mod reading;
mod server;
mod serving;
mod writing;

/// Returns how many times as often as in a normal run the campaign repeats its rounds.
fn rounds() -> usize {
    std::env::var("DATELINE_ROUGH").ok().and_then(|number| number.parse().ok()).unwrap_or(1)
}
