//! How much may come out of a file.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::archive::{Reason, Why};

/// What may come out of any file. Bytes.
const LEAST: u64 = 64 << 20;
/// How many times a file's size may come out of it. Text seldom shrinks to a thirtieth.
const TIMES: u64 = 250;

/// Why a file is given up.
pub fn spent() -> Why {
    Reason::UnpacksToTooMuch.because("more than 250 times its size")
}

/// What may still come out of a file, over all its layers.
#[derive(Clone)]
pub struct Budget {
    left: Rc<Cell<u64>>,
    spent: Rc<Cell<bool>>,
}

impl Budget {
    /// Of a file of so many bytes.
    pub fn of(size: u64) -> Budget {
        let left = Rc::new(Cell::new(LEAST.saturating_add(size.saturating_mul(TIMES))));
        Budget { left, spent: Rc::default() }
    }

    /// Whether more wanted to come out.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// A reader whose bytes count.
    pub fn counts<R: Read>(&self, inner: R) -> Counted<R> {
        Counted { inner, budget: self.clone() }
    }
}

/// A reader whose bytes count in a budget, and are an error beyond it.
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
