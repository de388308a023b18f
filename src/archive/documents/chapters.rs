//! Makes the chapters of a book into articles: one for each chapter with a heading, or one for the whole book if at
//! most one chapter has a heading.
//!
//! Chapters are passed on as soon as a second heading shows that they are articles, so that a long book is not held in
//! memory.

use std::ops::ControlFlow;

use super::article::article;
use super::properties::Properties;
use crate::archive::{Cut, Other, RawArticle, Sink, Why};
use crate::article::Header;

/// A chapter: its heading, and its text up to the length limit.
#[derive(Debug)]
pub struct Chapter {
    /// The number of its file in the book, counted from 1.
    number: u64,
    title: Option<String>,
    paragraphs: Vec<String>,
    /// The length of the paragraphs that are kept, in bytes.
    bytes: usize,
    /// The number of bytes beyond the limit.
    left_out: usize,
    /// Whether the end of the chapter was not read, so that its length is unknown.
    pub is_cut: bool,
}

impl Chapter {
    /// Returns a chapter without text.
    pub fn new(number: u64, title: Option<String>) -> Chapter {
        Chapter { number, title, paragraphs: Vec::new(), bytes: 0, left_out: 0, is_cut: false }
    }

    /// Adds a paragraph. Bytes beyond `limit` are only counted.
    pub fn write(&mut self, paragraph: &str, limit: usize) {
        let room = if self.left_out > 0 { 0 } else { limit.saturating_sub(self.bytes) };
        let (kept, rest) = paragraph.split_at(paragraph.floor_char_boundary(room));
        self.left_out += rest.len();
        if !kept.is_empty() {
            self.bytes += kept.len() + 2;
            self.paragraphs.push(kept.to_string());
        }
    }

    /// Appends the text of a file that continues the chapter.
    fn go_on(&mut self, other: Chapter, limit: usize) {
        other.paragraphs.iter().for_each(|paragraph| self.write(paragraph, limit));
        self.left_out += other.left_out;
        self.is_cut |= other.is_cut;
    }

    fn is_empty(&self) -> bool {
        self.title.is_none() && self.paragraphs.is_empty()
    }
}

/// Collects the chapters of a book and passes them on as articles.
pub struct Chapters<'a> {
    properties: Properties,
    /// The headers that all articles share.
    headers: Vec<Header>,
    limit: usize,
    sink: Sink<'a>,
    /// The chapters that wait: all of them until a second one has a heading, and then the last one.
    waiting: Vec<Chapter>,
    /// The number of headings so far.
    titled: usize,
    /// The heading of a part of the book. It has no text, and is the section of the chapters after it.
    section: Option<String>,
    /// The chapter with that heading, until another chapter follows it.
    unused: Option<Chapter>,
}

impl<'a> Chapters<'a> {
    /// Returns a collector for a book with these properties. `sink` receives the articles.
    pub fn new(properties: Properties, headers: Vec<Header>, limit: usize, sink: Sink<'a>) -> Self {
        let waiting = Vec::new();
        Chapters {
            properties,
            headers,
            limit,
            sink,
            waiting,
            titled: 0,
            section: None,
            unused: None,
        }
    }

    /// Adds a chapter. A chapter without a heading continues the previous one.
    pub fn add(&mut self, chapter: Chapter) -> ControlFlow<()> {
        match self.waiting.last_mut() {
            Some(last) if chapter.title.is_none() => last.go_on(chapter, self.limit),
            _ if chapter.is_empty() => {}
            _ => {
                self.titled += usize::from(chapter.title.is_some());
                self.waiting.push(chapter);
            }
        }
        while self.titled > 1 && self.waiting.len() > 1 {
            let first = self.waiting.remove(0);
            self.give(first, false)?;
        }
        ControlFlow::Continue(())
    }

    /// Reports a file of the book that could not be read.
    pub fn skip(&mut self, number: u64, why: Why) -> ControlFlow<()> {
        (self.sink)(Err(Other::Skipped(number, why)))
    }

    /// Passes on the chapters that wait.
    pub fn finish(mut self) -> ControlFlow<()> {
        let alone = self.titled <= 1;
        let mut waiting = std::mem::take(&mut self.waiting).into_iter();
        let Some(mut first) = waiting.next() else { return ControlFlow::Continue(()) };
        // If at most one chapter has a heading, it is the title of the book.
        if alone {
            for chapter in waiting.by_ref() {
                first.title = first.title.or(chapter.title.clone());
                first.go_on(chapter, self.limit);
            }
        }
        self.give(first, alone)?;
        for chapter in waiting {
            self.give(chapter, false)?;
        }
        match self.unused.take() {
            Some(heading) => self.report(heading, None, false),
            None => ControlFlow::Continue(()),
        }
    }

    /// Passes on a chapter. A heading without text belongs to a part of the book.
    fn give(&mut self, chapter: Chapter, alone: bool) -> ControlFlow<()> {
        if chapter.paragraphs.is_empty() && !alone {
            self.section.clone_from(&chapter.title);
            let before = self.unused.replace(chapter);
            return match before {
                Some(heading) => self.report(heading, None, false),
                None => ControlFlow::Continue(()),
            };
        }
        self.unused = None;
        let section =
            self.section.clone().filter(|section| Some(section) != self.properties.title.as_ref());
        self.report(chapter, section, alone)
    }

    fn report(
        &mut self,
        chapter: Chapter,
        section: Option<String>,
        alone: bool,
    ) -> ControlFlow<()> {
        let mut article = article(chapter.title, &chapter.paragraphs, self.properties.clone());
        // What a chapter says about itself takes precedence.
        let own: Vec<String> = article.headers.iter().map(|header| header.name.clone()).collect();
        let shared = self.headers.iter().filter(|header| !own.contains(&header.name));
        article.headers.extend(shared.cloned());
        article.headers.extend(section.map(|value| Header { name: "section".into(), value }));
        let kept = article.text.len() as u64;
        let of = (!chapter.is_cut).then_some(kept + chapter.left_out as u64);
        let cut = (chapter.is_cut || chapter.left_out > 0).then_some(Cut { kept, of });
        let place = format!("chapter {}", chapter.number);
        (self.sink)(Ok(RawArticle { line: chapter.number, place, alone, cut, ..article }))
    }
}
