//! Text without a header: each file of prose is one article.
//!
//! This format is tried last. [`kind`] distinguishes prose from program code, configuration, logs and tables of
//! numbers. [`opening`] finds the title, and with [`frame`] the author, the newspaper and the dates near the top.

mod date_words;
mod dated;
mod frame;
pub mod kind;
mod kind_names;
mod labels;
pub mod markdown;
mod markup;
pub mod opening;
mod paper;
mod people;
mod title;

use std::io::BufRead;

use super::{Format, RawArticle, Reading, Reason, Sink, Why, bounded, html, xml};
use crate::article::Header;
use crate::error::harmless;

pub struct Text;

/// Markdown, which is text with markup.
pub struct Markdown;

/// Another markup: its name, the extensions of its files, and a function that removes it.
pub struct Markup {
    name: &'static str,
    extensions: &'static [&'static str],
    plain: fn(&str) -> String,
}

pub static ASCIIDOC: Markup =
    Markup { name: "asciidoc", extensions: &["adoc", "asciidoc"], plain: markup::of_asciidoc };
pub static RST: Markup = Markup { name: "rst", extensions: &["rst"], plain: markup::of_rst };
pub static ORG: Markup = Markup { name: "org", extensions: &["org"], plain: markup::of_org };

/// Returns the format of a text that no other format recognizes, or the reason why it is not an article.
pub fn format_of(name: &str, beginning: &str) -> Result<&'static dyn Format, Why> {
    match kind::kind(name, beginning) {
        kind::Kind::Prose if is_markdown(name) => Ok(&Markdown),
        kind::Kind::Prose => Ok(of_extension(name)),
        kind::Kind::OtherName if beginning.trim_start().starts_with(['<', '{', '[']) => {
            Err(match xml::root(beginning) {
                Some((root, _)) if known_root(root).is_some() => {
                    Reason::Unsupported.because(known_root(root).unwrap_or_default())
                }
                // The name comes from the file, so it is checked.
                Some((root, _))
                    if root.len() <= ROOT && root.bytes().all(|b| b.is_ascii_graphic()) =>
                {
                    Reason::NoHeader.because(format!("unknown XML format <{root}>"))
                }
                _ => Reason::NoHeader.into(),
            })
        }
        kind::Kind::OtherName => {
            Err(Reason::NoHeader.because("unknown file name extension (--format text reads it)"))
        }
        other => Err(Reason::NotProse.because(other.name())),
    }
}

/// Returns the markup of a text by the extension of its name, or else plain text.
fn of_extension(name: &str) -> &'static dyn Format {
    let end = kind::extension(name).unwrap_or_default();
    let mut known = [&ASCIIDOC, &RST, &ORG].into_iter();
    let markup = known.find(|markup| markup.extensions.contains(&end.as_str()));
    markup.map_or(&Text, |markup| markup as &dyn Format)
}

/// The maximum length of the name of an element in a reason, in bytes.
const ROOT: usize = 40;

/// Returns the name of an XML format that dateline does not read, and what to do about it.
fn known_root(root: &str) -> Option<&'static str> {
    Some(match root {
        "opml" => "OPML, a list of feeds (save the feeds)",
        "en-export" => "Evernote notes (export them as HTML)",
        "mediawiki" => "MediaWiki export (convert it to text or HTML)",
        "tt" => "TTML subtitles (convert them to WebVTT)",
        "modsCollection" | "mods" => "MODS records (export them as RIS)",
        "DjVuXML" => "DjVu text (convert it to PDF or hOCR)",
        "wordDocument" => "Word 2003 document (save it as .docx)",
        "Workbook" => "Excel 2003 workbook (save it as CSV)",
        "RDF" => "RDF (export it as RIS or CSV)",
        "xbel" => "XBEL, a list of bookmarks (save the pages)",
        _ => return None,
    })
}

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    /// Returns `false`, because nothing in a text shows that it has no header: see [`format_of`].
    fn recognises(&self, _name: &str, _beginning: &str) -> bool {
        false
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (text, cut) = bounded::whole(input, reading.limit)?;
        let text = with_line_feeds(text);
        let text = if is_markup(&text) { html::text_of(&text) } else { text };
        harmless(sink(Ok(RawArticle { cut, ..article(&text) })), "nothing follows");
        Ok(())
    }
}

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn recognises(&self, _name: &str, _beginning: &str) -> bool {
        false
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (text, cut) = bounded::whole(input, reading.limit)?;
        let text = with_line_feeds(text);
        let mut read = article(&markdown::plain(&text));
        let titled = read.headers.iter().any(|header| header.name == "title");
        if let (false, Some(title)) = (titled, markdown::heading(&text)) {
            read.headers.push(Header { name: "title".into(), value: title.into() });
            read.place = "heading".into();
        }
        harmless(sink(Ok(RawArticle { cut, ..read })), "nothing follows");
        Ok(())
    }
}

