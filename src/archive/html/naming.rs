//! The title of a page's article.

use super::fragment::{is_fragment, text_of};
use super::headline::Headline;
use super::json_ld::{self, Described};
use super::scan::Page;
use super::sites::Sites;
use super::titles::{self, Heading, begins_or_ends, plain};
use super::tree::Id;
use super::{about, blocks};

/// Separators between a title and the name of its site.
const SEPARATORS: [&str; 21] = [
    " | ", " - ", " -- ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", "ㅣ", " : ",
    " › ", " ‹ ", " ~ ", " ★ ", " > ", " < ", "｜", " ● ",
];

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
    let mut sites = page.sites.clone();
    if let Some(source) = source {
        sites.add(source);
    }
    if sites.is_empty() {
        json_ld::sites(&page.json_ld).iter().for_each(|site| sites.add(site));
    }
    let sites = &sites;
    let is_title = |title: &String| !sites.is_site(title);
    let metas = ["og:title", "twitter:title", "dc.title", "parsely-title"];
    let stated = described
        .and_then(|said| said.headline.clone())
        .filter(is_title)
        .or_else(|| metas.iter().filter_map(|name| page.meta(&[name])).find(is_title));
    let described_instead = described.and_then(|said| heading_described(page, said, source));
    let title =
        described_instead.or_else(|| chosen(page, stated, described, sites, first, headline))?;
    // Some publishing systems escape a title twice.
    let is_escaped = !title.contains('<') && is_fragment(&title);
    Some(if is_escaped { text_of(&title) } else { title })
}

