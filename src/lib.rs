//! dateline: full-text search for news archives.
//!
//! Two rivers, each told on one page: [`indexing`] takes bytes to an index, [`searching`] takes a
//! query to a page of hits. `ARCHITECTURE.md` has the map.

pub mod analysis;
pub mod archive;
pub mod article;
pub mod association;
pub mod backup;
pub mod batch;
pub mod catalogue;
pub mod checking;
pub mod collocation;
pub mod concordance;
pub mod dates;
pub mod engine;
pub mod error;
pub mod evaluation;
pub mod explaining;
pub mod exporting;
pub mod holdings;
pub mod indexing;
pub mod keyness;
pub mod matching;
pub mod normalise;
pub mod packing;
pub mod page;
pub mod query;
pub mod ranking;
pub mod schema;
pub mod searching;
pub mod snippet;
pub mod timeline;
pub mod web;
