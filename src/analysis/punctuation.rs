//! Characters that end sentences.

/// Returns whether a character can end a sentence.
pub fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।') || is_wide_terminator(c)
}

/// Returns whether a character ends a sentence in a script without spaces.
pub fn is_wide_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

/// Returns whether a character can follow the end of a sentence and belongs to it.
pub fn is_close(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）' | '\u{fe0f}')
}
