//! Rescoring of hits, independent of the engine.
//!
//! An engine finds the best hits by BM25 over one field, in which titles have a higher weight. The first [`DEPTH`] hits
//! are then rescored with the positions of their words ([`Weights`]), and optionally with their age ([`recency`]). The
//! index depends only on [`LEVEL`] and [`TITLE`]. `docs/relevance.md` describes the effect of each part.

mod bm25;
pub mod expansion;
pub mod recency;
mod score;
mod shingles;

pub use bm25::{Collection, LEVEL, SATURATED, TITLE, slack};
pub(crate) use expansion::TermFrequencies;
pub use expansion::{Expansion, WeightedTerm};
pub use recency::Recency;
pub(crate) use score::{Closeness, Evidence};
pub use score::{DEPTH, Weights, pair};
pub(crate) use shingles::{Distinct, Shingles};