fn chosen(
    page: &Page,
    stated: Option<String>,
    described: Option<&Described>,
    sites: &Sites,
    first: Option<Id>,
    headline: &Headline,
) -> Option<String> {
    let whole = page.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let of_page = whole.filter(|title| !sites.is_site(title));
    let heading = page.heading.as_ref().filter(|heading| !sites.is_site(&heading.text));
    let sections = || about::sections(page, described);
    let Some(stated) = stated else {
        // A site may name its element for the headline, and nothing else.
        let is_short = |title: &str| title.split_whitespace().count() <= NAME;
        if of_page.is_none_or(is_short)
            && heading.is_none()
            && let Some(named) = named(page, sites).or_else(|| other_heading(page, sites))
        {
            return Some(named);
        }
        let whole = of_page
            .map(|title| without_site(title, sites, &sections()))
            .or(whole.map(str::to_string));
        // The only heading may name a section, with the title in an element that is not a heading.
        if !page.is_heading_agreed
            && let Some(title) = of_page.map(plain)
        {
            let is_title = |line: &&str| {
                let line = plain(line);
                line.chars().count() > SHORT
                    && !sites.is_site(&line)
                    && begins_or_ends(&title, &line)
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
    // A site may state its own name instead of a title, and not name itself.
    if let Some(heading) = heading
        && stated.split_whitespace().count() <= NAME
        && heading.text.split_whitespace().count() > NAME
        && of_page == Some(stated.trim())
        && !page.is_heading_agreed
        && first.is_some_and(|first| heading.node < first)
        && !have_words_in_common(&plain(&stated), &plain(&heading.text))
    {
        return Some(heading.text.clone());
    }
    if let Some(first) = first_part(page, &stated, sites) {
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
    Some(without_site(&stated, sites, &sections()))
}

/// The maximum number of words in the name of a site.
const NAME: usize = 3;

/// The marks of the element that holds a headline.
const HEADLINES: [&str; 8] = [
    "headline",
    "entry-title",
    "post-title",
    "article-title",
    "article__title",
    "article-headline",
    "article__headline",
    "story-headline",
];

/// The maximum length, in bytes, of a headline.
const HEADLINE: usize = 300;

/// Returns the text of the first element that is named for a headline.
fn named(page: &Page, sites: &Sites) -> Option<String> {
    let tree = &page.tree;
    let is_named = |id: &Id| {
        tree.element(*id)
            .is_some_and(|element| element.marks.split(' ').any(|mark| HEADLINES.contains(&mark)))
    };
    let id = (0..tree.nodes.len()).find(is_named)?;
    let text = blocks::beginning(tree, id, HEADLINE);
    let text = text.split(" | ").next()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && !sites.is_site(&text)).then_some(text)
}

/// Returns the heading below one that is the name of the site.
fn other_heading(page: &Page, sites: &Sites) -> Option<String> {
    let site = page.heading.as_ref()?.node;
    let headings = titles::headings(&page.tree);
    let mut below =
        headings.into_iter().filter(|(level, heading)| *level < 3 && heading.node > site);
    below.find(|(_, heading)| !sites.is_site(&heading.text)).map(|(_, heading)| heading.text)
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
fn first_part<'a>(page: &Page, stated: &'a str, sites: &Sites) -> Option<&'a str> {
    let heading = page.heading.as_ref().filter(|_| page.is_heading_agreed);
    let heading = heading.map(|heading| heading.text.as_str());
    let metas = ["og:title", "twitter:title"].into_iter().flat_map(|name| page.all_meta(name));
    let others: Vec<String> = heading.into_iter().chain(metas).map(plain).collect();
    let ends = SEPARATORS.iter().flat_map(|separator| stated.match_indices(separator));
    let parts = ends.map(|(end, _)| stated[..end].trim());
    let is_known = |part: &&str| {
        let part = plain(part);
        !part.is_empty() && !sites.is_site(&part) && others.contains(&part)
    };
    parts.filter(is_known).max_by_key(|part| part.len())
}

/// Removes the name of the site, with what is between it and the title, from the end or the start of a title.
fn without_site(title: &str, sites: &Sites, sections: &[String]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let marks = SEPARATORS.iter().chain(&[": "]);
    for (at, mark) in marks.flat_map(|mark| title.match_indices(mark)) {
        parts.push((at, at + mark.len()));
    }
    let is_close = |mark: char| match mark {
        '|' | '｜' | '_' | '¦' => true,
        // In Chinese and Japanese, a hyphen is not within a word.
        '-' | '－' => title.contains(|c| c > '\u{2e80}'),
        _ => false,
    };
    parts.extend(
        title.char_indices().filter(|(_, c)| is_close(*c)).map(|(at, c)| (at, at + c.len_utf8())),
    );
    parts.sort_unstable();
    parts.truncate(MARKS);
    let next =
        |from: usize| parts.iter().map(|(at, _)| *at).find(|at| *at > from).unwrap_or(title.len());
    // A motto of the site may follow its name.
    let site = parts.iter().find(|(at, end)| {
        let part = &title[*end..next(*end)];
        *at > 0 && !title[..*at].trim().is_empty() && sites.is_site(part)
    });
    if let Some((at, _)) = site
        && !sites.is_site(&title[..*at])
    {
        let before = without_section(&title[..*at], sections);
        let bar = title[*at..].trim_start().chars().next().filter(|c| "|｜»›".contains(*c));
        // A section between the title and the site.
        return match bar.and_then(|bar| before.rsplit_once(bar)) {
            Some((title, section))
                if section.split_whitespace().count() <= SECTION
                    && title.split_whitespace().count() > SECTION =>
            {
                title.trim().to_string()
            }
            _ => before.to_string(),
        };
    }
    for (at, end) in &parts {
        if sites.is_site(&title[..*at]) && !title[*end..].trim().is_empty() {
            return title[*end..].trim().to_string();
        }
    }
    let last = SEPARATORS.iter().filter_map(|mark| title.rsplit_once(mark));
    for (before, after) in last {
        if sites.is_short_form(&plain(after)) && !before.trim().is_empty() {
            return without_section(before, sections).to_string();
        }
    }
    title.to_string()
}

/// The maximum number of words in the name of a section.
const SECTION: usize = 2;

/// The maximum number of marks in a title that may separate its parts.
const MARKS: usize = 32;

/// Removes the name of a section from the end of a title.
fn without_section<'a>(title: &'a str, sections: &[String]) -> &'a str {
    let is_section = |part: &str| sections.iter().any(|section| plain(section) == plain(part));
    let parts = SEPARATORS.iter().filter_map(|mark| title.rsplit_once(mark));
    let before = parts.filter(|(_, part)| is_section(part)).map(|(before, _)| before.trim());
    before
        .filter(|before| !before.is_empty())
        .min_by_key(|before| before.len())
        .unwrap_or(title.trim())
}
