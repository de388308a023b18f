//! The free beginning of a wire article: what follows the date on the header line, and the lines
//! after it, until the body begins.
//!
//! The shapes are those of real openings: an id and a title line, a title on the header line, a
//! credit and the body at once, page furniture first, a clock on a line of its own. A title left
//! out costs less than debris shown as one.

use super::{attribution, credit, furniture, header};
use crate::article::Header;
use crate::dates;

/// What the beginning of an article said.
#[derive(Debug, Default)]
pub struct Opening {
    /// The id on the header line.
    pub id: Option<String>,
    /// The title and where it stood.
    pub title: Option<(String, String)>,
    /// A source named by a line that is no credit, and what kind of line it was.
    pub source: Option<(String, &'static str)>,
    /// Clocks (`timestamp`), page furniture (`debris`) and bylines (`byline`) before the body.
    pub headers: Vec<Header>,
    /// The rest.
    pub body: String,
}

impl Opening {
    /// Names the source, unless a line before did.
    fn name_source(&mut self, source: Option<&str>, line: &'static str) {
        if let (None, Some(source)) = (&self.source, source) {
            self.source = Some((source.to_string(), line));
        }
    }
}

/// An id is one word of at most this many characters.
const MAX_ID: usize = 64;

/// A line longer than this (characters) that ends with a full stop is a paragraph.
const PARAGRAPH: usize = 200;

/// Reads what follows the date on the header line, and the text below it.
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
    let mut lines = Lines { text, at: 0, number: 1 };
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

/// An id: the whole rest of the header line, one word with a digit in it.
fn is_id(rest: &str) -> bool {
    !rest.is_empty()
        && !rest.contains(char::is_whitespace)
        && rest.chars().count() <= MAX_ID
        && rest.contains(|c: char| c.is_ascii_digit())
        && !furniture::is_address(rest)
}

/// The number some systems put before a picture's caption: four groups of digits or more, joined
/// by full stops. No text begins like that, so it is an id although a caption follows.
fn asset_number(rest: &str) -> Option<(&str, &str)> {
    let (number, after) = rest.split_once(char::is_whitespace)?;
    let groups = number.split('.').filter(|group| !group.is_empty()).count();
    let digits = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (digits && groups >= 4).then(|| (number, after.trim()))
}

/// The lines of the text, and how far they have been read.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    /// The number of the line read last; the header's is 1.
    number: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.text[self.at..].split('\n').next().filter(|_| self.at < self.text.len())
    }

    fn next(&mut self) -> Option<&'a str> {
        let line = self.peek()?;
        self.at = (self.at + line.len() + 1).min(self.text.len());
        self.number += 1;
        Some(line)
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|line| line.trim().is_empty()) {
            self.next();
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Whether a line that reads as a title comes next, and a text after it.
    fn has_title(&self) -> bool {
        let mut below = self.rest().lines().map(str::trim).filter(|line| !line.is_empty());
        let Some(line) = below.next() else { return false };
        let plain = !line.ends_with(['.', ':', '…']) && !credit::leads(line);
        plain
            && line.split_whitespace().count() >= 3
            && below.next().is_some()
            && !is_paragraph(line)
    }

    fn place(&self) -> String {
        format!("line {}", self.number)
    }
}

/// After an id (or nothing) on the header line, the next line is the title. A blank one means
/// that there is none.
fn below_header(opening: &mut Opening, lines: &mut Lines) {
    loop {
        let Some(line) = lines.peek() else { return };
        let line = line.trim();
        if line.is_empty() || credit::leads(line) || is_paragraph(line) || is_signed_dateline(line)
        {
            // No title.
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

/// The header line goes on: with a title, the body, or page furniture before either.
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
            || furniture::is_labelled_caption(line)
            || furniture::is_credited_caption(line) && lines.has_title()
        {
            opening.headers.push(header("debris", line));
        } else if let Some(service) = credit::byline_service(line) {
            opening.source = Some((service, "byline"));
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

/// The lines of a page's top, until a blank one: weather, town, clock, section.
fn page_top(opening: &mut Opening, lines: &mut Lines) {
    while let Some(line) = lines.peek().map(str::trim).filter(|line| !line.is_empty()) {
        let name = if dates::whole(line).is_some() { "timestamp" } else { "debris" };
        opening.headers.push(header(name, line));
        lines.next();
    }
}

/// A kicker before the title: a few words, then a longer line without a full stop, then the text.
fn is_kicker(line: &str, lines: &Lines) -> bool {
    let next =
        lines.rest().lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |line: &str| line.split_whitespace().count();
    let title = (5..=25).contains(&count(next)) && !credit::has_dateline(next);
    count(line) <= 3
        && !line.ends_with(['.', '!', '?'])
        && !credit::has_dateline(line)
        && title
        && lines.has_title()
        && !next.starts_with("By ")
}

/// A picture's caption: the body begins with the same words, or the line ends with the agency
/// that the dateline below names too.
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

/// `Update vom 19.02.2023, 9.30 Uhr: Title`: a clock before the title, on its line.
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

/// Ends with a full stop and is long.
fn is_paragraph(line: &str) -> bool {
    line.ends_with('.') && line.chars().count() > PARAGRAPH
}

/// A dateline with its agency, and a sentence: no title.
fn is_signed_dateline(line: &str) -> bool {
    line.contains(['(']) && line.chars().count() > 60 && credit::has_signed_dateline(line)
}

/// What is left is the body, but for clocks and a publisher's line at its head.
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

/// `Egypt State Information Service (Cairo)` beside a clock: who published it, and where.
fn publisher_line(line: &str, lines: &Lines, clocked: bool) -> Option<String> {
    let clock_follows = || {
        let mut below = lines.rest().lines().map(str::trim).filter(|line| !line.is_empty());
        below.next();
        below.next().is_some_and(|next| dates::whole(next).is_some())
    };
    (is_publisher(line) && (clocked || clock_follows())).then(|| line.to_string())
}

/// A short line that ends with a place in parentheses.
fn is_publisher(line: &str) -> bool {
    let short = line.chars().count() <= 80;
    short && line.ends_with(')') && line.contains(" (") && !line.starts_with('(')
}
