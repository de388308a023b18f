//! Web pages: their metadata and their main text.
//!
//! [`scan`] passes over the tags once, [`json_ld`] reads descriptions, [`dates`] collects the possible dates of a page,
//! and [`body`] finds the main text. The other fields are taken, in this order, from JSON-LD, OpenGraph
//! (<https://ogp.me>), `<meta>` and elements.

mod about;
mod address;
mod blocks;
mod body;
mod boilerplate;
mod bylines;
mod data;
mod dates;
mod extraction;
mod fragment;
mod headline;
mod json_ld;
mod lead;
mod lenient;
mod loose;
mod marks;
mod meta_names;
mod naming;
mod nesting;
mod passage;
mod prose;
mod scan;
mod settle;
mod sites;
mod sums;
mod tags;
mod titles;
mod tree;
mod witnesses;

use std::cell::LazyCell;
use std::io::BufRead;
use std::ops::ControlFlow;

use self::headline::Headline;
use super::{Format, Other, RawArticle, Reading, Reason, Sink, bounded};
use crate::analysis::Language;
use crate::article::Header;
use address::day_first;
pub(super) use address::{host, original};
pub use fragment::{is_fragment, text_of};

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
    let start = beginning.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // Many formats call this for every file, so nothing is copied.
    let named = [".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx"];
    let extension = name.rfind('.').map_or("", |dot| &name[dot..]);
    let is_named = named.iter().any(|end| extension.eq_ignore_ascii_case(end));
    if !is_named && !start.starts_with('<') {
        return false;
    }
    let begins = |text: &str, tag: &str| {
        text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    let tags = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<!--[if"];
    if tags.iter().any(|tag| begins(start, tag)) {
        return true;
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
    // A page may have thousands of descriptions, so its titles are prepared only once.
    let plain_titles = LazyCell::new(|| page.plain_titles());
    let described =
        json_ld::read(&page.json_ld, |headline| titles::is_among(&plain_titles, headline));
    let described = described.as_ref();
    let address = address.map(original);
    let link =
        |rel: &str| page.links.iter().find(|(known, _)| known == rel).map(|(_, to)| to.clone());
    let absolute = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    let url = link("canonical")
        .filter(absolute)
        .or_else(|| page.meta(&["og:url"]).filter(absolute))
        .or_else(|| described.and_then(|said| said.url.clone()).filter(absolute))
        .or_else(|| address.map(str::to_string))
        .map(|url| original(&url).to_string());
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
    let headline = Headline::of(&page, body.first);
    let title = naming::title(&page, described, source.as_deref(), body.first, &headline);
    state("title", title.into_iter().collect());
    state("source", source.into_iter().collect());
    state("lang", lang.clone().into_iter().collect());
    state("url", url.clone().into_iter().collect());
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

#[cfg(test)]
mod about_tests;
#[cfg(test)]
mod body_tests;
#[cfg(test)]
mod date_tests;
#[cfg(test)]
mod description_tests;
#[cfg(test)]
mod fragment_tests;
#[cfg(test)]
mod lead_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod title_tests;
