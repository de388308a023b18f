//! Research collections in SGML: Reuters-21578 (Lewis, 1997), the TREC newspapers, and the Gigaword newswires. Their
//! documents follow one another in a file without a root element.
//!
//! ```text
//! <REUTERS … NEWID="1"> <DATE>26-FEB-1987 15:01:01.79</DATE> <TEXT> <TITLE>…</TITLE> <BODY>…</BODY> </TEXT> </REUTERS>
//! <DOC> <DOCNO> AP880212-0001 </DOCNO> <HEAD>…</HEAD> <TEXT>…</TEXT> <TEXT>…</TEXT> </DOC>
//! <DOC id="AFP_ENG_19940512.0001" type="story"> <HEADLINE>…</HEADLINE> <TEXT> <P>…</P> </TEXT> </DOC>
//! ```
//!
//! This is not XML: entities are those of SGML, elements may repeat, and there are control characters. A document is
//! read as a list of [`elements`], whose names decide what they are. [`trec`] reads the source from the number of a
//! document.

mod elements;
mod trec;

use std::io::BufRead;

use super::bounded::{Bounded, Line};
use super::{Candidate, Cut, Format, Other, RawArticle, Reading, Reason, Sink};
use crate::article::Header;
use crate::error::harmless;
use elements::{plain, without};

pub struct Sgml;

/// How documents start and end.
const DOCUMENTS: [(&str, &str); 3] =
    [("<REUTERS", "</REUTERS>"), ("<DOC>", "</DOC>"), ("<DOC ", "</DOC>")];

/// The names of elements with the title, the body and the date. The first name that occurs is used, with all its
/// elements: the first one is the title and the others are notes, while texts are joined.
const TITLE: [&str; 6] = ["TITLE", "HEADLINE", "HEAD", "HL", "H3", "TI"];
const BODY: [&str; 3] = ["BODY", "TEXT", "TX"];
const DATE: [&str; 5] = ["DATE", "DATE1", "DD", "DATE_TIME", "PUBDATE"];

/// The names of elements with the first paragraph of an article, if it is not part of the body.
const LEAD: [&str; 3] = ["LEADPARA", "LP", "LD"];

impl Format for Sgml {
    fn name(&self) -> &'static str {
        "sgml"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        let first = beginning.trim_start();
        let doctype = first.starts_with("<!DOCTYPE lewis");
        let reuters = first.starts_with("<REUTERS ");
        let trec = first.starts_with("<DOC>") && first.contains("<DOCNO>");
        let gigaword = first.starts_with("<DOC id=\"") && first.contains("<TEXT>");
        doctype || reuters || trec || gigaword
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let limit = reading.limit;
        let mut line = Line::default();
        let mut number = 0;
        // The current document: the line on which it starts, its end tag, its text.
        let mut open: Option<(u64, &str, Bounded)> = None;
        while line.read(input, limit)? {
            number += 1;
            if open.is_none() {
                let begins = |(begin, _): &&(&str, &str)| line.text.trim_start().starts_with(begin);
                let document = DOCUMENTS.iter().find(begins);
                open = document.map(|(_, end)| (number, *end, Bounded::new(limit)));
            }
            let Some((_, end, text)) = &mut open else { continue };
            text.push_line(&line);
            if line.ends_with(end)
                && let Some((first, _, text)) = open.take()
            {
                let (text, cut) = closed(text.finish());
                if sink(Ok(RawArticle { cut, ..document(&text, first) })).is_break() {
                    return Ok(());
                }
            }
        }
        if let Some((first, _, text)) = open {
            let (text, cut) = closed(text.finish());
            let unended = Some(Cut::of_unknown(&text));
            harmless(
                sink(match text.contains("</") {
                    true => Ok(RawArticle { cut: cut.or(unended), ..document(&text, first) }),
                    false => Err(Other::Skipped(first, Reason::MalformedRecord.because("no end"))),
                }),
                "nothing follows",
            );
        }
        Ok(())
    }
}

/// Adds the missing end tags to a document that was cut.
fn closed((mut text, cut): (String, Option<Cut>)) -> (String, Option<Cut>) {
    if cut.is_some() {
        text.extend(BODY.map(|name| format!("</{name}>")));
    }
    (text, cut)
}

