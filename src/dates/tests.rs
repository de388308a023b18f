//! Dates as they are written, and what is none.

use super::*;

fn read(text: &str) -> Option<(String, usize)> {
    prefix(text).map(|found| (found.date.to_string(), found.length))
}

#[test]
fn dates_are_read_in_every_common_form() {
    for (text, date) in [
        ("2025-05-31", "2025-05-31"),
        ("2025/05/31", "2025-05-31"),
        ("20250531", "2025-05-31"),
        ("31 May 2025", "2025-05-31"),
        ("31st of May, 2025", "2025-05-31"),
        ("May 31, 2025", "2025-05-31"),
        ("Saturday, May 31st, 2025", "2025-05-31"),
        ("Sept. 3, 1931", "1931-09-03"),
        ("May 2025", "2025-05"),
        ("2023-08", "2023-08"),
        ("2025", "2025"),
        ("31.05.2025", "2025-05-31"),
        ("5/31/2025 3:08:54 PM", "2025-05-31T15:08:54Z"),
        ("2025-05-31 04:03", "2025-05-31T04:03:00Z"),
        ("2021-03-04T00:30:00+11:00", "2021-03-04T00:30:00+11:00"),
        ("2021-03-04T00:30:00.123Z", "2021-03-04T00:30:00Z"),
        ("31. Mai 2025", "2025-05-31"),
        ("Samstag, 31. März 2025", "2025-03-31"),
        ("1er août 2025", "2025-08-01"),
        ("31 de mayo de 2025", "2025-05-31"),
        ("31 мая 2025", "2025-05-31"),
        ("2025. május 31", "2025-05-31"),
        ("2025年5月31日", "2025-05-31"),
        ("2025년 5월 31일", "2025-05-31"),
        ("31 Ağustos 2025", "2025-08-31"),
    ] {
        assert_eq!(read(text), Some((date.to_string(), text.len())), "{text}");
    }
}

#[test]
fn a_date_ends_where_its_text_ends() {
    assert_eq!(read("2025-05-31 403"), Some(("2025-05-31".into(), 10)));
    assert_eq!(read("2023-02 Update vom"), Some(("2023-02".into(), 7)));
    assert_eq!(read("2025 May Day parade"), Some(("2025".into(), 4)));
    assert_eq!(read("2024-10-03 11 dead"), Some(("2024-10-03".into(), 10)));
}

#[test]
fn dates_are_found_within_a_text() {
    let found = |text: &str| -> Vec<String> {
        all(text).map(|(start, found)| text[start..start + found.length].to_string()).collect()
    };
    assert_eq!(
        found("By A Writer | Published 4:03 pm, Mon 3 June 2024, updated 04.06.2024."),
        ["Mon 3 June 2024", "04.06.2024"]
    );
    assert_eq!(found("新华社2025年5月31日电"), ["2025年5月31日"]);
    assert!(found("a2024-05-05 v1.2.3 in May 2024, 5551234567, 12345678").is_empty());
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "2025-02-30",
        "2025-13-01",
        "605:12:19.12",
        "palms",
        "0000-01-01",
        "12",
        "2025-05-31st",
        "March on Rome",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn an_ambiguous_date_keeps_its_year_and_both_readings() {
    let found = prefix("03/04/2025").unwrap();
    assert_eq!(found.date.to_string(), "2025");
    let (a, b) = found.readings.unwrap();
    assert_eq!((a.to_string(), b.to_string()), ("2025-04-03".into(), "2025-03-04".into()));
}
