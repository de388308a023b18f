//! The integration tests: one binary, a module a subject.

mod architecture;
mod cli;
mod conformance;
mod corpus;
mod golden;
mod harness;
mod laws;
mod openings;
mod reuters;
mod schema;
mod sync;
