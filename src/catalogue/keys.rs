//! The keys of articles, with numbers. Millions of them are held in memory while an archive is indexed. A hash is
//! stored as bytes and a source as a number, and the table that finds the number of a key stores only numbers.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::key_record::{BROUGHT, INHERITED, KeyRecord, NONE, SECOND};
use super::key_set::KeyNumber;
use super::names::Names;
use super::records::Root;
use crate::article::{hash_of_key, key_of_hash, order};

/// A key that is not the hash of its article's content.
#[derive(Debug)]
struct Brought {
    content: [u8; 16],
    key: Box<str>,
}

/// A key in the form in which it is compared. Hashes come before other keys.
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

/// A source, and whether it was inherited from the folder or `--source`.
pub type Source<'a> = (Option<&'a str>, bool);

/// Maps keys to numbers and numbers to keys.
#[derive(Debug, Default)]
pub struct Keys {
    records: Vec<KeyRecord>,
    brought: Vec<Brought>,
    /// The memory for supplied keys, in bytes.
    brought_bytes: usize,
    numbers: HashTable<KeyNumber>,
    names: Names<Arc<str>>,
    changed: bool,
}

impl Keys {
    /// Returns the number of keys.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Reserves space for `count` keys.
    pub fn reserve(&mut self, count: usize) {
        self.records.reserve_exact(count);
        let records = &self.records;
        let brought = &self.brought;
        self.numbers.reserve(count, |number| compact(records, brought, *number).number());
    }

    /// Returns the approximate memory for the keys, in bytes. The unused part of a large vector does not occupy memory
    /// yet.
    pub fn bytes(&self) -> usize {
        let records = self.records.len() * size_of::<KeyRecord>();
        records + self.numbers.allocation_size() + self.brought_bytes
    }

    /// Returns the approximate memory for the keys while their table grows, which may happen soon, in bytes.
    pub fn bytes_when_growing(&self) -> usize {
        self.bytes() + self.numbers.allocation_size()
    }

    /// Returns whether anything was changed since the last [`Keys::settle`].
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// Makes the current state the one that later changes are compared with.
    pub fn settle(&mut self) {
        self.changed = false;
    }

    /// Returns the numbers of all keys.
    pub fn numbers(&self) -> Range<KeyNumber> {
        // `add` does not assign larger numbers.
        0..self.records.len() as KeyNumber
    }

