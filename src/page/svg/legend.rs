//! The legend of a picture: the queries with their totals, and the number of articles that are not drawn.

use unicode_width::UnicodeWidthStr;

use super::frame::{CHARACTER, LEFT, LOOKS, RIGHT, ROW, marker};
use crate::answers::timeline::Timeline;
use crate::page::escape::xml;
use crate::page::line;
use crate::searching::articles;

/// Draws the legend downward from `y` in a picture of this width. Returns the height of the whole picture.
pub fn draw(
    out: &mut String,
    timeline: &Timeline,
    names: &[String],
    mut y: f64,
    width: f64,
) -> f64 {
    for (number, (series, name)) in timeline.series.iter().zip(names).enumerate() {
        let (color, dash, shape) = LOOKS[number % LOOKS.len()];
        line(
            out,
            format_args!(
                "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"{color}\" \
                 stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>",
                LEFT + 40.0
            ),
        );
        out.push_str(&marker(shape, LEFT + 20.0, y, color));
        let text = format!("{name} ({})", articles(series.total));
        y = rows(out, &text, y, width);
    }
    let apart: u64 = timeline.series.iter().map(|series| series.undated + series.imprecise).sum();
    if apart > 0 {
        let text = format!("Not drawn: {} without a day", articles(apart));
        y = rows(out, &text, y, width);
    }
    y + ROW / 2.0
}

/// Writes a text next to the line samples, in as many rows as it needs. Returns the position of the next row.
fn rows(out: &mut String, text: &str, mut y: f64, width: f64) -> f64 {
    let x = LEFT + 50.0;
    for row in wrap(text, (width - x - RIGHT) / CHARACTER) {
        line(out, format_args!("<text x=\"{x:.1}\" y=\"{:.1}\">{}</text>", y + 4.0, xml(&row)));
        y += ROW;
    }
    y
}

/// Breaks a text into rows of at most `width` columns, between words if possible.
pub fn wrap(text: &str, width: f64) -> Vec<String> {
    let width = width.max(1.0) as usize;
    let mut rows = vec![String::new()];
    for word in text.split(' ').flat_map(|word| pieces(word, width)) {
        // `rows` is never empty.
        let row = rows.last_mut().expect("a row");
        if row.is_empty() {
            row.push_str(&word);
        } else if row.width() + 1 + word.width() <= width {
            row.push(' ');
            row.push_str(&word);
        } else {
            rows.push(word);
        }
    }
    rows
}

/// Splits a word into pieces that fit into a row.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        // `pieces` is never empty.
        let piece = pieces.last_mut().expect("a piece");
        piece.push(c);
        if piece.width() > width && piece.chars().count() > 1 {
            piece.pop();
            pieces.push(c.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_wrapped_between_words_and_within_long_ones() {
        assert_eq!(wrap("salt tax", 20.0), ["salt tax"]);
        assert_eq!(wrap("salt tax vote", 8.0), ["salt tax", "vote"]);
        assert_eq!(wrap("a bbbbbbb c", 3.0), ["a", "bbb", "bbb", "b c"]);
        assert_eq!(wrap("", 3.0), [""]);
        assert_eq!(wrap("食塩税", 4.0), ["食塩", "税"]);
    }
}
