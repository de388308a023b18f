//! Rewrites the notation of programs and archives around the numbers of a date: separators, calls of constructors,
//! and placeholders for an unknown day.

use std::borrow::Cow;

/// Returns the usual form of a text that is known to be a date: `2012_02_10` as `2012-02-10`, `datetime.date(2012, 2,
/// 10)` as `2012-02-10`, `@1328864400` without the mark, `1890-05-??` as `1890-05`.
pub(super) fn usual(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text.strip_prefix('@')
        && rest.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Cow::Borrowed(rest);
    }
    if text.starts_with("D:")
        && let Some(date) = of_pdf(text)
    {
        return Cow::Owned(date);
    }
    if let Some(date) = constructed(text) {
        return Cow::Owned(date);
    }
    let text =
        text.strip_prefix('\\').map_or(Cow::Borrowed(text), |_| Cow::Owned(text.replace('\\', "")));
    match text.starts_with(|c: char| c.is_ascii_digit()) {
        true => marked(text),
        false => text,
    }
}

/// Converts a date in the metadata of a PDF, such as `D:20190531100500+02'00'`, to RFC 3339.
pub fn of_pdf(written: &str) -> Option<String> {
    let text = written.strip_prefix("D:").unwrap_or(written);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    let day = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let Some((hour, minute)) = part(8, 10).zip(part(10, 12)) else { return Some(day) };
    let zone: String =
        text[digits.len()..].chars().filter(|c| c.is_ascii_digit() || "+-Z".contains(*c)).collect();
    let zone = match (zone.get(..1), zone.get(1..3), zone.get(3..5)) {
        (Some(sign @ ("+" | "-")), Some(hours), minutes) => {
            format!("{sign}{hours}:{}", minutes.unwrap_or("00"))
        }
        (Some("Z"), ..) => "Z".to_string(),
        _ => String::new(),
    };
    Some(format!("{day}T{hour}:{minute}:{}{zone}", part(12, 14).unwrap_or("00")))
}

/// Returns the date in a call such as `datetime.datetime(2012, 2, 10, 9, 0)` or `time.struct_time(tm_year=2012, …)`.
fn constructed(text: &str) -> Option<String> {
    let (name, rest) = text.split_once('(')?;
    let name = name.rsplit('.').next()?;
    if !matches!(name, "datetime" | "date" | "struct_time" | "DateTime" | "LocalDate") {
        return None;
    }
    let number = |part: &str| part.rsplit('=').next()?.trim().parse::<u32>().ok();
    let numbers: Vec<u32> = rest.split([',', ')']).map_while(number).take(6).collect();
    let [year, month, day, ref time @ ..] = numbers[..] else { return None };
    let mut date = format!("{year:04}-{month:02}-{day:02}");
    if let [hour, minute, rest @ ..] = time {
        date.push_str(&format!("T{hour:02}:{minute:02}"));
        rest.iter().for_each(|second| date.push_str(&format!(":{second:02}")));
    }
    Some(date)
}

/// Returns whether a text starts with a date such as `2012-02-10`. Most dates do.
fn is_usual(text: &[u8]) -> bool {
    let as_expected = |(at, byte): (usize, &u8)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() >= 10 && text.iter().take(10).enumerate().all(as_expected) && !text.contains(&b'\\')
}

/// Replaces unusual separators between year, month and day, and removes placeholders for an unknown day or month.
fn marked(text: Cow<str>) -> Cow<str> {
    let bytes = text.as_bytes();
    if is_usual(bytes) {
        return text;
    }
    let year = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if year != 4 {
        // `02/2012` is a month.
        return match text.split_once(['/', '.']) {
            Some((month, year))
                if year.len() == 4
                    && (1..=2).contains(&month.len())
                    && month.bytes().chain(year.bytes()).all(|byte| byte.is_ascii_digit()) =>
            {
                Cow::Owned(format!("{year}-{month:0>2}"))
            }
            _ => text,
        };
    }
    let is_dash = |c: char| matches!(c, '_' | ':' | '–' | '—' | '−' | '‒');
    let mut rest = &text[year..];
    let mut date = text[..year].to_string();
    // An escaped slash, as in JSON: `2012\/02\/10`.
    let slashes = rest.replace("\\/", "/");
    if slashes.len() < rest.len() {
        return Cow::Owned(date + &slashes);
    }
    for _ in 0..2 {
        let Some(mark) = rest.chars().next() else { return text };
        let after = &rest[mark.len_utf8()..];
        if mark == '-' && after.is_empty() {
            // Question marks followed, which were removed as punctuation.
            return Cow::Owned(date);
        }
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let is_unknown = ["??", "XX", "xx", "uu", "--"].iter().any(|mark| after.starts_with(mark));
        if "-/.".contains(mark) && is_unknown {
            // What follows is unknown as well.
            return Cow::Owned(date);
        }
        if !(1..=2).contains(&digits) || !(is_dash(mark) || mark == '-') {
            return text;
        }
        date.push('-');
        date.push_str(&after[..digits]);
        rest = &after[digits..];
    }
    match text.chars().take(10).any(is_dash) {
        true => Cow::Owned(date + rest),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{of_pdf, usual};

    #[test]
    fn what_programs_write_has_its_usual_form() {
        for (text, wanted) in [
            ("2012_02_10", "2012-02-10"),
            ("2012:02:10 09:00:00", "2012-02-10 09:00:00"),
            ("2012–02–10", "2012-02-10"),
            ("2012\\/02\\/10", "2012/02/10"),
            ("datetime.datetime(2012, 2, 10, 9, 0)", "2012-02-10T09:00"),
            ("datetime.date(2012, 2, 10)", "2012-02-10"),
            (
                "time.struct_time(tm_year=2012, tm_mon=2, tm_mday=10, tm_hour=9, tm_min=0, tm_sec=5)",
                "2012-02-10T09:00:05",
            ),
            ("@1328864400", "1328864400"),
            ("D:20120210090000+01'00'", "2012-02-10T09:00:00+01:00"),
            ("1890-05-??", "1890-05"),
            ("1890-uu-uu", "1890"),
            ("02/2012", "2012-02"),
            ("2012-02-10T09:00:00Z", "2012-02-10T09:00:00Z"),
            ("2012-02-10", "2012-02-10"),
            ("10 February 2012", "10 February 2012"),
            ("2012:15", "2012:15"),
            ("", ""),
        ] {
            assert_eq!(usual(text), wanted);
        }
    }

    #[test]
    fn dates_of_pdf_are_read_with_their_zone() {
        let dates = [
            ("D:20190531100500+02'00'", Some("2019-05-31T10:05:00+02:00")),
            ("D:201905311005Z", Some("2019-05-31T10:05:00Z")),
            ("D:20190531", Some("2019-05-31")),
            ("yesterday", None),
        ];
        for (written, date) in dates {
            assert_eq!(of_pdf(written).as_deref(), date, "{written}");
        }
    }
}
