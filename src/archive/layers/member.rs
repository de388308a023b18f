//! One member of a container, as bytes: the original of an article.

use std::io::SeekFrom;
use std::ops::ControlFlow;

use super::file::starts_as_zip;
use super::source::Source;
use super::stack::Layers;
use super::wanted::Wanted;
use crate::archive::{Piece, Reading, Why};

/// Returns the bytes of a member of a container, by its path in it, or `None` if the container has no such member. If
/// the member has more than `most` bytes, returns the first `most + 1`.
///
/// # Errors
///
/// Fails if the container cannot be read up to the member.
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
    layers.wanted = Some(Wanted::new(path, most));
    let outcome = match is_zip {
        true => layers.zip(&mut container),
        false => layers.stream(name, &mut container),
    };
    match layers.wanted.and_then(Wanted::bytes) {
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
