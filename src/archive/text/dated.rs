//! Dates near the top of a text: on their own lines, in short lines, and in datelines.

use super::date_words;
use crate::dates;

/// The maximum length, in characters, of a line with a date.
const DATED: usize = 90;
/// The number of bytes of a paragraph that are searched for its dateline.
const DATELINE: usize = 160;

/// Returns whether a line is a rule of hyphens, equal signs or the like.
pub fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '=' | '-' | '_' | '*' | '#' | '~' | '—' | '─'))
}

/// Returns whether a line holds only one or more dates, possibly with labels, a time, a weekday or a page.
pub fn is_date_line(line: &str) -> bool {
    if line.chars().count() > DATED || !line.contains(|c: char| c.is_numeric()) {
        return false;
    }
    if dates::whole(line)
        .is_some_and(|found| found.date.precision >= crate::article::Precision::Month)
    {
        return true;
    }
    let mut at = 0;
    let mut is_around = true;
    for (start, found) in dates::all(line) {
        is_around &= date_words::is_around(&line[at..start]);
        at = start + found.length;
    }
    if at > 0 {
        return is_around && date_words::is_around(&line[at..]);
    }
    // The year of an era, for example.
    let bare = line.trim_matches(date_words::is_mark);
    dates::stated(bare, dates::Orders::ANY)
        .is_some_and(|one| !one.part && one.found.date.precision >= crate::article::Precision::Day)
        && !bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits a line into its text and the date before or after it, without the words that label the date.
pub fn without_date(line: &str) -> (&str, Option<&str>) {
    if line.chars().count() > DATED || !line.contains(|c: char| c.is_numeric()) {
        return (line, None);
    }
    let mut found = dates::all(line);
    let Some((start, first)) = found.next() else { return (line, None) };
    let end = start + first.length;
    if found.next().is_some() || first.readings.is_some() {
        return (line, None);
    }
    let before = date_words::trim_before(&line[..start]);
    let after = date_words::trim_after(&line[end..]);
    let text = match (before.is_empty(), after.is_empty()) {
        (false, true) => before,
        (true, false) => after,
        _ => return (line, None),
    };
    (text, Some(&line[start..end]))
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
            && (rest[..at].ends_with([' ', ')']) || rest[..at].ends_with(")."))
            && after.strip_prefix('-').unwrap_or(after).starts_with(' ')
    });
    // `Vardal, 31. Mai 2019 (dpa) - …`, `МОСКВА, 31 мая 2019 г. /ТАСС/. …`: any place before an agency.
    let named = |open: char| rest.trim_start_matches(['.', ' ', 'г']).starts_with(open);
    let place = line[..start].split_whitespace().count() <= 4 && !line[..start].contains(". ");
    let signed = place && (dash && named('(') || capitals && named('/'));
    let dateline = start <= 60 && (dash && capitals || signed);
    (short && few && alone || dateline).then(|| written.to_string())
}
