//! Documents that hold articles: API responses, feeds and exports. A wrapper with its own title is not an article.

use serde_json::{Map, Value};

use super::super::columns::Weight;
use super::super::{Reading, ninjs};
use crate::article::Header;

/// The number of levels of objects that are searched for a list of articles.
const LEVELS: usize = 6;

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
    /// Lists of articles, at these paths of members. All but the last member of the paths are the same.
    Lists(Vec<Vec<String>>),
    /// An object at this path whose members are articles, under any names.
    Members(Vec<String>),
    /// A single article at this path.
    Single(Vec<String>),
}

/// Determines which articles an object holds.
pub fn of(members: &Map<String, Value>, reading: &Reading) -> Holds {
    if !members.values().any(|value| value.is_array() || value.is_object())
        || ninjs::is_item(members)
    {
        return Holds::Itself;
    }
    let own = reading.columns.weigh(members);
    if own.text && !is_about_its_articles(members, reading) {
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
        Some((Found { shape: Shape::List, .. }, path)) => {
            Holds::Lists(with_siblings(members, path, reading))
        }
        Some((Found { shape: Shape::Members, .. }, path)) => Holds::Members(path),
        Some(_) if own.is_article() => Holds::Itself,
        Some((_, path)) => Holds::Single(path),
        None => Holds::Itself,
    }
}

/// Returns whether an object with a text describes the articles that it lists, such as an export.
fn is_about_its_articles(members: &Map<String, Value>, reading: &Reading) -> bool {
    ["articles", "documents", "docs", "stories", "results"].iter().any(|name| {
        let list = members.get(*name).and_then(Value::as_array);
        let objects = || list.into_iter().flatten().filter_map(Value::as_object).take(LOOKED_AT);
        objects().count() > 1 && objects().all(|object| is_whole(reading.columns.weigh(object)))
    })
}

/// Returns the path of a list, and the paths of the lists beside it whose articles have titles and texts as well, such
/// as one list per day or per newspaper.
fn with_siblings(
    members: &Map<String, Value>,
    path: Vec<String>,
    reading: &Reading,
) -> Vec<Vec<String>> {
    let Some((name, around)) = path.split_last() else { return vec![path] };
    let inner = around.iter().try_fold(members, |inner, name| inner.get(name)?.as_object());
    let is_sibling = |(other, value): &(&String, &Value)| {
        let objects = || value.as_array().into_iter().flatten().filter_map(Value::as_object);
        *other == name
            || !is_aside(other)
                && objects().next().is_some()
                && objects().take(LOOKED_AT).all(|object| is_whole(weigh(object, reading)))
    };
    let siblings = inner.into_iter().flatten().filter(is_sibling);
    siblings.map(|(name, _)| around.iter().chain([name]).cloned().collect()).collect()
}

fn is_whole(weight: Weight) -> bool {
    weight.title && weight.text
}

fn weigh(object: &Map<String, Value>, reading: &Reading) -> Weight {
    match ninjs::is_item(object) {
        true => Weight { title: true, text: true, body: true, place: true },
        false => reading.columns.weigh(object),
    }
}

/// Returns whether a list or an object with this name belongs to one article.
fn is_aside(name: &str) -> bool {
    ASIDE.contains(&name) || name.starts_with("related")
}

/// A list of articles.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// Whether its articles have a text, a date or an address.
    says_more: bool,
    /// Whether any of them has a text.
    has_text: bool,
    count: usize,
    shape: Shape,
}

/// How articles are held. The last is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// One object that is an article.
    Single,
    /// The members of an object.
    Members,
    /// The elements of a list.
    List,
}

fn look(
    members: &Map<String, Value>,
    reading: &Reading,
    levels: usize,
    path: &mut Vec<String>,
    best: &mut Option<(Found, Vec<String>)>,
) {
    for (name, value) in members {
        let aside = is_aside(name);
        let found = match value {
            _ if aside => None,
            Value::Array(values) => {
                let objects = || values.iter().filter_map(Value::as_object).take(LOOKED_AT);
                list(objects(), values.len(), Shape::List, reading)
                    .or_else(|| of_wrappers(objects(), reading, levels))
            }
            Value::Object(inner) => by_name(inner, reading).or_else(|| single(inner, reading)),
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
    list(objects.take(LOOKED_AT), members.len(), Shape::Members, reading)
}

/// Describes an object that is a whole article.
fn single(members: &Map<String, Value>, reading: &Reading) -> Option<Found> {
    let is_article = is_whole(weigh(members, reading));
    is_article.then_some(Found { says_more: true, has_text: true, count: 1, shape: Shape::Single })
}

/// Describes a list of wrappers, such as the responses to several searches.
fn of_wrappers<'a>(
    mut objects: impl Iterator<Item = &'a Map<String, Value>>,
    reading: &Reading,
    levels: usize,
) -> Option<Found> {
    let mut best = None;
    objects.by_ref().for_each(|object| {
        if levels > 1 {
            look(object, reading, levels - 1, &mut Vec::new(), &mut best);
        }
    });
    let (found, _) = best?;
    Some(Found { shape: Shape::List, ..found })
}

/// Describes a list of objects, if they are articles.
fn list<'a>(
    objects: impl Iterator<Item = &'a Map<String, Value>>,
    count: usize,
    shape: Shape,
    reading: &Reading,
) -> Option<Found> {
    let weights: Vec<Weight> = objects.map(|object| weigh(object, reading)).collect();
    let articles = weights.iter().filter(|weight| weight.is_article()).count();
    // The members of an object may look like articles by accident. All inspected members must be articles, and have
    // more than a title.
    let says_more =
        weights.iter().any(|weight| weight.title && (weight.body || weight.place) || weight.text);
    let first_is_whole = weights.first().copied().is_some_and(is_whole);
    let are = match shape {
        Shape::List => articles > 0,
        _ => articles == weights.len() && says_more && (weights.len() > 1 || first_is_whole),
    };
    let has_text = weights.iter().any(|weight| weight.text);
    are.then_some(Found { says_more, has_text, count, shape })
}

/// The usual names of lists of articles.
const CONTAINERS: [&str; 19] = [
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
    "features",
];

/// Returns whether a list has one of the usual names of lists of articles.
fn is_container(path: &[String]) -> bool {
    path.last().is_some_and(|name| CONTAINERS.contains(&name.to_lowercase().as_str()))
}

/// Takes the articles that a document holds out of it.
pub fn take(mut document: Value, holds: &Holds) -> Vec<Value> {
    match holds {
        Holds::Itself => vec![document],
        Holds::Single(path) => vec![at(&mut document, path)],
        Holds::Members(path) => elements(at(&mut document, path)),
        Holds::Lists(paths) => {
            paths.iter().flat_map(|path| elements(at(&mut document, path))).collect()
        }
    }
}

/// Takes the value at a path of members.
fn at(document: &mut Value, path: &[String]) -> Value {
    let inner = path.iter().try_fold(document, |value, name| value.get_mut(name));
    inner.map(Value::take).unwrap_or_default()
}

fn elements(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

/// Returns whether the elements of a list hold articles, as opposed to being articles.
pub fn are_wrappers(elements: &[Value], reading: &Reading) -> bool {
    let mut first = elements.iter().take(LOOKED_AT).peekable();
    first.peek().is_some()
        && first.all(|element| match element {
            Value::Object(members) => {
                !weigh(members, reading).is_article() && of(members, reading) != Holds::Itself
            }
            Value::Array(_) => true,
            _ => false,
        })
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
