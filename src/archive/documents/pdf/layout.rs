//! Assembles the characters of a page into paragraphs. Characters on a baseline form lines, and gaps separate columns.
//! Words that are hyphenated at the end of a line are joined.

use std::cmp::Ordering;

use super::line::Line;
use super::running;

/// The lines of a page, in the order of the file.
#[derive(Debug, Default)]
pub struct Page {
    lines: Vec<Line>,
    bytes: usize,
}

impl Page {
    /// Returns the length of the page's text in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a character.
    pub fn character(&mut self, x: f64, y: f64, width: f64, size: f64, text: &str) {
        if !(x.is_finite() && y.is_finite() && width.is_finite() && size.is_finite()) {
            return;
        }
        self.bytes += text.len();
        let blank = text.trim().is_empty();
        if let Some(last) = self.lines.last_mut() {
            let gap = x - last.end;
            let on_line = (y - last.y).abs() < 0.5 * last.size.max(1.0);
            if on_line && gap > -0.6 * last.size && gap < 1.8 * last.size.max(1.0) {
                if blank || gap > 0.15 * last.size && !last.text.ends_with(' ') {
                    last.text.push(' ');
                }
                if !blank {
                    push(text, &mut last.text);
                }
                last.end = x + width;
                last.size = last.size.max(size);
                return;
            }
        }
        if !blank {
            let mut line = Line { x, end: x + width, y, size, text: String::new() };
            push(text, &mut line.text);
            self.lines.push(line);
        }
    }
}