/// The elements that are read in addition to [`TITLE`], [`BODY`], [`DATE`] and [`LEAD`].
const OTHERS: [&str; 16] = [
    "DOCNO", "DATELINE", "AUTHOR", "BYLINE", "SECTION", "PUB", "SO", "SOURCE", "TOPICS", "PLACES",
    "PEOPLE", "ORGS", "SUBJECT", "DESCRIPT", "JOURNAL", "URL",
];

fn document(text: &str, line: u64) -> RawArticle {
    let names: Vec<&str> = [&TITLE[..], &BODY, &DATE, &LEAD, &OTHERS].concat();
    let elements = elements::elements(text, &names);
    let all = |name: &str| -> Vec<&str> {
        let named = elements.iter().filter(|element| element.name.eq_ignore_ascii_case(name));
        named.map(|element| element.inner).filter(|inner| !inner.trim().is_empty()).collect()
    };
    let first = |names: &[&str]| {
        names.iter().map(|name| all(name)).find(|found| !found.is_empty()).unwrap_or_default()
    };
    let mut headers = Vec::new();
    let mut say = |name: &str, value: String| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            headers.push(Header { name: name.to_string(), value });
        }
    };
    let number = all("DOCNO").first().map(|number| plain(number));
    let number = number.or_else(|| attribute(text, "id").map(str::to_string));
    say("id", attribute(text, "NEWID").map(str::to_string).or(number.clone()).unwrap_or_default());
    let dates = first(&DATE);
    // `PUB.DATE` has the day of publication.
    let (pubs, days): (Vec<&str>, Vec<&str>) =
        all("PUB").into_iter().partition(|value| value.contains(char::is_alphabetic));
    let written = dates.iter().chain(&days).map(|date| plain(date));
    let written = written.into_iter().find(|date| !date.trim().is_empty());
    let of_number = number.as_deref().and_then(trec::day);
    let journal = all("JOURNAL").first().map(|issue| plain(issue));
    let (journal, issue) = journal.as_deref().and_then(trec::issue).unzip();
    let written = written.map(|date| trec::extended(&date).unwrap_or(date));
    let date = written.or(of_number.clone()).or(issue.map(str::to_string));
    say("date", date.unwrap_or_default());
    let titles = first(&TITLE);
    for (at, title) in titles.iter().enumerate() {
        let title = plain(title);
        match at {
            0 => say("title", trec::without_day(&title).to_string()),
            _ => say("note", title),
        }
    }
    let dateline = all("DATELINE").first().map(|line| plain(line));
    let stated = pubs.into_iter().chain(all("SOURCE")).next().map(plain);
    let credited = || dateline.as_deref().and_then(trec::credit).map(str::to_string);
    let of_collection = || number.as_deref().and_then(trec::source).map(str::to_string);
    let stated = stated.or(journal.map(str::to_string));
    say("source", stated.or_else(credited).or_else(of_collection).unwrap_or_default());
    say("dateline", dateline.unwrap_or_default());
    for name in ["AUTHOR", "BYLINE"] {
        all(name).into_iter().for_each(|value| say("byline", plain(value)));
    }
    all("SECTION").first().into_iter().for_each(|value| say("section", plain(value)));
    all("URL").first().into_iter().for_each(|value| say("url", plain(value)));
    all("SO").first().into_iter().for_each(|value| say("so", plain(value)));
    for name in ["TOPICS", "PLACES", "PEOPLE", "ORGS"] {
        for list in all(name) {
            let topics = elements::elements(list, &["D"]);
            topics.iter().for_each(|topic| say("topic", plain(topic.inner)));
        }
    }
    for list in ["SUBJECT", "DESCRIPT"].iter().flat_map(|name| all(name)) {
        plain(list).split(';').for_each(|topic| say("topic", topic.to_string()));
    }
    let leads = first(&LEAD).into_iter().map(str::trim);
    let bodies: Vec<&str> = leads.chain(first(&BODY)).collect();
    // The text may contain the title and the dateline as well.
    let left_out = [&TITLE[..], &["DATELINE"]].concat();
    let body: Vec<String> = bodies.iter().map(|body| plain(&without(body, &left_out))).collect();
    let day = of_number.map(|written| Candidate {
        place: "number of the document".into(),
        written,
        zone: None,
    });
    RawArticle {
        line,
        headers,
        place: format!("line {line}"),
        text: body.join("\n\n"),
        dates: day.into_iter().collect(),
        ..RawArticle::default()
    }
}

/// Returns the value of an attribute of the first tag.
fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let tag = &text[..text.find('>')?];
    let value = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    value.find('"').map(|end| &value[..end])
}

#[cfg(test)]
mod tests;
