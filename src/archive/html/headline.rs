//! The headline block of a page: what is next to its heading and before its text, such as the date and the authors,
//! without captions.

use super::blocks;
use super::boilerplate::{self, Named};
use super::scan::Page;
use super::titles;
use super::tree::{Id, Tree};

/// The headline block of a page.
#[derive(Debug, Default)]
pub struct Headline {
    /// The range of elements in the block.
    range: std::ops::Range<Id>,
    /// The text without the heading, one line per paragraph.
    pub text: String,
}

/// The maximum number of elements in a headline block.
const ELEMENTS: usize = 400;
/// The maximum length of a line, in bytes. Longer lines are text of this or another article.
const LINE: usize = 300;

impl Headline {
    /// Returns the headline block of a page. `first` is the element with the start of the article's text.
    pub fn of(page: &Page, first: Option<Id>) -> Headline {
        let (Some(heading), Some(first)) = (&page.heading, first) else {
            return Headline::default();
        };
        let tree = &page.tree;
        if heading.node >= first {
            return Headline::default();
        }
        // A date before the heading belongs to the block if the same element encloses both.
        let name = |id: Id| tree.element(id).map_or("", |element| element.tag.name());
        let mut start = heading.node;
        for around in tree.ancestors(heading.node).take(2) {
            if matches!(name(around), "body" | "html") || heading.node - around > ELEMENTS {
                break;
            }
            start = around;
            if matches!(name(around), "article" | "main") {
                break;
            }
        }
        let end = |id: Id| tree.nodes[id].end as Id;
        // The element that contains both the heading and the text.
        let whole = std::iter::once(start).chain(tree.ancestors(start)).find(|id| end(*id) > first);
        let whole = whole.unwrap_or_default();
        let range = start..first.min(heading.node + ELEMENTS);
        let is_out = |id: Id| {
            id >= range.end
                || (heading.node..end(heading.node)).contains(&id)
                || is_elsewhere(tree, id)
        };
        let blocks = blocks::of(tree, whole, is_out);
        let lines = blocks.iter().map(|block| block.text.as_str()).filter(|text| text.len() < LINE);
        let mut text = lines.collect::<Vec<_>>().join("\n");
        // Parts of a heading that are set small or named for a date do not belong to the title.
        for id in heading.node + 1..end(heading.node) {
            if titles::is_apart(tree, id) {
                text.push('\n');
                text.push_str(&blocks::beginning(tree, id, LINE));
            }
        }
        Headline { range, text }
    }

    /// Returns the elements and texts of the block, in order.
    pub fn elements(&self) -> std::ops::Range<Id> {
        self.range.clone()
    }

    /// Returns whether an element is in the block.
    pub fn contains(&self, element: Id) -> bool {
        self.range.contains(&element)
    }
}

/// Returns whether an element holds a caption, or something that does not belong to the article.
fn is_elsewhere(tree: &Tree, id: Id) -> bool {
    tree.element(id).is_some_and(|element| {
        element.tag.name() == "figure" || boilerplate::named(element) == Named::Apart
    })
}
