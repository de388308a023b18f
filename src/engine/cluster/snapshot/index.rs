//! An index of articles, opened for reading.

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use crate::analysis::Language;
use crate::engine::Budget;
use crate::engine::cluster::client::Client;
use crate::engine::cluster::client::answer::complete;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::schema::meta::Meta;
use crate::engine::cluster::schema::names::{ANALYSIS, ORDER, TITLE_WORDS, WORDS};
use crate::error::{Error, Kind, Result};

/// The parameters of every search: if a shard does not answer, the search fails.
const COMPLETE: &str = "allow_partial_search_results=false";

/// Further parameters for an index that is divided by period: shards without an article in the date range are left out.
/// By default, the cluster looks for such shards only if there are more than 128.
const SKIP: &str = "&pre_filter_shard_size=1";

/// An index of articles, and the facts that are read when it is opened.
#[derive(Clone)]
pub struct Snapshot {
    /// The client.
    pub client: Client,
    facts: Arc<Facts>,
}

/// Facts about an index.
struct Facts {
    meta: Meta,
    total: u64,
    languages: Vec<Language>,
    lengths: OnceLock<Lengths>,
}

/// What scores depend on, apart from the query.
#[derive(Debug, Clone, Copy)]
pub struct Lengths {
    /// The number of articles.
    pub articles: f64,
    /// The mean length of an article, as `ranking` defines it.
    pub mean: f64,
    /// The greatest [`order`](crate::article::Article::order), if there are articles.
    pub newest: Option<i64>,
}

impl Snapshot {
    /// Opens the index that a client has the address of.
    ///
    /// # Errors
    ///
    /// Fails if there is no such index, if it is not from dateline, or if it was written by another version.
    pub fn open(client: Client) -> Result<Snapshot> {
        let meta = read_meta(&client, client.address().index())?;
        let body = json!({
            "size": 0,
            "track_total_hits": true,
            "aggs": {ANALYSIS: {"terms": {"field": ANALYSIS, "size": 100}}},
        });
        let answer =
            client.search(&format!("{}/_search?{COMPLETE}", client.address().index()), &body)?;
        let mut languages: Vec<Language> = buckets(&answer["aggregations"][ANALYSIS])
            .filter_map(|(code, _)| Language::of_code(code.as_str()?))
            .collect();
        languages.sort_by_key(|language| language.number());
        if languages.is_empty() {
            languages.push(Language::ENGLISH);
        }
        let facts = Facts { meta, total: total(&answer)?, languages, lengths: OnceLock::new() };
        Ok(Snapshot { client, facts: Arc::new(facts) })
    }

    /// Returns the same index for searches with a budget.
    pub fn within(&self, budget: &Budget) -> Snapshot {
        Snapshot { client: self.client.within(budget), facts: Arc::clone(&self.facts) }
    }

    /// Returns what the index says about itself.
    pub fn meta(&self) -> &Meta {
        &self.facts.meta
    }

    /// Returns the number of articles when the index was opened.
    pub fn total(&self) -> u64 {
        self.facts.total
    }

    /// Returns the languages that articles are analyzed in.
    pub fn languages(&self) -> &[Language] {
        &self.facts.languages
    }

