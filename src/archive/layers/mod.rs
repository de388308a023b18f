//! The layers around the text of a file: compression, containers, and containers within containers. Everything is
//! streamed, and nothing is unpacked to disk.
//!
//! A file may only decompress to a multiple of its size, over all its layers. This limits time and memory for any
//! content. Names in containers are only labels, never paths to write to.

mod breaks;
mod budget;
mod file;
mod member;
mod packed;
mod source;
mod stack;
#[cfg_attr(not(feature = "formats"), path = "../not_built_in/unpack.rs")]
mod unpack;
mod wanted;

pub use file::read;
pub use member::member;
use source::Source;
use stack::Layers;
