//! Documents that hold articles: API responses, feeds and exports. A wrapper with its own title is not an article.

use serde_json::{Map, Value};

use super::super::columns::Weight;
use super::super::{Reading, ninjs};
use crate::article::Header;

/// The number of levels of objects that are searched for a list of articles.
const LEVELS: usize = 4;

/// The number of elements of a list that are inspected.
const LOOKED_AT: usize = 4;

/// The names of lists that are part of one article.
const ASIDE: [&str; 40] = [
    "related",
    "comments",
    "replies",
    "images",
    "image",
    "media",
    "multimedia",
    "authors",
    "author",
    "creators",
    "contributors",
    "tags",
    "tag",
    "keywords",
    "topics",
    "categories",
    "links",
    "_links",
    "enclosures",
    "attachments",
    "videos",
    "photos",
    "gallery",
    "galleries",
    "embeds",
    "assets",
    "references",
    "entities",
    "blocks",
    "paragraphs",
    "body",
    "text",
    "versions",
    "translations",
    "facets",
    "highlights",
    "elements",
    "content_elements",
    // In exports of dateline.
    "headers",
    "title_parts",
];

/// The articles that a document holds.
#[derive(Debug, PartialEq)]
pub enum Holds {
    /// The document is one article.
    Itself,
    /// A list of articles, at this path of members.
    List(Vec<String>),
    /// An object at this path whose members are articles, under any names.
    Members(Vec<String>),
}

/// Determines which articles an object holds.
pub fn of(members: &Map<String, Value>, reading: &Reading) -> Holds {
    if !members.values().any(|value| value.is_array() || value.is_object())
        || ninjs::is_item(members)
    {
        return Holds::Itself;
    }
    let own = reading.columns.weigh(members);
    if own.text {
        return Holds::Itself;
    }
    let mut best: Option<(Found, Vec<String>)> = None;
    if !own.is_article()
        && let Some(found) = by_name(members, reading)
    {
        best = Some((found, Vec::new()));
    }
    look(members, reading, LEVELS, &mut Vec::new(), &mut best);
    match best {
        // An article without a text may have lists of other articles.
        Some((found, path))
            if own.title && own.place && !found.has_text && !is_container(&path) =>
        {
            Holds::Itself
        }
        Some((Found { is_list: true, .. }, path)) => Holds::List(path),
        Some((_, path)) => Holds::Members(path),
        None => Holds::Itself,
    }
}

/// A list of articles.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// Whether its articles have a text, a date or an address.
    says_more: bool,
    /// Whether any of them has a text.
    has_text: bool,
    count: usize,
    /// Whether it is a list, as opposed to an object whose members are articles.
    is_list: bool,
}

fn look(
    members: &Map<String, Value>,
    reading: &Reading,
    levels: usize,
    path: &mut Vec<String>,
    best: &mut Option<(Found, Vec<String>)>,
) {
    for (name, value) in members {
        let aside = ASIDE.contains(&name.as_str()) || name.starts_with("related");
        let found = match value {
            _ if aside => None,
            Value::Array(values) => {
                let objects = values.iter().filter_map(Value::as_object);
                list(objects.take(LOOKED_AT), values.len(), true, reading)
            }
            Value::Object(inner) => by_name(inner, reading),
            _ => None,
        };
        path.push(name.clone());
        if let Some(found) = found
            && best.as_ref().is_none_or(|(known, _)| found > *known)
        {
            *best = Some((found, path.clone()));
        }
        if let Value::Object(inner) = value
            && levels > 1
            && !aside
        {
            look(inner, reading, levels - 1, path, best);
        }
        path.pop();
    }
}

/// Describes an object as a list of articles, if all its members are articles.
fn by_name(members: &Map<String, Value>, reading: &Reading) -> Option<Found> {
    if members.is_empty() || !members.values().all(Value::is_object) {
        return None;
    }
    let objects = members.values().filter_map(Value::as_object);
    list(objects.take(LOOKED_AT), members.len(), false, reading)
}

/// Describes a list of objects, if they are articles.
fn list<'a>(
    objects: impl Iterator<Item = &'a Map<String, Value>>,
    count: usize,
    is_list: bool,
    reading: &Reading,
) -> Option<Found> {
    let weights: Vec<Weight> = objects
        .map(|object| match ninjs::is_item(object) {
            true => Weight { title: true, text: true, body: true, place: true },
            false => reading.columns.weigh(object),
        })
        .collect();
    let articles = weights.iter().filter(|weight| weight.is_article()).count();
    // The members of an object may look like articles by accident. All inspected members must be articles, and have
    // more than a title.
    let says_more =
        weights.iter().any(|weight| weight.title && (weight.body || weight.place) || weight.text);
    let is_whole = weights.first().is_some_and(|weight| weight.title && weight.text);
    let are = match is_list {
        true => articles > 0,
        false => articles == weights.len() && says_more && (weights.len() > 1 || is_whole),
    };
    let has_text = weights.iter().any(|weight| weight.text);
    are.then_some(Found { says_more, has_text, count, is_list })
}

/// The usual names of lists of articles.
const CONTAINERS: [&str; 18] = [
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "hits",
    "entries",
    "posts",
    "stories",
    "data",
    "records",
    "rows",
    "news",
    "list",
    "value",
    "nodes",
    "edges",
    "children",
];

/// Returns whether a list has one of the usual names of lists of articles.
fn is_container(path: &[String]) -> bool {
    path.last().is_some_and(|name| CONTAINERS.contains(&name.to_lowercase().as_str()))
}

/// Takes the articles at a path out of a document.
pub fn take(document: &mut Value, path: &[String]) -> Vec<Value> {
    let mut value = document;
    for name in path {
        match value.get_mut(name) {
            Some(inner) => value = inner,
            None => return Vec::new(),
        }
    }
    match value.take() {
        Value::Array(values) => values,
        Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

/// Returns the headers that a JSON Feed states for all its items.
pub fn of_feed(document: &Value) -> Vec<Header> {
    let is_feed =
        document["version"].as_str().is_some_and(|version| version.contains("jsonfeed.org"));
    let members = [("source", "title"), ("lang", "language")];
    let stated = |(name, member): &(&str, &str)| {
        let value = document[*member].as_str().filter(|_| is_feed)?;
        Some(Header { name: (*name).to_string(), value: value.to_string() })
    };
    members.iter().filter_map(stated).collect()
}
