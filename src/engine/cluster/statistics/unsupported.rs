//! Questions that the cluster engine does not answer.

use crate::error::{Error, Kind, Result};

/// Returns the error about a question that needs what a cluster does not offer.
pub fn unsupported<T>(what: &str, why: &str) -> Result<T> {
    let message = format!("{what} are not supported by the cluster engine: {why}");
    Err(Error::new(Kind::Unsupported, message)
        .hint("copy the articles to an index in a folder, and ask there"))
}
