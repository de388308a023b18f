//! Newspaper issues in METS (<https://www.loc.gov/standards/mets/>), which lists the ALTO pages of an issue and divides
//! them into articles.
//!
//! [`Issue`] is the content of a METS file, [`divisions`] finds the articles in its structure, and [`Pages`] holds the
//! text of the pages. The pages are separate files, so an issue can only be read if they are available, as in a zip
//! archive.

mod divisions;
mod pages;

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::super::xml::{self, Element, Selection};
use super::super::{Candidate, RawArticle};
use crate::article::Header;
use divisions::Division;
pub use pages::Pages;

/// The maximum number of bytes that are kept of an element of a METS file.
const LIMIT: usize = 16 << 20;
/// The maximum number of pages of an issue.
const PAGES: usize = 2_000;

/// The articles and pages of an issue.
#[derive(Debug, Default)]
pub struct Issue {
    /// The ids and addresses of the ALTO pages, in the order of the file.
    pages: Vec<(String, String)>,
    divisions: Vec<Division>,
    /// The descriptions, by their ids.
    described: HashMap<String, Description>,
    source: Option<String>,
    date: Option<String>,
}

/// The description (MODS) of an issue or an article.
#[derive(Debug, Default, Clone)]
struct Description {
    title: Option<String>,
    date: Option<String>,
    lang: Option<String>,
}

impl Description {
    fn of(section: &Element) -> Description {
        let info = section.find("titleInfo");
        let part = |name: &str| info.and_then(|info| info.at(&[name])).and_then(Element::text);
        // Dublin Core has no other elements around the title.
        let title = || part("title").or_else(|| section.find("title").and_then(Element::text));
        let title = match (part("nonSort"), title()) {
            (Some(article), Some(title)) => Some(format!("{article} {title}")),
            (None, title) => title,
            (article, None) => article,
        };
        let lang = section.find("languageTerm");
        let lang = lang.filter(|term| term.attribute("type") == Some("code"));
        Description {
            title: title.filter(|title| divisions::says(title)),
            date: dated(section),
            lang: lang.and_then(Element::text),
        }
    }
}

/// Returns the date of a description: that of the issue, in MODS or in Dublin Core.
fn dated(section: &Element) -> Option<String> {
    let of_part = || section.find("part").and_then(|part| part.find("date"));
    let found = section.find("dateIssued").or_else(of_part).or_else(|| section.find("date"));
    found.and_then(Element::text)
}

impl Issue {
    /// Parses a METS file. Returns `None` if it does not divide its pages into articles.
    pub fn of(mets: &str) -> Option<Issue> {
        let mut issue = Issue::default();
        let mut first = None;
        let mut maps = Vec::new();
        let read = xml::each(
            &mut mets.as_bytes(),
            &["dmdSec", "file", "structMap"],
            LIMIT,
            &mut |selection| {
                let Selection::Element(element, cut) = selection else {
                    return ControlFlow::Continue(());
                };
                let id = element.attribute("ID").unwrap_or_default().to_string();
                match element.name.as_str() {
                    "dmdSec" => {
                        let described = Description::of(&element);
                        if described.date.is_some() && issue.date.is_none() {
                            issue.date.clone_from(&described.date);
                            issue.source.clone_from(&described.title);
                        }
                        first = first.take().or_else(|| described.title.clone());
                        issue.described.insert(id, described);
                    }
                    "file" => {
                        let address =
                            element.find("FLocat").and_then(|place| place.attribute("href"));
                        let address = address
                            .filter(|address| address.to_ascii_lowercase().ends_with(".xml"));
                        issue.pages.extend(address.map(|address| (id, address.to_string())));
                    }
                    // Half of a structure would lose the articles in the other half.
                    _ if cut.is_none() => maps.push(element),
                    _ => {}
                }
                ControlFlow::Continue(())
            },
        );
        issue.source = issue.source.or(first);
        issue.divisions = maps.iter().map(divisions::of).find(|found| !found.is_empty())?;
        // Half of an issue would lose the articles in the other half.
        (read.is_ok() && (1..=PAGES).contains(&issue.pages.len())).then_some(issue)
    }

