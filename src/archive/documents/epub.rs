//! EPUB 2 and 3 (<https://www.w3.org/TR/epub-33/>): one article per chapter with a heading, or one for the whole book.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;

use super::chapters::{Chapter, Chapters};
use super::office::decoded;
use super::part::{Part, Sought};
use super::properties::Properties;
use crate::archive::xml::{self, Element, Told};
use crate::archive::{Reading, Reason, Sink, Why, html};
use crate::article::Header;
use crate::error::harmless;

/// The maximum number of files of a book that are read.
const FILES: usize = 10_000;
/// The maximum number of bytes that are read of all files of a book.
const ALL: usize = 96 << 20;

/// Reads a book.
///
/// # Errors
///
/// Returns an error if the book is protected against copying, or if its package is missing or damaged.
pub fn read(part: Part, reading: &Reading, sink: Sink) -> io::Result<()> {
    if part("META-INF/encryption.xml")?.is_some_and(|found| contains(&found.bytes, b"xhtml")) {
        return Err(Reason::Encrypted.because("a book with copy protection").into());
    }
    let container = part("META-INF/container.xml")?.map(|found| found.bytes).unwrap_or_default();
    let package = first(&container, "rootfile")?
        .and_then(|file| Some(file.attribute("full-path")?.to_string()))
        .ok_or_else(|| Reason::NoArticle.because("an EPUB without a package"))?;
    let opf =
        part(&package)?.ok_or_else(|| Reason::NoArticle.because("an EPUB without a package"))?;
    let book = first(&opf.bytes, "package")?.unwrap_or_default();
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let said = |name: &str| {
        book.at(&["metadata"]).and_then(|about| about.find(name)).and_then(Element::text)
    };
    let properties = Properties {
        title: said("title"),
        creator: None,
        created: said("date"),
        language: said("language"),
    };
    let about = [("byline", "creator"), ("source", "publisher"), ("book", "title")];
    let about = about
        .into_iter()
        .filter_map(|(name, from)| Some(Header { name: name.into(), value: said(from)? }));
    let mut chapters = Chapters::new(properties, about.collect(), reading.limit, sink);
    let mut bytes = 0;
    for (number, href) in (1..).zip(order(&book)) {
        if number > FILES as u64 || bytes > ALL {
            let why = Reason::TooLong
                .because(format!("the files of a book after the first {}", number - 1));
            harmless(chapters.skip(number, why), "what is waiting is handed over in any case");
            break;
        }
        let href = percent_decoded(href.split('#').next().unwrap_or(href));
        let path = if folder.is_empty() { href } else { format!("{folder}/{href}") };
        let read = match part(&path) {
            Ok(Some(found)) => {
                bytes += found.bytes.len();
                chapter(&found, number, reading.limit)
            }
            Ok(None) => {
                Err(Reason::Unreadable.because(format!("the part {path} is missing")).into())
            }
            Err(error) => Err(error),
        };
        // If a chapter is damaged, only that chapter is lost.
        let going = match read {
            Ok(chapter) => chapters.add(chapter),
            Err(error) => {
                let why = Why::from(error);
                // Nothing more can be decompressed from the file.
                let is_spent = why.reason == Reason::UnpacksToTooMuch;
                let going = chapters.skip(number, why);
                if is_spent { break } else { going }
            }
        };
        if going.is_break() {
            return Ok(());
        }
    }
    harmless(chapters.finish(), "nothing follows");
    Ok(())
}

/// Returns the addresses of the files of a book in reading order, except those outside of it (`linear="no"`).
fn order(book: &Element) -> impl Iterator<Item = &str> {
    let mut files: HashMap<&str, &str> = HashMap::new();
    for item in book.at(&["manifest"]).into_iter().flat_map(Element::children) {
        if let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) {
            files.insert(id, href);
        }
    }
    let spine = book.at(&["spine"]).into_iter().flat_map(Element::children);
    let spine = spine.filter(|item| item.attribute("linear") != Some("no"));
    spine.filter_map(move |item| files.get(item.attribute("idref")?).copied())
}

/// Reads a file of a book: its first heading, and its paragraphs.
fn chapter(found: &Sought, number: u64, limit: usize) -> io::Result<Chapter> {
    let page = decoded(&found.bytes)?;
    let mut title = None;
    let searched =
        xml::each(&mut page.as_bytes(), &["h1", "h2", "h3"], 4 << 10, &mut |told| match told {
            Told::Element(heading, _) => {
                title = heading.text();
                if title.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            }
            Told::Outside(..) => ControlFlow::Continue(()),
        });
    harmless(searched, "the text of a page that is not XML is read without a heading");
    let body = page.find("<body").map_or(page.as_str(), |at| &page[at..]);
    let text = html::text_of(body);
    let mut lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if let Some(title) = &title {
        let heading = lines.iter().take(4).position(|line| line == title);
        if let Some(at) = heading {
            lines.remove(at);
        }
    }
    let mut chapter = Chapter::new(number, title);
    lines.into_iter().for_each(|line| chapter.write(line, limit));
    chapter.is_cut |= found.is_cut;
    Ok(chapter)
}

/// Returns the first element with a name.
fn first(bytes: &[u8], name: &str) -> io::Result<Option<Element>> {
    let mut found = None;
    xml::each(&mut decoded(bytes)?.as_bytes(), &[name], 4 << 20, &mut |told| {
        if let Told::Element(element, _) = told {
            found = Some(element);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Decodes percent-encoded bytes such as `%20` in an address.
fn percent_decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        (rest, _) = match (first, code) {
            (b'%', Some(code)) => (&after[2..], bytes.push(code)),
            _ => (after, bytes.push(*first)),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
