//! Bytes to raw articles: the first stage of indexing.
//!
//! [`discover`] walks, [`decode`] turns bytes into text, and each format is one file: it says
//! whether a file is its own ([`Format::recognises`]) and hands over one [`RawArticle`] after the
//! other. Nothing here interprets what it reads; that is `normalise/`.
//!
//! To add a format: one file here, one line in [`FORMATS`], one folder in `corpus/`.

mod clip;
pub mod decode;
pub mod discover;
mod jsonl;
mod sgml;
mod time;
mod wire;

use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use crate::article::Header;
pub use discover::{Entry, Start, Walk};

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
    /// Whether `text` was cut.
    pub truncated: bool,
}

/// One article read, or the reason one could not be (line, reason).
pub type Piece = Result<RawArticle, (u64, String)>;

/// Takes the pieces of a file as they are read; may ask for no more.
pub type Sink<'a> = &'a mut dyn FnMut(Piece) -> ControlFlow<()>;

/// A form that news comes in.
pub trait Format: Sync {
    /// Its name in reports.
    fn name(&self) -> &'static str;
    /// Whether a file whose text begins like this is of this form.
    fn recognises(&self, name: &str, beginning: &str) -> bool;
    /// Reads a file as a stream, of each article so many bytes at most.
    fn read(&self, input: &mut dyn BufRead, limit: usize, sink: Sink) -> std::io::Result<()>;
}

/// The forms that are read, in the order they are tried.
static FORMATS: &[&dyn Format] = &[&wire::Wire, &jsonl::JsonLines, &sgml::Sgml, &time::Time];

/// Why a file as a whole gives no article.
#[derive(Debug)]
pub enum Unreadable {
    /// It is empty or holds white space alone.
    Empty,
    /// It is no text.
    Binary,
    /// It is text of no known form.
    NoHeader,
    /// The system refused.
    Io(std::io::Error),
}

impl Unreadable {
    /// The reason given in reports.
    pub fn reason(&self) -> String {
        match self {
            Unreadable::Empty => "empty".into(),
            Unreadable::Binary => "binary".into(),
            Unreadable::NoHeader => "no header".into(),
            Unreadable::Io(cause) => format!("unreadable: {cause}"),
        }
    }
}

/// Reads a file: recognises its form and hands its articles to `sink`. Returns the form's name.
///
/// `limit` is what is read of one article, in bytes; `observe` sees every byte that is read, for the content hash.
pub fn read(
    name: &str,
    file: impl Read,
    limit: usize,
    observe: &mut dyn FnMut(&[u8]),
    sink: Sink,
) -> Result<&'static str, Unreadable> {
    let mut file = Observed { file, observe };
    let mut beginning = Vec::with_capacity(SNIFF);
    (&mut file).take(SNIFF as u64).read_to_end(&mut beginning).map_err(Unreadable::Io)?;
    let encoding = decode::sniff(&beginning).ok_or(Unreadable::Binary)?;
    let head = decode::beginning(&beginning, encoding);
    let blank = head.trim().is_empty();
    if blank && beginning.len() < SNIFF {
        return Err(Unreadable::Empty);
    }
    let format = FORMATS.iter().find(|format| format.recognises(name, &head));
    let Some(format) = format else {
        // The rest is read all the same: the hash has to be that of the whole file.
        std::io::copy(&mut file, &mut std::io::sink()).map_err(Unreadable::Io)?;
        return Err(Unreadable::NoHeader);
    };
    let whole = Cursor::new(beginning).chain(&mut file);
    let mut text = BufReader::with_capacity(8 << 10, decode::Utf8::new(whole, encoding));
    format.read(&mut text, limit, sink).map_err(Unreadable::Io)?;
    std::io::copy(&mut text, &mut std::io::sink()).map_err(Unreadable::Io)?;
    Ok(format.name())
}

/// A reader that shows what passes through it.
struct Observed<'a, R> {
    file: R,
    observe: &'a mut dyn FnMut(&[u8]),
}

impl<R: Read> Read for Observed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        (self.observe)(&buffer[..count]);
        Ok(count)
    }
}

/// Reads one line without its ending, at most `limit` bytes of it. Returns None at the end of the
/// input, and whether the line was cut.
fn read_line(
    input: &mut dyn BufRead,
    limit: usize,
    line: &mut String,
) -> std::io::Result<Option<bool>> {
    let mut bytes = std::mem::take(line).into_bytes();
    bytes.clear();
    let mut seen = false;
    let mut cut = false;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            break;
        }
        seen = true;
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        let room = limit - bytes.len();
        cut |= part.len() > room;
        bytes.extend_from_slice(&part[..part.len().min(room)]);
        let used = end.map_or(available.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    // A cut may fall inside a character; the input is UTF-8 otherwise.
    *line = String::from_utf8(bytes)
        .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned());
    Ok(seen.then_some(cut))
}

#[cfg(test)]
mod tests;
