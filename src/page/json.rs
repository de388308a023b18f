//! JSON pages, with a version. `docs/output.md` describes every member.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::{copies, expansion, path, printed};
use crate::answers::info::{Example, Holdings, Undated};
use crate::article::{Article, Header};
use crate::engine::{Facet, FacetKind};
use crate::error::Error;
use crate::query::Query;
use crate::query::tree::{Bound, DateRange};
use crate::ranking::WeightedTerm;
use crate::searching::{Found, Highlighted, Shown};
use crate::snippet::Part;

/// The version of the objects in this module. Members may be added without a new version.
pub const VERSION: u32 = 1;

/// Returns the values of a facet with their counts.
pub(super) fn values(facet: &Facet) -> Value {
    let value = |(value, count): &(String, u64)| json!({"value": value, "count": count});
    facet.values.iter().map(value).collect()
}

/// Returns a query as it was read.
pub fn query(query: &Query, when: &DateRange, notices: &[String]) -> Value {
    json!({
        "text": query.text,
        "read_as": query.tree.to_string(),
        "since": when.since.map(bound),
        "until": when.until.map(bound),
        "notices": notices,
    })
}

/// Returns a query as it was read, with the terms that expand it, if it is expanded.
pub fn asked(
    asked: &Query,
    when: &DateRange,
    notices: &[String],
    terms: Option<&[WeightedTerm]>,
) -> Value {
    let mut asked = query(asked, when, notices);
    if let Some(terms) = terms {
        asked["expanded"] = expansion::json(terms);
    }
    asked
}

/// Returns an end of a date range.
pub fn bound(bound: Bound) -> String {
    bound.to_string()
}

/// One hit.
#[derive(Serialize)]
pub(super) struct Hit<'a> {
    rank: usize,
    key: &'a str,
    score: Option<f64>,
    #[serde(flatten)]
    common: Common<'a>,
    snippets: Vec<&'a [Part]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<Value>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    truncated: bool,
}

impl<'a> Hit<'a> {
    /// Returns the members of a hit.
    pub(super) fn of(hit: &'a Shown) -> Hit<'a> {
        let title = hit.title.iter().map(|part| Run { text: &part.text, mark: part.mark });
        Hit {
            rank: hit.rank,
            key: &hit.found.article.key,
            // A 32-bit score is precise to about six digits.
            score: hit.score.map(|score| (f64::from(score) * 1e6).round() / 1e6),
            common: Common::of(&hit.found, title.collect()),
            snippets: hit.passages.iter().map(|passage| passage.parts.as_slice()).collect(),
            story: hit.story.as_ref().map(printed::of_hit),
            truncated: hit.truncated,
        }
    }
}

/// Returns one hit.
pub fn hit(hit: &Shown) -> serde_json::Result<Value> {
    serde_json::to_value(Hit::of(hit))
}

/// Returns the members that hits and whole articles share, with an unmarked title.
pub fn common(found: &Found) -> serde_json::Result<Map<String, Value>> {
    let title = found.article.title.iter().map(|text| Run { text, mark: false }).collect();
    match serde_json::to_value(Common::of(found, title))? {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

/// Returns the named members of an object, in the given order.
pub fn chosen(object: &Value, fields: &[String]) -> Value {
    let member = |field: &String| (field.clone(), object[field.as_str()].clone());
    Value::Object(fields.iter().map(member).collect::<Map<_, _>>())
}

/// The members of a hit that can be chosen.
pub const HIT_FIELDS: [&str; 22] = [
    "rank",
    "key",
    "score",
    "id",
    "date",
    "date_precision",
    "source",
    "title",
    "title_parts",
    "agency",
    "byline",
    "section",
    "topics",
    "dateline",
    "lang",
    "path",
    "root",
    "line",
    "paths",
    "copies",
    "snippets",
    "story",
];

/// The members of a whole article that can be chosen.
pub const ARTICLE_FIELDS: [&str; 23] = [
    "key",
    "id",
    "date",
    "date_precision",
    "source",
    "title",
    "title_parts",
    "agency",
    "byline",
    "section",
    "topics",
    "dateline",
    "lang",
    "path",
    "root",
    "line",
    "paths",
    "copies",
    "url",
    "flags",
    "body",
    "headers",
    "provenance",
];

/// Returns a whole article.
pub fn article(found: &Found) -> serde_json::Result<Value> {
    serde_json::to_value(Whole::of(found))
}

/// Returns a whole article whose title and body are divided into marked and unmarked parts.
pub fn highlighted(found: &Found, parts: &Highlighted) -> serde_json::Result<Value> {
    let mut object = article(found)?;
    object["title_parts"] = serde_json::to_value(&parts.title)?;
    object["body_parts"] = serde_json::to_value(&parts.body)?;
    Ok(object)
}

/// Returns a whole article as one line.
pub fn article_line(found: &Found) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&Whole::of(found))?;
    line.push(b'\n');
    Ok(line)
}

#[derive(Serialize)]
struct Whole<'a> {
    key: &'a str,
    #[serde(flatten)]
    common: Common<'a>,
    url: &'a Option<String>,
    flags: Vec<&'static str>,
    body: &'a str,
    headers: &'a [Header],
    #[serde(serialize_with = "pairs")]
    provenance: &'a [(String, String)],
}

