//! Documents that hold articles: API responses, feeds and exports. A wrapper with its own title is not an article.

use serde_json::{Map, Value};

use super::super::columns::{Weight, gives_address};
use super::super::{Reading, ninjs};
use super::groups::{self, LOOKED_AT, is_aside, is_group, is_whole, weigh};
use crate::article::Header;

/// The number of levels of objects that are searched for a list of articles.
const LEVELS: usize = 6;

/// The articles that a document holds.
#[derive(Debug, PartialEq)]
pub enum Holds {
    /// The document is one article.
    Itself,
    /// Lists of articles, at these paths of members, which have the same length.
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

/// The names of lists whose whole articles make any object around them a wrapper.
const ARTICLES: [&str; 5] = ["articles", "documents", "docs", "stories", "results"];

/// Returns whether an object with a text describes the articles that it lists, such as an export. A list with a more
/// general name may be a part of an article, such as the posts of a live blog, unless the object has no address and
/// the elements of the list have dates or addresses.
fn is_about_its_articles(members: &Map<String, Value>, reading: &Reading) -> bool {
    let own = reading.columns.weigh(members);
    let has_address = || members.keys().any(|name| gives_address(name));
    // A page of articles may be called `content`, as a text is.
    let is_page = |list: &Value| {
        let mut objects = list.as_array().into_iter().flatten().take(LOOKED_AT);
        !own.title
            && !own.place
            && objects.all(|object| {
                object.as_object().is_some_and(|object| {
                    let weight = reading.columns.weigh(object);
                    is_whole(weight) && weight.place
                })
            })
    };
    let is_about = |(name, list): (&String, &Value)| {
        let is_named = ARTICLES.contains(&name.as_str());
        let has_objects = list.get(0).is_some_and(Value::is_object);
        if has_objects && is_page(list) {
            return true;
        }
        if !has_objects || !is_named && (!groups::is_container(name) || has_address()) {
            return false;
        }
        let list = list.as_array().into_iter().flatten();
        let objects = || list.clone().filter_map(Value::as_object).take(LOOKED_AT);
        let is_article = |object| {
            let weight = reading.columns.weigh(object);
            is_whole(weight) && (is_named || weight.place)
        };
        objects().count() > 1 && objects().all(is_article)
    };
    members.iter().any(is_about)
}

/// Returns the path of a list, and the paths of the lists at the same depth that belong with it: those beside it whose
/// articles have titles and texts as well, such as one list per day, and those with the same name in other objects,
/// such as one per newspaper.
fn with_siblings(
    members: &Map<String, Value>,
    path: Vec<String>,
    reading: &Reading,
) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    gather(members, &path, reading, &mut Vec::new(), &mut all);
    if all.is_empty() { vec![path] } else { all }
}

/// Adds the paths of the lists that belong with the list at `path`. `around` is the path of `members`.
fn gather(
    members: &Map<String, Value>,
    path: &[String],
    reading: &Reading,
    around: &mut Vec<String>,
    all: &mut Vec<Vec<String>>,
) {
    let Some((last, parents)) = path.split_last() else { return };
    let is_last = around.len() == parents.len();
    let is_beside = is_last && around == parents;
    for (name, value) in members {
        let is_on_path = path.get(around.len()) == Some(name);
        if is_aside(name) && !is_on_path {
            continue;
        }
        around.push(name.clone());
        match value {
            Value::Object(inner) if !is_last => gather(inner, path, reading, around, all),
            Value::Array(values) if is_last => {
                let objects = || values.iter().filter_map(Value::as_object).take(LOOKED_AT);
                let are_whole = || {
                    objects().next().is_some()
                        && objects().all(|object| is_whole(weigh(object, reading)))
                };
                if around == path || (is_beside || name == last) && are_whole() {
                    all.push(around.clone());
                }
            }
            _ => {}
        }
        around.pop();
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

/// Describes a list of objects, if they are articles. Groups of articles are not.
fn list<'a>(
    objects: impl Iterator<Item = &'a Map<String, Value>>,
    count: usize,
    shape: Shape,
    reading: &Reading,
) -> Option<Found> {
    let articles = objects.filter(|object| !is_group(object, reading));
    let weights: Vec<Weight> = articles.map(|object| weigh(object, reading)).collect();
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

/// Returns whether a list has one of the usual names of lists of articles.
fn is_container(path: &[String]) -> bool {
    path.last().is_some_and(|name| groups::is_container(name))
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
        && first.all(|element| element.is_array() || is_wrapper(element, reading))
}

/// Returns whether an element of a list is an object that holds articles, as opposed to being an article.
pub fn is_wrapper(element: &Value, reading: &Reading) -> bool {
    element.as_object().is_some_and(|members| {
        is_group(members, reading) || {
            let weight = weigh(members, reading);
            let may_be = !weight.is_article() || weight.text && !weight.title && !weight.place;
            may_be && of(members, reading) != Holds::Itself
        }
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
