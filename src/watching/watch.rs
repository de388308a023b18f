//! A run of saved searches. It records which articles are new, delivers what each search found among them, and records
//! the deliveries.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::arrivals::arrivals;
use super::delivery::Delivery;
use super::finds::{Arrivals, Recent, count};
use super::folder::{SEARCHES, WatchFolder, read_searches};
use super::loaded::Loaded;
use super::saved_search::SavedSearch;
use super::searches::{self, Named, Searches};
use super::seen::{Seen, remove_others};
use super::state::{Log, Pending, Progress, State};
use crate::error::{Error, Result};
use crate::searching::{Index, SharedArticles};

/// The saved searches of an index, locked against other processes.
pub struct Watch {
    folder: WatchFolder,
    searches: Searches,
    state: State,
    seen: Seen,
    log: Option<Log>,
}

/// What a run has to deliver.
#[derive(Default)]
#[non_exhaustive]
pub struct Round<'a> {
    /// The deliveries, in the order of the file of saved searches.
    pub deliveries: Vec<Delivery<'a>>,
    /// The number of corrections that were left out of searches that found nothing else, by name.
    pub left_out: Vec<(String, u64)>,
    /// The errors of searches that could not be asked. Nothing of them is marked as delivered.
    pub failed: Vec<Error>,
}

impl Watch {
    /// Opens the saved searches of the index in a folder, and locks them. Waits up to `wait` for another process.
    ///
    /// # Errors
    ///
    /// Fails if the file of saved searches is faulty, or if what was recorded is damaged.
    pub fn open(index: &Path, wait: Duration) -> Result<Watch> {
        let folder = WatchFolder::lock(index, wait)?;
        let loaded = Loaded::read(folder.path())?;
        if loaded.had_log {
            // The log of this run replaces that of a killed one.
            loaded.state.write(&folder)?;
            Log::remove(&folder);
        }
        Ok(Watch {
            folder,
            searches: loaded.searches,
            state: loaded.state,
            seen: loaded.seen,
            log: None,
        })
    }

    /// Returns the saved searches.
    pub fn searches(&self) -> &Searches {
        &self.searches
    }

    /// Records which articles are new, and which searches are. Everything that exists counts as seen by a new search.
    /// Returns the names of the new searches.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read, or if the record cannot be written.
    pub fn observe(&mut self, index: &Index) -> Result<Vec<String>> {
        let before = self.state.clone();
        let commit = index.fingerprint();
        if self.state.commit != commit {
            let records = arrivals(index, &self.seen, self.state.arrival + 1)?;
            if !records.is_empty() {
                self.state.files = self.seen.write(&self.folder, &records)?;
                self.state.arrival += 1;
            }
            self.state.commit = commit;
        }
        let searches = &self.searches;
        self.state.searches.retain(|name, _| searches.get(name).is_some());
        let mut new = Vec::new();
        for named in &searches.all {
            if !self.state.searches.contains_key(&named.name) {
                let progress = Progress { through: self.state.arrival, pending: None };
                self.state.searches.insert(named.name.clone(), progress);
                new.push(named.name.clone());
            }
        }
        if self.state != before {
            self.state.write(&self.folder)?;
            remove_others(&self.folder, &self.state.files);
        }
        Ok(new)
    }

