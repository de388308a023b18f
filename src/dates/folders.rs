//! Finds the date in the path of a file: in its name, or in the names of its folders, which may divide it as in
//! `2019/05/31/`, `2019-05/31/`, `1987/May/` or `2019/W22/`.
//!
//! A number is part of a date only next to its year. A year alone has to be the name of a folder, or the only number in
//! it, because a number in the name of a file may be that of a page or an article.

use super::address;
use super::names::month;
use crate::article::Precision;

/// The number of bytes at the end of a path that are read.
const LONGEST: usize = 1_000;

/// Returns the date in a path, as precisely as the path gives it.
pub fn date_of_path(path: &str) -> Option<String> {
    let path = &path[path.ceil_char_boundary(path.len().saturating_sub(LONGEST))..];
    let name = path.rsplit('/').next().unwrap_or(path);
    let folders = || path[..path.len() - name.len()].rsplit('/');
    address::day_of_path(name)
        .or_else(|| address::day_of_path(path))
        .or_else(|| folders().find_map(address::day_in_words))
        .or_else(|| divided(path))
}

/// A run of digits or letters.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a str),
    Word(String),
}

use Token::{Number, Word};

/// A folder, or the name of the file without its extension.
struct Segment<'a> {
    tokens: Vec<Token<'a>>,
    is_file: bool,
    /// Whether its numbers are divided by full stops, as in `31.05`.
    is_dotted: bool,
}

impl Segment<'_> {
    /// Returns whether the segment is a single number or word.
    fn is_alone(&self) -> bool {
        self.tokens.len() == 1
    }
}

/// A date with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Year(u32),
    Week(u32, u32),
    Month(u32, u32),
    Day(u32, u32, u32),
}

impl Found {
    fn precision(self) -> Precision {
        match self {
            Found::Year(_) => Precision::Year,
            Found::Week(..) | Found::Month(..) => Precision::Month,
            Found::Day(..) => Precision::Day,
        }
    }

    fn written(self) -> String {
        match self {
            Found::Year(year) => format!("{year}"),
            Found::Week(year, week) => format!("{year}-W{week:02}"),
            Found::Month(year, month) => format!("{year}-{month:02}"),
            Found::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
        }
    }
}

/// Returns the most precise date of a path; among several, the innermost one.
fn divided(path: &str) -> Option<String> {
    let count = path.split('/').count();
    let segments: Vec<Segment> =
        path.split('/').enumerate().map(|(at, text)| segment(text, at + 1 == count)).collect();
    let mut best: Option<Found> = None;
    for at in 0..segments.len() {
        for place in 0..segments[at].tokens.len() {
            if let Some(found) = at_year(&segments[at..], place)
                && best.is_none_or(|known| known.precision() <= found.precision())
            {
                best = Some(found);
            }
        }
    }
    best.map(Found::written)
}

/// Words that only say what the number next to them is.
const LABELS: [&str; 24] = [
    "y", "yr", "year", "jahr", "année", "annee", "año", "ano", "anno", "m", "month", "monat",
    "mois", "mes", "d", "day", "tag", "date", "年", "月", "日", "년", "월", "일",
];

fn segment(text: &str, is_file: bool) -> Segment<'_> {
    let stem = match text.rsplit_once('.') {
        Some((stem, end))
            if is_file && !stem.is_empty() && end.contains(|c: char| c.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => text,
    };
    let mut tokens = Vec::new();
    let mut rest = stem;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| match first {
            _ if first.is_ascii_digit() => c.is_ascii_digit(),
            _ if first.is_alphabetic() => c.is_alphabetic(),
            _ => false,
        };
        let length = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length.max(first.len_utf8()));
        if first.is_ascii_digit() {
            tokens.push(Number(run));
        } else if first.is_alphabetic() {
            tokens.push(Word(run.to_lowercase()));
        }
        rest = after;
    }
    let has_number = tokens.iter().any(|token| matches!(token, Number(_)));
    if has_number {
        tokens.retain(|token| !matches!(token, Word(word) if LABELS.contains(&word.as_str())));
    }
    Segment { tokens, is_file, is_dotted: stem.contains('.') && !stem.contains([' ', '-', '_']) }
}

