//! Stories: articles that are versions of one another, such as copies, cuts, and rewrites with a new lead.
//!
//! Similarity is not transitive, so a story is defined by its earliest article. Articles are visited by date, the
//! earliest first, and in the order of their keys within one instant. An article joins the story of the earliest leader
//! that is [similar](Signature::is_similar_with) to it and at most a week older. Without one, it leads a story. Whether
//! two articles are similar depends only on these two, so stories depend neither on a query nor on the order of
//! indexing.
//!
//! An article without a date, or whose date is known only to the month or the year, is a story of its own, because
//! nobody can say whether it is within the window. `docs/stories.md` has the measurements.

mod leaders;
mod signature;
#[cfg(test)]
mod tests;

pub use leaders::{Leaders, Place};
pub use signature::Signature;
