//! NewsML 1.0 to 1.2 (<https://iptc.org/standards/newsml-1/>): items made of components, which hold news lines and
//! content.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Node, Selection};
use super::{Candidate, Format, Other, RawArticle, Reading, Reason, Sink, html, nitf};
use crate::article::Header;

pub struct NewsMl1;

impl Format for NewsMl1 {
    fn name(&self) -> &'static str {
        "newsml-1"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| name == "NewsML" || name == "NewsItem")
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        xml::each(input, &["NewsItem"], reading.limit, &mut |selection| {
            let Selection::Element(item, cut) = selection else { return ControlFlow::Continue(()) };
            let mut items = Vec::new();
            separated(item, 0, &mut items);
            let count = items.len();
            for (at, item) in items.iter().enumerate() {
                number += 1;
                let article = article(item, number);
                let has_title = article.headers.iter().any(|header| header.name == "title");
                // If an element was cut, only its last item is incomplete.
                let cut = cut.filter(|_| at + 1 == count);
                match has_title || !article.text.is_empty() {
                    true => sink(Ok(RawArticle { cut, ..article }))?,
                    // Updates and references to other items have neither.
                    false => sink(Err(Other::Skipped(
                        number,
                        Reason::NoNews.because("an item without text"),
                    )))?,
                }
            }
            ControlFlow::Continue(())
        })
    }
}

/// Moves the items nested in an item out of it, because each is an article. Adds the item to `out`, then the nested
/// ones.
fn separated(mut item: Element, depth: usize, out: &mut Vec<Element>) {
    let mut inner = Vec::new();
    take_items(&mut item, depth, &mut inner);
    // An item that only groups others has no content.
    if inner.is_empty() || item.find("HeadLine").is_some() || item.find("DataContent").is_some() {
        out.push(item);
    }
    inner.into_iter().for_each(|item| separated(item, depth + 1, out));
}

fn take_items(element: &mut Element, depth: usize, out: &mut Vec<Element>) {
    if depth > DEPTH {
        return;
    }
    let nodes = std::mem::take(&mut element.nodes);
    for node in nodes {
        match node {
            Node::Element(item) if item.name == "NewsItem" => out.push(item),
            Node::Element(mut child) => {
                take_items(&mut child, depth + 1, out);
                element.nodes.push(Node::Element(child));
            }
            text => element.nodes.push(text),
        }
    }
}

/// Returns the formal name of an element, or its text.
fn named(element: &Element) -> Option<String> {
    element.attribute("FormalName").map(str::to_string).or_else(|| element.text())
}

fn article(item: &Element, number: u64) -> RawArticle {
    let text_of = |name: &str| item.find(name).and_then(Element::text);
    let identifier = item.find("NewsIdentifier");
    let of_identifier = |name: &str| {
        identifier.and_then(|identifier| identifier.at(&[name])).and_then(Element::text)
    };
    let party = |name: &str| item.find(name).and_then(|party| party.find("Party")).and_then(named);
    let mut documents = Vec::new();
    all(item, "nitf", &mut documents);
    let carried = documents.first().map(|root| nitf::article(root, number));
    let own = |name: &str| {
        let headers = carried.iter().flat_map(|article| &article.headers);
        headers.filter(|header| header.name == name).map(|header| header.value.clone()).next()
    };
    let lang = item.find("Language").and_then(named);
    let lang =
        lang.or_else(|| item.find("DescriptiveMetadata")?.attribute("lang").map(str::to_string));
    let title = text_of("HeadLine").or_else(|| own("title")).or_else(|| text_of("Title"));
    let mut headers = Vec::new();
    for (name, value) in [
        ("id", of_identifier("PublicIdentifier").or_else(|| of_identifier("NewsItemId"))),
        ("title", title.clone()),
        (
            "source",
            party("Source")
                .or_else(|| text_of("CreditLine"))
                .or_else(|| party("Provider"))
                .or_else(|| of_identifier("ProviderId")),
        ),
        ("byline", text_of("ByLine").or_else(|| own("byline"))),
        ("dateline", text_of("DateLine").or_else(|| own("dateline"))),
        ("lang", lang.map(|lang| lang.to_lowercase())),
        ("section", item.find("Genre").and_then(named)),
        ("slugline", text_of("SlugLine")),
        ("subtitle", text_of("SubHeadLine")),
        ("copyright", text_of("CopyrightLine")),
        ("provider", of_identifier("ProviderId")),
    ] {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    }
    let keywords = text_of("KeywordLine").unwrap_or_default();
    for topic in keywords.split([';', ',']).map(str::trim).filter(|topic| !topic.is_empty()) {
        headers.push(Header { name: "topic".into(), value: topic.to_string() });
    }
    let mut dates = Vec::new();
    for name in ["FirstCreated", "ThisRevisionCreated", "DateId"] {
        let written = text_of(name).map(|date| nitf::extended(&date));
        let place = format!("<{name}>");
        dates.extend(written.map(|written| Candidate { place, written, zone: None }));
    }
    RawArticle {
        line: number,
        headers,
        place: format!("item {number}"),
        text: carried
            .map(|article| article.text)
            // The texts of several documents are joined under the news lines.
            .filter(|text| !text.is_empty() && documents.len() == 1)
            .unwrap_or_else(|| body(item, title.as_deref())),
        dates,
        body_from: Some("content of the item"),
        ..RawArticle::default()
    }
}

