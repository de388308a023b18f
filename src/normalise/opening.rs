//! The unstructured start of a wire article: the text after the date on the header line, and the lines after it, up to
//! the body.
//!
//! The rules follow the starts of real articles: an id and a title line, a title on the header line, a credit directly
//! followed by the body, page furniture, a time on a separate line. A missing title is better than debris as a title.

use super::lines::{Lines, is_paragraph};
use super::{attribution, byline, credit, furniture, header};
use crate::article::Header;
use crate::dates;

/// The parts of an article's start.
#[derive(Debug, Default)]
pub struct Opening {
    /// The id on the header line.
    pub id: Option<String>,
    /// The title, and where it was found.
    pub title: Option<(String, String)>,
    /// A source named by a line that is not a credit, and the kind of that line.
    pub source: Option<(String, &'static str)>,
    /// Times (`timestamp`), page furniture (`debris`) and bylines (`byline`) before the body.
    pub headers: Vec<Header>,
    /// The remaining text.
    pub body: String,
}

impl Opening {
    /// Sets the source, unless an earlier line named it.
    fn name_source(&mut self, source: Option<&str>, line: &'static str) {
        if let (None, Some(source)) = (&self.source, source) {
            self.source = Some((source.to_string(), line));
        }
    }
}

/// The maximum length of an id, in characters. An id is one word.
const MAX_ID: usize = 64;

/// Reads the text after the date on the header line, and the text below it.
pub fn read(rest: &str, text: &str) -> Opening {
    let mut opening = Opening::default();
    let mut rest = rest.trim();
    if is_id(rest) {
        opening.id = Some(rest.to_string());
        rest = "";
    } else if let Some((number, after)) = asset_number(rest) {
        opening.id = Some(number.to_string());
        rest = after;
    }
    let mut lines = Lines::of(text);
    if rest.is_empty() {
        below_header(&mut opening, &mut lines);
    } else {
        on_header(rest, &mut opening, &mut lines);
    }
    if opening.source.is_none() {
        opening.source = credit::hint(&opening.body);
    }
    let slashed = attribution::slashed(&opening.body).map(str::to_string);
    opening.name_source(slashed.as_deref(), "the text before a slash");
    opening
}

/// Returns whether the rest of the header line is an id: one word with a digit in it.
fn is_id(rest: &str) -> bool {
    !rest.is_empty()
        && !rest.contains(char::is_whitespace)
        && rest.chars().count() <= MAX_ID
        && rest.contains(|c: char| c.is_ascii_digit())
        && !furniture::is_address(rest)
}

/// Splits off the number that some systems put before the caption of a picture: at least four groups of digits, joined
/// by full stops. No text starts like this, so the number is an id even if a caption follows it.
fn asset_number(rest: &str) -> Option<(&str, &str)> {
    let (number, after) = rest.split_once(char::is_whitespace)?;
    let groups = number.split('.').filter(|group| !group.is_empty()).count();
    let digits = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (digits && groups >= 4).then(|| (number, after.trim()))
}

/// Reads the lines below a header line that contains at most an id. The next line is the title, unless it is blank.
fn below_header(opening: &mut Opening, lines: &mut Lines) {
    loop {
        let Some(line) = lines.peek() else { return };
        let line = line.trim();
        if line.is_empty() || credit::leads(line) || is_paragraph(line) || is_signed_dateline(line)
        {
            // There is no title.
        } else if furniture::is(line) {
            opening.headers.push(header("debris", line));
            opening.name_source(attribution::host(line), "address line");
            lines.next();
            continue;
        } else if let Some(source) = attribution::labelled(line) {
            opening.headers.push(header("publisher", line));
            opening.name_source(Some(source), "source line");
            lines.next();
            continue;
        } else if let Some(source) = attribution::alone(line).filter(|_| lines.has_title_below()) {
            opening.headers.push(header("publisher", line));
            opening.name_source(Some(source), "publisher line");
            lines.next();
            continue;
        } else if dates::whole(line).is_some() {
            opening.headers.push(header("timestamp", line));
            lines.next();
            continue;
        } else {
            lines.next();
            opening.title = Some((line.to_string(), lines.place()));
        }
        break;
    }
    body(opening, lines, None);
}

/// Reads a header line that continues with a title, the body, or page furniture before either.
fn on_header(rest: &str, opening: &mut Opening, lines: &mut Lines) {
    let mut line = rest;
    let mut place = "header line".to_string();
    let mut after_furniture = false;
    let mut clocked = false;
    loop {
        if furniture::is_weather(line) {
            opening.headers.push(header("debris", line));
            page_top(opening, lines);
        } else if furniture::is(line) {
            if let Some(owner) = credit::copyright(line) {
                opening.source = Some((owner, "copyright line"));
            }
            if furniture::is_address(line) {
                opening.name_source(attribution::host(line), "address line");
            }
            opening.headers.push(header("debris", line));
        } else if dates::whole(line).is_some()
            || (furniture::is_stamp(line) && stamped(line).is_none())
        {
            opening.headers.push(header("timestamp", line));
            clocked = true;
        } else if clocked && is_publisher(line) {
            opening.headers.push(header("publisher", line));
            opening.source = Some((line.to_string(), "publisher line"));
        } else if let Some(source) = attribution::labelled(line) {
            opening.headers.push(header("publisher", line));
            opening.name_source(Some(source), "source line");
        } else if let Some(source) = attribution::alone(line).filter(|_| lines.has_title()) {
            opening.headers.push(header("publisher", line));
            opening.name_source(Some(source), "publisher line");
        } else if is_kicker(line, lines)
            || furniture::is_section(line) && lines.has_title()
            || furniture::is_labelled_caption(line)
            || furniture::is_credited_caption(line) && lines.has_title()
        {
            opening.headers.push(header("debris", line));
        } else if let Some(service) = credit::byline_service(line) {
            opening.source = Some((service, "byline"));
            opening.headers.push(header("byline", line));
        } else if byline::is_byline(line) && !lines.rest().trim().is_empty() {
            opening.headers.push(header("byline", line));
        } else if is_caption(line, lines, opening) {
            opening.headers.push(header("debris", line));
        } else {
            break;
        }
        after_furniture = true;
        lines.skip_blank();
        match lines.next() {
            Some(next) => line = next.trim(),
            None => return,
        }
        place = lines.place();
    }
    if let Some((stamp, title)) = stamped(line) {
        opening.headers.push(header("timestamp", stamp));
        opening.title = Some((title.to_string(), place));
        return body(opening, lines, None);
    }
    let alone = lines.rest().trim().is_empty();
    let sentence = line.ends_with('.') && !line.ends_with("..");
    if credit::leads(line)
        || credit::has_dateline(line)
        || line.starts_with(['-', '–', '—'])
        || is_paragraph(line)
        || (sentence && alone)
        || (sentence && after_furniture && line.split_whitespace().count() >= 8)
    {
        return body(opening, lines, Some(line));
    }
    opening.title = Some((line.to_string(), place));
    body(opening, lines, None);
}

/// Reads the top of a page up to a blank line: weather, town, time, section.
fn page_top(opening: &mut Opening, lines: &mut Lines) {
    while let Some(line) = lines.peek().map(str::trim).filter(|line| !line.is_empty()) {
        let name = if dates::whole(line).is_some() { "timestamp" } else { "debris" };
        opening.headers.push(header(name, line));
        lines.next();
    }
}

/// Returns whether a line is a kicker before the title: a few words, followed by a longer line without a full stop, and
/// then the text.
fn is_kicker(line: &str, lines: &Lines) -> bool {
    let next =
        lines.rest().lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |line: &str| line.split_whitespace().count();
    let title = (5..=25).contains(&count(next)) && !credit::has_dateline(next);
    count(line) <= 3
        && !byline::is_byline(line)
        && !line.ends_with(['.', '!', '?'])
        && !credit::has_dateline(line)
        && title
        && lines.has_title()
        && !next.starts_with("By ")
}

/// Returns whether a line is the caption of a picture: the body starts with the same words, or the line ends with the
/// agency that the dateline below names as well.
fn is_caption(line: &str, lines: &Lines, opening: &mut Opening) -> bool {
    let below = lines.rest().trim_start();
    let paragraph = below.lines().next().unwrap_or_default();
    if paragraph.len() > line.len() && paragraph.starts_with(line) {
        return true;
    }
    let Some((_, agency)) = line.rsplit_once(" - ") else { return false };
    let named = credit::of(paragraph).source.is_some_and(|source| source == agency);
    if named && opening.source.is_none() {
        opening.source = Some((agency.to_string(), "caption"));
    }
    named
}

/// Splits a line with a time before the title: `Update vom 19.02.2023, 9.30 Uhr: Title`.
fn stamped(line: &str) -> Option<(&str, &str)> {
    let word = line.split_whitespace().next()?;
    if !matches!(
        word.to_lowercase().as_str(),
        "update" | "updated" | "stand" | "aktualisiert" | "erstmeldung"
    ) {
        return None;
    }
    let (stamp, title) = line.split_once(": ")?;
    let digits = stamp.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 4 && !title.trim().is_empty()).then(|| (stamp, title.trim()))
}

