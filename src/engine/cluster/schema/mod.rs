//! What the cluster stores for an article: its fields, its tokens, and the article itself.
//!
//! [`document`] turns an article into a JSON document. [`mapping`] is derived from `index-schema/article.toml`.
//! [`places`] describes the second index, which stores where articles come from. [`period`] divides articles by their
//! dates.

pub mod document;
pub mod mapping;
pub mod meta;
pub mod names;
pub mod period;
pub mod places;
pub mod stored_article;
pub mod token_encoding;
