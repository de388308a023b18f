//! The packed articles of a file, of which there may be millions.
//!
//! Each article is two varints (zigzag, LEB128): the difference between its line and that of the previous article, and
//! the difference between its key number and the number after the previous one. New articles, one per line, take two
//! bytes each.

use super::key_set::KeyNumber;
use crate::packing::{Unpack, zigzag};

/// The place of an article in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placed {
    /// The line on which the article starts, counted from 1.
    pub line: u64,
    /// The number of the article's key.
    pub key: KeyNumber,
}

/// The articles of a file, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Articles(Box<[u8]>);

impl Articles {
    /// Returns the number of articles. Each article is two numbers, and each number has exactly one byte below 0x80.
    pub fn len(&self) -> usize {
        self.0.iter().filter(|byte| **byte < 0x80).count() / 2
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the packed size in bytes.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Returns the articles in order.
    pub fn iter(&self) -> impl Iterator<Item = Placed> + '_ {
        let (mut bytes, mut last) = (Unpack::new(&self.0), Placed::default());
        std::iter::from_fn(move || {
            // At the end, `zigzag` would format an error that is then dropped.
            if bytes.rest().is_empty() {
                return None;
            }
            // The data was packed by `Placing` and is complete.
            let (line, key) = (bytes.zigzag().ok()?, bytes.zigzag().ok()?);
            let key = i64::from(last.key) + 1 + key;
            last = Placed { line: last.line.wrapping_add_signed(line), key: key as KeyNumber };
            Some(last)
        })
    }

    /// Returns the keys of the articles.
    pub fn keys(&self) -> impl Iterator<Item = KeyNumber> + '_ {
        self.iter().map(|placed| placed.key)
    }
}

/// Packs the articles of a file as they are found.
#[derive(Debug, Clone, Default)]
pub struct Placing {
    bytes: Vec<u8>,
    last: Placed,
}

impl Placing {
    /// Adds the next article.
    pub fn push(&mut self, line: u64, key: KeyNumber) {
        zigzag(&mut self.bytes, line.wrapping_sub(self.last.line) as i64);
        zigzag(&mut self.bytes, i64::from(key) - i64::from(self.last.key) - 1);
        self.last = Placed { line, key };
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns the allocated size in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// Returns the packed articles.
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
