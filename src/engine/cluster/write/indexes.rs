//! Creates, finds, replaces and deletes indexes. Only indexes that say in their mapping that they are ours are ever
//! changed or deleted.

use serde_json::{Value, json};

use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::problem::Problem;
use crate::engine::cluster::schema::mapping::{Parts, mapping};
use crate::engine::cluster::schema::meta::Meta;
use crate::engine::cluster::schema::period::UNDATED;
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

/// Finds an index by its name or alias. Returns `None` if no index has it.
///
/// # Errors
///
/// Fails if it is the name of several indexes, or of one that is not from dateline.
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

/// The indexes of articles that one name was found to mean.
#[derive(Debug, Clone)]
pub struct Articles {
    /// Their own names: one, or one per period, behind an alias.
    pub names: Vec<String>,
    /// What they say about themselves.
    pub meta: Meta,
}

impl Articles {
    /// Returns what the names of all parts begin with, if the articles are divided by period.
    pub fn base(&self) -> Option<&str> {
        self.meta.by?;
        self.names.iter().find_map(|name| name.strip_suffix(UNDATED)?.strip_suffix('-'))
    }
}

/// Finds the indexes of articles with a name. Returns `None` if no index has it.
///
/// # Errors
///
/// Fails if one of them is not from dateline, or if they do not belong together.
pub fn find_articles(client: &Client, name: &str) -> Result<Option<Articles>> {
    let answer = match client.get(&format!("{name}/_mapping")) {
        Err(Problem::Refused(refusal)) if refusal.status == 404 => return Ok(None),
        answer => answer.map_err(Error::from)?,
    };
    let mut found: Option<Articles> = None;
    for (own, about) in answer.as_object().into_iter().flatten() {
        let Some(meta) = Meta::of(&about["mappings"]) else {
            return Err(Error::new(Kind::Index, format!("the index {own} is not from dateline"))
                .hint("choose another name for the index"));
        };
        match &mut found {
            None => found = Some(Articles { names: vec![own.clone()], meta }),
            Some(found) if found.meta.id == meta.id => found.names.push(own.clone()),
            Some(_) => {
                let message = format!("{name} is the name of indexes that do not belong together");
                return Err(Error::new(Kind::Index, message).hint("name one index, or a new one"));
            }
        }
    }
    Ok(found)
}

/// Opens the indexes for writing, and creates those that do not exist.
///
/// # Errors
///
/// Fails if they were written by another version, do not belong together, or are divided by other periods than is asked
/// for.
pub fn open_or_create(client: &Client, names: &Names, parts: Parts) -> Result<Articles> {
    let (articles, places) =
        (find_articles(client, &names.articles)?, find(client, &names.places)?);
    if articles.is_none() && places.is_some() {
        let Names { articles, places } = names;
        let message = format!("there is an index {places}, but no index {articles}");
        return Err(Error::new(Kind::Index, message)
            .hint(format!("restore {articles}, or delete {places}")));
    }
    let articles = match articles {
        Some(articles) => articles,
        None => create_articles(client, &names.articles, parts)?,
    };
    articles.meta.check(&names.articles)?;
    if let Some(asked) = parts.by
        && articles.meta.by != Some(asked)
    {
        let message = format!("the index {} is not divided by {}", names.articles, asked.name());
        let hint = format!("build it again: dateline index --rebuild --by {} FOLDER", asked.name());
        return Err(Error::usage(message).hint(hint));
    }
    let of_places = match places {
        Some(places) => places.meta,
        // The index is new, or the run that created the other one has died.
        None => {
            let body = places::mapping(&articles.meta, parts.replicas);
            create(client, &names.places, body)?.meta
        }
    };
    if of_places.id == articles.meta.id {
        return Ok(articles);
    }
    let Names { articles, places } = names;
    let message = format!("the indexes {articles} and {places} do not belong together");
    Err(Error::new(Kind::Index, message).hint("choose another name for the index"))
}

