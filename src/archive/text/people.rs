//! Recognizes lines that name the author of an article, or the author's job.

use super::paper::is_paper;
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

/// Other words before the names of authors, in lower case. Names may start with some of them, so they are removed here.
const OTHERS: [&str; 13] = [
    "di",
    "a cura di",
    "propos recueillis par",
    "recueilli par",
    "words by",
    "reported by",
    "reporting by",
    "compiled by",
    "text by",
    "text von",
    "escrito por",
    "interview by",
    "автор",
];

/// The maximum length of a line with authors, in bytes.
const LONGEST: usize = 240;

/// Marks before an author in Japanese.
const JAPANESE: [&str; 6] = ["文・", "文＝", "文／", "記者　", "記者 ", "取材・文＝"];

/// Returns the part of a line that names people, if the line does nothing else: `By Ada Quill` of `By Ada Quill (Skerry
/// Echo)`.
pub fn byline(line: &str) -> Option<&str> {
    let line = line.trim_end();
    if line.len() > LONGEST {
        return None;
    }
    if let Some(name) = JAPANESE.iter().find_map(|mark| line.strip_prefix(mark)) {
        return (1..=20).contains(&name.chars().count()).then(|| name.trim());
    }
    let after = |by: &&str| {
        let (begin, rest) = line.split_at_checked(by.len())?;
        let rest = rest.strip_prefix(": ").or_else(|| rest.strip_prefix(' '))?;
        (begin.to_lowercase() == **by).then(|| rest.trim())
    };
    let (rest, is_other) = match OTHERS.iter().rev().find_map(after) {
        Some(rest) => (rest, true),
        None => (BY.iter().rev().find_map(after)?, false),
    };
    let names = without_employer(rest);
    let is_small = line.starts_with(char::is_lowercase) && !line.starts_with("by");
    if !are_names(names, is_small) {
        return None;
    }
    let from = line.len() - rest.len();
    let end = from + names.len();
    line.get(if is_other { from } else { 0 }..end)
}

/// Removes an employer, a place or an address after the names.
fn without_employer(rest: &str) -> &str {
    let starts_name = |tail: &str| tail.starts_with(char::is_uppercase) || tail.starts_with("the ");
    for (at, _) in rest.match_indices([' ', ',']) {
        let (head, tail) = rest.split_at(at);
        let words = head.split_whitespace().count();
        let is_cut = match () {
            () if tail.starts_with(" @") => true,
            () if tail.starts_with(" (") => tail.ends_with(')'),
            () if tail.starts_with(" for ") => words >= 2 && starts_name(&tail[5..]),
            () if tail.starts_with(" in ") => words >= 2 && starts_name(&tail[4..]),
            () => [" / ", " | ", ", ", " - ", " – ", " • ", " · "].iter().any(|mark| {
                tail.strip_prefix(mark).is_some_and(|tail| is_paper(tail) || tail.contains('@'))
            }),
        };
        if is_cut && words > 0 {
            return head;
        }
    }
    rest
}

/// Returns whether words are the names of one or more people, possibly with their jobs.
fn are_names(rest: &str, is_small_line: bool) -> bool {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let begins = |word: &str| word.trim_start_matches(['"', '\'']).starts_with(char::is_uppercase);
    (2..=12).contains(&words.len())
        && !(is_small_line && words.len() > 7)
        && !rest.ends_with(['?', '!', ':', ';'])
        && (!rest.ends_with('.')
            || words.len() <= 3
            || words.last().is_some_and(|word| word.len() <= 4))
        && !rest.contains(|c: char| c.is_ascii_digit())
        && begins(words[0])
        && !STARTS.contains(&words[0].to_lowercase().as_str())
        && words.iter().all(|word| begins(word) || is_small(word) || ["&", "/", "|"].contains(word))
}

/// Returns whether a line only says how to reach the author, or how long it takes to read the text.
pub fn is_contact(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_address = |word: &str| word.contains('@') && word.len() > 2;
    let is_time = matches!(words[..], [number, "min" | "minute" | "minutes" | "mins", "read"]
        if number.parse::<u32>().is_ok());
    let special = ["Special to ", "Special for ", "For the ", "For The ", "Exclusive to "];
    (1..=2).contains(&words.len()) && words.iter().all(|word| is_address(word))
        || is_time
        || words.len() <= 7
            && special.iter().any(|start| line.starts_with(start))
            && !line.ends_with(['.', '?', '!'])
}

/// Returns whether a line states a job: capitalized words, one of which is a job.
pub fn is_job(line: &str) -> bool {
    let words = || line.split([' ', ',', '-']).filter(|word| !word.is_empty());
    let is_one = |word: &str| JOBS.contains(&word.to_lowercase().as_str());
    words().any(is_one)
        && words()
            .all(|word| word.starts_with(char::is_uppercase) || is_small(word) || is_one(word))
        && line.starts_with(char::is_uppercase)
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
