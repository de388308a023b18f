//! Creates, finds, replaces and deletes indexes. Only indexes that say in their mapping that they are ours are ever
//! changed or deleted.

use serde_json::{Value, json};

use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::problem::Problem;
use crate::engine::cluster::schema::mapping::{Parts, mapping};
use crate::engine::cluster::schema::meta::Meta;
use crate::engine::cluster::schema::places;
use crate::error::{Error, Kind, Result};

/// The names of an index of articles and of the index of their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The index of articles, or an alias of it.
    pub articles: String,
    /// The index of places, or an alias of it.
    pub places: String,
}

/// An index that was found.
#[derive(Debug, Clone)]
pub struct Existing {
    /// Its own name. The name that it was found by may be an alias.
    pub name: String,
    /// What it says about itself.
    pub meta: Meta,
}

/// Finds an index by its name or alias. Returns `None` if there is none.
///
/// # Errors
///
/// If it is the name of several indexes, or of one that is not from dateline.
pub fn find(client: &Client, name: &str) -> Result<Option<Existing>> {
    let answer = match client.get(&format!("{name}/_mapping")) {
        Err(Problem::Refused(refusal)) if refusal.status == 404 => return Ok(None),
        answer => answer.map_err(Error::from)?,
    };
    let found: Vec<(&String, &Value)> = answer.as_object().into_iter().flatten().collect();
    let [(own, about)] = found[..] else {
        let message = format!("{name} is the name of {} indexes", found.len());
        return Err(Error::new(Kind::Index, message).hint("name one index, or a new one"));
    };
    match Meta::of(&about["mappings"]) {
        Some(meta) => Ok(Some(Existing { name: own.clone(), meta })),
        None => Err(Error::new(Kind::Index, format!("the index {name} is not from dateline"))
            .hint("choose another name for the index")),
    }
}

/// Opens the two indexes for writing, and creates those that do not exist.
///
/// # Errors
///
/// If they were written by another version, or do not belong together.
pub fn open_or_create(client: &Client, names: &Names, parts: Parts) -> Result<Meta> {
    let (articles, places) = (find(client, &names.articles)?, find(client, &names.places)?);
    if articles.is_none() && places.is_some() {
        let Names { articles, places } = names;
        let message = format!("there is an index {places}, but no index {articles}");
        return Err(Error::new(Kind::Index, message)
            .hint(format!("restore {articles}, or delete {places}")));
    }
    let meta = match articles {
        Some(articles) => articles.meta,
        None => create(client, &names.articles, &mapping(&Meta::of_new_index(), parts))?,
    };
    meta.check(&names.articles)?;
    let of_places = match places {
        Some(places) => places.meta,
        // The index is new, or the run that created the other one has died.
        None => create(client, &names.places, &places::mapping(&meta, parts.replicas))?,
    };
    if of_places.id == meta.id {
        return Ok(meta);
    }
    let Names { articles, places } = names;
    let message = format!("the indexes {articles} and {places} do not belong together");
    Err(Error::new(Kind::Index, message).hint("choose another name for the index"))
}

/// Creates an index, and returns what it says about itself. If it was created in the meantime, by another run or by a
/// request of a run that has died since, that is what the other one has said.
fn create(client: &Client, name: &str, body: &Value) -> Result<Meta> {
    match client.put(name, body) {
        Err(Problem::Refused(refusal)) if refusal.is("resource_already_exists_exception") => {}
        created => {
            created.map_err(Error::from)?;
        }
    }
    let missing =
        || Error::new(Kind::Index, format!("the index {name} was created and is not there"));
    Ok(find(client, name)?.ok_or_else(missing)?.meta)
}

/// Returns the names of the indexes in which a new index is built that will replace `old`. They contain the number of the
/// old index, so an index with this name can only be what is left of an interrupted rebuild.
pub fn beside(names: &Names, old: &Meta) -> Names {
    let articles = format!("{}-{}", names.articles, &old.id[..16.min(old.id.len())]);
    Names { places: format!("{articles}-places"), articles }
}

/// Deletes the two indexes, if they exist and are ours.
pub fn delete(client: &Client, names: &Names) -> Result<()> {
    for name in [&names.articles, &names.places] {
        if let Some(existing) = find(client, name)? {
            match client.delete(&existing.name, None) {
                Err(Problem::Refused(refusal)) if refusal.status == 404 => {}
                deleted => {
                    deleted.map_err(Error::from)?;
                }
            }
        }
    }
    Ok(())
}

/// Deletes the old indexes and gives their names to the new ones, in one step.
pub fn replace(client: &Client, names: &Names, new: &Names) -> Result<()> {
    let mut actions = Vec::new();
    for (name, new) in [(&names.articles, &new.articles), (&names.places, &new.places)] {
        let missing = || Error::new(Kind::Index, format!("the index {new} does not exist"));
        let new = find(client, new)?.ok_or_else(missing)?;
        if let Some(old) = find(client, name)? {
            actions.push(json!({"remove_index": {"index": old.name}}));
        }
        actions.push(json!({"add": {"index": new.name, "alias": name}}));
    }
    client.post("_aliases", &json!({"actions": actions}))?;
    Ok(())
}
