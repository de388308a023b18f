//! The paragraphs of a page: the text of its blocks, with white space collapsed.
//!
//! Block elements, two line breaks, list items and table rows end a paragraph. Inline elements do not even end a word:
//! `<em>un</em>believable` is one word.

use super::tags::{Role, Tag};
use super::tree::{Id, Kind, Tree};

/// The role of a paragraph on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Running text, a list item or a table row.
    Paragraph,
    /// A heading.
    Heading,
    /// The caption of a picture or a table.
    Caption,
}

/// A paragraph of a page.
#[derive(Debug, Clone)]
pub struct Block {
    /// The innermost block element that contains the start of the paragraph.
    pub node: Id,
    /// The role of the paragraph.
    pub form: Form,
    /// The text, which is not empty.
    pub text: String,
    /// The number of bytes of the text that are within links.
    pub linked: usize,
}

/// The maximum number of nodes that are searched for the start of an element's text.
const INNER: usize = 400;

/// The maximum length, in bytes, of the text of a table cell that is joined with its neighbors.
const CELL: usize = 120;

/// Returns the paragraphs of an element, except those in elements for which `skips` returns `true`.
pub fn of(tree: &Tree, element: Id, skips: impl Fn(Id) -> bool) -> Vec<Block> {
    let mut writer = Writer {
        tree,
        blocks: Vec::new(),
        text: String::new(),
        linked: 0,
        links: 0,
        state: State::default(),
    };
    writer.state.node = element;
    writer.children(element, &skips);
    writer.flush();
    writer.blocks
}

/// Returns the start of an element's text, at most `room` bytes long, with ` | ` between its blocks.
pub fn beginning(tree: &Tree, element: Id, room: usize) -> String {
    let mut beginning = String::new();
    let inner = &tree.nodes[element + 1..tree.nodes[element].end as usize];
    for node in inner.iter().take(INNER) {
        match &node.kind {
            Kind::Element(element) => {
                let ends = element.tag.is_block() || element.tag.role() == Role::Break;
                if ends && !beginning.is_empty() && !beginning.ends_with(" | ") {
                    beginning.push_str(" | ");
                }
            }
            Kind::Text(text) => {
                let is_code = tree.element(node.parent as Id).is_some_and(|around| {
                    matches!(around.tag.name(), "script" | "style" | "template" | "noscript")
                });
                if !is_code {
                    beginning.push_str(&text[..text.floor_char_boundary(room)]);
                }
            }
        }
        if beginning.len() >= room {
            beginning.truncate(beginning.floor_char_boundary(room));
            break;
        }
    }
    beginning
}

/// Returns paragraphs as one text, separated by blank lines.
pub fn joined<'a>(blocks: impl Iterator<Item = &'a Block>) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}

#[derive(Clone, Copy)]
struct State {
    node: Id,
    form: Form,
    /// The number of line breaks since the last text.
    breaks: u32,
    /// Whether white space separates the last text from the next.
    spaced: bool,
    /// Whether the text is within `<pre>`, where line breaks are kept.
    is_pre: bool,
}

impl Default for State {
    fn default() -> Self {
        State { node: 0, form: Form::Paragraph, breaks: 0, spaced: false, is_pre: false }
    }
}

struct Writer<'a> {
    tree: &'a Tree,
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    /// The number of open links.
    links: u32,
    state: State,
}

impl Writer<'_> {
    fn children(&mut self, parent: Id, skips: &impl Fn(Id) -> bool) {
        for child in self.tree.children(parent) {
            match &self.tree.nodes[child].kind {
                Kind::Text(text) if self.state.is_pre => self.lines(text),
                Kind::Text(text) => self.words(text),
                Kind::Element(element) => self.element(child, element.tag, skips),
            }
        }
    }

    fn element(&mut self, id: Id, tag: Tag, skips: &impl Fn(Id) -> bool) {
        if skips(id) {
            if tag.is_block() {
                self.flush();
            }
            return;
        }
        match tag.role() {
            Role::Hidden => {}
            Role::Break => self.state.breaks += 1,
            Role::Inline => {
                let is_link = u32::from(tag.name() == "a");
                self.links += is_link;
                self.children(id, skips);
                self.links -= is_link;
            }
            Role::Cell if self.is_short_cell(id) => {
                self.state.spaced = true;
                self.children(id, skips);
                self.state.spaced = true;
            }
            Role::Block | Role::Heading | Role::Caption | Role::Cell => {
                self.flush();
                let outer = self.state;
                self.state.node = id;
                self.state.is_pre |= tag.name() == "pre";
                match tag.role() {
                    Role::Heading => self.state.form = Form::Heading,
                    Role::Caption => self.state.form = Form::Caption,
                    _ => {}
                }
                self.children(id, skips);
                self.flush();
                self.state = State { breaks: 0, spaced: false, ..outer };
            }
        }
    }

    /// Returns whether a cell holds a value, as opposed to a part of the page's layout.
    fn is_short_cell(&self, id: Id) -> bool {
        let inner = &self.tree.nodes[id + 1..self.tree.nodes[id].end as usize];
        let mut length = 0;
        // A cell with many nodes is long, so there is no need to read them all.
        inner.len() < 20
            && inner.iter().all(|node| match &node.kind {
                Kind::Text(text) => {
                    length += text.len();
                    length < CELL
                }
                Kind::Element(element) => !element.tag.is_block(),
            })
    }

    fn words(&mut self, text: &str) {
        let mut words = text.split(char::is_whitespace).filter(|word| !word.is_empty()).peekable();
        if words.peek().is_none() {
            self.state.spaced |= !text.is_empty();
            return;
        }
        self.state.spaced |= text.starts_with(char::is_whitespace);
        let indented = text.starts_with(['\u{3000}']) || text.starts_with("\u{a0}\u{a0}");
        self.end_line(indented);
        for word in words {
            self.word(word);
            self.state.spaced = true;
        }
        self.state.spaced = text.ends_with(char::is_whitespace);
    }

    /// Ends the paragraph after several line breaks, or separates the words after one.
    fn end_line(&mut self, indented: bool) {
        if self.state.breaks > 1 || self.state.breaks == 1 && indented {
            self.flush();
        } else if self.state.breaks == 1 {
            self.state.spaced = true;
        }
        self.state.breaks = 0;
    }

    fn word(&mut self, word: &str) {
        let before = self.text.len();
        if self.state.spaced && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.text.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{feff}')));
        if self.links > 0 {
            self.linked += self.text.len() - before;
        }
    }

    /// Adds text whose line breaks are kept.
    fn lines(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.state.breaks += 1;
            }
            if line.trim().is_empty() {
                continue;
            }
            let breaks = std::mem::take(&mut self.state.breaks);
            if breaks > 1 {
                self.flush();
            } else if breaks == 1 && !self.text.is_empty() {
                self.text.push('\n');
            }
            self.words(line);
        }
    }

    fn flush(&mut self) {
        let state = &mut self.state;
        (state.breaks, state.spaced) = (0, false);
        let linked = std::mem::take(&mut self.linked);
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.blocks.push(Block { node: state.node, form: state.form, text, linked });
        }
    }
}
