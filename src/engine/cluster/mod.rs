//! The cluster engine: an OpenSearch cluster on other machines, behind the same traits as the embedded engine.
//!
//! The folders have the names of those of `embedded` wherever they have the same task. `client` is the only folder that
//! speaks HTTP.

pub mod client;
pub mod schema;
pub mod write;
