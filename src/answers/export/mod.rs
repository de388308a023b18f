//! Exports: every hit as a whole article, with a manifest to repeat the export.
//!
//! The manifest has the question as it was read, the commit, the counts, and a checksum of every row. Repeating an
//! export shows what has changed.

mod manifest;
mod recorder;
mod rows;

pub use manifest::{Asked, Commit, Differences, Manifest, Rows};
pub use recorder::Recorder;
pub use rows::{Export, Exported, Form, Row, Sink, export, export_among};
