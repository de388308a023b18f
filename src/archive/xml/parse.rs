//! Reads the requested elements with the `quick-xml` crate.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::element::{Element, Node, Selection};
use super::entities::{entity, unescaped};
use super::paced::{self, Paced};
use crate::archive::Reason;
use crate::archive::bounded::Size;
use crate::error::harmless;

/// The maximum depth of nested elements. The text of deeper elements is kept without their structure.
const DEPTH: usize = 200;
/// The maximum memory, in bytes, of the elements within a requested one. The text of further elements is kept without
/// their structure.
const WEIGHT: usize = 96 << 20;

/// Calls `visit` for each element with one of the names, of which at most `limit` bytes are kept, and for short texts
/// outside of these elements.
pub fn each(
    input: &mut dyn BufRead,
    names: &[&str],
    limit: usize,
    visit: &mut dyn FnMut(Selection) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut reader = Reader::from_reader(Paced::new(input));
    let settings = reader.config_mut();
    settings.check_end_names = false;
    settings.allow_unmatched_ends = true;
    settings.allow_dangling_amp = true;
    let mut buffer = Vec::new();
    // The requested element and the open elements in it, and the open elements outside.
    let mut open: Vec<Element> = Vec::new();
    let mut outside: Vec<(String, String)> = Vec::new();
    let (mut deeper, mut size, mut weight) = (0_usize, Size::default(), 0_usize);
    let mut ended = Ok(());
    loop {
        buffer.clear();
        reader.get_mut().next();
        let read = reader.read_event_into(&mut buffer);
        let event = match read {
            Ok(event) => event,
            Err(quick_xml::Error::Io(_)) if reader.get_ref().is_spent() => {
                // The start of a long text is kept.
                if !buffer.starts_with(b"<") {
                    let text = String::from_utf8_lossy(&buffer);
                    add(&mut open, &mut outside, &text, limit, &mut size);
                }
                size.left_out += 1;
                ended = Err(paced::too_long());
                break;
            }
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
                } else if open.len() < DEPTH && weight < WEIGHT {
                    weight += weight_of(&tag);
                    open.push(element(&tag));
                } else {
                    deeper += 1;
                }
            }
            Event::Empty(tag) => {
                if open.is_empty() {
                    if names.contains(&name_of(&tag).as_str())
                        && visit(Selection::Element(element(&tag), None)).is_break()
                    {
                        return Ok(());
                    }
                } else if size.kept >= limit || size.left_out > 0 || weight >= WEIGHT {
                    // The text may be in the attributes, as in ALTO.
                    size.left_out += tag.len();
                } else if let Some(last) = open.last_mut() {
                    size.kept += tag.len();
                    weight += weight_of(&tag);
                    last.nodes.push(Node::Element(element(&tag)));
                }
            }
            Event::End(_) if deeper > 0 => deeper -= 1,
            Event::End(tag) if !open.is_empty() => {
                // HTML within an element may leave elements open, and end others that were not begun.
                let name = tag.local_name();
                let is_named = |known: &str| known.eq_ignore_ascii_case(name.as_ref());
                let at = open.iter().rposition(|element| is_named(&element.name));
                let is_outside = || outside.iter().any(|(known, _)| is_named(known));
                let Some(at) = at.or_else(|| is_outside().then_some(0)) else { continue };
                close(&mut open, at);
                let done = open.pop();
                match (done, open.last_mut()) {
                    (Some(done), Some(parent)) => parent.nodes.push(Node::Element(done)),
                    (Some(done), None) => {
                        weight = 0;
                        let cut = std::mem::take(&mut size).cut();
                        if visit(Selection::Element(done, cut)).is_break() {
                            return Ok(());
                        }
                    }
                    (None, _) => {}
                }
            }
            Event::End(_) => {
                if let Some((name, text)) = outside.pop()
                    && !text.trim().is_empty()
                {
                    let parent = outside.last().map(|(name, _)| name.clone());
                    let outside =
                        Selection::Outside(name, parent.unwrap_or_default(), text.trim().into());
                    if visit(outside).is_break() {
                        return Ok(());
                    }
                }
            }
            Event::Text(text) => add(&mut open, &mut outside, &text, limit, &mut size),
            Event::CData(text) => add(&mut open, &mut outside, &text, limit, &mut size),
            Event::GeneralRef(name) => {
                let text = entity(&name);
                add(&mut open, &mut outside, &text, limit, &mut size);
            }
            _ => {}
        }
    }
    // If the document is incomplete, its open elements are reported as far as they were read.
    close(&mut open, 0);
    if let Some(done) = open.pop() {
        harmless(visit(Selection::Element(done, size.cut())), "nothing follows");
    }
    ended
}

/// Ends the open elements within the one at an index.
fn close(open: &mut Vec<Element>, at: usize) {
    while open.len() > at + 1
        && let Some(done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.nodes.push(Node::Element(done));
    }
}

/// Returns the approximate memory of an element in addition to its text, in bytes.
fn weight_of(tag: &BytesStart) -> usize {
    let attributes = tag.bytes().filter(|byte| *byte == b'=').take(64).count();
    400 + tag.len() + 80 * attributes
}

/// The maximum length, in bytes, of a text outside of the requested elements.
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
    // An attribute without a value is none, for a parser that also reads what is not well-formed.
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
