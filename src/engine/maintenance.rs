//! Verifying an index.

use std::path::PathBuf;

use crate::error::Result;

/// Verifies an index.
pub trait Maintenance {
    /// Compares what is stored with its checksums, and articles with the catalogue. `all` is whether to read every
    /// article even where that takes so long that the engine would read a sample.
    ///
    /// # Errors
    ///
    /// Fails if there is no index, or if it cannot be read at all. Damage is not an error: [`Verified`] lists it.
    fn verify(&self, all: bool) -> Result<Verified>;
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The folder or the address of the index.
    pub location: PathBuf,
    /// The number of articles in the index, or 0 if it is too damaged to count them.
    pub articles: u64,
    /// What is damaged. Empty if nothing is.
    pub damage: Vec<Damage>,
    /// The number of further problems, which are not listed.
    pub more_damage: u64,
    /// What is known of the place where the index is stored.
    pub storage: Storage,
    /// What to do about the damage. `None` for an intact index.
    pub remedy: Option<String>,
}

impl Verified {
    /// Returns the result before anything is verified.
    pub fn new(location: PathBuf, storage: Storage) -> Verified {
        let (damage, remedy) = (Vec::new(), None);
        Verified { location, articles: 0, damage, more_damage: 0, storage, remedy }
    }

    /// Returns whether no damage was found.
    pub fn is_intact(&self) -> bool {
        self.damage.is_empty()
    }
}

/// A part of an index that is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Damage {
    /// The name of the damaged file in the index's folder. `None` if the problem is not that of a file.
    pub file: Option<String>,
    /// What is wrong.
    pub problem: String,
}

impl Damage {
    /// Returns the damage of a file.
    pub fn of_file(file: impl Into<String>, problem: String) -> Damage {
        Damage { file: Some(file.into()), problem }
    }

    /// Returns damage that is not that of a file.
    pub fn of_index(problem: String) -> Damage {
        Damage { file: None, problem }
    }
}

/// What a verification finds out about the place where an index is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Storage {
    /// Files in a folder, all of which were read.
    Files {
        /// The number of files of the commit.
        files: usize,
        /// Their total length, in bytes.
        bytes: u64,
        /// The number of files that a killed run left. The next run removes them.
        debris: usize,
    },
    /// Shards on the nodes of a cluster.
    Shards {
        /// What the cluster says of them: `green`, `yellow` if copies are missing, or `red` if articles cannot be read.
        health: String,
        /// The number of articles that were compared with their checksums.
        read: u64,
        /// The number of files that the articles came from.
        sources: usize,
        /// Whether the last run did not finish. The next run repairs what it left behind.
        unfinished: bool,
    },
}
