//! The member of a container that a caller wants.

use std::io::{self, Read};

/// The mark between the path of a container and the path of a member in it.
const WITHIN: &str = "!/";

/// The wanted member, and its bytes once it is found.
pub(super) struct Wanted {
    path: String,
    most: u64,
    bytes: Option<Vec<u8>>,
}

impl Wanted {
    /// Wants the member at a path, and at most one byte more than `most` of it.
    pub(super) fn new(path: &str, most: u64) -> Wanted {
        Wanted { path: path.to_string(), most, bytes: None }
    }

    /// Returns the bytes of the member, if it was found.
    pub(super) fn bytes(self) -> Option<Vec<u8>> {
        self.bytes
    }

    /// Returns whether the member was found.
    pub(super) fn is_found(&self) -> bool {
        self.bytes.is_some()
    }

    /// Returns whether a path is that of the member.
    pub(super) fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// Returns whether the member is inside the container at a path.
    pub(super) fn is_inside(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with(WITHIN))
    }

    /// Reads the bytes of the member.
    pub(super) fn read(&mut self, input: &mut dyn Read) -> io::Result<()> {
        let mut bytes = Vec::new();
        input.take(self.most.saturating_add(1)).read_to_end(&mut bytes)?;
        self.bytes = Some(bytes);
        Ok(())
    }
}