impl Format for Markup {
    fn name(&self) -> &'static str {
        self.name
    }

    fn recognises(&self, _name: &str, _beginning: &str) -> bool {
        false
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (text, cut) = bounded::whole(input, reading.limit)?;
        let text = with_line_feeds(text);
        let read = article(&(self.plain)(text.trim_start_matches('\u{feff}')));
        harmless(sink(Ok(RawArticle { cut, ..read })), "nothing follows");
        Ok(())
    }
}

/// Returns whether a text is part of a page: paragraphs, headings and the like between tags.
fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    if !text.starts_with('<') {
        return false;
    }
    let begins = |name: &&&str| {
        let rest = text[1..].strip_prefix(**name);
        rest.is_some_and(|rest| rest.starts_with(['>', ' ']))
    };
    let Some(name) = BLOCKS.iter().find(begins) else { return false };
    text.contains(&format!("</{name}>"))
}

/// The names of elements with which a part of a page may start.
const BLOCKS: [&str; 8] = ["p", "div", "h1", "h2", "h3", "article", "section", "blockquote"];

/// Replaces the line endings of Windows (CR LF) and classic Mac OS (CR).
fn with_line_feeds(text: String) -> String {
    match (text.contains('\r'), text.contains('\n')) {
        (false, _) => text,
        (true, true) => text.replace("\r\n", "\n"),
        (true, false) => text.replace('\r', "\n"),
    }
}

fn is_markdown(name: &str) -> bool {
    kind::extension(name).is_some_and(|end| matches!(end.as_str(), "md" | "markdown"))
}

/// Returns the article in a text: its title, its dates and its body.
pub fn article(text: &str) -> RawArticle {
    let text = text.trim_start_matches('\u{feff}');
    let opening = opening::read(text);
    of_opening(opening)
}

/// Returns the article that consists of a title and the text below it. If the title is the name of a newspaper, as at the
/// top of a page, the title of the article follows.
pub fn titled(title: &str, place: &str, text: &str) -> RawArticle {
    if paper::is_paper(title) {
        let whole = article(&format!("{title}\n\n{text}"));
        let is_source = |header: &Header| header.name == "source" && header.value == title;
        if whole.headers.iter().any(is_source) {
            return whole;
        }
    }
    let mut article = of_opening(opening::below_title(text));
    article.headers.insert(0, Header { name: "title".into(), value: title.into() });
    RawArticle { place: place.into(), ..article }
}

fn of_opening(opening: opening::Opening) -> RawArticle {
    let mut headers = Vec::new();
    let mut place = "text".to_string();
    if let Some((title, line)) = opening.title {
        // Hyphens that are shown only at the end of a line do not belong to a title.
        headers.push(Header { name: "title".into(), value: title.replace('\u{ad}', "") });
        place = format!("line {line}");
    }
    let aside = opening.set_aside.iter();
    headers
        .extend(aside.map(|(name, line)| Header { name: (*name).into(), value: (*line).into() }));
    RawArticle {
        alone: true,
        may_be_named_by_path: true,
        line: 1,
        headers,
        place,
        dates: opening.dates,
        text: opening.body.to_string(),
        body_from: Some("text"),
        ..RawArticle::default()
    }
}

#[cfg(test)]
mod heads_tests;
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_article() {
        let lamp = article("\u{feff}Lamp lit again\n31 May 2019\n\nThe lamp was lit.\n");
        assert_eq!(lamp.headers[0].value, "Lamp lit again");
        assert_eq!(
            (lamp.dates[0].written.as_str(), lamp.text.trim()),
            ("31 May 2019", "The lamp was lit.")
        );
        assert!(article("").text.is_empty());
    }
}
