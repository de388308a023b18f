//! The articles of a file, packed: there may be millions in one.
//!
//! Each is two varints (zigzag, LEB128): how far its line is from that of the article before, and how
//! far its key's number is from the number after the one before. Articles that are new, one to a
//! line, take two bytes each.

use super::key_set::KeyNumber;
use crate::packing::{Unpack, zigzag};

/// An article's place in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placed {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its key.
    pub key: KeyNumber,
}

/// Articles of a file in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Articles(Box<[u8]>);

impl Articles {
    /// How many there are: each is two numbers, of which each has one last byte.
    pub fn len(&self) -> usize {
        self.0.iter().filter(|byte| **byte < 0x80).count() / 2
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes they take.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Each of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Placed> + '_ {
        let (mut bytes, mut last) = (Unpack::new(&self.0), Placed::default());
        std::iter::from_fn(move || {
            // What was packed here is whole: it ends where no number follows.
            let (line, key) = (bytes.zigzag().ok()?, bytes.zigzag().ok()?);
            let key = i64::from(last.key) + 1 + key;
            last = Placed { line: last.line.wrapping_add_signed(line), key: key as KeyNumber };
            Some(last)
        })
    }

    /// Their keys.
    pub fn keys(&self) -> impl Iterator<Item = KeyNumber> + '_ {
        self.iter().map(|placed| placed.key)
    }
}

/// Articles of a file as they come.
#[derive(Debug, Clone, Default)]
pub struct Placing {
    bytes: Vec<u8>,
    last: Placed,
}

impl Placing {
    /// Adds the next one.
    pub fn push(&mut self, line: u64, key: KeyNumber) {
        zigzag(&mut self.bytes, line.wrapping_sub(self.last.line) as i64);
        zigzag(&mut self.bytes, i64::from(key) - i64::from(self.last.key) - 1);
        self.last = Placed { line, key };
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Bytes they take.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// Those there are.
    pub fn finish(self) -> Articles {
        Articles(self.bytes.into())
    }
}

impl FromIterator<Placed> for Placing {
    fn from_iter<I: IntoIterator<Item = Placed>>(articles: I) -> Placing {
        let mut placing = Placing::default();
        placing.extend(articles);
        placing
    }
}

impl Extend<Placed> for Placing {
    fn extend<I: IntoIterator<Item = Placed>>(&mut self, articles: I) {
        articles.into_iter().for_each(|Placed { line, key }| self.push(line, key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_out_as_they_went_in() {
        let given = [(1, 0), (2, 1), (2, 2), (9, 1), (u64::MAX, u32::MAX), (0, 0), (1 << 33, 7)];
        let mut placing = Placing::default();
        assert!(placing.is_empty());
        given.iter().for_each(|(line, key)| placing.push(*line, *key));
        let articles = placing.finish();
        assert_eq!(articles.iter().map(|at| (at.line, at.key)).collect::<Vec<_>>(), given);
        assert_eq!(articles.len(), given.len());
        assert!(Articles::default().is_empty());
        assert_eq!(Articles::default().len(), 0);
    }

    #[test]
    fn new_ones_line_by_line_take_two_bytes() {
        let articles = (0..1_000).map(|at| Placed { line: at + 1, key: 500 + at as u32 });
        let packed = articles.collect::<Placing>().finish();
        assert!(packed.0.len() <= 2_002, "{} bytes", packed.0.len());
        assert_eq!(packed.len(), 1_000);
    }
}
