//! What a search needs to know of the files that articles came from.

use std::sync::Arc;

use super::{Budget, PathFilter, Wildcard};
use crate::catalogue::{Place, RootHeader, View};
use crate::error::Result;

/// Looks up what documents do not store: the places and copies of an article, and how sources are spelled.
///
/// # Errors
///
/// Every method fails if the catalogue cannot be read.
pub trait Catalogue: Send + Sync {
    /// Returns the same catalogue for a search with a budget, or `None` if lookups are local and need no budget.
    fn within(&self, _: &Budget) -> Option<Arc<dyn Catalogue>> {
        None
    }
    /// Returns the order ([`Article::order`](crate::article::Article::order)) of a key, or `None` if the key is
    /// unknown.
    fn order(&self, key: &str) -> Result<Option<i64>>;
    /// Returns the places of a key, the smallest first. An unknown key has none.
    fn places(&self, key: &str) -> Result<Vec<Place>>;
    /// Returns the first `limit` keys that begin with a prefix, each with its order, sorted.
    fn keys_with_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<(String, i64)>>;
    /// Returns the keys that a pattern matches, each with its order, sorted.
    fn keys_like(&self, pattern: &Wildcard) -> Result<Vec<(String, i64)>>;
    /// Returns the keys with a place whose path below its root satisfies a condition, each with its order, sorted.
    fn keys_at(&self, paths: &PathFilter) -> Result<Vec<(String, i64)>>;
    /// Visits every key with its order, in no particular order.
    fn visit_keys(&self, visit: &mut dyn FnMut(&str, i64)) -> Result<()>;
    /// Returns the most frequent spelling of a folded source.
    fn spelling(&self, folded: &str) -> Option<&str>;
    /// Returns the indexed folders, with the options that are remembered for them.
    fn roots(&self) -> &[RootHeader];
    /// Returns the number of files seen (containers count once), the number of files without an article, and the total
    /// size of the indexed files in bytes.
    fn files(&self) -> (usize, u64, u64);
    /// Returns a fingerprint that identifies the commit.
    fn fingerprint(&self) -> String;
}

impl Catalogue for View {
    fn order(&self, key: &str) -> Result<Option<i64>> {
        View::order(self, key)
    }

    fn places(&self, key: &str) -> Result<Vec<Place>> {
        View::places(self, key)
    }

    fn keys_with_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<(String, i64)>> {
        View::keys_with_prefix(self, prefix, limit)
    }

    fn keys_like(&self, pattern: &Wildcard) -> Result<Vec<(String, i64)>> {
        let mut keys = Vec::new();
        View::visit_keys(self, &mut |key, order| {
            if pattern.matches(key) {
                keys.push((key.to_string(), order));
            }
        })?;
        keys.sort_unstable();
        Ok(keys)
    }

    fn keys_at(&self, paths: &PathFilter) -> Result<Vec<(String, i64)>> {
        View::keys_at(self, &|path| paths.matches(path))
    }

    fn visit_keys(&self, visit: &mut dyn FnMut(&str, i64)) -> Result<()> {
        View::visit_keys(self, visit)
    }

    fn spelling(&self, folded: &str) -> Option<&str> {
        View::spelling(self, folded)
    }

    fn roots(&self) -> &[RootHeader] {
        &self.header().roots
    }

    fn files(&self) -> (usize, u64, u64) {
        let header = self.header();
        (header.files - header.members, header.skipped.values().sum(), header.bytes)
    }

    fn fingerprint(&self) -> String {
        View::fingerprint(self)
    }
}
