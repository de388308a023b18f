//! The start of a text without a header: its title, and the dates near its top.

use crate::archive::Candidate;
use crate::dates;

/// The parts at the start of a text.
#[derive(Debug, Default, PartialEq)]
pub struct Opening<'a> {
    /// The title, and its line number, counted from 1.
    pub title: Option<(&'a str, u64)>,
    /// The dates near the top, the most reliable first.
    pub dates: Vec<Candidate>,
    /// Lines before the body that hold a date, or a rule below the title. They are not part of the body.
    pub set_aside: Vec<&'a str>,
    /// The text after these parts.
    pub body: &'a str,
}

/// The number of lines at the top that may hold a date.
const TOP: usize = 8;
/// The maximum length, in characters, of a title, and of a line with a date.
const TITLE: usize = 160;
const DATED: usize = 90;
/// The number of bytes of a paragraph that are searched for its dateline.
const DATELINE: usize = 160;

/// Reads the start of a text.
pub fn read(text: &str) -> Opening<'_> {
    of(text, true)
}

/// Reads the start of a text whose title is known.
pub fn below_title(text: &str) -> Opening<'_> {
    of(text, false)
}

fn of(text: &str, untitled: bool) -> Opening<'_> {
    let mut opening = Opening { body: text, ..Opening::default() };
    let mut lines = numbered(text).peekable();
    let mut at = 0;
    while let Some((number, start, line)) = lines.peek().copied() {
        let end = start + line.len();
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            if number as usize > TOP {
                break;
            }
            let is_rule = opening.title.is_some() && is_rule(trimmed);
            if is_date_line(trimmed) {
                opening.dates.push(Candidate {
                    place: format!("line {number}"),
                    written: trimmed.into(),
                    zone: None,
                });
                opening.set_aside.push(trimmed);
            } else if is_rule {
                opening.set_aside.push(trimmed);
            } else if untitled && opening.title.is_none() && reads_as_title(trimmed, &text[end..]) {
                opening.title = Some((trimmed, number));
            } else {
                break;
            }
        }
        lines.next();
        at = (end + 1).min(text.len());
    }
    opening.body = text.get(at..).unwrap_or_default();
    // The date may also be at the end of a byline, or in the dateline of the first paragraph.
    for (number, _, line) in numbered(text).filter(|(_, _, line)| !line.trim().is_empty()).take(TOP)
    {
        let line = line.trim();
        if opening.set_aside.contains(&line) {
            continue;
        }
        if let Some(written) = within(line) {
            opening.dates.push(Candidate { place: format!("line {number}"), written, zone: None });
        }
    }
    opening
}

/// Returns lines with their numbers, counted from 1, and their positions.
fn numbered(text: &str) -> impl Iterator<Item = (u64, usize, &str)> {
    let mut start = 0;
    (1..).zip(text.split('\n')).map(move |(number, line)| {
        let from = start;
        start += line.len() + 1;
        (number, from, line)
    })
}

/// Returns whether a line is a rule of hyphens, equal signs or the like.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '=' | '-' | '_' | '*'))
}

/// Returns whether a line holds only a date, possibly after a label.
fn is_date_line(line: &str) -> bool {
    const NAMES: [&str; 12] = [
        "date",
        "published",
        "published on",
        "posted",
        "posted on",
        "issued",
        "datum",
        "publié le",
        "fecha",
        "data",
        "veröffentlicht",
        "pubdate",
    ];
    if line.chars().count() > DATED || !line.contains(|c: char| c.is_numeric()) {
        return false;
    }
    if dates::whole(line)
        .is_some_and(|found| found.date.precision >= crate::article::Precision::Month)
    {
        return true;
    }
    let lower = line.to_lowercase();
    NAMES.iter().any(|name| {
        let rest = lower.strip_prefix(name).map(|rest| rest.trim_start_matches([':', ' ']));
        rest.is_some_and(|rest| {
            rest.len() < line.len()
                && dates::stated(rest, dates::Orders::ANY).is_some_and(|one| !one.part)
        })
    })
}