/// Appends text, with ligatures replaced by their letters.
fn push(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '\u{ad}' => out.push('-'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

/// Returns the title, if a line of the first page is larger than the text, and the paragraphs.
pub fn text(pages: Vec<Page>) -> (Option<String>, Vec<String>) {
    let mut title = None;
    let mut paragraphs: Vec<String> = Vec::new();
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(|page| page.lines).collect();
    if let Some(first) = pages.first_mut() {
        *first = ordered(std::mem::take(first));
        title = take_title(first);
    }
    running::remove(&mut pages);
    let mut last: Option<Line> = None;
    for (number, page) in pages.into_iter().enumerate() {
        let lines = if number == 0 { page } else { ordered(page) };
        for (at, line) in lines.into_iter().enumerate() {
            let on_page = at > 0 || number == 0;
            let continues = last.as_ref().is_some_and(|last| match on_page {
                true => continues(last, &line),
                false => has_same_size(last, &line) && is_unfinished(last, &line),
            });
            match paragraphs.last_mut() {
                Some(paragraph) if continues => join(paragraph, line.text.trim()),
                _ => paragraphs.push(line.text.trim().to_string()),
            }
            last = Some(line);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    (title, paragraphs)
}

/// Returns whether a line continues the paragraph of the previous one: below it at the usual distance, or at the top of
/// the next column in the middle of a sentence.
fn continues(last: &Line, line: &Line) -> bool {
    let size = last.size.max(line.size).max(1.0);
    let step = line.y - last.y;
    let below = step > -0.5 * size && step < 1.75 * size && line.x < last.end && line.end > last.x;
    let next_column = step < -3.0 * size && line.x >= last.end - size;
    let indented = line.x > last.x + 0.8 * size
        && step > 0.5 * size
        && last.text.ends_with(['.', '!', '?', '”', '"']);
    let goes_on = below && !indented || next_column && is_unfinished(last, line);
    has_same_size(last, line) && goes_on
}

fn has_same_size(last: &Line, line: &Line) -> bool {
    (last.size - line.size).abs() < 0.15 * last.size.max(line.size).max(1.0)
}

/// Returns whether a sentence continues from one line to the next.
fn is_unfinished(last: &Line, line: &Line) -> bool {
    !last.text.trim_end().ends_with(['.', '!', '?', ':', '”', '"'])
        && line.text.starts_with(|c: char| c.is_lowercase())
}

/// Appends a line to its paragraph. A hyphen before a lower-case letter belongs to a hyphenated word.
fn join(paragraph: &mut String, line: &str) {
    let broken = paragraph.ends_with(['-', '‐'])
        && paragraph.chars().rev().nth(1).is_some_and(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    if broken {
        paragraph.pop();
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// Removes the title from the lines of the first page: the largest line, and the lines of the same size after it.
fn take_title(lines: &mut Vec<Line>) -> Option<String> {
    let mut sizes: Vec<f64> =
        lines.iter().flat_map(|line| vec![line.size; line.text.len().div_ceil(20)]).collect();
    sizes.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    let usual = *sizes.get(sizes.len() / 2)?;
    let words = |line: &Line| line.text.split_whitespace().count();
    let largest =
        lines.iter().filter(|line| words(line) >= 2).map(|line| line.size).fold(0.0, f64::max);
    if largest < 1.2 * usual {
        return None;
    }
    let is_title = |line: &Line| (line.size - largest).abs() < 0.05 * largest;
    let first = lines.iter().position(|line| is_title(line) && words(line) >= 2)?;
    let count = lines[first..].iter().take_while(|line| is_title(line)).count().min(5);
    let text: Vec<&str> = lines[first..first + count].iter().map(|line| line.text.trim()).collect();
    let mut title = String::new();
    for line in &text {
        if title.is_empty() { title.push_str(line) } else { join(&mut title, line) }
    }
    if title.chars().count() > 250 {
        return None;
    }
    lines.drain(first..first + count);
    Some(title)
}

/// Returns the lines in reading order. Most files already have this order. Columns that are written row by row are
/// separated.
fn ordered(lines: Vec<Line>) -> Vec<Line> {
    let rows = lines.windows(2).filter(|pair| {
        (pair[0].y - pair[1].y).abs() < 0.3 * pair[0].size && pair[1].x > pair[0].end + pair[0].size
    });
    let rows = rows.count();
    let upward = lines.windows(2).filter(|pair| pair[1].y < pair[0].y - pair[0].size).count();
    let scattered = upward * 4 > lines.len().max(8);
    if rows * 4 < lines.len().max(8) && !scattered {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    cut(lines, 0, &mut out);
    out
}

/// Recursively splits lines at the widest gap between columns, or else between rows.
fn cut(lines: Vec<Line>, depth: usize, out: &mut Vec<Line>) {
    if lines.len() < 2 || depth > 40 {
        out.extend(lines);
        return;
    }
    let size = lines.iter().map(|line| line.size).sum::<f64>() / lines.len() as f64;
    let across = gap(lines.iter().map(|line| (line.x, line.end)).collect());
    let down = gap(lines.iter().map(|line| (line.y - line.size, line.y)).collect());
    let (by_column, at) = match (across, down) {
        (Some((width, at)), _) if width > 0.7 * size => (true, at),
        (_, Some((height, at))) if height > 0.2 * size => (false, at),
        _ => {
            let mut lines = lines;
            lines.sort_by(|a, b| {
                let same = (a.y - b.y).abs() < 0.3 * a.size.max(b.size);
                let order = if same { a.x.partial_cmp(&b.x) } else { a.y.partial_cmp(&b.y) };
                order.unwrap_or(Ordering::Equal)
            });
            out.extend(lines);
            return;
        }
    };
    let (first, second) =
        lines.into_iter().partition(|line| if by_column { line.x < at } else { line.y <= at });
    cut(first, depth + 1, out);
    cut(second, depth + 1, out);
}

/// Returns the widest gap between ranges: its width and its middle.
fn gap(mut stretches: Vec<(f64, f64)>) -> Option<(f64, f64)> {
    stretches.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal));
    let mut end = stretches.first()?.1;
    let mut widest: Option<(f64, f64)> = None;
    for (from, to) in stretches {
        if from > end && widest.is_none_or(|(width, _)| from - end > width) {
            widest = Some((from - end, (from + end) / 2.0));
        }
        end = end.max(to);
    }
    widest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(page: &mut Page, x: f64, y: f64, size: f64, text: &str) {
        for (number, c) in text.chars().enumerate() {
            let at = x + number as f64 * size / 2.0;
            page.character(at, y, size / 2.0, size, &c.to_string());
        }
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let left = ["The lamp was lit by the kee-", "per at ﬁve,", "and boats lay off."];
        let right = ["They stayed until", "midnight and", "went home."];
        for by_row in [false, true] {
            let mut page = Page::default();
            write(&mut page, 50.0, 40.0, 24.0, "Lamp lit again");
            let at = |row: usize| 80.0 + 12.0 * row as f64;
            if by_row {
                for row in 0..3 {
                    write(&mut page, 50.0, at(row), 10.0, left[row]);
                    write(&mut page, 300.0, at(row), 10.0, right[row]);
                }
            } else {
                (0..3).for_each(|row| write(&mut page, 50.0, at(row), 10.0, left[row]));
                (0..3).for_each(|row| write(&mut page, 300.0, at(row), 10.0, right[row]));
            }
            let (title, paragraphs) = text(vec![page]);
            assert_eq!(title.as_deref(), Some("Lamp lit again"));
            assert_eq!(
                paragraphs,
                [
                    "The lamp was lit by the keeper at five, and boats lay off.",
                    "They stayed until midnight and went home."
                ]
            );
        }
    }

    #[test]
    fn places_that_are_no_numbers_are_left_out() {
        let mut page = Page::default();
        page.character(f64::NAN, 0.0, 1.0, 1.0, "a");
        page.character(0.0, f64::INFINITY, 1.0, 1.0, "a");
        assert_eq!(text(vec![page]), (None, Vec::new()));
    }
}
