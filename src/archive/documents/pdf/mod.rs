//! PDF (ISO 32000): the text layer in reading order, through [pdf-extract](https://crates.io/crates/pdf-extract).
//!
//! The library limits neither its memory nor its time, and panics on some damaged files. [`guard`] rejects what it must
//! not read. Each file is read in a separate process if [`apart`] has a program for it, or else in a thread.

pub mod apart;
mod guard;
mod layout;
mod repair;

use std::io;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

use super::super::text;
use super::properties::Properties;
use crate::archive::{Cut, Other, RawArticle, Reading, Reason, Sink, Why, vendors};
use crate::error::harmless;
use layout::Page;

/// The time limit of a file. A file that takes longer is read again in the next run.
const TIME: Duration = Duration::from_secs(6);
/// The maximum number of pages that are read of one file.
const PAGES: usize = 2_000;
/// The maximum number of pages in a file. For each page, the library looks at all of them.
const MOST_PAGES: usize = 5_000;
/// The stack size of the thread that reads a file, in bytes.
const STACK: usize = 32 << 20;
/// The minimum number of letters per page of a file with text.
const LETTERS: usize = 5;

/// The contents of a file.
#[derive(Serialize, Deserialize)]
pub(super) struct Found {
    title: Option<String>,
    paragraphs: Vec<String>,
    properties: Properties,
    /// The number of pages that were read.
    pages: usize,
    /// Whether pages were left out.
    cut: bool,
}

/// Reads a file.
///
/// # Errors
///
/// Returns an error if the file is encrypted or damaged, exceeds a limit, or has no text.
pub fn read(bytes: Vec<u8>, reading: &Reading, sink: Sink) -> io::Result<()> {
    let found = apart::read(bytes, reading.limit)?;
    let letters: usize = found
        .paragraphs
        .iter()
        .map(|text| text.chars().filter(|c| c.is_alphabetic()).count())
        .sum();
    if letters < LETTERS * found.pages.max(1) {
        return Err(Reason::Scanned.because("no text (ocrmypdf adds it)").into());
    }
    let body = found.paragraphs.join("\n\n");
    let mut article = match &found.title {
        Some(title) => text::titled(title, "largest line of the first page", &body),
        None => RawArticle { place: "first paragraph".into(), ..text::article(&body) },
    };
    article.body_from = Some("text of the pages");
    article.cut = found.cut.then(|| Cut::of_unknown(&article.text));
    found.properties.complete(&mut article);
    harmless(
        sink(match vendors::unsplit::of(&article.text) {
            Some(why) => Err(Other::Skipped(1, why)),
            None => Ok(article),
        }),
        "nothing follows",
    );
    Ok(())
}

/// Reads a file in a thread with a large stack. A panic becomes an error.
fn in_thread(bytes: Vec<u8>, limit: usize) -> Result<Found, Why> {
    let thread =
        std::thread::Builder::new().stack_size(STACK).spawn(move || extract(&bytes, limit))?;
    // The message of a panic does not help the user.
    let damaged = |_panic| Why::from(io::Error::other("the PDF is damaged"));
    thread.join().map_err(damaged)?
}

fn extract(bytes: &[u8], limit: usize) -> Result<Found, Why> {
    let deadline = Instant::now() + TIME;
    guard::check(bytes, deadline)?;
    let broken = |error: pdf_extract::Error| Reason::Unreadable.because(format!("PDF: {error}"));
    let mut document = match Document::load_mem(bytes) {
        Ok(document) if !document.get_pages().is_empty() => document,
        // The objects of an encrypted file cannot be recovered without its table.
        Ok(document) if document.is_encrypted() => document,
        loaded if guard::find(bytes, b"/Encrypt").is_some() => {
            loaded.map_err(|error| Reason::Encrypted.because(error))?
        }
        loaded => match repair::repaired(bytes) {
            Some(repaired) => Document::load_mem(&repaired).map_err(broken)?,
            None => loaded.map_err(broken)?,
        },
    };
    if document.is_encrypted() {
        let opened = document.decrypt("");
        opened.map_err(|error| Reason::Encrypted.because(error))?;
        if document.get_pages().is_empty() {
            return Err(Reason::Encrypted.into());
        }
    }
    let pages = document.get_pages();
    if pages.len() > MOST_PAGES {
        return Err(Reason::TooLong.because("a PDF of more than 5,000 pages: split it"));
    }
    guard::check_document(&document)?;
    let (mut read, mut length, mut failure) = (Vec::new(), 0, None);
    for number in pages.keys().take(PAGES) {
        if Instant::now() > deadline {
            return Err(out_of_time());
        }
        let mut page = Glyphs { page: Page::default(), flip: 0.0, deadline };
        // If the library cannot read a page, only that page is lost.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            output_doc_page(&document, &mut page, *number)
        }));
        if Instant::now() > deadline {
            return Err(out_of_time());
        }
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => failure = Some(error.to_string()),
            Err(_) => failure = Some("a page is damaged".to_string()),
        }
        length += page.page.bytes();
        read.push(page.page);
        if length > limit {
            break;
        }
    }
    let cut = read.len() < pages.len() || failure.is_some();
    let count = read.len();
    let (title, paragraphs) = layout::text(read);
    if let (true, Some(failure)) = (paragraphs.is_empty(), failure) {
        return Err(Reason::Unreadable.because(format!("PDF: {failure}")));
    }
    Ok(Found { title, paragraphs, properties: properties(&document), pages: count, cut })
}

