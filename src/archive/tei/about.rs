//! Reads the header of a TEI text, and the headers of its articles.

use super::divisions::{Division, text_of};
use crate::archive::xml::Element;
use crate::archive::{Candidate, Cut, RawArticle};
use crate::article::Header;

/// The contents of the header.
#[derive(Default)]
pub struct About {
    title: Option<String>,
    source: Option<String>,
    author: Option<String>,
    lang: Option<String>,
    id: Option<String>,
    dates: Vec<Candidate>,
}

/// Returns the day of a `date`: in machine-readable form, or else as written.
fn day(date: &Element) -> Option<String> {
    let stated = ["when", "when-iso", "value", "notBefore", "from"]
        .iter()
        .find_map(|name| date.attribute(name));
    stated.map(str::to_string).or_else(|| date.text())
}

/// Divides `Skerry Echo, 31 October 1910` into a newspaper and a day.
fn paper_and_day(text: &str) -> Option<(String, String)> {
    let (paper, day) = text.split_once(", ")?;
    let is_day = day.contains(|c: char| c.is_ascii_digit()) && day.split(' ').count() <= 6;
    let paper = paper.trim();
    (is_day && paper.chars().count() <= 80).then(|| (paper.to_string(), day.trim().to_string()))
}

impl About {
    /// Parses a header.
    pub fn of(header: &Element) -> About {
        let file = header.at(&["fileDesc"]);
        let within = |names: &[&str]| file.and_then(|file| file.at(names));
        let described = within(&["sourceDesc"]);
        let title = within(&["titleStmt", "title"]).and_then(Element::text);
        let series = described.and_then(|source| {
            let monograph = source.find("monogr").unwrap_or(source);
            monograph.find("title").and_then(Element::text)
        });
        let mut dates = Vec::new();
        for (place, element) in [
            ("<sourceDesc>", described),
            ("<creation>", header.at(&["profileDesc", "creation"])),
            ("<publicationStmt>", within(&["publicationStmt"])),
        ] {
            let date = element.and_then(|element| element.find("date")).and_then(day);
            dates.extend(date.map(|written| Candidate {
                place: place.into(),
                written,
                zone: None,
            }));
        }
        // `Skerry Echo, 31 October 1910` in words.
        let words = described.and_then(|source| source.find("p")).and_then(Element::text);
        let printed = [("<sourceDesc>", words), ("<titleStmt>", title.clone())]
            .into_iter()
            .find_map(|(place, words)| Some((place, paper_and_day(&words?)?)));
        if let (true, Some((place, (_, day)))) = (dates.is_empty(), &printed) {
            let place = place.to_string();
            dates.push(Candidate { place, written: day.clone(), zone: None });
        }
        let printed = printed.map(|(_, (paper, _))| paper);
        let language = header.find("language");
        About {
            source: series.or(printed).or_else(|| title.clone()),
            title,
            author: within(&["titleStmt", "author"]).and_then(Element::text),
            lang: language.and_then(|lang| lang.attribute("ident")).map(str::to_string),
            id: within(&["publicationStmt", "idno"]).and_then(Element::text),
            dates,
        }
    }

    /// Returns the source, unless it is the title of the article.
    fn source_beside(&self, title: Option<&str>) -> Option<String> {
        self.source.clone().filter(|source| Some(source.as_str()) != title)
    }

    /// Returns the article of a division. Fields that the division does not state are taken from the header.
    pub fn article(&self, number: u64, division: Division, cut: Option<Cut>) -> RawArticle {
        let element = division.element;
        let of = |name: &str| {
            let found = element.children().find(|child| child.name == name);
            found.map(text_of).map(|text| text.replace('\n', " ")).filter(|text| !text.is_empty())
        };
        let opener = element.at(&["opener"]);
        let byline = of("byline").or_else(|| of("docAuthor"));
        let byline = byline.or_else(|| opener?.find("byline").and_then(Element::text));
        let dateline = element.at(&["dateline"]).or_else(|| opener?.find("dateline"));
        let lang = element.attribute("lang").map(str::to_string);
        let kind = element.attribute("type").filter(|kind| *kind != "article").map(str::to_string);
        let own = element.children().find(|child| child.name == "date");
        let own = own.or_else(|| dateline?.find("date")).and_then(day);
        let own = own.map(|written| Candidate { place: "<dateline>".into(), written, zone: None });
        let section = division.section.or_else(|| kind.clone());
        let headers = [
            ("id", element.attribute("id").map(str::to_string)),
            ("title", of("head")),
            ("source", self.source_beside(of("head").as_deref())),
            ("byline", byline.or_else(|| self.author.clone())),
            ("dateline", dateline.and_then(Element::text)),
            ("lang", lang.or_else(|| self.lang.clone())),
            ("type", kind.filter(|kind| section.as_ref() != Some(kind))),
            ("section", section),
        ];
        RawArticle {
            dates: own.into_iter().chain(self.dates.iter().cloned()).collect(),
            cut,
            ..raw(number, headers, &division.paragraphs)
        }
    }

    /// Returns the article made of the text outside of divisions. Its title is the head of the text, or the title in
    /// the header.
    pub fn loose(
        &self,
        number: u64,
        head: Option<String>,
        paragraphs: Vec<String>,
        cut: Option<Cut>,
    ) -> RawArticle {
        let title = head.or_else(|| self.title.clone());
        let headers = [
            ("id", self.id.clone()),
            ("source", self.source_beside(title.as_deref())),
            ("title", title),
            ("byline", self.author.clone()),
            ("lang", self.lang.clone()),
        ];
        RawArticle { dates: self.dates.clone(), cut, ..raw(number, headers, &paragraphs) }
    }
}

fn raw<const N: usize>(
    number: u64,
    headers: [(&str, Option<String>); N],
    paragraphs: &[String],
) -> RawArticle {
    let stated = headers
        .into_iter()
        .filter_map(|(name, value)| Some(Header { name: name.to_string(), value: value? }));
    RawArticle {
        line: number,
        headers: stated.collect(),
        place: format!("division {number}"),
        text: paragraphs.join("\n\n"),
        body_from: Some("text of the division"),
        ..RawArticle::default()
    }
}
