//! An article as found in a file.

use super::Cut;
use crate::article::Header;
use crate::dates::Orders;

/// The default length limit of an article, in bytes. Longer articles are cut there and flagged `truncated`.
pub const MAX_ARTICLE: usize = 16 << 20;

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

/// What the other dates of a column say about the order of day, month and year.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    /// The one order that all of them allow.
    pub order: Orders,
    /// The number of dates that allow only this order.
    pub seen: u32,
}
