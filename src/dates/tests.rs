//! Dates in all supported forms, and texts that are not dates.

use super::found::all_in;
use super::*;
use chrono::Datelike;

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
        ("10/Feb/2012", "2012-02-10"),
        ("10-Feb-12", "2012-02-10"),
        ("Fri, 10 Feb 12 09:00:00 GMT", "2012-02-10T09:00:00Z"),
        ("Fri, 10 Feb, 2012 09:00:00 EST", "2012-02-10T09:00:00-05:00"),
        ("Sat, 31 May 2025 00:30:00 CEST", "2025-05-31T00:30:00+02:00"),
        ("Sat, 31 May 2025 00:30:00 GMT+0200", "2025-05-31T00:30:00+02:00"),
        (
            "Sat May 31 2025 00:30:00 GMT+0200 (Central European Summer Time)",
            "2025-05-31T00:30:00+02:00",
        ),
        ("Sat May 31 00:30:00 2025", "2025-05-31T00:30:00Z"),
        ("Sat May 31 00:30:00 +0000 2025", "2025-05-31T00:30:00Z"),
        ("Sat May 31 00:30:00 CEST 2025", "2025-05-31T00:30:00+02:00"),
        ("Sat May 31 00:30:00 Europe/Paris 2025", "2025-05-31T00:30:00+02:00"),
        ("2025-05-31T00:30:00+02:00[Europe/Paris]", "2025-05-31T00:30:00+02:00"),
        ("20250531T003000Z", "2025-05-31T00:30:00Z"),
        ("Thu, 19 Jun 2014 24:00:00 GMT", "2014-06-20T00:00:00Z"),
        ("2012-W06-5", "2012-02-10"),
        ("1890-05-00", "1890-05"),
        ("1890-00-00", "1890"),
        ("2013.08.14 23시 54분", "2013-08-14T23:54:00Z"),
        ("2013年8月14日 23時54分", "2013-08-14T23:54:00Z"),
        ("Mar 10, 2012", "2012-03-10"),
        ("mar. 10 février 2012", "2012-02-10"),
        ("sam., 31 mai 2025 00:30:00 +0200", "2025-05-31T00:30:00+02:00"),
        ("sexta-feira, 10 de fevereiro de 2012", "2012-02-10"),
        ("31.05.2025 10:00", "2025-05-31T10:00:00Z"),
        ("10. 2. 2012", "2012-02-10"),
        ("10 בפברואר 2012", "2012-02-10"),
        ("Fri 10/02/2012", "2012-02-10"),
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

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(
        any in ".{0,80}",
        like in "[0-9A-Za-zé年月日時平成十:,./ T+'()\\[\\]-]{0,48}",
    ) {
        for text in [any.as_str(), like.as_str()] {
            for orders in [Orders::ANY, Orders::DAY_FIRST, Orders::YEAR_FIRST] {
                if let Some(one) = stated(text, orders) {
                    proptest::prop_assert!((1..=9999).contains(&one.found.date.wall.date().year()));
                }
                all_in(text, orders).for_each(drop);
            }
            let possible = super::orders(text);
            proptest::prop_assert!(possible == Orders::NONE || possible.and(Orders::ANY) == possible);
        }
    }
}

fn given(text: &str, orders: Orders) -> Option<String> {
    stated(text, orders).map(|stated| stated.found.date.to_string())
}

