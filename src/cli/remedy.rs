//! What to do about an error of the system that has no remedy of its own.

use std::error::Error as _;
use std::io::{self, ErrorKind};

use dateline::error::Error;

/// Returns the remedy for an error that the system has reported, or `None` for any other error.
pub fn of(error: &Error) -> Option<String> {
    let mut cause = error.source();
    let kind = loop {
        match cause?.downcast_ref::<io::Error>() {
            Some(error) => break error.kind(),
            None => cause = cause?.source(),
        }
    };
    let text = match kind {
        ErrorKind::NotFound => match std::env::current_dir() {
            Ok(here) => {
                return Some(format!("check the path; it is relative to {}", here.display()));
            }
            Err(_) => "check the path",
        },
        ErrorKind::PermissionDenied => "check who may read and write it: ls -ld PATH",
        ErrorKind::IsADirectory => "name a file, not a folder",
        ErrorKind::NotADirectory => "check the path: a part of it is a file, not a folder",
        ErrorKind::AlreadyExists => "name another path, or remove what is there",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some space, and run the same command again"
        }
        ErrorKind::ReadOnlyFilesystem => "name a path on a file system that can be written",
        ErrorKind::InvalidFilename => "choose a shorter name",
        ErrorKind::InvalidData => {
            "check that the file is what its name says, and that it is complete"
        }
        ErrorKind::UnexpectedEof => "the file ends too early; get it again",
        _ => return None,
    };
    Some(text.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn errors_of_the_system_have_a_remedy() {
        for kind in [
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::IsADirectory,
            ErrorKind::NotADirectory,
            ErrorKind::StorageFull,
            ErrorKind::AlreadyExists,
        ] {
            let error = Error::io("reading", Path::new("a"), io::Error::from(kind));
            assert!(of(&error).is_some(), "{kind}");
            let outer = Error::usage("it failed").caused_by(error);
            assert!(of(&outer).is_some(), "{kind}, as a cause of a cause");
        }
        assert_eq!(of(&Error::usage("a text")), None);
    }
}
