//! One pass over the tags of a page: what its head says, which elements may hold a date, its text, and
//! whether it is built in a way that would keep a parser busy for minutes.
//!
//! Tokens are those of the HTML Standard (<https://html.spec.whatwg.org/#tokenization>), by `html5gum`; no
//! tree is built, so the time is linear in the page's length whatever stands in it.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::marks::{attribute, marks, moment};

/// What was found on a page.
#[derive(Debug, Default)]
pub struct Page {
    /// `content` of `<meta>` by its `name`, `property` or `itemprop`, in lower case.
    pub metas: Vec<(String, String)>,
    /// `href` of `<link>` by its `rel`.
    pub links: Vec<(String, String)>,
    /// The text of `<title>`.
    pub title: Option<String>,
    /// The text of the first `<h1>`.
    pub heading: Option<String>,
    /// `lang` of `<html>`.
    pub lang: Option<String>,
    /// Scripts of JSON-LD.
    pub json_ld: Vec<String>,
    /// Elements that may hold a date.
    pub holders: Vec<Holder>,
    /// All text outside of scripts, navigation and forms, a line a block.
    pub text: String,
    /// Whether it is built so that extraction might take very long.
    pub is_extreme: bool,
}

/// An element that may hold a date.
#[derive(Debug, Default)]
pub struct Holder {
    /// Its name.
    pub name: String,
    /// Its `class`, `id`, `itemprop` and the like, in lower case, separated by spaces.
    pub marks: String,
    /// The marks of the elements around it.
    pub around: String,
    /// Its `datetime`, `content`, `title` or other attribute of a moment.
    pub moment: Option<String>,
    /// Its text, the beginning of it.
    pub text: String,
    /// Whether the first heading stood before it.
    pub after_heading: bool,
}

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose end may be left out: the next one ends them, so they do not nest.
const IMPLIED: [&str; 10] = ["p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead"];
/// Elements that begin a line.
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "section",
    "article",
    "blockquote",
    "pre",
    "dt",
    "dd",
    "figcaption",
    "hr",
];
/// Elements whose text is none of the article's.
const ASIDE: [&str; 14] = [
    "script", "style", "noscript", "nav", "footer", "aside", "form", "button", "select", "svg",
    "template", "iframe", "head", "header",
];
/// What is kept of a holder's text. Bytes.
const HOLDER_TEXT: usize = 160;
/// Holders of a page.
const HOLDERS: usize = 400;
/// Words in marks that tell of a date.
const DATED: [&str; 24] = [
    "date",
    "time",
    "publi",
    "posted",
    "post-meta",
    "postmeta",
    "entry-meta",
    "byline",
    "meta",
    "submitted",
    "timestamp",
    "dateline",
    "created",
    "updated",
    "fecha",
    "datum",
    "pubdate",
    "article-info",
    "info",
    "author",
    "credit",
    "posted-on",
    "stand",
    "jour",
];

/// Pages over one of these are not given to extraction: it is quadratic in some of them.
const DEPTH: usize = 500;
const TABLES: usize = 24;
const TAGS: usize = 60_000;
const LINKS: usize = 15_000;
const ATTRIBUTES: usize = 400;
const LENGTH: usize = 5 << 20;

/// An open element.
struct Open {
    name: String,
    marks: String,
    holder: Option<usize>,
}

#[derive(Default)]
struct Scan {
    page: Page,
    open: Vec<Open>,
    /// What text is of: the title, the first heading, a script.
    reading: Option<Reading>,
    /// How many elements of [`ASIDE`] are open.
    asides: usize,
    tables: usize,
    tags: usize,
    links: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Title,
    Heading,
    JsonLd,
}

/// Reads a page.
pub fn scan(html: &str) -> Page {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut scan = Scan::default();
    scan.page.is_extreme = html.len() > LENGTH;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => scan.start(&tag),
            Token::EndTag(tag) => scan.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => scan.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    scan.page
}

