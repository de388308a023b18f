//! Articles that arrive as JSON Lines, such as on standard input.
//!
//! A thread reads them, because reading may block for as long as the sender pauses. What has arrived is committed when
//! it takes up its share of the memory, after the time between two commits, at the end, and when the run is
//! interrupted.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};

use super::super::value_paths::path_of;
use super::recording::{Given, OVERHEAD, share_of_memory, write};
use super::root::ValueRoot;
use crate::archive::{self, Other, Piece, RawArticle, Reading, Why};
use crate::engine::store::Store;
use crate::error::{Error, Kind, Result, harmless};
use crate::indexing::report::Line;
use crate::indexing::{Observer, Options, Summary};

/// What reports name as the format.
const FORMAT: &str = "jsonl";

/// What reports name as the file of a line that was skipped.
const STREAM: &str = "-";

/// The maximum number of articles that wait to be received.
const QUEUE: usize = 16;

/// How long to wait for an article before checking whether the run was interrupted.
const PAUSE: Duration = Duration::from_millis(100);

/// Adds articles from JSON Lines to the root of values with a name. An article replaces an existing one with the same
/// key. Other articles stay. The summary counts articles as files, too. The articles are committed in parts, the last
/// one at the end of the input, each as if they had been passed to [`Changes`](super::Changes).
///
/// A separate thread reads the input. If the run ends before the input does, the thread ends at the next line.
///
/// # Errors
///
/// As for [`Changes::apply`](super::Changes::apply), and if the input cannot be read or is not text. Articles that
/// were already committed stay. A line that is not an article is not an error: the summary counts it.
pub fn index_lines(
    name: &str,
    input: impl Read + Send + 'static,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    #[cfg(feature = "cluster")]
    if let Some(store) = &options.cluster {
        return index_lines_in(store, name, input, options, observer);
    }
    index_lines_in(&options.store(), name, input, options, observer)
}

/// Adds articles to the index in a store, as [`index_lines`] does.
///
/// # Errors
///
/// As for [`index_lines`].
pub fn index_lines_in<S: Store>(
    store: &S,
    name: &str,
    input: impl Read + Send + 'static,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary> {
    let root = ValueRoot::of(name, store, &options.given)?;
    let own = &root.options.own;
    let reading =
        Reading { limit: own.max_article, columns: own.columns.clone(), ..Reading::default() };
    let arrivals = listen(input, reading);
    let mut sum = Summary { lines: true, ..Summary::default() };
    // The number of lines whose article a later line replaced before it was committed.
    let mut replaced = 0;
    loop {
        let part = collect(&arrivals, options, observer);
        let mut given = BTreeMap::new();
        for piece in part.pieces {
            match piece.and_then(|article| prepared(&root, article)) {
                Ok((path, article)) => replaced += u64::from(given.insert(path, article).is_some()),
                Err(Other::Skipped(line, why)) => skip(&root.path, line, &why, &mut sum, observer),
                // Lines have no members.
                Err(Other::Member(_)) => {}
            }
        }
        sum.add(write(store, &root.path, &root.options, given, &[], options, observer)?);
        match part.end {
            Some(Err(error)) => {
                return Err(Error::because(Kind::Io, "reading JSON Lines", error)
                    .hint("what was read before is committed"));
            }
            None if !sum.interrupted => {}
            _ => break,
        }
    }
    sum.notices.extend(root.options.unseen_names());
    if replaced > 0 {
        let lines = if replaced == 1 { "1 line has" } else { &format!("{replaced} lines have") };
        sum.notices.push(format!("{lines} the key of a later line, whose article is kept"));
    }
    Ok(sum)
}

/// What the reading thread sends.
enum Arrival {
    Piece(Box<Piece>),
    /// The end of the input, or why it could not be read to its end.
    End(io::Result<()>),
}

/// Reads JSON Lines on a thread.
fn listen(input: impl Read + Send + 'static, reading: Reading) -> Receiver<Arrival> {
    let (sender, arrivals) = bounded(QUEUE);
    std::thread::spawn(move || {
        let end = archive::json_lines(input, &reading, &mut |piece| {
            let sent = sender.send(Arrival::Piece(Box::new(piece)));
            if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        harmless(sender.send(Arrival::End(end)), "nobody listens any more");
    });
    arrivals
}

/// A part of the articles, which is committed at once.
#[derive(Default)]
struct Part {
    pieces: Vec<Piece>,
    /// Set after the last part.
    end: Option<io::Result<()>>,
}

/// Receives articles until a commit is due.
fn collect(arrivals: &Receiver<Arrival>, options: &Options, observer: &dyn Observer) -> Part {
    let mut part = Part::default();
    let (mut bytes, mut began) = (0, None);
    let is_due = |bytes: u64, began: Option<Instant>| {
        bytes >= share_of_memory(options)
            || began.is_some_and(|began: Instant| began.elapsed() >= options.commits.time)
    };
    while !is_due(bytes, began) && !observer.interrupted() {
        match arrivals.recv_timeout(PAUSE) {
            Ok(Arrival::Piece(piece)) => {
                began.get_or_insert_with(Instant::now);
                bytes += OVERHEAD + (*piece).as_ref().map_or(0, size);
                part.pieces.push(*piece);
            }
            Ok(Arrival::End(end)) => {
                part.end = Some(end);
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                part.end = Some(Err(io::Error::other("the reading thread ended")));
                break;
            }
        }
    }
    part
}

/// Returns the size of an article in bytes.
fn size(article: &RawArticle) -> u64 {
    let headers = article.headers.iter().map(|header| header.name.len() + header.value.len());
    (headers.sum::<usize>() + article.text.len()) as u64
}

/// Returns an article as it is recorded, and its path. One that cannot be indexed is skipped.
fn prepared(root: &ValueRoot, article: RawArticle) -> std::result::Result<(String, Given), Other> {
    let (content, size) = (hash(&article), size(&article));
    let normalised = root.normalised(article)?;
    let key = match normalised.article.flags.key_brought {
        true => &normalised.article.key,
        false => &normalised.derived,
    };
    let path = path_of(key);
    Ok((path, root.given(Ok(normalised), FORMAT, content, size)))
}

/// Returns the hash of everything in an article.
fn hash(article: &RawArticle) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    let headers = article.headers.iter().flat_map(|header| [&header.name, &header.value]);
    let dates = article.dates.iter().flat_map(|date| [&date.place, &date.written]);
    for part in headers.chain(dates).chain([&article.text]) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher
}

/// Counts and reports a line without an article.
fn skip(root: &str, line: u64, why: &Why, sum: &mut Summary, observer: &mut dyn Observer) {
    let why = why.to_string();
    let (reason, detail) = Why::split(&why);
    sum.articles.skipped += 1;
    sum.skips.add(&why, &format!("line {line}"));
    observer.line(&Line {
        kind: "article",
        format: Some(FORMAT),
        reason: Some(reason),
        detail,
        line: Some(line),
        ..Line::of_file(STREAM, root, "skipped")
    });
}
