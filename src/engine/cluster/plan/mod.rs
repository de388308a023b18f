//! From a request to queries of the cluster, and how they are executed.

pub mod lower;
pub mod physical_plan;
pub mod select;
