//! The lead of an article: its first sentences, between the heading and the element with the rest of the text.

use super::blocks::{Block, Form};
use super::boilerplate;
use super::passage;
use super::titles::{begins_or_ends, plain};
use super::tree::Element;

/// The maximum number of paragraphs of a lead.
pub const MOST: usize = 3;
/// The number of blocks below the heading that are searched for a lead.
pub const REACH: usize = 200;

/// Prefixes of words in the names of elements that hold no lead: descriptions of an article, which most publishers do
/// not count as part of its text, and what belongs to pictures, quotations and notices.
const OTHER: [&str; 17] = [
    "abstract",
    "alternative",
    "caption",
    "dek",
    "deck",
    "desc",
    "excerpt",
    "image",
    "notification",
    "photo",
    "push",
    "quote",
    "sub",
    "summary",
    "synopsis",
    "profile",
    "widget",
];

/// Returns whether a paragraph or a heading may be a lead: a sentence as long as running text, without links.
pub fn is_lead(block: &Block) -> bool {
    block.form != Form::Caption
        && passage::length(&block.text) >= passage::LONG
        && passage::is_short_sentence(block)
        // A heading that is a question is usually the title of another article.
        && !(block.form == Form::Heading && block.text.ends_with(['?', '？']))
        && !passage::is_aside(block)
        && !passage::is_label(&block.text)
}

/// Returns whether an element holds no lead, according to its names.
pub fn is_other(element: &Element) -> bool {
    let marks = || element.marks.split(' ');
    marks().any(|mark| boilerplate::has_word(mark, &OTHER) || mark.ends_with("-des"))
}

/// Returns whether a paragraph shows a title of the page once more. `titles` are as [`plain`] returns them.
pub fn is_title(block: &Block, titles: &[String]) -> bool {
    let text = plain(&block.text);
    titles.iter().any(|title| {
        title.starts_with(&text) || title.chars().count() > 14 && begins_or_ends(&text, title)
    })
}