    /// Returns the key with a number.
    pub fn key(&self, number: KeyNumber) -> Cow<'_, str> {
        match self.brought(number) {
            Some(brought) => Cow::Borrowed(&brought.key),
            None => Cow::Owned(key_of_hash(&self.record(number).content)),
        }
    }

    /// Returns the hash of an article's content.
    pub fn content(&self, number: KeyNumber) -> &[u8; 16] {
        match self.brought(number) {
            Some(brought) => &brought.content,
            None => &self.record(number).content,
        }
    }

    /// Returns where the engine keeps an article. With it, the engine finds articles without an index of keys, which
    /// would take 4% of the text's size.
    pub fn order(&self, number: KeyNumber) -> i64 {
        order(self.record(number).second(), &self.key(number))
    }

    /// Returns the second that articles are sorted by.
    pub fn second(&self, number: KeyNumber) -> i64 {
        self.record(number).second()
    }

    /// Returns the source of an article, as found.
    pub fn source(&self, number: KeyNumber) -> Option<&str> {
        let source = self.record(number).flags() & NONE;
        self.names.list.get(source as usize).map(AsRef::as_ref)
    }

    /// Returns whether the source of an article was inherited from the folder or `--source`.
    pub fn source_inherited(&self, number: KeyNumber) -> bool {
        self.record(number).flags() & INHERITED != 0
    }

    /// Returns a hash of the location that gives an article its title or date, or 0 if the article states both.
    pub fn place(&self, number: KeyNumber) -> u32 {
        u32::from_le_bytes(self.record(number).place)
    }

    /// Sets the hash of the location that gives an article its title or date.
    pub fn set_place(&mut self, number: KeyNumber, place: u32) {
        let former =
            std::mem::replace(&mut self.records[number as usize].place, place.to_le_bytes());
        self.changed |= former != place.to_le_bytes();
    }

    /// Returns a hash of what is stored of an article but is not part of its content, or 0 if it is not known.
    pub fn details(&self, number: KeyNumber) -> u32 {
        u32::from_le_bytes(self.record(number).details)
    }

    /// Sets the hash of what is stored of an article but is not part of its content.
    pub fn set_details(&mut self, number: KeyNumber, details: u32) {
        let details = details.to_le_bytes();
        let former = std::mem::replace(&mut self.records[number as usize].details, details);
        self.changed |= former != details;
    }

    /// Returns whether the article supplied its key, so that the key is not the hash of the content.
    pub fn is_brought(&self, number: KeyNumber) -> bool {
        self.brought(number).is_some()
    }

    /// Returns the 16 bytes of a key that is a hash.
    pub fn hash(&self, number: KeyNumber) -> Option<[u8; 16]> {
        match compact(&self.records, &self.brought, number) {
            Compact::Hash(hash) => Some(hash),
            Compact::Brought(_) => None,
        }
    }

    fn record(&self, number: KeyNumber) -> &KeyRecord {
        &self.records[number as usize]
    }

    fn brought(&self, number: KeyNumber) -> Option<&Brought> {
        self.record(number).brought().map(|at| &self.brought[at])
    }

    /// Returns the number of a key.
    pub fn number(&self, key: &str) -> Option<KeyNumber> {
        let key = Compact::of(key);
        let same = |number: &KeyNumber| compact(&self.records, &self.brought, *number) == key;
        self.numbers.find(key.number(), same).copied()
    }

    /// Adds a new key, with the hash of its content, its order in the engine and its source. Returns its number.
    pub fn add(&mut self, key: &str, content: [u8; 16], order: i64, source: Source) -> KeyNumber {
        // 2^32 articles do not fit into one index: tantivy's segments end at 2^31 documents.
        let number = KeyNumber::try_from(self.records.len()).expect("fewer than 2^32 articles");
        let mut record = KeyRecord {
            content,
            second: [0; SECOND],
            source: [0; 4],
            place: [0; 4],
            details: [0; 4],
        };
        record.set_second(order);
        self.records.push(record);
        self.put_content(number, key, content);
        self.put_source(number, source);
        let (records, brought) = (&self.records, &self.brought);
        let rehash = |number: &KeyNumber| compact(records, brought, *number).number();
        self.numbers.insert_unique(Compact::of(key).number(), number, rehash);
        self.changed = true;
        number
    }

    /// Changes the content of a key.
    pub fn set_content(&mut self, number: KeyNumber, content: [u8; 16]) {
        if *self.content(number) != content {
            let key = self.key(number).into_owned();
            self.put_content(number, &key, content);
            self.changed = true;
        }
    }

    fn put_content(&mut self, number: KeyNumber, key: &str, content: [u8; 16]) {
        let brought = self.record(number).brought();
        let record = &mut self.records[number as usize];
        let flags = record.flags();
        if hash_of_key(key) == Some(content) {
            record.content = content;
            record.source = (flags & !BROUGHT).to_le_bytes();
            return;
        }
        match brought {
            Some(at) => self.brought[at].content = content,
            None => {
                // There are no more supplied keys than keys.
                let at = self.brought.len() as u32;
                record.content[..4].copy_from_slice(&at.to_le_bytes());
                record.source = (flags | BROUGHT).to_le_bytes();
                self.brought.push(Brought { content, key: key.into() });
                self.brought_bytes += size_of::<Brought>() + 16 + key.len();
            }
        }
    }

    /// Changes the source of an article.
    pub fn set_source(&mut self, number: KeyNumber, source: Source) {
        let former = self.record(number).source;
        self.put_source(number, source);
        self.changed |= former != self.record(number).source;
    }

    fn put_source(&mut self, number: KeyNumber, (source, inherited): Source) {
        let source = source.map_or(NONE, |name| self.names.number(name).min(NONE));
        let record = &mut self.records[number as usize];
        let inherited = if inherited { INHERITED } else { 0 };
        record.source = (source | inherited | record.flags() & BROUGHT).to_le_bytes();
    }

    /// Changes where the engine keeps an article. Returns the previous value.
    pub fn set_order(&mut self, number: KeyNumber, order: i64) -> i64 {
        let former = self.order(number);
        self.records[number as usize].set_second(order);
        self.changed |= former != order;
        former
    }

    /// Returns the shared copy of a name that many records have.
    pub fn name(&mut self, name: &str) -> Arc<str> {
        let number = self.names.number(name);
        Arc::clone(&self.names.list[number as usize])
    }

    /// Returns how many places each key has in the files of the roots.
    pub fn places<'a>(&self, roots: impl IntoIterator<Item = &'a Root>) -> Vec<u32> {
        let mut places = vec![0; self.records.len()];
        for file in roots.into_iter().flat_map(|root| root.files.values()) {
            for key in file.articles().keys() {
                places[key as usize] += 1;
            }
        }
        places
    }

    /// Returns the numbers of the keys for which `keep` returns `true`, in the order of the keys.
    pub fn sorted(&self, keep: impl Fn(KeyNumber) -> bool) -> Vec<KeyNumber> {
        let mut order: Vec<KeyNumber> = Vec::with_capacity(self.records.len());
        order.extend(self.numbers().filter(|number| keep(*number)));
        let compact = |number: &KeyNumber| compact(&self.records, &self.brought, *number);
        order.sort_unstable_by(|a, b| compact(a).cmp(&compact(b)));
        order
    }
}

fn compact<'a>(records: &[KeyRecord], brought: &'a [Brought], number: KeyNumber) -> Compact<'a> {
    let record = &records[number as usize];
    match record.brought() {
        Some(at) => Compact::of(&brought[at].key),
        None => Compact::Hash(record.content),
    }
}
