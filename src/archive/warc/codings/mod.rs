//! Content codings of web responses (RFC 9110, section 8.4.1).

mod coding;
#[cfg_attr(not(feature = "formats"), path = "../../not_built_in/decoder.rs")]
mod decoder;

pub use coding::{Body, Coding};
pub use decoder::undo;
