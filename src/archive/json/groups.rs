//! Groups of articles within a document, such as the pages of an issue or the sections of a newspaper. They may have
//! titles and dates of their own, but they are not articles.

use serde_json::{Map, Value};

use super::super::columns::Weight;
use super::super::{Reading, ninjs};

/// The number of elements of a list that are inspected.
pub const LOOKED_AT: usize = 4;

/// The maximum number of groups within one another.
const LEVELS: usize = 3;

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

/// Returns whether a list with this name is usually one of articles.
pub fn is_container(name: &str) -> bool {
    CONTAINERS.contains(&name.to_lowercase().as_str())
}

/// Returns whether an object has a title and a text.
pub fn is_whole(weight: Weight) -> bool {
    weight.title && weight.text
}

/// Returns the parts of an article that an object has.
pub fn weigh(object: &Map<String, Value>, reading: &Reading) -> Weight {
    match ninjs::is_item(object) {
        true => Weight { title: true, text: true, body: true, place: true },
        false => reading.columns.weigh(object),
    }
}

/// Returns whether a list or an object with this name belongs to one article.
pub fn is_aside(name: &str) -> bool {
    ASIDE.contains(&name) || name.starts_with("related")
}

/// Returns whether an object without a text of its own lists articles: whole ones, or groups of them, or in a list with
/// a usual name those of an object without a date or an address.
pub fn is_group(object: &Map<String, Value>, reading: &Reading) -> bool {
    is_group_of(object, reading, LEVELS)
}

fn is_group_of(object: &Map<String, Value>, reading: &Reading, levels: usize) -> bool {
    let has_objects = |value: &Value| value.get(0).is_some_and(Value::is_object);
    let mut lists =
        object.iter().filter(|(name, value)| has_objects(value) && !is_aside(name)).peekable();
    // Most articles have no such list.
    if lists.peek().is_none() || ninjs::is_item(object) {
        return false;
    }
    let own = reading.columns.weigh(object);
    !own.text
        && lists.any(|(name, list)| {
            let list = list.as_array().into_iter().flatten();
            let objects = || list.clone().filter_map(Value::as_object).take(LOOKED_AT);
            let may_be_short = !own.place && is_container(name);
            objects().all(|object| {
                let weight = weigh(object, reading);
                is_whole(weight) || may_be_short && weight.title && (weight.body || weight.place)
            }) || levels > 0 && objects().all(|object| is_group_of(object, reading, levels - 1))
        })
}
