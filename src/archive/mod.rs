//! Converts bytes to raw articles: the first stage of indexing.
//!
//! [`discover`] walks the folders, `layers` unpacks compressed files and containers, and [`decode`] converts bytes to
//! text. Each format is one file. It says whether it can read a file ([`Format::recognises`]), and passes on one
//! [`RawArticle`] after the other. Nothing here interprets what it reads; that is the task of `normalise/`.
//!
//! Without the feature `formats`, only plain text (`BUILT_IN`) is read. Every other format is still recognized, so that none
//! is mistaken for plain text, and is skipped. `not_built_in/` takes the place of the modules that need its libraries.
//!
//! To add a format, add one file here, one line in `FORMATS`, and an example in `corpus/forms/`.

// Without `formats`, formats are recognized but not read.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

mod bounded;
mod clip;
mod columns;
pub mod decode;
pub mod discover;
mod documents;
mod exclusion;
mod feeds;
mod headed;
mod html;
mod json;
mod jsonl;
mod layers;
mod mail;
mod neighbours;
mod newsml;
mod newsml1;
mod ninjs;
mod nitf;
mod reason;
mod saved_page;
mod scans;
mod sgml;
mod sitemap;
mod story;
mod subtitles;
mod table;
mod tei;
mod text;
mod time;
mod vendors;
mod warc;
mod wire;
mod xml;

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::article::Header;
pub use bounded::Cut;
pub(crate) use bounded::article as within_limit;
pub use columns::Columns;
pub use discover::{Entry, ROOT, Start, Walk};
#[cfg(feature = "formats")]
pub use documents::apart as pdf_apart;
pub use exclusion::Exclusion;
pub use layers::{member, read};
pub use neighbours::Neighbours;
pub use reason::{Reason, Why};

/// The default length limit of an article, in bytes. Longer articles are cut there and flagged `truncated`.
pub const MAX_ARTICLE: usize = 16 << 20;

/// The number of bytes that are inspected to recognize the format of a file.
const SNIFF: usize = 8 << 10;

/// An article's headers and body as found in a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawArticle {
    /// The line of the file on which the article starts, counted from 1.
    pub line: u64,
    /// The headers, as the format defines them, in order.
    pub headers: Vec<Header>,
    /// Where the headers were found, for provenance ("header line 1", "field `date`").
    pub place: String,
    /// The text after the header on the same line, if the format allows it: an id, a title or the start of the text.
    pub opening: Option<String>,
    /// The text after the headers.
    pub text: String,
    /// Whether the opening and the first lines of `text` may contain a title, times of day and debris.
    pub free_form: bool,
    /// How much of the article was kept, if it exceeds the length limit.
    pub cut: Option<Cut>,
    /// The possible dates of the article, most reliable first, for formats that have several places for dates.
    pub dates: Vec<Candidate>,
    /// Whether numeric dates have the day before the month (`Some(true)`) or the month before the day, if that is
    /// known.
    pub day_first: Option<bool>,
    /// The name of the member or column with the date, if it is not `date`.
    pub date_name: Option<String>,
    /// What the other dates of its column say about the order of day, month and year.
    pub neighbours: Option<Neighbours>,
    /// Whether the article is the only one in its file, so that the path may give its date.
    pub alone: bool,
    /// Whether the file name becomes the title if the article has no other title.
    pub may_be_named_by_path: bool,
    /// The date in the properties of its file, which is less reliable than a date in its path.
    pub file_date: Option<Candidate>,
    /// The path of the article's member, if the file is a container.
    pub member: Option<String>,
    /// Where the body came from, unless it is the text after the headers.
    pub body_from: Option<&'static str>,
}

/// A possible date of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where the date was found.
    pub place: String,
    /// The date as written.
    pub written: String,
    /// The time zone of the publisher's country. A date written in universal time is converted to it.
    pub zone: Option<chrono_tz::Tz>,
}

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

/// A format in which news is stored.
pub trait Format: Sync {
    /// Returns the name of the format in reports.
    fn name(&self) -> &'static str;
    /// Returns whether a file with this name and this start of its text has this format.
    fn recognises(&self, name: &str, beginning: &str) -> bool;
    /// Returns whether a file of this format holds exactly one article. If it does, the start of a damaged file is the
    /// start of its article.
    fn is_one_article(&self) -> bool {
        false
    }
    /// Reads a file as a stream, with at most [`Reading::limit`] bytes per article.
    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()>;
}

/// Options for reading files.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The length limit of an article, in bytes.
    pub limit: usize,
    /// The format to read every file as, instead of recognizing it.
    pub format: Option<&'static dyn Format>,
    /// The names of columns.
    pub columns: Arc<Columns>,
}

impl Default for Reading {
    fn default() -> Self {
        Reading { limit: MAX_ARTICLE, format: None, columns: Arc::default() }
    }
}

/// The formats that need no library but those of the engine.
const BUILT_IN: [&str; 6] = ["wire", "jsonl", "headed", "story", "text", "markdown"];

/// Returns whether files of a format are read, or only recognized.
fn is_built_in(format: &str) -> bool {
    cfg!(feature = "formats") || BUILT_IN.contains(&format)
}

/// Returns why a file of a format is skipped that is only recognized.
fn not_built_in(format: &str) -> Why {
    Reason::NotBuiltIn.because(format!("{format} (needs the feature `formats` of dateline)"))
}

/// Returns whether a file that was skipped for a reason has a format that this build reads.
pub(crate) fn is_built_in_now(reason: &str) -> bool {
    cfg!(feature = "formats") && Why::split(reason).0 == Reason::NotBuiltIn.as_str()
}

/// Returns the format with this name, if it is built in.
pub fn format_of(name: &str) -> Option<&'static dyn Format> {
    let named = |format: &&&dyn Format| format.name() == name && is_built_in(name);
    FORMATS.iter().find(named).copied()
}

/// Returns the names of all formats that are built in.
pub fn format_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name()).filter(|name| is_built_in(name))
}

impl std::fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The supported formats, in the order in which they are tried.
static FORMATS: &[&dyn Format] = &[
    &vendors::NEXIS,
    &vendors::FACTIVA,
    &vendors::PROQUEST,
    &vendors::EUROPRESSE,
    &vendors::KIKUZO,
    &vendors::YOMIDASU,
    &vendors::INTEGRUM,
    &vendors::Markup,
    &vendors::RIS,
    &vendors::BIBTEX,
    &wire::Wire,
    &documents::Rtf,
    &jsonl::JsonLines,
    &sgml::Sgml,
    &time::Time,
    &feeds::Feed,
    &nitf::Nitf,
    &newsml::NewsMl,
    &newsml1::NewsMl1,
    &scans::Alto,
    &scans::PageXml,
    &scans::Mets,
    &scans::Hocr,
    &tei::Tei,
    &html::Html,
    &json::Json,
    &mail::Mail,
    &headed::Headed,
    &story::Story,
    &table::Table,
    &subtitles::Subtitles,
    &text::Text,
    &text::Markdown,
];

#[cfg(test)]
mod tests;

#[cfg(all(test, not(feature = "formats")))]
#[path = "not_built_in/tests.rs"]
mod not_built_in_tests;
