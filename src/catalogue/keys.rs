//! The articles' keys, numbered. Millions of them are held while an archive is indexed: a hash is kept as
//! its bytes, a source once, and the table that finds a number by its key holds numbers alone.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::article::{hash_of_key, key_of_hash};

/// The number of a key in a catalogue.
pub type KeyNumber = u32;

/// A key: a hash, or a text an article brought along. Hashes come first in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Compact {
    Hash([u8; 16]),
    Brought(Box<str>),
}

impl Compact {
    fn of(key: &str) -> Compact {
        match hash_of_key(key) {
            Some(hash) => Compact::Hash(hash),
            None => Compact::Brought(key.into()),
        }
    }

    fn text(&self) -> Cow<'_, str> {
        match self {
            Compact::Hash(hash) => Cow::Owned(key_of_hash(hash)),
            Compact::Brought(text) => Cow::Borrowed(text),
        }
    }
}

/// One article.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyRecord {
    key: Compact,
    /// The hash of the content, where the key is not that hash but was brought along.
    content: Option<Box<Compact>>,
    /// The source as found.
    pub source: Option<Arc<str>>,
    /// Whether that source is the folder's or `--source`'s, not the article's own.
    pub source_inherited: bool,
    /// Where the engine keeps it: what finds the article without an index of keys, which would
    /// take 4 % of the text.
    pub order: i64,
}

impl KeyRecord {
    /// An article by its key and the hash of its content, without a source.
    pub fn new(key: &str, content: &str, order: i64) -> KeyRecord {
        let mut record = KeyRecord {
            key: Compact::of(key),
            content: None,
            source: None,
            source_inherited: false,
            order,
        };
        record.set_content(content);
        record
    }

    /// The key.
    pub fn key(&self) -> Cow<'_, str> {
        self.key.text()
    }

    /// The 16 bytes of a key that is a hash.
    pub fn hash(&self) -> Option<&[u8; 16]> {
        match &self.key {
            Compact::Hash(hash) => Some(hash),
            Compact::Brought(_) => None,
        }
    }

    /// The hash of the content.
    pub fn content(&self) -> Cow<'_, str> {
        self.content.as_deref().unwrap_or(&self.key).text()
    }

    /// Whether the key was brought along, and is not the hash of the content.
    pub fn is_brought(&self) -> bool {
        self.content.is_some()
    }

    /// Another content for the same key.
    pub fn set_content(&mut self, content: &str) {
        let content = Compact::of(content);
        self.content = (content != self.key).then(|| Box::new(content));
    }
}

/// Keys by number, and numbers by key.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    records: Vec<KeyRecord>,
    numbers: HashTable<KeyNumber>,
    names: FxHashSet<Arc<str>>,
}

impl PartialEq for Keys {
    fn eq(&self, other: &Self) -> bool {
        self.records == other.records
    }
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

    /// All of them, by number.
    pub fn records(&self) -> &[KeyRecord] {
        &self.records
    }

    /// The record of a number.
    pub fn get(&self, number: KeyNumber) -> &KeyRecord {
        &self.records[number as usize]
    }

    /// The record of a number, to change anything but its key.
    pub fn get_mut(&mut self, number: KeyNumber) -> &mut KeyRecord {
        &mut self.records[number as usize]
    }

    /// The number of a key.
    pub fn number(&self, key: &str) -> Option<KeyNumber> {
        let key = Compact::of(key);
        self.numbers.find(hash(&key), |number| self.records[*number as usize].key == key).copied()
    }

    /// Adds a key that is not there yet.
    pub fn add(&mut self, record: KeyRecord) -> KeyNumber {
        // 2^32 articles do not fit into one index: tantivy's segments end at 2^31 documents.
        let number = KeyNumber::try_from(self.records.len()).expect("fewer than 2^32 articles");
        let records = &self.records;
        self.numbers.insert_unique(hash(&record.key), number, |number| {
            hash(&records[*number as usize].key)
        });
        self.records.push(record);
        number
    }

    /// One copy of a name that many records carry.
    pub fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    /// Drops keys and numbers the others in their order. Returns the new number by the old one,
    /// None if each has the one it had.
    pub fn sort_and_keep(&mut self, keep: impl Fn(KeyNumber) -> bool) -> Option<Vec<KeyNumber>> {
        let mut order: Vec<KeyNumber> =
            (0..).take(self.records.len()).filter(|number| keep(*number)).collect();
        order.sort_by(|a, b| self.get(*a).key.cmp(&self.get(*b).key));
        if order.len() == self.records.len() && order.is_sorted() {
            return None;
        }
        let mut new_number = vec![0; self.records.len()];
        for (new, old) in (0..).zip(&order) {
            new_number[*old as usize] = new;
        }
        let mut records: Vec<Option<KeyRecord>> =
            std::mem::take(&mut self.records).into_iter().map(Some).collect();
        self.numbers.clear();
        for old in order {
            if let Some(record) = records[old as usize].take() {
                self.add(record);
            }
        }
        Some(new_number)
    }
}

fn hash(key: &Compact) -> u64 {
    let mut state = FxBuildHasher.build_hasher();
    key.hash(&mut state);
    std::hash::Hasher::finish(&state)
}
