//! Bytes to raw articles: the first stage of indexing.
//!
//! [`discover`] walks, [`layers`] unwraps what is compressed or packed, [`decode`] turns bytes into text,
//! and each format is one file: it says
//! whether a file is its own ([`Format::recognises`]) and hands over one [`RawArticle`] after the
//! other. Nothing here interprets what it reads; that is `normalise/`.
//!
//! To add one: one file here, one line in [`FORMATS`], a story in `corpus/forms/`.

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
pub use columns::Columns;
pub use discover::{Entry, ROOT, Start, Walk};
pub use documents::apart as pdf_apart;
pub use exclusion::Exclusion;
pub use layers::read;
pub use neighbours::Neighbours;
pub use reason::{Reason, Why};

/// What is read of one article where nothing else is said: longer ones are cut there and flagged
/// `truncated`. Bytes.
pub const MAX_ARTICLE: usize = 16 << 20;

/// What is looked at to recognise a file. Bytes.
const SNIFF: usize = 8 << 10;

/// Headers and body as found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawArticle {
    /// The line of the file it begins on, from 1.
    pub line: u64,
    /// What the format calls headers, in order.
    pub headers: Vec<Header>,
    /// Where the headers stood, for provenance ("header line 1", "field `date`").
    pub place: String,
    /// What followed the headers on their own line, where a format has such a thing: an id, a
    /// title or the beginning of the text.
    pub opening: Option<String>,
    /// Everything after the headers.
    pub text: String,
    /// Whether the opening and the first lines of `text` may hold a title, clocks and debris.
    pub free_form: bool,
    /// How much of it was kept, if it was longer than an article may be.
    pub cut: Option<Cut>,
    /// Dates it may be of, where its form has several places for them, in the order of trust.
    pub dates: Vec<Candidate>,
    /// Whether days stand before months in it (`Some(true)`), or months before days, where that is known.
    pub day_first: Option<bool>,
    /// What the member or column of its date is called, where that is not `date`.
    pub date_name: Option<String>,
    /// What the other dates of its column say of the order of day, month and year.
    pub neighbours: Option<Neighbours>,
    /// Whether it is all of its file, whose path then may tell its day.
    pub alone: bool,
    /// Whether the name of its file is its title where it has no other.
    pub may_be_named_by_path: bool,
    /// The date in the properties of its file, which counts less than one in its path.
    pub file_date: Option<Candidate>,
    /// The path of the member of a container it lies in.
    pub member: Option<String>,
    /// Where the body came from, unless it is what followed the headers.
    pub body_from: Option<&'static str>,
}

/// A date an article may be of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it stood.
    pub place: String,
    /// The date as written.
    pub written: String,
    /// The zone of its publisher's land: what is written in universal time is told in it.
    pub zone: Option<chrono_tz::Tz>,
}

/// One article read, or something else that is to be told of a file.
pub type Piece = Result<RawArticle, Other>;

/// What is told of a file besides its articles.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// An article could not be read: its line, and why.
    Skipped(u64, Why),
    /// A member of a container has ended: the pieces since the member before are its own.
    Member(Member),
}

/// A file within a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its path within the container, `!/` between a container in it and what is in that.
    pub path: String,
    /// Bytes of it.
    pub size: u64,
    /// The hash of its content.
    pub hash: [u8; 32],
    /// The form it was read as, or why it gave nothing.
    pub outcome: Result<&'static str, Why>,
}

/// Takes the pieces of a file as they are read; may ask for no more.
pub type Sink<'a> = &'a mut dyn FnMut(Piece) -> ControlFlow<()>;

/// A form that news comes in.
pub trait Format: Sync {
    /// Its name in reports.
    fn name(&self) -> &'static str;
    /// Whether a file whose text begins like this is of this form.
    fn recognises(&self, name: &str, beginning: &str) -> bool;
    /// Whether a file of this form is one article, so that the beginning of a damaged file is the beginning of
    /// its article.
    fn is_one_article(&self) -> bool {
        false
    }
    /// Reads a file as a stream, of each article [`Reading::limit`] bytes at most.
    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()>;
}

/// How files are to be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What is read of one article. Bytes.
    pub limit: usize,
    /// The form every file is taken for, whatever it looks like.
    pub format: Option<&'static dyn Format>,
    /// What columns are called.
    pub columns: Arc<Columns>,
}

impl Default for Reading {
    fn default() -> Self {
        Reading { limit: MAX_ARTICLE, format: None, columns: Arc::default() }
    }
}

/// The form of this name.
pub fn format_of(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().find(|format| format.name() == name).copied()
}

/// The names of the forms.
pub fn format_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name())
}

impl std::fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The forms that are read, in the order they are tried.
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
