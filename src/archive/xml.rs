//! XML as the elements a form asks for, each as a small tree; the rest streams by.
//!
//! Entities of a document's own are never expanded and nothing outside is fetched: an entity that is not
//! known reads as empty. Names are told without their prefixes. What is not well-formed is read as far as it
//! can be.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bounded::Size;
use super::{Cut, Reason};
use crate::error::harmless;

/// Elements within one another that are told apart; deeper ones give their text.
const DEPTH: usize = 200;

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

/// What is told of a document.
pub enum Told {
    /// An element that was asked for, and how much of it was kept if it was too long.
    Element(Element, Option<Cut>),
    /// The text of an element that stands outside of those: its name, its parent's, the text.
    Outside(String, String, String),
}

/// Tells the elements of some names, each of so many bytes at most, and short texts outside of them.
pub fn each(
    input: &mut dyn BufRead,
    names: &[&str],
    limit: usize,
    tell: &mut dyn FnMut(Told) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut reader = Reader::from_reader(input);
    let settings = reader.config_mut();
    settings.check_end_names = false;
    settings.allow_unmatched_ends = true;
    settings.allow_dangling_amp = true;
    let mut buffer = Vec::new();
    // The element asked for and those open in it; those open outside.
    let mut open: Vec<Element> = Vec::new();
    let mut outside: Vec<(String, String)> = Vec::new();
    let (mut deeper, mut size) = (0_usize, Size::default());
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                return Err(io::Error::new(error.kind(), error.to_string()));
            }
            Err(error) => {
                return Err(Reason::MalformedXml.because(error).into());
            }
        };
        match event {
            Event::Eof => break,
            Event::Start(tag) => {
                if open.is_empty() && !names.contains(&name_of(&tag).as_str()) {
                    if outside.len() < DEPTH {
                        outside.push((name_of(&tag), String::new()));
                    } else {
                        deeper += 1;
                    }
                } else if open.len() < DEPTH {
                    open.push(element(&tag));
                } else {
                    deeper += 1;
                }
            }
            Event::Empty(tag) => {
                if open.is_empty() {
                    if names.contains(&name_of(&tag).as_str())
                        && tell(Told::Element(element(&tag), None)).is_break()
                    {
                        return Ok(());
                    }
                } else if size.kept < limit
                    && let Some(last) = open.last_mut()
                {
                    size.kept += tag.len();
                    last.nodes.push(Node::Element(element(&tag)));
                }
            }
            Event::End(_) if deeper > 0 => deeper -= 1,
            Event::End(_) => match open.pop() {
                Some(done) => match open.last_mut() {
                    Some(parent) => parent.nodes.push(Node::Element(done)),
                    None => {
                        let cut = std::mem::take(&mut size).cut();
                        if tell(Told::Element(done, cut)).is_break() {
                            return Ok(());
                        }
                    }
                },
                None => {
                    if let Some((name, text)) = outside.pop()
                        && !text.trim().is_empty()
                    {
                        let parent = outside.last().map(|(name, _)| name.clone());
                        let said =
                            Told::Outside(name, parent.unwrap_or_default(), text.trim().into());
                        if tell(said).is_break() {
                            return Ok(());
                        }
                    }
                }
            },
            Event::Text(text) => add(&mut open, &mut outside, &text, limit, &mut size),
            Event::CData(text) => add(&mut open, &mut outside, &text, limit, &mut size),
            Event::GeneralRef(name) => {
                let text = entity(&name);
                add(&mut open, &mut outside, &text, limit, &mut size);
            }
            _ => {}
        }
    }
    // A document that ends too early: what was open is told as far as it goes.
    while let Some(done) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Element(done)),
            None => {
                harmless(tell(Told::Element(done, size.cut())), "nothing follows");
            }
        }
    }
    Ok(())
}

/// What is kept of a text outside. Bytes.
const OUTSIDE: usize = 1 << 10;

fn add(
    open: &mut [Element],
    outside: &mut [(String, String)],
    text: &str,
    limit: usize,
    size: &mut Size,
) {
    if let Some(last) = open.last_mut() {
        let room = if size.left_out > 0 { 0 } else { limit.saturating_sub(size.kept) };
        let (text, rest) = text.split_at(text.floor_char_boundary(room));
        size.kept += text.len();
        size.left_out += rest.len();
        match last.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => last.nodes.push(Node::Text(text.to_string())),
        }
    } else if let Some((_, before)) = outside.last_mut() {
        let room = OUTSIDE.saturating_sub(before.len());
        before.push_str(&text[..text.floor_char_boundary(room)]);
    }
}

fn name_of(tag: &BytesStart) -> String {
    tag.local_name().as_ref().to_string()
}

fn element(tag: &BytesStart) -> Element {
    let mut attributes = Vec::new();
    for attribute in tag.attributes().with_checks(false).flatten().take(64) {
        let value = unescaped(&attribute.value);
        attributes.push((attribute.key.local_name().as_ref().to_string(), value));
    }
    let prefix = tag.name().prefix().map(|prefix| prefix.as_ref().to_string());
    Element {
        name: name_of(tag),
        prefix: prefix.unwrap_or_default(),
        attributes,
        nodes: Vec::new(),
    }
}

/// A value with its entities decoded once.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.find(';').filter(|end| *end <= 32) {
            Some(end) => {
                out.push_str(&entity(&rest[..end]));
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// The text of an entity by its name: XML's five, characters by number, HTML's; another reads as empty.
fn entity(name: &str) -> String {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        };
        let character = code.and_then(char::from_u32);
        return character
            .filter(|c| !c.is_control() || c.is_whitespace())
            .map(String::from)
            .unwrap_or_default();
    }
    match name {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        _ => {
            let written = format!("&{name};");
            let decoded: String = html5gum::Tokenizer::new(&written)
                .flatten()
                .filter_map(|token| match token {
                    html5gum::Token::String(text) => {
                        Some(String::from_utf8_lossy(&text.value).into_owned())
                    }
                    _ => None,
                })
                .collect();
            if decoded == written { String::new() } else { decoded }
        }
    }
}

/// The name of the first element of a document, without a prefix, and its whole tag.
pub fn root(beginning: &str) -> Option<(&str, &str)> {
    let mut rest = beginning.trim_start_matches('\u{feff}').trim_start();
    for _ in 0..64 {
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->")? + 3,
            _ if rest.starts_with("<?") => rest.find("?>")? + 2,
            _ if rest.starts_with("<!") => {
                // Declarations within a document type end with it.
                let first = rest.find('>')?;
                match rest[..first].contains('[') {
                    true => {
                        rest.find("]>").map(|at| at + 2).or_else(|| Some(rest.find("]\n>")? + 3))?
                    }
                    false => first + 1,
                }
            }
            _ => break,
        };
        rest = rest[end..].trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    let name = tag.split([' ', '\t', '\r', '\n', '/']).next()?;
    Some((name.rsplit(':').next()?, tag))
}
