//! Decodes the encodings that a response was sent in: chunks (RFC 9112, section 7.1) and content codings (RFC 9110,
//! section 8.4.1): gzip, deflate, br, zstd.
//!
//! Crawlers store responses with or without their encodings and keep the headers in both cases. The bytes therefore
//! take precedence over the headers.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use super::codings::{Body, Coding, undo};
use crate::archive::{Reason, Why};

/// The maximum number of codings of a response.
const MOST: usize = 4;

/// The number of bytes of a body that are inspected to see whether it is encoded as stated.
const BEGINNING: u64 = 64 << 10;

/// Decodes the content codings of a body as far as it is readable. Each coding yields at most `most` bytes.
///
/// `codings` is the value of `Content-Encoding`. Returns the reason if nothing can be read.
pub fn decoded<'a>(body: Body<'a>, codings: &str, most: u64) -> Result<Body<'a>, Why> {
    let mut body = body;
    let stated: Vec<String> =
        codings.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
    for coding in stated.iter().rev().filter(|coding| !coding.is_empty()).take(MOST) {
        body = match coding.as_str() {
            "identity" | "none" | "utf-8" => body,
            _ => one(body, coding, most)?,
        };
    }
    // Some servers do not state that a response is compressed.
    let (beginning, body) = peeked(body);
    let unstated = match &beginning[..] {
        [0x1F, 0x8B, 8, ..] => "gzip",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd",
        _ => return Ok(body),
    };
    one(body, unstated, most)
}

/// Returns the start of a body, and the whole body.
fn peeked(mut body: Body<'_>) -> (Vec<u8>, Body<'_>) {
    let (beginning, _) = all(body.by_ref().take(BEGINNING));
    (beginning.clone(), Box::new(Cursor::new(beginning).chain(body)))
}

/// Tries to decode the start of a body. Returns the error if that yields nothing useful.
fn gives(coding: Coding, beginning: &[u8]) -> Result<(), Option<io::Error>> {
    let reader = undo(coding, Box::new(beginning)).map_err(Some)?;
    match all(reader.take(BEGINNING)) {
        (text, None) if !text.is_empty() => Ok(()),
        // The start may end anywhere, and a truncated body is read as far as possible.
        (text, Some(_)) if is_text(&text) && !text.is_empty() || text.len() > 1 << 10 => Ok(()),
        (_, error) => Err(error),
    }
}

fn one<'a>(body: Body<'a>, coding: &str, most: u64) -> Result<Body<'a>, Why> {
    let (beginning, body) = peeked(body);
    let candidates: &[Coding] = match (&beginning[..], coding) {
        ([0x1F, 0x8B, 8, ..], _) => &[Coding::Gzip],
        ([0x28, 0xB5, 0x2F, 0xFD, ..], _) => &[Coding::Zstd],
        // The standard specifies the zlib format, but some servers send a raw deflate stream.
        (_, "deflate" | "x-deflate") => &[Coding::Zlib, Coding::Deflate],
        (_, "br") => &[Coding::Brotli],
        _ => &[],
    };
    let mut problem = None;
    for candidate in candidates {
        match gives(*candidate, &beginning) {
            Err(error) => problem = error,
            Ok(()) => {
                let why = |error| failed(coding, Some(error));
                let reader = undo(*candidate, body).map_err(why)?;
                let reader = AsFarAsItGoes { inner: reader, ended: false };
                return Ok(Box::new(BufReader::new(reader.take(most))));
            }
        }
    }
    // The response claims to be compressed, but is not.
    if is_text(&beginning) { Ok(body) } else { Err(failed(coding, problem)) }
}

fn failed(coding: &str, error: Option<io::Error>) -> Why {
    Reason::Unreadable.because(match error {
        Some(error) => format!("content encoding {coding:?}: {error}"),
        None => format!("content encoding {coding:?} is not supported"),
    })
}

/// Reads until the end or an error. Returns the bytes and the error.
fn all(mut reader: impl Read) -> (Vec<u8>, Option<io::Error>) {
    let mut text = Vec::new();
    let error = reader.read_to_end(&mut text).err();
    (text, error)
}

/// A decoder that ends where its input is damaged, because crawlers truncate long responses.
struct AsFarAsItGoes<R> {
    inner: R,
    ended: bool,
}

impl<R: Read> Read for AsFarAsItGoes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let read = self.inner.read(buffer);
        self.ended = read.is_err();
        Ok(read.unwrap_or(0))
    }
}

/// A record that notes its errors, because a decoder may mistake them for errors of the encoding. A record that ends
/// early is an error as well.
pub struct Noted<'a, R> {
    pub inner: &'a mut io::Take<R>,
    pub failure: Rc<RefCell<Option<io::Error>>>,
}

