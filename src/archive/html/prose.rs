//! Prose of an article in elements that usually surround one: `<header>`, `<address>` and `<form>`.
//!
//! Editors offer `<address>` as a style of paragraphs, some publishing systems set the whole text in a form, and the
//! first paragraph of many articles is in their header. Only sentences are kept from such elements.

use super::blocks::Block;
use super::boilerplate::{self, Named};
use super::passage::{self, is_sentence};
use super::tree::Element;

/// How much of an element may belong to an article, from all of it to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Whole,
    /// Only sentences.
    Prose,
    Nothing,
}

/// Returns whether an element within an article may hold some of its prose, though its name says that it surrounds
/// articles. `paragraphs` and `controls` are the numbers of paragraphs of running text and of controls in it.
pub fn may_hold(element: &Element, paragraphs: usize, controls: usize) -> bool {
    let is_usable = match element.tag.name() {
        "address" | "header" => controls == 0,
        // A form with more to fill in than to read invites readers to subscribe or to comment.
        "form" => controls < paragraphs,
        _ => false,
    };
    is_usable && matches!(boilerplate::by_marks(element), Named::Neutral | Named::Article)
}

/// Returns whether an element is a visible field or button of a form.
pub fn is_control(element: &Element) -> bool {
    matches!(element.tag.name(), "input" | "select" | "textarea" | "button")
        && !element.is_invisible
}

/// Returns whether a paragraph is a sentence, as opposed to an address, a line with the author, or a label.
pub fn is_prose(block: &Block) -> bool {
    passage::weight(block, passage::LONG) > 0.0
        && is_sentence(&block.text)
        && !passage::is_aside(block)
}
