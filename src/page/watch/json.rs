//! Saved searches and what they found, as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::error::{Error, Result};
use crate::page::json;
use crate::query::Query;
use crate::query::tree::DateRange;
use crate::watching::{Delivery, Find, Waiting};

/// Writes a delivery as one object, article by article. `failed` returns the error for a failure to write.
///
/// # Errors
///
/// Fails if the index cannot be read, or if `out` fails.
pub fn delivery(
    delivery: &Delivery,
    out: &mut dyn Write,
    failed: &dyn Fn(io::Error) -> Error,
) -> Result<()> {
    let read = &delivery.read;
    let head = json!({
        "version": json::VERSION,
        "delivery": delivery.id,
        "search": delivery.name,
        "query": json::query(&read.query, &read.when, &read.query.notices),
        "total": delivery.total,
        "corrections": delivery.corrections,
        "corrections_left_out": delivery.left_out,
    });
    let head = head.to_string();
    let open = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{open},\"hits\":[").map_err(failed)?;
    let mut first = true;
    delivery.each(&mut |find| {
        let comma = if std::mem::take(&mut first) { "" } else { "," };
        let hit = hit(&find).map_err(|error| failed(error.into()))?;
        write!(out, "{comma}{}", Value::Object(hit)).map_err(failed)
    })?;
    write!(out, "]}}").map_err(failed)
}

/// Returns an article of a delivery as an object that stands alone, for JSON Lines.
///
/// # Errors
///
/// Fails if a value cannot be written as JSON.
pub fn line(delivery: &Delivery, find: &Find) -> serde_json::Result<Value> {
    let mut object = Map::new();
    object.insert("delivery".into(), delivery.id.clone().into());
    object.insert("search".into(), delivery.name.clone().into());
    object.extend(hit(find)?);
    Ok(Value::Object(object))
}

/// Returns an article of a delivery: a hit without a score, and whether it is a correction.
fn hit(find: &Find) -> serde_json::Result<Map<String, Value>> {
    let mut object = match json::hit(&find.shown)? {
        Value::Object(object) => object,
        _ => Map::new(),
    };
    object.insert("correction".into(), find.is_correction.into());
    Ok(object)
}

/// Returns what is new for each search, for the summary of an indexing run.
pub fn after_indexing(waiting: &[Waiting]) -> Value {
    let new = waiting.iter().filter_map(|search| search.new.map(|new| (search, new)));
    new.map(|(search, new)| json!({"search": search.name, "new": new})).collect()
}

/// Returns a search that was saved.
pub fn saved(name: &str, query: &Query, when: &DateRange, notices: &[String], total: u64) -> Value {
    json!({
        "version": json::VERSION,
        "search": name,
        "query": json::query(query, when, notices),
        "total": total,
    })
}

/// Returns the list of saved searches.
pub fn list(waiting: &[Waiting]) -> Value {
    let searches = waiting.iter().map(|search| {
        let saved = &search.search;
        json!({
            "search": search.name,
            "query": saved.query,
            "since": saved.since,
            "until": saved.until,
            "on": saved.on,
            "source": saved.source,
            "lang": saved.lang,
            "only": saved.only,
            "without": saved.without,
            "match": if saved.any { "any" } else { "all" },
            "inexact": saved.inexact,
            "new": search.new,
            "corrections": search.corrections,
            "unfinished": search.unfinished,
            "problem": search.problem,
        })
    });
    json!({"version": json::VERSION, "searches": searches.collect::<Vec<_>>()})
}
