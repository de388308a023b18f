//! The search pipeline: a query to a page of hits.
//!
//! ```text
//! query text ──query/──▶ Tree ──engine/──▶ Hits ──matching/──▶ marks ──snippet──▶ passages ──page/──▶ page
//! ```
//!
//! [`search`] produces the answer, regardless of how it is displayed.

mod base;
mod capitals;
mod counted;
mod expand;
mod highlight;
mod index;
pub mod keyed;
mod listing;
mod location;
mod notices;
mod query;
mod question;
mod remembered_stories;
mod search;
mod shared_articles;
mod shown;
mod similar;
mod stories;
mod story_counts;
mod story_part;
mod story_values;
pub mod suggest;
mod sweep;
mod undecided;
mod unique;
mod values;
mod words;

pub use self::stories::{Story, Version, story};
pub use base::base;
pub use counted::{articles, articles_match, files, grouped, stories};
pub use expand::expansion;
pub use highlight::{Highlighted, Highlighter};
pub use index::{Found, Index};
pub(crate) use index::{lost, spelt};
pub use listing::list;
pub use location::Location;
pub use notices::imprecise;
pub use query::{Every, Query};
pub use question::{HeaderValue, Question, Read};
pub use search::{Answer, Ask, search};
pub use shared_articles::SharedArticles;
pub use shown::Shown;
pub use similar::{AskSimilar, Like, Side, Similar, similar};
pub use story_counts::{StoriesInUse, stories_in_use, story_days, story_values};
pub use story_values::Counted;
pub use sweep::{sweep, sweep_into};
pub use unique::{Representative, StoryOfHit};
pub use words::with_words;
