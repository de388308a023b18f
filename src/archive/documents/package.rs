//! Reads the package of a book (OPF): what it says about the book, and the order of its files.

use std::collections::{HashMap, HashSet};
use std::io;

use super::contents::{Contents, within};
use super::leaves;
use super::part::Part;
use crate::archive::xml::Element;
use crate::article::Header;
use crate::error::harmless;

/// What the package says about a book.
#[derive(Default)]
pub struct About {
    pub title: Option<String>,
    authors: Option<String>,
    publisher: Option<String>,
    pub date: Option<String>,
    pub language: Option<String>,
}

impl About {
    /// Reads the metadata of a package.
    pub fn of(book: &Element) -> About {
        let Some(about) = book.at(&["metadata"]) else { return About::default() };
        let said = |name: &str| about.find(name).and_then(Element::text);
        let mut found = About {
            title: said("title"),
            authors: said("creator"),
            publisher: said("publisher"),
            date: date(about),
            language: said("language"),
        };
        // A program that collects news is not their author. The title is that of the newspaper, with a day.
        let is_program = |name: &Option<String>| {
            name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("calibre"))
        };
        if is_program(&found.publisher) {
            let paper = found.title.as_deref().and_then(|title| title.split('[').next());
            found.publisher = paper.map(str::trim).map(str::to_string);
        }
        if is_program(&found.authors) {
            found.authors = None;
        }
        found
    }

    /// Returns the headers that all articles of the book share.
    pub fn headers(&self) -> Vec<Header> {
        let all = [("byline", &self.authors), ("source", &self.publisher), ("book", &self.title)];
        let stated = all.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
        stated.map(|(name, value)| Header { name: name.into(), value }).collect()
    }
}

/// Returns the date of a book: of its publication, or else one without an event, or else of its creation. The date of a
/// change is not the date of the book.
fn date(about: &Element) -> Option<String> {
    let rank = |element: &&Element| {
        let event = element.attribute("event").unwrap_or_default().to_lowercase();
        match event.as_str() {
            "modification" | "modified" | "conversion" | "epub-publication" | "ops-publication" => {
                None
            }
            "publication" | "original-publication" | "issued" => Some(0),
            "" => Some(1),
            _ => Some(2),
        }
    };
    let is_date = |element: &&Element| {
        element.name == "date"
            || element.name == "meta"
                && matches!(
                    element.attribute("property"),
                    Some("dcterms:issued" | "dcterms:created" | "dcterms:date")
                )
    };
    let dates = about.children().filter(is_date).filter(|date| rank(date).is_some());
    dates.min_by_key(rank).and_then(Element::text)
}

/// The files of a book.
pub struct Manifest {
    /// The paths of the files with chapters, in reading order.
    pub order: Vec<String>,
    /// The paths of tables of contents, with their folders.
    tables: Vec<String>,
}

impl Manifest {
    /// Reads the reading order without files outside of it (`linear="no"`), tables of contents, covers and the like.
    pub fn of(book: &Element, folder: &str) -> Manifest {
        let mut files: HashMap<&str, String> = HashMap::new();
        let mut tables = Vec::new();
        let mut front: HashSet<String> = HashSet::new();
        for item in book.at(&["manifest"]).into_iter().flat_map(Element::children) {
            let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) else {
                continue;
            };
            let path = within(folder, href);
            let is_nav = item
                .attribute("properties")
                .is_some_and(|all| all.split_whitespace().any(|one| one == "nav"));
            if is_nav || item.attribute("media-type") == Some("application/x-dtbncx+xml") {
                tables.push(path.clone());
                front.insert(path.clone());
            }
            files.insert(id, path);
        }
        for reference in book.at(&["guide"]).into_iter().flat_map(Element::children) {
            if let (Some(kind), Some(href)) =
                (reference.attribute("type"), reference.attribute("href"))
                && leaves::is_kind(kind)
                && !href.contains('#')
            {
                front.insert(within(folder, href));
            }
        }
        let spine = book.at(&["spine"]).into_iter().flat_map(Element::children);
        let spine = spine.filter(|item| item.attribute("linear") != Some("no"));
        let paths = || spine.filter_map(|item| files.get(item.attribute("idref")?).cloned());
        let all: Vec<String> = paths().collect();
        let kept: Vec<String> =
            all.iter().filter(|path| !front.contains(path.as_str())).cloned().collect();
        // Some guides name the only file of a book as its cover.
        Manifest { order: if kept.is_empty() { all } else { kept }, tables }
    }

    /// Reads the tables of contents. Damaged ones are left out.
    ///
    /// # Errors
    ///
    /// Returns an error if a table cannot be unpacked.
    pub fn contents(&self, part: Part) -> io::Result<Contents> {
        let mut contents = Contents::default();
        for path in self.tables.iter().take(2) {
            if let Some(found) = part(path)? {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                harmless(contents.read(&found.bytes, folder), "the headings give titles, too");
            }
        }
        Ok(contents)
    }
}
