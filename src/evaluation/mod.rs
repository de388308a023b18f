//! Test collections: topics, judgments, and measures of how well a ranking agrees with them.
//!
//! The measures are those of trec_eval (<https://github.com/usnistgov/trec_eval>), as `ir_measures` (PyPI) computes
//! them. A run is sorted by score (as a 32-bit number), and equal scores by the article's name in descending order.
//! Articles without a judgment are not relevant. Means are over the topics that have judgments. [`files`] reads the
//! files, and [`compare`] compares two runs.

pub mod compare;
pub mod files;
mod measures;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::analysis::Analyzer;
use crate::engine::{FacetKind, Request, Sort};
use crate::error::Result;
use crate::query::tree::Tree;
use crate::query::{self, Reading};
use crate::searching::{Index, expansion};
use files::Topic;
pub use files::{Judgments, Run};
pub use measures::{DEPTH, Measures, by_topic, mean, measure};

/// Returns the judged names that do not belong to any article of an index, sorted.
///
/// # Errors
///
/// Returns an error if the index is damaged.
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
        // In a run, the name of an article without an id is its key.
        if !ids.contains(name) && index.catalogue.order(name)?.is_none() {
            missing.push(name.clone());
        }
    }
    Ok(missing)
}

/// The name that identifies an article in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The id in the article's header, or the key if it has no id.
    Id,
    /// The key.
    Key,
}

/// Runs topics over an index. The text of a topic is read as words, without operators; `reading` determines whether one
/// matching word is enough. `expand` is the number of terms that expand each query, if any. If several articles have
/// the same name, the best one counts.
///
/// # Errors
///
/// Fails if the index cannot be read.
pub fn run(
    index: &Index,
    topics: &[Topic],
    reading: &Reading,
    by: By,
    expand: Option<usize>,
) -> Result<Run> {
    let mut analyzer = Analyzer::default();
    let mut run = Run::new();
    for topic in topics {
        let query = query::plain(&topic.text, reading, &mut analyzer);
        let best =
            Request { sort: Sort::Relevance, limit: DEPTH, ..Request::counting(&query.tree) };
        let expansion = expand.map(|count| expansion(index, &best, count, &mut analyzer));
        let expansion = expansion.transpose()?.filter(|expansion| !expansion.terms.is_empty());
        let best = Request { expansion: expansion.as_ref(), ..best };
        let mut ranking: Vec<(String, f32)> = Vec::new();
        let mut names = HashSet::new();
        for hit in index.engine.search(&best)?.hits {
            let name = match by {
                By::Id => hit.article.id.unwrap_or(hit.article.key),
                By::Key => hit.article.key,
            };
            if names.insert(name.clone()) {
                // The engine has already resolved ties. Strictly falling scores preserve its order.
                let last = ranking.last().map_or(f32::MAX, |(_, score)| *score);
                // A query without words has no scores.
                let score = hit.score.unwrap_or_default().min(last.next_down());
                ranking.push((name, score));
            }
        }
        run.insert(topic.number.clone(), ranking);
    }
    Ok(run)
}
