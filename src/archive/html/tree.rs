//! The elements and texts of a page, in document order.
//!
//! The tree is built from the tokens of `html5gum`. Omitted end tags follow the rules of the HTML Standard
//! (<https://html.spec.whatwg.org/#tree-construction>) as far as they affect the text of a page. Building takes time
//! linear in the page's length for any input, because depth and number of nodes are limited. What exceeds a limit is
//! kept as text without structure.

use super::tags::{self, Role, Tag};

/// An index of a node in its tree.
pub type Id = usize;

/// The maximum depth of elements. The content of deeper elements belongs to the element at this depth.
const DEPTH: usize = 400;

/// The maximum number of nodes.
const NODES: usize = 1 << 20;

/// The number of open elements that are searched for the start tag of an end tag.
const REACH: usize = 64;

/// A node and where its descendants end.
#[derive(Debug)]
pub struct Node {
    /// The element that contains the node. The root contains itself.
    pub parent: u32,
    /// The index after the last descendant. The descendants of node `n` are `n + 1 .. end`.
    pub end: u32,
    /// Whether the node is an element or text.
    pub kind: Kind,
}

/// The kind of a node.
#[derive(Debug)]
pub enum Kind {
    /// An element.
    Element(Element),
    /// Text, with character references resolved.
    Text(String),
}

/// An element of a page.
#[derive(Debug)]
pub struct Element {
    /// The name of the element.
    pub tag: Tag,
    /// The name if it is unknown, the `class`, `id`, `itemprop` and similar attributes, in lower case, separated by
    /// spaces.
    pub marks: Box<str>,
    /// Whether readers do not see the element (`hidden`, `display: none`).
    pub is_invisible: bool,
}

/// The nodes of a page, each before its descendants.
#[derive(Debug)]
pub struct Tree {
    /// The nodes. The first is the root.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Returns the element at an index, or `None` for text.
    pub fn element(&self, id: Id) -> Option<&Element> {
        match &self.nodes[id].kind {
            Kind::Element(element) => Some(element),
            Kind::Text(_) => None,
        }
    }

    /// Returns the indexes of a node's children.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.nodes[id].end as usize;
        let first = (id + 1 < end).then_some(id + 1);
        std::iter::successors(first, move |child| {
            let next = self.nodes[*child].end as usize;
            (next < end).then_some(next)
        })
    }

    /// Returns the indexes of the elements around a node, the innermost first.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors((id > 0).then(|| self.nodes[id].parent as Id), |id| {
            (*id > 0).then(|| self.nodes[*id].parent as Id)
        })
    }
}

/// Builds a tree from tags and texts.
pub struct Builder {
    nodes: Vec<Node>,
    open: Vec<Id>,
    /// The number of open elements of each tag.
    counts: [u32; 256],
}

impl Default for Builder {
    fn default() -> Self {
        let root = Element { tag: Tag::of("html"), marks: Box::default(), is_invisible: false };
        let root = Node { parent: 0, end: 1, kind: Kind::Element(root) };
        Builder { nodes: vec![root], open: vec![0], counts: [0; 256] }
    }
}

impl Builder {
    /// Returns whether an element of this tag is open.
    pub fn is_within(&self, tag: Tag) -> bool {
        self.counts[tag.index()] > 0
    }

    /// Adds the start of an element. Returns its index, or `None` if the tree is full.
    pub fn start(&mut self, name: &str, element: Element, self_closing: bool) -> Option<Id> {
        let tag = element.tag;
        if matches!(tag.name(), "html" | "body" | "head") {
            self.start_of_part(tag);
        }
        if tag.is_block() {
            self.end_implied(tag);
        }
        if matches!(tag.name(), "option" | "optgroup") && self.tag(self.innermost()) == tag {
            self.close(1);
        }
        if self.nodes.len() >= NODES {
            if tag.is_block() || tag.role() == Role::Break {
                self.text("\n\n");
            }
            return None;
        }
        let id = self.push(Kind::Element(element));
        // HTML ignores the slash of a self-closing tag. For unknown elements it is obeyed, because custom elements
        // without an end tag would nest deeper and deeper.
        let is_closed = tags::is_void(name) || self_closing && tag == Tag::OTHER;
        if !is_closed && self.open.len() < DEPTH {
            self.open.push(id);
            self.counts[tag.index()] += 1;
        }
        Some(id)
    }

