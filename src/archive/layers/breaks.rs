//! Files whose compression is damaged or ends too early: what could be read counts, and so does the damage.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::archive::{Reason, Why};

/// A reader of unpacked bytes whose first error says what is damaged, and where. After it, it is at its end.
pub struct Named<R> {
    inner: R,
    what: &'static str,
    read: u64,
    ended: bool,
}

impl<R> Named<R> {
    /// Reads what a compression of this name unpacks to.
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
                // A reason of an outer layer stays as it is.
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

/// The damage that a file was read in spite of.
#[derive(Clone, Default)]
pub struct Breaks {
    why: Rc<RefCell<Option<Why>>>,
}

impl Breaks {
    /// Whether something was damaged so far.
    pub fn any(&self) -> bool {
        self.why.borrow().is_some()
    }

    /// Takes what was damaged.
    pub fn take(&self) -> Option<Why> {
        self.why.borrow_mut().take()
    }

    /// A reader that ends at damage, and keeps it here.
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
