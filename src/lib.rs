//! Full-text search for news archives.
//!
//! [`sync`] updates an index from folders of articles, and [`Index`] answers searches:
//!
//! ```
//! use dateline::{Index, Options, Query, sync};
//!
//! # let place = tempfile::tempdir()?;
//! # let (archive, folder) = (place.path().join("archive"), place.path().join("index"));
//! # std::fs::create_dir(&archive)?;
//! # std::fs::write(archive.join("1.txt"), "date 1930-04-06\nSalt march ends\n\nThe salt tax was broken.\n")?;
//! sync(&[archive], &Options::of(folder.clone()), &mut ())?;
//! let answer = Index::open(&folder)?.search(&Query::new("salt tax").since("1930"))?;
//! assert_eq!(answer.counts.total, 1);
//! for hit in &answer.hits {
//!     println!("{}", hit.found.article.title.as_deref().unwrap_or("untitled"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The two pipelines have a module each: [`indexing`] turns files into an index, [`searching`] turns a query into a page
//! of hits. [`answers`] has timelines, concordances and the other kinds of answers. `ARCHITECTURE.md` has the map.
//!
//! [`Changes`] indexes articles that a program has as values instead of files, such as those of a format of its own.
//! `examples/` has a program for each.
//!
//! The command line and the web server are the features `cli` and `web`, which are on by default. Without the feature
//! `formats`, which `cli` includes, only wire text, JSON Lines and plain text are read.

#![warn(missing_docs)]

pub mod analysis;
pub mod answers;
pub mod archive;
pub mod article;
pub mod backup;
pub mod catalogue;
pub mod copy;
pub mod dates;
pub mod engine;
pub mod error;
pub mod evaluation;
pub mod indexing;
pub mod matching;
pub mod names;
pub mod normalise;

mod packing;
pub mod page;
pub mod query;
pub mod ranking;
pub mod schema;
pub mod searching;
pub mod snippet;
pub mod stories;
pub mod watching;
#[cfg(feature = "web")]
pub mod web;

pub use error::{Error, Result};
pub use indexing::{Changes, NewArticle, Options, Summary, sync};
pub use searching::{Index, Query};
