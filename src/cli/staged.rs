//! Files and folders that appear under their name when they are whole.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::error::{Error, Result};

/// Something being written beside its name. Dropped before it appears, it is removed.
pub struct Staged {
    path: PathBuf,
    to: PathBuf,
    folder: bool,
    appeared: bool,
}

impl Staged {
    /// A file that is to be; a regular one of its name is replaced, and nothing else is.
    pub fn file(to: &Path) -> Result<Staged> {
        match fs::symlink_metadata(to) {
            Ok(there) if !there.is_file() => Err(Error::io("writing", to, "it is no regular file")
                .hint("name a file: --to FILE, or leave --to out for standard output")),
            _ => Self::at(to, false),
        }
    }

    /// A folder that is to be, empty; there must be none of its name.
    pub fn folder(to: &Path) -> Result<Staged> {
        if to.exists() {
            return Err(Error::io("writing", to, "it is there already")
                .hint("name a new folder: --to FOLDER"));
        }
        let staged = Self::at(to, true)?;
        fs::create_dir(&staged.path).map_err(|error| Error::io("making", &staged.path, error))?;
        Ok(staged)
    }

    fn at(to: &Path, folder: bool) -> Result<Staged> {
        let name = to.file_name().ok_or_else(|| {
            Error::io("writing", to, "it has no name").hint("name a file: --to FILE")
        })?;
        let mut part = std::ffi::OsString::from(".");
        part.push(name);
        part.push(format!(".part-{}", std::process::id()));
        let path = to.with_file_name(part);
        Ok(Staged { path, to: to.to_path_buf(), folder, appeared: false })
    }

    /// Where it is written meanwhile.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets it appear, flushed to the disk.
    pub fn appear(mut self) -> Result<()> {
        let failed = |error| Error::io("writing", &self.to, error);
        if !self.folder {
            fs::File::open(&self.path).and_then(|file| file.sync_all()).map_err(failed)?;
        }
        fs::rename(&self.path, &self.to).map_err(failed)?;
        self.appeared = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.appeared {
            // What cannot be removed has a name that says what it is.
            let _ = match self.folder {
                true => fs::remove_dir_all(&self.path),
                false => fs::remove_file(&self.path),
            };
        }
    }
}
