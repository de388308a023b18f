//! Exports of press databases: many articles in one file, which is split at the vendor's marks.
//!
//! [`paragraphs`] splits texts and pages into paragraphs, and the module of each vendor builds articles from them. The
//! vendor's additions (load dates, copyright notices, word counts) become headers. [`unsplit`] rejects files that look
//! like an export but were not split.

mod europresse;
mod factiva;
mod gale;
mod integrum;
mod japan;
mod markup;
mod nexis;
pub mod paragraphs;
mod proquest;
mod record;
mod references;
pub mod tables;
mod tex;
pub mod unsplit;

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use regex::Regex;

use super::xml::{self, Told};
use super::{Format, Other, RawArticle, Reading, Reason, Sink, bounded, html};
use crate::error::harmless;
use paragraphs::Paragraph;

/// The maximum number of bytes that are read of an export.
const WHOLE: usize = 40 << 20;

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
    articles: Split,
}

/// Nexis, LexisNexis and Nexis Uni.
pub static NEXIS: Export = Export {
    name: "nexis",
    is_page: |head| {
        head.contains("<docfull>")
            || head.contains(" documents</span>")
            || head.contains("doc_id_0_0")
            || head.contains("load-date:") && head.contains("end of document")
    },
    is_text: |head| {
        let ends = |line: &str| nexis::is_end(line) || nexis::is_cover(line);
        let marked = trimmed_lines(head).find(|line| ends(line) || nexis::is_number(line));
        marked.is_some_and(|line| ends(line) || !is_proquest(head) || head.lines().any(ends))
    },
    begins: |_, _| false,
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
    articles: factiva::articles,
};

/// ProQuest and Gale.
pub static PROQUEST: Export = Export {
    name: "proquest",
    is_page: |head| {
        head.contains("full text")
            && (head.contains("proquest")
                || head.contains("publication title:") && head.contains("publication date:"))
    },
    is_text: is_proquest,
    begins: |_, _| false,
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
    articles: europresse::articles,
};

/// Kikuzo.
pub static KIKUZO: Export = Export {
    name: "kikuzo",
    is_page: |head| head.contains("聞蔵") || head.contains("topic-list") && head.contains("面名"),
    is_text: |_| false,
    begins: japan::kikuzo_begins,
    articles: japan::kikuzo,
};

/// Yomidasu.
pub static YOMIDASU: Export = Export {
    name: "yomidasu",
    is_page: |head| head.contains("yomidasu") || head.contains("ヨミダス"),
    is_text: |_| false,
    begins: japan::yomidasu_begins,
    articles: japan::yomidasu,
};

/// Integrum.
pub static INTEGRUM: Export = Export {
    name: "integrum",
    is_page: |head| head.contains("<title>report ") && head.contains("<a href=\"#1\">"),
    is_text: |_| false,
    begins: |_, _| false,
    articles: integrum::articles,
};

/// Returns the lines of a text without white space around them. Every text is searched for the marks of exports, so this
/// is faster than `str::lines`.
fn trimmed_lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    ends.scan(0, |start, end| Some(text[std::mem::replace(start, end + 1)..end].trim()))
}

/// Matches the start of every text from ProQuest or Gale. Most other texts are rejected by it, which is faster than
/// checking each label.
static PROQUEST_WORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?i)full text:|publication |proquest|document ").ok());

