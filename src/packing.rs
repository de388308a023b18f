//! Encodes numbers and strings as bytes, and decodes them. Stored records and the catalogue consist of them.
//!
//! Numbers are LEB128 varints (DWARF 5, section 7.6). Signed numbers are zigzag-encoded first, as in Protocol Buffers.
//! A string is its length and its UTF-8 bytes. Every read checks its bounds, so that damage is an error.

use std::io;

/// Appends a number.
pub fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number.
pub fn zigzag(out: &mut Vec<u8>, value: i64) {
    varint(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// Appends a string.
pub fn string(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Appends an optional string: 0, or 1 and the string.
pub fn optional(out: &mut Vec<u8>, value: &Option<String>) {
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        string(out, value);
    }
}

/// Returns an error about invalid bytes.
pub fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged: {what}"))
}

/// Returns bytes of an index as text.
///
/// # Errors
///
/// Returns an error if the bytes are not UTF-8.
pub fn utf8(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).ok().ok_or_else(|| damaged("text"))
}

/// Decodes the values that the functions of this module append.
pub struct Unpack<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Unpack<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Unpack { bytes, at: 0 }
    }

    /// Returns the bytes that have not been read.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at.min(self.bytes.len())..]
    }

    /// Reads `count` bytes.
    pub fn take(&mut self, count: usize) -> io::Result<&'a [u8]> {
        let end = self.at.checked_add(count).ok_or_else(|| damaged("length"))?;
        let taken = self.bytes.get(self.at..end).ok_or_else(|| damaged("it ends too early"))?;
        self.at = end;
        Ok(taken)
    }

    /// Reads one byte.
    pub fn byte(&mut self) -> io::Result<u8> {
        let byte = self.bytes.get(self.at).ok_or_else(|| damaged("it ends too early"))?;
        self.at += 1;
        Ok(*byte)
    }

    /// Reads a number.
    pub fn varint(&mut self) -> io::Result<u64> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(first.into());
        }
        let mut value = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(damaged("number"))
    }

    /// Reads a signed number.
    pub fn zigzag(&mut self) -> io::Result<i64> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// Reads a string.
    pub fn str(&mut self) -> io::Result<&'a str> {
        let length = usize::try_from(self.varint()?).ok().ok_or_else(|| damaged("length"))?;
        utf8(self.take(length)?)
    }

    /// Reads an optional string.
    pub fn optional(&mut self) -> io::Result<Option<String>> {
        match self.byte()? {
            0 => Ok(None),
            _ => Ok(Some(self.str()?.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_strings_come_out_as_they_went_in() {
        let mut out = Vec::new();
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            varint(&mut out, value);
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            zigzag(&mut out, value);
        }
        string(&mut out, "été");
        optional(&mut out, &None);
        let mut bytes = Unpack::new(&out);
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            assert_eq!(bytes.varint().unwrap(), value);
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(bytes.zigzag().unwrap(), value);
        }
        assert_eq!((bytes.str().unwrap(), bytes.optional().unwrap()), ("été", None));
        assert!(bytes.byte().is_err() && bytes.rest().is_empty());
    }
}
