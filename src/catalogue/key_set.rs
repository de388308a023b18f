//! A set of keys, by number.

/// The number of a key in a catalogue.
pub type KeyNumber = u32;

/// A set of keys by number, with one byte per key.
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

    /// Returns whether a key is in the set.
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
