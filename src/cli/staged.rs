//! Files and folders that get their final name only when they are complete.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use dateline::error::{Error, Kind, Result, harmless};
use dateline::searching::Index;

/// What a command may overwrite.
#[derive(Debug, Default)]
pub struct Overwriting {
    /// Whether `--force` was given.
    force: bool,
    /// Files and folders of articles. Files within them are never overwritten.
    roots: Vec<PathBuf>,
}

impl Overwriting {
    /// Creates the permissions of a command that must not overwrite the articles in `roots`.
    pub fn new(force: bool, roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Overwriting { force, roots: roots.into_iter().collect() }
    }

    /// Creates the permissions of a command that reads an index, whose roots must not be overwritten.
    pub fn of(force: bool, index: &Index) -> Self {
        let roots = index.catalogue.roots();
        Self::new(force, roots.iter().map(|root| PathBuf::from(&root.path)))
    }

    /// Returns an error if a path exists and may not be overwritten.
    fn admit(&self, to: &Path) -> Result<()> {
        // A path that cannot be looked up cannot be written either.
        if fs::symlink_metadata(to).is_err() {
            return Ok(());
        }
        // A root that is not mounted is compared by its path.
        let found = to.canonicalize().unwrap_or_else(|_| to.to_path_buf());
        let within = |root: &&PathBuf| {
            found.starts_with(root) || root.canonicalize().is_ok_and(|root| found.starts_with(root))
        };
        if let Some(root) = self.roots.iter().find(within) {
            let cause = format!("it exists in {}, which is indexed", root.display());
            return Err(Error::io("writing", to, cause)
                .hint("name a file outside the indexed folders, or a new one"));
        }
        match self.force {
            true => Ok(()),
            false => {
                Err(already_exists(to).hint("name another file, or pass --force to overwrite it"))
            }
        }
    }
}

fn already_exists(path: &Path) -> Error {
    Error::new(Kind::Io, format!("{} already exists", path.display()))
}

/// A file or folder that is written under a temporary name next to its final one. If it is dropped before
/// [`Staged::appear`], it is removed.
pub struct Staged {
    path: PathBuf,
    to: PathBuf,
    folder: bool,
    appeared: bool,
    force: bool,
}

impl Staged {
    /// Creates a file. It may replace an existing regular file if `overwriting` allows it, but nothing else.
    pub fn file(to: &Path, overwriting: &Overwriting) -> Result<Staged> {
        match fs::symlink_metadata(to) {
            Ok(there) if !there.is_file() => {
                return Err(Error::io("writing", to, "it is not a regular file")
                    .hint("name a file, or leave out the flag for standard output"));
            }
            _ => overwriting.admit(to)?,
        }
        Self::at(to, false, overwriting.force)
    }

    /// Creates an empty folder. The final name must not exist.
    pub fn folder(to: &Path) -> Result<Staged> {
        if fs::symlink_metadata(to).is_ok() {
            return Err(already_exists(to).hint("name a new folder: --to FOLDER"));
        }
        Self::at(to, true, false)
    }

    /// Creates the file or folder under an unused temporary name.
    fn at(to: &Path, folder: bool, force: bool) -> Result<Staged> {
        let name = to.file_name().ok_or_else(|| {
            Error::io("writing", to, "the path has no file name").hint("name a file: --to FILE")
        })?;
        let mut number = 0;
        loop {
            let mut part = std::ffi::OsString::from(".");
            part.push(name);
            part.push(format!(".part-{}-{number}", std::process::id()));
            let path = to.with_file_name(part);
            let created = match folder {
                true => fs::create_dir(&path),
                false => fs::File::create_new(&path).map(drop),
            };
            match created {
                Ok(()) => {
                    return Ok(Staged {
                        path,
                        to: to.to_path_buf(),
                        folder,
                        appeared: false,
                        force,
                    });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                Err(error) => {
                    return Err(Error::io("writing", to, error)
                        .hint("name a file in an existing, writable folder"));
                }
            }
        }
    }

    /// Returns the temporary path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file or folder its final name. A file is synced to the disk first.
    pub fn appear(mut self) -> Result<()> {
        let failed = |error| Error::io("writing", &self.to, error);
        if !self.folder {
            fs::File::open(&self.path).and_then(|file| file.sync_all()).map_err(failed)?;
        }
        if !self.force && fs::symlink_metadata(&self.to).is_ok() {
            return Err(Error::io("writing", &self.to, "another program created it meanwhile")
                .hint("run the same command again with --force to overwrite it"));
        }
        fs::rename(&self.path, &self.to).map_err(failed)?;
        self.appeared = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.appeared {
            let removed = match self.folder {
                true => fs::remove_dir_all(&self.path),
                false => fs::remove_file(&self.path),
            };
            harmless(removed, "its name says what it is");
        }
    }
}

/// Opens a report for writing. A regular file is staged; a pipe, a device or standard output is written directly.
pub fn report(to: &Path, overwriting: &Overwriting) -> Result<(Option<Staged>, fs::File)> {
    let failed = |error| Error::io("writing", to, error);
    let stream = to.starts_with("/dev") || to.starts_with("/proc");
    if stream || fs::metadata(to).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::OpenOptions::new()
            .write(true)
            .open(to)
            .map(|file| (None, file))
            .map_err(failed);
    }
    let staged = Staged::file(to, overwriting)?;
    let file = fs::File::create(staged.path()).map_err(failed)?;
    Ok((Some(staged), file))
}
