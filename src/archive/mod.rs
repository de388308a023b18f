//! Converts bytes to raw articles: the first stage of indexing.
//!
//! [`discover`] walks the folders, `layers` unpacks compressed files and containers, and [`decode`] converts bytes to
//! text. Each format is one file. It says whether it can read a file ([`Format::recognises`]), and passes on
//! [`RawArticle`]s one by one. Nothing here interprets what it reads; that is the task of `normalise/`.
//!
//! Without the feature `formats`, only plain text (`BUILT_IN`) is read. Every other format is still recognized, so that
//! none is mistaken for plain text, and is skipped. `not_built_in/` takes the place of the modules that need its
//! libraries.
//!
//! To add a format, add one file here, one line in `FORMATS` in `formats.rs`, and an example in `corpus/forms/`.

// Without `formats`, formats are recognized but not read.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

mod bounded;
pub(crate) mod byline_words;
mod charset;
mod clip;
mod column_mapping;
mod column_names;
mod columns;
mod cut;
pub mod decode;
pub mod discover;
mod documents;
mod exclusion;
mod feeds;
mod format;
mod formats;
mod front_matter;
mod headed;
mod html;
mod json;
mod jsonl;
mod layers;
mod mail;
mod media;
mod neighbours;
mod newsml;
mod newsml1;
mod ninjs;
mod nitf;
mod piece;
mod raw_article;
mod rcv1;
mod reason;
mod saved_page;
mod scans;
mod sgml;
mod sitemap;
mod story;
mod stream;
mod subtitles;
mod table;
mod tei;
mod text;
mod time;
mod vendors;
mod warc;
mod wire;
mod xml;

pub(crate) use bounded::article as within_limit;
pub use column_mapping::Columns;
pub use cut::Cut;
pub use discover::{Entry, ROOT, Start, Walk};
#[cfg(feature = "formats")]
pub use documents::apart as pdf_apart;
pub use exclusion::Exclusion;
use format::SNIFF;
pub use format::{Format, Reading};
pub(crate) use formats::is_built_in_now;
use formats::{FORMATS, is_built_in, not_built_in};
pub use formats::{format_names, format_of};
pub use layers::{member, read};
pub use piece::{Member, Other, Piece, Sink};
pub use raw_article::{Candidate, MAX_ARTICLE, Neighbours, RawArticle};
pub use reason::{Reason, Why};
pub(crate) use stream::json_lines;

#[cfg(test)]
mod charset_tests;
#[cfg(test)]
mod tests;

#[cfg(all(test, not(feature = "formats")))]
#[path = "not_built_in/tests.rs"]
mod not_built_in_tests;
