//! The answers beyond a page of hits.
//!
//! Each file is named after its command, except [`association`], which has the statistical measures that
//! [`collocates`] and [`terms`] share, and [`crosstable`], which `timeline --by` and `batch --by` share. An answer is data: `page/` turns it into text.

pub mod association;
pub mod batch;
pub mod check;
pub mod collocates;
pub mod crosstable;
pub mod explain;
pub mod export;
pub mod info;
pub mod kwic;
pub mod terms;
pub mod timeline;
