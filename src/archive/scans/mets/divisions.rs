//! Finds the articles of an issue in the logical structure of METS, and the blocks of pages that belong to them.

use super::super::super::xml::Element;

/// Types of divisions that hold articles and are not articles.
const CONTAINERS: [&str; 11] = [
    "newspaper",
    "periodical",
    "serial",
    "volume",
    "issue",
    "edition",
    "supplement",
    "content",
    "contents",
    "pages",
    "main",
];
/// Types of divisions that are articles even inside of other articles.
const ARTICLES: [&str; 10] = [
    "article",
    "ad",
    "advert",
    "advertisement",
    "announcement",
    "obituary",
    "letter",
    "editorial",
    "notice",
    "poem",
];
/// Types of divisions of the front page that belong to no article.
const FRONT: [&str; 5] =
    ["title_section", "masthead", "headline", "publishing_stmt", "table_of_contents"];
/// Placeholder labels that programs fill in.
const FILLED: [&str; 5] =
    ["unknown", "untitled", "article", "no title", "document_title_placeholder"];
/// The maximum depth of nested divisions.
const DEPTH: usize = 60;

/// A block of a page.
#[derive(Debug)]
pub struct Area {
    /// The id of the page's file.
    pub file: String,
    /// The id of the block, or `None` for the whole page.
    pub block: Option<String>,
    /// Whether the block is the heading of the article.
    pub is_title: bool,
    /// Whether the block is the line with the author.
    pub is_byline: bool,
}

/// An article.
#[derive(Debug, Default)]
pub struct Division {
    /// The type of the division, in lower case.
    pub kind: String,
    pub label: Option<String>,
    pub section: Option<String>,
    /// The ids of the descriptions of the article.
    pub described: Vec<String>,
    pub areas: Vec<Area>,
}

/// Returns whether a label was written by a person.
pub fn says(label: &str) -> bool {
    label.contains(char::is_alphabetic) && !FILLED.contains(&label.trim().to_lowercase().as_str())
}

/// Returns the articles of a structure, in order.
pub fn of(map: &Element) -> Vec<Division> {
    let mut all = Vec::new();
    // The physical structure lists pages, not articles.
    let is_logical =
        map.attribute("TYPE").is_none_or(|kind| !kind.eq_ignore_ascii_case("physical"));
    if is_logical {
        walk(map, None, 0, &mut all);
    }
    all
}

fn kind(division: &Element) -> String {
    division.attribute("TYPE").unwrap_or_default().to_lowercase()
}

fn divisions(element: &Element) -> impl Iterator<Item = &Element> {
    element.children().filter(|child| child.name == "div")
}

fn walk(element: &Element, section: Option<&str>, depth: usize, all: &mut Vec<Division>) {
    for division in divisions(element).filter(|_| depth < DEPTH) {
        let kind = kind(division);
        if FRONT.contains(&kind.as_str()) {
            continue;
        }
        if CONTAINERS.contains(&kind.as_str()) {
            walk(division, section, depth + 1, all);
            continue;
        }
        let label = division.attribute("LABEL").filter(|label| says(label)).map(str::to_string);
        let described = division.attribute("DMDID").unwrap_or_default();
        let mut found = Division {
            kind,
            label: label.clone(),
            section: section.map(str::to_string),
            described: described.split_whitespace().map(str::to_string).collect(),
            areas: Vec::new(),
        };
        let mut inner = Vec::new();
        own(division, (false, false), depth, &mut found.areas, &mut inner);
        let is_heading = found.areas.iter().all(|area| area.is_title);
        // The heading of a section belongs to the articles in it.
        if !found.areas.is_empty() && (!is_heading || inner.is_empty()) {
            all.push(found);
        }
        for article in inner {
            let parent = Element {
                nodes: vec![super::super::super::xml::Node::Element(article.clone())],
                ..Element::default()
            };
            walk(&parent, label.as_deref().or(section), depth + 1, all);
        }
    }
}

/// Collects the areas of a division, and the articles nested in it, whose areas are separate.
fn own<'a>(
    division: &'a Element,
    (is_title, is_byline): (bool, bool),
    depth: usize,
    areas: &mut Vec<Area>,
    inner: &mut Vec<&'a Element>,
) {
    if depth > DEPTH {
        return;
    }
    for child in division.children() {
        match child.name.as_str() {
            "div" => {
                let kind = kind(child);
                if ARTICLES.contains(&kind.as_str()) {
                    inner.push(child);
                    continue;
                }
                let is_title =
                    is_title || ["heading", "title", "headline"].contains(&kind.as_str());
                let is_byline = is_byline || ["author", "byline"].contains(&kind.as_str());
                own(child, (is_title && !is_byline, is_byline), depth + 1, areas, inner);
            }
            "area" => areas.extend(child.attribute("FILEID").map(|file| Area {
                file: file.to_string(),
                block: child.attribute("BEGIN").map(str::to_string),
                is_title,
                is_byline,
            })),
            "fptr" => {
                let whole = child.attribute("FILEID").map(|file| Area {
                    file: file.to_string(),
                    block: None,
                    is_title,
                    is_byline,
                });
                areas.extend(whole.filter(|_| child.children().next().is_none()));
                own(child, (is_title, is_byline), depth + 1, areas, inner);
            }
            "seq" | "par" => own(child, (is_title, is_byline), depth + 1, areas, inner),
            _ => {}
        }
    }
}
