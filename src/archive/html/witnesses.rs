//! The dates found on a page, in the order in which they are looked for.

use crate::archive::Candidate;
use crate::dates::{self, Orders};

use super::scan::Holder;

/// Phrases before a publication date.
const SAID: [&str; 40] = [
    "published",
    "posted",
    "date",
    "first published",
    "published on",
    "posted on",
    "created",
    "written",
    "veröffentlicht",
    "veröffentlicht am",
    "erstellt",
    "erstellt am",
    "stand",
    "publiziert am",
    "datum",
    "erschienen am",
    "geschrieben am",
    "eingestellt am",
    "publié",
    "publié le",
    "le",
    "mis en ligne le",
    "pubblicato",
    "pubblicato il",
    "data",
    "notizia del",
    "publicado",
    "publicado el",
    "publicado em",
    "fecha",
    "gepubliceerd",
    "gepubliceerd op",
    "geplaatst op",
    "publicerad",
    "publisert",
    "udgivet",
    "opublikowano",
    "data publikacji",
    "опубликовано",
    "julkaistu",
];

/// Phrases before the date of a change.
const CHANGED: [&str; 18] = [
    "updated",
    "last updated",
    "updated on",
    "last update",
    "last modified",
    "last edited",
    "modified",
    "revised",
    "zuletzt aktualisiert",
    "aktualisiert",
    "aktualisiert am",
    "letzte änderung",
    "zuletzt geändert",
    "geändert am",
    "zuletzt am",
    "mis à jour le",
    "actualizado",
    "ultimo aggiornamento",
];

/// The minimum length, in bytes, of a phrase that may end a longer text before a date. Shorter words are ambiguous
/// there.
const UNMISTAKABLE: usize = 6;

/// The maximum length, in bytes, of a date whose parts are written together.
const CLOSE: usize = 24;

/// The maximum length, in bytes, of a date as written.
const WRITTEN: usize = 64;

/// The maximum length, in bytes, of the label of a date.
const LABEL: usize = 64;

/// Returns whether a text before a date calls it the date of a change.
pub fn is_changed(before: &str) -> bool {
    let before = before.trim().trim_end_matches([':', ' ', '\u{a0}']).to_lowercase();
    // A label is short, and comes after the last punctuation mark.
    let label = before.rsplit(['.', '|', '•', '·', '\n', ',']).next().unwrap_or_default();
    CHANGED.iter().any(|word| before.ends_with(word))
        || label.len() < LABEL && dates::says_changed(label)
}

