//! What programs ask, from parameters to a line of JSON: the same bytes as the command line prints, except times and
//! the labels of roots. The HTTP API and the Model Context Protocol share it.

use super::labels::Labels;
use super::limits::Limits;
use super::parameters::{Clock, Parameters};
use crate::answers;
use crate::answers::faceted::{self, Listed};
use crate::answers::kwic::By;
use crate::answers::names;
use crate::answers::timeline::{Length, ShareOf};
use crate::error::{Error, Kind, Result};
use crate::page::{
    explain as explain_page, json, kwic as kwic_page, names as names_page, similar as similar_page,
    story as story_page, timeline as timeline_page,
};
use crate::searching::{self, AskSimilar, Counted, Index, Like, Question};

/// What a call needs besides its parameters.
pub struct Caller<'a> {
    /// The index.
    pub index: &'a Index,
    /// The clock.
    pub clock: Clock,
    /// The limits.
    pub limits: &'a Limits,
}

/// An error for a value that cannot be written as JSON.
fn unwritable(error: serde_json::Error) -> Error {
    Error::because(Kind::Index, "writing an answer as JSON", error)
}

/// Returns ranked hits.
pub fn search(caller: &Caller, parameters: &Parameters) -> Result<String> {
    let mut ask = parameters.ask(caller.clock, caller.limits)?;
    ask.bodies = false;
    let (_, listed) = Listed::divide(&parameters.facets()?);
    let mut found = faceted::search(caller.index, &ask, listed)?;
    let labels = Labels::of(caller.index);
    found.answer.hits.iter_mut().for_each(|hit| labels.apply(&mut hit.found));
    serde_json::to_string(&names_page::faceted(&found)).map_err(unwritable)
}

/// Returns the names in the articles that match.
pub fn names(caller: &Caller, parameters: &Parameters) -> Result<String> {
    let question = parameters.question(caller.clock)?;
    let wanted = parameters.names(caller.limits)?;
    Ok(names_page::json(&names::names(caller.index, &question, &wanted)?).to_string())
}

/// Returns articles over time. `q` may be repeated: each is a series. `length` is the default length of the buckets.
pub fn timeline(caller: &Caller, parameters: &Parameters, length: Length) -> Result<String> {
    let question = parameters.question(caller.clock)?;
    let question = if parameters.is_on("all_dates") { question.of_all_dates() } else { question };
    let mut queries = parameters.all("q");
    if queries.is_empty() {
        queries.push(String::new());
    }
    let questions: Vec<_> =
        queries.into_iter().map(|query| Question { query, ..question.clone() }).collect();
    let share_of = match parameters.text("share_of") {
        Some("all") => ShareOf::All,
        _ => ShareOf::Asked,
    };
    let counted = parameters.count_by();
    if counted == Counted::Stories && parameters.is_on("per_million") {
        return Err(Error::usage("per_million cannot be used together with count_by=story"));
    }
    let answer = answers::timeline::counting(
        caller.index,
        &questions,
        parameters.length(length),
        parameters.is_on("per_million"),
        share_of,
        counted,
    )?;
    let (buckets, most) = (answer.starts.len(), caller.limits.buckets);
    if buckets > most {
        return Err(Error::usage(format!(
            "the timeline has {buckets} buckets; the maximum is {most}"
        ))
        .hint("narrow the dates, or use interval=year"));
    }
    Ok(timeline_page::json(&answer).to_string())
}

/// Returns occurrences in their context.
pub fn kwic(caller: &Caller, parameters: &Parameters) -> Result<String> {
    let question = parameters.question(caller.clock)?;
    let sort = order(parameters)?;
    let offset = parameters.number("offset", 0, caller.limits.offset)?;
    let limit = parameters.number("limit", 100, caller.limits.lines)?;
    let context = parameters.number("context", 60, 1_000)?;
    let mut lines = Vec::new();
    let mut number = 0;
    let most = offset + limit;
    let index = caller.index;
    let summary = answers::kwic::concordance(index, &question, context, &sort, most, |line| {
        if (offset..offset + limit).contains(&number) {
            lines.push(kwic_page::json(&line));
        }
        number += 1;
        Ok(true)
    })?;
    let mut object = kwic_page::summary(&summary);
    object["lines"] = lines.into();
    Ok(object.to_string())
}

/// Returns the order that concordance lines are asked for in.
pub fn order(parameters: &Parameters) -> Result<Vec<By>> {
    let by = |name: &String| {
        By::named(name).ok_or_else(|| {
            Error::usage(format!("sort: {name:?} is not an order of lines"))
                .hint("write newest, oldest, source, match, L1, L2, L3, R1, R2 or R3")
        })
    };
    parameters.listed("sort").iter().map(by).collect()
}

/// Returns a whole article, `None` if no article has the key.
pub fn article(caller: &Caller, key: &str) -> Result<Option<String>> {
    let Some(mut found) = caller.index.article(key)? else { return Ok(None) };
    Labels::of(caller.index).apply(&mut found);
    Ok(Some(json::article(&found).map_err(unwritable)?.to_string()))
}

/// Returns articles about the same thing as an article, `None` if no article has the key.
pub fn similar(caller: &Caller, parameters: &Parameters, key: &str) -> Result<Option<String>> {
    let Some(found) = caller.index.article(key)? else { return Ok(None) };
    let ask = AskSimilar {
        like: Like::Article(&found),
        question: parameters.question(caller.clock)?,
        side: parameters.side()?,
        limit: parameters.number("limit", 10, caller.limits.hits)?,
        offset: parameters.number("offset", 0, caller.limits.offset)?,
        snippets: parameters.number("snippets", 1, 20)?,
    };
    let mut answer = searching::similar(caller.index, &ask)?;
    let labels = Labels::of(caller.index);
    answer.hits.iter_mut().for_each(|hit| labels.apply(&mut hit.found));
    serde_json::to_string(&similar_page::json(&answer)).map(Some).map_err(unwritable)
}

/// Returns the versions of an article's story, `None` if no article has the key.
pub fn story(caller: &Caller, key: &str) -> Result<Option<String>> {
    let Some(found) = caller.index.article(key)? else { return Ok(None) };
    let mut answer = answers::story::versions(caller.index, &found)?;
    let labels = Labels::of(caller.index);
    answer.versions.iter_mut().for_each(|version| labels.apply(&mut version.found));
    Ok(Some(story_page::json(&answer).map_err(unwritable)?.to_string()))
}

/// Returns how a query is read.
pub fn explain(caller: &Caller, parameters: &Parameters) -> Result<String> {
    let question = parameters.question(caller.clock)?;
    let explained = answers::explain::explain(caller.index, &question, parameters.expand()?)?;
    Ok(explain_page::json(&explained).to_string())
}

/// Returns what the index holds.
pub fn info(caller: &Caller) -> Result<String> {
    let mut holdings = answers::info::of(caller.index)?;
    Labels::of(caller.index).apply_to_holdings(&mut holdings);
    Ok(json::holdings(&holdings).to_string())
}
