//! Compression formats (gz: RFC 1952, bz2, xz, zst: RFC 8878) and containers (zip, tar), recognized by their first
//! bytes.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use super::Layers;
use super::breaks::Named;
use super::gzip::Gzip;
use crate::archive::{Other, Reason, Why};
use crate::error::harmless;

/// The compression or container format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    Zip,
    Tar,
}

/// The maximum size, in bytes, of a zip within a container. It is held in memory, because its directory is at its end.
const NESTED: u64 = 64 << 20;
/// The maximum memory of an xz decoder, in kilobytes.
const XZ_MEMORY: u32 = 160 << 10;
/// The maximum window of a zstd frame, as a power of two.
const ZSTD_WINDOW: u32 = 27;

/// Returns whether a file starts like a zip archive, which may be empty.
pub fn is_zip(beginning: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|mark| beginning.starts_with(*mark))
}

/// Returns the compression or container format of a file with this start.
pub fn wrapping(beginning: &[u8]) -> Option<Wrapping> {
    Some(match beginning {
        [0x1F, 0x8B, 8, ..] => Wrapping::Gzip,
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Wrapping::Bzip2,
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Wrapping::Xz,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Wrapping::Zstd,
        _ if is_zip(beginning) => Wrapping::Zip,
        _ if is_tar(beginning) => Wrapping::Tar,
        _ => return None,
    })
}

/// Returns whether a file starts with a tar header: with the mark of POSIX or GNU, or without one but with a correct
/// checksum.
fn is_tar(beginning: &[u8]) -> bool {
    let Some(header) = beginning.get(..512) else { return false };
    if &header[257..262] == b"ustar" {
        return true;
    }
    let stated = std::str::from_utf8(&header[148..156]).ok();
    let stated = stated.map(|text| text.trim_matches(['\0', ' ']));
    let stated = stated.and_then(|text| u64::from_str_radix(text, 8).ok());
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) })
        .sum();
    header[0] != 0 && stated == Some(sum)
}

impl Layers<'_> {
    pub(super) fn unwrap(
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

    fn tar(&mut self, input: impl Read) -> Result<&'static str, Why> {
        let end = Rc::<Cell<End>>::default();
        let mut archive = tar::Archive::new(Ending { inner: input, end: Rc::clone(&end) });
        let mut entries = archive.entries()?;
        let mut any = false;
        loop {
            let mut entry = match entries.next() {
                None if any && end.get().is_missing() => {
                    let error = io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "the tar archive ends between two members",
                    );
                    return self.broken_off(&error, "tar");
                }
                None => break,
                Some(Ok(entry)) => entry,
                Some(Err(error)) if any => return self.broken_off(&error, "tar"),
                Some(Err(error)) => return Err(error.into()),
            };
            any = true;
            let path = label(&String::from_utf8_lossy(&entry.path_bytes()));
            let kind = entry.header().entry_type();
            if kind.is_dir() || path.is_empty() {
                continue;
            }
            let going = match kind.is_file() || kind.is_gnu_sparse() || kind.is_contiguous() {
                true => {
                    let mut counted = self.budget.counts(&mut entry);
                    self.member(&path, &mut counted)?
                }
                false => self.tell(&path, 0, [0; 32], Err(no_file(kind)))?,
            };
            if !going {
                break;
            }
        }
        Ok("tar")
    }

    /// Reports that a container ended too early. Its members up to there have been reported.
    fn broken_off(&mut self, error: &io::Error, name: &'static str) -> Result<&'static str, Why> {
        if self.budget.is_spent() {
            return Err(super::budget::spent());
        }
        harmless(
            (self.sink)(Err(Other::Skipped(0, Reason::Unreadable.because(error)))),
            "nothing follows",
        );
        Ok(name)
    }
}

fn no_file(kind: tar::EntryType) -> Why {
    match kind.is_symlink() || kind.is_hard_link() {
        true => Reason::SymbolicLink.into(),
        false => Reason::NotAFile.into(),
    }
}

/// The end of a tar archive, which is either blocks of zeros or the end of the input.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    /// The number of zeros at the end of the data read so far.
    zeros: usize,
    has_come: bool,
}

impl End {
    fn is_missing(self) -> bool {
        self.has_come && self.zeros < BLOCK
    }
}

/// The length of a block of a tar archive, in bytes.
const BLOCK: usize = 512;

/// A reader that records how a tar archive ends.
struct Ending<R> {
    inner: R,
    end: Rc<Cell<End>>,
}

impl<R: Read> Read for Ending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut end = self.end.get();
        end.has_come = count == 0 && !buffer.is_empty();
        let zeros = buffer[..count].iter().rev().take_while(|byte| **byte == 0).count();
        end.zeros = if zeros == count { end.zeros.saturating_add(count) } else { zeros };
        self.end.set(end);
        Ok(count)
    }
}

/// Returns the name of a compression or container format that is not supported.
pub fn foreign(beginning: &[u8]) -> Option<&'static str> {
    Some(match beginning {
        [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => "7z",
        [0x04, 0x22, 0x4D, 0x18, ..] | [0x02, 0x21, 0x4C, 0x18, ..] => "lz4",
        [b'R', b'a', b'r', b'!', 0x1A, 0x07, ..] => "rar",
        [b'L', b'Z', b'I', b'P', ..] => "lzip",
        [0x89, b'L', b'Z', b'O', 0, ..] => "lzop",
        [0x1F, 0x9D, ..] => "compress (.Z)",
        [0xFF, 6, 0, 0, b's', b'N', b'a', b'P', b'p', b'Y', ..] => "snappy",
        [b'M', b'S', b'C', b'F', 0, ..] => "cab",
        [b'x', b'a', b'r', b'!', ..] => "xar",
        _ => return None,
    })
}

/// Returns a member's name as a path below its container, without parts that lead out of it.
pub fn label(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}
