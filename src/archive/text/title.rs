//! Recognizes the title of a text by its form and by what follows it.

use super::dated::is_date_line;
use super::frame;

/// The maximum length of a title, in characters.
const TITLE: usize = 160;

/// Returns whether a line is a rule of hyphens, equal signs or the like.
pub fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '=' | '-' | '_' | '*'))
}

/// Returns whether a line looks like a title: short, without a final full stop, followed by a blank line, a longer line,
/// or lines with author and date.
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

/// Returns the length of a title of two lines, if lines with author, newspaper or date follow it.
pub fn wrapped(text: &str) -> Option<usize> {
    let (first, rest) = text.split_once('\n')?;
    let second = rest.split('\n').next()?;
    let is_title = is_title_line(first.trim())
        && is_title_line(second.trim())
        && second.trim_start().starts_with(char::is_lowercase)
        && has_frame(second.trim(), &rest[second.len()..]);
    is_title.then_some(first.len() + 1 + second.len())
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
