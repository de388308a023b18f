//! Credits: `(MENAFN- AzerNews)`, `(Bloomberg) -- `, and what else names who wrote an article.
//!
//! A credit stands at the very beginning of the body. What only looks like one is left alone:
//! `(Washington) may …`, `(AP photo)`, `(Reopens)`.

use super::dateline::dateline;
use super::names::{is_acronym, is_agency, is_capital, is_house, is_name, is_note};
use super::parenthesis::{parenthesis, split};

/// What the first paragraph says about who wrote it, and where.
#[derive(Debug, Default, PartialEq)]
pub struct Credit {
    /// The publisher.
    pub source: Option<String>,
    /// The agency the publisher credits.
    pub agency: Option<String>,
    /// The place of the dateline.
    pub place: Option<String>,
    /// Whether there is nothing but a credit.
    pub only: bool,
}

/// Reads the beginning of a body.
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
    // A note of the desk may stand between the credit and the dateline.
    let mut text = after.trim_start();
    if let Some(note) = parenthesis(text)
        && is_note(note)
    {
        text = text[note.len() + 2..].trim_start();
    }
    if let Some(line) = dateline(text.lines().next().unwrap_or_default()) {
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

/// Whether a line begins with a source credit.
pub fn leads(line: &str) -> bool {
    leading(line.trim_start()).is_some()
}

/// Whether a line begins with a dateline and goes on as a sentence does.
pub fn has_dateline(line: &str) -> bool {
    let ends = line.trim_end().ends_with(['.', '”', '"', '-', '–', '—']);
    dateline(line).is_some_and(|found| found.agency.is_some() || found.dated || ends)
}

/// Whether a line begins with a dateline that names its agency.
pub fn has_signed_dateline(line: &str) -> bool {
    dateline(line).is_some_and(|found| found.agency.is_some())
}

struct Leading {
    publisher: String,
    agency: Option<String>,
    /// Bytes, with the parentheses.
    length: usize,
}

/// A credit in parentheses at the beginning of a text.
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
        // What is neither known nor short is as often a heading.
        () if after.trim().is_empty() || dashed => {
            is_acronym(publisher)
                || !is_capital(publisher) && publisher.split_whitespace().count() <= 3
        }
        // A headline in capitals may begin like that; a paragraph goes on in small letters.
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

/// `– KUNA` on the last line: the agency signs at the end.
fn signature(body: &str) -> Option<String> {
    let last = body.trim_end().lines().next_back()?.trim();
    let name = last.trim_start_matches(['-', '–', '—']);
    (name.len() < last.len() && is_agency(name.trim())).then(|| name.trim().to_string())
}

/// `© Agenzia Nova - Riproduzione riservata`: the owner.
pub fn copyright(line: &str) -> Option<String> {
    let after = line.strip_prefix('©')?.trim();
    let name = after.split(" - ").next()?.trim();
    let name = name.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    (name.chars().count() >= 2).then(|| name.to_string())
}

/// `By Express News Service`: a byline that names a house and no person.
pub fn byline_service(line: &str) -> Option<String> {
    let name = line.strip_prefix("By ")?.trim();
    let house = is_house(name) || is_agency(name);
    (name.split_whitespace().count() <= 5 && house).then(|| name.to_string())
}

/// A source the first lines of a body name without a credit: `By Name - Trend:` or a site that
/// speaks of itself (`… , News.Az reports`).
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
        if let Some((before, _)) = line.split_once(" reports")
            && let Some((_, name)) = before.rsplit_once(", ")
            && is_site(name)
        {
            return Some((name.to_string(), "the text's own attribution"));
        }
    }
    None
}

/// A site's name: one word with a full stop in it and a short ending, `News.Az`.
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
