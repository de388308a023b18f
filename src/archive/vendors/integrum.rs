//! Integrum: pages with articles whose fields look like `^ИС: …` (source) and `^ДТ: …` (date).

use super::paragraphs::Paragraph;
use super::record::Record;
use crate::archive::RawArticle;

/// The names of fields, and the names of the headers they become.
const FIELDS: [(&str, &str); 8] = [
    ("ИС", "source"),
    ("РБ", "section"),
    ("НР", "issue"),
    ("ДТ", "date"),
    ("АВ", "byline"),
    ("ЗГ", "title"),
    ("ВР", "time"),
    ("СТ", "page"),
];

/// Splits a line with a field into the name of its header and the value.
fn field(line: &str) -> Option<(&'static str, &str)> {
    let (name, value) = line.trim().strip_prefix('^')?.split_once(':')?;
    let known = FIELDS.iter().find(|(known, _)| *known == name.trim());
    Some((known.map_or("field", |(_, header)| *header), value.trim()))
}

fn begins(one: &Paragraph) -> bool {
    one.text.lines().next().is_some_and(|line| line.trim_start().starts_with("^ИС"))
}

/// Splits an export into its articles.
pub fn articles(paragraphs: &[Paragraph]) -> Vec<RawArticle> {
    let starts: Vec<usize> = (0..paragraphs.len()).filter(|at| begins(&paragraphs[*at])).collect();
    let ends = starts.iter().skip(1).copied().chain([paragraphs.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| article(&paragraphs[*start..end])).collect()
}

fn article(part: &[Paragraph]) -> Option<RawArticle> {
    let mut record = Record::default();
    let mut title = String::new();
    for one in part {
        let mut text = Vec::new();
        for line in one.text.lines() {
            match field(line) {
                Some(("title", value)) => {
                    title = value.to_string();
                    record.say("title", value);
                }
                Some((name, value)) => record.say(name, value),
                None => text.push(line),
            }
        }
        let text = text.join("\n");
        // The title is repeated above the text.
        if one.is_in("h3") || text.trim() == title {
            if !record.has("title") {
                record.say("title", &text);
            }
        } else {
            record.write(&text);
        }
    }
    (record.has("title") || record.has_body()).then(|| record.article())
}
