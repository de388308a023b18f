//! Feeds: RSS 0.9 to 2.0 (<https://www.rssboard.org/rss-specification>) and Atom (RFC 4287). The body is the full text
//! of an item, or else its summary. WordPress exports (WXR) are feeds of everything on a site; drafts, attachments and
//! the like are not articles. Sitemaps for news ([`sitemap`]) are feeds of titles.

use std::io::BufRead;
use std::ops::ControlFlow;

use chrono::{FixedOffset, NaiveDateTime};

use super::sitemap;
use super::xml::{self, Element, Selection};
use super::{Candidate, Format, Other, RawArticle, Reading, Reason, Sink, html};
use crate::article::Header;
use crate::error::harmless;

pub struct Feed;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        match xml::root(beginning) {
            Some(("urlset" | "sitemapindex", _)) => true,
            Some(("entry", _)) => beginning.contains("w3.org/2005/Atom"),
            Some(("rss" | "RDF" | "feed" | "channel", tag)) => {
                !tag.starts_with("rdf")
                    || beginning.contains("purl.org/rss")
                    || beginning.contains("rdf/simple/0.9")
                    || beginning.contains("<item")
                    || beginning.contains("channel")
            }
            _ => false,
        }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let beginning = input.fill_buf()?;
        let root = xml::root(&String::from_utf8_lossy(beginning)).map(|(name, _)| name.to_string());
        if let Some("urlset" | "sitemapindex") = root.as_deref() {
            return sitemap::read(input, reading, sink);
        }
        let (mut source, mut lang, mut number) = (None, None, 0);
        xml::each(input, &["item", "entry"], reading.limit, &mut |selection| match selection {
            Selection::Outside(name, parent, text) => {
                let of_feed = matches!(parent.as_str(), "channel" | "feed");
                match name.as_str() {
                    "title" if of_feed => source = source.take().or(Some(text)),
                    "language" if of_feed => lang = lang.take().or(Some(text)),
                    _ => {}
                }
                ControlFlow::Continue(())
            }
            Selection::Element(item, cut) => {
                number += 1;
                if let Some(kind) = unpublished(&item) {
                    return sink(Err(Other::Skipped(number, Reason::NoNews.because(kind))));
                }
                let article = article(&item, number, source.as_deref(), lang.as_deref());
                sink(Ok(RawArticle { cut, ..article }))
            }
        })?;
        match number {
            0 => {
                let why = Reason::NoArticle.because("a feed without items");
                harmless(sink(Err(Other::Skipped(1, why))), "nothing follows");
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Elements with the text of an item, the most complete first.
const TEXTS: [&str; 8] =
    ["encoded", "content", "full-text", "fulltext", "body", "description", "summary", "subtitle"];
/// Elements with a date: publication dates first, then others.
const DATES: [&str; 12] = [
    "pubDate",
    "published",
    "issued",
    "publicationDate",
    "publication_date",
    "pub_date",
    "date",
    "dateTimeWritten",
    "created",
    "updated",
    "modified",
    "lastBuildDate",
];

/// Returns what a WordPress item is, if it is not a published article.
fn unpublished(item: &Element) -> Option<String> {
    let said = |name: &'static str| own(item, name).find_map(Element::text);
    let kind = said("post_type")?;
    let inner = [
        "attachment",
        "revision",
        "nav_menu_item",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
    ];
    if inner.contains(&kind.as_str()) || kind.starts_with("wp_") {
        return Some(format!("WordPress: {}", kind.replace('_', " ")));
    }
    let status = said("status").unwrap_or_default();
    let is_open = matches!(status.as_str(), "publish" | "private" | "inherit" | "");
    (!is_open).then(|| format!("WordPress: {kind} with status {status}"))
}

/// Returns when a WordPress item was published, in the local time of its site. The time zone is the difference between
/// the two times that the item states.
fn of_wordpress(item: &Element) -> Option<String> {
    let read = |name: &'static str| {
        let written = own(item, name).find_map(Element::text)?;
        NaiveDateTime::parse_from_str(&written, "%Y-%m-%d %H:%M:%S").ok()
    };
    let (local, universal) = (read("post_date")?, read("post_date_gmt")?);
    let offset = FixedOffset::east_opt(i32::try_from((local - universal).num_seconds()).ok()?)?;
    let moment = local.and_local_timezone(offset).single()?;
    Some(moment.to_rfc3339())
}

/// Prefixes of elements that describe something other than the item, such as a picture or an episode.
const FOREIGN: [&str; 6] = ["georss", "googleplay", "itunes", "media", "podcast", "yt"];

/// Returns the elements of an item with a name, ignoring case.
fn own<'a>(item: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    item.children().filter(move |child| {
        child.name.eq_ignore_ascii_case(name)
            && !FOREIGN.iter().any(|prefix| child.prefix.eq_ignore_ascii_case(prefix))
    })
}

