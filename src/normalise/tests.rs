//! Normalising articles that are shaped like real ones, with invented text.

use std::io::Cursor;
use std::ops::ControlFlow;

use super::{Normalised, Surroundings, Zone, article};
use crate::archive;

/// Reads a wire file and normalises it.
pub fn wire(text: &str) -> Normalised {
    let around = Surroundings {
        source: "folder".into(),
        source_from: "folder",
        path: String::new(),
        zone: "+02:00".parse().unwrap(),
        modified: 0,
        date_from_mtime: false,
    };
    let mut found = None;
    archive::read(
        "a.txt",
        Cursor::new(text),
        &archive::Reading::default(),
        &mut |_| {},
        &mut |piece| {
            found = Some(article(piece.unwrap(), &around).unwrap());
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    found.unwrap()
}

fn place<'a>(found: &'a Normalised, field: &str) -> &'a str {
    let place = found.article.provenance.iter().find(|(name, _)| name == field);
    place.map_or("", |(_, place)| place.as_str())
}

#[test]
fn an_id_and_a_title_line() {
    let found = wire(" date 2025-05-31 403\nA title\n(MENAFN) The text.\nMore.\n");
    let article = &found.article;
    assert_eq!(article.id.as_deref(), Some("403"));
    assert_eq!(article.title.as_deref(), Some("A title"));
    assert_eq!(article.source.as_deref(), Some("MENAFN"));
    assert_eq!(article.body, "(MENAFN) The text.\nMore.");
    assert_eq!((place(&found, "id"), place(&found, "title")), ("header line 1", "line 2"));
    assert_eq!(
        (place(&found, "date"), place(&found, "source")),
        ("header line 1", "first paragraph")
    );
}

#[test]
fn an_id_is_the_whole_rest_of_its_line_and_one_word() {
    for (rest, id) in [
        ("403", Some("403")),
        ("x-9_b", Some("x-9_b")),
        ("403 people", None),
        ("word", None),
        ("27.1 C", None),
        ("https://a.example/1", None),
    ] {
        let found = wire(&format!(" date 2025-05-31 {rest}\n\nA line of text here\n\nAnd more.\n"));
        assert_eq!(found.article.id.as_deref(), id, "{rest}");
    }
}

#[test]
fn the_header_line_is_read_liberally() {
    for (header, date) in [
        ("date 2025-05-31", "2025-05-31"),
        ("\u{feff}\r\n\r\n  DATE\t2025/05/31", "2025-05-31"),
        ("Date 31 May 2025", "2025-05-31"),
        ("date May 31, 2025", "2025-05-31"),
        ("date 20250531", "2025-05-31"),
        ("date 2023-08", "2023-08"),
        ("date 2025", "2025"),
        ("date 2025-05-31T04:03:00Z", "2025-05-31T04:03:00Z"),
        ("date 2025-05-31 04:03", "2025-05-31T04:03:00+02:00"),
    ] {
        let found = wire(&format!("{header} 403\r\nA title\r\nText."));
        let article = &found.article;
        assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some(date), "{header}");
        assert_eq!(
            (article.id.as_deref(), article.title.as_deref()),
            (Some("403"), Some("A title"))
        );
        assert_eq!(article.body, "Text.");
    }
    assert!(place(&wire("date 2025-05-31 04:03 1\nT\nX"), "date").contains("zone +02:00"));
    let found = wire("date 2025-13-45 403\nA title\nText.");
    assert_eq!((found.article.date, found.article.id.as_deref()), (None, Some("403")));
    assert!(place(&found, "date").contains("is not a valid date"));
}

#[test]
fn a_title_on_the_header_line() {
    let found = wire(
        " date 2024-10-03 Oil ministers meet in Vienna\n\n10/3/2024 3:08:54 AM\n\n(MENAFN - GlobeNewsWire - Nasdaq) They met.\n",
    );
    let article = &found.article;
    assert_eq!(article.title.as_deref(), Some("Oil ministers meet in Vienna"));
    assert_eq!(
        (article.source.as_deref(), article.agency.as_deref()),
        (Some("MENAFN"), Some("GlobeNewsWire - Nasdaq"))
    );
    assert_eq!(article.headers[1].value, "10/3/2024 3:08:54 AM");
    assert_eq!(article.body, "(MENAFN - GlobeNewsWire - Nasdaq) They met.");
}

#[test]
fn no_title_where_the_body_begins_at_once() {
    for text in [
        " date 2024-03-03 (MENAFN) Crude rose.\n",
        " date 2024-03-03 403\n(MENAFN) Crude rose.\n",
        " date 2024-03-03 403\n\nCrude rose.\n",
        " date 2024-03-03 KUWAIT: Crude rose.\n",
        " date 2024-03-03 Top Stories\n\nJAMMU, Aug16: Crude rose.\n",
    ] {
        let found = wire(text);
        assert_eq!(found.article.title, None, "{text}");
        assert!(found.article.body.ends_with("Crude rose."), "{text}");
    }
}

#[test]
fn page_furniture_before_the_title_is_left_out() {
    for top in [
        "Home / World / Europe",
        "Últimas noticias",
        "Updated: 12 Feb 2023, 10:30 PM",
        "Photo: A. Name",
        "12 February 2023\n\nThe Morning Paper (Cairo)",
        "https://paper.example/2023/02/12/a-title.html",
    ] {
        let found =
            wire(&format!(" date 2023-02-12 {top}\n\nA title of some words\n\nThe text.\n"));
        assert_eq!(found.article.title.as_deref(), Some("A title of some words"), "{top}");
        assert_eq!(found.article.body, "The text.");
    }
}

