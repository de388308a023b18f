//! Finds the month or the weekday that a word names, in the languages of `month_names`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::month_names::{MONTHS, WEEKDAYS};

/// Numbers by name. If a name has different numbers in two languages, the first language takes precedence.
type Numbers = FxHashMap<Cow<'static, str>, u32>;

static MONTH_NUMBERS: LazyLock<Numbers> = LazyLock::new(|| numbers(&MONTHS));
static WEEKDAY_NUMBERS: LazyLock<Numbers> = LazyLock::new(|| numbers(&WEEKDAYS));

/// The first words of months whose names have two.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let names = MONTHS.iter().flat_map(|language| language.split([' ', '|']));
    names.filter_map(|name| Some(name.split_once('_')?.0)).collect()
});

/// The minimum number of letters of a name that is also found without its accents. Shorter ones would be other words.
const UNACCENTED: usize = 4;

fn numbers(languages: &[&'static str]) -> Numbers {
    let mut numbers = Numbers::default();
    let names = || {
        languages.iter().flat_map(|language| {
            let months = (0..).zip(language.split(' '));
            months.flat_map(|(number, names)| names.split('|').map(move |name| (name, number)))
        })
    };
    // The table is built in every run that reads a date, and ASCII is composed and has no accents.
    for (name, number) in names().filter(|(name, _)| *name != "-") {
        let composed = match name.is_ascii() && !name.contains('_') {
            true => Cow::Borrowed(name),
            false => Cow::Owned(name.replace('_', " ").nfc().collect()),
        };
        numbers.entry(composed).or_insert(number);
    }
    // A name that another language writes like this takes precedence.
    let accented = |(name, _): &(&str, u32)| !name.is_ascii() && name.chars().count() >= UNACCENTED;
    for (name, number) in names().filter(accented) {
        numbers.entry(Cow::Owned(unaccented(&name.replace('_', " ")))).or_insert(number);
    }
    numbers
}

/// Removes the accents of Latin and Greek letters, which are often left out of capitals, and the dot of the Turkish i.
fn unaccented(name: &str) -> String {
    let letters = name.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    letters.map(|c| if c == 'ı' { 'i' } else { c }).nfc().collect()
}

/// The maximum length, in bytes, of a name of a month or a weekday.
const LONGEST: usize = 64;

fn position(numbers: &Numbers, word: &str) -> Option<u32> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    if let Some(number) = numbers.get(lower.as_str()) {
        return Some(*number);
    }
    if word.is_ascii() {
        return None;
    }
    // Joiners only affect the shapes of letters.
    let composed: String =
        lower.chars().filter(|c| !matches!(c, '\u{200c}' | '\u{200d}')).nfc().collect();
    let number = |name: &str| numbers.get(name).copied();
    number(&composed).or_else(|| number(&unaccented(&composed)))
}

/// Returns the month (1 to 12) that a word names.
pub fn month(word: &str) -> Option<u32> {
    position(&MONTH_NUMBERS, word).map(|at| at + 1)
}

/// Returns whether a word may be the first of two that name a month.
pub(super) fn begins_month(word: &str) -> bool {
    FIRST_WORDS.contains(word.to_lowercase().as_str())
}

/// Returns the weekday (0 for Monday) that a word names.
pub fn weekday(word: &str) -> Option<u32> {
    position(&WEEKDAY_NUMBERS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_twelve_months_and_seven_days() {
        for language in MONTHS {
            assert_eq!(language.split(' ').count(), 12, "{language}");
        }
        assert!(WEEKDAYS.iter().all(|language| language.split(' ').count() == 7));
        assert_eq!((month("März"), month("ОКТЯБРЯ"), month("palms")), (Some(3), Some(10), None));
    }

    #[test]
    fn names_are_found_in_capitals_and_without_accents() {
        for (word, number) in [
            ("NİSAN", 4),
            ("KASIM", 11),
            ("ΙΟΥΝΙΟΥ", 6),
            ("FEVRIER", 2),
            ("fe\u{301}vrier", 2),
            ("জানুয\u{9bc}ারি", 1),
            ("ජනවාරි", 1),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert!(begins_month("كانون") && !begins_month("مايو"));
    }
}
