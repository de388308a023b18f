//! What is held in memory of each article while an archive is indexed.

use crate::article::KEY_BITS;

/// An article in 33 bytes. Larger data is stored elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct KeyRecord {
    /// The hash of the content, which is the key. If the article supplied its key, the first four bytes are an index
    /// into `Keys::brought`.
    pub content: [u8; 16],
    /// The second that articles are sorted by: the part of `order` that is not the key's prefix.
    pub second: [u8; SECOND],
    /// The number of the source, and the flags `INHERITED` (from the folder or `--source`) and `BROUGHT` (supplied
    /// key).
    pub source: [u8; 4],
    /// A hash of the location that gives the title or date, or 0 if the article states both.
    pub place: [u8; 4],
    /// A hash of what is stored of the article but is not part of its content, or 0 if it is not known.
    pub details: [u8; 4],
}

/// The number of bytes of a second.
pub const SECOND: usize = 5;
// These bytes and the key's prefix fill `order`.
const _: () = assert!(KEY_BITS as usize + 8 * SECOND == 64);

/// The flag of a source that the folder or `--source` gives.
pub const INHERITED: u32 = 1 << 31;
/// The flag of an article that supplied its key.
pub const BROUGHT: u32 = 1 << 30;
/// The number that means no source.
pub const NONE: u32 = BROUGHT - 1;

impl KeyRecord {
    /// Returns the number of the source with its flags.
    pub fn flags(&self) -> u32 {
        u32::from_le_bytes(self.source)
    }

    /// Returns the index of a key that the article supplied.
    pub fn brought(&self) -> Option<usize> {
        let [a, b, c, d, ..] = self.content;
        (self.flags() & BROUGHT != 0).then(|| u32::from_le_bytes([a, b, c, d]) as usize)
    }

    /// Returns the second that articles are sorted by.
    pub fn second(&self) -> i64 {
        let mut bytes = [0; 8];
        bytes[8 - SECOND..].copy_from_slice(&self.second);
        i64::from_le_bytes(bytes) >> KEY_BITS
    }

    /// Sets the second from an order.
    pub fn set_second(&mut self, order: i64) {
        self.second.copy_from_slice(&order.to_le_bytes()[8 - SECOND..]);
    }
}
