//! The articles that the index already has as they are, so that reading threads need not prepare them again.

use std::hash::{Hash, Hasher};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHasher;

use super::RootOptions;
use super::details::details_of;
use super::inherited::place_of;
use crate::archive::Entry;
use crate::article::{KEY_BITS, hash_of_key};
use crate::catalogue::Keys;
use crate::normalise::Normalised;

/// Fingerprints of the articles in the index, of everything that decides whether an article is written again. If an
/// article has the fingerprint of another one by chance, the ledger prepares it, so nothing is lost.
#[derive(Default)]
pub struct Unchanged {
    collected: Mutex<Vec<u64>>,
    /// The same fingerprints in order. They are sorted when the first article is read, because most runs read none.
    sorted: OnceLock<Vec<u64>>,
    /// Whether all articles of each root are written again, because its options have changed.
    rewritten: Vec<bool>,
}

impl Unchanged {
    /// Collects the fingerprints of the articles in the index. `rewritten` says for each root whether all of its articles
    /// are written again.
    pub fn of(keys: &Keys, rewritten: &[bool]) -> Unchanged {
        let fingerprint = |number| {
            let key = keys.is_brought(number).then(|| keys.key(number));
            let (source, inherited) = (keys.source(number), keys.source_inherited(number));
            let (content, second) = (keys.content(number), keys.second(number));
            let place = (keys.place(number), keys.details(number));
            fingerprint(key.as_deref(), content, second, (source, inherited), place)
        };
        let collected = Mutex::new(keys.numbers().map(fingerprint).collect());
        Unchanged { collected, sorted: OnceLock::new(), rewritten: rewritten.to_vec() }
    }

    /// Returns the size of the fingerprints, in bytes.
    pub fn bytes(&self) -> usize {
        let collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner).len();
        (collected + self.sorted.get().map_or(0, Vec::len)) * size_of::<u64>()
    }

    /// Returns whether the index has an article of a file as it is.
    pub fn has(&self, normalised: &Normalised, entry: &Entry, roots: &[RootOptions]) -> bool {
        let Normalised { article, derived } = normalised;
        if self.rewritten.get(entry.root).is_none_or(|rewritten| *rewritten) {
            return false;
        }
        let Some(content) = hash_of_key(derived) else { return false };
        let key = hash_of_key(&article.key).is_none().then_some(article.key.as_str());
        let source = (article.source.as_deref(), article.flags.source_inherited);
        let place = (place_of(entry, roots, article), details_of(article));
        let second = article.order() >> KEY_BITS;
        self.sorted().binary_search(&fingerprint(key, &content, second, source, place)).is_ok()
    }

    fn sorted(&self) -> &[u64] {
        self.sorted.get_or_init(|| {
            let mut collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
            let mut sorted = std::mem::take(&mut *collected);
            sorted.sort_unstable();
            sorted
        })
    }
}

/// Returns the fingerprint of an article. `key` is `None` if the key is the hash of the content. `place` has the hashes
/// of the place that the article inherits from and of its details.
fn fingerprint(
    key: Option<&str>,
    content: &[u8; 16],
    second: i64,
    source: (Option<&str>, bool),
    place: (u32, u32),
) -> u64 {
    let mut hasher = FxHasher::default();
    (key, content, second, source, place).hash(&mut hasher);
    hasher.finish()
}
