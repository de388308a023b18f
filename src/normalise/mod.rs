//! Raw articles to articles: the second stage of indexing, one chain in one function.
//!
//! [`article`] decides every field, and each field says where it came from. [`opening`] reads the
//! free beginning of a wire article, [`credit`] the credits and datelines of a first paragraph,
//! [`identity`] makes the key.

mod credit;
mod dateline;
mod furniture;
pub mod identity;
mod opening;
mod zone;

use crate::analysis::Language;
use crate::archive::RawArticle;
use crate::article::{Article, Date, Flags, Header, Precision, day_number};
use crate::dates;
pub use zone::Zone;

/// Why one article is left out: the reason of a skip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The line of the file, from 1.
    pub line: u64,
    /// The reason, one of a closed list where dateline itself finds it.
    pub reason: String,
}

/// What an article takes from where it lies when it says nothing itself.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The source of articles that state none.
    pub source: String,
    /// Where that source comes from: `--source` or the folder.
    pub source_from: &'static str,
    /// The zone of times that state none.
    pub zone: Zone,
    /// The file's modification time, nanoseconds since 1970, 0 when unknown.
    pub modified: i64,
}

/// An article, and what only the index's bookkeeping needs to know of it.
#[derive(Debug, Clone)]
pub struct Normalised {
    /// The article.
    pub article: Article,
    /// Its content's hash: its key, unless it brought one.
    pub derived: String,
}

/// The longest key an article may bring along. Bytes.
const MAX_KEY: usize = 512;

/// Normalises one raw article.
pub fn article(raw: RawArticle, around: &Surroundings) -> Result<Normalised, Defect> {
    let mut facts = Facts::default();
    let mut article = Article {
        flags: Flags { truncated: raw.truncated, ..Flags::default() },
        ..Article::default()
    };
    let stated = |name: &str| {
        raw.headers
            .iter()
            .find(|header| header.name == name && !header.value.trim().is_empty())
            .map(|header| header.value.trim())
    };
    let from_header = |name: &str| match raw.free_form {
        true => raw.place.clone(),
        false => format!("{}, `{name}`", raw.place),
    };

    // The beginning: id, title, clocks and debris, then the body.
    let opening = match &raw.opening {
        Some(opening) => opening::read(opening, &raw.text),
        None => opening::Opening { body: raw.text.clone(), ..Default::default() },
    };
    article.headers = raw.headers.clone();
    article.headers.extend(opening.headers);
    article.id = opening.id.inspect(|_| facts.say("id", raw.place.clone()));
    if let Some(id) = stated("id") {
        article.id = Some(id.to_string());
        facts.say("id", from_header("id"));
    }
    article.title = opening.title.map(|(title, place)| {
        facts.say("title", place);
        collapse(&title)
    });
    if let Some(title) = stated("title") {
        article.title = Some(collapse(title));
        facts.say("title", from_header("title"));
    }
    article.body = trim_blank_lines(&opening.body).to_string();
    facts.say("body", if raw.free_form { "text after the header" } else { "`body`" });

    // Who: the article's own word, then the credit, the dateline, hints, the surroundings.
    let credit = credit::of(&article.body);
    if credit.only {
        article.body.clear();
    }
    article.dateline = credit.place.inspect(|_| facts.say("dateline", "first paragraph"));
    article.agency = credit.agency.inspect(|_| facts.say("agency", "credit"));
    if let Some(agency) = stated("agency") {
        article.agency = Some(collapse(agency));
        facts.say("agency", from_header("agency"));
    }
    if let Some(source) = stated("source") {
        article.source = Some(collapse(source));
        facts.say("source", from_header("source"));
        let differs = |name: &String| !name.eq_ignore_ascii_case(source);
        if article.agency.is_none() {
            article.agency =
                credit.source.filter(differs).inspect(|_| facts.say("agency", "first paragraph"));
        }
    } else if let Some(source) = credit.source {
        article.source = Some(collapse(&source));
        facts.say("source", "first paragraph");
    } else if let Some((source, place)) = opening.source {
        article.source = Some(source);
        facts.say("source", place);
    }
    article.flags.source_inherited = article.source.is_none();
    if article.source.is_none() && !around.source.is_empty() {
        article.source = Some(around.source.clone());
        facts.say("source", around.source_from);
    }

    // When.
    let written = stated("date").unwrap_or_default().to_string();
    article.date = read_date(&written, &from_header("date"), around, &mut facts);
    article.flags.suspect = article.date.is_some_and(|date| suspect(&date, around.modified));

    article.lang = stated("lang").and_then(language_code).inspect(|_| {
        facts.say("lang", from_header("lang"));
    });
    if article.lang.is_none()
        && let Some(code) = Language::detect(&article.body)
    {
        article.lang = Some(code.to_string());
        facts.say("lang", "detected");
    }
    article.url = stated("url").map(|url| {
        facts.say("url", from_header("url"));
        url.to_string()
    });

    if article.title.is_none() && article.body.is_empty() {
        return Err(Defect { line: raw.line, reason: "neither title nor body".into() });
    }
    let derived = identity::derive(&article);
    let brought =
        stated("key").filter(|key| key.len() <= MAX_KEY && !key.contains(char::is_control));
    article.key = match brought {
        Some(key) => {
            facts.say("key", from_header("key"));
            article.flags.key_brought = true;
            key.to_string()
        }
        None => derived.clone(),
    };
    article.provenance = facts.0;
    Ok(Normalised { article, derived })
}

/// Where each field came from.
#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn say(&mut self, field: &str, place: impl Into<String>) {
        let place = place.into();
        match self.0.iter_mut().find(|(name, _)| name == field) {
            Some(fact) => fact.1 = place,
            None => self.0.push((field.to_string(), place)),
        }
    }
}

fn read_date(written: &str, place: &str, around: &Surroundings, facts: &mut Facts) -> Option<Date> {
    if written.is_empty() {
        facts.say("date", "none stated");
        return None;
    }
    let mut place = place.to_string();
    let found = dates::whole(written).or_else(|| {
        // A clock that cannot be read leaves the day.
        let day = dates::whole(written.split(['T', ' ']).next()?)?;
        place.push_str(&format!(", the day of {written:?}"));
        Some(day)
    });
    let Some(found) = found else {
        facts.say("date", format!("{place}: {written:?} is no date that can be read"));
        return None;
    };
    let mut date = found.date;
    if let Some((a, b)) = found.readings {
        place.push_str(&format!(": {written:?} may be {a} or {b}, kept as its year"));
    } else if !found.zoned {
        date.offset = around.zone.offset_at(date.wall);
        if date.precision > Precision::Day {
            place.push_str(&format!(", zone {}", around.zone));
        }
    }
    facts.say("date", place);
    Some(date)
}

/// Before 1600, or more than two days after the file's own time.
fn suspect(date: &Date, modified: i64) -> bool {
    let two_days = 2 * 86_400;
    let first_day = day_number(date.first_day());
    let day_1600 = -135_140;
    first_day < day_1600 || (modified > 0 && date.seconds() > modified / 1_000_000_000 + two_days)
}

/// The two-letter code a language tag (BCP 47) begins with.
fn language_code(tag: &str) -> Option<String> {
    let code = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

/// Runs of white space become one space.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text without blank lines at its beginning and white space at its end.
fn trim_blank_lines(text: &str) -> &str {
    let text = text.trim_end();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            break;
        }
        start += line.len();
    }
    &text[start..]
}

/// A header made while normalising.
fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_string(), value: value.to_string() }
}

#[cfg(test)]
mod tests;