fn is_proquest(head: &str) -> bool {
    if PROQUEST_WORDS.as_ref().is_some_and(|words| !words.is_match(head)) {
        return false;
    }
    let lower = head.to_lowercase();
    let labels = [
        "full text:",
        "publication title:",
        "publication info:",
        "proquest document id:",
        "document type:",
        "publication date:",
    ];
    let count = labels.iter().filter(|label| lower.contains(*label)).count();
    count >= 2 && (head.lines().any(proquest::is_rule) || lower.contains("proquest"))
        || lower.contains("gale document number")
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
        let (text, cut) = bounded::whole(input, WHOLE)?;
        let is_page = html::is_page("", &text);
        let paragraphs = match is_page {
            true => paragraphs::of_page(&text, &self.begins),
            false => paragraphs::of_text(&text),
        };
        let articles = (self.articles)(&paragraphs);
        drop(paragraphs);
        if articles.is_empty() && is_page {
            // A page without articles is probably a page about the vendor.
            if let Some(why) = unsplit::of(&text) {
                harmless(sink(Err(Other::Skipped(1, why))), "nothing follows");
                return Ok(());
            }
            return html::Html.read(&mut text.as_bytes(), reading, sink);
        }
        give(articles, sink, &format!("an export of {} without an article", self.name))?;
        if cut.is_some() {
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
    let count = articles.len() as u64;
    give(articles, sink, export.name).is_ok().then_some(count)
}

/// Passes on articles with their numbers. Fails with `none` as the detail if there are no articles.
fn give(articles: Vec<RawArticle>, sink: Sink, none: &str) -> std::io::Result<()> {
    if articles.is_empty() {
        return Err(Reason::NoArticle.because(none).into());
    }
    for (at, article) in articles.into_iter().enumerate() {
        let number = at as u64 + 1;
        let place = format!("document {number}");
        if sink(Ok(RawArticle { line: number, place, ..article })).is_break() {
            break;
        }
    }
    Ok(())
}

/// A format for lists of references.
pub struct References {
    name: &'static str,
    is: fn(&str) -> bool,
    read: fn(&str, references::Give) -> ControlFlow<()>,
}

/// RIS.
pub static RIS: References =
    References { name: "ris", is: references::is_ris, read: references::ris };

/// BibTeX.
pub static BIBTEX: References =
    References { name: "bibtex", is: references::is_bibtex, read: references::bibtex };

impl Format for References {
    fn name(&self) -> &'static str {
        self.name
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        (self.is)(beginning)
    }

    fn read(&self, input: &mut dyn BufRead, _reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (text, cut) = bounded::whole(input, WHOLE)?;
        let mut number = 0;
        let going = (self.read)(&text, &mut |article| {
            number += 1;
            sink(Ok(RawArticle { line: number, place: format!("document {number}"), ..article }))
        });
        if number == 0 {
            return Err(Reason::NoArticle.because("a list of references without a title").into());
        }
        if cut.is_some() && going.is_continue() {
            return Err(Reason::TooLong.because("a list of more than 40 MB: split it").into());
        }
        Ok(())
    }
}

/// The XML exports of all vendors.
pub struct Markup;

impl Format for Markup {
    fn name(&self) -> &'static str {
        "vendor-xml"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        let Some((root, _)) = xml::root(beginning) else { return false };
        let lower = beginning.to_lowercase();
        match root {
            "PPSResponse" | "ppsArticleResponse" => true,
            "Record" | "RECORD" | "Records" | "RECORDS" => {
                ["<recordtitle", "<goid", "<alphapubdate", "<fulltext"]
                    .iter()
                    .any(|mark| lower.contains(mark))
            }
            "issue" => {
                lower.contains("<psmid") || lower.contains("<jn>") || lower.contains("<newspaperid")
            }
            _ => false,
        }
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut number = 0;
        let (mut paper, mut day) = (String::new(), String::new());
        let names = ["article", "Record", "RECORD"];
        xml::each(input, &names, reading.limit, &mut |told| {
            let (item, cut) = match told {
                Told::Element(item, cut) => (item, cut),
                Told::Outside(name, _, text) => {
                    match name.as_str() {
                        "jn" if paper.is_empty() => paper = text,
                        "pf" => day = text,
                        "da" if day.is_empty() => day = text,
                        _ => {}
                    }
                    return ControlFlow::Continue(());
                }
            };
            number += 1;
            let article = match item.name.as_str() {
                "article"
                    if item.at(&["accessionNo"]).is_some() || item.at(&["headline"]).is_some() =>
                {
                    markup::factiva(&item)
                }
                "article" => markup::gale(&item, &paper, &day),
                _ => markup::proquest(&item),
            };
            let place = format!("record {number}");
            sink(Ok(RawArticle { line: number, place, cut, ..article }))
        })
    }
}

#[cfg(test)]
mod tests;
