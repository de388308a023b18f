//! Datelines: `LONDON, May 31 (Reuters) - `, `BAKU, Azerbaijan, September 27.`, `KUWAIT: `.

use super::names::{is_agency, is_capital, is_house, is_name};
use super::parenthesis::{parenthesis, split};

/// Words in capitals at the start of a line that are not places.
const NO_PLACES: &[&str] = &[
    "ANALYSIS",
    "BREAKING",
    "CLOSING",
    "CORRECTED",
    "CORRECTION",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FLASH",
    "FUTURES",
    "INDEX",
    "INTERVIEW",
    "LIVE",
    "MARKET",
    "NEWS",
    "NOTE",
    "NOTES",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PRICES",
    "RATES",
    "REPEAT",
    "REPORT",
    "REVIEW",
    "RICE",
    "RPT",
    "RUBBER",
    "SHARES",
    "STOCKS",
    "SUGAR",
    "TIMELINE",
    "TOP",
    "UPDATE",
    "URGENT",
    "VIDEO",
    "WATCH",
    "WEEKLY",
    "WRAPUP",
];

/// A dateline.
#[derive(Debug)]
pub struct Dateline {
    /// The place, with its country if that is named.
    pub place: String,
    /// The agency in parentheses.
    pub agency: Option<String>,
    /// Whether there is a date.
    pub dated: bool,
    /// Whether a dash ends the dateline.
    pub dashed: bool,
}

impl Dateline {
    /// Returns whether this is certainly a dateline and not a heading: whether it has two of a date, an agency and a
    /// dash.
    pub fn is_full(&self) -> bool {
        (self.dashed || self.dated) && self.agency.is_some() || self.dashed && self.dated
    }
}

/// Returns the place in a dateline that an article states separately: `SALVADOR, Feb 26 - `, `ROME (AP)`, `New York`.
pub fn stated(written: &str) -> Option<String> {
    if let Some(found) = dateline(written.trim()).filter(|found| !found.place.is_empty()) {
        return Some(found.place);
    }
    let before = written.split('(').next()?;
    let is_end = |c: char| c.is_whitespace() || DASHES.contains(&c) || matches!(c, ',' | ':');
    let mut place: Vec<&str> = Vec::new();
    let mut words = before.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let numbered = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        let day_follows = words.peek().is_some_and(|next| numbered(next));
        if place.last().is_some_and(|last| last.ends_with(',')) && numbered(word)
            || day_follows && crate::dates::month(word.trim_end_matches('.')).is_some()
        {
            break;
        }
        // In some documents, the field contains a table or a sentence.
        if numbered(word) || word.len() > 3 && word.starts_with(char::is_lowercase) {
            return None;
        }
        place.push(word);
    }
    let place = place.join(" ");
    let place = place.trim_matches(is_end);
    let fits = !place.is_empty() && place.chars().count() <= MOST;
    fits.then(|| place.to_string())
}

/// The dashes that end a dateline. AP's wire uses an underscore.
const DASHES: [char; 4] = ['-', '–', '—', '_'];

/// The maximum length of the name of a place, in characters.
const MOST: usize = 80;

/// Returns the dateline at the start of a line: a place in capitals, optionally a country, a date and an agency, then a
/// dash, a colon, or, after a date, the end of the sentence.
pub fn dateline(line: &str) -> Option<Dateline> {
    in_capitals(line).or_else(|| of_agency(line))
}

/// Returns the month and the day in a full dateline.
pub fn day(body: &str) -> Option<(u32, u32)> {
    let line = body.trim_start().lines().next()?;
    let found = dateline(line).filter(|found| found.dated && found.is_full())?;
    let rest = line.get(line.find(&found.place)? + found.place.len()..)?;
    let head: String = rest.chars().take(40).collect();
    let words: Vec<&str> =
        head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let day =
        |word: &str| word.parse().ok().filter(|day| word.len() <= 2 && (1..=31).contains(day));
    let pairs = words.windows(2).map(|pair| (pair[0], pair[1]));
    let mut dates = pairs.filter_map(|(first, second)| {
        match (crate::dates::month(first), crate::dates::month(second)) {
            (Some(month), _) => Some((month, day(second)?)),
            (_, Some(month)) => Some((month, day(first)?)),
            _ => None,
        }
    });
    dates.next()
}

