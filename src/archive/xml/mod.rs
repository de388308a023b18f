//! Reads XML as a sequence of the elements that a format asks for, each as a small tree. The rest is not kept in
//! memory.
//!
//! Entities that a document defines are never expanded, and nothing external is fetched: unknown entities are empty.
//! Names are reported without their prefixes. Malformed documents are read as far as possible.

mod element;
mod entities;
mod paced;
#[cfg_attr(not(feature = "formats"), path = "../not_built_in/parse.rs")]
mod parse;
mod root;

pub use element::{Element, Node, Selection};
pub use entities::entity;
pub use parse::each;
pub use root::root;
