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
//! The two pipelines have a module each: [`indexing`] turns files into an index, [`searching`] turns a query into a
//! page of hits. [`answers`] has timelines, concordances and the other kinds of answers, and [`page`] prints answers.
//! `ARCHITECTURE.md` has the map.
//!
//! Later versions may add fields to structs of options. Create them with `of`, `new` or `default`, and set the fields
//! that you need:
//!
//! ```
//! let mut options = dateline::Options::of("index".into());
//! options.memory = 1 << 30;
//! ```
//!
//! Modules that are not listed here are for the program and the tests of this package, and can change in any version.
//!
//! [`Changes`] indexes articles that a program has as values instead of files, such as those of a format of its own.
//! `examples/` has a program for each.
//!
//! The command line and the web server are the features `cli` and `web`, which are on by default. Without the feature
//! `formats`, which `cli` includes, only wire text, JSON Lines and plain text are read.

#![warn(missing_docs)]

pub mod answers;
pub mod article;
pub mod backup;
pub mod copy;
pub mod engine;
pub mod error;
pub mod evaluation;
pub mod indexing;
pub mod page;
pub mod query;
pub mod searching;
pub mod watching;
#[cfg(feature = "web")]
pub mod web;

mod packing;
mod stories;

// The program and the tests of this package use these modules, too.
#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod archive;
#[doc(hidden)]
pub mod catalogue;
#[doc(hidden)]
pub mod dates;
#[doc(hidden)]
pub mod matching;
#[doc(hidden)]
pub mod names;
#[doc(hidden)]
pub mod normalise;
#[doc(hidden)]
pub mod ranking;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod snippet;

pub use error::{Error, Result};
pub use indexing::{Changes, NewArticle, Options, Summary, sync};
pub use searching::{Index, Query};
