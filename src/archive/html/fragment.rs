//! HTML within another format, such as the body of a feed item or a mail.

use super::boilerplate::is_unseen;
use super::marks::ARIA_HIDDEN;
use super::{blocks, scan};

/// Returns whether a text contains HTML. The texts of feeds and columns may or may not.
pub fn is_fragment(text: &str) -> bool {
    let tag = |(at, _): (usize, &str)| is_tag(&text[at + 1..]);
    let entity = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        name.is_some_and(|end| (2..12).contains(&end) && rest[end..].starts_with(';'))
    };
    text.match_indices('<').take(1_000).any(tag) || text.match_indices('&').take(100).any(entity)
}

/// Returns whether the text after a `<` makes it a tag, such as `</b>`, `<p>` or `<img src=…`, but not `2 <p x`.
fn is_tag(rest: &str) -> bool {
    let (name, closes) = match rest.strip_prefix('/') {
        Some(name) => (name, true),
        None => (rest, false),
    };
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, behind) = name.split_at(end);
    if closes {
        return name.starts_with(|c: char| c.is_ascii_alphabetic()) && behind.starts_with('>');
    }
    let known = ["p", "br", "div", "img"].iter().any(|known| name.eq_ignore_ascii_case(known));
    let behind = behind.trim_start();
    let attribute = behind.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let has_attribute = attribute.len() < behind.len() && attribute.starts_with('=');
    known && (behind.starts_with(['>', '/']) || has_attribute)
}

/// Returns the text of an HTML fragment, such as the body of a feed item or a mail. Paragraphs are separated by blank
/// lines. What readers do not see is left out.
pub fn text_of(fragment: &str) -> String {
    let text = once(fragment);
    // The tags may have been escaped once more.
    let is_escaped = !fragment.contains('<') && text.starts_with('<') && text.contains("</");
    if is_escaped && is_fragment(&text) { once(&text) } else { text }
}

fn once(fragment: &str) -> String {
    let page = scan::scan(fragment);
    // Decorations are not read aloud, but neither is an initial that the next words continue.
    let is_silent = |id| blocks::beginning(&page.tree, id, 8).trim().chars().count() > 1;
    let skips = |id| {
        page.tree.element(id).is_some_and(|element| {
            is_unseen(element) || element.marks.contains(ARIA_HIDDEN) && is_silent(id)
        })
    };
    blocks::joined(blocks::of(&page.tree, 0, skips).iter())
}
