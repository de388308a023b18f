//! Dates near the top of a text: on their own lines, in short lines, and in datelines.

use crate::dates;

/// The maximum length, in characters, of a line with a date.
const DATED: usize = 90;
/// The number of bytes of a paragraph that are searched for its dateline.
const DATELINE: usize = 160;

/// Returns whether a line holds only a date, possibly after a label.
pub fn is_date_line(line: &str) -> bool {
    const NAMES: [&str; 12] = [
        "date",
        "published",
        "published on",
        "posted",
        "posted on",
        "issued",
        "datum",
        "publié le",
        "fecha",
        "data",
        "veröffentlicht",
        "pubdate",
    ];
    if line.chars().count() > DATED || !line.contains(|c: char| c.is_numeric()) {
        return false;
    }
    if dates::whole(line)
        .is_some_and(|found| found.date.precision >= crate::article::Precision::Month)
    {
        return true;
    }
    let lower = line.to_lowercase();
    NAMES.iter().any(|name| {
        let rest = lower.strip_prefix(name).map(|rest| rest.trim_start_matches([':', ' ']));
        rest.is_some_and(|rest| {
            rest.len() < line.len()
                && dates::stated(rest, dates::Orders::ANY).is_some_and(|one| !one.part)
        })
    })
}

/// Returns the date in a short line with a few other words, or in the dateline of a paragraph.
pub fn within(line: &str) -> Option<String> {
    let head = &line[..line.floor_char_boundary(DATELINE)];
    let short = line.chars().count() <= DATED && !line.ends_with(['.', '!', '?']);
    let mut found = dates::all(head);
    let (start, first) = found.next()?;
    let alone = found.next().is_none();
    let written = &head[start..start + first.length];
    let rest = &head[start + first.length..];
    let few = line[..start].split_whitespace().count() <= 6 && rest.split_whitespace().count() <= 4;
    // `LONDON, May 31, 2019 (Agency) - …`: capitals before the date, a dash after it.
    let capitals =
        line[..start].chars().filter(|c| c.is_alphabetic()).take(4).all(char::is_uppercase);
    let dash = rest.char_indices().take(40).any(|(at, c)| {
        let after = &rest[at + c.len_utf8()..];
        matches!(c, '-' | '–' | '—')
            && rest[..at].ends_with([' ', ')'])
            && after.strip_prefix('-').unwrap_or(after).starts_with(' ')
    });
    let dateline = dash && capitals && start <= 60;
    (short && few && alone || dateline).then(|| written.to_string())
}
