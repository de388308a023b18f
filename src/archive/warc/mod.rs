//! Web archives, WARC 1.0 and 1.1 (ISO 28500, <https://iipc.github.io/warc-specifications/>): pages and feeds
//! among their responses and resources, texts among their conversions. A line is a record's number.
//!
//! When a page was crawled is not when it was published: it is kept as the header `crawled`. [`encoding`]
//! undoes the encodings of responses, and [`arc`] reads the form that WARC replaced.

pub mod arc;
mod encoding;

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use super::feeds::Feed;
use super::{
    Candidate, Format, Other, Piece, RawArticle, Reading, Reason, Sink, Why, decode, html,
};
use crate::article::Header;
use crate::dates::{self, Orders};
use encoding::Chunked;

/// Whether a file begins as a web archive does.
pub fn is_warc(beginning: &[u8]) -> bool {
    beginning.starts_with(b"WARC/")
}

/// Lines of a record's or a response's headers, and bytes of each.
const LINES: usize = 400;
const LINE: u64 = 64 << 10;

type Headers = Vec<(String, String)>;

/// Reads the records of a web archive.
pub fn read(input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> io::Result<()> {
    let mut number = 0;
    loop {
        let mut first = Vec::new();
        if input.take(LINE).read_until(b'\n', &mut first)? == 0 {
            return Ok(());
        }
        if first.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        number += 1;
        if !first.starts_with(b"WARC/") {
            // Where a length is wrong the next record is looked for.
            if sink(Err(Other::Skipped(
                number,
                Reason::MalformedRecord.because("no record of a web archive begins here"),
            )))
            .is_break()
            {
                return Ok(());
            }
            while !first.starts_with(b"WARC/") {
                first.clear();
                if input.take(LINE).read_until(b'\n', &mut first)? == 0 {
                    return Ok(());
                }
            }
            number += 1;
        }
        let headers = headers(input)?;
        let length: u64 =
            header(&headers, "content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
        let mut block = input.take(length);
        let pieces = record(&headers, &mut block, number, reading)?;
        io::copy(&mut block, &mut io::sink())?;
        for piece in pieces {
            if sink(piece).is_break() {
                return Ok(());
            }
        }
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

/// What is made of a record of WARC.
fn record(
    about: &Headers,
    block: &mut dyn BufRead,
    number: u64,
    reading: &Reading,
) -> io::Result<Vec<Piece>> {
    let skipped = |why: Why| Ok(vec![Err(Other::Skipped(number, why))]);
    let kind = header(about, "warc-type").unwrap_or_default().to_ascii_lowercase();
    let stated = header(about, "content-type").unwrap_or_default();
    let http = stated.starts_with("application/http") || stated.is_empty();
    let address = header(about, "warc-target-uri").map(|uri| uri.trim_matches(['<', '>']));
    let capture = Capture { number, address, crawled: header(about, "warc-date"), modified: None };
    match kind.as_str() {
        "response" if http => response(block, &capture, reading),
        "resource" | "conversion" => {
            let payload = payload(stated, "", block, reading.limit)?;
            pieces(&kind, payload, &capture, reading)
        }
        "revisit" => skipped(Reason::Revisit.because("its page is that of another record")),
        "response" => skipped(Reason::NoPage.because("a response of no page")),
        // Requests and what is said of the crawl are no documents.
        _ => Ok(Vec::new()),
    }
}

/// Where and when something was captured.
struct Capture<'a> {
    number: u64,
    address: Option<&'a str>,
    crawled: Option<&'a str>,
    /// What the server gave as the last change.
    modified: Option<&'a str>,
}

impl Capture<'_> {
    /// The last change, unless it is the moment of the capture, as it is of pages that servers make when asked.
    fn change(&self) -> Option<Candidate> {
        let day = |written| Some(dates::stated(written, Orders::ANY)?.found.date.first_day());
        let written = self.modified?;
        let (changed, crawled) = (day(written)?, self.crawled.and_then(day));
        let is_earlier = crawled.is_none_or(|crawled| (crawled - changed).num_days() > 1);
        is_earlier.then(|| Candidate {
            place: "Last-Modified".into(),
            written: written.to_string(),
            zone: None,
        })
    }
}

/// What is made of a response of HTTP.
fn response(
    block: &mut dyn BufRead,
    capture: &Capture,
    reading: &Reading,
) -> io::Result<Vec<Piece>> {
    let mut status = Vec::new();
    block.take(LINE).read_until(b'\n', &mut status)?;
    let status = String::from_utf8_lossy(&status).into_owned();
    let said = headers(block)?;
    let code = status.split_whitespace().nth(1).unwrap_or_default();
    if !code.starts_with('2') {
        let why = Reason::NoPage.because("a response of another status than success");
        return Ok(vec![Err(Other::Skipped(capture.number, why))]);
    }
    let content = header(&said, "content-type").unwrap_or_default();
    let codings = header(&said, "content-encoding").unwrap_or_default();
    let chunked = header(&said, "transfer-encoding")
        .is_some_and(|said| said.to_ascii_lowercase().contains("chunked"));
    let payload = match chunked {
        true => payload(content, codings, &mut BufReader::new(Chunked::new(block)), reading.limit),
        false => payload(content, codings, block, reading.limit),
    };
    let capture = Capture { modified: header(&said, "last-modified"), ..*capture };
    pieces("response", payload?, &capture, reading)
}

/// What a record holds: its type, and its bytes without their encodings.
struct Payload {
    content: String,
    bytes: Result<Vec<u8>, Why>,
}

fn payload(
    content: &str,
    codings: &str,
    block: &mut dyn BufRead,
    limit: usize,
) -> io::Result<Payload> {
    let mut bytes = Vec::new();
    // A record that breaks off is that of an archive that does.
    block.take(limit as u64).read_to_end(&mut bytes)?;
    let bytes = encoding::decoded(bytes, codings, limit as u64);
    Ok(Payload { content: content.to_ascii_lowercase(), bytes })
}

fn pieces(
    kind: &str,
    payload: Payload,
    capture: &Capture,
    reading: &Reading,
) -> io::Result<Vec<Piece>> {
    let skipped = |why: Why| Ok(vec![Err(Other::Skipped(capture.number, why))]);
    let content = payload.content;
    let bytes = match payload.bytes {
        Ok(bytes) if bytes.trim_ascii().is_empty() => return skipped(Reason::Empty.into()),
        Ok(bytes) => bytes,
        Err(why) => return skipped(why),
    };
    let unknown = content.is_empty() || content.contains("octet-stream");
    if !unknown && !["html", "xml", "text/plain"].iter().any(|kind| content.contains(kind)) {
        return skipped(Reason::NoPage.because("of another content type"));
    }
    if capture.address.is_some_and(is_for_machines) {
        return skipped(Reason::NoPage.because("a file for crawlers"));
    }
    if !encoding::is_text(&bytes) {
        return skipped(Reason::Binary.into());
    }
    let declared =
        content.split("charset=").nth(1).map(|name| name.trim_matches(['"', '\'', ' ', ';']));
    let Some(text) = decode::whole(&bytes, declared) else { return skipped(Reason::Binary.into()) };
    let address = capture.address;
    let mut pieces: Vec<Piece> = Vec::new();
    if Feed.recognises("", &text) {
        Feed.read(&mut Cursor::new(text.as_bytes()), reading, &mut |piece| {
            pieces.push(piece);
            ControlFlow::Continue(())
        })?;
    } else if kind == "conversion" || content.contains("text/plain") {
        pieces.push(Ok(converted(text)));
    } else if html::is_page("", &text) || content.contains("html") {
        let page = html::article(&text, address).map(|mut page| {
            page.dates.extend(capture.change());
            page
        });
        pieces.push(page.map_err(|reason| Other::Skipped(capture.number, reason.into())));
    } else {
        return skipped(Reason::NoPage.because("of another content type"));
    }
    for article in pieces.iter_mut().flatten() {
        let mut add = |name: &str, value: Option<&str>| {
            let there = article.headers.iter().any(|header| header.name == name);
            if let (false, Some(value)) = (there, value) {
                article.headers.push(Header { name: name.to_string(), value: value.to_string() });
            }
        };
        add("url", address);
        if kind == "conversion" {
            add("source", address.and_then(html::host));
        }
        add("crawled", capture.crawled);
        article.line = capture.number;
    }
    Ok(pieces)
}

/// Whether an address is that of a text that sites keep for machines.
fn is_for_machines(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let file = path.rsplit('/').next().unwrap_or(path);
    ["robots.txt", "ads.txt", "app-ads.txt", "security.txt", "humans.txt"].contains(&file)
}

/// The longest first line of a text that is its title. Characters.
const TITLE: usize = 200;

/// A page that was converted to text, as WET has it: its title, then its lines.
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
