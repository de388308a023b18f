//! Notices about an answer.

use super::counted::grouped;
use super::index::Index;
use super::question::Read;
use super::{suggest, values};
use crate::analysis::Analyzer;
use crate::engine::Hits;
use crate::error::Result;

/// Returns a notice about articles that may be from the dates asked for, but are not dated precisely enough.
pub fn imprecise(overlapping: u64) -> Option<String> {
    Some(match overlapping {
        0 => return None,
        1 => "1 more article may be from these dates, but its date is not precise enough; \
            --inexact includes it"
            .into(),
        count => format!(
            "{} more articles may be from these dates, but their dates are not precise enough; \
            --inexact includes them",
            grouped(count)
        ),
    })
}

/// Returns a notice about articles found that may be from dates that the query excludes.
fn excluded(overlapping: u64) -> Option<String> {
    Some(match overlapping {
        0 => return None,
        1 => "1 of the articles found may be from excluded dates, but its date is not precise enough to tell".into(),
        count => format!(
            "{} of the articles found may be from excluded dates, but their dates are not precise enough to tell",
            grouped(count)
        ),
    })
}

impl Read {
    /// Returns the notices about the query and its results.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub fn notices(
        &self,
        index: &Index,
        counts: &Hits,
        analyzer: &mut Analyzer,
    ) -> Result<Vec<String>> {
        let mut notices = self.query.notices.clone();
        notices.extend(imprecise(counts.overlapping));
        notices.extend(excluded(self.overlapping_exclusions(index)?));
        if index.engine.total() == 0 {
            notices.push("the index has no articles; to add some: dateline index FOLDER".into());
            return Ok(notices);
        }
        notices.extend(suggest::notices(index, self, analyzer)?);
        notices.extend(values::notices(index, self)?);
        if !counts.exactness.is_exact() {
            notices.push(
                "an article exceeds the limit of possible matches, so the counts may be off".into(),
            );
        }
        if self.within.is_empty() {
            notices.push("the date range ends before it starts".into());
        }
        Ok(notices)
    }
}
