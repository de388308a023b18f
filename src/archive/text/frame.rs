//! The lines between a title and the text of an article: its author, newspaper and date.
//!
//! ```text
//! Lamp lit again
//! By Ada Quill
//! The Skerry Echo
//! May 31, 2025
//! ```

use super::dated::{is_date_line, is_rule, without_date};
use super::labels::{self, Label};
use super::paper::is_paper;
use super::people::{byline, is_contact, is_job, is_person};

/// What a line between a title and the text states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A date and nothing else.
    Date,
    /// The author, after a word such as `By`.
    Byline,
    /// A few words that may be the name of a person.
    Name,
    /// The job of the author.
    Job,
    /// The newspaper or agency.
    Paper,
    /// The section of the newspaper.
    Section,
    /// What the article is about.
    Topics,
    /// The address of the article.
    Address,
    /// Anything that is known not to be text.
    Note,
    /// Anything else.
    Other,
}

/// A line between a title and the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    pub kind: Kind,
    /// The line without its date, and without the label before it.
    pub text: &'a str,
    /// The date before or after the author or the newspaper.
    pub date: Option<&'a str>,
    /// Whether the line says what it states.
    is_labelled: bool,
    /// The number of lines above it, from the first one.
    pub above: u64,
}

impl<'a> Line<'a> {
    fn new(kind: Kind, text: &'a str) -> Self {
        Line { kind, text, date: None, is_labelled: false, above: 0 }
    }
}

/// The maximum number of lines.
const LINES: usize = 6;
/// The maximum length of a line, in characters.
const LENGTH: usize = 90;
/// The maximum number of words of a line that is neither a date nor a byline.
const WORDS: usize = 6;
/// The minimum length, in characters, of a line of text that follows without a blank line.
const TEXT: usize = 45;

/// Returns the lines at the start of a text that state author, newspaper and date, and the length of the text that they
/// take. `title` is the line above.
pub fn read<'a>(text: &'a str, title: Option<&str>) -> Option<(Vec<Line<'a>>, usize)> {
    let mut found = Vec::new();
    // The lines up to here form a complete frame.
    let mut complete = None;
    let mut end = 0;
    for (above, line) in (0..).zip(text.split_inclusive('\n').take(LINES)) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.chars().count() > LENGTH {
            break;
        }
        let parts = parts(trimmed, title);
        let states = |part: &Line| {
            matches!(part.kind, Kind::Date | Kind::Byline)
                || part.date.is_some()
                || part.is_labelled
        };
        let is_stated = parts.iter().any(states);
        let is_short = trimmed.split_whitespace().count() <= WORDS
            && !trimmed.ends_with(['.', ',', ';', ':', '?', '!']);
        if !is_stated && !is_short {
            break;
        }
        found.extend(parts.into_iter().map(|part| Line { above, ..part }));
        end += line.len();
        if is_frame(&found) && ends(&text[end..], is_stated) {
            complete = Some((found.len(), end));
        }
    }
    let (count, end) = complete?;
    found.truncate(count);
    Some((found, end))
}

/// Returns what a line states, which may be several things: `Ada Quill | The Skerry Echo | May 31, 2025`.
fn parts<'a>(line: &'a str, title: Option<&str>) -> Vec<Line<'a>> {
    let whole = of_line(line, title);
    if whole.kind != Kind::Other {
        return vec![whole];
    }
    let split = |mark: &str| -> Vec<Line> {
        line.split(mark).map(|part| of_line(part.trim(), title)).collect()
    };
    let named = |mut parts: Vec<Line<'a>>| {
        // Next to a newspaper, a name is that of the author.
        if parts.iter().any(|part| part.kind == Kind::Paper) {
            for part in parts.iter_mut().filter(|part| part.kind == Kind::Name) {
                part.kind = Kind::Byline;
            }
        }
        parts
    };
    for mark in [" | ", " · ", " • ", " / "].into_iter().filter(|mark| line.contains(mark)) {
        let mut parts = split(mark);
        if is_name_and_place(&parts) {
            parts[1].kind = Kind::Note;
            return parts;
        }
        let states =
            |part: &Line| matches!(part.kind, Kind::Date | Kind::Byline) || part.date.is_some();
        let others = parts.iter().filter(|part| part.kind == Kind::Other).count();
        if others == 0 {
            return named(parts);
        }
        // One part may be a section or a place.
        let is_short = |part: &Line| part.text.split_whitespace().count() <= 3;
        if others == 1
            && parts.iter().any(states)
            && parts.iter().all(|part| part.kind != Kind::Other || is_short(part))
        {
            parts
                .iter_mut()
                .filter(|part| part.kind == Kind::Other)
                .for_each(|part| part.kind = Kind::Note);
            return named(parts);
        }
    }
    let mut parts = split(", ");
    match parts.iter().map(|part| part.kind).collect::<Vec<_>>()[..] {
        [Kind::Name, Kind::Paper] => named(parts),
        _ if is_name_and_place(&parts) => {
            parts[1].kind = Kind::Note;
            parts
        }
        _ => vec![whole],
    }
}

/// Returns whether the parts of a line are a name and one capitalized word, such as a place.
fn is_name_and_place(parts: &[Line]) -> bool {
    let is_word = |text: &str| text.starts_with(char::is_uppercase) && !text.contains(' ');
    matches!(parts, [name, place] if name.kind == Kind::Name && place.kind == Kind::Other && is_word(place.text))
}

