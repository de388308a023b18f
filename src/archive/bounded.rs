//! The length limit. Text is decoded first and then kept up to the limit. It is cut between two characters, and its
//! total length is recorded.

use std::io::{self, BufRead, Read};

use super::{Cut, RawArticle};

/// The size of a structured article while it is read, in bytes.
#[derive(Debug, Default)]
pub struct Size {
    /// The number of bytes kept so far.
    pub kept: usize,
    /// The number of bytes left out so far.
    pub left_out: usize,
}

impl Size {
    /// Returns how much was kept, or `None` if nothing was left out.
    pub fn cut(&self) -> Option<Cut> {
        let (kept, of) = (self.kept as u64, (self.kept + self.left_out) as u64);
        (self.left_out > 0).then_some(Cut { kept, of: Some(of) })
    }
}

/// Text that is kept up to a limit and counted beyond it.
#[derive(Debug)]
pub struct Bounded {
    text: String,
    limit: usize,
    length: u64,
}

impl Bounded {
    /// Returns an empty text that keeps at most `limit` bytes.
    pub fn new(limit: usize) -> Bounded {
        Bounded::with_capacity(limit, 0)
    }

    /// Returns an empty text that keeps at most `limit` bytes, with room for `capacity` bytes.
    pub fn with_capacity(limit: usize, capacity: usize) -> Bounded {
        Bounded { text: String::with_capacity(capacity.min(limit)), limit, length: 0 }
    }

    /// Returns whether any text was left out.
    fn is_cut(&self) -> bool {
        self.length > self.text.len() as u64
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        if !self.is_cut() {
            let room = self.limit.saturating_sub(self.text.len());
            self.text.push_str(&text[..text.floor_char_boundary(room)]);
        }
        self.length += text.len() as u64;
    }

    /// Counts bytes that were dropped before they reached this text.
    pub fn leave_out(&mut self, bytes: u64) {
        self.length += bytes;
    }

    /// Adds a line, which may itself have been cut when it was read.
    pub fn push_line(&mut self, line: &Line) {
        self.push(&line.text);
        self.length += line.left_out();
        self.push("\n");
    }

    /// Adds a line without leading and trailing white space.
    pub fn push_trimmed(&mut self, line: &Line) {
        self.push(line.text.trim());
        self.length += line.left_out();
        self.push("\n");
    }

    /// Returns the text, and how much was kept if it was cut.
    pub fn finish(self) -> (String, Option<Cut>) {
        let cut =
            self.is_cut().then_some(Cut { kept: self.text.len() as u64, of: Some(self.length) });
        (self.text, cut)
    }
}

/// Reads text to its end and keeps at most `limit` bytes.
///
/// # Errors
///
/// Returns an error if the reader fails, or if the text is not UTF-8, which decoded input always is.
pub fn whole(input: &mut dyn Read, limit: usize) -> io::Result<(String, Option<Cut>)> {
    let mut bytes = Vec::new();
    input.take(limit as u64).read_to_end(&mut bytes)?;
    let rest = io::copy(input, &mut io::sink())?;
    let all = bytes.len() as u64 + rest;
    let text = decoded(bytes, rest > 0)?;
    let kept = text.len() as u64;
    Ok((text, (kept < all).then_some(Cut { kept, of: Some(all) })))
}

/// Converts bytes to text. If they were cut, they may end inside a character, which is dropped.
fn decoded(bytes: Vec<u8>, cut: bool) -> io::Result<String> {
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    String::from_utf8(bytes).or_else(|error| {
        if !cut || error.utf8_error().error_len().is_some() {
            return Err(invalid(error));
        }
        let end = error.utf8_error().valid_up_to();
        let mut bytes = error.into_bytes();
        bytes.truncate(end);
        String::from_utf8(bytes).map_err(invalid)
    })
}