/// Reads the date that begins with the year at a place in the first segment, or ends with it.
fn at_year(segments: &[Segment], place: usize) -> Option<Found> {
    let segment = &segments[0];
    let Number(digits) = segment.tokens[place] else { return None };
    if let Some(found) = compact(digits) {
        return match found {
            Found::Day(..) => Some(found),
            // Six digits may be anything, except in a folder of their own.
            Found::Month(year, month) if segment.is_alone() && !segment.is_file => {
                Some(with_day(year, month, segments.get(1)))
            }
            _ => None,
        };
    }
    let year = year_of(digits)?;
    let (before, after) = (&segment.tokens[..place], &segment.tokens[place + 1..]);
    if let Some(found) = ends_with_year(year, before, segment.is_file) {
        return Some(found);
    }
    if let [Word(word), Number(week), ..] = after
        && let Some(found) = week_of(year, word, week)
    {
        return Some(found);
    }
    if let Some((month, rest)) = month_at(after) {
        return match rest {
            [] => Some(with_day(year, month, segments.get(1))),
            [Number(day), ..] => day_of(year, month, day),
            [Word(_), ..] if two_digits(&after[0]) => Some(Found::Month(year, month)),
            [Word(_), ..] => None,
        };
    }
    let in_next = after.is_empty().then(|| segments.get(1)).flatten();
    in_next.and_then(|next| below_year(year, next, segments.get(2))).or_else(|| {
        let numbers = segment.tokens.iter().filter(|token| matches!(token, Number(_))).count();
        // `1980s` is a decade.
        let numbered = matches!(before.last(), Some(Word(word)) if is_counted(word))
            || matches!(after.first(), Some(Word(word)) if word == "s" || word == "er");
        (!segment.is_file && numbers == 1 && !numbered).then_some(Found::Year(year))
    })
}

/// Reads the month, and possibly the day, in the segment below that of the year.
fn below_year(year: u32, segment: &Segment, next: Option<&Segment>) -> Option<Found> {
    match segment.tokens.as_slice() {
        [Number(digits)] if digits.len() == 4 => {
            return day_of(year, digits[..2].parse().ok()?, &digits[2..]);
        }
        [Word(word), Number(week)] if let Some(found) = week_of(year, word, week) => {
            return Some(found);
        }
        [Number(day), Number(month)]
            if segment.is_dotted && day.parse::<u32>().is_ok_and(|day| day > 12) =>
        {
            return day_of(year, month.parse().ok()?, day);
        }
        _ => {}
    }
    let (month, rest) = month_at(&segment.tokens)?;
    let is_named = segment.tokens.iter().any(|token| named_month(token).is_some());
    match rest {
        [Number(day)] => day_of(year, month, day),
        // The number of a file may be that of an article.
        [] if !segment.is_file || is_named => Some(with_day(year, month, next)),
        _ => None,
    }
}

/// Returns a month, or the day in it that a segment below gives.
fn with_day(year: u32, month: u32, next: Option<&Segment>) -> Found {
    let day = match next.map(|next| next.tokens.as_slice()) {
        Some([Number(day)]) => day_of(year, month, day),
        _ => None,
    };
    day.unwrap_or(Found::Month(year, month))
}

/// Reads `July 2018`, `07-2018` and `05-31-2019`, in which the year is last.
fn ends_with_year(year: u32, before: &[Token], is_file: bool) -> Option<Found> {
    match before {
        [.., Number(day), name] if let Some(month) = named_month(name) => {
            return day_of(year, month, day).or(Some(Found::Month(year, month)));
        }
        [.., name, Number(day)] if let Some(month) = named_month(name) => {
            return day_of(year, month, day);
        }
        [.., name] if let Some(month) = named_month(name) => {
            return Some(Found::Month(year, month));
        }
        _ => {}
    }
    match before {
        [.., Number(first), Number(second)] => {
            let (first_number, second_number) =
                (first.parse::<u32>().ok()?, second.parse::<u32>().ok()?);
            match (first_number > 12, second_number > 12) {
                (true, false) => day_of(year, second_number, first),
                (false, true) => day_of(year, first_number, second),
                _ => None,
            }
        }
        [Number(only)] if !is_file && only.len() == 2 => {
            let month = only.parse().ok().filter(|month| (1..=12).contains(month))?;
            Some(Found::Month(year, month))
        }
        _ => None,
    }
}

/// Reads `20190531`, also with a time of day, and `201905`.
fn compact(digits: &str) -> Option<Found> {
    let month = || digits[4..6].parse::<u32>().ok().filter(|month| (1..=12).contains(month));
    match digits.len() {
        6 => Some(Found::Month(year_of(&digits[..4])?, month()?)),
        8 | 12 | 14 => day_of(year_of(&digits[..4])?, month()?, &digits[6..8]),
        _ => None,
    }
}

fn year_of(digits: &str) -> Option<u32> {
    let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (1600..2100).contains(&year).then_some(year)
}

fn day_of(year: u32, month: u32, day: &str) -> Option<Found> {
    let number = day.parse().ok().filter(|_| day.len() <= 2)?;
    let is_day = chrono::NaiveDate::from_ymd_opt(year.try_into().ok()?, month, number).is_some();
    is_day.then_some(Found::Day(year, month, number))
}

