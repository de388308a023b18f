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

/// Degrees, as written after a name and a comma, in lower case and without periods.
const DEGREES: [&str; 16] = [
    "phd", "md", "rd", "rdn", "rn", "mph", "msc", "mba", "ma", "jd", "esq", "cfa", "dds", "dvm",
    "mbe", "obe",
];

/// Parts of a name after a comma, in lower case and without periods.
const SUFFIXES: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];

/// The last words of the names of companies, in lower case and without periods. An address may follow.
const COMPANIES: [&str; 12] =
    ["gmbh", "ag", "kg", "inc", "ltd", "llc", "plc", "corp", "ev", "bv", "sa", "srl"];

/// What an author contributed, before a colon, in lower case.
const LABELS: [&str; 12] = [
    "author",
    "autor",
    "autorin",
    "auteur",
    "text",
    "texte",
    "texto",
    "interview",
    "words",
    "report",
    "story",
    "bericht",
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
        && !is_one_of(given, &DEGREES)
        && !is_one_of(given, &SUFFIXES)
        && !AND.iter().any(|and| line.contains(and))
    {
        // A full stop belongs to an initial, but not to a name.
        let is_initial = given.rsplit(' ').next().is_some_and(|word| word.chars().count() <= 2);
        let line = if is_initial { line } else { line.trim_end_matches('.') };
        return vec![line.to_string()].into_iter().filter(|name| is_name(name)).collect();
    }
    let mut names = vec![line];
    for separator in AND.iter().chain(&[",", ";", "|", " / "]) {
        names = names.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let mut kept: Vec<String> = Vec::new();
    let mut address = false;
    for name in names.into_iter().map(|name| without_by(name.trim())) {
        if let Some(last) = kept.last_mut().filter(|_| is_one_of(name, &SUFFIXES)) {
            *last = format!("{last}, {name}");
            continue;
        }
        let company = name.rsplit(' ').next().filter(|word| is_one_of(word, &COMPANIES));
        let is_place = address && !name.contains(' ');
        address = is_place || company.is_some();
        let name = name.trim_matches(AROUND);
        if is_name(name) && !is_place && !is_one_of(name, &DEGREES) {
            kept.push(name.to_string());
        }
    }
    kept
}

/// Returns whether a word is one of a list in lower case and without periods.
fn is_one_of(word: &str, list: &[&str]) -> bool {
    let plain = word.replace('.', "").to_ascii_lowercase();
    list.contains(&plain.trim())
}

/// Returns a line without `By` or a label at its beginning.
fn without_by(line: &str) -> &str {
    if let Some((label, rest)) = line.split_once(':')
        && is_one_of(label, &LABELS)
    {
        return rest.trim();
    }
    // A page may have lost the space after the word.
    let glued = line.strip_prefix("By").filter(|rest| rest.starts_with(char::is_uppercase));
    if let Some(rest) = glued {
        return rest;
    }
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
            ("Roe, Jane.", &["Roe, Jane"]),
            ("Roe, Jane R.", &["Roe, Jane R."]),
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
            ("BYRON ROE", &["BYRON ROE"]),
            ("ByJ.R. Roe", &["J.R. Roe"]),
            ("Interview: Jane Roe", &["Jane Roe"]),
            ("Text: Jane Roe, John Doe", &["Jane Roe", "John Doe"]),
            ("Jane Roe, PhD", &["Jane Roe"]),
            ("Jane Roe, M.D. and John Doe, Jr.", &["Jane Roe", "John Doe, Jr."]),
            ("Roe, Ph.D.", &["Roe"]),
            ("Skerry-Verlag GmbH, Vardal, Norway", &["Skerry-Verlag GmbH"]),
            ("Skerry Press Ltd., Jane Roe", &["Jane Roe"]),
            ("Skerry Boats Inc., Jane Roe", &["Skerry Boats Inc", "Jane Roe"]),
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
