//! NewsML-G2 (<https://iptc.org/standards/newsml-g2/>): single items, and messages with several items. Packages list
//! items that belong together and have no text themselves.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Selection};
use super::{Candidate, Format, Other, RawArticle, Reading, Reason, Sink, html, nitf};
use crate::article::Header;

pub struct NewsMl;

/// Items that hold no news, only information about it.
const KNOWLEDGE: [&str; 5] =
    ["conceptItem", "knowledgeItem", "planningItem", "catalogItem", "packageItem"];

impl Format for NewsMl {
    fn name(&self) -> &'static str {
        "newsml-g2"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| {
            name == "newsItem" || name == "newsMessage" || KNOWLEDGE.contains(&name)
        })
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        let mut names = vec!["newsItem"];
        names.extend(KNOWLEDGE);
        xml::each(input, &names, reading.limit, &mut |selection| {
            let Selection::Element(item, cut) = selection else { return ControlFlow::Continue(()) };
            number += 1;
            match item.name.as_str() {
                "newsItem" => sink(Ok(RawArticle { cut, ..article(&item, number) })),
                "packageItem" => {
                    let why =
                        Reason::NoNews.because("a package: its items are articles of their own");
                    sink(Err(Other::Skipped(number, why)))
                }
                _ => sink(Err(Other::Skipped(
                    number,
                    Reason::NoNews.because("an item of concepts or plans"),
                ))),
            }
        })
    }
}

fn article(item: &Element, number: u64) -> RawArticle {
    let at = |path: &[&str]| item.at(path).and_then(Element::text);
    let meta = |path: &[&str]| {
        item.at(path).and_then(|element| {
            let named = element.at(&["name"]).and_then(Element::text);
            let code =
                || element.attribute("literal").or(element.attribute("qcode")).map(str::to_string);
            named.or_else(|| element.text()).or_else(code)
        })
    };
    let inline = item.at(&["contentSet", "inlineXML"]);
    // The embedded content may be NITF or an HTML page.
    let carried =
        inline.and_then(|inline| inline.find("nitf")).map(|root| nitf::article(root, number));
    let own = |name: &str| {
        let headers = carried.as_ref().map(|article| article.headers.iter());
        headers
            .and_then(|mut headers| headers.find(|header| header.name == name))
            .map(|header| header.value.clone())
    };
    let lang = item.at(&["contentMeta", "language"]).and_then(|lang| lang.attribute("tag"));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", item.attribute("guid").map(str::to_string)),
        (
            "title",
            at(&["contentMeta", "headline"])
                .or_else(|| own("title"))
                .or_else(|| at(&["itemMeta", "title"])),
        ),
        (
            "source",
            meta(&["contentMeta", "infoSource"])
                .or_else(|| meta(&["itemMeta", "provider"]))
                .or_else(|| meta(&["rightsInfo", "copyrightHolder"])),
        ),
        ("byline", at(&["contentMeta", "by"]).or_else(|| own("byline"))),
        ("dateline", at(&["contentMeta", "dateline"]).or_else(|| own("dateline"))),
        ("lang", lang.map(str::to_string).or_else(|| item.attribute("lang").map(str::to_string))),
        ("section", meta(&["contentMeta", "genre"])),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    let mut dates = Vec::new();
    for path in [
        &["itemMeta", "firstCreated"][..],
        &["itemMeta", "versionCreated"],
        &["contentMeta", "contentCreated"],
        &["contentMeta", "contentModified"],
    ] {
        let place = format!("<{}>", path[1]);
        dates.extend(at(path).map(|written| Candidate { place, written, zone: None }));
    }
    dates.extend(carried.iter().flat_map(|article| article.dates.clone()));
    let text = carried
        .map(|article| article.text)
        .filter(|text| !text.is_empty())
        .or_else(|| inline.map(|inline| inline.find("body").unwrap_or(inline).lines(&nitf::BLOCKS)))
        .filter(|text| !text.is_empty())
        .or_else(|| {
            let mut text = String::new();
            item.at(&["contentSet", "inlineData"])?.gather(&mut text);
            Some(if html::is_fragment(&text) { html::text_of(&text) } else { text })
        })
        .filter(|text| !text.trim().is_empty())
        // Pictures and videos have a description instead of a text.
        .or_else(|| at(&["contentMeta", "description"]));
    RawArticle {
        line: number,
        headers,
        place: format!("item {number}"),
        text: text.unwrap_or_default(),
        dates,
        body_from: Some("content of the item"),
        ..RawArticle::default()
    }
}
