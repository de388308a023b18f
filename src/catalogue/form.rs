//! Encodes and decodes a catalogue.

use std::io::{self, Write};
use std::sync::Arc;

use super::contents::Catalogue;
use super::records::{FILE, FileRecord, Root};
use super::{decoding, encoding};

impl Catalogue {
    /// Returns the index of the root with this path, adding it if it is new. Roots stay sorted.
    pub fn root(&mut self, path: &str) -> usize {
        match self.roots.binary_search_by(|root| root.path.as_str().cmp(path)) {
            Ok(at) => at,
            Err(at) => {
                self.roots.insert(at, Root { path: path.to_string(), ..Root::default() });
                at
            }
        }
    }

    /// Returns the approximate maximum memory of the catalogue, in bytes.
    pub fn bytes(&self) -> usize {
        let files = self.roots.iter().flat_map(|root| &root.files);
        let of_file = |(path, record): (&Arc<str>, &Arc<FileRecord>)| {
            FILE + path.len() + record.articles().bytes()
        };
        self.keys.bytes_when_growing() + files.map(of_file).sum::<usize>()
    }

    /// Writes the file of the catalogue. Leaves out keys without a place.
    pub fn encode(&self, out: &mut dyn Write) -> io::Result<()> {
        self.encode_with(&self.roots, out)
    }

    /// Like [`Catalogue::encode`], but with other roots.
    pub fn encode_with(&self, roots: &[Root], out: &mut dyn Write) -> io::Result<()> {
        encoding::encode(self.run, roots, &self.keys, out)
    }

    /// Reads a file written by [`Catalogue::encode`]. Calls `passed` when the bytes read so far are not needed for a
    /// while.
    pub fn decode_in_pieces(bytes: &[u8], passed: &dyn Fn()) -> io::Result<Catalogue> {
        decoding::decode(bytes, passed)
    }
}
