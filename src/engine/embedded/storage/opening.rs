//! Opening tantivy's index, and reading the payload and the dictionary of a commit.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use tantivy::{Directory, Index, TantivyError};

use super::commit_checksum::split_checksum;
use super::directory::Folder;
use super::errors::{rebuild_hint, remedy, unreadable};
use super::file_names::META;
use super::mapped_file::Mapped;
use super::payload::{Payload, SideFile};
use super::verification::check_files;
use crate::catalogue::Catalogue;
use crate::error::{Error, Kind, Result};

/// The part of `meta.json` that tantivy keeps for its user.
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

/// Opens tantivy's index and reads the payload of its commit.
///
/// # Errors
///
/// Fails if the index has another version of the schema or of the analysis, or is damaged.
pub fn open_index(directory: Folder, folder: &Path) -> Result<(Index, Payload)> {
    let fail = |error: TantivyError| {
        let hint = remedy(&error, folder);
        Error::index("opening the index", folder, error).hint(hint)
    };
    let meta = folder.join(META);
    let bytes = fs::read(&meta).map_err(|error| unreadable("opening", &meta, &error, folder))?;
    split_checksum(&bytes).map_err(|cause| {
        Error::index("opening", &meta, format!("it is damaged: {cause}")).hint(rebuild_hint(folder))
    })?;
    let index = Index::open(directory.clone()).map_err(fail)?;
    // A reader's directory remembers what tantivy has read, so that the payload belongs to the same commit.
    let data = directory.atomic_read(Path::new(META)).map_err(|error| fail(error.into()))?;
    let damaged =
        |error| Error::index("opening the index", folder, error).hint(rebuild_hint(folder));
    let Meta { payload } = serde_json::from_slice(&data).map_err(damaged)?;
    let payload: Payload = match &payload {
        // The index was created but never committed.
        None => return Ok((index, Payload::default())),
        Some(text) => serde_json::from_str(text).map_err(damaged)?,
    };
    let versions = [
        ("schema", payload.schema, crate::schema::schema().version),
        ("analysis", payload.analysis.into(), crate::analysis::VERSION.into()),
    ];
    if let Some((what, found, ours)) = versions.into_iter().find(|(_, found, ours)| found != ours) {
        let message = format!(
            "the index {} has {what} version {found}, but this dateline reads version {ours}",
            folder.display(),
        );
        return Err(Error::new(Kind::Index, message).hint(rebuild_hint(folder)));
    }
    let Some(files) = directory.files() else {
        return Err(Error::index("opening", &meta, "it is damaged: its checksum is missing")
            .hint(rebuild_hint(folder)));
    };
    check_files(folder, &files)?;
    Ok((index, payload))
}

/// Reads the payload of a commit without opening the index.
pub fn read_payload(folder: &Path) -> Result<Payload> {
    let path = folder.join(META);
    let fail = |cause: String| Error::index("opening", &path, cause).hint(rebuild_hint(folder));
    let bytes = fs::read(&path).map_err(|error| unreadable("opening", &path, &error, folder))?;
    let (data, _) = split_checksum(&bytes).map_err(fail)?;
    let meta: serde_json::Value =
        serde_json::from_slice(data).map_err(|error| fail(error.to_string()))?;
    match &meta["payload"] {
        // The index was created but never committed.
        serde_json::Value::Null => Ok(Payload::default()),
        serde_json::Value::String(payload) => {
            serde_json::from_str(payload).map_err(|error| fail(error.to_string()))
        }
        _ => Err(fail("its payload is not a text".to_string())),
    }
}

/// Reads a whole catalogue.
pub fn stored_catalogue(folder: &Path, file: &SideFile) -> Result<Catalogue> {
    let bytes = Mapped::open(folder, file)?;
    Catalogue::decode_in_pieces(&bytes, &|| bytes.release()).map_err(|error| {
        Error::index("opening", &folder.join(&file.name), error).hint(rebuild_hint(folder))
    })
}

/// Maps the zstd dictionary of a commit. Returns `None` if it has none.
pub fn mapped_dictionary(folder: &Path, payload: &Payload) -> Result<Option<Mapped>> {
    payload.dictionary.as_ref().map(|file| Mapped::open(folder, file)).transpose()
}

/// Reads the zstd dictionary of a commit. Returns an empty vector if it has none.
pub fn read_dictionary(folder: &Path, payload: &Payload) -> Result<Vec<u8>> {
    let mapped = mapped_dictionary(folder, payload)?;
    Ok(mapped.map_or_else(Vec::new, |mapped| mapped.to_vec()))
}
