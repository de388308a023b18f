//! Numeric dates with a year of two digits, which only the language of a page explains.

use chrono::NaiveDate;

/// Years of two digits up to this one are in this century.
const LAST: i32 = 39;

/// How a language writes the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The day first.
    DayMonthYear,
    /// The year first.
    YearMonthDay,
}

/// Returns the order of the numbers in a page's dates, if its language has one that its short years follow.
pub fn order_of(lang: &str) -> Option<Order> {
    match lang.get(..2)? {
        "ko" | "kr" | "ja" | "zh" | "hu" | "lt" | "mn" => Some(Order::YearMonthDay),
        "de" | "fr" | "it" | "es" | "pt" | "nl" | "da" | "no" | "nb" | "nn" | "fi" | "et"
        | "lv" | "pl" | "cs" | "sk" | "sl" | "hr" | "sr" | "bs" | "mk" | "bg" | "ro" | "ru"
        | "uk" | "be" | "el" | "tr" | "is" | "sq" | "ca" | "gl" | "lb" => Some(Order::DayMonthYear),
        _ => None,
    }
}

/// Returns the first date with a year of two digits in a text, as written, and its day. The order is that of the
/// text's language, `None` if it has none of its own.
pub fn first(text: &str, order: Option<Order>) -> Option<(&str, NaiveDate)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let mut numbers = [0; 3];
        let mut separators = [0; 2];
        let mut end = start;
        let mut count = 0;
        while count < 3 {
            let length = digits(&text[end..]);
            let Some(number) = text.get(end..end + length).filter(|_| (1..=2).contains(&length))
            else {
                break;
            };
            numbers[count] = number.parse().unwrap_or_default();
            end += length;
            count += 1;
            let separator = text.as_bytes().get(end).copied().unwrap_or_default();
            if count == 3 || !matches!(separator, b'.' | b'/' | b'-') {
                break;
            }
            separators[count - 1] = separator;
            end += 1;
        }
        let [a, b, c] = numbers;
        let (day, month, year) = match order {
            Some(Order::YearMonthDay) => (c, b, a),
            Some(Order::DayMonthYear) | None => (a, b, c),
        };
        let century = if year <= LAST { 2000 } else { 1900 };
        let before = text[..start].chars().next_back();
        let after = text[end..].trim_start_matches('.').chars().next();
        let is_apart = |c: Option<char>| {
            c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '/' | '-' | ':' | ','))
        };
        // Dots stand in dates whose day comes first; other separators stand in all.
        let is_clear = order.is_some() || separators[0] == b'.';
        let digits_of_year = match order {
            Some(Order::YearMonthDay) => digits(&text[start..]),
            _ => text[..end].bytes().rev().take_while(u8::is_ascii_digit).count(),
        };
        if is_clear
            && digits_of_year == 2
            && count == 3
            && separators[0] == separators[1]
            && is_apart(before)
            && is_apart(after)
            && let Some(date) = NaiveDate::from_ymd_opt(century + year, month as u32, day as u32)
        {
            return Some((&text[start..end], date));
        }
        at = start + digits(&text[start..]).max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_says_which_number_is_the_year() {
        let day = |text: &str, lang: &str| {
            first(text, order_of(lang)).map(|(written, day)| (written.to_string(), day.to_string()))
        };
        let is = |written: &str, day: &str| Some((written.to_string(), day.to_string()));
        assert_eq!(day("Do 25.04.24 | 14:07 Uhr", "de"), is("25.04.24", "2024-04-25"));
        assert_eq!(day("am 8.5.12.", "de-AT"), is("8.5.12", "2012-05-08"));
        assert_eq!(day("입력 24.05.30 10:20", "ko"), is("24.05.30", "2024-05-30"));
        assert_eq!(day("31/12/98", "fr"), is("31/12/98", "1998-12-31"));
        for text in [
            "25.04.2024",
            "1.2.3.4",
            "12:30:45",
            "version 1.20.3a",
            "31.02.24",
            "25.04/24",
            "25.04.",
            "2.7.1",
            "",
        ] {
            assert_eq!(day(text, "de"), None, "{text}");
        }
        assert_eq!(day("25.04.24", "en"), is("25.04.24", "2024-04-25"));
        assert_eq!(day("03/04/24", "en"), None);
    }
}
