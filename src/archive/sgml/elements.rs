//! Finds the elements of an SGML document, and removes them from text.

/// An element: its name, the position of its content, and the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// The name as written in the tag.
    pub name: &'a str,
    /// The position of the content in the document.
    start: usize,
    /// The text between the tags.
    pub inner: &'a str,
}

/// The maximum number of open elements, and the maximum number of elements that are kept.
const OPEN: usize = 64;
const KEPT: usize = 1_000;

/// Returns the elements with certain names in a document, in the order of their start tags. An element without an end
/// tag is ignored.
pub fn elements<'a>(text: &'a str, names: &[&str]) -> Vec<Element<'a>> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut found = Vec::new();
    for tag in Tags::of(text).filter(|tag| is_any(tag.name, names)) {
        if !tag.closes {
            if open.len() < OPEN {
                open.push((tag.name, tag.end));
            }
            continue;
        }
        let Some(at) = open.iter().rposition(|(name, _)| name.eq_ignore_ascii_case(tag.name))
        else {
            continue;
        };
        let (name, start) = open[at];
        open.truncate(at);
        if found.len() < KEPT {
            found.push(Element { name, start, inner: &text[start..tag.start] });
        }
    }
    found.sort_by_key(|element| element.start);
    found
}

/// Removes the elements with certain names from a text.
pub fn without(text: &str, names: &[&str]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    // The element that is being removed, and the position of its start tag.
    let mut skipped: Option<(&str, usize)> = None;
    for tag in Tags::of(text).filter(|tag| is_any(tag.name, names)) {
        match skipped {
            None if !tag.closes => skipped = Some((tag.name, tag.start)),
            Some((name, start)) if tag.closes && name.eq_ignore_ascii_case(tag.name) => {
                out.push_str(&text[at..start]);
                at = tag.end;
                skipped = None;
            }
            _ => {}
        }
    }
    out.push_str(&text[at..]);
    out
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A tag: its name, its bytes, and whether it is an end tag.
#[derive(Debug)]
struct Tag<'a> {
    name: &'a str,
    start: usize,
    end: usize,
    closes: bool,
}

/// The tags of a text.
struct Tags<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    fn of(text: &'a str) -> Tags<'a> {
        Tags { text, at: 0 }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        while let Some(start) = self.text[self.at..].find('<').map(|start| start + self.at) {
            self.at = start + 1;
            let rest = &self.text[self.at..];
            let (closes, rest) = match rest.strip_prefix('/') {
                Some(rest) => (true, rest),
                None => (false, rest),
            };
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let Some(length) = length.filter(|length| *length > 0) else { continue };
            let name = &rest[..length];
            // A tag ends on its line. A `<` before its end starts another tag.
            let Some(open) = rest[length..].find(['>', '<', '\n']) else { continue };
            if !rest[length + open..].starts_with('>') {
                continue;
            }
            let end = self.text.len() - rest.len() + length + open + 1;
            self.at = end;
            return Some(Tag { name, start, end, closes });
        }
        None
    }
}

/// The maximum length, in bytes, of a tag that is removed from text.
const MOST_OF_TAG: usize = 66;

/// Removes tags and decodes entities once. Paragraphs are kept.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(MOST_OF_TAG).position(|byte| byte == b'>');
        let tag = end.map(|end| &rest[..=end]).filter(|tag| is_tag(tag));
        if let Some(tag) = tag {
            if tag.eq_ignore_ascii_case("<p>") {
                out.push('\n');
            }
            rest = &rest[tag.len()..];
        } else if let Some((character, length)) = entity(rest) {
            out.extend(character.filter(|c| !c.is_control() || c.is_whitespace()));
            rest = &rest[length..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn is_tag(tag: &str) -> bool {
    let Some(name) = tag.strip_prefix('<') else { return false };
    let name = name.strip_prefix('/').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= 64
        && !name[..name.len() - 1].contains(['<', '\n'])
}

/// Returns the character of the entity at the start of a text, and the entity's length. Unknown entities are text.
fn entity(text: &str) -> Option<(Option<char>, usize)> {
    let end = text.as_bytes().iter().take(12).position(|byte| *byte == b';')?;
    let name = &text[1..end];
    let character = match name {
        "amp" | "AMP" => Some('&'),
        "lt" | "LT" => Some('<'),
        "gt" | "GT" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "hyph" => Some('-'),
        "blank" | "sp" => Some(' '),
        _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?),
    };
    Some((character, end + 1))
}