    /// Returns the addresses of the pages, as written in the file.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|(_, address)| address.as_str())
    }

    /// Returns the articles, and then the text of each page that belongs to no article. `pages` are in the order of the
    /// addresses.
    pub fn articles(&self, mut pages: Pages) -> Vec<RawArticle> {
        let place: HashMap<&str, usize> =
            self.pages.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)).collect();
        let mut all = Vec::new();
        for division in &self.divisions {
            let taken = division.areas.iter().map(|area| {
                let page = place.get(area.file.as_str()).copied();
                (
                    area,
                    page,
                    page.map(|page| pages.take(page, area.block.as_deref())).unwrap_or_default(),
                )
            });
            let taken: Vec<_> = taken.collect();
            let described =
                division.described.iter().filter_map(|id| self.described.get(id)).next();
            let title =
                described.and_then(|one| one.title.clone()).or_else(|| division.label.clone());
            let heading = || {
                let heads = taken.iter().filter(|(area, ..)| area.is_title);
                let texts: Vec<&str> =
                    heads.flat_map(|(_, _, texts)| texts.iter().map(String::as_str)).collect();
                (!texts.is_empty()).then(|| texts.join(" "))
            };
            let bylines = taken.iter().filter(|(area, ..)| area.is_byline);
            let bylines: Vec<&str> =
                bylines.flat_map(|(_, _, texts)| texts.iter().map(String::as_str)).collect();
            let byline = (!bylines.is_empty()).then(|| bylines.join(" "));
            let is_own = title.is_some();
            let title = title.or_else(heading);
            // A heading that is used as the title is not repeated in the text.
            let is_title = |text: &str| {
                title.as_deref().is_some_and(|title| letters(title).contains(&letters(text)))
            };
            let text: Vec<&str> = taken
                .iter()
                .flat_map(|(area, _, texts)| texts.iter().map(move |text| (area, text.as_str())))
                .filter(|(area, text)| !(area.is_title && (!is_own || is_title(text))))
                .map(|(_, text)| text)
                .collect();
            if title.is_none() && text.is_empty() {
                continue;
            }
            let page = taken.iter().find_map(|(_, page, _)| *page);
            let number =
                page.map(|page| pages.number(page).unwrap_or_else(|| (page + 1).to_string()));
            let lang = described.and_then(|one| one.lang.clone());
            all.push(self.article(
                all.len() as u64 + 1,
                text.join("\n\n"),
                [
                    ("title", title),
                    ("byline", byline),
                    ("section", division.section.clone()),
                    ("type", Some(division.kind.clone()).filter(|kind| kind != "article")),
                    ("page", number),
                    ("lang", lang),
                ],
            ));
        }
        for at in 0..self.pages.len() {
            let rest = pages.take(at, None);
            if !rest.is_empty() {
                let number = pages.number(at).unwrap_or_else(|| (at + 1).to_string());
                let headers = [("type", Some("page".to_string())), ("page", Some(number))];
                all.push(self.article(all.len() as u64 + 1, rest.join("\n\n"), headers));
            }
        }
        all
    }

    fn article<const N: usize>(
        &self,
        line: u64,
        text: String,
        headers: [(&str, Option<String>); N],
    ) -> RawArticle {
        let source = [("source", self.source.clone())];
        let stated = source
            .into_iter()
            .chain(headers)
            .filter_map(|(name, value)| Some(Header { name: name.to_string(), value: value? }));
        let place = "<dateIssued>".to_string();
        let date = self.date.clone().map(|written| Candidate { place, written, zone: None });
        RawArticle {
            line,
            headers: stated.collect(),
            place: format!("article {line} of the issue"),
            text,
            dates: date.into_iter().collect(),
            // All articles of an issue have the same day, which the path may state.
            alone: true,
            body_from: Some("recognized text"),
            ..RawArticle::default()
        }
    }
}

/// Returns the letters and digits of a text in lower case, to compare two recognized copies of a heading.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
