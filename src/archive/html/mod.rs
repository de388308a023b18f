//! Web pages: their metadata and their main text.
//!
//! [`scan`] passes over the tags once, [`json_ld`] reads descriptions, [`dates`] collects the possible dates of a page,
//! and [`body`] finds the main text. The other fields are taken, in this order, from JSON-LD, OpenGraph
//! (<https://ogp.me>), `<meta>` and elements.

mod about;
mod blocks;
mod body;
mod boilerplate;
mod bylines;
mod data;
mod dates;
mod extraction;
mod headline;
mod json_ld;
mod lenient;
mod loose;
mod marks;
mod naming;
mod passage;
mod scan;
mod settle;
mod tags;
mod titles;
mod tree;
mod witnesses;

use std::io::BufRead;
use std::ops::ControlFlow;

use self::headline::Headline;
use super::{Format, Other, RawArticle, Reading, Reason, Sink, bounded};
use crate::analysis::Language;
use crate::article::Header;

pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        is_page(name, beginning)
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (html, cut) = bounded::whole(input, reading.limit)?;
        let piece = match article(&html, None) {
            Ok(article) => Ok(RawArticle { cut, alone: true, ..article }),
            Err(reason) => Err(Other::Skipped(1, reason.into())),
        };
        // The file has one article, so it does not matter whether more are wanted.
        match sink(piece) {
            ControlFlow::Continue(()) | ControlFlow::Break(()) => Ok(()),
        }
    }
}

/// The minimum length, in bytes, of a text that is more than what a page shows before its scripts run.
const NOTICE: usize = 200;

