//! Counts articles whose dates are missing or too imprecise to decide whether a date within the query fits.
//!
//! Engines count such articles for the date range of a request. The dates that restrict the whole query are part of
//! that range. Others, in an alternative or an exclusion, need requests of their own.

use super::index::Index;
use super::question::Read;
use crate::engine::{Hits, Request};
use crate::error::Result;
use crate::query::tree::{DateRange, Flag, Tree};

impl Read {
    /// Corrects the counts of undated and of overlapping articles if there are dates within the query.
    ///
    /// # Errors
    ///
    /// Fails if the index cannot be read.
    pub fn count_undecided(&self, index: &Index, hits: &mut Hits) -> Result<()> {
        if !self.tree.has_dates() {
            return Ok(());
        }
        let apart = self.tree.apart_from_dates().and(Tree::Flag(Flag::Undated));
        hits.undated_excluded = index.count(&apart)?.saturating_sub(hits.undated);
        if !self.within.inexact {
            let mut widened = self.tree.clone();
            widened.widen_dates();
            let within = DateRange { inexact: true, ..self.within };
            let wide = self.count_imprecise(index, &widened, within)?;
            let narrow = self.count_imprecise(index, &self.tree, self.within)?;
            hits.overlapping = wide.saturating_sub(narrow);
        }
        Ok(())
    }

    /// Returns the number of matches that overlap dates which the query excludes.
    pub(super) fn overlapping_exclusions(&self, index: &Index) -> Result<u64> {
        let mut widened = self.tree.clone();
        widened.widen_exclusions();
        if self.within.inexact || widened == self.tree {
            return Ok(0);
        }
        let all = self.count_imprecise(index, &self.tree, self.within)?;
        Ok(all.saturating_sub(self.count_imprecise(index, &widened, self.within)?))
    }

    /// Counts the matches of a tree among the articles that can overlap the query's dates.
    fn count_imprecise(&self, index: &Index, tree: &Tree, when: DateRange) -> Result<u64> {
        let tree = match when.is_timed() || tree.has_times() {
            // A day can overlap a range with times.
            true => tree.clone(),
            false => tree.clone().and(Tree::Flag(Flag::Inexact)),
        };
        Ok(index.engine.search(&Request { when, ..Request::counting(&tree) })?.total)
    }
}
