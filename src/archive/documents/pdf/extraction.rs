//! Extracts the text of a PDF and its properties.

use std::io;
use std::time::Instant;

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};
use serde::{Deserialize, Serialize};

use super::layout::{self, Page};
use super::limits::{PAGES, TIME, out_of_time};
use super::{guard, repair};
use crate::archive::documents::properties::Properties;
use crate::archive::{Reason, Why};
use crate::dates;

/// The maximum number of pages in a file. For each page, the library looks at all of them.
const MOST_PAGES: usize = 5_000;
/// The stack size of the thread that reads a file, in bytes.
const STACK: usize = 32 << 20;

/// The contents of a file.
#[derive(Serialize, Deserialize)]
pub struct Found {
    pub title: Option<String>,
    pub paragraphs: Vec<String>,
    pub properties: Properties,
    /// The number of pages that were read.
    pub pages: usize,
    /// Whether pages were left out.
    pub cut: bool,
}

/// Reads a file in a thread with a large stack. A panic becomes an error.
pub fn in_thread(bytes: Vec<u8>, limit: usize) -> Result<Found, Why> {
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
        created: said(b"CreationDate").and_then(|written| dates::of_pdf(&written)),
        language: None,
    }
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
