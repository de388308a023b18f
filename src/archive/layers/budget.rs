//! Limits how much data a file may decompress to.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::archive::{Reason, Why};

/// The number of bytes that every file may decompress to.
const LEAST: u64 = 64 << 20;
/// The maximum ratio between the decompressed size and the file size. Text rarely shrinks to a thirtieth.
const TIMES: u64 = 250;

/// Returns the reason to give up a file that exceeds its budget.
pub fn spent() -> Why {
    Reason::UnpacksToTooMuch.because("more than 250 times its size")
}

/// The number of bytes that may still be decompressed from a file, over all its layers.
#[derive(Clone)]
pub struct Budget {
    left: Rc<Cell<u64>>,
    spent: Rc<Cell<bool>>,
}

impl Budget {
    /// Returns the budget of a file of `size` bytes.
    pub fn of(size: u64) -> Budget {
        let left = Rc::new(Cell::new(LEAST.saturating_add(size.saturating_mul(TIMES))));
        Budget { left, spent: Rc::default() }
    }

    /// Returns whether the budget was exceeded.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// Returns a reader whose bytes count towards the budget.
    pub fn counts<R: Read>(&self, inner: R) -> Counted<R> {
        Counted { inner, budget: self.clone() }
    }
}

/// A reader whose bytes count towards a budget. It fails once they exceed it.
pub struct Counted<R> {
    inner: R,
    budget: Budget,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.budget.left.get().checked_sub(count as u64) {
            Some(left) => self.budget.left.set(left),
            None => {
                self.budget.spent.set(true);
                return Err(spent().into());
            }
        }
        Ok(count)
    }
}
