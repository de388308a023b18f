//! Parentheses at the start of a text, which may name a source and an agency.

/// Returns the contents of the parentheses at the start of a text. They may be nested, but have to close on their line.
pub fn parenthesis(text: &str) -> Option<&str> {
    if !text.starts_with('(') {
        return None;
    }
    let mut depth = 0;
    for (at, c) in text.char_indices().take(160) {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(&text[1..at]),
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// Splits a credit into the publisher and the rest: `MENAFN- AzerNews`, `MENAFN - GlobeNewsWire - Nasdaq`.
pub fn split(inner: &str) -> (&str, Option<&str>) {
    for (at, c) in inner.char_indices() {
        let after = &inner[at + c.len_utf8()..];
        if matches!(c, '-' | '–' | '—') && after.starts_with(' ') {
            let agency = after.trim();
            return (inner[..at].trim(), (!agency.is_empty()).then_some(agency));
        }
    }
    (inner.trim(), None)
}
