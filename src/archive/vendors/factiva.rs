//! Factiva: pages, documents and plain text, either laid out as articles or with two-letter codes (`HD`, `BY`, `PD`).

use super::languages::{self, language};
use super::paragraphs::Paragraph;
use super::record::{Record, is_copyright};
use crate::archive::RawArticle;
use crate::dates::{self, Orders};

/// The codes of fields, and the names of the headers they become.
const CODES: [(&str, &str); 34] = [
    ("HD", "title"),
    ("SE", "section"),
    ("BY", "byline"),
    ("CR", "credit"),
    ("WC", "word-count"),
    ("PD", "date"),
    ("ET", "time"),
    ("SN", "source"),
    ("SC", "source-code"),
    ("NGC", "group"),
    ("ED", "edition"),
    ("PG", "page"),
    ("VOL", "volume"),
    ("LA", "language"),
    ("CY", "copyright"),
    ("LP", "text"),
    ("TD", "text"),
    ("ART", "art"),
    ("CX", "correction"),
    ("CO", "company"),
    ("IN", "industry"),
    ("NS", "subject"),
    ("RE", "region"),
    ("PE", "person"),
    ("RF", "reference"),
    ("IPD", "ipd"),
    ("IPC", "ipc"),
    ("PUB", "publisher"),
    ("CT", "contact"),
    ("CLM", "column"),
    ("RST", "restrictor"),
    ("DE", "descriptor"),
    ("GC", "group-code"),
    ("AN", "id"),
];

fn code_of(text: &str) -> Option<&'static str> {
    CODES.iter().find(|(code, _)| *code == text).map(|(_, name)| *name)
}

/// Returns whether an element starts an article.
pub fn begins(name: &str, marks: &str) -> bool {
    let of_language = |mark: &str| mark.len() > 7 && mark.ends_with("article") && mark != "article";
    name == "div"
        && marks.split(' ').any(|mark| mark == "article")
        && marks.split(' ').skip(1).any(of_language)
}

/// Returns the number of a document: `Document SKER000020240914ek9e00001`.
pub fn number(line: &str) -> Option<&str> {
    let (word, id) = line.trim().split_once(' ')?;
    let is_word = word.chars().all(char::is_alphabetic) && (6..=24).contains(&word.len())
        || ["文件", "文档", "文書", "ドキュメント", "문서", "Документ"].contains(&word);
    let is_id = (20..=32).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.bytes().filter(u8::is_ascii_digit).count() >= 10;
    (is_word && is_id).then_some(id)
}

/// Splits an export into its articles.
pub fn articles(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    let units: Vec<&[Paragraph]> = paragraphs.chunk_by(|a, b| a.unit == b.unit).collect();
    if units.iter().any(|unit| unit[0].unit > 0) {
        return units.into_iter().filter(|unit| unit[0].unit > 0).filter_map(article).collect();
    }
    let mut all = Vec::new();
    let mut start = 0;
    for (at, one) in paragraphs.iter().enumerate() {
        if one.text.lines().next_back().is_some_and(is_last) {
            all.extend(article(&paragraphs[start..=at]));
            start = at + 1;
        }
    }
    // The text after the last number is the footer, unless the export was truncated within an article.
    let rest = &paragraphs[start..];
    let lines = || rest.iter().flat_map(|one| one.text.lines());
    let titles =
        lines().filter(|line| split(line).is_some_and(|(name, _)| name == "title")).count();
    let counts = lines().filter(|line| is_count(line.trim())).count();
    // Several titles do not belong to one article.
    let is_article = titles == 1 || titles == 0 && counts == 1;
    all.extend(Some(rest).filter(|_| is_article).and_then(article));
    all
}

/// Returns whether a line is the last one of an article: the number of its document.
pub fn is_last(line: &str) -> bool {
    number(after_code(line)).is_some()
}

/// Removes the code of the document number from the start of a line.
fn after_code(line: &str) -> &str {
    line.trim().strip_prefix("AN").map_or(line.trim(), str::trim)
}

fn article(part: &[Paragraph]) -> Option<RawArticle> {
    let coded = part.iter().flat_map(|one| one.text.lines()).filter(|line| split(line).is_some());
    let record = match coded.take(4).count() >= 4 {
        true => of_codes(part),
        false => of_lines(part),
    };
    (record.has("title") || record.has_body()).then(|| record.article())
}

/// Splits a line that starts with a code into the name of its header and the rest.
fn split(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim();
    let end = line.find(char::is_whitespace).unwrap_or(line.len());
    let name = code_of(&line[..end])?;
    Some((name, line[end..].trim()))
}

fn of_codes(part: &[Paragraph]) -> Record {
    let mut record = Record::default();
    let mut open = "";
    let mut time = String::new();
    let mut fields: Vec<(&str, Vec<String>)> = Vec::new();
    for one in part {
        let in_body = one.is_in("articleparagraph");
        let mut text = String::new();
        for line in one.text.lines() {
            match split(line).filter(|_| !in_body) {
                Some((name, rest)) => {
                    if !text.is_empty()
                        && let Some((_, values)) = fields.last_mut()
                    {
                        values.push(std::mem::take(&mut text));
                    }
                    open = name;
                    fields.push((name, Vec::new()));
                    text.push_str(rest);
                }
                None => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(line);
                }
            }
        }
        if !open.is_empty()
            && !text.is_empty()
            && let Some((_, values)) = fields.last_mut()
        {
            values.push(text);
        }
    }
    for (name, values) in fields {
        match name {
            "text" => values.iter().for_each(|value| record.write(value)),
            "id" => {
                let value = values.join(" ");
                record.say("id", number(&value).unwrap_or(&value));
            }
            "time" => time = values.join(" "),
            "title" => record.say_once("title", &values.join(" ")),
            "language" => language(&values.join(" "), &mut record),
            _ => record.say(name, &values.join(" ")),
        }
    }
    record.say("time", &time);
    record
}

