//! Gzip (RFC 1952) as found in downloads and on tapes: several members in sequence, and padding after the last.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

/// The members of a gzip file as one stream.
pub struct Gzip<R> {
    at: At<R>,
    /// Set if other data follows the last member. It ends the stream.
    followed: Rc<Cell<bool>>,
}

enum At<R> {
    Member(GzDecoder<R>),
    Between(R),
    End,
}

impl<R: BufRead> Gzip<R> {
    /// Returns a reader of a gzip file. `followed` is set if other data follows the last member.
    pub fn new(inner: R, followed: Rc<Cell<bool>>) -> Self {
        Gzip { at: At::Member(GzDecoder::new(inner)), followed }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.at, At::End) {
                At::Member(mut member) => match member.read(buffer)? {
                    0 => self.at = At::Between(member.into_inner()),
                    count => {
                        self.at = At::Member(member);
                        return Ok(count);
                    }
                },
                At::Between(mut inner) => {
                    skip_padding(&mut inner)?;
                    match inner.fill_buf()?.first() {
                        None => return Ok(0),
                        Some(0x1F) => self.at = At::Member(GzDecoder::new(inner)),
                        Some(_) => {
                            self.followed.set(true);
                            return Ok(0);
                        }
                    }
                }
                At::End => return Ok(0),
            }
        }
    }
}

/// Skips the zeros that tapes and object stores append, and the line feed that editors append.
fn skip_padding(inner: &mut impl BufRead) -> io::Result<()> {
    loop {
        let bytes = inner.fill_buf()?;
        let count = bytes.iter().take_while(|byte| matches!(byte, 0 | b'\n' | b'\r')).count();
        let all = count == bytes.len();
        inner.consume(count);
        if !all || count == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn members_are_joined_and_padding_is_skipped() {
        for between in [&b""[..], b"\n", b"\r\n", &[0; 10_000]] {
            for end in [&b""[..], b"\n", &[0; 512]] {
                let file = [&packed("lamp "), between, &packed("oil"), end].concat();
                let mut text = String::new();
                let followed = Rc::default();
                Gzip::new(&file[..], Rc::clone(&followed)).read_to_string(&mut text).unwrap();
                assert_eq!((text.as_str(), followed.get()), ("lamp oil", false));
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_an_error_behind_the_text_and_what_is_not_gzip_ends_it() {
        let whole = packed(&"The lamp was lit. ".repeat(20_000));
        let strange = [&whole, &b"strange"[..]].concat();
        for file in [&whole[..whole.len() / 2], &whole[..whole.len() - 4]] {
            let mut text = Vec::new();
            assert!(Gzip::new(file, Rc::default()).read_to_end(&mut text).is_err());
            assert!(text.starts_with(b"The lamp was lit. The lamp"));
        }
        let (mut text, followed) = (String::new(), Rc::default());
        Gzip::new(&strange[..], Rc::clone(&followed)).read_to_string(&mut text).unwrap();
        assert!(text.ends_with("lit. ") && followed.get());
    }
}
