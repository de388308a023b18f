//! Reads one message: its headers, and the text of its parts.
//!
//! Among alternatives, plain text is preferred to HTML. Attachments are not text, except forwarded messages.

mod plain;
mod sent;
mod words;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use serde_json::Value;

use super::kind::Kind;
use super::mailbox::Found;
use crate::archive::{Cut, RawArticle, Reading, Reason, decode, html, warc};
use crate::article::Header;
use words::{lossy, value_of};

/// The maximum number of headers.
const HEADERS: usize = 200;
/// The maximum depth of nested messages, and the maximum number of parts of one that are read.
const DEPTH: usize = 8;
const PARTS: usize = 1_000;

/// Reads a message. Returns `None` if it has no headers, and a reason if it is a saved page without an article.
pub fn read(found: &Found, reading: &Reading) -> Option<Result<RawArticle, Reason>> {
    let bytes = found.bytes.trim_ascii_start();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let parser = MessageParser::new().with_mime_headers().header_address(HeaderName::From);
    let message = match is_extreme(bytes) {
        true => parser.parse_headers(bytes)?,
        false => parser.parse(bytes)?,
    };
    if message.headers().is_empty() {
        return None;
    }
    if Kind::of(bytes) == Some(Kind::Page) {
        return Some(page(&message, bytes, found, reading));
    }
    let mut members: Vec<(String, Value)> = Vec::new();
    let mut topics: Vec<String> = Vec::new();
    for header in message.headers().iter().take(HEADERS) {
        let value = value_of(header, bytes);
        let name = match header.name().to_ascii_lowercase().as_str() {
            "subject" => "title".to_string(),
            "message-id" => "id".to_string(),
            // The authors are added below, and the body comes from the parts of the message.
            "from" | "body" | "text" | "content" => continue,
            "keywords" => {
                topics.extend(value.split(',').map(|topic| topic.trim().to_string()));
                continue;
            }
            _ => header.name().to_string(),
        };
        members.push((name, Value::String(value)));
    }
    let mut parts =
        Parts { text: String::new(), limit: reading.limit, cut: false, forwarded: None };
    match is_extreme(bytes) {
        true => {
            let body = body_of(bytes);
            parts.add(&decode::whole(body, None).unwrap_or_else(|| lossy(body)));
        }
        false => parts.gather(&message, Some(bytes), 0),
    }
    let mut article = reading.columns.article(1, "header".into(), members);
    let has = |article: &RawArticle, name: &str| {
        article.headers.iter().any(|header| header.name == name && !header.value.trim().is_empty())
    };
    if let Some((subject, date)) = parts.forwarded.take() {
        for (name, value) in [("title", subject), ("date", date)] {
            if let (false, Some(value)) = (has(&article, name), value) {
                article.headers.push(Header { name: name.into(), value });
            }
        }
    }
    if !has(&article, "date") {
        article.dates.extend(sent::arrival(&message, bytes, found.separator.as_deref()));
    }
    let authors = sent::authors(&message, bytes).into_iter().map(|author| ("byline", author));
    let topics = topics.into_iter().filter(|topic| !topic.is_empty()).map(|topic| ("topic", topic));
    for (name, value) in authors.chain(topics) {
        article.headers.push(Header { name: name.into(), value });
    }
    let text = parts.text.replace("\r\n", "\n");
    article.text = text.trim_matches(['\r', '\n']).to_string();
    let cut = parts.cut || found.cut && message.attachments.is_empty();
    article.cut = cut.then(|| Cut::of_unknown(&article.text));
    article.body_from = Some("text of the message");
    Some(Ok(article))
}

/// The maximum number of boundaries and of forwarded messages in one message. Each boundary takes a pass over the
/// message, and nested messages take stack.
const BOUNDARIES: usize = 1_000;
const FORWARDED: usize = 200;
/// The maximum number of bytes that all these passes cover together.
const COVERED: usize = 1 << 31;

