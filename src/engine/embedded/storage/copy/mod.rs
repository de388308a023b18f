//! Copying a commit into another folder: [`source`] reads it, [`transfer_plan`] decides which files are copied, and
//! [`target`] writes them.

pub mod source;
pub mod target;
pub mod transfer_plan;
