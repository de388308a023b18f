//! Reads stored articles.

use serde_json::{Value, json};

use super::index::Snapshot;
use crate::article::Article;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::schema::names::{ARTICLE, KEY};
use crate::engine::cluster::schema::stored_article;

impl Snapshot {
    /// Returns the article with a key, if the index has it.
    pub fn article(&self, key: &str) -> Answer<Option<Article>> {
        let query = json!({"term": {KEY: {"value": key}}});
        let mut answer =
            self.search("", &json!({"size": 1, "query": {"constant_score": {"filter": query}}}))?;
        match take_hits(&mut answer).into_iter().next() {
            Some(hit) => self.read(hit).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the articles with these keys, in their order. There are at most 10,000.
    ///
    /// # Errors
    ///
    /// Fails if one is no longer in the index.
    pub fn articles(&self, keys: &[&str]) -> Answer<Vec<Article>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let query = json!({"terms": {KEY: keys}});
        let body = json!({"size": keys.len(), "query": {"constant_score": {"filter": query}}});
        let mut answer = match self.search("", &body) {
            Err(Problem::TooLong(_)) if keys.len() > 1 => {
                let (first, second) = keys.split_at(keys.len() / 2);
                let mut articles = self.articles(first)?;
                articles.extend(self.articles(second)?);
                return Ok(articles);
            }
            answer => answer?,
        };
        let mut found = Vec::with_capacity(keys.len());
        for hit in take_hits(&mut answer) {
            found.push(self.read(hit)?);
        }
        found.sort_by(|a, b| a.key.cmp(&b.key));
        let take = |key: &&str| {
            let at = found.binary_search_by(|article| article.key.as_str().cmp(key));
            let removed = || Problem::Partial(format!("the article {key} was removed meanwhile"));
            at.map(|at| found[at].clone()).ok().ok_or_else(removed)
        };
        keys.iter().map(take).collect()
    }

    /// Reads the article of a hit.
    pub fn read(&self, mut hit: Value) -> Answer<Article> {
        let article = hit["_source"][ARTICLE].take();
        stored_article::from_json(article).map_err(|why| {
            let id = hit["_id"].as_str().unwrap_or_default();
            Problem::NotOpenSearch(format!(
                "the article {id} of the index {} is damaged: {why}",
                self.client.address().index()
            ))
        })
    }
}

/// Takes the hits of an answer.
pub fn take_hits(answer: &mut Value) -> Vec<Value> {
    answer["hits"]["hits"].as_array_mut().map(std::mem::take).unwrap_or_default()
}

/// Returns the text of a member of a hit.
pub fn text<'v>(hit: &'v Value, name: &str) -> Answer<&'v str> {
    let missing = || Problem::NotOpenSearch(format!("a hit has no {name}"));
    hit[name].as_str().ok_or_else(missing)
}
