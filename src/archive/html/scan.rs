//! Scans the tags of a page once, for its head, its elements and texts, and the elements that may hold a date.
//!
//! Tokens are those of the HTML Standard (<https://html.spec.whatwg.org/#tokenization>), read by `html5gum`. The time
//! is linear in the page's length.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::blocks;
use super::boilerplate::is_of_archive;
use super::marks::{attribute, is_invisible, marks, moment};
use super::sites::Sites;
use super::tags::Tag;
use super::titles::{self, Heading};
use super::tree::{Builder, Element, Id, Kind, Tree};

/// The contents of a page.
#[derive(Debug)]
pub struct Page {
    /// The `content` of each `<meta>`, with its `name`, `property` or `itemprop` in lower case.
    pub metas: Vec<(String, String)>,
    /// The `href` of each `<link>`, with its `rel`.
    pub links: Vec<(String, String)>,
    /// The text of `<title>`.
    pub title: Option<String>,
    /// The heading of the page's article.
    pub heading: Option<Heading>,
    /// The names of the site.
    pub sites: Sites,
    /// Whether one of the page's titles agrees with its heading.
    pub is_heading_agreed: bool,
    /// The `lang` of `<html>`.
    pub lang: Option<String>,
    /// The JSON-LD scripts.
    pub json_ld: Vec<String>,
    /// The elements that may hold a date.
    pub holders: Vec<Holder>,
    /// All visible text outside of navigation, forms and the like, one line per paragraph.
    pub text: String,
    /// The other scripts.
    pub scripts: Vec<Id>,
    /// Whether scripts may generate the text.
    pub has_scripts: bool,
    /// The elements and texts.
    pub tree: Tree,
}

/// The maximum number of titles in OpenGraph that are compared with headlines. A page has one.
const STATED: usize = 8;

impl Page {
    /// Returns the first value of the named `<meta>` elements, in the order of the names.
    pub fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all_meta(name).next().map(str::to_string))
    }

    /// Returns the values of a named `<meta>` element.
    pub fn all_meta<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named =
            self.metas.iter().filter(move |(known, value)| known == name && !value.is_empty());
        named.map(|(_, value)| value.as_str())
    }

    /// Returns the page's heading and its titles, as [`titles::plain`] returns them.
    pub fn plain_titles(&self) -> Vec<String> {
        let of_page = self.heading.iter().map(|heading| heading.text.as_str());
        let stated = self.all_meta("og:title").take(STATED);
        of_page.chain(self.title.as_deref()).chain(stated).map(titles::plain).collect()
    }

    /// Returns the text directly before an element.
    pub fn text_before(&self, element: Id) -> &str {
        let before = element.checked_sub(1).map(|id| &self.tree.nodes[id].kind);
        match before {
            Some(Kind::Text(text)) => text,
            _ => "",
        }
    }
}

/// An element that may hold a date.
#[derive(Debug, Default)]
pub struct Holder {
    /// The element.
    pub node: Id,
    /// The name of the element.
    pub name: String,
    /// The `class`, `id`, `itemprop` and similar attributes, in lower case, separated by spaces.
    pub marks: String,
    /// The marks of the enclosing elements.
    pub around: String,
    /// The value of `datetime`, `content`, `title` or another attribute with a date or time.
    pub moment: Option<String>,
    /// The start of the element's text.
    pub text: String,
    /// Whether the element comes after the heading.
    pub after_heading: bool,
}

/// Elements whose text does not belong to the article.
const ASIDE: [&str; 5] = ["nav", "footer", "aside", "form", "header"];
/// The maximum length, in bytes, of a script that is too short to generate a page.
const SCRIPT: usize = 200;
/// The number of bytes of a holder's text that are kept.
const HOLDER_TEXT: usize = 160;
/// The maximum number of holders on a page.
const HOLDERS: usize = 400;
/// Words in marks that indicate a date.
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

#[derive(Default)]
struct Scan {
    builder: Builder,
    metas: Vec<(String, String)>,
    links: Vec<(String, String)>,
    lang: Option<String>,
    /// The first `<title>`.
    title: Option<Id>,
    /// The JSON-LD scripts.
    json_ld: Vec<Id>,
    /// The other scripts.
    scripts: Vec<Id>,
    /// Whether a script is loaded from another address.
    has_scripts: bool,
    /// The elements that may hold a date, with their names and dates.
    holders: Vec<(Id, String, Option<String>)>,
}

/// Scans a page.
pub fn scan(html: &str) -> Page {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut scan = Scan::default();
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => scan.start(&tag),
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                scan.builder.end(Tag::of(&name), &name);
            }
            Token::String(text) => scan.builder.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    scan.finish()
}