impl<'a> Whole<'a> {
    fn of(found: &'a Found) -> Whole<'a> {
        let article = &found.article;
        let title = article.title.iter().map(|title| Run { text: title, mark: false }).collect();
        Whole {
            key: &article.key,
            common: Common::of(found, title),
            url: &article.url,
            flags: flags(article),
            body: &article.body,
            headers: &article.headers,
            provenance: &article.provenance,
        }
    }
}

fn pairs<S: Serializer>(pairs: &&[(String, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// A part of a title.
#[derive(Serialize)]
struct Run<'a> {
    text: &'a str,
    mark: bool,
}

/// The members that hits and whole articles share.
#[derive(Serialize)]
struct Common<'a> {
    id: &'a Option<String>,
    date: Option<String>,
    date_precision: Option<&'static str>,
    source: &'a Option<String>,
    title: &'a Option<String>,
    title_parts: Vec<Run<'a>>,
    agency: &'a Option<String>,
    byline: &'a [String],
    section: &'a Option<String>,
    topics: &'a [String],
    dateline: &'a Option<String>,
    lang: &'a Option<String>,
    path: &'a str,
    root: Option<&'a str>,
    line: Option<u64>,
    paths: Vec<&'a str>,
    copies: usize,
}

impl<'a> Common<'a> {
    fn of(found: &'a Found, title_parts: Vec<Run<'a>>) -> Common<'a> {
        let article = &found.article;
        let first = found.places.first();
        Common {
            id: &article.id,
            date: article.date.map(|date| date.to_string()),
            date_precision: article.date.map(|date| date.precision.name()),
            source: &article.source,
            title: &article.title,
            title_parts,
            agency: &article.agency,
            byline: &article.byline,
            section: &article.section,
            topics: &article.topics,
            dateline: &article.dateline,
            lang: &article.lang,
            path: path(found),
            root: first.map(|place| place.root.as_str()),
            line: first.map(|place| place.line),
            paths: found.places.iter().map(|place| place.path.as_str()).collect(),
            copies: copies(found),
        }
    }
}

fn flags(article: &Article) -> Vec<&'static str> {
    let flags = [
        (article.flags.suspect, "suspect"),
        (article.flags.date_unread, "unread"),
        (article.flags.truncated, "truncated"),
    ];
    flags.into_iter().filter(|(set, _)| *set).map(|(_, name)| name).collect()
}

/// Returns an error as an object.
pub fn error(error: &Error) -> Value {
    json!({"error": {
        "kind": error.kind.name(),
        "message": error.message,
        "hint": error.hint,
        "span": error.span.map(|(start, end)| [start, end]),
    }})
}

/// Returns the undated articles by cause.
fn causes(undated: &[Undated]) -> Value {
    let of_cause = |one: &Undated| {
        let Example { key, path, title, date } = &one.example;
        let example = json!({"key": key, "path": path, "title": title, "date": date});
        (one.cause.name().to_string(), json!({"articles": one.articles, "example": example}))
    };
    Value::Object(undated.iter().map(of_cause).collect())
}

/// Returns the contents of an index as an object.
pub fn holdings(holdings: &Holdings) -> Value {
    let mut object = json!({
        "version": VERSION,
        "index": holdings.folder.display().to_string(),
        "roots": holdings.roots.iter().map(|root| json!({"path": root.path, "files": root.files, "options": root.options})).collect::<Vec<_>>(),
        "articles": holdings.articles,
        "undated": holdings.undated,
        "undated_by_cause": causes(&holdings.undated_causes),
        "imprecise": holdings.imprecise,
        "first_day": holdings.days.as_ref().map(|days| &days.0),
        "last_day": holdings.days.as_ref().map(|days| &days.1),
        "files": {"seen": holdings.files.0, "skipped": holdings.files.1},
        "bytes": {"text": holdings.text_bytes, "index": holdings.index_bytes},
        "segments": holdings.segments,
        "schema": holdings.schema,
        "analysis": holdings.analysis,
        "written_by": holdings.written_by,
    });
    for facet in &holdings.facets {
        object[format!("{}s", facet.kind.name())] = values(facet);
        if facet.kind == FacetKind::Lang {
            object["unknown_language"] = facet.without.into();
        }
    }
    object
}
