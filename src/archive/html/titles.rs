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
