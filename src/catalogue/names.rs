//! Names that many records share: sources, formats, reasons.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Texts that many records share, numbered in the order of their first use.
#[derive(Debug, Clone)]
pub struct Names<T> {
    /// The names, by number.
    pub list: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Names<T> {
        Names { list: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + Hash + Borrow<str>> Names<T> {
    /// Returns the number of a name, adding it if it is new.
    pub fn number<'a>(&mut self, name: &'a str) -> u32
    where
        T: From<&'a str>,
    {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        // There are fewer names than articles and files.
        let number = self.list.len() as u32;
        let name = T::from(name);
        self.list.push(name.clone());
        self.numbers.insert(name, number);
        number
    }
}
