//! Encodes and decodes a catalogue.

use std::io::{self, Write};
use std::sync::Arc;

use super::contents::Catalogue;
use super::records::{FILE, FileRecord, Root};
use super::{decoding, encoding};

impl Catalogue {
    /// The root of this path, added where it is new; roots stay sorted.
    pub fn root(&mut self, path: &str) -> usize {
        match self.roots.binary_search_by(|root| root.path.as_str().cmp(path)) {
            Ok(at) => at,
            Err(at) => {
                self.roots.insert(at, Root { path: path.to_string(), ..Root::default() });
                at
            }
        }
    }

    /// Bytes it takes in memory at most, about.
    pub fn bytes(&self) -> usize {
        let files = self.roots.iter().flat_map(|root| &root.files);
        let of_file = |(path, record): (&Arc<str>, &Arc<FileRecord>)| {
            FILE + path.len() + record.articles().bytes()
        };
        self.keys.bytes_when_growing() + files.map(of_file).sum::<usize>()
    }

    /// Writes the catalogue's file. Keys without a place are left out.
    pub fn encode(&self, out: &mut dyn Write) -> io::Result<()> {
        self.encode_with(&self.roots, out)
    }

    /// The same with other roots.
    pub fn encode_with(&self, roots: &[Root], out: &mut dyn Write) -> io::Result<()> {
        encoding::encode(self.run, roots, &self.keys, out)
    }

    /// Reads a file of [`Catalogue::encode`].
    pub fn decode(bytes: &[u8]) -> io::Result<Catalogue> {
        Self::decode_in_pieces(bytes, &|| {})
    }

    /// The same; is told when what has been read so far is not needed for a while.
    pub fn decode_in_pieces(bytes: &[u8], passed: &dyn Fn()) -> io::Result<Catalogue> {
        decoding::decode(bytes, passed)
    }
}
