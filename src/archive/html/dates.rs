//! The possible dates of a page, the most reliable first.
//!
//! Machine-readable dates come first (JSON-LD, `<meta>`), then the date in the address, dates that are marked as the
//! publication date, dates near the heading, dates in elements named for them, and dates of changes. Dates in the rest
//! of the text come last. A year in a footer is not a candidate. The order was chosen by experiments on the 399 pages
//! of htmldate's evaluation (Barbaresi 2020, <https://doi.org/10.21105/joss.02439>).

use super::data;
use super::headline::Headline;
use super::json_ld::Described;
use super::meta_names::{MODIFIED, PUBLISHED, SOME, is_of_other, names_publication};
use super::scan::{Holder, Page};
use super::settle;
use super::witnesses::{self, Found};
use crate::archive::Candidate;
use crate::article::Precision;
use crate::dates::{self, Orders, address};

/// The number of bytes after the heading that are searched for the date of the article.
const BEHIND_HEADING: usize = 1_500;

/// Collects the possible dates of a page, the most reliable first. `block` is its headline block.
pub fn candidates(
    page: &Page,
    described: Option<&Described>,
    url: Option<&str>,
    block: &Headline,
    lang: &str,
    text: &str,
) -> Vec<Candidate> {
    let mut found = Found::default();
    if let Some(published) = described.and_then(|described| described.published.as_deref()) {
        found.whole("JSON-LD datePublished", published);
    }
    let metas = |names: &'static [&str]| {
        names.iter().flat_map(|name| page.metas.iter().filter(move |(known, _)| known == name))
    };
    for (name, content) in metas(&PUBLISHED) {
        found.whole(&format!("<meta {name}>"), content);
    }
    // Other names with the same meaning, such as `vr:published_time`.
    for (name, content) in page.metas.iter().filter(|(name, _)| names_publication(name)) {
        if dates::stated(content, Orders::ANY).is_some() {
            found.whole(&format!("<meta {name}>"), content);
        }
    }
    if let Some(day) = url.and_then(address::day) {
        found.whole("address", &day);
    }
    let holders = || page.holders.iter().filter(|holder| !is_elsewhere(holder));
    let orders = match Orders::of_language(lang) {
        Orders::ANY => Orders::DAY_FIRST.or(Orders::MONTH_FIRST),
        orders => orders,
    };
    let beside = || holders().filter(|holder| block.contains(holder.node));
    found.tier("marked as published", beside().filter(|holder| is_published(holder)));
    let (changed, first): (Vec<&Holder>, Vec<&Holder>) = beside()
        .filter(|holder| holder.name == "time")
        .partition(|holder| witnesses::is_changed(page.text_before(holder.node)));
    found.tier("<time> beside the heading", first.into_iter());
    found.said("text that says when", &block.text);
    found.tier("element beside the heading", beside().filter(|holder| is_dated(holder)));
    found.beside("text beside the heading", &block.text, orders);
    let (lines, paragraph) = opening(text);
    found.said("text that says when", &lines);
    found.beside("line above the text", &lines, orders);
    found.leading("beginning of the text", paragraph);
    for title in page.title.as_deref().into_iter().chain(page.all_meta("og:title")) {
        found.first_of("title of the page", title);
    }
    found.tier("marked as published", holders().filter(|holder| is_published(holder)));
    let heading = page.heading.as_ref().map(|heading| heading.node);
    let is_above = |holder: &&Holder| {
        let above = |heading| (1..ABOVE).contains(&(heading as isize - holder.node as isize));
        holder.name == "time" && heading.is_some_and(above)
    };
    // A single one belongs to the article. Several belong to a list.
    if holders().filter(is_above).count() == 1 {
        found.tier("<time> above the heading", holders().filter(is_above));
    }
    let of_time = |holder: &&Holder| holder.name == "time" && holder.after_heading;
    found.tier("<time> after the heading", holders().filter(of_time));
    found.said("text that says when", &page.text);
    // A date that may mean anything belongs to the article if the page shows the same day to readers.
    for (name, content) in metas(&SOME) {
        if is_shown(content, &page.text) {
            found.whole(&format!("<meta {name}>, and shown"), content);
        }
    }
    found.tier(
        "element named for a date",
        holders().filter(|holder| holder.name != "time" && is_dated(holder)),
    );
    found.tier("<time> of a change", changed.into_iter());
    found.said_to_be_changed("text that says when it changed", &page.text);
    let behind = page.heading.as_ref().and_then(|heading| behind(&page.text, &heading.text));
    if let Some(text) = behind {
        found.outside_prose("text after the heading", text);
    }
    found.tier("<time>", holders().filter(|holder| holder.name == "time"));
    for (name, content) in metas(&SOME) {
        found.whole(&format!("<meta {name}>"), content);
    }
    // Any other value that is nothing but a date.
    let others = page.metas.iter().take(METAS).filter(|(name, _)| !is_of_other(name));
    for (name, content) in others {
        if !SOME.contains(&name.as_str()) && !MODIFIED.contains(&name.as_str()) && is_date(content)
        {
            found.whole(&format!("<meta {name}>"), content);
        }
    }
    found.tier(
        "element named for its details",
        holders().filter(|holder| holder.name != "time" && !is_dated(holder)),
    );
    if let Some(modified) = described.and_then(|described| described.modified.as_deref()) {
        found.whole("JSON-LD dateModified", modified);
    }
    for (name, content) in metas(&MODIFIED) {
        found.whole(&format!("<meta {name}>"), content);
    }
    let elsewhere = || page.holders.iter().filter(|holder| is_elsewhere(holder));
    found.tier("marked as published elsewhere", elsewhere().filter(|holder| is_published(holder)));
    let descriptions = ["og:description", "description", "og:title", "twitter:title"];
    for (name, content) in
        page.metas.iter().filter(|(name, _)| descriptions.contains(&name.as_str()))
    {
        found.first_of(&format!("<meta {name}>"), content);
    }
    found.outside_prose("text of the page", &page.text[..page.text.floor_char_boundary(TOP)]);
    for (_, content) in page.metas.iter().filter(|(name, _)| name == "og:image") {
        if let Some(day) = address::day(content) {
            found.whole("address of its picture", &day);
        }
    }
    if found.is_empty() {
        data::published(page, &mut found);
    }
    settle::settle(found.all(), url)
}

