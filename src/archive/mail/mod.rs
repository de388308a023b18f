//! Mail and news (RFC 5322, RFC 5536): single messages as stored by mail programs and news spools, mailboxes (mbox, RFC
//! 4155; rnews batches), and web pages that a browser saved as mail (MHTML, RFC 2557).
//!
//! [`kind`] recognizes mail, [`mailbox`] finds the messages in a file, and [`message`] reads one. The `mail-parser`
//! crate splits a message into its parts. Mail is read as bytes, because each part has a separate encoding.

mod a_news;
mod kind;
mod mailbox;
#[cfg_attr(not(feature = "formats"), path = "../not_built_in/message.rs")]
mod message;

use std::io::{self, BufRead, Read};

pub use kind::Kind;

use super::{Format, Other, Reading, Reason, Sink, table};
use crate::error::harmless;
use mailbox::Mailbox;

pub struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        !table::is_named(name) && Kind::of(beginning.as_bytes()).is_some()
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
        read(input, reading, sink)
    }
}

/// The maximum size of a message with its attachments, as a multiple of the length limit of its text.
const CARRIED: usize = 2;

/// Reads the messages of a file.
pub fn read(input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
    if a_news::is_post(input.fill_buf()?) {
        let mut bytes = Vec::new();
        input.take(reading.limit as u64).read_to_end(&mut bytes)?;
        let rest = io::copy(input, &mut io::sink())?;
        harmless(
            sink(Ok(super::RawArticle { alone: true, ..a_news::read(&bytes, rest) })),
            "nothing follows",
        );
        return Ok(());
    }
    if let Some((line, count)) = kind::counted(input.fill_buf()?) {
        input.consume(line);
        messages(&mut input.take(count), reading, sink)?;
        // What follows is the property list of the message.
        return io::copy(input, &mut io::sink()).map(|_| ());
    }
    messages(input, reading, sink)
}

/// Reads the messages of a mailbox, or the only message of a file.
fn messages(input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
    let mut mailbox = Mailbox::new(input, reading.limit.saturating_mul(CARRIED));
    while let Some(found) = mailbox.next()? {
        let alone = !found.in_mailbox;
        let piece = match message::read(&found, reading) {
            Some(Ok(article)) => Ok(super::RawArticle { alone, line: found.line, ..article }),
            Some(Err(reason)) => Err(Other::Skipped(found.line, reason.into())),
            None => Err(Other::Skipped(
                found.line,
                Reason::MalformedRecord.because("no message with headers begins here"),
            )),
        };
        if sink(piece).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
