//! The heading of a page's article.
//!
//! A page has headings of widgets, sections and other articles. Its own is the one that `<title>` or
//! OpenGraph agrees with.

use super::blocks;
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

/// Whether an element within a heading is not a part of its title: what is set small or named for a date.
pub fn is_apart(tree: &Tree, id: Id) -> bool {
    tree.element(id).is_some_and(|element| {
        // Elements whose names are not known have them among their marks.
        let first = element.marks.split(' ').next().unwrap_or_default();
        [element.tag.name(), first].iter().any(|name| matches!(*name, "small" | "time"))
            || element.marks.contains("date")
    })
}

/// Whether a heading leads elsewhere, as that of a list of articles does.
fn is_linked(tree: &Tree, heading: Id) -> bool {
    let is_link = |id: Id| tree.element(id).is_some_and(|element| element.tag.name() == "a");
    tree.ancestors(heading).take(3).any(is_link)
        || (heading + 1..tree.nodes[heading].end as Id).any(is_link)
}

/// Returns the heading that one of the page's titles agrees with, or the first of the highest level, and whether
/// a title agrees with it.
pub fn own<'a>(
    tree: &Tree,
    headings: &'a [(u8, Heading)],
    titles: &[&str],
    is_aside: impl Fn(Id) -> bool,
) -> Option<(&'a Heading, bool)> {
    // A title that is too long for its place ends in an ellipsis.
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
    let agreed = headings.iter().filter(|(_, heading)| agrees(heading));
    // The name of the site is part of many titles as well; an article's title is longer.
    let agreed = agreed.max_by_key(|(level, heading)| {
        let length = heading.text.chars().count().min(20);
        (length, 3 - level, !is_linked(tree, heading.node), std::cmp::Reverse(heading.node))
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
