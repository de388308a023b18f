//! EPUB 2 and 3 (<https://www.w3.org/TR/epub-33/>): one article per chapter with a title, or one for the whole book.
//!
//! Covers, title pages, tables of contents, notes and the like are left out.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;

use super::chapters::{Chapter, Chapters};
use super::contents::Contents;
use super::leaves;
use super::office::decoded;
use super::package::{About, Manifest};
use super::part::{Part, Sought};
use super::properties::Properties;
use crate::archive::xml::{self, Element, Selection};
use crate::archive::{Reading, Reason, Sink, Why, html};
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
    let about = About::of(&book);
    let properties = Properties {
        title: about.title.clone(),
        creator: None,
        created: about.date.clone(),
        language: about.language.clone(),
    };
    let mut chapters = Chapters::new(properties, about.headers(), reading.limit, sink);
    let manifest = Manifest::of(&book, folder);
    let contents = manifest.contents(part)?;
    let mut bytes = 0;
    for (number, path) in (1..).zip(&manifest.order) {
        if number > FILES as u64 || bytes > ALL {
            let why = Reason::TooLong
                .because(format!("the files of a book after the first {}", number - 1));
            harmless(chapters.skip(number, why), "what is waiting is handed over in any case");
            break;
        }
        let read = match part(path) {
            Ok(Some(found)) => {
                bytes += found.bytes.len();
                let place =
                    Place { number, path, contents: &contents, book: about.title.as_deref() };
                chapters_of(&found, &place, reading.limit)
            }
            Ok(None) => {
                Err(Reason::Unreadable.because(format!("the part {path} is missing")).into())
            }
            Err(error) => Err(error),
        };
        // If a chapter is damaged, only that chapter is lost.
        let going = match read {
            Ok(read) => {
                let mut read = read.into_iter();
                read.try_for_each(|chapter| chapters.add(chapter))
            }
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

/// A file of a book.
struct Place<'a> {
    /// Its number in the reading order, counted from 1.
    number: u64,
    path: &'a str,
    contents: &'a Contents,
    /// The title of the book.
    book: Option<&'a str>,
}

/// The maximum number of headings of a file.
const HEADINGS: usize = 2_000;

/// A heading: its level, and its text.
type Heading = (u8, String);

/// Returns the headings of a page.
fn headings(page: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let searched =
        xml::each(&mut page.as_bytes(), &["h1", "h2", "h3"], 4 << 10, &mut |selection| {
            match selection {
                Selection::Element(heading, _) => {
                    let level = heading.name.as_bytes().last().map_or(0, |digit| digit - b'0');
                    found.extend(heading.text().map(|text| (level, text)));
                    if found.len() >= HEADINGS {
                        return ControlFlow::Break(());
                    }
                    ControlFlow::Continue(())
                }
                Selection::Outside(..) => ControlFlow::Continue(()),
            }
        });
    harmless(searched, "the text of a page that is not XML is read without its headings");
    found
}

/// Reads a file of a book: its chapters, each with a heading and paragraphs. A file that is a cover, a table of contents
/// or the like has none.
fn chapters_of(found: &Sought, place: &Place, limit: usize) -> io::Result<Vec<Chapter>> {
    let page = leaves::without_notes(&decoded(&found.bytes)?);
    let body = page.find("<body").map_or(page.as_str(), |at| &page[at..]);
    if leaves::is_marked(body) {
        return Ok(Vec::new());
    }
    let headings = headings(&page);
    let text = html::text_of(body);
    let mut lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let starts = starts(&headings, place.contents.parts(place.path));
    let title = title(&headings, place, &page);
    if leaves::is_front(title.as_deref(), lines.get(1..).unwrap_or_default(), place.book) {
        return Ok(Vec::new());
    }
    if let (Some(title), true) = (&title, starts.len() < 2) {
        let heading = lines.iter().take(4).position(|line| line == title);
        if let Some(at) = heading {
            lines.remove(at);
        }
    }
    let first = if starts.len() < 2 { title } else { None };
    let mut chapters = vec![Chapter::new(place.number, first)];
    let mut starts = starts.into_iter().peekable();
    let is_divided = starts.len() >= 2;
    for line in lines {
        if is_divided && starts.next_if(|start| *start == line).is_some() {
            chapters.push(Chapter::new(place.number, Some(line.to_string())));
            continue;
        }
        if let Some(chapter) = chapters.last_mut() {
            chapter.write(line, limit);
        }
    }
    if let Some(last) = chapters.last_mut() {
        last.is_cut |= found.is_cut;
    }
    Ok(chapters)
}

/// Returns the headings with which the chapters of a file start: those that the table of contents names, or else its
/// headings of the first level.
fn starts<'a>(headings: &'a [Heading], parts: &[String]) -> Vec<&'a str> {
    let parts: HashSet<&str> = parts.iter().map(String::as_str).collect();
    let named: Vec<&str> = headings
        .iter()
        .filter(|(_, text)| parts.contains(text.as_str()))
        .map(|(_, text)| text.as_str())
        .collect();
    if named.len() >= 2 {
        return named;
    }
    headings.iter().filter(|(level, _)| *level == 1).map(|(_, text)| text.as_str()).collect()
}

/// Titles of pages that do not say what they are about, without their numbers.
const UNTITLED: [&str; 9] = [
    "untitled",
    "unknown",
    "chapter",
    "title page",
    "cover",
    "page",
    "part",
    "section",
    "document",
];

/// Returns the title of a file: its first heading with a word, or else the title that the table of contents gives it, or
/// else, in a book without a table of contents, that of the page.
fn title(headings: &[Heading], place: &Place, page: &str) -> Option<String> {
    let listed = place.contents.title(place.path);
    let says = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    if let Some((_, first)) = headings.first() {
        let mut others = headings.iter().take(3).map(|(_, text)| text.as_str()).chain(listed);
        let title = if says(first) { None } else { others.find(|text| says(text)) };
        return Some(title.unwrap_or(first).to_string());
    }
    if let Some(listed) = listed.filter(|listed| Some(*listed) != place.book) {
        return Some(listed.to_string());
    }
    if place.contents.names_files() {
        return None;
    }
    let of_page = first(page.as_bytes(), "title").ok().flatten().and_then(|title| title.text());
    let file = place.path.rsplit('/').next().unwrap_or(place.path);
    let is_own = |title: &String| {
        let lower = title.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
        says(title)
            && place.book.is_none_or(|book| book != title)
            && !file.starts_with(title.as_str())
            && !UNTITLED.contains(&bare)
    };
    of_page.filter(is_own)
}

/// Returns the first element with a name.
fn first(bytes: &[u8], name: &str) -> io::Result<Option<Element>> {
    let mut found = None;
    xml::each(&mut decoded(bytes)?.as_bytes(), &[name], 4 << 20, &mut |selection| {
        if let Selection::Element(element, _) = selection {
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
