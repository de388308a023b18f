//! Copies a commit into another folder, where it takes effect in one step.
//!
//! The files of a commit never change, and no two files of an index have the same name. The new commit's files are
//! therefore added next to those of the old one, and renaming `meta.json` replaces the old commit with the new one. The
//! old commit's files are removed last. [`super::transfer_plan`] decides which files are copied.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::source::{begin_again, commit, damaged, open_all, unread};
use super::transfer_plan::{Transfer, TransferPlan};
use crate::engine::embedded::storage::backup_marker::{
    BACKUP, Origin, is_being_restored, restoring,
};
use crate::engine::embedded::storage::directory::Folder;
use crate::engine::embedded::storage::disk_hooks::{Step, Watcher, notify};
use crate::engine::embedded::storage::errors::AGAIN;
use crate::engine::embedded::storage::file_names::META;
use crate::engine::embedded::storage::owned_files::{Owned, Purpose};
use crate::engine::embedded::storage::replacement::flush;
use crate::engine::embedded::storage::verification::whole;
use crate::engine::embedded::storage::write_lock::WriteLock;
use crate::engine::embedded::storage::write_options::WriteOptions;
use crate::error::{Error, Kind, Result, harmless};

/// The maximum number of attempts to copy, in case a writer deletes files before they are opened.
const ATTEMPTS: usize = 100;

/// The number of bytes that are read at once.
const PIECE: usize = 1 << 20;

/// How files are copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Means {
    /// Whether to create hard links instead of copies.
    pub link: bool,
    /// Whether to read the files that both folders have, instead of trusting those of the right length.
    pub reread: bool,
}

/// The numbers of files and bytes that were copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    /// The number of files of the commit, including `meta.json`.
    pub files: u64,
    /// Their total size, in bytes.
    pub bytes: u64,
    /// The number of files that were copied or linked.
    pub new_files: u64,
    /// Their total size, in bytes.
    pub new_bytes: u64,
}

/// A folder that receives commits, locked against other writers.
pub struct Target {
    folder: Folder,
    lock: WriteLock,
    path: PathBuf,
    watcher: Watcher,
}

impl Target {
    /// Opens a folder that receives commits, and creates it if it does not exist. Refuses a folder that holds
    /// other files.
    pub fn open(path: &Path, purpose: Purpose, options: &WriteOptions) -> Result<Target> {
        let missing: Vec<PathBuf> =
            path.ancestors().take_while(|path| !path.exists()).map(Path::to_path_buf).collect();
        let (folder, lock) = Folder::writable(path, purpose, options)?;
        let watcher = options.watcher.clone();
        for created in missing.iter().filter_map(|path| path.parent()) {
            let created = if created.as_os_str().is_empty() { Path::new(".") } else { created };
            flush(created).map_err(|error| Error::io("flushing", created, error).hint(AGAIN))?;
        }
        Ok(Target { folder, lock, path: path.to_path_buf(), watcher })
    }

    /// Makes the folder a backup, unless it already is one.
    ///
    /// # Errors
    ///
    /// Fails if it is a backup of another index.
    pub fn mark(&self, origin: &Origin) -> Result<()> {
        let written = Origin::read(&self.path).and_then(|found| match found {
            Some(found) if found.number == origin.number => Ok(()),
            Some(_) => Err(io::Error::other("another index was backed up there meanwhile")),
            None => {
                self.folder.replace(Path::new(BACKUP), &origin.bytes()?)?;
                self.flush()
            }
        });
        written.map_err(|error| Error::io("writing", &self.path.join(BACKUP), error).hint(AGAIN))
    }

    /// Marks a folder that has no index yet as being restored, so that an interrupted restore is not mistaken for an
    /// index.
    pub fn note_restoring(&self) -> Result<()> {
        let name = restoring(self.lock.prefix());
        let written = self.folder.replace(Path::new(&name), b"").and_then(|()| self.flush());
        written.map_err(|error| Error::io("writing", &self.path.join(name), error).hint(AGAIN))
    }

    /// Gives the index in the folder the random number of the index it was restored from.
    pub fn adopt(&mut self, number: &str) -> Result<()> {
        self.lock.adopt(number).map_err(|error| Error::io("writing", &self.path, error).hint(AGAIN))
    }

