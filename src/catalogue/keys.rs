//! The articles' keys, numbered. Millions of them are held while an archive is indexed: a hash is kept as
//! its bytes, a source as its number, and the table that finds a number by its key holds numbers alone.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Root;
use crate::article::{hash_of_key, key_of_hash};

/// The number of a key in a catalogue.
pub type KeyNumber = u32;

/// The number of no source.
const NONE: u32 = u32::MAX;

/// One article. 40 bytes, and what a key takes that is not the hash of the content.
#[derive(Debug, Clone)]
pub struct KeyRecord {
    /// The hash of the content.
    content: [u8; 16],
    /// The key, where it is not that hash but was brought along.
    #[expect(clippy::box_collection, reason = "a thin pointer: most records have none")]
    brought: Option<Box<String>>,
    order: i64,
    source: u32,
    source_inherited: bool,
}

impl KeyRecord {
    fn new(key: &str, content: [u8; 16], order: i64) -> KeyRecord {
        let brought = (key != key_of_hash(&content)).then(|| Box::new(key.to_string()));
        KeyRecord { content, brought, order, source: NONE, source_inherited: false }
    }

    /// The key.
    pub fn key(&self) -> Cow<'_, str> {
        match &self.brought {
            Some(key) => Cow::Borrowed(key),
            None => Cow::Owned(key_of_hash(&self.content)),
        }
    }

    /// The hash of the content.
    pub fn content(&self) -> &[u8; 16] {
        &self.content
    }

    /// Where the engine keeps it: what finds the article without an index of keys, which would
    /// take 4 % of the text.
    pub fn order(&self) -> i64 {
        self.order
    }

    /// Whether its source is the folder's or `--source`'s, not the article's own.
    pub fn source_inherited(&self) -> bool {
        self.source_inherited
    }

    /// Whether the key was brought along, and is not the hash of the content.
    pub fn is_brought(&self) -> bool {
        self.brought.is_some()
    }

    fn compact(&self) -> Compact<'_> {
        match &self.brought {
            Some(key) => Compact::of(key),
            None => Compact::Hash(self.content),
        }
    }

    /// The 16 bytes of a key that is a hash.
    pub fn hash(&self) -> Option<[u8; 16]> {
        match self.compact() {
            Compact::Hash(hash) => Some(hash),
            Compact::Brought(_) => None,
        }
    }
}

/// A key as it is compared: hashes come first in order.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Compact<'a> {
    Hash([u8; 16]),
    Brought(&'a str),
}

impl<'a> Compact<'a> {
    fn of(key: &'a str) -> Compact<'a> {
        match hash_of_key(key) {
            Some(hash) => Compact::Hash(hash),
            None => Compact::Brought(key),
        }
    }

    fn number(&self) -> u64 {
        let mut state = FxBuildHasher.build_hasher();
        self.hash(&mut state);
        std::hash::Hasher::finish(&state)
    }
}

/// A source, and whether it is the folder's or `--source`'s, not the article's own.
pub type Source<'a> = (Option<&'a str>, bool);

/// Keys by number, and numbers by key.
#[derive(Debug, Default)]
pub struct Keys {
    records: Vec<KeyRecord>,
    numbers: HashTable<KeyNumber>,
    names: Names,
    changed: bool,
}

impl Keys {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether anything was changed since [`Keys::settle`].
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// What there is now is what later changes are counted from.
    pub fn settle(&mut self) {
        self.changed = false;
    }

    /// All of them, by number.
    pub fn records(&self) -> &[KeyRecord] {
        &self.records
    }

    /// The record of a number.
    pub fn get(&self, number: KeyNumber) -> &KeyRecord {
        &self.records[number as usize]
    }

    /// The source of an article, as found.
    pub fn source(&self, record: &KeyRecord) -> Option<&str> {
        self.names.list.get(record.source as usize).map(AsRef::as_ref)
    }

    /// The number of a key.
    pub fn number(&self, key: &str) -> Option<KeyNumber> {
        let key = Compact::of(key);
        let same = |number: &KeyNumber| self.records[*number as usize].compact() == key;
        self.numbers.find(key.number(), same).copied()
    }