fn out_of_time() -> Why {
    Reason::Unreadable.because("the PDF takes more than 6 seconds to read")
}

/// Reads the information dictionary of a document.
fn properties(document: &Document) -> Properties {
    let info = document.trailer.get(b"Info").ok().and_then(|info| match info.as_reference() {
        Ok(id) => document.get_dictionary(id).ok(),
        Err(_) => info.as_dict().ok(),
    });
    let said = |name: &[u8]| {
        let value = info?.get(name).ok()?;
        let bytes = document.dereference(value).ok()?.1.as_str().ok()?;
        let text = match bytes {
            [0xFE, 0xFF, rest @ ..] => {
                encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned()
            }
            [0xFF, 0xFE, rest @ ..] => {
                encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned()
            }
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => text.to_string(),
                Err(_) => {
                    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
                }
            },
        };
        let text = text.trim().trim_matches('\0').to_string();
        (!text.is_empty()).then_some(text)
    };
    Properties {
        title: said(b"Title"),
        creator: said(b"Author"),
        created: said(b"CreationDate").and_then(|written| date(&written)),
        language: None,
    }
}

/// Converts a date such as `D:20190531100500+02'00'` to RFC 3339.
fn date(written: &str) -> Option<String> {
    let text = written.strip_prefix("D:").unwrap_or(written);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    let day = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let Some((hour, minute)) = part(8, 10).zip(part(10, 12)) else { return Some(day) };
    let zone: String =
        text[digits.len()..].chars().filter(|c| c.is_ascii_digit() || "+-Z".contains(*c)).collect();
    let zone = match (zone.get(..1), zone.get(1..3), zone.get(3..5)) {
        (Some(sign @ ("+" | "-")), Some(hours), minutes) => {
            format!("{sign}{hours}:{}", minutes.unwrap_or("00"))
        }
        (Some("Z"), ..) => "Z".to_string(),
        _ => String::new(),
    };
    Some(format!("{day}T{hour}:{minute}:{}{zone}", part(12, 14).unwrap_or("00")))
}

/// Receives the characters of a page from the library.
struct Glyphs {
    page: Page,
    flip: f64,
    deadline: Instant,
}

impl OutputDev for Glyphs {
    fn begin_page(
        &mut self,
        _number: u32,
        media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.flip = media.ury;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if Instant::now() > self.deadline {
            return Err(OutputError::IoError(io::ErrorKind::TimedOut.into()));
        }
        let scale = (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt();
        let size = font_size * scale;
        // Letters with wide spacing still form one word.
        let width = width * size + spacing.max(0.0) * scale;
        self.page.character(at.m31, self.flip - at.m32, width, size, text);
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_properties_are_read() {
        assert_eq!(date("D:20190531100500+02'00'").as_deref(), Some("2019-05-31T10:05:00+02:00"));
        assert_eq!(date("D:20190531").as_deref(), Some("2019-05-31"));
        assert_eq!(date("yesterday"), None);
    }

    #[test]
    fn damaged_files_have_a_verdict() {
        for bytes in [
            &b"%PDF-1.4"[..],
            b"%PDF-1.7\n1 0 obj\n<< /Length 9999999999 >> stream\nx",
            b"%PDF-\xff\xfe",
        ] {
            let why = read(bytes.to_vec(), &Reading::default(), &mut |_| {
                std::ops::ControlFlow::Continue(())
            });
            assert!(why.is_err());
        }
        let nested = [b"%PDF-1.4\n1 0 obj\n".to_vec(), vec![b'['; 100_000]].concat();
        let why = read(nested, &Reading::default(), &mut |_| std::ops::ControlFlow::Continue(()));
        assert!(why.is_err());
    }
}
