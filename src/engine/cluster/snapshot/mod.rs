//! An index of a cluster, opened for reading.
//!
//! A cluster has no commits that a reader could hold on to. [`index`] is what is known about the index when it is
//! opened, and [`point_in_time`] a view for questions that take several requests.

pub mod catalogue;
pub mod index;
mod narrowing;
pub mod point_in_time;
pub mod record_reader;