/// Returns the dateline of a known agency, in which the place is not in capitals: `Vardal (dpa) - `, `Madrid, 31 may
/// (EFE).- `.
fn of_agency(line: &str) -> Option<Dateline> {
    let (before, rest) = line.split_once(" (").filter(|(before, _)| before.len() <= 60)?;
    let (name, after) = rest.split_once(')').filter(|(name, _)| name.len() <= 40)?;
    let agency = name.split('/').next().unwrap_or(name);
    let words: Vec<&str> = before.split_whitespace().collect();
    let is_date = |word: &str| {
        let bare = word.trim_matches([',', '.']);
        word.starts_with(|c: char| c.is_ascii_digit()) || crate::dates::month(bare).is_some()
    };
    let count = words.iter().take_while(|word| !is_date(word)).count();
    let (place, date) = words.split_at(count);
    let dashed = after.trim_start_matches('.').trim_start().starts_with(DASHES);
    // In capitals, words may be a heading, which is decided elsewhere.
    let is_place = (1..=4).contains(&place.len())
        && !is_capital(place[0])
        && place.iter().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3)
        && date.iter().all(|word| is_date(word) || *word == "de");
    (is_place && dashed && is_agency(agency)).then(|| Dateline {
        place: place.join(" ").trim_end_matches(',').to_string(),
        agency: Some(agency.to_string()),
        dated: !date.is_empty(),
        dashed,
    })
}

