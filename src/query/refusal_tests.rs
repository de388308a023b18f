//! What is refused even if the reading is lenient, and what people type as other characters.

use super::parse;
use super::tests::reading;
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
        &format!("{}x", "(".repeat(super::MAX_DEPTH + 1)),
    ] {
        let fault = parse(text, &reading(), &mut Analyzer::default()).unwrap_err();
        assert!(text.get(fault.span.0..fault.span.1).is_some(), "{text}: {fault:?}");
    }
}

#[test]
fn what_facets_list_as_none_can_be_asked_for() {
    let read =
        |text: &str| parse(text, &reading(), &mut Analyzer::default()).unwrap().tree.to_string();
    assert_eq!(read("source:none"), "NOT source:*");
    assert_eq!(read("byline:\"none\" id:none"), "byline:\"none\" AND id:\"none\"");
    assert_eq!(read("grain –saudi —iraq ‑iran"), "grain AND NOT saudi AND NOT iraq AND NOT iran");
}
