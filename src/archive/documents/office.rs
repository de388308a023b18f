//! Word (OOXML, ECMA-376) and OpenDocument (ISO/IEC 26300) texts: their paragraphs, their title by its style, and their
//! properties.

use std::io;
use std::ops::ControlFlow;

use super::article::give;
use super::part::Part;
use super::properties::Properties;
use crate::archive::xml::{self, Element, Node, Selection};
use crate::archive::{Cut, Reading, Reason, Sink, decode};
use crate::error::harmless;

/// The paragraphs up to the length limit, and the title.
struct Paragraphs {
    title: Option<String>,
    kept: Vec<String>,
    bytes: usize,
    length: u64,
    limit: usize,
    /// Whether the end of the document was not read.
    is_cut: bool,
}

impl Paragraphs {
    fn new(limit: usize) -> Paragraphs {
        Paragraphs { title: None, kept: Vec::new(), bytes: 0, length: 0, limit, is_cut: false }
    }

    /// Counts what was left out of a paragraph that exceeds the limit.
    fn leave_out(&mut self, cut: Option<Cut>) {
        self.length += cut.and_then(|cut| Some(cut.of? - cut.kept)).unwrap_or(0);
    }

    /// Adds a paragraph. The first one with a title style is the title.
    fn add(&mut self, paragraph: &str, is_title: bool) {
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            return;
        }
        if is_title && self.title.is_none() && self.kept.is_empty() && paragraph.len() < 500 {
            self.title = Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
            return;
        }
        self.length += paragraph.len() as u64 + 2;
        let room = self.limit.saturating_sub(self.bytes);
        let kept = &paragraph[..paragraph.floor_char_boundary(room)];
        if !kept.is_empty() {
            self.bytes += kept.len() + 2;
            self.kept.push(kept.to_string());
        }
    }

    /// Passes on what was read. A document that was cut may end inside a tag.
    fn finish(self, read: io::Result<()>, properties: Properties, sink: Sink) -> io::Result<()> {
        match self.is_cut {
            true => harmless(read, "it was cut within a tag"),
            false => read?,
        }
        let of = (!self.is_cut).then_some(self.length);
        let cut = (self.is_cut || self.length > self.bytes as u64)
            .then_some(Cut { kept: self.bytes as u64, of });
        give(self.title, &self.kept, properties, cut, sink);
        Ok(())
    }
}

/// Reads a Word document.
pub fn docx(part: Part, reading: &Reading, sink: Sink) -> io::Result<()> {
    let properties = match part("docProps/core.xml")? {
        Some(found) => core(&found.bytes, "coreProperties")?,
        None => Properties::default(),
    };
    let text = main_part(&mut *part)?;
    let mut titles = Vec::new();
    for styles in ["word/styles.xml", "word/styles2.xml"] {
        if let Some(found) = part(styles)? {
            titles.extend(title_styles(&found.bytes));
        }
    }
    let found = part(&text)?.ok_or_else(|| missing(&text))?;
    let mut paragraphs = Paragraphs { is_cut: found.is_cut, ..Paragraphs::new(reading.limit) };
    let text = decoded(&found.bytes)?;
    drop(found);
    let read = xml::each(&mut text.as_bytes(), &["p"], reading.limit, &mut |selection| {
        if let Selection::Element(p, cut) = selection {
            let style = p.at(&["pPr", "pStyle"]).and_then(|style| style.attribute("val"));
            let mut text = String::new();
            gather(&p, &mut text);
            paragraphs.add(
                &text,
                style.is_some_and(|style| {
                    matches!(style, "Title" | "Heading1" | "Titel" | "Titre")
                        || titles.iter().any(|title| title == style)
                }),
            );
            paragraphs.leave_out(cut);
        }
        ControlFlow::Continue(())
    });
    paragraphs.finish(read, properties, sink)
}