fn in_capitals(line: &str) -> Option<Dateline> {
    let head: String = line.chars().take(120).collect();
    // `VARDAL, Norway--(BUSINESS WIRE)--`
    let head = if head.contains("--(") { head.replacen("--(", " --(", 1) } else { head };
    let mut place: Vec<&str> = Vec::new();
    let mut dated = false;
    let mut rest = head.as_str();
    let mut after_comma = false;
    loop {
        rest = rest.trim_start();
        if let Some(inner) = parenthesis(rest) {
            let after = rest[inner.len() + 2..].trim_start();
            let dashed = after.starts_with(DASHES);
            let ended = after.is_empty() || dashed || after.starts_with(':');
            let name = split(inner).0;
            let long = name.split_whitespace().count() > 3 && !is_house(name) && !is_agency(name);
            let ended = ended || dated && is_agency(name);
            if (place.is_empty() && !dated) || !ended || long || !is_name(name) {
                return None;
            }
            return finish(&place, Some(name), dated, dashed);
        }
        if let Some((name, _)) = rest.strip_prefix('/').and_then(|rest| rest.split_once('/')) {
            // `MOSCOW, May 31. /TASS/.`
            let known = Some(name).filter(|name| is_capital(name) || is_agency(name));
            let after = &rest[name.len() + 2..];
            return finish(&place, known, dated, after.trim_start().starts_with(DASHES));
        }
        if let Some(name) = rest.strip_prefix("--").and_then(parenthesis) {
            return finish(&place, Some(name).filter(|name| is_name(name)), dated, true);
        }
        if rest.starts_with(['–', '—'])
            || ["--", "- ", "_ "].iter().any(|dash| rest.starts_with(dash))
            || matches!(rest, "-" | "_")
        {
            return finish(&place, None, dated, true);
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
        if word.is_empty() {
            return if dated { finish(&place, None, dated, false) } else { None };
        }
        rest = &rest[end..];
        let bare = word.trim_end_matches([',', ':', '.']);
        let signed = rest.trim_start().starts_with('/');
        let stops = word.ends_with(':')
            || (dated && !signed && word.ends_with('.') && (is_day(bare) || is_year(bare)));
        let opens = place.is_empty() && !dated && crate::dates::month(bare).is_some();
        if opens && is_month_like(bare, rest, false) {
            // `Sept 30 (Reuters) - `: a date without a place.
            dated = true;
        } else if is_day(bare)
            || dated && is_year(bare)
            || (after_comma && is_month_like(bare, rest, dated))
        {
            dated = dated || !place.is_empty();
        } else if is_capital(bare)
            || (after_comma && bare.starts_with(char::is_uppercase) && !dated)
        {
            if place.len() >= 6 || (!after_comma && place.len() >= 4) || NO_PLACES.contains(&bare) {
                return None;
            }
            place.push(word.trim_end_matches(':'));
        } else {
            return None;
        }
        after_comma |= word.ends_with(',') || dated;
        if stops {
            return finish(&place, None, dated, false);
        }
    }
}

fn finish(place: &[&str], agency: Option<&str>, dated: bool, dashed: bool) -> Option<Dateline> {
    if place.is_empty() && agency.is_none() {
        return None;
    }
    let place = place.join(" ");
    let place = place.trim_end_matches([',', ' ']);
    (place.is_empty() || is_capital(place.split(',').next()?)).then(|| Dateline {
        place: place.to_string(),
        agency: agency.map(str::to_string),
        dated,
        dashed,
    })
}

/// Returns whether a word contains the day of a date: `31`, `Aug16`.
fn is_day(word: &str) -> bool {
    let digits = word.trim_start_matches(char::is_alphabetic);
    matches!(digits.len(), 1 | 2) && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// Returns whether a word is a year, which may follow the day.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1800..2100).contains(&year))
}

/// Returns whether a word is a month in any language, judging by its position: a short word next to a day.
fn is_month_like(word: &str, after: &str, behind_day: bool) -> bool {
    let next = after.split_whitespace().next().unwrap_or_default();
    word.chars().all(char::is_alphabetic)
        && word.chars().count() <= 12
        && (is_day(next.trim_end_matches([',', ':', '.']))
            || next.starts_with(['(', '-', '–', '—'])
                && (behind_day || crate::dates::month(word).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_of_agencies_have_many_forms() {
        for (line, place, agency) in [
            (
                "VARDAL, Norway, May 31, 2025 /PRNewswire/ -- The lamp",
                "VARDAL, Norway",
                "PRNewswire",
            ),
            ("VARDAL, Norway--(BUSINESS WIRE)--The lamp", "VARDAL, Norway", "BUSINESS WIRE"),
            ("NEW DELHI, May 31 (PTI) The lamp was lit.", "NEW DELHI", "PTI"),
            ("MOSCOW, May 31. /TASS/. The lamp", "MOSCOW", "TASS"),
            ("Vardal (dpa) - Die Lampe", "Vardal", "dpa"),
            ("Vardal (dpa/bb) - Die Lampe", "Vardal", "dpa"),
            ("Madrid, 31 may (EFE).- La lámpara", "Madrid", "EFE"),
            ("Vardal, 31. Mai 2025 (AFP) – Die Lampe", "Vardal", "AFP"),
        ] {
            let found = dateline(line).expect(line);
            assert_eq!(
                (found.place.as_str(), found.agency.as_deref()),
                (place, Some(agency)),
                "{line}"
            );
            assert!(found.is_full(), "{line}");
        }
        for line in [
            "The lamp (AP) - was lit",
            "Vardal (Norway) - The lamp",
            "Vardal (dpa) The lamp",
            "The lamp was lit in Vardal (AP) - says the keeper",
        ] {
            assert!(dateline(line).is_none_or(|found| found.agency.is_none()), "{line}");
        }
    }

    #[test]
    fn the_day_of_a_dateline_is_read() {
        for (line, day) in [
            ("LONDON, May 5 — The lamp was lit.", Some((5, 5))),
            ("LONDON, Dec. 31 (AP) -- The lamp was lit.", Some((12, 31))),
            ("Madrid, 5 may (EFE).- La lámpara", Some((5, 5))),
            ("LONDON (AP) -- The lamp was lit on May 5.", None),
            ("The lamp was lit on May 5 — at last.", None),
        ] {
            assert_eq!(day_of(line), day, "{line}");
        }
    }

    fn day_of(line: &str) -> Option<(u32, u32)> {
        super::day(line)
    }
}
