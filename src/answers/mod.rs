//! The answers beyond a page of hits.
//!
//! Each file is named after its command, with five exceptions. [`association`] has the statistical measures that
//! [`collocates`] (of `kwic`), [`names`] and [`terms`] share. [`crosstable`] is shared by `timeline --by` and
//! `batch --by`, and `interval` is the length of their periods. [`faceted`] is the answer of `search`. An answer is
//! data, which `page/` turns into text.

pub mod association;
pub mod batch;
pub mod check;
pub mod collocates;
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
