//! How far each saved search has been delivered: `state.json`, which is replaced in one step, and `delivered.log`, to
//! which each delivery of a run is added as soon as it is made.
//!
//! Before anything is delivered, the state names every delivery that the run will make and what it covers. So after a
//! kill, the next run makes the same deliveries with the same ids, except those in the log.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::folder::{self, WatchFolder, random};
use super::saved_search::SavedSearch;
use super::seen::{REMEDY, SeenFile};
use crate::error::{Error, Result, harmless};

/// The name of the file of the state.
pub const STATE: &str = "state.json";
/// The name of the file of the deliveries that were made since the state was written.
const LOG: &str = "delivered.log";
/// The version of the format.
const VERSION: u32 = 1;

/// What was seen and delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The version of the format.
    version: u32,
    /// The fingerprint of the commit that was seen last.
    pub commit: String,
    /// The number of the last run that saw new articles.
    pub arrival: u32,
    /// The files of the articles that were seen.
    pub files: Vec<SeenFile>,
    /// The progress of each search, by name.
    pub searches: BTreeMap<String, Progress>,
}

impl Default for State {
    fn default() -> State {
        State {
            version: VERSION,
            commit: String::new(),
            arrival: 0,
            files: Vec::new(),
            searches: BTreeMap::new(),
        }
    }
}

/// How far a search has been delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The number of the last arrival whose articles were delivered, or existed when the search was saved.
    pub through: u32,
    /// The delivery that was started and may not have been completed.
    pub pending: Option<Pending>,
}

/// A delivery that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The number of the last arrival that it covers.
    pub through: u32,
    /// Whether it includes corrections.
    pub updates: bool,
    /// A random number that makes its id unique.
    salt: String,
}

impl Pending {
    /// Begins a delivery of everything up to an arrival.
    pub fn new(through: u32, updates: bool) -> Pending {
        Pending { through, updates, salt: random() }
    }

    /// Returns the id of the delivery, which depends on the search, so that the delivery of a search that was edited in
    /// the meantime is another one.
    pub fn id(&self, name: &str, search: &SavedSearch) -> String {
        // A search is texts and truth values, which can always be written.
        let search = serde_json::to_string(search).unwrap_or_default();
        let text = format!("{}\n{}\n{}\n{name}\n{search}", self.salt, self.through, self.updates);
        blake3::hash(text.as_bytes()).to_hex()[..32].to_string()
    }
}

impl State {
    /// Reads the state of a folder. `None` if nothing was seen yet.
    ///
    /// # Errors
    ///
    /// Fails if it is damaged.
    pub fn read(folder: &Path) -> Result<Option<State>> {
        let Some(bytes) = folder::read(folder, STATE)? else { return Ok(None) };
        let refused = |problem: String| {
            Err(Error::index("reading", &folder.join(STATE), problem).hint(REMEDY))
        };
        let damaged = || refused("it is damaged: wrong checksum".into());
        let Ok(text) = std::str::from_utf8(&bytes) else { return damaged() };
        let Some((json, crc)) = text.trim_end_matches('\n').rsplit_once('\n') else {
            return damaged();
        };
        if crc != checksum(json) {
            return damaged();
        }
        match serde_json::from_str::<State>(json) {
            Ok(state) if state.version == VERSION => Ok(Some(state)),
            Ok(state) => refused(format!("its version is {}, not {VERSION}", state.version)),
            Err(error) => refused(error.to_string()),
        }
    }

    /// Replaces the state of a folder.
    pub fn write(&self, folder: &WatchFolder) -> Result<()> {
        // The state is numbers and texts, which can always be written.
        let json = serde_json::to_string(self).unwrap_or_default();
        folder.replace(STATE, format!("{json}\n{}\n", checksum(&json)).as_bytes())
    }

    /// Applies the log of deliveries that were made after the state was written. Returns whether there was one.
    pub fn apply_log(
        &mut self,
        folder: &Path,
        search: impl Fn(&str) -> Option<SavedSearch>,
    ) -> Result<bool> {
        let Some(log) = folder::read(folder, LOG)? else { return Ok(false) };
        let made: Vec<&[u8]> = log.split(|byte| *byte == b'\n').collect();
        for (name, progress) in &mut self.searches {
            let Some(pending) = &progress.pending else { continue };
            let id = search(name).map(|search| pending.id(name, &search));
            if id.is_some_and(|id| made.contains(&id.as_bytes())) {
                progress.through = pending.through;
                progress.pending = None;
            }
        }
        Ok(true)
    }
}

fn checksum(json: &str) -> String {
    format!("crc32 {:08x}", crc32fast::hash(json.as_bytes()))
}

/// The log of deliveries, while a run makes them.
#[derive(Debug)]
pub struct Log(File);

impl Log {
    /// Begins a new log. What the old one says must be in the state.
    pub fn begin(folder: &WatchFolder) -> Result<Log> {
        let begun = folder.create(LOG).and_then(|(file, temporary)| {
            fs::rename(temporary, folder.path().join(LOG))?;
            folder.flush()?;
            Ok(Log(file))
        });
        begun.map_err(|error| folder.unwritten(LOG, error))
    }

    /// Adds a delivery that was made. It is not flushed to the disk: after a power failure, it may be made again.
    pub fn add(&mut self, folder: &WatchFolder, id: &str) -> Result<()> {
        // In one write, so that a kill leaves either all of it or nothing.
        self.0.write_all(format!("{id}\n").as_bytes()).map_err(|error| folder.unwritten(LOG, error))
    }

    /// Removes the log, after the state was written.
    pub fn remove(folder: &WatchFolder) {
        harmless(fs::remove_file(folder.path().join(LOG)), "what it says is in the state, too");
    }
}
