//! The catalogue: which files were seen, what became of each, and where each article lies.
//!
//! It belongs to a commit: an immutable file beside the segments, flushed before the commit that
//! names it with its length and checksum. What can change while an article's text does not (its
//! paths, its copies) is here and not in its document. [`encoding`] is the file's form, [`decoding`]
//! reads it, [`view`] is what a search reads of it without unpacking it.
//!
//! A run that indexes holds it in memory, whatever the archive's size: an article takes about 40
//! bytes, and some 10 more while the catalogue is written; a file takes about 250. A run compares its files
//! with those before, so their records are shared by both.

mod articles;
mod blocks;
mod contents;
mod decoding;
mod encoding;
mod facts;
mod form;
mod key_set;
mod keys;
mod layout;
mod names;
mod places;
mod records;
mod sections;
pub mod view;

pub use articles::{Articles, Placed, Placing};
pub use contents::Catalogue;
pub use key_set::{KeyNumber, KeySet};
pub use keys::Keys;
pub use layout::RootHeader;
pub use records::{FILE, FileRecord, PARTLY_READ, Root, Verdict, WITHIN, file_hash};
pub use view::{Place, View};

#[cfg(test)]
mod tests;