    /// Returns the deliveries that an earlier run started and may not have completed. They keep their ids.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub fn unfinished<'a>(
        &mut self,
        index: &'a Index,
        names: &[String],
        now: DateTime<FixedOffset>,
    ) -> Result<Round<'a>> {
        self.round(index, names, now, None)
    }

    /// Returns the deliveries of what is new. They are recorded before they are returned. Leaves out searches whose
    /// last delivery may not have been completed.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read, or if the record cannot be written.
    pub fn new_finds<'a>(
        &mut self,
        index: &'a Index,
        names: &[String],
        now: DateTime<FixedOffset>,
        updates: bool,
    ) -> Result<Round<'a>> {
        self.round(index, names, now, Some(updates))
    }

    /// Asks the searches with a pending delivery, or, if `new` says whether corrections are included, those without
    /// one.
    fn round<'a>(
        &mut self,
        index: &'a Index,
        names: &[String],
        now: DateTime<FixedOffset>,
        new: Option<bool>,
    ) -> Result<Round<'a>> {
        let before = self.state.clone();
        let mut due = Vec::new();
        for named in &self.searches.all {
            let Some(progress) = self.state.searches.get(&named.name) else { continue };
            let chosen = names.is_empty() || names.contains(&named.name);
            let pending = match (&progress.pending, new) {
                (Some(pending), None) => Some(pending.clone()),
                (None, Some(updates)) if progress.through < self.state.arrival => {
                    Some(Pending::new(self.state.arrival, updates))
                }
                _ => None,
            };
            due.extend(
                pending.filter(|_| chosen).map(|pending| (named, progress.through, pending)),
            );
        }
        let Some(first) = due.iter().map(|(_, after, _)| *after).min() else {
            return Ok(Round::default());
        };
        let recent = Recent::after(index, &self.seen, first)?;
        // Most searches were delivered at the same time, so they share the same sets of keys.
        let mut between: BTreeMap<(u32, u32), Arrivals> = BTreeMap::new();
        let mut asked: Vec<(&Named, Arrivals)> = Vec::with_capacity(due.len());
        for (named, after, pending) in &due {
            let arrivals = between.entry((*after, pending.through));
            let arrivals = arrivals.or_insert_with(|| recent.between(*after, pending.through));
            asked.push((named, arrivals.clone()));
        }
        let counted = count(index, &asked, now);
        let shared = Arc::new(SharedArticles::default());
        let mut round = Round::default();
        for ((named, arrivals), (found, (_, _, pending))) in
            asked.iter().zip(counted.into_iter().zip(due))
        {
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    round.failed.push(error);
                    continue;
                }
            };
            let Some(progress) = self.state.searches.get_mut(&named.name) else { continue };
            let id = pending.id(&named.name, &named.search);
            let updates = pending.updates;
            let delivery = Delivery::new(id, &named.name, index, arrivals, found, updates, &shared);
            if delivery.total > 0 {
                progress.pending = Some(pending);
                round.deliveries.push(delivery);
            } else {
                *progress = Progress { through: pending.through, pending: None };
                if delivery.left_out > 0 {
                    round.left_out.push((named.name.clone(), delivery.left_out));
                }
            }
        }
        if self.state != before {
            self.state.write(&self.folder)?;
        }
        if self.log.is_none() && !round.deliveries.is_empty() {
            self.log = Some(Log::begin(&self.folder)?);
        }
        Ok(round)
    }

    /// Records that a delivery was made.
    ///
    /// # Errors
    ///
    /// Fails if the record cannot be written. The delivery is then made again, with the same id.
    pub fn delivered(&mut self, delivery: &Delivery) -> Result<()> {
        if let Some(log) = &mut self.log {
            log.add(&self.folder, &delivery.id)?;
        }
        if let Some(progress) = self.state.searches.get_mut(&delivery.name)
            && let Some(pending) = progress.pending.take()
        {
            progress.through = pending.through;
        }
        Ok(())
    }

    /// Ends the run: records the deliveries in the state, and removes the log.
    ///
    /// # Errors
    ///
    /// Fails if the record cannot be written.
    pub fn finish(self) -> Result<()> {
        if self.log.is_some() {
            self.state.write(&self.folder)?;
            Log::remove(&self.folder);
        }
        Ok(())
    }

    /// Saves a search. Everything that exists counts as seen by it.
    ///
    /// # Errors
    ///
    /// Fails if its name is taken or is not a name, if the index cannot be read, or if the file cannot be written.
    pub fn add(&mut self, name: &str, search: &SavedSearch, index: &Index) -> Result<()> {
        let text = self.edited(|path, text| searches::add(path, text, name, search))?;
        // A search of this name that was removed by hand may have left its progress.
        self.state.searches.remove(name);
        // First, so that a search whose saving was interrupted does not exist.
        self.observe(index)?;
        self.folder.replace(SEARCHES, text.as_bytes())
    }

    /// Removes a saved search.
    ///
    /// # Errors
    ///
    /// Fails if there is no search of this name, or if the file cannot be written.
    pub fn remove(&mut self, name: &str) -> Result<()> {
        let text = self.edited(|path, text| searches::remove(path, text, name))?;
        self.folder.replace(SEARCHES, text.as_bytes())?;
        if self.state.searches.remove(name).is_some() {
            self.state.write(&self.folder)?;
        }
        Ok(())
    }

    /// Changes the text of the file of saved searches, and reads it. Returns the new text, which is not written yet.
    fn edited(&mut self, change: impl Fn(&Path, &str) -> Result<String>) -> Result<String> {
        let path = self.folder.path().join(SEARCHES);
        let text = change(&path, &read_searches(self.folder.path())?)?;
        self.searches = Searches::parse(&path, &text)?;
        Ok(text)
    }
}
