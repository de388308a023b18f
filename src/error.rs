//! Every way dateline fails, and the sentence said about it.
//!
//! Three kinds, three types. A *skip* (`normalise::Defect`) is one bad article: it is counted and
//! the run goes on. A *fault* (`query::Fault`) is a wrong query: it has a place in the text. An
//! [`Error`] is a thing that could not be done; it keeps its cause and says what to do next.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

/// What area a failure belongs to: the `kind` of the JSON error object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The query cannot be read.
    Query,
    /// The index cannot be opened, read or written.
    Index,
    /// A file or folder cannot be read or written.
    Io,
    /// The command line asks for something that does not exist or does not fit.
    Usage,
    /// A search took longer than it may.
    Timeout,
    /// A search was cancelled.
    Cancelled,
    /// The engine does not support it.
    Unsupported,
    /// Whoever read the output has closed the pipe, which is not a failure.
    ClosedPipe,
}

impl Kind {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Query => "query",
            Kind::Index => "index",
            Kind::Io => "io",
            Kind::Usage => "usage",
            Kind::Timeout => "timeout",
            Kind::Cancelled => "cancelled",
            Kind::Unsupported => "unsupported",
            Kind::ClosedPipe => "closed_pipe",
        }
    }
}

/// Something that could not be done, with the remedy.
#[derive(Debug)]
pub struct Error {
    /// The area of the failure.
    pub kind: Kind,
    /// What was being done to what, and the cause: lower case, no full stop.
    pub message: String,
    /// What to do next, ending in something that can be pasted.
    pub hint: Option<String>,
    /// The byte range of the query text that is at fault.
    pub span: Option<(usize, usize)>,
    /// The query text the span points into.
    pub query: Option<String>,
}

/// The result of everything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` with its sentence.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), hint: None, span: None, query: None }
    }

    /// An input or output failure on one file: names the file and keeps the cause.
    pub fn io(doing: &str, path: &Path, cause: impl fmt::Display) -> Self {
        Error::new(Kind::Io, format!("{doing} {}: {cause}", path.display()))
    }

    /// A failure to write to a stream.
    pub fn output(doing: &str, cause: std::io::Error) -> Self {
        match cause.kind() {
            std::io::ErrorKind::BrokenPipe => Error::new(Kind::ClosedPipe, "closed pipe"),
            _ => Error::new(Kind::Io, format!("{doing}: {cause}")),
        }
    }

    /// A failure of the index at `path`.
    pub fn index(doing: &str, path: &Path, cause: impl fmt::Display) -> Self {
        Error::new(Kind::Index, format!("{doing} {}: {cause}", path.display()))
    }

    /// A command line that does not fit.
    pub fn usage(message: impl Into<String>) -> Self {
        Error::new(Kind::Usage, message)
    }

    /// Adds the remedy.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Drops the result of a step whose failure changes nothing, and requires the reason.
pub fn harmless<T>(_result: T, _why: &'static str) {}

/// Returns whether a damaged file can be the reason of an error: a wrong checksum or format, an unexpected end, a
/// missing file. A full disk or too many open files are not damage.
pub fn may_be_damage(error: &io::Error) -> bool {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::UnexpectedEof | ErrorKind::InvalidData => true,
        ErrorKind::StorageFull
        | ErrorKind::OutOfMemory
        | ErrorKind::PermissionDenied
        | ErrorKind::Interrupted
        | ErrorKind::TimedOut
        | ErrorKind::WouldBlock => false,
        // Other errors of the system are about the system. Decoders have no error numbers.
        _ => error.raw_os_error().is_none(),
    }
}
