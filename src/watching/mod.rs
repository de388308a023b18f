//! Saved searches, which report each new article once, and not again after a rebuild or a copy.
//!
//! The folder `watch/` in the folder of an index holds the saved searches (`searches`), which people edit; the keys of
//! all articles that were in the archive at the last run, each with the number of the run that saw it first (`seen`);
//! and how far each search has been delivered (`state`). A run ([`Watch`]) first records which articles are new
//! (`arrivals`), and then asks each search for those of its matches that arrived since its last delivery (`finds`), and
//! passes them on (`delivery`).
//! What a delivery covers is recorded before it is made, and that it was made afterwards. `carry` copies the folder.
//! `docs/decisions/0006-saved-searches.md` has the reasons.

mod arrivals;
mod carry;
mod delivery;
mod finds;
mod folder;
mod loaded;
mod record;
mod saved_search;
mod searches;
mod seen;
mod state;
mod waiting;
mod watch;

pub use carry::{Carried, Carry, VerifiedSearches, carry, verify};
pub use delivery::{Delivery, Find, find_ahead};
pub use folder::{FOLDER, has_searches};
pub use saved_search::SavedSearch;
pub use searches::{Named, Searches, check_name};
pub(crate) use seen::REMEDY;
pub use waiting::{Waiting, waiting};
pub use watch::{Round, Watch};
