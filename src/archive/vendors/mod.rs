//! Exports of press databases: many articles in one file, which is split at the vendor's marks.
//!
//! [`paragraphs`] splits texts and pages into paragraphs, and the module of each vendor builds articles from them. The
//! vendor's additions (load dates, copyright notices, word counts) become headers. [`unsplit`] rejects files that look
//! like an export but were not split.

mod europresse;
mod factiva;
mod heads;
mod integrum;
mod japan;
mod languages;
mod markup;
mod nexis;
pub mod paragraphs;
mod parts;
mod proquest;
mod record;
mod references;
pub mod tables;
pub mod unsplit;

use std::io::BufRead;
use std::ops::ControlFlow;

use super::{Format, Other, RawArticle, Reading, Reason, SNIFF, Sink, html};
use crate::error::harmless;
pub use markup::Markup;
use paragraphs::Paragraph;
use parts::{Edge, Parts};
pub use references::{BIBTEX, ENDNOTE, RIS};

/// Splits the paragraphs of an export into articles.
type Split = fn(&[Paragraph]) -> Vec<RawArticle>;

/// The exports of one vendor.
pub struct Export {
    name: &'static str,
    /// Returns whether a page with this start, in lower case, is an export of the vendor.
    is_page: fn(&str) -> bool,
    /// Returns whether a text with this start is an export of the vendor.
    is_text: fn(&str) -> bool,
    /// Returns whether an element of a page with this name and these marks starts an article.
    begins: fn(&str, &str) -> bool,
    /// Returns whether a line of a text is between two articles.
    edge: fn(&str) -> Edge,
    articles: Split,
}

/// Has no edges, for exports that are pages.
fn no_edge(_line: &str) -> Edge {
    Edge::None
}

/// Nexis, LexisNexis and Nexis Uni.
pub static NEXIS: Export = Export {
    name: "nexis",
    is_page: |head| {
        head.contains("<docfull>")
            || head.contains(" documents</span>")
            || head.contains("doc_id_0_0")
            || nexis::is_page(head)
    },
    is_text: |head| {
        let ends = |line: &str| nexis::is_end(line) || nexis::is_cover(line);
        let marked = trimmed_lines(head).find(|line| ends(line) || nexis::is_number(line));
        marked
            .is_some_and(|line| ends(line) || !proquest::is_export(head) || head.lines().any(ends))
            || nexis::is_head(head)
    },
    begins: |_, _| false,
    edge: |line| match line {
        _ if nexis::is_number(line) => Edge::Before,
        _ if nexis::is_end(line) => Edge::After,
        _ => Edge::None,
    },
    articles: nexis::articles,
};

/// The length, in bytes, above which a line is too long for the number of a document of Factiva.
const NUMBERED: usize = 60;

/// Factiva.
pub static FACTIVA: Export = Export {
    name: "factiva",
    is_page: |head| {
        ["<title>factiva", "factivalogo", "fcpnavcontainer", "articleparagraph"]
            .iter()
            .any(|mark| head.contains(mark))
    },
    is_text: |head| {
        let codes = [b"HD", b"WC", b"PD", b"SN"];
        let mut found = [false; 4];
        trimmed_lines(head).any(|line| {
            if let [first, second, rest @ ..] = line.as_bytes()
                && let Some(at) = codes.iter().position(|known| **known == [*first, *second])
            {
                found[at] |= rest.first().is_none_or(|next| matches!(next, b' ' | b'\t'));
            }
            line.len() <= NUMBERED && factiva::number(line).is_some() || found == [true; 4]
        })
    },
    begins: factiva::begins,
    edge: |line| if factiva::is_last(line) { Edge::After } else { Edge::None },
    articles: factiva::articles,
};

/// ProQuest and Gale.
pub static PROQUEST: Export = Export {
    name: "proquest",
    is_page: proquest::is_page,
    is_text: proquest::is_export,
    begins: |_, _| false,
    edge: proquest::edge,
    articles: proquest::articles,
};

/// Europresse and Eureka.
pub static EUROPRESSE: Export = Export {
    name: "europresse",
    is_page: |head| {
        head.contains("docpublicationname")
            || head.contains("cedrom-sni")
            || head.contains("europresse.com")
    },
    is_text: |_| false,
    begins: europresse::begins,
    edge: no_edge,
    articles: europresse::articles,
};

