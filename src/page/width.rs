//! The width of text on a terminal.

use unicode_width::UnicodeWidthChar;

/// Returns the display width of `text` in terminal columns.
///
/// Each character counts alone. `unicode-width` counts some ligatures, such as the Arabic lam-alef, as one column, but
/// terminals use the columns of their characters.
pub fn columns(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().map(of_char).sum(),
    }
}

/// Returns the display width of a character in terminal columns.
pub fn of_char(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_alone() {
        assert_eq!(columns("salt"), 4);
        assert_eq!(columns("塩税"), 4);
        assert_eq!(columns("لا"), 2);
        assert_eq!(columns("e\u{301}"), 1);
    }
}
