//! EPUB 2 and 3 (<https://www.w3.org/TR/epub-33/>): one article per chapter with a heading, or one of all.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;

use super::office::decoded;
use super::properties::Properties;
use super::{Part, article};
use crate::archive::xml::{self, Element, Told};
use crate::archive::{RawArticle, Reading, Reason, Sink, bounded, html};
use crate::article::Header;

/// The maximum number of files of a book that are read.
const FILES: usize = 2_000;

/// A chapter: its heading and its text.
struct Chapter {
    title: Option<String>,
    paragraphs: Vec<String>,
}

/// Reads a book.
pub fn read(part: Part, reading: &Reading, sink: Sink) -> io::Result<()> {
    if part("META-INF/encryption.xml")?.is_some_and(|bytes| contains(&bytes, b"xhtml")) {
        return Err(Reason::Encrypted.because("a book with copy protection").into());
    }
    let container = part("META-INF/container.xml")?.unwrap_or_default();
    let package = first(&container, "rootfile")?
        .and_then(|file| Some(file.attribute("full-path")?.to_string()))
        .ok_or_else(|| Reason::NoArticle.because("an EPUB without a package"))?;
    let opf =
        part(&package)?.ok_or_else(|| Reason::NoArticle.because("an EPUB without a package"))?;
    let book = first(&opf, "package")?.unwrap_or_default();
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let said = |name: &str| {
        book.at(&["metadata"]).and_then(|about| about.find(name)).and_then(Element::text)
    };
    let mut files: HashMap<&str, &str> = HashMap::new();
    for item in book.at(&["manifest"]).into_iter().flat_map(Element::children) {
        if let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) {
            files.insert(id, href);
        }
    }
    let spine = book.at(&["spine"]).into_iter().flat_map(Element::children);
    let spine = spine.filter(|item| item.attribute("linear") != Some("no"));
    let order = spine.filter_map(|item| files.get(item.attribute("idref")?)).take(FILES);
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut room = reading.limit.saturating_mul(2);
    for href in order {
        let href = percent_decoded(href.split('#').next().unwrap_or(href));
        let path = if folder.is_empty() { href } else { format!("{folder}/{href}") };
        let Some(bytes) = part(&path)? else { continue };
        let chapter = chapter(&decoded(&bytes)?)?;
        let length: usize = chapter.paragraphs.iter().map(String::len).sum();
        match room.checked_sub(length) {
            Some(left) => room = left,
            None => break,
        }
        match chapters.last_mut() {
            // A file without a heading continues the chapter before.
            Some(last) if chapter.title.is_none() => last.paragraphs.extend(chapter.paragraphs),
            _ if chapter.title.is_none() && chapter.paragraphs.is_empty() => {}
            _ => chapters.push(chapter),
        }
    }
    let titled = chapters.iter().filter(|chapter| chapter.title.is_some()).count();
    let properties = Properties {
        title: said("title"),
        creator: None,
        created: said("date"),
        language: said("language"),
    };
    let alone = titled <= 1;
    if alone {
        let title = chapters.iter().find_map(|chapter| chapter.title.clone());
        let paragraphs = chapters.into_iter().flat_map(|chapter| chapter.paragraphs).collect();
        chapters = vec![Chapter { title, paragraphs }];
    }
    for (number, chapter) in (1..).zip(chapters) {
        if chapter.paragraphs.is_empty() || !alone && chapter.title.is_none() {
            continue;
        }
        let mut article = article(chapter.title, &chapter.paragraphs, properties.clone());
        let about = [("byline", "creator"), ("source", "publisher"), ("book", "title")];
        for (name, from) in about {
            if let Some(value) = said(from) {
                article.headers.push(Header { name: name.into(), value });
            }
        }
        let raw = RawArticle { line: number, place: format!("chapter {number}"), alone, ..article };
        if sink(Ok(bounded::article(raw, reading.limit))).is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads a file of a book: its first heading, and the paragraphs below it.
fn chapter(page: &str) -> io::Result<Chapter> {
    let mut title = None;
    xml::each(&mut page.as_bytes(), &["h1", "h2", "h3"], 4 << 10, &mut |told| match told {
        Told::Element(heading, _) => {
            title = heading.text();
            if title.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
        Told::Outside(..) => ControlFlow::Continue(()),
    })?;
    let body = page.find("<body").map_or(page, |at| &page[at..]);
    let text = html::text_of(body);
    let mut paragraphs: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_string).collect();
    if let Some(title) = &title {
        let near = paragraphs.iter().take(4).position(|line| line == title);
        if let Some(at) = near {
            paragraphs.drain(..=at);
        }
    }
    Ok(Chapter { title, paragraphs })
}

/// The first element of a name.
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

/// Decodes `%20` and the like in an address.
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
