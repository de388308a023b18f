//! Credits such as `(MENAFN- AzerNews)` and `(Bloomberg) -- `, and other text that names who published an article.
//!
//! A credit is at the very start of the body. Text that only looks like one is not changed: `(Washington) may …`, `(AP
//! photo)`, `(Reopens)`.

use super::byline::is_byline;
use super::dateline::dateline;
use super::names::{is_acronym, is_agency, is_capital, is_house, is_name, is_note};
use super::parenthesis::{parenthesis, split};

/// What the first paragraph says about the publisher, the agency and the place of an article.
#[derive(Debug, Default, PartialEq)]
pub struct Credit {
    /// The publisher.
    pub source: Option<String>,
    /// The agency that the publisher credits.
    pub agency: Option<String>,
    /// The place in the dateline.
    pub place: Option<String>,
    /// Whether the body is nothing but a credit.
    pub only: bool,
}

/// Reads the credit at the start of a body.
pub fn of(body: &str) -> Credit {
    let body = body.trim_start();
    let mut credit = Credit::default();
    let mut after = body;
    if let Some(found) = leading(body) {
        credit.source = Some(found.publisher);
        credit.agency = found.agency;
        after = &body[found.length..];
        credit.only = after.trim().is_empty();
    }
    // An editorial note may be between the credit and the dateline.
    let mut text = after.trim_start();
    if let Some(note) = parenthesis(text)
        && is_note(note)
    {
        text = text[note.len() + 2..].trim_start();
    }
    if let Some(line) =
        dateline(below_byline(below_points(text)).lines().next().unwrap_or_default())
    {
        let place = Some(&line.place).filter(|place| !place.is_empty() && line.is_full());
        credit.place = place.cloned();
        if let Some(agency) = line.agency {
            match credit.source {
                None => credit.source = Some(agency),
                Some(_) if credit.agency.is_none() => credit.agency = Some(agency),
                Some(_) => {}
            }
        }
    }
    if credit.agency.as_ref().is_some_and(|agency| credit.source.as_ref() == Some(agency)) {
        credit.agency = None;
    }
    if credit.agency.is_none() {
        credit.agency = signature(body).filter(|name| credit.source.as_ref() != Some(name));
    }
    credit
}

/// The maximum number of points above a text.
const POINTS: usize = 8;

/// Returns a text without the points above it that summarize it: `* Boats lay off until midnight`.
fn below_points(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..POINTS {
        let is_point = ["* ", "• ", "- ", "– "].iter().any(|mark| rest.starts_with(mark));
        match rest.split_once('\n') {
            Some((_, below)) if is_point => rest = below.trim_start(),
            _ => break,
        }
    }
    rest
}

/// Returns a text without the byline at its start, and without the line below that names the author's job or employer.
fn below_byline(text: &str) -> &str {
    let Some((first, rest)) = text.split_once('\n').filter(|(first, _)| is_byline(first.trim()))
    else {
        return text;
    };
    let rest = rest.trim_start();
    match rest.split_once('\n') {
        Some((line, below)) if first.len() < LINE && is_job(line.trim()) => below.trim_start(),
        _ => rest,
    }
}

/// The maximum length of a line with an author or a job, in bytes.
const LINE: usize = 120;

/// Returns whether a line names a job or an employer instead of saying something.
fn is_job(line: &str) -> bool {
    line.len() < 60
        && line.split_whitespace().count() <= 6
        && !line.ends_with(['.', '?', '!', ':', '-', '–', '—'])
        && dateline(line).is_none()
}

/// Returns whether a line starts with a source credit.
pub fn leads(line: &str) -> bool {
    leading(line.trim_start()).is_some()
}

/// Returns whether a line starts with a dateline and continues like a sentence.
pub fn has_dateline(line: &str) -> bool {
    let ends = line.trim_end().ends_with(['.', '”', '"', '-', '–', '—']);
    dateline(line).is_some_and(|found| found.agency.is_some() || found.dated || ends)
}

