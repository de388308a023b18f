//! Web archives, WARC 1.0 and 1.1 (ISO 28500, <https://iipc.github.io/warc-specifications/>): pages and feeds in
//! responses and resources, and texts in conversions. The line of an article is the number of its record.
//!
//! The time when a page was crawled is not the time when it was published. It is kept as the header `crawled`.
//! [`encoding`] decodes responses, and [`arc`] reads the predecessor of WARC.

pub mod arc;
mod codings;
mod encoding;

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read, Take};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::feeds::Feed;
use super::{
    Candidate, Cut, Format, Other, Piece, RawArticle, Reading, Reason, Sink, Why, bounded, decode,
    html,
};
use crate::article::Header;
use crate::dates::{self, Orders};
use codings::Body;
use encoding::{Chunked, Noted};

/// Returns whether a file starts like a web archive.
pub fn is_warc(beginning: &[u8]) -> bool {
    beginning.starts_with(b"WARC/")
}

/// The maximum number of header lines of a record or a response, and the maximum length of each in bytes.
const LINES: usize = 400;
const LINE: u64 = 64 << 10;

type Headers = Vec<(String, String)>;

/// Reads the records of a web archive.
pub fn read(input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
    let mut number = 0;
    // Whether the data at this position was already reported as skipped. After a wrong length, the next record is
    // looked for.
    let mut lost = false;
    loop {
        let mut first = Vec::new();
        if input.take(LINE).read_until(b'\n', &mut first)? == 0 {
            return Ok(());
        }
        let begins = is_warc(&first);
        if first.trim_ascii().is_empty() || lost && !begins {
            continue;
        }
        number += 1;
        let headers = if begins { headers(input)? } else { Headers::new() };
        let length = header(&headers, "content-length").map(str::parse);
        let Some(Ok(length)) = length else {
            lost = true;
            let why = Reason::MalformedRecord.because(match begins {
                true => "a record without a length",
                false => "no record of a web archive begins here",
            });
            if sink(Err(Other::Skipped(number, why))).is_break() {
                return Ok(());
            }
            continue;
        };
        lost = false;
        let mut block = input.take(length);
        if record(&headers, &mut block, number, reading, sink)?.is_break() {
            return Ok(());
        }
        passed(&mut block)?;
    }
}

/// Skips the rest of a record.
fn passed<R: BufRead>(block: &mut Take<R>) -> io::Result<()> {
    io::copy(block, &mut io::sink())?;
    match block.limit() {
        0 => Ok(()),
        _ => Err(io::Error::new(ErrorKind::UnexpectedEof, "the web archive ends within a record")),
    }
}

fn headers(input: &mut dyn BufRead) -> io::Result<Headers> {
    let mut headers: Headers = Vec::new();
    for _ in 0..LINES {
        let mut line = Vec::new();
        input.take(LINE).read_until(b'\n', &mut line)?;
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = headers.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_string()));
        }
    }
    Ok(headers)
}

fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Whether to continue.
type Flow = io::Result<ControlFlow<()>>;

/// Reports the articles in a WARC record.
fn record<R: BufRead>(
    about: &Headers,
    block: &mut Take<R>,
    number: u64,
    reading: &Reading,
    sink: Sink,
) -> Flow {
    let mut skipped = |why: Why| Ok(sink(Err(Other::Skipped(number, why))));
    let kind = header(about, "warc-type").unwrap_or_default().to_ascii_lowercase();
    let stated = header(about, "content-type").unwrap_or_default();
    let http = stated.starts_with("application/http") || stated.is_empty();
    let address = header(about, "warc-target-uri").map(|uri| uri.trim_matches(['<', '>']));
    let is_cut = header(about, "warc-truncated").is_some();
    let crawled = header(about, "warc-date");
    let capture = Capture { number, address, crawled, modified: None, is_cut };
    match kind.as_str() {
        "response" if http => response(block, &capture, reading, sink),
        "resource" | "conversion" => payload(&kind, [stated, ""], block, &capture, reading, sink),
        "revisit" => skipped(Reason::Revisit.because("its page is that of another record")),
        "response" => skipped(Reason::NoPage.because("a response that is not a page")),
        // Requests and information about the crawl are not documents.
        _ => Ok(ControlFlow::Continue(())),
    }
}

