//! Planning: which queries answer a request, and how they are executed.

pub mod expand;
pub mod lower;
pub mod scoring_terms;
