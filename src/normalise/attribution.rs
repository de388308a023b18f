//! Lines at the start of an article that name its source and are not credits: `Source: Skerry Echo`, an address, a
//! publisher on a separate line, `Skerry Echo/ `.

use super::names::{is_agency, is_house, is_name};

/// Words for `Source:` in several languages, in lower case.
const LABELS: &[&str] = &[
    "bron",
    "fonte",
    "from",
    "fuente",
    "källa",
    "kaynak",
    "kilde",
    "newspaper",
    "publication",
    "published by",
    "publisher",
    "quelle",
    "source",
    "sources",
    "sumber",
    "via",
    "zdroj",
    "źródło",
    "источник",
    "джерело",
    "المصدر",
    "منبع",
    "מקור",
    "来源",
    "來源",
    "出典",
    "출처",
];

/// The maximum number of words in the name of a source.
const WORDS: usize = 6;

/// Returns the source that a separate line states: `Source: Skerry Echo`.
pub fn labelled(line: &str) -> Option<&str> {
    let (label, name) = line.split_once([':', '：'])?;
    let name = name.trim().trim_end_matches('.');
    let known = LABELS.contains(&label.trim().to_lowercase().as_str());
    (known && fits(name)).then_some(name)
}

/// Returns the host of an address on a separate line, without `www.`
pub fn host(line: &str) -> Option<&str> {
    let line = line.trim();
    let rest = line.split_once("://").map_or(line, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// Returns the publisher on a separate line: a well-known agency, or a name that ends like that of a newspaper.
pub fn alone(line: &str) -> Option<&str> {
    let words = line.split_whitespace().count();
    let named = is_agency(line) || (2..=WORDS).contains(&words) && is_house(line);
    // In the names of newspapers, each word is capitalized. Headlines in this style are longer.
    let small = |word: &str| word.starts_with(char::is_lowercase) && word.len() > 3;
    (named && fits(line) && !line.split_whitespace().any(small)).then_some(line)
}

/// Returns the source before a slash at the start of a text: `Trend/ The ferry sailed.`
pub fn slashed(text: &str) -> Option<&str> {
    let line = text.trim_start().lines().next()?;
    let (name, rest) = line.split_once('/')?;
    let name = name.trim_end();
    let goes_on = rest.strip_prefix(' ').and_then(|rest| rest.trim_start().chars().next());
    let begins =
        goes_on.is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '“' | '«' | '-' | '–'));
    let words = name.split_whitespace().count();
    let capital = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (begins && words <= 3 && capital && fits(name)).then_some(name)
}

fn fits(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=WORDS).contains(&words) && is_name(name) && name.chars().count() >= 2
}