/// Returns whether a value is a date, as opposed to a text that mentions one.
fn is_date(value: &str) -> bool {
    // A number alone may count anything.
    value.len() <= DATE
        && !value.bytes().all(|byte| byte.is_ascii_digit())
        && dates::stated(value, Orders::ANY)
            .is_some_and(|stated| stated.found.date.precision >= Precision::Day)
}

/// The maximum number of `<meta>` elements that are searched for a date under any name.
const METAS: usize = 400;

/// The maximum length, in bytes, of a value that is a date.
const DATE: usize = 64;

/// Returns the short lines at the start of a text, such as those of authors and dates, and the paragraph after them.
fn opening(text: &str) -> (String, &str) {
    let mut lines = String::new();
    let mut rest = text;
    for _ in 0..OPENING {
        let (line, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
        if line.len() >= SHORT || witnesses::is_prose(line) || after.is_empty() {
            break;
        }
        lines.push_str(line);
        lines.push('\n');
        rest = after;
    }
    (lines, rest)
}

/// How far above the heading a date may be, in nodes.
const ABOVE: isize = 60;

/// The number of lines above a text that are inspected, and their maximum length in bytes.
const OPENING: usize = 3;
const SHORT: usize = 120;

/// Returns whether a text shows the day of a moment.
fn is_shown(moment: &str, text: &str) -> bool {
    let day = |found: dates::Found| found.date.first_day();
    let Some((_, found)) = dates::all(moment).next() else { return false };
    let wanted = day(found);
    dates::all(text).take(SHOWN).any(|(_, found)| day(found) == wanted)
}

/// The maximum number of dates of a text that are compared.
const SHOWN: usize = 200;

/// The length, in bytes, of the top of a page's text, where a date probably belongs to the article.
const TOP: usize = 3_000;

/// Returns whether an element is marked as the publication date.
fn is_published(holder: &Holder) -> bool {
    let marks = &holder.marks;
    let published = [
        "datepublished",
        "pubdate",
        "published",
        "publish",
        "date-posted",
        "posted-on",
        "entry-date",
        "post-date",
        "article-date",
        "article__date",
        "date-published",
        "dateline",
    ];
    !marks.contains("modified")
        && !marks.contains("updated")
        && published.iter().any(|word| marks.contains(word))
}

/// Returns whether an element is named for a date.
fn is_dated(holder: &Holder) -> bool {
    ["date", "time", "datum", "fecha", "posted", "publi", "stand"]
        .iter()
        .any(|word| holder.marks.contains(word))
}

/// Returns whether an element belongs to another article, to a comment or to the site.
fn is_elsewhere(holder: &Holder) -> bool {
    let elsewhere = [
        "comment",
        "related",
        "sidebar",
        "footer",
        "widget",
        "recent",
        "latest",
        "teaser",
        "popular",
        "trending",
        "copyright",
        "most-read",
        "calendar",
        "ticker",
        "archive",
    ];
    let mut around = holder.around.split_whitespace().chain(holder.marks.split_whitespace());
    // An opinion piece may be called a comment. Its header belongs to the article.
    let is_header = |word: &str, mark: &str| word == "comment" && mark.contains("header");
    around.any(|mark| elsewhere.iter().any(|word| mark.contains(word) && !is_header(word, mark)))
}

/// Returns the text after a heading.
fn behind<'a>(text: &'a str, heading: &str) -> Option<&'a str> {
    let line = heading.lines().next()?.trim();
    if line.is_empty() {
        return None;
    }
    let at = text.find(line)? + line.len();
    let rest = &text[at..];
    Some(&rest[..rest.floor_char_boundary(BEHIND_HEADING)])
}
