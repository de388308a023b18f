//! How long a PDF may take, and how many of its pages are read.

use std::time::Duration;

use crate::archive::{Reason, Why};

/// The time limit of a file. A file that takes longer is read again in the next run.
pub const TIME: Duration = Duration::from_secs(6);
/// The maximum number of pages that are read of one file.
pub const PAGES: usize = 2_000;

/// Returns the reason for skipping a file that takes longer.
pub fn out_of_time() -> Why {
    Reason::Unreadable.because("the PDF takes more than 6 seconds to read")
}