/// Where and when a document was captured.
struct Capture<'a> {
    number: u64,
    address: Option<&'a str>,
    crawled: Option<&'a str>,
    /// The time of the last change according to the server.
    modified: Option<&'a str>,
    /// Whether the crawler states that it did not keep the complete document.
    is_cut: bool,
}

impl Capture<'_> {
    fn change(&self) -> Option<Candidate> {
        change(self.modified?, self.crawled)
    }
}

/// Returns the last change of a page as a possible date. Returns `None` if it is the time when the page was captured,
/// as it is for pages that servers generate on request.
pub fn change(modified: &str, taken: Option<&str>) -> Option<Candidate> {
    let day = |written| Some(dates::stated(written, Orders::ANY)?.found.date.first_day());
    let (changed, taken) = (day(modified)?, taken.and_then(day));
    let is_earlier = taken.is_none_or(|taken| (taken - changed).num_days() > 1);
    is_earlier.then(|| Candidate {
        place: "Last-Modified".into(),
        written: modified.to_string(),
        zone: None,
    })
}

/// Reports the articles in an HTTP response.
fn response<R: BufRead>(
    block: &mut Take<R>,
    capture: &Capture,
    reading: &Reading,
    sink: Sink,
) -> Flow {
    let mut status = Vec::new();
    block.by_ref().take(LINE).read_until(b'\n', &mut status)?;
    let status = String::from_utf8_lossy(&status).into_owned();
    let said = headers(block)?;
    let code = status.split_whitespace().nth(1).unwrap_or_default();
    if !code.starts_with('2') {
        let why = Reason::NoPage.because("a response with a redirect or an error");
        return Ok(sink(Err(Other::Skipped(capture.number, why))));
    }
    let content = header(&said, "content-type").unwrap_or_default();
    let codings = header(&said, "content-encoding").unwrap_or_default();
    let chunked = header(&said, "transfer-encoding")
        .is_some_and(|said| said.to_ascii_lowercase().contains("chunked"));
    let kind = if chunked { CHUNKED } else { "response" };
    let capture = Capture { modified: header(&said, "last-modified"), ..*capture };
    payload(kind, [content, codings], block, &capture, reading, sink)
}

/// The kind of a chunked response.
const CHUNKED: &str = "response in chunks";

/// The maximum number of bytes that are read from a record, as a multiple of the length limit of an article. Bytes
/// after that are not counted.
const TIMES: u64 = 16;

/// Reports the articles in the payload of a record. `content` is its content type and `codings` its content encoding.
fn payload<R: BufRead>(
    kind: &str,
    [content, codings]: [&str; 2],
    block: &mut Take<R>,
    capture: &Capture,
    reading: &Reading,
    sink: Sink,
) -> Flow {
    let failure = Rc::default();
    let body = BufReader::new(Noted { inner: block, failure: Rc::clone(&failure) });
    let body: Body = match kind == CHUNKED {
        true => Box::new(BufReader::new(Chunked::new(body))),
        false => Box::new(body),
    };
    let most = TIMES * reading.limit as u64;
    let body = encoding::decoded(body, codings, most);
    // If a record is incomplete, so is the archive. That error is returned instead of the article.
    let flow = text(kind, content, body, capture, reading, &mut |piece| match failure
        .borrow()
        .is_some()
    {
        true => ControlFlow::Break(()),
        false => sink(piece),
    });
    match failure.take() {
        Some(error) => Err(error),
        None => flow,
    }
}

