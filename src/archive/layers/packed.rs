//! Compression formats (gz: RFC 1952, bz2, xz, zst: RFC 8878) and containers (zip, tar), recognized by their first
//! bytes.

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
    let value = |(at, byte): (usize, &u8)| match at {
        148..156 => u64::from(b' '),
        _ => u64::from(*byte),
    };
    let sum = || header.iter().enumerate().map(value).sum::<u64>();
    header[0] != 0 && stated.is_some_and(|stated| stated == sum())
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
        [_, _, b'-', b'l', b'h' | b'z', _, b'-', ..] => "lha",
        _ if beginning.starts_with(b"!<arch>\n") => "ar",
        _ if beginning.starts_with(b"070707") || beginning.starts_with(b"07070") => "cpio",
        _ => return None,
    })
}

/// Returns a member's name as a path below its container, without parts that lead out of it.
pub fn label(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}
