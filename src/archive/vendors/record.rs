//! An article of an export while it is being read.

use super::paragraphs::flat;
use crate::archive::RawArticle;
use crate::article::Header;

/// The maximum number of headers of an article.
pub const HEADERS: usize = 1_000;
/// The maximum length of the value of a header, in bytes.
pub const VALUE: usize = 64 << 10;
/// The maximum length of the name of a header, in bytes.
const NAME: usize = 100;

/// Returns the start of a text, at most `most` bytes of it.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The fields of an article that were found so far.
#[derive(Debug, Default, Clone)]
pub struct Record {
    headers: Vec<Header>,
    body: Vec<String>,
}

impl Record {
    /// Adds a header, unless its value is empty. A long value is cut, and headers after the [`HEADERS`]th are left out.
    pub fn say(&mut self, name: &str, value: &str) {
        let value = flat(cut(value, VALUE));
        if !value.is_empty() && self.headers.len() < HEADERS {
            self.headers.push(Header { name: cut(name, NAME).to_string(), value });
        }
    }

    /// Adds a header that an article has only once. Other values are added as `other-` and the name.
    pub fn say_once(&mut self, name: &str, value: &str) {
        let name = if self.has(name) { format!("other-{name}") } else { name.to_string() };
        self.say(&name, value);
    }

    /// Appends a value to the last header.
    pub fn go_on(&mut self, value: &str) {
        if let Some(last) = self.headers.last_mut() {
            let room = VALUE.saturating_sub(last.value.len());
            let value = flat(cut(value, room));
            if !value.is_empty() {
                last.value.push(' ');
                last.value.push_str(&value);
            }
        }
    }

    /// Returns whether there is a header with this name.
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.name == name)
    }

    /// Returns whether a header has this value.
    pub fn states(&self, value: &str) -> bool {
        let value = flat(value);
        self.headers.iter().any(|header| header.value == value)
    }

    /// Adds a paragraph of the text.
    pub fn write(&mut self, paragraph: &str) {
        let paragraph = paragraph.trim();
        if !paragraph.is_empty() {
            self.body.push(paragraph.to_string());
        }
    }

    /// Returns whether there is text.
    pub fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// Returns whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.headers.is_empty() && self.body.is_empty()
    }

    /// Returns the article. The caller adds its number in the export.
    pub fn article(self) -> RawArticle {
        RawArticle {
            headers: self.headers,
            text: self.body.join("\n\n"),
            body_from: Some("text of the document"),
            ..RawArticle::default()
        }
    }
}

/// Splits a line of the form `Label: value` with a label of at most six words.
pub fn labelled(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.split_once(':')?;
    let label = label.trim();
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '(' | ')' | '\'' | '\u{a0}');
    let fits = (1..=48).contains(&label.len())
        && label.chars().all(plain)
        && label.split_whitespace().count() <= 6
        && label.starts_with(char::is_alphabetic);
    fits.then(|| (label, value.trim()))
}

/// Returns whether a paragraph is a copyright notice.
pub fn is_copyright(text: &str) -> bool {
    let text = text.trim_start();
    let starts =
        |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    [
        "copyright ",
        "©",
        "(c) ",
        "all rights reserved",
        "tous droits réservés",
        "alle rechte vorbehalten",
    ]
    .iter()
    .any(|word| starts(word))
        && text.len() < 600
}
