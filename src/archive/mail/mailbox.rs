//! Finds the messages in a mailbox.
//!
//! A message starts at a line `From …` that a header follows. In the text of a message, such a line is followed by
//! text, or starts with a `>`, which is removed.

use std::io::{self, BufRead, Read};

use super::kind::Separator;

/// A message as stored in its file.
#[derive(Debug, Default)]
pub struct Found {
    /// The line of the file on which the message starts, counted from 1.
    pub line: u64,
    /// The bytes of the message, up to the limit.
    pub bytes: Vec<u8>,
    /// Whether the message was longer.
    pub cut: bool,
    /// Whether there was a separator before the message.
    pub in_mailbox: bool,
    /// What the separator says after `From `: an address and when the message arrived.
    pub separator: Option<String>,
}

/// The messages in a file.
pub struct Mailbox<'a> {
    input: &'a mut dyn BufRead,
    /// The maximum number of bytes that are kept of a message.
    limit: usize,
    /// The number of lines read.
    read: u64,
    /// The line after a separator, which was read to confirm it.
    pending: Option<Vec<u8>>,
    in_mailbox: bool,
    /// What the last separator says.
    separator: Option<String>,
    ended: bool,
}

/// The maximum number of bytes of a line that are read at once.
const LINE: u64 = 64 << 10;

impl<'a> Mailbox<'a> {
    /// Returns a reader that keeps at most `limit` bytes of each message.
    pub fn new(input: &'a mut dyn BufRead, limit: usize) -> Self {
        Mailbox {
            input,
            limit,
            read: 0,
            pending: None,
            in_mailbox: false,
            separator: None,
            ended: false,
        }
    }

    /// Returns the next message that is not empty.
    pub fn next(&mut self) -> io::Result<Option<Found>> {
        while !self.ended {
            let found = self.message()?;
            if !found.bytes.trim_ascii().is_empty() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn message(&mut self) -> io::Result<Found> {
        let mut found = Found {
            in_mailbox: self.in_mailbox,
            separator: self.separator.take(),
            ..Found::default()
        };
        let mut begins_line = true;
        loop {
            let line = match self.pending.take() {
                Some(line) => line,
                None => self.line()?,
            };
            if line.is_empty() {
                self.ended = true;
                return Ok(found);
            }
            if found.line == 0 && !line.trim_ascii().is_empty() {
                found.line = self.read;
            }
            let may_separate =
                begins_line && (self.in_mailbox || found.bytes.trim_ascii().is_empty());
            if let Some(separator) = Separator::of(&line).filter(|_| may_separate) {
                let next = self.line()?;
                let confirmed = separator.is_confirmed_by(&next);
                self.pending = (!next.is_empty()).then_some(next);
                if confirmed {
                    self.in_mailbox = true;
                    if separator == Separator::Dated {
                        let said = line.strip_prefix(b"From ").unwrap_or_default();
                        self.separator = Some(String::from_utf8_lossy(said).into_owned());
                    }
                    return Ok(found);
                }
                if separator == Separator::Mmdf {
                    continue;
                }
            }
            begins_line = line.ends_with(b"\n");
            let quoted = self.in_mailbox && line.starts_with(b">") && {
                let behind = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
                line[behind..].starts_with(b"From ")
            };
            let line = &line[usize::from(quoted)..];
            let room = self.limit.saturating_sub(found.bytes.len());
            found.cut |= line.len() > room;
            found.bytes.extend_from_slice(&line[..line.len().min(room)]);
        }
    }

    /// Reads a line with its ending, or at most [`LINE`] bytes of it.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        (&mut *self.input).take(LINE).read_until(b'\n', &mut line)?;
        self.read += u64::from(line.ends_with(b"\n") || (line.len() as u64) < LINE);
        Ok(line)
    }
}