fn article(item: &Element, number: u64, source: Option<&str>, lang: Option<&str>) -> RawArticle {
    let text =
        |names: &[&str]| names.iter().find_map(|name| own(item, name).find_map(Element::text));
    let link = own(item, "link").find_map(|link| {
        let main = link.attribute("rel").is_none_or(|rel| rel == "alternate");
        let href = link.attribute("href").map(str::to_string).filter(|_| main);
        href.or_else(|| link.text())
    });
    // In Atom, it holds the metadata of the feed that the entry was copied from.
    let of_source = |source: &Element| match source.at(&["title"]) {
        Some(title) => title.text(),
        None => source.text(),
    };
    let stated = own(item, "source").find_map(of_source);
    let title = own(item, "title").find_map(Element::text);
    let title = title.map(|title| match html::is_fragment(&title) {
        true => html::text_of(&title),
        false => title,
    });
    // Aggregated feeds append the source to the title: `Lamp lit - Skerry Echo`.
    let title = title.map(|title| {
        let bare =
            stated.as_deref().and_then(|source| title.strip_suffix(source)?.strip_suffix(" - "));
        bare.map(str::to_string).unwrap_or(title)
    });
    let own_lang = item.attribute("lang").map(str::to_string).or_else(|| text(&["language"]));
    let mut headers = Vec::new();
    let mut say = |name: &str, value: Option<String>| {
        headers.extend(value.map(|value| Header { name: name.to_string(), value }));
    };
    say("id", text(&["guid", "id", "identifier"]));
    say("title", title);
    say("source", stated.or(source.map(str::to_string)));
    say("url", link);
    authors(item).into_iter().for_each(|author| say("byline", Some(author)));
    for category in own(item, "category").chain(own(item, "subject")) {
        let label = category.attribute("label").or(category.attribute("term"));
        // WordPress distinguishes sections from tags.
        let is_section = category.attribute("domain") == Some("category");
        let name = if is_section { "section" } else { "topic" };
        say(name, label.map(str::to_string).or_else(|| category.text()));
    }
    say("lang", own_lang.or(lang.map(str::to_string)));
    let local = of_wordpress(item).map(|written| Candidate {
        place: format!("item {number}, <post_date> and <post_date_gmt>"),
        written,
        zone: None,
    });
    let element = DATES.iter().find(|name| own(item, name).find_map(Element::text).is_some());
    let dates = DATES.iter().flat_map(|name| {
        own(item, name).filter_map(Element::text).map(move |written| Candidate {
            place: format!("item {number}, <{name}>"),
            written,
            zone: None,
        })
    });
    let (body, from) = TEXTS
        .iter()
        .flat_map(|name| own(item, name).map(move |element| (*name, element)))
        .filter(|(_, element)| !is_binary(element))
        .map(|(name, element)| {
            (
                body_of(element),
                if TEXTS[..5].contains(&name) {
                    "full text of the item"
                } else {
                    "summary of the item"
                },
            )
        })
        .find(|(text, _)| !text.trim().is_empty())
        .or_else(|| {
            // The text below a film, in feeds of YouTube.
            let text = item.at(&["group", "description"]).map(body_of)?;
            (!text.trim().is_empty()).then_some((text, "summary of the item"))
        })
        .unwrap_or_default();
    RawArticle {
        line: number,
        headers,
        place: format!("item {number}"),
        text: body,
        date_name: element.filter(|_| local.is_none()).map(|name| name.to_string()),
        dates: local.into_iter().chain(dates).collect(),
        body_from: Some(if from.is_empty() { "none stated" } else { from }),
        ..RawArticle::default()
    }
}

