//! Test collections: topics, judgments, and how well a ranking agrees with them.
//!
//! The measures are trec_eval's (<https://github.com/usnistgov/trec_eval>), as `ir_measures` (PyPI) gives
//! them: a run is sorted by score (32 bits of it), equal scores by the article's name from the end of the
//! alphabet; what is not judged is not relevant; means are over the topics that have judgments. [`files`] reads,
//! [`compare`] says what two runs differ in.

pub mod compare;
pub mod files;
mod measures;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::analysis::Analyzer;
use crate::engine::{FacetKind, Request, Sort};
use crate::error::Result;
use crate::query::tree::Tree;
use crate::query::{self, Reading};
use crate::searching::Index;
use files::Topic;
pub use files::{Judgments, Run};
pub use measures::{DEPTH, Measures, by_topic, mean, measure};

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
        for facet in index.engine.search(&all)?.facets {
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
        for hit in index.engine.search(&best)?.hits {
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
