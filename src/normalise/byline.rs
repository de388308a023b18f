//! Extracts the names of authors from printed bylines.
//!
//! `By JANE ROE and John Doe, Associated Press Writer` names two people. A job or an employer is not a name. Names are
//! kept as written.

use super::collapse;
use crate::analysis::fold;
use crate::archive::byline_words::{AGENCIES, BY};
use crate::article::Header;

/// The names of headers with authors, the most reliable first.
const HEADERS: [&str; 5] = ["byline", "author", "authors", "creator", "dc:creator"];

/// Words between two names.
const AND: [&str; 7] = [" and ", " und ", " et ", " y ", " e ", " en ", " & "];

/// Words that occur in jobs and employers, but not in names.
const JOBS: [&str; 28] = [
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
    "contributors",
    "special",
    "press",
    "news",
    "service",
    "bureau",
    "chief",
    "agency",
    "newspaper",
    "times",
    "post",
    "magazine",
    "analyst",
    "critic",
    "freelance",
    "redaktion",
    "desk",
];

/// Characters around a name, as in a list that a program wrote: `['Jane Roe', 'John Doe']`.
const AROUND: [char; 8] = ['.', ' ', '-', '[', ']', '\'', '"', '\u{a0}'];

/// The maximum number of authors of an article, and the maximum length of a name in characters.
const MOST: usize = 64;
const LONGEST: usize = 120;

/// Returns the authors that headers state, or else those in a line at the top of the body, and where they were found.
pub fn authors(headers: &[Header], body: &str) -> Option<(Vec<String>, String)> {
    for name in HEADERS {
        let stated = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let found = distinct(stated.flat_map(|header| names(&header.value)), MOST);
        if !found.is_empty() {
            return Some((found, format!("`{name}`")));
        }
    }
    let top = body.lines().map(str::trim).filter(|line| !line.is_empty()).take(3);
    let found = distinct(top.filter(|line| is_byline(line)).flat_map(names), MOST);
    (!found.is_empty()).then(|| (found, "line at the top".to_string()))
}

/// Returns the distinct values among the first `most` that are not empty. Of values that differ only in case and
/// accents, the first is kept.
pub fn distinct(values: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    for value in values.filter(|value| !value.is_empty()).take(most) {
        let folded = fold::name(&value);
        if !seen.contains(&folded) {
            seen.push(folded);
            kept.push(value);
        }
    }
    kept
}

/// Returns whether a line of text is a byline: `By`, followed by two to twelve words that are capitalized or are
/// particles of names, and not by a sentence.
pub fn is_byline(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")) else {
        return false;
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let small =
        ["and", "de", "van", "von", "der", "den", "la", "di", "da", "bin", "al", "of", "the"];
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || small.contains(word);
    (2..=12).contains(&words.len())
        && !rest.ends_with(['.', '?', '!', ':'])
        && words.iter().all(capital)
}

/// Returns the names in a byline.
fn names(byline: &str) -> Vec<String> {
    let byline = collapse(byline);
    let line = without_by(byline.trim());
    // A name with the family name first contains a comma.
    let parts: Vec<&str> = line.split(',').map(str::trim).collect();
    if let [family, given] = parts[..]
        && !family.contains(' ')
        && !given.is_empty()
        && given.split(' ').count() <= 3
        && !is_job(given)
        && !AND.iter().any(|and| line.contains(and))
    {
        return vec![line.to_string()].into_iter().filter(|name| is_name(name)).collect();
    }
    let mut names = vec![line];
    for separator in AND.iter().chain(&[",", ";", "|", " / "]) {
        names = names.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let names = names.into_iter().map(|name| without_by(name.trim()).trim_matches(AROUND));
    names.filter(|name| is_name(name)).map(str::to_string).collect()
}

fn without_by(line: &str) -> &str {
    let after = |by: &&str| {
        let begin = line.get(..by.len()).filter(|begin| begin.eq_ignore_ascii_case(by))?;
        let rest = line[begin.len()..].strip_prefix([' ', ':'])?;
        rest.trim_start().starts_with(char::is_uppercase).then(|| rest.trim())
    };
    BY.iter().rev().find_map(after).unwrap_or(line)
}

fn is_name(name: &str) -> bool {
    let is_address = name.contains('@') || name.contains("://");
    name.chars().count() <= LONGEST
        && name.contains(char::is_alphabetic)
        && !is_address
        && !is_job(name)
}

/// Returns whether words are a job or an employer, as opposed to a name.
fn is_job(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    if AGENCIES.contains(&lower.as_str()) {
        return true;
    }
    words.split(' ').any(|word| JOBS.contains(&word.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_of_bylines() {
        for (byline, expected) in [
            ("By JANE ROE", &["JANE ROE"][..]),
            ("By Jane Roe and John Doe, Associated Press Writer", &["Jane Roe", "John Doe"]),
            ("Jane Roe, John Doe; Ann Other", &["Jane Roe", "John Doe", "Ann Other"]),
            ("Roe, Jane", &["Roe, Jane"]),
            ("['Jane Roe', 'John Doe']", &["Jane Roe", "John Doe"]),
            ("[]", &[]),
            ("Jane Roe, Staff Writer", &["Jane Roe"]),
            ("Von Erika Muster und Max Muster", &["Erika Muster", "Max Muster"]),
            ("von Muster", &["Muster"]),
            ("Associated Press Writer", &[]),
            ("By Jane Roe, Reuters", &["Jane Roe"]),
            ("Reuters", &[]),
            ("jane@example.org", &[]),
            ("  by:  Ludwig van Muster ", &["Ludwig van Muster"]),
            ("Byron Roe", &["Byron Roe"]),
            ("", &[]),
        ] {
            assert_eq!(names(byline), expected, "{byline}");
        }
    }

    #[test]
    fn a_line_at_the_top_is_a_byline_if_it_is_no_sentence() {
        let of = |body: &str| authors(&[], body).map(|(names, _)| names).unwrap_or_default();
        assert_eq!(
            of("HARBOUR — \nBy Jane Roe and John Doe\n\nThe lamp was lit."),
            ["Jane Roe", "John Doe"]
        );
        assert!(of("By Monday the lamp was lit.").is_empty());
        assert!(of("By Far The Best Of All.").is_empty());
        assert!(of("One.\nTwo.\nThree.\nBy Jane Roe").is_empty());
    }

    #[test]
    fn an_author_is_named_once() {
        let header = |value: &str| Header { name: "byline".into(), value: value.into() };
        let (names, place) = authors(&[header("Jane Roe"), header("By JANE ROE")], "").unwrap();
        assert_eq!((names, place.as_str()), (vec!["Jane Roe".to_string()], "`byline`"));
    }
}
