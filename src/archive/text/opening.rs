//! The start of a text without a header: its title, and the author, newspaper and dates near its top.

use super::dated::{is_date_line, is_rule, within};
use super::frame::{self, Kind, is_address};
use super::title::{is_kicker, reads_as_title, unmarked, wrapped};
use super::{date_words, labels};
use crate::archive::Candidate;

/// The parts at the start of a text.
#[derive(Debug, Default, PartialEq)]
pub struct Opening<'a> {
    /// The title, and its line number, counted from 1.
    pub title: Option<(&'a str, u64)>,
    /// The dates near the top, the most reliable first.
    pub dates: Vec<Candidate>,
    /// Lines before the body, or parts of them, with the names of the headers that they become. They are not part of
    /// the body.
    pub set_aside: Vec<(&'static str, &'a str)>,
    /// The text after these parts.
    pub body: &'a str,
}

/// The number of lines at the top that may hold a date.
const TOP: usize = 8;

impl<'a> Opening<'a> {
    fn set_aside(&mut self, line: &frame::Line<'a>) {
        let name = match line.kind {
            Kind::Date => "timestamp",
            Kind::Byline | Kind::Name | Kind::Job => "byline",
            Kind::Paper => "source",
            Kind::Section => "section",
            Kind::Topics => "topic",
            Kind::Address => "url",
            Kind::Note | Kind::Other => "note",
        };
        match line.kind {
            Kind::Topics => {
                let topics = line.text.split([',', ';', '|']).map(str::trim);
                self.set_aside
                    .extend(topics.filter(|topic| !topic.is_empty()).map(|topic| (name, topic)));
            }
            _ => self.set_aside.push((name, line.text)),
        }
        self.set_aside.extend(line.date.map(|date| ("timestamp", date)));
    }

    fn add_date(&mut self, line: &str, number: u64) {
        let place = format!("line {number}");
        self.dates.push(Candidate { place, written: line.into(), zone: None });
    }
}

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
        let mut end = start + line.len();
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            if number as usize > TOP {
                break;
            }
            let titled = !untitled || opening.title.is_some();
            let title = opening.title.map(|(title, _)| title);
            let framed =
                if titled { frame::read(&text[start..], title) } else { above(&text[start..]) };
            if let Some((found, length)) = framed {
                for line in &found {
                    if let Some(date) = line.date.or((line.kind == Kind::Date).then_some(line.text))
                    {
                        opening.add_date(date, number + line.above);
                    }
                    opening.set_aside(line);
                }
                let below = found.last().map_or(0, |line| line.above);
                (0..below).for_each(|_| _ = lines.next());
                end = (start + length).saturating_sub(1);
            } else if is_date_line(trimmed) {
                opening.add_date(trimmed, number);
                opening.set_aside.push(("timestamp", trimmed));
            } else if is_rule(trimmed)
                && (opening.title.is_some() || !titled && title_follows(&text[end..]))
            {
                opening.set_aside.push(("timestamp", trimmed));
            } else if !titled && is_address(trimmed) && !text[end..].trim().is_empty() {
                opening.set_aside.push(("url", trimmed));
            } else if !titled
                && (is_kicker(trimmed, &text[end..])
                    || labels::is_kind(trimmed) && title_follows(&text[end..]))
            {
                opening.set_aside.push(("kicker", trimmed));
            } else if !titled && is_note(trimmed) && title_follows(&text[end..]) {
                opening.set_aside.push(("note", trimmed));
            } else if !titled && reads_as_title(trimmed, &text[end..]) {
                opening.title = Some((unmarked(trimmed), number));
            } else if let Some(length) = wrapped(&text[start..]).filter(|_| !titled) {
                lines.next();
                end = start + length;
                opening.title = Some((text[start..end].trim(), number));
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
        if opening.set_aside.iter().any(|(_, known)| *known == line) {
            continue;
        }
        let place = format!("line {number}");
        if let Some(written) =
            within(line).filter(|_| opening.dates.iter().all(|one| one.place != place))
        {
            opening.add_date(&written, number);
        }
    }
    // The date of a change counts only if nothing else gives a date.
    opening.dates.sort_by_key(|one| date_words::is_changed(&one.written));
    opening
}

