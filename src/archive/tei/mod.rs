//! TEI (<https://tei-c.org>): one article for each division with a head.
//!
//! [`about`] reads the header, and [`divisions`] finds the articles in the text.

mod about;
mod divisions;

use std::io::BufRead;
use std::ops::ControlFlow;

use super::bounded::Size;
use super::xml::{self, Selection};
use super::{Format, Other, Reading, Reason, Sink};
use crate::error::harmless;
use about::About;
use divisions::{DIVISIONS, divide, text_of};

pub struct Tei;

/// The elements to read: the header, divisions, and text outside of divisions.
const READ: [&str; 25] = [
    "teiHeader",
    "div",
    "div0",
    "div1",
    "div2",
    "div3",
    "div4",
    "head",
    "p",
    "ab",
    "l",
    "lg",
    "list",
    "table",
    "sp",
    "quote",
    "cit",
    "said",
    "floatingText",
    "epigraph",
    "note",
    "opener",
    "closer",
    "trailer",
    "figure",
];

/// The text outside of divisions, up to the length limit.
#[derive(Default)]
struct Loose {
    /// The first head, which belongs to all divisions as well.
    head: Option<String>,
    paragraphs: Vec<String>,
    size: Size,
}

impl Loose {
    fn add(&mut self, text: String, limit: usize) {
        if text.is_empty() {
        } else if self.size.left_out > 0 || self.size.kept + text.len() > limit {
            self.size.left_out += text.len();
        } else {
            self.size.kept += text.len() + 2;
            self.paragraphs.push(text);
        }
    }

    /// Passes on the text as an article, if there is any.
    fn give(self, about: &About, number: &mut u64, sink: Sink) -> ControlFlow<()> {
        if self.paragraphs.is_empty() {
            return ControlFlow::Continue(());
        }
        *number += 1;
        let cut = self.size.cut();
        sink(Ok(about.loose(*number, self.head, self.paragraphs, cut)))
    }
}

impl Format for Tei {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| matches!(name, "TEI" | "TEI.2" | "teiCorpus"))
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut about = About::default();
        let mut number = 0;
        let mut loose = Loose::default();
        let mut stopped = false;
        let read = xml::each(input, &READ, reading.limit, &mut |selection| {
            let Selection::Element(element, cut) = selection else {
                return ControlFlow::Continue(());
            };
            let going = match element.name.as_str() {
                // In a corpus, each text has a separate header.
                "teiHeader" => {
                    let going = std::mem::take(&mut loose).give(&about, &mut number, sink);
                    about = About::of(&element);
                    going
                }
                name if DIVISIONS.contains(&name) => {
                    let mut articles = Vec::new();
                    divide(&element, loose.head.clone(), 0, &mut articles);
                    let count = articles.len();
                    let mut going = ControlFlow::Continue(());
                    for (at, division) in articles.into_iter().enumerate() {
                        number += 1;
                        // If a division was cut, only its last article is incomplete.
                        let cut = cut.filter(|_| at + 1 == count);
                        going = sink(Ok(about.article(number, division, cut)));
                        if going.is_break() {
                            break;
                        }
                    }
                    if let (Some(cut), true, true) = (cut, count > 1, going.is_continue()) {
                        let why = Reason::TooLong.because(format!("{cut} of a division was read"));
                        going = sink(Err(Other::Skipped(number + 1, why)));
                    }
                    going
                }
                "head" if loose.head.is_none() => {
                    loose.head = element.text();
                    ControlFlow::Continue(())
                }
                _ => {
                    loose.add(text_of(&element), reading.limit);
                    loose.size.left_out +=
                        cut.map_or(0, |cut| (cut.of.unwrap_or(0) - cut.kept) as usize);
                    ControlFlow::Continue(())
                }
            };
            stopped = going.is_break();
            going
        });
        // Text before damage is kept.
        if !stopped {
            harmless(loose.give(&about, &mut number, sink), "nothing follows");
        }
        read?;
        match number {
            0 => Err(Reason::NoArticle.because("TEI without text").into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
