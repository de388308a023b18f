//! Verification: whether the cluster has what was written.
//!
//! Compares the index of articles with the index of places, and articles with their checksums: the key of an article is
//! a hash of its text; for an article that supplied its key, the index of places has that hash. What is stored of an
//! article is compared with the columns that searches use, too.

use std::hash::{BuildHasher, RandomState};

use serde_json::{Value, json};

use super::client::Client;
use super::client::problem::Problem;
use super::schema::document::Preparer;
use super::schema::names::{ANALYSIS, ARTICLE, KEY, ORDER, TITLE_WORDS, WORDS};
use super::schema::stored_article;
use super::snapshot::index::Snapshot;
use super::snapshot::point_in_time::PointInTime;
use super::write::{lease, loading};
use crate::article::hash_of_key;
use crate::catalogue::Catalogue;
use crate::error::{Error, Kind, Result};
use crate::normalise::identity;

/// The number of articles that are read, unless all are.
const SAMPLE: u64 = 1_000;

/// The number of articles that are read at once.
const BATCH: usize = 200;

/// The maximum number of problems to list.
const LISTED: usize = 20;

/// How often a verification is repeated if a run changes the index meanwhile.
const ATTEMPTS: usize = 5;

/// The columns that are compared with what is computed from a stored article.
const COLUMNS: [&str; 5] = [ORDER, "simhash", WORDS, TITLE_WORDS, ANALYSIS];

/// The result of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// The address of the index.
    pub address: String,
    /// What the cluster says of its shards: `green`, `yellow` if copies are missing, or `red` if articles cannot be
    /// read.
    pub health: String,
    /// The number of articles in the index.
    pub articles: u64,
    /// The number of articles that were compared with their checksums.
    pub read: u64,
    /// The number of files in the index of places.
    pub files: usize,
    /// What is wrong. Empty if nothing was found.
    pub problems: Vec<String>,
    /// The number of further problems.
    pub more_problems: u64,
    /// Whether the last run did not finish. The next run repairs what it left behind.
    pub unfinished: bool,
}

impl Verified {
    /// Returns whether nothing wrong was found.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn tell(&mut self, problem: String) {
        match self.problems.len() < LISTED {
            true => self.problems.push(problem),
            false => self.more_problems += 1,
        }
    }
}

/// Verifies the index of a client. Reads a sample of its articles, or all of them.
///
/// # Errors
///
/// Fails if there is no index, if the cluster does not answer, or if a run keeps changing the index. What is wrong with
/// the index is not an error: [`Verified`] lists it.
pub fn verify(client: &Client, all: bool) -> Result<Verified> {
    for _ in 0..ATTEMPTS {
        let before = loading::commit(client).ok();
        let verified = attempt(client, all)?;
        // A run may have changed what was compared.
        let after = loading::commit(client).ok();
        if verified.is_sound() || before == after && !lease::is_held(client)? {
            return Ok(verified);
        }
    }
    let message = format!("a run is changing the index {}", client.address());
    Err(Error::new(Kind::Index, message).hint("run the same command again when it has ended"))
}

fn attempt(client: &Client, all: bool) -> Result<Verified> {
    let (articles, places) = (client.address().index(), client.address().places());
    let mut verified = Verified { address: client.address().to_string(), ..Verified::default() };
    let health = match client.get(&format!("_cluster/health/{articles},{places}?level=indices")) {
        // The status is that of a request that waited for an index in vain.
        Err(Problem::Refused(refusal)) if refusal.status == 408 => Value::Null,
        answer => answer.map_err(Error::from)?,
    };
    verified.health = health["status"].as_str().unwrap_or("red").to_string();
    let indices = health["indices"].as_object().into_iter().flatten();
    for (name, about) in indices.filter(|(_, about)| about["status"] == "red") {
        let number = |name: &str| about[name].as_u64().unwrap_or_default();
        let (active, shards) = (number("active_primary_shards"), number("number_of_shards"));
        let missing = shards.saturating_sub(active);
        verified.tell(format!("{missing} of {shards} shards of {name} are not available"));
    }
    if !verified.is_sound() {
        return Ok(verified);
    }
    let snapshot = Snapshot::open(client.clone())?;
    verified.articles = snapshot.total();
    verified.unfinished = lease::was_abandoned(client)?;
    let Some(loaded) = loading::load(client, &places, None)? else {
        if verified.articles > 0 {
            verified.tell(format!("{places} has no header, but {articles} has articles"));
        }
        return Ok(verified);
    };
    let catalogue = loaded.catalogue;
    verified.files = catalogue.roots.iter().map(|root| root.files.len()).sum();
    let known = catalogue.keys.len() as u64;
    if known != verified.articles {
        let found = verified.articles;
        verified.tell(format!("{articles} has {found} articles, but {places} names {known}"));
    }
    match all {
        true => each(client, &catalogue, &mut verified)?,
        false => sample(client, &catalogue, &mut verified)?,
    }
    Ok(verified)
}

