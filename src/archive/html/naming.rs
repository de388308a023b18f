//! The title of a page's article.

use super::fragment::{is_fragment, text_of};
use super::json_ld::Described;
use super::scan::Page;
use super::titles::{Heading, plain};
use super::tree::Id;

/// Separators between a title and the name of its site.
const SEPARATORS: [&str; 13] =
    [" | ", " - ", " -- ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", "ㅣ", " : "];

/// Returns the title of the page's article, without the name of the site. It is taken from JSON-LD or OpenGraph, the
/// page's heading, or `<title>`.
pub fn title(
    page: &Page,
    described: Option<&Described>,
    source: Option<&str>,
    first: Option<Id>,
) -> Option<String> {
    let stated = described
        .and_then(|said| said.headline.clone())
        .or_else(|| page.meta(&["og:title", "twitter:title", "dc.title", "parsely-title"]));
    let title = chosen(page, stated, described, source, first)?;
    // Some publishing systems escape a title twice.
    let is_escaped = !title.contains('<') && is_fragment(&title);
    Some(if is_escaped { text_of(&title) } else { title })
}

fn chosen(
    page: &Page,
    stated: Option<String>,
    described: Option<&Described>,
    source: Option<&str>,
    first: Option<Id>,
) -> Option<String> {
    let of_page = page.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let heading = page.heading.as_ref();
    let Some(stated) = stated else {
        let whole = of_page.map(|title| without_site(title, source));
        // A heading that agrees with no title may belong to a widget, unless the article follows it.
        let leads = heading.filter(|heading| {
            page.is_heading_agreed
                || first.is_some_and(|first| heading.node < first)
                || of_page.is_none()
        });
        return leads.map(|heading| heading.text.clone()).or(whole);
    };
    if let Some(first) = first_part(page, &stated, source) {
        return Some(first.to_string());
    }
    // OpenGraph may have a different title, for other sites, although the heading and `<title>` agree.
    let is_of_page = |heading: &&Heading| {
        let text = plain(&heading.text);
        let agrees = |title: &str| plain(title).starts_with(&text);
        text.chars().count() > 14 && of_page.is_some_and(agrees) && !agrees(&stated)
    };
    if described.is_none_or(|said| said.headline.is_none())
        && let Some(heading) = heading.filter(is_of_page)
    {
        return Some(heading.text.clone());
    }
    Some(without_site(&stated, source))
}

/// Returns the part of a title before a section or the name of the site, if the heading or another title of the page is
/// the same.
fn first_part<'a>(page: &Page, stated: &'a str, source: Option<&str>) -> Option<&'a str> {
    let heading = page.heading.as_ref().filter(|_| page.is_heading_agreed);
    let heading = heading.map(|heading| heading.text.as_str());
    let metas = ["og:title", "twitter:title"].into_iter().flat_map(|name| page.all_meta(name));
    let others: Vec<String> = heading.into_iter().chain(metas).map(plain).collect();
    let site = source.map(plain).unwrap_or_default();
    let ends = SEPARATORS.iter().flat_map(|separator| stated.match_indices(separator));
    let parts = ends.map(|(end, _)| stated[..end].trim());
    let is_known = |part: &&str| {
        let part = plain(part);
        !part.is_empty() && part != site && others.contains(&part)
    };
    parts.filter(is_known).max_by_key(|part| part.len())
}

/// Removes the name of the site from the end or the start of a title.
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
    let starts = [": "].iter().chain(&SEPARATORS).filter_map(|mark| title.split_once(mark));
    for (before, after) in starts {
        if !site.is_empty() && plain(before) == site && !after.trim().is_empty() {
            return after.trim().to_string();
        }
    }
    title.to_string()
}
