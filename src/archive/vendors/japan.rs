//! Kikuzo (Asahi Shimbun) and Yomidasu (Yomiuri Shimbun): pages of search results with their texts.

use super::paragraphs::Paragraph;
use super::record::Record;
use crate::archive::RawArticle;
use crate::dates;

/// Returns whether an element starts an article in Kikuzo: the table with number, date and page.
pub fn kikuzo_begins(name: &str, marks: &str) -> bool {
    name == "table" && marks.split(' ').any(|mark| mark == "topic-list")
}

/// Returns whether an element starts an article in Yomidasu.
pub fn yomidasu_begins(name: &str, marks: &str) -> bool {
    name == "div" && marks.split(' ').any(|mark| mark == "heiseidetailarea")
}

/// Splits a page of Kikuzo into its articles.
pub fn kikuzo(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    each(paragraphs, |unit, record| {
        record.say("source", "朝日新聞");
        let names = ["number", "date", "edition", "section", "page", "length"];
        let cells = unit.iter().filter(|one| is_cell(one, "topic-list")).zip(names);
        for (cell, name) in cells {
            let value = cell.flat();
            record.say(name, if name == "date" { &value } else { value.trim_start_matches('0') });
        }
        for one in unit {
            if one.is_in("detail001") {
                record.write(&one.text);
            } else if one.is_in("font002") {
                record.say_once("title", &one.text);
            }
        }
    })
}

/// Splits a page of Yomidasu into its articles. Each is a row of cells with a date in it, a title and the text.
pub fn yomidasu(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    each(paragraphs, |unit, record| {
        record.say("source", "読売新聞");
        for one in unit {
            let text = one.flat();
            if one.is_in("mb10") {
                record.write(&one.text);
            } else if !one.is_in("contentstable") {
                continue;
            } else if !record.has("date") && dates::prefix(&text).is_some() {
                record.say("date", &text);
            } else if one.is_in("wp50") || one.is_in("h2") {
                record.say_once("title", &text);
            } else {
                cell(&text, record);
            }
        }
    })
}

/// Reads a cell with an edition, a page or a length.
fn cell(text: &str, record: &mut Record) {
    if text.ends_with('字') {
        record.say_once("length", text);
    } else if text.ends_with("刊") {
        record.say_once("edition", text);
    } else if let Some(page) = text.strip_suffix('頁') {
        record.say_once("page", page.trim_start_matches('0'));
    } else if !text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.ends_with('段')
        && text.len() <= 24
    {
        record.say_once(if record.has("edition") { "section" } else { "note" }, text);
    }
}

/// Returns whether the innermost cell around a paragraph is a data cell with this class.
fn is_cell(one: &Paragraph, class: &str) -> bool {
    let mut marks = one.marks.split(' ');
    let cell = marks.find(|mark| matches!(*mark, "td" | "th"));
    cell == Some("td") && marks.next() == Some(class)
}

fn each(paragraphs: &[Paragraph], read: impl Fn(&[Paragraph], &mut Record)) -> Vec<RawArticle> {
    let units = paragraphs.chunk_by(|a, b| a.unit == b.unit);
    let article = |unit: &[Paragraph]| {
        let mut record = Record::default();
        record.say("lang", "ja");
        read(unit, &mut record);
        (record.has("title") || record.has_body()).then(|| record.article())
    };
    units.filter(|unit| unit[0].unit > 0).filter_map(article).collect()
}