fn text(
    kind: &str,
    content: &str,
    body: Result<Body, Why>,
    capture: &Capture,
    reading: &Reading,
    sink: Sink,
) -> Flow {
    let content = content.to_ascii_lowercase();
    let skipped = |why: Why| Err(Other::Skipped(capture.number, why));
    let mut body = match body {
        Ok(body) => body,
        Err(why) => return Ok(sink(skipped(why))),
    };
    let mut beginning = Vec::new();
    body.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
    if beginning.trim_ascii().is_empty() {
        return Ok(sink(skipped(Reason::Empty.into())));
    }
    let unknown = content.is_empty() || content.contains("octet-stream");
    if !unknown && !["html", "xml", "text/plain"].iter().any(|kind| content.contains(kind)) {
        return Ok(sink(skipped(Reason::NoPage.because("of another content type"))));
    }
    if capture.address.is_some_and(is_for_machines) {
        return Ok(sink(skipped(Reason::NoPage.because("a file for crawlers"))));
    }
    if !encoding::is_text(&beginning) {
        return Ok(sink(skipped(Reason::Binary.into())));
    }
    let declared =
        content.split("charset=").nth(1).map(|name| name.trim_matches(['"', '\'', ' ', ';']));
    let Some(encoding) = decode::of(&beginning, declared) else {
        return Ok(sink(skipped(Reason::Binary.into())));
    };
    let head = decode::beginning(&beginning, encoding);
    let most = TIMES * reading.limit as u64;
    let whole = Cursor::new(beginning).chain(body);
    let mut decoded = decode::Utf8::new(whole, encoding).take(most);
    let address = capture.address;
    let mut visit = |piece: Piece| {
        sink(piece.map(|mut article| {
            let mut add = |name: &str, value: Option<&str>| {
                let there = article.headers.iter().any(|header| header.name == name);
                if let (false, Some(value)) = (there, value) {
                    article.headers.push(Header { name: name.to_string(), value: value.into() });
                }
            };
            add("url", address.map(html::original));
            if kind == "conversion" {
                add("source", address.map(html::original).and_then(html::host));
            }
            add("crawled", capture.crawled);
            article.line = capture.number;
            article
        }))
    };
    if Feed.recognises("", &head) {
        let mut flow = ControlFlow::Continue(());
        Feed.read(&mut BufReader::new(decoded), reading, &mut |piece| {
            flow = visit(piece);
            flow
        })?;
        return Ok(flow);
    }
    let is_page = html::is_page("", &head);
    // Servers send some pages as plain text.
    let is_text = kind == "conversion" || content.contains("text/plain") && !is_page;
    if !is_text && !is_page && !content.contains("html") {
        return Ok(visit(skipped(Reason::NoPage.because("of another content type"))));
    }
    let (text, mut cut) = bounded::whole(&mut decoded, reading.limit)?;
    if decoded.limit() == 0 || capture.is_cut {
        cut = Some(Cut::of_unknown(&text));
    }
    let article = match is_text {
        true => Ok(converted(text)),
        false => html::article(&text, address).map(|mut page| {
            page.dates.extend(capture.change());
            page
        }),
    };
    Ok(visit(match article {
        Ok(article) => Ok(RawArticle { cut, ..article }),
        Err(reason) => Err(Other::Skipped(capture.number, reason.into())),
    }))
}

/// The number of bytes of a payload that are inspected to recognize its format.
const BEGINNING: u64 = 64 << 10;

/// Returns whether an address is that of a text for machines.
fn is_for_machines(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let file = path.rsplit('/').next().unwrap_or(path);
    ["robots.txt", "ads.txt", "app-ads.txt", "security.txt", "humans.txt"].contains(&file)
}

/// The maximum length, in characters, of a first line that is the title of a text.
const TITLE: usize = 200;

/// Reads a page that was converted to text, as in WET files: its title, then its lines.
fn converted(text: String) -> RawArticle {
    let article = RawArticle { place: "record".into(), ..RawArticle::default() };
    let trimmed = text.trim_start();
    let Some((first, rest)) = trimmed.split_once('\n') else {
        return RawArticle { text, ..article };
    };
    let first = first.trim();
    if first.chars().count() > TITLE || first.ends_with('.') || rest.trim().is_empty() {
        return RawArticle { text, ..article };
    }
    let title = Header { name: "title".into(), value: first.to_string() };
    RawArticle { headers: vec![title], text: rest.to_string(), ..article }
}
