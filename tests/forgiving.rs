//! The command line says what a reader would otherwise have to guess: what is in no bucket, what an option changed, which
//! forms a word stands for, and what an argument lacks.

use serde_json::Value;

use crate::harness::Place;

#[test]
fn a_changed_option_says_what_it_changed() {
    let place = Place::new();
    place.write("in/a.txt", "date 2024-05-31T23:30 1\nOne\n\nThe lamp was lit.\n");
    place.index("in");
    let summary = place.json(&["index", "in", "--source", "AP", "--json"]);
    let text = summary["notices"].to_string();
    assert!(text.contains("every file was read again, with --source AP instead of no options"));
    assert!(text.contains("1 article has another source than before"), "{text}");
    assert_eq!(summary["articles"]["unchanged"], 1);
    let summary = place.json(&["index", "in", "--tz", "Asia/Tokyo", "--json"]);
    let text = summary["notices"].to_string();
    assert!(text.contains("1 article has another date than before"), "{text}");
    assert!(!text.contains("another source"), "{text}");
    let again = place.json(&["index", "in", "--json"]);
    assert_eq!(again["notices"], Value::Null, "{again}");
}