/// Returns whether a line is a number and a word: `877 words`, `8165 字`.
fn is_count(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let number = words.next().unwrap_or_default();
    let word = words.next().unwrap_or_default();
    let digits = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    !number.is_empty()
        && number.chars().all(digits)
        && number.contains(|c: char| c.is_ascii_digit())
        && !word.is_empty()
        && dates::month(word).is_none()
        && !word.contains(|c: char| c.is_ascii_digit())
        && words.next().is_none()
}

fn is_day(text: &str) -> bool {
    text.len() <= 60 && dates::stated(&day(text), Orders::ANY).is_some()
}

/// Returns a date without the spaces that Chinese and Japanese interfaces insert.
fn day(text: &str) -> String {
    let mut out = text.to_string();
    for mark in ['年', '月', '日'] {
        out = out.replace(&format!(" {mark}"), &mark.to_string());
    }
    match out.contains('年') {
        true => out.replace("年 ", "年").replace("月 ", "月"),
        false => out,
    }
}

/// Reads an article without codes: title and author, word count, date, source and code, then the text.
fn of_lines(part: &[Paragraph]) -> Record {
    let mut record = Record::default();
    let lines: Vec<(&Paragraph, &str)> = part
        .iter()
        .flat_map(|one| {
            let whole = one.is_in("articleparagraph");
            let lines: Vec<&str> =
                if whole { vec![one.text.as_str()] } else { one.text.lines().collect() };
            lines.into_iter().map(move |line| (one, line.trim()))
        })
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let count = (0..lines.len()).find(|at| {
        let next = lines.get(at + 1).map_or("", |(_, line)| line);
        is_count(lines[*at].1) && is_day(next)
    });
    let Some(count) = count else {
        // Without a word count, the first line is the title.
        let mut rest = lines.iter();
        rest.next().into_iter().for_each(|(_, line)| record.say("title", line));
        rest.for_each(|(_, line)| match number(line) {
            Some(id) => record.say("id", id),
            None => record.write(line),
        });
        return record;
    };
    let (lines, count) = match below_index(&lines[..count]) {
        0 => (&lines[..], count),
        start => (&lines[start..], count - start),
    };
    let is_title = |one: &Paragraph| one.marks.split(' ').any(|mark| mark.ends_with("headline"));
    let marked = lines[..count].iter().position(|(one, _)| is_title(one));
    let mut titles = Vec::new();
    for (at, (one, line)) in lines[..count].iter().enumerate() {
        match marked {
            Some(_) if is_title(one) => titles.push(*line),
            Some(first) if at < first => record.say("section", line),
            None if at == 0 => titles.push(*line),
            _ if one.is_in("author") || !record.has("byline") => record.say("byline", line),
            _ => record.say("credit", line),
        }
    }
    record.say("title", &titles.join(" "));
    record.say("word-count", lines[count].1);
    record.say("date", &day(lines[count + 1].1));
    let mut at = count + 2;
    if lines.get(at).is_some_and(|(_, line)| is_time(line)) {
        record.say("time", lines[at].1);
        at += 1;
    }
    let in_head = |at: usize| lines.get(at).is_some_and(|(one, _)| !one.is_in("articleparagraph"));
    if in_head(at) {
        record.say("source", lines[at].1);
        at += 1;
    }
    // Code, edition, page and language follow in this order, up to the copyright notice.
    let most = (at + 8).min(lines.len());
    let end = (at..most).find(|at| is_copyright(lines[*at].1) || !in_head(*at));
    let end = end.unwrap_or_else(|| (at..most).find(|at| lines[*at].1.len() > 60).unwrap_or(at));
    for (_, line) in &lines[at..end.max(at)] {
        let is_code = (2..=12).contains(&line.len())
            && line.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let digits = line.chars().filter(char::is_ascii_digit).count();
        if is_code && !record.has("source-code") {
            record.say("source-code", line);
        } else if digits > 0 && line.len() <= 12 {
            record.say_once("page", line);
        } else if languages::is_name(line) {
            language(line, &mut record);
        } else {
            record.say("edition", line);
        }
    }
    // A page has the publisher before the paragraphs and, below the last article, the footer.
    let marked = lines.iter().any(|(one, _)| one.is_in("articleparagraph"));
    for (one, line) in &lines[end.max(at)..] {
        match number(line) {
            Some(id) => record.say_once("id", id),
            None if is_copyright(line) => record.say_once("copyright", line),
            None if marked && !one.is_in("articleparagraph") => {
                if !record.has("id") && !record.has("publisher") {
                    record.say("publisher", line);
                }
            }
            None => record.write(line),
        }
    }
    record
}

/// Returns where the head of an article starts in the lines above its word count. An index of all titles, with the
/// numbers of their pages, may be above the first article.
fn below_index(lines: &[(&Paragraph, &str)]) -> usize {
    /// The number of lines of a head, and the length of what follows a title in an index.
    const HEAD: usize = 4;
    const PAGE: usize = 12;
    let is_listed = |at: usize| {
        let title = lines[at].1;
        let is_entry = |line: &str| line.starts_with(title) && line.len() <= title.len() + PAGE;
        lines[..at].iter().any(|(_, line)| is_entry(line))
    };
    (1..lines.len()).rev().take(HEAD).find(|at| is_listed(*at)).unwrap_or(0)
}

fn is_time(text: &str) -> bool {
    let (hours, rest) = text.split_once(':').unwrap_or(("", ""));
    hours.len() <= 2
        && hours.parse::<u32>().is_ok()
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && text.len() <= 14
}
