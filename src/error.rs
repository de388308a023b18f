//! Errors, and the messages about them.
//!
//! There are three kinds of failures, each with a type. A *skip* (`normalise::Defect`) is an invalid article, which is
//! counted while the run continues. A *fault* (`query::Fault`) is an error in a query, with its position in the text.
//! An [`Error`] is an operation that failed, with its cause and a remedy.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The area of a failure, which is the `kind` of a JSON error object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The query cannot be parsed.
    Query,
    /// The index cannot be opened, read or written.
    Index,
    /// A file or folder cannot be read or written.
    Io,
    /// The command line is invalid.
    Usage,
    /// A search exceeded its time limit.
    Timeout,
    /// A search was cancelled.
    Cancelled,
    /// The engine does not support the operation.
    Unsupported,
    /// The reader of the output closed the pipe, which is not a failure.
    ClosedPipe,
}

impl Kind {
    /// Returns the name used in JSON.
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

/// A failed operation, with a remedy.
#[derive(Debug)]
pub struct Error {
    /// The area of the failure.
    pub kind: Kind,
    /// The operation, its object, and the cause, in lower case and without a full stop.
    pub message: String,
    /// What to do next, ending in text that can be pasted.
    pub hint: Option<String>,
    /// The byte range of the fault in the query text.
    pub span: Option<(usize, usize)>,
    /// The query text to which the span refers.
    pub query: Option<String>,
}

/// The result type of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Creates an error without a hint.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), hint: None, span: None, query: None }
    }

    /// Creates an error about reading or writing a file. The message names the file and the cause.
    pub fn io(doing: &str, path: &Path, cause: impl fmt::Display) -> Self {
        Error::new(Kind::Io, format!("{doing} {}: {cause}", path.display()))
    }

    /// Creates an error about writing to a stream.
    pub fn output(doing: &str, cause: std::io::Error) -> Self {
        match cause.kind() {
            std::io::ErrorKind::BrokenPipe => Error::new(Kind::ClosedPipe, "closed pipe"),
            _ => Error::new(Kind::Io, format!("{doing}: {cause}")),
        }
    }

    /// Creates an error about the index at `path`.
    pub fn index(doing: &str, path: &Path, cause: impl fmt::Display) -> Self {
        Error::new(Kind::Index, format!("{doing} {}: {cause}", path.display()))
    }

    /// Creates an error about an invalid command line.
    pub fn usage(message: impl Into<String>) -> Self {
        Error::new(Kind::Usage, message)
    }

    /// Sets the remedy.
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

/// Discards the result of a step whose failure has no consequences. The reason must be stated.
pub fn harmless<T>(_result: T, _why: &'static str) {}

/// Returns whether a damaged file can be the cause of an error: a wrong checksum or format, an unexpected end, or a
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
        // Other errors with a system error number come from the system. Errors of decoders have no number.
        _ => error.raw_os_error().is_none(),
    }
}