/// Passes the next line, without its line feed, to `take` in parts as they are buffered. Returns `false` at the end of
/// the input.
///
/// # Errors
///
/// Returns an error if the reader fails.
pub fn parts_of_line(input: &mut dyn BufRead, mut take: impl FnMut(&[u8])) -> io::Result<bool> {
    let mut seen = false;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(seen);
        }
        seen = true;
        let end = memchr::memchr(b'\n', available);
        take(&available[..end.unwrap_or(available.len())]);
        let used = end.map_or(available.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// A line without its ending, kept up to a limit.
#[derive(Debug, Default)]
pub struct Line {
    /// The text that was kept.
    pub text: String,
    /// The length of the whole line, in bytes.
    length: u64,
    /// The last bytes of a line that was cut.
    tail: Vec<u8>,
}

/// The number of bytes kept from the end of a line that was cut: enough for any tag that ends a document.
const TAIL: usize = 64;

impl Line {
    /// Returns whether the line ends with `end`, ignoring trailing white space. This works for cut lines as well.
    pub fn ends_with(&self, end: &str) -> bool {
        let tail = if self.left_out() > 0 { &self.tail } else { self.text.as_bytes() };
        tail.trim_ascii_end().ends_with(end.as_bytes())
    }

    /// Returns the number of bytes that were not kept.
    pub fn left_out(&self) -> u64 {
        self.length - self.text.len() as u64
    }

    /// Reads the next line. Returns `false` at the end of the input.
    ///
    /// # Errors
    ///
    /// Returns an error if the reader fails, or if the line is not UTF-8, which decoded input always is.
    pub fn read(&mut self, input: &mut dyn BufRead, limit: usize) -> io::Result<bool> {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        self.tail.clear();
        self.length = 0;
        let seen = parts_of_line(input, |part| {
            let (kept, rest) = part.split_at(part.len().min(limit - bytes.len()));
            bytes.extend_from_slice(kept);
            if !rest.is_empty() {
                self.tail.extend_from_slice(&rest[rest.len().saturating_sub(TAIL)..]);
                self.tail.drain(..self.tail.len().saturating_sub(TAIL));
            }
            self.length += part.len() as u64;
        })?;
        let cut = self.length > bytes.len() as u64;
        if !cut && bytes.last() == Some(&b'\r') {
            bytes.pop();
            self.length -= 1;
        }
        self.text = decoded(bytes, cut)?;
        Ok(seen)
    }
}

/// Cuts the text of an article at the limit, regardless of its format.
pub fn article(mut article: RawArticle, limit: usize) -> RawArticle {
    let length = article.text.len();
    if length > limit {
        article.text.truncate(article.text.floor_char_boundary(limit));
        let of = match article.cut {
            None => Some(length as u64),
            // An unknown total length stays unknown.
            Some(cut) => cut.of.map(|of| of.max(length as u64)),
        };
        article.cut = Some(Cut { kept: article.text.len() as u64, of });
    }
    article
}

/// Records that `left_out` bytes of an article were not read.
pub fn without(mut article: RawArticle, left_out: u64) -> RawArticle {
    let kept = article.text.len() as u64;
    article.cut = (left_out > 0).then_some(Cut { kept, of: Some(kept + left_out) });
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_characters_and_counted_to_its_end() {
        let text = "a€😀".repeat(10);
        for limit in 0..=90 {
            let (kept, cut) = whole(&mut text.as_bytes(), limit).unwrap();
            assert!(
                text.starts_with(&kept) && kept.len() <= limit && kept.len() + 4 > limit.min(80)
            );
            let expected = (limit < 80).then_some(Cut { kept: kept.len() as u64, of: Some(80) });
            assert_eq!(cut, expected, "{limit}");
            let mut line = Line::default();
            assert!(line.read(&mut text.as_bytes(), limit).unwrap());
            assert_eq!((&line.text, line.left_out()), (&kept, 80 - kept.len() as u64));
            let mut bounded = Bounded::new(limit);
            bounded.push_line(&line);
            bounded.push_line(&line);
            let (both, cut) = bounded.finish();
            assert!(both.len() <= limit && format!("{text}\n{text}\n").starts_with(&both));
            assert_eq!(cut.and_then(|cut| cut.of), Some(162), "{limit}");
        }
    }

    #[test]
    fn what_was_kept_is_said_in_bytes_or_megabytes() {
        let said = |kept, of| Cut { kept, of: Some(of) }.to_string();
        assert_eq!(said(16 << 20, 17 << 20), "the first 16 MB of 17 MB");
        assert_eq!(said(999, 1_500_000), "the first 999 bytes of 1.4 MB");
    }
}
