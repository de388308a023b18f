//! The indexing pipeline: from bytes to an index.
//!
//! ```text
//! bytes ──archive/──▶ RawArticle ──normalise/──▶ Article ──engine/──▶ document ──▶ segment
//! ```
//!
//! [`sync`](sync()) updates an index from a list of paths.

mod accounting;
mod articles;
mod checkpoint;
mod closing;
pub mod converters;
mod details;
mod due;
mod inherited;
mod keeping;
mod ledger;
mod options;
mod pipeline;
mod preview;
mod previous_run;
mod reading;
mod reading_options;
mod rebuilding;
mod removals;
pub mod report;
mod reread;
mod root_options;
mod roots;
mod settling;
mod skips;
mod source_folder;
mod stoppable;
mod stored_options;
mod survey;
mod sync;
mod unchanged;
mod value_paths;
mod values;
mod verdicts;

pub use crate::archive::{Columns, Walk};
pub use crate::normalise::Zone;
pub use options::{Commits, Options};
pub use preview::{Preview, preview};
pub use reading_options::{GivenOptions, ReadingOptions};
pub use rebuilding::{rebuild, rebuild_in};
pub use report::{Observer, Summary};
pub use root_options::RootOptions;
pub use skips::{Skip, Skips};
pub use sync::{sync, sync_into};
pub use value_paths::is_of_values;
pub use values::{Changes, NewArticle, index_lines, index_lines_in};
