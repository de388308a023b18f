//! Names that many records carry: sources, formats, reasons.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Texts that many records carry, numbered in the order of their first use.
#[derive(Debug, Clone)]
pub struct Names<T> {
    /// The name of each number.
    pub list: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Names<T> {
        Names { list: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + Hash + Borrow<str>> Names<T> {
    /// The number of a name.
    pub fn number<'a>(&mut self, name: &'a str) -> u32
    where
        T: From<&'a str>,
    {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        // They are fewer than the articles and files.
        let number = self.list.len() as u32;
        let name = T::from(name);
        self.list.push(name.clone());
        self.numbers.insert(name, number);
        number
    }
}