/// Returns whether the content of an Atom entry is neither text nor markup, such as a picture in base64.
fn is_binary(element: &Element) -> bool {
    element.attribute("type").is_some_and(|kind| {
        kind.contains('/')
            && !kind.starts_with("text/")
            && !["html", "xml"].iter().any(|markup| kind.contains(markup))
    })
}

/// Returns the authors of an item: those in Dublin Core elements, or else those in RSS and Atom elements.
fn authors(item: &Element) -> Vec<String> {
    let creators: Vec<String> = own(item, "creator").filter_map(Element::text).collect();
    if !creators.is_empty() {
        return creators;
    }
    let name = |author: &Element| {
        let written = author.at(&["name"]).and_then(Element::text).or_else(|| author.text())?;
        // RSS puts an address before the name: `quill@skerry.example (Ada Quill)`.
        let named = written.strip_suffix(')').and_then(|rest| rest.split_once(" ("));
        let named =
            named.filter(|(address, _)| address.contains('@')).map(|(_, name)| name.to_string());
        Some(named.unwrap_or(written))
    };
    own(item, "author").filter_map(name).collect()
}

/// Returns the text of a content element, which may be escaped HTML, XHTML, HTML that should have been escaped, or plain
/// text.
fn body_of(element: &Element) -> String {
    if element.children().next().is_some() {
        return html::text_of(&without_shortcodes(&element.markup()));
    }
    let mut text = String::new();
    element.gather(&mut text);
    let text = without_shortcodes(&text);
    match html::is_fragment(&text) {
        true => html::text_of(&text),
        false => text.trim().to_string(),
    }
}

/// WordPress shortcodes for pictures with captions and for embedded media. Other brackets are text.
const SHORTCODES: [&str; 7] =
    ["caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist"];

/// The maximum length of a shortcode tag, in bytes.
const LONGEST: usize = 4 << 10;

/// Removes the shortcodes that WordPress would replace with other content.
fn without_shortcodes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    // The last open shortcode, and where its content starts in `out`.
    let mut open: Option<(&str, usize)> = None;
    while let Some(at) = rest.find('[') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let (closes, behind) = match tag[1..].strip_prefix('/') {
            Some(behind) => (true, behind),
            None => (false, &tag[1..]),
        };
        let name = SHORTCODES.iter().find(|name| {
            let behind = behind.strip_prefix(**name);
            behind.is_some_and(|behind| behind.starts_with([' ', ']', '/']))
        });
        let end = name.and_then(|_| tag.bytes().take(LONGEST).position(|byte| byte == b']'));
        let Some((name, end)) = name.zip(end) else {
            out.push('[');
            rest = &tag[1..];
            continue;
        };
        // A shortcode that is not closed has no content.
        match open.take() {
            Some((opened, from)) if closes && opened == *name => out.truncate(from),
            _ if !closes => open = Some((name, out.len())),
            _ => {}
        }
        rest = &tag[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_left_out_and_brackets_are_kept() {
        for (text, expected) in [
            (
                "One. [caption id=\"a\" width=\"3\"]<img src=\"x\"> Lamp[/caption]Two [sic].",
                "One. Two [sic].",
            ),
            ("[gallery ids=\"1,2\"]Lamp", "Lamp"),
            (
                "[embed]https://echo.example/a[/embed] Lamp [captions] [caption",
                " Lamp [captions] [caption",
            ),
            ("[caption]a[caption]b[/caption]", "a"),
        ] {
            assert_eq!(without_shortcodes(text), expected);
        }
        assert_eq!(without_shortcodes(&"[caption]".repeat(200_000)), "");
    }
}
