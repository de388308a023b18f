//! A delivery as a mail message (RFC 5322). Headers contain nothing from an article, and are encoded (RFC 2047).

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset};

use super::text;
use crate::error::{Error, Result};
use crate::page::style::Style;
use crate::watching::Delivery;

/// The number of bytes that a line of 76 characters encodes.
const LINE: usize = 57;
/// The number of bytes that an encoded word of at most 75 characters encodes.
const WORD: usize = 42;

/// Writes a delivery as a message to an address. `failed` returns the error for a failure to write.
///
/// # Errors
///
/// Fails if the index cannot be read, or if `out` fails.
pub fn message(
    delivery: &Delivery,
    to: &str,
    now: DateTime<FixedOffset>,
    out: &mut dyn Write,
    failed: &dyn Fn(io::Error) -> Error,
) -> Result<()> {
    let subject = encoded(&format!("dateline: {}", text::title(delivery)));
    let headers = format!(
        "To: {to}\nSubject: {subject}\nDate: {}\nMessage-ID: <{}@dateline.invalid>\n\
         Auto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: base64\n\n",
        now.to_rfc2822(),
        delivery.id
    );
    out.write_all(headers.as_bytes()).map_err(failed)?;
    let mut body = Base64 { out, line: Vec::with_capacity(LINE) };
    text::begin(delivery, Style::PLAIN, &mut body).map_err(failed)?;
    delivery
        .each(&mut |find| text::find(find, delivery, Style::PLAIN, &mut body).map_err(failed))?;
    writeln!(body, "Delivery {}", delivery.id).map_err(failed)?;
    body.finish().map_err(failed)
}

/// Encodes a text for a header: unchanged if it is plain ASCII, otherwise as encoded words, one per line.
fn encoded(text: &str) -> String {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("=?");
    if plain && text.len() <= WORD {
        return text.to_string();
    }
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.floor_char_boundary(WORD));
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = after;
    }
    words.join("\n ")
}

/// Writes base64 in lines (RFC 2045).
struct Base64<'a> {
    out: &'a mut dyn Write,
    line: Vec<u8>,
}

impl Base64<'_> {
    fn finish(mut self) -> io::Result<()> {
        self.end_line()
    }

    fn end_line(&mut self) -> io::Result<()> {
        let encoded = STANDARD.encode(&self.line);
        self.line.clear();
        writeln!(self.out, "{encoded}")
    }
}

impl Write for Base64<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(LINE - self.line.len());
        self.line.extend_from_slice(&bytes[..count]);
        if self.line.len() == LINE {
            self.end_line()?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_encoded() {
        assert_eq!(encoded("dateline: salt: 3 new articles"), "dateline: salt: 3 new articles");
        let long = encoded(&format!("dateline: {}", "größe-".repeat(20)));
        assert!(long.lines().all(|line| line.trim().starts_with("=?utf-8?B?") && line.len() <= 76));
        assert!(!encoded("a\nBcc: b@example.org").contains("Bcc"));
        assert!(encoded("=?utf-8?Q?x?=").starts_with("=?utf-8?B?"));
    }

    #[test]
    fn the_body_is_in_short_lines() {
        let mut out = Vec::new();
        let mut body = Base64 { out: &mut out, line: Vec::new() };
        let text = "a line of text\n".repeat(20);
        body.write_all(text.as_bytes()).unwrap();
        body.finish().unwrap();
        let lines: Vec<&str> = std::str::from_utf8(&out).unwrap().lines().collect();
        assert!(lines.iter().all(|line| line.len() <= 76));
        assert_eq!(STANDARD.decode(lines.concat()).unwrap(), text.as_bytes());
    }
}
