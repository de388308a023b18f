//! XML elements as small trees, and their text.

use crate::archive::Cut;

/// An element with its content.
#[derive(Debug, Default, Clone)]
pub struct Element {
    /// The name without a prefix.
    pub name: String,
    /// The prefix of the name, or an empty string.
    pub prefix: String,
    /// The attributes, with names without prefixes.
    pub attributes: Vec<(String, String)>,
    /// The content, in order.
    pub nodes: Vec<Node>,
}

/// A node of an element's content.
#[derive(Debug, Clone)]
pub enum Node {
    Text(String),
    Element(Element),
}

/// What [`each`](super::each) selects from a document.
pub enum Selection {
    /// A requested element, and how much of it was kept if it was too long.
    Element(Element, Option<Cut>),
    /// The text of an element outside of the requested ones: the element's name, its parent's name, the text.
    Outside(String, String, String),
}

/// Elements of HTML that have no content and no end tag.
const VOID: [&str; 12] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr"];

impl Element {
    /// Returns the child elements.
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first descendant with a name, at any depth.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.children().find_map(|child| match child.name == name {
            true => Some(child),
            false => child.find(name),
        })
    }

    /// Returns the first element at a path of names.
    pub fn at<'a>(&'a self, path: &[&str]) -> Option<&'a Element> {
        match path {
            [] => Some(self),
            [name, rest @ ..] => {
                let mut named = self.children().filter(|child| child.name == *name);
                named.find_map(|child| child.at(rest))
            }
        }
    }

    /// Returns the value of an attribute, if it is not empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let named = self.attributes.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the text of the element, with white space collapsed, or `None` if there is no text.
    pub fn text(&self) -> Option<String> {
        let mut all = String::new();
        self.gather(&mut all);
        let words = all.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }

    /// Appends the text of the element to `out`, with its white space.
    pub fn gather(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.gather(out),
            }
        }
    }

    /// Returns the content of the element as HTML. The names of elements lose their prefixes.
    pub fn markup(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let escape = |text: &str, out: &mut String| {
            for c in text.chars() {
                match c {
                    '&' | '<' | '"' => out.push_str(&format!("&#{};", u32::from(c))),
                    c => out.push(c),
                }
            }
        };
        for node in &self.nodes {
            match node {
                // Scripts and styles have no entities.
                Node::Text(text) if matches!(self.name.as_str(), "script" | "style") => {
                    out.push_str(text);
                }
                Node::Text(text) => escape(text, out),
                Node::Element(element) => {
                    out.extend(["<", &element.name]);
                    for (name, value) in &element.attributes {
                        out.extend([" ", name, "=\""]);
                        escape(value, out);
                        out.push('"');
                    }
                    out.push('>');
                    element.write(out);
                    // What follows an element without an end is not its content.
                    if !VOID.contains(&element.name.as_str()) {
                        out.extend(["</", &element.name, ">"]);
                    }
                }
            }
        }
    }

    /// Returns the text of the element, with a line for each element in `blocks`.
    pub fn lines(&self, blocks: &[&str]) -> String {
        self.lines_outside("", blocks)
    }

    /// Returns the text like [`Self::lines`], without that of elements with the name `left_out`.
    pub fn lines_outside(&self, left_out: &str, blocks: &[&str]) -> String {
        let mut out = String::new();
        self.gather_lines(left_out, blocks, &mut out);
        let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn gather_lines(&self, left_out: &str, blocks: &[&str], out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&text.replace(['\n', '\r'], " ")),
                Node::Element(element) if element.name == left_out => out.push('\n'),
                Node::Element(element) => {
                    let block = blocks.contains(&element.name.as_str());
                    out.push_str(if block { "\n" } else { "" });
                    element.gather_lines(left_out, blocks, out);
                    out.push_str(if block { "\n" } else { "" });
                }
            }
        }
    }
}
