//! Widens marks to whole characters as a reader sees them, which are extended grapheme clusters (UAX #29,
//! <https://unicode.org/reports/tr29/>). No vowel sign, accent or joiner is separated from its letter.

use unicode_segmentation::GraphemeCursor;

/// The maximum number of bytes by which a range is widened on each side. No script combines so many characters. The
/// limit bounds the time if each of thousands of combining characters is marked.
const FARTHEST: usize = 256;

/// Returns a range of a text, widened to whole clusters.
pub fn whole(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut first = start;
    if !is_edge(text, start) {
        let from = text.ceil_char_boundary(start.saturating_sub(FARTHEST));
        let mut cursor = GraphemeCursor::new(start, text.len(), true);
        let found = cursor.prev_boundary(&text[from..start], from);
        // If there is no boundary in reach, the range is not widened.
        first = found.ok().flatten().unwrap_or(start);
    }
    let mut last = end;
    if !is_edge(text, end) {
        let to = text.floor_char_boundary(end + FARTHEST);
        let mut cursor = GraphemeCursor::new(end, text.len(), true);
        let found = cursor.next_boundary(&text[end..to], end);
        last = found.ok().flatten().unwrap_or(end);
    }
    (first, last)
}

/// Returns whether there is a cluster boundary at a byte position.
fn is_edge(text: &str, at: usize) -> bool {
    // ASCII and Latin characters are clusters by themselves, except for a line break of two characters.
    let alone = |c: char| c < '\u{300}' && !matches!(c, '\r' | '\n' | '\u{ad}');
    if text[at..].chars().next().is_none_or(alone)
        && text[..at].chars().next_back().is_none_or(alone)
    {
        return true;
    }
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn clusters_are_whole() {
        for (text, start, end, marked) in [
            ("oil price", 0, 3, "oil"),
            ("กำลัง", 0, 3, "กำ"),
            ("ที่นี่", 3, 6, "ที่"),
            ("か\u{3099}く", 0, 3, "か\u{3099}"),
            ("1\u{fe0f}\u{20e3} a", 0, 1, "1\u{fe0f}\u{20e3}"),
            ("می\u{200c}خواهم", 0, 4, "می\u{200c}"),
            ("\u{1112}\u{1161}\u{11ab}", 3, 6, "\u{1112}\u{1161}\u{11ab}"),
            ("a\u{301}", 0, 1, "a\u{301}"),
            ("a\r\nb", 0, 1, "a"),
        ] {
            let (start, end) = whole(text, start, end);
            assert_eq!(&text[start..end], marked);
        }
    }

    #[test]
    fn a_mark_among_thousands_is_not_widened_over_all_of_them() {
        let text = "ก".to_string() + &"\u{e31}".repeat(200_000);
        let mut widest = 0;
        for start in (3..text.len()).step_by(3) {
            let (first, last) = whole(&text, start, start + 3);
            widest = widest.max(last - first);
        }
        assert!(widest <= 3 + 2 * super::FARTHEST, "{widest}");
    }
}
