//! A folder as the place of an index.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::EmbeddedEngine;
use super::schema::preparation::FolderPreparation;
use super::storage::opening::{read_payload, stored_catalogue};
use super::storage::payload::SideFile;
use super::storage::replacement;
use super::storage::verification::{has_commit, steadily};
use super::storage::write_options::WriteOptions;
use super::write::writer::Writer;
use crate::catalogue::{Catalogue, RootHeader, View};
use crate::engine::store::{Replacement, Store};
use crate::error::{Error, Result};

/// A folder that holds an index, or will hold one.
#[derive(Debug, Clone)]
pub struct FolderStore {
    folder: PathBuf,
    options: WriteOptions,
}

impl FolderStore {
    /// Returns the store in a folder, which is written with up to 512 MB of memory.
    pub fn at(folder: PathBuf) -> FolderStore {
        FolderStore::waiting(folder, Duration::ZERO)
    }

    /// Returns the store in a folder, as [`FolderStore::at`] does. A writer waits this long for another one.
    pub fn waiting(folder: PathBuf, wait: Duration) -> FolderStore {
        let options = WriteOptions { memory: 512 << 20, wait, ..WriteOptions::default() };
        FolderStore::new(folder, options)
    }

    /// Returns the store in a folder, which is opened for writing with these options.
    pub(crate) fn new(folder: PathBuf, options: WriteOptions) -> FolderStore {
        FolderStore { folder, options }
    }

    /// Reads the catalogue of the last commit. `None` before the first one.
    fn with_catalogue<T>(&self, read: impl Fn(&SideFile) -> Result<T>) -> Result<Option<T>> {
        steadily(&self.folder, Result::is_ok, || match has_commit(&self.folder)? {
            true => read_payload(&self.folder)?.catalogue.as_ref().map(&read).transpose(),
            false => Ok(None),
        })
    }
}

impl Store for FolderStore {
    type Preparation = FolderPreparation;
    type Indexer = Writer;
    type Engine = EmbeddedEngine;
    type Replacement = FolderReplacement;

    fn location(&self) -> &Path {
        &self.folder
    }

    fn indexer(&self) -> Result<Writer> {
        Writer::open(&self.folder, &self.options)
    }

    fn catalogue(&self) -> Result<Option<Catalogue>> {
        self.with_catalogue(|file| stored_catalogue(&self.folder, file))
    }

    fn roots(&self) -> Result<Vec<RootHeader>> {
        let roots = self.with_catalogue(|file| {
            let view = View::open(&self.folder, &file.name, file.length)?;
            Ok(view.header().roots.clone())
        })?;
        Ok(roots.unwrap_or_default())
    }

    fn engine(&self) -> Result<EmbeddedEngine> {
        EmbeddedEngine::open(&self.folder)
    }

    fn replacement(&self) -> Result<FolderReplacement> {
        let inner = replacement::Replacement::begin(&self.folder, &self.options)?;
        let beside = inner.beside(&self.folder);
        let new = FolderStore::new(beside, self.options.clone());
        Ok(FolderReplacement { inner, new, old: self.folder.clone() })
    }
}

/// A new index in a folder within that of the old one.
pub struct FolderReplacement {
    inner: replacement::Replacement,
    new: FolderStore,
    old: PathBuf,
}

impl Replacement for FolderReplacement {
    type Store = FolderStore;

    fn store(&self) -> &FolderStore {
        &self.new
    }

    fn discard(&self) -> Result<()> {
        remove(&self.new.folder)
    }

    fn take_place(self) -> Result<()> {
        let replaced = self.inner.take_place(&self.new.folder, &self.old);
        replaced.map_err(|error| Error::io("replacing", &self.old, error))?;
        remove(&self.new.folder)
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("removing", folder, error))
        }
        _ => Ok(()),
    }
}