/// Collects the elements with a name, except those nested in one another.
fn all<'a>(element: &'a Element, name: &str, out: &mut Vec<&'a Element>) {
    for child in element.children() {
        match child.name == name {
            true => out.push(child),
            false => all(child, name, out),
        }
    }
}

/// Returns the texts of an item's contents in order. Each text follows its headline, unless that is the title. Pictures
/// have no text.
fn body(item: &Element, title: Option<&str>) -> String {
    let mut texts = Vec::new();
    contents(item, title, 0, &mut texts);
    texts.join("\n\n")
}

/// The maximum depth of nested components.
const DEPTH: usize = 50;

fn contents(element: &Element, title: Option<&str>, depth: usize, texts: &mut Vec<String>) {
    let own = element.at(&["NewsLines", "HeadLine"]).and_then(Element::text);
    texts.extend(own.filter(|own| Some(own.as_str()) != title));
    for child in element.children() {
        if child.name == "DataContent" {
            let mut lines = child.lines(&nitf::BLOCKS);
            if html::is_fragment(&lines) {
                lines = html::text_of(&lines);
            }
            // Plain text keeps its line breaks.
            if child.children().next().is_none() {
                lines.clear();
                child.gather(&mut lines);
                if html::is_fragment(&lines) {
                    lines = html::text_of(&lines);
                }
            }
            if !lines.trim().is_empty() {
                texts.push(lines.trim().to_string());
            }
        } else if depth < DEPTH {
            contents(child, title, depth + 1, texts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_and_every_headline_is_read() {
        let text = "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Pack</HeadLine></NewsLines>\
            <NewsItem><NewsComponent><NewsLines><HeadLine>Lamp lit</HeadLine></NewsLines>\
            <NewsComponent><ContentItem><DataContent><nitf><body><body.content><p>One.</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent>\
            <NewsComponent><NewsLines><HeadLine>Keeper</HeadLine></NewsLines><ContentItem><DataContent><nitf><body><body.content><p>Two.</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent>\
            </NewsComponent></NewsItem>\
            <NewsItem><NewsComponent><NewsLines><HeadLine>Ferry late</HeadLine></NewsLines><ContentItem><DataContent>Three.</DataContent></ContentItem></NewsComponent></NewsItem>\
            </NewsComponent></NewsItem></NewsML>";
        let mut found = Vec::new();
        NewsMl1
            .read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
                let article = piece.unwrap();
                let title = article.headers.iter().find(|header| header.name == "title");
                found.push((
                    title.map(|title| title.value.clone()).unwrap_or_default(),
                    article.text,
                ));
                ControlFlow::Continue(())
            })
            .unwrap();
        let expected =
            [("Pack", ""), ("Lamp lit", "One.\n\nKeeper\n\nTwo."), ("Ferry late", "Three.")];
        assert_eq!(found, expected.map(|(title, text)| (title.to_string(), text.to_string())));
    }

    #[test]
    fn deep_items_end() {
        let text = format!("<NewsML>{}x", "<NewsItem><NewsComponent>".repeat(50_000));
        let read = NewsMl1
            .read(&mut text.as_bytes(), &Reading::default(), &mut |_| ControlFlow::Continue(()));
        assert!(read.is_ok());
    }
}
