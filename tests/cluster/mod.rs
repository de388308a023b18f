//! The cluster engine gives the answers of the other engines, on a server that the tests start.
//!
//! Needs Maven and a JDK 21 or later. Without them, the tests say that they are skipped.

mod conformance;
mod hostile;
mod loading;
mod reading;
mod server;
mod writing;
