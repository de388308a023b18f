//! Articles of newer exports, which end with `End of Document`.

use super::labelled::{dated, is_cover, is_day, is_label, labels_and_text};
use super::labels::BODIES;
use crate::archive::RawArticle;
use crate::archive::vendors::paragraphs::Paragraph;
use crate::archive::vendors::record::Record;

/// Reads an article of a newer export: title, source and date, then labels, `Body` and the text.
pub fn newer(part: &[Paragraph], is_first: bool) -> Option<RawArticle> {
    let lines: Vec<Paragraph> = part
        .iter()
        .filter(|one| !one.text.trim().is_empty())
        .map(|one| Paragraph { text: one.text.trim().to_string(), ..one.clone() })
        .collect();
    let body = lines.iter().position(|one| BODIES.contains(&one.text.to_lowercase().as_str()));
    let head = body.unwrap_or(lines.len());
    // A cover page with a list of the documents may precede the first article.
    let labels = lines[..head].iter().rposition(|one| !is_label(&one.text)).map_or(0, |at| at + 1);
    let day = lines[..labels.max(1).min(lines.len())].iter().rposition(|one| is_day(&one.text));
    let day = day.or_else(|| lines[..head].iter().rposition(|one| is_day(&one.text)));
    let mut record = Record::default();
    let named = body.is_some();
    let Some(day) = day else {
        undated(&lines, head, is_first, &mut record);
        return (!record.is_empty()).then(|| record.article());
    };
    let source = lines[..day].iter().rposition(|one| !is_aside(&one.text));
    let title = source.and_then(|at| at.checked_sub(1));
    match (title, source) {
        (Some(title), Some(source)) => {
            record.say("source", &lines[source].text);
            dated(&lines[day].text, &mut record);
            record.say("title", &lines[title].text);
        }
        (None, Some(title)) => {
            dated(&lines[day].text, &mut record);
            record.say("title", &lines[title].text);
        }
        _ => dated(&lines[day].text, &mut record),
    }
    lines[source.map_or(0, |at| at + 1)..day].iter().for_each(|one| record.say("note", &one.text));
    // The cover page precedes the first article.
    if !is_first {
        lines[..title.unwrap_or(0)].iter().for_each(|one| record.say("note", &one.text));
    }
    labels_and_text(&lines[day + 1..], named, &mut record);
    (!record.is_empty()).then(|| record.article())
}

/// Reads an article without a date: title and source are the lines above its labels.
fn undated(lines: &[Paragraph], head: usize, is_first: bool, record: &mut Record) {
    let named = head < lines.len();
    let label = lines[..head].iter().position(|one| is_label(&one.text)).or(named.then_some(head));
    let above = label.map(|at| &lines[..at]).unwrap_or_default();
    let start = above.iter().rposition(|one| is_cover_line(&one.text)).map_or(0, |at| at + 1);
    let above = &above[start..];
    let (above, asides) =
        above.split_at(above.iter().rposition(|one| !is_aside(&one.text)).map_or(0, |at| at + 1));
    asides.iter().for_each(|one| record.say("note", &one.text));
    let (title, source, rest) = match (above, label) {
        ([.., title, source], Some(label)) => (Some(title), Some(source), &lines[label..]),
        ([title], Some(label)) => (Some(title), None, &lines[label..]),
        // Without labels, the first line is the title only if it cannot belong to a cover page.
        _ => match lines.split_first() {
            Some((first, rest)) if !is_first && !is_label(&first.text) => (Some(first), None, rest),
            _ => (None, None, lines),
        },
    };
    record.say("title", title.map_or("", |title| &title.text));
    record.say("source", source.map_or("", |source| &source.text));
    if !is_first && above.len() > 2 {
        above[..above.len() - 2].iter().for_each(|one| record.say("note", &one.text));
    }
    labels_and_text(rest, named, record);
}

/// Returns whether a line below the source is the name of a blog, in parentheses, or says that the article was
/// corrected.
fn is_aside(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') || text.eq_ignore_ascii_case("correction appended")
}

/// Returns whether a line belongs to the cover page or to its list of the documents.
fn is_cover_line(text: &str) -> bool {
    let listed = text.split_once(". ").is_some_and(|(number, _)| {
        number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    listed
        || is_cover(text)
        || COVER.iter().any(|begin| text.starts_with(begin))
        || text.starts_with("Documents (") && text.ends_with(')')
}

/// The starts of lines of a cover page.
const COVER: [&str; 9] = [
    "User Name:",
    "Date and Time:",
    "Client/Matter:",
    "Search Terms:",
    "Search Type:",
    "Narrowed by:",
    "Content Type",
    "News Timeline",
    "Job Number:",
];
