//! Rows that exceed the length limit. Their cells are cut between characters, and the cells and rows after them are
//! kept, so that neither the date of a long article nor the next rows are lost.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

/// The maximum length, in bytes, of a cell that starts after the limit.
const LATER: usize = 64 << 10;

/// What was left out at a position of the text that was kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    at: u64,
    /// The number of bytes.
    pub bytes: u64,
    /// The number of line feeds.
    pub lines: u64,
}

/// What was left out of a table so far and is not yet attributed to a row.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    places: Rc<RefCell<VecDeque<Left>>>,
    is_quoted: Rc<Cell<bool>>,
}

impl LeftOut {
    /// Takes the totals of what was left out up to position `byte` of the text that was kept.
    pub fn until(&self, byte: u64) -> Left {
        let mut places = self.places.borrow_mut();
        let mut sum = Left::default();
        while let Some(left) = places.front().copied().filter(|left| left.at <= byte) {
            places.pop_front();
            sum.bytes += left.bytes;
            sum.lines += left.lines;
        }
        sum
    }

    /// Returns whether the table, as far as it was read, ends within quotes.
    pub fn is_quoted(&self) -> bool {
        self.is_quoted.get()
    }

    fn add(&self, at: u64, bytes: &[u8]) {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let mut places = self.places.borrow_mut();
        match places.back_mut().filter(|last| last.at == at) {
            Some(last) => {
                last.bytes += bytes.len() as u64;
                last.lines += lines;
            }
            None => places.push_back(Left { at, bytes: bytes.len() as u64, lines }),
        }
    }
}

/// The position within a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Bare,
    Quoted,
    /// After a quote that either ends the cell or is the first half of an escaped quote.
    Closed,
}

/// A table whose long cells are cut.
pub struct Rows<R> {
    inner: R,
    separator: u8,
    /// Whether quotes enclose cells.
    is_quoted: bool,
    limit: usize,
    left_out: LeftOut,
    place: Place,
    /// The number of bytes of the row that were kept.
    row: usize,
    /// The number of bytes that the cell may still take.
    room: usize,
    /// Whether the rest of the cell, or of the row, is left out.
    dropping: bool,
    dropping_row: bool,
    /// Whether a closing quote was held back, because it may be the first of two.
    held: bool,
    /// The number of bytes that were kept so far.
    kept: u64,
    raw: Vec<u8>,
}

impl<R: Read> Rows<R> {
    /// Returns a reader of a table with this separator.
    pub fn new(inner: R, separator: u8, limit: usize, left_out: LeftOut) -> Self {
        Rows {
            inner,
            separator,
            is_quoted: true,
            limit,
            left_out,
            place: Place::Start,
            row: 0,
            room: limit,
            dropping: false,
            dropping_row: false,
            held: false,
            kept: 0,
            raw: Vec::new(),
        }
    }

    /// Returns the reader for a table in which quotes are part of the text, if they are.
    pub fn unquoted(self, is_unquoted: bool) -> Self {
        Rows { is_quoted: !is_unquoted, ..self }
    }

    /// Keeps as much of a part of a cell as fits.
    fn cell(&mut self, part: &[u8], out: &mut Vec<u8>) {
        let mut fits = part.len();
        if self.dropping || self.dropping_row {
            fits = 0;
        } else if part.len() > self.room {
            // The part may start inside a character. The cut is therefore before the next character.
            let starts = |byte: &u8| !(0x80..0xC0).contains(byte);
            fits = part[self.room..].iter().position(starts).map_or(fits, |at| self.room + at);
            self.dropping = fits < part.len();
        }
        let (kept, rest) = part.split_at(fits);
        self.keep(kept, out);
        self.room = self.room.saturating_sub(fits);
        if !rest.is_empty() {
            self.left_out.add(self.kept, rest);
        }
    }

    fn keep(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(bytes);
        self.row += bytes.len();
        self.kept += bytes.len() as u64;
    }

    /// Starts the next cell or the next row.
    fn next(&mut self, byte: u8, out: &mut Vec<u8>) {
        if byte != self.separator {
            self.keep(&[byte], out);
            (self.row, self.dropping_row) = (0, false);
        } else if self.dropping_row || self.row > 2 * self.limit + LATER {
            self.dropping_row = true;
            self.left_out.add(self.kept, &[byte]);
        } else {
            self.keep(&[byte], out);
        }
        self.room = match self.row < self.limit {
            true => self.limit - self.row,
            false => LATER,
        };
        (self.place, self.dropping) = (Place::Start, false);
    }

    /// Keeps a quote that is part of the syntax.
    fn quote(&mut self, out: &mut Vec<u8>) {
        if !self.dropping_row {
            self.keep(b"\"", out);
            self.room = self.room.saturating_sub(1);
        }
    }

