//! Recognizes the title of a text by its form and by what follows it.

use super::dated::{is_date_line, is_rule};
use super::{frame, people};

/// The maximum length of a title, in characters.
const TITLE: usize = 160;

/// Returns whether a line looks like a title: short, without a final full stop, followed by a blank line, a longer
/// line, or lines with author and date.
pub fn reads_as_title(line: &str, rest: &str) -> bool {
    if rest.trim().is_empty() {
        return false;
    }
    if !is_title_line(line) {
        // Old newspapers end their titles with a full stop.
        let stopped = line.strip_suffix('.').filter(|line| is_title_line(line));
        return stopped.is_some_and(|line| !line.contains(". ") && has_frame(line, rest));
    }
    if ends_title(line, rest) {
        return true;
    }
    if line.starts_with(char::is_lowercase) {
        return false;
    }
    // The lines of a wrapped paragraph have about the same length.
    let (length, next) = (line.chars().count(), next_line(rest).chars().count());
    next > length && (length < 45 || next * 2 >= length * 3)
}

/// Returns the length of a title of two lines, if lines with author, newspaper or date follow it, or a blank line and
/// longer text.
pub fn wrapped(text: &str) -> Option<usize> {
    let (first, rest) = text.split_once('\n')?;
    let second = rest.split('\n').next()?;
    let below = &rest[second.len()..];
    let (one, two) = (first.trim(), second.trim());
    let is_title = is_title_line(one)
        && is_title_line(two)
        && two.starts_with(char::is_lowercase)
        && people::byline(two).is_none()
        && (has_frame(two, below) || is_apart(one, two, below));
    is_title.then_some(first.len() + 1 + second.len())
}

/// Returns whether two lines are apart from the text below them, which has sentences where they have none.
fn is_apart(first: &str, second: &str, below: &str) -> bool {
    let mut lines = below.trim_start_matches('\n').split('\n').map(str::trim);
    let is_plain = |line: &str| !line.contains(". ") && !line.ends_with(['!', '?', '"', '”', '»']);
    let paragraph: Vec<&str> =
        lines.by_ref().take_while(|line| !line.is_empty()).take(50).collect();
    let length: usize = paragraph.iter().map(|line| line.len()).sum();
    let is_said = paragraph.last().is_some_and(|line| line.ends_with(['.', '!', '?', '"', '”']));
    below.starts_with("\n\n")
        && is_plain(first)
        && is_plain(second)
        && first.len() + second.len() <= TITLE
        && length > first.len().max(second.len())
        && is_said
}

/// The signs around a title that only mark it as one.
const MARKS: [char; 7] = ['*', '#', '=', '_', '~', ' ', '\u{c}'];

/// Returns a title without the signs that only mark it as one: `*** Lamp lit ***`, `# Lamp lit`.
pub fn unmarked(title: &str) -> &str {
    let bare = title.trim_start_matches(MARKS);
    let is_marked = bare.len() < title.len() && bare.contains(char::is_alphabetic);
    // Without a sign before it, one at the end may belong to the title, as in `C#`.
    if is_marked { bare.trim_end_matches(MARKS) } else { title }
}

fn is_title_line(line: &str) -> bool {
    line.chars().count() <= TITLE
        && (line.ends_with("...") || !line.ends_with(['.', ',', ';', ':', '。', '、']))
        && !line.starts_with(['-', '–', '—', '•', '>', '|', '<', '('])
        && line.contains(char::is_alphabetic)
}

/// Returns whether what follows a line ends a title.
fn ends_title(line: &str, rest: &str) -> bool {
    let next = next_line(rest);
    next.is_empty() || is_rule(next) || is_date_line(next) || has_frame(line, rest)
}

fn has_frame(title: &str, rest: &str) -> bool {
    frame::read(rest.strip_prefix('\n').unwrap_or(rest), Some(title)).is_some()
}

/// Returns the line below a line that `rest` follows.
fn next_line(rest: &str) -> &str {
    rest.strip_prefix('\n').unwrap_or(rest).split('\n').next().unwrap_or_default().trim()
}

/// Returns whether a line is one word in capitals directly above a title.
pub fn is_kicker(line: &str, rest: &str) -> bool {
    let below = rest.strip_prefix('\n').unwrap_or(rest);
    let title = below.split('\n').next().unwrap_or_default();
    let is_small = |line: &str| line.contains(char::is_lowercase);
    line.chars().filter(|c| c.is_uppercase()).count() >= 3
        && line.chars().all(|c| c.is_alphabetic() || c == '-')
        && !is_small(line)
        && is_small(title)
        && title.split_whitespace().count() >= 3
        && is_title_line(title.trim())
        && ends_title(title.trim(), &below[title.len()..])
}