impl Scan {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
        self.tags += 1;
        self.links += usize::from(name == "a");
        self.tables += usize::from(name == "table");
        self.page.is_extreme |= self.tags > TAGS
            || self.links > LINKS
            || self.tables > TABLES
            || tag.attributes.len() > ATTRIBUTES
            || self.open.len() > DEPTH;
        if BLOCKS.contains(&name.as_str()) {
            self.line();
        }
        match name.as_str() {
            "html" => self.page.lang = attribute(tag, "lang").or(attribute(tag, "xml:lang")),
            "meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"];
                let key = key.iter().find_map(|key| attribute(tag, key));
                if let (Some(key), Some(content)) = (key, attribute(tag, "content")) {
                    self.page.metas.push((key.to_lowercase(), content));
                }
            }
            "link" => {
                if let (Some(rel), Some(href)) = (attribute(tag, "rel"), attribute(tag, "href")) {
                    self.page.links.push((rel.to_lowercase(), href));
                }
            }
            _ => {}
        }
        let marks = marks(tag);
        let moment = moment(tag, &name, &marks);
        let holds = name == "time"
            || name == "abbr" && moment.is_some()
            || DATED.iter().any(|word| marks.contains(word));
        let void = VOID.contains(&name.as_str());
        let mut holder = None;
        if (holds || moment.is_some()) && self.page.holders.len() < HOLDERS && name != "html" {
            let around = self.open.iter().rev().take(4).map(|open| open.marks.as_str());
            let around = around.collect::<Vec<_>>().join(" ");
            holder = Some(self.page.holders.len());
            self.page.holders.push(Holder {
                name: name.clone(),
                marks: marks.clone(),
                around,
                moment,
                text: String::new(),
                after_heading: self.page.heading.is_some(),
            });
        }
        if void || tag.self_closing && name != "script" && name != "div" {
            return;
        }
        if IMPLIED.contains(&name.as_str())
            && self.open.last().is_some_and(|last| last.name == name)
        {
            self.close_last();
        }
        match name.as_str() {
            "title" if self.page.title.is_none() => self.reading = Some(Reading::Title),
            "h1" if self.page.heading.is_none() && self.asides == 0 => {
                self.page.heading = Some(String::new());
                self.reading = Some(Reading::Heading);
            }
            "script" => {
                let kind = attribute(tag, "type").unwrap_or_default().to_lowercase();
                if kind.contains("ld+json") {
                    self.page.json_ld.push(String::new());
                    self.reading = Some(Reading::JsonLd);
                }
            }
            _ => {}
        }
        self.asides += usize::from(ASIDE.contains(&name.as_str()));
        // What is nested deeper is read as if it were not.
        if self.open.len() <= DEPTH {
            self.open.push(Open { name, marks, holder });
        }
    }

    fn end(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) {
            self.line();
        }
        if matches!(name.as_str(), "title" | "h1" | "script") {
            self.reading = None;
        }
        // An end that nothing began is none; looked for among the innermost alone.
        let near = self.open.iter().rev().take(32).position(|open| open.name == name);
        for _ in 0..near.map_or(0, |near| near + 1) {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(open) = self.open.pop() {
            self.tables -= usize::from(open.name == "table" && self.tables > 0);
            self.asides -= usize::from(ASIDE.contains(&open.name.as_str()) && self.asides > 0);
        }
    }

    fn line(&mut self) {
        if !self.page.text.is_empty() && !self.page.text.ends_with('\n') {
            self.page.text.push('\n');
        }
        for open in self.open.iter().rev().take(6) {
            if let Some(holder) = open.holder {
                let text = &mut self.page.holders[holder].text;
                if !text.is_empty() && text.len() < HOLDER_TEXT {
                    text.push_str(" | ");
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.reading {
            Some(Reading::Title) => {
                self.page.title.get_or_insert_default().push_str(text);
                return;
            }
            Some(Reading::JsonLd) => {
                if let Some(script) = self.page.json_ld.last_mut() {
                    script.push_str(text);
                }
                return;
            }
            Some(Reading::Heading) => {
                self.page.heading.get_or_insert_default().push_str(text);
            }
            None => {}
        }
        let is_code = |open: &Open| matches!(open.name.as_str(), "script" | "style" | "template");
        if self.open.last().is_some_and(is_code) {
            return;
        }
        for open in self.open.iter().rev().take(6) {
            if let Some(holder) = open.holder {
                let kept = &mut self.page.holders[holder].text;
                let room = HOLDER_TEXT.saturating_sub(kept.len());
                kept.push_str(&text[..text.floor_char_boundary(room)]);
            }
        }
        if self.asides == 0 {
            self.page.text.push_str(text);
        }
    }
}
