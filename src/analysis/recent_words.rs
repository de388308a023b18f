//! The words that were looked up last.
//!
//! The common words of a language are a few thousand among all that an analyzer knows. Here, each is found in one place
//! in memory, and all of these places stay in the processor's cache.

/// The number of places. Each has the last word whose hash belongs to it.
const PLACES: usize = 4_096;

/// The maximum length of a word, in bytes.
const LONGEST: usize = 23;

/// The number of known words from which on this is worth its memory. A query has fewer.
const MANY: usize = 2_048;

/// A word, and what is known about it.
#[derive(Clone, Copy)]
struct Place<T> {
    length: u8,
    word: [u8; LONGEST],
    known: T,
}

/// The words that were looked up last, and what is known about each.
pub struct RecentWords<T>(Vec<Place<T>>);

impl<T> Default for RecentWords<T> {
    fn default() -> Self {
        RecentWords(Vec::new())
    }
}

impl<T: Copy> RecentWords<T> {
    /// Returns what is known about a word with this hash, if it was kept and not replaced.
    pub fn get(&self, hash: u64, word: &str) -> Option<T> {
        let place = self.0.get(hash as usize % PLACES)?;
        let kept = place.word.get(..usize::from(place.length))?;
        (kept == word.as_bytes() && !word.is_empty()).then_some(place.known)
    }

    /// Keeps a word, unless it is long. `count` is the number of known words.
    pub fn keep(&mut self, hash: u64, word: &str, known: T, count: usize) {
        if word.len() > LONGEST || word.is_empty() || count < MANY {
            return;
        }
        if self.0.is_empty() {
            self.0 = vec![Place { length: 0, word: [0; LONGEST], known }; PLACES];
        }
        let place = &mut self.0[hash as usize % PLACES];
        place.length = word.len() as u8;
        place.word[..word.len()].copy_from_slice(word.as_bytes());
        place.known = known;
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_until_another_takes_its_place() {
        let mut recent = RecentWords::default();
        recent.keep(7, "lamp", 1, MANY - 1);
        assert_eq!(recent.get(7, "lamp"), None);
        recent.keep(7, "lamp", 1, MANY);
        let long = "l".repeat(LONGEST + 1);
        recent.keep(8, &long, 2, MANY);
        recent.keep(9, &long[1..], 3, MANY);
        let place = PLACES as u64;
        assert_eq!((recent.get(7, "lamp"), recent.get(7 + place, "lamp")), (Some(1), Some(1)));
        assert_eq!(
            (recent.get(7, "lam"), recent.get(6, ""), recent.get(8, &long)),
            (None, None, None)
        );
        assert_eq!(recent.get(9, &long[1..]), Some(3));
        recent.keep(7 + place, "oil", 4, MANY);
        assert_eq!((recent.get(7, "lamp"), recent.get(7, "oil")), (None, Some(4)));
        recent.clear();
        assert_eq!(recent.get(7, "oil"), None);
    }
}
