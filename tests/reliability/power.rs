//! Power loss at every step of a run: data that was not flushed is lost.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use dateline::answers::check;
use dateline::engine::embedded::disk_hooks::{Step, Watch};
use dateline::searching::Location;

use super::{change, rounds, sync};
use crate::dice::Dice;
use crate::harness::Place;

#[derive(Debug, Clone)]
pub(super) enum Done {
    Create(String),
    Write(String, Vec<u8>),
    Flush(String),
    Replace(String, Vec<u8>),
    Remove(String),
    FlushFolder,
}

/// Records every step.
#[derive(Debug, Default)]
pub(super) struct Record(Mutex<Vec<Done>>);

impl Record {
    pub(super) fn steps(&self) -> Vec<Done> {
        self.0.lock().unwrap().clone()
    }
}

impl Watch for Record {
    fn before(&self, step: &Step) -> io::Result<usize> {
        let name = |path: &Path| path.to_string_lossy().into_owned();
        let mut most = 0;
        let done = match step {
            Step::Create(path) => Done::Create(name(path)),
            Step::Write(path, bytes) => {
                most = bytes.len();
                Done::Write(name(path), bytes.to_vec())
            }
            Step::Flush(path) => Done::Flush(name(path)),
            Step::Replace(path, bytes) => Done::Replace(name(path), bytes.to_vec()),
            Step::Remove(path) => Done::Remove(name(path)),
            Step::FlushFolder => Done::FlushFolder,
        };
        self.0.lock().unwrap().push(done);
        Ok(most)
    }
}

/// The bytes of a file, and how many of them are flushed.
#[derive(Debug, Clone, Default)]
struct File {
    bytes: Vec<u8>,
    flushed: usize,
}

type Folder = BTreeMap<String, usize>;

/// A disk that may lose data that was not flushed.
pub(super) struct Disk {
    files: Vec<File>,
    /// The folder as flushed, and the changes since.
    flushed: Folder,
    since: Vec<(String, Option<usize>)>,
}

impl Disk {
    pub(super) fn empty() -> Disk {
        Disk { files: Vec::new(), flushed: Folder::new(), since: Vec::new() }
    }

    pub(super) fn of(folder: &Path) -> Disk {
        let mut disk = Disk::empty();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let bytes = fs::read(entry.path()).unwrap();
            disk.flushed.insert(entry.file_name().to_string_lossy().into_owned(), disk.files.len());
            disk.files.push(File { flushed: bytes.len(), bytes });
        }
        disk
    }

    fn now(&self, applied: impl Fn(usize) -> bool) -> Folder {
        let mut folder = self.flushed.clone();
        for (number, (name, file)) in self.since.iter().enumerate() {
            if applied(number) {
                match file {
                    Some(file) => folder.insert(name.clone(), *file),
                    None => folder.remove(name),
                };
            }
        }
        folder
    }

    fn find(&mut self, name: &str) -> &mut File {
        let file = self.now(|_| true)[name];
        &mut self.files[file]
    }

    pub(super) fn step(&mut self, done: &Done) {
        match done {
            Done::Create(name) => {
                self.since.push((name.clone(), Some(self.files.len())));
                self.files.push(File::default());
            }
            Done::Write(name, bytes) => self.find(name).bytes.extend_from_slice(bytes),
            Done::Flush(name) => {
                let file = self.find(name);
                file.flushed = file.bytes.len();
            }
            Done::Replace(name, bytes) => {
                self.since.push((name.clone(), Some(self.files.len())));
                self.files.push(File { bytes: bytes.clone(), flushed: bytes.len() });
            }
            Done::Remove(name) => self.since.push((name.clone(), None)),
            Done::FlushFolder => {
                self.flushed = self.now(|_| true);
                self.since.clear();
            }
        }
    }

    /// Returns the content after a power loss. Each file keeps its flushed bytes and perhaps more, which may be zeros.
    /// The folder keeps its flushed entries and perhaps more.
    pub(super) fn after_power_loss(
        &self,
        dice: &mut Dice,
        mercy: usize,
    ) -> BTreeMap<String, Vec<u8>> {
        let kept: Vec<bool> = self.since.iter().map(|_| dice.below(100) < mercy).collect();
        let mut found = BTreeMap::new();
        for (name, file) in self.now(|number| kept[number]) {
            let File { bytes, flushed } = &self.files[file];
            let mut bytes = bytes.clone();
            let more = bytes.len() - flushed;
            if more > 0 && dice.below(100) >= mercy {
                bytes.truncate(flushed + dice.below(more + 1));
                if dice.below(2) == 0 {
                    bytes[*flushed..].fill(0);
                }
            }
            found.insert(name, bytes);
        }
        found
    }
}

#[test]
fn what_was_acknowledged_survives_power_loss_at_every_step() {
    let place = Place::new();
    let mut dice = Dice::new(3);
    change(&place, &mut dice, 20);
    sync(&place, "index", None).unwrap();
    let mut disk = Disk::of(&place.path("index"));
    let mut acknowledged = fs::read(place.path("index/meta.json")).unwrap();
    change(&place, &mut dice, 10);
    let record = Arc::new(Record::default());
    sync(&place, "index", Some(record.clone())).unwrap();
    let steps = record.steps();
    let mut commits = vec![acknowledged.clone()];
    let losses = rounds(1) + 2;
    let (mut cuts, mut pending) = (0, None);
    for (number, done) in steps.iter().enumerate() {
        disk.step(done);
        match done {
            Done::Replace(name, bytes) if name == "meta.json" => {
                commits.push(bytes.clone());
                pending = Some(bytes.clone());
            }
            // Only now does the run continue and report the commit.
            Done::FlushFolder => acknowledged = pending.take().unwrap_or(acknowledged),
            // Most writes between flushes give no new cases.
            Done::Write(..) if number % 7 != 0 => continue,
            _ => {}
        }
        for loss in 0..losses {
            let mercy = if loss == 0 { 0 } else { 100 * loss / losses };
            let folder = place.path("after");
            drop(fs::remove_dir_all(&folder));
            fs::create_dir(&folder).unwrap();
            for (name, bytes) in disk.after_power_loss(&mut dice, mercy) {
                fs::write(folder.join(name), bytes).unwrap();
            }
            let what = format!("step {number} of {}: {done:.60?}", steps.len());
            let meta = fs::read(folder.join("meta.json")).unwrap_or_default();
            let at = commits.iter().rposition(|commit| *commit == meta).expect("a commit");
            let oldest = commits.iter().rposition(|commit| *commit == acknowledged).unwrap();
            assert!(at >= oldest, "{what}: an acknowledged commit is gone");
            let checked = check::check(&Location::Folder(folder.clone()), false)
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            let damage = checked
                .damage
                .iter()
                .filter(|damage| damage.file.as_deref() != Some(".managed.json"));
            assert_eq!(damage.count(), 0, "{what}: {:?}", checked.damage);
            cuts += 1;
            // The remaining files are recorded, so the next run does not mistake them for a user's files.
            if cuts % 16 == 0 {
                sync(&place, "after", None).unwrap_or_else(|error| panic!("{what}: {error}"));
            }
        }
    }
    eprintln!("{cuts} power losses at {} steps, {} commits", steps.len(), commits.len());
    assert!(commits.len() > 2, "there are commits within a run");
}
