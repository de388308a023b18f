//! Where an index is, for programs that open it again after each commit.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
#[cfg(feature = "cluster")]
use std::time::Duration;

use super::Index;
#[cfg(feature = "cluster")]
use crate::engine::cluster::{Parts, client::Client, store::ClusterStore, write::loading};
use crate::engine::embedded::{is_being_written, store::FolderStore};
use crate::engine::{Budget, Maintenance};
use crate::error::{Error, Result};

/// Where an index is: in a folder, or in a cluster.
#[derive(Debug, Clone)]
pub enum Location {
    /// In a folder.
    Folder(PathBuf),
    /// In the cluster of a client, which also has the name of the index.
    #[cfg(feature = "cluster")]
    Cluster(Client),
}

impl Location {
    /// Opens the last commit. The budget bounds the time for opening it, but not later searches.
    ///
    /// # Errors
    ///
    /// Fails if there is no index, or if it is empty, damaged or of another version, or if the cluster does not answer.
    pub fn open(&self, budget: &Budget) -> Result<Index> {
        budget.check()?;
        match self {
            Location::Folder(folder) => Index::open(folder),
            #[cfg(feature = "cluster")]
            Location::Cluster(client) => {
                let index = Index::connect(client.within(budget))?;
                Ok(index.within(&Budget::default()))
            }
        }
    }

    /// Returns bytes that identify the last commit, or `None` if there is no commit.
    ///
    /// # Errors
    ///
    /// Fails if the commit cannot be read.
    pub fn commit(&self, budget: &Budget) -> Result<Option<Vec<u8>>> {
        budget.check()?;
        match self {
            Location::Folder(folder) => {
                // A commit replaces this file last.
                let meta = folder.join("meta.json");
                match std::fs::read(&meta) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(error) => match error.kind() {
                        ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(None),
                        _ => Err(Error::io("reading", &meta, error)),
                    },
                }
            }
            #[cfg(feature = "cluster")]
            Location::Cluster(client) => loading::commit(&client.within(budget)),
        }
    }

    /// Returns what verifies the index.
    pub(crate) fn maintenance(&self) -> Box<dyn Maintenance> {
        match self {
            Location::Folder(folder) => Box::new(FolderStore::at(folder.clone())),
            #[cfg(feature = "cluster")]
            Location::Cluster(client) => {
                Box::new(ClusterStore::new(client.clone(), Parts::default(), Duration::ZERO))
            }
        }
    }

    /// Returns the folder of the index. `None` if it is not in a folder.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Location::Folder(folder) => Some(folder),
            #[cfg(feature = "cluster")]
            Location::Cluster(_) => None,
        }
    }

    /// Returns whether another process is known to be building the index.
    pub fn is_being_written(&self) -> bool {
        match self {
            Location::Folder(folder) => is_being_written(folder),
            #[cfg(feature = "cluster")]
            Location::Cluster(_) => false,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Folder(folder) => folder.display().fmt(f),
            #[cfg(feature = "cluster")]
            Location::Cluster(client) => client.address().fmt(f),
        }
    }
}
