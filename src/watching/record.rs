//! What is remembered of an article that was seen: enough to recognize it, and to recognize a correction of it.

use crate::analysis::fingerprint::{Fingerprint, hash};
use crate::analysis::fold;
use crate::article::{Article, day_number, hash_of_key};
use crate::catalogue::Place;

/// The number of bytes of a record in a file.
pub const RECORD: usize = 44;

/// The maximum number of differing bits in the fingerprints of two texts that count as versions of each other.
/// Fingerprints of unrelated texts differ in 32 bits on average, with a standard deviation of 4.
const NEAR: u32 = 16;

/// The flag in `arrival` of an article that corrects one that was seen before it.
const CORRECTION: u32 = 1 << 31;

/// The key of an article as 16 bytes: the key itself if it is a hash, otherwise its hash.
pub type KeyHash = [u8; 16];

/// Returns the bytes that a key is remembered by.
pub fn hash_of(key: &str) -> KeyHash {
    hash_of_key(key).unwrap_or_else(|| {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&blake3::hash(key.as_bytes()).as_bytes()[..16]);
        bytes
    })
}

/// An article that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// The key.
    pub key: KeyHash,
    /// A hash of the path and line of the first place, without the root, or 0 if it has no place.
    pub place: u32,
    /// A hash of the id and the source, or 0 if the article has no id.
    pub id: u32,
    /// A hash of the title, or 0 if the article has none.
    pub title: u32,
    /// The first day that the date may mean, or the smallest number if the article is undated.
    pub day: i32,
    /// The fingerprint of the text.
    pub text: u64,
    /// The number of the run that saw it first, and the flag of corrections.
    arrival: u32,
}

impl Record {
    /// Returns the record of an article that a run saw first.
    pub fn of(article: &Article, arrival: u32) -> Record {
        let id = article.id.as_ref().map(|id| {
            let source = fold::name(article.source.as_deref().unwrap_or_default());
            short(&format!("{id}\n{source}"))
        });
        let title = article.title.as_ref().map(|title| short(&fold::name(title)));
        let day = article.date.map(|date| day_number(date.first_day()) as i32);
        let mut text = Fingerprint::default();
        article.body.split_whitespace().for_each(|word| text.add(hash(word)));
        Record {
            key: hash_of(&article.key),
            place: 0,
            id: id.unwrap_or_default(),
            title: title.unwrap_or_default(),
            day: day.unwrap_or(i32::MIN),
            text: text.finish(),
            arrival,
        }
    }

    /// Sets the place. The root is left out, so that an archive can be moved.
    pub fn set_place(&mut self, place: &Place) {
        self.place = short(&format!("{}\n{}", place.path, place.line));
    }

    /// Returns the number of the run that saw the article first.
    pub fn arrival(&self) -> u32 {
        self.arrival & !CORRECTION
    }

    /// Returns whether the article corrects one that was seen before it.
    pub fn is_correction(&self) -> bool {
        self.arrival & CORRECTION != 0
    }

    /// Marks the article as a correction.
    pub fn mark_correction(&mut self) {
        self.arrival |= CORRECTION;
    }

    /// Returns whether this article is a new version of an older one: of the same day, at the same place or with the
    /// same id and source, and with the same title, a similar text, or both the same place and the same id.
    ///
    /// Less is not enough. A file that is overwritten with other articles has the same places, and ids repeat.
    pub fn corrects(&self, older: &Record) -> bool {
        let same = |a: u32, b: u32| a == b && a != 0;
        let (place, id) = (same(self.place, older.place), same(self.id, older.id));
        self.day == older.day
            && (place || id)
            && (place && id
                || same(self.title, older.title)
                || (self.text ^ older.text).count_ones() <= NEAR)
    }

    /// Appends the record to a file's content.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.key);
        for number in [self.place, self.id, self.title, self.day.cast_unsigned()] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.text.to_le_bytes());
        out.extend_from_slice(&self.arrival.to_le_bytes());
    }

    /// Reads a record.
    pub fn read(bytes: &[u8; RECORD]) -> Record {
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let mut key = [0; 16];
        key.copy_from_slice(&bytes[..16]);
        Record {
            key,
            place: number(16),
            id: number(20),
            title: number(24),
            day: number(28).cast_signed(),
            text: u64::from(number(36)) << 32 | u64::from(number(32)),
            arrival: number(40),
        }
    }
}

/// Returns a hash of a text that is not 0.
fn short(text: &str) -> u32 {
    ((hash(text) >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: Option<&str>, title: &str, body: &str) -> Record {
        let article = Article {
            key: format!("{id:?}{title}{body}"),
            id: id.map(str::to_string),
            title: (!title.is_empty()).then(|| title.to_string()),
            body: body.into(),
            ..Article::default()
        };
        Record::of(&article, 7)
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let mut record = article(Some("1"), "Title", "Some text");
        record.day = -5;
        record.mark_correction();
        let mut bytes = Vec::new();
        record.write(&mut bytes);
        assert_eq!(Record::read(bytes.as_slice().try_into().unwrap()), record);
        assert_eq!((record.arrival(), record.is_correction()), (7, true));
    }

    #[test]
    fn a_correction_needs_more_than_a_place_or_an_id() {
        let (one, other) = (
            "The salt tax was cut on Monday by the council of the port town.",
            "Nine ferries were late because of fog, and two did not run at all.",
        );
        let corrected = "The salt tax was cut on Monday by the council of the harbor town.";
        let at = |mut record: Record, place: u32| {
            record.place = place;
            record
        };
        let old = at(article(Some("7"), "Salt tax", one), 1);
        for (new, expected) in [
            (at(article(Some("7"), "Salt tax", other), 1), true),
            (at(article(Some("7"), "Salt tax", corrected), 2), true),
            (at(article(Some("7"), "Another title", one), 2), true),
            (at(article(None, "Salt tax", other), 1), true),
            (at(article(None, "", one), 1), true),
            (at(article(Some("8"), "Ferries", other), 1), false),
            (at(article(Some("7"), "Ferries", other), 2), false),
            (at(article(None, "Salt tax", one), 2), false),
        ] {
            assert_eq!(new.corrects(&old), expected, "{new:?}");
        }
        let mut next_day = old;
        next_day.day = 3;
        assert!(!next_day.corrects(&old));
    }
}
