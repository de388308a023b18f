//! Why a file, a member or an article was left out: one of a closed list, and what more there is to say.

use std::fmt;
use std::io;

/// The closed list of reasons. `docs/output.md` tells what each means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nothing or white space alone.
    Empty,
    /// No text.
    Binary,
    /// Text of no known form.
    NoHeader,
    /// Text without a header that is not prose.
    NotProse,
    /// A known format that is not read.
    Unsupported,
    /// Pages that are pictures, without text.
    Scanned,
    /// A known form without an article in it.
    NoArticle,
    /// An article of headers alone.
    NeitherTitleNorBody,
    /// The system refused, or its compression or container is broken or ends early. Articles it had are kept.
    Unreadable,
    /// Not what RFC 8259 calls JSON, or no object where an article should be.
    MalformedJson,
    /// Nothing an XML parser can go on with.
    MalformedXml,
    /// No row of a table, or a table without a column of text.
    MalformedTable,
    /// A document of a collection that has no beginning or no end.
    MalformedRecord,
    /// More than an article may have.
    TooLong,
    /// Nested deeper than is followed.
    TooDeep,
    /// What comes out of it is beyond all proportion.
    UnpacksToTooMuch,
    /// A member of a container that only a password opens.
    Encrypted,
    /// A container of very many members that are no articles.
    TooManyMembers,
    /// A record of a web archive that is no page.
    NoPage,
    /// A record of a web archive that refers to another for its page.
    Revisit,
    /// An item of an agency that is no article.
    NoNews,
    /// A page whose text is made by its scripts.
    ScriptedPage,
    /// What a browser saved beside a page: its pictures, scripts and frames.
    PartOfPage,
    /// A list of articles that no format splits.
    Unsplit,
    /// A link, which is not followed.
    SymbolicLink,
    /// A device, a pipe, a socket.
    NotAFile,
    /// A file whose path is told as that of another.
    SamePath,
    /// An article the index cannot hold.
    NotStorable,
    /// A defect of dateline.
    Panic,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 29] = [
        Reason::Empty,
        Reason::Binary,
        Reason::NoHeader,
        Reason::NotProse,
        Reason::Unsupported,
        Reason::Scanned,
        Reason::NoArticle,
        Reason::NeitherTitleNorBody,
        Reason::Unreadable,
        Reason::MalformedJson,
        Reason::MalformedXml,
        Reason::MalformedTable,
        Reason::MalformedRecord,
        Reason::TooLong,
        Reason::TooDeep,
        Reason::UnpacksToTooMuch,
        Reason::Encrypted,
        Reason::TooManyMembers,
        Reason::NoPage,
        Reason::Revisit,
        Reason::NoNews,
        Reason::ScriptedPage,
        Reason::PartOfPage,
        Reason::Unsplit,
        Reason::SymbolicLink,
        Reason::NotAFile,
        Reason::SamePath,
        Reason::NotStorable,
        Reason::Panic,
    ];

    /// As reports and summaries have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Empty => "empty",
            Reason::Binary => "binary",
            Reason::NoHeader => "no header",
            Reason::NotProse => "not prose",
            Reason::Unsupported => "unsupported format",
            Reason::Scanned => "scanned",
            Reason::NoArticle => "no article",
            Reason::NeitherTitleNorBody => "neither title nor body",
            Reason::Unreadable => "unreadable",
            Reason::MalformedJson => "malformed JSON",
            Reason::MalformedXml => "malformed XML",
            Reason::MalformedTable => "malformed table",
            Reason::MalformedRecord => "malformed record",
            Reason::TooLong => "too long",
            Reason::TooDeep => "nested too deep",
            Reason::UnpacksToTooMuch => "unpacks to too much",
            Reason::Encrypted => "encrypted",
            Reason::TooManyMembers => "too many members",
            Reason::NoPage => "no page",
            Reason::Revisit => "revisit",
            Reason::NoNews => "no news",
            Reason::ScriptedPage => "text only in scripts",
            Reason::PartOfPage => "part of a saved page",
            Reason::Unsplit => "not split",
            Reason::SymbolicLink => "symbolic link",
            Reason::NotAFile => "not a regular file",
            Reason::SamePath => "another file has the same path as text",
            Reason::NotStorable => "not storable",
            Reason::Panic => "panic",
        }
    }

    /// With what more there is to say.
    pub fn because(self, detail: impl fmt::Display) -> Why {
        Why { reason: self, detail: Some(detail.to_string()) }
    }
}

/// A reason and its details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// One of the list.
    pub reason: Reason,
    /// What more there is to say.
    pub detail: Option<String>,
}

impl Why {
    /// The reason and the details of what [`Why`] displays as.
    pub fn split(text: &str) -> (&str, Option<&str>) {
        match text.split_once(": ") {
            Some((reason, detail)) => (reason, Some(detail)),
            None => (text, None),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.as_str())?;
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Why {}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        Why { reason, detail: None }
    }
}

/// An error of reading: a form's own reason, or that of the system.
impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Why>() {
            Ok(why) => why,
            Err(error) => Reason::Unreadable.because(error),
        }
    }
}

/// A form gives up a file in the middle of it.
impl From<Why> for io::Error {
    fn from(why: Why) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, why)
    }
}