/// Returns whether a line is a dateline with an agency and a sentence, which is not a title.
fn is_signed_dateline(line: &str) -> bool {
    line.contains(['(']) && line.chars().count() > 60 && credit::has_signed_dateline(line)
}

/// Makes the rest of the text the body, without times and a publisher's line at its start.
fn body(opening: &mut Opening, lines: &mut Lines, first: Option<&str>) {
    if let Some(first) = first {
        let rest = lines.rest();
        opening.body = if rest.is_empty() { first.to_string() } else { format!("{first}\n{rest}") };
        return;
    }
    let mut clocked = false;
    loop {
        let start = lines.at;
        lines.skip_blank();
        let Some(line) = lines.peek().map(str::trim) else { break };
        if dates::whole(line).is_some() {
            opening.headers.push(header("timestamp", line));
            clocked = true;
        } else if let Some(source) = attribution::labelled(line) {
            opening.headers.push(header("publisher", line));
            opening.name_source(Some(source), "source line");
        } else if let Some(publisher) = publisher_line(line, lines, clocked) {
            opening.headers.push(header("publisher", line));
            opening.source = Some((publisher, "publisher line"));
        } else {
            lines.at = start;
            break;
        }
        lines.next();
    }
    opening.body = lines.rest().to_string();
}

/// Returns the publisher and place in a line next to a time: `Egypt State Information Service (Cairo)`.
fn publisher_line(line: &str, lines: &Lines, clocked: bool) -> Option<String> {
    let clock_follows = || {
        let mut below = lines.rest().lines().map(str::trim).filter(|line| !line.is_empty());
        below.next();
        below.next().is_some_and(|next| dates::whole(next).is_some())
    };
    (is_publisher(line) && (clocked || clock_follows())).then(|| line.to_string())
}

/// Returns whether a line is short and ends with a place in parentheses.
fn is_publisher(line: &str) -> bool {
    let short = line.chars().count() <= 80;
    short && line.ends_with(')') && line.contains(" (") && !line.starts_with('(')
}