/// Returns the lines above a title that state the newspaper, the author and the date, and their length. They are above
/// a title if one follows, or if they state an author and a date.
fn above(text: &str) -> Option<(Vec<frame::Line<'_>>, usize)> {
    let line = text.split('\n').next()?;
    let first = frame::of_line(line.trim(), None);
    if !matches!(first.kind, Kind::Byline | Kind::Paper) {
        return None;
    }
    let framed = frame::read(text, None).filter(|_| first.kind == Kind::Byline);
    let dated = |line: &frame::Line| line.kind == Kind::Date || line.date.is_some();
    match framed {
        Some((lines, length)) if lines.iter().any(dated) => Some((lines, length)),
        _ => {
            let below = text.get(line.len() + 1..).unwrap_or_default();
            title_follows(below).then(|| (vec![first], line.len() + 1))
        }
    }
}

/// Returns whether the first lines of a text have a title that neither a date nor an author precedes.
fn title_follows(text: &str) -> bool {
    let lines = numbered(text).take(TOP).filter(|(_, _, line)| !line.trim().is_empty());
    let is_frame = |line: &str| {
        is_rule(line)
            || labels::is_kind(line)
            || !matches!(frame::of_line(line, None).kind, Kind::Other | Kind::Name)
    };
    let mut lines = lines.skip_while(|(_, _, line)| is_frame(line.trim()));
    lines
        .next()
        .is_some_and(|(_, start, line)| reads_as_title(line.trim(), &text[start + line.len()..]))
}

/// Returns whether a line above the title says something else than the newspaper and the author.
fn is_note(line: &str) -> bool {
    matches!(frame::of_line(line, None).kind, Kind::Note)
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
    fn author_newspaper_and_date_are_taken_out_of_the_text() {
        let text = "The lamp on Skerry Point was lit again on Saturday after eleven dark years.\n";
        let headers = |opening: &Opening| {
            let all = opening.set_aside.iter().map(|(name, value)| format!("{name}={value}"));
            all.collect::<Vec<_>>().join("|")
        };
        for (top, expected) in [
            (
                "Lamp lit again\nBy Ada Quill\nMay 31, 2025\n\n",
                "byline=By Ada Quill|timestamp=May 31, 2025",
            ),
            ("Lamp lit again\nBy Ada Quill\n\n", "byline=By Ada Quill"),
            (
                "Lamp lit again\nAda Quill\n31 May 2025\n\n",
                "byline=Ada Quill|timestamp=31 May 2025",
            ),
            (
                "Lamp lit again\nBy Ada Quill\nThe Skerry Echo\nMay 31, 2025\n",
                "byline=By Ada Quill|source=The Skerry Echo|timestamp=May 31, 2025",
            ),
            (
                "Lamp lit again\n\nBy Ada Quill\n\n31 May 2025\n\n",
                "byline=By Ada Quill|timestamp=31 May 2025",
            ),
            (
                "Lamp lit again\n\nBy Ada Quill | May 31, 2025\n\n",
                "byline=By Ada Quill|timestamp=May 31, 2025",
            ),
            (
                "Skerry Echo\nMay 31, 2025\n\nLamp lit again\n\n",
                "source=Skerry Echo|timestamp=May 31, 2025",
            ),
            (
                "Skerry Echo, 31 May 2025\n\nLamp lit again\n\n",
                "source=Skerry Echo|timestamp=31 May 2025",
            ),
            ("By Ada Quill\n\nLamp lit again\n\n", "byline=By Ada Quill"),
            (
                "https://skerry.example/lamp\n\nLamp lit again\n\n",
                "url=https://skerry.example/lamp",
            ),
            ("HARBOUR\nLamp lit again\n\n", "kicker=HARBOUR"),
        ] {
            let whole = format!("{top}{text}");
            let opening = read(&whole);
            assert_eq!(opening.title.map(|(title, _)| title), Some("Lamp lit again"), "{top:?}");
            assert_eq!(
                (headers(&opening).as_str(), opening.body.trim_start()),
                (expected, text),
                "{top:?}"
            );
        }
        let opening = read(
            "LAMP LIT AGAIN.\nBY ADA QUILL.\nThe lamp on Skerry Point was lit again on Saturday, after eleven years.\n",
        );
        assert_eq!(opening.title, Some(("LAMP LIT AGAIN.", 1)));
        let whole = format!("Lamp lit again after\neleven years\nBy Ada Quill\n\n{text}");
        assert_eq!(title(&whole), Some("Lamp lit again after\neleven years"));
        // Without a title, the author is none.
        let whole = format!("By Ada Quill\nMay 31, 2025\n\n{text}");
        assert_eq!((read(&whole).title, read(&whole).body.trim()), (None, text.trim()));
        // These are text.
        for top in ["By the sea\n\n", "Skerry Echo\n\n", "Storm Off Skerry Point\n\n"] {
            assert_eq!(read(&format!("Lamp lit again\n\n{top}{text}")).set_aside, [], "{top:?}");
        }
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
