//! The heading of a page's article, and what the article is called.
//!
//! A page has headings of widgets, sections and other articles. Its own is the one that `<title>` or
//! OpenGraph agrees with.

use super::blocks;
use super::json_ld::Described;
use super::scan::Page;
use super::tree::{Id, Tree};

/// Headings that are compared with the page's titles.
const HEADINGS: usize = 200;

/// A heading and its text.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Its element.
    pub node: Id,
    /// Its text, in one line.
    pub text: String,
}

/// Returns the headings of a page in its order, those of the first levels.
pub fn headings(tree: &Tree) -> Vec<(u8, Heading)> {
    let level = |id: Id| match tree.element(id)?.tag.name() {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        _ => None,
    };
    let levels = (0..tree.nodes.len()).filter_map(|id| Some((level(id)?, id)));
    let headings = levels.take(HEADINGS).map(|(level, node)| {
        let lines = blocks::of(tree, node, |_| false);
        let lines: Vec<&str> = lines.iter().map(|block| block.text.as_str()).collect();
        (level, Heading { node, text: lines.join(" ") })
    });
    headings.filter(|(_, heading)| !heading.text.is_empty()).collect()
}

/// Returns the heading that one of the page's titles agrees with, or the first of the highest level, and whether
/// a title agrees with it.
pub fn own<'a>(
    headings: &'a [(u8, Heading)],
    titles: &[&str],
    is_aside: impl Fn(Id) -> bool,
) -> Option<(&'a Heading, bool)> {
    let titles: Vec<String> = titles.iter().map(|title| plain(title)).collect();
    let agrees = |heading: &Heading| {
        let text = plain(&heading.text);
        let is_long = text.chars().count() > 3;
        titles.iter().any(|title| {
            is_long && begins_or_ends(title, &text)
                || title.chars().count() > 14 && begins_or_ends(&text, title)
        })
    };
    let agreed = headings.iter().filter(|(_, heading)| agrees(heading));
    // The name of the site is part of many titles as well; an article's title is longer.
    let agreed = agreed.max_by_key(|(level, heading)| {
        (heading.text.chars().count().min(20), 3 - level, std::cmp::Reverse(heading.node))
    });
    let first = || headings.iter().find(|(level, heading)| *level == 1 && !is_aside(heading.node));
    match agreed {
        Some((_, heading)) => Some((heading, true)),
        None => first().map(|(_, heading)| (heading, false)),
    }
}

/// Whether a title is another one with something before or after it.
fn begins_or_ends(title: &str, part: &str) -> bool {
    let bounded = |rest: &str| rest.is_empty() || rest.starts_with(' ') || rest.ends_with(' ');
    title.strip_prefix(part).is_some_and(bounded) || title.strip_suffix(part).is_some_and(bounded)
}

/// Returns letters and digits in lower case, with a space where anything else is.
fn plain(title: &str) -> String {
    let mut plain = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    plain
}

/// What separates a title from the name of its site.
const SEPARATORS: [&str; 12] =
    [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", "ㅣ", " : "];

/// Returns what the page's article is called: what JSON-LD or OpenGraph say, the page's heading, or `<title>`,
/// without the name of the site.
pub fn title(
    page: &Page,
    described: Option<&Described>,
    source: Option<&str>,
    first: Option<Id>,
) -> Option<String> {
    let stated = described
        .and_then(|said| said.headline.clone())
        .or_else(|| page.meta(&["og:title", "twitter:title", "dc.title", "parsely-title"]));
    let of_page = page.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let heading = page.heading.as_ref();
    let Some(stated) = stated else {
        let whole = of_page.map(|title| without_site(title, source));
        // A heading that no title agrees with may be that of a widget, unless the article follows it.
        let leads = heading.filter(|heading| {
            page.is_heading_agreed
                || first.is_some_and(|first| heading.node < first)
                || of_page.is_none()
        });
        return leads.map(|heading| heading.text.clone()).or(whole);
    };
    if let Some(heading) = heading.filter(|_| page.is_heading_agreed)
        && let Some(rest) = stated.strip_prefix(heading.text.as_str())
        && SEPARATORS.iter().any(|separator| rest.starts_with(separator))
    {
        return Some(heading.text.clone());
    }
    Some(without_site(&stated, source))
}

/// Returns a title without the name of its site after it.
fn without_site(title: &str, source: Option<&str>) -> String {
    let site = source.map(plain).unwrap_or_default();
    let ends = SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator));
    for (before, after) in ends {
        let after = plain(after);
        let is_site = !site.is_empty() && (after == site || site.starts_with(&format!("{after} ")));
        if is_site && !before.trim().is_empty() {
            return before.trim().to_string();
        }
    }
    title.to_string()
}