#[test]
fn a_text_that_states_a_date_gives_at_least_its_day() {
    for (text, date) in [
        ("1228138394", "2008-12-01T13:33:14Z"),
        ("1228138394.25", "2008-12-01T13:33:14Z"),
        ("1228138394000", "2008-12-01T13:33:14Z"),
        ("1.228138394E12", "2008-12-01T13:33:14Z"),
        ("1228138394000000", "2008-12-01T13:33:14Z"),
        ("/Date(1228138394000)/", "2008-12-01T13:33:14Z"),
        ("/Date(1228138394000+0200)/", "2008-12-01T13:33:14Z"),
        ("-86400000000", "-"),
        ("0", "-"),
        ("20120210", "2012-02-10"),
        ("20120210093000", "2012-02-10T09:30:00Z"),
        ("201202100930", "2012-02-10T09:30:00Z"),
        ("20120210T0930", "2012-02-10T09:30:00Z"),
        ("2012-041", "2012-02-10"),
        ("2012.0", "2012"),
        ("20120210.0", "2012-02-10"),
        ("2012041", "2012-02-10"),
        ("2012-W06", "2012-02"),
        ("2012-02-10Z", "2012-02-10"),
        ("2012-02-10Tnoon", "2012-02-10"),
        ("2012-02-10 25:99", "2012-02-10"),
        ("Fri, 10 Feb 2012 09:00:00 XYZT", "2012-02-10"),
        ("Fri Feb 10 09:00:00 XYZT 2012", "2012-02-10"),
        ("Dec 10, 2019 | 05:30 PM", "2019-12-10T17:30:00Z"),
        ("10th of February 2012 at 9pm", "2012-02-10T21:00:00Z"),
        ("Feb. 10, 2012 9:30 a.m. ET", "2012-02-10T09:30:00-05:00"),
        ("July 10, 2012 9:30 p.m. ET", "2012-07-10T21:30:00-04:00"),
        ("10 février 2012 à 9h30", "2012-02-10T09:30:00Z"),
        ("10.02.2012, 09.30 Uhr", "2012-02-10T09:30:00Z"),
        ("9:30 PM 10 February 2012", "2012-02-10T21:30:00Z"),
        ("14:07 Uhr, am 10. Februar 2012", "2012-02-10T14:07:00Z"),
        ("2012-02-10 (Fri) 09:30", "2012-02-10T09:30:00Z"),
        ("2012年2月10日(金) 午後9時30分", "2012-02-10T21:30:00Z"),
        ("2012. 2. 10. 오후 9:30", "2012-02-10T21:30:00Z"),
        ("平成24年2月10日", "2012-02-10"),
        ("二〇一二年二月十日", "2012-02-10"),
        ("10/Feb/2012:13:55:36 -0700", "2012-02-10T13:55:36-07:00"),
        ("2/10/2012, 9:30:00\u{202f}AM", "2012"),
        ("Published: 10 February 2012", "2012-02-10"),
        ("Updated 11 Feb 2012, published 10 Feb 2012", "2012-02-10"),
        ("2012-02-10, updated 2012-02-11", "2012-02-10"),
        ("10 Feb 12", "2012-02-10"),
        ("10FEB2012", "2012-02-10"),
        ("Feb-12", "2012-02"),
        ("Feb '12", "2012-02"),
        ("١٠ فبراير ٢٠١٢", "2012-02-10"),
        ("۲۰۱۲/۰۲/۱۰", "2012-02-10"),
        ("4/25/24", "2024-04-25"),
        ("25/04/24", "2024-04-25"),
        ("25.04.24", "-"),
        ("24.04.24", "2024-04-24"),
        ("c. 1890", "1890"),
        ("[ca. 1890?]", "1890"),
        ("Spring 2012", "2012"),
        ("Q1 2012", "2012"),
        ("Vol. 7, May 2012", "2012-05"),
        ("5 days ago", "-"),
        ("Yesterday", "-"),
        ("n.d.", "-"),
        ("2025-02-30", "-"),
        ("605:12:19.12", "-"),
        ("10 February", "-"),
    ] {
        let wanted = Some(date).filter(|date| *date != "-");
        assert_eq!(given(text, Orders::ANY).as_deref(), wanted, "{text}");
    }
}

#[test]
fn a_known_order_decides() {
    assert_eq!(given("25.04.24", Orders::of_language("de")).as_deref(), Some("2024-04-25"));
    assert_eq!(given("25.04.24", Orders::of_language("ko")).as_deref(), Some("2025-04-24"));
    assert_eq!(given("03/04/2025", Orders::DAY_FIRST).as_deref(), Some("2025-04-03"));
    assert_eq!(given("03/04/2025", Orders::MONTH_FIRST).as_deref(), Some("2025-03-04"));
    assert_eq!(given("13/04/2025", Orders::MONTH_FIRST).as_deref(), Some("2025-04-13"));
    let found: Vec<_> = all_in("Do 25.04.24 | 14:07 Uhr", Orders::DAY_FIRST).collect();
    assert_eq!(found[0].1.date.to_string(), "2024-04-25");
    let found: Vec<_> = all_in("Do 25.04.24 | 14:07 Uhr", Orders::of_language("en")).collect();
    assert_eq!(found[0].1.date.to_string(), "2024-04-25");
    assert_eq!(all("version 25.04.24").count(), 0);
    assert_eq!(all_in("version 24.4.1", Orders::of_language("en")).count(), 0);
}

#[test]
fn the_orders_a_date_allows_are_told() {
    let both = Orders::DAY_FIRST.or(Orders::MONTH_FIRST);
    for (text, allowed) in [
        ("03/04/2025", both),
        ("13/04/2025", Orders::DAY_FIRST),
        ("04/13/2025 10:00", Orders::MONTH_FIRST),
        ("2025-04-13", Orders::NONE),
        ("13 April 2025", Orders::NONE),
        ("never", Orders::NONE),
    ] {
        assert_eq!(orders(text), allowed, "{text}");
    }
}