    /// Copies the last commit of another folder, which may be written in the meantime. Calls `advanced` with the number
    /// of bytes copied so far and the total.
    pub fn receive(
        &self,
        from: &Path,
        means: Means,
        advanced: &mut dyn FnMut(u64, u64),
    ) -> Result<Copied> {
        for _ in 0..ATTEMPTS {
            if let Some(copied) = self.attempt(from, means, advanced)? {
                return Ok(copied);
            }
        }
        Err(Error::new(Kind::Index, format!("reading {}: it changes too often", from.display()))
            .hint("run the same command again when fewer articles are indexed"))
    }

    /// Copies a commit. Returns `None` if a writer replaced it before all of its files were opened.
    fn attempt(
        &self,
        from: &Path,
        means: Means,
        advanced: &mut dyn FnMut(u64, u64),
    ) -> Result<Option<Copied>> {
        let failed = |error: io::Error| Error::io("writing", &self.path, error).hint(AGAIN);
        let (meta, files) = commit(from)?;
        let owned = Owned::read(&self.path).map_err(failed)?;
        let plan = TransferPlan::of(&owned, &self.path, &meta, &files, means.reread)?;
        let Some(sources) = open_all(from, &meta, &plan.transfers)? else { return Ok(None) };
        let mut copied = Copied {
            files: files.len() as u64 + 1,
            bytes: files.values().map(|(length, _)| length).sum::<u64>() + meta.len() as u64,
            new_files: plan.transfers.len() as u64,
            new_bytes: plan.transfers.iter().map(|transfer| transfer.listed.0).sum(),
        };
        // A commit that cannot be read is written again.
        let current = fs::read(self.path.join(META));
        if plan.transfers.is_empty() && current.is_ok_and(|current| current == plan.meta) {
            self.remove_debris().map_err(failed)?;
            return Ok(Some(copied));
        }
        self.begin(&owned, &plan).map_err(failed)?;
        let mut done = 0;
        for (transfer, source) in plan.transfers.iter().zip(sources) {
            advanced(done, copied.new_bytes);
            let source = match source.map_or_else(|| File::open(from.join(&transfer.from)), Ok) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    begin_again(from, &meta)?;
                    return Ok(None);
                }
                source => source.map_err(|error| unread(from, &transfer.from, &error))?,
            };
            let mut copying = |bytes: u64| advanced(done + bytes, copied.new_bytes);
            self.transfer(from, &source, transfer, means, &mut copying)?;
            done += transfer.listed.0;
        }
        advanced(done, copied.new_bytes);
        self.switch(&plan.meta).map_err(failed)?;
        copied.new_files += 1;
        copied.new_bytes += meta.len() as u64;
        Ok(Some(copied))
    }

    /// Removes unusable files that an interrupted run left, and records the files that will be created.
    fn begin(&self, owned: &Owned, plan: &TransferPlan) -> io::Result<()> {
        for name in plan.unusable.iter().chain(&obsolete(owned, &self.path, plan)?) {
            notify(&self.watcher, &Step::Remove(Path::new(name)))?;
            fs::remove_file(self.path.join(name))?;
        }
        let new = plan.transfers.iter().map(|transfer| transfer.to.clone());
        self.folder.record(owned.data()?.into_iter().chain(new))?;
        self.flush()?;
        // These files are complete, but they may not be on the disk yet.
        for name in &plan.unflushed {
            notify(&self.watcher, &Step::Flush(Path::new(name)))?;
            File::open(self.path.join(name))?.sync_all()?;
        }
        Ok(())
    }

    /// Makes a commit the folder's current one. All of its files must already be there.
    fn switch(&self, meta: &[u8]) -> io::Result<()> {
        self.flush()?;
        self.folder.replace(Path::new(META), meta)?;
        self.flush()?;
        self.remove_debris()
    }

    /// Removes the files that the commit does not need.
    fn remove_debris(&self) -> io::Result<()> {
        let owned = Owned::read(&self.path)?;
        if owned.debris()?.is_empty() {
            return Ok(());
        }
        self.folder.record(owned.data()?)?;
        self.folder.remove_debris();
        self.flush()?;
        self.folder.record([])?;
        self.flush()
    }

    /// Copies or links one file, and flushes it.
    fn transfer(
        &self,
        folder: &Path,
        source: &File,
        transfer: &Transfer,
        means: Means,
        advanced: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let to = self.path.join(&transfer.to);
        let failed = |error| unwritten(&to, error);
        notify(&self.watcher, &Step::Create(Path::new(&transfer.to))).map_err(failed)?;
        let linked = means.link && link(&folder.join(&transfer.from), &to)?;
        let filled = match linked {
            true => self.finish(folder, transfer, &to),
            false => {
                let out = File::create_new(&to).map_err(failed)?;
                // A watcher has to see every byte, so with a watcher the file is not shared.
                match self.watcher.is_none() && reflink(source, &out) {
                    true => self.finish(folder, transfer, &to),
                    false => self.fill(folder, source, transfer, out, advanced),
                }
            }
        };
        if filled.is_err() {
            harmless(fs::remove_file(&to), "the next run copies it again");
        }
        filled
    }

    /// Copies the bytes of a file, and compares their length and checksum with the commit's list.
    fn fill(
        &self,
        folder: &Path,
        mut source: &File,
        transfer: &Transfer,
        mut out: File,
        advanced: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let failed = |error| unwritten(&self.path.join(&transfer.to), error);
        let mut crc = crc32fast::Hasher::new();
        let mut buffer = vec![0; PIECE];
        let mut length = 0;
        loop {
            let read = source.read(&mut buffer);
            let count = read.map_err(|error| unread(folder, &transfer.from, &error))?;
            if count == 0 {
                break;
            }
            crc.update(&buffer[..count]);
            self.write(&mut out, &transfer.to, &buffer[..count]).map_err(failed)?;
            length += count as u64;
            advanced(length);
        }
        if (length, crc.finalize()) != transfer.listed {
            return Err(damaged(folder, &transfer.from));
        }
        notify(&self.watcher, &Step::Flush(Path::new(&transfer.to))).map_err(failed)?;
        out.sync_all().map_err(failed)
    }

    /// Verifies and flushes a file that shares its bytes with the source.
    fn finish(&self, folder: &Path, transfer: &Transfer, to: &Path) -> Result<()> {
        let problem = whole(to, transfer.listed);
        if problem.map_err(|error| unread(folder, &transfer.from, &error))?.is_some() {
            return Err(damaged(folder, &transfer.from));
        }
        let failed = |error| unwritten(to, error);
        notify(&self.watcher, &Step::Flush(Path::new(&transfer.to))).map_err(failed)?;
        File::open(to).and_then(|file| file.sync_all()).map_err(failed)
    }

    fn write(&self, out: &mut File, name: &str, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let most = notify(&self.watcher, &Step::Write(Path::new(name), bytes))?;
            match out.write(&bytes[..most.min(bytes.len())])? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                count => bytes = &bytes[count..],
            }
        }
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        use tantivy::Directory;
        self.folder.sync_directory()
    }
}

