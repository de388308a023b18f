//! What receives the articles of a list of references.

use std::ops::ControlFlow;

use crate::archive::RawArticle;

/// Receives articles as they are read, and may stop the reading.
pub type Give<'a> = &'a mut dyn FnMut(RawArticle) -> ControlFlow<()>;
