//! What is known about an archive as a whole.

use std::collections::BTreeMap;

use super::contents::Catalogue;
use super::keys::Keys;
use super::layout::RootHeader;
use super::records::{FileRecord, Root, Verdict};

/// The totals of the files and sources of an archive.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// The roots, without those that were never walked and have no files.
    pub roots: Vec<RootHeader>,
    /// The spelling in which each source is shown, by its folded form.
    pub sources: BTreeMap<String, String>,
    /// The number of files, including members of containers.
    pub files: usize,
    /// The number of files that are members of containers.
    pub members: usize,
    /// The number of files without articles that are not members, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// The total size of the indexed files, in bytes.
    pub bytes: u64,
}

impl Catalogue {
    /// Returns the totals of the archive with these roots in the place of the catalogue's own.
    pub fn totals(&self, roots: &[Root]) -> Totals {
        let roots = stored_roots(roots);
        let places = self.keys.places(roots.iter().copied());
        let placed = self.keys.numbers().filter(|number| places[*number as usize] > 0);
        let sources = placed.filter_map(|number| self.keys.source(number));
        totals(&roots, spellings(sources))
    }
}

/// Returns the roots that a catalogue stores: those that have files or were walked.
pub fn stored_roots(roots: &[Root]) -> Vec<&Root> {
    roots.iter().filter(|root| !root.files.is_empty() || !root.zone.is_empty()).collect()
}

/// Returns the totals of stored roots. `sources` are the spellings.
pub fn totals(roots: &[&Root], sources: BTreeMap<String, String>) -> Totals {
    let mut totals = Totals { sources, ..Totals::default() };
    for root in roots {
        totals.roots.push(RootHeader {
            path: root.path.clone(),
            source: root.source.clone(),
            zone: root.zone.clone(),
            reading: root.reading.clone(),
            files: root.files.len(),
            members: root.files.values().filter(|record| record.member).count(),
        });
        root.files.values().for_each(|record| totals.add(record));
    }
    totals
}

impl Totals {
    fn add(&mut self, record: &FileRecord) {
        self.files += 1;
        match &record.verdict {
            _ if record.member => self.members += 1,
            Verdict::Skipped { reason, .. } => {
                *self.skipped.entry(reason.to_string()).or_default() += 1;
            }
            Verdict::Indexed { .. } => self.bytes += record.size,
        }
    }
}

/// Returns the spelling in which each source of `keys` is shown, given the numbers of keys.
pub fn spellings_of(keys: &Keys, numbers: &[super::KeyNumber]) -> BTreeMap<String, String> {
    spellings(numbers.iter().filter_map(|number| keys.source(*number)))
}

/// Returns the spelling in which each source is shown, by its folded form: the most common one, or of equally common
/// ones the first in alphabetical order.
fn spellings<'a>(sources: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for source in sources {
        *counts.entry(source).or_default() += 1;
    }
    let mut shown: BTreeMap<String, (u64, &str)> = BTreeMap::new();
    for (spelling, count) in counts {
        let best = shown.entry(crate::analysis::fold::name(spelling)).or_insert((0, spelling));
        if count > best.0 {
            *best = (count, spelling);
        }
    }
    shown.into_iter().map(|(folded, (_, spelling))| (folded, spelling.to_string())).collect()
}
