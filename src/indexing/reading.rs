//! The work of a reading thread: opens, decodes, reads, normalizes and prepares files, and sends the results in parts.

use std::fs::File;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender};

use super::converters::CONVERTED;
use super::source_folder::{LastFolder, nearest_folder};
use super::stoppable::Stoppable;
use super::unchanged::Unchanged;
use super::{Options, ReadingOptions, RootOptions};
use crate::analysis::Majorities;
use crate::archive::{self, Entry, Other, Reading, Reason, Why};
use crate::catalogue::WITHIN;
use crate::engine::store::{Preparation, Prepared, Preparer};
use crate::error::{Error, Kind};
use crate::normalise::{self, Normalised, Surroundings};

/// A part of a file.
pub enum Message<D> {
    /// Articles, in order.
    Articles(Vec<Piece<D>>),
    /// The end of the file: the format it was read as, or the reason why it was skipped, and the hash of its content.
    End(std::result::Result<&'static str, String>, u64),
}

/// An article, or the reason why it was skipped.
pub enum Piece<D> {
    /// An article, the line it is on, and its document. `None` if it was not prepared: in a dry run, or because the index
    /// has the article as it is.
    Article(u64, Box<Normalised>, Option<D>),
    /// The line of an article that was skipped, and the reason.
    Skipped(u64, Why),
    /// The end of a container's member. The pieces since the previous member belong to it.
    Member(archive::Member),
}

impl<D> Piece<D> {
    /// Returns whether this is an article.
    pub fn is_article(&self) -> bool {
        matches!(self, Piece::Article(..))
    }

    /// Returns the number of bytes of the article's text, as a rough measure of progress in the file.
    pub fn text_bytes(&self) -> u64 {
        match self {
            Piece::Article(_, normalised, _) => normalised.article.body.len() as u64,
            Piece::Skipped(..) | Piece::Member(_) => 0,
        }
    }
}

impl<D> From<Other> for Piece<D> {
    fn from(other: Other) -> Self {
        match other {
            Other::Skipped(line, why) => Piece::Skipped(line, why),
            Other::Member(member) => Piece::Member(member),
        }
    }
}

/// The maximum size of a file that is read with one system call, in bytes. Formats read the beginning of a file several
/// times to recognize it.
const AT_ONCE: u64 = 64 << 10;
/// The maximum number of articles in one message.
const ARTICLES: usize = 64;
/// The maximum number of bytes of documents sent at once.
pub const DOCUMENT_BYTES: usize = 1 << 20;

/// The files of a batch that have to be read, and where to send the results.
pub struct Job<D> {
    /// The files, in order.
    pub files: Vec<Entry>,
    /// Where to send the results.
    pub sender: Sender<Vec<Message<D>>>,
}

/// What a reading thread needs.
pub struct IndexingContext<'a, P> {
    /// The options of the run.
    pub options: &'a Options,
    /// The options of each root.
    pub roots: &'a [RootOptions],
    /// Prepares the documents; `None` in a dry run.
    pub preparation: Option<&'a P>,
    /// The languages of the articles of each source, counted as articles are read.
    pub majorities: &'a Majorities,
    /// The articles that need not be prepared.
    pub unchanged: &'a Unchanged,
    /// Set when the run should end early.
    pub stop: &'a AtomicBool,
}

impl<P> Clone for IndexingContext<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for IndexingContext<'_, P> {}

/// The reason reported for a file that was not read to its end because the run was stopped.
pub const STOPPED: &str = "stopped";

/// Runs a reading thread until the queue is closed.
pub fn work<P: Preparation>(queue: Receiver<Job<P::Document>>, context: IndexingContext<P>) {
    let mut reader = FileReader::new(context);
    for job in queue {
        let mut outbox = Outbox { sender: Some(job.sender), messages: Vec::new(), bytes: 0 };
        for entry in &job.files {
            reader.read(entry, &mut outbox);
        }
        outbox.send();
    }
}

