//! dateline: full-text search for news archives.
//!
//! Two pipelines, each on one page: [`indexing`] takes bytes to an index, [`searching`] takes a
//! query to a page of hits. [`answers`] has what can be asked beyond that. `ARCHITECTURE.md` has the map.

pub mod analysis;
pub mod answers;
pub mod archive;
pub mod article;
pub mod backup;
pub mod catalogue;
pub mod dates;
pub mod engine;
pub mod error;
pub mod evaluation;
pub mod indexing;
pub mod matching;
pub mod normalise;
pub mod packing;
pub mod page;
pub mod query;
pub mod ranking;
pub mod schema;
pub mod searching;
pub mod snippet;
pub mod web;