/// Returns the name of the part with the text. Word on the web calls it `word/document2.xml`.
fn main_part(part: Part) -> io::Result<String> {
    let mut target = None;
    if let Some(found) = part("_rels/.rels")? {
        let text = decoded(&found.bytes)?;
        xml::each(&mut text.as_bytes(), &["Relationship"], 64 << 10, &mut |selection| {
            if let Selection::Element(relation, _) = selection
                && relation.attribute("Type").is_some_and(|of| of.ends_with("/officeDocument"))
            {
                let named = relation.attribute("Target");
                target = named.map(|name| name.trim_start_matches('/').to_string());
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(target.unwrap_or_else(|| "word/document.xml".to_string()))
}

/// Returns the ids of title styles. Word translates ids into the language of its interface, but not names.
fn title_styles(bytes: &[u8]) -> Vec<String> {
    let mut ids = Vec::new();
    // Without styles, the title is a paragraph like others.
    let text = decoded(bytes).unwrap_or_default();
    let read = xml::each(&mut text.as_bytes(), &["style"], 64 << 10, &mut |selection| {
        if let Selection::Element(style, _) = selection {
            let name = style.at(&["name"]).and_then(|name| name.attribute("val"));
            let is_title =
                name.is_some_and(|name| matches!(&*name.to_lowercase(), "title" | "heading 1"));
            ids.extend(style.attribute("styleId").filter(|_| is_title).map(str::to_string));
        }
        ControlFlow::Continue(())
    });
    harmless(read, "the text has a title without its style");
    ids
}

/// Reads an OpenDocument text.
pub fn odt(part: Part, reading: &Reading, sink: Sink) -> io::Result<()> {
    let kind = part("mimetype")?.map(|found| found.bytes).unwrap_or_default();
    let kind = String::from_utf8_lossy(&kind).into_owned();
    if kind.contains("spreadsheet") {
        return Err(Reason::Unsupported
            .because("OpenDocument spreadsheet (save it as CSV)")
            .into());
    }
    if let Some(manifest) = part("META-INF/manifest.xml")?
        && decoded(&manifest.bytes)?.contains("encryption-data")
    {
        return Err(crate::archive::Why::from(Reason::Encrypted).into());
    }
    let properties = match part("meta.xml")? {
        Some(found) => core(&found.bytes, "meta")?,
        None => Properties::default(),
    };
    let found = part("content.xml")?.ok_or_else(|| missing("content.xml"))?;
    let mut paragraphs = Paragraphs { is_cut: found.is_cut, ..Paragraphs::new(reading.limit) };
    let text = decoded(&found.bytes)?;
    drop(found);
    // Deleted text remains in the document, in a separate element.
    let names = ["p", "h", "tracked-changes"];
    let read = xml::each(&mut text.as_bytes(), &names, reading.limit, &mut |selection| {
        if let Selection::Element(p, cut) = selection
            && p.name != "tracked-changes"
        {
            let mut text = String::new();
            gather(&p, &mut text);
            let top =
                p.name == "h" && p.attribute("outline-level").is_none_or(|level| level == "1");
            paragraphs.add(&text, top || p.attribute("style-name") == Some("Title"));
            paragraphs.leave_out(cut);
        }
        ControlFlow::Continue(())
    });
    paragraphs.finish(read, properties, sink)
}

/// Appends the text of a paragraph. Deletions, field codes and notes are not text.
fn gather(element: &Element, out: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Text(text) if element.name != "instrText" => {
                out.push_str(&text.replace(['\r', '\n'], " "));
            }
            Node::Text(_) => {}
            Node::Element(child) => match child.name.as_str() {
                "del" | "delText" | "Fallback" | "annotation" | "note" | "pPr" | "rPr" => {}
                "tab" | "s" => out.push(' '),
                "br" | "cr" | "line-break" => out.push('\n'),
                "p" => {
                    out.push('\n');
                    gather(child, out);
                    out.push('\n');
                }
                "noBreakHyphen" => out.push('-'),
                _ => gather(child, out),
            },
        }
    }
}

/// Reads the properties in an element.
fn core(bytes: &[u8], root: &str) -> io::Result<Properties> {
    let mut found = Properties::default();
    xml::each(&mut decoded(bytes)?.as_bytes(), &[root], 64 << 10, &mut |selection| {
        if let Selection::Element(element, _) = selection {
            let text = |name: &str| element.find(name).and_then(Element::text);
            found.title = text("title");
            found.creator = text("creator").or_else(|| text("initial-creator"));
            found.created =
                text("created").or_else(|| text("creation-date")).or_else(|| text("date"));
            found.language = text("language");
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn missing(part: &str) -> io::Error {
    Reason::Unreadable.because(format!("the part {part} is missing")).into()
}

/// Returns the text of a part.
pub fn decoded(bytes: &[u8]) -> io::Result<String> {
    decode::whole(bytes, None)
        .ok_or_else(|| Reason::Unreadable.because("a part is not text").into())
}