fn week_of(year: u32, word: &str, number: &str) -> Option<Found> {
    let number = number.parse().ok().filter(|number| (1..=53).contains(number))?;
    ["w", "week", "wk", "kw", "cw"].contains(&word).then_some(Found::Week(year, number))
}

/// Reads a month as a number, a name, or both, and returns it with the tokens after it.
fn month_at<'a, 'b>(tokens: &'a [Token<'b>]) -> Option<(u32, &'a [Token<'b>])> {
    match tokens {
        [Number(number), rest @ ..] if number.len() <= 2 => {
            let month = number.parse().ok().filter(|month| (1..=12).contains(month))?;
            match rest {
                [name, rest @ ..] if named_month(name) == Some(month) => Some((month, rest)),
                _ => Some((month, rest)),
            }
        }
        [name, rest @ ..] => Some((named_month(name)?, rest)),
        [] => None,
    }
}

/// Short names of months that are hardly other words. Others, such as `out` and `set`, may be those of any folder.
const SHORT: [&str; 24] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "mei", "maj", "okt", "dez", "fev", "fév", "avr", "déc", "ene", "dic",
];

fn named_month(token: &Token) -> Option<u32> {
    let Word(word) = token else { return None };
    let is_clear = word.chars().count() > 3 || !word.is_ascii() || SHORT.contains(&word.as_str());
    month(word).filter(|_| is_clear)
}

fn two_digits(token: &Token) -> bool {
    matches!(token, Number(digits) if digits.len() == 2) || named_month(token).is_some()
}

/// Returns whether a word says that the number after it counts something other than years.
fn is_counted(word: &str) -> bool {
    const COUNTED: [&str; 32] = [
        "p", "pp", "pg", "page", "pages", "seite", "s", "v", "vol", "volume", "band", "bd", "tome",
        "no", "nr", "num", "number", "issue", "heft", "part", "teil", "batch", "box", "reel",
        "roll", "seq", "ed", "id", "doc", "article", "chunk", "split",
    ];
    COUNTED.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_a_date_as_precisely_as_they_state_it() {
        for (path, date) in [
            ("2019/05/31/a.txt", Some("2019-05-31")),
            ("2019-05/31/a.txt", Some("2019-05-31")),
            ("2019/05-31/a.txt", Some("2019-05-31")),
            ("2019/0531.txt", Some("2019-05-31")),
            ("20190531/a.txt", Some("2019-05-31")),
            ("2019_05_31/a.txt", Some("2019-05-31")),
            ("2019.05.31/a.txt", Some("2019-05-31")),
            ("31.05.2019/a.txt", Some("2019-05-31")),
            ("05-31-2019/a.txt", Some("2019-05-31")),
            ("year=2019/month=05/day=31/a.txt", Some("2019-05-31")),
            ("echo/Friday, May 31, 2019/a.txt", Some("2019-05-31")),
            ("lamp_31May2019.txt", Some("2019-05-31")),
            ("ECHO20190531.txt", Some("2019-05-31")),
            ("20190531143000.txt", Some("2019-05-31")),
            ("1987/May/12/a.txt", Some("1987-05-12")),
            ("1987/may12/a.txt", Some("1987-05-12")),
            ("2019年/5月/31日/a.txt", Some("2019-05-31")),
            ("1987/May/a.txt", Some("1987-05")),
            ("1987/05-mai/a.txt", Some("1987-05")),
            ("July 2018/a.txt", Some("2018-07")),
            ("2018-07/a.txt", Some("2018-07")),
            ("201807/a.txt", Some("2018-07")),
            ("2018/07/0005.txt", Some("2018-07")),
            ("echo-july-2018.txt", Some("2018-07")),
            ("2019/W22/a.txt", Some("2019-W22")),
            ("1999/a.txt", Some("1999")),
            ("archive 2018/a.txt", Some("2018")),
            ("2018/lamp-07.txt", Some("2018")),
            ("2018/07.txt", Some("2018")),
            // The name of the file comes first.
            ("2019/05/31/lamp-2018-01-02.txt", Some("2018-01-02")),
            // Pages, volumes, spans and other numbers are not dates.
            ("page 1984/a.txt", None),
            ("vol2018/a.txt", None),
            ("1980s/a.txt", None),
            ("2018-2019/a.txt", None),
            ("article_1984.txt", None),
            ("1234/a.txt", None),
            ("190531/a.txt", None),
            ("a/05/31.txt", None),
            ("", None),
        ] {
            assert_eq!(date_of_path(path).as_deref(), date, "{path}");
        }
        let long = "2019/".repeat(100_000);
        assert!(date_of_path(&long).is_some());
    }
}
