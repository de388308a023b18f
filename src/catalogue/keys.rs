//! The articles' keys, numbered. Millions of them are held while an archive is indexed: a hash is kept as
//! its bytes, a source as its number, and the table that finds a number by its key holds numbers alone.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::key_set::KeyNumber;
use super::names::Names;
use super::records::Root;
use crate::article::{KEY_BITS, hash_of_key, key_of_hash, order};

/// One article. 29 bytes: what takes more is kept beside it.
#[derive(Debug, Clone, Copy)]
struct KeyRecord {
    /// The hash of the content, which is the key; where the key was brought, what is known of it is
    /// the number that is the beginning of this.
    content: [u8; 16],
    /// The second articles are sorted by: what `order` has besides the key.
    second: [u8; SECOND],
    /// The number of the source, whether the folder or `--source` gave it, whether the key was brought.
    source: [u8; 4],
    /// A hash of the place that gives its title or date; 0 if the article states both.
    place: [u8; 4],
}

/// Bytes of a second.
const SECOND: usize = 5;
// `order` has no more of it.
const _: () = assert!(KEY_BITS as usize + 8 * SECOND == 64);

/// What `source` says besides the source's number, and the number of none.
const INHERITED: u32 = 1 << 31;
const BROUGHT: u32 = 1 << 30;
const NONE: u32 = BROUGHT - 1;

/// A key that is not the hash of its article's content.
#[derive(Debug)]
struct Brought {
    content: [u8; 16],
    key: Box<str>,
}

impl KeyRecord {
    fn flags(&self) -> u32 {
        u32::from_le_bytes(self.source)
    }

    fn brought(&self) -> Option<usize> {
        let [a, b, c, d, ..] = self.content;
        (self.flags() & BROUGHT != 0).then(|| u32::from_le_bytes([a, b, c, d]) as usize)
    }

    fn second(&self) -> i64 {
        let mut bytes = [0; 8];
        bytes[8 - SECOND..].copy_from_slice(&self.second);
        i64::from_le_bytes(bytes) >> KEY_BITS
    }

    fn set_second(&mut self, order: i64) {
        self.second.copy_from_slice(&order.to_le_bytes()[8 - SECOND..]);
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
    brought: Vec<Brought>,
    /// What the keys take that were brought. Bytes.
    brought_bytes: usize,
    numbers: HashTable<KeyNumber>,
    names: Names<Arc<str>>,
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

    /// Makes room for so many.
    pub fn reserve(&mut self, count: usize) {
        self.records.reserve_exact(count);
        let records = &self.records;
        let brought = &self.brought;
        self.numbers.reserve(count, |number| compact(records, brought, *number).number());
    }

    /// Bytes they take, about. Of the records what is used: the rest of a large vector is no memory yet.
    pub fn bytes(&self) -> usize {
        let records = self.records.len() * size_of::<KeyRecord>();
        records + self.numbers.allocation_size() + self.brought_bytes
    }

    /// Bytes they take while the table of their numbers is grown, which it soon may be, about.
    pub fn bytes_when_growing(&self) -> usize {
        self.bytes() + self.numbers.allocation_size()
    }

    /// Whether anything was changed since [`Keys::settle`].
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// What there is now is what later changes are counted from.
    pub fn settle(&mut self) {
        self.changed = false;
    }

    /// The numbers of all of them.
    pub fn numbers(&self) -> Range<KeyNumber> {
        // `add` gives no number that is larger.
        0..self.records.len() as KeyNumber
    }

    /// The key of a number.
    pub fn key(&self, number: KeyNumber) -> Cow<'_, str> {
        match self.brought(number) {
            Some(brought) => Cow::Borrowed(&brought.key),
            None => Cow::Owned(key_of_hash(&self.record(number).content)),
        }
    }

    /// The hash of the content of an article.
    pub fn content(&self, number: KeyNumber) -> &[u8; 16] {
        match self.brought(number) {
            Some(brought) => &brought.content,
            None => &self.record(number).content,
        }
    }

    /// Where the engine keeps an article: what finds it without an index of keys, which would take
    /// 4 % of the text.
    pub fn order(&self, number: KeyNumber) -> i64 {
        order(self.record(number).second(), &self.key(number))
    }

    /// The second articles are sorted by.
    pub fn second(&self, number: KeyNumber) -> i64 {
        self.record(number).second()
    }

    /// The source of an article, as found.
    pub fn source(&self, number: KeyNumber) -> Option<&str> {
        let source = self.record(number).flags() & NONE;
        self.names.list.get(source as usize).map(AsRef::as_ref)
    }

    /// Whether the source of an article is the folder's or `--source`'s, not its own.
    pub fn source_inherited(&self, number: KeyNumber) -> bool {
        self.record(number).flags() & INHERITED != 0
    }

    /// A hash of the place that an article has its title or date from; 0 if it states both.
    pub fn place(&self, number: KeyNumber) -> u32 {
        u32::from_le_bytes(self.record(number).place)
    }

    /// Another place that gives title or date.
    pub fn set_place(&mut self, number: KeyNumber, place: u32) {
        let former =
            std::mem::replace(&mut self.records[number as usize].place, place.to_le_bytes());
        self.changed |= former != place.to_le_bytes();
    }

    /// Whether a key was brought along, and is not the hash of the content.
    pub fn is_brought(&self, number: KeyNumber) -> bool {
        self.brought(number).is_some()
    }

    /// The 16 bytes of a key that is a hash.
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

    /// The number of a key.
    pub fn number(&self, key: &str) -> Option<KeyNumber> {
        let key = Compact::of(key);
        let same = |number: &KeyNumber| compact(&self.records, &self.brought, *number) == key;
        self.numbers.find(key.number(), same).copied()
    }

    /// Adds a key that is not there yet, by the hash of its content and where the engine keeps it.
    pub fn add(&mut self, key: &str, content: [u8; 16], order: i64, source: Source) -> KeyNumber {
        // 2^32 articles do not fit into one index: tantivy's segments end at 2^31 documents.
        let number = KeyNumber::try_from(self.records.len()).expect("fewer than 2^32 articles");
        let mut record = KeyRecord { content, second: [0; SECOND], source: [0; 4], place: [0; 4] };
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

    /// Another content for the same key.
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
                // There are no more of them than keys.
                let at = self.brought.len() as u32;
                record.content[..4].copy_from_slice(&at.to_le_bytes());
                record.source = (flags | BROUGHT).to_le_bytes();
                self.brought.push(Brought { content, key: key.into() });
                self.brought_bytes += size_of::<Brought>() + 16 + key.len();
            }
        }
    }

    /// Another source.
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

    /// Another place in the engine. Returns the former.
    pub fn set_order(&mut self, number: KeyNumber, order: i64) -> i64 {
        let former = self.order(number);
        self.records[number as usize].set_second(order);
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
            for key in file.articles().keys() {
                places[key as usize] += 1;
            }
        }
        places
    }

    /// The numbers of the keys of which a condition holds, in the order of the keys.
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
