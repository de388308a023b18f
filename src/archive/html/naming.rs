//! The title of a page's article.

use super::fragment::{is_fragment, text_of};
use super::headline::Headline;
use super::json_ld::Described;
use super::scan::Page;
use super::titles::{Heading, begins_or_ends, plain};
use super::tree::Id;

/// Separators between a title and the name of its site.
const SEPARATORS: [&str; 13] =
    [" | ", " - ", " -- ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", "ㅣ", " : "];

/// The maximum length, in characters, of a text that may agree with a title by chance.
const SHORT: usize = 14;

/// Returns the title of the page's article, without the name of the site. It is taken from JSON-LD or OpenGraph, the
/// page's heading, or `<title>`. `first` is the element with the start of the text, and `headline` the headline block.
pub fn title(
    page: &Page,
    described: Option<&Described>,
    source: Option<&str>,
    first: Option<Id>,
    headline: &Headline,
) -> Option<String> {
    let stated = described
        .and_then(|said| said.headline.clone())
        .or_else(|| page.meta(&["og:title", "twitter:title", "dc.title", "parsely-title"]));
    let described_instead = described.and_then(|said| heading_described(page, said, source));
    let title =
        described_instead.or_else(|| chosen(page, stated, described, source, first, headline))?;
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
    headline: &Headline,
) -> Option<String> {
    let of_page = page.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let heading = page.heading.as_ref();
    let Some(stated) = stated else {
        let whole = of_page.map(|title| without_site(title, source));
        let site = source.map(plain).unwrap_or_default();
        // The only heading may name a section, with the title in an element that is not a heading.
        if !page.is_heading_agreed
            && let Some(title) = of_page.map(plain)
        {
            let is_title = |line: &&str| {
                let line = plain(line);
                line.chars().count() > SHORT && line != site && begins_or_ends(&title, &line)
            };
            if let Some(line) = headline.text.lines().find(is_title) {
                return Some(line.to_string());
            }
        }
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
        text.chars().count() > SHORT && of_page.is_some_and(agrees) && !agrees(&stated)
    };
    if described.is_none_or(|said| said.headline.is_none())
        && let Some(heading) = heading.filter(is_of_page)
    {
        return Some(heading.text.clone());
    }
    Some(without_site(&stated, source))
}

/// Returns the page's heading if its JSON-LD has a description of the article, or the name of a section, in place of
/// the headline. `<title>` agrees with the heading then, and either the name in JSON-LD does as well, or the headline
/// has no word of them.
fn heading_described(page: &Page, described: &Described, source: Option<&str>) -> Option<String> {
    let heading = &page.heading.as_ref().filter(|_| page.is_heading_agreed)?.text;
    let text = plain(heading);
    let title = plain(page.title.as_deref()?);
    let headline = plain(described.headline.as_deref()?);
    let is_other =
        title.strip_prefix(&text).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            && !headline.is_empty()
            && !title.contains(&headline)
            && source.map(plain).is_none_or(|site| site != text);
    let is_named = || described.name.as_deref().is_some_and(|name| plain(name) == text);
    (is_other && (is_named() || !have_words_in_common(&headline, &title))).then(|| heading.clone())
}

/// Returns whether a word of one title is also in another. Both are as [`plain`] returns them.
fn have_words_in_common(one: &str, other: &str) -> bool {
    // Chinese and Japanese do not separate words.
    let is_ideograph = |c: &char| *c > '\u{2e80}';
    one.split(' ').any(|word| other.split(' ').any(|known| known == word))
        || one.chars().filter(is_ideograph).any(|c| other.contains(c))
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