#[test]
fn the_first_day_of_the_calendar_means_a_missing_date() {
    for text in
        ["0001-01-01", "0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "1/1/0001 12:00:00 AM"]
    {
        assert!(prefix(text).is_none() && stated(text, Orders::ANY).is_none(), "{text}");
    }
    assert_eq!(read("0001-01-02").map(|(date, _)| date).as_deref(), Some("0001-01-02"));
}

#[test]
fn a_stated_date_is_read_as_programs_and_archives_write_it() {
    for (text, date) in [
        ("2012_02_10", "2012-02-10"),
        ("2012:02:10 09:00:00", "2012-02-10T09:00:00Z"),
        ("2012–02–10", "2012-02-10"),
        ("2012-02-10t09:00:00z", "2012-02-10T09:00:00Z"),
        ("2012-2-10 9:5:3", "2012-02-10T09:05:03Z"),
        ("2012, February 10", "2012-02-10"),
        ("the 10th day of February, 2012", "2012-02-10"),
        ("Febr. 10, 2012", "2012-02-10"),
        ("10.II.2012", "2012-02-10"),
        ("10 فبراير/شباط 2012", "2012-02-10"),
        ("Feb.10,2012", "2012-02-10"),
        ("2012年2月", "2012-02"),
        ("May/June 2012", "2012-05"),
        ("Dec.–Jan. 2012", "2011-12"),
        ("00.05.1890", "1890-05"),
        ("Fri, 16 Apr 101 20:37:22 GMT", "2001-04-16T20:37:22Z"),
        ("02/2012", "2012-02"),
        ("1890-05-??", "1890-05"),
        ("1890-uu-uu", "1890"),
        ("10/11 February 2012", "2012-02"),
        ("datetime.datetime(2012, 2, 10, 9, 0)", "2012-02-10T09:00:00Z"),
        ("@1328864400", "2012-02-10T09:00:00Z"),
        ("D:20120210090000+01'00'", "2012-02-10T09:00:00+01:00"),
        ("民國101年2月10日", "2012-02-10"),
        ("101年2月10日", "2012-02-10"),
    ] {
        let read = stated(text, Orders::ANY).map(|stated| stated.found.date.to_string());
        assert_eq!(read.as_deref(), Some(date), "{text}");
    }
}

#[test]
fn a_stated_range_gives_its_first_day() {
    for (text, date) in [
        ("10-12 February 2012", "2012-02-10"),
        ("10–12 February 2012", "2012-02-10"),
        ("10 – 12 February 2012", "2012-02-10"),
        ("10th to 12th February, 2012", "2012-02-10"),
        ("10.–12. Februar 2012", "2012-02-10"),
        ("June 3-5, 2014", "2014-06-03"),
        ("Tues. June 3–5 2014", "2014-06-03"),
        ("Issue of June 3-5, 2014", "2014-06-03"),
        ("30 May - 2 June 2014", "2014-05-30"),
        ("May 30–June 2, 2014", "2014-05-30"),
        ("30 December 2013 – 2 January 2014", "2013-12-30"),
        ("30 December – 2 January 2014", "2013-12-30"),
        ("10–12 Feb 12", "2012-02-10"),
        // These are not ranges.
        ("12-10 February 2012", "2012-02"),
        ("10-Feb-2012", "2012-02-10"),
    ] {
        let read = stated(text, Orders::ANY).map(|stated| stated.found.date.to_string());
        assert_eq!(read.as_deref(), Some(date), "{text}");
    }
    // In other text, a range is when something happens.
    assert_eq!(all("The fair is on 10-12 February 2012.").count(), 0);
}

#[test]
fn months_are_read_in_more_languages() {
    for text in [
        "14 กันยายน 2567",
        "14 सितंबर 2024",
        "14 செப்டம்பர் 2024",
        "14 tháng 9, 2024",
        "2024 m. rugsėjo 14 d.",
        "2024. gada 14. septembris",
        "14 верасня 2024",
        "14 სექტემბერი 2024",
        "14 սեպտեմբեր 2024",
        "14 Medi 2024",
        "14 Septemba 2024",
        "Setyembre 14, 2024",
        "14 ستمبر 2024",
        "14 سپتامبر 2024",
    ] {
        let day = prefix(text).map(|found| found.date.to_string());
        assert_eq!(day.as_deref(), Some("2024-09-14"), "{text}");
    }
}

#[test]
fn a_path_gives_its_day_in_words_as_well() {
    for (path, day) in [
        ("lamp (May 31, 2019).txt", Some("2019-05-31")),
        ("news/31.05.2019 lamp.txt", Some("2019-05-31")),
        ("lamp_31_May_2019.txt", Some("2019-05-31")),
        ("lamp 03.04.05.txt", None),
        ("May lamps.txt", None),
    ] {
        assert_eq!(address::day_of_path(path).as_deref(), day, "{path}");
    }
}
