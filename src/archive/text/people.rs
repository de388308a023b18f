//! Recognizes lines that name the author of an article, or the author's job.

use crate::archive::byline_words::{BY, PARTICLES};

/// Words that name a job.
const JOBS: [&str; 15] = [
    "writer",
    "writers",
    "correspondent",
    "correspondents",
    "reporter",
    "reporters",
    "editor",
    "editors",
    "staff",
    "columnist",
    "contributor",
    "freelance",
    "redakteur",
    "redaktion",
    "journalist",
];

/// Words with which a sentence, a heading or the name of a place may start, but not that of a person.
const STARTS: [&str; 48] = [
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "how",
    "why",
    "no",
    "new",
    "what",
    "when",
    "who",
    "where",
    "for",
    "from",
    "to",
    "is",
    "are",
    "not",
    "more",
    "all",
    "los",
    "las",
    "san",
    "santa",
    "hong",
    "buenos",
    "tel",
    "united",
    "washington",
    "saint",
    "st.",
    "port",
    "rio",
    "sri",
    "south",
    "north",
    "west",
    "east",
    "cape",
    "kuala",
    "abu",
    "addis",
    "phnom",
    "mexico",
    "saudi",
    "great",
];

/// Returns whether a line names people after a word such as `By`.
pub fn is_byline(line: &str) -> bool {
    let after = |by: &&str| {
        let (begin, rest) = line.split_at_checked(by.len())?;
        let rest = rest.strip_prefix(": ").or_else(|| rest.strip_prefix(' '))?;
        let written = begin.starts_with(char::is_uppercase) || *by == "by";
        (written && begin.eq_ignore_ascii_case(by)).then(|| rest.trim())
    };
    let Some(rest) = BY.iter().rev().find_map(after) else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let begins = |word: &str| word.trim_start_matches(['"', '\'']).starts_with(char::is_uppercase);
    (2..=12).contains(&words.len())
        && !rest.ends_with(['?', '!', ':', ';'])
        && (!rest.ends_with('.')
            || words.len() <= 3
            || words.last().is_some_and(|word| word.len() <= 4))
        && !rest.contains(|c: char| c.is_ascii_digit())
        && begins(words[0])
        && !STARTS.contains(&words[0].to_lowercase().as_str())
        && words.iter().all(|word| begins(word) || is_small(word) || *word == "&")
}

/// Returns whether a line states a job: capitalized words, one of which is a job.
pub fn is_job(line: &str) -> bool {
    let words = || line.split([' ', ',', '-']).filter(|word| !word.is_empty());
    words().any(|word| JOBS.contains(&word.to_lowercase().as_str()))
        && words().all(|word| word.starts_with(char::is_uppercase) || is_small(word))
}

/// Returns whether a line may be the name of a person or two.
pub fn is_person(line: &str, title: Option<&str>) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let is_initial = |word: &&str| word.len() <= 5 && word.ends_with('.');
    // `Bank of England`
    let is_particle = |word: &&str| PARTICLES.contains(word) && !["of", "the"].contains(word);
    let plain = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let marked = words.iter().any(|word| is_initial(word) || is_particle(word));
    // Below a title with each word capitalized, three capitalized words may just as well be a second title.
    let title_is_plain = title.is_some_and(|title| {
        let mut words = title.split_whitespace().skip(1);
        words.any(|word| word.starts_with(char::is_lowercase) && word.chars().count() > 3)
    });
    // Below a title in capitals, two words in capitals are rather its second line.
    let is_loud = |text: &str| !text.contains(char::is_lowercase);
    let is_deck = is_loud(line) && title.is_some_and(is_loud);
    let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    (2..=5).contains(&words.len())
        && (words.len() == 2 && !is_deck || marked || words.len() == 3 && title_is_plain)
        && words.iter().all(|word| plain(word) || is_particle(word))
        && plain(&words[0])
        && words.last().is_some_and(|last| plain(last) && (!last.ends_with('.') || last.len() == 3))
        && !STARTS.contains(&first.as_str())
}

/// Returns whether a word may be in lower case within names and jobs: `Roe of the Echo`.
fn is_small(word: &str) -> bool {
    PARTICLES.contains(&word) || ["of", "the"].contains(&word)
}
