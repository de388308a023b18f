//! Finds the divisions of a TEI text that are articles, and the text of elements.

use crate::archive::xml::{Element, Node};

/// The names of divisions.
pub const DIVISIONS: [&str; 6] = ["div", "div0", "div1", "div2", "div3", "div4"];
/// Elements that start a new line.
const BLOCKS: [&str; 14] = [
    "p", "ab", "l", "lg", "item", "row", "head", "quote", "list", "table", "sp", "trailer",
    "closer", "label",
];
/// The maximum depth of nested divisions.
const DEPTH: usize = 50;

/// A division that is an article.
pub struct Division<'a> {
    pub element: &'a Element,
    /// The head of the enclosing division.
    pub section: Option<String>,
    pub paragraphs: Vec<String>,
}

/// Collects the divisions that are articles: those with a head, and the text between them. A head without text belongs
/// to the divisions in it. Without divisions, it is an article.
pub fn divide<'a>(
    element: &'a Element,
    section: Option<String>,
    depth: usize,
    out: &mut Vec<Division<'a>>,
) {
    let is_division = |child: &&Element| DIVISIONS.contains(&child.name.as_str());
    let head = element.children().find(|child| child.name == "head");
    let title = head.and_then(Element::text);
    let mut own = Vec::new();
    let at = out.len();
    for child in element.children() {
        let heads = |inner: &Element| inner.children().any(|one| one.name == "head");
        if is_division(&child)
            && depth < DEPTH
            && (heads(child) || child.children().any(|one| is_division(&one)))
        {
            divide(child, title.clone().or_else(|| section.clone()), depth + 1, out);
            continue;
        }
        let text = match child.name.as_str() {
            // The first head is the title. Others are subtitles.
            "head" if head.is_some_and(|head| std::ptr::eq(head, child)) => continue,
            "byline" | "dateline" | "fw" | "pb" | "docAuthor" => continue,
            "opener" => salutation(child),
            _ => text_of(child),
        };
        own.extend(Some(text).filter(|text| !text.is_empty()));
    }
    if !own.is_empty() || title.is_some() && out.len() == at {
        out.insert(at, Division { element, section, paragraphs: own });
    }
}

/// Returns the text of an opener without its byline and dateline, which are headers.
fn salutation(opener: &Element) -> String {
    let is_header = |node: &Node| matches!(node, Node::Element(child) if ["byline", "dateline"].contains(&child.name.as_str()));
    let nodes = opener.nodes.iter().filter(|node| !is_header(node)).cloned().collect();
    text_of(&Element { nodes, ..Element::default() })
}

/// Returns the text of an element. Words that are divided by a line break are joined.
pub fn text_of(element: &Element) -> String {
    let mut text = String::new();
    gather(element, 0, &mut text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn gather(element: &Element, depth: usize, out: &mut String) {
    let is_choice = element.name == "choice";
    for node in &element.nodes {
        match node {
            Node::Text(text) => out.push_str(&text.replace(['\n', '\r', '\t'], " ")),
            Node::Element(child) => match child.name.as_str() {
                "lb" | "pb" | "cb" if child.attribute("break") == Some("no") => {
                    let end = out.trim_end().trim_end_matches(['-', '¬', '\u{ad}']).len();
                    out.truncate(end);
                }
                "lb" | "cb" | "pb" => out.push(' '),
                // A choice contains the printed form and the corrected one.
                "orig" | "sic" | "abbr" if is_choice => {}
                "fw" | "figDesc" | "teiHeader" => {}
                _ if depth > 4 * DEPTH => {}
                name => {
                    let block = BLOCKS.contains(&name);
                    out.push_str(if block { "\n" } else { "" });
                    gather(child, depth + 1, out);
                    out.push_str(if block { "\n" } else { "" });
                }
            },
        }
    }
}
