//! Determines how the lines of a text form paragraphs, from the lengths and the indentation of the lines.
//!
//! News wires, mail and older collections wrap their text at a fixed width. In such text, a line end is a space, and a
//! paragraph begins after a blank line, at an indented line, or after a short line. In other text, blank lines separate
//! paragraphs if there are any; otherwise each line is a paragraph.

mod line;

use line::Line;

/// The way in which the paragraphs of a text are separated.
#[derive(Debug, PartialEq, Eq)]
pub enum Lines {
    /// Each line is a paragraph.
    Each,
    /// Blank lines separate paragraphs, and other line ends are spaces.
    Blank,
    /// The text is hard-wrapped. Contains the byte offsets of the lines that begin a paragraph, in order.
    Wrapped(Vec<usize>),
}

/// The number of lines from which the layout of a text is determined.
const SAMPLE: usize = 2_000;
/// The maximum width, in columns, at which text is wrapped. Longer lines are unwrapped paragraphs.
const WIDEST: usize = 160;
/// The minimum width, in columns, at which text is wrapped.
const NARROWEST: usize = 18;
/// The minimum number of wrapped lines in a wrapped text if letter case gives no evidence.
const CASELESS: usize = 3;

impl Lines {
    /// Determines the layout of a text.
    pub fn of(text: &str) -> Lines {
        if !text.contains('\n') {
            return Lines::Each;
        }
        // The widths alone show that most texts are not wrapped.
        let widths = line::widths(text).take(SAMPLE);
        let Some(width) = usual_width(widths.collect()) else { return Lines::unwrapped(text) };
        let mut lines: Vec<Line> = Line::all(text).take(SAMPLE).collect();
        let Some(setting) = Setting::of(&lines, width) else { return Lines::unwrapped(text) };
        if lines.len() == SAMPLE {
            lines = Line::all(text).collect();
        }
        let begins = |at: &usize| setting.begins_paragraph(&lines, *at);
        Lines::Wrapped((1..lines.len()).filter(begins).map(|at| lines[at].start).collect())
    }

    /// Returns the layout of a text that is not wrapped.
    fn unwrapped(text: &str) -> Lines {
        match line::are_separated(text) {
            true => Lines::Blank,
            false => Lines::Each,
        }
    }
}

/// The layout of a wrapped text.
#[derive(Debug)]
struct Setting {
    /// The width, in columns, that most full lines reach.
    width: usize,
    /// The width, in columns, below which the next word would have been put on the same line.
    limit: usize,
    /// The indentation of the lines that continue a paragraph.
    base: usize,
    /// Whether indented lines begin paragraphs.
    indents: bool,
    /// Whether blank lines separate paragraphs.
    blanks: bool,
}

impl Setting {
    /// Returns the layout of a text whose lines have this usual width, or `None` if it is not wrapped.
    fn of(lines: &[Line], width: usize) -> Option<Setting> {
        let base = lines.iter().skip(1).map(|line| line.indent).min().unwrap_or(0);
        let (mut ends, mut small, mut capital, mut indented) = (0, 0, 0, 0);
        let mut wrapped: Vec<usize> = Vec::new();
        let pairs = || lines.windows(2).filter(|pair| !pair[1].after_blank);
        for pair in pairs() {
            let (line, next) = (&pair[0], &pair[1]);
            if next.indent > line.indent {
                indented += 1;
                continue;
            }
            let hangs = next.indent < line.indent;
            indented += usize::from(hangs);
            // Indented lines that may be one-line paragraphs are not evidence.
            ends += usize::from(hangs || next.indent <= base);
            // A line is wrapped if the next word did not fit and no sentence ends with it.
            let needed = line.with_word_of(next);
            if line.ends_sentence && !hangs || !line.is_full(next, width) {
                continue;
            }
            wrapped.push(needed);
            small += usize::from(next.begins_small || hangs);
            capital += usize::from(next.begins_capital);
        }
        // Lists and headlines may have lines of similar lengths too, but each of those begins with a capital letter.
        let all_capitals = capital > 0 && lines.iter().all(|line| line.is_capitals);
        let cased = capital + small > 0 && !all_capitals;
        let continued = match cased {
            true => small * 4 >= wrapped.len() && small > 0,
            false => wrapped.len() >= CASELESS,
        };
        if !(continued || is_one_sentence(lines, width) && !wrapped.is_empty())
            || wrapped.len() * 10 < ends * 3
            || is_table(lines)
        {
            return None;
        }
        // Up to one line in twenty may have been broken early, before a word that could not be divided.
        let rank = wrapped.len() / 20;
        let (_, limit, _) = wrapped.select_nth_unstable(rank);
        let blanks = lines.iter().filter(|line| line.after_blank).count();
        Some(Setting {
            width,
            limit: *limit,
            base,
            indents: indented > 0 && indented * 15 >= lines.len(),
            blanks: blanks > 0 && blanks * 15 >= lines.len(),
        })
    }

