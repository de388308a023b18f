//! Tables with spaces between separators and quotes: `1, "A title, in full", "A text"`.
//!
//! According to RFC 4180, such quotes are part of the cell and do not protect separators. If all quotes behind spaces
//! of a table enclose their cells, the spaces are removed before the table is read.

use std::io::{self, Read};

/// The maximum number of spaces before a quote.
const MOST: usize = 64;

/// The number of bytes that are read at once.
const BUFFER: usize = 8 << 10;

/// How the cells of a table are delimited.
#[derive(Debug, Clone, Copy)]
pub struct Syntax {
    pub separator: u8,
    pub quote: u8,
    /// Whether a backslash escapes the next character within quotes.
    pub escapes: bool,
}

/// The position within a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start, or behind spaces at the start.
    Start,
    Bare,
    Quoted,
    /// Behind a backslash within quotes.
    Escaped,
    /// Behind a quote that either ends the cell or is the first half of an escaped quote.
    Closed,
}

impl Syntax {
    /// Returns the place behind the next byte.
    fn after(self, place: Place, byte: u8) -> Place {
        let is_end = byte == self.separator || matches!(byte, b'\n' | b'\r');
        match place {
            Place::Quoted if byte == self.quote => Place::Closed,
            Place::Quoted if self.escapes && byte == b'\\' => Place::Escaped,
            Place::Quoted | Place::Escaped => Place::Quoted,
            Place::Start | Place::Closed if byte == self.quote => Place::Quoted,
            Place::Start if self.is_space(byte) => Place::Start,
            _ if is_end => Place::Start,
            _ => Place::Bare,
        }
    }

    /// Returns how many quotes end although text follows them within the cell.
    pub fn strays(self, text: &str) -> usize {
        let mut place = Place::Start;
        let mut count = 0;
        for byte in text.bytes() {
            let next = self.after(place, byte);
            let is_stray = (place, next) == (Place::Closed, Place::Bare) && !self.is_space(byte);
            count += usize::from(is_stray);
            place = next;
        }
        count
    }

    fn is_space(self, byte: u8) -> bool {
        matches!(byte, b' ' | b'\t') && byte != self.separator
    }

    /// Returns whether a table that starts with this text has quotes behind spaces, and all of them enclose their
    /// cells.
    pub fn has_spaces(self, text: &str) -> bool {
        let mut place = Place::Start;
        // Whether there is a space before the cell, and whether its quotes were closed.
        let (mut is_behind, mut is_closed) = (false, false);
        let mut found = false;
        for byte in text.bytes() {
            let next = self.after(place, byte);
            match (place, next) {
                (Place::Start, Place::Start) => is_behind = self.is_space(byte),
                (Place::Start, Place::Quoted) => found |= is_behind,
                (Place::Closed, Place::Bare) if self.is_space(byte) => is_closed = true,
                // There is text behind the quotes, as in `"A" said B`.
                (Place::Closed, Place::Bare) if is_behind => return false,
                (Place::Bare, Place::Bare) if is_closed && is_behind && !self.is_space(byte) => {
                    return false;
                }
                (_, Place::Start) => (is_behind, is_closed) = (false, false),
                _ => {}
            }
            place = next;
        }
        found
    }
}

/// A table without the spaces before its quotes.
pub struct Unspaced<R> {
    inner: R,
    /// `None` if the table is returned as it is.
    syntax: Option<Syntax>,
    place: Place,
    /// Spaces at the start of a cell, which are kept unless a quote follows.
    held: Vec<u8>,
    /// What was read, and the number of its bytes that were returned.
    ready: Vec<u8>,
    at: usize,
}

impl<R: Read> Unspaced<R> {
    /// Returns a reader of a table that has spaces before its quotes if `syntax` is given.
    pub fn new(inner: R, syntax: Option<Syntax>) -> Self {
        let (held, ready) = (Vec::new(), Vec::new());
        Unspaced { inner, syntax, place: Place::Start, held, ready, at: 0 }
    }

    fn filter(&mut self, syntax: Syntax, raw: &[u8]) {
        for byte in raw.iter().copied() {
            let next = syntax.after(self.place, byte);
            let is_leading = self.place == Place::Start && syntax.is_space(byte);
            if is_leading && self.held.len() < MOST {
                self.held.push(byte);
                continue;
            }
            if self.place == Place::Start && next == Place::Quoted {
                self.held.clear();
            }
            self.ready.append(&mut self.held);
            self.ready.push(byte);
            self.place = if is_leading { Place::Bare } else { next };
        }
    }
}

impl<R: Read> Read for Unspaced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(syntax) = self.syntax else { return self.inner.read(buffer) };
        while self.at == self.ready.len() {
            self.at = 0;
            self.ready.clear();
            let mut raw = [0; BUFFER];
            let count = self.inner.read(&mut raw)?;
            if count == 0 && self.held.is_empty() {
                return Ok(0);
            }
            match count {
                0 => self.ready.append(&mut self.held),
                _ => self.filter(syntax, &raw[..count]),
            }
        }
        let count = buffer.len().min(self.ready.len() - self.at);
        buffer[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAS: Syntax = Syntax { separator: b',', quote: b'"', escapes: false };

    #[test]
    fn only_spaces_before_quotes_around_whole_cells_are_left_out() {
        for (text, unspaced) in [
            ("1, \"A, b\", \"C\"\n 2,  \"D\"\n", Some("1,\"A, b\",\"C\"\n 2,\"D\"\n")),
            ("1, \"A\" , \"B, \"\"c\"\" \"", Some("1,\"A\" ,\"B, \"\"c\"\" \"")),
            ("a, b\n1, \"x, \"\ny, ", Some("a, b\n1,\"x, \"\ny, ")),
            ("a, \"the end is cut", Some("a,\"the end is cut")),
            ("1,\"A, \"\"b\"\"\",C", None),
            ("a, b, c", None),
            ("1, \"A\" said B, \"C\"", None),
            ("1, \"A\"s, \"C\"", None),
            ("1,\"A\n, \"\"b\"\", c\"", None),
        ] {
            assert_eq!(COMMAS.has_spaces(text), unspaced.is_some(), "{text}");
            let mut out = String::new();
            let syntax = unspaced.map(|_| COMMAS);
            Unspaced::new(text.as_bytes(), syntax).read_to_string(&mut out).unwrap();
            assert_eq!(out, unspaced.unwrap_or(text));
        }
    }

    #[test]
    fn many_spaces_take_no_memory() {
        let text = format!("a,{}\"b\"", " ".repeat(100_000));
        let mut rows = Unspaced::new(text.as_bytes(), Some(COMMAS));
        let mut out = String::new();
        rows.read_to_string(&mut out).unwrap();
        assert!(out == text && rows.held.capacity() < 1_000);
    }
}