/// Returns whether lines state a date or an author, and nothing that may belong to the text.
fn is_frame(lines: &[Line]) -> bool {
    let states = |kind: Kind| lines.iter().any(|line| line.kind == kind);
    let dated = lines.iter().any(|line| line.kind == Kind::Date || line.date.is_some());
    let last = lines.last().map(|line| line.kind);
    let stated = dated || states(Kind::Byline) || lines.iter().any(|line| line.is_labelled);
    // A line that states none of these may be the place or the employer, between two lines that do.
    // So may one word in capitals above them.
    let is_place = |text: &str| text.chars().all(char::is_uppercase);
    let first_is_known =
        lines.first().is_some_and(|line| line.kind != Kind::Other || is_place(line.text));
    let others = lines.iter().filter(|line| line.kind == Kind::Other).count();
    let names = lines.iter().filter(|line| line.kind == Kind::Name).count();
    // A few capitalized words below a date may be a place.
    let name = lines.iter().position(|line| line.kind == Kind::Name).unwrap_or(0);
    let below_name =
        lines[name..].iter().any(|line| line.kind == Kind::Date || line.date.is_some());
    stated
        && first_is_known
        && last != Some(Kind::Other)
        && others <= 1
        && (names == 0 || names == 1 && below_name)
        && (!states(Kind::Job) || states(Kind::Byline) || names == 1)
}

/// Returns whether the text goes on in another paragraph, or in a line that is too long for a name or a date.
fn ends(rest: &str, stated: bool) -> bool {
    let next = rest.split('\n').next().unwrap_or_default().trim();
    next.is_empty() && !rest.trim().is_empty()
        || is_rule(next)
        || stated && next.chars().count() >= TEXT
}

/// Returns what a line states.
pub fn of_line<'a>(line: &'a str, title: Option<&str>) -> Line<'a> {
    if is_date_line(line) {
        return Line::new(Kind::Date, line);
    }
    if is_address(line) {
        return Line { is_labelled: true, ..Line::new(Kind::Address, line) };
    }
    let (text, date) = without_date(line);
    if let Some((label, value)) = labels::of(text) {
        let kind = match label {
            Label::Author => Kind::Byline,
            Label::Source => Kind::Paper,
            Label::Section => Kind::Section,
            Label::Topics => Kind::Topics,
            Label::Address => Kind::Address,
            Label::Note => Kind::Note,
        };
        return Line { date, is_labelled: true, ..Line::new(kind, value) };
    }
    if let Some(names) = byline(text) {
        return Line { date, ..Line::new(Kind::Byline, names) };
    }
    let kind = match () {
        () if is_paper(text) => Kind::Paper,
        () if is_job(text) => Kind::Job,
        () if labels::is_issue(text) || is_contact(text) => Kind::Note,
        () if is_person(text, title) => Kind::Name,
        // The words belong to the date, or the date to the words.
        () => return Line::new(Kind::Other, line),
    };
    Line { date, ..Line::new(kind, text) }
}

/// Returns whether a line is the address of the article.
pub fn is_address(line: &str) -> bool {
    let named = ["https://", "http://"].iter().any(|scheme| line.starts_with(scheme));
    named && !line.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let title = Some("Lamp lit again after dark years");
        read(text, title)
            .map_or_else(Vec::new, |(lines, _)| lines.into_iter().map(|line| line.kind).collect())
    }

    #[test]
    fn lines_below_a_title_state_author_newspaper_and_date() {
        use Kind::{Byline, Date, Job, Name, Other, Paper};
        let text = "The lamp on Skerry Point was lit again on Saturday after eleven dark years.";
        for (lines, expected) in [
            ("By Ada Quill", &[Byline][..]),
            ("BY A. QUILL\nSaturday, May 31, 2025", &[Byline, Date]),
            ("Ada Quill\n1 June 2025", &[Name, Date]),
            ("A. B. van der Quill\n1 June 2025", &[Name, Date]),
            ("By Ada Quill\nThe Skerry Echo\nMay 31, 2025", &[Byline, Paper, Date]),
            ("By Ada Quill and Bo Cook\nStaff Writers", &[Byline, Job]),
            ("By Ada Quill\nStaff Reporter", &[Byline, Job]),
            ("By Ada Quill\nin Skerry\nMay 31, 2025", &[Byline, Other, Date]),
            ("Von Erika Muster, 31. Mai 2025", &[Byline]),
            ("Author: Ada Quill\nPublished: 31 May 2025", &[Byline, Date]),
            ("Skerry Echo, 31 May 2025", &[Paper]),
            ("Ada Quill | Skerry Echo | 31 May 2025", &[Byline, Paper, Date]),
            ("May 31, 2025 | Ada Quill", &[Name]),
            ("SKERRY\n31 May 2025", &[Other, Date]),
            // Two capitalized words without a date may be anything.
            ("Ada Quill", &[]),
            ("Storm Off Skerry Point\nBoats late", &[]),
            ("By Monday the lamp was lit", &[]),
            ("By The Sea", &[]),
            ("Skerry Echo", &[]),
            ("Bank of Skerry\n31 May 2025", &[]),
            ("1 June 2025\nThe keeper said", &[]),
        ] {
            assert_eq!(kinds(&format!("{lines}\n\n{text}\n")), expected, "{lines}");
        }
        assert_eq!(kinds(&format!("By Ada Quill\n{text}\n")), [Byline]);
        assert_eq!(kinds("By Ada Quill\nBoats lay off\nthe point.\n"), []);
        assert_eq!(kinds("By Ada Quill\n"), []);
    }

    #[test]
    fn a_date_is_split_from_the_author() {
        for line in ["By Ada Quill, May 31, 2025", "By Ada Quill | Published May 31, 2025"] {
            let read = of_line(line, None);
            assert_eq!((read.text, read.date), ("By Ada Quill", Some("May 31, 2025")), "{line}");
        }
        assert_eq!(of_line("31 May 2025 - Skerry Echo", None).text, "Skerry Echo");
    }
}
