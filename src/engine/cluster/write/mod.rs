//! Writing to a cluster.
//!
//! A cluster has no commit that covers several documents. Each step is therefore ordered so that a run that dies at any
//! point loses nothing and only leaves work to repeat: articles are written before the files that name them, and
//! articles without a file are removed before the file's document is. [`writer`] is the order of the steps, [`lanes`]
//! keeps several bulk requests in flight, [`places`] and [`facts`] write the catalogue file by file and [`loading`]
//! reads it back. [`lease`] keeps out other writers, [`indexes`] creates and deletes indexes that are ours, and
//! [`targets`] are the indexes of periods.

pub mod bulk;
pub mod facts;
pub mod indexes;
pub mod lanes;
pub mod lease;
pub mod loading;
pub mod places;
pub mod targets;
pub mod writer;