/// Returns whether a text is a web page.
pub fn is_page(name: &str, beginning: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let named = [".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx"];
    let is_named = named.iter().any(|end| name.ends_with(end));
    let start = beginning.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // Many formats call this for every file, so the text is not copied.
    let begins = |text: &str, tag: &str| {
        text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    let tags = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<!--[if"];
    if tags.iter().any(|tag| begins(start, tag)) {
        return true;
    }
    if !is_named && !start.starts_with('<') {
        return false;
    }
    let head = start.char_indices().nth(8_192).map_or(start, |(end, _)| &start[..end]);
    let has = |tag: &str| head.match_indices('<').any(|(at, _)| begins(&head[at..], tag));
    // A program in PHP is not the page that it makes.
    let is_program = begins(start, "<?php");
    head.starts_with('<') && (has("<html") || has("<!doctype html"))
        || is_named && !is_program && head.contains('<')
}

/// Reads a page. `address` is where it was found, if known. Fails if the page has no text because scripts generate it.
pub fn article(html: &str, address: Option<&str>) -> Result<RawArticle, Reason> {
    let page = scan::scan(html);
    let described = json_ld::read(&page.json_ld, |headline| page.has_title(headline));
    let described = described.as_ref();
    let link =
        |rel: &str| page.links.iter().find(|(known, _)| known == rel).map(|(_, to)| to.clone());
    let absolute = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    let url = link("canonical")
        .filter(absolute)
        .or_else(|| page.meta(&["og:url"]).filter(absolute))
        .or_else(|| described.and_then(|said| said.url.clone()).filter(absolute))
        .or_else(|| address.map(str::to_string));
    let body = body::of(&page, described.and_then(|said| said.body.as_deref()));
    let has_text = body.first.is_some() || page.heading.is_some() || body.text.len() >= NOTICE;
    if !has_text && page.has_scripts {
        return Err(Reason::ScriptedPage);
    }
    let lang = page
        .lang
        .clone()
        .or_else(|| described.and_then(|said| said.lang.clone()))
        .or_else(|| page.meta(&["content-language", "og:locale", "dc.language", "language"]));
    let mut headers = Vec::new();
    let mut state = |name: &str, values: Vec<String>| {
        headers.extend(values.into_iter().map(|value| Header { name: name.to_string(), value }));
    };
    let source = about::source(&page, described, url.as_deref());
    state(
        "title",
        naming::title(&page, described, source.as_deref(), body.first).into_iter().collect(),
    );
    state("source", source.into_iter().collect());
    state("lang", lang.clone().into_iter().collect());
    state("url", url.clone().into_iter().collect());
    let headline = Headline::of(&page, body.first);
    let mut authors = about::authors(&page, described);
    if authors.is_empty() {
        authors = bylines::shown(&page, &headline);
    }
    state("byline", authors);
    state("section", about::sections(&page, described));
    state("topic", about::topics(&page, described));
    // The language decides the order of day and month in numeric dates.
    let spoken =
        lang.or_else(|| Language::detect(&body.text).map(str::to_string)).unwrap_or_default();
    let dates = dates::candidates(
        &page,
        described,
        url.as_deref().or(address),
        &headline,
        &spoken,
        &body.text,
    );
    Ok(RawArticle {
        line: 1,
        headers,
        place: "page".into(),
        text: body.text,
        dates,
        day_first: day_first(Some(&spoken), url.as_deref()),
        body_from: Some(body.from),
        ..RawArticle::default()
    })
}

#[cfg(test)]
fn body_of_page(html: &str) -> String {
    article(html, None).map(|page| page.text).unwrap_or_default()
}

/// Returns whether a text contains HTML. The texts of feeds and columns may or may not.
pub fn is_fragment(text: &str) -> bool {
    let tag = |(at, _): (usize, &str)| is_tag(&text[at + 1..]);
    let entity = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        name.is_some_and(|end| (2..12).contains(&end) && rest[end..].starts_with(';'))
    };
    text.match_indices('<').take(1_000).any(tag) || text.match_indices('&').take(100).any(entity)
}

/// Returns whether the text after a `<` makes it a tag, such as `</b>`, `<p>` or `<img src=…`, but not `2 <p x`.
fn is_tag(rest: &str) -> bool {
    let (name, closes) = match rest.strip_prefix('/') {
        Some(name) => (name, true),
        None => (rest, false),
    };
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, behind) = name.split_at(end);
    if closes {
        return name.starts_with(|c: char| c.is_ascii_alphabetic()) && behind.starts_with('>');
    }
    let known = ["p", "br", "div", "img"].iter().any(|known| name.eq_ignore_ascii_case(known));
    let behind = behind.trim_start();
    let attribute = behind.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let has_attribute = attribute.len() < behind.len() && attribute.starts_with('=');
    known && (behind.starts_with(['>', '/']) || has_attribute)
}

/// Returns the text of an HTML fragment, such as the body of a feed item or a mail. Paragraphs are separated by blank
/// lines.
pub fn text_of(fragment: &str) -> String {
    let page = scan::scan(fragment);
    blocks::joined(blocks::of(&page.tree, 0, |_| false).iter())
}

/// Returns the host of an address, without `www.`
pub(super) fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// Returns whether the day comes before the month, judging by the language of a page and the country of its address.
/// Returns `None` if both orders are common.
fn day_first(lang: Option<&str>, url: Option<&str>) -> Option<bool> {
    let lang = lang.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let land = url.and_then(host).and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    match lang.as_str() {
        "en-us" => Some(false),
        "en-gb" | "en-au" | "en-nz" | "en-ie" | "en-in" | "en-za" => Some(true),
        other if other.starts_with("en") || other.is_empty() => match land {
            "uk" | "au" | "nz" | "ie" | "in" | "za" | "de" | "at" | "fr" | "it" | "es" | "nl"
            | "be" | "pl" | "ru" | "eu" => Some(true),
            "us" | "gov" | "mil" => Some(false),
            _ => None,
        },
        // Chinese, Japanese, Korean and Hungarian put the year first.
        _ => Some(true),
    }
}

#[cfg(test)]
mod about_tests;
#[cfg(test)]
mod body_tests;
#[cfg(test)]
mod date_tests;
#[cfg(test)]
mod fragment_tests;
#[cfg(test)]
mod tests;
