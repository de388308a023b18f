//! The answers beyond a page of hits.
//!
//! Each file is named after its command, with six exceptions. [`collocates`] answers `kwic --collocates`, and
//! [`faceted`] a search whose facets may include names. `timeline --by` and `batch --by` share [`crosstable`], and
//! `interval` is the length of their periods. [`association`] has the statistical measures that [`collocates`],
//! [`names`] and [`terms`] share, and `compounds` joins the characters that [`terms`] finds. An answer is data, which
//! `page/` turns into text.

pub mod association;
pub mod batch;
pub mod check;
pub mod collocates;
mod compounds;
pub mod crosstable;
pub mod explain;
pub mod export;
pub mod faceted;
pub mod info;
mod interval;
pub mod kwic;
pub mod names;
pub mod story;
pub mod terms;
pub mod timeline;