/// Compares every article of the index.
fn each(client: &Client, catalogue: &Catalogue, verified: &mut Verified) -> Result<()> {
    let places = catalogue.keys.places(&catalogue.roots);
    let mut seen = vec![false; places.len()];
    let mut preparer = Preparer::default();
    let body = json!({
        "query": {"match_all": {}},
        "sort": [{ORDER: "desc"}, {KEY: "asc"}],
        "docvalue_fields": COLUMNS,
    });
    let view = PointInTime::open(client, client.address().index())?;
    view.each(body, BATCH, &mut |hit| -> Result<()> {
        verified.read += 1;
        let id = hit["_id"].as_str().unwrap_or_default().to_string();
        match catalogue.keys.number(&id) {
            None => verified.tell(format!("no file has the article {id}")),
            Some(number) => {
                if std::mem::replace(&mut seen[number as usize], true) {
                    verified.tell(format!("the article {id} is in the index twice"));
                }
            }
        }
        compare(&hit, catalogue, &mut preparer, verified);
        Ok(())
    })?;
    for number in catalogue.keys.numbers() {
        let key = || catalogue.keys.key(number);
        if !seen[number as usize] {
            verified.tell(format!("the article {} is missing", key()));
        } else if places[number as usize] == 0 {
            verified.tell(format!("the article {} has no place", key()));
        }
    }
    Ok(())
}

/// Compares articles from all parts of the archive, different ones each time.
fn sample(client: &Client, catalogue: &Catalogue, verified: &mut Verified) -> Result<()> {
    let known = catalogue.keys.len() as u64;
    let step = known.div_ceil(SAMPLE).max(1);
    // The keys of a new state are random.
    let first = RandomState::new().hash_one(known) % step;
    let numbers = (first..known).step_by(step as usize);
    let keys: Vec<String> =
        numbers.map(|number| catalogue.keys.key(number as u32).into_owned()).collect();
    let mut preparer = Preparer::default();
    for keys in keys.chunks(BATCH) {
        let query = json!({"constant_score": {"filter": {"terms": {KEY: keys}}}});
        let body = json!({"size": 2 * BATCH, "query": query, "docvalue_fields": COLUMNS});
        let index = client.address().index();
        let path = format!("{index}/_search?allow_partial_search_results=false");
        let answer = client.search(&path, &body)?;
        let hits = answer["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
        for key in keys {
            let found: Vec<&Value> = hits.iter().filter(|hit| hit["_id"] == **key).collect();
            match found[..] {
                [] => verified.tell(format!("the article {key} is missing")),
                [hit] => compare(hit, catalogue, &mut preparer, verified),
                _ => verified.tell(format!("the article {key} is in the index twice")),
            }
            verified.read += found.len() as u64;
        }
    }
    Ok(())
}

/// Compares an article with its checksum, with the catalogue, and with the columns of the index.
fn compare(hit: &Value, catalogue: &Catalogue, preparer: &mut Preparer, verified: &mut Verified) {
    let id = hit["_id"].as_str().unwrap_or_default();
    let article = match stored_article::from_json(hit["_source"][ARTICLE].clone()) {
        Ok(article) => article,
        Err(why) => return verified.tell(format!("the article {id} cannot be read: {why}")),
    };
    if article.key != id {
        return verified.tell(format!("the article {id} has the key {}", article.key));
    }
    if let Some(number) = catalogue.keys.number(id) {
        if hash_of_key(&identity::derive(&article)).as_ref() != Some(catalogue.keys.content(number))
        {
            verified.tell(format!("the text of the article {id} does not have its checksum"));
        }
        if catalogue.keys.order(number) != article.order() {
            verified.tell(format!("the date of the article {id} is not the one of its file"));
        }
    }
    let prepared = preparer.prepare(&article).json;
    let prepared: Value = serde_json::from_str(&prepared).unwrap_or_default();
    for column in COLUMNS {
        if hit["fields"][column][0] != prepared[column] {
            verified.tell(format!("searches do not see the article {id} as it is: {column}"));
        }
    }
}
