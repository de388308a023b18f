//! Elements of XML as small trees, and their text.

/// An element and what is in it.
#[derive(Debug, Default, Clone)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// The prefix of its name; empty if it has none.
    pub prefix: String,
    /// Its attributes, names without prefixes.
    pub attributes: Vec<(String, String)>,
    /// What is in it, in order.
    pub nodes: Vec<Node>,
}

/// What is in an element.
#[derive(Debug, Clone)]
pub enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    /// The elements in it.
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element below it of a name, however deep.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.children().find_map(|child| match child.name == name {
            true => Some(child),
            false => child.find(name),
        })
    }

    /// The first element along a path of names.
    pub fn at<'a>(&'a self, path: &[&str]) -> Option<&'a Element> {
        match path {
            [] => Some(self),
            [name, rest @ ..] => {
                let mut named = self.children().filter(|child| child.name == *name);
                named.find_map(|child| child.at(rest))
            }
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let named = self.attributes.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// All text in it, white space collapsed; None for none.
    pub fn text(&self) -> Option<String> {
        let mut all = String::new();
        self.gather(&mut all);
        let words = all.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }

    /// All text in it, as it stands.
    pub fn gather(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.gather(out),
            }
        }
    }

    /// Its text with elements of some names a line each.
    pub fn lines(&self, blocks: &[&str]) -> String {
        let mut out = String::new();
        self.gather_lines(blocks, &mut out);
        let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn gather_lines(&self, blocks: &[&str], out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&text.replace(['\n', '\r'], " ")),
                Node::Element(element) => {
                    let block = blocks.contains(&element.name.as_str());
                    out.push_str(if block { "\n" } else { "" });
                    element.gather_lines(blocks, out);
                    out.push_str(if block { "\n" } else { "" });
                }
            }
        }
    }
}