/// Returns the moment of a number of seconds, or fractions of them, since 1970.
fn epoch(value: &str) -> Option<String> {
    let is_number = value.len() >= 9 && value.bytes().all(|byte| byte.is_ascii_digit());
    let found = dates::stated(value, Orders::ANY).filter(|_| is_number)?.found;
    found.zoned.then(|| found.date.wall.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// The maximum number of candidates of a page.
const MOST: usize = 60;

/// The dates found so far.
#[derive(Default)]
pub struct Found {
    candidates: Vec<Candidate>,
    /// Dates that belong to lists of other articles.
    late: Vec<Candidate>,
}

impl Found {
    /// Returns the dates, the most reliable first. Dates that belong to lists of other articles come last.
    pub fn all(mut self) -> Vec<Candidate> {
        self.candidates.append(&mut self.late);
        self.candidates
    }

    /// Adds a date as written.
    pub fn add(&mut self, place: &str, written: &str) {
        if is_zero(written) {
            return;
        }
        let (place, written) = (place.to_string(), written.to_string());
        let one = Candidate { place, written, zone: None };
        if self.candidates.len() < MOST && !self.candidates.contains(&one) {
            self.candidates.push(one);
        }
    }

    /// Adds a value that is a date, or contains one.
    pub fn whole(&mut self, place: &str, value: &str) {
        let value = value.trim();
        if let Some(moment) = epoch(value) {
            return self.add(&format!("{place} ({value})"), &moment);
        }
        let day = value.get(..10).filter(|day| value[10..].starts_with(['T', ' ']) && is_day(day));
        if is_day(value) {
            self.add(place, value);
        } else if let Some(day) = day {
            // If the time of day cannot be read, the day is still useful.
            self.add(place, day);
        } else if let Some((start, found)) = dates::all(value).next() {
            self.add(place, &value[start..start + found.length]);
        } else if value.len() < WRITTEN && value.contains(|c: char| c.is_ascii_digit()) {
            // A value that cannot be read is quoted in the article's provenance.
            self.add(place, value);
        }
    }

    /// Returns whether no date was found.
    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty() && self.late.is_empty()
    }

    /// Adds the first date of a text.
    pub fn first_of(&mut self, place: &str, text: &str) {
        if let Some((start, found)) = dates::all(text).next() {
            self.add(place, &text[start..start + found.length]);
        }
    }

    /// Adds the first date of a text, one paragraph per line, that is not in the middle of running text.
    pub fn outside_prose(&mut self, place: &str, text: &str) {
        for line in text.lines() {
            let before = self.candidates.len();
            match is_prose(line) {
                true => self.leading(place, line),
                false => self.first_of(place, line),
            }
            if self.candidates.len() > before {
                break;
            }
        }
    }

    /// Adds the publication date from a text near an article: the date that the text says is the publication date, or
    /// else the first that is not called the date of a change. `orders` are the orders of day and month in the text's
    /// language.
    pub fn beside(&mut self, place: &str, text: &str, orders: Orders) {
        // Converts digits of other scripts and years of eras.
        let text = &*dates::plain(text);
        if let Some((start, found)) = dates::published_in(text, Orders::ANY) {
            self.add(place, &text[start..start + found.length]);
        }
        // A two-digit year is only understood with `orders`, so the date is stored in ISO 8601.
        if let Some((start, found)) = dates::published_in(text, orders)
            && found.readings.is_none()
            && dates::prefix(&text[start..]).is_none()
        {
            let written = &text[start..start + found.length];
            self.add(&format!("{place} ({written})"), &found.date.first_day().to_string());
        }
    }

    /// Adds the date at the start of a text, if it stands apart. In the middle of a sentence, it is a date that the
    /// article is about.
    pub fn leading(&mut self, place: &str, text: &str) {
        if let Some(found) = dates::prefix(text).filter(is_whole_day)
            && stands_apart(text, &text[found.length..])
        {
            self.add(place, &text[..found.length]);
        }
    }

    /// Adds the dates of elements of one kind. Dates on many days belong to a list of other articles.
    pub fn tier<'a>(&mut self, place: &str, holders: impl Iterator<Item = &'a Holder>) {
        let before = self.candidates.len();
        for holder in holders {
            match &holder.moment {
                Some(moment)
                    if is_day(moment.trim())
                        || epoch(moment.trim()).is_some()
                        || dates::all(moment).next().is_some() =>
                {
                    self.whole(place, moment);
                }
                _ => {
                    let text = dates::plain(&holder.text);
                    match dates::all(&text).next() {
                        // Day, month and year may each have an element of their own.
                        None if text.contains(" | ") => {
                            self.first_of(place, &text.replace(" | ", " "));
                        }
                        // So may they without a space between them, `14May2019`, which only styles separate.
                        None if text.len() < CLOSE => self.close(place, &text),
                        _ => self.first_of(place, &text),
                    }
                }
            }
        }
        let days: std::collections::BTreeSet<_> = self.candidates[before..]
            .iter()
            .filter_map(|one| dates::whole(&one.written))
            .map(|found| found.date.first_day())
            .collect();
        if days.len() > DAYS {
            self.late.extend(self.candidates.drain(before..));
        }
    }

    /// Adds the date that a short text consists of, if its parts are written together.
    fn close(&mut self, place: &str, text: &str) {
        let stated = dates::stated(text, Orders::ANY).filter(|stated| !stated.part);
        if let Some(stated) = stated
            && stated.found.date.precision >= crate::article::Precision::Day
            && text.contains(char::is_alphabetic)
        {
            self.add(&format!("{place} ({text})"), &stated.found.date.first_day().to_string());
        }
    }

    /// Adds the first date that a text calls the publication date.
    pub fn said(&mut self, place: &str, text: &str) {
        self.after(place, text, &SAID);
    }

    /// Adds the first date that a text calls the date of a change.
    pub fn said_to_be_changed(&mut self, place: &str, text: &str) {
        self.after(place, text, &CHANGED);
    }

    fn after(&mut self, place: &str, text: &str, words: &[&str]) {
        let said = dates::all(text).find(|(start, _)| {
            let before = &text[text.floor_char_boundary(start.saturating_sub(32))..*start];
            // A label may be on a separate line.
            let label = before.trim_end();
            let before = if label.ends_with(':') { label } else { before };
            let before = before.rsplit(['\n', '|']).next().unwrap_or_default();
            let before = before.trim_end_matches([':', ' ', '\u{a0}']).trim_start().to_lowercase();
            let ends = |word: &str| {
                word.len() >= UNMISTAKABLE
                    && before.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '))
            };
            words.iter().any(|word| before == *word || ends(word)) && before.len() < 32
        });
        if let Some((start, found)) = said {
            self.add(place, &text[start..start + found.length]);
        }
    }
}

/// Returns whether a date is the zero of Unix time, which systems write for an unknown date.
fn is_zero(written: &str) -> bool {
    (written.contains("1970") || written.contains("1969"))
        && dates::whole(written).is_some_and(|found| {
            found.date.precision > crate::article::Precision::Day && found.date.seconds() == 0
        })
}

/// The minimum length, in bytes, of running text.
const PROSE: usize = 60;

/// Returns whether a line is running text, as opposed to a line with authors or a date.
pub fn is_prose(line: &str) -> bool {
    line.len() >= PROSE && line.ends_with(['.', '!', '?', '…', '”', '"', '»', '。'])
}

/// Returns whether the date at the start of a text stands apart from the `rest` of it.
fn stands_apart(text: &str, rest: &str) -> bool {
    const MARKS: [char; 20] = [
        '-', '–', '—', '―', ':', '(', ')', '[', ']', '|', '/', '.', '·', '•', '：', '（', '）',
        '】', '。', '\n',
    ];
    let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    let is_numeric = text.starts_with(|c: char| c.is_ascii_digit());
    rest.is_empty() || rest.starts_with(MARKS) || is_numeric && rest.starts_with(char::is_uppercase)
}

/// The maximum number of days in elements of one kind that may belong to one article.
const DAYS: usize = 3;

/// Returns whether a text is a date with a known day.
fn is_day(text: &str) -> bool {
    dates::whole(text).is_some_and(|found| is_whole_day(&found))
}

fn is_whole_day(found: &dates::Found) -> bool {
    found.date.precision >= crate::article::Precision::Day || found.readings.is_some()
}