impl<R: Read> Read for Noted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let early = || io::Error::new(io::ErrorKind::UnexpectedEof, "the record ends early");
        let error = match self.inner.read(buffer) {
            Ok(0) if self.inner.limit() > 0 && !buffer.is_empty() => early(),
            Err(error) if error.kind() != io::ErrorKind::Interrupted => error,
            read => return read,
        };
        self.failure.borrow_mut().get_or_insert(error);
        Ok(0)
    }
}

/// Returns whether bytes may be text: they are UTF-16, or have few control characters and no NUL.
pub fn is_text(bytes: &[u8]) -> bool {
    let beginning = &bytes[..bytes.len().min(4 << 10)];
    if beginning.starts_with(b"\xFF\xFE") || beginning.starts_with(b"\xFE\xFF") {
        return true;
    }
    let control = |byte: &&u8| matches!(byte, 1..=8 | 14..=26 | 28..=31 | 127);
    !beginning.contains(&0) && beginning.iter().filter(control).count() * 50 <= beginning.len()
}

/// A chunked body. If the body is not chunked, regardless of its headers, it is passed through.
pub struct Chunked<R> {
    inner: R,
    left: u64,
    ended: bool,
}

impl<R> Chunked<R> {
    pub fn new(inner: R) -> Self {
        Chunked { inner, left: 0, ended: false }
    }
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            let begin = self.inner.fill_buf()?;
            let digits = begin.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
            let end = begin.iter().position(|byte| *byte == b'\n');
            match (digits, end) {
                (1..=8, Some(end)) if end <= 64 => {
                    // One to eight hexadecimal digits always are a valid number.
                    let size = std::str::from_utf8(&begin[..digits]).unwrap_or_default();
                    self.left = u64::from_str_radix(size, 16).unwrap_or(0);
                    self.ended = self.left == 0;
                    self.inner.consume(end + 1);
                    if self.ended {
                        return Ok(0);
                    }
                }
                _ => {
                    self.left = u64::MAX;
                }
            }
        }
        if self.ended {
            return Ok(0);
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.inner.read(&mut buffer[..room])?;
        self.left -= count as u64;
        if self.left == 0 {
            // Skip the line break after a chunk.
            let begin = self.inner.fill_buf()?;
            let skip = match begin {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => 0,
            };
            self.inner.consume(skip);
        }
        Ok(count)
    }
}

#[cfg(all(test, feature = "formats"))]
mod tests {
    use std::io::Write;

    use super::*;

    const PAGE: &[u8] = b"<html><p>The lamp on the point was lit again.</p></html>";

    fn zlib() -> Vec<u8> {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(PAGE).unwrap();
        out.finish().unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    /// Returns a brotli stream (RFC 7932) that stores the bytes uncompressed.
    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let header = (bytes.len() as u32 - 1) << 4 | 1 << 20;
        [&header.to_le_bytes()[..3], bytes, &[0x03]].concat()
    }

    fn read(body: &[u8], codings: &str, most: u64) -> Result<Vec<u8>, Why> {
        decoded(Box::new(body), codings, most).map(|body| all(body).0)
    }

    #[test]
    fn content_codings_are_undone() {
        let raw = zlib()[2..zlib().len() - 4].to_vec();
        for (codings, body) in [
            ("", PAGE.to_vec()),
            ("gzip", gzip(PAGE)),
            ("x-gzip", gzip(PAGE)),
            ("GZIP", gzip(PAGE)),
            ("", gzip(PAGE)),
            ("gzip, gzip", gzip(&gzip(PAGE))),
            ("deflate", zlib()),
            ("deflate", raw),
            ("br", brotli(PAGE)),
            ("gzip, br", brotli(&gzip(PAGE))),
            ("zstd", zstd::encode_all(PAGE, 1).unwrap()),
            ("", zstd::encode_all(PAGE, 1).unwrap()),
            ("gzip", PAGE.to_vec()),
            ("br", PAGE.to_vec()),
            ("deflate", PAGE.to_vec()),
            ("identity", PAGE.to_vec()),
            ("sdch", PAGE.to_vec()),
        ] {
            assert_eq!(read(&body, codings, 1 << 20), Ok(PAGE.to_vec()), "{codings}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_has_a_reason_that_names_its_encoding() {
        let noise: Vec<u8> =
            (0..2_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for coding in ["br", "deflate", "compress", "dcb"] {
            let why = read(&noise, coding, 1 << 20).expect_err(coding).to_string();
            assert!(why.contains(coding), "{why}");
        }
        assert!(!is_text(&noise) && is_text(PAGE) && is_text("岬の灯台".as_bytes()));
    }

    #[test]
    fn no_more_is_decoded_than_asked_for() {
        let bomb = gzip(&vec![b'a'; 10 << 20]);
        assert_eq!(read(&bomb, "gzip", 1_000).map(|body| body.len()), Ok(1_000));
    }
}
