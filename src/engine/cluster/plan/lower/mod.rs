//! Lowers a tree to queries of the cluster.

pub mod bounds;
mod candidates;
mod near;
mod not_near;
mod parts;
mod repeated;
mod sequence;
mod sources;
pub mod tree;
mod words;
