//! One member of a container, as bytes: the original of an article.

use std::io::{self, Read, SeekFrom};
use std::ops::ControlFlow;

use super::{Layers, Source, starts_as_zip};
use crate::archive::{Piece, Reading, Why};

/// The mark between the path of a container and the path of a member in it.
const WITHIN: &str = "!/";

/// The member that is looked for, and its bytes once it is found.
pub(super) struct Wanted {
    path: String,
    most: u64,
    bytes: Option<Vec<u8>>,
}

impl Wanted {
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

/// Returns the bytes of a member of a container, by its path in it, or `None` if the container has no such member. Of a
/// member of more than `most` bytes, returns the first `most + 1`.
///
/// # Errors
///
/// If the container cannot be read up to the member.
pub fn member(
    name: &str,
    mut container: impl Source,
    path: &str,
    most: u64,
) -> Result<Option<Vec<u8>>, Why> {
    let size = container.seek(SeekFrom::End(0))?;
    container.rewind()?;
    let is_zip = starts_as_zip(name, &mut container)?;
    container.rewind()?;
    let mut ignored = |_: Piece| ControlFlow::Continue(());
    let mut layers = Layers::new(&Reading::default(), size, &mut ignored);
    layers.wanted = Some(Wanted { path: path.to_string(), most, bytes: None });
    let outcome = match is_zip {
        true => layers.zip(&mut container),
        false => layers.stream(name, &mut container),
    };
    match layers.wanted.and_then(|wanted| wanted.bytes) {
        Some(bytes) => Ok(Some(bytes)),
        None => outcome.map(|_| None),
    }
}

#[cfg(all(test, feature = "formats"))]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_member_is_found_at_any_depth() {
        let inner = zip(&[("b.txt", b"second"), ("c.txt", b"third")]);
        let outer = zip(&[("a/b.txt", b"first"), ("inner.zip", &inner), ("b.txt", b"fourth")]);
        let read = |path: &str, most: u64| {
            member("outer.zip", Cursor::new(outer.clone()), path, most).unwrap()
        };
        assert_eq!(read("a/b.txt", 100).unwrap(), b"first");
        assert_eq!(read("inner.zip!/c.txt", 100).unwrap(), b"third");
        assert_eq!(read("b.txt", 100).unwrap(), b"fourth");
        assert_eq!(read("b.txt", 2).unwrap(), b"fou", "one byte more than allowed");
        assert_eq!(read("c.txt", 100), None);
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(5);
        header.set_cksum();
        tar.append_data(&mut header, "x/y.txt", &b"fifth"[..]).unwrap();
        let tar = tar.into_inner().unwrap();
        let found = member("t.tar", Cursor::new(tar), "x/y.txt", 100).unwrap();
        assert_eq!(found.unwrap(), b"fifth");
    }
}