/// Returns whether a message would take an unreasonable time to parse. The body of such a message is read unparsed.
fn is_extreme(bytes: &[u8]) -> bool {
    let count = |word: &[u8]| {
        let first = word[0];
        let at = bytes.iter().enumerate().filter(|(_, byte)| byte.to_ascii_lowercase() == first);
        at.filter(|(at, _)| {
            bytes.get(*at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
        })
        .count()
    };
    let boundaries = count(b"boundary");
    boundaries > BOUNDARIES
        || boundaries.saturating_mul(bytes.len()) > COVERED
        || count(b"message/") > FORWARDED
}

/// Returns the bytes after the first blank line of a message.
fn body_of(bytes: &[u8]) -> &[u8] {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            return &bytes[at..];
        }
    }
    &[]
}

/// Reads a saved web page. Its address is the one that it was saved from.
fn page(
    message: &Message,
    bytes: &[u8],
    found: &Found,
    reading: &Reading,
) -> Result<RawArticle, Reason> {
    let location = named(message.headers(), "snapshot-content-location");
    let stated = location.map(|header| value_of(header, bytes));
    let root = message.parts.iter().take(PARTS).find(|part| matches!(part.body, PartType::Html(_)));
    let of_part = || root.and_then(|part| part.content_location()).map(str::to_string);
    let address = stated.or_else(of_part).filter(|at| at.starts_with("http"));
    let text = root.map(|part| content_of(part, Some(bytes)).0).unwrap_or_default();
    let end = text.floor_char_boundary(reading.limit);
    let mut article = html::article(&text[..end], address.as_deref())?;
    // The date of the message is the time when the page was saved.
    for (name, header) in [("saved", "date"), ("title", "subject")] {
        let header = named(message.headers(), header);
        let there = article.headers.iter().any(|header| header.name == name);
        if let (false, Some(header)) = (there, header) {
            article.headers.push(Header { name: name.into(), value: value_of(header, bytes) });
        }
    }
    // A part may have the headers of the server's response.
    let of_part = root.and_then(|part| named(&part.headers, "last-modified"));
    let modified = of_part.or_else(|| named(message.headers(), "last-modified"));
    let saved = named(message.headers(), "date").map(|header| value_of(header, bytes));
    let change =
        modified.and_then(|header| warc::change(&value_of(header, bytes), saved.as_deref()));
    article.dates.extend(change);
    article.cut = match end < text.len() {
        true => Some(Cut { kept: end as u64, of: Some(text.len() as u64) }),
        false => found.cut.then(|| Cut::of_unknown(&text)),
    };
    Ok(article)
}

/// Returns the first header with a name, ignoring case.
fn named<'a, 'b>(
    headers: &'a [mail_parser::Header<'b>],
    name: &str,
) -> Option<&'a mail_parser::Header<'b>> {
    headers.iter().find(|one| one.name().eq_ignore_ascii_case(name))
}

/// The text of a message, collected from its parts.
struct Parts {
    text: String,
    limit: usize,
    cut: bool,
    /// The title and date of the first forwarded message.
    forwarded: Option<(Option<String>, Option<String>)>,
}

impl Parts {
    /// Adds the text of a message. `bytes` are the bytes that the message's offsets refer to, if available.
    fn gather(&mut self, message: &Message, bytes: Option<&[u8]>, depth: usize) {
        let before = self.text.len();
        let part = |id: &u32| message.parts.get(*id as usize);
        let text = |bodies: &[u32]| -> String {
            let parts = bodies.iter().take(PARTS).filter_map(part);
            let texts = parts.map(|part| text_of(part, bytes));
            texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
        };
        let plain = text(&message.text_body);
        // The plain text may only say that the message is to be read as HTML.
        let may_be_notice = plain.len() < NOTICE && message.html_body != message.text_body;
        let html = if may_be_notice { text(&message.html_body) } else { String::new() };
        self.add(if html.len() > LONGER * plain.len() { &html } else { &plain });
        if self.text.len() == before {
            let enriched = message.parts.iter().take(PARTS).filter_map(enriched);
            enriched.for_each(|text| self.add(&text));
        }
        if self.text.len() == before {
            // A part whose encoding is damaged or incomplete is still text.
            let broken = message.parts.iter().take(PARTS).filter(|part| {
                part.is_encoding_problem
                    && part.content_type().is_none_or(|kind| kind.ctype() == "text")
            });
            broken.for_each(|part| self.add(&text_of(part, bytes)));
        }
        for part in message.parts.iter().take(PARTS) {
            if let PartType::Message(inner) = &part.body
                && depth < DEPTH
            {
                let text = |name: HeaderName<'static>| {
                    let value = inner.header(name).and_then(|value| value.as_text())?;
                    Some(words::words(value.trim()))
                };
                let (subject, date) = (text(HeaderName::Subject), text(HeaderName::Date));
                self.forwarded.get_or_insert((subject, date));
                self.gather(inner, None, depth + 1);
            }
        }
    }

    fn add(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let room = self.limit.saturating_sub(self.text.len());
        self.cut |= text.len() > room;
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
    }
}

