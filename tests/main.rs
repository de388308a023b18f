//! The integration tests: one binary, a module a subject.

mod architecture;
mod arguments;
mod cli;
mod conformance;
mod containers;
mod corpus;
mod dice;
mod dumps;
mod examples;
mod forms;
mod golden;
mod harness;
mod hostile;
mod languages;
mod laws;
mod one_answer;
mod openings;
mod ownership;
mod questions;
mod reliability;
mod remembered;
mod reuters;
mod schema;
mod sync;
mod truth;
mod unreliable_disk;
