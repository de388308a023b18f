//! The text of a page's article: the main text of the page, or that of its description if it has more.

use super::blocks;
use super::extraction::{self, Leniency};
use super::scan::Page;
use super::tree::Id;

/// The text of a page's article.
#[derive(Debug)]
pub struct Body {
    /// Its paragraphs, separated by blank lines.
    pub text: String,
    /// Where it came from.
    pub from: &'static str,
    /// The element of its first paragraph, if it is the page's.
    pub first: Option<Id>,
}

/// Text that is shorter may be a notice in place of an article. Bytes.
const LEAST: usize = 100;

/// Returns the text of a page's article.
pub fn of(page: &Page, described: Option<&str>) -> Body {
    let heading = page.heading.as_ref().map(|heading| heading.node);
    let tries = [Leniency::None, Leniency::Names, Leniency::Lengths];
    let found = tries
        .into_iter()
        .map(|leniency| extraction::main_text(&page.tree, heading, leniency))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    let text = blocks::joined(found.iter());
    let first = found.first().map(|block| block.node);
    match described {
        // A page that is made by scripts, or shows only the beginning to those who do not pay.
        Some(body) if body.len() > LEAST && body.len() * 2 > text.len() * 3 => {
            Body { text: body.to_string(), from: "JSON-LD articleBody", first }
        }
        _ if text.is_empty() => Body {
            text: page.text.clone(),
            from: "all text of the page, in which no main text was found",
            first,
        },
        _ => Body { text, from: "main text of the page", first },
    }
}