    /// Adds the end of an element.
    pub fn end(&mut self, tag: Tag, name: &str) {
        if self.counts[tag.index()] == 0 || matches!(tag.name(), "html" | "body") {
            return;
        }
        // The end tag of an inline element does not close anything outside of the block that contains it. Nothing
        // within a cell closes the table around it.
        let reach = self.open.iter().rev().take(REACH);
        let found = reach.enumerate().find_map(|(depth, id)| {
            let open = self.tag(*id);
            if open == tag && (tag != Tag::OTHER || self.is_named(*id, name)) {
                return Some(Some(depth));
            }
            let barrier = match tag.is_block() {
                true => {
                    open.role() == Role::Cell && !matches!(tag.name(), "tr" | "table" | "tbody")
                }
                false => open.is_block(),
            };
            barrier.then_some(None)
        });
        if let Some(depth) = found.flatten() {
            self.close(depth + 1);
        }
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        let parent = self.innermost();
        if let Some(Node { parent: known, kind: Kind::Text(last), .. }) = self.nodes.last_mut()
            && *known as usize == parent
        {
            last.push_str(text);
        } else {
            self.push(Kind::Text(text.to_string()));
        }
    }

    /// Returns the innermost open element.
    pub fn innermost(&self) -> Id {
        self.open.last().copied().unwrap_or_default()
    }

    /// Closes all open elements and returns the tree.
    pub fn finish(mut self) -> Tree {
        self.close(self.open.len());
        Tree { nodes: self.nodes }
    }

    fn push(&mut self, kind: Kind) -> Id {
        let id = self.nodes.len();
        // The number of nodes is limited to NODES, apart from texts between them.
        self.nodes.push(Node { parent: self.innermost() as u32, end: id as u32 + 1, kind });
        id
    }

    fn tag(&self, id: Id) -> Tag {
        match &self.nodes[id].kind {
            Kind::Element(element) => element.tag,
            Kind::Text(_) => Tag::OTHER,
        }
    }

    fn is_named(&self, id: Id, name: &str) -> bool {
        match &self.nodes[id].kind {
            Kind::Element(element) => element.marks.split(' ').next() == Some(name),
            Kind::Text(_) => false,
        }
    }

    /// Closes the innermost `depth` open elements.
    fn close(&mut self, depth: usize) {
        let end = self.nodes.len() as u32;
        for id in self.open.split_off(self.open.len() - depth) {
            self.nodes[id].end = end;
            let count = &mut self.counts[self.tag(id).index()];
            *count = count.saturating_sub(1);
        }
    }

    /// Closes the head where the body starts.
    fn start_of_part(&mut self, tag: Tag) {
        if tag.name() == "body" && self.counts[Tag::of("head").index()] > 0 {
            let depth =
                self.open.iter().rev().take(REACH).position(|id| self.tag(*id).name() == "head");
            self.close(depth.map_or(0, |depth| depth + 1));
        }
    }

    /// Closes the elements that the start of a block ends implicitly: a paragraph, and the previous item, row or cell.
    fn end_implied(&mut self, tag: Tag) {
        let ended: &[&str] = match tag.name() {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr", "td", "th"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot", "tr", "td", "th"],
            _ => &[],
        };
        let bounds: &[&str] = match tag.name() {
            "li" => &["ul", "ol", "menu", "dir"],
            "dt" | "dd" => &["dl"],
            _ => &["table"],
        };
        let mut depth = None;
        for (at, id) in self.open.iter().rev().take(REACH).enumerate() {
            let open = self.tag(*id);
            if open.name() == "p" || ended.contains(&open.name()) {
                depth = Some(at + 1);
            } else if open.is_block() && (ended.is_empty() || bounds.contains(&open.name())) {
                break;
            }
        }
        self.close(depth.unwrap_or_default());
    }
}