/// Returns the date in a short line with a few other words, or in the dateline of a paragraph.
fn within(line: &str) -> Option<String> {
    let head = &line[..line.floor_char_boundary(DATELINE)];
    let short = line.chars().count() <= DATED && !line.ends_with(['.', '!', '?']);
    let mut found = dates::all(head);
    let (start, first) = found.next()?;
    let alone = found.next().is_none();
    let written = &head[start..start + first.length];
    let rest = &head[start + first.length..];
    let few = line[..start].split_whitespace().count() <= 6 && rest.split_whitespace().count() <= 4;
    // `LONDON, May 31, 2019 (Agency) - …`: capitals before the date, a dash after it.
    let capitals =
        line[..start].chars().filter(|c| c.is_alphabetic()).take(4).all(char::is_uppercase);
    let dash = rest.char_indices().take(40).any(|(at, c)| {
        let after = &rest[at + c.len_utf8()..];
        matches!(c, '-' | '–' | '—')
            && rest[..at].ends_with([' ', ')'])
            && after.strip_prefix('-').unwrap_or(after).starts_with(' ')
    });
    let dateline = dash && capitals && start <= 60;
    (short && few && alone || dateline).then(|| written.to_string())
}

/// Returns whether a line looks like a title: short, without a final period, followed by a blank line or a longer one.
fn reads_as_title(line: &str, rest: &str) -> bool {
    let length = line.chars().count();
    let plain = length <= TITLE
        && (line.ends_with("...") || !line.ends_with(['.', ',', ';', ':', '。', '、']))
        && !line.starts_with(['-', '–', '—', '•', '>', '|', '<', '('])
        && line.contains(char::is_alphabetic);
    if !plain || rest.trim().is_empty() {
        return false;
    }
    let next =
        rest.strip_prefix('\n').unwrap_or(rest).split('\n').next().unwrap_or_default().trim();
    if next.is_empty() || is_rule(next) || is_date_line(next) {
        return true;
    }
    if line.starts_with(char::is_lowercase) {
        return false;
    }
    // The lines of a wrapped paragraph have about the same length.
    let next = next.chars().count();
    next > length && (length < 45 || next * 2 >= length * 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<&str> {
        read(text).title.map(|(title, _)| title)
    }

    #[test]
    fn a_first_line_is_a_title_if_it_reads_like_one() {
        let wrapped = "The lamp on Skerry Point was lit again on Saturday after eleven dark\nyears, and boats lay off the point until midnight to see the first of its\nturns.\n";
        for (text, expected) in [
            ("Lamp lit again\n\nThe lamp was lit.\n", Some("Lamp lit again")),
            (
                "\n  Lamp lit again \nThe lamp on Skerry Point was lit again.\n",
                Some("Lamp lit again"),
            ),
            ("Is the lamp lit?\n\nIt is.\n", Some("Is the lamp lit?")),
            ("eLamp now lit...\n\nIt is.\n", Some("eLamp now lit...")),
            ("lit again on\nSaturday after eleven dark years\n", None),
            ("The lamp was lit.\n\nBoats lay off the point.\n", None),
            ("Lamp lit again\n", None),
            (wrapped, None),
            (
                "THE LAMP\nThe lamp on Skerry Point was lit\nagain on Satur-\nday.\n",
                Some("THE LAMP"),
            ),
            ("31 May 2019\n\nLamp lit again\n\nText.\n", Some("Lamp lit again")),
            ("Lamp lit again\n==============\nText.\n", Some("Lamp lit again")),
            ("", None),
        ] {
            assert_eq!(title(text), expected, "{text:?}");
        }
    }

    #[test]
    fn dates_near_the_top_are_candidates() {
        let written = |text: &str| {
            read(text).dates.into_iter().map(|one| one.written).collect::<Vec<_>>().join("|")
        };
        assert_eq!(written("Lamp lit\n31 May 2019\n\nText.\n"), "31 May 2019");
        assert_eq!(written("Lamp lit\nDate: 31 May 2019\n\nText.\n"), "Date: 31 May 2019");
        assert_eq!(written("Lamp lit\n\nBy Ann Lee, 31 May 2019\n\nText.\n"), "31 May 2019");
        assert_eq!(
            written("Lamp lit\n\nSKERRY, May 31, 2019 (Echo) - The lamp was lit.\n"),
            "May 31, 2019"
        );
        assert_eq!(
            written(
                "Lamp lit\n\nBy Ann Lee\nStaff Writer\n\nSKERRY, May 31, 2019 -- The lamp was lit.\n"
            ),
            "May 31, 2019"
        );
        assert_eq!(
            written("Lamp lit\n\nIt was dark since May 31, 2019, when the bearing broke.\n"),
            ""
        );
        assert_eq!(read("Lamp lit\n31 May 2019\n\nText.\n").body.trim(), "Text.");
        assert_eq!(read("1984\n\nIt was a bright cold day.\n").dates, []);
    }

    #[test]
    fn any_text_is_read_whole() {
        for text in
            ["\n\n\n", "a", "\u{feff}é\r\nb", "== \n--\n", "- - -\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"]
        {
            let opening = read(text);
            assert!(text.ends_with(opening.body), "{text:?}");
        }
    }
}
