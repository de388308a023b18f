//! Escapes text for the place where it is shown.

use std::borrow::Cow;

/// Escapes text for a terminal or a pipe. Control characters (C0, C1, DEL) and characters that reorder the display
/// (bidi overrides and isolates) become U+FFFD. Line feeds and tabs are kept if `lines` is set, and otherwise become
/// spaces.
pub fn terminal(text: &str, lines: bool) -> Cow<'_, str> {
    let harmful = |c: char| match c {
        '\n' | '\t' => !lines,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        _ => c.is_control(),
    };
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| match c {
        '\n' | '\t' | '\r' if !lines => ' ',
        c if harmful(c) => '\u{fffd}',
        c => c,
    });
    Cow::Owned(replaced.collect())
}

/// Escapes a cell for a spreadsheet: a cell that would be read as a formula gets a leading apostrophe (OWASP, "CSV
/// Injection").
pub fn cell(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// Escapes a word for a run file, in which white space separates words.
pub fn run_word(text: &str) -> Cow<'_, str> {
    match text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        true => Cow::Owned(
            text.chars()
                .map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c })
                .collect(),
        ),
        false => Cow::Borrowed(text),
    }
}

/// Escapes text for XML, and replaces the characters that XML 1.0 excludes.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_sees_no_control_characters() {
        assert_eq!(
            terminal("a\u{1b}[31mb\u{9b}c\u{7f}\u{202e}d", true),
            "a\u{fffd}[31mb\u{fffd}c\u{fffd}\u{fffd}d"
        );
        assert_eq!(terminal("a\nb\tc\rd", false), "a b c d");
        assert_eq!(terminal("a\nb", true), "a\nb");
    }

    #[test]
    fn a_spreadsheet_sees_no_formula() {
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("plain"), "plain");
    }
}