#[test]
fn credits_and_datelines() {
    for (text, source, agency, dateline) in [
        ("(MENAFN) Text.", Some("MENAFN"), None, None),
        ("(MENAFN- AzerNews)\nText.", Some("MENAFN"), Some("AzerNews"), None),
        ("LONDON, May 31 (Reuters) - Text.", Some("Reuters"), None, Some("LONDON")),
        ("NEW YORK (AP) — Text.", Some("AP"), None, Some("NEW YORK")),
        ("(Bloomberg) -- Text.", Some("Bloomberg"), None, None),
        ("MOSCOW, May 31. /TASS/. Text.", Some("TASS"), None, Some("MOSCOW")),
        ("Sept 30 (Reuters) - Text.", Some("Reuters"), None, None),
        ("May 31 was a day of rain.", None, None, None),
        (
            "(MENAFN- Kuwait News Agency (KUNA)) MOSCOW, Aug 9 (KUNA) -- Text.",
            Some("MENAFN"),
            Some("Kuwait News Agency (KUNA)"),
            Some("MOSCOW"),
        ),
        ("(Washington) may yet agree.", None, None, None),
        ("The picture (AP photo) shows it.", None, None, None),
        ("(Reopens) Text.", None, None, None),
    ] {
        let found = wire(&format!(" date 2025-05-31 1\nTitle\n{text}\n"));
        let stated =
            found.article.source.as_deref().filter(|_| !found.article.flags.source_inherited);
        assert_eq!(stated, source, "{text}");
        assert_eq!(found.article.agency.as_deref(), agency, "{text}");
        assert_eq!(found.article.dateline.as_deref(), dateline, "{text}");
        assert_eq!(found.article.body, text, "the credit stays");
    }
}

#[test]
fn an_article_that_states_no_source_inherits_one() {
    let found = wire(" date 2025-05-31 1\nTitle\nText.\n");
    assert_eq!(found.article.source.as_deref(), Some("folder"));
    assert_eq!(place(&found, "source"), "folder");
    assert!(found.article.flags.source_inherited);
}

#[test]
fn a_body_that_is_only_a_credit_is_none() {
    let found = wire(" date 2025-05-31 1\nTitle\n(REUTERS) \n");
    assert_eq!(
        (found.article.source.as_deref(), found.article.body.as_str()),
        (Some("REUTERS"), "")
    );
}

#[test]
fn the_key_is_of_the_content_alone() {
    let key = |text: &str| wire(text).article.key;
    let plain = key(" date 2025-05-31 1\nTitle\nA cafe\u{301} text.\n");
    assert_eq!(plain, key("\r\n date 2025-05-31 1\r\n Title \r\nA  caf\u{e9}\r\ntext."));
    assert_ne!(plain, key(" date 2025-05-31 2\nTitle\nA caf\u{e9} text.\n"));
    assert_eq!(plain.len(), 32);
}

#[test]
fn dates_out_of_reason_are_suspect() {
    assert!(wire(" date 1066-10-14 1\nTitle\nText.\n").article.flags.suspect);
    assert!(!wire(" date 1665-11-16 1\nTitle\nText.\n").article.flags.suspect);
}

#[test]
fn a_zone_is_a_name_or_an_offset() {
    let local = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap().and_hms_opt(12, 0, 0).unwrap();
    assert_eq!("Europe/Paris".parse::<Zone>().unwrap().offset_at(local), 7_200);
    assert_eq!("-05:00".parse::<Zone>().unwrap().offset_at(local), -18_000);
    assert!("Atlantis".parse::<Zone>().is_err());
}

#[test]
fn codes_in_angle_brackets_are_no_trail_of_sections() {
    assert!(!super::furniture::is("ALPHA <A> BUYS BETA <B>"));
    assert!(super::furniture::is("Home > World > Europe"));
}

#[test]
fn white_space_within_a_name_is_one_space() {
    for (opening, source) in [
        ("©Skerry  Press - All rights reserved", "Skerry Press"),
        (
            "A title\n(Skerry \u{a0} Press) The ferry sailed at noon, its owner said.",
            "Skerry Press",
        ),
    ] {
        let found = wire(&format!(" date 2025-05-31 {opening}\nA body of its own.\n"));
        assert_eq!(found.article.source.as_deref(), Some(source), "{opening}");
    }
}

#[test]
fn a_credited_source_has_no_space_at_its_ends() {
    let found = wire(" date 2025-05-31\nA title\n/\u{3d2}A / The ferry sailed.\n");
    assert_eq!(found.article.source.as_deref(), Some("\u{3d2}A"));
}

#[test]
fn a_dateline_below_a_byline_is_read() {
    for (top, expected) in [
        ("By Ann Lee\nStaff Writer\n\n", Some("SKERRY")),
        ("By ANN LEE\n", Some("SKERRY")),
        ("By far.\n", None),
    ] {
        let body = format!("{top}SKERRY, May 31, 2019 -- The lamp was lit again.\n");
        assert_eq!(super::credit::of(&body).place.as_deref(), expected, "{top}");
    }
}