fn unwritten(to: &Path, error: io::Error) -> Error {
    Error::io("writing", to, error)
        .hint("nothing was replaced: remove the cause, then run the same command again")
}

/// Creates a hard link. Returns `false` if the source no longer exists.
fn link(from: &Path, to: &Path) -> Result<bool> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(true),
        // A writer deleted the file. It is still open, so it can be copied.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => {
            Err(Error::io("linking", to, error).hint("leave out --link to copy the files instead"))
        }
    }
}

/// Returns the files that an interrupted run left and that neither the old nor the new commit needs. They would take up
/// space that the copied files need.
fn obsolete(owned: &Owned, folder: &Path, plan: &TransferPlan) -> io::Result<Vec<String>> {
    let unfinished = owned.is_backup() && !folder.join(META).exists() || is_being_restored(folder);
    // Without a commit, these files may be all that remains of an index.
    if owned.commit().is_none() && !unfinished {
        return Ok(Vec::new());
    }
    let committed = |name: &String| owned.commit().is_some_and(|files| files.contains_key(name));
    let needed = |name: &String| {
        committed(name) || plan.unflushed.contains(name) || plan.unusable.contains(name)
    };
    let mut names = owned.data()?;
    names.retain(|name| !needed(name));
    Ok(names)
}

/// Makes an empty file share the bytes of another. Returns whether that succeeded; otherwise, the bytes are copied.
#[cfg(target_os = "linux")]
fn reflink(source: &File, to: &File) -> bool {
    rustix::fs::ioctl_ficlone(to, source).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn reflink(_source: &File, _to: &File) -> bool {
    false
}
