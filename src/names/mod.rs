//! Names of people, places and organizations in articles, found without a model.
//!
//! In most languages, a capital letter within a sentence marks a name. [`Extractor`] finds the sequences of capitalized
//! words of an article. [`Gathering`] compares many articles to decide which of them are names, and which have a
//! capital only because of their position or the style of a headline. It also joins the variants of a name.
//!
//! The kinds of names are not distinguished. `lists` has the words that English capitalizes without naming anybody.

mod extract;
mod gathering;
mod grouping;
mod inflected;
mod inflection;
mod languages;
mod lists;
mod mention;
mod name;
mod run;
mod style;
mod variants;
mod word;

pub use extract::{Extract, Extractor};
pub use gathering::Gathering;
pub use grouping::{Gathered, Named};
pub use languages::marks_names;

#[cfg(test)]
mod tests;