/// Reads a file on the calling thread, when the ledger finds that it has to be read after all.
pub fn read_now<P: Preparation>(
    entry: &Entry,
    context: IndexingContext<P>,
) -> Vec<Message<P::Document>> {
    let mut outbox = Outbox { sender: None, messages: Vec::new(), bytes: 0 };
    FileReader::new(context).read(entry, &mut outbox);
    outbox.messages
}

/// Messages that are sent together, because each send wakes another thread.
struct Outbox<D> {
    /// `None` keeps all messages.
    sender: Option<Sender<Vec<Message<D>>>>,
    messages: Vec<Message<D>>,
    bytes: usize,
}

impl<D> Outbox<D> {
    /// Sends the waiting messages. Returns whether the receiver still exists.
    fn send(&mut self) -> bool {
        self.bytes = 0;
        match &self.sender {
            Some(sender) => sender.send(std::mem::take(&mut self.messages)).is_ok(),
            None => true,
        }
    }
}

/// Reads files.
struct FileReader<'a, P: Preparation> {
    context: IndexingContext<'a, P>,
    preparer: std::io::Result<Option<Box<dyn Preparer<P::Document>>>>,
    folder: LastFolder,
}

impl<'a, P: Preparation> FileReader<'a, P> {
    fn new(context: IndexingContext<'a, P>) -> Self {
        let preparer = context.preparation.map(Preparation::preparer).transpose();
        FileReader { context, preparer, folder: LastFolder::default() }
    }

    /// Reads a file into the outbox: its articles, then its end.
    fn read(&mut self, entry: &Entry, outbox: &mut Outbox<P::Document>) {
        // No input is known to cause a panic. If one does, it costs a file, not the run.
        let read = panic::catch_unwind(AssertUnwindSafe(|| self.articles(entry, outbox)));
        let end = read.unwrap_or_else(|_| {
            Message::End(Err(Reason::Panic.because("please report it").to_string()), 0)
        });
        outbox.messages.push(end);
    }

