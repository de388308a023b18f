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
use super::store::ClusterStore;
use super::write::{lease, loading};
use crate::article::hash_of_key;
use crate::catalogue::Catalogue;
use crate::engine::agreement::{Agreement, Disagreement};
use crate::engine::{Damage, Maintenance, Storage, Verified};
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

impl Maintenance for ClusterStore {
    fn verify(&self, all: bool) -> Result<Verified> {
        let client = self.client();
        for _ in 0..ATTEMPTS {
            let before = loading::commit(client).ok();
            let verified = Verification::new(client).run(all)?;
            // A run may have changed what was compared.
            let after = loading::commit(client).ok();
            if verified.is_intact() || before == after && !lease::is_held(client)? {
                return Ok(verified);
            }
        }
        let message = format!("a run is changing the index {}", client.address());
        Err(Error::new(Kind::Index, message).hint("run the same command again when it has ended"))
    }
}

/// A verification, as far as it has come.
struct Verification<'c> {
    client: &'c Client,
    health: String,
    articles: u64,
    read: u64,
    sources: usize,
    unfinished: bool,
    damage: Vec<Damage>,
    more_damage: u64,
    preparer: Preparer,
}

impl<'c> Verification<'c> {
    fn new(client: &'c Client) -> Verification<'c> {
        Verification {
            client,
            health: String::new(),
            articles: 0,
            read: 0,
            sources: 0,
            unfinished: false,
            damage: Vec::new(),
            more_damage: 0,
            preparer: Preparer::default(),
        }
    }

    /// Adds a problem.
    fn report(&mut self, problem: String) {
        match self.damage.len() < LISTED {
            true => self.damage.push(Damage::of_index(problem)),
            false => self.more_damage += 1,
        }
    }

    fn run(mut self, all: bool) -> Result<Verified> {
        self.ask_for_health()?;
        if self.damage.is_empty() {
            self.compare(all)?;
        }
        let address = self.client.address().to_string();
        let remedy = match self.health.as_str() {
            _ if self.damage.is_empty() => None,
            "red" => {
                Some("start the missing nodes again, or restore a snapshot of the cluster".into())
            }
            _ => Some(format!(
                "build the index again: dateline index --rebuild FOLDER --index {address}; or restore a snapshot of the \
                 cluster"
            )),
        };
        let Verification { health, read, sources, unfinished, .. } = self;
        let storage = Storage::Shards { health, read, sources, unfinished };
        let mut verified = Verified::new(address.into(), storage);
        verified.articles = self.articles;
        verified.damage = self.damage;
        verified.more_damage = self.more_damage;
        verified.remedy = remedy;
        Ok(verified)
    }

    /// Reports the shards that are not available.
    fn ask_for_health(&mut self) -> Result<()> {
        let (articles, places) = (self.client.address().index(), self.client.address().places());
        let path = format!("_cluster/health/{articles},{places}?level=indices");
        let health = match self.client.get(&path) {
            // The status is that of a request that waited for an index in vain.
            Err(Problem::Refused(refusal)) if refusal.status == 408 => Value::Null,
            answer => answer.map_err(Error::from)?,
        };
        self.health = health["status"].as_str().unwrap_or("red").to_string();
        let indices = health["indices"].as_object().into_iter().flatten();
        for (name, about) in indices.filter(|(_, about)| about["status"] == "red") {
            let number = |name: &str| about[name].as_u64().unwrap_or_default();
            let (active, shards) = (number("active_primary_shards"), number("number_of_shards"));
            let missing = shards.saturating_sub(active);
            self.report(format!("{missing} of {shards} shards of {name} are not available"));
        }
        Ok(())
    }

    /// Compares both indexes.
    fn compare(&mut self, all: bool) -> Result<()> {
        let (articles, places) = (self.client.address().index(), self.client.address().places());
        self.articles = Snapshot::open(self.client.clone())?.total();
        self.unfinished = lease::was_abandoned(self.client)?;
        let Some(loaded) = loading::load(self.client, &places, None)? else {
            if self.articles > 0 {
                self.report(format!("{places} has no header, but {articles} has articles"));
            }
            return Ok(());
        };
        let catalogue = loaded.catalogue;
        self.sources = catalogue.roots.iter().map(|root| root.files.len()).sum();
        let (known, found) = (catalogue.keys.len() as u64, self.articles);
        if known != found {
            self.report(format!("{articles} has {found} articles, but {places} names {known}"));
        }
        match all {
            true => self.each(&catalogue),
            false => self.sample(&catalogue),
        }
    }

    /// Compares every article of the index.
    fn each(&mut self, catalogue: &Catalogue) -> Result<()> {
        let mut agreement = Agreement::with(catalogue);
        let body = json!({
            "query": {"match_all": {}},
            "sort": [{ORDER: "desc"}, {KEY: "asc"}],
            "docvalue_fields": COLUMNS,
        });
        let view = PointInTime::open(self.client, self.client.address().index())?;
        view.each(body, BATCH, &mut |hit| -> Result<()> {
            self.read += 1;
            let id = hit["_id"].as_str().unwrap_or_default();
            agreement.compare(id, |what, key| self.report(describe(what, key)));
            self.check_article(&hit, catalogue);
            Ok(())
        })?;
        agreement.finish(|what, key| self.report(describe(what, key)));
        Ok(())
    }

    /// Compares articles from all parts of the archive, different ones each time.
    fn sample(&mut self, catalogue: &Catalogue) -> Result<()> {
        let known = catalogue.keys.len() as u64;
        let step = known.div_ceil(SAMPLE).max(1);
        // The keys of a new state are random.
        let first = RandomState::new().hash_one(known) % step;
        let numbers = (first..known).step_by(step as usize);
        let keys: Vec<String> =
            numbers.map(|number| catalogue.keys.key(number as u32).into_owned()).collect();
        for keys in keys.chunks(BATCH) {
            let query = json!({"constant_score": {"filter": {"terms": {KEY: keys}}}});
            let body = json!({"size": 2 * BATCH, "query": query, "docvalue_fields": COLUMNS});
            let index = self.client.address().index();
            let path = format!("{index}/_search?allow_partial_search_results=false");
            let answer = self.client.search(&path, &body)?;
            let hits = answer["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
            for key in keys {
                let found: Vec<&Value> = hits.iter().filter(|hit| hit["_id"] == **key).collect();
                match found[..] {
                    [] => self.report(describe(Disagreement::Missing, key)),
                    [hit] => self.check_article(hit, catalogue),
                    _ => self.report(describe(Disagreement::Twice, key)),
                }
                self.read += found.len() as u64;
            }
        }
        Ok(())
    }

    /// Compares an article with its checksum, with the catalogue, and with the columns of the index.
    fn check_article(&mut self, hit: &Value, catalogue: &Catalogue) {
        let id = hit["_id"].as_str().unwrap_or_default();
        let article = match stored_article::from_json(hit["_source"][ARTICLE].clone()) {
            Ok(article) => article,
            Err(why) => return self.report(format!("the article {id} cannot be read: {why}")),
        };
        if article.key != id {
            return self.report(format!("the article {id} has the key {}", article.key));
        }
        if let Some(number) = catalogue.keys.number(id) {
            let derived = hash_of_key(&identity::derive(&article));
            if derived.as_ref() != Some(catalogue.keys.content(number)) {
                self.report(format!("the text of the article {id} does not have its checksum"));
            }
            if catalogue.keys.order(number) != article.order() {
                self.report(format!("the date of the article {id} is not the one of its file"));
            }
        }
        let prepared = self.preparer.prepare(&article).json;
        let prepared: Value = serde_json::from_str(&prepared).unwrap_or_default();
        for column in COLUMNS {
            if hit["fields"][column][0] != prepared[column] {
                self.report(format!("searches do not see the article {id} as it is: {column}"));
            }
        }
    }
}

fn describe(what: Disagreement, key: &str) -> String {
    match what {
        Disagreement::Unknown => format!("no file has the article {key}"),
        Disagreement::Twice => format!("the article {key} is in the index twice"),
        Disagreement::Missing => format!("the article {key} is missing"),
        Disagreement::NoPlace => format!("the article {key} has no place"),
    }
}
