//! Planning: which queries answer a request, and how each segment is executed.
//!
//! [`select`] makes a [`physical_plan`] from a request, [`lower`] makes its queries, and [`describe`] prints it.
//! [`alternatives`] lists the other plans with the same answer, for tests.

pub mod alternatives;
mod capitals;
pub mod describe;
pub mod expansion_lists;
pub mod lower;
pub mod physical_plan;
pub mod select;
pub mod single_term;
pub mod term_lists;