/// Returns whether a line starts with a dateline that names an agency.
pub fn has_signed_dateline(line: &str) -> bool {
    dateline(line).is_some_and(|found| found.agency.is_some())
}

struct Leading {
    publisher: String,
    agency: Option<String>,
    /// The length of the credit with its parentheses, in bytes.
    length: usize,
}

/// Returns the credit in parentheses at the start of a text.
fn leading(text: &str) -> Option<Leading> {
    let inner = parenthesis(text)?;
    let after = &text[inner.len() + 2..];
    let (publisher, agency) = split(inner);
    if publisher.is_empty() || !is_name(publisher) {
        return None;
    }
    let next = after.trim_start().chars().next();
    let goes_on_small = next.is_some_and(char::is_lowercase);
    let dashed = after.trim_start().starts_with(['-', '–', '—']);
    let accepted = match () {
        () if is_agency(publisher) => true,
        () if agency.is_some() => is_capital(publisher),
        () if goes_on_small => false,
        () if is_house(publisher) => true,
        // Text that is neither known nor short may just as well be a heading.
        () if after.trim().is_empty() || dashed => {
            is_acronym(publisher)
                || !is_capital(publisher) && publisher.split_whitespace().count() <= 3
        }
        // A headline in capitals may start like this. A paragraph continues in lower case.
        () => {
            is_acronym(publisher)
                && after.lines().next().is_some_and(|line| line.contains(char::is_lowercase))
        }
    };
    accepted.then(|| Leading {
        publisher: publisher.to_string(),
        agency: agency.map(str::to_string),
        length: inner.len() + 2,
    })
}

/// Returns the agency that signs an article on the last line: `– KUNA`.
fn signature(body: &str) -> Option<String> {
    let last = body.trim_end().lines().next_back()?.trim();
    let name = last.trim_start_matches(['-', '–', '—']);
    (name.len() < last.len() && is_agency(name.trim())).then(|| name.trim().to_string())
}

/// Returns the owner in a copyright notice: `© Agenzia Nova - Riproduzione riservata`.
pub fn copyright(line: &str) -> Option<String> {
    let after = line.strip_prefix('©')?.trim();
    let name = after.split(" - ").next()?.trim();
    let name = name.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    (name.chars().count() >= 2).then(|| name.to_string())
}

/// Returns the publisher in a byline without a person: `By Express News Service`.
pub fn byline_service(line: &str) -> Option<String> {
    let name = line.strip_prefix("By ")?.trim();
    let house = is_house(name) || is_agency(name);
    (name.split_whitespace().count() <= 5 && house).then(|| name.to_string())
}

/// Returns a source that the first lines of a body name without a credit, and the kind of the line: `By Name - Trend:`,
/// or a site that refers to itself (`… , News.Az reports`).
pub fn hint(body: &str) -> Option<(String, &'static str)> {
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty()).take(4);
    for line in lines {
        if let Some(byline) = line.strip_prefix("By ").and_then(|line| line.strip_suffix(':'))
            && let Some((_, name)) = byline.rsplit_once(" - ")
            && line.chars().count() <= 80
        {
            return Some((name.trim().to_string(), "byline"));
        }
        if let Some(service) = byline_service(line) {
            return Some((service, "byline"));
        }
        if is_agency(line) {
            return Some((line.to_string(), "an agency's name on its own line"));
        }
        // This is faster than `split_once`, and the lines may be long.
        if let Some(at) = memchr::memmem::find(line.as_bytes(), b" reports")
            && let Some(before) = line.get(..at)
            && let Some((_, name)) = before.rsplit_once(", ")
            && is_site(name)
        {
            return Some((name.to_string(), "the text's own attribution"));
        }
    }
    None
}

/// Returns whether a name is that of a site: one word with a full stop and a short ending, such as `News.Az`.
fn is_site(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((site, domain)) => {
            !name.contains(char::is_whitespace)
                && site.chars().count() >= 2
                && (2..=4).contains(&domain.chars().count())
                && name.chars().all(|c| c.is_alphanumeric() || c == '.')
                && name.starts_with(char::is_uppercase)
        }
        None => false,
    }
}