    fn articles(
        &mut self,
        entry: &Entry,
        outbox: &mut Outbox<P::Document>,
    ) -> Message<P::Document> {
        let unreadable = |error: &std::io::Error| {
            Message::End(Err(Reason::Unreadable.because(error).to_string()), 0)
        };
        let context = self.context;
        let IndexingContext { options: Options { converters, .. }, roots, stop, .. } = context;
        let mut preparer = match &mut self.preparer {
            Ok(preparer) => preparer.as_mut(),
            Err(error) => return unreadable(error),
        };
        let stopped = || stop.load(Ordering::Relaxed);
        if stopped() {
            return Message::End(Err(STOPPED.into()), 0);
        }
        let converted = converters.convert(&entry.path, &entry.location, stop);
        let converted = match converted.transpose() {
            Ok(converted) => converted,
            Err(_) if stopped() => return Message::End(Err(STOPPED.into()), 0),
            Err(why) => return Message::End(Err(why.to_string()), 0),
        };
        let file = match File::open(&entry.location) {
            Ok(file) => file,
            Err(error) => return unreadable(&error),
        };
        let options = roots[entry.root].for_path(&entry.path);
        let around = surroundings(entry, options, &mut self.folder);
        let mut hasher = blake3::Hasher::new();
        let mut pieces = Vec::new();
        // A file that grows while it is read is read up to the size it had in the walk. The next run reads the rest.
        let mut file = Stoppable::new(file, entry.size, stop);
        let reading = reading_of(options);
        let mut take = |raw: archive::Piece| {
            // The last piece of a file that was stopped may be half an article.
            if stopped() {
                return ControlFlow::Break(());
            }
            let piece = make(raw, entry, &around, context, preparer.as_deref_mut());
            outbox.bytes += match &piece {
                Piece::Article(_, _, Some(document)) => document.size(),
                piece => piece.text_bytes() as usize,
            };
            pieces.push(piece);
            if pieces.len() >= ARTICLES || outbox.bytes >= DOCUMENT_BYTES {
                outbox.messages.push(Message::Articles(std::mem::take(&mut pieces)));
                // A ledger that has failed no longer receives messages.
                if !outbox.send() {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        };
        let read = match converted {
            None => {
                let mut observe = |bytes: &[u8]| {
                    hasher.update(bytes);
                };
                if entry.size <= AT_ONCE {
                    match file.whole() {
                        Ok(content) => {
                            let content = Cursor::new(content);
                            archive::read(&entry.path, content, &reading, &mut observe, &mut take)
                        }
                        Err(error) => return unreadable(&error),
                    }
                } else {
                    archive::read(&entry.path, file, &reading, &mut observe, &mut take)
                }
            }
            Some(printed) => {
                // The hash is that of the file, but the format is that of the command's output.
                if let Err(error) = hasher.update_reader(file) {
                    return unreadable(&error);
                }
                let format = converters.prints(&entry.path).or(reading.format);
                let reading = Reading { format, ..reading };
                let name = format!("{}.txt", entry.path);
                let printed = Cursor::new(printed);
                archive::read(&name, printed, &reading, &mut |_| {}, &mut take).map(|_| CONVERTED)
            }
        };
        if !pieces.is_empty() {
            outbox.messages.push(Message::Articles(pieces));
        }
        if stopped() {
            return Message::End(Err(STOPPED.into()), 0);
        }
        let hash = crate::catalogue::file_hash(hasher.finalize().as_bytes());
        Message::End(read.map_err(|why| why.to_string()), hash)
    }
}

/// Normalizes a raw article of a file and prepares its document, unless the index has the article as it is.
fn make<P: Preparation>(
    raw: archive::Piece,
    entry: &Entry,
    around: &Surroundings,
    context: IndexingContext<P>,
    preparer: Option<&mut Box<dyn Preparer<P::Document>>>,
) -> Piece<P::Document> {
    let raw = match raw {
        Ok(raw) => raw,
        Err(other) => return other.into(),
    };
    let line = raw.line;
    let within = raw.member.as_deref().filter(|_| around.source_from == "folder");
    let within = within.map(|member| {
        let path = format!("{}{WITHIN}{member}", around.path);
        Surroundings { source: nearest_folder(Path::new(""), &path), ..around.clone() }
    });
    let normalised = match normalise::article(raw, within.as_ref().unwrap_or(around)) {
        Ok(normalised) => normalised,
        Err(defect) => return Piece::Skipped(defect.line, defect.why),
    };
    let preparer = preparer.filter(|_| !context.unchanged.has(&normalised, entry, context.roots));
    prepared(line, normalised, context.majorities, preparer)
}

/// Returns an article with its document, or the reason why it cannot be stored.
pub fn prepared<D>(
    line: u64,
    mut normalised: Normalised,
    majorities: &Majorities,
    preparer: Option<&mut Box<dyn Preparer<D>>>,
) -> Piece<D> {
    majorities.observe(&mut normalised.article);
    match preparer.map(|preparer| preparer.prepare(&normalised.article)).transpose() {
        Ok(document) => Piece::Article(line, Box::new(normalised), document),
        Err(error) => Piece::Skipped(line, Reason::NotStorable.because(error)),
    }
}

/// Returns how files with these options are read.
pub fn reading_of(options: &ReadingOptions) -> Reading {
    Reading {
        limit: options.max_article,
        format: options.format.and_then(archive::format_of),
        columns: Arc::clone(&options.columns),
    }
}

/// Returns the metadata that articles inherit from their file's location.
pub fn surroundings(
    entry: &Entry,
    options: &ReadingOptions,
    folder: &mut LastFolder,
) -> Surroundings {
    let (source, source_from) = match &options.source {
        Some(source) => (source.clone(), "--source"),
        None => (folder.nearest(entry.root, &entry.root_path, &entry.path), "folder"),
    };
    let path = entry.path.clone();
    Surroundings {
        source,
        source_from,
        path,
        zone: options.zone,
        modified: entry.modified,
        date_from_mtime: options.date_from_mtime,
    }
}

/// Returns the error for a reading thread that ended before it finished a file.
pub fn broken_off(entry: &Entry) -> Error {
    Error::new(Kind::Io, format!("reading {}: a reading thread ended", entry.location.display()))
        .hint(
            "run the same command again; if it fails again, leave out this file and report the bug",
        )
}
