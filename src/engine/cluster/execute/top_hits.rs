//! The best hits in the order of the cluster.

use serde_json::{Value, json};

use super::planned::WINDOW;
use crate::article::Article;
use crate::engine::Sort;
use crate::engine::cluster::client::problem::{Answer, Problem};
use crate::engine::cluster::schema::names::{KEY, ORDER, SEC_LO};
use crate::engine::cluster::snapshot::index::total;
use crate::engine::cluster::snapshot::point_in_time::View;
use crate::engine::cluster::snapshot::record_reader::{take_hits, text};

/// The maximum number of articles that are read in one request.
pub const BATCH: usize = 500;

/// A hit, with the values that rank it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The key.
    pub key: String,
    /// The score, or 0 if hits are sorted by date.
    pub score: f32,
    /// The number by which articles are sorted, if hits have scores.
    pub order: i64,
    /// The number of words typed in capitals that the article also prints in capitals.
    pub capitals: u32,
    /// The article, if it has been read.
    pub article: Option<Article>,
}

/// An order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordering {
    /// The best first, then the newest.
    Score,
    /// The newest first, undated articles last.
    Newest,
    /// The oldest first, undated articles last.
    Oldest,
}

impl Ordering {
    /// Returns the order of a request whose hits may have scores.
    pub fn of(sort: Sort, scored: bool) -> Ordering {
        match sort {
            Sort::Oldest => Ordering::Oldest,
            Sort::Relevance if scored => Ordering::Score,
            Sort::Relevance | Sort::Newest => Ordering::Newest,
        }
    }

    /// Returns the order as OpenSearch reads it.
    pub fn json(self) -> Value {
        match self {
            Ordering::Score => json!([{"_score": "desc"}, {ORDER: "desc"}, {KEY: "asc"}]),
            Ordering::Newest => json!([{ORDER: "desc"}, {KEY: "asc"}]),
            Ordering::Oldest => {
                json!([{SEC_LO: {"order": "asc", "missing": "_last"}}, {KEY: "asc"}])
            }
        }
    }

    /// Returns the parameters of a search in this order. Statistics of all shards are needed for scores that do not
    /// depend on where an article is stored.
    pub fn parameters(self) -> &'static str {
        match self {
            Ordering::Score => "&search_type=dfs_query_then_fetch",
            Ordering::Newest | Ordering::Oldest => "",
        }
    }
}

/// Returns the first `wanted` hits of a search, and the whole answer to its first request. Articles are read with them
/// if there are at most [`BATCH`].
pub fn top_hits(
    view: &View,
    ordering: Ordering,
    mut body: Value,
    wanted: usize,
) -> Answer<(Vec<Candidate>, Value)> {
    body["size"] = json!(wanted.min(WINDOW));
    body["sort"] = ordering.json();
    if wanted > BATCH {
        body["_source"] = json!(false);
    }
    let mut counted = match view.search(ordering.parameters(), &body) {
        // Long articles are read one by one.
        Err(Problem::TooLong(_)) if wanted <= BATCH => {
            body["_source"] = json!(false);
            view.search(ordering.parameters(), &body)?
        }
        answer => answer?,
    };
    let wanted = wanted.min(usize::try_from(total(&counted)?).unwrap_or(usize::MAX));
    let mut hits = take_hits(&mut counted);
    let mut found = Vec::with_capacity(hits.len());
    // The counts are those of the first request.
    if let Some(body) = body.as_object_mut() {
        body.remove("aggs");
        body.insert("track_total_hits".into(), json!(false));
    }
    loop {
        let Some(last) = hits.last().map(|hit| hit["sort"].clone()) else { break };
        for hit in std::mem::take(&mut hits) {
            found.push(candidate(view, ordering, hit)?);
        }
        if found.len() >= wanted {
            break;
        }
        body["search_after"] = last;
        hits = take_hits(&mut view.search(ordering.parameters(), &body)?);
    }
    found.truncate(wanted);
    Ok((found, counted))
}

fn candidate(view: &View, ordering: Ordering, hit: Value) -> Answer<Candidate> {
    let key = text(&hit, "_id")?.to_string();
    let (mut score, mut order) = (0.0, 0);
    if ordering == Ordering::Score {
        let missing = || Problem::NotOpenSearch("a hit has no score".into());
        score = hit["sort"][0].as_f64().ok_or_else(missing)? as f32;
        order = hit["sort"][1].as_i64().ok_or_else(missing)?;
    }
    let has_source = hit.get("_source").is_some();
    let article = has_source.then(|| view.snapshot.read(hit)).transpose()?;
    Ok(Candidate { key, score, order, capitals: 0, article })
}

/// Reads the articles of hits that have not been read.
pub fn read_articles(view: &View, hits: &mut [Candidate]) -> Answer<()> {
    for batch in hits.chunks_mut(BATCH) {
        let unread: Vec<usize> =
            (0..batch.len()).filter(|at| batch[*at].article.is_none()).collect();
        let keys: Vec<&str> = unread.iter().map(|at| batch[*at].key.as_str()).collect();
        let articles = view.snapshot.articles(&keys)?;
        for (at, article) in unread.into_iter().zip(articles) {
            batch[at].article = Some(article);
        }
    }
    Ok(())
}
