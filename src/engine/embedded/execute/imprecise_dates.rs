//! Counting matches whose date is coarse, missing or cut in two by the dates asked.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::segment_collector::SegmentCollector;
use crate::error::Result;
use crate::query::tree::Position;

impl SegmentCollector<'_, '_> {
    /// What is to be said of dates: coarse and missing ones among the matches, and what a range left out.
    pub fn count_dates(&mut self) -> Result<()> {
        if !self.request.when.is_open() {
            self.count_left_out()?;
        }
        self.count_coarse()
    }

    /// Undated and imprecise articles among all that matched.
    fn count_coarse(&mut self) -> Result<()> {
        let when = self.request.when;
        if when.is_open() && self.dates.undated < self.segment.max_doc() {
            self.hits.undated += self.count_undated()?;
        }
        if self.dates.inexact > 0 {
            let dates = self.dates;
            self.hits.imprecise +=
                self.count_inexact(|doc| when.is_open() || dates.matches(&when, doc))?;
        }
        Ok(())
    }

    /// What a range of dates left out, though it may belong there.
    fn count_left_out(&mut self) -> Result<()> {
        let when = self.request.when;
        if self.dates.undated < self.segment.max_doc() {
            self.hits.undated_excluded += self.count_undated()?;
        }
        if when.is_timed() && !when.inexact {
            self.hits.overlapping += self.count_cut_days()?;
        }
        if self.dates.inexact > 0 && !when.inexact {
            let dates = self.dates;
            self.hits.overlapping +=
                self.count_inexact(|doc| dates.position(&when, doc) == Position::Overlaps)?;
        }
        Ok(())
    }

    /// Matches known to the day that a range with times cuts in two.
    fn count_cut_days(&self) -> Result<u64> {
        let when = self.request.when;
        let window = self.dates.neighborhood(&when);
        let failed = |error| self.damaged(error);
        let mut docs = self.counting()?.scorer(self.segment, 1.0).map_err(failed)?;
        let mut doc = docs.doc();
        if doc < window.start {
            doc = docs.seek(window.start);
        }
        let mut count = 0;
        while doc < window.end {
            let cut = self.dates.is_known_to_the_day(doc)
                && self.dates.position(&when, doc) == Position::Overlaps;
            if cut && !self.segment.is_deleted(doc) && self.verified(doc)? {
                count += 1;
            }
            doc = docs.advance();
        }
        Ok(count)
    }

    /// Matches without a date: the last documents.
    fn count_undated(&self) -> Result<u64> {
        let mut docs =
            self.counting()?.scorer(self.segment, 1.0).map_err(|error| self.damaged(error))?;
        let mut count = 0;
        let mut doc = docs.doc();
        if doc < self.dates.undated {
            doc = docs.seek(self.dates.undated);
        }
        while doc != TERMINATED {
            if !self.segment.is_deleted(doc) && self.verified(doc)? {
                count += 1;
            }
            doc = docs.advance();
        }
        Ok(count)
    }

    /// Matches known to the month or year only that satisfy a condition.
    fn count_inexact(&self, condition: impl Fn(DocId) -> bool) -> Result<u64> {
        let failed = |error| self.damaged(error);
        let flag = self.snapshot.fields.flag;
        let index = self.segment.inverted_index(flag).map_err(failed)?;
        let inexact =
            index.read_postings(&Term::from_field_text(flag, "inexact"), IndexRecordOption::Basic);
        let Some(mut inexact) = inexact.map_err(|error| failed(error.into()))? else {
            return Ok(0);
        };
        let mut docs = self.counting()?.scorer(self.segment, 1.0).map_err(failed)?;
        let mut count = 0;
        while inexact.doc() != TERMINATED && docs.doc() != TERMINATED {
            let doc = inexact.doc();
            let found = if docs.doc() < doc { docs.seek(doc) } else { docs.doc() };
            if found == doc
                && !self.segment.is_deleted(doc)
                && condition(doc)
                && self.verified(doc)?
            {
                count += 1;
            }
            inexact.advance();
        }
        Ok(count)
    }
}
