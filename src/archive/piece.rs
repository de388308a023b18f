//! What a file yields: articles, and other things to report.

use std::ops::ControlFlow;

use super::RawArticle;
use super::Why;

/// One article, or something else to report about a file.
pub type Piece = Result<RawArticle, Other>;

/// What a file yields besides articles.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// An article that could not be read: its line, and the reason.
    Skipped(u64, Why),
    /// The end of a member of a container. All pieces since the previous member belong to it.
    Member(Member),
}

/// A file within a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The path within the container. `!/` separates a nested container from the path within it.
    pub path: String,
    /// The size in bytes.
    pub size: u64,
    /// The hash of the content.
    pub hash: [u8; 32],
    /// The format that the member was read as, or why it yielded nothing.
    pub outcome: Result<&'static str, Why>,
}

/// Receives the pieces of a file as they are read, and may stop the reading.
pub type Sink<'a> = &'a mut dyn FnMut(Piece) -> ControlFlow<()>;
