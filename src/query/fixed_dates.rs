//! Replaces dates in a query that are relative to today by the dates that they mean, so that the query can be kept.

use chrono::{DateTime, Days, FixedOffset};

use super::date_clause::{DateField, clause};
use super::tree::Tree;

/// Returns a query whose date clauses mean the same on any later day: `newer_than:30d` becomes `date:2025-05-31..`. All
/// other text stays as it is.
pub fn with_fixed_dates(query: &str, now: DateTime<FixedOffset>) -> String {
    let mut out = String::with_capacity(query.len());
    let mut rest = query;
    let mut is_quoted = false;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let starts = !is_quoted && !before.is_alphanumeric() && !":_".contains(before);
        if let Some((length, field)) = starts.then(|| date_field(rest)).flatten() {
            let value = &rest[length..];
            let value = &value[..value_length(value)];
            match fixed(field, value, now) {
                Some(fixed) => out.push_str(&fixed),
                None => out.push_str(&rest[..length + value.len()]),
            }
            rest = &rest[length + value.len()..];
            before = ':';
            continue;
        }
        is_quoted ^= c == '"';
        before = c;
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Returns the date field that a text starts with, and the length of its name and colon.
fn date_field(text: &str) -> Option<(usize, DateField)> {
    let (name, _) = text.split_once(':')?;
    let field = DateField::named(&name.to_ascii_lowercase())?;
    Some((name.len() + 1, field))
}

/// Returns the length of the value that a text starts with: a quoted text, a range in brackets, or a word.
fn value_length(text: &str) -> usize {
    let closing = |closing: &[char]| text[1..].find(closing).map_or(text.len(), |at| at + 2);
    match text.chars().next() {
        Some('"') => closing(&['"']),
        Some('[' | '{') => closing(&[']', '}']),
        _ => text.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(text.len()),
    }
}

/// Returns the clause with the dates that it means, or `None` if they do not depend on the day.
fn fixed(field: DateField, value: &str, now: DateTime<FixedOffset>) -> Option<String> {
    let bare = value.trim_matches('"');
    // Every relative date means something else after more than a decade.
    let later = now.checked_add_days(Days::new(5_000))?;
    let (range, then) = (clause(field, bare, &now).ok()?, clause(field, bare, &later).ok()?);
    (range != then).then(|| Tree::Date(range).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_dates_are_replaced() {
        let now = DateTime::parse_from_rfc3339("2025-06-30T12:00:00Z").unwrap();
        for (query, expected) in [
            ("salt newer_than:30d", "salt date:2025-05-31.."),
            ("(salt date:\"last month\") OR tax", "(salt date:2025-05-01..2025-05-31) OR tax"),
            ("salt -date:yesterday", "salt -date:2025-06-29"),
            ("salt date:2024-05..2024-06 tax", "salt date:2024-05..2024-06 tax"),
            ("date:[2024-01 TO 2024-03}", "date:[2024-01 TO 2024-03}"),
            ("\"date:yesterday\" update:yesterday", "\"date:yesterday\" update:yesterday"),
            ("date:none date:", "date:none date:"),
            ("grüße since:", "grüße since:"),
        ] {
            let fixed = with_fixed_dates(query, now);
            assert_eq!(fixed, expected);
            assert_eq!(with_fixed_dates(&fixed, now + Days::new(400)), fixed, "it is fixed");
        }
    }
}