    /// Returns whether a line begins a paragraph of a wrapped text.
    fn begins_paragraph(&self, lines: &[Line], at: usize) -> bool {
        let (line, next) = (&lines[at - 1], &lines[at]);
        if next.after_blank || next.quoted != line.quoted {
            return true;
        }
        let full = line.is_full(next, self.width);
        if next.indent > line.indent {
            // A list item may continue on a line that is indented more than its bullet.
            return !(line.is_item && next.begins_small);
        }
        if next.indent == line.indent && next.indent > self.base {
            // Short lines are one-line paragraphs or a table. In an indented quotation, the lines are full.
            return !full || (line.ends_sentence && self.indents);
        }
        if next.begins_small {
            return false;
        }
        if next.is_item && (line.is_item || line.ends_sentence) {
            return true;
        }
        let strict = self.indents || self.blanks;
        let much_room = line.with_word_of(next) * 10 < self.width * 7;
        match line.ends_sentence {
            true if strict => much_room,
            true => line.with_word_of(next) < self.limit,
            // A dateline may have been removed from the first line, which leaves it short.
            false => much_room && !self.indents && (at > 1 || next.begins_capital),
        }
    }
}

/// Returns whether a short text is one sentence on several lines, which may all begin with a number or a name.
fn is_one_sentence(lines: &[Line], width: usize) -> bool {
    let open = |line: &Line| !line.ends_sentence && !line.after_blank;
    let Some((last, rest)) = lines.split_last() else { return false };
    let ends_once = last.ends_sentence && rest.iter().all(open);
    // A capital letter after a single line end shows that the lines are paragraphs, unless all letters are capitals.
    let least = if lines.iter().all(|line| line.is_capitals) { 1 } else { 2 };
    if !ends_once || !(least..=4).contains(&rest.len()) || width < 40 {
        return false;
    }
    // The first line may be short, because a dateline may have been removed from it.
    let are_full = lines[1..].windows(2).all(|pair| pair[0].is_full(&pair[1], width));
    let has_labels = lines[1..].iter().any(|line| line.is_labelled);
    let are_entries = lines.iter().all(|line| line.begins_capital && line.has_figures);
    are_full && !has_labels && !are_entries
}

/// Returns whether at least half of the lines compare results, as in the reports of companies on news wires.
fn is_table(lines: &[Line]) -> bool {
    lines.iter().filter(|line| line.is_comparison).count() * 2 >= lines.len()
}

/// Returns the width that nine of ten lines do not exceed, or `None` if it is too large or too small for wrapped text.
fn usual_width(mut widths: Vec<usize>) -> Option<usize> {
    let rank = (widths.len() * 9).div_ceil(10).checked_sub(1)?;
    let (_, width, _) = widths.select_nth_unstable(rank);
    (NARROWEST..=WIDEST).contains(width).then_some(*width)
}

#[cfg(test)]
mod tests;
