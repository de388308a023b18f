//! Test collections: topics, judgments, and how well a ranking agrees with them.
//!
//! The measures are trec_eval's (<https://github.com/usnistgov/trec_eval>), as `ir_measures` (PyPI) gives
//! them: a run is sorted by score (32 bits of it), equal scores by the article's name from the end of the
//! alphabet; what is not judged is not relevant; means are over the topics that have judgments. [`files`] reads,
//! [`compare`] says what two runs differ in.

pub mod compare;
pub mod files;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::analysis::Analyzer;
use crate::engine::{Engine, FacetKind, Request, Sort};
use crate::error::Result;
use crate::query::tree::Tree;
use crate::query::{self, Reading};
use crate::searching::Index;
use files::Topic;

/// Judgments by topic and article: how relevant it is; nothing and less is not at all.
pub type Judgments = BTreeMap<String, BTreeMap<String, i64>>;

/// A run: for each topic the articles and their scores.
pub type Run = BTreeMap<String, Vec<(String, f32)>>;

/// How deep a run is.
pub const DEPTH: usize = 1_000;

/// The measures of a topic, or their means.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Average precision.
    pub ap: f64,
    /// Normalised discounted cumulative gain of the first ten (linear gains, base-2 discounts).
    pub ndcg_10: f64,
    /// Precision of the first ten.
    pub p_10: f64,
    /// Precision of the first thirty.
    pub p_30: f64,
    /// Recall of the first thousand.
    pub r_1000: f64,
    /// Reciprocal rank of the first relevant article.
    pub rr: f64,
}

impl Measures {
    /// Name and value of each.
    pub fn each(&self) -> [(&'static str, f64); 6] {
        [
            ("MAP", self.ap),
            ("nDCG@10", self.ndcg_10),
            ("P@10", self.p_10),
            ("P@30", self.p_30),
            ("R@1000", self.r_1000),
            ("MRR", self.rr),
        ]
    }
}

/// The measures of one topic's ranking.
pub fn measure(ranking: &[(String, f32)], judged: &BTreeMap<String, i64>) -> Measures {
    let mut sorted: Vec<&(String, f32)> = ranking.iter().collect();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    let gain = |name: &str| judged.get(name).copied().unwrap_or(0).max(0);
    let gains: Vec<i64> = sorted.iter().map(|(name, _)| gain(name)).collect();
    let relevant = judged.values().filter(|gain| **gain > 0).count();
    if relevant == 0 {
        return Measures::default();
    }
    let found = |depth: usize| gains.iter().take(depth).filter(|gain| **gain > 0).count() as f64;
    let mut precisions = 0.0;
    let mut seen = 0.0;
    for (rank, gain) in gains.iter().enumerate() {
        if *gain > 0 {
            seen += 1.0;
            precisions += seen / (rank + 1) as f64;
        }
    }
    let discounted = |gains: &[i64]| -> f64 {
        let ranked = gains.iter().take(10).enumerate();
        ranked.map(|(rank, gain)| *gain as f64 / ((rank + 2) as f64).log2()).sum()
    };
    let mut ideal: Vec<i64> = judged.values().map(|gain| (*gain).max(0)).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let first = gains.iter().position(|gain| *gain > 0);
    Measures {
        ap: precisions / relevant as f64,
        ndcg_10: discounted(&gains) / discounted(&ideal),
        p_10: found(10) / 10.0,
        p_30: found(30) / 30.0,
        r_1000: found(DEPTH) / relevant as f64,
        rr: first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
    }
}

/// The measures of each judged topic.
pub fn by_topic(run: &Run, judgments: &Judgments) -> Vec<(String, Measures)> {
    let none = Vec::new();
    judgments
        .iter()
        .map(|(topic, judged)| (topic.clone(), measure(run.get(topic).unwrap_or(&none), judged)))
        .collect()
}

/// The means over topics.
pub fn mean(topics: &[(String, Measures)]) -> Measures {
    let count = topics.len().max(1) as f64;
    let mean = |of: fn(&Measures) -> f64| topics.iter().map(|(_, m)| of(m)).sum::<f64>() / count;
    Measures {
        ap: mean(|m| m.ap),
        ndcg_10: mean(|m| m.ndcg_10),
        p_10: mean(|m| m.p_10),
        p_30: mean(|m| m.p_30),
        r_1000: mean(|m| m.r_1000),
        rr: mean(|m| m.rr),
    }
}

/// Returns the judged names that no article of an index has, sorted.
///
/// # Errors
///
/// If the index is damaged.
pub fn missing(index: &Index, judgments: &Judgments, by: By) -> Result<Vec<String>> {
    let judged: BTreeSet<&String> = judgments.values().flat_map(BTreeMap::keys).collect();
    let mut ids = HashSet::new();
    if by == By::Id {
        let all = Request { facets: vec![FacetKind::Id], ..Request::counting(&Tree::All) };
        for facet in index.reader.search(&all)?.facets {
            ids.extend(facet.values.into_iter().map(|(id, _)| id));
        }
    }
    let mut missing = Vec::new();
    for name in judged {
        // A run names articles without an id by their key.
        if !ids.contains(name) && index.catalogue.order(name)?.is_none() {
            missing.push(name.clone());
        }
    }
    Ok(missing)
}

/// What names an article in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The id of its header.
    Id,
    /// Its key.
    Key,
}

/// Runs topics over an index. A topic's text is taken as words, without operators; `any` says
/// whether one of them will do. Of articles of one name the best counts.
pub fn run(index: &Index, topics: &[Topic], reading: &Reading, by: By) -> Result<Run> {
    let mut analyzer = Analyzer::default();
    let mut run = Run::new();
    for topic in topics {
        let query = query::plain(&topic.text, reading, &mut analyzer);
        let best =
            Request { sort: Sort::Relevance, limit: DEPTH, ..Request::counting(&query.tree) };
        let mut ranking: Vec<(String, f32)> = Vec::new();
        let mut names = HashSet::new();
        for hit in index.reader.search(&best)?.hits {
            let name = match by {
                By::Id => hit.article.id.unwrap_or(hit.article.key),
                By::Key => hit.article.key,
            };
            if names.insert(name.clone()) {
                // Ties are settled already: scores that fall keep the order.
                let last = ranking.last().map_or(f32::MAX, |(_, score)| *score);
                // A query without words gives no scores.
                let score = hit.score.unwrap_or_default().min(last.next_down());
                ranking.push((name, score));
            }
        }
        run.insert(topic.number.clone(), ranking);
    }
    Ok(run)
}
