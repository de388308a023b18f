//! Articles for which dates within a query cannot be compared: undated ones, and those dated too imprecisely.

use serde_json::{Value, json};

use crate::harness::Place;

/// Returns an index of four articles: of 2024, of 2025, of some day in 2024, and without a date.
fn lamps() -> Place {
    let place = Place::new();
    let line = |id: &str, date: Option<&str>, body: &str| {
        let mut line = json!({"id": id, "title": format!("Lamp {id}"), "body": body});
        if let Some(date) = date {
            line["date"] = date.into();
        }
        line.to_string()
    };
    let lines = [
        line("u1", None, "The red lamp burned."),
        line("d24", Some("2024-03-05"), "The red lamp burned in spring."),
        line("d25", Some("2025-03-05"), "The red lamp burned again."),
        line("y24", Some("2024"), "The red lamp burned at times."),
    ];
    place.write("lamps.jsonl", lines.join("\n"));
    place.index("lamps.jsonl");
    place
}

fn found(place: &Place, arguments: &[&str]) -> String {
    let mut ids = place.hits("id", arguments);
    ids.sort();
    ids.join(" ")
}

fn notices(answer: &Value) -> Vec<String> {
    let notices = answer["query"]["notices"].as_array().expect("notices");
    notices.iter().map(|notice| notice.as_str().expect("a text").to_string()).collect()
}

#[test]
fn an_exclusion_of_dates_finds_no_undated_article() {
    let place = lamps();
    for (query, ids) in [
        ("red NOT date:2024", "d25"),
        ("red NOT date:2024 NOT date:2023", "d25"),
        ("red NOT (date:2024 OR date:2023)", "d25"),
        ("red NOT (since:2024 until:2024)", "d25"),
        ("red -date:2024-01-01T00:00Z..2024-12-31", "d25"),
        ("red NOT NOT date:2024", "d24 y24"),
        ("red NOT (NOT date:2024)", "d24 y24"),
        ("red NOT (date:2024 OR again)", ""),
        ("red NOT (date:2024 spring)", "d25 u1 y24"),
        ("red NOT (date:2024 red)", "d25"),
        ("red NOT date:none", "d24 d25 y24"),
    ] {
        assert_eq!(found(&place, &[query]), ids, "{query}");
    }
    let lucene = "red AND NOT (date:[2024 TO 2024] OR date:[2023 TO 2023])";
    assert_eq!(found(&place, &[lucene, "--dialect", "lucene"]), "d25");
}

#[test]
fn undated_articles_that_dates_leave_out_are_counted_wherever_the_dates_are() {
    let place = lamps();
    for (arguments, excluded) in [
        (&["red date:2024"][..], 1),
        (&["red", "--since", "2024"], 1),
        (&["red (date:2024 OR date:2023)"], 1),
        (&["red NOT date:2024"], 1),
        (&["red NOT date:2025", "--since", "2024"], 1),
        (&["(red date:2024) OR spring"], 1),
        (&["red (date:2024 OR date:none)"], 0),
        (&["(red date:2024) OR lamp"], 0),
        (&["spring NOT date:2025"], 0),
    ] {
        assert_eq!(place.search(arguments)["undated_excluded"], excluded, "{arguments:?}");
    }
    let answer = place.json(&["timeline", "red (date:2024 OR date:2023)", "--output", "json"]);
    assert_eq!(answer["undated_excluded"], 1, "{answer}");
    let text = place.ends(0, &["search", "red (date:2024 OR date:2023)"]);
    assert!(text.contains("1 undated excluded"), "{text}");
}

#[test]
fn a_notice_counts_articles_that_may_be_from_dates_within_the_query() {
    let place = lamps();
    for query in ["red date:2024-03", "red (date:2024-03 OR date:2023)"] {
        let answer = place.search(&[query]);
        assert!(notices(&answer)[0].starts_with("1 more article may be from these dates"));
        assert_eq!(found(&place, &[query]), "d24", "{query}");
        assert_eq!(found(&place, &[query, "--inexact"]), "d24 y24", "{query}");
        assert_eq!(notices(&place.search(&[query, "--inexact"])), Vec::<String>::new());
    }
    assert_eq!(notices(&place.search(&["red (date:2024 OR date:2023)"])), Vec::<String>::new());
}

#[test]
fn more_articles_match_with_inexact_and_never_fewer() {
    let place = lamps();
    let answer = place.search(&["red -date:2024-03"]);
    assert_eq!(found(&place, &["red -date:2024-03"]), "d25 y24");
    assert_eq!(found(&place, &["red -date:2024-03", "--inexact"]), "d25 y24");
    let [notice] = &notices(&answer)[..] else { panic!("{answer}") };
    assert!(notice.starts_with("1 of the articles found may be from excluded dates"), "{notice}");
    assert_eq!(notices(&place.search(&["red -date:2024"])), Vec::<String>::new());
}