    /// Adds a key that is not there yet, by the hash of its content and where the engine keeps it.
    pub fn add(
        &mut self,
        key: &str,
        content: [u8; 16],
        order: i64,
        (source, inherited): Source,
    ) -> KeyNumber {
        // 2^32 articles do not fit into one index: tantivy's segments end at 2^31 documents.
        let number = KeyNumber::try_from(self.records.len()).expect("fewer than 2^32 articles");
        let mut record = KeyRecord::new(key, content, order);
        record.source = source.map_or(NONE, |name| self.names.number(name));
        record.source_inherited = inherited;
        let records = &self.records;
        let rehash = |number: &KeyNumber| records[*number as usize].compact().number();
        self.numbers.insert_unique(record.compact().number(), number, rehash);
        self.records.push(record);
        self.changed = true;
        number
    }

    /// Another content for the same key.
    pub fn set_content(&mut self, number: KeyNumber, content: [u8; 16]) {
        let former = self.get(number);
        if former.content != content {
            let record = KeyRecord::new(&former.key(), content, former.order);
            let KeyRecord { source, source_inherited, .. } = *former;
            self.records[number as usize] = KeyRecord { source, source_inherited, ..record };
            self.changed = true;
        }
    }

    /// Another source.
    pub fn set_source(&mut self, number: KeyNumber, (source, inherited): Source) {
        let source = source.map_or(NONE, |name| self.names.number(name));
        let record = &mut self.records[number as usize];
        self.changed |= record.source != source || record.source_inherited != inherited;
        record.source = source;
        record.source_inherited = inherited;
    }

    /// Another place in the engine. Returns the former.
    pub fn set_order(&mut self, number: KeyNumber, order: i64) -> i64 {
        let former = std::mem::replace(&mut self.records[number as usize].order, order);
        self.changed |= former != order;
        former
    }

    /// One copy of a name that many records carry.
    pub fn name(&mut self, name: &str) -> Arc<str> {
        let number = self.names.number(name);
        Arc::clone(&self.names.list[number as usize])
    }

    /// How often each key is placed in the files of roots.
    pub fn places<'a>(&self, roots: impl IntoIterator<Item = &'a Root>) -> Vec<u32> {
        let mut places = vec![0; self.records.len()];
        for file in roots.into_iter().flat_map(|root| root.files.values()) {
            for placed in file.articles() {
                places[placed.key as usize] += 1;
            }
        }
        places
    }

    /// The numbers of the keys of which a condition holds, in the order of the keys.
    pub fn sorted(&self, keep: impl Fn(KeyNumber) -> bool) -> Vec<KeyNumber> {
        let mut order: Vec<KeyNumber> = Vec::with_capacity(self.records.len());
        order.extend((0..).take(self.records.len()).filter(|number| keep(*number)));
        let compact = |number: &KeyNumber| self.get(*number).compact();
        order.sort_unstable_by(|a, b| compact(a).cmp(&compact(b)));
        order
    }
}

/// Texts that many records carry, numbered.
#[derive(Debug, Default)]
struct Names {
    list: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        // They are fewer than the articles and files.
        let number = self.list.len() as u32;
        let name: Arc<str> = name.into();
        self.list.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }
}

/// A set of keys by their numbers: a byte for each key there is.
#[derive(Debug, Default)]
pub struct KeySet(Vec<bool>);

impl KeySet {
    /// Adds a key. Returns whether it was not in the set.
    pub fn insert(&mut self, number: KeyNumber) -> bool {
        let number = number as usize;
        if number >= self.0.len() {
            self.0.resize(number + 1, false);
        }
        !std::mem::replace(&mut self.0[number], true)
    }

    /// Whether a key is in the set.
    pub fn contains(&self, number: KeyNumber) -> bool {
        self.0.get(number as usize).copied().unwrap_or_default()
    }
}

impl Extend<KeyNumber> for KeySet {
    fn extend<I: IntoIterator<Item = KeyNumber>>(&mut self, numbers: I) {
        for number in numbers {
            self.insert(number);
        }
    }
}
