//! Refuses the address of a cluster, because saved searches are kept in the folder of an index.

use std::path::Path;

use dateline::engine::cluster::client::address::Address;
use dateline::error::{Error, Kind, Result};

/// Refuses the address of an index in a cluster.
pub fn refuse_address(location: &Path) -> Result<()> {
    match location.to_str().filter(|text| Address::is_address(text)) {
        None => Ok(()),
        Some(address) => {
            // The address may contain a password. Only a valid one is shown.
            let address = Address::parse(address)?;
            let message =
                format!("saved searches are not supported for an index in a cluster, {address}");
            Err(Error::new(Kind::Unsupported, message)
                .hint("copy the archive to a folder: dateline copy ADDRESS FOLDER"))
        }
    }
}
