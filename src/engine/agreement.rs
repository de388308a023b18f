//! Whether an index has the articles of its catalogue, for verification.

use crate::catalogue::{Catalogue, KeyNumber};

/// A disagreement between an index and its catalogue on one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// The index has an article that the catalogue does not have.
    Unknown,
    /// The index has the article twice.
    Twice,
    /// An article of the catalogue is missing from the index.
    Missing,
    /// The catalogue has no place of the article.
    NoPlace,
}

/// Compares the articles of an index, one by one, with its catalogue.
pub struct Agreement<'c> {
    catalogue: &'c Catalogue,
    /// The number of places of each key.
    places: Vec<u32>,
    /// Which keys the index has.
    found: Vec<bool>,
}

impl<'c> Agreement<'c> {
    /// Starts a comparison with a catalogue.
    pub fn with(catalogue: &'c Catalogue) -> Agreement<'c> {
        let places = catalogue.keys.places(&catalogue.roots);
        let found = vec![false; places.len()];
        Agreement { catalogue, places, found }
    }

    /// Compares an article of the index. Returns the number of its key, if the catalogue has it.
    pub fn compare(
        &mut self,
        key: &str,
        mut report: impl FnMut(Disagreement, &str),
    ) -> Option<KeyNumber> {
        let Some(number) = self.catalogue.keys.number(key) else {
            report(Disagreement::Unknown, key);
            return None;
        };
        if std::mem::replace(&mut self.found[number as usize], true) {
            report(Disagreement::Twice, key);
        }
        Some(number)
    }

    /// Ends the comparison, after all articles of the index.
    pub fn finish(self, mut report: impl FnMut(Disagreement, &str)) {
        for number in self.catalogue.keys.numbers() {
            let disagreement = match (self.found[number as usize], self.places[number as usize]) {
                (false, _) => Disagreement::Missing,
                (true, 0) => Disagreement::NoPlace,
                (true, _) => continue,
            };
            report(disagreement, &self.catalogue.keys.key(number));
        }
    }
}
