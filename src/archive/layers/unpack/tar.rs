//! Tar archives, recognized by the mark of POSIX or GNU or by a correct checksum.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::archive::layers::packed::label;
use crate::archive::layers::{Layers, budget};
use crate::archive::{Other, Reason, Why};
use crate::error::harmless;

impl Layers<'_> {
    pub(super) fn tar(&mut self, input: impl Read) -> Result<&'static str, Why> {
        let end = Rc::<Cell<End>>::default();
        let mut archive = tar::Archive::new(Ending { inner: input, end: Rc::clone(&end) });
        let mut entries = archive.entries()?;
        let mut any = false;
        loop {
            let mut entry = match entries.next() {
                None if any && end.get().is_missing() => {
                    let error = io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "the tar archive ends between two members",
                    );
                    return self.broken_off(&error, "tar");
                }
                None => break,
                Some(Ok(entry)) => entry,
                Some(Err(error)) if any => return self.broken_off(&error, "tar"),
                Some(Err(error)) => return Err(error.into()),
            };
            any = true;
            let path = label(&String::from_utf8_lossy(&entry.path_bytes()));
            let kind = entry.header().entry_type();
            if kind.is_dir() || path.is_empty() {
                continue;
            }
            let going = match kind.is_file() || kind.is_gnu_sparse() || kind.is_contiguous() {
                true => {
                    let mut counted = self.budget.counts(&mut entry);
                    self.member(&path, &mut counted)?
                }
                false => self.report(&path, 0, [0; 32], Err(no_file(kind)))?,
            };
            if !going {
                break;
            }
        }
        Ok("tar")
    }

    /// Reports that a container ended too early. Its members up to there have been reported.
    fn broken_off(&mut self, error: &io::Error, name: &'static str) -> Result<&'static str, Why> {
        if self.budget.is_spent() {
            return Err(budget::spent());
        }
        harmless(
            (self.sink)(Err(Other::Skipped(0, Reason::Unreadable.because(error)))),
            "nothing follows",
        );
        Ok(name)
    }
}

fn no_file(kind: tar::EntryType) -> Why {
    match kind.is_symlink() || kind.is_hard_link() {
        true => Reason::SymbolicLink.into(),
        false => Reason::NotAFile.into(),
    }
}

/// The end of a tar archive, which is either blocks of zeros or the end of the input.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    /// The number of zeros at the end of the data read so far.
    zeros: usize,
    has_come: bool,
}

impl End {
    fn is_missing(self) -> bool {
        self.has_come && self.zeros < BLOCK
    }
}

/// The length of a block of a tar archive, in bytes.
const BLOCK: usize = 512;

/// A reader that records how a tar archive ends.
struct Ending<R> {
    inner: R,
    end: Rc<Cell<End>>,
}

impl<R: Read> Read for Ending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut end = self.end.get();
        end.has_come = count == 0 && !buffer.is_empty();
        let zeros = buffer[..count].iter().rev().take_while(|byte| **byte == 0).count();
        end.zeros = if zeros == count { end.zeros.saturating_add(count) } else { zeros };
        self.end.set(end);
        Ok(count)
    }
}