    /// Returns the parameters of searches that depend on the index.
    pub fn parameters(&self) -> &'static str {
        if self.facts.meta.by.is_some() { SKIP } else { "" }
    }

    /// Sends a search. `parameters` are added to the address.
    pub fn search(&self, parameters: &str, body: &Value) -> Answer<Value> {
        let (index, own) = (self.client.address().index(), self.parameters());
        self.client.search(&format!("{index}/_search?{COMPLETE}{own}{parameters}"), body)
    }

    /// Sends several searches in one request, and returns their answers in order.
    pub fn searches(&self, bodies: &[Value]) -> Answer<Vec<Value>> {
        let index = self.client.address().index();
        let mut lines = Vec::new();
        for body in bodies {
            let header = json!({"index": index, "allow_partial_search_results": false});
            lines.extend(header.to_string().into_bytes());
            lines.push(b'\n');
            lines.extend(body.to_string().into_bytes());
            lines.push(b'\n');
        }
        let path = format!("_msearch?{}", self.parameters().trim_start_matches('&'));
        let mut answer = self.client.post_lines(&path, &lines)?;
        let answers = answer["responses"].as_array_mut().map(std::mem::take).unwrap_or_default();
        if answers.len() != bodies.len() {
            return Err(Problem::NotOpenSearch("answers to searches are missing".into()));
        }
        let mut complete_answers = Vec::with_capacity(answers.len());
        for (answer, body) in answers.into_iter().zip(bodies) {
            complete_answers.push(match complete(answer) {
                // Only a request that is sent alone is repeated when the cluster is too busy.
                Err(Problem::Refused(refusal)) if matches!(refusal.status, 429 | 503) => {
                    self.search("", body)?
                }
                answer => answer?,
            });
        }
        Ok(complete_answers)
    }

    /// Returns the number of segments and the size of the index of articles, in bytes, without copies.
    pub fn size(&self) -> Answer<(usize, u64)> {
        let index = self.client.address().index();
        let answer = self.client.get(&format!("{index}/_stats/segments,store"))?;
        let primaries = &answer["_all"]["primaries"];
        let segments = primaries["segments"]["count"].as_u64().unwrap_or_default();
        let bytes = primaries["store"]["size_in_bytes"].as_u64().unwrap_or_default();
        Ok((usize::try_from(segments).unwrap_or(usize::MAX), bytes))
    }

    /// Returns what scores depend on. It is read once.
    pub fn lengths(&self) -> Answer<Lengths> {
        if let Some(lengths) = self.facts.lengths.get() {
            return Ok(*lengths);
        }
        let sum = |field: &str| json!({"sum": {"field": field}});
        let answer = self.search("", &json!({
            "size": 0,
            "track_total_hits": true,
            "aggs": {TITLE_WORDS: sum(TITLE_WORDS), WORDS: sum(WORDS), ORDER: {"max": {"field": ORDER}}},
        }))?;
        let value = |name: &str| answer["aggregations"][name]["value"].as_f64();
        let articles = total(&answer)? as f64;
        let words = value(WORDS).unwrap_or_default()
            + f64::from(crate::ranking::TITLE) * value(TITLE_WORDS).unwrap_or_default();
        let mean = words / articles.max(1.0) + f64::from(crate::ranking::LEVEL);
        // A double has fewer bits than an order, but the lost ones belong to the key.
        let newest = value(ORDER).map(|order| order as i64);
        Ok(*self.facts.lengths.get_or_init(|| Lengths { articles, mean, newest }))
    }
}

/// Reads what an index says about itself. Behind an alias, every index has to be from dateline.
fn read_meta(client: &Client, name: &str) -> Result<Meta> {
    let answer = match client.get(&format!("{name}/_mapping")) {
        Err(Problem::Refused(refusal)) if refusal.is("index_not_found_exception") => {
            return Err(Error::new(Kind::NoIndex, format!("no index at {}", client.address()))
                .hint(format!("create it: dateline index FOLDER --index {}", client.address())));
        }
        answer => answer?,
    };
    let mut first = None;
    for (name, index) in answer.as_object().into_iter().flatten() {
        let Some(meta) = Meta::of(&index["mappings"]) else {
            let message = format!("the index {name} was not created by dateline");
            return Err(Error::new(Kind::Index, message).hint("check the address of the index"));
        };
        meta.check(name)?;
        first.get_or_insert(meta);
    }
    first.ok_or_else(|| Error::new(Kind::Index, format!("no index at {}", client.address())))
}

/// Returns the exact number of matches of an answer.
pub fn total(answer: &Value) -> Answer<u64> {
    let total = &answer["hits"]["total"];
    match (total["value"].as_u64(), total["relation"].as_str()) {
        (Some(total), Some("eq")) => Ok(total),
        _ => Err(Problem::NotOpenSearch("the answer has no exact total".into())),
    }
}

/// Returns the key and the number of articles of each bucket of an aggregation.
pub fn buckets(aggregation: &Value) -> impl Iterator<Item = (&Value, u64)> {
    let buckets = aggregation["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
    buckets.iter().map(|bucket| (&bucket["key"], bucket["doc_count"].as_u64().unwrap_or_default()))
}
