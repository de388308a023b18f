//! Compressed files (gz: RFC 1952, bz2, xz, zst: RFC 8878), and containers within containers.

use std::cell::Cell;
use std::io::{BufReader, Cursor, Read};
use std::rc::Rc;

use super::gzip::Gzip;
use crate::archive::layers::Layers;
use crate::archive::layers::breaks::Named;
use crate::archive::layers::packed::Wrapping;
use crate::archive::{Other, Reason, Why};
use crate::error::harmless;

/// The maximum size, in bytes, of a zip within a container. It is held in memory, because its directory is at its end.
const NESTED: u64 = 64 << 20;
/// The maximum memory of an xz decoder, in kilobytes.
const XZ_MEMORY: u32 = 160 << 10;
/// The maximum window of a zstd frame, as a power of two.
const ZSTD_WINDOW: u32 = 27;

impl Layers<'_> {
    /// Reads what a compressed file or a container within one holds.
    pub(in super::super) fn unwrap(
        &mut self,
        wrapping: Wrapping,
        name: &str,
        input: Box<dyn Read + '_>,
    ) -> Result<&'static str, Why> {
        let budget = self.budget.clone();
        let bare = |ends: &[&str]| {
            let end = ends.iter().find(|end| name.to_ascii_lowercase().ends_with(*end));
            end.map_or(name, |end| &name[..name.len() - end.len()])
        };
        let input = BufReader::new(input);
        self.inside_of(|layers| match wrapping {
            Wrapping::Gzip => {
                let followed = Rc::<Cell<bool>>::default();
                let unpacked = Named::new(Gzip::new(input, Rc::clone(&followed)), "gzip");
                let form = layers.stream(bare(&[".gz", ".gzip"]), &mut budget.counts(unpacked))?;
                if followed.get() {
                    let why = Reason::Unreadable.because("what follows the gzip data is not gzip");
                    harmless((layers.sink)(Err(Other::Skipped(0, why))), "nothing follows");
                }
                Ok(form)
            }
            Wrapping::Bzip2 => {
                let unpacked = Named::new(bzip2::bufread::MultiBzDecoder::new(input), "bzip2");
                layers.stream(bare(&[".bz2"]), &mut budget.counts(unpacked))
            }
            Wrapping::Xz => {
                let unpacked = lzma_rust2::XzReader::new_mem_limit(input, true, XZ_MEMORY);
                let unpacked = Named::new(unpacked, "xz");
                layers.stream(bare(&[".xz"]), &mut budget.counts(unpacked))
            }
            Wrapping::Zstd => {
                let mut unpacked = zstd::stream::read::Decoder::with_buffer(input)?;
                unpacked.window_log_max(ZSTD_WINDOW)?;
                let unpacked = Named::new(unpacked, "zstd");
                layers.stream(bare(&[".zst", ".zstd"]), &mut budget.counts(unpacked))
            }
            Wrapping::Tar => layers.tar(input),
            Wrapping::Zip => {
                let mut bytes = Vec::new();
                let read = budget.counts(input).take(NESTED + 1).read_to_end(&mut bytes);
                read?;
                if bytes.len() as u64 > NESTED {
                    let detail = "a zip of more than 64 MB within a container: unpack it first";
                    return Err(Reason::TooLong.because(detail));
                }
                layers.zip(&mut Cursor::new(bytes))
            }
        })
    }

    /// Calls `read` one layer deeper. Compression counts as a layer, although it has no path.
    fn inside_of<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }
}
