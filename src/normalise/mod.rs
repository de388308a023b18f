//! Converts raw articles to articles: the second stage of indexing.
//!
//! [`article`] decides every field and records where it came from. `opening` reads the unstructured start of a wire
//! article, `credit` the credits and datelines of a first paragraph, and `byline` the names of authors. `when`
//! chooses the date, and `identity` derives the key.

mod attribution;
mod byline;
mod credit;
mod dateline;
mod facts;
mod furniture;
pub(crate) mod identity;
mod lines;
mod names;
mod naming;
mod opening;
mod parenthesis;
mod when;
mod zone;

use crate::analysis::Language;
use crate::analysis::codes::{code_of, code_of_name};
use crate::archive::{RawArticle, Reason, Why};
use crate::article::{Article, Flags};
pub use facts::Surroundings;
use facts::{Facts, collapse, header, trim_blank_lines};
pub use zone::Zone;

/// Why an article is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Defect {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The reason.
    pub why: Why,
}

/// An article, with what the index needs to know about it for its bookkeeping.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Normalised {
    /// The article.
    pub article: Article,
    /// The hash of the article's content. It is the key, unless the article supplied one.
    pub derived: String,
}

/// The maximum length, in bytes, of a key supplied by an article.
const MAX_KEY: usize = 512;

/// The maximum number of topics of an article.
const MAX_TOPICS: usize = 256;

/// Normalises one raw article.
///
/// # Errors
///
/// Returns the reason for which the article cannot be indexed.
pub fn article(mut raw: RawArticle, around: &Surroundings) -> Result<Normalised, Defect> {
    let mut facts = Facts::default();
    let mut article = Article {
        flags: Flags { truncated: raw.cut.is_some(), ..Flags::default() },
        ..Article::default()
    };
    let stated = |name: &str| {
        raw.headers
            .iter()
            .find(|header| header.name == name && !header.value.trim().is_empty())
            .map(|header| header.value.trim())
    };
    let from_header = |name: &str| match &raw.date_name {
        _ if raw.free_form => raw.place.clone(),
        Some(called) if name == "date" => format!("{}, `{called}`", raw.place),
        _ => format!("{}, `{name}`", raw.place),
    };

    // The start: id, title, times and debris, then the body.
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
    let body_from = if raw.free_form { "text after the header" } else { "`body`" };
    let body_from = raw.body_from.unwrap_or(body_from);
    facts.say(
        "body",
        match raw.cut {
            Some(cut) => format!("{body_from}, {cut}"),
            None => body_from.to_string(),
        },
    );

    // The source: stated by the article, or else from the credit, the dateline, hints, or the surroundings.
    let mut credit = credit::of(&article.body);
    for name in [&mut credit.source, &mut credit.agency, &mut credit.place].into_iter().flatten() {
        *name = collapse(name);
    }
    if credit.only {
        article.body.clear();
    }
    article.dateline = credit.place.inspect(|_| facts.say("dateline", "first paragraph"));
    if let Some(place) = stated("dateline").and_then(dateline::stated) {
        article.dateline = Some(place);
        facts.say("dateline", from_header("dateline"));
    }
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
        article.source = Some(source);
        facts.say("source", "first paragraph");
    } else if let Some((source, place)) = opening.source {
        article.source = Some(collapse(&source));
        facts.say("source", place);
    }
    article.flags.source_inherited = article.source.is_none();
    if article.source.is_none() && !around.source.is_empty() {
        article.source = Some(around.source.clone());
        facts.say("source", around.source_from);
    }

    // The authors, and what the article is about.
    if let Some((authors, place)) = byline::authors(&article.headers, &article.body) {
        article.byline = authors;
        facts.say("byline", place);
    }
    if let Some(section) = stated("section") {
        article.section = Some(collapse(section));
        facts.say("section", from_header("section"));
    }
    let topics = raw.headers.iter().filter(|header| header.name == "topic");
    article.topics = byline::distinct(topics.map(|header| collapse(&header.value)), MAX_TOPICS);
    if !article.topics.is_empty() {
        facts.say("topics", from_header("topic"));
    }

    // The date.
    let own = stated("date").map(|written| (written, from_header("date")));
    // If no language is stated, the language of the text suffices to resolve a two-digit year.
    let needs_language = |written: &str| stated("lang").is_none() && when::hides_its_year(written);
    let detected = own.as_ref().filter(|(written, _)| needs_language(written));
    let detected =
        detected.and_then(|_| Language::detect(&article.body)).map(|code| code.to_string());
    let known = when::Known::of(&raw, stated("lang").or(detected.as_deref()));
    let readable = own.as_ref().is_some_and(|(written, _)| when::is_date(written, &known));
    let mut dates = std::mem::take(&mut raw.dates);
    if !readable {
        let path = raw.member.as_deref().unwrap_or(&around.path);
        dates.extend(when::last_resorts(
            stated("url"),
            raw.alone.then_some(path),
            dateline::day(&article.body),
            raw.file_date.take(),
            around,
        ));
    }
    let states_one = own.is_some();
    let found = when::choose(own, &dates, &known, around, &mut facts);
    // The key is derived from the date as the article writes it, regardless of the path and the times of its file.
    if let (false, Some(written)) = (states_one, found.own) {
        article.headers.push(header("date", written));
    }
    article.flags.date_inherited = found.inherited;
    match found.date {
        when::Choice::Dated(date) => {
            article.date = Some(date);
            article.flags.suspect = when::suspect(&date, around.modified);
        }
        when::Choice::Unread => article.flags.date_unread = true,
        when::Choice::Unstated => {}
    }

    let code = |lang: &str| code_of(lang).or_else(|| code_of_name(lang).map(str::to_string));
    article.lang = stated("lang").and_then(code).inspect(|_| {
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
        return Err(Defect { line: raw.line, why: Reason::NeitherTitleNorBody.into() });
    }
    let path = raw.member.as_deref().unwrap_or(&around.path);
    if raw.may_be_named_by_path && article.title.is_none() {
        // The flag is set even if the file name here is not a title, because that of a copy may be one.
        article.flags.title_inherited = true;
        article.title =
            naming::title_of_path(path).inspect(|_| facts.say("title", "file name (inherited)"));
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

#[cfg(test)]
mod source_tests;
#[cfg(test)]
mod tests;
