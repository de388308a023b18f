//! Files whose compressed data is damaged or incomplete: what can be read is used, and the damage is reported.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::archive::{Reason, Why};

/// A reader of decompressed bytes whose first error says what is damaged, and where. After an error, it is at its end.
pub struct Named<R> {
    inner: R,
    what: &'static str,
    read: u64,
    ended: bool,
}

impl<R> Named<R> {
    /// Returns a reader of data in the compression format `what`.
    pub fn new(inner: R, what: &'static str) -> Self {
        Named { inner, what, read: 0, ended: false }
    }
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(count) => {
                self.read += count as u64;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.ended = true;
                // A reason from an outer layer is not changed.
                if error.get_ref().is_some_and(|inner| inner.is::<Why>()) {
                    return Err(error);
                }
                let (what, read) = (self.what, self.read);
                let detail =
                    format!("the {what} data is damaged after {read} unpacked bytes: {error}");
                Err(Reason::Unreadable.because(detail).into())
            }
        }
    }
}

/// The damage found while reading a file.
#[derive(Clone, Default)]
pub struct Breaks {
    why: Rc<RefCell<Option<Why>>>,
}

impl Breaks {
    /// Returns whether damage was found.
    pub fn any(&self) -> bool {
        self.why.borrow().is_some()
    }

    /// Returns the damage and forgets it.
    pub fn take(&self) -> Option<Why> {
        self.why.borrow_mut().take()
    }

    /// Returns a reader that ends at damage, and records the damage here.
    pub fn salvage<R: Read>(&self, inner: R) -> Salvaged<R> {
        Salvaged { inner, breaks: self.clone() }
    }
}

/// A reader that ends where its source is damaged.
pub struct Salvaged<R> {
    inner: R,
    breaks: Breaks,
}

impl<R: Read> Read for Salvaged<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.breaks.any() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                *self.breaks.why.borrow_mut() = Some(error.into());
                Ok(0)
            }
            read => read,
        }
    }
}
