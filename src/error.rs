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
#[non_exhaustive]
pub enum Kind {
    /// The query cannot be parsed.
    Query,
    /// The index cannot be opened, read or written: it is missing, busy, damaged or of another version.
    Index,
    /// There is no index yet, or no article was ever in it.
    NoIndex,
    /// A file or folder cannot be read or written.
    Io,
    /// An argument or an option is invalid.
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
            Kind::Index | Kind::NoIndex => "index",
            Kind::Io => "io",
            Kind::Usage => "usage",
            Kind::Timeout => "timeout",
            Kind::Cancelled => "cancelled",
            Kind::Unsupported => "unsupported",
            Kind::ClosedPipe => "closed_pipe",
        }
    }
}

/// Any error, as the cause of another.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A failed operation, with a remedy. Its [source](std::error::Error::source) is the cause, which the message includes.
#[derive(Debug)]
#[non_exhaustive]
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
    /// The cause, if it is an error.
    source: Option<BoxError>,
}

/// The result type of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Creates an error without a cause and a hint.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        let message = message.into();
        Error { kind, message, hint: None, span: None, query: None, source: None }
    }

    /// Creates an error about reading or writing a file. The message names the file and the cause, which is an error or
    /// a text.
    pub fn io(doing: &str, path: &Path, cause: impl Into<BoxError>) -> Self {
        Error::because(Kind::Io, &format!("{doing} {}", path.display()), cause)
    }

    /// Creates an error about writing to a stream.
    pub fn output(doing: &str, cause: io::Error) -> Self {
        match cause.kind() {
            ErrorKind::BrokenPipe => Error::new(Kind::ClosedPipe, "closed pipe").caused_by(cause),
            _ => Error::because(Kind::Io, doing, cause),
        }
    }

    /// Creates an error about the index at `path`. The message names the index and the cause, which is an error or a
    /// text.
    pub fn index(doing: &str, path: &Path, cause: impl Into<BoxError>) -> Self {
        Error::because(Kind::Index, &format!("{doing} {}", path.display()), cause)
    }

    /// Creates an error whose message is what failed and the cause.
    pub fn because(kind: Kind, doing: &str, cause: impl Into<BoxError>) -> Self {
        let cause = cause.into();
        Error::new(kind, format!("{doing}: {cause}")).caused_by(cause)
    }

    /// Creates an error about an invalid argument or option.
    pub fn usage(message: impl Into<String>) -> Self {
        Error::new(Kind::Usage, message)
    }

    /// Sets the remedy.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the cause, which the message already explains.
    pub fn caused_by(mut self, cause: impl Into<BoxError>) -> Self {
        self.source = Some(cause.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|cause| cause.as_ref() as _)
    }
}

/// Discards the result of a step whose failure has no consequences. The reason must be stated.
pub fn harmless<T>(_result: T, _why: &'static str) {}

/// Returns whether a damaged file can be the cause of an error: a wrong checksum or format, an unexpected end, or a
/// missing file. A full disk or too many open files are not damage.
pub(crate) fn may_be_damage(error: &io::Error) -> bool {
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

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn an_error_keeps_its_cause() {
        let full = io::Error::from(ErrorKind::StorageFull);
        let error = Error::io("writing", Path::new("a"), full);
        assert_eq!(
            (error.kind, error.to_string()),
            (Kind::Io, "writing a: no storage space".into())
        );
        let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(ErrorKind::StorageFull));

        let error = Error::index("opening", Path::new("a"), "it is damaged").hint("rebuild it");
        assert_eq!(error.to_string(), "opening a: it is damaged");
        assert_eq!(error.source().map(ToString::to_string), Some("it is damaged".into()));

        assert!(Error::usage("no query").source().is_none());
    }

    #[test]
    fn a_closed_pipe_is_a_kind() {
        let closed = Error::output("writing", io::Error::from(ErrorKind::BrokenPipe));
        assert_eq!(closed.kind, Kind::ClosedPipe);
        assert!(closed.source().is_some());
        let full = Error::output("writing", io::Error::from(ErrorKind::StorageFull));
        assert_eq!(full.kind, Kind::Io);
    }
}