/// The length in bytes, below which a plain text may be a notice about the HTML beside it, if that is this many times
/// longer.
const NOTICE: usize = 400;
const LONGER: usize = 4;

/// Returns the text of a part. HTML is converted to text.
fn text_of(part: &MessagePart, bytes: Option<&[u8]>) -> String {
    let (text, is_html) = content_of(part, bytes);
    if is_html {
        return html::text_of(&text);
    }
    let attribute = |name: &str| part.content_type().and_then(|kind| kind.attribute(name));
    let is = |name, value| attribute(name).is_some_and(|stated| stated.eq_ignore_ascii_case(value));
    let text = match is("format", "flowed") {
        true => plain::flowed(&text, is("delsp", "yes")),
        false => text,
    };
    let left = match plain::without_files(&text) {
        Cow::Owned(left) => Some(left),
        Cow::Borrowed(_) => None,
    };
    left.unwrap_or(text)
}

/// Returns the text of a part in enriched text.
fn enriched(part: &MessagePart) -> Option<String> {
    let kind = part.content_type()?;
    let is_enriched = kind.ctype().eq_ignore_ascii_case("text")
        && kind.subtype().is_some_and(|one| {
            one.eq_ignore_ascii_case("enriched") || one.eq_ignore_ascii_case("richtext")
        });
    let text = part.text_contents().filter(|_| is_enriched)?;
    Some(plain::enriched(&text.replace("\r\n", "\n")))
}

/// Returns the content of a part, and whether it is HTML. If the part states no encoding or a wrong one, the encoding
/// is detected.
fn content_of(part: &MessagePart, bytes: Option<&[u8]>) -> (String, bool) {
    let (text, is_html) = match &part.body {
        PartType::Text(text) => (text, false),
        PartType::Html(text) => (text, true),
        _ => return Default::default(),
    };
    let mut text = Cow::Borrowed(text.as_ref());
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    // If the text is not ASCII, the stated encoding is wrong.
    let is_ascii = charset.is_some_and(|name| name.to_ascii_lowercase().ends_with("ascii"));
    if (part.is_encoding_problem || text.contains('\u{FFFD}') || is_ascii && !text.is_ascii())
        && let Some(raw) =
            bytes.and_then(|b| b.get(part.offset_body as usize..part.offset_end as usize))
    {
        let encoding = part.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase();
        let carried: Cow<[u8]> = match encoding.as_str() {
            "quoted-printable" => words::quoted_printable(raw).into(),
            "base64" => words::base64(raw).into(),
            _ => raw.into(),
        };
        let stated = charset.filter(|name| {
            let encoding = Encoding::for_label(name.as_bytes());
            let is_wrong = is_ascii || encoding == Some(UTF_8) && is_hardly_utf8(&carried);
            encoding.is_some() && !is_wrong
        });
        text = decode::whole(&carried, stated).map_or(text, Cow::Owned);
    }
    (text.into_owned(), is_html)
}

/// Returns whether bytes have more characters that are invalid in UTF-8 than valid ones beyond ASCII. A text in UTF-8
/// may have been damaged or cut.
fn is_hardly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    invalid > valid
}