impl Scan {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        match &*name {
            "html" => self.lang = attribute(tag, "lang").or(attribute(tag, "xml:lang")),
            "meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"];
                let key = key.iter().find_map(|key| attribute(tag, key));
                // Some pages write `value` by mistake.
                let content = attribute(tag, "content").or_else(|| attribute(tag, "value"));
                if let (Some(key), Some(content)) = (key, content) {
                    self.metas.push((key.to_lowercase(), content));
                }
            }
            "link" => {
                if let (Some(rel), Some(href)) = (attribute(tag, "rel"), attribute(tag, "href")) {
                    self.links.push((rel.to_lowercase(), href));
                }
            }
            _ => {}
        }
        let known = Tag::of(&name);
        let marks = marks(tag);
        let moment = moment(tag, &name, &marks);
        let holds = moment.is_some()
            || name == "time"
            || DATED.iter().any(|word| marks.contains(word)) && name != "html";
        let of_tree = match known {
            Tag::OTHER => format!("{name} {marks}").into(),
            _ => marks.into(),
        };
        let element = Element { tag: known, marks: of_tree, is_invisible: is_invisible(tag) };
        let Some(id) = self.builder.start(&name, element, tag.self_closing) else { return };
        if holds && self.holders.len() < HOLDERS {
            self.holders.push((id, name.to_string(), moment));
        }
        match &*name {
            // A picture has titles of its own.
            "title" if self.title.is_none() && !self.builder.is_within(Tag::of("svg")) => {
                self.title = Some(id);
            }
            "script" => {
                let kind = attribute(tag, "type").unwrap_or_default().to_lowercase();
                if kind.contains("ld+json") {
                    self.json_ld.push(id);
                } else {
                    self.has_scripts |= attribute(tag, "src").is_some();
                    self.scripts.push(id);
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> Page {
        let tree = self.builder.finish();
        let is_aside = |id: Id| {
            tree.element(id).is_some_and(|element| {
                ASIDE.contains(&element.tag.name()) || is_of_archive(element)
            })
        };
        let raw = |id: Id| -> String {
            let children = tree.children(id).filter_map(|child| match &tree.nodes[child].kind {
                Kind::Text(text) => Some(text.as_str()),
                Kind::Element(_) => None,
            });
            children.collect()
        };
        let blocks = blocks::of(&tree, 0, is_aside);
        let lines: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        let title = self.title.map(raw);
        let named = |name: &str| {
            let meta = self.metas.iter().find(|(known, _)| known == name);
            meta.map(|(_, content)| content.as_str())
        };
        let titles: Vec<&str> = [named("og:title"), title.as_deref(), named("twitter:title")]
            .into_iter()
            .flatten()
            .collect();
        let headings = titles::headings(&tree);
        let name = |id: Id| tree.element(id).map_or("", |element| element.tag.name());
        // The header of an article contains its heading. The header of a page contains the name of the site.
        let is_outside = |id: Id| {
            let is_within = tree.ancestors(id).any(|id| matches!(name(id), "article" | "main"));
            tree.ancestors(id).any(|id| is_aside(id) && !(is_within && name(id) == "header"))
        };
        let sites = Sites::of(&self.metas, &self.links);
        let is_site = |heading: &Heading| sites.is_site(&heading.text);
        let heading = titles::own(&tree, &headings, &titles, is_outside, is_site);
        let is_heading_agreed = heading.is_some_and(|(_, agreed)| agreed);
        let heading = heading.map(|(heading, _)| heading.clone());
        let heading_at = heading.as_ref().map(|heading| heading.node);
        let holders = self.holders.into_iter().map(|(id, name, moment)| {
            let marks = |id: Id| tree.element(id).map_or("", |element| &element.marks);
            let around: Vec<&str> = tree.ancestors(id).take(4).map(marks).collect();
            Holder {
                node: id,
                name,
                marks: marks(id).to_string(),
                around: around.join(" "),
                moment,
                text: blocks::beginning(&tree, id, HOLDER_TEXT),
                after_heading: heading_at.is_some_and(|heading| heading < id),
            }
        });
        Page {
            metas: self.metas,
            links: self.links,
            title,
            heading,
            is_heading_agreed,
            sites,
            lang: self.lang,
            json_ld: self.json_ld.iter().map(|id| raw(*id)).collect(),
            holders: holders.collect(),
            text: lines.join("\n"),
            has_scripts: self.has_scripts || self.scripts.iter().any(|id| raw(*id).len() > SCRIPT),
            scripts: self.scripts,
            tree,
        }
    }
}
