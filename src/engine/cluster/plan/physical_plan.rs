//! The plan of a request.

use serde_json::Value;

use super::lower::bounds::Lowered;
use crate::engine::FacetKind;
use crate::engine::scoring_terms::ScoringTerm;

/// The plan of a request. It does not depend on the page, so that pages of any size fit together.
pub struct Plan {
    /// The queries of the tree.
    pub bounds: Lowered,
    /// Whether hits have scores.
    pub scored: bool,
    /// How the best hits are rescored, if they are.
    pub rescore: Option<Rescore>,
    /// The facets to count.
    pub facets: Vec<FacetKind>,
}

/// How the best hits are rescored.
pub struct Rescore {
    /// The words that decide the score.
    pub words: Vec<ScoringTerm>,
    /// The number of hits that are rescored.
    pub depth: usize,
}

impl Plan {
    /// Returns the words typed in capitals whose capital form ranks first.
    pub fn capitals(&self) -> Vec<String> {
        let words = self.rescore.iter().flat_map(|rescore| &rescore.words);
        words.filter_map(|word| word.capitals.clone()).collect()
    }

    /// Describes the plan, one line per step.
    pub fn describe(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let size = |query: &Value| query.to_string().len();
        match &self.bounds.lower {
            None => lines.push(format!("one exact query of {} bytes", size(&self.bounds.upper))),
            Some(lower) => {
                lines.push(format!("an upper bound of {} bytes", size(&self.bounds.upper)));
                lines.push(format!("a lower bound of {} bytes", size(lower)));
                lines.push("verify matches of the upper bound that the lower bound lacks".into());
            }
        }
        if let Some(rescore) = &self.rescore {
            lines.push(format!("rescore the best {} at the end", rescore.depth));
        }
        let facets: Vec<&str> = self.facets.iter().map(|facet| facet.name()).collect();
        if !facets.is_empty() {
            lines.push(format!("count the facets {}", facets.join(", ")));
        }
        lines.push(format!("query: {}", self.bounds.upper));
        lines
    }
}