/// Kikuzo.
pub static KIKUZO: Export = Export {
    name: "kikuzo",
    is_page: |head| head.contains("聞蔵") || head.contains("topic-list") && head.contains("面名"),
    is_text: |_| false,
    begins: japan::kikuzo_begins,
    edge: no_edge,
    articles: japan::kikuzo,
};

/// Yomidasu.
pub static YOMIDASU: Export = Export {
    name: "yomidasu",
    is_page: |head| head.contains("yomidasu") || head.contains("ヨミダス"),
    is_text: |_| false,
    begins: japan::yomidasu_begins,
    edge: no_edge,
    articles: japan::yomidasu,
};

/// Integrum.
pub static INTEGRUM: Export = Export {
    name: "integrum",
    is_page: |head| head.contains("<title>report ") && head.contains("<a href=\"#1\">"),
    is_text: |_| false,
    begins: |_, _| false,
    edge: no_edge,
    articles: integrum::articles,
};

/// Returns the lines of a text without white space around them. Every text is searched for the marks of exports, so this
/// is faster than `str::lines`.
fn trimmed_lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    ends.scan(0, |start, end| Some(text[std::mem::replace(start, end + 1)..end].trim()))
}

impl Format for Export {
    fn name(&self) -> &'static str {
        self.name
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        match html::is_page(name, beginning) {
            true => (self.is_page)(&beginning.to_lowercase()),
            false => {
                !beginning.trim_start().starts_with(['<', '{', '[']) && (self.is_text)(beginning)
            }
        }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut parts = Parts::new(input, self.edge);
        if html::is_page("", parts.beginning(SNIFF)?) {
            let (text, is_cut) = parts.whole()?;
            return self.page(&text, is_cut, reading, sink);
        }
        let mut number = 0;
        while let Some(part) = parts.read_next()? {
            let articles = (self.articles)(&paragraphs::of_text(&part));
            if give(articles, &mut number, sink).is_break() {
                return Ok(());
            }
        }
        self.ended(number, parts.is_cut())
    }
}

impl Export {
    fn page(&self, text: &str, is_cut: bool, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let articles = (self.articles)(&paragraphs::of_page(text, &self.begins));
        if articles.is_empty() {
            // A page without articles is probably a page about the vendor.
            if let Some(why) = unsplit::of(text) {
                harmless(sink(Err(Other::Skipped(1, why))), "nothing follows");
                return Ok(());
            }
            return html::Html.read(&mut text.as_bytes(), reading, sink);
        }
        let mut number = 0;
        match give(articles, &mut number, sink) {
            ControlFlow::Break(()) => Ok(()),
            ControlFlow::Continue(()) => self.ended(number, is_cut),
        }
    }

    /// Reports an export without articles, or with a part that was not read.
    fn ended(&self, number: u64, is_cut: bool) -> std::io::Result<()> {
        if number == 0 {
            let none = format!("an export of {} without an article", self.name);
            return Err(Reason::NoArticle.because(none).into());
        }
        if is_cut {
            return Err(Reason::TooLong.because("an export of more than 40 MB: split it").into());
        }
        Ok(())
    }
}

/// Passes on the articles of a document, such as one in Word or RTF, that is an export. Returns the number of articles,
/// or `None` if the document is not an export or was not split.
pub fn split_document<'a>(paragraphs: impl Iterator<Item = &'a str>, sink: Sink) -> Option<u64> {
    let paragraphs: Vec<Paragraph> = paragraphs
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(|text| Paragraph { text: text.to_string(), ..Paragraph::default() })
        .collect();
    let text = paragraphs.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("\n");
    let mut exports = [&NEXIS, &FACTIVA, &PROQUEST].into_iter();
    let export = exports.find(|export| (export.is_text)(&text))?;
    let articles = (export.articles)(&paragraphs);
    let mut number = 0;
    harmless(give(articles, &mut number, sink), "nothing follows");
    (number > 0).then_some(number)
}

/// Passes on articles with their numbers, which follow `number`.
fn give(articles: Vec<RawArticle>, number: &mut u64, sink: Sink) -> ControlFlow<()> {
    for article in articles {
        *number += 1;
        let place = format!("document {number}");
        sink(Ok(RawArticle { line: *number, place, ..article }))?;
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests;
