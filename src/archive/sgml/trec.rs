//! Reads the source of a document from its number, and in some collections the day. The collections are those of TREC
//! (<https://trec.nist.gov/data/docs_eng.html>) and Gigaword (<https://catalog.ldc.upenn.edu/LDC2011T07>).

use crate::dates;

/// The prefixes of document numbers, each with its newspaper or agency.
const PAPERS: [(&str, &str); 15] = [
    ("AFP", "AFP"),
    ("AP", "AP"),
    ("APW", "AP"),
    ("CNA", "Central News Agency"),
    ("FBIS", "FBIS"),
    ("FR", "Federal Register"),
    ("FT", "Financial Times"),
    ("LA", "Los Angeles Times"),
    ("LTW", "Los Angeles Times/Washington Post"),
    ("NYT", "New York Times"),
    ("SJMN", "San Jose Mercury News"),
    ("WPB", "Washington Post/Bloomberg"),
    ("WSJ", "Wall Street Journal"),
    ("XIN", "Xinhua"),
    ("ZF", "Ziff-Davis"),
];

/// Returns the letters at the start of a document number.
fn prefix(number: &str) -> &str {
    let number = number.trim();
    &number[..number.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(number.len())]
}

/// Returns the newspaper or agency of a document, by its number.
pub fn source(number: &str) -> Option<&'static str> {
    let prefix = prefix(number);
    // A prefix alone is not a document number.
    let numbered = number.trim()[prefix.len()..].starts_with(|c: char| c.is_ascii_digit())
        || gigaword_day(number).is_some();
    let known = PAPERS.iter().find(|(known, _)| *known == prefix && numbered);
    known.map(|(_, paper)| *paper)
}

/// Returns the agency that a dateline credits: `AP` in `ROME (AP)`.
pub fn credit(dateline: &str) -> Option<&str> {
    let (_, after) = dateline.split_once('(')?;
    let (agency, after) = after.split_once(')')?;
    let ends = after.trim().trim_matches(['-', '–', '—', '_', ':']).is_empty();
    let agency = agency.trim();
    (ends && (2..=40).contains(&agency.len()) && !agency.contains(['(', ',']))
        .then_some(agency)
        .filter(|agency| agency.starts_with(char::is_uppercase))
}

/// Returns a title without the paper and the day before it, as in the Financial Times: `FT  14 MAY 91 / Lamp lit`.
pub fn without_day(title: &str) -> &str {
    let Some((day, rest)) = title.trim().split_once(" / ") else { return title };
    let is_day = day.trim_start().strip_prefix("FT ").is_some_and(|day| {
        day.len() <= 20 && dates::stated(day, dates::Orders::DAY_FIRST).is_some_and(|one| !one.part)
    });
    if is_day && !rest.trim().is_empty() { rest.trim() } else { title }
}

/// Returns the day in a document number: `AP880212-0001`, `WSJ870324-0001`, and, month first, `LA010189-0001`.
pub fn day(number: &str) -> Option<String> {
    if let Some(digits) = gigaword_day(number) {
        return Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]));
    }
    let prefix = prefix(number);
    let digits = number.trim().get(prefix.len()..prefix.len() + 6)?;
    match prefix {
        "AP" | "FR" | "WSJ" => extended(digits),
        "LA" => extended(&format!("{}{}", &digits.get(4..)?, &digits.get(..4)?)),
        _ => None,
    }
}

/// The maximum length of the name and the date of an issue, in bytes.
const LONGEST_ISSUE: usize = 200;

/// Splits the issue of a magazine into its name and its date: `Byte  Oct 1990 v15 n11 p256(2)`.
pub fn issue(journal: &str) -> Option<(&str, &str)> {
    let journal = &journal[..journal.floor_char_boundary(LONGEST_ISSUE)];
    let starts = journal.match_indices(' ').map(|(at, _)| at + 1);
    starts.filter_map(|start| journal.split_at_checked(start)).find_map(|(name, rest)| {
        let found = rest.starts_with(char::is_uppercase).then(|| dates::prefix(rest)).flatten()?;
        Some((name.trim(), &rest[..found.length]))
    })
}

/// Returns the digits of the day in a Gigaword number: `AFP_ENG_19940512.0001`, `NYT19980601.0001`.
fn gigaword_day(number: &str) -> Option<&str> {
    let (before, count) = number.trim().split_once('.')?;
    let start = before.len().checked_sub(8)?;
    let digits = before.get(start..)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |c: char| c.is_ascii_uppercase() || c == '_';
    (is_number(digits) && is_number(count) && start > 0 && before[..start].chars().all(letters))
        .then_some(digits)
}

/// Converts a day of the 20th century from six digits to a date with hyphens: `910514` is 1991-05-14.
pub fn extended(date: &str) -> Option<String> {
    let digits = date.trim();
    let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| format!("19{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..]))
}
