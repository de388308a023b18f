//! Which names are inflections of one another.

use rustc_hash::FxHashMap;

use super::inflection::{self, is_cyrillic, words};
use super::name::Name;

/// Returns a number for each name. Names whose forms are inflections of the same words have the same number, the
/// smallest of their positions.
pub fn classes(names: &[Name]) -> Vec<u32> {
    let mut classes: Vec<u32> = (0..names.len() as u32).collect();
    let mut known: FxHashMap<String, u32> = FxHashMap::default();
    for (number, name) in names.iter().enumerate() {
        for form in name.printed.keys().filter(|form| is_cyrillic(form)) {
            let Some(stems) = common(name, form) else { continue };
            let other = *known.entry(stems).or_insert(number as u32);
            let (a, b) = (first(&classes, number as u32), first(&classes, other));
            classes[a.max(b) as usize] = a.min(b);
        }
    }
    (0..names.len() as u32).map(|number| first(&classes, number)).collect()
}

fn first(classes: &[u32], mut number: u32) -> u32 {
    while classes[number as usize] != number {
        number = classes[number as usize];
    }
    number
}

/// Returns what the inflections of a printed form have in common.
fn common(name: &Name, form: &str) -> Option<String> {
    let words: Vec<&str> = words(form).collect();
    if words.len() != name.parts.len() {
        return None;
    }
    let terms = name.parts.iter().map(|part| part.term.as_str());
    Some(inflection::common(words.into_iter().zip(terms)))
}
