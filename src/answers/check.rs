//! Verifies an index, for `dateline check`: what its engine stores, and the records of saved searches.

use crate::engine::{Damage, Storage, Verified};
use crate::error::Result;
use crate::searching::Location;
use crate::watching::{self, REMEDY};

/// Verifies an index. `all` is whether to read every article of an index in a cluster, not a sample.
///
/// # Errors
///
/// Fails if there is no index, or if it cannot be read at all. Damage is not an error: [`Verified`] lists it.
pub fn check(location: &Location, all: bool) -> Result<Verified> {
    let mut verified = location.maintenance().verify(all)?;
    let Some(folder) = location.folder() else { return Ok(verified) };
    let searches = watching::verify(folder)?;
    if let Storage::Files { files, bytes, .. } = &mut verified.storage {
        *files += searches.files;
        *bytes += searches.bytes;
    }
    if verified.is_intact() && !searches.damage.is_empty() {
        verified.remedy = Some(REMEDY.to_string());
    }
    let damaged = searches.damage.into_iter();
    verified.damage.extend(damaged.map(|(file, problem)| Damage::of_file(file, problem)));
    Ok(verified)
}
