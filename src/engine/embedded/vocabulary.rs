//! What is known of the index's words themselves.

use super::expand;
use super::reader::Reader;
use super::spread;
use crate::analysis::Analyzer;
use crate::engine::{Counts, Expanded, Request, Vocabulary};
use crate::error::Result;
use crate::query::tree::{Slot, Word};

impl Vocabulary for Reader {
    fn spread(
        &self,
        request: &Request,
        base: Option<&Request>,
        groups: usize,
        group: &dyn Fn(Option<i64>) -> Option<usize>,
        tell: &mut dyn FnMut(&str, &Counts),
    ) -> Result<()> {
        spread::spread(self, request, base, groups, group, tell)
    }

    fn occurrences(&self, terms: &[String]) -> Result<(Vec<u64>, u64)> {
        spread::occurrences(self, terms).map_err(|error| self.damaged(&error))
    }

    fn similar(&self, word: &str, analyzer: &mut Analyzer) -> Result<Option<String>> {
        expand::similar(self, word, analyzer).map_err(|error| self.damaged(&error))
    }

    fn expansions(&self, slot: &Slot, analyzer: &mut Analyzer) -> Result<Vec<Expanded>> {
        let Word::Pattern(pattern) = &slot.word else { return Ok(Vec::new()) };
        let found =
            expand::pattern(self, pattern, None, analyzer).map_err(|error| self.damaged(&error))?;
        expand::counted(self, &found, analyzer).map_err(|error| self.damaged(&error))
    }
}
