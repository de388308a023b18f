//! The heading of a page's article.
//!
//! A page also has headings of widgets, sections and other articles. The heading of its article is the one that agrees
//! with `<title>` or OpenGraph.

use super::blocks;
use super::tree::{Id, Tree};

/// The maximum number of headings that are compared with the page's titles.
const HEADINGS: usize = 200;

/// A heading and its text.
#[derive(Debug, Clone)]
pub struct Heading {
    /// The element of the heading.
    pub node: Id,
    /// The text, in one line.
    pub text: String,
}

/// Returns the headings of a page of levels 1 to 3, with their levels, in document order.
pub fn headings(tree: &Tree) -> Vec<(u8, Heading)> {
    let level = |id: Id| match tree.element(id)?.tag.name() {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        _ => None,
    };
    let levels = (0..tree.nodes.len()).filter_map(|id| Some((level(id)?, id)));
    let headings = levels.take(HEADINGS).map(|(level, node)| {
        let text = |is_out: &dyn Fn(Id) -> bool| {
            let lines = blocks::of(tree, node, is_out);
            let lines: Vec<&str> = lines.iter().map(|block| block.text.as_str()).collect();
            lines.join(" ")
        };
        let bare = text(&|id| is_apart(tree, id));
        (level, Heading { node, text: if bare.is_empty() { text(&|_| false) } else { bare } })
    });
    headings.filter(|(_, heading)| !heading.text.is_empty()).collect()
}

/// The names of elements within a heading that do not belong to the title: dates, kickers, share buttons, and text
/// for screen readers.
const APART: [&str; 9] = [
    "date",
    "kicker",
    "eyebrow",
    "overline",
    "dachzeile",
    "topline",
    "share",
    "sr-only",
    "visually-hidden",
];

/// Returns whether an element within a heading does not belong to the title.
pub fn is_apart(tree: &Tree, id: Id) -> bool {
    tree.element(id).is_some_and(|element| {
        // If an element's name is unknown, it is the first of its marks.
        let first = element.marks.split(' ').next().unwrap_or_default();
        [element.tag.name(), first].iter().any(|name| matches!(*name, "small" | "time" | "button"))
            || APART.iter().any(|name| element.marks.contains(name))
    })
}

/// Returns whether a heading is a link, like a heading in a list of articles.
fn is_linked(tree: &Tree, heading: Id) -> bool {
    let is_link = |id: Id| tree.element(id).is_some_and(|element| element.tag.name() == "a");
    tree.ancestors(heading).take(3).any(is_link)
        || (heading + 1..tree.nodes[heading].end as Id).any(is_link)
}

/// Returns the heading that agrees with one of the page's titles, or else the first heading of level 1, or of a lower
/// level if those of level 1 are names of the site. Also returns whether a title agrees with it.
pub fn own<'a>(
    tree: &Tree,
    headings: &'a [(u8, Heading)],
    titles: &[&str],
    is_aside: impl Fn(Id) -> bool,
    is_site: impl Fn(&Heading) -> bool,
) -> Option<(&'a Heading, bool)> {
    // A title that was too long for its place ends in an ellipsis.
    let whole =
        |title: &str| title.trim().strip_suffix("...").or(title.trim().strip_suffix('…')).is_none();
    let cut: Vec<String> =
        titles.iter().filter(|title| !whole(title)).map(|title| plain(title)).collect();
    let titles: Vec<String> = titles.iter().map(|title| plain(title)).collect();
    let agrees = |heading: &Heading| {
        let text = plain(&heading.text);
        let is_long = text.chars().count() > 3;
        let is_cut =
            |title: &String| title.chars().count() > 14 && text.starts_with(title.as_str());
        cut.iter().any(is_cut)
            || titles.iter().any(|title| {
                is_long && begins_or_ends(title, &text)
                    || title.chars().count() > 14 && begins_or_ends(&text, title)
            })
    };
    let agreed = headings.iter().filter(|(_, heading)| agrees(heading) && !is_site(heading));
    // The name of the site is also part of many titles, but an article's title is longer.
    let agreed = agreed.max_by_key(|(level, heading)| {
        let length = heading.text.chars().count().min(20);
        (length, 3 - level, !is_linked(tree, heading.node), std::cmp::Reverse(heading.node))
    });
    let shown = || headings.iter().filter(|(_, heading)| !is_aside(heading.node));
    let first = || shown().find(|(level, _)| *level == 1);
    // The next heading, if that of level 1 is the name of the site.
    let own = |site: Id| {
        let others = || shown().filter(|(_, heading)| !is_site(heading));
        let below = || others().find(|(level, heading)| *level == 2 && heading.node > site);
        others().find(|(level, _)| *level == 1).or_else(below)
    };
    if let Some((_, heading)) = agreed {
        return Some((heading, true));
    }
    let (_, heading) = first()?;
    let heading = match is_site(heading) {
        true => own(heading.node).map_or(heading, |(_, heading)| heading),
        false => heading,
    };
    Some((heading, false))
}

/// Returns whether a title is `part`, or has something before or after it.
pub fn begins_or_ends(title: &str, part: &str) -> bool {
    let bounded = |rest: &str| rest.is_empty() || rest.starts_with(' ') || rest.ends_with(' ');
    title.strip_prefix(part).is_some_and(bounded) || title.strip_suffix(part).is_some_and(bounded)
}

/// Returns whether a headline is one of these titles, or the start of one that goes on with something else, such as the
/// name of the site. `plain_titles` are titles as [`plain`] returns them.
pub fn is_among(plain_titles: &[String], headline: &str) -> bool {
    let headline = plain(headline);
    !headline.is_empty() && plain_titles.iter().any(|title| title.starts_with(&headline))
}

/// Returns the letters and digits of a title in lower case, with a space in place of anything else.
pub fn plain(title: &str) -> String {
    let mut plain = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    plain
}