/// Creates the index of articles. For a divided index, creates the part of undated articles.
fn create_articles(client: &Client, name: &str, parts: Parts) -> Result<Articles> {
    let meta = Meta { by: parts.by, ..Meta::of_new_index() };
    let existing = match parts.by {
        None => create(client, name, mapping(&meta, parts))?,
        Some(_) => create_part(client, name, &format!("{name}-{UNDATED}"), &meta, parts)?,
    };
    Ok(Articles { names: vec![existing.name], meta: existing.meta })
}

/// Creates the part of a period, behind an alias.
///
/// # Errors
///
/// Fails if there is an index with its name that does not belong to the others, or if the cluster has too many shards.
pub fn create_part(
    client: &Client,
    alias: &str,
    name: &str,
    meta: &Meta,
    parts: Parts,
) -> Result<Existing> {
    let mut body = mapping(meta, parts);
    body["aliases"] = json!({alias: {}});
    create(client, name, body)
}

/// Creates an index, and returns its description. If another run, or a late request of a run that has died, created it
/// in the meantime, returns the description of that index.
fn create(client: &Client, name: &str, body: Value) -> Result<Existing> {
    match client.put(name, &body) {
        Err(Problem::Refused(refusal)) if refusal.is("resource_already_exists_exception") => {}
        Err(Problem::Refused(refusal)) if refusal.reason.contains("shards open") => {
            let message = format!("the cluster cannot have the index {name}: {}", refusal.reason);
            return Err(Error::new(Kind::Index, message).hint(
                "divide by year instead of month, or not at all, in a new index; or raise cluster.max_shards_per_node",
            ));
        }
        created => {
            created.map_err(Error::from)?;
        }
    }
    let missing =
        || Error::new(Kind::Index, format!("the index {name} was created and is not there"));
    find(client, name)?.ok_or_else(missing)
}

/// Returns the names of the indexes in which a new index is built that will replace `old`. They contain the number of
/// the old index, so an existing index with this name can only come from an interrupted rebuild.
pub fn beside(names: &Names, old: &Meta) -> Names {
    let articles = format!("{}-{}", names.articles, &old.id[..16.min(old.id.len())]);
    Names { places: format!("{articles}-places"), articles }
}

/// Deletes the indexes, if they exist and are ours.
pub fn delete(client: &Client, names: &Names) -> Result<()> {
    let mut existing =
        find_articles(client, &names.articles)?.map_or(Vec::new(), |found| found.names);
    existing.extend(find(client, &names.places)?.map(|found| found.name));
    for name in existing {
        match client.delete(&name, None) {
            Err(Problem::Refused(refusal)) if refusal.status == 404 => {}
            deleted => {
                deleted.map_err(Error::from)?;
            }
        }
    }
    Ok(())
}

/// Deletes the old indexes and gives their names to the new ones, in one step.
pub fn replace(client: &Client, names: &Names, new: &Names) -> Result<()> {
    let missing = |name: &str| Error::new(Kind::Index, format!("the index {name} does not exist"));
    let mut actions = Vec::new();
    let old = find_articles(client, &names.articles)?.map_or(Vec::new(), |found| found.names);
    let places = find(client, &names.places)?.map(|found| found.name);
    for name in old.into_iter().chain(places) {
        actions.push(json!({"remove_index": {"index": name}}));
    }
    let found = find_articles(client, &new.articles)?.ok_or_else(|| missing(&new.articles))?;
    for name in &found.names {
        if found.meta.by.is_some() {
            actions.push(json!({"remove": {"index": name, "alias": new.articles}}));
        }
        actions.push(json!({"add": {"index": name, "alias": names.articles}}));
    }
    let places = find(client, &new.places)?.ok_or_else(|| missing(&new.places))?;
    actions.push(json!({"add": {"index": places.name, "alias": names.places}}));
    client.post("_aliases", &json!({"actions": actions}))?;
    Ok(())
}
