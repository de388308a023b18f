//! Queries and dates that are rejected even if the reading is lenient, and alternative characters for a hyphen.

use super::date_clause::range;
use super::dates::stretch;
use super::parse;
use super::tests::{read, reading};
use crate::analysis::Analyzer;

#[test]
fn what_cannot_be_ignored_is_refused() {
    for text in [
        "opec date:1987-13",
        "date:2025-02-30",
        "date:[x TO y]",
        "date:2023..2025..",
        "since:2025..",
        &vec!["w"; super::MAX_CLAUSES + 1].join(" OR "),
        &format!("{}x", "(".repeat(super::limits::MAX_DEPTH + 1)),
    ] {
        let fault = parse(text, &reading(), &mut Analyzer::default()).unwrap_err();
        assert!(text.get(fault.span.0..fault.span.1).is_some(), "{text}: {fault:?}");
    }
}

#[test]
fn what_facets_list_as_none_can_be_asked_for() {
    assert_eq!(read("source:none"), "NOT source:*");
    assert_eq!(read("byline:\"none\" id:none"), "byline:\"none\" AND id:\"none\"");
    assert_eq!(read("grain –saudi —iraq ‑iran"), "grain AND NOT saudi AND NOT iraq AND NOT iran");
}

#[test]
fn dates_that_cannot_be_are_refused_with_a_hint() {
    let refused = |text: &str| stretch(text, &reading().now).unwrap_err();
    assert!(refused("2025-02-30").hint.contains("2025-02-28"));
    assert!(
        refused("03/04/2025").hint.contains("2025-04-03")
            && refused("03/04/2025").hint.contains("2025-03-04")
    );
    assert!(refused("2025-13-01").problem.contains("13 is not a month"));
    for text in [
        "",
        "soon",
        "1985s",
        "Q5 1987",
        "0000",
        "99999",
        "7x",
        "last blue",
        "99999999999d",
        "9999999y",
    ] {
        refused(text);
    }
    assert!(range("..", &reading().now).is_err());
    assert_eq!(range("2024..", &reading().now).unwrap().to_string(), "2024-01-01..");
}
