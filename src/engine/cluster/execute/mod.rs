//! Executes a plan: searches the cluster, verifies what lies between the bounds, rescores the best hits, and counts.

pub mod buckets;
pub mod counts;
pub mod day_counts;
pub mod days;
pub mod every;
pub mod facets;
pub mod page;
pub mod planned;
pub mod recency;
pub mod rescore;
pub mod resolved;
pub mod search;
pub mod top_hits;
