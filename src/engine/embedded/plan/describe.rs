//! Prints a plan with its estimates, as databases do.

use std::fmt;

use tantivy::query::EnableScoring;

use super::physical_plan::{Counting, Operator, Plan, Ranking, Rescore};
use crate::engine::embedded::snapshot::commit::Snapshot;

impl Plan {
    /// Describes the plan, one line per step. The estimated number of matches comes from tantivy's scorer.
    pub fn describe(&self, snapshot: &Snapshot) -> tantivy::Result<Vec<String>> {
        let mut lines = vec![match (self.keep, self.scored) {
            (0, _) => "count the matches".to_string(),
            (usize::MAX, _) => "visit all matches in date order".to_string(),
            (keep, true) => format!("keep the best {keep} by score"),
            (keep, false) => format!("keep the first {keep} by date"),
        }];
        match &self.rescore {
            Rescore::None => {}
            Rescore::Inline(_) => lines.push("rescore each match when it is found".into()),
            Rescore::Top { depth, .. } => {
                lines.push(format!("rescore the best {depth} at the end"))
            }
        }
        if self.queries.as_ref().is_some_and(|queries| queries.lower.is_some()) {
            lines.push("verify matches of the upper bound that the lower bound lacks".into());
        }
        let facets: Vec<&str> = self.facets.iter().map(|facet| facet.name()).collect();
        if !facets.is_empty() {
            lines.push(format!("count the facets {}", facets.join(", ")));
        }
        for (ord, plan) in self.segments.iter().enumerate() {
            let segment = &snapshot.segments()[ord];
            let estimate = match (&self.single_term, &self.queries) {
                (Some(term), _) => term.lists[ord].as_ref().map_or(0, |list| list.doc_freq),
                (None, Some(queries)) => {
                    let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
                    queries.upper.weight(scoring)?.scorer(segment, 1.0)?.size_hint()
                }
                (None, None) => 0,
            };
            let interval = plan.interval;
            let check = if interval.check { ", dates checked" } else { "" };
            lines.push(format!(
                "segment {}: documents {}..{} of {}{check}; about {estimate} matches; rank: {}; count: {}",
                ord + 1,
                interval.start,
                interval.end,
                segment.max_doc(),
                plan.ranking,
                plan.counting,
            ));
        }
        Ok(lines)
    }
}

impl fmt::Display for Ranking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ranking::None => "nothing",
            Ranking::TermScan(_) => "scan of a posting list",
            Ranking::TermPruned(_) => "posting list with block-max pruning",
            Ranking::Conjunction => "conjunction of posting lists",
            Ranking::Window(Operator::All) => "window scorer, all words",
            Ranking::Window(Operator::Any) => "window scorer, any word",
            Ranking::Pruned => "block-max pruning",
            Ranking::DateOrder => "first matches in date order",
            Ranking::Expanded => "scan of all matches, with the terms of the expansion",
            Ranking::Scan => "scan of all matches",
        })
    }
}

impl fmt::Display for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Counting::FromRanking => "while ranking",
            Counting::Apart => "in a second pass",
            Counting::Scan => "by a scan",
        })
    }
}