    fn filter(&mut self, raw: &[u8], out: &mut Vec<u8>) {
        let mut rest = raw;
        while let Some(byte) = rest.first().copied() {
            let ends = |byte: &u8| *byte == self.separator || matches!(*byte, b'\n' | b'\r');
            let run = match self.place {
                Place::Quoted => rest.iter().position(|byte| *byte == b'"'),
                Place::Bare => rest.iter().position(ends),
                Place::Start | Place::Closed => Some(0),
            };
            let run = run.unwrap_or(rest.len());
            if run > 0 {
                let (part, behind) = rest.split_at(run);
                self.cell(part, out);
                rest = behind;
                continue;
            }
            let is_end = ends(&byte);
            if self.held && byte != b'"' {
                self.quote(out);
            }
            let held = std::mem::take(&mut self.held);
            match (self.place, byte) {
                (Place::Start, b'"') if self.is_quoted => {
                    self.quote(out);
                    self.place = Place::Quoted;
                }
                (Place::Quoted, _) => {
                    self.dropping |= self.room == 0;
                    self.held = self.dropping;
                    if !self.held {
                        self.quote(out);
                    }
                    self.place = Place::Closed;
                }
                (Place::Closed, b'"') => {
                    match held {
                        true => self.left_out.add(self.kept, b"\""),
                        false => self.quote(out),
                    }
                    self.place = Place::Quoted;
                }
                _ if is_end => self.next(byte, out),
                (Place::Start | Place::Closed | Place::Bare, _) => {
                    self.place = Place::Bare;
                    continue;
                }
            }
            rest = &rest[1..];
        }
        self.left_out.is_quoted.set(self.place == Place::Quoted);
    }
}

impl<R: Read> Read for Rows<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut out = std::mem::take(&mut self.raw);
        out.clear();
        // A quote that was held back may be added to what is read now.
        let room = buffer.len().saturating_sub(1).max(1);
        while out.is_empty() {
            let count = self.inner.read(&mut buffer[..room])?;
            if count == 0 {
                if std::mem::take(&mut self.held) {
                    self.quote(&mut out);
                }
                break;
            }
            self.filter(&buffer[..count], &mut out);
        }
        buffer[..out.len()].copy_from_slice(&out);
        let length = out.len();
        self.raw = out;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that returns a few bytes at a time.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(self.1).min(buffer.len());
            let (part, rest) = self.0.split_at(count);
            buffer[..count].copy_from_slice(part);
            self.0 = rest;
            Ok(count)
        }
    }

    fn filtered(text: &str, limit: usize, step: usize) -> (Vec<Vec<String>>, u64) {
        let left_out = LeftOut::default();
        let rows = Rows::new(Dripping(text.as_bytes(), step), b',', limit, left_out.clone());
        let mut table =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows);
        let cells = |row: csv::StringRecord| row.iter().map(str::to_string).collect();
        let rows = table.records().map(|row| cells(row.expect("a row"))).collect();
        (rows, left_out.until(u64::MAX).bytes)
    }

    #[test]
    fn short_rows_stay_as_they_are() {
        let text = "a,\"b\"\"c\nd\",e\r\n\"\",x\"y,\"z\"w\n\n1,2,3";
        for step in 1..text.len() {
            let (rows, left_out) = filtered(text, 1_000, step);
            assert_eq!(rows[0], ["a", "b\"c\nd", "e"], "{step}");
            assert_eq!(rows[1], ["", "x\"y", "zw"], "{step}");
            assert_eq!((rows[2].len(), left_out), (3, 0), "{step}");
        }
    }

    #[test]
    fn a_long_cell_is_cut_between_characters_and_what_follows_is_kept() {
        let long = "é\"\"😀,\n".repeat(50);
        let text = format!("1,\"{long}\",2025-05-31\n2,short,2025-06-01\n");
        let whole = long.replace("\"\"", "\"");
        for step in [1, 2, 3, 7, 64, 10_000] {
            for limit in 20..60 {
                let (rows, left_out) = filtered(&text, limit, step);
                assert_eq!(rows.len(), 2, "{limit} {step}: {rows:?}");
                assert_eq!((rows[0].len(), rows[0][2].as_str()), (3, "2025-05-31"));
                assert!(whole.starts_with(&rows[0][1]), "{limit} {step}: {:?}", rows[0][1]);
                assert!(rows[0][1].len() <= limit + 3 && left_out > 0, "{limit} {step}");
                assert_eq!(rows[1], ["2", "short", "2025-06-01"]);
            }
        }
    }

    #[test]
    fn a_row_of_very_many_cells_takes_bounded_memory() {
        let text = format!("{}\nnext,row\n", "x,".repeat(500_000));
        let (rows, left_out) = filtered(&text, 100, 8_192);
        assert!(rows[0].len() < 50_000 && left_out > 500_000);
        assert_eq!(rows[1], ["next", "row"]);
    }
}
