//! Web archives, WARC 1.0 and 1.1 (ISO 28500, <https://iipc.github.io/warc-specifications/>): pages and feeds
//! among their responses and resources, texts among their conversions. A line is a record's number.
//!
//! When a page was crawled is not when it was published: it is kept as the header `crawled`.

use std::io::{self, BufRead, Cursor, Read};
use std::ops::ControlFlow;

use super::feeds::Feed;
use super::{Format, Other, Piece, RawArticle, Reading, Reason, Sink, Why, decode, html};
use crate::article::Header;

/// Whether a file begins as a web archive does.
pub fn is_warc(beginning: &[u8]) -> bool {
    beginning.starts_with(b"WARC/")
}

/// Lines of a record's or a response's headers, and bytes of each.
const LINES: usize = 400;
const LINE: u64 = 64 << 10;
/// How many times a compressed response may grow.
const GROWTH: u64 = 100;

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

/// What is made of a record.
fn record(
    about: &Headers,
    block: &mut dyn BufRead,
    number: u64,
    reading: &Reading,
) -> io::Result<Vec<Piece>> {
    let skipped = |why: Why| Ok(vec![Err(Other::Skipped(number, why))]);
    let kind = header(about, "warc-type").unwrap_or_default().to_ascii_lowercase();
    let stated = header(about, "content-type").unwrap_or_default();
    let (content, mut payload): (String, Box<dyn BufRead + '_>) = match kind.as_str() {
        "response" if stated.starts_with("application/http") || stated.is_empty() => {
            let mut status = Vec::new();
            block.take(LINE).read_until(b'\n', &mut status)?;
            let status = String::from_utf8_lossy(&status).into_owned();
            let said = headers(block)?;
            let code = status.split_whitespace().nth(1).unwrap_or_default();
            if !code.starts_with('2') {
                return skipped(
                    Reason::NoPage.because("a response of another status than success"),
                );
            }
            let content = header(&said, "content-type").unwrap_or_default().to_string();
            (content, unwrapped(&said, block))
        }
        "resource" | "conversion" => (stated.to_string(), Box::new(block)),
        "revisit" => return skipped(Reason::Revisit.because("its page is that of another record")),
        "response" => return skipped(Reason::NoPage.because("a response of no page")),
        // Requests and what is said of the crawl are no documents.
        _ => return Ok(Vec::new()),
    };
    let mut bytes = Vec::new();
    let read = payload.by_ref().take(reading.limit as u64).read_to_end(&mut bytes);
    if bytes.is_empty() {
        return skipped(match read {
            Err(_) => Reason::Unreadable.because("its compression is broken"),
            Ok(_) => Reason::Empty.into(),
        });
    }
    let content = content.to_ascii_lowercase();
    if !["html", "xml", "text/plain", ""].iter().any(|kind| match *kind {
        "" => content.is_empty(),
        kind => content.contains(kind),
    }) {
        return skipped(Reason::NoPage.because("of another content type"));
    }
    let declared =
        content.split("charset=").nth(1).map(|name| name.trim_matches(['"', '\'', ' ', ';']));
    let Some(text) = decode::whole(&bytes, declared) else { return skipped(Reason::Binary.into()) };
    let address = header(about, "warc-target-uri").map(|uri| uri.trim_matches(['<', '>']));
    let mut pieces: Vec<Piece> = Vec::new();
    if Feed.recognises("", &text) {
        Feed.read(&mut Cursor::new(text.as_bytes()), reading, &mut |piece| {
            pieces.push(piece);
            ControlFlow::Continue(())
        })?;
    } else if kind == "conversion" || content.contains("text/plain") {
        pieces.push(Ok(RawArticle { text, place: "record".into(), ..RawArticle::default() }));
    } else if html::is_page("", &text) || content.contains("html") {
        let page = html::article(&text, address);
        pieces.push(page.map_err(|reason| Other::Skipped(number, reason.into())));
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
        add("crawled", header(about, "warc-date"));
        article.line = number;
    }
    Ok(pieces)
}

/// A response's body without the encodings it was sent in.
fn unwrapped<'a>(said: &Headers, block: &'a mut dyn BufRead) -> Box<dyn BufRead + 'a> {
    let is = |name: &str, value: &str| {
        header(said, name).is_some_and(|said| said.to_ascii_lowercase().contains(value))
    };
    let mut body: Box<dyn BufRead + 'a> = match is("transfer-encoding", "chunked") {
        true => Box::new(io::BufReader::new(Chunked { inner: block, left: 0, ended: false })),
        false => Box::new(block),
    };
    // Some crawlers say that it is compressed and store it plain.
    let gzipped = body.fill_buf().is_ok_and(|begin| begin.starts_with(&[0x1F, 0x8B]));
    if gzipped {
        let unpacked = flate2::bufread::MultiGzDecoder::new(body);
        return Box::new(io::BufReader::new(unpacked.take(GROWTH << 20)));
    }
    body
}

/// A body in chunks (RFC 9112, section 7.1). One that is in none, whatever its headers say, is passed on.
struct Chunked<R> {
    inner: R,
    left: u64,
    ended: bool,
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            let begin = self.inner.fill_buf()?;
            let digits = begin.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
            let end = begin.iter().position(|byte| *byte == b'\n');
            match (digits, end) {
                (1..=8, Some(end)) if end <= 64 => {
                    let size = std::str::from_utf8(&begin[..digits]).unwrap_or_default();
                    self.left = u64::from_str_radix(size, 16).unwrap_or(0);
                    self.ended = self.left == 0;
                    self.inner.consume(end + 1);
                    if self.ended {
                        return Ok(0);
                    }
                }
                _ => {
                    self.left = u64::MAX;
                }
            }
        }
        if self.ended {
            return Ok(0);
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.inner.read(&mut buffer[..room])?;
        self.left -= count as u64;
        if self.left == 0 {
            // The line feed behind a chunk.
            let begin = self.inner.fill_buf()?;
            let skip = match begin {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => 0,
            };
            self.inner.consume(skip);
        }
        Ok(count)
    }
}
