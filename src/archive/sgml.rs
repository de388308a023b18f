//! Collections of research in SGML: Reuters-21578 (Lewis, 1997) and the newspapers of TREC, whose
//! documents stand one after the other in a file without a root.
//!
//! ```text
//! <REUTERS … NEWID="1"> <DATE>26-FEB-1987 15:01:01.79</DATE> <TEXT> <TITLE>…</TITLE> <BODY>…</BODY> </TEXT> </REUTERS>
//! <DOC> <DOCNO> AP880212-0001 </DOCNO> <HEAD>…</HEAD> <TEXT>…</TEXT> <TEXT>…</TEXT> </DOC>
//! ```
//!
//! It is not XML: entities are those of SGML, elements may repeat, control characters stand in it. A
//! document is read as a list of elements; what they are called decides what they are.

use std::io::BufRead;

use super::bounded::{Bounded, Line};
use super::{Cut, Format, Other, RawArticle, Reading, Reason, Sink};
use crate::article::Header;

pub struct Sgml;

/// How a document begins and ends.
const DOCUMENTS: [(&str, &str); 2] = [("<REUTERS", "</REUTERS>"), ("<DOC>", "</DOC>")];

/// Elements that are the title, the body, the date: of each the first that is there, all of its kind.
const TITLE: [&str; 5] = ["TITLE", "HEADLINE", "HEAD", "HL", "H3"];
const BODY: [&str; 2] = ["BODY", "TEXT"];
const DATE: [&str; 4] = ["DATE", "DATE1", "DD", "DATE_TIME"];

impl Format for Sgml {
    fn name(&self) -> &'static str {
        "sgml"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        let first = beginning.trim_start();
        let doctype = first.starts_with("<!DOCTYPE lewis");
        let reuters = first.starts_with("<REUTERS ");
        let trec = first.starts_with("<DOC>") && first.contains("<DOCNO>");
        doctype || reuters || trec
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let limit = reading.limit;
        let mut line = Line::default();
        let mut number = 0;
        // The document being read: the line it begins on, its end, its text.
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
            let unended = Some(Cut { kept: text.len() as u64, of: None });
            let _ = sink(match text.contains("</") {
                true => Ok(RawArticle { cut: cut.or(unended), ..document(&text, first) }),
                false => Err(Other::Skipped(first, Reason::MalformedRecord.because("no end"))),
            });
        }
        Ok(())
    }
}

/// A document that was cut lacks the end of its text.
fn closed((mut text, cut): (String, Option<Cut>)) -> (String, Option<Cut>) {
    if cut.is_some() {
        text.extend(BODY.map(|name| format!("</{name}>")));
    }
    (text, cut)
}

/// An element: its name and what stands between its tags.
type Element<'a> = (&'a str, &'a str);

fn document(text: &str, line: u64) -> RawArticle {
    let elements = elements(text);
    let all = |name: &str| -> Vec<&str> {
        let named = elements.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, inner)| *inner).collect()
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
    say("id", attribute(text, "NEWID").map(str::to_string).or(number.clone()).unwrap_or_default());
    let dates = first(&DATE);
    let written = dates.first().map(|date| plain(date)).filter(|date| !date.trim().is_empty());
    let of_number = number.as_deref().and_then(day_of_number);
    say("date", written.or(of_number).unwrap_or_default());
    let titles = first(&TITLE);
    say("title", titles.iter().map(|title| plain(title)).collect::<Vec<_>>().join(" "));
    for name in ["DATELINE", "AUTHOR", "BYLINE", "SECTION", "PUB", "SO", "SOURCE"] {
        let key = if name == "PUB" { "source".to_string() } else { name.to_lowercase() };
        all(name).first().into_iter().for_each(|value| say(&key, plain(value)));
    }
    let bodies = first(&BODY);
    // A raw text holds its title and its dateline too.
    let body: Vec<String> = bodies.iter().map(|body| plain(&without(body, &TITLE))).collect();
    RawArticle {
        line,
        headers,
        place: format!("line {line}"),
        text: body.join("\n\n"),
        ..RawArticle::default()
    }
}

/// The elements of a document, inner ones too, in the order of their beginnings.
fn elements(text: &str) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let Some(name) = length.filter(|length| *length > 0).map(|length| &rest[..length]) else {
            continue;
        };
        let Some(open) = rest.find('>') else { break };
        let inner = &rest[open + 1..];
        if let Some(end) = inner.find(&format!("</{name}>")) {
            found.push((name, &inner[..end]));
        }
        if found.len() > 1_000 {
            break;
        }
    }
    found
}

/// A text without some of its elements.
fn without(text: &str, names: &[&str]) -> String {
    let mut text = text.to_string();
    for name in names.iter().chain(&["DATELINE"]) {
        let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
        while let Some(start) = text.find(&begin) {
            let Some(length) = text[start..].find(&end) else { break };
            text.replace_range(start..start + length + end.len(), "");
        }
    }
    text
}

/// Text without tags, entities decoded once; paragraphs stay paragraphs.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = rest.find('>').map(|end| &rest[..=end]).filter(|tag| is_tag(tag));
        if let Some(tag) = tag {
            if tag.eq_ignore_ascii_case("<p>") {
                out.push('\n');
            }
            rest = &rest[tag.len()..];
        } else if let Some((character, length)) = entity(rest) {
            out.extend(character.filter(|c| !c.is_control() || c.is_whitespace()));
            rest = &rest[length..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn is_tag(tag: &str) -> bool {
    let Some(name) = tag.strip_prefix('<') else { return false };
    let name = name.strip_prefix('/').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= 64
        && !name[..name.len() - 1].contains(['<', '\n'])
}

/// The character of an entity at the beginning of a text, and its length. One that is unknown is text.
fn entity(text: &str) -> Option<(Option<char>, usize)> {
    let end = text.as_bytes().iter().take(12).position(|byte| *byte == b';')?;
    let name = &text[1..end];
    let character = match name {
        "amp" | "AMP" => Some('&'),
        "lt" | "LT" => Some('<'),
        "gt" | "GT" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "hyph" => Some('-'),
        "blank" | "sp" => Some(' '),
        _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?),
    };
    Some((character, end + 1))
}

/// The value of an attribute of the first tag.
fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let tag = &text[..text.find('>')?];
    let value = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    value.find('"').map(|end| &value[..end])
}

/// The day in a document number: `AP880212-0001`, `WSJ870324-0001`, and, month first, `LA010189-0001`.
fn day_of_number(number: &str) -> Option<String> {
    let number = number.trim();
    let digits = number.find(|c: char| c.is_ascii_digit())?;
    let day =
        number.get(digits..digits + 6).filter(|day| day.bytes().all(|b| b.is_ascii_digit()))?;
    let (a, b, c) = (&day[..2], &day[2..4], &day[4..]);
    match &number[..digits] {
        "AP" | "WSJ" | "SJMN" => Some(format!("19{a}-{b}-{c}")),
        "LA" => Some(format!("19{c}-{a}-{b}")),
        _ => None,
    }
}
