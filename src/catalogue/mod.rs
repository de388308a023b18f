//! The catalogue: the files that were seen, their verdicts, and the places of each article.
//!
//! It belongs to a commit: an immutable file next to the segments, flushed before the commit that records its name,
//! length and checksum. Data that can change while an article's text does not (its paths, its copies) is stored here
//! and not in the document. `encoding` defines the file format, `decoding` reads the file, and `view` reads the
//! parts that a search needs without unpacking the file.
//!
//! An indexing run holds the whole catalogue in memory, even for a large archive. An article takes about 44 bytes,
//! and about 10 more while the catalogue is written. A file takes about 250 bytes. A run compares its files with the
//! previous ones, so both share their records.

mod articles;
mod blocks;
mod contents;
mod decoding;
mod encoding;
mod facts;
mod form;
mod key_record;
mod key_set;
mod keys;
mod layout;
mod names;
mod places;
mod records;
mod sections;
mod totals;
mod view;

pub(crate) use articles::Placing;
pub use articles::{Articles, Placed};
pub use contents::Catalogue;
pub use key_set::KeyNumber;
pub(crate) use key_set::KeySet;
pub use keys::Keys;
pub use layout::RootHeader;
pub(crate) use records::{FILE, PARTLY_READ, WITHIN, file_hash};
pub use records::{FileRecord, Root, Verdict};
#[cfg(feature = "cluster")]
pub(crate) use totals::Totals;
pub use view::Place;
pub(crate) use view::View;

#[cfg(test)]
mod tests;
