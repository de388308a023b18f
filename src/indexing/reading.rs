//! What a reading thread does: opens, decodes, reads, normalises and prepares files, and sends what it
//! finds in parts.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use crossbeam_channel::{Receiver, Sender};

use super::Options;
use super::pipeline::DOCUMENT_BYTES;
use crate::archive::{self, Entry};
use crate::engine::embedded::fields::Fields;
use crate::engine::embedded::{Document, Preparer};
use crate::error::{Error, Kind};
use crate::normalise::{self, Normalised, Surroundings};

/// A part of a file.
pub enum Message {
    /// Articles in order.
    Articles(Vec<Piece>),
    /// The file's end: the form it was read as, or why it gave nothing; the hash of its content.
    End(std::result::Result<&'static str, String>, u64),
}

/// An article, or the reason there is none.
pub enum Piece {
    /// The article at a line, and its document (none in a dry run).
    Article(u64, Box<Normalised>, Option<Document>),
    /// A line and why nothing was made of it.
    Skipped(u64, String),
}

/// Articles sent at once, in a part of a file or of several.
const ARTICLES: usize = 64;
/// A batch's files to read, and where to send what is in them.
pub struct Job {
    /// The files, in order.
    pub files: Vec<Entry>,
    /// Where to send what is in them.
    pub sender: Sender<Vec<Message>>,
}

/// A reading thread.
pub fn work(queue: Receiver<Job>, options: &Options, fields: Option<Fields>, dictionary: &[u8]) {
    let mut preparer = fields.map(|fields| Preparer::new(fields, dictionary)).transpose();
    for job in queue {
        let mut outbox = Outbox { sender: Some(job.sender), messages: Vec::new(), bytes: 0 };
        for entry in &job.files {
            let end = match &mut preparer {
                Ok(preparer) => read_file(entry, options, preparer.as_mut(), &mut outbox),
                Err(error) => Message::End(Err(format!("unreadable: {error}")), 0),
            };
            outbox.messages.push(end);
        }
        outbox.send();
    }
}

/// Messages that wait to be sent together: each sending wakes another thread.
struct Outbox {
    /// None keeps all of them.
    sender: Option<Sender<Vec<Message>>>,
    messages: Vec<Message>,
    bytes: usize,
}

impl Outbox {
    /// Sends what waits. Returns whether anyone still listens.
    fn send(&mut self) -> bool {
        self.bytes = 0;
        match &self.sender {
            Some(sender) => sender.send(std::mem::take(&mut self.messages)).is_ok(),
            None => true,
        }
    }
}

/// Reads a file on the spot, for a ledger that finds it has to.
pub fn read_now(
    entry: &Entry,
    options: &Options,
    fields: Option<Fields>,
    dictionary: &[u8],
) -> Vec<Message> {
    let mut outbox = Outbox { sender: None, messages: Vec::new(), bytes: 0 };
    let end = match fields.map(|fields| Preparer::new(fields, dictionary)).transpose() {
        Ok(mut preparer) => read_file(entry, options, preparer.as_mut(), &mut outbox),
        Err(error) => Message::End(Err(format!("unreadable: {error}")), 0),
    };
    outbox.messages.push(end);
    outbox.messages
}

fn read_file(
    entry: &Entry,
    options: &Options,
    mut preparer: Option<&mut Preparer>,
    outbox: &mut Outbox,
) -> Message {
    let around = surroundings(entry, options);
    let mut hasher = blake3::Hasher::new();
    let mut pieces = Vec::new();
    let file = match File::open(&entry.location) {
        Ok(file) => file,
        Err(error) => return Message::End(Err(format!("unreadable: {error}")), 0),
    };
    // A file that grows while it is read is read to the size it had: the next run sees the rest.
    let file = file.take(entry.size);
    let read = archive::read(
        &entry.path,
        file,
        &mut |bytes| {
            hasher.update(bytes);
        },
        &mut |piece| {
            let piece = match piece {
                Err((line, reason)) => Piece::Skipped(line, reason),
                Ok(raw) => {
                    let line = raw.line;
                    match normalise::article(raw, &around) {
                        Err(defect) => Piece::Skipped(defect.line, defect.reason),
                        Ok(normalised) => match preparer
                            .as_mut()
                            .map(|preparer| preparer.prepare(&normalised.article))
                            .transpose()
                        {
                            Ok(document) => {
                                outbox.bytes +=
                                    document.as_ref().map_or(0, |document| document.size);
                                Piece::Article(line, Box::new(normalised), document)
                            }
                            Err(error) => Piece::Skipped(line, format!("not storable: {error}")),
                        },
                    }
                }
            };
            pieces.push(piece);
            if pieces.len() >= ARTICLES || outbox.bytes >= DOCUMENT_BYTES {
                outbox.messages.push(Message::Articles(std::mem::take(&mut pieces)));
                // A ledger that failed listens no more.
                if !outbox.send() {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        },
    );
    if !pieces.is_empty() {
        outbox.messages.push(Message::Articles(pieces));
    }
    let hash = hasher.finalize();
    let hash = crate::catalogue::file_hash(hash.as_bytes());
    Message::End(read.map_err(|unreadable| unreadable.reason()), hash)
}

/// What an article in a file takes from where the file lies.
pub fn surroundings(entry: &Entry, options: &Options) -> Surroundings {
    let folder = || nearest_folder(&entry.location);
    let (source, source_from) = match &options.source {
        Some(source) => (source.clone(), "--source"),
        None => (folder(), "folder"),
    };
    Surroundings { source, source_from, zone: options.zone, modified: entry.modified }
}

/// The name of the folder a file lies in.
pub fn nearest_folder(location: &Path) -> String {
    let name = location.parent().and_then(Path::file_name);
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A thread that was to read a file ended without a word.
pub fn broken_off(entry: &Entry) -> Error {
    Error::new(Kind::Io, format!("reading {}: a reading thread ended", entry.location.display()))
        .hint(
            "run the same command again; should it happen again, leave this file out and report it",
        )
}
