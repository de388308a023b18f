//! Splits exports into paragraphs, whether they are plain text, HTML or the text of a document.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// A paragraph of an export.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text. Its lines are separated by line feeds.
    pub text: String,
    /// The names, classes and ids of the enclosing elements, in lower case and separated by spaces.
    pub marks: String,
    /// The number of article elements that started before the paragraph. It is 0 for paragraphs before the first
    /// article.
    pub unit: usize,
}

impl Paragraph {
    /// Returns whether an enclosing element has this name, class or id.
    pub fn is_in(&self, mark: &str) -> bool {
        self.marks.split(' ').any(|known| known == mark)
    }

    /// Returns the text with white space collapsed.
    pub fn flat(&self) -> String {
        flat(&self.text)
    }
}

/// Collapses white space to single spaces.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the paragraphs of plain text, which are separated by blank lines. Lines lose their indentation.
pub fn of_text(text: &str) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    let mut open = String::new();
    for line in text.lines().chain([""]) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !line.is_empty() {
            if !open.is_empty() {
                open.push('\n');
            }
            open.push_str(line);
        } else if !open.is_empty() {
            all.push(Paragraph { text: std::mem::take(&mut open), ..Paragraph::default() });
        }
    }
    all
}

/// Elements that start and end a paragraph.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];
/// Elements without an end tag.
const VOID: [&str; 9] = ["area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"];
/// Elements whose text is not shown.
const HIDDEN: [&str; 7] = ["button", "noscript", "script", "select", "style", "textarea", "title"];
/// Classes of elements that are lines of recognized text.
const LINES: [&str; 5] = ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"];
/// The maximum number of open elements. The marks of deeper elements are ignored.
const DEPTH: usize = 256;
/// The maximum length, in bytes, of the marks of a paragraph. The innermost elements take precedence.
const MARKS: usize = 400;
/// The text of the paragraph that represents a horizontal rule.
pub const RULE: &str = "____________________";

struct Open {
    name: String,
    marks: String,
    in_pre: bool,
}

struct Page<'a> {
    begins: &'a dyn Fn(&str, &str) -> bool,
    open: Vec<Open>,
    deeper: usize,
    hidden: usize,
    unit: usize,
    text: String,
    /// The marks of the elements around the text.
    marks: String,
    all: Vec<Paragraph>,
}

/// Returns the paragraphs of a page. `begins` returns whether an element with this name and these marks starts an
/// article.
pub fn of_page(html: &str, begins: &dyn Fn(&str, &str) -> bool) -> Vec<Paragraph> {
    let mut page = Page {
        begins,
        open: Vec::new(),
        deeper: 0,
        hidden: 0,
        unit: 0,
        text: String::new(),
        marks: String::new(),
        all: Vec::new(),
    };
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let mut marks = name.clone();
                for (key, value) in &tag.attributes {
                    if matches!(&***key, b"class" | b"id") {
                        marks.push(' ');
                        marks.push_str(&String::from_utf8_lossy(value).to_lowercase());
                    }
                }
                page.start(name, flat(&marks));
            }
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => page.add(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    page.flush();
    page.all
}

impl Page<'_> {
    fn start(&mut self, name: String, marks: String) {
        if name == "br" {
            // Two line breaks end a paragraph.
            if self.text.ends_with('\n') {
                self.flush();
            } else if !self.text.is_empty() {
                self.text.push('\n');
            }
            return;
        }
        let is_block = BLOCKS.contains(&name.as_str());
        if is_block {
            self.flush();
        }
        if name == "hr" {
            let text = RULE.to_string();
            self.all.push(Paragraph { text, marks: "hr".into(), unit: self.unit });
        }
        if VOID.contains(&name.as_str()) {
            return;
        }
        if (self.begins)(&name, &marks) {
            self.flush();
            self.unit += 1;
        }
        if HIDDEN.contains(&name.as_str()) {
            self.hidden += 1;
        }
        if marks.split(' ').any(|mark| LINES.contains(&mark)) && !self.text.is_empty() {
            self.text.push('\n');
        }
        if self.open.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        // A paragraph, a row or a cell may lack its end tag.
        if let Some(last) = self.open.last()
            && last.name == name
            && ["p", "li", "td", "tr", "dt", "dd"].contains(&name.as_str())
        {
            self.open.pop();
        }
        let in_pre = name == "pre" || self.open.last().is_some_and(|open| open.in_pre);
        self.open.push(Open { name, marks, in_pre });
    }

    fn end(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.flush();
        }
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let known = self.open.iter().rposition(|open| open.name == name);
        if let Some(at) = known {
            self.open.truncate(at);
        }
    }

    fn add(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let in_pre = self.open.last().is_some_and(|open| open.in_pre);
        let was_empty = self.text.is_empty();
        for c in text.chars() {
            match c {
                '\n' if in_pre => self.text.push('\n'),
                c if c.is_whitespace() => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                        self.text.push(' ');
                    }
                }
                c => self.text.push(c),
            }
        }
        if text.trim().is_empty() {
            return;
        }
        if was_empty || self.marks.is_empty() {
            self.marks.clear();
            for open in self.open.iter().rev() {
                if self.marks.len() + open.marks.len() > MARKS {
                    break;
                }
                self.marks.push_str(&open.marks);
                self.marks.push(' ');
            }
        } else if let Some(last) = self.open.last()
            && self.marks.len() + last.marks.len() < 2 * MARKS
            && !self.marks.contains(&last.marks)
        {
            self.marks.push_str(&last.marks);
            self.marks.push(' ');
        }
    }

    fn flush(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            self.all.push(Paragraph {
                text: lines.join("\n"),
                marks: self.marks.trim_end().to_string(),
                unit: self.unit,
            });
        }
        self.text.clear();
        self.marks.clear();
    }
}
