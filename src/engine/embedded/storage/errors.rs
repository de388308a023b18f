//! Which errors can mean that a file is damaged, and what to do about each of them.
//!
//! Only an error that can mean damage makes the program read the whole index to find the damaged file and suggest a
//! rebuild.

use std::fmt::Display;
use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};

use super::backup_marker::{Origin, is_being_restored};
use super::file_names::META;
use crate::error::{BoxError, Error};

/// A reason why the index could not be read.
pub trait Cause: Display {
    /// Returns whether a damaged file can be the reason: a wrong checksum or format, an unexpected end, or a missing
    /// file.
    fn may_be_damage(&self) -> bool;
    /// Returns a copy, as the source of an error.
    fn boxed(&self) -> BoxError;
}

impl Cause for io::Error {
    fn may_be_damage(&self) -> bool {
        crate::error::may_be_damage(self)
    }

    fn boxed(&self) -> BoxError {
        let number = self.raw_os_error().map(io::Error::from_raw_os_error);
        number.unwrap_or_else(|| io::Error::new(self.kind(), self.to_string())).into()
    }
}

impl Cause for TantivyError {
    fn may_be_damage(&self) -> bool {
        match self {
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
            | TantivyError::IoError(io_error) => io_error.may_be_damage(),
            TantivyError::OpenWriteError(_)
            | TantivyError::LockFailure(..)
            | TantivyError::SystemError(_) => false,
            _ => true,
        }
    }

    fn boxed(&self) -> BoxError {
        self.clone().into()
    }
}

impl Cause for &str {
    fn may_be_damage(&self) -> bool {
        true
    }

    fn boxed(&self) -> BoxError {
        (*self).into()
    }
}

/// The remedy for an error that is not damage.
pub const AGAIN: &str = "remove the cause, then run the same command again";

/// Returns what to do about an error that kept the index from being read.
pub fn remedy(cause: &dyn Cause, folder: &Path) -> String {
    match cause.may_be_damage() {
        true => rebuild_hint(folder),
        false => AGAIN.into(),
    }
}

/// Returns what to do about a damaged index or backup.
pub fn rebuild_hint(folder: &Path) -> String {
    if let Ok(Some(origin)) = Origin::read(folder) {
        return match folder.join(META).exists() {
            true => {
                format!("make another backup: dateline backup FOLDER --index {}", origin.folder)
            }
            false => format!(
                "complete the backup: dateline backup {} --index {}",
                folder.display(),
                origin.folder
            ),
        };
    }
    if is_being_restored(folder) {
        return format!("restore it again: dateline restore BACKUP --index {}", folder.display());
    }
    format!("rebuild it: dateline index --rebuild --index {}", folder.display())
}

/// Returns why a file cannot be read.
pub fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".into(),
        _ => error.to_string(),
    }
}

/// Returns the error for a file of the index in a folder that cannot be read.
pub fn unreadable(doing: &str, path: &Path, error: &io::Error, folder: &Path) -> Error {
    let unread = Error::index(doing, path, why_unreadable(error)).hint(remedy(error, folder));
    unread.caused_by(error.boxed())
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn only_some_errors_can_mean_damage() {
        // EMFILE and ENOSPC have these numbers on Linux and macOS.
        for number in [24, 28] {
            assert!(!io::Error::from_raw_os_error(number).may_be_damage(), "{number}");
        }
        for kind in [ErrorKind::UnexpectedEof, ErrorKind::InvalidData, ErrorKind::NotFound] {
            assert!(io::Error::from(kind).may_be_damage(), "{kind}");
        }
        assert!(io::Error::other("a frame of an unknown kind").may_be_damage());
    }
}
