//! The language that most articles of a source are in, and the articles that are not analyzed in it.

use serde_json::{Value, json};

use crate::analysis::{Language, Majorities};
use crate::article::Article;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::execute::buckets::{count, each_bucket};
use crate::engine::cluster::queries::boolean::term;
use crate::engine::cluster::schema::names::{ANALYSIS, KEY};
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::cluster::snapshot::record_reader::{take_hits, text};
use crate::engine::{Articles, Matches};
use crate::error::Result;

/// The number of keys that are read at once.
const PAGE: usize = 10_000;

/// The number of articles that are read at once.
const BATCH: usize = 128;

fn is_english(snapshot: &Snapshot) -> bool {
    snapshot.languages() == [Language::ENGLISH]
}

/// Counts the articles of each source in each known language. Counts nothing if all articles are analyzed in English,
/// because sources then make no difference.
pub fn majorities(snapshot: &Snapshot) -> Answer<Majorities> {
    let majorities = Majorities::default();
    if is_english(snapshot) {
        return Ok(majorities);
    }
    let sources =
        json!([{"source": {"terms": {"field": "source"}}}, {"lang": {"terms": {"field": "lang"}}}]);
    let all = json!({"match_all": {}});
    each_bucket(&View::fixed(snapshot)?, &all, &sources, None, |bucket| {
        let key = &bucket["key"];
        if let (Some(source), Some(lang)) = (key["source"].as_str(), key["lang"].as_str()) {
            majorities.add(source, lang, count(bucket));
        }
    })?;
    Ok(majorities)
}

/// Returns up to `limit` articles of unknown language that are not analyzed in the language of their source, each with
/// that language. `None` means the default language of the article's script.
pub fn unsettled(
    snapshot: &Snapshot,
    limit: usize,
) -> Answer<(KeyedMatches<'_>, Vec<Option<Language>>)> {
    let mut found = KeyedMatches { snapshot, keys: Vec::new() };
    let mut languages = Vec::new();
    if is_english(snapshot) {
        return Ok((found, languages));
    }
    let majorities = majorities(snapshot)?;
    let view = View::fixed(snapshot)?;
    let unknown = json!({"bool": {"must_not": [{"exists": {"field": "lang"}}]}});
    let sources = json!([
        {"source": {"terms": {"field": "source", "missing_bucket": true}}},
        {ANALYSIS: {"terms": {"field": ANALYSIS}}},
    ]);
    // The answer is the same for all articles of a source that are analyzed in the same language.
    let mut groups: Vec<(Value, Option<Language>)> = Vec::new();
    each_bucket(&view, &unknown, &sources, None, |bucket| {
        let key = &bucket["key"];
        let source = key["source"].as_str();
        let Some(code) = key[ANALYSIS].as_str() else { return };
        let Some(language) = Language::of_code(code) else { return };
        let default = language.default_of_script();
        let wanted = source.and_then(|source| majorities.of_source(source, default));
        if wanted.unwrap_or(default) != language {
            let of_source = match source {
                Some(source) => term("source", source),
                None => json!({"bool": {"must_not": [{"exists": {"field": "source"}}]}}),
            };
            let group = json!({"bool": {"filter": [unknown, of_source, term(ANALYSIS, code)]}});
            groups.push((group, wanted));
        }
    })?;
    for (group, wanted) in groups {
        let left = limit - found.keys.len();
        found.keys.extend(keys(&view, &group, left)?);
        languages.resize(found.keys.len(), wanted);
    }
    Ok((found, languages))
}

/// Returns the first `limit` keys of the articles that a query matches.
fn keys(view: &View, query: &Value, limit: usize) -> Answer<Vec<String>> {
    let mut keys = Vec::new();
    let mut body = json!({
        "query": query,
        "sort": [{KEY: "asc"}],
        "_source": false,
        "track_total_hits": false,
    });
    while keys.len() < limit {
        let size = PAGE.min(limit - keys.len());
        body["size"] = json!(size);
        let hits = take_hits(&mut view.search("", &body)?);
        for hit in &hits {
            keys.push(text(hit, "_id")?.to_string());
        }
        match hits.last() {
            Some(last) if hits.len() == size => body["search_after"] = last["sort"].clone(),
            _ => break,
        }
    }
    Ok(keys)
}

/// Articles with known keys.
pub struct KeyedMatches<'s> {
    snapshot: &'s Snapshot,
    keys: Vec<String>,
}

impl Matches for KeyedMatches<'_> {
    fn len(&self) -> usize {
        self.keys.len()
    }

    fn articles(&self) -> Result<Box<dyn Articles + '_>> {
        Ok(Box::new(KeyedReader { matches: self, number: None, articles: Vec::new() }))
    }
}

/// Reads articles with known keys, batch by batch.
struct KeyedReader<'m> {
    matches: &'m KeyedMatches<'m>,
    /// The number of the batch that has been read.
    number: Option<usize>,
    articles: Vec<Article>,
}

impl Articles for KeyedReader<'_> {
    fn read(&mut self, position: usize) -> Result<Article> {
        let number = position / BATCH;
        if self.number != Some(number) {
            let KeyedMatches { snapshot, keys } = self.matches;
            let end = keys.len().min((number + 1) * BATCH);
            let batch: Vec<&str> = keys[number * BATCH..end].iter().map(String::as_str).collect();
            self.articles = snapshot.articles(&batch)?;
            self.number = Some(number);
        }
        Ok(self.articles[position % BATCH].clone())
    }
}
