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

pub use bm25::{Collection, LEVEL, SATURATED, TITLE, rarity, slack};
pub use expansion::{Expansion, TermFrequencies, WeightedTerm};
pub use recency::Recency;
pub use score::{Closeness, DEPTH, Evidence, Weights, pair};
pub use shingles::Shingles;
