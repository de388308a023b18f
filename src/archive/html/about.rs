//! Who published a page's article, who wrote it, and its sections and topics. JSON-LD comes first, then `<meta>`.

use super::address::host;
use super::json_ld::Described;
use super::scan::Page;

/// The maximum number of values to keep per property.
const VALUES: usize = 64;
/// The maximum length, in bytes, of the name of an author, a section or a topic.
const LENGTH: usize = 200;

/// Returns the name of the publisher, or else the host of the page's address.
pub fn source(page: &Page, described: Option<&Described>, url: Option<&str>) -> Option<String> {
    let publisher = || described.and_then(|said| said.publisher.clone()).and_then(named);
    page.meta(&["og:site_name"])
        .and_then(named)
        .or_else(publisher)
        .or_else(|| {
            page.meta(&["application-name", "dc.publisher", "citation_publisher"]).and_then(named)
        })
        .or_else(|| url.and_then(host).map(str::to_string))
}

/// Returns a name, or its host if it is an address.
fn named(name: String) -> Option<String> {
    match name.contains("://") {
        true => host(&name).map(str::to_string),
        false => Some(name),
    }
}

/// Returns the names of the authors.
pub fn authors(page: &Page, described: Option<&Described>) -> Vec<String> {
    let of_meta = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "citation_author",
        "byl",
    ];
    let mut found =
        distinct(described.iter().flat_map(|said| &said.authors).map(String::as_str), is_name);
    for name in of_meta {
        if found.is_empty() {
            found = distinct(page.all_meta(name), is_name);
        }
    }
    found
}

/// Returns the sections that the article is filed under.
pub fn sections(page: &Page, described: Option<&Described>) -> Vec<String> {
    let mut found =
        distinct(described.iter().flat_map(|said| &said.sections).map(String::as_str), is_value);
    for name in ["article:section", "parsely-section", "section", "dc.subject.section"] {
        if found.is_empty() {
            found = distinct(page.all_meta(name), is_value);
        }
    }
    found
}

/// Returns the topics of the article: its keywords and tags.
pub fn topics(page: &Page, described: Option<&Described>) -> Vec<String> {
    let of_page =
        ["article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "dc.subject"];
    let described = described.iter().flat_map(|said| &said.keywords).map(String::as_str);
    let tags = page.all_meta("article:tag").chain(
        of_page[1..]
            .iter()
            .find_map(|name| page.all_meta(name).next())
            .into_iter()
            .flat_map(|words| words.split([',', ';'])),
    );
    distinct(described.chain(tags), is_value)
}

/// Returns the distinct values for which `counts` returns `true`, in order.
fn distinct<'a>(
    values: impl Iterator<Item = &'a str>,
    counts: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut distinct = Vec::new();
    for value in values {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if counts(&value) && seen.insert(value.to_lowercase()) {
            distinct.push(value);
        }
        if distinct.len() == VALUES {
            break;
        }
    }
    distinct
}

fn is_value(value: &str) -> bool {
    !value.is_empty() && value.len() <= LENGTH && !value.contains("://") && value != "null"
}

/// Returns whether a value is the name of an author, as opposed to an address or a number.
fn is_name(value: &str) -> bool {
    is_value(value) && value.chars().any(char::is_alphabetic) && !value.starts_with("www.")
}
